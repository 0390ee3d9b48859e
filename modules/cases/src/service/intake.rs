//! Handing in, correcting, withdrawing.

use std::collections::BTreeSet;

use accounts_domain::{Act, Assured, Party, Power, Powerless};
use authz::Relation;
use cases_domain::{Case, CaseRefusal, CorrectionItem, Filing, OnPaper, Returned, Ruling, Stage};
use catalogue_domain::{
    Facts, Published,
    definition::{Channel, Level, ServiceDefinition},
};
use forms_domain::{Filed, check_topic};
use jiff::{ToSpan as _, civil::Date};
use kernel::{
    Actor, IdentityLevel,
    code::{BasicCode, CaseNumber, CaseRef, ImplementationCode, QueryCode},
    id::{ApplicationId, CaseId},
};
use ledger::{Command, derived_command};
use materials_domain::{Folder, missing};
use module::Outage;

use super::{Desk, Order, Trouble};

/// So many days after an outage what was handed in on paper can still be entered.
const PAPER_DAYS: i64 = 31;

/// What opens a case.
struct Opening<'a> {
    by: &'a Actor,
    power: Power,
    application: ApplicationId,
    party: Party,
    published: std::sync::Arc<Published>,
    channel: Channel,
    paper: Option<OnPaper>,
}

/// What handing in answers.
pub(crate) struct Receipt {
    pub case: Case,
    /// For the one whose matter it is only: who helps them looks with their own rights, and only
    /// as long as they have them.
    pub query_code: Option<QueryCode>,
}

impl Desk {
    /// Hands in an application: one case, however often the button is pressed. Online, the person
    /// and their `session` must have proved as much as the service asks for; at the counter, the
    /// clerk has the person before them.
    pub async fn submit(
        &self,
        by: &Actor,
        session: IdentityLevel,
        application: ApplicationId,
        channel: Channel,
    ) -> Result<Receipt, Trouble> {
        self.hand_in(by, session, (application, channel), None).await
    }

    /// Hands in at the counter what was received on paper on an earlier day, on which nothing
    /// could be entered.
    pub async fn submit_paper(
        &self,
        by: &Actor,
        application: ApplicationId,
        on: Date,
        reason: String,
    ) -> Result<Receipt, Trouble> {
        let outages = self.outages().await?.iter().map(|it| (it.from, it.until)).collect();
        let paper = OnPaper { on, reason, outages };
        let what = (application, Channel::Counter);
        self.hand_in(by, IdentityLevel::L0, what, Some(paper)).await
    }

    /// The outages for which applications on paper are still entered.
    pub async fn outages(&self) -> Result<Vec<Outage>, Trouble> {
        let Some(outages) = &self.outages else { return Ok(Vec::new()) };
        let today = self.ledger.clock().today();
        let first = today.checked_sub(PAPER_DAYS.days()).unwrap_or(today);
        Ok(outages.since(first).await?)
    }

    async fn hand_in(
        &self,
        by: &Actor,
        session: IdentityLevel,
        (application, channel): (ApplicationId, Channel),
        paper: Option<OnPaper>,
    ) -> Result<Receipt, Trouble> {
        let filed = self.applications.get(application).await?;
        let party = filed.application.party.clone().ok_or(Trouble::NotFound)?;
        let published = self.pinned(&filed)?;
        let (held, power) = self.party_held(&party, by, &published).await?;
        // Whose it is not may not learn that it exists.
        let action = if by.role.is_staff() { "cases.take_in" } else { "cases.submit" };
        let allowed = self.policy.require(by, action, &held);
        allowed.map_err(|_| Trouble::NotFound)?;
        let is_own = power == Power::OWN;
        if let Some((case, _)) = self.ledger.load::<Case>(application.case()).await? {
            return self.receipt(case, is_own).await;
        }
        if channel == Channel::Online {
            self.check_identity(by, session, &published.definition).await?;
            // What licences supply was shown so far; with the application it is handed in.
            self.materials.fetch(application, by).await?;
        }
        let folder = self.materials.folder(application).await?;
        complete(&published.definition, &filed.facts, &folder)?;
        let opening = Opening { by, power, application, party, published, channel, paper };
        let case = self.open(opening).await?;
        self.receipt(case, is_own).await
    }

    async fn check_identity(
        &self,
        by: &Actor,
        session: IdentityLevel,
        definition: &ServiceDefinition,
    ) -> Result<(), Trouble> {
        let account = by.account.ok_or(Trouble::Denied)?;
        let person = self.people.level(account).await?;
        let needed = definition.assurance();
        let has = Assured { person, session }.level();
        if has < needed { Err(Trouble::Identity(needed)) } else { Ok(()) }
    }

    fn pinned(&self, filed: &Filed) -> Result<std::sync::Arc<Published>, Trouble> {
        let application = &filed.application;
        let found = self.services.revision(&application.service, application.revision);
        found.ok_or(Trouble::NotFound)
    }

    /// How the actor stands to an application that is not yet a case, and in which right they
    /// hand it in. At the counter, who came for another person must still be allowed to.
    pub async fn party_held(
        &self,
        party: &Party,
        by: &Actor,
        published: &Published,
    ) -> Result<(Vec<Relation>, Power), Trouble> {
        let service = published.definition.id.as_str();
        if by.role.is_staff() {
            let power = match party.helper() {
                Some(helper) => {
                    let (whom, act) = (party.person(), Act::Apply);
                    self.powers.power_of(helper, whom, act, Some(service)).await?
                }
                None => Power::OWN,
            };
            let authority = &published.definition.implementation.authority;
            return Ok((self.party_relations(authority, by), power));
        }
        match self.powers.power(by, party.subject, Act::Apply, Some(service)).await {
            Ok(power) => Ok((vec![Relation::Own], power)),
            Err(Powerless::NotTheirs) => Ok((Vec::new(), Power::OWN)),
            Err(other) => Err(other.into()),
        }
    }

    async fn open(&self, opening: Opening<'_>) -> Result<Case, Trouble> {
        let Opening { by, power, application, party, published, channel, paper } = opening;
        let id = application.case();
        let calendar = self.calendars.current();
        let code = self.new_query_code();
        let implementation = self.implementation(&published.definition)?;
        let vault = self.ledger.vault();
        let sealed_code = vault.seal_in(party.subject, &id.record(), &code.as_str()).await?;
        let filing = Filing {
            reference: self.new_reference()?,
            number: String::new(),
            code: self.code_print(id, code.as_str()),
            sealed_code,
            service: published.definition.id.clone(),
            revision: published.revision,
            name: published.definition.name().clone(),
            authority: published.definition.implementation.authority.clone(),
            party,
            channel,
            paper,
        };
        let today = self.ledger.clock().today();
        // The key follows from the application: whoever sends it, however often, it is one case.
        let key = derived_command("cases.submit", application);
        let command = Command::new::<Case>(key, by.clone(), id, &application)
            .about(filing.party.subject, Some(id.record()))
            .with_serial(format!("case/{implementation}/{today}"))
            .under(power.firm)
            .under(power.mandate);
        let done = self
            .ledger
            .execute(command, move |case: &Case, given| {
                let mut filing = filing.clone();
                let number = CaseNumber::new(&implementation, given.today, given.serial);
                filing.number = number.map(|it| it.to_string()).unwrap_or_default();
                case.submit(&published.definition, filing, given.today, &calendar)
            })
            .await;
        match done {
            Ok(done) => Ok(done.state),
            // Somebody else pressed first, in another role.
            Err(ledger::CommandError::Refused(cases_domain::CaseRefusal::Exists)) => {
                let found = self.ledger.load::<Case>(id).await?;
                found.map(|(case, _)| case).ok_or(Trouble::NotFound)
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn receipt(&self, case: Case, is_own: bool) -> Result<Receipt, Trouble> {
        let query_code = if is_own { Some(self.query_code(&case).await?) } else { None };
        Ok(Receipt { case, query_code })
    }

    /// The query code of a case, for those who may see its receipt.
    pub async fn query_code(&self, case: &Case) -> Result<QueryCode, Trouble> {
        let sealed = case.sealed_code.as_ref().ok_or(Trouble::NotFound)?;
        let text: String = self.ledger.vault().open(sealed).await?;
        QueryCode::parse(&text).map_err(|error| Trouble::Down(error.to_string()))
    }

    /// The fingerprint under which a query code is stored.
    fn code_print(&self, case: CaseId, code: &str) -> String {
        self.ledger.vault().blind("query_code", &format!("{case}/{code}"))
    }

    /// Whether somebody typed the query code whose fingerprint is stored, under whichever key.
    pub fn is_code(&self, case: CaseId, typed: &str, print: &str) -> bool {
        let prints = self.ledger.vault().blinds("query_code", &format!("{case}/{}", typed.trim()));
        prints.iter().any(|it| it == print)
    }

    fn new_query_code(&self) -> QueryCode {
        let mut random = [0u8; 8];
        self.ledger.chance().fill(&mut random);
        QueryCode::from_random(random)
    }

    fn new_reference(&self) -> Result<String, Trouble> {
        let mut random = [0u8; 8];
        self.ledger.chance().fill(&mut random);
        let made = CaseRef::from_random("RC", random);
        made.map(|it| it.to_string()).map_err(|error| Trouble::Down(error.to_string()))
    }

    fn implementation(
        &self,
        definition: &ServiceDefinition,
    ) -> Result<ImplementationCode, Trouble> {
        let down = |what: &str| Trouble::Down(format!("{}: {what}", definition.id));
        let authority = self.directory.authority(&definition.implementation.authority);
        let authority = authority.ok_or_else(|| down("its authority is unknown"))?;
        let basic = BasicCode::parse(&definition.item.basic_code);
        let basic = basic.map_err(|_| down("its basic code is wrong"))?;
        let level = match definition.implementation.level {
            Level::National => 1,
            Level::Province => 2,
            Level::City => 3,
            Level::County => 4,
            Level::Township => 5,
            Level::Village => 6,
        };
        ImplementationCode::new(&authority.credit_code, level, &basic)
            .map_err(|_| down("its implementation code is wrong"))
    }

    /// Hands in the corrections of what was returned.
    pub async fn correct(&self, order: &Order<'_>, id: CaseId) -> Result<Case, Trouble> {
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let power = self.power_for(order, &case, ("cases.correct", Act::Correct)).await?;
        let corrected = self.corrected(&case, id).await?;
        let order = Order { power, ..order.clone() };
        let done = self
            .act(&order, id, "correct", &(), move |case, definition, given, calendar| {
                case.correct(definition, &corrected, given.today, calendar)
            })
            .await?;
        Ok(done.state)
    }

    /// What of the returned list has been corrected since.
    pub async fn corrected(&self, case: &Case, id: CaseId) -> Result<BTreeSet<Returned>, Trouble> {
        let Stage::Returned { items } = &case.stage else { return Ok(BTreeSet::new()) };
        let filed = self.applications.get(id.application()).await?;
        let folder = self.materials.folder(id.application()).await?;
        let returned_at = case.acts.iter().rev().find(|act| act.word == "case.returned");
        let since = returned_at.map(|act| act.at).unwrap_or_default();
        let definition = self.definition(case)?;
        let is_done = |item: &&CorrectionItem| match &item.what {
            Returned::Material(requirement) => {
                folder.of(requirement).iter().any(|material| material.at >= since)
            }
            Returned::Field(field) => topic_of(&definition.definition, field)
                .is_some_and(|topic| filed.application.corrected.contains(topic)),
        };
        Ok(items.iter().filter(is_done).map(|item| item.what.clone()).collect())
    }

    /// Withdraws.
    pub async fn withdraw(
        &self,
        order: &Order<'_>,
        id: CaseId,
        reason: &str,
    ) -> Result<Case, Trouble> {
        let (case, _) = self.ledger.load::<Case>(id).await?.ok_or(Trouble::NotFound)?;
        let power = self.power_for(order, &case, ("cases.withdraw", Act::Apply)).await?;
        let order = Order { power, ..order.clone() };
        let text = reason.to_owned();
        let done =
            self.act(&order, id, "withdraw", &reason, move |case, _, _, _| case.withdraw(&text));
        Ok(done.await?.state)
    }

    /// Returns a case with one complete list.
    pub async fn return_for_correction(
        &self,
        order: &Order<'_>,
        id: CaseId,
        items: Vec<CorrectionItem>,
        second_reason: String,
    ) -> Result<Case, Trouble> {
        let case = self.require_task(order, id, "cases.return").await?;
        let published = self.definition(&case)?;
        let filed = self.applications.get(id.application()).await?;
        if let Some(unasked) = unasked(&published.definition, &filed.facts, &items) {
            return Err(Trouble::Refused(CaseRefusal::NotAsked(unasked)));
        }
        let content = (items.clone(), second_reason.clone());
        let done = self.act(order, id, "return", &content, move |case, definition, _, _| {
            case.return_for_correction(definition, items.clone(), &second_reason)
        });
        Ok(done.await?.state)
    }

    /// Accepts. What may follow later and is missing is noted.
    pub async fn accept(&self, order: &Order<'_>, id: CaseId) -> Result<Case, Trouble> {
        let case = self.require_task(order, id, "cases.accept").await?;
        let definition = self.definition(&case)?;
        let filed = self.applications.get(id.application()).await?;
        let folder = self.materials.folder(id.application()).await?;
        let required = definition.definition.required_materials(&filed.facts);
        let to_follow: BTreeSet<String> = missing(&folder, &required, true)
            .into_iter()
            .filter(|it| it.need == catalogue_domain::definition::Need::Tolerable)
            .map(|it| it.id.clone())
            .collect();
        let done = self
            .act(order, id, "accept", &(), move |case, definition, given, calendar| {
                case.accept(definition, to_follow.clone(), given.today, calendar)
            })
            .await?;
        Ok(done.state)
    }

    /// Does not accept.
    pub async fn not_accept(
        &self,
        order: &Order<'_>,
        id: CaseId,
        ruling: Ruling,
        competent: Option<String>,
    ) -> Result<Case, Trouble> {
        self.require_task(order, id, "cases.not_accept").await?;
        let content = (ruling.code.clone(), ruling.text.clone(), competent.clone());
        let done = self.act(order, id, "not_accept", &content, move |case, _, _, _| {
            case.not_accept(ruling.clone(), competent.clone())
        });
        Ok(done.await?.state)
    }
}

/// What these answers do not ask for, so that nobody could put it right.
fn unasked(
    definition: &ServiceDefinition,
    facts: &Facts,
    items: &[CorrectionItem],
) -> Option<String> {
    let required = definition.required_materials(facts);
    let topics = definition.visible_topics(facts);
    let is_asked = |item: &Returned| match item {
        Returned::Material(id) => required.iter().any(|it| it.id == *id),
        Returned::Field(id) => topics.iter().flat_map(|it| &it.fields).any(|it| it.id == *id),
    };
    let found = items.iter().find(|it| !is_asked(&it.what))?;
    Some(match &found.what {
        Returned::Field(id) | Returned::Material(id) => id.clone(),
    })
}

/// Everything that is asked is answered, and everything required is there.
fn complete(definition: &ServiceDefinition, facts: &Facts, folder: &Folder) -> Result<(), Trouble> {
    let (topics, materials) = gaps(definition, facts, folder);
    if topics.is_empty() && materials.is_empty() {
        return Ok(());
    }
    Err(Trouble::Incomplete { topics, materials })
}

/// The topics and requirements that are not complete yet.
pub(crate) fn gaps(
    definition: &ServiceDefinition,
    facts: &Facts,
    folder: &Folder,
) -> (Vec<String>, Vec<String>) {
    let topics = definition
        .form
        .iter()
        .filter(|topic| !check_topic(definition, topic, facts).is_empty())
        .map(|topic| topic.id.clone());
    let required = definition.required_materials(facts);
    let materials = missing(folder, &required, false).into_iter().map(|it| it.id.clone());
    (topics.collect(), materials.collect())
}

/// The topic of a field.
pub(crate) fn topic_of<'a>(definition: &'a ServiceDefinition, field: &str) -> Option<&'a str> {
    let has = |topic: &&catalogue_domain::definition::FormTopic| {
        topic.fields.iter().any(|it| it.id == field)
    };
    definition.form.iter().find(has).map(|topic| topic.id.as_str())
}
