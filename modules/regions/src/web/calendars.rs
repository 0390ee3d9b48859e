//! `/staff/admin/calendars`: the published years, and the change of a day.

use ::web::{Bound, ErrorLink, Failure, Field, FieldError, Outcome, Page, Posted, Visitor};
use approvals_domain::ProposeError;
use askama::Template;
use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use kernel::calendar::{Holiday, YearCalendar};

use super::{ChangeForm, preview};
use crate::{
    approve::{self, CalendarOrder, KIND},
    service::Regions,
};

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

/// Shows the years and the form.
pub async fn show(State(regions): State<Regions>, visitor: Visitor) -> Outcome {
    page(&regions, &visitor, &ChangeForm::default(), &[], None)
}

/// Proposes a change that was seen in the preview; a second administrator approves it.
pub async fn publish(State(regions): State<Regions>, visitor: Visitor, bound: Bound) -> Outcome {
    let form = posted(bound.typed());
    let change = match form.read(&visitor, &regions.book()) {
        Ok(change) => change,
        Err(errors) => return page(&regions, &visitor, &form, &errors, None),
    };
    let version = bound.typed().get("version").parse();
    let version = version.map_err(|_| Failure::Malformed("version".to_owned()))?;
    let order = CalendarOrder { change, reason: form.reason.clone(), version };
    let planned = regions.approvals().plan(KIND, &approve::value(&order), &visitor.actor).await;
    // What cannot be planned any more is not what was shown.
    let digest = planned.map_or_else(|_| String::new(), |(_, digest)| digest);
    let Ok(posted) = bound.open(&digest) else {
        return preview::page(&regions, &visitor, form, StatusCode::CONFLICT).await;
    };
    match approve::propose(&regions, posted.key, &visitor.actor, &order, &digest).await {
        Ok(id) | Err(ProposeError::Open(id)) => Ok(visitor.go(format!("/staff/approvals/{id}"))),
        Err(ProposeError::Down(error)) => Err(Failure::internal(error)),
        Err(_) => preview::page(&regions, &visitor, form, StatusCode::CONFLICT).await,
    }
}

fn posted(posted: &Posted) -> ChangeForm {
    ChangeForm {
        becomes: posted.get("becomes").to_owned(),
        from: posted.get("from").to_owned(),
        to: posted.get("to").to_owned(),
        name: posted.get("name").to_owned(),
        reason: posted.get("reason").to_owned(),
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
