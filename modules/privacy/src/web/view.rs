//! What several pages need.

use kernel::Role;
use privacy_domain::PrivacyRefusal;
use web::{Failure, Visitor};

use crate::service::Problem;

/// What a visitor is told of a problem.
pub fn told(visitor: &Visitor, problem: Problem) -> Failure {
    match problem {
        Problem::Failure(failure) => failure,
        Problem::Doubt(doubt) => doubt.failure(visitor),
        Problem::Refused(refusal) => {
            Failure::refused(refusal.code(), visitor.t(refusal_key(refusal)))
        }
    }
}

/// The key of the text of a refusal.
pub const fn refusal_key(refusal: PrivacyRefusal) -> &'static str {
    match refusal {
        PrivacyRefusal::Exists => "privacy-refused-exists",
        PrivacyRefusal::Unknown => "privacy-refused-unknown",
        PrivacyRefusal::Decided => "privacy-refused-decided",
        PrivacyRefusal::OwnRead => "privacy-refused-own-read",
        PrivacyRefusal::NotThere => "privacy-refused-not-there",
        PrivacyRefusal::Over => "privacy-refused-over",
    }
}

/// What a read was for: the words of its permission, or the permission itself.
pub fn action_text(visitor: &Visitor, action: &str) -> String {
    let key = match action {
        "cases.read" => "privacy-action-cases-read",
        "cases.unmask" => "privacy-action-cases-unmask",
        "cases.intake" => "privacy-action-cases-intake",
        "cases.oversee" => "privacy-action-cases-oversee",
        "cases.deliver" => "privacy-action-cases-deliver",
        "materials.read_file" => "privacy-action-materials-read-file",
        "licences.read" => "privacy-action-licences-read",
        "licences.verify" => "privacy-action-licences-verify",
        "ratings.oversee" => "privacy-action-ratings-oversee",
        crate::policy::ANSWER => "privacy-action-answer",
        crate::policy::CORRECT => "privacy-action-correct",
        other => return other.to_owned(),
    };
    visitor.t(key).to_owned()
}

/// A field that was shown in clear.
pub fn field_text(visitor: &Visitor, field: &str) -> String {
    let key = match field {
        "name" => "privacy-field-name",
        "id_number" => "privacy-field-id-number",
        "mobile" => "privacy-field-mobile",
        "address" => "privacy-field-address",
        // Which one it was is in the copy of one's data.
        material if material.starts_with("material/") => "privacy-field-material",
        other => return other.to_owned(),
    };
    visitor.t(key).to_owned()
}

/// The words of fields, in a list.
pub fn fields_text(visitor: &Visitor, fields: &[String]) -> String {
    let comma = visitor.t("privacy-comma");
    fields.iter().map(|it| field_text(visitor, it)).collect::<Vec<_>>().join(comma)
}

/// The word of a role.
pub fn role_text(visitor: &Visitor, role: Role) -> String {
    let key = match role {
        Role::Clerk => "privacy-role-clerk",
        Role::Examiner => "privacy-role-examiner",
        Role::Approver => "privacy-role-approver",
        Role::Supervisor => "privacy-role-supervisor",
        Role::Editor => "privacy-role-editor",
        Role::Administrator => "privacy-role-administrator",
        Role::Partner => "privacy-role-partner",
        Role::Anonymous | Role::Citizen => "privacy-role-verifier",
        Role::System => "privacy-role-system",
    };
    visitor.t(key).to_owned()
}
