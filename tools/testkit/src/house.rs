//! One subject in a house of its own: what earlier subjects would answer is given, the database,
//! the files and the pages are real. So is the first subject of all, the second persons whom every
//! other may need.

use std::{path::Path, sync::Arc};

use authz::Policy;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode, header, request},
};
use http_body_util::BodyExt as _;
use kernel::Actor;
use module::{CityData, House, Module};
use tower::ServiceExt as _;
use web::{Site, Standing, Web, Words};

use crate::{
    Database, TestClock,
    confirm::{Confirmer, signed_in},
};

/// A house for `module`, still to be furnished.
pub fn house(module: &'static Module) -> HouseBuilder {
    HouseBuilder {
        module,
        database: Database::sqlite(),
        clock: TestClock::at(TestClock::MORNING),
        site: Site { upload_mb: 20, ..Site::default() },
        given: Vec::new(),
        confirmer: Some(Confirmer::default()),
    }
}

type Give = Box<dyn FnOnce(&mut House) + Send>;

/// What a house will be: SQLite, [`TestClock::MORNING`] and nothing of other subjects, unless
/// something else is said.
pub struct HouseBuilder {
    module: &'static Module,
    database: Database,
    clock: Arc<TestClock>,
    site: Site,
    given: Vec<Give>,
    confirmer: Option<Confirmer>,
}

impl HouseBuilder {
    /// On this database.
    #[must_use]
    pub fn on(mut self, database: Database) -> Self {
        self.database = database;
        self
    }

    /// Changes what the deployer sets, such as the largest upload or whether it is a
    /// demonstration.
    #[must_use]
    pub fn site(mut self, change: impl FnOnce(&mut Site)) -> Self {
        change(&mut self.site);
        self
    }

    /// Whoever is asked to confirm a power act gets the question. Elsewhere it is answered at once.
    #[must_use]
    pub fn asking_to_confirm(mut self) -> Self {
        self.confirmer = None;
        self
    }

    /// Gives what an earlier subject would provide.
    #[must_use]
    pub fn given<P: ?Sized + Send + Sync + 'static>(mut self, port: Arc<P>) -> Self {
        self.given.push(Box::new(move |house| house.provide(port)));
        self
    }

    /// Changes what the deployer set about the house itself.
    #[must_use]
    pub fn set(mut self, change: impl FnOnce(&mut House) + Send + 'static) -> Self {
        self.given.push(Box::new(change));
        self
    }

    /// Gives what an earlier subject would hold about people.
    #[must_use]
    pub fn holding(mut self, holding: Arc<dyn module::Holding>) -> Self {
        self.given.push(Box::new(move |house| house.holdings.push(holding)));
        self
    }

    /// Opens the database and starts the subject.
    ///
    /// # Panics
    /// When something of it does not start.
    pub async fn start(self) -> TestHouse {
        let Self { module, database, clock, site, given, confirmer } = self;
        let modules = with_approvals(module);
        let ledger = crate::ledger_at(&database, &clock, |blueprint| {
            blueprint.migrations(web::MIGRATIONS);
            blueprint.migrations(notify::MIGRATIONS);
            for module in &modules {
                blueprint.migrations(module.migrations);
                (module.plan)(blueprint);
            }
        })
        .await;
        let mut policy = Policy::default();
        policy.add(web::POLICY);
        for module in &modules {
            policy.add(module.policy);
            policy.add_fields(module.fields);
        }
        let folder = database.folder().join("files");
        let mut house = House::new(
            ledger.clone(),
            render::Renderer::new(render::FontSource::Shipped),
            files::Files::folder(&folder).expect("a folder for files"),
            site.public_url.clone(),
            Arc::new(policy.clone()),
        );
        house.is_demo = site.is_demo;
        house.environment = site.environment;
        for give in given {
            give(&mut house);
        }
        for module in &modules {
            (module.start)(&mut house).expect("the subject starts");
        }
        let locales = modules.iter().map(|module| module.locales);
        let locales: Vec<_> = std::iter::once(web::LOCALES).chain(locales).collect();
        let words = Words::read(&locales).expect("the words are read");
        let menu = modules.iter().flat_map(|module| module.menu.iter().copied()).collect();
        let web = Web::new(ledger, policy, words, menu, site);
        if let Ok(standing) = house.ask::<dyn Standing>() {
            web.ask_standing(standing);
        }
        let app = web::router(&web, &house.routes);
        TestHouse { house, clock, web, module, app, confirmer, database }
    }
}

/// The subject of second persons, where the house is not its own, and the subject.
pub fn with_approvals(module: &'static Module) -> Vec<&'static Module> {
    let is_own = module.name == approvals::MODULE.name;
    let first = (!is_own).then_some(&approvals::MODULE);
    first.into_iter().chain([module]).collect()
}

/// A house in which one subject has started.
pub struct TestHouse {
    /// Its ports, jobs and routes.
    pub house: House,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// What its pages share.
    pub web: Arc<Web>,
    module: &'static Module,
    app: Router,
    confirmer: Option<Confirmer>,
    // Dropped last, because it removes the database.
    database: Database,
}

impl TestHouse {
    /// A folder that is gone with the house.
    pub fn folder(&self) -> &Path {
        self.database.folder()
    }

    /// Takes the subject's part of the demonstration city in.
    ///
    /// # Panics
    /// When it is not taken.
    pub async fn seed(&self) {
        self.seed_with(&City).await;
    }

    /// Takes the subject's part of a city in.
    ///
    /// # Panics
    /// When it is not taken.
    pub async fn seed_with(&self, city: &dyn CityData) {
        let seed = self.module.seed.expect("a seed");
        seed(&self.house, city).await.expect("the city is taken in");
    }

    /// A second person looks at the only proposal that waits for them and approves it; then it is
    /// carried out, unless it waits for its time.
    ///
    /// # Panics
    /// When nothing or more than one thing waits, or it is not approved.
    pub async fn approve_as(&self, second: Actor) {
        let cookie = self.sign_in(second).await;
        let list = self.get("/api/v1/approvals", &cookie).await.json();
        let waiting = list["approvals"].as_array().expect("a list");
        assert_eq!(waiting.len(), 1, "{list}");
        let path = format!("/api/v1/approvals/{}", waiting[0]["id"].as_str().expect("an id"));
        let seen = self.get(&path, &cookie).await.json();
        let typed = seen["effect"]["to_type"].as_str().unwrap_or_default();
        let digest = &seen["digest"];
        let body = serde_json::json!({ "digest": digest, "typed": typed, "why": "checked" });
        let body = body.to_string();
        let answer = self.post_json(&format!("{path}/approve"), &cookie, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        self.house.ledger.settle().await.expect("what follows");
    }

    /// Runs every job once.
    ///
    /// # Panics
    /// When one fails.
    pub async fn work(&self) {
        for job in &self.house.jobs {
            job.run().await.expect("the job runs");
        }
    }

    /// Folds everything again and compares.
    ///
    /// # Panics
    /// When something differs.
    pub async fn replay_agrees(&self) {
        let scratch = self.folder().join("scratch.db");
        let report = self.house.ledger.replay(&scratch, &|_| {}).await.expect("a replay");
        assert!(report.differences.is_empty(), "{:?}", report.differences);
        assert!(report.streams > 0);
    }

    /// Signs somebody in; answers the cookie.
    ///
    /// # Panics
    /// When the session does not open.
    pub async fn sign_in(&self, actor: Actor) -> String {
        let session = signed_in(&self.web, actor).await;
        format!("{}={}", self.web.cookie_name(), session.token())
    }

    /// Opens a page with this cookie; an empty one stands for nobody.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(asking(Method::GET, path, cookie), Body::empty()).await
    }

    /// Posts the fields of a form, encoded.
    pub async fn post(&self, path: &str, cookie: &str, fields: String) -> Answer {
        let request = asking(Method::POST, path, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(fields)).await
    }

    /// Posts fields to `to` with the token and key of the page `from`.
    pub async fn fill(&self, from: &str, to: &str, cookie: &str, fields: &str) -> Answer {
        let page = self.get(from, cookie).await;
        let fields =
            format!("_csrf={}&_key={}&{fields}", page.hidden("_csrf"), page.hidden("_key"));
        self.post(to, cookie, fields).await
    }

    /// Posts the form of the page `from` that goes to `to`, with all that it carries: token, key, and
    /// what was shown.
    ///
    /// # Panics
    /// When the page has no such form.
    pub async fn sends(&self, from: &str, to: &str, cookie: &str, fields: &str) -> Answer {
        let carried = self.get(from, cookie).await.carried(to);
        self.post(to, cookie, format!("{carried}&{fields}")).await
    }

    /// Posts JSON.
    pub async fn post_json(&self, path: &str, cookie: &str, body: impl Into<Body>) -> Answer {
        let request =
            asking(Method::POST, path, cookie).header(header::CONTENT_TYPE, "application/json");
        self.send(request, body.into()).await
    }

    /// Sends any request.
    ///
    /// # Panics
    /// When it cannot be sent.
    pub async fn send(&self, request: request::Builder, body: impl Into<Body>) -> Answer {
        self.answer(request.body(body.into()).expect("a request")).await
    }

    /// What a whole request is answered.
    ///
    /// # Panics
    /// When it is not answered.
    pub async fn answer(&self, request: Request<Body>) -> Answer {
        let answer = match &self.confirmer {
            Some(confirmer) => confirmer.send(&self.web, &self.app, request).await,
            None => self.app.clone().oneshot(request).await.expect("an answer"),
        };
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, bytes, text }
    }
}

/// A request of somebody with this cookie; an empty one stands for nobody.
pub fn asking(method: Method, path: &str, cookie: &str) -> request::Builder {
    let request = Request::builder().method(method).uri(path);
    if cookie.is_empty() { request } else { request.header(header::COOKIE, cookie) }
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub bytes: Vec<u8>,
    /// The body as text.
    pub text: String,
}

impl Answer {
    /// A header; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    /// Where it leads on.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// The cookie that it sets.
    pub fn cookie(&self) -> String {
        self.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
    }

    /// The value of the first hidden field of this name.
    ///
    /// # Panics
    /// When there is none.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!(r#"name="{name}" value=""#);
        let found = self.text.split_once(&start).and_then(|(_, rest)| rest.split_once('"'));
        found.unwrap_or_else(|| panic!("no {name}: {}", self.text)).0.to_owned()
    }

    /// What the first form of the page that goes to `to` carries unseen, encoded.
    ///
    /// # Panics
    /// When there is none.
    pub fn carried(&self, to: &str) -> String {
        let start = format!(r#"action="{to}""#);
        let form = self.text.split_once(&start).and_then(|(_, rest)| rest.split_once("</form>"));
        let form = form.unwrap_or_else(|| panic!("no form to {to}: {}", self.text)).0;
        let inputs = form.split(r#"<input type="hidden" name=""#).skip(1);
        let pair = |input: &str| {
            let (name, rest) = input.split_once(r#"" value=""#)?;
            Some(format!("{name}={}", rest.split_once('"')?.0))
        };
        inputs.filter_map(pair).collect::<Vec<_>>().join("&")
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// When it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }
}

/// The folder of the demonstration city.
const SERVICES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../services");

/// The demonstration city's own files.
pub struct City;

impl CityData for City {
    fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(Path::new(SERVICES).join(path)).ok()
    }

    fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        walk(Path::new(SERVICES), &mut paths);
        paths.sort();
        paths
    }
}

fn walk(folder: &Path, paths: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("the city's folder") {
        let path = entry.expect("a file of the city").path();
        if path.is_dir() {
            walk(&path, paths);
        } else if let Ok(inside) = path.strip_prefix(SERVICES) {
            paths.push(inside.display().to_string());
        }
    }
}
