//! Handing in, correcting, withdrawing.

use std::collections::BTreeSet;

use accounts_domain::Party;
use authz::Relation;
use cases_domain::{Case, CorrectionItem, Filing, Returned, Ruling, Stage};
use catalogue_domain::{
    Facts, Published,
    definition::{Channel, Level, ServiceDefinition},
};
use forms_domain::{Filed, check_topic};
use kernel::{
    Actor,
    code::{BasicCode, CaseNumber, CaseRef, ImplementationCode, QueryCode},
    id::{ApplicationId, CaseId},
};
use ledger::{Command, derived_command};
use materials_domain::{Folder, missing};

use super::{Desk, Order, Trouble};

/// What handing in answers.
pub(crate) struct Receipt {
    pub case: Case,
    pub query_code: QueryCode,
}

impl Desk {
    /// Hands in an application: one case, however often the button is pressed.
    pub async fn submit(
        &self,
        by: &Actor,
        application: ApplicationId,
        channel: Channel,
    ) -> Result<Receipt, Trouble> {
        let filed = self.applications.get(application).await?;
        let party = filed.application.party.clone().ok_or(Trouble::NotFound)?;
        self.policy.require(by, "cases.submit", &party_relations(&party, by))?;
        if let Some((case, _)) = self.ledger.load::<Case>(application.case()).await? {
            return self.receipt(case).await;
        }
        let published = self.pinned(&filed)?;
        let folder = self.materials.folder(application).await?;
        complete(&published.definition, &filed.facts, &folder)?;
        let case = self.open(by, application, party, published, channel).await?;
        self.receipt(case).await
    }

    fn pinned(&self, filed: &Filed) -> Result<std::sync::Arc<Published>, Trouble> {
        let application = &filed.application;
        let found = self.services.revision(&application.service, application.revision);
        found.ok_or(Trouble::NotFound)
    }

    async fn open(
        &self,
        by: &Actor,
        application: ApplicationId,
        party: Party,
        published: std::sync::Arc<Published>,
        channel: Channel,
    ) -> Result<Case, Trouble> {
        let id = application.case();
        let calendar = self.calendars.current();
        let code = self.new_query_code();
        let implementation = self.implementation(&published.definition)?;
        let sealed_code = self.ledger.vault().seal(party.subject, &code.as_str()).await?;
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
        };
        let today = self.ledger.clock().today();
        // The key follows from the application: whoever sends it, however often, it is one case.
        let key = derived_command("cases.submit", application);
        let command = Command::new::<Case>(key, by.clone(), id, &application)
            .with_serial(format!("case/{implementation}/{today}"));
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

    async fn receipt(&self, case: Case) -> Result<Receipt, Trouble> {
        let query_code = self.query_code(&case).await?;
        Ok(Receipt { case, query_code })
    }

    /// The query code of a case, for those who may see its receipt.
    pub async fn query_code(&self, case: &Case) -> Result<QueryCode, Trouble> {
        let sealed = case.sealed_code.as_ref().ok_or(Trouble::NotFound)?;
        let text: String = self.ledger.vault().open(sealed).await?;
        QueryCode::parse(&text).map_err(|error| Trouble::Down(error.to_string()))
    }

    /// The fingerprint under which a query code is stored.
    pub fn code_print(&self, case: CaseId, code: &str) -> String {
        self.ledger.vault().blind("query_code", &format!("{case}/{code}"))
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
        self.policy.require(order.by, "cases.correct", &self.relations(&case, order.by))?;
        let corrected = self.corrected(&case, id).await?;
        let done = self
            .act(order, id, "correct", &(), move |case, definition, given, calendar| {
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
        self.policy.require(order.by, "cases.withdraw", &self.relations(&case, order.by))?;
        let text = reason.to_owned();
        let done =
            self.act(order, id, "withdraw", &reason, move |case, _, _, _| case.withdraw(&text));
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
        self.require_task(order, id, "cases.return").await?;
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

/// How the actor stands to an application that is not yet a case.
pub(crate) fn party_relations(party: &Party, actor: &Actor) -> Vec<Relation> {
    let is_own = actor.account == Some(party.account) || actor.acting_for == Some(party.subject);
    match actor.role {
        kernel::Role::Clerk => vec![Relation::Centre],
        _ if is_own => vec![Relation::Own],
        _ => Vec::new(),
    }
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
