//! Whose certificates are believed.

use std::{path::Path, sync::Arc};

use tokio_rustls::{
    TlsConnector,
    rustls::{
        ClientConfig, RootCertStore, crypto,
        pki_types::{CertificateDer, pem::PemObject as _},
    },
};

/// A file of certificates that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the certificates in {path} cannot be used: {cause}")]
pub struct RootsError {
    path: String,
    cause: String,
}

/// The authorities whose certificates are believed.
#[derive(Clone)]
pub struct Roots(RootCertStore);

impl Roots {
    /// The authorities that browsers believe.
    pub fn public() -> Self {
        Self(webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect())
    }

    /// Those of a file in PEM as well, such as the authority of the government's network.
    ///
    /// # Errors
    /// [`RootsError`] when the file cannot be read or holds no certificate.
    pub fn and_of_file(mut self, path: &Path) -> Result<Self, RootsError> {
        let wrong = |cause: &dyn std::fmt::Display| RootsError {
            path: path.display().to_string(),
            cause: cause.to_string(),
        };
        let before = self.0.len();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|it| wrong(&it))? {
            let certificate = certificate.map_err(|it| wrong(&it))?;
            self.0.add(certificate).map_err(|it| wrong(&it))?;
        }
        if self.0.len() == before {
            return Err(wrong(&"there is no certificate in it"));
        }
        Ok(self)
    }

    pub(crate) fn connector(self) -> Option<TlsConnector> {
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(self.0)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Some(TlsConnector::from(Arc::new(config)))
    }
}
