//! Places in the tree of divisions.

use kernel::LocalText;
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
