//! The public record: others check it, citizens take proofs home, a forged licence is not in it,
//! and nothing is issued while nobody watches.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{Arc, LazyLock},
};

use audit::Policy;
use jiff::SignedDuration;
use ledger::{Statement, Value, Write};
use record::{Enclosed, check::check};

use crate::{
    city::City,
    story::{CHEN, Receipt, citizen_hands_in, officer_acts},
};

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/verify")
}

/// The Go program, built once.
static GO: LazyLock<PathBuf> = LazyLock::new(|| {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = place.join("record-verify");
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

fn python() -> Command {
    let mut python = Command::new("python3");
    python.arg(tools().join("tlog_verify.py"));
    python
}

fn says(command: &mut Command) -> String {
    let output = command.output().expect("needs python3 and go");
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

/// Checkers in Go and Python, which share no code with us, accept what the story has written and
/// the proof that the citizen has downloaded.
pub async fn is_accepted_by_others(city: &City, receipt: &Receipt) {
    let mut stranger = city.anonymous();
    let checkpoint = stranger.downloads("/record/checkpoint").await;
    let checkpoint = String::from_utf8(checkpoint).unwrap();
    let policy_text = String::from_utf8(stranger.downloads("/record/policy").await).unwrap();
    let policy = Policy::parse(&policy_text).unwrap();
    let lines: Vec<&str> = checkpoint.lines().collect();
    let good = format!("ok {} {}", lines[1], lines[2]);
    let key = policy.logs[0].verifier.to_text();
    let folder = city.database.folder().join("record");
    assert_eq!(says(python().arg(&folder).args(["--vkey", &key])), good);
    assert_eq!(says(Command::new(&*GO).arg(&folder).arg(&key)), good);
    let tile = std::fs::read(folder.join("tile/0/000")).unwrap();
    assert_eq!(stranger.downloads("/record/tile/0/000").await, tile);

    let mut citizen = city.citizen(CHEN).await;
    let reference = &receipt.reference;
    citizen.opens(&format!("/zh-hans/track/{reference}")).await.reads("公开记录证明");
    let at = |name: &str| city.database.folder().join(name);
    std::fs::write(at("policy"), &policy_text).unwrap();
    let proofs = citizen.links("/proofs/");
    assert_eq!(proofs.len(), 3, "submission, decision and licence: {proofs:?}");
    for link in proofs {
        let proof = String::from_utf8(citizen.downloads(&link).await).unwrap();
        let (shown, enclosed) = Enclosed::check(&proof, &policy).unwrap();
        assert!(shown.accepted.witnessed.len() >= 2, "{:?}", shown.accepted);
        assert!(!proof.contains("陈雨禾"));
        std::fs::write(at("proof"), &proof).unwrap();
        std::fs::write(at("entry"), &enclosed.entry).unwrap();
        let mut by_python = python();
        by_python.arg("--proof").arg(at("proof")).arg("--policy").arg(at("policy"));
        assert_eq!(says(&mut by_python), good, "{link}");
        let mut by_go = Command::new(&*GO);
        by_go.arg("-proof").arg(at("proof")).arg("-entry").arg(at("entry"));
        by_go.args(["-quorum", "2", &key]);
        by_go.args(policy.witnesses.iter().map(|it| it.verifier.to_text()));
        assert_eq!(says(&mut by_go), good, "{link}");
        // Another content does not go with it.
        let other = enclosed.payload.unwrap().replacen("\"actor\":\"", "\"actor\":\"0", 1);
        let other = Enclosed { payload: Some(other), entry: enclosed.entry, salt: enclosed.salt };
        let mut forged = audit::Proof::parse(&proof).unwrap();
        forged.extra = Some(serde_json::to_vec(&other).unwrap());
        std::fs::write(at("proof"), forged.to_text().unwrap()).unwrap();
        let mut by_python = python();
        by_python.arg("--proof").arg(at("proof")).arg("--policy").arg(at("policy"));
        assert!(says(&mut by_python).starts_with("bad "), "{link}");
    }

    let ledger = &city.installation.house.ledger;
    let progress = Arc::new(|_, _, _| {});
    let report = check(ledger, &folder, Some(&policy), Vec::new(), progress).await.unwrap();
    assert_eq!(report.findings, []);
    assert!(report.rows > 200 && report.waiting == 0, "{report:?}");
}

#[tokio::test]
async fn entries_are_for_those_who_supervise_and_their_reading_is_logged() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let mut supervisor = city.staff("supervisor-fang").await;
    city.settles().await;
    let bundle = supervisor.downloads("/staff/record/tile/entries/000").await;
    assert!(String::from_utf8_lossy(&bundle).contains("\"word\":\""));
    let waiting = city.installation.house.ledger.unlogged(100).await.unwrap();
    assert!(waiting.iter().any(|it| it.word == "record.read_entries"));
    let mut stranger = city.anonymous();
    stranger.looks_at("/staff/record/tile/entries/000").await;
    assert!(stranger.path.contains("sign-in"), "{}", stranger.path);
    for nothing in ["/record/tile/0/999", "/record/tile/0/000.p/256", "/record/tile/0/..%2fhead"] {
        stranger.looks_at(nothing).await;
        assert_eq!(stranger.status, 404, "{nothing}");
    }
    stranger.opens("/zh-hans/record").await.reads("自己核验公开记录").reads("quorum two");
    stranger.opens("/en/record").await.reads("Check the public record yourself");
    let mut administrator = city.staff("administrator-qin").await;
    administrator.opens("/staff/record").await.reads("正常");
    administrator.opens("/api/v1/record").await;
    assert!(administrator.html.contains("\"state\":\"good\""), "{}", administrator.html);
}

fn sql(text: &str) -> Write {
    let statement: &'static Statement =
        Box::leak(Box::new(Statement::new(Box::leak(text.to_owned().into_boxed_str()))));
    Write::new(statement, Vec::<Value>::new())
}

#[tokio::test]
async fn a_licence_forged_into_the_database_is_not_in_the_record() {
    testkit::on_both(|database| async move {
        let city = City::with(database, "2026-03-02T10:00:00+08:00").await;
        let ledger = &city.installation.house.ledger;
        let forge = "INSERT INTO licences_licence
            SELECT '00000000-0000-4000-8000-000000000001', holder, licence_type, name,
                'JY2026000999', 'JY2026000999', '1.2.156.FORGED', case_id, service, authority,
                status, issued_on, valid_from, valid_to, edition, signing_key
            FROM licences_licence WHERE number_key IS NOT NULL ORDER BY number LIMIT 1";
        ledger.housekeep(vec![sql(forge)]).await.unwrap();
        let mut shopkeeper = city.anonymous();
        shopkeeper.looks_at("/zh-hans/verify/JY2026000999").await;
        shopkeeper.reads("它可能是假的");
        shopkeeper.looks_at("/api/v1/verify/JY2026000999").await;
        assert!(!shopkeeper.html.contains("\"valid\""), "{}", shopkeeper.html);

        // One that was issued is valid, until somebody makes it last longer than was logged.
        let rows = ledger.rows(&GENUINE, &[]).await.unwrap();
        let number = rows[0].text(0).unwrap();
        shopkeeper.opens(&format!("/en/verify/{number}")).await.reads("This licence is valid");
        let longer = "UPDATE licences_licence SET valid_to = '2099-12-31'
            WHERE number_key IS NOT NULL AND licence NOT LIKE '00000000-0000-4%'";
        ledger.housekeep(vec![sql(longer)]).await.unwrap();
        shopkeeper.opens(&format!("/en/verify/{number}")).await.reads("Not in the public record");
    })
    .await;
}

ledger::statements! {
    GENUINE = "SELECT number FROM licences_licence
               WHERE number_key IS NOT NULL AND licence NOT LIKE '00000000-0000-4%'
               AND status = 'valid' AND (valid_to IS NULL OR valid_to > '2026-03-02')
               ORDER BY number LIMIT 1";
}

#[tokio::test]
async fn without_witnesses_cases_are_decided_and_licences_wait_and_go_on_by_themselves() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let mut citizen = city.citizen(CHEN).await;
    let receipt = citizen_hands_in(&mut citizen).await;
    let reference = receipt.reference.as_str();
    let proof = format!("/zh-hans/track/{reference}/proofs/1");
    citizen.opens(&proof).await.reads("证明正在生成");
    city.settles().await;
    assert!(citizen.downloads(&proof).await.starts_with(b"c2sp.org/tlog-proof@v1"));

    city.notary.stop_witness(0).await;
    city.notary.stop_witness(1).await;
    officer_acts(&city, "examiner-lu", reference, "accept", &[("outcome", "accept")]).await;
    city.clock.advance(SignedDuration::from_secs(90));
    let mut administrator = city.staff("administrator-qin").await;
    administrator.opens("/staff/record").await.reads("见证方缺席").reads("w1");
    city.clock.advance(SignedDuration::from_mins(16));
    let agrees = [("outcome", "for"), ("text", "符合要求")];
    officer_acts(&city, "examiner-lu", reference, "review", &agrees).await;
    officer_acts(&city, "examiner-lei", reference, "review", &agrees).await;
    let grants = [("outcome", "grant"), ("text", "准予许可")];
    officer_acts(&city, "approver-jiang", reference, "decide", &grants).await;
    city.settles().await;
    administrator = city.staff("administrator-qin").await;
    administrator.opens("/staff/record").await.reads("已停止制发证照");
    let issued = |citizen: &crate::person::Person| citizen.text().contains("已办结");
    let mut citizen = city.citizen(CHEN).await;
    citizen.opens(&format!("/zh-hans/track/{reference}")).await;
    assert!(!issued(&citizen), "{}", citizen.text());

    city.notary.start_witness(0).await;
    city.settles().await;
    city.settles().await;
    citizen.opens(&format!("/zh-hans/track/{reference}")).await;
    assert!(issued(&citizen), "{}", citizen.text());
    let link = citizen.links("/verify/").first().cloned().expect("a link to the public check");
    city.anonymous().opens(&link).await.reads("有效");
}
