//! The line to a provider: one question, one answer. Behind a trait, so that tests can cut it.

use async_trait::async_trait;
use hyper::header::{ACCEPT, AUTHORIZATION, HeaderValue};
use outgoing::{Call, Outgoing};
use url::Url;

/// A question.
#[derive(Debug, Clone)]
pub struct Ask {
    /// Where.
    pub url: Url,
    /// The `Authorization` header, if any.
    pub authorization: Option<String>,
    /// The fields of a form: a `POST`. Without them it is a `GET`.
    pub form: Option<Vec<(&'static str, String)>>,
}

impl Ask {
    /// Gets a document.
    pub fn get(url: Url) -> Self {
        Self { url, authorization: None, form: None }
    }
}

/// An answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body, whole.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WireError(pub String);

/// Carries questions to a provider. Follows no redirects.
#[async_trait]
pub trait Wire: Send + Sync {
    /// Whether an address is one of those that may be asked at all.
    fn reaches(&self, url: &Url) -> bool;

    /// Asks, and waits for the whole answer.
    ///
    /// # Errors
    /// [`WireError`].
    async fn send(&self, ask: Ask) -> Result<Reply, WireError>;
}

#[async_trait]
impl Wire for Outgoing {
    fn reaches(&self, url: &Url) -> bool {
        self.is_listed(url.as_str())
    }

    async fn send(&self, ask: Ask) -> Result<Reply, WireError> {
        let mut call = match &ask.form {
            None => Call::get(ask.url.as_str()),
            Some(form) => {
                let fields: Vec<_> = form.iter().map(|(name, it)| (*name, it.as_str())).collect();
                Call::form(ask.url.as_str(), &fields)
            }
        };
        call = call.with(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(authorization) = &ask.authorization {
            let value = HeaderValue::from_str(authorization);
            let mut value = value.map_err(|error| WireError(error.to_string()))?;
            value.set_sensitive(true);
            call = call.with(AUTHORIZATION, value);
        }
        let answer = Outgoing::send(self, call).await;
        let answer = answer.map_err(|error| WireError(error.to_string()))?;
        Ok(Reply { status: answer.status.as_u16(), body: answer.body.to_vec() })
    }
}
