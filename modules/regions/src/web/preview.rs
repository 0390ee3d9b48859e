//! `/staff/admin/calendars/preview`: what a change would do, before it is proposed: which days
//! change, and which running dates move.

use std::collections::BTreeMap;

use ::web::{Failure, Outcome, Page, Visitor};
use approvals_domain::{ActError, Effect};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use jiff::civil::{Date, date};
use kernel::calendar::{DayKind, WorkCalendar};
use regions_domain::changed_days;

use super::{ChangeForm, calendars, refusal, weekday};
use crate::{
    approve::{self, CalendarOrder, KIND},
    policy,
    service::{Preview, Regions},
};

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
    lines: Vec<(String, String)>,
    seal: String,
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
    page(&regions, &visitor, read(&query), StatusCode::OK).await
}

/// The page; with 409 it says that things have changed since the reader looked.
pub async fn page(
    regions: &Regions,
    visitor: &Visitor,
    form: ChangeForm,
    status: StatusCode,
) -> Outcome {
    let change = match form.read(visitor, &regions.book()) {
        Ok(change) => change,
        Err(errors) => return calendars::page(regions, visitor, &form, &errors, None),
    };
    let preview = match regions.preview(&visitor.actor, &change, &form.reason) {
        Ok(preview) => preview,
        Err(error) => {
            let errors = [refusal(visitor, error)?];
            return calendars::page(regions, visitor, &form, &errors, None);
        }
    };
    let order = CalendarOrder { change, reason: form.reason.clone(), version: preview.version };
    let planned = regions.approvals().plan(KIND, &approve::value(&order), &visitor.actor).await;
    let (plan, digest) = planned.map_err(|error| match error {
        ActError::Refused(_) => Failure::Conflict("stale"),
        ActError::Down(cause) => Failure::internal(cause),
    })?;
    let page = view(visitor, form, &order, &preview, &plan.effect, &digest);
    let is_changed = status == StatusCode::CONFLICT;
    let notice = is_changed.then(|| visitor.t("web-shown-changed").to_owned());
    visitor.html_with(status, &PreviewPage { p: page.p.with_notice(notice), ..page })
}

fn view(
    visitor: &Visitor,
    form: ChangeForm,
    order: &CalendarOrder,
    preview: &Preview,
    effect: &Effect,
    digest: &str,
) -> PreviewPage {
    let change = &order.change;
    let year = change.year();
    let changed = changed_days(&preview.before, &preview.after, change.from, change.to);
    let is_day = |label: &kernel::LocalText| label.zh_hans.parse::<Date>().is_ok();
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let lines = effect.lines.iter().filter(|it| !is_day(&it.label));
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
        lines: lines.map(|it| (local(&it.label), local(&it.value))).collect(),
        seal: visitor.seal(policy::PUBLISH, &digest),
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
