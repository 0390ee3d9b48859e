//! The sign to stop: SIGTERM from the system, SIGINT from the keyboard.

use std::io;

/// Waits for the sign to stop. From the moment it is made, the sign no longer ends the process
/// by itself.
pub struct Shutdown {
    #[cfg(unix)]
    term: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Shutdown {
    /// Begins to listen for the sign; called within the async runtime.
    ///
    /// # Errors
    /// When the system does not allow it.
    #[cfg(unix)]
    pub fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            term: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Begins to listen for the sign; called within the async runtime.
    ///
    /// # Errors
    /// None on this system.
    #[cfg(not(unix))]
    pub fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Ends when the sign is given. Requests under way are finished after it, new ones refused.
    #[cfg(unix)]
    pub async fn received(mut self) {
        let sign = tokio::select! {
            _ = self.term.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        };
        tracing::info!(sign, "stopping");
    }

    /// Ends when the sign is given. Requests under way are finished after it, new ones refused.
    #[cfg(not(unix))]
    pub async fn received(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
        tracing::info!(sign = "Ctrl-C", "stopping");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_sign_is_received_instead_of_ending_the_process() {
        let shutdown = Shutdown::listen().unwrap();
        let own = std::process::id().to_string();
        std::process::Command::new("kill").args(["-TERM", &own]).status().unwrap();
        let limit = std::time::Duration::from_secs(10);
        tokio::time::timeout(limit, shutdown.received()).await.unwrap();
    }
}
