//! The folder of an application: every material handed in, with who checked what.

use std::collections::{BTreeMap, BTreeSet};

use catalogue_domain::definition::{MaterialRequirement, MaterialSource, Need};
use jiff::Timestamp;
use kernel::{
    Actor, Aggregate, Recorded, Sealed,
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
        /// SHA-256 of its content, by which it is stored.
        hash: String,
        /// MIME type, found from the content.
        mime: String,
        /// Size in bytes.
        size_bytes: u64,
        /// Sealed: the sender's name for it.
        name: Sealed,
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
        reason: String,
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
}

impl FolderRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fixed => "material.fixed",
            Self::NotReturned => "material.not_returned",
            Self::Unknown => "material.unknown",
            Self::TooMany => "material.too_many",
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

/// All materials of an application.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Folder {
    /// The materials, in the order in which they came.
    pub materials: Vec<Material>,
    /// The last verdict on each requirement.
    pub verdicts: BTreeMap<String, Verdict>,
    /// What may be changed.
    pub open: Open,
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

    fn check_open(&self, requirement: &str) -> Result<(), FolderRefusal> {
        match &self.open {
            Open::All => Ok(()),
            Open::None => Err(FolderRefusal::Fixed),
            Open::Some { requirements } if requirements.contains(requirement) => Ok(()),
            Open::Some { .. } => Err(FolderRefusal::NotReturned),
        }
    }
}

/// The requirements for which nothing was handed in: required ones, and with `tolerable` also
/// those that may follow later.
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
        .filter(|it| it.source != MaterialSource::Generated && counts(it) && !folder.has(&it.id))
        .collect()
}

impl Aggregate for Folder {
    type Event = FolderEvent;
    const KIND: &'static str = "folder";

    fn word(event: &FolderEvent) -> &'static str {
        match event {
            FolderEvent::Added { .. } => "material.added",
            FolderEvent::Removed { .. } => "material.removed",
            FolderEvent::Judged { .. } => "material.judged",
            FolderEvent::Closed => "material.closed",
            FolderEvent::Reopened { .. } => "material.reopened",
        }
    }

    fn apply(&mut self, event: &Recorded<FolderEvent>) {
        match event.event.clone() {
            FolderEvent::Added { material, requirement, how, trust } => {
                // Something real takes the place of a promise to bring it.
                self.materials
                    .retain(|it| it.requirement != requirement || it.how != How::Later);
                let (at, by) = (event.at, event.by.clone());
                self.materials.push(Material { id: material, requirement, how, trust, at, by });
            }
            FolderEvent::Removed { material } => self.materials.retain(|it| it.id != material),
            FolderEvent::Judged { requirement, verdict } => {
                self.verdicts.insert(requirement, verdict);
            }
            FolderEvent::Closed => self.open = Open::None,
            FolderEvent::Reopened { requirements } => {
                for requirement in &requirements {
                    self.verdicts.remove(requirement);
                }
                self.open = Open::Some { requirements };
            }
        }
    }
}
