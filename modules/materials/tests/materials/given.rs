//! What earlier subjects answer: one service, applications of two people, one licence.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use accounts_domain::{Act, Conflicts, NoPower, Party, Power, Powerless, Powers, RegisterDown};
use catalogue_domain::{Facts, Published, ServiceDefinition, Services, definition::Channel};
use forms_domain::{
    Application, ApplicationError, ApplicationList, Applications, Filed, Stage, StartOrder,
};
use kernel::{
    Actor, LocalText,
    id::{AccountId, ApplicationId, CaseId, CommandId, LicenceId, SubjectId},
};
use licences_domain::{
    Held, IssueOrder, Issued, LicenceFacts, LicenceStatus, Licences, LicencesDown,
};
use module::CityData as _;
use organisations_domain::{Authority, Directory, ServiceCentre};
use testkit::{TestChance, TestClock, house::City};

/// The same number is the same person.
pub fn person(number: u64) -> AccountId {
    let morning = TestClock::MORNING.parse().expect("an instant");
    AccountId::new(morning, TestChance::seeded(number).as_ref())
}

/// The application of a person for a restaurant with cold dishes.
pub fn application(number: u64) -> ApplicationId {
    ApplicationId::from_uuid(person(number + 100).uuid())
}

pub struct OneService(Arc<Published>);

impl OneService {
    pub fn read() -> Arc<Self> {
        let text = include_str!("../../../../services/food-business-licence/service.yaml");
        let (definition, _) = ServiceDefinition::read("service.yaml", text).expect("a service");
        let published_on = jiff::civil::date(2026, 1, 5);
        let published = Published { revision: 1, digest: String::new(), published_on, definition };
        Arc::new(Self(Arc::new(published)))
    }
}

impl Services for OneService {
    fn current(&self, id: &str) -> Option<Arc<Published>> {
        (id == self.0.definition.id).then(|| self.0.clone())
    }

    fn revision(&self, id: &str, _: u32) -> Option<Arc<Published>> {
        self.current(id)
    }

    fn all(&self) -> Vec<Arc<Published>> {
        vec![self.0.clone()]
    }
}

/// Everybody is in their own matter.
pub struct OwnMatters;

#[async_trait::async_trait]
impl Powers for OwnMatters {
    async fn power(
        &self,
        actor: &Actor,
        subject: SubjectId,
        act: Act,
        service: Option<&str>,
    ) -> Result<Power, Powerless> {
        let account = actor.account.ok_or(Powerless::NotTheirs)?;
        if actor.acting_for.unwrap_or(account.subject()) != subject {
            return Err(Powerless::NotTheirs);
        }
        if actor.acting_for.is_none() {
            return Ok(Power::OWN);
        }
        let _ = (act, service);
        Err(NoPower::None.into())
    }

    async fn permitted(
        &self,
        _: &Actor,
        _: Act,
        services: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, RegisterDown> {
        Ok(services)
    }

    async fn power_of(
        &self,
        _: AccountId,
        _: AccountId,
        _: Act,
        _: Option<&str>,
    ) -> Result<Power, Powerless> {
        Err(NoPower::None.into())
    }
}

/// Applications whose stage the test sets.
#[derive(Default)]
pub struct Filings(Mutex<BTreeMap<ApplicationId, Filed>>);

impl Filings {
    /// Three people have begun.
    pub fn begun() -> Arc<Self> {
        let filings = Self::default();
        for number in 1..=3 {
            let account = person(number);
            let party = Party { subject: account.subject(), account, firm: None };
            let application = Application {
                stage: Stage::Draft,
                service: "food-business-licence".into(),
                revision: 1,
                party: Some(party),
                channel: Some(Channel::Online),
                ..Application::default()
            };
            let mut facts = Facts::default();
            facts.situation.insert("trade".into(), "restaurant".into());
            facts.situation.insert("cold_dishes".into(), "yes".into());
            let filed = Filed { application, facts };
            filings.0.lock().expect("no panic").insert(super::given::application(number), filed);
        }
        Arc::new(filings)
    }

    pub fn set(&self, number: u64, stage: Stage) {
        let mut all = self.0.lock().expect("no panic");
        all.get_mut(&application(number)).expect("there").application.stage = stage;
    }

    /// Thrown away now.
    pub fn discard(&self, number: u64, at: jiff::Timestamp) {
        self.set(number, Stage::Discarded);
        let mut all = self.0.lock().expect("no panic");
        all.get_mut(&application(number)).expect("there").application.discarded_at = Some(at);
    }
}

#[async_trait::async_trait]
impl ApplicationList for Filings {
    async fn of_subject(&self, subject: SubjectId) -> Result<Vec<ApplicationId>, ApplicationError> {
        let filed = self.0.lock().expect("no panic");
        let is_own = |it: &Filed| {
            it.application.party.as_ref().is_some_and(|party| party.subject == subject)
        };
        Ok(filed.iter().filter(|(_, it)| is_own(it)).map(|(id, _)| *id).collect())
    }
}

#[async_trait::async_trait]
impl Applications for Filings {
    async fn get(&self, id: ApplicationId) -> Result<Filed, ApplicationError> {
        self.0.lock().expect("no panic").get(&id).cloned().ok_or(ApplicationError::Unknown)
    }

    async fn discarded_at(
        &self,
        id: ApplicationId,
    ) -> Result<Option<jiff::Timestamp>, ApplicationError> {
        Ok(self.get(id).await?.application.discarded_at)
    }

    async fn start(
        &self,
        _: CommandId,
        _: StartOrder,
        _: &Actor,
    ) -> Result<ApplicationId, ApplicationError> {
        Err(ApplicationError::Unknown)
    }

    async fn save(
        &self,
        _: CommandId,
        _: ApplicationId,
        _: &str,
        _: Facts,
        _: &Actor,
    ) -> Result<(), ApplicationError> {
        Err(ApplicationError::Unknown)
    }

    async fn submitted(&self, _: ApplicationId, _: &Actor) -> Result<(), ApplicationError> {
        Err(ApplicationError::Unknown)
    }

    async fn reopen(
        &self,
        _: CommandId,
        _: ApplicationId,
        _: Vec<String>,
        _: &Actor,
    ) -> Result<(), ApplicationError> {
        Err(ApplicationError::Unknown)
    }
}

/// The first person holds a business licence, and an older one that has expired.
pub struct OneLicence;

#[async_trait::async_trait]
impl Licences for OneLicence {
    async fn issue(&self, _: CommandId, _: IssueOrder, _: &Actor) -> Result<Issued, LicencesDown> {
        Err(LicencesDown("none is issued here".into()))
    }

    async fn held(&self, holder: SubjectId) -> Result<Vec<Held>, LicencesDown> {
        if holder == person(3).subject() {
            return Err(LicencesDown("it does not answer".into()));
        }
        let held = |number: u64, status| Held {
            id: LicenceId::from_uuid(person(number).uuid()),
            licence_type: "business-licence".into(),
            name: LocalText::same("营业执照"),
            number: format!("91980102MA98RY0{number}"),
            authority: "market-regulation".into(),
            issued_on: jiff::civil::date(2021, 3, 15),
            valid_to: None,
            status,
        };
        Ok(if holder == person(1).subject() {
            vec![held(50, LicenceStatus::Expired), held(51, LicenceStatus::Valid)]
        } else {
            Vec::new()
        })
    }

    async fn of_case(&self, _: CaseId) -> Result<Option<Held>, LicencesDown> {
        Ok(None)
    }

    async fn pdf(&self, _: LicenceId) -> Result<Option<Vec<u8>>, LicencesDown> {
        Ok(None)
    }

    async fn facts(&self, _: LicenceId) -> Result<Option<LicenceFacts>, LicencesDown> {
        Ok(None)
    }
}

/// The departments of the city.
pub struct Departments(Vec<Arc<Authority>>);

impl Departments {
    pub fn read() -> Self {
        let text = City.text("city/departments.yaml").expect("departments");
        let list: Vec<Authority> = module::yaml::read(&text).expect("departments");
        Self(list.into_iter().map(Arc::new).collect())
    }
}

impl Directory for Departments {
    fn authority(&self, id: &str) -> Option<Arc<Authority>> {
        self.0.iter().find(|it| it.id == id).cloned()
    }

    fn authorities(&self) -> Vec<Arc<Authority>> {
        self.0.clone()
    }

    fn centres(&self) -> Vec<Arc<ServiceCentre>> {
        Vec::new()
    }
}

/// Officers who are tied to nobody.
pub struct NoConflicts;

#[async_trait::async_trait]
impl Conflicts for NoConflicts {
    async fn has_interests(&self, _: AccountId) -> Result<bool, RegisterDown> {
        Ok(false)
    }

    async fn touches(&self, _: AccountId, _: &Party) -> Result<bool, RegisterDown> {
        Ok(false)
    }
}
