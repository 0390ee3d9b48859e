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
use crate::{
    approve::STOP,
    reasons,
    service::{HistoryLine, Licensing, StaffView},
};

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
    code: Field,
    reason: Field,
    waiting: Option<WaitingView>,
}

/// What waits for a second person or for its time.
struct WaitingView {
    text: String,
    href: String,
    /// The seal of the form that takes it back, for whoever may.
    stop: Option<String>,
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
    /// The code of the reason.
    pub code: String,
    /// The reason.
    pub reason: String,
    /// The key of what is wrong with the act.
    pub act_error: Option<&'static str>,
    /// The key of what is wrong with the code.
    pub code_error: Option<&'static str>,
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
    let mut code = Field::text("code", visitor.t("licences-change-code"))
        .kind("choice")
        .error(error(draft.code_error));
    code.options = view.acts.iter().flat_map(|it| codes(visitor, *it, draft)).collect();
    let reason = Field::text("reason", visitor.t("licences-change-reason"))
        .hint(visitor.t("licences-change-reason-hint"))
        .value(&draft.reason)
        .error(error(draft.reason_error));
    let errors = [&act, &code, &reason];
    let errors: Vec<_> = errors.into_iter().filter_map(Field::error_link).collect();
    let licence = licence_view(service, visitor, view);
    let p = visitor
        .page(format!("{} {}", licence.name, licence.number))
        .crumb("/licences", visitor.t("licences-staff-title"))
        .with_errors(!errors.is_empty());
    let contents = view.facts.iter().flat_map(|it| &it.contents);
    let contents =
        contents.map(|it| (it.label.get(visitor.lang).to_owned(), it.value.clone())).collect();
    let history = history(visitor, &p, view);
    let waiting = waiting(visitor, &p, view);
    let page = ShowPage { p, errors, licence, contents, history, act, code, reason, waiting };
    visitor.html_with(status, &page)
}

fn option(visitor: &Visitor, act: LicenceAct, chosen: &str) -> Choice {
    Choice {
        value: act.word().to_owned(),
        label: visitor.t(&format!("licences-act-{}", act.word())).to_owned(),
        checked: act.word() == chosen,
    }
}

/// The reasons that go with an act; each says with which.
fn codes(visitor: &Visitor, act: LicenceAct, draft: &Draft) -> Vec<Choice> {
    let of_act = visitor.t(&format!("licences-act-{}", act.word())).to_owned();
    let choice = |it: &reasons::Reason| Choice {
        value: it.id.clone(),
        label: visitor.tr(
            "licences-change-code-of",
            &[("act", &of_act), ("reason", &it.text.get(visitor.lang))],
        ),
        checked: it.id == draft.code,
    };
    reasons::of_act(act).map(choice).collect()
}

fn waiting(visitor: &Visitor, p: &Page, view: &StaffView) -> Option<WaitingView> {
    let waiting = view.waiting.as_ref()?;
    let act = visitor.t(&format!("licences-act-{}", waiting.act.word())).to_owned();
    let text = match waiting.due_at {
        Some(due) => {
            let at = p.instant(&due);
            visitor.tr("licences-waiting-due", &[("act", &act), ("at", &at)])
        }
        None => visitor.tr("licences-waiting-second", &[("act", &act)]),
    };
    let shown = Some(waiting.id.to_string());
    Some(WaitingView {
        text,
        href: format!("/staff/approvals/{}", waiting.id),
        stop: view.may_stop.then(|| visitor.seal(STOP, &shown)),
    })
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
    let by = |line: &HistoryLine| match (&line.by, line.role) {
        (Some(name), _) => name.clone(),
        (None, Role::System) => visitor.t("licences-by-system").to_owned(),
        (None, _) => visitor.t("licences-by-staff").to_owned(),
    };
    let row = |line: &HistoryLine| HistoryRow {
        at: p.instant(&line.at),
        what: what(visitor, line),
        by: by(line),
        reason: reason(visitor, line),
    };
    view.history.iter().map(row).collect()
}

/// What happened; of a proposal with the act that was proposed.
fn what(visitor: &Visitor, line: &HistoryLine) -> String {
    let key = format!("licences-event-{}", line.word);
    match line.act {
        None => visitor.t(&key).to_owned(),
        Some(act) => {
            let act = visitor.t(&format!("licences-act-{}", act.word())).to_owned();
            visitor.tr(&key, &[("act", &act)])
        }
    }
}

/// The reason of the table, and the officer's words.
fn reason(visitor: &Visitor, line: &HistoryLine) -> String {
    let code = line.code.as_deref().map(|it| reasons::text(it).get(visitor.lang).to_owned());
    let parts: Vec<String> = code.into_iter().chain(line.reason.clone()).collect();
    parts.join(visitor.t("licences-reason-join"))
}
