//! A house with this subject alone; places, days and authorities are given.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use authz::Policy;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode, header},
};
use catalogue::MODULE;
use catalogue_domain::Services;
use http_body_util::BodyExt as _;
use kernel::{
    Actor, LocalText, Role,
    calendar::{Holiday, WorkCalendar, YearCalendar},
    id::AccountId,
};
use ledger::{Blueprint, Ledger};
use module::{CityData, House, yaml};
use organisations_domain::{Authority, Directory, ServiceCentre};
use regions_domain::{Calendars, Division, Places};
use testkit::{Database, TestChance, TestClock, confirm::Confirmer, house::with_approvals};
use web::{Site, Web, Words};

/// The demonstration city's own files, with some of them changed.
#[derive(Default)]
pub struct City {
    /// Texts that stand in the place of files.
    pub changed: BTreeMap<String, String>,
}

impl City {
    /// The city without its catalogue list, so that definitions may say other names.
    pub fn unlisted() -> Self {
        Self { changed: [("city/catalogue.yaml".to_owned(), "[]".to_owned())].into() }
    }
}

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../services");

impl CityData for City {
    fn text(&self, path: &str) -> Option<String> {
        let own = || std::fs::read_to_string(Path::new(ROOT).join(path)).ok();
        self.changed.get(path).cloned().or_else(own)
    }

    fn paths(&self) -> Vec<String> {
        let folders = std::fs::read_dir(ROOT).expect("the city's folder");
        let path = |name: std::ffi::OsString| format!("{}/service.yaml", name.to_string_lossy());
        let mut paths: Vec<String> =
            folders.map(|folder| path(folder.expect("a folder").file_name())).collect();
        paths.retain(|path| Path::new(ROOT).join(path).exists());
        paths.sort();
        paths
    }
}

/// What the earlier subjects answer.
struct Earlier {
    divisions: Vec<Arc<Division>>,
    authorities: Vec<Arc<Authority>>,
    centres: Vec<Arc<ServiceCentre>>,
}

impl Earlier {
    fn read() -> Arc<Self> {
        fn list<T: serde::de::DeserializeOwned>(path: &str) -> Vec<Arc<T>> {
            let text = City::default().text(path).expect("a file of the city");
            let list: Vec<T> = yaml::read(&text).expect("the city's data");
            list.into_iter().map(Arc::new).collect()
        }
        Arc::new(Self {
            divisions: list("city/regions.yaml"),
            authorities: list("city/departments.yaml"),
            centres: list("city/halls.yaml"),
        })
    }
}

impl Directory for Earlier {
    fn authority(&self, id: &str) -> Option<Arc<Authority>> {
        self.authorities.iter().find(|it| it.id == id).cloned()
    }

    fn authorities(&self) -> Vec<Arc<Authority>> {
        self.authorities.clone()
    }

    fn centres(&self) -> Vec<Arc<ServiceCentre>> {
        self.centres.clone()
    }
}

impl Places for Earlier {
    fn division(&self, code: &str) -> Option<Arc<Division>> {
        self.divisions.iter().find(|it| it.code == code).cloned()
    }

    fn divisions(&self) -> Vec<Arc<Division>> {
        self.divisions.clone()
    }
}

impl Calendars for Earlier {
    fn current(&self) -> Arc<WorkCalendar> {
        let date = |day| jiff::civil::date(2026, 3, day);
        let holiday = Holiday { name: LocalText::same("假日"), from: date(5), to: date(6) };
        let year = YearCalendar {
            year: 2026,
            source: "notice".into(),
            holidays: vec![holiday],
            make_up: Vec::new(),
        };
        Arc::new(WorkCalendar::new(1, vec![year]).expect("a calendar"))
    }
}

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub etag: String,
    pub bytes: usize,
    pub text: String,
}

impl Answer {
    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.text.split_once(&start).unwrap_or_else(|| panic!("no {name}"));
        rest.split('"').next().expect("a value").to_owned()
    }
}

pub struct Test {
    pub house: House,
    web: Arc<Web>,
    app: Router,
    confirmer: Confirmer,
}

impl Test {
    /// One node on a database.
    pub async fn on(db: &Database, clock: &Arc<TestClock>) -> Self {
        let ledger = testkit::ledger_at(db, clock, |blueprint: &mut Blueprint| {
            blueprint.migrations(web::MIGRATIONS);
            blueprint.migrations(notify::MIGRATIONS);
            for module in with_approvals(&MODULE) {
                blueprint.migrations(module.migrations);
                (module.plan)(blueprint);
            }
        })
        .await;
        Self::with(ledger, db.folder())
    }

    fn with(ledger: Ledger, folder: &Path) -> Self {
        let mut policy = Policy::default();
        policy.add(web::POLICY);
        for module in with_approvals(&MODULE) {
            policy.add(module.policy);
        }
        let renderer = render::Renderer::new(render::FontSource::Shipped);
        let files = files::Files::folder(&folder.join("files")).expect("a folder for files");
        let shared = Arc::new(policy.clone());
        let mut house = House::new(ledger.clone(), renderer, files, String::new(), shared);
        let earlier = Earlier::read();
        house.provide::<dyn Directory>(earlier.clone());
        house.provide::<dyn Places>(earlier.clone());
        house.provide::<dyn Calendars>(earlier);
        let mut locales = vec![web::LOCALES];
        for module in with_approvals(&MODULE) {
            (module.start)(&mut house).expect("the subject starts");
            locales.push(module.locales);
        }
        let words = Words::read(&locales).expect("the words are read");
        let site = Site { upload_mb: 1, ..Site::default() };
        let web = Web::new(ledger, policy, words, MODULE.menu.to_vec(), site);
        let app = web::router(&web, &house.routes);
        Self { house, web, app, confirmer: Confirmer::default() }
    }

    /// A node with the demonstration city, and the database that it must not outlive.
    pub async fn city() -> (Self, Database) {
        Self::of(&City::default()).await
    }

    /// The same with another city.
    pub async fn of(city: &City) -> (Self, Database) {
        let db = Database::sqlite();
        let test = Self::on(&db, &TestClock::at(TestClock::MORNING)).await;
        test.seed(city).await.expect("the city is taken in");
        (test, db)
    }

    pub async fn seed(&self, city: &City) -> anyhow::Result<()> {
        MODULE.seed.expect("a seed")(&self.house, city).await
    }

    pub async fn refresh(&self) -> u64 {
        let job = self.house.jobs.iter().find(|it| it.name() == "catalogue.refresh");
        let job = job.expect("a job");
        job.run().await.expect("the job runs")
    }

    pub fn services(&self) -> Arc<dyn Services> {
        self.house.ask::<dyn Services>().expect("the port")
    }

    /// Signs somebody in; answers the cookie. The same number is the same person.
    pub async fn sign_in(&self, role: Role, number: u64) -> String {
        let account = AccountId::new(
            testkit::TestClock::MORNING.parse().expect("an instant"),
            TestChance::seeded(number).as_ref(),
        );
        let actor = match role {
            Role::Citizen => Actor::citizen(account),
            role => Actor::staff(role, account, "government-services"),
        };
        let session = testkit::confirm::signed_in(&self.web, actor).await;
        format!("session={}", session.token())
    }

    /// What an editor does with the page of the last proposal, such as `approve`; the answer to it.
    pub async fn decide(&self, cookie: &str, proposal: &str, act: &str) -> Answer {
        let page = self.get_as(cookie, proposal).await;
        let pairs = [
            ("_csrf", &*page.hidden("_csrf")),
            ("_key", &page.hidden("_key")),
            ("_shown", &page.hidden("_shown")),
            ("digest", &page.hidden("digest")),
        ]
        .map(|(name, value)| (name, value.to_owned()));
        let pairs = pairs.each_ref().map(|(name, value)| (*name, value.as_str()));
        let answer = self.post_as(cookie, &format!("{proposal}/{act}"), &pairs).await;
        self.house.ledger.settle().await.expect("what follows");
        answer
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.get_as("", path).await
    }

    pub async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie), String::new()).await
    }

    /// Posts a form.
    pub async fn post_as(&self, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(pairs);
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, body.finish()).await
    }

    /// Posts a form with parts.
    pub async fn upload_as(&self, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
        let part = |(name, value): &(&str, &str)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body: String = pairs.iter().map(part).collect();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.send(request, format!("{body}--b--\r\n")).await
    }

    /// Sends JSON.
    pub async fn json_as(&self, cookie: &str, path: &str, body: String) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request, body).await
    }

    /// The size of a page as it goes over the line.
    pub async fn size(&self, path: &str) -> usize {
        let request = Request::get(path).header(header::ACCEPT_ENCODING, "br");
        self.send(request, String::new()).await.bytes
    }

    async fn send(&self, request: axum::http::request::Builder, body: String) -> Answer {
        let request = request.body(Body::from(body)).expect("a request");
        let answer = self.confirmer.send(&self.web, &self.app, request).await;
        let text = |name| {
            let value = answer.headers().get(name).and_then(|it| it.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (location, etag) = (text(header::LOCATION), text(header::ETAG));
        let status = answer.status();
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status, location, etag, bytes: bytes.len(), text }
    }
}
