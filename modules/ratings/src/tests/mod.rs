//! The subject in a house of its own: fake neighbours, a real database, real pages.

mod pages;
mod service;

use std::{collections::BTreeSet, ops::Deref, sync::Arc};

use accounts_domain::{Act, Power, Powerless, Powers, RegisterDown};
use cases_domain::{CaseList, CaseSummary, Cases, CasesDown};
use catalogue_domain::{Published, Services};
use jiff::civil::date;
use kernel::{
    Actor, LocalText, Role,
    calendar::WorkCalendar,
    id::{AccountId, CaseId, CommandId, SubjectId},
};
use module::{CityData as _, yaml};
use organisations_domain::{Authority, Directory, ServiceCentre};
use ratings_domain::{Channel, Grade};
use regions_domain::Calendars;
use testkit::house::{City, TestHouse};

use crate::{
    MODULE,
    service::{Opinion, Proof, RatingService},
};

/// A house with this subject only.
struct World {
    home: TestHouse,
}

impl Deref for World {
    type Target = TestHouse;

    fn deref(&self) -> &TestHouse {
        &self.home
    }
}

impl World {
    async fn new() -> Self {
        let home = testkit::house(&MODULE)
            .site(|site| site.public_url = "https://city.example".to_owned())
            .given::<dyn Cases>(Arc::new(Desk))
            .given::<dyn CaseList>(Arc::new(Desk))
            .given::<dyn Calendars>(Arc::new(Weeks))
            .given::<dyn Services>(Arc::new(NoServices))
            .given::<dyn Directory>(Arc::new(Departments::read()))
            .given::<dyn Powers>(Arc::new(OwnMatters));
        Self { home: home.start().await }
    }

    fn service(&self) -> RatingService {
        RatingService::of(&self.house).unwrap()
    }

    /// Rates case `number` with its query code.
    async fn rate(&self, number: u8, opinion: Opinion) -> Result<(), crate::service::Problem> {
        let anybody = Actor::ANONYMOUS;
        let service = self.service();
        let rateable = service.rateable(&anybody, &reference(number), Proof::Code(CODE)).await;
        let rateable = rateable.unwrap().unwrap();
        service.rate(key(number), &anybody, rateable, opinion).await
    }

    async fn get(&self, path: &str, cookie: Option<&str>) -> (u16, String) {
        let answer = self.home.get(path, cookie.unwrap_or_default()).await;
        (answer.status.as_u16(), answer.text)
    }

    /// Shows the code of the receipt; answers the cookie with which the case is open.
    async fn opened(&self, reference: &str) -> String {
        let page = format!("/en/rate/{reference}");
        let csrf = self.home.get(&page, "").await.hidden("_csrf");
        let fields = format!("_csrf={csrf}&code={CODE}&via=qr");
        let answer = self.home.post(&format!("{page}/code"), "", fields).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.text);
        assert_eq!(answer.location(), format!("{page}?via=qr"));
        let set = answer.header("set-cookie");
        for part in ["__Host-opened=", "; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/"] {
            assert!(set.contains(part), "{part}: {set}");
        }
        assert!(!set.contains(CODE), "the code is not kept: {set}");
        answer.cookie()
    }

    /// Posts a form that stands on the page `from`, with a cookie; the answer's status, text and
    /// location.
    async fn post(
        &self,
        from: &str,
        to: &str,
        cookie: &str,
        fields: &str,
    ) -> (u16, String, String) {
        self.send(to, cookie, &self.home.get(from, cookie).await.carried(to), fields).await
    }

    /// Posts a form that carries this, with a cookie.
    async fn send(
        &self,
        to: &str,
        cookie: &str,
        carried: &str,
        fields: &str,
    ) -> (u16, String, String) {
        let answer = self.home.post(to, cookie, format!("{carried}&{fields}")).await;
        let location = answer.location().to_owned();
        (answer.status.as_u16(), answer.text, location)
    }

    async fn post_json(&self, to: &str, body: String) -> (u16, String) {
        let answer = self.home.post_json(to, "", body).await;
        (answer.status.as_u16(), answer.text)
    }
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
    Actor::staff(Role::Supervisor, id(0x21), "government-services").within("980100000000")
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

#[async_trait::async_trait]
impl CaseList for Desk {
    async fn of_subject(&self, subject: SubjectId) -> Result<Vec<CaseId>, CasesDown> {
        Ok(if subject == id(0x10) { vec![id(1), id(2)] } else { Vec::new() })
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

/// The departments of the city.
struct Departments(Vec<Arc<Authority>>);

impl Departments {
    fn read() -> Self {
        let text = City.text("city/departments.yaml").unwrap();
        let list: Vec<Authority> = yaml::read(&text).unwrap();
        Self(list.into_iter().map(Arc::new).collect())
    }
}

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

/// Everybody is in their own matter.
struct OwnMatters;

#[async_trait::async_trait]
impl Powers for OwnMatters {
    async fn power(
        &self,
        actor: &Actor,
        subject: SubjectId,
        _: Act,
        _: Option<&str>,
    ) -> Result<Power, Powerless> {
        let is_own = actor.account.is_some_and(|it| it.subject() == subject);
        if is_own { Ok(Power::OWN) } else { Err(Powerless::NotTheirs) }
    }

    async fn permitted(
        &self,
        _: &Actor,
        _: Act,
        services: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, RegisterDown> {
        Ok(services)
    }

    async fn power_of(
        &self,
        _: AccountId,
        _: AccountId,
        _: Act,
        _: Option<&str>,
    ) -> Result<Power, Powerless> {
        Err(Powerless::NotTheirs)
    }
}
