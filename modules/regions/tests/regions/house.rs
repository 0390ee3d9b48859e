//! A house with this subject alone, and people who ask for its pages.

use std::{collections::BTreeMap, sync::Arc};

use authz::Policy;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use http_body_util::BodyExt as _;
use kernel::{Actor, Role, id::AccountId};
use ledger::{Blueprint, Ledger};
use module::{CityData, House};
use regions::MODULE;
use testkit::{Database, KEY};
use tower::ServiceExt as _;
use web::{Session, Site, Web, Words};

pub struct City(BTreeMap<String, String>);

impl CityData for City {
    fn text(&self, path: &str) -> Option<String> {
        self.0.get(path).cloned()
    }

    fn paths(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
}

/// The demonstration city's own files.
pub fn city() -> City {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../services/");
    let paths = ["city/regions.yaml", "city/calendar/2025.yaml", "city/calendar/2026.yaml"];
    let read =
        |path: &str| std::fs::read_to_string(format!("{root}{path}")).expect("a city's file");
    City(paths.into_iter().map(|path| (path.to_owned(), read(path))).collect())
}

pub struct Test {
    pub house: House,
    pub app: Router,
    pub web: Arc<Web>,
    // Dropped last, because it removes the database.
    _db: Database,
}

impl Test {
    pub async fn start() -> Self {
        Self::on(Database::sqlite()).await
    }

    pub async fn on(db: Database) -> Self {
        let ledger = testkit::ledger(&db, |blueprint: &mut Blueprint| {
            blueprint.migrations(web::MIGRATIONS);
            blueprint.migrations(MODULE.migrations);
            (MODULE.plan)(blueprint);
        })
        .await;
        let mut house = house(&ledger, &db);
        (MODULE.start)(&mut house).expect("the subject starts");
        let words = Words::read(&[web::LOCALES, MODULE.locales]).expect("the words are read");
        let policy = (*house.policy).clone();
        let site = Site { upload_mb: 1, ..Site::default() };
        let web = Web::new(ledger, &KEY, policy, words, MODULE.menu.to_vec(), site);
        let app = web::router(&web, &house.routes);
        Self { house, app, web, _db: db }
    }

    pub async fn seed(&self) {
        let seed = MODULE.seed.expect("a seed");
        seed(&self.house, &city()).await.expect("the city is taken in");
    }

    /// A session of somebody in `role`.
    pub async fn session(&self, role: Role) -> Session {
        let clock = self.house.ledger.clock();
        let account = AccountId::new(clock.now(), self.house.ledger.chance().as_ref());
        let actor = Actor::staff(role, account, "government-services");
        self.web.sessions.open(actor, "秦维序").await.expect("a session")
    }

    pub async fn get(&self, path: &str, session: Option<&Session>) -> (StatusCode, String) {
        self.ask("GET", path, session, Body::empty(), "text/plain").await
    }

    pub async fn json(&self, path: &str, session: &Session, body: &str) -> (StatusCode, String) {
        self.ask("POST", path, Some(session), Body::from(body.to_owned()), "application/json").await
    }

    pub async fn form(&self, path: &str, session: &Session, body: &str) -> (StatusCode, String) {
        let kind = "application/x-www-form-urlencoded";
        self.ask("POST", path, Some(session), Body::from(body.to_owned()), kind).await
    }

    async fn ask(
        &self,
        method: &str,
        path: &str,
        session: Option<&Session>,
        body: Body,
        kind: &str,
    ) -> (StatusCode, String) {
        let mut request = Request::builder().method(method).uri(path).header("content-type", kind);
        if let Some(session) = session {
            request = request.header("cookie", format!("session={}", session.token()));
        }
        let request = request.body(body).expect("a request");
        let answer = self.app.clone().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let location = answer.headers().get("location").map(|it| it.to_str().unwrap().to_owned());
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
        let text = String::from_utf8(bytes.to_vec()).expect("text");
        (status, location.unwrap_or(text))
    }
}

fn house(ledger: &Ledger, db: &Database) -> House {
    let mut policy = Policy::default();
    policy.add(web::POLICY);
    policy.add(MODULE.policy);
    let renderer = render::Renderer::new(render::FontSource::Shipped);
    let files = files::Files::folder(&db.folder().join("files")).expect("a folder for files");
    House::new(ledger.clone(), renderer, files, KEY, "http://localhost".into(), Arc::new(policy))
}
