//! What is asked of a listed server, and which certificates are believed.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
};

use outgoing::{Call, Destination, Outgoing, OutgoingError, Roots, SystemResolver};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

use crate::canary::{Canary, inner_door};

#[tokio::test]
async fn a_listed_server_is_asked_and_answers() {
    let canary =
        Canary::sings(b"HTTP/1.1 404 Not Found\r\nx-kind: a\r\ncontent-length: 4\r\n\r\nnone")
            .await;
    let call = Call::form(&format!("http://{}/token?x=1", canary.address), &[("code", "a b")]);
    let answer = inner_door(&canary).send(call).await.unwrap();
    assert_eq!((answer.status.as_u16(), &answer.body[..]), (404, &b"none"[..]));
    assert_eq!(answer.headers["x-kind"], "a");
}

#[tokio::test]
async fn only_a_server_that_proves_its_name_is_believed() {
    let folder = folder("names");
    let own = certificate(&folder, "own", "2", "IP:127.0.0.1,DNS:localhost");
    let other = certificate(&folder, "other", "2", "DNS:elsewhere.example");
    let unknown = certificate(&folder, "unknown", "2", "IP:127.0.0.1");
    for (server, believed, is_taken) in
        [(&own, &own, true), (&other, &other, false), (&unknown, &own, false)]
    {
        let port = secret_server(server).await;
        let site = format!("https://127.0.0.1:{port}");
        let roots = Roots::public().and_of_file(believed).unwrap();
        let listed = vec![Destination::inside(&site).unwrap()];
        let door = Outgoing::new(listed, roots, Arc::new(SystemResolver));
        let outcome = door.send(Call::get(&format!("{site}/"))).await;
        match outcome {
            Ok(answer) => assert!(is_taken && &answer.body[..] == b"hi", "{server:?}"),
            Err(OutgoingError::Unreached(_, why)) => {
                assert!(!is_taken && why.contains("certificate"), "{server:?}: {why}");
            }
            Err(error) => panic!("{server:?}: {error}"),
        }
    }
    let empty = folder.join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    assert!(Roots::public().and_of_file(&empty).is_err());
    std::fs::remove_dir_all(&folder).unwrap();
}

#[tokio::test]
async fn a_server_is_believed_only_while_its_certificate_is_good() {
    let folder = folder("times");
    for (name, from, to, trouble) in [
        ("past", "20200101000000Z", "20200201000000Z", Some("expired")),
        ("future", "20990101000000Z", "20990201000000Z", Some("not valid yet")),
        // The same way of making one, so that it is the time that makes the difference.
        ("now", "20200101000000Z", "20990201000000Z", None),
    ] {
        let server = dated(&folder, name, from, to);
        let port = secret_server(&server).await;
        let site = format!("https://127.0.0.1:{port}");
        let roots = Roots::public().and_of_file(&server).unwrap();
        let listed = vec![Destination::inside(&site).unwrap()];
        let door = Outgoing::new(listed, roots, Arc::new(SystemResolver));
        match (door.send(Call::get(&format!("{site}/"))).await, trouble) {
            (Ok(answer), None) => assert_eq!(&answer.body[..], b"hi", "{name}"),
            (Err(OutgoingError::Unreached(_, why)), Some(trouble)) => {
                assert!(why.contains(trouble), "{name}: {why}");
            }
            (outcome, _) => panic!("{name}: {outcome:?}"),
        }
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("outgoing-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

async fn secret_server(certificate: &Path) -> u16 {
    let chain = vec![CertificateDer::from_pem_file(certificate).unwrap()];
    let key = PrivateKeyDer::from_pem_file(certificate.with_extension("key")).unwrap();
    let config = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(stream).await else { continue };
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi").await;
            let _ = stream.shutdown().await;
        }
    });
    port
}

/// Makes a certificate with its key beside it.
fn certificate(folder: &Path, name: &str, days: &str, names: &str) -> PathBuf {
    let path = folder.join(format!("{name}.pem"));
    let settings = settings(folder, name, names);
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-nodes", "-days", days, "-newkey", "ec"]);
    openssl.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-config"]).arg(&settings);
    openssl.arg("-keyout").arg(path.with_extension("key")).arg("-out").arg(&path);
    makes(openssl);
    path
}

/// Makes a certificate for this machine that is good from one moment to another, written as
/// `20200101000000Z`.
fn dated(folder: &Path, name: &str, from: &str, to: &str) -> PathBuf {
    let path = folder.join(format!("{name}.pem"));
    let settings = settings(folder, name, "IP:127.0.0.1");
    let (key, wish) = (path.with_extension("key"), path.with_extension("csr"));
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-new", "-nodes", "-newkey", "ec"]);
    openssl.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-config"]).arg(&settings);
    openssl.arg("-keyout").arg(&key).arg("-out").arg(&wish);
    makes(openssl);
    std::fs::write(path.with_extension("index"), "").unwrap();
    // `req` only counts days from now; the register of an authority takes any two moments.
    let mut openssl = Command::new("openssl");
    openssl.args(["ca", "-batch", "-selfsign", "-notext", "-config"]).arg(&settings);
    openssl.arg("-keyfile").arg(&key).arg("-in").arg(&wish).arg("-out").arg(&path);
    openssl.args(["-startdate", from, "-enddate", to]);
    makes(openssl);
    path
}

/// What `openssl` is told about a certificate.
fn settings(folder: &Path, name: &str, names: &str) -> PathBuf {
    let (path, place) = (folder.join(format!("{name}.conf")), folder.display());
    let text = format!(
        "[req]\ndistinguished_name = name\nx509_extensions = server\nprompt = no\n\
         [name]\nCN = {name}\n\
         [server]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = {names}\n\
         [ca]\ndefault_ca = own\n\
         [own]\ndatabase = {place}/{name}.index\nnew_certs_dir = {place}\nrand_serial = yes\n\
         default_md = sha256\npolicy = any\nx509_extensions = server\n\
         [any]\ncommonName = supplied\n"
    );
    std::fs::write(&path, text).unwrap();
    path
}

fn makes(mut openssl: Command) {
    let made = openssl.output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}
