//! The materials of an application in words: what is there, how, and what is missing.

use cases_domain::may_return;
use catalogue_domain::{
    Facts,
    definition::{MaterialRequirement, MaterialSource, Need, ServiceDefinition},
};
use materials_domain::{Folder, How, Material, is_looked_up, missing};
use web::Visitor;

use super::words::local;

/// One requirement with what was handed in for it.
pub(super) struct Line {
    pub name: String,
    pub how: String,
    pub is_missing: bool,
    /// Whether the applicant hands it in and can do so otherwise.
    pub may_change: bool,
}

/// All requirements of the case.
pub(super) fn lines(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    facts: &Facts,
    folder: &Folder,
) -> Vec<Line> {
    let required = definition.required_materials(facts);
    let lacking = missing(folder, &required, false);
    let line = |requirement: &&MaterialRequirement| {
        let is_missing = lacking.iter().any(|it| it.id == requirement.id);
        Line {
            name: local(visitor, &requirement.name),
            how: how(visitor, folder, requirement),
            is_missing,
            may_change: may_return(requirement),
        }
    };
    required.iter().map(line).collect()
}

/// Whether the applicant is asked for any document at all.
pub(super) fn are_asked(definition: &ServiceDefinition, facts: &Facts) -> bool {
    let required = definition.required_materials(facts);
    required.iter().any(|it| it.source != MaterialSource::Generated && !is_looked_up(it))
}

fn how(visitor: &Visitor, folder: &Folder, requirement: &MaterialRequirement) -> String {
    let given = folder.of(&requirement.id);
    if let Some(first) = given.first() {
        return given_text(visitor, first, &given);
    }
    let key = match (requirement.source, requirement.need) {
        (MaterialSource::Generated, _) => "cases-how-generated",
        _ if is_looked_up(requirement) => "cases-how-looked-up",
        (_, Need::Required) => "cases-how-missing",
        (_, Need::Tolerable) => "cases-how-may-follow",
        (_, Need::Optional) => "cases-how-optional",
    };
    visitor.t(key).to_owned()
}

fn given_text(visitor: &Visitor, first: &Material, given: &[&Material]) -> String {
    match &first.how {
        How::File { .. } => {
            let files = given.iter().filter(|it| matches!(it.how, How::File { .. })).count();
            visitor.tr("cases-how-files", &[("count", &files)])
        }
        How::Licence { number, .. } => visitor.tr("cases-how-licence", &[("number", number)]),
        How::Paper => visitor.t("cases-how-paper").to_owned(),
        How::Later => visitor.t("cases-how-later").to_owned(),
    }
}
