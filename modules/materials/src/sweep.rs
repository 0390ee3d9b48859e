//! Files that nobody needs any more: drafts taken back or thrown away, uploads that were refused
//! after they were stored.
//!
//! Bytes from before files were sealed are shared between everybody who sent the same, so nothing is
//! deleted when a material is taken back. Once a day, what is needed is marked (see [`kept_files`])
//! and the rest is swept, if it was stored more than a day ago. What can still be brought back is
//! needed, and so is everything of whoever a hold lies on. Who sends the same bytes again at that very moment stores
//! them again, and looks afterwards whether they are there ([`Folders::hand_in`]).

use std::collections::HashSet;

use forms_domain::ApplicationError;
use futures::TryStreamExt as _;
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Recorded,
    id::{ApplicationId, SubjectId},
};
use materials_domain::{Folder, FolderEvent, How, kept_files};
use module::Job;

use crate::{problem::Problem, service::Folders, store};

/// The setting with the day of the last sweep.
const SWEPT: &str = "materials.swept";
/// What is younger may belong to a command that is on its way.
const AGE: SignedDuration = SignedDuration::from_hours(24);
/// So many applications are read at once.
const PAGE: usize = 500;

/// The job `materials.sweep_files`.
pub(crate) struct Sweep(pub Folders);

#[async_trait::async_trait]
impl Job for Sweep {
    fn name(&self) -> &'static str {
        "materials.sweep_files"
    }

    async fn run(&self) -> anyhow::Result<u64> {
        let ledger = self.0.ledger();
        let today = ledger.clock().today().to_string();
        if ledger.setting(SWEPT).await?.as_deref() == Some(&today) {
            return Ok(0);
        }
        let deleted = self.0.sweep().await.map_err(|problem| anyhow::anyhow!("{problem:?}"))?;
        ledger.set(SWEPT, &today).await?;
        Ok(deleted)
    }
}

impl Folders {
    /// Deletes the files that nobody needs; answers how many.
    async fn sweep(&self) -> Result<u64, Problem> {
        let limit = self.ledger().clock().now() - AGE;
        let mut old = self.files().stored_before(limit);
        // A store without old files needs no marking.
        let mut marked = None;
        let mut deleted = 0;
        while let Some(hash) = old.try_next().await? {
            if marked.is_none() {
                marked = Some(self.marked().await?);
            }
            let is_needed = marked.as_ref().is_some_and(|it| it.contains(&short(&hash)));
            if !is_needed && self.files().delete_stored_before(&hash, limit).await? {
                deleted += 1;
            }
        }
        Ok(deleted)
    }

    /// What all applications need.
    async fn marked(&self) -> Result<HashSet<u128>, Problem> {
        let mut marked = HashSet::new();
        let mut last = String::new();
        loop {
            let args = [(&last).into(), PAGE.into()];
            let rows = self.ledger().rows(&store::UPLOADED_TO, &args).await?;
            let Some(end) = rows.last() else { return Ok(marked) };
            last = end.text(0)?.to_owned();
            for row in &rows {
                let kept = self.kept(row.parsed(0)?).await?;
                marked.extend(kept.iter().map(|hash| short(hash)));
            }
        }
    }

    async fn kept(&self, id: ApplicationId) -> Result<Vec<String>, Problem> {
        let history = self.ledger().history::<Folder>(id).await?;
        let Some(subject) = owner(&history) else { return Ok(Vec::new()) };
        if self.ledger().vault().is_record_erased(subject, &id.record()).await? {
            // The key was destroyed: its files cannot be opened any more.
            return Ok(Vec::new());
        }
        if self.is_held(subject).await? {
            return Ok(all_files(&history));
        }
        let was_closed = history.iter().any(|it| it.event == FolderEvent::Closed);
        let since = self.restorable_since();
        let is_gone = !was_closed && self.was_thrown_away(id, since).await?;
        Ok(kept_files(&history, is_gone, since).into_iter().collect())
    }

    /// Whether it was thrown away so long ago that it cannot be brought back.
    async fn was_thrown_away(&self, id: ApplicationId, since: Timestamp) -> Result<bool, Problem> {
        match self.applications().discarded_at(id).await {
            Ok(at) => Ok(at.is_some_and(|at| at <= since)),
            // When in doubt, files stay.
            Err(ApplicationError::Unknown | ApplicationError::Refused(_)) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whose files these are; none where no file was uploaded.
fn owner(history: &[Recorded<FolderEvent>]) -> Option<SubjectId> {
    history.iter().find_map(|it| match &it.event {
        FolderEvent::Added { how: How::File { name, .. }, .. } => Some(name.subject),
        _ => None,
    })
}

/// Everything that was ever uploaded.
fn all_files(history: &[Recorded<FolderEvent>]) -> Vec<String> {
    let file = |it: &Recorded<FolderEvent>| match &it.event {
        FolderEvent::Added { how: How::File { hash, .. }, .. } => Some(hash.clone()),
        _ => None,
    };
    history.iter().filter_map(file).collect()
}

/// Half of a hash: enough to tell files apart, and a collision would only keep one too many.
fn short(hash: &str) -> u128 {
    hash.get(..32).and_then(|it| u128::from_str_radix(it, 16).ok()).unwrap_or_default()
}
