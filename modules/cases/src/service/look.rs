//! Looking at cases: with a code, as their owner, as an officer.

use accounts_domain::Party;
use authz::Relation;
use cases_domain::{Case, CaseEvent, CaseSummary, Cases, CasesDown};
use forms_domain::{DraftSummary, Filed};
use kernel::{Actor, Recorded, calendar::Deadline, id::CaseId};
use ledger::Read;
use materials_domain::Folder;

use super::{Desk, Trouble};
use crate::store::{self, Listed, QueuePlace, Queued};

/// A case as it stands, with its version.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub id: CaseId,
    pub case: Case,
    pub version: u64,
    /// How the one who asked stands to it; with a code that fits, as one who knows it.
    pub held: Vec<Relation>,
}

impl Found {
    /// Whose matter it is and who acts.
    pub fn party(&self) -> Result<&Party, Trouble> {
        self.case.party.as_ref().ok_or(Trouble::NotFound)
    }
}

impl Desk {
    /// A case by reference, for its owner, or for whoever knows its query code. Wrong code and
    /// unknown case are told apart by nobody.
    pub async fn track(&self, by: &Actor, reference: &str, code: &str) -> Result<Found, Trouble> {
        let mut found = self.find(by, reference).await?;
        let print = self.code_print(found.id, code.trim());
        if !code.trim().is_empty() && print == found.case.code {
            found.held.push(Relation::Code);
        }
        self.policy.require(by, "cases.track", &found.held).map_err(|_| Trouble::NotFound)?;
        Ok(found)
    }

    /// A case for an officer. Reading outside the own task needs a reason, and every read is
    /// recorded for the person concerned.
    pub async fn open_file(
        &self,
        by: &Actor,
        reference: &str,
        reason: &str,
    ) -> Result<Found, Trouble> {
        let found = self.find(by, reference).await?;
        self.policy.require(by, "cases.read", &found.held)?;
        let read = Read {
            subject: found.party()?.subject,
            by,
            action: "cases.read",
            matter: &found.case.reference,
            reason,
        };
        self.ledger.note_read(read).await?;
        Ok(found)
    }

    async fn find(&self, by: &Actor, reference: &str) -> Result<Found, Trouble> {
        let listed = self.listed(reference).await?;
        let loaded = self.ledger.load::<Case>(listed.id).await?;
        let (case, version) = loaded.ok_or(Trouble::NotFound)?;
        let held = self.relations(&case, by);
        Ok(Found { id: listed.id, case, version, held })
    }

    /// The whole history of a case.
    pub async fn history(&self, id: CaseId) -> Result<Vec<Recorded<CaseEvent>>, Trouble> {
        Ok(self.ledger.history::<Case>(id).await?)
    }

    /// The application behind a case, with its answers, and its materials.
    pub async fn dossier(&self, id: CaseId) -> Result<(Filed, Folder), Trouble> {
        let filed = self.applications.get(id.application()).await?;
        let folder = self.materials.folder(id.application()).await?;
        Ok((filed, folder))
    }

    /// The date that matters to the applicant now, day by day.
    pub fn derivation(&self, case: &Case) -> Option<Deadline> {
        let calendar = self.calendars.current();
        if let Some(notice) = case.notice {
            return Some(notice.derivation(&[], &calendar));
        }
        let today = self.ledger.clock().today();
        let suspensions = case.suspensions_on(today);
        case.promised.map(|due| due.derivation(&suspensions, &calendar))
    }

    /// The cases of a person or firm, newest first.
    pub async fn own(
        &self,
        by: &Actor,
        before: Option<jiff::Timestamp>,
        limit: u32,
    ) -> Result<Vec<Listed>, Trouble> {
        let account = by.account.ok_or(Trouble::Denied)?;
        let subject = by.acting_for.unwrap_or_else(|| account.subject());
        let before = before.unwrap_or(jiff::Timestamp::MAX);
        Ok(store::of_subject(&self.ledger, subject, before, limit).await?)
    }

    /// What the actor began and did not hand in, for the one they act for now; newest first.
    pub async fn own_drafts(&self, by: &Actor) -> Result<Vec<DraftSummary>, Trouble> {
        let account = by.account.ok_or(Trouble::Denied)?;
        let subject = by.acting_for.unwrap_or_else(|| account.subject());
        let mut drafts = self.drafts.of_account(account).await?;
        drafts.retain(|it| it.subject == subject);
        Ok(drafts)
    }

    /// The waiting tasks of an officer's authority and role.
    pub async fn queue(
        &self,
        by: &Actor,
        after: &QueuePlace,
        limit: u32,
    ) -> Result<Vec<Queued>, Trouble> {
        self.policy.require(by, "cases.queue", &[Relation::Any])?;
        Ok(store::queue(&self.ledger, by, after, limit).await?)
    }

    /// Working days left until a date; negative when it has passed.
    pub fn days_left(&self, due: jiff::civil::Date) -> i64 {
        let today = self.ledger.clock().today();
        self.calendars.current().working_days_left(today, due)
    }
}

#[async_trait::async_trait]
impl Cases for Desk {
    async fn find(&self, reference: &str) -> Result<Option<CaseSummary>, CasesDown> {
        let zone = self.ledger.clock().zone();
        match self.listed(reference).await {
            Ok(it) => Ok(Some(CaseSummary {
                id: it.id,
                reference: it.reference,
                service: it.service,
                service_name: it.name,
                authority: it.authority,
                subject: it.subject,
                account: it.account,
                is_concluded: !it.is_open,
                submitted_on: zone.to_datetime(it.submitted_at).date(),
            })),
            Err(Trouble::NotFound) => Ok(None),
            Err(trouble) => Err(CasesDown(format!("{trouble:?}"))),
        }
    }

    async fn code_fits(&self, case: CaseId, code: &str) -> Result<bool, CasesDown> {
        let loaded = self.ledger.load::<Case>(case).await;
        let loaded = loaded.map_err(|error| CasesDown(error.to_string()))?;
        Ok(loaded.is_some_and(|(it, _)| it.code == self.code_print(case, code.trim())))
    }
}
