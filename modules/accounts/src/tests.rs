//! What only shows from inside: how much work an answer takes, what is stored, and that one rule
//! decides at every door.

use std::{net::IpAddr, sync::Arc};

use ::module::{CityData as _, yaml};
use accounts_domain::{Account, PersonFacts, StaffPost};
use kernel::{Actor, Role, id::AccountId};
use ledger::Statement;
use organisations_domain::{Authority, Directory, ServiceCentre};
use testkit::house::{City, TestHouse};
use web::{Method, Strength, strength};

use crate::{
    MODULE,
    password::{Cost, Passwords},
    service::{Accounts, Admission, Caller, Door, NewPerson, Proven, SignInError},
};

const CHEN: &str = "710000198804161226";
const NOBODY: &str = "71000019900101004X";

struct Offices(Vec<Arc<Authority>>);

impl Directory for Offices {
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

async fn city() -> (TestHouse, Arc<Accounts>) {
    city_with(|_| {}).await
}

async fn city_with(
    set: impl FnOnce(&mut ::module::House) + Send + 'static,
) -> (TestHouse, Arc<Accounts>) {
    let list: Vec<Authority> = yaml::read(&City.text("city/departments.yaml").unwrap()).unwrap();
    let offices = Offices(list.into_iter().map(Arc::new).collect());
    let house = testkit::house(&MODULE)
        .site(|site| site.is_demo = true)
        .given::<dyn Directory>(Arc::new(offices))
        .set(set)
        .start()
        .await;
    house.seed().await;
    let accounts = house.house.ask::<Accounts>().unwrap();
    (house, accounts)
}

fn person(id_number: &str, password: Option<String>) -> NewPerson {
    let facts = PersonFacts {
        name: "林一舟".to_owned(),
        id_number: id_number.to_owned(),
        ..PersonFacts::default()
    };
    NewPerson { facts, login: None, password, post: None }
}

async fn tries(accounts: &Accounts) -> u64 {
    static COUNT: Statement = Statement::new("SELECT COUNT(*) FROM accounts_try");
    accounts.ledger().rows(&COUNT, &[]).await.unwrap()[0].count(0).unwrap()
}

#[tokio::test]
async fn a_sign_in_takes_the_same_work_whether_or_not_there_is_such_an_account() {
    let (_house, accounts) = city().await;
    let bare = "710000199103070046";
    accounts.register(person(bare, None), &Actor::SYSTEM).await.unwrap();
    let mut work = Vec::new();
    let logins = [
        (Door::Citizen, CHEN),
        (Door::Citizen, NOBODY),
        (Door::Citizen, bare),
        (Door::Staff, "clerk-gong"),
        (Door::Staff, "nobody-here"),
        (Door::Either, CHEN),
        (Door::Either, NOBODY),
    ];
    for (number, (door, login)) in logins.into_iter().enumerate() {
        let address: IpAddr = format!("203.0.113.{number}").parse().unwrap();
        let caller = Caller { address: Some(address), device: String::new() };
        let before = (accounts.passwords_worked(), tries(&accounts).await);
        let tried = accounts.check_password(door, login, "wrong".into(), &caller).await;
        assert!(matches!(tried, Err(SignInError::Wrong)), "{login}");
        let after = (accounts.passwords_worked(), tries(&accounts).await);
        // One hash at the same cost, and a row for the pair, the address, the account, the notice.
        work.push((login, after.0 - before.0, after.1 - before.1));
    }
    for (login, hashes, rows) in &work {
        let is_again = *login == CHEN || *login == NOBODY;
        assert_eq!(*hashes, 1, "{login}: {work:?}");
        assert!(*rows == 4 || is_again && *rows == 2, "{login}: {work:?}");
    }
    assert_eq!(work[0].2, work[1].2, "{work:?}");
    assert_eq!(work[5].2, work[6].2, "{work:?}");
}

#[tokio::test]
async fn a_password_that_leaked_elsewhere_is_not_taken() {
    let folder = testkit::Database::sqlite();
    let path = folder.folder().join("leaked.txt");
    let leaked = "spring-in-the-hills";
    let algorithm = &aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY;
    let hash = aws_lc_rs::digest::digest(algorithm, leaked.as_bytes());
    std::fs::write(&path, data_encoding::HEXUPPER.encode(hash.as_ref()) + ":3").unwrap();
    let (_house, accounts) = city_with(|house| house.leaked_passwords = Some(path)).await;
    let id = accounts.register(person(NOBODY, None), &Actor::SYSTEM).await.unwrap();
    let refused = accounts.check_new_password(id, leaked).await;
    let refused = refused.expect_err("it is refused").to_string();
    assert_eq!(refused, "the password leaked elsewhere");
    accounts.check_new_password(id, "autumn-in-the-hills").await.unwrap();
}

#[tokio::test]
async fn a_hash_of_an_older_cost_is_made_anew_at_the_next_sign_in() {
    let (_house, accounts) = city().await;
    let old = Cost { memory_kib: 64, passes: 1, lanes: 1 };
    let old = Passwords::new(old).unwrap().hash("spring-in-the-hills".into(), [7; 16]).await;
    let old = old.unwrap();
    let id = accounts.register(person(NOBODY, Some(old.clone())), &Actor::SYSTEM).await.unwrap();
    let hash = async || {
        let found = accounts.ledger().load::<Account>(id).await.unwrap();
        found.unwrap().0.password.unwrap()
    };
    let enter = async |password: &str| {
        let caller = Caller::default();
        accounts.check_password(Door::Citizen, NOBODY, password.to_owned(), &caller).await
    };
    assert!(enter("winter").await.is_err());
    assert_eq!(hash().await, old, "a wrong password changes nothing");
    enter("spring-in-the-hills").await.unwrap();
    let new = hash().await;
    assert!(new.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{new}");
    enter("spring-in-the-hills").await.unwrap();
    assert_eq!(hash().await, new, "once is enough");
}

#[tokio::test]
async fn one_rule_decides_at_every_door_whether_what_was_proved_is_enough() {
    let (_house, accounts) = city().await;
    let plain = accounts.register(person(NOBODY, None), &Actor::SYSTEM).await.unwrap();
    let careful = accounts.register(person("710000199103070046", None), &Actor::SYSTEM).await;
    let careful = careful.unwrap();
    accounts.give_demo_code(careful).await.unwrap();
    let clerk = |login: &str| NewPerson {
        login: Some(login.to_owned()),
        post: Some(StaffPost {
            role: Role::Clerk,
            authority: "government-services".to_owned(),
            region: "980100000000".to_owned(),
        }),
        ..person("", None)
    };
    let new = accounts.register(clerk("clerk-new"), &Actor::SYSTEM).await.unwrap();
    let old = accounts.register(clerk("clerk-old"), &Actor::SYSTEM).await.unwrap();
    accounts.give_demo_code(old).await.unwrap();

    use Method::{BackupCode, Code, OpenId, OpenIdTwo, Passkey, Password};
    let all = [Password, Code, BackupCode, Passkey, OpenId, OpenIdTwo];
    for bits in 1_u32..1 << all.len() {
        let is_used = |at: &usize| bits & (1 << at) != 0;
        let methods: Vec<Method> = (0..all.len()).filter(is_used).map(|at| all[at]).collect();
        let is_enough = strength(&methods) >= Strength::Two;
        for (account, needs_two, has_second) in
            [(plain, false, false), (careful, true, true), (new, true, false), (old, true, true)]
        {
            let proven = Proven { account, methods: methods.clone() };
            let answer = accounts.admit(proven).await.unwrap();
            let is_right = match &answer {
                Admission::Enter(_) => is_enough || !needs_two,
                Admission::Second(_) => needs_two && !is_enough && has_second,
                Admission::Enrol(_) => needs_two && !is_enough && !has_second,
            };
            assert!(is_right, "{methods:?} {needs_two} {has_second}: {answer:?}");
        }
    }
    let unknown: AccountId = "00000000-0000-7000-8000-000000000099".parse().unwrap();
    let proven = Proven { account: unknown, methods: vec![Passkey] };
    assert!(accounts.admit(proven).await.is_err());
}
