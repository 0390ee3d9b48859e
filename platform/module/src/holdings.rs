//! What each subject holds about people and firms. A subject registers its holdings as it registers
//! its jobs; who asks for their data gets all of them, and who is erased is let go by all of them.

use jiff::civil::Date;
use kernel::id::SubjectId;

/// One thing that is held about somebody: a case, an application, a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it is called in the schedule of retention, such as `cases.case`.
    pub kind: &'static str,
    /// Its id within the kind.
    pub id: String,
    /// When it was over; none while it goes on. Retention counts from here.
    pub concluded_on: Option<Date>,
    /// All that is held, opened and readable by machines. Its members are named in
    /// [`Holding::fields`].
    pub data: serde_json::Value,
    /// The files that belong to it.
    pub files: Vec<HeldFile>,
}

/// A file that belongs to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldFile {
    /// By which [`Holding::file`] finds it.
    pub id: String,
    /// Its name for people, with its ending.
    pub name: String,
}

/// A field of personal data, for the data dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DataField {
    /// The member of [`Record::data`].
    pub name: &'static str,
    /// What it is called, in the order of [`kernel::Lang::ALL`].
    pub words: [&'static str; 3],
    /// The standard or law that says what it looks like, or `–`.
    pub source: &'static str,
    /// What it is kept for, in the same order.
    pub purpose: [&'static str; 3],
    /// Which law allows it.
    pub basis: &'static str,
    /// Whether it is sealed under the person's key wherever it is stored.
    pub is_sealed: bool,
}

/// Something that was over before a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// Whose it is.
    pub subject: SubjectId,
    /// Its id within the kind.
    pub id: String,
    /// When it was over.
    pub concluded_on: Date,
}

/// One kind of thing that a subject holds about people and firms.
#[async_trait::async_trait]
pub trait Holding: Send + Sync {
    /// `subject.things`: the name of its file in an export.
    fn name(&self) -> &'static str;

    /// The key of the word by which people know it, in the subject's locales.
    fn title(&self) -> &'static str;

    /// The kinds of its records; each stands in the schedule of retention.
    fn kinds(&self) -> &'static [&'static str];

    /// The members of its records' data.
    fn fields(&self) -> &'static [DataField];

    /// All that is held about somebody, in clear; nothing of what was erased. What belongs to a
    /// firm is asked for under the firm's subject.
    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>>;

    /// The bytes of a file that [`Holding::about`] named; none where it is gone.
    async fn file(&self, _subject: SubjectId, _id: &str) -> anyhow::Result<Option<Vec<u8>>> {
        Ok(None)
    }

    /// Lets go what no law obliges to keep, such as drafts, when somebody closes their account;
    /// answers how many things. A second time there is nothing left to do.
    async fn let_go(&self, _subject: SubjectId) -> anyhow::Result<u64> {
        Ok(0)
    }

    /// A page of what of a kind was over before a day and is not purged yet, by id behind `after`.
    async fn over(
        &self,
        _kind: &str,
        _before: Date,
        _after: &str,
        _limit: usize,
    ) -> anyhow::Result<Vec<Over>> {
        Ok(Vec::new())
    }

    /// Purges one thing of a kind for good: destroys its key, deletes its files. Nobody calls this
    /// but the purge that two people approved. A second time there is nothing left to do.
    async fn purge(&self, _kind: &str, _subject: SubjectId, _id: &str) -> anyhow::Result<()> {
        Ok(())
    }
}
