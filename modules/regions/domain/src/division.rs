//! Places in the tree of divisions, and the list of them all.

use std::collections::HashSet;

use kernel::{Aggregate, LocalText, Recorded};
use serde::{Deserialize, Serialize};

/// The level of a division (GB/T 2260, GB/T 10114).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivisionKind {
    /// 省
    Province,
    /// 市
    City,
    /// 县、区
    County,
    /// 乡、镇、街道
    Township,
    /// 村、社区
    Village,
}

/// A place with an authority of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Division {
    /// Twelve digits, with trailing zeros.
    pub code: String,
    /// Its name.
    pub name: LocalText,
    /// Its level.
    pub kind: DivisionKind,
    /// The code of the division it belongs to.
    pub parent: Option<String>,
    /// Whether it counts as town rather than country.
    #[serde(rename = "urban")]
    pub is_urban: bool,
}

/// What happens to the list of divisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DivisionEvent {
    /// The list was taken in, whole; what stood there before is replaced.
    Imported {
        /// The divisions, each after its parent.
        divisions: Vec<Division>,
    },
}

/// Why a list of divisions is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DivisionRefusal {
    /// A code is not twelve digits.
    #[error("not twelve digits: {0}")]
    Code(String),
    /// A code stands there twice.
    #[error("stands there twice: {0}")]
    Twice(String),
    /// The division it belongs to does not stand before it.
    #[error("{0} comes before the division it belongs to")]
    NoParent(String),
    /// The list says so already.
    #[error("this changes nothing")]
    NoChange,
}

impl DivisionRefusal {
    /// Stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Code(_) => "divisions.code",
            Self::Twice(_) => "divisions.twice",
            Self::NoParent(_) => "divisions.no_parent",
            Self::NoChange => "divisions.no_change",
        }
    }
}

/// All divisions of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DivisionList {
    /// The divisions, each after its parent.
    pub divisions: Vec<Division>,
}

impl DivisionList {
    /// The one stream's key.
    pub const KEY: &'static str = "all";

    /// Takes in a whole list.
    ///
    /// # Errors
    /// [`DivisionRefusal`].
    pub fn import(&self, divisions: Vec<Division>) -> Result<Vec<DivisionEvent>, DivisionRefusal> {
        let mut known = HashSet::new();
        for division in &divisions {
            let code = &division.code;
            if code.len() != 12 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(DivisionRefusal::Code(code.clone()));
            }
            if division.parent.as_ref().is_some_and(|parent| !known.contains(parent.as_str())) {
                return Err(DivisionRefusal::NoParent(code.clone()));
            }
            if !known.insert(code.as_str()) {
                return Err(DivisionRefusal::Twice(code.clone()));
            }
        }
        if divisions == self.divisions {
            return Err(DivisionRefusal::NoChange);
        }
        Ok(vec![DivisionEvent::Imported { divisions }])
    }
}

impl Aggregate for DivisionList {
    type Event = DivisionEvent;
    const KIND: &'static str = "divisions";

    fn word(event: &DivisionEvent) -> &'static str {
        match event {
            DivisionEvent::Imported { .. } => "divisions.imported",
        }
    }

    fn apply(&mut self, event: &Recorded<DivisionEvent>) {
        let DivisionEvent::Imported { divisions } = &event.event;
        self.divisions.clone_from(divisions);
    }
}
