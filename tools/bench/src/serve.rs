//! Two servers to compare with: one that says hello, and the bare reference server, whose one
//! writer holds the answers until the group's commit is on the disk.

use std::{net::SocketAddr, path::Path, sync::mpsc};

use axum::{
    Router,
    extract::{Path as Segments, State},
    http::StatusCode,
    routing::{get, post},
};
use tokio::sync::oneshot;

use crate::bare::{Bare, STEPS};

/// No more steps than this share a commit.
const GROUP_LIMIT: usize = 128;

struct Wish {
    case: i64,
    step: u8,
    form: String,
    tell: oneshot::Sender<bool>,
}

/// Says hello until it is ended.
pub async fn hello(listen: SocketAddr) -> anyhow::Result<()> {
    let router = Router::new().route("/", get(async || "hello"));
    Ok(axum::serve(tokio::net::TcpListener::bind(listen).await?, router).await?)
}

/// The bare reference server, on a new database.
pub async fn reference(listen: SocketAddr, path: &Path) -> anyhow::Result<()> {
    let bare = Bare::create(path)?;
    let (writer, wishes) = mpsc::channel();
    std::thread::spawn(move || write(bare, &wishes));
    let router = Router::new()
        .route("/", get(async || "ready"))
        .route("/cases/{case}/{step}", post(step))
        .with_state(writer);
    Ok(axum::serve(tokio::net::TcpListener::bind(listen).await?, router).await?)
}

async fn step(
    State(writer): State<mpsc::Sender<Wish>>,
    Segments((case, step)): Segments<(i64, u8)>,
    form: String,
) -> StatusCode {
    if step >= STEPS {
        return StatusCode::NOT_FOUND;
    }
    let (tell, told) = oneshot::channel();
    if writer.send(Wish { case, step, form, tell }).is_err() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    match told.await {
        Ok(true) => StatusCode::OK,
        Ok(false) => StatusCode::CONFLICT,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

fn write(mut bare: Bare, wishes: &mpsc::Receiver<Wish>) {
    while let Ok(first) = wishes.recv() {
        if bare.connection.execute_batch("BEGIN IMMEDIATE").is_err() {
            continue;
        }
        let mut done = Vec::new();
        let mut next = Some(first);
        while let Some(wish) = next {
            let is_well = bare.step(wish.case, wish.step, &wish.form).is_ok();
            done.push((wish.tell, is_well));
            next = if done.len() < GROUP_LIMIT { wishes.try_recv().ok() } else { None };
        }
        let is_kept = bare.connection.execute_batch("COMMIT").is_ok();
        for (tell, is_well) in done {
            // The asker may have gone away.
            let _ = tell.send(is_kept && is_well);
        }
    }
}
