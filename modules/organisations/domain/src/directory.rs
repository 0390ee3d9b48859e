//! The directory of authorities and service centres: one stream, taken in whole.

use std::collections::HashSet;

use kernel::{Aggregate, Recorded};
use serde::{Deserialize, Serialize};

use crate::{Authority, ServiceCentre};

/// What happens to the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DirectoryEvent {
    /// The directory was taken in, whole; what stood there before is replaced.
    Imported {
        /// The authorities.
        authorities: Vec<Authority>,
        /// The service centres.
        centres: Vec<ServiceCentre>,
    },
}

/// Why a directory is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DirectoryRefusal {
    /// An id stands there twice among authorities or among service centres.
    #[error("stands there twice: {0}")]
    Twice(String),
    /// Opening hours that cannot be read, or that end before they begin.
    #[error("the hours of {0} cannot be right")]
    Hours(String),
    /// The directory says so already.
    #[error("this changes nothing")]
    NoChange,
}

impl DirectoryRefusal {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Twice(_) => "directory.twice",
            Self::Hours(_) => "directory.hours",
            Self::NoChange => "directory.no_change",
        }
    }
}

/// All authorities and service centres of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DirectoryBook {
    /// The authorities, by id.
    pub authorities: Vec<Authority>,
    /// The service centres, in the order in which they are shown.
    pub centres: Vec<ServiceCentre>,
}

impl DirectoryBook {
    /// The one stream's key.
    pub const KEY: &'static str = "city";

    /// Takes in a whole directory.
    ///
    /// # Errors
    /// [`DirectoryRefusal`].
    pub fn import(
        &self,
        mut authorities: Vec<Authority>,
        centres: Vec<ServiceCentre>,
    ) -> Result<Vec<DirectoryEvent>, DirectoryRefusal> {
        authorities.sort_by(|one, other| one.id.cmp(&other.id));
        once(authorities.iter().map(|it| &it.id))?;
        once(centres.iter().map(|it| &it.id))?;
        let unreadable = |it: &&ServiceCentre| it.hours.iter().any(|hours| hours.span().is_none());
        if let Some(centre) = centres.iter().find(unreadable) {
            return Err(DirectoryRefusal::Hours(centre.id.clone()));
        }
        if authorities == self.authorities && centres == self.centres {
            return Err(DirectoryRefusal::NoChange);
        }
        Ok(vec![DirectoryEvent::Imported { authorities, centres }])
    }
}

fn once<'a>(ids: impl Iterator<Item = &'a String>) -> Result<(), DirectoryRefusal> {
    let mut known = HashSet::new();
    for id in ids {
        if !known.insert(id) {
            return Err(DirectoryRefusal::Twice(id.clone()));
        }
    }
    Ok(())
}

impl Aggregate for DirectoryBook {
    type Event = DirectoryEvent;
    const KIND: &'static str = "directory";

    fn word(event: &DirectoryEvent) -> &'static str {
        match event {
            DirectoryEvent::Imported { .. } => "directory.imported",
        }
    }

    fn apply(&mut self, event: &Recorded<DirectoryEvent>) {
        let DirectoryEvent::Imported { authorities, centres } = &event.event;
        self.authorities.clone_from(authorities);
        self.centres.clone_from(centres);
    }
}
