//! Logs: one line per happening on standard error, for people or for machines.

use serde::{Deserialize, Serialize};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::one_line::OneLine;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Why logging cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum LogsError {
    /// The filter cannot be read.
    #[error(
        "log_level `{0}` cannot be read. Write a level (error, warn, info, debug, trace) or \
             a list such as `info,ledger=debug`"
    )]
    Filter(String),
    /// Somebody has begun before.
    #[error("logging has already begun")]
    Twice,
}

/// Begins logging. `level` is a level or a list of `target=level`.
///
/// # Errors
/// [`LogsError`].
pub fn init_logs(format: LogFormat, level: &str) -> Result<(), LogsError> {
    let filter = filter(level)?;
    let lines = fmt::layer().with_ansi(false).with_writer(|| OneLine(std::io::stderr()));
    let registry = tracing_subscriber::registry().with(filter);
    let begun = match format {
        LogFormat::Text => registry.with(lines).try_init(),
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
    begun.map_err(|_| LogsError::Twice)
}

fn filter(level: &str) -> Result<EnvFilter, LogsError> {
    EnvFilter::try_new(level).map_err(|_| LogsError::Filter(level.to_owned()))
}

/// Whether [`init_logs`] will take this level.
pub(crate) fn is_level(level: &str) -> bool {
    filter(level).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_checked_and_logging_begins_once() {
        assert!(is_level("info,ledger=debug"));
        assert!(!is_level("ledger=loud"));
        init_logs(LogFormat::Json, "warn").unwrap();
        assert!(matches!(init_logs(LogFormat::Text, "warn"), Err(LogsError::Twice)));
    }
}
