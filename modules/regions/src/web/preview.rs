//! `/staff/admin/calendars/preview`: what a change would do, before it is made.

use std::collections::BTreeMap;

use ::web::{Outcome, Page, Visitor};
use askama::Template;
use axum::extract::{Query, State};
use jiff::civil::{Date, date};
use kernel::calendar::{DayKind, WorkCalendar};
use regions_domain::{DayChange, changed_days};

use super::{ChangeForm, calendars, refusal, weekday};
use crate::service::{Preview, Regions};

#[derive(Template)]
#[template(path = "regions/preview.html")]
struct PreviewPage {
    p: Page,
    days: Vec<DayView>,
    before: i64,
    after: i64,
    year: i16,
    version: u64,
    form: ChangeForm,
}

struct DayView {
    date: Date,
    weekday: &'static str,
    before: DayKind,
    after: DayKind,
}

impl PreviewPage {
    /// What a day is, in words.
    fn kind<'a>(&'a self, kind: &'a DayKind) -> &'a str {
        match kind {
            DayKind::Working => self.p.t("regions-kind-working"),
            DayKind::MakeUp => self.p.t("regions-kind-make-up"),
            DayKind::Weekend => self.p.t("regions-kind-weekend"),
            DayKind::Holiday(name) => self.p.local(name),
        }
    }
}

/// Shows the days that would change, or the form again with what is wrong.
pub async fn show(
    State(regions): State<Regions>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let form = read(&query);
    let change = match form.read(&visitor, &regions.book()) {
        Ok(change) => change,
        Err(errors) => return calendars::page(&regions, &visitor, &form, &errors, None),
    };
    match regions.preview(&visitor.actor, &change, &form.reason) {
        Ok(preview) => visitor.html(&page(&visitor, form, &change, &preview)),
        Err(error) => {
            let errors = [refusal(&visitor, error)?];
            calendars::page(&regions, &visitor, &form, &errors, None)
        }
    }
}

fn page(visitor: &Visitor, form: ChangeForm, change: &DayChange, preview: &Preview) -> PreviewPage {
    let year = change.year();
    let changed = changed_days(&preview.before, &preview.after, change.from, change.to);
    let days = changed.into_iter().map(|(date, before, after)| DayView {
        date,
        weekday: weekday(date),
        before,
        after,
    });
    let title = visitor.t("regions-preview-title");
    PreviewPage {
        p: visitor.page(title).crumb("/admin/calendars", visitor.t("regions-calendars-title")),
        days: days.collect(),
        before: worked(&preview.before, year),
        after: worked(&preview.after, year),
        year,
        version: preview.version,
        form,
    }
}

/// How many days of the year are worked.
fn worked(calendar: &WorkCalendar, year: i16) -> i64 {
    let last = date(year, 12, 31);
    let first = date(year, 1, 1);
    calendar.working_days_between(first, last) + i64::from(calendar.is_workday(first))
}

/// The form as a query: a date stands there as one text or in three parts.
fn read(query: &BTreeMap<String, String>) -> ChangeForm {
    let get = |name: &str| query.get(name).map_or("", |it| it.trim()).to_owned();
    ChangeForm {
        becomes: get("becomes"),
        from: super::deadline::date_of(query, "from"),
        to: super::deadline::date_of(query, "to"),
        name: get("name"),
        reason: get("reason"),
    }
}
