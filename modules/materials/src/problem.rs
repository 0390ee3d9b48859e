//! What can go wrong with a material, for the port and for the pages.

use accounts_domain::{NoPower, Powerless};
use files::{FileError, Unclean};
use forms_domain::ApplicationError;
use ledger::{CommandError, StoreError, VaultError};
use materials_domain::{BadPicture, FolderRefusal, MaterialError};
use web::{Failure, Visitor};

/// Why something could not be done.
#[derive(Debug, Clone)]
pub(crate) enum Problem {
    /// There is no such thing, or it is not the actor's.
    Unknown,
    /// The domain refuses.
    Domain(FolderRefusal),
    /// The file is not taken.
    File(FileRefusal),
    /// The actor may not do this for the one for whom they act.
    Powerless(NoPower),
    /// The command id was used for something else.
    Reused,
    /// A store failed.
    Store(StoreError),
    /// Sealing or opening failed.
    Vault(VaultError),
}

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileRefusal {
    /// There is nothing in it.
    Empty,
    /// Larger than so many megabytes.
    TooLarge(u64),
    /// Neither PDF nor JPEG nor PNG, whatever it is called.
    Kind,
    /// This requirement takes photos only.
    OnlyImage,
    /// This requirement takes PDF only.
    OnlyPdf,
    /// A PDF that runs something when it is opened.
    Program,
    /// A picture that is damaged or too large.
    Picture(BadPicture),
    /// Its name promises something else than it is.
    Name,
    /// It is another file as well.
    TwoInOne,
    /// Too much was sent in a day.
    Quota,
    /// The application has as many files as it may.
    Full,
}

impl From<Unclean> for FileRefusal {
    fn from(unclean: Unclean) -> Self {
        match unclean {
            Unclean::Name => Self::Name,
            Unclean::Damaged => Self::Picture(BadPicture::Damaged),
            Unclean::TooManyPixels => Self::Picture(BadPicture::TooLarge),
            Unclean::Active => Self::Program,
            Unclean::TwoInOne => Self::TwoInOne,
        }
    }
}

impl FileRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "material.empty",
            Self::TooLarge(_) => "material.too_large",
            Self::Kind => "material.kind",
            Self::OnlyImage => "material.only_image",
            Self::OnlyPdf => "material.only_pdf",
            Self::Program => "material.program",
            Self::Picture(bad) => bad.code(),
            Self::Name => "material.name",
            Self::TwoInOne => "material.two_in_one",
            Self::Quota => "material.quota",
            Self::Full => "material.full",
        }
    }

    /// What to do.
    pub fn text(self, visitor: &Visitor) -> String {
        let code = self.code();
        let key = format!("materials-refused-{}", code["material.".len()..].replace('_', "-"));
        let mb = if let Self::TooLarge(mb) = self { mb } else { 0 };
        visitor.tr(&key, &[("mb", &mb)])
    }
}

impl Problem {
    /// What to do, where it is something that the applicant can do.
    pub fn text(&self, visitor: &Visitor) -> Option<String> {
        match self {
            Problem::File(refusal) => Some(refusal.text(visitor)),
            Problem::Domain(refusal) => Some(visitor.t(key(*refusal)).to_owned()),
            _ => None,
        }
    }

    /// What a page or the API answers.
    pub fn failure(self, visitor: &Visitor) -> Failure {
        match self {
            Problem::Unknown => Failure::NotFound,
            Problem::File(refusal) => Failure::refused(refusal.code(), refusal.text(visitor)),
            Problem::Domain(refusal) => Failure::refused(refusal.code(), visitor.t(key(refusal))),
            Problem::Powerless(why) => Failure::refused(why.code(), why.words().get(visitor.lang)),
            Problem::Reused => Failure::Conflict("command.reused"),
            Problem::Store(error) => error.into(),
            Problem::Vault(error) => error.into(),
        }
    }
}

const fn key(refusal: FolderRefusal) -> &'static str {
    match refusal {
        FolderRefusal::Fixed => "materials-refused-fixed",
        FolderRefusal::NotReturned => "materials-refused-not-returned",
        FolderRefusal::Unknown => "materials-refused-unknown",
        FolderRefusal::TooMany => "materials-refused-too-many",
        FolderRefusal::TooLate => "materials-refused-too-late",
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        Self::Vault(error)
    }
}

impl From<Powerless> for Problem {
    fn from(error: Powerless) -> Self {
        match error {
            Powerless::NotTheirs => Self::Unknown,
            Powerless::Refused(why) => Self::Powerless(why),
            Powerless::Down(cause) => Self::Store(StoreError::Unavailable(cause.to_string())),
        }
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        Self::Store(match error {
            // The event says that the file is there.
            FileError::NotFound | FileError::Altered => StoreError::contradiction(error),
            FileError::Store(cause) => StoreError::Unavailable(cause),
        })
    }
}

impl From<ApplicationError> for Problem {
    fn from(error: ApplicationError) -> Self {
        match error {
            ApplicationError::Unknown | ApplicationError::Refused(_) => Self::Unknown,
            ApplicationError::Powerless(why) => Self::Powerless(why),
            ApplicationError::Down(cause) => Self::Store(StoreError::Unavailable(cause)),
        }
    }
}

impl From<CommandError<FolderRefusal>> for Problem {
    fn from(error: CommandError<FolderRefusal>) -> Self {
        match error {
            CommandError::Refused(refusal) => Self::Domain(refusal),
            CommandError::Reused => Self::Reused,
            CommandError::Withheld(code) => {
                NoPower::parse(code).map_or(Self::Unknown, Self::Powerless)
            }
            CommandError::Stale(version) => Self::Store(StoreError::Conflict(version.to_string())),
            CommandError::Taken(what) => Self::Store(StoreError::Taken(what)),
            CommandError::Store(error) => Self::Store(error),
        }
    }
}

impl From<Problem> for MaterialError {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::Unknown => Self::Unknown,
            Problem::Domain(refusal) => Self::Refused(refusal),
            Problem::File(refusal) => Self::Down(refusal.code().to_owned()),
            Problem::Powerless(why) => Self::Powerless(why),
            Problem::Reused => Self::Down("the command id was used for something else".to_owned()),
            Problem::Store(error) => Self::Down(error.to_string()),
            Problem::Vault(VaultError::Erased) => Self::Unknown,
            Problem::Vault(error) => Self::Down(error.to_string()),
        }
    }
}
