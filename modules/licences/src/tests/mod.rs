//! The subject in a house of its own: fake neighbours, a real database, real pages.

mod corpus;
mod drill;
mod pages;
mod seeding;
mod service;
mod showing;

use std::{collections::BTreeSet, ops::Deref, sync::Arc};

use accounts_domain::{
    Act, Conflicts, FirmFacts, NoPower, Party, People, PersonFacts, Power, Powerless, Powers,
    RegisterDown,
};
use axum::{
    body::Body,
    http::{Request, header},
};
use jiff::civil::date;
use kernel::{
    Actor, Environment, IdentityLevel, Lang, LocalText, Role,
    code::CreditCode,
    id::{AccountId, CaseId, CommandId, FirmId, SubjectId},
};
use ledger::derived_command;
use licences_domain::{Because, ContentLine, IssueOrder, Issued, LicenceAct, LicenceFacts};
use organisations_domain::{Authority, Directory, Phones, ReviewBody, ServiceCentre};
use record::{Head, PublicRecord, Receipt, RecordError};
use testkit::house::TestHouse;

use crate::{
    MODULE,
    approve::Wish,
    service::{Deed, Licensing},
};

/// A public record that always says the same.
struct Book(Receipt);

#[async_trait::async_trait]
impl PublicRecord for Book {
    async fn receipt(&self, _: &str, _: u64) -> Result<Receipt, RecordError> {
        Ok(self.0.clone())
    }

    async fn covering(&self, _: &str, _: u64) -> Result<Option<Head>, RecordError> {
        Ok(None)
    }

    fn may_issue(&self) -> bool {
        self.0 != Receipt::Pending
    }
}

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
        Self::in_environment(Environment::Live).await
    }

    async fn in_environment(environment: Environment) -> Self {
        let receipt = Receipt::Proven(Box::default());
        let home = testkit::house(&MODULE)
            .site(|site| {
                site.public_url = "https://city.example".to_owned();
                site.environment = environment;
            })
            .given::<dyn Directory>(Arc::new(Offices))
            .given::<dyn People>(Arc::new(Neighbours))
            .given::<dyn PublicRecord>(Arc::new(Book(receipt)))
            .given::<dyn Powers>(Arc::new(Neighbours))
            .given::<dyn Conflicts>(Arc::new(Neighbours));
        Self { home: home.start().await }
    }

    /// A house on a database.
    async fn on(database: testkit::Database) -> Self {
        let home = testkit::house(&MODULE)
            .on(database)
            .site(|site| site.public_url = "https://city.example".to_owned())
            .given::<dyn Directory>(Arc::new(Offices))
            .given::<dyn People>(Arc::new(Neighbours))
            .given::<dyn PublicRecord>(Arc::new(Book(Receipt::Proven(Box::default()))))
            .given::<dyn Powers>(Arc::new(Neighbours))
            .given::<dyn Conflicts>(Arc::new(Neighbours));
        Self { home: home.start().await }
    }

    /// A house in whose public record things stand otherwise.
    async fn recorded(receipt: Receipt) -> Self {
        let home = testkit::house(&MODULE)
            .given::<dyn Directory>(Arc::new(Offices))
            .given::<dyn People>(Arc::new(Neighbours))
            .given::<dyn PublicRecord>(Arc::new(Book(receipt)))
            .given::<dyn Powers>(Arc::new(Neighbours))
            .given::<dyn Conflicts>(Arc::new(Neighbours));
        Self { home: home.start().await }
    }

    fn service(&self) -> Licensing {
        Licensing::of(&self.house).unwrap()
    }

    /// One approver proposes to revoke a licence, another approves, and its time comes.
    async fn revoke(&self, issued: &Issued, reason: &str) {
        let service = self.service();
        let record = service.record(issued.id).await.unwrap().unwrap();
        let act = LicenceAct::Revoke;
        let because = Because { code: "deception", text: reason };
        let (_, digest) = service.plan(&approver(), &record, act, because).await.unwrap();
        let code = "deception";
        let wish = Wish { act, code, reason, digest: &digest, typed: &issued.number };
        service.propose(key(0x70), &approver(), &record, wish).await.unwrap();
        self.approve_as(second_approver()).await;
        self.clock.advance(jiff::SignedDuration::from_hours(1));
        self.work().await;
    }

    async fn token(&self, actor: Actor) -> String {
        testkit::confirm::signed_in(&self.web, actor).await.token().to_owned()
    }

    /// Asks for a page; the answer's status and text.
    async fn get(&self, path: &str, token: Option<&str>) -> (u16, String) {
        let (status, bytes, _) = self.send(request("GET", path, token, None)).await;
        (status, String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Posts a form that stands on the page `from`; the answer's status, text and location.
    async fn post(
        &self,
        from: &str,
        to: &str,
        token: Option<&str>,
        fields: &str,
    ) -> (u16, String, String) {
        let (_, page) = self.get(from, token).await;
        let csrf = between(&page, "name=\"_csrf\" value=\"", "\"");
        let body = format!("_csrf={csrf}&{fields}");
        let (status, bytes, location) = self.send(request("POST", to, token, Some(body))).await;
        (status, String::from_utf8_lossy(&bytes).into_owned(), location)
    }

    async fn send(&self, request: Request<Body>) -> (u16, Vec<u8>, String) {
        let answer = self.answer(request).await;
        let location = answer.location().to_owned();
        (answer.status.as_u16(), answer.bytes, location)
    }
}

fn request(method: &str, path: &str, token: Option<&str>, form: Option<String>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if form.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    request.body(form.map_or_else(Body::empty, Body::from)).unwrap()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    rest.split_once(end).unwrap().0
}

fn id<T: std::str::FromStr<Err = kernel::id::InvalidId>>(number: u8) -> T {
    format!("01900000-0000-7000-8000-0000000000{number:02x}").parse().unwrap()
}

fn key(number: u8) -> CommandId {
    id(number)
}

/// What an approver does with a licence, with its number typed and a reason that goes with it.
fn deed<'a>(act: LicenceAct, typed: &'a str, reason: &'a str) -> Deed<'a> {
    let code = match act {
        LicenceAct::Suspend => "inspection",
        LicenceAct::Restore => "put_right",
        LicenceAct::Cancel => "holder_asked",
        _ => "deception",
    };
    Deed { act, code, reason, typed }
}

fn citizen() -> Actor {
    Actor::citizen(id(0x10))
}

fn approver() -> Actor {
    Actor::staff(Role::Approver, id(0x20), "market-regulation").within("980100000000")
}

fn second_approver() -> Actor {
    Actor::staff(Role::Approver, id(0x24), "market-regulation")
}

/// A relative of [`citizen`].
fn related_approver() -> Actor {
    Actor::staff(Role::Approver, id(0x25), "market-regulation").within("980100000000")
}

fn supervisor() -> Actor {
    Actor::staff(Role::Supervisor, id(0x21), "government-services").within("980100000000")
}

/// An order for the licence of case `number`, for the citizen.
fn order(number: u8) -> IssueOrder {
    IssueOrder {
        case: id::<CaseId>(number),
        case_reference: "RC-7K4M-92XP".to_owned(),
        service: "food-business-licence".to_owned(),
        licence_type: "food-business-licence".to_owned(),
        name: LocalText {
            zh_hans: "食品经营许可证".to_owned(),
            zh_hant: "食品經營許可證".to_owned(),
            en: "Food business licence".to_owned(),
        },
        number_prefix: "JY".to_owned(),
        authority: "market-regulation".to_owned(),
        holder: id::<SubjectId>(0x10),
        facts: LicenceFacts {
            holder_name: "陈雨禾".to_owned(),
            contents: vec![ContentLine {
                label: LocalText::same("经营场所"),
                value: "古井路20号".to_owned(),
            }],
        },
        valid_from: date(2026, 3, 2),
        valid_to: Some(date(2031, 3, 1)),
    }
}

/// Every authority that is asked for exists.
struct Offices;

impl Directory for Offices {
    fn authority(&self, id: &str) -> Option<Arc<Authority>> {
        let body = || ReviewBody {
            name: LocalText::same("市人民政府"),
            address: LocalText::same("望江大道1号"),
            phone: None,
        };
        Some(Arc::new(Authority {
            id: id.to_owned(),
            number: "31".to_owned(),
            name: LocalText::same("榕城市市场监督管理局"),
            short: LocalText::same("市场监管局"),
            credit_code: CreditCode::parse("11350000000000019H").unwrap(),
            region: "980100000000".to_owned(),
            line: LocalText::same("市场监管系统"),
            phone: Phones { consult: String::new(), complaint: String::new() },
            address: LocalText::same("望江大道68号"),
            review: body(),
            court: body(),
            duties: LocalText::default(),
        }))
    }

    fn authorities(&self) -> Vec<Arc<Authority>> {
        Vec::new()
    }

    fn centres(&self) -> Vec<Arc<ServiceCentre>> {
        Vec::new()
    }
}

/// The credit code of the firm for which account 0x11 acts.
const FIRM_CODE: &str = "91980102MA98RY019R";

/// Everybody who is asked for is in the register; nobody acts for a firm but account 0x11.
struct Neighbours;

#[async_trait::async_trait]
impl People for Neighbours {
    async fn person(&self, _: AccountId) -> Result<Option<PersonFacts>, RegisterDown> {
        Ok(Some(PersonFacts::default()))
    }

    async fn firm(&self, firm: FirmId) -> Result<Option<FirmFacts>, RegisterDown> {
        Ok((firm == id(0x30)).then(FirmFacts::default))
    }

    async fn by_id_number(&self, number: &str) -> Result<Option<AccountId>, RegisterDown> {
        Ok(Some(AccountId::from_uuid(derived_command("person", number).uuid())))
    }

    async fn by_credit_code(&self, code: &str) -> Result<Option<FirmId>, RegisterDown> {
        if code == FIRM_CODE {
            return Ok(Some(id(0x30)));
        }
        Ok(Some(FirmId::from_uuid(derived_command("firm", code).uuid())))
    }

    async fn firms_of(&self, account: AccountId) -> Result<Vec<FirmId>, RegisterDown> {
        Ok(if account == id(0x11) { vec![id(0x30)] } else { Vec::new() })
    }

    async fn staff_name(&self, _: AccountId) -> Result<Option<String>, RegisterDown> {
        Ok(Some("蒋立衡".to_owned()))
    }

    async fn level(&self, _: AccountId) -> Result<IdentityLevel, RegisterDown> {
        Ok(IdentityLevel::L3)
    }

    async fn prove_at_counter(&self, _: AccountId, _: &Actor) -> Result<(), RegisterDown> {
        Err(RegisterDown("not here".to_owned()))
    }

    async fn register_at_counter(
        &self,
        _: PersonFacts,
        _: &Actor,
    ) -> Result<AccountId, RegisterDown> {
        Err(RegisterDown("not here".to_owned()))
    }
}

/// One approver is a relative of the citizen.
#[async_trait::async_trait]
impl Conflicts for Neighbours {
    async fn has_interests(&self, officer: AccountId) -> Result<bool, RegisterDown> {
        Ok(officer == id(0x25))
    }

    async fn touches(&self, officer: AccountId, party: &Party) -> Result<bool, RegisterDown> {
        Ok(officer == id(0x25) && party.firm.is_none() && party.account == id(0x10))
    }
}

#[async_trait::async_trait]
impl Powers for Neighbours {
    async fn power(
        &self,
        actor: &Actor,
        subject: SubjectId,
        _: Act,
        _: Option<&str>,
    ) -> Result<Power, Powerless> {
        let account = actor.account.ok_or(Powerless::NotTheirs)?;
        match actor.acting_for {
            None if subject == account.subject() => Ok(Power::OWN),
            Some(chosen) if chosen == subject && account == id(0x11) => Ok(Power::OWN),
            _ => Err(NoPower::None.into()),
        }
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
        Err(NoPower::None.into())
    }
}
