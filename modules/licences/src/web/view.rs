//! What several pages say about a licence.

use approvals_domain::ProposeError;
use kernel::{Environment, id::ApprovalId};
use licences_domain::{LicenceRefusal, LicenceStatus};
use web::{Failure, FieldError, Outcome, Visitor, date_text};

use crate::service::{Logged, Problem, Shown};

/// The kind of tag that a status has.
pub const fn tag_of(status: LicenceStatus) -> &'static str {
    match status {
        LicenceStatus::Valid => "good",
        LicenceStatus::Expired | LicenceStatus::Suspended => "warn",
        LicenceStatus::Revoked => "error",
        LicenceStatus::Cancelled => "plain",
    }
}

/// The key of a status's word.
pub fn status_key(status: LicenceStatus) -> String {
    format!("licences-status-{}", status.word())
}

/// From when to when, in words.
pub fn validity(
    visitor: &Visitor,
    from: jiff::civil::Date,
    to: Option<jiff::civil::Date>,
) -> String {
    let from = date_text(visitor.lang, from);
    match to {
        Some(to) => {
            let to = date_text(visitor.lang, to);
            visitor.tr("licences-validity", &[("from", &from), ("to", &to)])
        }
        None => visitor.tr("licences-validity-open", &[("from", &from)]),
    }
}

/// What anybody sees of a licence, in words.
pub struct Card {
    /// The licence's name.
    pub name: String,
    /// The language of the name.
    pub name_lang: &'static str,
    /// One sentence about its state.
    pub state: String,
    /// What it means.
    pub meaning: String,
    /// Whether it is valid.
    pub is_valid: bool,
    /// The notice's kind where it is not.
    pub kind: &'static str,
    /// The licence's number.
    pub number: String,
    /// Its identifier.
    pub identifier: String,
    /// The issuing authority.
    pub issuer: String,
    /// The holder, masked.
    pub holder: Option<String>,
    /// When it was issued.
    pub issued_on: String,
    /// From when to when it is valid.
    pub validity: String,
    /// That it is worth nothing, because a test or the like issued it.
    pub exercise: Option<String>,
}

impl Card {
    /// The card of a licence for a visitor.
    pub fn new(visitor: &Visitor, shown: &Shown) -> Self {
        let text = |key: String| visitor.t(&key).to_owned();
        let (status, logged) = (shown.status, shown.logged);
        let is_valid =
            status == LicenceStatus::Valid && logged == Logged::Yes && !shown.is_replaced;
        let (word, kind) = match (status, logged) {
            // Somebody else had the key, and the record knows nothing of it.
            _ if shown.is_suspect => ("stolen-key", "error"),
            // Who has made it up has not written it into the record.
            (_, Logged::No) => (Logged::No.word(), "error"),
            (LicenceStatus::Valid | LicenceStatus::Suspended, _) if shown.is_replaced => {
                ("replaced", "error")
            }
            (LicenceStatus::Valid, Logged::Yes) => (shown.status.word(), "good"),
            (LicenceStatus::Valid, logged) => (logged.word(), "warn"),
            (LicenceStatus::Expired | LicenceStatus::Suspended, _) => (shown.status.word(), "warn"),
            (LicenceStatus::Revoked | LicenceStatus::Cancelled, _) => {
                (shown.status.word(), "error")
            }
        };
        Self {
            name: shown.name.get(visitor.lang).to_owned(),
            name_lang: shown.name.lang(visitor.lang).tag(),
            state: text(format!("licences-verify-{word}")),
            meaning: text(format!("licences-verify-{word}-meaning")),
            is_valid,
            kind,
            number: shown.number.clone(),
            identifier: shown.identifier.clone(),
            issuer: shown.issuer.get(visitor.lang).to_owned(),
            holder: shown.holder.clone(),
            issued_on: date_text(visitor.lang, shown.issued_on),
            validity: validity(visitor, shown.valid_from, shown.valid_to),
            exercise: shown.exercise.map(|it| exercise(visitor, it)),
        }
    }
}

/// That something is worth nothing here, in words.
pub fn exercise(visitor: &Visitor, environment: Environment) -> String {
    visitor.t(&format!("licences-exercise-{}", environment.word())).to_owned()
}

/// A problem with a change, in the visitor's words.
pub fn told(visitor: &Visitor, problem: Problem) -> Failure {
    match problem {
        Problem::Refused(refusal) => {
            Failure::refused(refusal.code(), visitor.t(refusal_key(refusal)))
        }
        Problem::NeedsSecondPerson => {
            Failure::refused("licence.needs_second_person", visitor.t("licences-refused-alone"))
        }
        Problem::Mistyped => Failure::Invalid(vec![FieldError {
            field: "typed".to_owned(),
            code: "typed.wrong".to_owned(),
            message: visitor.t("licences-typed-wrong").to_owned(),
        }]),
        Problem::NothingWaits => Failure::Conflict("licence.nothing_waits"),
        Problem::Failure(failure) => failure,
    }
}

/// On to a proposal, or why it was not made.
///
/// # Errors
/// [`Failure`].
pub fn proposed(visitor: &Visitor, proposed: Result<ApprovalId, ProposeError>) -> Outcome {
    match proposed {
        Ok(id) | Err(ProposeError::Open(id)) => Ok(visitor.go(format!("/staff/approvals/{id}"))),
        Err(ProposeError::Down(error)) => Err(Failure::internal(error)),
        Err(_) => Err(Failure::Conflict("shown.changed")),
    }
}

/// The key of a refusal's text.
pub const fn refusal_key(refusal: LicenceRefusal) -> &'static str {
    match refusal {
        LicenceRefusal::Exists => "licences-refused-exists",
        LicenceRefusal::Unknown => "licences-refused-unknown",
        LicenceRefusal::NoReason => "licences-refused-no-reason",
        LicenceRefusal::NoCode => "licences-refused-no-code",
        LicenceRefusal::WrongStatus => "licences-refused-wrong-status",
    }
}

/// A number as a step of an address.
pub fn path_step(text: &str) -> String {
    let mut step = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                step.push(char::from(byte));
            }
            _ => step.push_str(&format!("%{byte:02X}")),
        }
    }
    step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_fits_into_one_step_of_an_address() {
        assert_eq!(path_step("JY2026000123"), "JY2026000123");
        assert_eq!(path_step("a/b?"), "a%2Fb%3F");
        assert_eq!(path_step("海"), "%E6%B5%B7");
    }
}
