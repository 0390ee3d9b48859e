//! Serving an installation: the listener, the jobs, the outbox, health, figures and the API's
//! description.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context as _;
use axum::{
    Json, Router,
    extract::{MatchedPath, Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use ops::{Health, Metrics, Shutdown, Stopwatch};

use crate::open::Installation;

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
    description: Arc<String>,
}

/// The router of an installation: pages, API, health and figures.
pub fn router(installation: &Installation, metrics: Option<Metrics>) -> Router {
    let operations = Operations {
        health: Arc::new(Health::new(installation.house.ledger.clone())),
        metrics,
        description: Arc::new(description(installation)),
    };
    let own = Router::new()
        .route("/health/live", get(live))
        .route("/health/ready", get(ready))
        .route("/metrics", get(figures))
        .route("/api/v1/openapi.json", get(openapi))
        .with_state(operations);
    web::router(&installation.web, &installation.house.routes)
        .merge(own)
        .layer(middleware::from_fn(measure))
}

/// The description of the whole API as JSON text.
pub fn description(installation: &Installation) -> String {
    let mut info = utoipa::openapi::Info::new("Onewindow", env!("CARGO_PKG_VERSION"));
    info.description = Some("Everything that a page can do, a program can do.".to_owned());
    let mut api = utoipa::openapi::OpenApiBuilder::new().info(info).build();
    for part in &installation.house.descriptions {
        api.merge(part.clone());
    }
    api.to_pretty_json().unwrap_or_default()
}

async fn live(State(operations): State<Operations>) -> Response {
    let live = operations.health.live();
    Json(serde_json::json!({ "is_live": live.is_live })).into_response()
}

async fn ready(State(operations): State<Operations>) -> Response {
    let ready = operations.health.ready().await;
    let status = if ready.is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(ready)).into_response()
}

async fn figures(State(operations): State<Operations>) -> Response {
    let text = operations.metrics.map(|it| it.render()).unwrap_or_default();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

async fn openapi(State(operations): State<Operations>) -> Response {
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, operations.description.as_str().to_owned()).into_response()
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

/// Serves until the process is told to stop. `started` is told the address.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn serve(
    installation: Installation,
    listen: SocketAddr,
    metrics: Option<Metrics>,
    started: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    let listener = tokio::net::TcpListener::bind(listen)
        .await
        .with_context(|| format!("{listen} cannot be listened on; choose another with --listen"))?;
    let router = router(&installation, metrics);
    let installation = Arc::new(installation);
    let work = [
        tokio::spawn(deliver(installation.clone())),
        tokio::spawn(run_jobs(installation.clone())),
        tokio::spawn(run_post(installation.clone())),
    ];
    started(listener.local_addr()?);
    let shutdown = Shutdown::listen()?;
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(shutdown.received())
        .await?;
    for task in work {
        task.abort();
    }
    Ok(())
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
        for job in &installation.house.jobs {
            let watch = Stopwatch::start();
            let outcome = job.run().await;
            ops::job_done(job.name(), outcome.as_ref().ok().copied(), watch.elapsed());
            if let Err(error) = outcome {
                tracing::error!(job = job.name(), error = format!("{error:#}"), "a job failed");
            }
        }
        if round % ROUNDS_TO_REST == 0 {
            search::rest();
        }
        installation.web.sweep();
        if let Err(failure) = installation.web.sessions.sweep().await {
            tracing::error!(code = failure.code(), "old sessions cannot be swept");
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
