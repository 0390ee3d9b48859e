//! Why something cannot be done with an account.

/// Why something cannot be done with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// The account exists already.
    #[error("the account exists already")]
    Exists,
    /// There is no such account.
    #[error("there is no such account")]
    Unknown,
    /// A staff member's account goes with their post.
    #[error("a staff member's account goes with their post")]
    HasPost,
    /// There are too many passkeys.
    #[error("there are too many passkeys")]
    TooMany,
    /// Staff keep one second factor.
    #[error("the last second factor stays")]
    LastFactor,
    /// There is no second factor.
    #[error("there is no second factor")]
    NoFactor,
    /// The backup code is none of theirs, or used already.
    #[error("the code is wrong or used already")]
    WrongCode,
    /// Somebody else at this provider is bound to the account.
    #[error("somebody else at this provider is bound to the account")]
    OtherBound,
    /// It is the only way to sign in.
    #[error("it is the only way to sign in")]
    LastWay,
    /// Nobody decides about their own account.
    #[error("nobody decides about their own account")]
    Own,
    /// A reason is needed.
    #[error("a reason is needed")]
    NoReason,
    /// It has no post: there is nothing to activate.
    #[error("there is no post")]
    NoPost,
    /// Nobody began to recover it.
    #[error("nobody began to recover it")]
    NoRecovery,
    /// The time to prevent it has not passed.
    #[error("the time to prevent it has not passed")]
    TooEarly,
}

impl AccountRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "account.exists",
            Self::Unknown => "account.unknown",
            Self::HasPost => "account.has_post",
            Self::TooMany => "account.too_many_passkeys",
            Self::LastFactor => "account.last_factor",
            Self::NoFactor => "account.no_factor",
            Self::WrongCode => "account.wrong_code",
            Self::OtherBound => "account.other_bound",
            Self::LastWay => "account.last_way",
            Self::Own => "account.own",
            Self::NoReason => "account.no_reason",
            Self::NoPost => "account.no_post",
            Self::NoRecovery => "account.no_recovery",
            Self::TooEarly => "account.too_early",
        }
    }
}
