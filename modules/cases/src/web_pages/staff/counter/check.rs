//! `/staff/counter/intake/{id}/check`: what will be handed in, read together with the applicant.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use cases_domain::CaseRefusal;
use catalogue_domain::definition::Channel;
use jiff::civil::Date;
use kernel::IdentityLevel;
use module::Outage;
use web::{Bound, ErrorLink, Field, Outcome, Page, Posted, Visitor};

use super::{
    super::view::{TopicView, topics},
    AtCounter, at_counter,
    intake::{Material, applicant, checklist, folder, is_complete},
};
use crate::{
    service::{Desk, Trouble},
    trouble::{failure, refusal_text},
    web_pages::handed_in,
};

/// The day on which an application on paper was received, and what the clerk says about it.
const PAPER_ON: &str = "paper_on";
const PAPER_WHY: &str = "paper_why";

#[derive(Template)]
#[template(path = "cases/staff/check.html")]
struct CheckPage {
    p: Page,
    errors: Vec<ErrorLink>,
    applicant: String,
    id_number: String,
    service: String,
    action: String,
    seal: String,
    topics: Vec<TopicView>,
    materials: Vec<Material>,
    /// What is asked of an application on paper; nothing where none can be entered.
    paper: Vec<Field>,
    /// The days on which it can have been received.
    outages: String,
}

/// What was typed about an application on paper.
#[derive(Default)]
struct Paper {
    on: String,
    why: String,
    refused: Option<CaseRefusal>,
}

/// The check.
pub(in super::super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let at = at_counter(&desk, &visitor, &id).await?;
    if at.is_case(&desk).await? {
        return Ok(visitor.go(format!("{}/print", at.href())));
    }
    let folder = folder(&desk, &visitor, &at).await?;
    if !is_complete(&at, &folder) {
        return Ok(visitor.go(at.href()));
    }
    at.note_read(&desk, &visitor).await?;
    page(&desk, &visitor, &at, Paper::default()).await
}

async fn page(desk: &Desk, visitor: &Visitor, at: &AtCounter, typed: Paper) -> Outcome {
    let folder = folder(desk, visitor, at).await?;
    let (applicant, id_number) = applicant(desk, visitor, at).await?;
    let definition = &at.published.definition;
    let intake = format!("/counter/intake/{}", at.id);
    let outages = desk.outages().await.map_err(|it| failure(visitor, it))?;
    let paper = if outages.is_empty() { Vec::new() } else { paper_fields(visitor, &typed) };
    let errors: Vec<_> = paper.iter().filter_map(Field::error_link).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = CheckPage {
        p: visitor
            .page(visitor.t("cases-staff-check-title"))
            .with_errors(!errors.is_empty())
            .crumb("/counter/", visitor.t("cases-staff-counter-title"))
            .crumb(&intake, visitor.t("cases-staff-intake-title")),
        errors,
        applicant,
        id_number,
        service: definition.name().get(visitor.lang).to_owned(),
        action: format!("/staff{intake}"),
        seal: visitor.seal("cases.take_in", &handed_in(&at.filed, &folder)?),
        topics: topics(visitor, definition, &at.filed.facts),
        materials: checklist(visitor, at, &folder),
        paper,
        outages: days(visitor, &outages),
    };
    visitor.html_with(status, &page)
}

fn paper_fields(visitor: &Visitor, typed: &Paper) -> Vec<Field> {
    let error = |is_of: bool| {
        let refused = typed.refused.as_ref().filter(|_| is_of);
        refused.map(|it| refusal_text(visitor, it))
    };
    let is_day = matches!(typed.refused, Some(CaseRefusal::PaperDay));
    let on = Field::text(PAPER_ON, visitor.t("cases-staff-paper-on"));
    let why = Field::text(PAPER_WHY, visitor.t("cases-staff-paper-why"));
    vec![
        on.kind("date").value(&typed.on).error(error(is_day)).optional(),
        why.hint(visitor.t("cases-staff-paper-why-hint"))
            .value(&typed.why)
            .error(error(!is_day))
            .optional(),
    ]
}

fn days(visitor: &Visitor, outages: &[Outage]) -> String {
    let date = |day| web::date_text(visitor.lang, day);
    let span = |it: &Outage| match it.from == it.until {
        true => date(it.from),
        false => {
            let (from, until) = (date(it.from), date(it.until));
            visitor.tr("cases-staff-paper-days", &[("from", &from), ("until", &until)])
        }
    };
    outages.iter().map(span).collect::<Vec<_>>().join(visitor.lang.list_mark())
}

impl Paper {
    /// What was typed; none where nothing was, which is the usual case.
    fn read(posted: &Posted) -> Option<Self> {
        let on = web::date_of(|name| posted.get(name), PAPER_ON);
        let why = posted.get(PAPER_WHY).to_owned();
        (!on.is_empty() || !why.is_empty()).then_some(Self { on, why, refused: None })
    }
}

/// Hands it in.
pub(in super::super) async fn post(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
    bound: Bound,
) -> Outcome {
    let at = at_counter(&desk, &visitor, &id).await?;
    let paper = Paper::read(bound.typed());
    // Pressed twice, there is one receipt.
    if !at.is_case(&desk).await? {
        let folder = folder(&desk, &visitor, &at).await?;
        bound.open(&handed_in(&at.filed, &folder)?)?;
    }
    let done = match &paper {
        None => desk.submit(&visitor.actor, IdentityLevel::L0, at.id, Channel::Counter).await,
        Some(paper) => match paper.on.parse::<Date>() {
            Err(_) => Err(Trouble::Refused(CaseRefusal::PaperDay)),
            Ok(on) => desk.submit_paper(&visitor.actor, at.id, on, paper.why.clone()).await,
        },
    };
    match (done, paper) {
        (Ok(_), _) => Ok(visitor.go(format!("{}/print", at.href()))),
        (Err(Trouble::Incomplete { .. }), _) => Ok(visitor.go(at.href())),
        (Err(Trouble::Refused(refused)), Some(paper)) => {
            at.note_read(&desk, &visitor).await?;
            page(&desk, &visitor, &at, Paper { refused: Some(refused), ..paper }).await
        }
        (Err(trouble), _) => Err(failure(&visitor, trouble)),
    }
}
