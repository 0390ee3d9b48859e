//! A licence as its authority and supervisors see it.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use kernel::Role;
use licences_domain::LicenceAct;
use serde::Deserialize;
use web::{Choice, ErrorLink, Field, LookUp, Outcome, Page, Visitor};

use super::view;
use crate::service::{Licensing, StaffView};

#[derive(Template)]
#[template(path = "licences/staff_search.html")]
struct SearchPage {
    p: Page,
    typed: String,
    rows: Vec<FoundRow>,
}

struct FoundRow {
    identifier: String,
    name: String,
    number: String,
    tag: &'static str,
    status: String,
}

#[derive(Template)]
#[template(path = "licences/staff_show.html")]
struct ShowPage {
    p: Page,
    errors: Vec<ErrorLink>,
    licence: LicenceView,
    contents: Vec<(String, String)>,
    history: Vec<HistoryRow>,
    act: Field,
    reason: Field,
}

struct LicenceView {
    name: String,
    number: String,
    identifier: String,
    holder: String,
    issuer: String,
    issued_on: String,
    validity: String,
    tag: &'static str,
    status: String,
}

struct HistoryRow {
    at: String,
    what: String,
    by: String,
    reason: String,
}

/// The number in a search.
#[derive(Deserialize)]
pub struct Search {
    #[serde(default)]
    no: String,
}

/// `GET /staff/licences?no=`
pub async fn search(
    State(service): State<Licensing>,
    visitor: Visitor,
    Query(search): Query<Search>,
) -> Outcome {
    let typed = search.no.trim().to_owned();
    let found =
        if typed.is_empty() { Vec::new() } else { service.search(&visitor.actor, &typed).await? };
    if let [only] = found.as_slice() {
        return Ok(visitor.go(format!("/staff/licences/{}", only.identifier)));
    }
    let today = service.today();
    let row = |it: &crate::store::Record| {
        let status = it.status_on(today);
        FoundRow {
            identifier: it.identifier.clone(),
            name: it.name.get(visitor.lang).to_owned(),
            number: it.number.clone(),
            tag: view::tag_of(status),
            status: visitor.t(&view::status_key(status)).to_owned(),
        }
    };
    let rows = found.iter().map(row).collect();
    let p = visitor.page(visitor.t("licences-staff-title"));
    visitor.html(&SearchPage { p, typed, rows })
}

/// `GET /staff/licences/{no}`
pub async fn show(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(no): Path<String>,
) -> Outcome {
    visitor.looks_up(LookUp::File, &no)?;
    let view = service.staff_view(&visitor.actor, &no).await?;
    page(&service, &visitor, &view, StatusCode::OK, &Draft::default())
}

/// What was typed into the form of a change.
#[derive(Default)]
pub struct Draft {
    /// The act's word.
    pub act: String,
    /// The reason.
    pub reason: String,
    /// The key of what is wrong with the act.
    pub act_error: Option<&'static str>,
    /// The key of what is wrong with the reason.
    pub reason_error: Option<&'static str>,
}

/// The page of a licence with the form of a change.
pub fn page(
    service: &Licensing,
    visitor: &Visitor,
    view: &StaffView,
    status: StatusCode,
    draft: &Draft,
) -> Outcome {
    let error = |key: Option<&'static str>| key.map(|key| visitor.t(key).to_owned());
    let mut act = Field::text("act", visitor.t("licences-change-act"))
        .kind("choice")
        .error(error(draft.act_error));
    act.options = view.acts.iter().map(|it| option(visitor, *it, &draft.act)).collect();
    let reason = Field::text("reason", visitor.t("licences-change-reason"))
        .hint(visitor.t("licences-change-reason-hint"))
        .value(&draft.reason)
        .error(error(draft.reason_error));
    let errors: Vec<_> = act.error_link().into_iter().chain(reason.error_link()).collect();
    let licence = licence_view(service, visitor, view);
    let p = visitor
        .page(format!("{} {}", licence.name, licence.number))
        .crumb("/licences", visitor.t("licences-staff-title"))
        .with_errors(!errors.is_empty());
    let contents = view.facts.iter().flat_map(|it| &it.contents);
    let contents =
        contents.map(|it| (it.label.get(visitor.lang).to_owned(), it.value.clone())).collect();
    let history = history(visitor, &p, view);
    let page = ShowPage { p, errors, licence, contents, history, act, reason };
    visitor.html_with(status, &page)
}

fn option(visitor: &Visitor, act: LicenceAct, chosen: &str) -> Choice {
    Choice {
        value: act.word().to_owned(),
        label: visitor.t(&format!("licences-act-{}", act.word())).to_owned(),
        checked: act.word() == chosen,
    }
}

fn licence_view(service: &Licensing, visitor: &Visitor, view: &StaffView) -> LicenceView {
    let record = &view.record;
    let status = record.status_on(service.today());
    let erased = || visitor.t("licences-erased").to_owned();
    LicenceView {
        name: record.name.get(visitor.lang).to_owned(),
        number: record.number.clone(),
        identifier: record.identifier.clone(),
        holder: view.facts.as_ref().map_or_else(erased, |it| it.holder_name.clone()),
        issuer: service.authority_name(&record.authority).get(visitor.lang).to_owned(),
        issued_on: web::date_text(visitor.lang, record.issued_on),
        validity: view::validity(visitor, record.valid_from, record.valid_to),
        tag: view::tag_of(status),
        status: visitor.t(&view::status_key(status)).to_owned(),
    }
}

fn history(visitor: &Visitor, p: &Page, view: &StaffView) -> Vec<HistoryRow> {
    let by = |line: &crate::service::HistoryLine| match (&line.by, line.role) {
        (Some(name), _) => name.clone(),
        (None, Role::System) => visitor.t("licences-by-system").to_owned(),
        (None, _) => visitor.t("licences-by-staff").to_owned(),
    };
    let row = |line: &crate::service::HistoryLine| HistoryRow {
        at: p.instant(&line.at),
        what: visitor.t(&format!("licences-event-{}", line.word)).to_owned(),
        by: by(line),
        reason: line.reason.clone().unwrap_or_default(),
    };
    view.history.iter().map(row).collect()
}
