//! A connection that does not wait for ever: for a header, or for a client to take its answer.

use std::{
    io,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep_until},
};

use crate::Limits;

/// How many requests of a connection are at work, and how many have been answered.
#[derive(Default)]
pub(crate) struct Work {
    now: AtomicUsize,
    done: AtomicUsize,
}

impl Work {
    /// A request begins; it ends when the token is dropped.
    pub fn begin(self: &Arc<Self>) -> Token {
        self.now.fetch_add(1, Ordering::AcqRel);
        Token(self.clone())
    }
}

/// A request at work.
pub(crate) struct Token(Arc<Work>);

impl Drop for Token {
    fn drop(&mut self) {
        self.0.done.fetch_add(1, Ordering::AcqRel);
        self.0.now.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A stream with deadlines.
pub(crate) struct Guarded<S> {
    stream: S,
    work: Arc<Work>,
    header_time: Duration,
    idle_time: Duration,
    stall_time: Duration,
    /// The deadline of the next header, and after how many answers it was set.
    header: Option<(usize, Pin<Box<Sleep>>)>,
    stall: Option<Pin<Box<Sleep>>>,
}

impl<S> Guarded<S> {
    pub fn new(stream: S, work: Arc<Work>, limits: &Limits) -> Self {
        Self {
            stream,
            work,
            header_time: limits.header_time,
            idle_time: limits.idle_time,
            stall_time: limits.stall_time,
            header: None,
            stall: None,
        }
    }

    /// Whether the time for the next header is over; it does not run while requests are at work.
    fn is_late(&mut self, context: &mut Context<'_>) -> bool {
        if self.work.now.load(Ordering::Acquire) > 0 {
            self.header = None;
            return false;
        }
        let done = self.work.done.load(Ordering::Acquire);
        if self.header.as_ref().is_none_or(|(since, _)| *since != done) {
            let time = if done == 0 { self.header_time } else { self.idle_time };
            self.header = Some((done, Box::pin(sleep_until(Instant::now() + time))));
        }
        match &mut self.header {
            Some((_, deadline)) => deadline.as_mut().poll(context).is_ready(),
            None => false,
        }
    }
}

fn late(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, what.to_owned())
}

impl<S: AsyncRead + Unpin> AsyncRead for Guarded<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_late(context) {
            return Poll::Ready(Err(late("no whole request in time")));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> Guarded<S> {
    /// Passes on what a write says, unless it has been saying "not yet" for too long.
    fn watch<T>(
        &mut self,
        context: &mut Context<'_>,
        said: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if said.is_ready() {
            self.stall = None;
            return said;
        }
        let until = Instant::now() + self.stall_time;
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep_until(until)));
        ready!(stall.as_mut().poll(context));
        Poll::Ready(Err(late("the client takes nothing of its answer")))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Guarded<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let said = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, said)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let said = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watch(context, said)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let said = Pin::new(&mut self.stream).poll_flush(context);
        self.watch(context, said)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let said = Pin::new(&mut self.stream).poll_shutdown(context);
        self.watch(context, said)
    }
}
