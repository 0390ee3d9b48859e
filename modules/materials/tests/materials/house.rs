//! A house with this subject alone.

use std::sync::Arc;

use authz::Policy;
use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use catalogue_domain::Services;
use forms_domain::Applications;
use http_body_util::BodyExt as _;
use kernel::{Actor, Role, id::AccountId};
use ledger::Statement;
use licences_domain::Licences;
use materials::MODULE;
use materials_domain::Materials;
use module::House;
use organisations_domain::Directory;
use testkit::{Database, KEY, TestClock};
use tower::ServiceExt as _;
use web::{Site, Web, Words};

use crate::given::{EmptyDirectory, Filings, OneLicence, OneService, application, person};

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }

    pub fn location(&self) -> &str {
        self.header("location")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).expect("JSON")
    }

    /// The value of the first hidden field of that name.
    pub fn hidden(&self, name: &str) -> String {
        let text = self.text();
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = text.split_once(&start).unwrap_or_else(|| panic!("no {name}: {text}"));
        rest.split('"').next().expect("a value").to_owned()
    }
}

pub struct Test {
    pub house: House,
    pub filings: Arc<Filings>,
    web: Arc<Web>,
    app: Router,
    // Dropped last, after everything that uses it.
    db: Database,
}

/// A file of a form: field, name, bytes.
pub type Part<'a> = (&'a str, &'a str, &'a [u8]);

impl Test {
    pub async fn new() -> Self {
        let db = Database::sqlite();
        let ledger = testkit::ledger_at(&db, &TestClock::at(TestClock::MORNING), |blueprint| {
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
        let filings = Filings::begun();
        house.provide::<dyn Applications>(filings.clone());
        house.provide::<dyn Services>(OneService::read());
        house.provide::<dyn Licences>(Arc::new(OneLicence));
        house.provide::<dyn Directory>(Arc::new(EmptyDirectory));
        (MODULE.start)(&mut house).expect("the subject starts");
        let words = Words::read(&[web::LOCALES, MODULE.locales]).expect("the words are read");
        let site = Site { upload_mb: 12, ..Site::default() };
        let web = Web::new(ledger, &KEY, policy, words, Vec::new(), site);
        let app = web::router(&web, &house.routes);
        Self { house, filings, web, app, db }
    }

    pub fn port(&self) -> Arc<dyn Materials> {
        self.house.ask::<dyn Materials>().expect("the port")
    }

    /// Folds everything again and compares.
    pub async fn replay_agrees(&self) {
        let scratch = self.db.folder().join("scratch.db");
        let report = self.house.ledger.replay(&scratch, &|_| {}).await.expect("a replay");
        assert!(report.differences.is_empty(), "{:?}", report.differences);
        assert!(report.streams > 0);
    }

    pub async fn citizen(&self, number: u64) -> String {
        self.sign_in(Actor::citizen(person(number))).await
    }

    pub async fn staff(&self, role: Role, authority: &str) -> String {
        self.sign_in(Actor::staff(role, person(9), authority)).await
    }

    /// The permissions that were used to read about somebody.
    pub async fn reads_about(&self, account: AccountId) -> Vec<String> {
        static READS: Statement =
            Statement::new("SELECT action FROM ledger_access WHERE subject = $1");
        let subject = account.subject().to_string();
        let rows = self.house.ledger.rows(&READS, &[subject.into()]).await.expect("rows");
        rows.iter().map(|it| it.text(0).expect("an action").to_owned()).collect()
    }

    async fn sign_in(&self, actor: Actor) -> String {
        let session = self.web.sessions.open(actor, "某人").await.expect("a session");
        format!("session={}", session.token())
    }

    /// The address of the documents page of a person's application.
    pub fn documents(number: u64) -> String {
        format!("/zh-hans/applications/{}/documents", application(number))
    }

    pub async fn get(&self, cookie: &str, path: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie), Vec::new()).await
    }

    /// Opens a person's documents page and posts its form with these fields and files.
    pub async fn hand_in(
        &self,
        cookie: &str,
        number: u64,
        fields: &[(&str, &str)],
        files: &[Part<'_>],
    ) -> Answer {
        let page = self.get(cookie, &Self::documents(number)).await;
        let (csrf, key) = (page.hidden("_csrf"), page.hidden("_key"));
        let own = [("_csrf", csrf.as_str()), ("_key", key.as_str())];
        self.upload(cookie, number, &[&own, fields].concat(), files).await
    }

    /// Posts the form of a documents page.
    pub async fn upload(
        &self,
        cookie: &str,
        number: u64,
        fields: &[(&str, &str)],
        files: &[Part<'_>],
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(
                format!(
                    "--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
                )
                .as_bytes(),
            );
        }
        for (field, name, bytes) in files {
            let head = format!(
                "--b\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/pdf\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        let request = Request::post(Self::documents(number))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.send(request, body).await
    }

    /// Posts the form of a removal.
    pub async fn remove(&self, cookie: &str, number: u64, material: &str) -> Answer {
        let page = self.get(cookie, &Self::documents(number)).await;
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("_csrf", &page.hidden("_csrf")).append_pair("material", material);
        let request = Request::post(format!("{}/remove", Self::documents(number)))
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.finish().into_bytes()).await
    }

    /// Posts bytes to the API.
    pub async fn post_bytes(&self, cookie: &str, path: &str, key: &str, bytes: &[u8]) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header("idempotency-key", key)
            .header(header::CONTENT_TYPE, "text/html");
        self.send(request, bytes.to_vec()).await
    }

    async fn send(&self, request: axum::http::request::Builder, body: Vec<u8>) -> Answer {
        let request = request.body(Body::from(body)).expect("a request");
        let answer = self.app.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes().to_vec();
        Answer { status, headers, bytes }
    }
}
