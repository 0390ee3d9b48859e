//! What an entry says: the base elements, which are the same wherever the power is exercised, and
//! the responsibility list (责任清单) beside them.

use kernel::LocalText;
use serde::{Deserialize, Serialize};

use super::{EntryCode, EntryRefusal};
use crate::definition::{ItemKind, LegalBasis, Level};

/// The elements of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Elements {
    /// The code (事项编码), read by [`EntryCode::parse`].
    pub code: String,
    /// Official name (事项名称).
    pub name: LocalText,
    /// Everyday words (日常用语), in simplified Chinese.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Kind of power (事项类型).
    pub kind: ItemKind,
    /// The competent department (主管部门): an id of the organisation directory.
    pub department: String,
    /// On which levels it is exercised (行使层级).
    pub levels: Vec<Level>,
    /// The laws that give the power (设定依据).
    #[serde(default)]
    pub legal_bases: Vec<LegalBasis>,
    /// What whoever holds the power must do (责任事项).
    #[serde(default)]
    pub duties: Vec<LocalText>,
    /// When somebody is called to account (追责情形).
    #[serde(default)]
    pub accountability: Vec<LocalText>,
    /// Why nobody can apply for it online, where that is so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline: Option<LocalText>,
}

impl Elements {
    /// Whether the elements agree with one another; `number` is that of the department in codes, if
    /// it is known.
    ///
    /// # Errors
    /// [`EntryRefusal`]: what is missing or does not agree.
    pub fn check(&self, number: Option<&str>) -> Result<(), EntryRefusal> {
        let code = EntryCode::parse(&self.code)?;
        if self.name.zh_hans.trim().is_empty() {
            return Err(EntryRefusal::NoName);
        }
        if self.levels.is_empty() {
            return Err(EntryRefusal::NoLevel);
        }
        if self.kind.is_power() && self.legal_bases.is_empty() {
            return Err(EntryRefusal::NoBasis);
        }
        if self.kind.is_power() && (self.duties.is_empty() || self.accountability.is_empty()) {
            return Err(EntryRefusal::NoDuties);
        }
        let EntryCode::Basic(code) = code else { return Ok(()) };
        if code.kind() != self.kind.code() {
            return Err(EntryRefusal::KindDiffers);
        }
        // The national list numbers its departments in its own way.
        let is_other = |number: &str| !code.is_national() && code.department() != number;
        if number.is_some_and(is_other) { Err(EntryRefusal::DepartmentDiffers) } else { Ok(()) }
    }
}
