//! The desk: opinions, special procedures, decisions, results; and what silence does.

use accounts_domain::{Act, Power};
use authz::Relation;
use cases_domain::{Case, CaseRefusal, Opinion, Ruling, held};
use catalogue_domain::definition::Channel;
use kernel::{Actor, Role, id::CaseId};
use ledger::derived_command;
use licences_domain::{ContentLine, IssueOrder, LicenceFacts};

use super::{Desk, Found, Order, Trouble};

impl Desk {
    /// The case, if the actor may do this with it now, or did it already with this very order: then
    /// they are answered the same, though the task has moved on.
    pub(super) async fn require_task(
        &self,
        order: &Order<'_>,
        id: CaseId,
        action: &'static str,
    ) -> Result<Case, Trouble> {
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        self.unless_given(order, self.allow(&case, order.by, action)).await?;
        Ok(case)
    }

    /// Checks an order, unless it was given before: then it is answered the same, whatever would be
    /// said to it now. It may also be given while it is checked, by its twin of a double click.
    pub(super) async fn unless_given(
        &self,
        order: &Order<'_>,
        check: impl Future<Output = Result<(), Trouble>> + Send,
    ) -> Result<(), Trouble> {
        if self.was_given(order).await? {
            return Ok(());
        }
        match check.await {
            Err(_) if self.was_given(order).await? => Ok(()),
            checked => checked,
        }
    }

    /// Whether this order was carried out before; the ledger compares what it was.
    pub(super) async fn was_given(&self, order: &Order<'_>) -> Result<bool, Trouble> {
        Ok(self.ledger.was_run(order.by, order.key).await?)
    }

    /// Gives an opinion on the waiting step.
    pub async fn review(
        &self,
        order: &Order<'_>,
        id: CaseId,
        opinion: Opinion,
    ) -> Result<Case, Trouble> {
        self.require_task(order, id, "cases.review").await?;
        let (content, by) = (opinion.clone(), order.by.clone());
        let done = self
            .act(order, id, "review", &content, move |case, definition, given, calendar| {
                case.review(definition, opinion.clone(), &by, given.today, calendar)
            })
            .await?;
        Ok(done.state)
    }

    /// Stops the clock for a special procedure.
    pub async fn suspend(
        &self,
        order: &Order<'_>,
        id: CaseId,
        procedure: String,
        reason: String,
        days: u32,
    ) -> Result<Case, Trouble> {
        self.require_task(order, id, "cases.suspend").await?;
        let content = (procedure.clone(), reason.clone(), days);
        let done = self
            .act(order, id, "suspend", &content, move |case, definition, given, calendar| {
                case.suspend(definition, &procedure, &reason, days, given.today, calendar)
            })
            .await?;
        Ok(done.state)
    }

    /// Lets the clock run again.
    pub async fn resume(
        &self,
        order: &Order<'_>,
        id: CaseId,
        result: String,
    ) -> Result<Case, Trouble> {
        self.require_task(order, id, "cases.resume").await?;
        let content = result.clone();
        let done = self
            .act(order, id, "resume", &content, move |case, _, given, calendar| {
                case.resume(&result, given.today, calendar)
            })
            .await?;
        Ok(done.state)
    }

    /// Grants.
    pub async fn grant(
        &self,
        order: &Order<'_>,
        id: CaseId,
        text: String,
    ) -> Result<Case, Trouble> {
        self.require_task(order, id, "cases.decide").await?;
        self.unless_given(order, self.with_fresh_eyes(order, id)).await?;
        self.unless_given(order, self.with_file_opened(order, id)).await?;
        let (content, by, wait) = (text.clone(), order.by.clone(), self.notice_wait);
        let done = self
            .act(order, id, "grant", &content, move |case, definition, given, calendar| {
                let events = case.grant(definition, &text, &by, given.today, calendar)?;
                Ok(held(events, given.now, given.now + wait))
            })
            .await?;
        Ok(done.state)
    }

    /// Refuses.
    pub async fn refuse(
        &self,
        order: &Order<'_>,
        id: CaseId,
        ruling: Ruling,
    ) -> Result<Case, Trouble> {
        self.require_task(order, id, "cases.decide").await?;
        self.unless_given(order, self.with_fresh_eyes(order, id)).await?;
        self.unless_given(order, self.with_file_opened(order, id)).await?;
        let content = (ruling.code.clone(), ruling.text.clone());
        let (by, wait) = (order.by.clone(), self.notice_wait);
        let done = self
            .act(order, id, "refuse", &content, move |case, definition, given, calendar| {
                let events = case.refuse(definition, &ruling, &by, given.today, calendar)?;
                Ok(held(events, given.now, given.now + wait))
            })
            .await?;
        Ok(done.state)
    }

    /// Undoes a decision of the actor's own that has not left.
    pub async fn undo_decision(&self, order: &Order<'_>, id: CaseId) -> Result<Case, Trouble> {
        self.require_task(order, id, "cases.undo").await?;
        let by = order.by.clone();
        let done = self
            .act(order, id, "undo", &"", move |case, _, given, _| {
                case.undo_decision(&by, given.now)
            })
            .await?;
        Ok(done.state)
    }

    /// Lets a decision leave whose time has come; answers whether there was one.
    pub async fn send_decision(&self, id: CaseId) -> Result<bool, Trouble> {
        let (_, version) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let key = derived_command("cases.send", format!("{id}/{version}"));
        let order = Order { key, by: &Actor::SYSTEM, seen: None, power: Power::OWN };
        let done = self
            .act(&order, id, "send", &version, move |case, _, given, _| {
                case.send_decision(given.now)
            })
            .await;
        match done {
            Ok(done) => Ok(!done.events.is_empty()),
            // Another node was first, or it was undone in the last moment.
            Err(Trouble::Refused(_)) => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }

    /// Makes the result of a granted case: its licence, and the note of it on the case.
    pub async fn issue(&self, id: CaseId) -> Result<(), Trouble> {
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let order = self.issue_order(&case, id).await?;
        let key = derived_command("cases.issue", id);
        let issued = self.licences.issue(key, order, &Actor::SYSTEM).await?;
        let key = derived_command("cases.record_result", id);
        let note = Order { key, by: &Actor::SYSTEM, seen: None, power: Power::OWN };
        self.act(&note, id, "issue", &issued.number.clone(), move |case, _, _, _| {
            case.record_result(issued.id, &issued.number, &issued.identifier)
        })
        .await?;
        Ok(())
    }

    async fn issue_order(&self, case: &Case, id: CaseId) -> Result<IssueOrder, Trouble> {
        let published = self.definition(case)?;
        let result = &published.definition.result;
        let party = case.party.as_ref().ok_or(Trouble::NotFound)?;
        let filed = self.applications.get(id.application()).await?;
        let line = |line: &catalogue_domain::definition::ContentLine| {
            let value = filed.facts.answers.get(&line.value)?.trim().to_owned();
            (!value.is_empty()).then(|| ContentLine { label: line.label.clone(), value })
        };
        let from = self.ledger.clock().today();
        let years = i16::try_from(result.valid_years).unwrap_or(0);
        let to = (years > 0)
            .then(|| from.with().year(from.year() + years).build().ok())
            .flatten()
            .and_then(|date| date.yesterday().ok());
        Ok(IssueOrder {
            case: id,
            case_reference: case.reference.clone(),
            service: case.service.clone(),
            licence_type: result.licence_type.clone(),
            name: result.name.clone(),
            number_prefix: result.number_prefix.clone(),
            authority: case.authority.clone(),
            holder: party.subject,
            facts: LicenceFacts {
                holder_name: self.applicant_name(party).await?,
                contents: result.contents.iter().filter_map(line).collect(),
            },
            valid_from: from,
            valid_to: to,
        })
    }

    /// The name of the person or firm whose matter it is.
    pub async fn applicant_name(&self, party: &accounts_domain::Party) -> Result<String, Trouble> {
        let name = match party.firm {
            Some(firm) => self.people.firm(firm).await?.map(|facts| facts.name),
            None => self.people.person(party.person()).await?.map(|facts| facts.name),
        };
        Ok(name.unwrap_or_else(|| kernel::words::ERASED.to_owned()))
    }

    /// Notes that the result was handed over.
    pub async fn deliver(
        &self,
        order: &Order<'_>,
        id: CaseId,
        channel: Channel,
    ) -> Result<Case, Trouble> {
        self.require_task(order, id, "cases.deliver").await?;
        self.reached(order, id, channel).await
    }

    /// In which right the result may be fetched by whoever came to the case: as its owner, for its
    /// owner as far as that was allowed, or with the query code.
    pub async fn may_fetch(&self, by: &Actor, found: &Found) -> Result<Power, Trouble> {
        if found.held.contains(&Relation::Code) && !found.held.contains(&Relation::Own) {
            self.policy.require(by, "cases.fetch", &found.held)?;
            return Ok(Power::OWN);
        }
        let (held, power) = self.held_for(&found.case, by, Act::Fetch).await?;
        self.policy.require(by, "cases.fetch", &held)?;
        Ok(power)
    }

    /// Who helped with a case, by name: whoever handed it in for another person, and whoever acted
    /// in it for them since.
    pub async fn helpers(&self, case: &Case) -> Result<Vec<String>, Trouble> {
        let Some(party) = case.party.as_ref().filter(|it| it.firm.is_none()) else {
            return Ok(Vec::new());
        };
        let acted = case.acts.iter().filter(|it| it.by.acting_for == Some(party.subject));
        let acted = acted.filter_map(|it| it.by.account);
        let mut names = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        for helper in party.helper().into_iter().chain(acted) {
            if known.insert(helper) {
                names.extend(self.people.person(helper).await?.map(|it| it.name));
            }
        }
        Ok(names)
    }

    /// Notes that the result was fetched, by its owner or by whoever knows the query code.
    pub async fn fetched(&self, order: &Order<'_>, found: &Found) -> Result<Case, Trouble> {
        let power = self.may_fetch(order.by, found).await?;
        let order = Order { power, ..order.clone() };
        self.reached(&order, found.id, Channel::Online).await
    }

    async fn reached(
        &self,
        order: &Order<'_>,
        id: CaseId,
        channel: Channel,
    ) -> Result<Case, Trouble> {
        let done =
            self.act(order, id, "deliver", &channel, move |case, _, _, _| case.deliver(channel));
        Ok(done.await?.state)
    }

    /// Does what the law does by itself with one case: acceptance and consent by silence.
    pub async fn silence(&self, id: CaseId) -> Result<bool, Trouble> {
        let system = Actor { role: Role::System, ..Actor::SYSTEM };
        let (case, version) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let key = derived_command("cases.silence", format!("{id}/{version}"));
        let order = Order { key, by: &system, seen: None, power: Power::OWN };
        let waits_for_acceptance = case.notice.is_some();
        let done = self
            .act(&order, id, "silence", &version, move |case, definition, given, calendar| {
                if waits_for_acceptance {
                    return case.accept_by_silence(definition, given.today, calendar);
                }
                Ok(case.consent_by_silence(definition, given.today, calendar))
            })
            .await;
        match done {
            Ok(done) => Ok(!done.events.is_empty()),
            // Another node, or an officer in time, was first.
            Err(Trouble::Refused(CaseRefusal::NotYet | CaseRefusal::WrongStage(_))) => Ok(false),
            Err(trouble) => Err(trouble),
        }
    }

    /// Computes a case's dates again under the calendar in force.
    pub async fn recompute(&self, id: CaseId, reason: &str) -> Result<bool, Trouble> {
        let calendar = self.calendars.current();
        let version = calendar.version();
        let key = derived_command("cases.recompute", format!("{id}/{version}"));
        let order = Order { key, by: &Actor::SYSTEM, seen: None, power: Power::OWN };
        let text = reason.to_owned();
        let done = self
            .act(&order, id, "recompute", &version, move |case, _, given, calendar| {
                Ok(case.recompute(calendar, &text, given.today))
            })
            .await?;
        Ok(!done.events.is_empty())
    }
}
