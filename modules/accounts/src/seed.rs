//! The people, firms and staff of a city's data.
//!
//! In the demonstration everybody has the same password, which its pages tell. Elsewhere a row
//! brings the hash of its password (`password`, PHC text), or nobody signs in with it.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use ::module::{CityData, House, yaml};
use accounts_domain::{
    DemoAccount, FirmFacts, FirmRole, MandateBounds, PersonFacts, Scope, StaffPost,
};
use anyhow::Context as _;
use kernel::{Actor, IdentityLevel, Role, id::AccountId};
use serde::{Deserialize, de::DeserializeOwned};

use crate::{
    password::{Cost, Passwords},
    service::{Accounts, BOUNDS, DEMO_PASSWORD, NewFirm, NewPerson},
};

const PEOPLE: &str = "city/people.yaml";
const FIRMS: &str = "city/firms.yaml";
const STAFF: &str = "city/staff.yaml";
const MANDATES: &str = "city/mandates.yaml";

#[derive(Deserialize)]
struct PersonRow {
    id: String,
    name: String,
    id_number: String,
    mobile: String,
    address: String,
    #[serde(default)]
    password: Option<String>,
    /// What the city's register has proved; L2 where nothing is said.
    #[serde(default = "registered")]
    level: IdentityLevel,
}

fn registered() -> IdentityLevel {
    IdentityLevel::L2
}

#[derive(Deserialize)]
struct FirmRow {
    id: String,
    name: String,
    credit_code: String,
    /// The id of a person.
    legal_representative: String,
    address: String,
    /// Ids of people who act for it besides the legal representative.
    #[serde(default)]
    agents: Vec<String>,
}

#[derive(Deserialize)]
struct StaffRow {
    id: String,
    name: String,
    role: Role,
    department: String,
    region: String,
    #[serde(default)]
    password: Option<String>,
}

/// See [`module::Module::seed`].
pub fn seed<'a>(
    house: &'a House,
    city: &'a dyn CityData,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>> {
    Box::pin(async move {
        let accounts = house.ask::<Accounts>()?;
        let password = if accounts.is_demo() { Some(demo_hash(house).await?) } else { None };
        let mut seeding = Seeding { accounts, password, people: BTreeMap::new(), demo: Vec::new() };
        for row in read::<PersonRow>(city, PEOPLE)? {
            let id = row.id.clone();
            seeding.person(row).await.with_context(|| format!("{PEOPLE}: {id}"))?;
        }
        for row in read::<FirmRow>(city, FIRMS)? {
            let id = row.id.clone();
            seeding.firm(row).await.with_context(|| format!("{FIRMS}: {id}"))?;
        }
        for row in read::<StaffRow>(city, STAFF)? {
            let id = row.id.clone();
            seeding.staff(row).await.with_context(|| format!("{STAFF}: {id}"))?;
        }
        if let Some(text) = city.text(MANDATES) {
            let bounds: MandateBounds = yaml::read(&text).context(MANDATES)?;
            house.ledger.set(BOUNDS, &serde_json::to_string(&bounds)?).await?;
        }
        seeding.accounts.keep_demo(seeding.demo).await?;
        Ok(())
    })
}

fn read<T: DeserializeOwned>(city: &dyn CityData, path: &'static str) -> anyhow::Result<Vec<T>> {
    city.text(path).map_or_else(|| Ok(Vec::new()), |text| yaml::read(&text).context(path))
}

/// One hash for all: it is no secret, and each costs a moment.
async fn demo_hash(house: &House) -> anyhow::Result<String> {
    let mut salt = [0; 16];
    house.ledger.chance().fill(&mut salt);
    Ok(Passwords::new(Cost::DEFAULT)?.hash(DEMO_PASSWORD.to_owned(), salt).await?)
}

struct Seeding {
    accounts: Arc<Accounts>,
    password: Option<String>,
    people: BTreeMap<String, (AccountId, String)>,
    demo: Vec<(AccountId, DemoAccount)>,
}

impl Seeding {
    async fn person(&mut self, row: PersonRow) -> anyhow::Result<()> {
        let facts = PersonFacts {
            name: row.name.clone(),
            id_number: row.id_number.clone(),
            mobile: row.mobile,
            address: row.address,
        };
        let password = row.password.or_else(|| self.password.clone());
        let new = NewPerson { facts, login: None, password, post: None };
        let account = self.accounts.register(new, &Actor::SYSTEM).await?;
        self.accounts.note_register(account, row.level).await?;
        self.people.insert(row.id, (account, row.name.clone()));
        self.show(account, row.id_number, row.name, Role::Citizen, None);
        Ok(())
    }

    async fn firm(&mut self, row: FirmRow) -> anyhow::Result<()> {
        let (head, name) = self.known(&row.legal_representative)?;
        let mut members = vec![(head, FirmRole::LegalRepresentative)];
        for agent in &row.agents {
            let (account, _) = self.known(agent)?;
            if members.iter().all(|(it, _)| *it != account) {
                members.push((account, FirmRole::Agent { scope: Scope::All }));
            }
        }
        let facts = FirmFacts {
            name: row.name,
            credit_code: row.credit_code,
            legal_representative: name,
            address: row.address,
        };
        self.accounts.link(NewFirm { facts, members }, &Actor::SYSTEM).await?;
        Ok(())
    }

    async fn staff(&mut self, row: StaffRow) -> anyhow::Result<()> {
        anyhow::ensure!(row.role.is_staff(), "{} is no role of staff", row.role.word());
        let known = self.accounts.directory().authority(&row.department);
        anyhow::ensure!(known.is_some(), "no department {}", row.department);
        let facts = PersonFacts { name: row.name.clone(), ..PersonFacts::default() };
        let (role, authority) = (row.role, row.department);
        let post = StaffPost { role, authority: authority.clone(), region: row.region };
        let password = row.password.or_else(|| self.password.clone());
        let login = Some(row.id.clone());
        let new = NewPerson { facts, login, password, post: Some(post) };
        let account = self.accounts.register(new, &Actor::SYSTEM).await?;
        if self.accounts.is_demo() {
            self.accounts.give_demo_code(account).await?;
        }
        self.show(account, row.id, row.name, role, Some(authority));
        Ok(())
    }

    fn known(&self, id: &str) -> anyhow::Result<(AccountId, String)> {
        self.people.get(id).cloned().with_context(|| format!("no person {id}"))
    }

    fn show(
        &mut self,
        account: AccountId,
        login: String,
        name: String,
        role: Role,
        authority: Option<String>,
    ) {
        self.demo.push((account, DemoAccount { login, name, role, authority }));
    }
}
