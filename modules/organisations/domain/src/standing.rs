//! How a post stands to what an authority handles: lines and divisions (条块).

use kernel::Actor;

use crate::Directory;

/// How a staff member's post stands to what an authority handles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// It is their own authority, and it sits in the division of their post or below.
    pub is_own: bool,
    /// It sits in the division of their post or below, and their post is not limited to a line.
    pub is_in_division: bool,
    /// It sits there and belongs to the line to which their post is limited.
    pub is_in_line: bool,
}

impl Standing {
    /// How this actor stands to this authority. Who has no post, and what is no authority, stand
    /// in no way to anything.
    pub fn of(directory: &dyn Directory, actor: &Actor, authority: &str) -> Self {
        let Some(found) = directory.authority(authority) else { return Self::default() };
        if !actor.role.is_staff() || !actor.covers(&found.region) {
            return Self::default();
        }
        let line = actor.line.as_deref();
        let is_own = actor.authority.as_deref() == Some(authority);
        let is_in_line = line == Some(found.number.as_str());
        Self { is_own, is_in_division: line.is_none(), is_in_line }
    }
}
