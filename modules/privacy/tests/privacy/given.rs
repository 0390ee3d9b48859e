//! What earlier subjects answer: two people, one case, and something that is held about them.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

use accounts_domain::{
    Act, FirmFacts, People, PersonFacts, Power, Powerless, Powers, Register, RegisterDown,
};
use cases_domain::{CaseSummary, Cases, CasesDown};
use jiff::civil::{Date, date};
use kernel::{
    Actor, IdentityLevel, LocalText,
    id::{AccountId, CaseId, CommandId, FirmId, SubjectId},
};
use module::{DataField, HeldFile, Holding, Over, Record};
use organisations_domain::{Authority, Directory, ServiceCentre};
use serde_json::json;
use uuid::Uuid;

/// A person.
pub fn person(number: u128) -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(number))
}

/// The register: whoever is asked for is known, and facts can be put right.
#[derive(Default)]
pub struct Book(pub Mutex<BTreeMap<AccountId, PersonFacts>>, pub Mutex<Vec<AccountId>>);

impl Book {
    fn facts(&self, account: AccountId) -> PersonFacts {
        let known = self.0.lock().unwrap().get(&account).cloned();
        known.unwrap_or_else(|| PersonFacts {
            name: "林晓舟".into(),
            id_number: "710000199001010015".into(),
            mobile: "19900000001".into(),
            address: "东街 1 号".into(),
        })
    }
}

/// Nobody acts for anybody here.
#[async_trait::async_trait]
impl Powers for Book {
    async fn power(
        &self,
        _: &Actor,
        _: SubjectId,
        _: Act,
        _: Option<&str>,
    ) -> Result<Power, Powerless> {
        Err(Powerless::NotTheirs)
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

#[async_trait::async_trait]
impl People for Book {
    async fn person(&self, account: AccountId) -> Result<Option<PersonFacts>, RegisterDown> {
        Ok(Some(self.facts(account)))
    }

    async fn firm(&self, _: FirmId) -> Result<Option<FirmFacts>, RegisterDown> {
        Ok(None)
    }

    async fn by_id_number(&self, _: &str) -> Result<Option<AccountId>, RegisterDown> {
        Ok(None)
    }

    async fn by_credit_code(&self, _: &str) -> Result<Option<FirmId>, RegisterDown> {
        Ok(None)
    }

    async fn firms_of(&self, _: AccountId) -> Result<Vec<FirmId>, RegisterDown> {
        Ok(Vec::new())
    }

    async fn staff_name(&self, _: AccountId) -> Result<Option<String>, RegisterDown> {
        Ok(Some("陆明".into()))
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
        Err(RegisterDown("no counter here".into()))
    }
}

#[async_trait::async_trait]
impl Register for Book {
    async fn correct(
        &self,
        _: CommandId,
        account: AccountId,
        facts: PersonFacts,
        _: &Actor,
    ) -> Result<(), RegisterDown> {
        self.0.lock().unwrap().insert(account, facts);
        Ok(())
    }

    async fn close(&self, account: AccountId, _: &Actor) -> Result<bool, RegisterDown> {
        self.1.lock().unwrap().push(account);
        Ok(true)
    }
}

/// One case, of the first person.
pub struct OneCase;

pub const REFERENCE: &str = "AAAA-BBBB";

#[async_trait::async_trait]
impl Cases for OneCase {
    async fn find(&self, reference: &str) -> Result<Option<CaseSummary>, CasesDown> {
        Ok((reference == REFERENCE).then(|| CaseSummary {
            id: CaseId::from_uuid(Uuid::from_u128(77)),
            reference: REFERENCE.into(),
            service: "food-business-licence".into(),
            service_name: LocalText::same("食品经营许可"),
            authority: "market-regulation".into(),
            subject: person(1).subject(),
            account: person(1),
            is_concluded: true,
            submitted_on: date(2026, 2, 2),
        }))
    }

    async fn code_fits(&self, _: CaseId, _: &str) -> Result<bool, CasesDown> {
        Ok(false)
    }
}

/// No authorities.
pub struct EmptyDirectory;

impl Directory for EmptyDirectory {
    fn authority(&self, _: &str) -> Option<Arc<Authority>> {
        None
    }

    fn authorities(&self) -> Vec<Arc<Authority>> {
        Vec::new()
    }

    fn centres(&self) -> Vec<Arc<ServiceCentre>> {
        Vec::new()
    }
}

/// Things that are held: by id, whose they are, and since when they are over.
#[derive(Default)]
pub struct Things(pub Mutex<BTreeMap<String, (SubjectId, Date)>>);

/// What the thing says that is held about the first person.
pub const CANARY: &str = "院子里的石榴树";

#[async_trait::async_trait]
impl Holding for Things {
    fn name(&self) -> &'static str {
        "cases.case"
    }

    fn title(&self) -> &'static str {
        "privacy-held-requests"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &["cases.case"]
    }

    fn fields(&self) -> &'static [DataField] {
        &[DataField {
            name: "text",
            words: ["内容", "內容", "Text"],
            source: "–",
            purpose: ["试验", "試驗", "A test"],
            basis: "–",
            is_sealed: true,
        }]
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let things = self.0.lock().unwrap();
        let own = things.iter().filter(|(_, (whose, _))| *whose == subject);
        Ok(own
            .map(|(id, (_, over))| Record {
                kind: "cases.case",
                id: id.clone(),
                concluded_on: Some(*over),
                data: json!({ "text": CANARY }),
                files: vec![HeldFile { id: id.clone(), name: "图纸.pdf".into() }],
            })
            .collect())
    }

    async fn file(&self, subject: SubjectId, id: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let things = self.0.lock().unwrap();
        let is_own = things.get(id).is_some_and(|(whose, _)| *whose == subject);
        Ok(is_own.then(|| b"%PDF-1.7 a plan".to_vec()))
    }

    async fn over(
        &self,
        _: &str,
        before: Date,
        after: &str,
        limit: usize,
    ) -> anyhow::Result<Vec<Over>> {
        let things = self.0.lock().unwrap();
        let over = things.iter().filter(|(id, (_, on))| *on < before && id.as_str() > after);
        let row = |(id, (subject, on)): (&String, &(SubjectId, Date))| Over {
            subject: *subject,
            id: id.clone(),
            concluded_on: *on,
        };
        Ok(over.map(row).take(limit).collect())
    }

    async fn purge(&self, _: &str, _: SubjectId, id: &str) -> anyhow::Result<()> {
        self.0.lock().unwrap().remove(id);
        Ok(())
    }
}
