//! Where requests come in: connections with limits, so that slow or greedy clients hold nothing
//! that others need, and TLS where the program speaks it itself.
//!
//! Invariants:
//! * A request's header is there within [`Limits::header_time`] of the connection's beginning, or
//!   the connection ends. A body that comes slower than [`Limits::body_rate`] ends it as well, and
//!   so does a client that takes nothing of its answer for [`Limits::stall_time`].
//! * Headers are limited in number and size, streams of HTTP/2 in number, and what lies in memory for
//!   a connection in bytes: nobody's window is larger than half a megabyte.
//! * A request that says two things about its length or its host is refused, and nothing is read
//!   behind one whose end its chunks say.
//! * One address holds at most [`Limits::per_address`] connections (an IPv6 network of /64 is one
//!   address); trusted proxies stand for many people and are only counted in the whole.
//! * TLS is 1.2 or 1.3; a renewed certificate is taken up without a restart.

mod body;
mod client;
mod crowd;
mod framing;
mod guarded;
mod limits;
mod serve;
#[cfg(test)]
mod tests;
mod tls;

/// The locks; the models of the tests have others.
mod sync {
    pub(crate) use std::sync::{Mutex, PoisonError};
}

pub use client::{Network, client, key};
pub use limits::Limits;
pub use serve::Listener;
pub use tls::{Tls, TlsError};
