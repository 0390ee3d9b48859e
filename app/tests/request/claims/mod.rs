//! What is claimed in `docs/security/claims.toml` and can be shown to whoever speaks HTTP: what
//! may be sent and handed in, what every answer carries, what is refused, and what is left behind.

mod apart;
mod bodies;
mod closed;
mod costs;
mod described;
mod faults;
mod files;
mod forms;
mod framing;
mod headers;
mod hostile;
mod life;
pub mod places;
mod proxied;
mod races;
mod source;
mod traces;
mod trail;
mod uploads;
