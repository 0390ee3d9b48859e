//! One screen for all documents: what is fetched, what is made from the form, and what is left to
//! hand in.

use askama::Template;
use axum::extract::{Path, State};
use forms_domain::Stage;
use web::{ErrorLink, Outcome, Page, Visitor};

use super::{
    id,
    slots::{Covered, Errors, Slot, Slots},
};
use crate::{
    problem::Problem,
    service::{Folders, Matter},
};

/// The page. `errors` are shown in their slots.
#[derive(Template)]
#[template(path = "materials/documents.html")]
pub(super) struct Documents {
    p: Page,
    heading: String,
    /// Whether anything may be handed in now.
    is_open: bool,
    /// Whether it was returned for correction.
    is_returned: bool,
    slots: Vec<Slot>,
    covered: Vec<Covered>,
    errors: Vec<ErrorLink>,
    key: String,
    remove_action: String,
    restore_action: String,
    /// Where to go on without handing in anything.
    next: String,
    hub: String,
}

/// `GET /applications/{id}/documents`
pub(super) async fn get(
    State(folders): State<Folders>,
    visitor: Visitor,
    Path(text): Path<String>,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let matter = folders.own(&visitor.actor, "materials.read", id(&text)?).await.map_err(failed)?;
    // What a licence can supply is shown as if it were there; looking hands in nothing.
    let matter = folders.foreseen(matter, &visitor.actor).await.map_err(failed)?;
    let page = Documents::of(&folders, &visitor, &matter, &Errors::new()).await;
    visitor.html(&page.map_err(failed)?)
}

impl Documents {
    /// # Errors
    /// [`Problem`] when a name cannot be opened.
    pub async fn of(
        folders: &Folders,
        visitor: &Visitor,
        matter: &Matter,
        errors: &Errors,
    ) -> Result<Self, Problem> {
        let Slots { slots, covered } = Slots::of(folders, visitor, matter, errors).await?;
        let links: Vec<_> = slots
            .iter()
            .filter_map(|it| it.file.as_ref())
            .filter_map(|it| it.error_link())
            .collect();
        let heading = visitor.t("materials-documents-heading").to_owned();
        let hub = format!("/applications/{}", matter.id);
        let service = matter.definition().name().get(visitor.lang);
        let p = visitor
            .page(&heading)
            .crumb("/my/", visitor.t("web-my"))
            .crumb(&hub, service)
            .with_errors(!links.is_empty());
        Ok(Self {
            heading,
            is_open: slots.iter().any(|it| it.file.is_some()),
            is_returned: matches!(matter.application.stage, Stage::Reopened { .. }),
            slots,
            covered,
            errors: links,
            key: p.key(),
            remove_action: visitor.path_to(&format!("{hub}/documents/remove")),
            restore_action: visitor.path_to(&format!("{hub}/documents/restore")),
            next: next(visitor, matter),
            hub: visitor.path_to(&hub),
            p,
        })
    }
}

/// Where to go when everything is there: to the check, or back to the list of corrections.
pub(super) fn next(visitor: &Visitor, matter: &Matter) -> String {
    let hub = format!("/applications/{}", matter.id);
    visitor.path_to(&match matter.application.stage {
        Stage::Draft => format!("{hub}/check"),
        _ => hub,
    })
}
