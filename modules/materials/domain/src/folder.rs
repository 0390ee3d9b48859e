//! The folder of an application: every material handed in, with who checked what.

use std::collections::{BTreeMap, BTreeSet};

use catalogue_domain::definition::{MaterialRequirement, MaterialSource, Need};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Actor, Aggregate, Recorded, Sealed, Words,
    id::{LicenceId, MaterialId},
};
use serde::{Deserialize, Serialize};

/// How far a material can be trusted (2016-108 guide).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// Made by the issuing body.
    A,
    /// Compared with the original by a clerk.
    B,
    /// Uploaded; the original is still to be compared.
    C,
    /// Vouched for by the user.
    D,
}

/// How a requirement is met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum How {
    /// A file was uploaded.
    File {
        /// SHA-256 of the stored bytes, by which they are found.
        hash: String,
        /// MIME type, found from the content.
        mime: String,
        /// Size in bytes.
        size_bytes: u64,
        /// Sealed: the sender's name for it.
        name: Sealed,
        /// Keyed hash of the content under the applicant's key. The stored bytes are sealed under
        /// the key of the application; files from before that lie open and have none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        print: Option<String>,
    },
    /// A licence already held supplies it.
    Licence {
        /// The licence.
        licence: LicenceId,
        /// Its number.
        number: String,
        /// The authority that issued it.
        authority: String,
    },
    /// The paper was shown or handed in at the counter.
    Paper,
    /// The applicant will bring it to the hall.
    Later,
}

/// One material.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// Its id.
    pub id: MaterialId,
    /// The requirement that it is for.
    pub requirement: String,
    /// How it was handed in.
    pub how: How,
    /// How far it can be trusted.
    pub trust: Trust,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

/// An examiner's verdict on a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// As it should be.
    Good,
    /// Not as it should be.
    Wrong {
        /// What is wrong.
        reason: Words,
    },
}

/// What happens to a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FolderEvent {
    /// A material was handed in.
    Added {
        /// Its id.
        material: MaterialId,
        /// The requirement that it is for.
        requirement: String,
        /// How.
        how: How,
        /// How far it can be trusted.
        trust: Trust,
    },
    /// A material was taken back before it was handed in for good.
    Removed {
        /// Which.
        material: MaterialId,
    },
    /// What was taken back was brought back.
    Restored {
        /// Which.
        material: MaterialId,
    },
    /// An examiner judged a requirement.
    Judged {
        /// Which.
        requirement: String,
        /// How.
        verdict: Verdict,
    },
    /// The application was handed in: what is here stays.
    Closed,
    /// Requirements were returned for correction.
    Reopened {
        /// Which.
        requirements: BTreeSet<String>,
    },
}

/// Why something cannot be done with a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FolderRefusal {
    /// The application was handed in.
    #[error("the application was handed in")]
    Fixed,
    /// This requirement was not returned for correction.
    #[error("this material was not returned for correction")]
    NotReturned,
    /// There is no such material.
    #[error("there is no such material")]
    Unknown,
    /// Too many files for one requirement.
    #[error("too many files")]
    TooMany,
    /// It was taken back too long ago.
    #[error("it was taken back too long ago")]
    TooLate,
}

impl FolderRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fixed => "material.fixed",
            Self::NotReturned => "material.not_returned",
            Self::Unknown => "material.unknown",
            Self::TooMany => "material.too_many",
            Self::TooLate => "material.too_late",
        }
    }
}

/// What may be changed in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "open", rename_all = "snake_case")]
pub enum Open {
    /// Everything.
    #[default]
    All,
    /// Nothing.
    None,
    /// What was returned.
    Some {
        /// The requirements.
        requirements: BTreeSet<String>,
    },
}

/// A material that was taken back and can be brought back for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The material, as it was.
    pub material: Material,
    /// When it was taken back.
    pub at: Timestamp,
}

/// All materials of an application.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Folder {
    /// The materials, in the order in which they came.
    pub materials: Vec<Material>,
    /// The last verdict on each requirement.
    pub verdicts: BTreeMap<String, Verdict>,
    /// What may be changed.
    pub open: Open,
    /// What was taken back since the application was last handed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<Removed>,
}

impl Folder {
    /// No requirement takes more files than this.
    pub const FILES_LIMIT: usize = 10;

    /// The materials for a requirement.
    pub fn of(&self, requirement: &str) -> Vec<&Material> {
        self.materials.iter().filter(|it| it.requirement == requirement).collect()
    }

    /// Whether something was handed in for a requirement, a promise to bring it included.
    pub fn has(&self, requirement: &str) -> bool {
        self.materials.iter().any(|it| it.requirement == requirement)
    }

    /// Hands in a material. `is_clerk` may also do so after the application was handed in.
    ///
    /// # Errors
    /// [`FolderRefusal`].
    pub fn add(
        &self,
        material: MaterialId,
        requirement: &str,
        how: How,
        trust: Trust,
        is_clerk: bool,
    ) -> Result<Vec<FolderEvent>, FolderRefusal> {
        if !is_clerk {
            self.check_open(requirement)?;
        }
        if self.of(requirement).len() >= Self::FILES_LIMIT {
            return Err(FolderRefusal::TooMany);
        }
        let requirement = requirement.to_owned();
        Ok(vec![FolderEvent::Added { material, requirement, how, trust }])
    }

    /// Takes a material back.
    ///
    /// # Errors
    /// [`FolderRefusal`].
    pub fn remove(&self, material: MaterialId) -> Result<Vec<FolderEvent>, FolderRefusal> {
        let found = self.materials.iter().find(|it| it.id == material);
        let found = found.ok_or(FolderRefusal::Unknown)?;
        self.check_open(&found.requirement)?;
        Ok(vec![FolderEvent::Removed { material }])
    }

    /// Brings back what was taken back less than `within` ago; asked twice, it happens once.
    ///
    /// # Errors
    /// [`FolderRefusal`].
    pub fn restore(
        &self,
        material: MaterialId,
        now: Timestamp,
        within: SignedDuration,
    ) -> Result<Vec<FolderEvent>, FolderRefusal> {
        if self.find(material).is_some() {
            return Ok(Vec::new());
        }
        let found = self.removed.iter().find(|it| it.material.id == material);
        let found = found.ok_or(FolderRefusal::Unknown)?;
        self.check_open(&found.material.requirement)?;
        if now >= found.at + within {
            return Err(FolderRefusal::TooLate);
        }
        if self.of(&found.material.requirement).len() >= Self::FILES_LIMIT {
            return Err(FolderRefusal::TooMany);
        }
        Ok(vec![FolderEvent::Restored { material }])
    }

    /// What can be brought back now for a requirement.
    pub fn restorable(
        &self,
        requirement: &str,
        now: Timestamp,
        within: SignedDuration,
    ) -> Vec<&Removed> {
        let fits = |it: &&Removed| {
            it.material.requirement == requirement
                && it.material.how != How::Later
                && now < it.at + within
        };
        self.removed.iter().filter(fits).collect()
    }

    /// An examiner's verdict on a requirement; none about the same verdict again.
    pub fn judge(&self, requirement: &str, verdict: Verdict) -> Vec<FolderEvent> {
        if self.verdicts.get(requirement) == Some(&verdict) {
            return Vec::new();
        }
        vec![FolderEvent::Judged { requirement: requirement.to_owned(), verdict }]
    }

    /// Fixes the folder; nothing happens where it is fixed already.
    pub fn close(&self) -> Vec<FolderEvent> {
        if self.open == Open::None { Vec::new() } else { vec![FolderEvent::Closed] }
    }

    /// Opens requirements again for correction.
    pub fn reopen(&self, requirements: BTreeSet<String>) -> Vec<FolderEvent> {
        let open = Open::Some { requirements: requirements.clone() };
        if self.open == open { Vec::new() } else { vec![FolderEvent::Reopened { requirements }] }
    }

    /// The material with this id.
    pub fn find(&self, material: MaterialId) -> Option<&Material> {
        self.materials.iter().find(|it| it.id == material)
    }

    /// Whether what is handed in for a requirement may be changed by the applicant.
    pub fn is_open(&self, requirement: &str) -> bool {
        self.check_open(requirement).is_ok()
    }

    fn check_open(&self, requirement: &str) -> Result<(), FolderRefusal> {
        match &self.open {
            Open::All => Ok(()),
            Open::None => Err(FolderRefusal::Fixed),
            Open::Some { requirements } if requirements.contains(requirement) => Ok(()),
            Open::Some { .. } => Err(FolderRefusal::NotReturned),
        }
    }
}

/// How far an uploaded file can be trusted: what government issued is still to be compared with
/// the original, what the applicant made they vouch for.
pub const fn upload_trust(requirement: &MaterialRequirement) -> Trust {
    match requirement.source {
        MaterialSource::Government => Trust::C,
        MaterialSource::Applicant | MaterialSource::Generated => Trust::D,
    }
}

/// Whether the office reads it in a register of government itself, so that nobody is asked for it
/// (政务数据共享条例: what can be had by sharing is not asked for again).
pub const fn is_looked_up(requirement: &MaterialRequirement) -> bool {
    matches!(requirement.source, MaterialSource::Government)
        && requirement.data_resource.is_some()
        && requirement.licence_type.is_none()
}

/// The requirements for which nothing was handed in: required ones, and with `tolerable` also
/// those that may follow later. What is made from the form or read in a register is never missing.
pub fn missing<'a>(
    folder: &Folder,
    required: &[&'a MaterialRequirement],
    tolerable: bool,
) -> Vec<&'a MaterialRequirement> {
    let counts = |it: &MaterialRequirement| match it.need {
        Need::Required => true,
        Need::Tolerable => tolerable,
        Need::Optional => false,
    };
    required
        .iter()
        .copied()
        .filter(|it| it.source != MaterialSource::Generated && !is_looked_up(it))
        .filter(|it| counts(it) && !folder.has(&it.id))
        .collect()
}

/// The hashes of the files of a folder's history that are kept: what was ever handed in, also when
/// a correction took its place; what lies in the folder now, and what was taken back after `since`
/// and can still be brought back, unless the application `is_gone`. What was taken back for good
/// before it was handed in is nobody's business any more.
pub fn kept_files(
    history: &[Recorded<FolderEvent>],
    is_gone: bool,
    since: Timestamp,
) -> BTreeSet<String> {
    let (mut now, mut back, mut kept) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    for event in history {
        match &event.event {
            FolderEvent::Added { material, how: How::File { hash, .. }, .. } => {
                now.insert(*material, hash.clone());
            }
            FolderEvent::Removed { material } => {
                if let Some(hash) = now.remove(material) {
                    back.insert(*material, (hash, event.at));
                }
            }
            FolderEvent::Restored { material } => {
                if let Some((hash, _)) = back.remove(material) {
                    now.insert(*material, hash);
                }
            }
            FolderEvent::Closed => {
                back.clear();
                kept.extend(now.values().cloned());
            }
            _ => {}
        }
    }
    if !is_gone {
        kept.extend(now.into_values());
        kept.extend(back.into_values().filter(|(_, at)| *at > since).map(|(hash, _)| hash));
    }
    kept
}

impl Aggregate for Folder {
    type Event = FolderEvent;
    const KIND: &'static str = "folder";

    fn word(event: &FolderEvent) -> &'static str {
        match event {
            FolderEvent::Added { .. } => "material.added",
            FolderEvent::Removed { .. } => "material.removed",
            FolderEvent::Restored { .. } => "material.restored",
            FolderEvent::Judged { .. } => "material.judged",
            FolderEvent::Closed => "material.closed",
            FolderEvent::Reopened { .. } => "material.reopened",
        }
    }

    fn apply(&mut self, event: &Recorded<FolderEvent>) {
        match event.event.clone() {
            FolderEvent::Added { material, requirement, how, trust } => {
                // Something real takes the place of a promise to bring it.
                self.materials.retain(|it| it.requirement != requirement || it.how != How::Later);
                let (at, by) = (event.at, event.by.clone());
                self.materials.push(Material { id: material, requirement, how, trust, at, by });
            }
            FolderEvent::Removed { material } => {
                if let Some(at) = self.materials.iter().position(|it| it.id == material) {
                    let material = self.materials.remove(at);
                    self.removed.push(Removed { material, at: event.at });
                }
            }
            FolderEvent::Restored { material } => {
                if let Some(at) = self.removed.iter().position(|it| it.material.id == material) {
                    let Removed { material, .. } = self.removed.remove(at);
                    let requirement = material.requirement.clone();
                    self.materials
                        .retain(|it| it.requirement != requirement || it.how != How::Later);
                    self.materials.push(material);
                }
            }
            FolderEvent::Judged { requirement, verdict } => {
                self.verdicts.insert(requirement, verdict);
            }
            FolderEvent::Closed => {
                self.open = Open::None;
                self.removed.clear();
            }
            FolderEvent::Reopened { requirements } => {
                for requirement in &requirements {
                    self.verdicts.remove(requirement);
                }
                self.open = Open::Some { requirements };
            }
        }
    }
}

#[cfg(test)]
mod tests;
