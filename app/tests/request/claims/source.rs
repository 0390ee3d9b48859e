//! What the sources of the shipped program do not do. Each rule here is one that a reader can
//! check with a search.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// The folders whose sources ship.
const SHIPPED: [&str; 4] = ["kernel", "platform", "modules", "app"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All files with this ending below a folder, without tests.
fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "tests" | "target" | "node_modules") {
                files(&path, ending, found);
            }
        } else if name.ends_with(ending) && name != "tests.rs" {
            found.push(path);
        }
    }
}

fn shipped(ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in SHIPPED {
        files(&root().join(folder), ending, &mut found);
    }
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        // What stands behind the tests' mark is not in the program.
        let tests = text.find("mod tests {").and_then(|at| text[..at].rfind("#[cfg("));
        let text = text[..tests.unwrap_or(text.len())].to_owned();
        (path, text)
    };
    found.into_iter().map(read).collect()
}

#[track_caller]
fn nowhere(sources: &[(PathBuf, String)], words: &[&str]) {
    for (path, text) in sources {
        for word in words {
            assert!(!text.contains(word), "{word} in {}", path.display());
        }
    }
}

/// The one place that starts a program: the demonstration starts itself again, as its signer and as
/// its witnesses.
const STARTS_ITSELF: &str = "app/src/record/children.rs";

#[test]
fn nothing_that_ships_starts_another_program() {
    let sources = shipped(".rs");
    assert!(sources.len() > 400, "{}", sources.len());
    nowhere(&sources, &["tokio::process", "CommandExt", "libc::", "execve"]);
    for (path, text) in &sources {
        let is_itself = path.ends_with(STARTS_ITSELF);
        let starts = text.matches("Command::new(").count();
        assert_eq!(starts, usize::from(is_itself), "{}", path.display());
        if is_itself {
            assert!(text.contains("current_exe()"), "it starts nothing but itself");
        }
        assert!(!path.ends_with("build.rs"), "{}", path.display());
    }
}

#[test]
fn no_script_of_ours_makes_elements_or_programs_of_text() {
    let scripts = shipped(".js");
    assert!(!scripts.is_empty());
    let words = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "srcdoc",
        "setAttribute('on",
        "setTimeout('",
        "setTimeout(\"",
        ".innerText =",
    ];
    nowhere(&scripts, &words);
    // Nor does a page: no script stands in it, and nothing in it is a handler.
    let pages = shipped(".html");
    assert!(pages.len() > 60, "{}", pages.len());
    for (path, text) in &pages {
        for script in text.split("<script").skip(1) {
            assert!(script.trim_start().starts_with("src="), "{}", path.display());
        }
        for handler in
            [" onclick=", " onload=", " onerror=", " onsubmit=", "javascript:", " style="]
        {
            assert!(!text.contains(handler), "{handler} in {}", path.display());
        }
    }
    // The one place where a script writes a page: the answer of this site to an upload.
    let writes: usize = scripts.iter().map(|(_, text)| text.matches(".write(").count()).sum();
    let own: usize = scripts.iter().map(|(_, text)| text.matches("d.write(ours(").count()).sum();
    assert_eq!((writes, own), (1, 1));
}

/// Where a page takes in what is a page already: one template inside another, a square code that
/// was drawn here, the stylesheet.
const UNESCAPED: [&str; 5] =
    ["code.html", "code.html", "frame-public.html", "frame-staff.html", "layout.html"];

#[test]
fn what_stands_in_a_page_is_escaped_everywhere_but_where_it_is_a_page_already() {
    let pages = shipped(".html");
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let unescaped = pages.iter().filter(|(_, text)| text.replace(' ', "").contains("|safe"));
    let mut unescaped: Vec<_> = unescaped.map(|(path, _)| name(path)).collect();
    unescaped.sort();
    assert_eq!(unescaped, UNESCAPED);
    for (path, text) in &pages {
        let off = ["escape=\"none\"", "{%autoescape"];
        let bare = text.replace(' ', "");
        assert!(off.iter().all(|it| !bare.contains(it)), "{}", path.display());
    }
    nowhere(&shipped(".rs"), &["escape = \"none\"", "askama::filters::Safe", "MarkupDisplay"]);
}

/// Every algorithm that the sources name, with the bits of its strength, and why one may be under
/// 128.
const STRENGTHS: [(&str, u32, &str); 23] = [
    ("Aes256Gcm", 256, ""),
    ("AesGcm", 256, ""),
    ("Argon2", 256, ""),
    ("Argon2id", 256, ""),
    ("ECDSA_P256_SHA256_ASN1", 128, ""),
    ("ECDSA_P256_SHA256_FIXED", 128, ""),
    ("ED25519", 128, ""),
    ("Ed25519", 128, ""),
    ("Ed25519KeyPair", 128, ""),
    ("Ed25519Signer", 128, ""),
    // Authenticator apps know no other (RFC 6238); as a keyed hash it is not broken.
    ("HMAC_SHA1_FOR_LEGACY_USE_ONLY", 160, ""),
    ("HMAC_SHA256", 256, ""),
    ("RSA_PKCS1_2048_8192_SHA256", 112, "under 3,072 bits only where the deployer allows it"),
    ("RSA_PSS_2048_8192_SHA256", 112, "under 3,072 bits only where the deployer allows it"),
    ("SHA256", 128, ""),
    ("SHA512", 256, ""),
    ("Sha256", 128, ""),
    ("SHA1_FOR_LEGACY_USE_ONLY", 63, "published lists of leaked passwords are lists of SHA-1"),
    ("Sm2", 128, ""),
    ("Sm2Signer", 128, ""),
    ("Sm3", 128, ""),
    ("Sm4", 128, ""),
    ("Sm4Gcm", 128, ""),
];

/// How the names of algorithms begin; what is broken is among them.
const FAMILIES: [&str; 25] = [
    "AES_",
    "Aes",
    "Argon2",
    "CHACHA",
    "ChaCha",
    "Blake",
    "DES_",
    "TripleDes",
    "ECDSA_",
    "ED25519",
    "Ed25519",
    "HMAC_",
    "MD4",
    "MD5",
    "Md4",
    "Md5",
    "RC4",
    "RSA_",
    "SHA1",
    "SHA2",
    "SHA5",
    "Sha",
    "Sm2",
    "Sm3",
    "Sm4",
];

/// Types around an algorithm that is in the inventory, and words that are no algorithm.
const TYPES: [&str; 6] =
    ["Sm2Signature", "Sm2SigningKey", "Sm2VerifyingKey", "Shanghai", "Shared", "SharedString"];

#[test]
fn each_algorithm_in_the_sources_is_in_the_inventory_and_strong_enough() {
    let (mut named, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for (path, text) in shipped(".rs") {
        let code = text.lines().filter(|it| !it.trim_start().starts_with("//"));
        let words =
            code.flat_map(|it| it.split(|it: char| !it.is_ascii_alphanumeric() && it != '_'));
        for word in words.filter(|word| FAMILIES.iter().any(|it| word.starts_with(it))) {
            if STRENGTHS.iter().any(|(name, ..)| *name == word) {
                named.insert(word.to_owned());
            } else if !TYPES.contains(&word) {
                unknown.insert(format!("{word} in {}", path.display()));
            }
        }
    }
    assert!(unknown.is_empty(), "not in the inventory: {unknown:#?}");
    for (name, bits, why) in STRENGTHS {
        assert!(named.contains(name), "nothing names {name} any more");
        assert!(bits >= 128 || !why.is_empty(), "{name} has {bits} bits");
    }
}

/// The only packages that match patterns; each of them in a time that grows with what is read.
/// The one that goes back over what it has read is built in by a library whose patterns are its
/// own, and by one that is told not to use it.
#[test]
fn patterns_are_matched_in_linear_time() {
    nowhere(&shipped(".rs"), &["fancy_regex", "pcre", "onig::", "Regex::new"]);
    let schema = std::fs::read_to_string(root().join("modules/catalogue/domain/src/schema/mod.rs"));
    assert!(schema.unwrap().contains("PatternOptions::regex()"));
    for (path, text) in shipped("Cargo.toml") {
        for package in ["fancy-regex", "pcre2", "onig"] {
            assert!(!text.contains(package), "{package} in {}", path.display());
        }
    }
}

/// Where statements are put together: of the program's own tables to replay them, and of the tables
/// and columns that the database names, each of them plain letters, to copy them.
const PUT_TOGETHER: [&str; 2] = ["platform/ledger/src/copy.rs", "platform/ledger/src/replay.rs"];

#[test]
fn no_statement_is_put_together_from_what_is_typed() {
    let verbs =
        ["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE ", " WHERE ", "DROP ", "ALTER "];
    let mut found = BTreeSet::new();
    for (path, text) in shipped(".rs") {
        for made in text.split("format!(").skip(1) {
            let literal = made.trim_start().strip_prefix('"').and_then(|it| it.split('"').next());
            if literal.is_some_and(|it| verbs.iter().any(|verb| it.contains(verb))) {
                found.insert(path.strip_prefix(root()).unwrap().display().to_string());
            }
        }
        // A statement is a constant, but for those two places.
        let is_known = PUT_TOGETHER.iter().any(|it| path.ends_with(it));
        assert!(is_known || !text.contains("leak("), "{}", path.display());
    }
    assert_eq!(found, BTreeSet::from(PUT_TOGETHER.map(str::to_owned)));
}
