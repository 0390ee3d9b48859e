//! Troubles in words: the same for pages and machines.

use cases_domain::{CaseRefusal, ElevationRefusal, SecondLookRefusal};
use kernel::IdentityLevel;
use web::{Failure, FieldError, Visitor};

use crate::service::Trouble;

/// So long, in seconds, who has to wait for their turn waits before they ask again.
const BUSY_SECONDS: u64 = 5;

/// What the visitor is told.
pub(crate) fn failure(visitor: &Visitor, trouble: Trouble) -> Failure {
    match trouble {
        Trouble::NotFound => Failure::NotFound,
        Trouble::Denied => Failure::Forbidden,
        Trouble::ReasonNeeded => {
            Failure::refused("case.reason_needed", visitor.t("cases-staff-why-needed"))
        }
        Trouble::Powerless(why) => Failure::refused(why.code(), why.words().get(visitor.lang)),
        Trouble::Conflict => Failure::Conflict("stale"),
        Trouble::Overdue => Failure::Overdue,
        Trouble::Busy => Failure::TooMany(BUSY_SECONDS),
        Trouble::Down(cause) => {
            tracing::error!(cause, "cases cannot be handled");
            Failure::Unavailable
        }
        Trouble::Refused(refusal) => {
            Failure::refused(refusal.code(), refusal_text(visitor, &refusal))
        }
        Trouble::Elevation(refusal) => {
            Failure::refused(refusal.code(), elevation_text(visitor, refusal))
        }
        Trouble::SecondLook(refusal) => {
            Failure::refused(refusal.code(), second_look_text(visitor, refusal))
        }
        Trouble::Identity(needed) => {
            Failure::refused("identity.too_low", visitor.t(identity_word(needed)))
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

/// A refusal of the rules of elevations in the visitor's language.
pub(crate) fn elevation_text(visitor: &Visitor, refusal: ElevationRefusal) -> String {
    let key = match refusal {
        ElevationRefusal::Unreviewed => "cases-staff-elevation-refused-unreviewed",
        ElevationRefusal::None => "cases-staff-elevation-refused-none",
        ElevationRefusal::Running => "cases-staff-elevation-refused-running",
        ElevationRefusal::SamePerson => "cases-staff-elevation-refused-same-person",
    };
    visitor.t(key).to_owned()
}

/// A refusal of the rules of second looks in the visitor's language.
pub(crate) fn second_look_text(visitor: &Visitor, refusal: SecondLookRefusal) -> String {
    let key = match refusal {
        SecondLookRefusal::None => "cases-second-look-refused-none",
        SecondLookRefusal::HadHand => "cases-second-look-refused-had-hand",
        SecondLookRefusal::NoReason => "cases-second-look-refused-no-reason",
        SecondLookRefusal::TextTooLong => "cases-refusal-text-too-long",
        SecondLookRefusal::NotOpened => "cases-second-look-refused-not-opened",
    };
    visitor.t(key).to_owned()
}

/// The key of what must be proved, and how.
pub(crate) const fn identity_word(needed: IdentityLevel) -> &'static str {
    match needed {
        IdentityLevel::L0 | IdentityLevel::L1 => "cases-identity-L1",
        IdentityLevel::L2 => "cases-identity-L2",
        IdentityLevel::L3 => "cases-identity-L3",
        IdentityLevel::L4 => "cases-identity-L4",
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
        CaseRefusal::AnothersTask => "cases-refusal-anothers-task",
        CaseRefusal::NoTakeOverReason => "cases-refusal-no-take-over-reason",
        CaseRefusal::SamePerson => "cases-refusal-same-person",
        CaseRefusal::NotOpened => "cases-refusal-not-opened",
        CaseRefusal::MaterialsNotOpened(names) => {
            let names: Vec<_> = names.iter().map(|it| it.get(visitor.lang)).collect();
            let names = names.join(visitor.lang.list_mark());
            return visitor.tr("cases-refusal-materials-not-opened", &[("names", &names)]);
        }
        CaseRefusal::ReviewAgainst => "cases-refusal-review-against",
        CaseRefusal::NoSuchProcedure => "cases-refusal-no-such-procedure",
        CaseRefusal::TooLong(days) => {
            return visitor.tr("cases-refusal-too-long", &[("days", days)]);
        }
        CaseRefusal::TextTooLong => "cases-refusal-text-too-long",
        CaseRefusal::DecisionGone => "cases-refusal-decision-gone",
        CaseRefusal::NothingToAmend => "cases-refusal-nothing-to-amend",
        CaseRefusal::PaperDay => "cases-refusal-paper-day",
        CaseRefusal::NoPaperReason => "cases-refusal-no-paper-reason",
        CaseRefusal::NotYet => "cases-refusal-not-yet",
    };
    visitor.t(key).to_owned()
}
