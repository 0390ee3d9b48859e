//! A house with this subject alone; calendar and divisions are given.

use std::{ops::Deref, sync::Arc};

use axum::http::StatusCode;
use kernel::{
    LocalText,
    calendar::{Holiday, WorkCalendar, YearCalendar},
};
use organisations::MODULE;
use regions_domain::{Calendars, Division, DivisionKind, Places};
use testkit::house::TestHouse;

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
    home: TestHouse,
}

impl Deref for Test {
    type Target = TestHouse;

    fn deref(&self) -> &TestHouse {
        &self.home
    }
}

impl Test {
    pub async fn start() -> Self {
        let home = testkit::house(&MODULE)
            .given::<dyn Calendars>(Arc::new(Regions))
            .given::<dyn Places>(Arc::new(Regions));
        Self { home: home.start().await }
    }

    pub async fn get(&self, path: &str) -> (StatusCode, String) {
        let answer = self.home.get(path, "").await;
        (answer.status, answer.text)
    }
}
