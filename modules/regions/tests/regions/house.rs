//! A house with this subject alone, and people who ask for its pages.

use std::ops::Deref;

use axum::http::StatusCode;
use kernel::{Actor, Role, id::AccountId};
use regions::MODULE;
use testkit::{
    Database,
    house::{Answer, TestHouse},
};

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
        Self::on(Database::sqlite()).await
    }

    pub async fn on(database: Database) -> Self {
        let home = testkit::house(&MODULE)
            .on(database)
            .site(|site| site.public_url = "http://localhost".into());
        Self { home: home.start().await }
    }

    /// The cookie of somebody in `role`.
    pub async fn session(&self, role: Role) -> String {
        let clock = self.house.ledger.clock();
        let account = AccountId::new(clock.now(), self.house.ledger.chance().as_ref());
        self.sign_in(Actor::staff(role, account, "government-services")).await
    }

    /// A second administrator.
    pub fn second(&self) -> Actor {
        let clock = self.house.ledger.clock();
        let account = AccountId::new(clock.now(), self.house.ledger.chance().as_ref());
        Actor::staff(Role::Administrator, account, "government-services")
    }

    pub async fn get_whole(&self, path: &str, cookie: &str) -> Answer {
        self.home.get(path, cookie).await
    }

    pub async fn get(&self, path: &str, cookie: Option<&String>) -> (StatusCode, String) {
        told(self.home.get(path, cookie.map_or("", String::as_str)).await)
    }

    pub async fn json(&self, path: &str, cookie: &str, body: &str) -> (StatusCode, String) {
        told(self.home.post_json(path, cookie, body.to_owned()).await)
    }

    pub async fn form(&self, path: &str, cookie: &str, body: &str) -> (StatusCode, String) {
        told(self.home.post(path, cookie, body.to_owned()).await)
    }
}

/// The status, and where it leads or what it says.
fn told(answer: Answer) -> (StatusCode, String) {
    let to = answer.location().to_owned();
    (answer.status, if to.is_empty() { answer.text } else { to })
}
