//! Opening hours in words.

use ::web::{Visitor, date_text};
use organisations_domain::{Hours, Opening};

/// Whether a hall is open, for a tag and a sentence.
pub struct OpeningView {
    /// The kind of the tag.
    pub kind: &'static str,
    /// The tag's word: open or closed.
    pub tag: String,
    /// Until when, or when it opens.
    pub text: String,
}

/// Whether it is open now, in the visitor's words.
pub fn opening(visitor: &Visitor, opening: &Opening) -> OpeningView {
    let time = |time: &jiff::civil::Time| format!("{:02}:{:02}", time.hour(), time.minute());
    let (kind, tag, text) = match opening {
        Opening::OpenUntil(to) => (
            "good",
            "organisations-open",
            visitor.tr("organisations-open-until", &[("time", &time(to))]),
        ),
        Opening::OpensAt(from) => (
            "plain",
            "organisations-closed",
            visitor.tr("organisations-opens-at", &[("time", &time(from))]),
        ),
        Opening::ClosedUntil(Some(day)) => {
            let day = date_text(visitor.lang, *day);
            let text = visitor.tr("organisations-opens-on", &[("date", &day)]);
            ("plain", "organisations-closed", text)
        }
        Opening::ClosedUntil(None) => {
            ("plain", "organisations-closed", visitor.t("organisations-ask-by-phone").to_owned())
        }
    };
    OpeningView { kind, tag: visitor.t(tag).to_owned(), text }
}

/// The weekdays of opening hours with their times, such as "Monday to Friday, 09:00–12:00".
pub fn hours(visitor: &Visitor, hours: &Hours) -> String {
    let (first, last) = hours.days.split_once('-').unwrap_or((&hours.days, &hours.days));
    let (first, last) = (visitor.t(weekday(first)), visitor.t(weekday(last)));
    let times: [(&str, &dyn std::fmt::Display); 2] = [("from", &hours.from), ("to", &hours.to)];
    if first == last {
        let day: [(&str, &dyn std::fmt::Display); 1] = [("day", &first)];
        return visitor.tr("organisations-hours-day", &[&day[..], &times[..]].concat());
    }
    let days: [(&str, &dyn std::fmt::Display); 2] = [("first", &first), ("last", &last)];
    visitor.tr("organisations-hours-days", &[&days[..], &times[..]].concat())
}

fn weekday(word: &str) -> &'static str {
    match word {
        "mon" => "organisations-monday",
        "tue" => "organisations-tuesday",
        "wed" => "organisations-wednesday",
        "thu" => "organisations-thursday",
        "fri" => "organisations-friday",
        "sat" => "organisations-saturday",
        _ => "organisations-sunday",
    }
}
