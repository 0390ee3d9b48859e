//! What the documents page shows for each requirement.

use std::collections::BTreeMap;

use catalogue_domain::definition::{Channel, FileKind, MaterialRequirement, MaterialSource, Need};
use kernel::LocalText;
use materials_domain::{How, Material, is_looked_up};
use web::{Choice, Field, Visitor};

use crate::{
    problem::Problem,
    service::{Folders, Matter, limit_mb},
};

/// A requirement that asks something of the applicant.
pub(super) struct Slot {
    /// Anchor of the section.
    pub anchor: String,
    /// What is required.
    pub name: String,
    /// A remark beside the name: may follow later, optional; may be empty.
    pub tag: String,
    /// Help, and why it is not fetched.
    pub notes: Vec<String>,
    /// What the examiner looks at.
    pub checks: Vec<String>,
    /// What is there.
    pub pieces: Vec<Piece>,
    /// What was taken back and can be brought back.
    pub removed: Vec<Gone>,
    /// The input of a file, where something may be handed in.
    pub file: Option<Field>,
    /// The kinds of file, for the browser's dialogue.
    pub accept: &'static str,
    /// The choice to bring it to the hall, where that is possible.
    pub later: Option<Field>,
}

/// A material that is there.
pub(super) struct Piece {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub text: String,
    /// Size or where it came from; may be empty.
    pub detail: String,
    /// Where it can be seen; empty where there is no file.
    pub href: String,
    /// Whether it may be taken back.
    pub is_removable: bool,
}

/// A material that was taken back.
pub(super) struct Gone {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub text: String,
    /// Until when it can be brought back.
    pub until: String,
}

/// A requirement that asks nothing of the applicant.
pub(super) struct Covered {
    /// What is required.
    pub name: String,
    /// How it is met.
    pub how: String,
    /// The tag: made from the form, or waived.
    pub tag: String,
    /// Where it came from; may be empty.
    pub source: String,
}

/// All requirements, in the order of the definition.
pub(super) struct Slots {
    pub slots: Vec<Slot>,
    pub covered: Vec<Covered>,
}

/// What is wrong in a slot, by requirement.
pub(super) type Errors = BTreeMap<String, String>;

impl Slots {
    /// # Errors
    /// [`Problem`] when a name cannot be opened.
    pub async fn of(
        folders: &Folders,
        visitor: &Visitor,
        matter: &Matter,
        errors: &Errors,
    ) -> Result<Self, Problem> {
        let mut all = Self { slots: Vec::new(), covered: Vec::new() };
        for requirement in matter.requirements() {
            match covered(folders, visitor, matter, requirement) {
                Some(covered) => all.covered.push(covered),
                None => {
                    let slot = slot(folders, visitor, matter, requirement, errors).await?;
                    all.slots.push(slot);
                }
            }
        }
        Ok(all)
    }
}

/// How a requirement is met without the applicant, if it is.
fn covered(
    folders: &Folders,
    visitor: &Visitor,
    matter: &Matter,
    requirement: &MaterialRequirement,
) -> Option<Covered> {
    let t = |key: &str| visitor.t(key).to_owned();
    let name = requirement.name.get(visitor.lang).to_owned();
    if requirement.source == MaterialSource::Generated {
        let (how, tag) = (t("materials-generated"), t("materials-tag-generated"));
        return Some(Covered { name, how, tag, source: String::new() });
    }
    let tag = t("materials-tag-waived");
    let pieces = matter.folder.of(&requirement.id);
    let licence = pieces.iter().find_map(|it| match &it.how {
        How::Licence { number, authority, .. } => Some((number, authority)),
        _ => None,
    });
    if let Some((number, authority)) = licence {
        let authority = authority_name(folders, visitor, authority);
        let args: [(&str, &dyn std::fmt::Display); 2] =
            [("number", number), ("authority", &authority)];
        let source = visitor.tr("materials-from-licence", &args);
        return Some(Covered { name, how: t("materials-fetched"), tag, source });
    }
    if is_looked_up(requirement) && pieces.is_empty() {
        let source = requirement.issuer.as_deref().map_or_else(String::new, |issuer| {
            let authority = authority_name(folders, visitor, issuer);
            visitor.tr("materials-from-register", &[("authority", &authority)])
        });
        return Some(Covered { name, how: t("materials-looked-up"), tag, source });
    }
    None
}

async fn slot(
    folders: &Folders,
    visitor: &Visitor,
    matter: &Matter,
    requirement: &MaterialRequirement,
    errors: &Errors,
) -> Result<Slot, Problem> {
    let text = |it: &LocalText| it.get(visitor.lang).to_owned();
    let t = |key: &str| visitor.t(key).to_owned();
    let is_open = matter.is_open(&requirement.id);
    let mut pieces = Vec::new();
    for material in matter.folder.of(&requirement.id) {
        pieces.push(piece(folders, visitor, matter, material, is_open).await?);
    }
    let mut notes: Vec<String> = requirement.hint.iter().map(text).collect();
    if requirement.source == MaterialSource::Government && pieces.is_empty() {
        notes.push(t("materials-not-held"));
    }
    let tag = match requirement.need {
        Need::Required => String::new(),
        Need::Tolerable => t("materials-tag-tolerable"),
        Need::Optional => t("materials-tag-optional"),
    };
    let has_room = pieces.len() < materials_domain::Folder::FILES_LIMIT;
    let later = is_open && pieces.is_empty() && may_follow(matter, requirement);
    Ok(Slot {
        anchor: format!("slot-{}", requirement.id),
        name: text(&requirement.name),
        tag,
        notes,
        checks: requirement.checks.iter().map(text).collect(),
        file: (is_open && has_room)
            .then(|| file_field(visitor, requirement, errors.get(&requirement.id))),
        accept: accept(requirement),
        later: later.then(|| later_field(visitor, requirement)),
        removed: removed(folders, visitor, matter, requirement, is_open).await?,
        pieces,
    })
}

/// What was taken back for a requirement and can be brought back now.
async fn removed(
    folders: &Folders,
    visitor: &Visitor,
    matter: &Matter,
    requirement: &MaterialRequirement,
    is_open: bool,
) -> Result<Vec<Gone>, Problem> {
    let zone = folders.ledger().clock().zone();
    let mut removed = Vec::new();
    for it in folders.restorable(matter, &requirement.id).into_iter().filter(|_| is_open) {
        let until = it.at + folders.restore_within();
        let until = web::instant_text(visitor.lang, until, &zone);
        let piece = piece(folders, visitor, matter, &it.material, false).await?;
        removed.push(Gone { id: piece.id, text: piece.text, until });
    }
    Ok(removed)
}

/// Whether it may be brought to the hall, or may follow after acceptance.
fn may_follow(matter: &Matter, requirement: &MaterialRequirement) -> bool {
    let has_hall = matter.definition().implementation.channels.contains(&Channel::Counter);
    match requirement.need {
        Need::Required => has_hall,
        Need::Tolerable => true,
        Need::Optional => false,
    }
}

async fn piece(
    folders: &Folders,
    visitor: &Visitor,
    matter: &Matter,
    material: &Material,
    is_removable: bool,
) -> Result<Piece, Problem> {
    let t = |key: &str| visitor.t(key).to_owned();
    let (text, detail, href) = match &material.how {
        How::File { size_bytes, .. } => {
            let name = folders.file_name(&material.how).await?.unwrap_or_default();
            let path = format!("/applications/{}/files/{}", matter.id, material.id);
            (name, size_text(*size_bytes), visitor.path_to(&path))
        }
        How::Licence { number, .. } => (number.clone(), String::new(), String::new()),
        How::Paper => (t("materials-paper"), String::new(), String::new()),
        How::Later => (t("materials-later"), String::new(), String::new()),
    };
    Ok(Piece { id: material.id.to_string(), text, detail, href, is_removable })
}

/// The name of the input of a requirement's file.
pub(super) fn file_name(requirement: &str) -> String {
    format!("file-{requirement}")
}

/// The name of the choice to bring it to the hall.
pub(super) fn later_name(requirement: &str) -> String {
    format!("later-{requirement}")
}

fn file_field(
    visitor: &Visitor,
    requirement: &MaterialRequirement,
    error: Option<&String>,
) -> Field {
    let name = requirement.name.get(visitor.lang);
    let mb = limit_mb(requirement, visitor.web().site.upload_mb);
    let key = match requirement.accepts.as_slice() {
        [FileKind::Pdf] => "materials-limit-pdf",
        [FileKind::Image] => "materials-limit-image",
        _ => "web-file-limit",
    };
    let label = visitor.tr("materials-upload", &[("name", &name)]);
    Field::text(file_name(&requirement.id), label)
        .kind("file")
        .hint(visitor.tr(key, &[("mb", &mb)]))
        .error(error.cloned())
}

fn later_field(visitor: &Visitor, requirement: &MaterialRequirement) -> Field {
    let key = match requirement.need {
        Need::Tolerable => "materials-choose-later",
        Need::Required | Need::Optional => "materials-choose-hall",
    };
    let mut field =
        Field::text(later_name(&requirement.id), visitor.t("materials-no-file")).kind("choices");
    let label = visitor.t(key).to_owned();
    field.options = vec![Choice { value: "yes".to_owned(), label, checked: false }];
    field
}

fn accept(requirement: &MaterialRequirement) -> &'static str {
    match requirement.accepts.as_slice() {
        [FileKind::Pdf] => ".pdf",
        [FileKind::Image] => "image/jpeg,image/png",
        _ => "image/jpeg,image/png,.pdf",
    }
}

fn authority_name(folders: &Folders, visitor: &Visitor, id: &str) -> String {
    let found = folders.directory().authority(id);
    found.map_or_else(|| id.to_owned(), |it| it.name.get(visitor.lang).to_owned())
}

/// A size as people read it.
fn size_text(bytes: u64) -> String {
    const KB: u64 = 1024;
    const MB: u64 = KB * KB;
    if bytes >= MB {
        let tenths = bytes * 10 / MB;
        format!("{}.{} MB", tenths / 10, tenths % 10)
    } else {
        format!("{} KB", bytes.div_ceil(KB))
    }
}

#[cfg(test)]
mod tests {
    use super::size_text;

    #[test]
    fn sizes_are_read_at_a_glance() {
        for (bytes, text) in [(1, "1 KB"), (1024, "1 KB"), (1025, "2 KB"), (1_572_864, "1.5 MB")] {
            assert_eq!(size_text(bytes), text);
        }
    }
}
