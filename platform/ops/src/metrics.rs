//! Figures for operators, in the Prometheus text format. They hold no personal data: addresses
//! are given as the route's pattern, never as the path.
//!
//! | name | sort | labels | what |
//! | --- | --- | --- | --- |
//! | `onewindow_requests_total` | counter | method, route, status | answered requests |
//! | `onewindow_request_seconds` | histogram | route | time to the answer |
//! | `onewindow_jobs_total` | counter | job, outcome | runs of jobs: `done` or `failed` |
//! | `onewindow_job_seconds` | histogram | job | time of one run |
//! | `onewindow_job_things_total` | counter | job | what the runs did |
//! | `onewindow_mails_total` | counter | outcome | e-mails: `sent`, `failed` (tried again), `dropped` (nobody to send to) or `parked` (given up) |
//! | `onewindow_mails_parked` | gauge | | e-mails given up in the last seven days |
//! | `onewindow_security_total` | counter | code | security events, see `platform/web/src/incident.rs` |
//! | `onewindow_alarms_total` | counter | alarm | alarms raised: `novelty`, `altered`, `burst` |
//! | `onewindow_connections_refused_total` | counter | full | connections refused: `address` or `all` |
//! | `onewindow_ledger_transactions_total` | counter | | commands and other writes of this node |
//! | `onewindow_ledger_commits_total` | counter | | commits that carried them (group commit) |
//! | `onewindow_ledger_waiting` | gauge | | events that wait for a consumer |
//! | `onewindow_ledger_parked` | gauge | | events that a consumer could not take (at most 100) |
//!
//! The ledger's gauges are those of the last [`crate::Health::ready`].

use std::time::Duration;

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{
    Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder,
};

use crate::Ready;

const REQUESTS: &str = "onewindow_requests_total";
const REQUEST_SECONDS: &str = "onewindow_request_seconds";
const JOBS: &str = "onewindow_jobs_total";
const JOB_SECONDS: &str = "onewindow_job_seconds";
const JOB_THINGS: &str = "onewindow_job_things_total";
const MAILS: &str = "onewindow_mails_total";
const MAILS_PARKED: &str = "onewindow_mails_parked";
const TRANSACTIONS: &str = "onewindow_ledger_transactions_total";
const COMMITS: &str = "onewindow_ledger_commits_total";
const WAITING: &str = "onewindow_ledger_waiting";
const PARKED: &str = "onewindow_ledger_parked";

/// Upper borders of the classes of durations, in seconds.
const SECONDS: [f64; 12] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// Why figures cannot be kept.
#[derive(Debug, thiserror::Error)]
#[error("figures cannot be kept: {0}")]
pub struct MetricsError(String);

/// The figures of the process.
#[derive(Clone)]
pub struct Metrics {
    handle: PrometheusHandle,
}

impl Metrics {
    /// Begins to keep figures for the whole process. Nothing listens: the binary shows
    /// [`Metrics::render`] where only operators come.
    ///
    /// # Errors
    /// [`MetricsError`] when they are kept already.
    pub fn install() -> Result<Self, MetricsError> {
        let recorder = recorder()?;
        let handle = recorder.handle();
        metrics::set_global_recorder(recorder).map_err(|it| MetricsError(it.to_string()))?;
        describe();
        Ok(Self { handle })
    }

    /// The figures in the Prometheus text format.
    pub fn render(&self) -> String {
        self.handle.run_upkeep();
        self.handle.render()
    }

    /// Tidies up what was counted since the last time; for a job, in case nobody asks for
    /// [`Metrics::render`].
    pub fn upkeep(&self) {
        self.handle.run_upkeep();
    }
}

fn recorder() -> Result<PrometheusRecorder, MetricsError> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)
        .map(PrometheusBuilder::build_recorder)
        .map_err(|error| MetricsError(error.to_string()))
}

fn describe() {
    describe_counter!(REQUESTS, "Answered requests");
    describe_histogram!(REQUEST_SECONDS, "Time to the answer of a request");
    describe_counter!(JOBS, "Runs of jobs");
    describe_histogram!(JOB_SECONDS, "Time of one run of a job");
    describe_counter!(JOB_THINGS, "What the runs of a job did");
    describe_counter!(MAILS, "E-mails");
    describe_gauge!(MAILS_PARKED, "E-mails given up in the last seven days");
    describe_counter!(TRANSACTIONS, "Commands and other writes of this node");
    describe_counter!(COMMITS, "Commits that carried them");
    describe_gauge!(WAITING, "Events that wait for a consumer");
    describe_gauge!(PARKED, "Events that a consumer could not take, at most 100");
}

/// Notes an answered request. `route` is the route's pattern, such as `/{lang}/cases/{id}`.
pub fn request_done(method: &str, route: &str, status: u16, took: Duration) {
    let (method, route) = (method.to_owned(), route.to_owned());
    histogram!(REQUEST_SECONDS, "route" => route.clone()).record(took.as_secs_f64());
    counter!(REQUESTS, "method" => method, "route" => route, "status" => status.to_string())
        .increment(1);
}

/// Notes a run of a job: how many things it did, or `None` when it failed.
pub fn job_done(job: &'static str, things: Option<u64>, took: Duration) {
    let outcome = if things.is_some() { "done" } else { "failed" };
    counter!(JOBS, "job" => job, "outcome" => outcome).increment(1);
    counter!(JOB_THINGS, "job" => job).increment(things.unwrap_or(0));
    histogram!(JOB_SECONDS, "job" => job).record(took.as_secs_f64());
}

/// Notes a run of the post: how many e-mails were sent, failed for now, were dropped and were given
/// up.
pub fn mail_done(sent: u64, failed: u64, dropped: u64, parked: u64) {
    counter!(MAILS, "outcome" => "sent").increment(sent);
    counter!(MAILS, "outcome" => "failed").increment(failed);
    counter!(MAILS, "outcome" => "dropped").increment(dropped);
    counter!(MAILS, "outcome" => "parked").increment(parked);
}

/// A count as gauges hold it.
#[expect(
    clippy::cast_precision_loss,
    reason = "gauges are floating point; counts stay far below 2^53"
)]
fn gauged(count: u64) -> f64 {
    count as f64
}

/// Notes how many e-mails were given up lately.
pub fn mails_parked(count: u64) {
    gauge!(MAILS_PARKED).set(gauged(count));
}

/// Notes what the ledger's health says.
pub(crate) fn ledger_seen(ready: &Ready) {
    gauge!(WAITING).set(gauged(ready.waiting));
    gauge!(PARKED).set(gauged(ready.parked));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rendered_in_classes() {
        let recorder = recorder().unwrap();
        let metrics = Metrics { handle: recorder.handle() };
        metrics::with_local_recorder(&recorder, || {
            describe();
            request_done("GET", "/{lang}/", 200, Duration::from_millis(2));
            job_done("ratings.reminders", None, Duration::from_millis(20));
            mail_done(2, 0, 1, 0);
        });
        let text = metrics.render();
        let has = |line: &str| assert!(text.lines().any(|it| it == line), "{line}\n{text}");
        has(r#"onewindow_requests_total{method="GET",route="/{lang}/",status="200"} 1"#);
        has(r#"onewindow_request_seconds_bucket{route="/{lang}/",le="0.001"} 0"#);
        has(r#"onewindow_request_seconds_bucket{route="/{lang}/",le="0.0025"} 1"#);
        has(r#"onewindow_jobs_total{job="ratings.reminders",outcome="failed"} 1"#);
        has(r#"onewindow_mails_total{outcome="sent"} 2"#);
        has("# HELP onewindow_requests_total Answered requests");
    }
}
