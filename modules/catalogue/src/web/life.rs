//! The services that belong to one moment in a life or a firm (一件事).

use std::{cmp::Reverse, sync::Arc};

use axum::extract::{Path, Query, State};
use catalogue_domain::{Published, definition::ResultKind};
use web::{Failure, Outcome, Visitor};

use super::{
    entrance,
    list::{After, ListPage},
};
use crate::service::Catalogue;

pub(super) async fn life(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(after): Query<After>,
) -> Outcome {
    let lists = catalogue.lists();
    let event = lists.life_events.iter().find(|it| it.id == id).ok_or(Failure::NotFound)?;
    let mut services =
        catalogue.filtered(|it| it.definition.implementation.life_events.contains(&id));
    services.sort_by_key(usual_order);
    let side = event.audience;
    let page = visitor
        .page(event.name.get(visitor.lang))
        .crumb("/", visitor.t("web-home"))
        .crumb(&format!("/{}/", side.word()), visitor.t(entrance::title(side)));
    let path = visitor.path_to(&format!("/life/{id}"));
    let list = ListPage::of(&visitor, page, &path, &services, &after);
    list.with_lead(event.summary.get(visitor.lang)).numbered().show(&visitor)
}

/// A registration comes before the permits that build on it, and money comes last; what belongs to
/// fewer moments is closer to this one.
fn usual_order(service: &Arc<Published>) -> (u8, Reverse<u8>, usize) {
    let place = match service.definition.result.kind {
        ResultKind::Registration => 0,
        ResultKind::Approval => 1,
        ResultKind::Licence => 2,
        ResultKind::Document => 3,
        ResultKind::Payment => 4,
    };
    let is_instant = u8::from(service.definition.is_instant());
    (place, Reverse(is_instant), service.definition.implementation.life_events.len())
}
