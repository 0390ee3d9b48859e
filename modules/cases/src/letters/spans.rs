//! How a date was counted, with neighbouring days of the same kind put together.

use jiff::civil::Date;
use kernel::calendar::{DayUnit, DayVerdict, Deadline};

use super::Say;

/// Neighbouring days that meant the same for the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Span {
    from: Date,
    to: Date,
    first: DayVerdict,
    last: DayVerdict,
}

fn spans(deadline: &Deadline) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (day, verdict) in &deadline.derivation.days {
        match spans.last_mut() {
            Some(span) if follows(&span.last, verdict) => {
                span.to = *day;
                span.last = verdict.clone();
            }
            _ => spans.push(Span {
                from: *day,
                to: *day,
                first: verdict.clone(),
                last: verdict.clone(),
            }),
        }
    }
    spans
}

fn follows(last: &DayVerdict, next: &DayVerdict) -> bool {
    match (last, next) {
        (DayVerdict::Counted(_), DayVerdict::Counted(_)) => true,
        (last, next) => last == next,
    }
}

/// The rows of a table that explains a date: which days, and what they meant.
pub(crate) fn day_rows(deadline: &Deadline, say: &Say) -> Vec<[String; 2]> {
    let unit = deadline.derivation.limit.unit;
    spans(deadline).iter().map(|span| [days(span, say), meaning(span, unit, say)]).collect()
}

fn days(span: &Span, say: &Say) -> String {
    if span.from == span.to {
        return say.date(span.from);
    }
    let (from, to) = (say.date(span.from), say.date(span.to));
    say.tr("cases-letter-span", &[("from", &from), ("to", &to)])
}

fn meaning(span: &Span, unit: DayUnit, say: &Say) -> String {
    match (&span.first, &span.last) {
        (DayVerdict::Counted(first), DayVerdict::Counted(last)) if first != last => {
            let key = match unit {
                DayUnit::Working => "cases-letter-counted-working-span",
                DayUnit::Calendar => "cases-letter-counted-calendar-span",
            };
            say.tr(key, &[("first", first), ("last", last)])
        }
        (DayVerdict::Counted(day), _) => {
            let key = match unit {
                DayUnit::Working => "cases-letter-counted-working",
                DayUnit::Calendar => "cases-letter-counted-calendar",
            };
            say.tr(key, &[("day", day)])
        }
        (DayVerdict::Weekend, _) => say.t("cases-letter-weekend"),
        (DayVerdict::Holiday(name), _) => {
            say.tr("cases-letter-holiday", &[("name", &say.local(name))])
        }
        (DayVerdict::Suspended, _) => say.t("cases-letter-suspended"),
        (DayVerdict::Moved, _) => say.t("cases-letter-moved"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::{
        Lang,
        calendar::{TimeLimit, WorkCalendar, deadline},
    };

    use super::*;

    #[test]
    fn neighbouring_days_of_one_kind_are_one_line() {
        let calendar = WorkCalendar::new(1, Vec::new()).unwrap();
        // A Thursday: Friday counts, then a weekend, then four days.
        let found = deadline(date(2026, 3, 5), TimeLimit::working(5), &[], &calendar);
        let lines: Vec<_> = spans(&found).iter().map(|it| (it.from.day(), it.to.day())).collect();
        assert_eq!(lines, [(6, 6), (7, 8), (9, 12)]);
        assert_eq!(day_rows(&found, &Say::new(Lang::ZhHans).unwrap()).len(), 3);
    }
}
