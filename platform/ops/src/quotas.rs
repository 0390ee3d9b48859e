//! How much one person may have at once, and how many different people and things may be looked up
//! in ten minutes. What is not set has a default where it is enforced.

use serde::{Deserialize, Serialize};

/// The `[quotas]` part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Quotas {
    /// Open drafts of one person.
    pub drafts: Option<usize>,
    /// Files of one application.
    pub files: Option<usize>,
    /// Looked up from one address without sign-in.
    pub visitor: Option<usize>,
    /// Looked up by one citizen.
    pub citizen: Option<usize>,
    /// Looked up by one officer.
    pub staff: Option<usize>,
    /// Looked up by everybody at one service.
    pub service: Option<usize>,
    /// Looked up by all visitors without sign-in together.
    pub visitors: Option<usize>,
}

impl Quotas {
    /// This source before another.
    pub(crate) fn over(self, below: Self) -> Self {
        Self {
            drafts: self.drafts.or(below.drafts),
            files: self.files.or(below.files),
            visitor: self.visitor.or(below.visitor),
            citizen: self.citizen.or(below.citizen),
            staff: self.staff.or(below.staff),
            service: self.service.or(below.service),
            visitors: self.visitors.or(below.visitors),
        }
    }

    /// Whether one of them lets nothing through.
    pub(crate) fn has_nothing(&self) -> bool {
        let all = [
            self.drafts,
            self.files,
            self.visitor,
            self.citizen,
            self.staff,
            self.service,
            self.visitors,
        ];
        all.contains(&Some(0))
    }
}
