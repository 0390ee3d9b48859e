//! What earlier subjects answer: one service, applications of two people, one licence.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use accounts_domain::Party;
use catalogue_domain::{Facts, Published, ServiceDefinition, Services, definition::Channel};
use forms_domain::{Application, ApplicationError, Applications, Filed, Stage, StartOrder};
use kernel::{
    Actor, LocalText,
    id::{AccountId, ApplicationId, CaseId, CommandId, LicenceId, SubjectId},
};
use licences_domain::{
    Held, IssueOrder, Issued, LicenceFacts, LicenceStatus, Licences, LicencesDown,
};
use organisations_domain::{Authority, Directory, ServiceCentre};
use testkit::{TestChance, TestClock};

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
}

#[async_trait::async_trait]
impl Applications for Filings {
    async fn get(&self, id: ApplicationId) -> Result<Filed, ApplicationError> {
        self.0.lock().expect("no panic").get(&id).cloned().ok_or(ApplicationError::Unknown)
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

/// Nobody is in the directory: ids stand for names.
pub struct EmptyDirectory;

impl Directory for EmptyDirectory {
    fn authority(&self, _: &str) -> Option<Arc<Authority>> {
        None
    }

    fn authorities(&self) -> Vec<Arc<Authority>> {
        Vec::new()
    }

    fn centres(&self) -> Vec<Arc<ServiceCentre>> {
        Vec::new()
    }
}
