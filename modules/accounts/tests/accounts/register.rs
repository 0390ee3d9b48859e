//! What later subjects ask, and what the database holds.

use accounts_domain::{DemoAccounts, FirmFacts, People, PersonFacts, Staff};
use kernel::{Actor, Role, id::AccountId};

use crate::house::Test;

const CHEN: &str = "710000198804161226";
const KITCHEN: &str = "91980102MA98RY019R";

fn clerk() -> Actor {
    let account: AccountId = "00000000-0000-7000-8000-000000000001".parse().expect("an id");
    Actor::staff(Role::Clerk, account, "government-services")
}

#[tokio::test]
async fn the_seeded_people_are_found_by_their_numbers() {
    let test = Test::demo().await;
    let people = test.house.ask::<dyn People>().unwrap();
    let chen = people.by_id_number(" 71000019880416 1226").await.unwrap().unwrap();
    assert_eq!(people.person(chen).await.unwrap().unwrap().name, "陈雨禾");
    assert_eq!(people.by_id_number("710000199001010041").await.unwrap(), None);
    let kitchen = people.by_credit_code(KITCHEN).await.unwrap().unwrap();
    assert_eq!(people.firms_of(chen).await.unwrap(), [kitchen]);
    let FirmFacts { name, legal_representative, .. } = people.firm(kitchen).await.unwrap().unwrap();
    assert_eq!(
        (name.as_str(), legal_representative.as_str()),
        ("榕城市榕荫小馆餐饮有限公司", "陈雨禾")
    );
    let agent = people.by_id_number("710000198512142824").await.unwrap().unwrap();
    assert_eq!(people.firms_of(agent).await.unwrap().len(), 5, "an agent acts for several firms");
}

#[tokio::test]
async fn taking_the_same_city_in_twice_changes_nothing() {
    let test = Test::demo().await;
    let people = test.house.ask::<dyn People>().unwrap();
    let before = people.by_id_number(CHEN).await.unwrap();
    test.seed().await;
    assert_eq!(people.by_id_number(CHEN).await.unwrap(), before);
}

#[tokio::test]
async fn staff_are_known_by_their_post_and_every_unit_has_an_approver() {
    let test = Test::demo().await;
    let (staff, people) =
        (test.house.ask::<dyn Staff>().unwrap(), test.house.ask::<dyn People>().unwrap());
    let clerks = staff.staff_of("government-services", Role::Clerk).await.unwrap();
    assert_eq!(clerks.len(), 3);
    let post = staff.post(clerks[0]).await.unwrap().unwrap();
    assert_eq!((post.role, post.region.as_str()), (Role::Clerk, "980100000000"));
    assert!(people.staff_name(clerks[0]).await.unwrap().is_some());
    let chen = people.by_id_number(CHEN).await.unwrap().unwrap();
    assert_eq!(staff.post(chen).await.unwrap(), None);
    assert_eq!(people.staff_name(chen).await.unwrap(), None, "a citizen is no colleague");
    for unit in ["agriculture", "water", "veterans", "fire-rescue", "justice"] {
        assert_eq!(staff.staff_of(unit, Role::Approver).await.unwrap().len(), 1, "{unit}");
    }
}

#[tokio::test]
async fn a_clerk_registers_a_person_once_and_nobody_else_may() {
    let test = Test::start(false).await;
    let people = test.house.ask::<dyn People>().unwrap();
    let facts = PersonFacts {
        name: "白露".into(),
        id_number: "71000019900101004x".into(),
        ..PersonFacts::default()
    };
    let first = people.register_at_counter(facts.clone(), &clerk()).await.unwrap();
    let again = people.register_at_counter(facts.clone(), &clerk()).await.unwrap();
    assert_eq!(first, again);
    assert_eq!(people.by_id_number("71000019900101004X").await.unwrap(), Some(first));
    let citizen = Actor::citizen(first);
    assert!(people.register_at_counter(facts, &citizen).await.is_err());
    let body = r#"{"login":"71000019900101004X","password":""}"#;
    assert_eq!(test.json("/api/v1/session", body).await.status, 422, "there is no password yet");
}

#[tokio::test]
async fn the_demonstrations_logins_survive_a_restart_and_stay_inside_it() {
    let test = Test::demo().await;
    let list = test.house.ask::<dyn DemoAccounts>().unwrap().list();
    assert_eq!(list[0].login, CHEN);
    assert!(list.iter().any(|it| it.login == "administrator-qin" && it.authority.is_some()));
    let kept = test.house.ledger.setting("accounts.demo").await.unwrap().unwrap();
    assert!(!kept.contains(CHEN) && !kept.contains("陈"), "names are sealed: {kept}");
    let restart = |is_demo| {
        let mut house = module::House::new(
            test.house.ledger.clone(),
            test.house.renderer.clone(),
            test.house.files.clone(),
            String::new(),
            test.house.policy.clone(),
        );
        house.is_demo = is_demo;
        house.provide(test.house.ask::<dyn organisations_domain::Directory>().unwrap());
        house.provide(test.house.ask::<dyn approvals_domain::Approvals>().unwrap());
        (accounts::MODULE.start)(&mut house).unwrap();
        house
    };
    for (is_demo, count) in [(true, list.len()), (false, 0)] {
        let house = restart(is_demo);
        for job in &house.jobs {
            job.run().await.unwrap();
        }
        assert_eq!(house.ask::<dyn DemoAccounts>().unwrap().list().len(), count);
    }
}

#[tokio::test]
async fn outside_a_demonstration_nobody_gets_its_password() {
    let test = Test::start(false).await;
    test.seed().await;
    for login in [CHEN, "administrator-qin"] {
        let body = format!(r#"{{"login":"{login}","password":"onewindow"}}"#);
        assert_eq!(test.json("/api/v1/session", &body).await.status, 422, "{login}");
    }
    let page = test.get("/en/sign-in", "").await;
    assert!(!page.text.contains(CHEN) && !page.text.contains("onewindow</"), "{}", page.text);
}

#[tokio::test]
async fn read_tables_follow_from_the_events() {
    let test = Test::demo().await;
    test.replay_agrees().await;
}
