//! OpenSSL as a second opinion: another language, other authors. Where its program is not
//! installed the tests say so and prove nothing.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crypto::{Digest, National, PublicKey, SecretKey, SigningKey, Suite, SuiteId};
use data_encoding::{BASE64, HEXLOWER};

use crate::tools::{Counting, key};

const MESSAGE: &[u8] = "食品经营许可证 JY2026000123\n".as_bytes();
const USER: &str = "distid:1234567812345678";

/// A folder for one test, and OpenSSL working in it.
struct Bench(PathBuf);

impl Bench {
    /// None where OpenSSL is missing.
    #[expect(clippy::print_stdout, reason = "a check that is left out must be seen")]
    fn at(name: &str) -> Option<Self> {
        let is_there = Command::new("openssl").arg("version").output().is_ok();
        if !is_there {
            println!("the program openssl is not installed: {name} was not checked");
            return None;
        }
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        Some(Self(folder))
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.0.join(name), bytes).unwrap();
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.0.join(name)).unwrap()
    }

    /// Runs it; whether it agreed, and what it said.
    fn run(&self, arguments: &str) -> (bool, String) {
        let arguments = arguments.split_whitespace();
        let output = Command::new("openssl").args(arguments).current_dir(&self.0).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), said + &String::from_utf8_lossy(&output.stderr))
    }

    /// What it printed, which must be hexadecimal digits with or without colons.
    fn hex(&self, arguments: &str) -> String {
        let (is_done, said) = self.run(arguments);
        assert!(is_done, "{said}");
        said.trim().rsplit(' ').next().unwrap_or_default().replace(':', "").to_lowercase()
    }
}

fn pem(der: &[u8]) -> Vec<u8> {
    let text = BASE64.encode(der);
    let lines: Vec<_> = text.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n")).into()
}

#[test]
fn hashes_agree() {
    let Some(bench) = Bench::at("hashes") else { return };
    for length in [0, 1, 55, 56, 63, 64, 65, 1000] {
        let text: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
        bench.write("text", &text);
        for suite in SuiteId::ALL {
            let name = suite.hash_name();
            let theirs = bench.hex(&format!("dgst -{name} -hex text"));
            assert_eq!(theirs, Digest::of(suite, &[&text]).hex(), "{name} of {length} bytes");
        }
    }
}

#[test]
fn keyed_hashes_and_derived_keys_agree() {
    let Some(bench) = Bench::at("keyed") else { return };
    bench.write("text", MESSAGE);
    let secret = "09".repeat(32);
    for suite in SuiteId::ALL {
        let name = suite.hash_name();
        let mac = format!("mac -digest {name} -macopt hexkey:{secret} -in text HMAC");
        assert_eq!(bench.hex(&mac), key(suite).keyed_hash(&[MESSAGE]).hex(), "{name}");
        let kdf = format!(
            "kdf -keylen 32 -kdfopt digest:{name} -kdfopt hexkey:{secret} -kdfopt salt:salt \
             -kdfopt info:licence-signing HKDF"
        );
        let ours = suite.suite().derive(&[9; 32], b"salt", b"licence-signing");
        assert_eq!(bench.hex(&kdf), HEXLOWER.encode(&ours), "{name}");
    }
}

/// OpenSSL 3.0 has SM4 in counter mode, which is what GCM encrypts with: the first block of the
/// text is the second of the counter. The tag is held by the vector of RFC 8998.
#[test]
fn sm4_in_counter_mode_agrees() {
    let Some(bench) = Bench::at("sm4") else { return };
    bench.write("text", MESSAGE);
    let (secret, nonce) = ([9; 32], [4; 12]);
    let (key, counter) = ("09".repeat(16), "04".repeat(12) + "00000002");
    let (is_done, said) =
        bench.run(&format!("enc -sm4-ctr -K {key} -iv {counter} -in text -out sealed"));
    assert!(is_done, "{said}");
    let ours = National.encrypt(&secret, &nonce, b"", MESSAGE).unwrap();
    assert_eq!(ours[..MESSAGE.len()], bench.read("sealed"));
}

#[test]
fn our_signatures_pass_there() {
    let Some(bench) = Bench::at("ours") else { return };
    for suite in SuiteId::ALL {
        let key = SigningKey::new(&key(suite)).unwrap();
        bench.write("public.pem", &pem(&key.public_key().standard()));
        bench.write("text", MESSAGE);
        bench.write("changed", &[MESSAGE, b"."].concat());
        bench.write("signature", &key.sign(MESSAGE).unwrap().standard());
        let options = match suite {
            SuiteId::International => String::new(),
            SuiteId::National => format!("-digest sm3 -pkeyopt {USER}"),
        };
        let verify = "pkeyutl -verify -rawin -pubin -inkey public.pem -sigfile signature";
        let (is_genuine, said) = bench.run(&format!("{verify} {options} -in text"));
        assert!(is_genuine, "{suite}: {said}");
        let (is_genuine, said) = bench.run(&format!("{verify} {options} -in changed"));
        assert!(!is_genuine, "{suite}: {said}");
    }
}

/// Secrets of many lengths of r and s, so that every form of the DER is met.
#[test]
fn many_signatures_of_sm2_pass_there() {
    let Some(bench) = Bench::at("many") else { return };
    let chance = Counting::default();
    for round in 0..24 {
        let key = SigningKey::new(&SecretKey::draw(SuiteId::National, &chance)).unwrap();
        let message = format!("{round}");
        bench.write("public.pem", &pem(&key.public_key().standard()));
        bench.write("text", message.as_bytes());
        bench.write("signature", &key.sign(message.as_bytes()).unwrap().standard());
        let (is_genuine, said) = bench.run(&format!(
            "pkeyutl -verify -rawin -digest sm3 -pkeyopt {USER} -pubin -inkey public.pem \
             -sigfile signature -in text"
        ));
        assert!(is_genuine, "{round}: {said}");
    }
}

#[test]
fn their_signatures_of_sm2_pass_here() {
    let Some(bench) = Bench::at("theirs") else { return };
    bench.write("text", MESSAGE);
    for _ in 0..8 {
        for step in [
            "genpkey -algorithm SM2 -out secret.pem".to_owned(),
            "pkey -in secret.pem -pubout -outform DER -out public.der".to_owned(),
            format!(
                "pkeyutl -sign -rawin -digest sm3 -pkeyopt {USER} -inkey secret.pem -in text -out \
                 signature"
            ),
        ] {
            let (is_done, said) = bench.run(&step);
            assert!(is_done, "{said}");
        }
        let der = bench.read("public.der");
        let (_, point) = der.split_at(der.len() - 65);
        let public = PublicKey::new(SuiteId::National, point).unwrap();
        assert_eq!(public.standard(), der);
        let signature = bench.read("signature");
        assert_eq!(public.verify_standard(MESSAGE, &signature), Ok(()));
        assert!(public.verify_standard(b"another", &signature).is_err());
    }
}
