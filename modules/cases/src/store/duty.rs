//! Whose the tasks are, queues that show one's own first, and what was done against the order.

use jiff::Timestamp;
use kernel::{
    Actor,
    id::{AccountId, CaseId, SubjectId},
};
use ledger::{Ledger, Row, StoreError, Value, statements};

use super::{QueuePlace, Queued};

statements! {
    /// Projection: a task is an officer's.
    PUT_DUTY = "INSERT INTO cases_duty (case_id, step, member, officer) VALUES ($1, $2, $3, $4)
                ON CONFLICT (case_id, step, member) DO UPDATE SET officer = excluded.officer";
    /// Projection: a task is the office's.
    DROP_DUTY = "DELETE FROM cases_duty WHERE case_id = $1 AND step = $2 AND member = $3";
    /// Projection: a task was taken over, or done out of turn.
    NEW_OVERRIDE = "INSERT INTO cases_override
                    (case_id, seq, at, kind, authority, officer, was, ahead)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The tasks of an office and role that are an officer's.
    OWN_QUEUE = "SELECT t.case_id, c.reference, c.name, t.step, t.member, t.due_on,
                 c.submitted_at, c.stage, d.officer
                 FROM cases_task t JOIN cases_case c ON c.case_id = t.case_id
                 JOIN cases_duty d ON d.case_id = t.case_id AND d.step = t.step
                 AND d.member = t.member
                 WHERE t.unit = $1 AND t.role = $2 AND d.officer = $9
                 AND (t.due_on, t.case_id, t.step, t.member) > ($3, $4, $5, $6)
                 AND t.due_on <= $8
                 ORDER BY t.due_on, t.case_id, t.step, t.member LIMIT $7";
    /// Those that are nobody's.
    OFFICE_QUEUE = "SELECT t.case_id, c.reference, c.name, t.step, t.member, t.due_on,
                    c.submitted_at, c.stage, d.officer
                    FROM cases_task t JOIN cases_case c ON c.case_id = t.case_id
                    LEFT JOIN cases_duty d ON d.case_id = t.case_id AND d.step = t.step
                    AND d.member = t.member
                    WHERE t.unit = $1 AND t.role = $2 AND d.officer IS NULL
                    AND (t.due_on, t.case_id, t.step, t.member) > ($3, $4, $5, $6)
                    AND t.due_on <= $8
                    ORDER BY t.due_on, t.case_id, t.step, t.member LIMIT $7";
    /// Those that are somebody else's.
    OTHERS_QUEUE = "SELECT t.case_id, c.reference, c.name, t.step, t.member, t.due_on,
                    c.submitted_at, c.stage, d.officer
                    FROM cases_task t JOIN cases_case c ON c.case_id = t.case_id
                    JOIN cases_duty d ON d.case_id = t.case_id AND d.step = t.step
                    AND d.member = t.member
                    WHERE t.unit = $1 AND t.role = $2 AND d.officer <> $9
                    AND (t.due_on, t.case_id, t.step, t.member) > ($3, $4, $5, $6)
                    AND t.due_on <= $8
                    ORDER BY t.due_on, t.case_id, t.step, t.member LIMIT $7";
    /// How many tasks of an officer in an office and role were due before a day, in other cases.
    AHEAD = "SELECT COUNT(*) FROM cases_task t
             JOIN cases_duty d ON d.case_id = t.case_id AND d.step = t.step AND d.member = t.member
             WHERE t.unit = $1 AND t.role = $2 AND d.officer = $3 AND t.due_on < $4
             AND t.case_id <> $5";
    /// The cases in which a task of an officer waits.
    WAITING_FOR = "SELECT DISTINCT t.case_id FROM cases_duty d
                   JOIN cases_task t ON t.case_id = d.case_id AND t.step = d.step
                   AND t.member = d.member
                   WHERE d.officer = $1 AND t.case_id > $2 ORDER BY t.case_id LIMIT $3";
    /// The open cases of a person or firm.
    OPEN_OF_SUBJECT = "SELECT case_id FROM cases_case
                       WHERE subject = $1 AND is_open = 1 AND case_id > $2
                       ORDER BY case_id LIMIT $3";
    /// What was taken over or done out of turn, newest first, after a place.
    OVERRIDES = "SELECT o.case_id, o.seq, o.at, o.kind, o.authority, o.officer, o.was, o.ahead,
                 c.reference FROM cases_override o JOIN cases_case c ON c.case_id = o.case_id
                 WHERE (o.at, o.case_id, o.seq) < ($1, $2, $3)
                 ORDER BY o.at DESC, o.case_id DESC, o.seq DESC LIMIT $4";
}

/// So many cases are read at once.
const PAGE: u32 = 200;
/// After every day of a calendar.
pub(crate) const LAST_DAY: &str = "9999-12-31";

/// A part of a queue, in the order in which queues show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub(crate) enum Part {
    /// The officer's own tasks.
    Own,
    /// Those that are nobody's.
    Office,
    /// Those of colleagues.
    Others,
}

impl Part {
    /// All parts, in their order.
    pub const ALL: [Self; 3] = [Self::Own, Self::Office, Self::Others];

    const fn mark(self) -> &'static str {
        match self {
            Self::Own => "own:",
            Self::Office => "office:",
            Self::Others => "others:",
        }
    }
}

/// Where a page of a queue ended: in which part, and at which task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct QueueMark {
    /// The part.
    pub part: Part,
    /// The task.
    pub place: QueuePlace,
}

impl QueueMark {
    /// Reads what [`std::fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        Part::ALL.into_iter().find_map(|part| {
            let place = QueuePlace::parse(text.strip_prefix(part.mark())?)?;
            Some(Self { part, place })
        })
    }
}

impl std::fmt::Display for QueueMark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", self.part.mark(), self.place)
    }
}

/// The tasks of a part of an officer's queue that are due until a day, most urgent first, after a
/// place.
pub(crate) async fn queue(
    ledger: &Ledger,
    actor: &Actor,
    (part, until): (Part, &str),
    after: &QueuePlace,
    limit: u32,
) -> Result<Vec<Queued>, StoreError> {
    let unit = actor.authority.as_deref().unwrap_or_default();
    let mut args: Vec<Value> = vec![
        unit.into(),
        actor.role.word().into(),
        (&after.due_on).into(),
        (&after.case).into(),
        (&after.step).into(),
        (&after.member).into(),
        limit.into(),
        until.into(),
    ];
    let statement = match part {
        Part::Own => &OWN_QUEUE,
        Part::Office => &OFFICE_QUEUE,
        Part::Others => &OTHERS_QUEUE,
    };
    if part != Part::Office {
        args.push(actor.account.map(|it| it.to_string()).unwrap_or_default().into());
    }
    ledger.rows(statement, &args).await?.iter().map(|row| queued(row, part)).collect()
}

fn queued(row: &Row, part: Part) -> Result<Queued, StoreError> {
    Ok(Queued {
        case: row.parsed(0)?,
        reference: row.text(1)?.to_owned(),
        name: row.json(2)?,
        step: row.text(3)?.to_owned(),
        member: row.text(4)?.to_owned(),
        due_on: row.parsed(5)?,
        submitted_at: row.instant(6)?,
        stage: row.text(7)?.to_owned(),
        part,
        officer: match part {
            Part::Office => None,
            Part::Own | Part::Others => Some(row.parsed(8)?),
        },
    })
}

/// How many tasks of an officer's own were due before a day, in other cases than this.
pub(crate) async fn ahead(
    ledger: &Ledger,
    actor: &Actor,
    due_on: jiff::civil::Date,
    case: CaseId,
) -> Result<u64, StoreError> {
    let args = [
        actor.authority.as_deref().unwrap_or_default().into(),
        actor.role.word().into(),
        actor.account.map(|it| it.to_string()).unwrap_or_default().into(),
        due_on.into(),
        case.to_string().into(),
    ];
    ledger.rows(&AHEAD, &args).await?.first().map_or(Ok(0), |row| row.count(0))
}

/// Cases in which a task of an officer waits, after a key.
pub(crate) async fn waiting_for(
    ledger: &Ledger,
    officer: AccountId,
    after: &str,
) -> Result<Vec<CaseId>, StoreError> {
    let args = [officer.to_string().into(), after.into(), PAGE.into()];
    ledger.rows(&WAITING_FOR, &args).await?.iter().map(|row| row.parsed(0)).collect()
}

/// Open cases of a person or firm, after a key.
pub(crate) async fn open_of(
    ledger: &Ledger,
    subject: SubjectId,
    after: &str,
) -> Result<Vec<CaseId>, StoreError> {
    let args = [subject.to_string().into(), after.into(), PAGE.into()];
    ledger.rows(&OPEN_OF_SUBJECT, &args).await?.iter().map(|row| row.parsed(0)).collect()
}

/// A task that was taken over, or done out of turn.
#[derive(Debug, Clone)]
pub(crate) struct Override {
    pub case: CaseId,
    /// Its event in the stream of the case's duties.
    pub seq: u64,
    pub at: Timestamp,
    /// The event's word.
    pub kind: String,
    pub authority: String,
    pub officer: AccountId,
    /// Who had the task; none where it was not taken over.
    pub was: Option<AccountId>,
    /// How many tasks of the officer were due earlier.
    pub ahead: u64,
    pub reference: String,
}

/// A place in the list of overrides, after which a page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OverridePlace {
    at: Timestamp,
    case: String,
    seq: u64,
}

impl OverridePlace {
    /// Before the newest.
    pub fn newest() -> Self {
        Self { at: Timestamp::MAX, case: String::new(), seq: 0 }
    }

    /// Reads what [`std::fmt::Display`] wrote.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '.');
        let at = Timestamp::from_microsecond(parts.next()?.parse().ok()?).ok()?;
        let case: CaseId = parts.next()?.parse().ok()?;
        Some(Self { at, case: case.to_string(), seq: parts.next()?.parse().ok()? })
    }
}

impl std::fmt::Display for OverridePlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.at.as_microsecond(), self.case, self.seq)
    }
}

impl Override {
    /// Its place in the list.
    pub fn place(&self) -> OverridePlace {
        OverridePlace { at: self.at, case: self.case.to_string(), seq: self.seq }
    }
}

/// What was taken over or done out of turn, newest first, after a place.
pub(crate) async fn overrides(
    ledger: &Ledger,
    after: &OverridePlace,
    limit: u32,
) -> Result<Vec<Override>, StoreError> {
    let args = [after.at.into(), (&after.case).into(), after.seq.into(), limit.into()];
    let one = |row: &Row| {
        let was = row.text(6)?;
        Ok(Override {
            case: row.parsed(0)?,
            seq: row.count(1)?,
            at: row.instant(2)?,
            kind: row.text(3)?.to_owned(),
            authority: row.text(4)?.to_owned(),
            officer: row.parsed(5)?,
            was: if was.is_empty() { None } else { Some(row.parsed(6)?) },
            ahead: row.count(7)?,
            reference: row.text(8)?.to_owned(),
        })
    };
    ledger.rows(&OVERRIDES, &args).await?.iter().map(one).collect()
}
