//! `/{l}/deadline`: when a time limit ends, and why.

use std::collections::BTreeMap;

use ::web::{Choice, ErrorLink, Field, FieldError, Outcome, Page, Visitor};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use jiff::civil::Date;
use kernel::calendar::{DayUnit, DayVerdict, Deadline, FIRST_DAY, LAST_DAY, TimeLimit};

use crate::service::Regions;

/// A longer limit is not shown day by day.
const LONGEST_LIMIT_DAYS: u32 = 366;

const WEEKDAYS: [&str; 7] = [
    "regions-weekday-1",
    "regions-weekday-2",
    "regions-weekday-3",
    "regions-weekday-4",
    "regions-weekday-5",
    "regions-weekday-6",
    "regions-weekday-7",
];

/// The key of a weekday's word.
pub fn weekday(date: Date) -> &'static str {
    let index = date.weekday().to_monday_zero_offset();
    WEEKDAYS[usize::try_from(index).unwrap_or(0)]
}

/// What is asked, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// The day of the event, `2026-10-08`.
    pub start: String,
    /// How many days.
    pub days: String,
    /// `working` or `calendar`.
    pub unit: String,
}

impl Ask {
    /// The start and the limit, or what is wrong in which field.
    pub fn read(&self, visitor: &Visitor) -> Result<(Date, TimeLimit), Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, code: &str, message: String| {
            errors.push(FieldError { field: field.to_owned(), code: code.to_owned(), message });
        };
        let known = |date: &Date| (FIRST_DAY..=LAST_DAY).contains(date);
        let start = self.start.parse().ok().filter(known);
        if start.is_none() {
            wrong("start", "date", visitor.t("regions-date-wrong").to_owned());
        }
        let days = self.days.parse().ok().filter(|days| *days <= LONGEST_LIMIT_DAYS);
        if days.is_none() {
            let most: &dyn std::fmt::Display = &LONGEST_LIMIT_DAYS;
            wrong("days", "number", visitor.tr("regions-days-wrong", &[("most", most)]));
        }
        let unit = match self.unit.as_str() {
            "working" => Some(DayUnit::Working),
            "calendar" => Some(DayUnit::Calendar),
            _ => {
                wrong("unit", "required", visitor.t("regions-unit-needed").to_owned());
                None
            }
        };
        match (start, days, unit) {
            (Some(start), Some(days), Some(unit)) => Ok((start, TimeLimit { days, unit })),
            _ => Err(errors),
        }
    }

    fn fields(&self, visitor: &Visitor, errors: &[FieldError]) -> Vec<Field> {
        let error =
            |name: &str| errors.iter().find(|it| it.field == name).map(|it| it.message.clone());
        let option = |value: &str, key: &str| Choice {
            value: value.to_owned(),
            label: visitor.t(key).to_owned(),
            checked: self.unit == value,
        };
        let start = Field::text("start", visitor.t("regions-start")).kind("date");
        let mut days = Field::text("days", visitor.t("regions-days")).kind("number");
        days.inputmode = Some("numeric".to_owned());
        let mut unit = Field::text("unit", visitor.t("regions-unit")).kind("choice");
        unit.options = vec![
            option("working", "regions-unit-working"),
            option("calendar", "regions-unit-calendar"),
        ];
        vec![
            start.hint(visitor.t("regions-start-hint")).value(&self.start).error(error("start")),
            days.value(&self.days).error(error("days")),
            unit.error(error("unit")),
        ]
    }
}

#[derive(Template)]
#[template(path = "regions/deadline.html")]
struct DeadlinePage {
    p: Page,
    fields: Vec<Field>,
    errors: Vec<ErrorLink>,
    found: Option<Found>,
}

struct Found {
    due: Date,
    start: Date,
    days: u32,
    is_working: bool,
    is_provisional: bool,
    calendar_version: u32,
    /// `from-2` to `from-7`, so that the first day stands under its weekday.
    grid: &'static str,
    list: Vec<DayView>,
}

struct DayView {
    date: Date,
    short: String,
    weekday: &'static str,
    class: &'static str,
    note: String,
}

/// Shows the form and, when it was filled in, the days.
pub async fn show(
    State(regions): State<Regions>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let get = |name: &str| query.get(name).map_or("", |it| it.trim()).to_owned();
    let mut ask = Ask { start: date_of(&query, "start"), days: get("days"), unit: get("unit") };
    let is_asked = query.contains_key("days") || query.contains_key("unit");
    if !is_asked {
        ask.start = regions.today().to_string();
        ask.unit = "working".to_owned();
    }
    let (found, errors) = match ask.read(&visitor) {
        _ if !is_asked => (None, Vec::new()),
        Ok((start, limit)) => (Some(found(&visitor, &regions.deadline(start, limit))), Vec::new()),
        Err(errors) => (None, errors),
    };
    let fields = ask.fields(&visitor, &errors);
    let page = DeadlinePage {
        p: visitor.page(visitor.t("regions-deadline-title")).with_errors(!errors.is_empty()),
        errors: fields.iter().filter_map(Field::error_link).collect(),
        fields,
        found,
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visitor.html_with(status, &page)
}

fn found(visitor: &Visitor, deadline: &Deadline) -> Found {
    let derivation = &deadline.derivation;
    let list = derivation.days.iter().map(|(date, verdict)| {
        let is_due = *date == deadline.due;
        day(visitor, *date, verdict, is_due)
    });
    Found {
        due: deadline.due,
        start: derivation.start,
        days: derivation.limit.days,
        is_working: derivation.limit.unit == DayUnit::Working,
        is_provisional: deadline.provisional,
        calendar_version: deadline.calendar_version,
        grid: derivation.days.first().map_or("", |(date, _)| grid(*date)),
        list: list.collect(),
    }
}

fn day(visitor: &Visitor, date: Date, verdict: &DayVerdict, is_due: bool) -> DayView {
    let note = match verdict {
        DayVerdict::Counted(number) => visitor.tr("regions-day-counted", &[("number", number)]),
        DayVerdict::Weekend => visitor.t("regions-kind-weekend").to_owned(),
        DayVerdict::Holiday(name) => name.get(visitor.lang).to_owned(),
        DayVerdict::Suspended => visitor.t("regions-day-suspended").to_owned(),
        DayVerdict::Moved => visitor.t("regions-day-moved").to_owned(),
    };
    let class = match (verdict, is_due) {
        (DayVerdict::Counted(_) | DayVerdict::Moved, true) => "count due",
        (DayVerdict::Counted(_), false) => "count",
        (DayVerdict::Suspended, _) => "stop",
        _ => "",
    };
    let short = format!("{:02}-{:02}", date.month(), date.day());
    DayView { date, short, weekday: weekday(date), class, note }
}

fn grid(first: Date) -> &'static str {
    const CLASSES: [&str; 7] = ["", "from-2", "from-3", "from-4", "from-5", "from-6", "from-7"];
    CLASSES[usize::try_from(first.weekday().to_monday_zero_offset()).unwrap_or(0)]
}

/// A date of a query: one text, or year, month and day; empty where it is missing.
pub fn date_of(query: &BTreeMap<String, String>, name: &str) -> String {
    ::web::date_of(|name| query.get(name).map_or("", |it| it.trim()), name)
}
