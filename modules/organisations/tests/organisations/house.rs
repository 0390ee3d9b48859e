//! A house with this subject alone; calendar and divisions are given.

use std::sync::Arc;

use authz::Policy;
use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use http_body_util::BodyExt as _;
use kernel::{
    LocalText,
    calendar::{Holiday, WorkCalendar, YearCalendar},
};
use ledger::Blueprint;
use module::{CityData, House};
use organisations::MODULE;
use regions_domain::{Calendars, Division, DivisionKind, Places};
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

/// What the earlier subject answers: National Day, and one division.
struct Regions;

impl Calendars for Regions {
    fn current(&self) -> Arc<WorkCalendar> {
        let date = |day| jiff::civil::date(2026, 10, day);
        let name = LocalText::same("国庆节");
        let year = YearCalendar {
            year: 2026,
            source: "notice".into(),
            holidays: vec![Holiday { name, from: date(1), to: date(7) }],
            make_up: vec![date(10)],
        };
        Arc::new(WorkCalendar::new(1, vec![year]).expect("a calendar"))
    }
}

impl Places for Regions {
    fn division(&self, code: &str) -> Option<Arc<Division>> {
        self.divisions().into_iter().find(|it| it.code == code)
    }

    fn divisions(&self) -> Vec<Arc<Division>> {
        let name = LocalText {
            zh_hans: "榕城市".into(),
            zh_hant: "榕城市".into(),
            en: "Rongcheng City".into(),
        };
        vec![Arc::new(Division {
            code: "980100000000".into(),
            name,
            kind: DivisionKind::City,
            parent: None,
            is_urban: true,
        })]
    }
}

pub struct Test {
    pub house: House,
    pub clock: Arc<TestClock>,
    app: Router,
    // Dropped last, because it removes the database.
    _db: Database,
}

impl Test {
    pub async fn start() -> Self {
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
        house.provide::<dyn Calendars>(Arc::new(Regions));
        house.provide::<dyn Places>(Arc::new(Regions));
        (MODULE.start)(&mut house).expect("the subject starts");
        let words = Words::read(&[web::LOCALES, MODULE.locales]).expect("the words are read");
        let site = Site { upload_mb: 1, ..Site::default() };
        let web = Web::new(ledger, &KEY, policy, words, MODULE.menu.to_vec(), site);
        let app = web::router(&web, &house.routes);
        Self { house, clock, app, _db: db }
    }

    pub async fn seed(&self) {
        let seed = MODULE.seed.expect("a seed");
        seed(&self.house, &City).await.expect("the city is taken in");
    }

    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        let request = Request::builder().uri(path).body(Body::empty()).expect("a request");
        let answer = self.app.clone().oneshot(request).await.expect("an answer");
        let status = answer.status();
        let bytes = answer.into_body().collect().await.expect("a body").to_bytes();
        (status, String::from_utf8(bytes.to_vec()).expect("text"))
    }
}
