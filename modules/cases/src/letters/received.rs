//! What had arrived at an instant, requirement by requirement.

use catalogue_domain::definition::{MaterialRequirement, MaterialSource};
use jiff::Timestamp;
use materials_domain::{Folder, How, Material, is_looked_up};
use render::{Fact, LetterItem};

use super::{Say, sheet::Sheet};
use crate::service::{Desk, Found, Trouble};

/// The materials that had arrived by then, with how they came.
pub(super) async fn at(
    desk: &Desk,
    found: &Found,
    at: Timestamp,
    sheet: &Sheet,
) -> Result<Vec<LetterItem>, Trouble> {
    let (filed, folder) = desk.dossier(found.id).await?;
    let required = sheet.definition().required_materials(&filed.facts);
    Ok(required.into_iter().filter_map(|it| line(it, &folder, at, &sheet.say)).collect())
}

fn line(
    requirement: &MaterialRequirement,
    folder: &Folder,
    at: Timestamp,
    say: &Say,
) -> Option<LetterItem> {
    let there = folder.of(&requirement.id).into_iter().filter(|it| it.at <= at);
    let mut ways: Vec<String> = Vec::new();
    for way in there.map(|it| way(it, say)) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    if ways.is_empty() {
        ways.push(say.t(without(requirement)?));
    }
    let label = say.t("cases-letter-received-as");
    let notes = vec![Fact::new(label, ways.join(&say.t("cases-letter-and")))];
    Some(LetterItem { text: say.local(&requirement.name), notes })
}

fn way(material: &Material, say: &Say) -> String {
    match &material.how {
        How::File { .. } => say.t("cases-letter-how-file"),
        How::Licence { number, .. } => say.tr("cases-letter-how-licence", &[("number", number)]),
        How::Paper => say.t("cases-letter-how-paper"),
        How::Later => say.t("cases-letter-how-later"),
    }
}

/// What nobody hands in: made from the form, or read in a register.
fn without(requirement: &MaterialRequirement) -> Option<&'static str> {
    if requirement.source == MaterialSource::Generated {
        return Some("cases-letter-how-form");
    }
    is_looked_up(requirement).then_some("cases-letter-how-register")
}
