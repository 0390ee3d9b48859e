//! TLS of the program's own: its versions, and a certificate that is renewed.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use listener::{Limits, Tls};

use crate::place::Place;

/// A key of the usual kind.
const CURVE: [&str; 3] = ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"];

#[tokio::test]
async fn only_tls_1_2_and_1_3_are_spoken() {
    let folder = folder("versions");
    let certificate = certificate(&folder, "own", "first.example", &CURVE);
    let tls = Tls::of_files(&certificate, &certificate.with_extension("key")).unwrap();
    let place = Place::open(Limits::default(), Some(tls)).await;
    for (version, is_spoken) in
        [("-tls1", false), ("-tls1_1", false), ("-tls1_2", true), ("-tls1_3", true)]
    {
        let said = shakes(&place, version).await;
        assert_eq!(said.contains("first.example"), is_spoken, "{version}: {said}");
    }
    assert!(!place.hello().await.contains("hello"), "in clear there is no answer");
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_renewed_certificate_is_taken_up_and_a_broken_one_is_not() {
    let folder = folder("renewal");
    let path = certificate(&folder, "own", "first.example", &CURVE);
    let key = path.with_extension("key");
    let tls = Tls::of_files(&path, &key).unwrap();
    let place = Place::open(Limits::default(), Some(tls.clone())).await;
    assert!(!tls.renew().unwrap(), "nothing is new");

    let other = certificate(&folder, "other", "second.example", &CURVE);
    std::fs::rename(&other, &path).unwrap();
    assert!(tls.renew().is_err(), "the key does not belong to it");
    assert!(shakes(&place, "-tls1_3").await.contains("first.example"));

    std::fs::rename(other.with_extension("key"), &key).unwrap();
    assert!(tls.renew().unwrap());
    assert!(shakes(&place, "-tls1_3").await.contains("second.example"));

    std::fs::write(&path, "nonsense").unwrap();
    assert!(tls.renew().is_err());
    assert!(shakes(&place, "-tls1_2").await.contains("second.example"));
    assert!(Tls::of_files(&path, &key).is_err());
    std::fs::remove_dir_all(&folder).unwrap();
}

pub fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("listener-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What the `openssl` program sees when it shakes hands in one version.
async fn shakes(place: &Place, version: &str) -> String {
    let (address, version) = (place.address.to_string(), version.to_owned());
    let run = move || {
        let mut openssl = Command::new("openssl");
        openssl.args(["s_client", "-connect", &address, &version]);
        // Old versions are offered at all only at the lowest level of the client.
        openssl.args(["-cipher", "DEFAULT@SECLEVEL=0"]).stdin(Stdio::null());
        let output = openssl.output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    tokio::task::spawn_blocking(run).await.unwrap()
}

/// Makes a certificate with its key beside it; `kind` is the key's, as `openssl` wants it.
pub fn certificate(folder: &Path, file: &str, name: &str, kind: &[&str]) -> PathBuf {
    let path = folder.join(format!("{file}.pem"));
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-nodes", "-days", "2", "-newkey"]).args(kind);
    openssl.args(["-subj", &format!("/CN={name}")]);
    openssl.arg("-keyout").arg(path.with_extension("key")).arg("-out").arg(&path);
    let made = openssl.output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    path
}
