//! What the process needs of the world around it: time, chance, settings, the deployment's key,
//! logs, figures, health, and the sign to stop.
//!
//! This is the only crate that reads the wall clock, draws randomness, reads environment
//! variables and measures durations. It knows no pages: the binary mounts what is answered here.

mod arguments;
mod chance;
mod clock;
mod decisions;
mod health;
mod key;
mod layer;
mod logs;
mod metrics;
mod one_line;
mod quotas;
mod settings;
mod shutdown;
mod sign_in;
mod staff;

pub use arguments::Arguments;
pub use chance::SystemChance;
pub use clock::{MovableClock, Stopwatch, SystemClock, zone};
pub use decisions::Decisions;
pub use health::{Health, Live, Ready};
pub use key::{KeyError, key_ring};
pub use logs::{LogFormat, LogsError, init_logs};
pub use metrics::{Metrics, MetricsError, job_done, mail_done, mails_parked, request_done};
pub use quotas::Quotas;
pub use settings::{Filing, RecordSettings, Settings, SettingsError, Smtp, SmtpTls};
pub use shutdown::Shutdown;
pub use sign_in::{ProviderAudience, ProviderClaims, ProviderSettings, SignInSettings};
pub use staff::{StaffFactor, StaffSettings, TRAINED};
