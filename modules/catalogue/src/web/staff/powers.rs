//! The catalogue list at the desk: entries with filters, one entry with its history, and how many
//! powers are online.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::IntoResponse as _,
};
use catalogue_domain::EntryState;
use web::{Csv, Failure, Outcome, Page, Visitor};

use super::super::powers::{
    Asked, Changed, Filter, Implementing, PowerRows, facts, filters, history, implementing, rows,
    short, state_filter, tag, word,
};
use crate::{
    power::CHANGE,
    service::{Catalogue, Coverage, Reach, Which},
};

/// Where the list stands at the desk.
pub(super) const PATH: &str = "/staff/content/powers/";

#[derive(Template)]
#[template(path = "catalogue/staff-powers.html")]
struct PowersPage {
    p: Page,
    q: String,
    number: u32,
    may_change: bool,
    filters: Vec<Filter>,
    found: PowerRows,
}

pub(super) async fn powers(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let entries = catalogue.entries(&asked.which());
    let mut filters = filters(&catalogue, &visitor, &asked, (PATH, &entries));
    filters.push(state_filter(&visitor, &asked, PATH));
    visitor.html(&PowersPage {
        p: visitor
            .page(visitor.t("catalogue-powers-title"))
            .crumb("/content/", visitor.t("catalogue-content-title")),
        q: asked.q.trim().to_owned(),
        number: catalogue.list_number(),
        may_change: visitor.may(CHANGE),
        filters,
        found: rows(&catalogue, &visitor, &asked, (PATH, &entries)),
    })
}

#[derive(Template)]
#[template(path = "catalogue/staff-power.html")]
struct PowerPage {
    p: Page,
    code: String,
    facts: Vec<String>,
    tag_kind: &'static str,
    tag: String,
    /// What can be done with it, each with its address and its words.
    acts: Vec<(String, String)>,
    services: Vec<Implementing>,
    history: Vec<Changed>,
}

pub(super) async fn power(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Outcome {
    let kept = catalogue.entry(&code).ok_or(Failure::NotFound)?;
    let today = catalogue.today();
    let elements = kept.entry.elements(today).ok_or(Failure::NotFound)?;
    let (tag_kind, tag) = tag(&catalogue, &visitor, (&kept.entry, elements));
    let acts: &[&str] = match kept.entry.state(today) {
        _ if !visitor.may(CHANGE) => &[],
        Some(EntryState::Cancelled) => &[],
        Some(EntryState::Suspended) => &["change", "resume", "cancel"],
        _ => &["change", "split", "merge", "suspend", "cancel"],
    };
    let act = |act: &&str| {
        let text = visitor.t(&format!("catalogue-power-act-{act}")).to_owned();
        (format!("{PATH}{code}/{act}"), text)
    };
    visitor.html(&PowerPage {
        p: visitor
            .page(elements.name.get(visitor.lang))
            .crumb("/content/", visitor.t("catalogue-content-title"))
            .crumb("/content/powers/", visitor.t("catalogue-powers-title")),
        facts: facts(&catalogue, &visitor, elements),
        tag_kind,
        tag,
        acts: acts.iter().map(act).collect(),
        services: implementing(&catalogue, &visitor, &code),
        history: history(&visitor, &kept.entry),
        code,
    })
}

#[derive(Template)]
#[template(path = "catalogue/staff-coverage.html")]
struct CoveragePage {
    p: Page,
    departments: Vec<(String, Coverage)>,
    /// What is not online: code, name, department, why.
    exceptions: Vec<Exception>,
}

struct Exception {
    code: String,
    name: String,
    department: String,
    why: Option<String>,
}

pub(super) async fn coverage(State(catalogue): State<Catalogue>, visitor: Visitor) -> Outcome {
    let named = |it: Coverage| (short(&catalogue, &visitor, &it.department), it);
    let today = catalogue.today();
    let entries = catalogue.entries(&Which::default());
    let elements = entries.iter().filter_map(|kept| kept.entry.elements(today));
    let offline = elements.filter(|it| catalogue.reach(it) != Reach::Online);
    let exception = |it: &catalogue_domain::Elements| Exception {
        code: it.code.clone(),
        name: it.name.get(visitor.lang).to_owned(),
        department: short(&catalogue, &visitor, &it.department),
        why: it.offline.as_ref().map(|it| it.get(visitor.lang).to_owned()),
    };
    visitor.html(&CoveragePage {
        p: visitor
            .page(visitor.t("catalogue-coverage-title"))
            .crumb("/content/", visitor.t("catalogue-content-title"))
            .crumb("/content/powers/", visitor.t("catalogue-powers-title")),
        departments: catalogue.coverage().into_iter().map(named).collect(),
        exceptions: offline.map(exception).collect(),
    })
}

/// The columns of the file, as keys.
const COLUMNS: [&str; 6] = ["code", "name", "department", "kind", "reach", "offline"];

/// Every power that is exercised, one row each, for a spreadsheet.
pub(super) async fn coverage_csv(State(catalogue): State<Catalogue>, visitor: Visitor) -> Outcome {
    let column = |it: &str| visitor.t(&format!("catalogue-power-field-{it}")).to_owned();
    let today = catalogue.today();
    let entries = catalogue.entries(&Which::default());
    let row = |it: &catalogue_domain::Elements| {
        let reach = catalogue.reach(it).word();
        [
            it.code.clone(),
            it.name.get(visitor.lang).to_owned(),
            short(&catalogue, &visitor, &it.department),
            visitor.t(&format!("catalogue-kind-{}", word(&it.kind))).to_owned(),
            visitor.t(&format!("catalogue-reach-{reach}")).to_owned(),
            it.offline.as_ref().map_or("", |it| it.get(visitor.lang)).to_owned(),
        ]
    };
    let mut list = Csv::new(&COLUMNS.map(column));
    for elements in entries.iter().filter_map(|kept| kept.entry.elements(today)) {
        list.row(&row(elements));
    }
    let mut response = list.into_bytes().into_response();
    let headers = response.headers_mut();
    let name = HeaderValue::from_static("attachment; filename=\"powers.csv\"");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, name);
    Ok(response)
}
