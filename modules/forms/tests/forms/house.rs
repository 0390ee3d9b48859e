//! A house with this subject alone; services, people and firms are given.

use std::{collections::BTreeMap, sync::Arc};

use accounts_domain::{FirmFacts, People, PersonFacts, RegisterDown};
use authz::Policy;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use catalogue_domain::{Published, ServiceDefinition, Services};
use forms::MODULE;
use forms_domain::{Applications, Drafts};
use http_body_util::BodyExt as _;
use kernel::{
    Actor, Role,
    id::{AccountId, FirmId},
};
use module::House;
use testkit::{Database, KEY, TestChance, TestClock};
use tower::ServiceExt as _;
use web::{Site, Web, Words};

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

    async fn register_at_counter(
        &self,
        _: PersonFacts,
        _: &Actor,
    ) -> Result<AccountId, RegisterDown> {
        Err(RegisterDown("no counter here".into()))
    }
}

/// The same number is the same person.
pub fn person(number: u64) -> AccountId {
    let morning = TestClock::MORNING.parse().expect("an instant");
    AccountId::new(morning, TestChance::seeded(number).as_ref())
}

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub etag: String,
    pub text: String,
}

impl Answer {
    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.text.split_once(&start).unwrap_or_else(|| panic!("no {name}"));
        rest.split('"').next().expect("a value").to_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).expect("JSON")
    }
}

pub struct Test {
    pub house: House,
    pub clock: Arc<TestClock>,
    web: Arc<Web>,
    app: Router,
    // Dropped last, after everything that uses it.
    db: Database,
}

impl Test {
    pub async fn new() -> Self {
        let db = Database::sqlite();
        let clock = TestClock::at(TestClock::MORNING);
        let ledger = testkit::ledger_at(&db, &clock, |blueprint| {
            blueprint.migrations(web::MIGRATIONS);
            blueprint.migrations(MODULE.migrations);
            (MODULE.plan)(blueprint);
        })
        .await;
        let mut policy = Policy::default();
        policy.add(web::POLICY);
        policy.add(MODULE.policy);
        let renderer = render::Renderer::new(render::FontSource::Shipped);
        let files = files::Files::folder(&db.folder().join("files")).expect("a folder");
        let shared = Arc::new(policy.clone());
        let mut house = House::new(ledger.clone(), renderer, files, KEY, String::new(), shared);
        house.provide::<dyn Services>(TwoServices::read());
        house.provide::<dyn People>(Arc::new(Register));
        (MODULE.start)(&mut house).expect("the subject starts");
        let words = Words::read(&[web::LOCALES, MODULE.locales]).expect("the words are read");
        let site = Site { upload_mb: 1, ..Site::default() };
        let web = Web::new(ledger, &KEY, policy, words, Vec::new(), site);
        let app = web::router(&web, &house.routes);
        Self { house, clock, web, app, db }
    }

    pub fn applications(&self) -> Arc<dyn Applications> {
        self.house.ask::<dyn Applications>().expect("the port")
    }

    pub fn drafts(&self) -> Arc<dyn Drafts> {
        self.house.ask::<dyn Drafts>().expect("the port")
    }

    /// Folds everything again and compares.
    pub async fn replay_agrees(&self) {
        let scratch = self.db.folder().join("scratch.db");
        let report = self.house.ledger.replay(&scratch, &|_| {}).await.expect("a replay");
        assert!(report.differences.is_empty(), "{:?}", report.differences);
        assert!(report.streams > 0);
    }

    /// Signs a citizen in; answers the cookie.
    pub async fn citizen(&self, number: u64) -> String {
        self.sign_in(Actor::citizen(person(number))).await
    }

    /// Signs somebody in; answers the cookie.
    pub async fn sign_in(&self, actor: Actor) -> String {
        let session = self.web.sessions.open(actor, "某人").await.expect("a session");
        format!("session={}", session.token())
    }

    pub async fn clerk(&self) -> String {
        self.sign_in(Actor::staff(Role::Clerk, person(9), "government-services")).await
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie), String::new()).await
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
        let hidden: Vec<_> = hidden.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.post(cookie, path.split('?').next().expect("a path"), &[&hidden, pairs].concat()).await
    }

    pub async fn post(&self, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(pairs);
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.finish()).await
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

    async fn send(&self, request: axum::http::request::Builder, body: String) -> Answer {
        let request = request.body(Body::from(body)).expect("a request");
        let answer = self.app.clone().oneshot(request).await.expect("an answer");
        let text = |name| {
            let value = answer.headers().get(name).and_then(|it| it.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (location, etag) = (text(header::LOCATION), text(header::ETAG));
        let status = answer.status();
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
        Answer { status, location, etag, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
