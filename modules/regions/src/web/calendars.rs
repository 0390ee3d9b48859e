//! `/staff/admin/calendars`: the published years, and the change of a day.

use ::web::{ErrorLink, Failure, Field, FieldError, Outcome, Page, Posted, Visitor};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use jiff::civil::Date;
use kernel::calendar::{Holiday, YearCalendar};
use serde::Deserialize;

use super::{ChangeForm, refusal};
use crate::service::Regions;

#[derive(Template)]
#[template(path = "regions/calendars.html")]
struct CalendarsPage {
    p: Page,
    years: Vec<YearView>,
    fields: Vec<Field>,
    errors: Vec<ErrorLink>,
}

struct YearView {
    number: i16,
    source: String,
    holidays: Vec<HolidayView>,
    make_up: Vec<Date>,
    is_open: bool,
}

struct HolidayView {
    holiday: Holiday,
    days: i32,
}

/// Where the page comes from.
#[derive(Deserialize)]
pub struct From {
    /// The year that was just published.
    #[serde(default)]
    published: String,
}

/// Shows the years and the form.
pub async fn show(
    State(regions): State<Regions>,
    visitor: Visitor,
    Query(from): Query<From>,
) -> Outcome {
    let told = |year: i16| visitor.tr("regions-published", &[("year", &year)]);
    let notice = from.published.parse().ok().map(told);
    page(&regions, &visitor, &ChangeForm::default(), &[], notice)
}

/// Publishes a change that was seen in the preview.
pub async fn publish(State(regions): State<Regions>, visitor: Visitor, posted: Posted) -> Outcome {
    let form = ChangeForm {
        becomes: posted.get("becomes").to_owned(),
        from: posted.get("from").to_owned(),
        to: posted.get("to").to_owned(),
        name: posted.get("name").to_owned(),
        reason: posted.get("reason").to_owned(),
    };
    let change = match form.read(&visitor, &regions.book()) {
        Ok(change) => change,
        Err(errors) => return page(&regions, &visitor, &form, &errors, None),
    };
    let expected = match posted.get("version") {
        "" => None,
        text => Some(text.parse().map_err(|_| Failure::Malformed("version".to_owned()))?),
    };
    let reason = form.reason.clone();
    match regions.change(&visitor.actor, posted.key, change, reason, expected).await {
        Ok(year) => Ok(visitor.go(format!("/staff/admin/calendars?published={}", year.year))),
        Err(error) => {
            let errors = [refusal(&visitor, error)?];
            page(&regions, &visitor, &form, &errors, None)
        }
    }
}

/// The page with what was typed and what is wrong with it.
pub fn page(
    regions: &Regions,
    visitor: &Visitor,
    form: &ChangeForm,
    errors: &[FieldError],
    notice: Option<String>,
) -> Outcome {
    let fields = form.fields(visitor, errors);
    let links: Vec<_> = fields.iter().filter_map(Field::error_link).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = visitor.t("regions-calendars-title");
    let page = CalendarsPage {
        p: visitor.page(title).with_errors(!errors.is_empty()).with_notice(notice),
        years: years(regions),
        fields,
        errors: links,
    };
    visitor.html_with(status, &page)
}

/// The years, newest first; the present one stands open.
fn years(regions: &Regions) -> Vec<YearView> {
    let this_year = regions.today().year();
    let book = regions.book();
    let mut years: Vec<_> = book.years.iter().map(|year| view(year, this_year)).collect();
    years.sort_by_key(|it| std::cmp::Reverse(it.number));
    years
}

fn view(year: &YearCalendar, this_year: i16) -> YearView {
    let holidays = year.holidays.iter().map(|holiday| HolidayView {
        holiday: holiday.clone(),
        days: (holiday.to - holiday.from).get_days() + 1,
    });
    YearView {
        number: year.year,
        source: year.source.clone(),
        holidays: holidays.collect(),
        make_up: year.make_up.clone(),
        is_open: year.year == this_year,
    }
}
