//! `POST /add-checkpoint`.

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};

use super::{Reply, Witness};

/// More of a request is not read, in bytes.
const MOST_BYTES: usize = 64 * 1024;

/// The address of a witness, below its submission prefix.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/add-checkpoint", post(add_checkpoint))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .with_state(witness)
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, body: String) -> Response {
    // Deciding waits for the disk.
    let decided = tokio::task::spawn_blocking(move || witness.add_checkpoint(&body)).await;
    decided.unwrap_or(Reply::Failed).into_response()
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Cosigned(line) => line.into_response(),
            Self::Malformed => StatusCode::BAD_REQUEST.into_response(),
            Self::Forbidden => StatusCode::FORBIDDEN.into_response(),
            Self::Unknown => StatusCode::NOT_FOUND.into_response(),
            Self::Conflict(size) => {
                let kind = [(header::CONTENT_TYPE, "text/x.tlog.size")];
                (StatusCode::CONFLICT, kind, format!("{size}\n")).into_response()
            }
            Self::Inconsistent => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}
