//! Issued licences: the pure part.
//!
//! A **licence** is an issued, verifiable permission or certificate. It is a chain of versions; a
//! change of status is an event. Its identifier carries a check character (GB/T 36904 family).

mod batch;
mod issuer;
mod licence;
mod licence_type;
mod number;
mod showing;
mod status;

pub use batch::{Batch, BatchBegun, BatchEvent, BatchRefusal, Left, Selection};
pub use issuer::{Distrust, Issuer, IssuerEvent, IssuerKey, IssuerRefusal, NotedKey};
pub use licence::{Because, Licence, LicenceEvent, LicenceIssue, LicenceRefusal, Reissue, Why};
pub use licence_type::{HolderKind, LicenceType, LicenceTypeEvent, LicenceTypeRefusal};
pub use number::{folded_number, is_personal_number, licence_number, licence_serial, shown_number};
pub use showing::{Showing, ShowingEvent, ShowingOffer, ShowingRefusal, Verifier};
pub use status::{LicenceAct, LicenceStatus};

use jiff::civil::Date;
use kernel::{
    Actor, LocalText,
    id::{CaseId, CommandId, LicenceId, SubjectId},
};
use serde::{Deserialize, Serialize};

/// One printed line of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentLine {
    /// What it is.
    pub label: LocalText,
    /// What it says.
    pub value: String,
}

/// The personal part of a licence, in clear. Sealed under the holder's key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LicenceFacts {
    /// The holder's name.
    pub holder_name: String,
    /// The printed lines.
    pub contents: Vec<ContentLine>,
}

/// What is needed to issue a licence.
#[derive(Debug, Clone, Serialize)]
pub struct IssueOrder {
    /// The case that it results from. One case issues one licence, however often it is asked.
    pub case: CaseId,
    /// The case's reference, as people know it.
    pub case_reference: String,
    /// The service's id.
    pub service: String,
    /// The id of the licence type, such as `food-business-licence`.
    pub licence_type: String,
    /// The licence's name.
    pub name: LocalText,
    /// Two capital letters before its number.
    pub number_prefix: String,
    /// The authority that issues it.
    pub authority: String,
    /// Whose it is.
    pub holder: SubjectId,
    /// Its personal part.
    pub facts: LicenceFacts,
    /// From when it is valid.
    pub valid_from: Date,
    /// To when it is valid, inclusive; none for no end.
    pub valid_to: Option<Date>,
}

/// A licence that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issued {
    /// Its id.
    pub id: LicenceId,
    /// Its number, as printed.
    pub number: String,
    /// Its identifier with check character.
    pub identifier: String,
}

/// A licence that somebody holds, without its personal part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Its id.
    pub id: LicenceId,
    /// The id of its type.
    pub licence_type: String,
    /// Its name.
    pub name: LocalText,
    /// Its number.
    pub number: String,
    /// The authority that issued it.
    pub authority: String,
    /// When it was issued.
    pub issued_on: Date,
    /// To when it is valid, inclusive.
    pub valid_to: Option<Date>,
    /// Its status today.
    pub status: LicenceStatus,
}

/// The licence store failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the licence store failed: {0}")]
pub struct LicencesDown(pub String);

/// Questions and acts that later subjects need.
#[async_trait::async_trait]
pub trait Licences: Send + Sync {
    /// Issues the licence of a case. Asked again for the same case, it answers the same licence.
    async fn issue(
        &self,
        key: CommandId,
        order: IssueOrder,
        by: &Actor,
    ) -> Result<Issued, LicencesDown>;

    /// Whether licences may be issued now. If not, they wait and are issued later.
    fn may_issue(&self) -> bool {
        true
    }

    /// The licences that a person or firm holds, newest first.
    async fn held(&self, holder: SubjectId) -> Result<Vec<Held>, LicencesDown>;

    /// The licence that resulted from a case.
    async fn of_case(&self, case: CaseId) -> Result<Option<Held>, LicencesDown>;

    /// The signed PDF of a licence.
    async fn pdf(&self, id: LicenceId) -> Result<Option<Vec<u8>>, LicencesDown>;

    /// The licence's personal part, for those who may see it.
    async fn facts(&self, id: LicenceId) -> Result<Option<LicenceFacts>, LicencesDown>;
}

/// What operators of an installation do with its issuing keys.
#[async_trait::async_trait]
pub trait IssuingKeys: Send + Sync {
    /// The keys under which licences were ever issued, the current one last.
    async fn keys(&self) -> Result<Vec<IssuerKey>, LicencesDown>;

    /// From now on licences are issued under a new key; the former ones still check what they
    /// signed.
    async fn rotate(&self) -> Result<IssuerKey, LicencesDown>;
}
