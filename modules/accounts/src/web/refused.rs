//! Refusals of memberships and mandates in words: what to do.

use ::web::{Failure, Visitor};

use crate::service::RegisterError;

/// The codes that have words of their own, which tell what to do.
pub const CODES: [&str; 28] = [
    "firm.already_member",
    "firm.last_administrator",
    "firm.no_agent",
    "firm.no_scope",
    "firm.not_accepted",
    "firm.not_confirmed",
    "firm.not_head",
    "firm.not_invited",
    "firm.not_member",
    "firm.only_legal_representative",
    "firm.only_register",
    "firm.yourself",
    "mandate.as_yourself",
    "mandate.at_counter",
    "mandate.dates",
    "mandate.full",
    "mandate.no_act",
    "mandate.no_child",
    "mandate.no_proof",
    "mandate.no_service",
    "mandate.not_offered",
    "mandate.one_service",
    "mandate.over",
    "mandate.own_clerk",
    "mandate.too_long",
    "mandate.too_many_offers",
    "mandate.yourself",
    "person.unknown",
];

/// What the reader can do about a refusal, if it has words of its own.
pub fn words(visitor: &Visitor, error: &RegisterError) -> Option<String> {
    let RegisterError::Refused(code) = error else { return None };
    CODES.contains(code).then(|| text(visitor, code))
}

fn text(visitor: &Visitor, code: &str) -> String {
    let word = code.replace(['.', '_'], "-");
    visitor.t(&format!("accounts-refused-{word}")).to_owned()
}

/// What a page or the API answers.
pub fn failure(visitor: &Visitor, error: RegisterError) -> Failure {
    match error {
        // To whoever is not part of it there is no such mandate and no such firm.
        RegisterError::Refused("mandate.unknown" | "firm.unknown") => Failure::NotFound,
        RegisterError::Refused(code) if CODES.contains(&code) => {
            Failure::refused(code, text(visitor, code))
        }
        other => other.into(),
    }
}
