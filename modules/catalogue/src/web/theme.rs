//! The services of a theme.

use axum::extract::{Path, Query, State};
use web::{Failure, Outcome, Visitor};

use super::{
    entrance,
    list::{After, ListPage},
};
use crate::{lists::Side, service::Catalogue};

pub(super) async fn theme(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path((audience, code)): Path<(String, String)>,
    Query(after): Query<After>,
) -> Outcome {
    let side = Side::parse(&audience).ok_or(Failure::NotFound)?;
    let lists = catalogue.lists();
    let theme = lists.themes(side).iter().find(|it| it.code == code).ok_or(Failure::NotFound)?;
    let services = catalogue.filtered(|it| side.themes_of(&it.definition).contains(&theme.code));
    let path = visitor.path_to(&format!("/themes/{audience}/{code}"));
    let entrance = visitor.t(entrance::title(side));
    let page = visitor
        .page(theme.name.get(visitor.lang))
        .crumb("/", visitor.t("web-home"))
        .crumb(&format!("/{}/", side.word()), entrance);
    ListPage::of(&visitor, page, &path, &services, &after).show(&visitor)
}
