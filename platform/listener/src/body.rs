//! Bodies: one that must come fast enough, and one that says when it has gone.

use std::{
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use axum::body::Body;
use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep, sleep_until};

use crate::{Limits, guarded::Token};

type Failed = Box<dyn std::error::Error + Send + Sync>;

/// A request's body. The time in which it is waited for is limited by what has come.
pub(crate) struct Paced {
    body: Incoming,
    grace: Duration,
    rate: u32,
    got: u64,
    waited: Duration,
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl Paced {
    pub fn new(body: Incoming, limits: &Limits) -> Self {
        let (grace, rate) = (limits.body_grace, limits.body_rate.max(1));
        Self { body, grace, rate, got: 0, waited: Duration::ZERO, waiting: None }
    }

    /// For how long it may have been waited for by now.
    fn allowed(&self) -> Duration {
        self.grace + Duration::from_secs(self.got / u64::from(self.rate))
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = Failed;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Failed>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            if let Some((since, _)) = self.waiting.take() {
                self.waited += since.elapsed();
            }
            if let Some(Ok(frame)) = &frame {
                let bytes = frame.data_ref().map_or(0, Bytes::len);
                self.got += u64::try_from(bytes).unwrap_or(u64::MAX);
            }
            return Poll::Ready(frame.map(|it| it.map_err(Into::into)));
        }
        let left = self.allowed().saturating_sub(self.waited);
        let (_, limit) = self.waiting.get_or_insert_with(|| {
            let now = Instant::now();
            (now, Box::pin(sleep_until(now + left)))
        });
        if limit.as_mut().poll(context).is_ready() {
            tracing::info!(code = "listener.slow_body", "a body came too slowly");
            return Poll::Ready(Some(Err("the body came too slowly".into())));
        }
        Poll::Pending
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// An answer's body that keeps its request at work until it has gone.
pub(crate) struct Held {
    pub body: Body,
    pub token: Option<Token>,
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if matches!(frame, Poll::Ready(None | Some(Err(_)))) {
            self.token = None;
        }
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
