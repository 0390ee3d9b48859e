//! The subject in a house of its own: fake neighbours, a real database, real pages.

mod pages;
mod service;

use std::sync::Arc;

use authz::Policy;
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use cases_domain::{CaseSummary, Cases, CasesDown};
use catalogue_domain::{Published, Services};
use files::Files;
use jiff::civil::date;
use kernel::{
    Actor, LocalText, Role,
    calendar::WorkCalendar,
    id::{CaseId, CommandId},
};
use module::House;
use ratings_domain::{Channel, Grade};
use regions_domain::Calendars;
use render::{FontSource, Renderer};
use testkit::{Database, TestClock};
use tower::ServiceExt as _;
use web::{Site, Web, Words};

use crate::{
    MODULE,
    service::{Opinion, RatingService},
};

/// A house with this subject only.
struct World {
    db: Database,
    clock: Arc<TestClock>,
    house: House,
    web: Arc<Web>,
    router: Router,
}

impl World {
    async fn new() -> Self {
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
        let url = "https://city.example".to_owned();
        let mut house = House::new(
            ledger.clone(),
            Renderer::new(FontSource::Shipped),
            Files::folder(&db.folder().join("files")).unwrap(),
            testkit::KEY,
            url.clone(),
            Arc::new(policy.clone()),
        );
        house.provide::<dyn Cases>(Arc::new(Desk));
        house.provide::<dyn Calendars>(Arc::new(Weeks));
        house.provide::<dyn Services>(Arc::new(NoServices));
        (MODULE.start)(&mut house).unwrap();
        let words = Words::read(&[web::LOCALES, MODULE.locales]).unwrap();
        let site = Site { public_url: url, upload_mb: 20, ..Site::default() };
        let menu = MODULE.menu.to_vec();
        let web = Web::new(ledger, &testkit::KEY, policy, words, menu, site);
        let router = web::router(&web, &house.routes);
        Self { db, clock, house, web, router }
    }

    fn service(&self) -> RatingService {
        RatingService::of(&self.house).unwrap()
    }

    async fn token(&self, actor: Actor) -> String {
        self.web.sessions.open(actor, "某人").await.unwrap().token().to_owned()
    }

    /// Rates case `number` with its query code.
    async fn rate(&self, number: u8, opinion: Opinion) -> Result<(), crate::service::Problem> {
        let anybody = Actor::ANONYMOUS;
        let service = self.service();
        let rateable = service.rateable(&anybody, &reference(number), CODE).await.unwrap().unwrap();
        service.rate(key(number), &anybody, rateable, opinion).await
    }

    async fn get(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let (status, text, _) = self.send(request("GET", path, token, None)).await;
        (status, text)
    }

    /// Posts a form that stands on the page `from`; the answer's status, text and location.
    async fn post(&self, from: &str, to: &str, fields: &str) -> (u16, String, String) {
        let (_, page) = self.get(from, None).await;
        let (_, rest) = page.split_once("name=\"_csrf\" value=\"").unwrap();
        let csrf = rest.split_once('"').unwrap().0;
        let form = ("application/x-www-form-urlencoded", format!("_csrf={csrf}&{fields}"));
        self.send(request("POST", to, None, Some(form))).await
    }

    async fn post_json(&self, to: &str, body: String) -> (u16, String) {
        let (status, text, _) =
            self.send(request("POST", to, None, Some(("application/json", body)))).await;
        (status, text)
    }

    async fn send(&self, request: Request<Body>) -> (u16, String, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let location = response.headers().get(header::LOCATION);
        let location = location.map_or(String::new(), |it| it.to_str().unwrap().to_owned());
        let bytes = axum::body::to_bytes(response.into_body(), 1 << 24).await.unwrap();
        (status, String::from_utf8_lossy(&bytes).into_owned(), location)
    }
}

fn request(
    method: &str,
    path: &str,
    token: Option<&str>,
    body: Option<(&str, String)>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if let Some((kind, _)) = &body {
        request = request.header(header::CONTENT_TYPE, *kind);
    }
    request.body(body.map_or_else(Body::empty, |(_, it)| Body::from(it))).unwrap()
}

fn id<T: std::str::FromStr<Err = kernel::id::InvalidId>>(number: u8) -> T {
    format!("01900000-0000-7000-8000-0000000000{number:02x}").parse().unwrap()
}

fn key(number: u8) -> CommandId {
    id(number)
}

/// The query code of every case.
const CODE: &str = "012345";
/// A case that is not concluded.
const EARLY: u8 = 0xee;

fn reference(number: u8) -> String {
    format!("RC-{number:02x}")
}

fn citizen() -> Actor {
    Actor::citizen(id(0x10))
}

fn supervisor() -> Actor {
    Actor::staff(Role::Supervisor, id(0x21), "government-services")
}

fn opinion(grade: Grade) -> Opinion {
    Opinion { grade, tags: Vec::new(), comment: String::new(), channel: Channel::Pc }
}

/// Cases `RC-00` to `RC-ff`, all of the citizen and of one service.
struct Desk;

#[async_trait::async_trait]
impl Cases for Desk {
    async fn find(&self, reference: &str) -> Result<Option<CaseSummary>, CasesDown> {
        let number = reference.strip_prefix("RC-").and_then(|it| u8::from_str_radix(it, 16).ok());
        Ok(number.map(|number| CaseSummary {
            id: id::<CaseId>(number),
            reference: reference.to_owned(),
            service: "food-business-licence".to_owned(),
            service_name: LocalText::same("食品经营许可"),
            authority: "market-regulation".to_owned(),
            subject: id(0x10),
            account: id(0x10),
            is_concluded: number != EARLY,
            submitted_on: date(2026, 2, 2),
        }))
    }

    async fn code_fits(&self, _: CaseId, code: &str) -> Result<bool, CasesDown> {
        Ok(code == CODE)
    }
}

/// A calendar without holidays.
struct Weeks;

impl Calendars for Weeks {
    fn current(&self) -> Arc<WorkCalendar> {
        Arc::new(WorkCalendar::default())
    }
}

struct NoServices;

impl Services for NoServices {
    fn current(&self, _: &str) -> Option<Arc<Published>> {
        None
    }

    fn revision(&self, _: &str, _: u32) -> Option<Arc<Published>> {
        None
    }

    fn all(&self) -> Vec<Arc<Published>> {
        Vec::new()
    }
}
