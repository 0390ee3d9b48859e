//! How witnesses and logs are reached. Over plain HTTP on loopback or a private line; whoever
//! needs TLS gives another [`Transport`].

use std::time::Duration;

use async_trait::async_trait;
use axum::body::{Body, Bytes};
use http_body_util::{BodyExt as _, Limited};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};

/// More of an answer is not read, in bytes.
const MOST_BYTES: usize = 1024 * 1024;

/// Why there was no answer.
#[derive(Debug, Clone, thiserror::Error)]
#[error("not reached: {0}")]
pub struct Unreached(pub String);

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Status code of HTTP.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
}

/// Sends requests.
#[async_trait]
pub trait Transport: Send + Sync {
    /// `GET`.
    async fn get(&self, url: &str) -> Result<Answer, Unreached>;

    /// `POST` with a body.
    async fn post(&self, url: &str, body: String) -> Result<Answer, Unreached>;
}

/// Plain HTTP/1.1 with connections kept open.
pub struct Http {
    client: Client<HttpConnector, Body>,
    patience: Duration,
}

impl Http {
    /// `patience` is how long one answer may take.
    pub fn new(patience: Duration) -> Self {
        Self { client: Client::builder(TokioExecutor::new()).build_http(), patience }
    }

    async fn send(&self, method: &str, url: &str, body: Body) -> Result<Answer, Unreached> {
        let failed = |it: &dyn std::fmt::Display| Unreached(it.to_string());
        let request = axum::http::Request::builder().method(method).uri(url);
        let request = request.body(body).map_err(|it| failed(&it))?;
        let exchange = async {
            let answer = self.client.request(request).await.map_err(|it| failed(&it))?;
            let status = answer.status().as_u16();
            let body = Limited::new(answer.into_body(), MOST_BYTES).collect().await;
            let body: Bytes = body.map_err(|it| failed(&it))?.to_bytes();
            Ok(Answer { status, body: body.to_vec() })
        };
        tokio::time::timeout(self.patience, exchange).await.map_err(|it| failed(&it))?
    }
}

#[async_trait]
impl Transport for Http {
    async fn get(&self, url: &str) -> Result<Answer, Unreached> {
        self.send("GET", url, Body::empty()).await
    }

    async fn post(&self, url: &str, body: String) -> Result<Answer, Unreached> {
        self.send("POST", url, Body::from(body)).await
    }
}
