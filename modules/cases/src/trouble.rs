//! Troubles in words: the same for pages and machines.

use cases_domain::CaseRefusal;
use web::{Failure, FieldError, Visitor};

use crate::service::Trouble;

/// What the visitor is told.
pub(crate) fn failure(visitor: &Visitor, trouble: Trouble) -> Failure {
    match trouble {
        Trouble::NotFound => Failure::NotFound,
        Trouble::Denied => Failure::Forbidden,
        Trouble::Conflict => Failure::Conflict("stale"),
        Trouble::Down(cause) => {
            tracing::error!(cause, "cases cannot be handled");
            Failure::Unavailable
        }
        Trouble::Refused(refusal) => {
            Failure::refused(refusal.code(), refusal_text(visitor, &refusal))
        }
        Trouble::Incomplete { topics, materials } => {
            let missing = |field: String| FieldError {
                field,
                code: "required".to_owned(),
                message: visitor.t("cases-refusal-incomplete").to_owned(),
            };
            Failure::Invalid(topics.into_iter().chain(materials).map(missing).collect())
        }
    }
}

/// A refusal of the rules in the visitor's language: what to do.
pub(crate) fn refusal_text(visitor: &Visitor, refusal: &CaseRefusal) -> String {
    let key = match refusal {
        CaseRefusal::Exists => "cases-refusal-exists",
        CaseRefusal::Unknown => "cases-refusal-unknown",
        CaseRefusal::WrongStage(_) => "cases-refusal-wrong-stage",
        CaseRefusal::NothingToCorrect => "cases-refusal-nothing-to-correct",
        CaseRefusal::SecondCorrection => "cases-refusal-second-correction",
        CaseRefusal::NotAsked(_) => "cases-refusal-not-asked",
        CaseRefusal::StillMissing => "cases-refusal-still-missing",
        CaseRefusal::NoReason => "cases-refusal-no-reason",
        CaseRefusal::NoOpinion => "cases-refusal-no-opinion",
        CaseRefusal::NotYourTask => "cases-refusal-not-your-task",
        CaseRefusal::SamePerson => "cases-refusal-same-person",
        CaseRefusal::ReviewAgainst => "cases-refusal-review-against",
        CaseRefusal::NoSuchProcedure => "cases-refusal-no-such-procedure",
        CaseRefusal::TooLong(days) => {
            return visitor.tr("cases-refusal-too-long", &[("days", days)]);
        }
        CaseRefusal::NotYet => "cases-refusal-not-yet",
    };
    visitor.t(key).to_owned()
}
