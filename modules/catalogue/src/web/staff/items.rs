//! The item list: fetched as a table, checked when it comes back, then proposed.

use askama::Template;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse as _,
};
use catalogue_domain::interchange::sheet::SheetFault;
use web::{Failure, Field, Outcome, Page, Upload, Visitor};

use super::super::rows::many;
use crate::{
    service::{Catalogue, Changed, Planned},
    sheet::{self, Rows, Unreadable},
};

#[derive(Template)]
#[template(path = "catalogue/staff-items.html")]
struct ItemsPage {
    p: Page,
    key: String,
    file: Field,
    is_checked: bool,
    verdict: String,
    verdict_kind: &'static str,
    faults: Vec<SheetFault>,
    rows: Vec<Row>,
    /// What would be proposed, as a list once more; empty where nothing would.
    list: String,
}

/// A service that would change.
struct Row {
    id: String,
    name: String,
    columns: String,
}

pub(super) async fn form(visitor: Visitor) -> Outcome {
    visitor.html(&page(&visitor, None, None))
}

pub(super) async fn xlsx(State(catalogue): State<Catalogue>) -> Outcome {
    let bytes = sheet::xlsx(&catalogue.sheet()).map_err(Failure::internal)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"items.xlsx\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}

pub(super) async fn csv(State(catalogue): State<Catalogue>) -> Outcome {
    let bytes = sheet::csv(&catalogue.sheet());
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"items.csv\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, bytes).into_response())
}

pub(super) async fn send(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    upload: Upload,
) -> Outcome {
    let file = upload.files.iter().find(|file| file.field == "file");
    let read = match file {
        Some(file) => sheet::read(&file.bytes),
        None => sheet::read(upload.posted.get("list").as_bytes()),
    };
    let rows = match read {
        Ok(rows) => rows,
        Err(error) => {
            let error = Some(unreadable(&visitor, error));
            let page = page(&visitor, None, error);
            return visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let planned = catalogue.plan_sheet(&rows);
    let is_clean = planned.faults.is_empty();
    if upload.posted.get("act") == "propose" && is_clean && !planned.changed.is_empty() {
        let done = catalogue.propose_sheet(&visitor.actor, upload.posted.key, planned.changed);
        done.await.map_err(|trouble| trouble.failure(&visitor))?;
        return Ok(visitor.go("/staff/content/"));
    }
    let status = if is_clean { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    visitor.html_with(status, &page(&visitor, Some((planned, rows)), None))
}

fn unreadable(visitor: &Visitor, why: Unreadable) -> String {
    let key = match why {
        Unreadable::Form => "catalogue-items-wrong-form",
        Unreadable::Encoding => "catalogue-items-wrong-encoding",
        Unreadable::Size => "catalogue-items-wrong-size",
    };
    visitor.t(key).to_owned()
}

fn page(visitor: &Visitor, checked: Option<(Planned, Rows)>, error: Option<String>) -> ItemsPage {
    let is_checked = checked.is_some();
    let (planned, sent) = checked.unwrap_or_default();
    let is_clean = planned.faults.is_empty();
    let verdict = match (planned.faults.len(), planned.changed.len()) {
        (0, 0) => visitor.t("catalogue-items-none").to_owned(),
        (0, changed) => many(visitor, "catalogue-items-changed", changed),
        (faults, _) => many(visitor, "catalogue-upload-errors", faults),
    };
    let row = |it: &Changed| Row {
        id: it.definition.id.clone(),
        name: it.definition.name().get(visitor.lang).to_owned(),
        columns: it.columns.join(visitor.lang.list_mark()),
    };
    ItemsPage {
        p: visitor
            .page(visitor.t("catalogue-items-title"))
            .crumb("/content/", visitor.t("catalogue-content-title"))
            .with_errors(error.is_some() || !is_clean),
        key: visitor.new_key().to_string(),
        file: Field::text("file", visitor.t("catalogue-items-file"))
            .kind("file")
            .hint(visitor.t("catalogue-items-hint"))
            .error(error),
        is_checked,
        verdict,
        verdict_kind: if is_clean { "good" } else { "error" },
        rows: planned.changed.iter().map(row).collect(),
        list: if is_clean { again(&planned, &sent) } else { String::new() },
        faults: planned.faults,
    }
}

/// The rows that change something, so that the second form proposes what the first has checked.
fn again(planned: &Planned, sent: &Rows) -> String {
    if planned.changed.is_empty() {
        return String::new();
    }
    let changed = planned.changed.iter().filter_map(|it| sent.get(it.at));
    let rows: Rows = sent.iter().take(2).chain(changed).cloned().collect();
    let text = String::from_utf8(sheet::csv(&rows)).unwrap_or_default();
    text.trim_start_matches('\u{FEFF}').to_owned()
}
