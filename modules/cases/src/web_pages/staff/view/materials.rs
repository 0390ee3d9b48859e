//! The materials of a case, requirement by requirement, with what to look at and the verdict.

use catalogue_domain::{
    Facts,
    definition::{MaterialRequirement, MaterialSource, Need, ServiceDefinition},
};
use materials_domain::{Folder, How, Material, Trust, Verdict, is_looked_up};
use web::Visitor;

use super::super::shared::Tag;
use crate::service::Found;

/// A requirement with what is there for it.
pub(in super::super) struct MaterialView {
    pub id: String,
    pub name: String,
    pub basis: String,
    pub need: String,
    pub state: Tag,
    pub pieces: Vec<Piece>,
    pub checks: Vec<String>,
    /// `good`, `wrong` or nothing yet.
    pub verdict: &'static str,
    pub reason: String,
}

/// One material.
pub(in super::super) struct Piece {
    /// Where it can be seen, if it is a file.
    pub href: Option<String>,
    pub text: String,
}

/// All requirements of the case.
pub(super) fn rows(
    visitor: &Visitor,
    found: &Found,
    definition: &ServiceDefinition,
    facts: &Facts,
    folder: &Folder,
) -> Vec<MaterialView> {
    let required = definition.required_materials(facts);
    required.into_iter().map(|it| row(visitor, found, it, folder)).collect()
}

fn row(
    visitor: &Visitor,
    found: &Found,
    requirement: &MaterialRequirement,
    folder: &Folder,
) -> MaterialView {
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let (verdict, reason) = match folder.verdicts.get(&requirement.id) {
        Some(Verdict::Good) => ("good", String::new()),
        Some(Verdict::Wrong { reason }) => ("wrong", reason.to_string()),
        None => ("", String::new()),
    };
    let there = folder.of(&requirement.id);
    let number = |at: usize, it: &Material| piece(visitor, found, at + 1, it);
    MaterialView {
        id: requirement.id.clone(),
        name: local(&requirement.name),
        basis: local(&requirement.basis),
        need: visitor.t(need_key(requirement.need)).to_owned(),
        state: state(visitor, requirement, &there),
        pieces: there.iter().enumerate().map(|(at, it)| number(at, it)).collect(),
        checks: requirement.checks.iter().map(local).collect(),
        verdict,
        reason,
    }
}

const fn need_key(need: Need) -> &'static str {
    match need {
        Need::Required => "cases-staff-need-required",
        Need::Tolerable => "cases-staff-need-tolerable",
        Need::Optional => "cases-staff-need-optional",
    }
}

/// Whether it is there, and if not, whether that matters.
pub(in super::super) fn state(
    visitor: &Visitor,
    requirement: &MaterialRequirement,
    there: &[&Material],
) -> Tag {
    let tag = |kind, key: &str| Tag { kind, text: visitor.t(key).to_owned() };
    let is_promised = there.iter().all(|it| it.how == How::Later);
    match there.first() {
        Some(_) if is_promised => tag("warn", "cases-staff-material-later"),
        Some(_) => tag("good", "cases-staff-material-there"),
        None if requirement.source == MaterialSource::Generated => {
            tag("plain", "cases-staff-material-form")
        }
        None if is_looked_up(requirement) => tag("plain", "cases-staff-material-register"),
        None if requirement.need == Need::Required => tag("error", "cases-staff-material-missing"),
        None => tag("plain", "cases-staff-material-not-there"),
    }
}

fn piece(visitor: &Visitor, found: &Found, number: usize, material: &Material) -> Piece {
    let trust = visitor.t(match material.trust {
        Trust::A => "cases-staff-trust-a",
        Trust::B => "cases-staff-trust-b",
        Trust::C => "cases-staff-trust-c",
        Trust::D => "cases-staff-trust-d",
    });
    let application = found.id.application();
    let (href, key, what) = match &material.how {
        How::File { .. } => {
            let href = format!("/staff/materials/{application}/{}", material.id);
            (Some(href), "cases-staff-piece-file", number.to_string())
        }
        How::Licence { number, .. } => (None, "cases-staff-piece-licence", number.clone()),
        How::Paper => (None, "cases-staff-piece-paper", String::new()),
        How::Later => (None, "cases-staff-piece-later", String::new()),
    };
    Piece { href, text: visitor.tr(key, &[("what", &what), ("trust", &trust)]) }
}
