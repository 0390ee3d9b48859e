//! `/{l}/find-office`: who handles this (找谁办). Two answers, what and where, name the authority, its
//! number and address, and the service centre to go to.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use jiff::civil::Time;
use kernel::LocalText;
use organisations_domain::{Authority, Hours, ServiceCentre};
use regions_domain::Division;
use serde::Deserialize;
use web::{Choice, ErrorLink, Failure, Field, Link, Outcome, Page, Visitor};

use super::{rows::Row, with_query};
use crate::{
    lists::{LifeEvent, Side},
    service::{Catalogue, Handlers, Matter},
};

/// The longest question that is looked at, in characters.
const LONGEST: usize = 100;

/// The two answers, as they stand in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// What, in everyday words.
    q: String,
    /// What, as a life event.
    event: String,
    /// Where: the code of a division.
    area: String,
    /// Whether the form was sent, so that what is missing is said.
    sent: String,
}

#[derive(Template)]
#[template(path = "catalogue/office-ask.html")]
struct AskPage {
    p: Page,
    path: String,
    errors: Vec<ErrorLink>,
    event: Option<LifeEvent>,
    fields: Vec<Field>,
    events: Vec<EventLink>,
}

struct EventLink {
    href: String,
    name: LocalText,
}

#[derive(Template)]
#[template(path = "catalogue/office.html")]
struct OfficePage {
    p: Page,
    heading: String,
    handlers: Vec<HandlerView>,
    halls: Vec<HallView>,
    again: Vec<Link>,
}

struct HandlerView {
    authority: Arc<Authority>,
    rows: Vec<Row>,
}

struct HallView {
    hall: Arc<ServiceCentre>,
    hours: Vec<String>,
    today: String,
}

pub(super) async fn find_office(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Outcome {
    let event = event(&catalogue, &asked.event)?;
    let words: String = asked.q.trim().chars().take(LONGEST).collect();
    let matter = match &event {
        Some(event) => Some(Matter::Event(event.clone())),
        None => Some(words).filter(|it| !it.is_empty()).map(Matter::Words),
    };
    let area = catalogue.division(&asked.area);
    let (Some(matter), Some(area)) = (matter, area) else {
        return ask(&catalogue, &visitor, &asked, event);
    };
    let found = catalogue.who_handles(&matter, &area).await;
    let found = found.map_err(|_| Failure::Unavailable)?;
    let what = match &matter {
        Matter::Words(words) => words.as_str(),
        Matter::Event(event) => event.name.get(visitor.lang),
    };
    visitor.html(&answer(&catalogue, &visitor, &asked, (what, &*area), found))
}

/// The life event of an address, if one stands there.
fn event(catalogue: &Catalogue, id: &str) -> Result<Option<LifeEvent>, Failure> {
    if id.is_empty() {
        return Ok(None);
    }
    let lists = catalogue.lists();
    let event = lists.life_events.iter().find(|it| it.id == id).cloned();
    event.map(Some).ok_or(Failure::NotFound)
}

/// The questions that are still open.
fn ask(
    catalogue: &Catalogue,
    visitor: &Visitor,
    asked: &Asked,
    event: Option<LifeEvent>,
) -> Outcome {
    let is_sent = !asked.sent.is_empty();
    let missing =
        |is_missing: bool, key: &str| (is_sent && is_missing).then(|| visitor.t(key).to_owned());
    let lacks_what = event.is_none() && asked.q.trim().is_empty();
    let lacks_where = catalogue.division(&asked.area).is_none();
    let mut fields = Vec::new();
    if event.is_none() {
        let what = Field::text("q", visitor.t("catalogue-office-what"));
        let what = what.hint(visitor.t("catalogue-office-what-hint")).value(asked.q.as_str());
        fields.push(what.error(missing(lacks_what, "catalogue-office-what-missing")));
    }
    let place = Field::text("area", visitor.t("catalogue-office-where")).kind("choice");
    fields.push(Field {
        options: areas(catalogue, visitor, &asked.area),
        ..place.error(missing(lacks_where, "catalogue-office-where-missing"))
    });
    let errors: Vec<_> = fields.iter().filter_map(Field::error_link).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let path = visitor.path_to("/find-office");
    let page = AskPage {
        p: frame(visitor, visitor.t("catalogue-office-title")).with_errors(!errors.is_empty()),
        events: if event.is_none() { events(catalogue, asked, &path) } else { Vec::new() },
        path,
        errors,
        event,
        fields,
    };
    visitor.html_with(status, &page)
}

fn areas(catalogue: &Catalogue, visitor: &Visitor, chosen: &str) -> Vec<Choice> {
    let choice = |it: &Arc<Division>| Choice {
        value: it.code.clone(),
        label: it.name.get(visitor.lang).to_owned(),
        checked: it.code == chosen,
    };
    catalogue.areas().iter().map(choice).collect()
}

/// The life events of both sides, each as the first answer.
fn events(catalogue: &Catalogue, asked: &Asked, path: &str) -> Vec<EventLink> {
    let link = |event: LifeEvent| EventLink {
        href: with_query(path, [("event", event.id.as_str()), ("area", asked.area.as_str())]),
        name: event.name,
    };
    let sides = [Side::Individuals, Side::Businesses];
    sides.into_iter().flat_map(|side| catalogue.life_events(side)).map(link).collect()
}

fn frame(visitor: &Visitor, title: &str) -> Page {
    visitor.page(title).crumb("/", visitor.t("web-home"))
}

fn answer(
    catalogue: &Catalogue,
    visitor: &Visitor,
    asked: &Asked,
    (what, area): (&str, &Division),
    found: Handlers,
) -> OfficePage {
    let place = area.name.get(visitor.lang);
    let heading = visitor.tr("catalogue-office-found", &[("what", &what), ("place", &place)]);
    let path = visitor.path_to("/find-office");
    let again = |key: &str, pairs: [(&str, &str); 2]| Link {
        href: with_query(&path, pairs),
        text: visitor.t(key).to_owned(),
        current: false,
    };
    let handlers = found
        .handlers
        .into_iter()
        .map(|it| HandlerView { authority: it.authority, rows: Row::all(visitor, it.services) });
    let halls = found.centres.into_iter().map(|hall| HallView {
        hours: hall.hours.iter().map(|it| hours_text(visitor, it)).collect(),
        today: today_text(visitor, &catalogue.hours_today(&hall)),
        hall,
    });
    OfficePage {
        p: frame(visitor, &heading).crumb("/find-office", visitor.t("catalogue-office-title")),
        handlers: handlers.collect(),
        halls: halls.collect(),
        again: vec![
            again(
                "catalogue-office-elsewhere",
                [("q", asked.q.as_str()), ("event", asked.event.as_str())],
            ),
            again("catalogue-office-anew", [("q", ""), ("event", "")]),
        ],
        heading,
    }
}

/// The weekdays of opening hours with their times, such as "Monday to Friday, 09:00 to 17:00".
fn hours_text(visitor: &Visitor, hours: &Hours) -> String {
    let (first, last) = hours.days.split_once('-').unwrap_or((&hours.days, &hours.days));
    let day = |word: &str| visitor.t(&format!("catalogue-weekday-{word}")).to_owned();
    let (first, last) = (day(first), day(last));
    let (from, to) = (&hours.from, &hours.to);
    if first == last {
        return visitor.tr("catalogue-hours-day", &[("day", &first), ("from", from), ("to", to)]);
    }
    visitor.tr(
        "catalogue-hours-days",
        &[("first", &first), ("last", &last), ("from", from), ("to", to)],
    )
}

fn today_text(visitor: &Visitor, hours: &[(Time, Time)]) -> String {
    if hours.is_empty() {
        return visitor.t("catalogue-hours-closed").to_owned();
    }
    let time = |it: &Time| format!("{:02}:{:02}", it.hour(), it.minute());
    let span = |(from, to): &(Time, Time)| {
        visitor.tr("catalogue-hours-today", &[("from", &time(from)), ("to", &time(to))])
    };
    hours.iter().map(span).collect::<Vec<_>>().join(visitor.t("catalogue-and"))
}
