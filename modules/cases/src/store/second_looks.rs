//! The statements of second looks and of the pace of decisions.

use cases_domain::Paced;
use jiff::{Timestamp, civil::Date};
use kernel::{
    LocalText,
    id::{AccountId, CaseId},
};
use ledger::{Ledger, Row, StoreError, statements};

/// So many second looks of one authority are listed.
const LISTED: u32 = 200;
/// So many lots are drawn at once.
pub(crate) const DRAWN_AT_ONCE: usize = 200;
/// So many of an authority's latest decisions tell its pace.
const PACED: u32 = 10_000;

statements! {
    /// Projection: a second look stands so.
    PUT_SECOND_LOOK = "INSERT INTO cases_second_look (case_id, authority, account, granted,
                       opened_at, decided_at, stage, due_on, found_at)
                       VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)
                       ON CONFLICT (case_id) DO UPDATE SET stage = excluded.stage,
                       due_on = excluded.due_on, found_at = excluded.found_at";
    ENTERED = "SELECT case_id FROM cases_second_look WHERE stage = 'entered' AND case_id > $1
               ORDER BY case_id LIMIT $2";
    LOOKS_WAITING = "SELECT s.case_id, c.reference, c.name, s.authority, s.account, s.granted,
                     s.decided_at, s.stage, s.due_on, s.found_at
                     FROM cases_second_look s JOIN cases_case c ON c.case_id = s.case_id
                     WHERE s.stage = 'waiting' AND s.authority = $1
                     ORDER BY s.due_on, s.case_id LIMIT $2";
    LOOKS_OBJECTED = "SELECT s.case_id, c.reference, c.name, s.authority, s.account, s.granted,
                      s.decided_at, s.stage, s.due_on, s.found_at
                      FROM cases_second_look s JOIN cases_case c ON c.case_id = s.case_id
                      WHERE s.stage = 'objected' AND s.authority = $1
                      ORDER BY s.found_at DESC, s.case_id DESC LIMIT $2";
    LOOK = "SELECT s.case_id, c.reference, c.name, s.authority, s.account, s.granted,
            s.decided_at, s.stage, s.due_on, s.found_at
            FROM cases_second_look s JOIN cases_case c ON c.case_id = s.case_id
            WHERE s.case_id = $1";
    PACE = "SELECT account, opened_at, decided_at, granted FROM cases_second_look
            WHERE authority = $1 AND decided_at >= $2
            ORDER BY decided_at DESC, case_id DESC LIMIT $3";
}

/// A second look in a list.
#[derive(Debug, Clone)]
pub(crate) struct LookRow {
    pub case: CaseId,
    pub reference: String,
    pub name: LocalText,
    /// The authority that decided.
    pub authority: String,
    /// Who decided.
    pub account: AccountId,
    pub granted: bool,
    pub decided_at: Timestamp,
    pub stage: String,
    pub due_on: Option<Date>,
    pub found_at: Option<Timestamp>,
}

fn look_row(row: &Row) -> Result<LookRow, StoreError> {
    let found_at = row.int_or_null(9)?.map(|_| row.instant(9)).transpose()?;
    Ok(LookRow {
        case: row.parsed(0)?,
        reference: row.text(1)?.to_owned(),
        name: row.json(2)?,
        authority: row.text(3)?.to_owned(),
        account: row.parsed(4)?,
        granted: row.flag(5)?,
        decided_at: row.instant(6)?,
        stage: row.text(7)?.to_owned(),
        due_on: row.date_or_null(8)?,
        found_at,
    })
}

/// The cases whose lots are to be drawn, after one.
pub(crate) async fn entered(ledger: &Ledger, after: &str) -> Result<Vec<CaseId>, StoreError> {
    let rows = ledger.rows(&ENTERED, &[after.into(), DRAWN_AT_ONCE.into()]).await?;
    rows.iter().map(|row| row.parsed(0)).collect()
}

/// The second looks that wait at an authority, the most urgent first.
pub(crate) async fn waiting(ledger: &Ledger, authority: &str) -> Result<Vec<LookRow>, StoreError> {
    let rows = ledger.rows(&LOOKS_WAITING, &[authority.into(), LISTED.into()]).await?;
    rows.iter().map(look_row).collect()
}

/// The objections to decisions of an authority, the newest first.
pub(crate) async fn objected(ledger: &Ledger, authority: &str) -> Result<Vec<LookRow>, StoreError> {
    let rows = ledger.rows(&LOOKS_OBJECTED, &[authority.into(), LISTED.into()]).await?;
    rows.iter().map(look_row).collect()
}

/// The second look at the decision of a case.
pub(crate) async fn look(ledger: &Ledger, case: CaseId) -> Result<Option<LookRow>, StoreError> {
    let rows = ledger.rows(&LOOK, &[case.to_string().into()]).await?;
    rows.first().map(look_row).transpose()
}

/// The decisions of an authority since an instant: whose, and how they were made.
pub(crate) async fn decided_since(
    ledger: &Ledger,
    authority: &str,
    since: Timestamp,
) -> Result<Vec<(AccountId, Paced)>, StoreError> {
    let paced = |row: &Row| {
        let opened_at = row.int_or_null(1)?.map(|_| row.instant(1)).transpose()?;
        let (decided_at, granted) = (row.instant(2)?, row.flag(3)?);
        Ok((row.parsed(0)?, Paced { opened_at, decided_at, granted }))
    };
    let args = [authority.into(), since.into(), PACED.into()];
    ledger.rows(&PACE, &args).await?.iter().map(paced).collect()
}
