//! TLS to PostgreSQL, as `sslmode` in the address asks for it. The words mean what they mean to
//! `libpq`:
//!
//! | `sslmode` | what |
//! |---|---|
//! | `disable` | never |
//! | `prefer` | where the server offers it, whoever that is; the default |
//! | `require` | always, whoever the server is: listeners are kept out, impostors are not |
//! | `verify-full` | always, and the server proves its name by a certificate of `sslrootcert` |

use std::{
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use futures::future::BoxFuture;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_postgres::{
    Config,
    config::SslMode,
    tls::{ChannelBinding, MakeTlsConnect, TlsConnect, TlsStream},
};
use tokio_rustls::{
    TlsConnector, client,
    rustls::{
        ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{self, CryptoProvider},
        pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject as _},
    },
};

use crate::StoreError;

/// What PostgreSQL calls itself in the handshake.
const PROTOCOL: &[u8] = b"postgresql";

/// Reads an address: how to connect, and with which TLS.
pub(super) fn read(url: &str) -> Result<(Config, Tls), StoreError> {
    let mut url = url.to_owned();
    let mode = take(&mut url, "sslmode");
    let roots = take(&mut url, "sslrootcert");
    let mut config: Config = url.parse().map_err(super::postgres::failure)?;
    let mode = mode.as_deref().unwrap_or("prefer");
    config.ssl_mode(match mode {
        "disable" => SslMode::Disable,
        "prefer" => SslMode::Prefer,
        "require" | "verify-full" => SslMode::Require,
        _ => return Err(wrong("sslmode is none of disable, prefer, require, verify-full")),
    });
    let tls = match (mode, roots) {
        ("verify-full", Some(path)) => Tls::of_authorities(&path)?,
        ("verify-full", None) => {
            return Err(wrong("sslmode=verify-full needs sslrootcert, a file of certificates"));
        }
        (_, Some(_)) => return Err(wrong("sslrootcert is for sslmode=verify-full only")),
        (_, None) => Tls::of_anybody()?,
    };
    Ok((config, tls))
}

fn wrong(what: &str) -> StoreError {
    StoreError::Unavailable(format!("the address of the database is wrong: {what}"))
}

/// Takes a parameter out of an address.
fn take(url: &mut String, name: &str) -> Option<String> {
    let sign = format!("{name}=");
    let mut places = url.match_indices(&sign).map(|(at, _)| at);
    let start = places.find(|at| url.get(..*at).is_some_and(|it| it.ends_with(['?', '&'])))?;
    let rest = url.get(start + sign.len()..)?;
    let value = rest.split('&').next().unwrap_or_default().to_owned();
    let end = (start + sign.len() + value.len() + 1).min(url.len());
    url.replace_range(start..end, "");
    url.truncate(url.trim_end_matches(['?', '&']).len());
    Some(value)
}

/// Begins TLS on new connections.
#[derive(Clone)]
pub(super) struct Tls(TlsConnector);

impl Tls {
    /// With a server that has a certificate of an authority in this file, for its name.
    fn of_authorities(path: &str) -> Result<Self, StoreError> {
        let unreadable = |error: &dyn std::fmt::Display| {
            wrong(&format!("sslrootcert={path} cannot be used: {error}"))
        };
        let mut roots = RootCertStore::empty();
        let certificates = CertificateDer::pem_file_iter(path).map_err(|it| unreadable(&it))?;
        for certificate in certificates {
            let certificate = certificate.map_err(|it| unreadable(&it))?;
            roots.add(certificate).map_err(|it| unreadable(&it))?;
        }
        if roots.is_empty() {
            return Err(unreadable(&"there is no certificate in it"));
        }
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|it| unreadable(&it))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self::of(config))
    }

    /// With any server.
    fn of_anybody() -> Result<Self, StoreError> {
        let provider = Arc::new(crypto::aws_lc_rs::default_provider());
        let config = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()
            .map_err(|error| StoreError::Unavailable(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anybody(provider)))
            .with_no_client_auth();
        Ok(Self::of(config))
    }

    fn of(mut config: ClientConfig) -> Self {
        config.alpn_protocols = vec![PROTOCOL.to_vec()];
        Self(TlsConnector::from(Arc::new(config)))
    }
}

impl<S> MakeTlsConnect<S> for Tls
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Encrypted<S>;
    type TlsConnect = Handshake;
    type Error = io::Error;

    fn make_tls_connect(&mut self, host: &str) -> io::Result<Handshake> {
        Ok(Handshake { connector: self.0.clone(), host: host.to_owned() })
    }
}

/// A handshake to come. The name is read only when there is one: a local socket has no name.
pub(super) struct Handshake {
    connector: TlsConnector,
    host: String,
}

impl<S> TlsConnect<S> for Handshake
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    type Stream = Encrypted<S>;
    type Error = io::Error;
    type Future = BoxFuture<'static, io::Result<Encrypted<S>>>;

    fn connect(self, stream: S) -> Self::Future {
        Box::pin(async move {
            let name = ServerName::try_from(self.host).map_err(io::Error::other)?;
            self.connector.connect(name, stream).await.map(Encrypted)
        })
    }
}

/// An encrypted connection.
pub(super) struct Encrypted<S>(client::TlsStream<S>);

impl<S> TlsStream for Encrypted<S>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    fn channel_binding(&self) -> ChannelBinding {
        // The certificate itself is what `verify-full` checks.
        ChannelBinding::none()
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Encrypted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Encrypted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

/// Takes every certificate whose key the server holds, whoever made it.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        crypto::verify_tls12_signature(message, certificate, signed, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        crypto::verify_tls13_signature(message, certificate, signed, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(url: &str, name: &str) -> (Option<String>, String) {
        let mut url = url.to_owned();
        (take(&mut url, name), url)
    }

    #[test]
    fn a_parameter_is_taken_out_wherever_it_stands() {
        let rest = "postgres://a:b@h/d?connect_timeout=3";
        for url in [
            "postgres://a:b@h/d?sslmode=require&connect_timeout=3",
            "postgres://a:b@h/d?connect_timeout=3&sslmode=require",
        ] {
            assert_eq!(taken(url, "sslmode"), (Some("require".to_owned()), rest.to_owned()));
        }
        let alone = taken("postgres://h/d?sslmode=disable", "sslmode");
        assert_eq!(alone, (Some("disable".to_owned()), "postgres://h/d".to_owned()));
        assert_eq!(taken(rest, "sslmode"), (None, rest.to_owned()));
        let other = "postgres://h/nosslmode=x";
        assert_eq!(taken(other, "sslmode"), (None, other.to_owned()));
    }

    #[test]
    fn what_would_promise_more_than_it_does_is_refused() {
        for (parameters, problem) in [
            ("sslmode=verify-ca", "none of"),
            ("sslmode=verify-full", "needs sslrootcert"),
            ("sslmode=require&sslrootcert=x.pem", "verify-full only"),
            ("sslmode=verify-full&sslrootcert=no/such/file.pem", "cannot be used"),
        ] {
            let refused = read(&format!("postgres://u:secret@h/d?{parameters}")).err();
            let text = refused.map(|it| it.to_string()).unwrap_or_default();
            assert!(text.contains(problem) && !text.contains("secret"), "{parameters}: {text}");
        }
    }
}
