//! One id type per kind of thing, so that a case id cannot be passed where a material id is due.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

use crate::Chance;

/// The text is not a UUID.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id: {0}")]
pub struct InvalidId(pub String);

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id: version 7, ordered by `at`, filled up from `chance`.
            pub fn new(at: jiff::Timestamp, chance: &dyn Chance) -> Self {
                let mut random = [0u8; 10];
                chance.fill(&mut random);
                let millis = u64::try_from(at.as_millisecond()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// An id made from other bytes, for things whose id follows from something else.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The bare UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self).map_err(|_| InvalidId(text.to_owned()))
            }
        }
    )*};
}

ids! {
    /// An account: a natural person or a staff member who can sign in.
    AccountId;
    /// An application in the making; the case that it opens carries the same UUID.
    ApplicationId;
    /// An alarm that the officers on duty were told.
    AlarmId;
    /// A proposal of an act that needs a second person.
    ApprovalId;
    /// A handled application.
    CaseId;
    /// A command as its sender named it. The same id is answered the same way.
    CommandId;
    /// One recorded event.
    EventId;
    /// A file in the file store.
    FileId;
    /// A firm or other organisation that applies.
    FirmId;
    /// A licence.
    LicenceId;
    /// A material handed in on an application.
    MaterialId;
    /// A mandate: that one person may act for another.
    MandateId;
    /// A rating.
    RatingId;
    /// A signed-in session.
    SessionId;
    /// The person or firm whose personal data is sealed.
    SubjectId;
}

impl ApplicationId {
    /// The case that this application opens. One application opens one case, whoever presses
    /// the button how often.
    pub const fn case(self) -> CaseId {
        CaseId(self.0)
    }

    /// The record under whose key everything personal about the application, its case and what
    /// follows from it is sealed.
    pub fn record(self) -> String {
        format!("application/{}", self.0)
    }
}

impl CaseId {
    /// The application that opened this case.
    pub const fn application(self) -> ApplicationId {
        ApplicationId(self.0)
    }

    /// See [`ApplicationId::record`].
    pub fn record(self) -> String {
        self.application().record()
    }
}

impl LicenceId {
    /// The record under whose key its personal part is sealed: a licence is kept longer than the
    /// case that it came from.
    pub fn record(self) -> String {
        format!("licence/{}", self.0)
    }
}

impl AccountId {
    /// The data subject that this account stands for.
    pub const fn subject(self) -> SubjectId {
        SubjectId(self.0)
    }
}

impl FirmId {
    /// The data subject that this firm stands for.
    pub const fn subject(self) -> SubjectId {
        SubjectId(self.0)
    }
}
