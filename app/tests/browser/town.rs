//! The city and everybody's eyes: what each story begins with.

use std::sync::Arc;

use testkit::{Database, browser::Browser};

use crate::{city::City, eyes::Eyes, person::Person};

/// 陈雨禾, who opens a second restaurant.
pub const CHEN: &str = "710000198804161226";

/// A phone that many people have.
const PHONE: u32 = 390;
/// The screen on a desk.
const DESK: u32 = 1280;

/// The city of one story, and what was seen in it.
pub struct Town {
    pub city: City,
    eyes: Arc<Eyes>,
}

impl Town {
    /// The city on this day.
    pub async fn on(instant: &str) -> Self {
        Self { city: City::on(instant).await, eyes: Arc::default() }
    }

    /// As [`Town::on`], under a name instead of a number: browsers keep passkeys for names.
    pub async fn with_a_name(instant: &str) -> Self {
        let named = |address: &str| address.replace("127.0.0.1", "localhost");
        let mut city = City::set_up(Database::sqlite(), instant, None, |site| {
            site.public_url = named(&site.public_url);
        })
        .await;
        city.base = named(&city.base);
        Self { city, eyes: Arc::default() }
    }

    /// As [`Town::with_a_name`], where officers work with passkeys.
    pub async fn with_passkeys_for_staff(instant: &str) -> Self {
        let named = |address: &str| address.replace("127.0.0.1", "localhost");
        let mut city = City::set_up(Database::sqlite(), instant, None, |site| {
            site.public_url = named(&site.public_url);
            site.staff_factor = web::StaffFactor::Passkey;
        })
        .await;
        city.base = named(&city.base);
        Self { city, eyes: Arc::default() }
    }

    /// Somebody with a phone who has not signed in.
    pub async fn passer_by(&self) -> Person {
        let eyes = Some(self.eyes.clone());
        Person::new("passer-by", Browser::open().await, PHONE, &self.city, eyes).await
    }

    /// Somebody at a desk who has not signed in.
    pub async fn at_a_desk(&self, name: &'static str) -> Person {
        let eyes = Some(self.eyes.clone());
        Person::new(name, Browser::open().await, DESK, &self.city, eyes).await
    }

    /// Somebody whose browser runs no script.
    pub async fn without_script(&self, name: &'static str) -> Person {
        Person::new(name, Browser::open_without_script().await, DESK, &self.city, None).await
    }

    /// Somebody at a desk whose pages are not looked at.
    pub async fn without_eyes(&self, name: &'static str) -> Person {
        Person::new(name, Browser::open().await, DESK, &self.city, None).await
    }

    /// A citizen who has signed in on a phone.
    pub async fn citizen(&self, id_number: &str) -> Person {
        let mut person = self.passer_by().await;
        person.signs_in(id_number).await;
        person
    }

    /// A staff member who has signed in.
    pub async fn staff(&self, login: &'static str) -> Person {
        let mut person = self.at_a_desk(login).await;
        person.signs_in_as_staff(login).await;
        person
    }

    /// The story is over: nobody met a barrier, on this many different pages at least.
    pub fn met_no_barrier(&self, least: usize) {
        self.eyes.are_content(least);
    }
}
