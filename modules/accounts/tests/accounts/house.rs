//! A house with this subject alone, and people with cookies.

use std::sync::Arc;

use accounts::MODULE;
use authz::Policy;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use http_body_util::BodyExt as _;
use ledger::Blueprint;
use module::{CityData, House, yaml};
use organisations_domain::{Authority, Directory, ServiceCentre};
use testkit::{Database, KEY, TestClock};
use tower::ServiceExt as _;
use web::{Site, Web, Words};

/// The demonstration city's own files.
struct City;

impl CityData for City {
    fn text(&self, path: &str) -> Option<String> {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../services/");
        std::fs::read_to_string(format!("{root}{path}")).ok()
    }

    fn paths(&self) -> Vec<String> {
        Vec::new()
    }
}

/// The directory that the earlier subject answers.
struct Departments(Vec<Arc<Authority>>);

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

pub struct Test {
    pub house: House,
    pub clock: Arc<TestClock>,
    app: Router,
    // Dropped last, because it removes the database.
    db: Database,
}

/// What a page answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn location(&self) -> &str {
        self.headers.get("location").map_or("", |it| it.to_str().expect("text"))
    }

    /// The session's cookie that the answer sets.
    pub fn cookie(&self) -> String {
        let cookie = self.headers.get("set-cookie").expect("a cookie").to_str().expect("text");
        cookie.split(';').next().expect("its value").to_owned()
    }

    /// The value of the first hidden field of this name.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!(r#"name="{name}" value=""#);
        let rest = self.text.split_once(&start).expect("a hidden field").1;
        rest.split_once('"').expect("its end").0.to_owned()
    }
}

impl Test {
    /// A demonstration with its people.
    pub async fn demo() -> Self {
        let test = Self::start(true).await;
        test.seed().await;
        test
    }

    pub async fn start(is_demo: bool) -> Self {
        let db = Database::sqlite();
        let clock = TestClock::at(TestClock::MORNING);
        let ledger = testkit::ledger_at(&db, &clock, |blueprint: &mut Blueprint| {
            blueprint.migrations(web::MIGRATIONS);
            blueprint.migrations(MODULE.migrations);
            (MODULE.plan)(blueprint);
        })
        .await;
        let mut policy = Policy::default();
        policy.add(web::POLICY);
        policy.add(MODULE.policy);
        let renderer = render::Renderer::new(render::FontSource::Shipped);
        let files = files::Files::folder(&db.folder().join("files")).expect("a folder for files");
        let shared = Arc::new(policy.clone());
        let mut house = House::new(ledger.clone(), renderer, files, KEY, String::new(), shared);
        house.is_demo = is_demo;
        house.provide::<dyn Directory>(Arc::new(departments()));
        (MODULE.start)(&mut house).expect("the subject starts");
        let words = Words::read(&[web::LOCALES, MODULE.locales]).expect("the words are read");
        let site = Site { upload_mb: 1, is_demo, ..Site::default() };
        let web = Web::new(ledger, &KEY, policy, words, MODULE.menu.to_vec(), site);
        let app = web::router(&web, &house.routes);
        Self { house, clock, app, db }
    }

    /// A folder that is gone with the test.
    pub fn folder(&self) -> &std::path::Path {
        self.db.folder()
    }

    pub async fn seed(&self) {
        let seed = MODULE.seed.expect("a seed");
        seed(&self.house, &City).await.expect("the city is taken in");
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.ask("GET", path, cookie, "text/plain", String::new()).await
    }

    /// Sends the fields of a form, with the token of the page it stands on.
    pub async fn send(&self, path: &str, cookie: &str, fields: &str) -> Answer {
        self.send_with_token_of(path, path, cookie, fields).await
    }

    /// Sends fields to a page whose own form is not shown.
    pub async fn send_with_token_of(
        &self,
        from: &str,
        path: &str,
        cookie: &str,
        fields: &str,
    ) -> Answer {
        let page = self.get(from, cookie).await;
        let body = format!("_csrf={}&_key={}&{fields}", page.hidden("_csrf"), page.hidden("_key"));
        self.ask("POST", path, cookie, "application/x-www-form-urlencoded", body).await
    }

    pub async fn json(&self, path: &str, body: &str) -> Answer {
        self.ask("POST", path, "", "application/json", body.to_owned()).await
    }

    /// A request of a machine with its token.
    pub async fn bearer(&self, method: &str, path: &str, token: &str) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {token}"));
        self.answer(request.body(Body::empty()).expect("a request")).await
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        cookie: &str,
        kind: &str,
        body: String,
    ) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", kind)
            .header("cookie", cookie);
        self.answer(request.body(Body::from(body)).expect("a request")).await
    }

    async fn answer(&self, request: Request<Body>) -> Answer {
        let answer = self.app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.expect("a body").to_bytes();
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        Answer { status: parts.status, headers: parts.headers, text }
    }
}

fn departments() -> Departments {
    let text = City.text("city/departments.yaml").expect("departments");
    let list: Vec<Authority> = yaml::read(&text).expect("departments");
    Departments(list.into_iter().map(Arc::new).collect())
}
