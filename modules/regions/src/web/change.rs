//! The form of a change: what was typed, what it means, and the words of its refusals.

use ::web::{Choice, Failure, Field, FieldError, Visitor};
use jiff::civil::Date;
use kernel::{LocalText, calendar::CalendarError};
use ledger::CommandError;
use regions_domain::{CalendarBook, CalendarRefusal, DayBecomes, DayChange};

use crate::service::ChangeError;

/// What days may become, as it is sent, with the key of its word.
const KINDS: [(&str, &str); 3] = [
    ("off", "regions-change-off"),
    ("make_up", "regions-change-make-up"),
    ("ordinary", "regions-change-ordinary"),
];

/// A change as it was typed.
#[derive(Debug, Clone, Default)]
pub struct ChangeForm {
    /// `off`, `make_up` or `ordinary`.
    pub becomes: String,
    /// First day, `2026-10-08`.
    pub from: String,
    /// Last day; empty means the first.
    pub to: String,
    /// What a day off is called.
    pub name: String,
    /// Why, with the number of the notice.
    pub reason: String,
}

impl ChangeForm {
    /// The change, or what is wrong in which field.
    pub fn read(
        &self,
        visitor: &Visitor,
        book: &CalendarBook,
    ) -> Result<DayChange, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut wrong = |field: &str, code: &str, key: &str| {
            let message = visitor.t(key).to_owned();
            errors.push(FieldError { field: field.to_owned(), code: code.to_owned(), message });
        };
        let from: Option<Date> = self.from.parse().ok();
        let to: Option<Date> = if self.to.is_empty() { from } else { self.to.parse().ok() };
        let becomes = match self.becomes.as_str() {
            "off" if self.name.is_empty() => {
                wrong("name", "required", "regions-change-name-needed");
                None
            }
            "off" => Some(DayBecomes::Off(self.local_name(book))),
            "make_up" => Some(DayBecomes::MakeUp),
            "ordinary" => Some(DayBecomes::Ordinary),
            _ => {
                wrong("becomes", "required", "regions-change-becomes-needed");
                None
            }
        };
        if from.is_none() {
            wrong("from", "date", "regions-date-wrong");
        } else if to.is_none() {
            wrong("to", "date", "regions-date-wrong");
        }
        if self.reason.is_empty() {
            wrong("reason", "required", "regions-change-reason-needed");
        }
        match (from, to, becomes) {
            (Some(from), Some(to), Some(becomes)) if errors.is_empty() => {
                Ok(DayChange { from, to, becomes })
            }
            _ => Err(errors),
        }
    }

    /// A name that the calendar already has, in three languages; else as it was typed.
    fn local_name(&self, book: &CalendarBook) -> LocalText {
        let typed = || LocalText { zh_hans: self.name.clone(), ..LocalText::default() };
        book.name(&self.name).cloned().unwrap_or_else(typed)
    }

    /// The fields of the form, with what is wrong in them.
    pub fn fields(&self, visitor: &Visitor, errors: &[FieldError]) -> Vec<Field> {
        let error =
            |name: &str| errors.iter().find(|it| it.field == name).map(|it| it.message.clone());
        let mut becomes =
            Field::text("becomes", visitor.t("regions-change-becomes")).kind("choice");
        becomes.options = KINDS
            .into_iter()
            .map(|(value, key)| Choice {
                value: value.to_owned(),
                label: visitor.t(key).to_owned(),
                checked: self.becomes == value,
            })
            .collect();
        let from = Field::text("from", visitor.t("regions-change-from")).kind("date");
        let to = Field::text("to", visitor.t("regions-change-to")).kind("date").optional();
        let name = Field::text("name", visitor.t("regions-change-name")).optional();
        let reason = Field::text("reason", visitor.t("regions-change-reason"));
        vec![
            becomes.error(error("becomes")),
            from.value(&self.from).error(error("from")),
            to.hint(visitor.t("regions-change-to-hint")).value(&self.to).error(error("to")),
            name.hint(visitor.t("regions-change-name-hint")).value(&self.name).error(error("name")),
            reason
                .hint(visitor.t("regions-change-reason-hint"))
                .value(&self.reason)
                .error(error("reason")),
        ]
    }
}

/// The field that a refusal is about, with its words; other failures stay failures.
pub fn refusal(visitor: &Visitor, error: ChangeError) -> Result<FieldError, Failure> {
    let reason = match error {
        ChangeError::Denied(denied) => return Err(denied.into()),
        ChangeError::Command(CommandError::Refused(reason)) => reason,
        ChangeError::Command(other) => {
            return Err(Failure::from_command(other, |it| {
                Failure::refused(it.code(), it.to_string())
            }));
        }
    };
    let (field, key) = match &reason {
        CalendarRefusal::NoReason => ("reason", "regions-change-reason-needed"),
        CalendarRefusal::NoChange => ("from", "regions-refused-no-change"),
        CalendarRefusal::Wrong(error) => wrong(error),
    };
    let (code, message) = (reason.code().to_owned(), visitor.t(key).to_owned());
    Ok(FieldError { field: field.to_owned(), code, message })
}

fn wrong(error: &CalendarError) -> (&'static str, &'static str) {
    match error {
        CalendarError::YearOutOfRange(_) => ("from", "regions-refused-year"),
        CalendarError::SourceMissing(_) => ("reason", "regions-change-reason-needed"),
        CalendarError::HolidayRange { .. } => ("to", "regions-refused-range"),
        CalendarError::DateOutsideYear { .. } | CalendarError::YearTwice(_) => {
            ("to", "regions-refused-outside")
        }
        CalendarError::MakeUpOnWeekday(_) => ("from", "regions-refused-weekday"),
        CalendarError::MakeUpInHoliday(_) => ("from", "regions-refused-in-holiday"),
    }
}
