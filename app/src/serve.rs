//! Serving an installation: pages, the jobs, the outbox, health, figures and the API's description.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use ::record::Record;
use axum::{
    Json, Router,
    extract::{MatchedPath, Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use ops::{Health, Metrics, Shutdown, Stopwatch};
use web::Zone;

use crate::{
    backup, doors::Doors, integrity::PageWatch, open::Installation, pause, record::pages::Told,
    watch::Watch,
};

/// How often jobs look whether something is due.
const JOB_PAUSE: Duration = Duration::from_secs(5);
/// After so many rounds of jobs without a search, the search's dictionary is given back.
const ROUNDS_TO_REST: u32 = 120;
/// How often the post looks whether an e-mail is due. It does not hold up the jobs: a mail server
/// may be slow.
const POST_PAUSE: Duration = Duration::from_secs(5);
/// How long the outbox waits for news before it looks by itself.
const OUTBOX_PAUSE: Duration = Duration::from_secs(2);

#[derive(Clone)]
struct Operations {
    health: Arc<Health>,
    metrics: Option<Metrics>,
    record: Record,
}

/// The router of everything at one address: pages, API, health and figures. Only a demonstration
/// and tests have it.
pub fn router(installation: &Installation, metrics: Option<Metrics>) -> Router {
    zone(installation, Zone::Whole).merge(operations(installation, metrics))
}

/// The router of the pages and the API of a zone.
pub fn zone(installation: &Installation, zone: Zone) -> Router {
    let description = Arc::new(crate::description::text(installation, zone));
    let own = Router::new().route("/api/v1/openapi.json", get(openapi)).with_state(description);
    web::router_of(&installation.web, &installation.house.routes, zone)
        .merge(web::dressed(&installation.web, zone, own))
        .layer(middleware::from_fn(measure))
}

/// The router of what only operators see.
pub fn operations(installation: &Installation, metrics: Option<Metrics>) -> Router {
    let health = Arc::new(Health::new(installation.house.ledger.clone()));
    Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .route("/metrics", get(figures))
        .with_state(Operations { health, metrics, record: installation.record.clone() })
}

async fn live(State(operations): State<Operations>) -> Response {
    let live = operations.health.live();
    Json(serde_json::json!({ "is_live": live.is_live })).into_response()
}

async fn ready(State(operations): State<Operations>) -> Response {
    let ready = operations.health.ready().await;
    let status = if ready.is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    // An alarm of the record does not make the process unready: it goes on serving.
    let mut told = serde_json::to_value(ready).unwrap_or_default();
    told["record"] = serde_json::to_value(Told::of(&operations.record.state())).unwrap_or_default();
    // Whoever watches compares it with the time that may be lost.
    let backup = operations.health.ledger.setting(backup::LAST).await.ok().flatten();
    told["last_backup"] = backup.into();
    (status, Json(told)).into_response()
}

async fn figures(State(operations): State<Operations>) -> Response {
    let text = operations.metrics.map(|it| it.render()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

async fn openapi(State(description): State<Arc<String>>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, description.as_str().to_owned()).into_response()
}

async fn measure(request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let route = request.extensions().get::<MatchedPath>().map(|it| it.as_str().to_owned());
    let watch = Stopwatch::start();
    let response = next.run(request).await;
    let route = route.unwrap_or_else(|| "unmatched".to_owned());
    ops::request_done(&method, &route, response.status().as_u16(), watch.elapsed());
    response
}

/// Serves until the process is told to stop. `started` is told the address for people.
///
/// # Errors
/// When an address cannot be listened on.
pub async fn serve(
    installation: Installation,
    doors: &Doors,
    metrics: Option<Metrics>,
    started: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let open = doors.open(&installation, metrics).await?;
    let installation = Arc::new(installation);
    // In the demonstration the first page does not wait for it.
    if !installation.house.is_demo {
        installation.record.start().await?;
    }
    pause::look(&installation).await;
    let work = [
        tokio::spawn(watch_pause(installation.clone())),
        tokio::spawn(keep_record(installation.clone())),
        tokio::spawn(deliver(installation.clone())),
        tokio::spawn(run_jobs(installation.clone())),
        tokio::spawn(run_post(installation.clone())),
        tokio::spawn(watch_pages(installation.clone())),
        tokio::spawn(raise_alarms(installation.clone())),
    ];
    started(open.address()?);
    open.serve(Shutdown::listen()?).await;
    for task in work {
        task.abort();
    }
    Ok(())
}

/// Logs what happens, and has it signed and witnessed.
async fn keep_record(installation: Arc<Installation>) {
    if installation.house.is_demo
        && let Err(error) = installation.record.start().await
    {
        tracing::error!(%error, "the record of the demonstration does not go on");
    }
    installation.record.run().await;
}

/// Delivers events to their consumers as they happen.
async fn deliver(installation: Arc<Installation>) {
    let ledger = &installation.house.ledger;
    loop {
        match ledger.deliver().await {
            Ok(0) => ledger.news(OUTBOX_PAUSE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::error!(%error, "events cannot be delivered");
                ledger.news(OUTBOX_PAUSE).await;
            }
        }
    }
}

/// Runs the jobs again and again.
async fn run_jobs(installation: Arc<Installation>) {
    let mut pause = tokio::time::interval(JOB_PAUSE);
    pause.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for round in 1_u32.. {
        pause.tick().await;
        run_jobs_once(&installation).await;
        if round % ROUNDS_TO_REST == 0 {
            search::rest();
        }
        if let Err(failure) = installation.web.sweep().await {
            tracing::error!(code = failure.code(), "what is over cannot be swept");
        }
    }
}

/// Runs every job that may run now: while nothing is changed, only those that read; for a day after
/// it, none that draws consequences from silence.
pub async fn run_jobs_once(installation: &Installation) {
    let rest = pause::rest(installation).await;
    for job in installation.house.jobs.iter().filter(|it| rest.lets(it.as_ref())) {
        let watch = Stopwatch::start();
        // Nobody waits for it, and it may have to go through everything.
        let outcome = ledger::unhurried(job.run()).await;
        ops::job_done(job.name(), outcome.as_ref().ok().copied(), watch.elapsed());
        if let Err(error) = outcome {
            tracing::error!(job = job.name(), error = format!("{error:#}"), "a job failed");
        }
    }
}

/// Looks whether changes are taken.
async fn watch_pause(installation: Arc<Installation>) {
    let mut rhythm = tokio::time::interval(JOB_PAUSE);
    rhythm.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rhythm.tick().await;
        pause::look(&installation).await;
    }
}

/// Compares what is shown with the record.
async fn watch_pages(installation: Arc<Installation>) {
    PageWatch::of(&installation).run().await;
}

/// Raises what pages and record have noted, so that officers are told. It waits for no other job.
async fn raise_alarms(installation: Arc<Installation>) {
    let watch = match Watch::of(&installation) {
        Ok(watch) => watch,
        Err(error) => {
            return tracing::error!(error = format!("{error:#}"), "nobody is told of alarms");
        }
    };
    let mut pause = tokio::time::interval(JOB_PAUSE);
    pause.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        pause.tick().await;
        if let Err(error) = installation.web.share_budgets().await {
            tracing::error!(%error, "budgets cannot be shared with other nodes");
        }
        if let Err(error) = watch.round(&installation).await {
            tracing::error!(error = format!("{error:#}"), "alarms cannot be told");
        }
    }
}

/// Sends e-mails as they fall due.
async fn run_post(installation: Arc<Installation>) {
    let mut pause = tokio::time::interval(POST_PAUSE);
    pause.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        pause.tick().await;
        if let Err(error) = installation.post.run().await {
            tracing::error!(%error, "e-mails cannot be sent");
        }
        if let Err(error) = installation.post.report().await {
            tracing::error!(%error, "e-mails that were given up cannot be counted");
        }
    }
}
