//! Why the list is not changed.

/// Why a command is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Nobody is signed in as a person who may answer for it.
    #[error("a signed-in person has to do this")]
    NoPerson,
    /// Whoever wishes it does not approve it.
    #[error("another person has to approve")]
    SamePerson,
    /// The code is none.
    #[error("the code is not one")]
    Code,
    /// The code says another kind of power.
    #[error("the code says another kind of power")]
    KindDiffers,
    /// The code says another department.
    #[error("the code says another department")]
    DepartmentDiffers,
    /// The department is not known.
    #[error("the department is not known")]
    NoDepartment,
    /// A name is missing.
    #[error("a name is missing")]
    NoName,
    /// No level exercises it.
    #[error("a level is missing")]
    NoLevel,
    /// A power without a law.
    #[error("a power needs a legal basis")]
    NoBasis,
    /// A power without duties or accountability.
    #[error("a power needs duties and accountability")]
    NoDuties,
    /// The code stands on the list already, or did once.
    #[error("the code is taken")]
    Listed,
    /// There is no such entry.
    #[error("the entry is not on the list")]
    NotListed,
    /// The entry has left the list or will leave it.
    #[error("the entry is cancelled")]
    Cancelled,
    /// It is suspended already.
    #[error("the entry is suspended already")]
    AlreadySuspended,
    /// It is not suspended.
    #[error("the entry is not suspended")]
    NotSuspended,
    /// Nothing would change.
    #[error("nothing would change")]
    Unchanged,
    /// An entry keeps its code.
    #[error("an entry keeps its code")]
    OtherCode,
    /// The change would have held before it was decided.
    #[error("a change cannot take effect in the past")]
    EffectiveInThePast,
    /// The change would hold before an earlier one.
    #[error("a change cannot take effect before the one it follows")]
    EffectiveTooEarly,
    /// No reason was given.
    #[error("a reason is missing")]
    NoReason,
    /// A split gives at least two, a merger takes at least two, and each stands there once.
    #[error("at least two different entries are needed")]
    FewParts,
    /// A split gives sub-items of the same main item.
    #[error("the parts are sub-items of the same main item")]
    OtherMain,
}

impl Refusal {
    /// Stable name of the refusal.
    pub const fn code(self) -> &'static str {
        match self {
            Refusal::NoPerson => "entry.no_person",
            Refusal::SamePerson => "entry.same_person",
            Refusal::Code => "entry.code",
            Refusal::KindDiffers => "entry.kind_differs",
            Refusal::DepartmentDiffers => "entry.department_differs",
            Refusal::NoDepartment => "entry.no_department",
            Refusal::NoName => "entry.no_name",
            Refusal::NoLevel => "entry.no_level",
            Refusal::NoBasis => "entry.no_basis",
            Refusal::NoDuties => "entry.no_duties",
            Refusal::Listed => "entry.listed",
            Refusal::NotListed => "entry.not_listed",
            Refusal::Cancelled => "entry.cancelled",
            Refusal::AlreadySuspended => "entry.already_suspended",
            Refusal::NotSuspended => "entry.not_suspended",
            Refusal::Unchanged => "entry.unchanged",
            Refusal::OtherCode => "entry.other_code",
            Refusal::EffectiveInThePast => "entry.effective_in_the_past",
            Refusal::EffectiveTooEarly => "entry.effective_too_early",
            Refusal::NoReason => "entry.no_reason",
            Refusal::FewParts => "entry.few_parts",
            Refusal::OtherMain => "entry.other_main",
        }
    }
}
