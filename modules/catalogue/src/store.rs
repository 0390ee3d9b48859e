//! The statements of the catalogue and the rows that they give.

use jiff::Timestamp;
use ledger::{Row, StoreError, statements};

statements! {
    KEEP_SERVICE = "INSERT INTO catalogue_service (id, version, revision, is_withdrawn, proposed_at)
                    VALUES ($1, $2, $3, $4, $5)
                    ON CONFLICT (id) DO UPDATE SET version = excluded.version,
                        revision = excluded.revision, is_withdrawn = excluded.is_withdrawn,
                        proposed_at = excluded.proposed_at";
    /// How far each service has come.
    SERVICES = "SELECT id, version FROM catalogue_service ORDER BY id";
    /// What waits for a second person, the oldest first.
    PROPOSALS = "SELECT id, revision, proposed_at FROM catalogue_service
                 WHERE proposed_at IS NOT NULL ORDER BY proposed_at, id LIMIT $1";
    KEEP_LISTS = "INSERT INTO catalogue_lists (id, version) VALUES ($1, $2)
                  ON CONFLICT (id) DO UPDATE SET version = excluded.version";
    LISTS = "SELECT version FROM catalogue_lists WHERE id = $1";
    KEEP_ENTRY = "INSERT INTO catalogue_entry (code, version) VALUES ($1, $2)
                  ON CONFLICT (code) DO UPDATE SET version = excluded.version";
    /// How far each entry of the catalogue list has come.
    ENTRIES = "SELECT code, version FROM catalogue_entry ORDER BY code";
    KEEP_POWER_LIST = "INSERT INTO catalogue_power_list (id, version) VALUES ($1, $2)
                       ON CONFLICT (id) DO UPDATE SET version = excluded.version";
    POWER_LIST = "SELECT version FROM catalogue_power_list WHERE id = $1";
    KEEP_REPORT = "INSERT INTO catalogue_report (id, service, revision, reported_at, text)
                   VALUES ($1, $2, $3, $4, $5)";
    SETTLE_REPORT = "UPDATE catalogue_report SET settled_at = $2, outcome = $3 WHERE id = $1";
    /// Reports that wait, oldest first, after a place in the list.
    OPEN_REPORTS = "SELECT id, service, revision, reported_at, text FROM catalogue_report
                    WHERE settled_at IS NULL
                    AND (reported_at > $1 OR (reported_at = $1 AND id > $2))
                    ORDER BY reported_at, id LIMIT $3";
    OPEN_REPORT = "SELECT id, service, revision, reported_at, text FROM catalogue_report
                   WHERE id = $1 AND settled_at IS NULL";
    COUNT_REPORTS = "SELECT COUNT(*) FROM catalogue_report WHERE settled_at IS NULL";
    /// Who typed a word, as fingerprints; and how many did.
    SEE_MISS = "INSERT INTO catalogue_search_seen (word, visitor, seen_at) VALUES ($1, $2, $3)
                ON CONFLICT (word, visitor) DO NOTHING";
    SEEN_MISS = "SELECT COUNT(*) FROM catalogue_search_seen WHERE word = $1";
    FORGET_SEEN = "DELETE FROM catalogue_search_seen WHERE seen_at < $1";
    NOTE_MISS = "INSERT INTO catalogue_search_miss (text, count, last_at) VALUES ($1, $2, $3)
                 ON CONFLICT (text) DO UPDATE SET count = catalogue_search_miss.count + 1,
                     last_at = excluded.last_at";
    MISSES = "SELECT text, count, last_at FROM catalogue_search_miss
              ORDER BY count DESC, last_at DESC, text LIMIT $1";
    FORGET_MISSES = "DELETE FROM catalogue_search_miss WHERE last_at < $1";
    IS_MISSED = "SELECT COUNT(*) FROM catalogue_search_miss WHERE text = $1";
    /// So many more of a week; the empty text stands for all of it.
    COUNT_WEEK = "INSERT INTO catalogue_search_week (week, text, count) VALUES ($1, $2, $3)
                  ON CONFLICT (week, text) DO UPDATE SET
                      count = catalogue_search_week.count + excluded.count";
    /// The weeks with searches in vain, the newest first.
    WEEKS = "SELECT week, count FROM catalogue_search_week WHERE text = '' ORDER BY week DESC
             LIMIT $1";
    /// The words of a week, the most frequent first.
    WEEK = "SELECT text, count FROM catalogue_search_week WHERE week = $1 AND text <> ''
            ORDER BY count DESC, text LIMIT $2";
    FORGET_WEEKS = "DELETE FROM catalogue_search_week WHERE week < $1";
}

/// A proposal that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// Id of the service.
    pub id: String,
    /// Its newest revision; 0 where there is none yet.
    pub revision: u64,
    /// When it was proposed.
    pub proposed_at: Timestamp,
}

impl Waiting {
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text(0)?.to_owned(),
            revision: row.count(1)?,
            proposed_at: row.instant(2)?,
        })
    }
}

/// What a reader says is wrong in a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Report {
    /// Its id.
    pub id: String,
    /// Id of the service.
    pub service: String,
    /// The revision that was read.
    pub revision: u64,
    /// When it was written.
    pub reported_at: Timestamp,
    /// What is wrong.
    pub text: String,
}

impl Report {
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.text(0)?.to_owned(),
            service: row.text(1)?.to_owned(),
            revision: row.count(2)?,
            reported_at: row.instant(3)?,
            text: row.text(4)?.to_owned(),
        })
    }
}

/// A search that found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Miss {
    /// What was typed.
    pub text: String,
    /// How often.
    pub count: u64,
    /// When last.
    pub last_at: Timestamp,
}

impl Miss {
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self { text: row.text(0)?.to_owned(), count: row.count(1)?, last_at: row.instant(2)? })
    }
}

/// A week, or a word in it, and how many searches found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The Monday of the week, ISO; or the word.
    pub what: String,
    /// How many searches.
    pub count: u64,
}

impl Counted {
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self { what: row.text(0)?.to_owned(), count: row.count(1)? })
    }
}
