//! What somebody began and did not hand in, for the first page of their own space.

use cases_domain::Case;
use forms_domain::DraftSummary;
use futures::future::try_join_all;
use web::{Failure, Visitor};

use super::{
    hub,
    words::{date, local},
};
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
};

/// A draft in the list.
pub(super) struct DraftRow {
    pub href: String,
    pub discard: String,
    pub name: String,
    pub progress: String,
    pub saved_at: String,
    pub kept_until: String,
}

/// The drafts of the one for whom the visitor acts now, newest first.
pub(super) async fn rows(desk: &Desk, visitor: &Visitor) -> Result<Vec<DraftRow>, Failure> {
    let drafts = desk.own_drafts(&visitor.actor).await;
    let drafts = drafts.map_err(|trouble| failure(visitor, trouble))?;
    let rows = try_join_all(drafts.iter().map(|draft| row(desk, visitor, draft))).await;
    let rows = rows.map_err(|trouble| failure(visitor, trouble))?;
    Ok(rows.into_iter().flatten().collect())
}

/// None where the draft was handed in or thrown away at this very moment: its case is there before
/// the application is marked.
async fn row(
    desk: &Desk,
    visitor: &Visitor,
    draft: &DraftSummary,
) -> Result<Option<DraftRow>, Trouble> {
    if desk.ledger.load::<Case>(draft.id.case()).await?.is_some() {
        return Ok(None);
    }
    let (filed, folder) = match desk.draft(&visitor.actor, draft.id).await {
        Ok(dossier) => dossier,
        Err(Trouble::NotFound) => return Ok(None),
        Err(trouble) => return Err(trouble),
    };
    let Some(published) = desk.services.revision(&draft.service, draft.revision) else {
        return Ok(None);
    };
    let definition = &published.definition;
    let (done, all) = hub::tally(visitor, definition, &filed, &folder);
    let href = visitor.path_to(&format!("/applications/{}", draft.id));
    let zone = desk.ledger.clock().zone();
    Ok(Some(DraftRow {
        discard: format!("{href}/discard"),
        href,
        name: local(visitor, definition.name()),
        progress: visitor.tr("cases-hub-done", &[("done", &done), ("all", &all)]),
        saved_at: web::instant_text(visitor.lang, draft.saved_at, &zone),
        kept_until: date(visitor, draft.kept_until),
    }))
}
