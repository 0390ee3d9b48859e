//! `sslmode` keeps its word. Before the PostgreSQL server of the tests stands a front that answers
//! the request for TLS as a server of its own would, and passes on what it decrypts.

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use ledger::{DatabaseUrl, Ledger, StoreError};
use testkit::Database;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
    },
};

/// The packet with which a client asks for TLS.
const WANTS_TLS: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

#[tokio::test]
async fn encryption_is_used_as_asked() {
    let db = Database::postgres().await;
    let front = Front::with_tls(&db).await;
    for (parameters, is_encrypted) in [
        ("?sslmode=disable", false),
        ("", true),
        ("?sslmode=prefer", true),
        ("?sslmode=require", true),
    ] {
        let before = front.encrypted();
        front.open("127.0.0.1", parameters).await.unwrap();
        assert_eq!(front.encrypted() > before, is_encrypted, "{parameters}");
    }
}

#[tokio::test]
async fn the_server_proves_its_name() {
    let db = Database::postgres().await;
    let front = Front::with_tls(&db).await;
    let own = front.certificate.display();
    let good = format!("?sslmode=verify-full&sslrootcert={own}");
    front.open("127.0.0.1", &good).await.unwrap();
    assert!(front.encrypted() > 0);

    let refused = front.open("elsewhere.example", &format!("{good}&hostaddr=127.0.0.1")).await;
    assert!(refusal(refused).contains("not valid for name"));

    let stranger = certificate(db.folder(), "stranger");
    let unknown = format!("?sslmode=verify-full&sslrootcert={}", stranger.display());
    let refused = front.open("127.0.0.1", &unknown).await;
    assert!(refusal(refused).contains("invalid peer certificate"));

    let empty = db.folder().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let nobody = format!("?sslmode=verify-full&sslrootcert={}", empty.display());
    assert!(refusal(front.open("127.0.0.1", &nobody).await).contains("no certificate"));
}

#[tokio::test]
async fn a_server_without_tls_is_used_only_where_that_is_allowed() {
    let db = Database::postgres().await;
    let front = Front::without_tls(&db).await;
    for parameters in ["", "?sslmode=disable", "?sslmode=prefer"] {
        front.open("127.0.0.1", parameters).await.unwrap();
    }
    let verified = format!("?sslmode=verify-full&sslrootcert={}", front.certificate.display());
    for parameters in ["?sslmode=require", verified.as_str()] {
        let said = refusal(front.open("127.0.0.1", parameters).await);
        assert!(said.contains("server does not support TLS"), "{parameters}: {said}");
    }
}

fn refusal(opened: Result<Ledger, StoreError>) -> String {
    match opened {
        Ok(_) => panic!("it opened"),
        Err(error) => error.to_string(),
    }
}

/// What stands before the server.
struct Front {
    /// The address of the database, up to the name of the host, and from the database's name on.
    around: (String, String),
    port: u16,
    certificate: PathBuf,
    encrypted: Arc<AtomicUsize>,
}

impl Front {
    async fn with_tls(db: &Database) -> Self {
        let certificate = certificate(db.folder(), "server");
        let chain = vec![CertificateDer::from_pem_file(&certificate).unwrap()];
        let key = PrivateKeyDer::from_pem_file(certificate.with_extension("key")).unwrap();
        let config = ServerConfig::builder_with_provider(aws_lc_rs::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Self::start(db, certificate, Some(Arc::new(config).into())).await
    }

    async fn without_tls(db: &Database) -> Self {
        Self::start(db, certificate(db.folder(), "server"), None).await
    }

    async fn start(db: &Database, certificate: PathBuf, tls: Option<TlsAcceptor>) -> Self {
        let DatabaseUrl::Postgres(url) = db.url() else { panic!("{:?}", db.url()) };
        let (before, rest) = url.rsplit_once('@').unwrap();
        let (server, name) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let front = Self {
            around: (format!("{before}@"), format!("/{name}")),
            port: listener.local_addr().unwrap().port(),
            certificate,
            encrypted: Arc::default(),
        };
        let (server, encrypted) = (server.to_owned(), front.encrypted.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.unwrap();
                tokio::spawn(pass(client, server, tls.clone(), encrypted.clone()));
            }
        });
        front
    }

    async fn open(&self, host: &str, parameters: &str) -> Result<Ledger, StoreError> {
        let (before, after) = &self.around;
        let url = format!("{before}{host}:{}{after}{parameters}", self.port);
        Ledger::open(&DatabaseUrl::Postgres(url), testkit::blueprint()).await
    }

    /// How many connections were encrypted.
    fn encrypted(&self) -> usize {
        self.encrypted.load(Ordering::SeqCst)
    }
}

/// Passes one connection on to the server. How it ends is the client's affair.
async fn pass(
    mut client: TcpStream,
    mut server: TcpStream,
    tls: Option<TlsAcceptor>,
    encrypted: Arc<AtomicUsize>,
) {
    let mut first = [0; WANTS_TLS.len()];
    if client.read_exact(&mut first).await.is_err() {
        return;
    }
    if first != WANTS_TLS {
        server.write_all(&first).await.unwrap();
        let _ = copy_bidirectional(&mut client, &mut server).await;
        return;
    }
    let Some(tls) = tls else {
        client.write_all(b"N").await.unwrap();
        let _ = copy_bidirectional(&mut client, &mut server).await;
        return;
    };
    client.write_all(b"S").await.unwrap();
    if let Ok(mut client) = tls.accept(client).await {
        encrypted.fetch_add(1, Ordering::SeqCst);
        let _ = copy_bidirectional(&mut client, &mut server).await;
    }
}

/// Makes a certificate for 127.0.0.1, with its key beside it. PostgreSQL's packages bring the
/// program.
fn certificate(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(format!("{name}.pem"));
    let settings = path.with_extension("conf");
    let text = format!(
        "[req]\ndistinguished_name = name\nx509_extensions = server\nprompt = no\n\
         [name]\nCN = {name}\n\
         [server]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = IP:127.0.0.1\n"
    );
    std::fs::write(&settings, text).unwrap();
    let mut openssl = Command::new("openssl");
    openssl.args(["req", "-x509", "-nodes", "-days", "2", "-newkey", "ec"]);
    openssl.args(["-pkeyopt", "ec_paramgen_curve:P-256", "-config"]).arg(&settings);
    openssl.arg("-keyout").arg(path.with_extension("key")).arg("-out").arg(&path);
    let made = openssl.output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    path
}
