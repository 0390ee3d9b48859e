//! Materials handed in on an application: the pure part.
//!
//! A **material** is one concrete piece; the **requirement** is the rule that asks for it. All
//! materials of an application are one stream. Trust levels follow the 2016-108 guide: A made by
//! the issuing body, B compared with the original, C uploaded and to be compared, D vouched for by
//! the user.

mod folder;
mod picture;

pub use folder::{
    Folder, FolderEvent, FolderRefusal, How, Material, Open, Removed, Trust, Verdict, is_looked_up,
    kept_files, missing, upload_trust,
};

pub use picture::{BadPicture, SIDE_LIMIT, check_picture, without_location};

use std::sync::Arc;

use kernel::{
    Actor,
    id::{ApplicationId, CommandId, MaterialId, SubjectId},
};

/// A file as it is served.
#[derive(Debug, Clone)]
pub struct FileBytes {
    /// The sender's name for it.
    pub name: String,
    /// MIME type, found from the content.
    pub mime: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// How the record of reads names a material whose file was opened.
pub fn opened_as(material: MaterialId) -> String {
    format!("material/{material}")
}

/// Why materials could not be read or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MaterialError {
    /// There is no such material.
    #[error("there is no such material")]
    Unknown,
    /// The rules refuse.
    #[error(transparent)]
    Refused(#[from] FolderRefusal),
    /// The actor may not do this for the one for whom they act.
    #[error(transparent)]
    Powerless(accounts_domain::NoPower),
    /// The store failed.
    #[error("the material store failed: {0}")]
    Down(String),
}

/// Questions and acts that later subjects need.
#[async_trait::async_trait]
pub trait Materials: Send + Sync {
    /// All materials of an application.
    async fn folder(&self, application: ApplicationId) -> Result<Folder, MaterialError>;

    /// A file of a material.
    async fn file(
        &self,
        application: ApplicationId,
        material: MaterialId,
    ) -> Result<FileBytes, MaterialError>;

    /// Fetches what licences already held can supply, before anybody is asked for it. Answers the
    /// requirements that were supplied now.
    async fn fetch(
        &self,
        application: ApplicationId,
        by: &Actor,
    ) -> Result<Vec<String>, MaterialError>;

    /// The materials as they will be when what licences can supply is handed in, which is what
    /// somebody who only looks is shown. Changes nothing.
    async fn foreseen(
        &self,
        application: ApplicationId,
        by: &Actor,
    ) -> Result<Folder, MaterialError>;

    /// A clerk saw or received the original at the counter.
    async fn seen(
        &self,
        key: CommandId,
        application: ApplicationId,
        requirement: &str,
        by: &Actor,
    ) -> Result<(), MaterialError>;

    /// An examiner's verdict on a requirement.
    async fn judge(
        &self,
        key: CommandId,
        application: ApplicationId,
        requirement: &str,
        verdict: Verdict,
        by: &Actor,
    ) -> Result<(), MaterialError>;

    /// Fixes the folder when the application is handed in.
    async fn close(&self, application: ApplicationId, by: &Actor) -> Result<(), MaterialError>;

    /// Opens the named requirements again for correction, and nothing else.
    async fn reopen(
        &self,
        key: CommandId,
        application: ApplicationId,
        requirements: Vec<String>,
        by: &Actor,
    ) -> Result<(), MaterialError>;
}

/// Who says that nothing of a person may be deleted now: told by the subject that keeps holds.
#[async_trait::async_trait]
pub trait Holds: Send + Sync {
    /// Whether a hold lies on what belongs to this person or firm.
    async fn is_held(&self, subject: SubjectId) -> Result<bool, MaterialError>;
}

/// Where it makes itself known, when it starts.
pub trait Sweeping: Send + Sync {
    /// From now on `holds` is asked before a file is deleted that nobody needs.
    fn held_by(&self, holds: Arc<dyn Holds>);
}
