//! The words of statuses and days.

use jiff::civil::Date;
use kernel::LocalText;
use web::Visitor;

use crate::service::Desk;

/// The key of a status of the shared vocabulary.
pub(super) fn status_key(status: &str) -> &'static str {
    match status {
        "submitted" => "cases-status-submitted",
        "returned" => "cases-status-returned",
        "in_review" => "cases-status-in-review",
        "consulting" => "cases-status-consulting",
        "paused" => "cases-status-paused",
        "approved" => "cases-status-approved",
        "issued" => "cases-status-issued",
        "refused" => "cases-status-refused",
        "not_accepted" => "cases-status-not-accepted",
        "withdrawn" => "cases-status-withdrawn",
        _ => "cases-status-draft",
    }
}

/// The kind of a status's tag.
pub(super) fn status_tag(status: &str) -> &'static str {
    match status {
        "submitted" | "in_review" | "consulting" => "info",
        "returned" => "warn",
        "approved" => "good",
        "refused" | "not_accepted" => "error",
        _ => "plain",
    }
}

/// The key of a weekday's word.
pub(super) fn weekday_key(date: Date) -> &'static str {
    const KEYS: [&str; 7] = [
        "cases-weekday-1",
        "cases-weekday-2",
        "cases-weekday-3",
        "cases-weekday-4",
        "cases-weekday-5",
        "cases-weekday-6",
        "cases-weekday-7",
    ];
    KEYS[usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0)]
}

/// A text in the visitor's language.
pub(super) fn local(visitor: &Visitor, text: &LocalText) -> String {
    text.get(visitor.lang).to_owned()
}

/// A date in running text.
pub(super) fn date(visitor: &Visitor, date: Date) -> String {
    web::date_text(visitor.lang, date)
}

/// The day of an instant where the law applies, in running text.
pub(super) fn day_of(desk: &Desk, visitor: &Visitor, at: jiff::Timestamp) -> String {
    date(visitor, desk.ledger.clock().zone().to_datetime(at).date())
}

/// An authority's name; its id where the directory does not know it.
pub(super) fn unit_name(desk: &Desk, visitor: &Visitor, id: &str) -> String {
    let found = desk.directory.authority(id);
    found.map_or_else(|| id.to_owned(), |it| local(visitor, &it.name))
}
