//! Taking a material back, and bringing it back.

use axum::extract::{Path, State};
use kernel::id::MaterialId;
use materials_domain::FolderRefusal;
use web::{Failure, Outcome, Posted, Visitor};

use super::id;
use crate::{problem::Problem, service::Folders};

/// `POST /applications/{id}/documents/remove`
pub(super) async fn post(
    State(folders): State<Folders>,
    visitor: Visitor,
    Path(text): Path<String>,
    posted: Posted,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let action = "materials.remove";
    let matter = folders.own(&visitor.actor, action, id(&text)?).await.map_err(failed)?;
    let material: MaterialId = posted.get("material").parse().map_err(|_| Failure::NotFound)?;
    // What a licence supplies was only shown so far: it must be there to be taken back, so that it
    // does not come again; and where an upload goes, a licence may take its place.
    let matter = folders.with_fetched(matter, &visitor.actor).await.map_err(failed)?;
    match folders.remove(&visitor.actor, posted.key, &matter, material).await {
        // Pressed twice, or on two devices: it is gone already.
        Ok(()) | Err(Problem::Domain(FolderRefusal::Unknown)) => {}
        Err(problem) => return Err(failed(problem)),
    }
    let matter = folders.reloaded(matter).await.map_err(failed)?;
    let matter = folders.with_fetched(matter, &visitor.actor).await.map_err(failed)?;
    Ok(visitor.go(visitor.path_to(&format!("/applications/{}/documents", matter.id))))
}

/// `POST /applications/{id}/documents/restore`
pub(super) async fn restore(
    State(folders): State<Folders>,
    visitor: Visitor,
    Path(text): Path<String>,
    posted: Posted,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let action = "materials.restore";
    let matter = folders.own(&visitor.actor, action, id(&text)?).await.map_err(failed)?;
    let material: MaterialId = posted.get("material").parse().map_err(|_| Failure::NotFound)?;
    folders.restore(&visitor.actor, posted.key, &matter, material).await.map_err(failed)?;
    Ok(visitor.go(visitor.path_to(&format!("/applications/{}/documents", matter.id))))
}
