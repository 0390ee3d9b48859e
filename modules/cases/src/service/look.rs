//! Looking at cases: with a code, as their owner, as an officer.

use accounts_domain::{Act, Party, Power};
use authz::Relation;
use cases_domain::{Case, CaseEvent, CaseList, CaseSummary, Cases, CasesDown, told_outside};
use forms_domain::{DraftSummary, Filed};
use jiff::SignedDuration;
use kernel::{
    Actor, Recorded,
    calendar::Deadline,
    id::{ApplicationId, CaseId, SubjectId},
};
use ledger::{Accessed, Read};
use materials_domain::Folder;

use super::{Desk, Trouble};
use crate::store::{self, LAST_DAY, Listed, Part, QueueMark, QueuePlace, Queued};

/// So long a reason for reading a case stands for the next pages of it.
const REASON_STANDS: SignedDuration = SignedDuration::from_mins(30);
/// So many of the latest reads about a person are searched for it.
const READS_ASKED: usize = 200;

/// A case as it stands, with its version.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub id: CaseId,
    pub case: Case,
    pub version: u64,
    /// How the one who asked stands to it; with a code that fits, as one who knows it.
    pub held: Vec<Relation>,
    /// In which right they came to it.
    pub power: Power,
}

/// The days of a queue: from a place in each of its parts, until a day.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub from: QueuePlace,
    pub until: String,
}

impl Span {
    /// All of it.
    pub fn whole() -> Self {
        Self { from: QueuePlace::default(), until: LAST_DAY.to_owned() }
    }
}

/// What somebody without a right of their own shows for a case.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Proof<'a> {
    /// Nothing.
    None,
    /// The query code of the receipt.
    Code(&'a str),
    /// That they showed the code a short while ago: the references of what they opened.
    Opened(&'a [String]),
}

/// Why an officer opens a case.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Why<'a> {
    /// What they say; nothing has to be said about one's own task and what one handled.
    Said(&'a str),
    /// What they said a short while ago, where something has to be said.
    Known,
    /// It is part of something that they may do with it, such as a form that comes back.
    Part,
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
    pub async fn track(
        &self,
        by: &Actor,
        reference: &str,
        proof: Proof<'_>,
    ) -> Result<Found, Trouble> {
        let mut found = self.find(by, reference).await?;
        let is_shown = match proof {
            Proof::None => false,
            Proof::Code(code) => {
                !code.trim().is_empty() && self.is_code(found.id, code, &found.case.code)
            }
            Proof::Opened(opened) => opened.contains(&found.case.reference),
        };
        if is_shown {
            found.held.push(Relation::Code);
        }
        self.policy.require(by, "cases.track", &found.held).map_err(|_| Trouble::NotFound)?;
        Ok(found)
    }

    /// A case for an officer. Reading outside the own task needs a reason, and every read is
    /// recorded with it for the person concerned.
    pub async fn open_file(
        &self,
        by: &Actor,
        reference: &str,
        why: Why<'_>,
    ) -> Result<Found, Trouble> {
        let found = self.find(by, reference).await?;
        // What they may not read is answered as if there were nothing.
        let allowed = self.policy.require(by, "cases.read", &found.held);
        allowed.map_err(|_| Trouble::NotFound)?;
        let mut reason = match why {
            Why::Said(reason) => reason.trim().to_owned(),
            Why::Known | Why::Part => String::new(),
        };
        let elevation = self.elevation(by).await?;
        let is_near = found.held.contains(&Relation::Task) || found.case.was_handled_by(by);
        let is_near = is_near || self.looks_again(by, found.id).await?;
        if !matches!(why, Why::Part) && reason.is_empty() && !is_near && elevation.is_none() {
            reason = self.said_before(by, &found).await?.ok_or(Trouble::ReasonNeeded)?;
        }
        if let Some(elevation) = &elevation {
            self.note_elevated(elevation, &found.case.reference).await?;
            if reason.is_empty() {
                reason = self.elevation_reason(elevation).await?;
            }
        }
        let read = Read {
            subject: found.party()?.subject,
            by,
            action: "cases.read",
            matter: &found.case.reference,
            reason: &reason,
        };
        self.ledger.note_read(read).await?;
        Ok(found)
    }

    /// The reason that the officer gave for reading this case a short while ago.
    async fn said_before(&self, by: &Actor, found: &Found) -> Result<Option<String>, Trouble> {
        let now = self.ledger.clock().now();
        let (subject, since) = (found.party()?.subject, now - REASON_STANDS);
        let latest = (now + REASON_STANDS, None);
        let reads = self.ledger.accesses(subject, since, latest, READS_ASKED).await?;
        let own = |it: &&Accessed| it.by.account == by.account && it.by.account.is_some();
        let mut same = reads.iter().filter(own).filter(|it| it.matter == found.case.reference);
        Ok(same.find_map(|it| it.reason.clone().filter(|reason| !reason.is_empty())))
    }

    /// The reference of a case as an officer typed it, if they may open it. What is not theirs is
    /// answered as if there were nothing.
    pub async fn look_up(&self, by: &Actor, typed: &str) -> Result<String, Trouble> {
        let found = self.find(by, typed).await?;
        self.policy.require(by, "cases.read", &found.held).map_err(|_| Trouble::NotFound)?;
        Ok(found.case.reference)
    }

    async fn find(&self, by: &Actor, reference: &str) -> Result<Found, Trouble> {
        let listed = self.listed(reference).await?;
        let loaded = self.ledger.load::<Case>(listed.id).await?;
        let (case, version) = loaded.ok_or(Trouble::NotFound)?;
        let (held, power) = self.held_for(&case, by, Act::Track).await?;
        Ok(Found { id: listed.id, case, version, held, power })
    }

    /// The whole history of a case.
    pub async fn history(&self, id: CaseId) -> Result<Vec<Recorded<CaseEvent>>, Trouble> {
        Ok(self.ledger.history::<Case>(id).await?)
    }

    /// The history of a case as the applicant may see it: without decisions that have not left.
    pub async fn told(&self, id: CaseId) -> Result<Vec<Recorded<CaseEvent>>, Trouble> {
        Ok(told_outside(self.history(id).await?))
    }

    /// The application behind a case, with its answers, and its materials.
    pub async fn dossier(&self, id: CaseId) -> Result<(Filed, Folder), Trouble> {
        let filed = self.applications.get(id.application()).await?;
        let folder = self.materials.folder(id.application()).await?;
        Ok((filed, folder))
    }

    /// An application that is not handed in, and its materials as they will be then.
    pub async fn draft(&self, by: &Actor, id: ApplicationId) -> Result<(Filed, Folder), Trouble> {
        let filed = self.applications.get(id).await?;
        let folder = self.materials.foreseen(id, by).await?;
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
        let mut before = before.unwrap_or(jiff::Timestamp::MAX);
        let mut found = Vec::new();
        // Who acts for somebody in some services only sees the cases of those.
        loop {
            let rows = store::of_subject(&self.ledger, subject, before, limit).await?;
            let is_last = rows.len() < limit as usize;
            before = rows.last().map_or(before, |it| it.submitted_at);
            let services = rows.iter().map(|it| it.service.clone()).collect();
            let permitted = self.powers.permitted(by, Act::Track, services).await?;
            found.extend(rows.into_iter().filter(|it| permitted.contains(&it.service)));
            if is_last || found.len() >= limit as usize {
                found.truncate(limit as usize);
                return Ok(found);
            }
        }
    }

    /// What the actor began and did not hand in, for the one they act for now; newest first.
    pub async fn own_drafts(&self, by: &Actor) -> Result<Vec<DraftSummary>, Trouble> {
        let account = by.account.ok_or(Trouble::Denied)?;
        let subject = by.acting_for.unwrap_or_else(|| account.subject());
        let mut drafts = self.drafts.of_account(account).await?;
        drafts.retain(|it| it.subject == subject);
        let services = drafts.iter().map(|it| it.service.clone()).collect();
        let permitted = self.powers.permitted(by, Act::Apply, services).await?;
        drafts.retain(|it| permitted.contains(&it.service));
        Ok(drafts)
    }

    /// The waiting tasks of an officer's authority and role: first their own, then the office's,
    /// then those of colleagues, each part with the most urgent first.
    pub async fn queue(
        &self,
        by: &Actor,
        span: &Span,
        after: Option<&QueueMark>,
        limit: usize,
    ) -> Result<Vec<Queued>, Trouble> {
        self.policy.require(by, "cases.queue", &[Relation::Any])?;
        let mut found = Vec::new();
        if !self.counts(by) {
            return Ok(found);
        }
        let first = after.map_or(Part::Own, |it| it.part);
        for part in Part::ALL.into_iter().filter(|it| *it >= first) {
            let left = u32::try_from(limit.saturating_sub(found.len())).unwrap_or(u32::MAX);
            if left > 0 {
                let place = after.filter(|it| it.part == part).map_or(&span.from, |it| &it.place);
                found.extend(self.untouched(by, (part, span.until.as_str()), place, left).await?);
            }
        }
        Ok(found)
    }

    /// How many of them are due on or before a day. A post that does not count here has none.
    pub async fn queue_size(&self, by: &Actor, until: &str) -> Result<u64, Trouble> {
        self.policy.require(by, "cases.queue", &[Relation::Any])?;
        if !self.counts(by) {
            return Ok(0);
        }
        Ok(store::queue_size(&self.ledger, by, until).await?)
    }

    /// The newest cases of the officer's authority, before an instant.
    pub async fn of_office(
        &self,
        by: &Actor,
        before: jiff::Timestamp,
        limit: u32,
    ) -> Result<Vec<Listed>, Trouble> {
        self.policy.require(by, "cases.queue", &[Relation::Any])?;
        let authority = by.authority.as_deref().filter(|_| self.counts(by));
        let Some(authority) = authority else { return Ok(Vec::new()) };
        Ok(store::of_authority(&self.ledger, authority, before, limit).await?)
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
        Ok(loaded.is_some_and(|(it, _)| self.is_code(case, code, &it.code)))
    }
}

#[async_trait::async_trait]
impl CaseList for Desk {
    async fn of_subject(&self, subject: SubjectId) -> Result<Vec<CaseId>, CasesDown> {
        let down = |error: ledger::StoreError| CasesDown(error.to_string());
        let args = [subject.to_string().into()];
        let rows = self.ledger.rows(&store::IDS_OF_SUBJECT, &args).await.map_err(down)?;
        rows.iter().map(|row| row.parsed(0).map_err(down)).collect()
    }
}
