//! What a listener bears.

use std::time::Duration;

use crate::Network;

/// The limits of a listener.
#[derive(Debug, Clone)]
pub struct Limits {
    /// A connection's first header is whole after so long.
    pub header_time: Duration,
    /// A connection without a request is kept for so long.
    pub idle_time: Duration,
    /// After this grace a body comes at [`Limits::body_rate`] or faster.
    pub body_grace: Duration,
    /// Bytes of a body in a second, over the time that was waited for them.
    pub body_rate: u32,
    /// A client that takes nothing of its answer for so long is gone.
    pub stall_time: Duration,
    /// Bytes of a request's line and headers together. What a request may need is less and is
    /// decided where it can be answered with a page; this is what is kept in memory at all.
    pub header_bytes: usize,
    /// Headers of a request.
    pub header_count: usize,
    /// Streams of an HTTP/2 connection at once.
    pub streams: u32,
    /// Connections of an address at once.
    pub per_address: usize,
    /// Connections at once.
    pub connections: usize,
    /// The proxies that stand before the program.
    pub proxies: Vec<Network>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            header_time: Duration::from_secs(10),
            idle_time: Duration::from_secs(30),
            body_grace: Duration::from_secs(10),
            body_rate: 1024,
            stall_time: Duration::from_secs(20),
            header_bytes: 96 * 1024,
            header_count: 64,
            streams: 64,
            per_address: 100,
            connections: 4096,
            proxies: Vec::new(),
        }
    }
}
