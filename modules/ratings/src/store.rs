//! The read tables of ratings.

use jiff::{Timestamp, civil::Date};
use kernel::id::CaseId;
use ledger::{Row, StoreError, statements};
use ratings_domain::{Channel, Grade, Tag, Totals};

statements! {
    /// A rating was given.
    INSERT = "INSERT INTO ratings_rating
        (rating, case_id, reference, service, authority, grade, tags, has_comment, channel, rater,
         rated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    /// One more rating of a service with a grade.
    COUNT_ONE = "INSERT INTO ratings_total (service, grade, ratings) VALUES ($1, $2, 1)
        ON CONFLICT (service, grade) DO UPDATE SET ratings = ratings_total.ratings + 1";
    /// A bad rating has to be put right.
    OPEN_FOLLOW_UP = "INSERT INTO ratings_follow_up (rating, raised_at, due_on, is_provisional)
        VALUES ($1, $2, $3, $4)";
    /// The counts of one service.
    TOTALS_OF = "SELECT service, grade, ratings FROM ratings_total WHERE service = $1";
    /// The counts of a page of services, in alphabetical order of their ids.
    TOTALS = "SELECT service, grade, ratings FROM ratings_total WHERE service IN (
            SELECT DISTINCT service FROM ratings_total WHERE service > $1
            ORDER BY service LIMIT $2)
        ORDER BY service, grade";
    /// A page of open follow-ups, the most urgent first.
    FOLLOW_UPS = "SELECT f.rating, r.case_id, r.reference, r.service, r.authority, r.grade, r.tags,
            r.has_comment, r.channel, f.raised_at, f.due_on, f.is_provisional
        FROM ratings_follow_up f JOIN ratings_rating r ON r.rating = f.rating
        WHERE f.due_on > $1 OR (f.due_on = $1 AND f.rating > $2)
        ORDER BY f.due_on, f.rating LIMIT $3";
    /// One follow-up.
    FOLLOW_UP = "SELECT f.rating, r.case_id, r.reference, r.service, r.authority, r.grade, r.tags,
            r.has_comment, r.channel, f.raised_at, f.due_on, f.is_provisional
        FROM ratings_follow_up f JOIN ratings_rating r ON r.rating = f.rating
        WHERE f.rating = $1";
}

/// An open follow-up with its rating.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenFollowUp {
    /// The rating's key.
    pub rating: String,
    /// The case.
    pub case: CaseId,
    /// Its reference.
    pub reference: String,
    /// The service's id.
    pub service: String,
    /// The authority that handled it.
    pub authority: String,
    /// The grade.
    pub grade: Grade,
    /// What was bad.
    pub tags: Vec<Tag>,
    /// Whether the rater wrote something.
    pub has_comment: bool,
    /// Where it was given.
    pub channel: Channel,
    /// When it was opened.
    pub raised_at: Timestamp,
    /// To be put right by the end of this day.
    pub due_on: Date,
    /// Whether the day may still move.
    pub is_provisional: bool,
}

impl OpenFollowUp {
    /// Reads a row.
    ///
    /// # Errors
    /// [`StoreError::Contradiction`] when the row is not what the tables hold.
    pub fn read(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            rating: row.text(0)?.to_owned(),
            case: row.parsed(1)?,
            reference: row.text(2)?.to_owned(),
            service: row.text(3)?.to_owned(),
            authority: row.text(4)?.to_owned(),
            grade: grade(row, 5)?,
            tags: row.json(6)?,
            has_comment: row.flag(7)?,
            channel: Channel::parse(row.text(8)?)
                .ok_or_else(|| StoreError::contradiction("an unknown channel"))?,
            raised_at: row.instant(9)?,
            due_on: row
                .date_or_null(10)?
                .ok_or_else(|| StoreError::contradiction("a follow-up without a due date"))?,
            is_provisional: row.flag(11)?,
        })
    }
}

fn grade(row: &Row, index: usize) -> Result<Grade, StoreError> {
    let number = u8::try_from(row.int(index)?).unwrap_or_default();
    Grade::from_number(number).ok_or_else(|| StoreError::contradiction("an unknown grade"))
}

/// The counts of each service, in the order of the rows.
///
/// # Errors
/// [`StoreError::Contradiction`] when a row is not what the table holds.
pub fn totals(rows: &[Row]) -> Result<Vec<(String, Totals)>, StoreError> {
    let mut found: Vec<(String, Totals)> = Vec::new();
    for row in rows {
        let service = row.text(0)?;
        if found.last().is_none_or(|(last, _)| last != service) {
            found.push((service.to_owned(), Totals::default()));
        }
        if let Some((_, totals)) = found.last_mut() {
            totals.add(grade(row, 1)?, row.count(2)?);
        }
    }
    Ok(found)
}
