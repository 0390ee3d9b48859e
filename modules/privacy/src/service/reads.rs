//! Who looked at somebody's data.

use data_encoding::HEXUPPER;
use jiff::{Timestamp, civil::Date};
use kernel::{
    Actor, LocalText, Role,
    id::{AccountId, EventId, SubjectId},
};
use ledger::{Accessed, VaultError};
use web::Failure;

use super::{InquiryView, Privacy};
use crate::policy;

/// The setting that says how readers are named: `number` (the default) or `name`.
const NAMES: &str = "privacy.reader_names";

/// The days that are looked at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Period {
    /// From this day on.
    pub from: Option<Date>,
    /// To this day, inclusive.
    pub to: Option<Date>,
}

/// A place in the list, after which a page begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The instant of the last row,
    pub at: Timestamp,
    /// and its id.
    pub id: EventId,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.at.as_microsecond(), self.id)
    }
}

impl Place {
    /// Reads what [`Place`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('.')?;
        Some(Self { at: Timestamp::from_microsecond(at.parse().ok()?).ok()?, id: id.parse().ok()? })
    }
}

/// One read, as the person concerned sees it.
#[derive(Debug, Clone)]
pub struct ReadLine {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// The reader's role.
    pub role: Role,
    /// The reader's office.
    pub office: Option<LocalText>,
    /// The reader: a number that is the same for all that one member of staff reads about this
    /// person, or their name where the installation shows names.
    pub reader: String,
    /// The permission used.
    pub action: String,
    /// In which matter.
    pub matter: String,
    /// Why; none where it was erased.
    pub reason: Option<String>,
    /// The fields that were shown in clear, if only some were.
    pub fields: Vec<String>,
    /// What was asked about it.
    pub inquiry: Option<InquiryView>,
}

impl ReadLine {
    /// The place after this row.
    pub fn place(&self) -> Place {
        Place { at: self.at, id: self.id }
    }
}

impl Privacy {
    /// A page of who looked at the actor's data, newest first; one more than `limit` if there are
    /// more.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn reads(
        &self,
        actor: &Actor,
        window: Period,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<ReadLine>, Failure> {
        let whose = self.whose(actor, policy::READ_OWN).await?;
        self.reads_of(whose.subject, window, after, limit).await
    }

    /// One read of the actor's own data.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn read(&self, actor: &Actor, id: EventId) -> Result<ReadLine, Failure> {
        let whose = self.whose(actor, policy::READ_OWN).await?;
        let found = self.ledger.access(whose.subject, id).await?;
        self.line(whose.subject, found.ok_or(Failure::NotFound)?).await
    }

    /// As [`Privacy::reads`], of anybody; who calls this has asked the policy.
    pub(super) async fn reads_of(
        &self,
        subject: SubjectId,
        window: Period,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<ReadLine>, Failure> {
        let zone = self.ledger.clock().zone();
        let start = |day: Date| zone.to_timestamp(day.at(0, 0, 0, 0));
        let since = window.from.map(start).transpose().map_err(Failure::internal)?;
        let end = window.to.and_then(|day| day.tomorrow().ok()).map(start);
        let end = end.transpose().map_err(Failure::internal)?.unwrap_or(Timestamp::MAX);
        let before = after.map_or((end, None), |place| (place.at.min(end), Some(place.id)));
        let since = since.unwrap_or(Timestamp::UNIX_EPOCH);
        let found = self.ledger.accesses(subject, since, before, limit + 1).await?;
        let mut lines = Vec::with_capacity(found.len());
        for it in found {
            lines.push(self.line(subject, it).await?);
        }
        Ok(lines)
    }

    /// As [`Privacy::reads`], for the copy of all data.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn log(
        &self,
        subject: SubjectId,
        window: Period,
        after: Option<Place>,
        limit: usize,
    ) -> anyhow::Result<Vec<ReadLine>> {
        let found = self.reads_of(subject, window, after, limit).await;
        found.map_err(|failure| anyhow::anyhow!("{}", failure.code()))
    }

    async fn line(&self, subject: SubjectId, it: Accessed) -> Result<ReadLine, Failure> {
        let office = it.by.authority.as_deref().and_then(|id| self.directory.authority(id));
        Ok(ReadLine {
            id: it.id,
            at: it.at,
            role: it.by.role,
            office: office.map(|it| it.name.clone()),
            reader: self.reader(subject, it.by.account).await?,
            action: it.action,
            matter: it.matter,
            reason: it.reason,
            fields: it.fields,
            inquiry: self.inquiry(it.id).await?,
        })
    }

    /// How the reader is called towards somebody.
    async fn reader(
        &self,
        towards: SubjectId,
        reader: Option<AccountId>,
    ) -> Result<String, Failure> {
        let Some(reader) = reader else { return Ok(String::new()) };
        if self.ledger.setting(NAMES).await?.as_deref() == Some("name")
            && let Some(name) = self.people.staff_name(reader).await.map_err(Failure::internal)?
        {
            return Ok(name);
        }
        self.pseudonym(towards, reader).await
    }

    /// The number of a member of staff towards somebody. Two people cannot compare theirs, and it
    /// goes when either of them is erased.
    async fn pseudonym(&self, towards: SubjectId, reader: AccountId) -> Result<String, Failure> {
        let vault = self.ledger.vault();
        let bytes = towards.uuid();
        match vault.subject_hash(reader.subject(), "privacy.reader", bytes.as_bytes()).await {
            Ok(hash) => {
                let text = HEXUPPER.encode(&hash[..4]);
                Ok(format!("{}-{}", &text[..4], &text[4..]))
            }
            Err(VaultError::Erased) => Ok(String::new()),
            Err(error) => Err(error.into()),
        }
    }
}
