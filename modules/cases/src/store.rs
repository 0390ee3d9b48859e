//! The statements of cases: lists, queues and look-ups.

pub(crate) mod second_looks;

use jiff::{Timestamp, civil::Date};
use kernel::{
    Actor, LocalText, Role,
    id::{AccountId, CaseId, SubjectId},
};
use ledger::{Ledger, Row, StoreError, statements};

pub(crate) mod duty;

pub(crate) use duty::{LAST_DAY, Part, QueueMark, queue};

statements! {
    /// Writes the row of a case.
    PUT_CASE = "INSERT INTO cases_case (case_id, reference, number, service, name, authority,
                subject, account, channel, stage, submitted_at, changed_at, notice_on, promised_on,
                statutory_on, is_open, revision)
                VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)
                ON CONFLICT (case_id) DO UPDATE SET stage = excluded.stage,
                changed_at = excluded.changed_at, notice_on = excluded.notice_on,
                promised_on = excluded.promised_on, statutory_on = excluded.statutory_on,
                is_open = excluded.is_open";
    /// Writes a task.
    PUT_TASK = "INSERT INTO cases_task (case_id, step, member, unit, role, due_on, silent_on)
                VALUES ($1,$2,$3,$4,$5,$6,$7)
                ON CONFLICT (case_id, step, member) DO UPDATE SET due_on = excluded.due_on,
                silent_on = excluded.silent_on";
    /// Takes a task away.
    DROP_TASK = "DELETE FROM cases_task WHERE case_id = $1 AND step = $2 AND member = $3";
    /// Projection: an officer broke the glass.
    NEW_ELEVATION = "INSERT INTO cases_elevation
                     (account, from_at, until_at, authority, role, is_reviewed)
                     VALUES ($1, $2, $3, $4, $5, 0)";
    /// Projection: an elevation stands so.
    SET_ELEVATION = "UPDATE cases_elevation SET until_at = $3, is_reviewed = $4
                     WHERE account = $1 AND from_at = $2";
    /// The elevations that nobody reviewed, oldest first.
    UNREVIEWED = "SELECT account, from_at, until_at, authority FROM cases_elevation
                  WHERE is_reviewed = 0 ORDER BY from_at LIMIT 200";
    UNREVIEWED_OF = "SELECT account, from_at, until_at, authority FROM cases_elevation
                     WHERE account = $1 AND is_reviewed = 0";
    /// Something was read under an elevation.
    ELEVATED_READ = "INSERT INTO cases_elevated_read (account, from_at, read_id, at, reference)
                     VALUES ($1, $2, $3, $4, $5)";
    ELEVATED_READS = "SELECT at, reference FROM cases_elevated_read
                      WHERE account = $1 AND from_at = $2 ORDER BY read_id LIMIT 1000";
    /// Notes who had a hand in a case, once.
    HAND = "INSERT INTO cases_hand (case_id, account, decides) VALUES ($1, $2, $3)
            ON CONFLICT (case_id, account) DO NOTHING";
    /// Notes who decides; whoever stands there already does not.
    DECIDER = "INSERT INTO cases_hand (case_id, account, decides) VALUES ($1, $2, $3)";
    /// Who decided undid it before it left.
    UNDECIDE = "DELETE FROM cases_hand WHERE case_id = $1 AND account = $2 AND decides = 1";
    BY_REFERENCE = "SELECT case_id, reference, service, name, authority, subject, account, stage,
                    submitted_at, promised_on, is_open FROM cases_case WHERE reference = $1";
    BY_NUMBER = "SELECT case_id, reference, service, name, authority, subject, account, stage,
                 submitted_at, promised_on, is_open FROM cases_case WHERE number = $1";
    OF_SUBJECT = "SELECT case_id, reference, service, name, authority, subject, account, stage,
                  submitted_at, promised_on, is_open FROM cases_case
                  WHERE subject = $1 AND submitted_at < $2 ORDER BY submitted_at DESC, case_id
                  LIMIT $3";
    MOST_URGENT = "SELECT t.case_id, c.reference, c.name, c.authority, t.unit, t.role, t.due_on
                   FROM cases_task t JOIN cases_case c ON c.case_id = t.case_id
                   ORDER BY t.due_on, t.case_id LIMIT $1";
    QUEUE_SIZE = "SELECT COUNT(*) FROM cases_task WHERE unit = $1 AND role = $2 AND due_on <= $3";
    LAPSED = "SELECT case_id FROM cases_case WHERE notice_on < $1 ORDER BY notice_on, case_id LIMIT $2";
    SILENT = "SELECT DISTINCT case_id FROM cases_task WHERE silent_on < $1 ORDER BY case_id LIMIT $2";
    PUT_LEAVING = "INSERT INTO cases_leaving (case_id, leaves_at) VALUES ($1, $2)
                   ON CONFLICT (case_id) DO UPDATE SET leaves_at = excluded.leaves_at";
    DROP_LEAVING = "DELETE FROM cases_leaving WHERE case_id = $1";
    LEAVING = "SELECT case_id FROM cases_leaving WHERE leaves_at <= $1
               ORDER BY leaves_at, case_id LIMIT $2";
    OPEN = "SELECT case_id FROM cases_case WHERE is_open = 1 AND case_id > $1 ORDER BY case_id LIMIT $2";
    /// How many open cases stand on each revision of a service.
    IN_USE = "SELECT revision, COUNT(*) FROM cases_case
              WHERE service = $1 AND is_open = 1 GROUP BY revision ORDER BY revision";
    /// Cases that were over before an instant, by id.
    OVER_BEFORE = "SELECT case_id, subject, changed_at FROM cases_case
                   WHERE is_open = 0 AND changed_at < $1 AND case_id > $2
                   ORDER BY case_id LIMIT $3";
    /// The ids of a person's or firm's cases, oldest first.
    IDS_OF_SUBJECT = "SELECT case_id FROM cases_case WHERE subject = $1
                      ORDER BY submitted_at, case_id";
    /// How many cases of an authority were handed in between two instants, up to a number.
    COUNT_OF_OFFICE = "SELECT COUNT(*) FROM (SELECT case_id FROM cases_case
                       WHERE authority = $1 AND submitted_at >= $2 AND submitted_at < $3
                       LIMIT $4) AS found";
    /// The cases of an authority before an instant, in the order in which they were handed in, after
    /// a place.
    OF_OFFICE = "SELECT case_id, reference, service, name, authority, subject, account, stage,
                 submitted_at, promised_on, is_open FROM cases_case
                 WHERE authority = $1 AND submitted_at < $2 AND (submitted_at, case_id) > ($3, $4)
                 ORDER BY submitted_at, case_id LIMIT $5";
    RECENT = "SELECT case_id, reference, service, name, authority, subject, account, stage,
              submitted_at, promised_on, is_open FROM cases_case
              WHERE authority = $1 AND submitted_at < $2 ORDER BY submitted_at DESC, case_id
              LIMIT $3";
}

/// A case in a list.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Listed {
    pub id: CaseId,
    pub reference: String,
    pub service: String,
    pub name: LocalText,
    pub authority: String,
    #[serde(skip)]
    pub subject: SubjectId,
    #[serde(skip)]
    pub account: AccountId,
    pub stage: String,
    pub submitted_at: Timestamp,
    pub promised_on: Option<Date>,
    pub is_open: bool,
}

/// An elevation that nobody reviewed.
#[derive(Debug, Clone)]
pub(crate) struct ElevationRow {
    pub account: AccountId,
    pub from: Timestamp,
    pub until: Timestamp,
    pub authority: String,
}

fn elevation(row: &Row) -> Result<ElevationRow, StoreError> {
    Ok(ElevationRow {
        account: row.parsed(0)?,
        from: row.instant(1)?,
        until: row.instant(2)?,
        authority: row.text(3)?.to_owned(),
    })
}

/// The elevations that nobody reviewed, oldest first.
pub(crate) async fn unreviewed(ledger: &Ledger) -> Result<Vec<ElevationRow>, StoreError> {
    ledger.rows(&UNREVIEWED, &[]).await?.iter().map(elevation).collect()
}

/// The elevation of an officer that nobody reviewed; there is at most one.
pub(crate) async fn unreviewed_of(
    ledger: &Ledger,
    account: AccountId,
) -> Result<Option<ElevationRow>, StoreError> {
    let rows = ledger.rows(&UNREVIEWED_OF, &[account.to_string().into()]).await?;
    rows.first().map(elevation).transpose()
}

/// What was read under an elevation: when, and which case.
pub(crate) async fn elevated_reads(
    ledger: &Ledger,
    account: AccountId,
    from: Timestamp,
) -> Result<Vec<(Timestamp, String)>, StoreError> {
    let rows = ledger.rows(&ELEVATED_READS, &[account.to_string().into(), from.into()]).await?;
    rows.iter().map(|row| Ok((row.instant(0)?, row.text(1)?.to_owned()))).collect()
}

/// A task of whichever office.
#[derive(Debug, Clone)]
pub(crate) struct Urgent {
    pub case: CaseId,
    pub reference: String,
    pub name: LocalText,
    pub authority: String,
    pub unit: String,
    pub role: Role,
    pub due_on: Date,
}

/// The most urgent tasks of all offices.
pub(crate) async fn most_urgent(ledger: &Ledger, limit: u32) -> Result<Vec<Urgent>, StoreError> {
    let urgent = |row: &Row| {
        let role = Role::parse(row.text(5)?);
        Ok(Urgent {
            case: row.parsed(0)?,
            reference: row.text(1)?.to_owned(),
            name: row.json(2)?,
            authority: row.text(3)?.to_owned(),
            unit: row.text(4)?.to_owned(),
            role: role.ok_or_else(|| StoreError::contradiction("an unknown role"))?,
            due_on: row.parsed(6)?,
        })
    };
    ledger.rows(&MOST_URGENT, &[limit.into()]).await?.iter().map(urgent).collect()
}

/// A task in a queue.
#[derive(Debug, Clone, serde::Serialize)]
pub(crate) struct Queued {
    pub case: CaseId,
    pub reference: String,
    pub name: LocalText,
    pub step: String,
    pub member: String,
    pub due_on: Date,
    pub submitted_at: Timestamp,
    pub stage: String,
    /// The part of the queue in which it stands.
    pub part: Part,
    /// Whose it is; none where it is the office's.
    pub officer: Option<AccountId>,
}

impl Queued {
    /// Its place in its part of the queue.
    pub fn place(&self) -> QueuePlace {
        QueuePlace {
            due_on: self.due_on.to_string(),
            case: self.case.to_string(),
            step: self.step.clone(),
            member: self.member.clone(),
        }
    }

    /// Its place in the whole queue.
    pub fn mark(&self) -> QueueMark {
        QueueMark { part: self.part, place: self.place() }
    }
}

/// A place in a queue, after which a page begins: the whole key of a task, because a case may wait
/// with several. The default is the place before the first task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct QueuePlace {
    due_on: String,
    case: String,
    step: String,
    member: String,
}

impl QueuePlace {
    /// The place before the first task that is due on a day.
    pub fn on(day: Date) -> Self {
        Self { due_on: day.to_string(), ..Self::default() }
    }

    /// Reads what [`std::fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '.');
        let due: Date = parts.next()?.parse().ok()?;
        let case: CaseId = parts.next()?.parse().ok()?;
        let (step, member) = (parts.next()?.to_owned(), parts.next()?.to_owned());
        Some(Self { due_on: due.to_string(), case: case.to_string(), step, member })
    }
}

impl std::fmt::Display for QueuePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}.{}", self.due_on, self.case, self.step, self.member)
    }
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    Ok(Listed {
        id: row.parsed(0)?,
        reference: row.text(1)?.to_owned(),
        service: row.text(2)?.to_owned(),
        name: row.json(3)?,
        authority: row.text(4)?.to_owned(),
        subject: row.parsed(5)?,
        account: row.parsed(6)?,
        stage: row.text(7)?.to_owned(),
        submitted_at: row.instant(8)?,
        promised_on: row.date_or_null(9)?,
        is_open: row.flag(10)?,
    })
}

/// The case of a reference or case number.
pub(crate) async fn find(ledger: &Ledger, text: &str) -> Result<Option<Listed>, StoreError> {
    let statement = if text.len() > 20 { &BY_NUMBER } else { &BY_REFERENCE };
    ledger.rows(statement, &[text.into()]).await?.first().map(listed).transpose()
}

/// The cases of a person or firm, newest first, before an instant.
pub(crate) async fn of_subject(
    ledger: &Ledger,
    subject: SubjectId,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let args = [subject.to_string().into(), before.into(), limit.into()];
    ledger.rows(&OF_SUBJECT, &args).await?.iter().map(listed).collect()
}

/// The newest cases of an authority, before an instant.
pub(crate) async fn of_authority(
    ledger: &Ledger,
    authority: &str,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let args = [authority.into(), before.into(), limit.into()];
    ledger.rows(&RECENT, &args).await?.iter().map(listed).collect()
}

/// How many cases of an authority were handed in between two instants, up to `most`.
pub(crate) async fn count_of_office(
    ledger: &Ledger,
    authority: &str,
    (from, until): (Timestamp, Timestamp),
    most: u64,
) -> Result<u64, StoreError> {
    let args = [authority.into(), from.into(), until.into(), most.into()];
    let rows = ledger.rows(&COUNT_OF_OFFICE, &args).await?;
    rows.first().map_or(Ok(0), |row| row.count(0))
}

/// The cases of an authority until an instant, oldest first, after a place.
pub(crate) async fn of_office(
    ledger: &Ledger,
    authority: &str,
    until: Timestamp,
    (after, id): (Timestamp, &str),
    limit: u32,
) -> Result<Vec<Listed>, StoreError> {
    let args = [authority.into(), until.into(), after.into(), id.into(), limit.into()];
    ledger.rows(&OF_OFFICE, &args).await?.iter().map(listed).collect()
}

/// How many tasks of an officer's authority and role are due on or before a day.
pub(crate) async fn queue_size(
    ledger: &Ledger,
    actor: &Actor,
    until: &str,
) -> Result<u64, StoreError> {
    let unit = actor.authority.as_deref().unwrap_or_default();
    let args = [unit.into(), actor.role.word().into(), until.into()];
    ledger.rows(&QUEUE_SIZE, &args).await?.first().map_or(Ok(0), |row| row.count(0))
}

async fn ids(
    ledger: &Ledger,
    statement: &ledger::Statement,
    key: ledger::Value,
    limit: u32,
) -> Result<Vec<CaseId>, StoreError> {
    let rows = ledger.rows(statement, &[key, limit.into()]).await?;
    rows.iter().map(|row| row.parsed(0)).collect()
}

/// Cases whose notice clock has run out before `today`.
pub(crate) async fn lapsed(ledger: &Ledger, today: Date) -> Result<Vec<CaseId>, StoreError> {
    ids(ledger, &LAPSED, today.into(), 500).await
}

/// Cases in which a reviewer's silence consents since before `today`.
pub(crate) async fn silent(ledger: &Ledger, today: Date) -> Result<Vec<CaseId>, StoreError> {
    ids(ledger, &SILENT, today.into(), 500).await
}

/// Cases whose decision leaves by now.
pub(crate) async fn leaving(
    ledger: &Ledger,
    now: jiff::Timestamp,
) -> Result<Vec<CaseId>, StoreError> {
    ids(ledger, &LEAVING, now.into(), 500).await
}

/// Open cases after a key.
pub(crate) async fn open(ledger: &Ledger, after: &str) -> Result<Vec<CaseId>, StoreError> {
    ids(ledger, &OPEN, after.into(), 500).await
}

#[cfg(test)]
mod tests;
