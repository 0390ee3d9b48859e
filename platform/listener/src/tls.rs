//! TLS of the program's own. The certificate's files are looked at again and again: renewing a
//! certificate needs no restart.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::SystemTime,
};

use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::{self, aws_lc_rs::sign::any_supported_type},
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _},
        server::{ClientHello, ResolvesServerCert},
        sign::CertifiedKey,
    },
};

/// A certificate or key that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be used: {cause}")]
pub struct TlsError {
    path: String,
    cause: String,
}

/// The certificate of a listener.
#[derive(Clone)]
pub struct Tls {
    files: Arc<Files>,
    current: Arc<Current>,
    acceptor: TlsAcceptor,
}

struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// When the files were written that are in use, and what was in them.
struct Current(RwLock<(Stamp, Arc<CertifiedKey>)>);

type Stamp = (Option<SystemTime>, Option<SystemTime>);

impl fmt::Debug for Current {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Current")
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).1.clone())
    }
}

impl Tls {
    /// The certificate (with its chain) and the key in these files, in PEM.
    ///
    /// # Errors
    /// [`TlsError`] when they cannot be read or do not belong together.
    pub fn of_files(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        let files = Files { certificate: certificate.to_owned(), key: key.to_owned() };
        let first = (files.stamp(), files.read()?);
        let current = Arc::new(Current(RwLock::new(first)));
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|it| files.wrong(&files.certificate, &it))?
            .with_no_client_auth()
            .with_cert_resolver(current.clone());
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        Ok(Self { files: Arc::new(files), current, acceptor })
    }

    /// Takes up the files if they were written since; whether there was something to take up.
    ///
    /// # Errors
    /// [`TlsError`]: the former certificate stays in use.
    pub fn renew(&self) -> Result<bool, TlsError> {
        let stamp = self.files.stamp();
        if self.current.0.read().unwrap_or_else(PoisonError::into_inner).0 == stamp {
            return Ok(false);
        }
        let fresh = self.files.read()?;
        *self.current.0.write().unwrap_or_else(PoisonError::into_inner) = (stamp, fresh);
        Ok(true)
    }

    pub(crate) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }
}

impl Files {
    fn stamp(&self) -> Stamp {
        let written = |path: &Path| fs::metadata(path).and_then(|it| it.modified()).ok();
        (written(&self.certificate), written(&self.key))
    }

    fn read(&self) -> Result<Arc<CertifiedKey>, TlsError> {
        let chain: Vec<_> = CertificateDer::pem_file_iter(&self.certificate)
            .map_err(|it| self.wrong(&self.certificate, &it))?
            .collect::<Result<_, _>>()
            .map_err(|it| self.wrong(&self.certificate, &it))?;
        if chain.is_empty() {
            return Err(self.wrong(&self.certificate, &"there is no certificate in it"));
        }
        let key =
            PrivateKeyDer::from_pem_file(&self.key).map_err(|it| self.wrong(&self.key, &it))?;
        let key = any_supported_type(&key).map_err(|it| self.wrong(&self.key, &it))?;
        let pair = CertifiedKey::new(chain, key);
        pair.keys_match().map_err(|it| self.wrong(&self.key, &it))?;
        Ok(Arc::new(pair))
    }

    fn wrong(&self, path: &Path, cause: &dyn fmt::Display) -> TlsError {
        TlsError { path: path.display().to_string(), cause: cause.to_string() }
    }
}
