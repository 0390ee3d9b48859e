//! What others find who share no code with us: `tools/verify`, in Python and in Go.
//!
//! The tests need `python3`, and `go` with the Debian packages golang-go and
//! golang-golang-x-mod-dev.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::LazyLock,
};

use audit::{
    Checkpoint, Head, Log, Proof,
    keys::{NoteSigner, Sm2Signer},
    tree::{FileHeads, Folder, Storage, verify},
};

use crate::bench::{ORIGIN, cosigned, cosigner, entries, entry, folder, log_key, log_keys};

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tools/verify")
}

/// The Go program, built once.
static GO: LazyLock<PathBuf> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = place.join("audit-verify");
    let mut go = Command::new("go");
    go.args(["build", "-o"]).arg(&program).arg(".").current_dir(tools().join("go"));
    go.env("GO111MODULE", "off").env("GOPATH", "/usr/share/gocode");
    go.env("GOCACHE", place.join("go-cache")).env("GOFLAGS", "");
    let built = go.status();
    assert!(
        built.is_ok_and(|it| it.success()),
        "needs the Debian packages golang-go and golang-golang-x-mod-dev"
    );
    program
});

fn go() -> Command {
    Command::new(&*GO)
}

fn python() -> Command {
    let mut python = Command::new("python3");
    python.arg(tools().join("tlog_verify.py"));
    python
}

fn answer(command: &mut Command) -> String {
    let output = command.output().expect("needs python3 and go");
    let text = String::from_utf8(output.stdout).unwrap();
    let text = text.trim_end().to_owned();
    assert_eq!(output.status.success(), text.starts_with("ok "), "{text}");
    assert!(!text.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// `ok`, or the first bad index if one is named.
fn verdict(answer: &str) -> Result<(), Option<u64>> {
    match answer.split(' ').collect::<Vec<_>>()[..] {
        ["ok", ..] => Ok(()),
        ["bad", index, ..] => Err(index.parse().ok()),
        _ => panic!("{answer}"),
    }
}

/// A log of 1,000 entries in one go.
fn written(name: &'static str, keys: &[Box<dyn NoteSigner>]) -> (Folder, Head) {
    let place = folder(name);
    let heads = FileHeads::open(folder("heads")).unwrap().unwrap();
    let mut log = Log::open(place.clone(), Box::new(heads)).unwrap();
    let head = log.append(&entries(0..1000)).unwrap();
    let note = Checkpoint::new(ORIGIN, &head).sign(keys).unwrap();
    log.publish(&note.to_text()).unwrap();
    (place, head)
}

fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(place) = waiting.pop() {
        for it in fs::read_dir(place).unwrap() {
            let path = it.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let below = path.strip_prefix(root).unwrap().to_owned();
                found.push((below, fs::read(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_thousand_entries_are_the_same_bytes_as_python_writes() {
    let (ours, head) = written("ours", &log_keys());
    let theirs = folder("theirs");
    let mut command = python();
    command.arg(theirs.root()).args(["--write", "--origin", ORIGIN, "--seed"]);
    command.arg("01".repeat(32)).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = command.spawn().unwrap();
    let mut stdin = running.stdin.take().unwrap();
    for it in entries(0..1000) {
        stdin.write_all(&it.to_bytes().unwrap()).unwrap();
        stdin.write_all(b"\n").unwrap();
    }
    drop(stdin);
    let output = running.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("ok 1000 {}\n", head.root));
    assert_eq!(files(ours.root()), files(theirs.root()));
}

#[test]
fn both_find_a_good_log_good_with_both_signatures() {
    let sm2 = Sm2Signer::from_secret(ORIGIN, &[3; 32]).unwrap();
    let sm2_key = sm2.verifier().to_text();
    let (place, head) = written("good", &[Box::new(log_key()), Box::new(sm2)]);
    let key = log_key().verifier().to_text();
    let good = format!("ok 1000 {}", head.root);
    let known = format!("1000:{}", head.root);
    let both = ["--vkey", &key, "--vkey", &sm2_key, "--known", &known];
    assert_eq!(answer(python().arg(place.root()).args(both)), good);
    assert_eq!(answer(python().arg(place.root()).args(["--vkey", &sm2_key])), good);
    assert_eq!(answer(go().arg(place.root()).args([&key, &known])), good);
    // A wrong SM2 line is found by who knows it and passed over by who does not.
    let path = place.root().join("checkpoint");
    let mut note = audit::Note::parse(&fs::read_to_string(&path).unwrap()).unwrap();
    note.signatures[1].bytes[33] ^= 1;
    fs::write(&path, note.to_text()).unwrap();
    assert!(verdict(&answer(python().arg(place.root()).args(both))).is_err());
    assert_eq!(answer(go().arg(place.root()).arg(&key)), good);
}

#[test]
fn all_three_agree_about_tampered_logs() {
    let key = log_key().verifier().to_text();
    let (place, head) = written("tampered", &log_keys());
    let mut seed = 7usize;
    let mut draw = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let all = files(place.root());
    for round in 0..40 {
        let (path, good) = &all[draw(all.len())];
        let path = place.root().join(path);
        let mut bad = good.clone();
        let at = draw(bad.len());
        match round % 4 {
            0 => bad.truncate(at),
            1 => bad.insert(at, 0x31),
            _ => bad[at] ^= 1 << draw(8),
        }
        fs::write(&path, &bad).unwrap();
        let python = verdict(&answer(python().arg(place.root()).args(["--vkey", &key])));
        let go = verdict(&answer(go().arg(place.root()).arg(&key)));
        if path.ends_with("checkpoint") {
            assert_eq!((python, go), (Err(None), Err(None)), "{round}");
        } else {
            let finding = verify(&place, &head, &[], &mut |_, _| {}).unwrap().finding.unwrap();
            let first = finding.first_bad_index;
            assert_eq!(python, Err(Some(first)), "{round}: {}", path.display());
            // Go's library authenticates whole tiles, so it names the first entry of one.
            let is_bundle = path.components().any(|it| it.as_os_str() == "entries");
            let named = go.unwrap_err().unwrap();
            assert!(named == first || (!is_bundle && named < first), "{round}: {named} {first}");
        }
        fs::write(&path, good).unwrap();
    }
    assert!(verdict(&answer(go().arg(place.root()).arg(&key))).is_ok());
    assert_eq!(place.list("tile/entries/003.p").unwrap(), ["232"]);
}

#[test]
fn both_check_a_proof_that_somebody_took_home() {
    let (place, head) = written("proof", &log_keys());
    let proof = Proof::make(&place, 300, &cosigned(&head, &[1, 3])).unwrap();
    let (file, own) = (place.root().join("it.tlog-proof"), place.root().join("entry"));
    let other = place.root().join("other");
    fs::write(&file, proof.to_text().unwrap()).unwrap();
    fs::write(&own, entry(300).to_bytes().unwrap()).unwrap();
    fs::write(&other, entry(301).to_bytes().unwrap()).unwrap();
    let key = log_key().verifier().to_text();
    let witnesses = [1, 2, 3].map(|it| cosigner(it).verifier().to_text());
    for (entry, quorum, is_good) in [(&own, "2", true), (&own, "3", false), (&other, "2", false)] {
        let mut python = python();
        python.arg("--proof").arg(&file).arg("--entry").arg(entry).args(["--vkey", &key]);
        for it in &witnesses {
            python.args(["--witness", it]);
        }
        assert_eq!(verdict(&answer(python.args(["--quorum", quorum]))).is_ok(), is_good);
        let mut go = go();
        go.arg("-proof").arg(&file).arg("-entry").arg(entry).args(["-quorum", quorum]).arg(&key);
        assert_eq!(verdict(&answer(go.args(&witnesses))).is_ok(), is_good);
    }
}
