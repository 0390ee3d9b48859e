//! A house with this subject alone; services, people and firms are given.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Deref,
    sync::Arc,
};

use accounts_domain::{
    Act, Deed, Firm, FirmEvent, FirmFacts, FirmPower, FirmRefusal, FirmRole, Matter, NoPower,
    People, PersonFacts, Power, Powerless, Powers, RegisterDown,
};
use axum::http::{Request, StatusCode, header};
use catalogue_domain::{Published, ServiceDefinition, Services};
use forms::MODULE;
use forms_domain::{Applications, Drafts};
use kernel::{
    Actor, IdentityLevel, Role, Sealed,
    id::{AccountId, CommandId, FirmId, SubjectId},
};
use ledger::Command;
use testkit::{
    TestChance, TestClock,
    house::{Answer, TestHouse},
};

/// Two services of the demonstration city: one for both, one for persons alone.
struct TwoServices(BTreeMap<String, Arc<Published>>);

impl TwoServices {
    fn read() -> Arc<Self> {
        let texts = [
            include_str!("../../../../services/food-business-licence/service.yaml"),
            include_str!("../../../../services/property-transfer-registration/service.yaml"),
        ];
        let read = |text: &str| {
            let (definition, _) = ServiceDefinition::read("service.yaml", text).expect("a service");
            let published = Published {
                revision: 1,
                digest: String::new(),
                published_on: jiff::civil::date(2026, 1, 5),
                definition,
            };
            (published.definition.id.clone(), Arc::new(published))
        };
        Arc::new(Self(texts.into_iter().map(read).collect()))
    }
}

impl Services for TwoServices {
    fn current(&self, id: &str) -> Option<Arc<Published>> {
        self.0.get(id).cloned()
    }

    fn revision(&self, id: &str, revision: u32) -> Option<Arc<Published>> {
        self.current(id).filter(|it| it.revision == revision)
    }

    fn all(&self) -> Vec<Arc<Published>> {
        self.0.values().cloned().collect()
    }
}

/// Whoever asks is known; the first person acts for the firm.
struct Register;

pub const FIRM: &str = "01900000-0000-7000-8000-0000000000f1";

#[async_trait::async_trait]
impl People for Register {
    async fn person(&self, _: AccountId) -> Result<Option<PersonFacts>, RegisterDown> {
        Ok(Some(PersonFacts {
            name: "林晓舟".into(),
            id_number: "710000199001010015".into(),
            mobile: "19900000001".into(),
            address: "榕城市鼓台区东街 1 号".into(),
        }))
    }

    async fn firm(&self, _: FirmId) -> Result<Option<FirmFacts>, RegisterDown> {
        Ok(Some(FirmFacts {
            name: "榕荫小馆".into(),
            credit_code: "91980102MA98RY019R".into(),
            legal_representative: "陈雨禾".into(),
            address: "古井路 20 号".into(),
        }))
    }

    async fn by_id_number(&self, _: &str) -> Result<Option<AccountId>, RegisterDown> {
        Ok(None)
    }

    async fn by_credit_code(&self, _: &str) -> Result<Option<FirmId>, RegisterDown> {
        Ok(None)
    }

    async fn firms_of(&self, account: AccountId) -> Result<Vec<FirmId>, RegisterDown> {
        let firm = FIRM.parse().expect("an id");
        Ok(if account == person(1) { vec![firm] } else { Vec::new() })
    }

    async fn staff_name(&self, _: AccountId) -> Result<Option<String>, RegisterDown> {
        Ok(None)
    }

    async fn level(&self, _: AccountId) -> Result<IdentityLevel, RegisterDown> {
        Ok(IdentityLevel::L3)
    }

    async fn prove_at_counter(&self, _: AccountId, _: &Actor) -> Result<(), RegisterDown> {
        Err(RegisterDown("no counter here".into()))
    }

    async fn register_at_counter(
        &self,
        _: PersonFacts,
        _: &Actor,
    ) -> Result<AccountId, RegisterDown> {
        Err(RegisterDown("no counter here".into()))
    }
}

#[async_trait::async_trait]
impl Powers for Register {
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
        let firm: FirmId = FIRM.parse().expect("an id");
        if account != person(1) || subject != firm.subject() {
            return Err(NoPower::None.into());
        }
        let matter = service.map(|it| Matter { service: it.to_owned(), ..Matter::default() });
        let power = FirmPower { firm, member: account, deed: Deed { act, matter } };
        Ok(Power { firm: Some(power), mandate: None })
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

/// The same number is the same person.
pub fn person(number: u64) -> AccountId {
    let morning = TestClock::MORNING.parse().expect("an instant");
    AccountId::new(morning, TestChance::seeded(number).as_ref())
}

pub struct Test {
    home: TestHouse,
}

impl Deref for Test {
    type Target = TestHouse;

    fn deref(&self) -> &TestHouse {
        &self.home
    }
}

impl Test {
    pub async fn new() -> Self {
        let home = testkit::house(&MODULE)
            .given::<dyn Services>(TwoServices::read())
            .given::<dyn People>(Arc::new(Register))
            .given::<dyn Powers>(Arc::new(Register));
        Self { home: home.start().await }
    }

    /// The firm, whose agent is the first person.
    pub async fn firm(&self) -> FirmId {
        let firm: FirmId = FIRM.parse().expect("an id");
        let facts = Sealed::of(firm.subject(), String::new());
        let key = CommandId::from_uuid(firm.uuid());
        let command = Command::new::<Firm>(key, Actor::SYSTEM, firm, &"link");
        let head = (person(1), FirmRole::Administrator);
        let link = move |state: &Firm, _: &_| -> Result<_, FirmRefusal> {
            state.link(facts.clone(), "code".into(), std::slice::from_ref(&head))
        };
        self.house.ledger.execute(command, link).await.expect("linked");
        firm
    }

    /// The first person leaves the firm.
    pub async fn the_agent_is_gone(&self) {
        let firm: FirmId = FIRM.parse().expect("an id");
        let key = CommandId::from_uuid(person(1).uuid());
        let command = Command::new::<Firm>(key, Actor::SYSTEM, firm, &"gone");
        let gone = |_: &Firm, _: &_| -> Result<_, FirmRefusal> {
            Ok(vec![FirmEvent::MemberRemoved { member: person(1) }])
        };
        self.house.ledger.execute(command, gone).await.expect("gone");
    }

    pub fn applications(&self) -> Arc<dyn Applications> {
        self.house.ask::<dyn Applications>().expect("the port")
    }

    pub fn drafts(&self) -> Arc<dyn Drafts> {
        self.house.ask::<dyn Drafts>().expect("the port")
    }

    /// Signs a citizen in; answers the cookie.
    pub async fn citizen(&self, number: u64) -> String {
        self.sign_in(Actor::citizen(person(number))).await
    }

    pub async fn clerk(&self) -> String {
        self.sign_in(Actor::staff(Role::Clerk, person(9), "government-services")).await
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.home.get(path, cookie).await
    }

    /// Opens the page and posts its form, with its hidden fields and these.
    pub async fn fill(&self, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let page = self.get(cookie, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        let mut hidden = vec![("_csrf", page.hidden("_csrf")), ("_key", page.hidden("_key"))];
        for name in ["_shown", "back"] {
            if page.text.contains(&format!("name=\"{name}\"")) {
                hidden.push((name, page.hidden(name)));
            }
        }
        hidden.retain(|(name, _)| pairs.iter().all(|(typed, _)| typed != name));
        let hidden: Vec<_> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.post(cookie, path.split('?').next().expect("a path"), &[&hidden, pairs].concat()).await
    }

    pub async fn post(&self, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(pairs);
        self.home.post(path, cookie, body.finish()).await
    }

    /// Posts JSON to the API under a command id and, perhaps, a version.
    pub async fn post_json(
        &self,
        cookie: &str,
        path: &str,
        key: &str,
        version: Option<&str>,
        body: serde_json::Value,
    ) -> Answer {
        let mut request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("idempotency-key", key)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(version) = version {
            request = request.header(header::IF_MATCH, version);
        }
        self.send(request, body.to_string()).await
    }
}
