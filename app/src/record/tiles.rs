//! The record's files as C2SP tlog-tiles prescribes: the checkpoint and the hash tiles for
//! everybody, the entries for those who supervise.

use audit::tree::tiles::{TileId, WIDTH, read};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use ledger::{INSTALLATION, Read};
use web::{Failure, Outcome, Visitor};

use super::Desk;

const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `GET /record/checkpoint`: the newest that enough witnesses have signed.
pub async fn checkpoint(State(desk): State<Desk>) -> Outcome {
    let note = desk.record.checkpoint().ok_or(Failure::NotFound)?;
    Ok(text(note.to_text()))
}

/// `GET /record/policy`: whose signatures a checkpoint needs.
pub async fn policy(State(desk): State<Desk>) -> Outcome {
    Ok(text(desk.record.policy_text().ok_or(Failure::NotFound)?.to_owned()))
}

fn text(text: String) -> Response {
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, text).into_response()
}

/// `GET /record/tile/{level}/{path}`
pub async fn hashes(
    State(desk): State<Desk>,
    Path((level, path)): Path<(String, String)>,
) -> Outcome {
    file(&desk, &format!("tile/{level}/{path}")).await
}

/// `GET /staff/record/tile/entries/{path}`: noted like any reading of what concerns others.
pub async fn entries(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(path): Path<String>,
) -> Outcome {
    let path = format!("tile/entries/{path}");
    let (by, action) = (&visitor.actor, "record.read_entries");
    let read = Read { subject: INSTALLATION, by, action, matter: &path, reason: "" };
    let answer = file(&desk, &path).await?;
    desk.ledger.note_read(read).await?;
    Ok(answer)
}

/// A file below the published checkpoint; what lies beyond it is nobody's yet.
async fn file(desk: &Desk, path: &str) -> Outcome {
    let (id, width) = TileId::parse(path).ok_or(Failure::NotFound)?;
    let checkpoint = desk.record.checkpoint().ok_or(Failure::NotFound)?;
    let checkpoint = audit::Checkpoint::parse(&checkpoint.text).ok_or(Failure::NotFound)?;
    if width > id.width(checkpoint.size) {
        return Err(Failure::NotFound);
    }
    let folder = desk.record.folder().clone();
    let bytes = tokio::task::spawn_blocking(move || read(&folder, id, size_of(id, width)));
    let bytes = bytes.await.map_err(Failure::internal)?.map_err(|_| Failure::NotFound)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    Ok(response)
}

/// The size of a tree in which a tile is as wide as this.
fn size_of(id: TileId, width: u64) -> u64 {
    match id {
        TileId::Entries(index) => index * WIDTH + width,
        TileId::Hashes(level, index) => (index * WIDTH + width) << (8 * u32::from(level)),
    }
}
