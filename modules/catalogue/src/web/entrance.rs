//! The two entrances, for people and for firms: themes, life events, frequent services.

use askama::Template;
use axum::extract::State;
use kernel::LocalText;
use web::{Outcome, Page, Visitor};

use super::rows::{Row, many};
use crate::{
    lists::{LifeEvent, Side},
    service::Catalogue,
};

#[derive(Template)]
#[template(path = "catalogue/entrance.html")]
struct EntrancePage {
    p: Page,
    side: Side,
    events: Vec<LifeEvent>,
    themes: Vec<ThemeLink>,
    frequent: Vec<Row>,
}

struct ThemeLink {
    href: String,
    name: LocalText,
    count: String,
}

pub(super) async fn individuals(State(catalogue): State<Catalogue>, visitor: Visitor) -> Outcome {
    show(&catalogue, &visitor, Side::Individuals)
}

pub(super) async fn businesses(State(catalogue): State<Catalogue>, visitor: Visitor) -> Outcome {
    show(&catalogue, &visitor, Side::Businesses)
}

fn show(catalogue: &Catalogue, visitor: &Visitor, side: Side) -> Outcome {
    let title = visitor.t(title(side));
    let link = |(theme, count): (crate::lists::Theme, usize)| ThemeLink {
        href: visitor.path_to(&format!("/themes/{}/{}", side.word(), theme.code)),
        name: theme.name,
        count: many(visitor, "catalogue-count-services", count),
    };
    visitor.html(&EntrancePage {
        p: visitor.page(title).crumb("/", visitor.t("web-home")),
        side,
        events: catalogue.life_events(side),
        themes: catalogue.themes(side).into_iter().map(link).collect(),
        frequent: Row::all(visitor, catalogue.frequent(Some(side))),
    })
}

/// The key of an entrance's title.
pub(super) fn title(side: Side) -> &'static str {
    match side {
        Side::Individuals => "catalogue-individuals-title",
        Side::Businesses => "catalogue-businesses-title",
    }
}
