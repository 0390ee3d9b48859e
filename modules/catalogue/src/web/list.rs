//! The complete public list, and the page that all lists share.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use catalogue_domain::{Published, Services as _};
use serde::Deserialize;
use web::{Outcome, Page, Visitor};

use super::{
    rows::{Paged, Row, many},
    with_query,
};
use crate::service::Catalogue;

/// The key after which a page begins.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct After {
    pub after: String,
}

/// A list of services.
#[derive(Template)]
#[template(path = "catalogue/list.html")]
pub(super) struct ListPage {
    p: Page,
    lead: Option<String>,
    count: String,
    rows: Vec<Row>,
    is_numbered: bool,
    previous: Option<String>,
    next: Option<String>,
}

impl ListPage {
    /// A page of `services` under an address.
    pub fn of(
        visitor: &Visitor,
        page: Page,
        path: &str,
        services: &[Arc<Published>],
        after: &After,
    ) -> Self {
        let paged = Paged::cut(services, &after.after);
        let href = |after: String| with_query(path, [("after", after.as_str())]);
        Self {
            p: page,
            lead: None,
            count: many(visitor, "catalogue-count-services", services.len()),
            rows: Row::all(visitor, paged.services),
            is_numbered: false,
            previous: paged.previous.map(href),
            next: paged.next.map(href),
        }
    }

    /// With a sentence above the list.
    pub fn with_lead(mut self, lead: &str) -> Self {
        self.lead = Some(lead.to_owned()).filter(|it| !it.is_empty());
        self
    }

    /// With numbers: one after the other.
    pub fn numbered(mut self) -> Self {
        self.is_numbered = true;
        self
    }

    /// The answer.
    pub fn show(self, visitor: &Visitor) -> Outcome {
        visitor.html(&self)
    }
}

pub(super) async fn list(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(after): Query<After>,
) -> Outcome {
    let page = visitor.page(visitor.t("catalogue-list-title")).crumb("/", visitor.t("web-home"));
    let list =
        ListPage::of(&visitor, page, &visitor.path_to("/services/"), &catalogue.all(), &after);
    list.with_lead(visitor.t("catalogue-list-lead")).show(&visitor)
}
