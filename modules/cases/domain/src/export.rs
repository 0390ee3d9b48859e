//! Lists of cases that leave the house as a file: who took what, and who approved it where it was
//! more than one person takes alone.

use jiff::{SignedDuration, Timestamp, civil::Date};
use kernel::{Actor, Aggregate, Recorded};
use serde::{Deserialize, Serialize};

/// So many rows one person takes alone (security reference, section 6).
pub const ROWS_ALONE: u64 = 1_000;
/// So long a list can be fetched.
pub const FETCHED_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Which cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportedCases {
    /// Those of this authority,
    pub authority: String,
    /// handed in from this day
    pub from: Date,
    /// to this one, both included.
    pub to: Date,
    /// How many there were.
    pub rows: u64,
}

/// What happens to a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CaseExportEvent {
    /// It may be fetched.
    Allowed {
        /// Which cases.
        cases: ExportedCases,
        /// Who approved it; none where one person takes it alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        approver: Option<Actor>,
    },
}

/// Why a list does not leave the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExportRefusal {
    /// Only a person takes a list.
    #[error("only a person can do this")]
    NoPerson,
    /// It has more rows than one person takes alone.
    #[error("a second person has to approve so many rows")]
    NeedsSecond,
}

impl ExportRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoPerson => "case_export.no_person",
            Self::NeedsSecond => "case_export.needs_second",
        }
    }
}

/// A list that may be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CaseExport {
    /// Which cases.
    pub cases: Option<ExportedCases>,
    /// Who takes it.
    pub by: Option<Actor>,
    /// Since when.
    pub at: Option<Timestamp>,
    /// Who approved it.
    pub approver: Option<Actor>,
}

impl CaseExport {
    /// Lets somebody take a list; asked twice, it happens once.
    ///
    /// # Errors
    /// [`ExportRefusal`].
    pub fn allow(
        &self,
        cases: ExportedCases,
        by: &Actor,
        approver: Option<&Actor>,
    ) -> Result<Vec<CaseExportEvent>, ExportRefusal> {
        if self.cases.is_some() {
            return Ok(Vec::new());
        }
        if by.account.is_none() {
            return Err(ExportRefusal::NoPerson);
        }
        let is_second = approver.is_some_and(|it| it.account.is_some() && !it.is_same_person(by));
        if cases.rows > ROWS_ALONE && !is_second {
            return Err(ExportRefusal::NeedsSecond);
        }
        Ok(vec![CaseExportEvent::Allowed { cases, approver: approver.cloned() }])
    }

    /// What this person may fetch now.
    pub fn fetched_by(&self, actor: &Actor, now: Timestamp) -> Option<&ExportedCases> {
        let is_theirs = self.by.as_ref().is_some_and(|it| it.is_same_person(actor));
        let is_open = self.at.is_some_and(|at| now < at + FETCHED_WITHIN);
        self.cases.as_ref().filter(|_| is_theirs && is_open)
    }
}

impl Aggregate for CaseExport {
    type Event = CaseExportEvent;
    const KIND: &'static str = "case_export";

    fn word(event: &CaseExportEvent) -> &'static str {
        match event {
            CaseExportEvent::Allowed { .. } => "case_export.allowed",
        }
    }

    fn apply(&mut self, event: &Recorded<CaseExportEvent>) {
        let CaseExportEvent::Allowed { cases, approver } = event.event.clone();
        self.cases = Some(cases);
        self.by = Some(event.by.clone());
        self.at = Some(event.at);
        self.approver = approver;
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::Role;

    use super::*;

    fn somebody(number: u8) -> Actor {
        let id = format!("01900000-0000-7000-8000-0000000000{number:02x}").parse().unwrap();
        Actor::staff(Role::Approver, id, "market-regulation")
    }

    fn cases(rows: u64) -> ExportedCases {
        let (from, to) = (date(2026, 1, 1), date(2026, 3, 31));
        ExportedCases { authority: "market-regulation".to_owned(), from, to, rows }
    }

    #[test]
    fn one_person_takes_a_thousand_rows_alone_and_not_one_more() {
        let empty = CaseExport::default();
        let (one, two) = (somebody(1), somebody(2));
        assert!(empty.allow(cases(1_000), &one, None).is_ok());
        assert_eq!(empty.allow(cases(1_001), &one, None), Err(ExportRefusal::NeedsSecond));
        assert_eq!(empty.allow(cases(1_001), &one, Some(&one)), Err(ExportRefusal::NeedsSecond));
        let nobody = Some(&Actor::SYSTEM);
        assert_eq!(empty.allow(cases(1_001), &one, nobody), Err(ExportRefusal::NeedsSecond));
        assert!(empty.allow(cases(1_001), &one, Some(&two)).is_ok());
        assert_eq!(empty.allow(cases(1), &Actor::SYSTEM, None), Err(ExportRefusal::NoPerson));
    }

    #[test]
    fn only_who_asked_fetches_it_and_only_for_a_day() {
        let (one, two) = (somebody(1), somebody(2));
        let mut list = CaseExport::default();
        let at = Timestamp::UNIX_EPOCH;
        for event in list.allow(cases(1), &one, None).unwrap() {
            let id = "01900000-0000-7000-8000-0000000000ff".parse().unwrap();
            list.apply(&Recorded { id, seq: 1, at, by: one.clone(), event });
        }
        let last = at + FETCHED_WITHIN - SignedDuration::from_secs(1);
        assert_eq!(list.fetched_by(&one, last), Some(&cases(1)));
        assert_eq!(list.fetched_by(&one, at + FETCHED_WITHIN), None);
        assert_eq!(list.fetched_by(&two, at), None);
        assert_eq!(list.allow(cases(1), &one, None), Ok(vec![]), "asked twice");
    }
}
