//! What later subjects rely on.

use catalogue_domain::{Facts, definition::Channel};
use forms_domain::{ApplicationError, ApplicationRefusal, Stage, StartOrder};
use kernel::{Actor, Role, id::CommandId};

use crate::house::{Test, person};

fn key(number: u8) -> CommandId {
    format!("01900000-0000-7000-8000-0000000000{number:02}").parse().expect("an id")
}

fn order() -> StartOrder {
    let account = person(1);
    let party = accounts_domain::Party { subject: account.subject(), account, firm: None };
    let mut facts = Facts::default();
    facts.situation.insert("trade".into(), "shop".into());
    facts.answers.insert("operator_name".into(), "自己写的名字".into());
    facts.answers.insert("no_such_field".into(), "x".into());
    let service = "food-business-licence".into();
    let power = accounts_domain::Power::OWN;
    StartOrder { service, party, channel: Channel::Counter, facts, power }
}

fn answers(pairs: &[(&str, &str)]) -> Facts {
    let answers = pairs.iter().map(|(id, it)| ((*id).to_owned(), (*it).to_owned())).collect();
    Facts { answers, ..Facts::default() }
}

#[tokio::test]
async fn a_clerk_begins_for_somebody_and_what_was_said_goes_before_the_register() {
    let test = Test::new().await;
    let port = test.applications();
    let clerk = Actor::staff(Role::Clerk, person(9), "government-services");
    let id = port.start(key(1), order(), &clerk).await.expect("begun");
    assert_eq!(port.start(key(1), order(), &clerk).await, Ok(id), "asked twice, begun once");
    let filed = port.get(id).await.expect("there");
    assert_eq!(filed.facts.answers["operator_name"], "自己写的名字");
    assert_eq!(filed.facts.answers["contact_mobile"], "19900000001", "known to the register");
    assert!(!filed.facts.answers.contains_key("no_such_field"));
    assert_eq!(filed.application.kept_until, Some(jiff::civil::date(2026, 5, 31)));
    let mut other = order();
    other.facts.situation.insert("trade".into(), "canteen".into());
    assert!(port.start(key(1), other, &clerk).await.is_err(), "the same id for something else");
}

#[tokio::test]
async fn answers_of_two_devices_are_both_kept() {
    let test = Test::new().await;
    let port = test.applications();
    let citizen = Actor::citizen(person(1));
    let id = port.start(key(1), order(), &citizen).await.expect("begun");
    let (one, two) = (answers(&[("manager", "王一")]), answers(&[("area", "60")]));
    let (first, second) = tokio::join!(
        port.save(key(2), id, "operator", one.clone(), &citizen),
        port.save(key(3), id, "premises", two, &citizen),
    );
    assert_eq!((first, second), (Ok(()), Ok(())));
    port.save(key(2), id, "operator", one, &citizen).await.expect("asked twice, saved once");
    let filed = port.get(id).await.expect("there");
    assert_eq!(filed.facts.answers["manager"], "王一");
    assert_eq!(filed.facts.answers["area"], "60");
}

#[tokio::test]
async fn what_was_handed_in_is_fixed_until_it_is_returned() {
    let test = Test::new().await;
    let port = test.applications();
    let citizen = Actor::citizen(person(1));
    let id = port.start(key(1), order(), &citizen).await.expect("begun");
    port.submitted(id, &citizen).await.expect("handed in");
    port.submitted(id, &citizen).await.expect("asked twice");
    let late = port.save(key(2), id, "premises", answers(&[("area", "60")]), &citizen).await;
    assert_eq!(late, Err(ApplicationError::Refused(ApplicationRefusal::Fixed)));
    port.reopen(key(3), id, vec!["area".into()], &Actor::SYSTEM).await.expect("returned");
    let name = answers(&[("operator_name", "别家")]);
    let other = port.save(key(4), id, "operator", name, &citizen).await;
    assert_eq!(other, Err(ApplicationError::Refused(ApplicationRefusal::NotReturned)));
    let area = answers(&[("area", "60")]);
    port.save(key(5), id, "premises", area, &citizen).await.expect("corrected");
    port.submitted(id, &citizen).await.expect("handed in again");
    assert_eq!(port.get(id).await.expect("there").application.stage, Stage::Submitted);
}

#[tokio::test]
async fn drafts_are_kept_as_long_as_was_said() {
    let test = Test::new().await;
    let port = test.applications();
    let citizen = Actor::citizen(person(1));
    let kept = port.start(key(1), order(), &citizen).await.expect("begun");
    let handed_in = port.start(key(2), order(), &citizen).await.expect("begun");
    port.submitted(handed_in, &citizen).await.expect("handed in");
    let job = test.house.jobs.iter().find(|it| it.name() == "forms.sweep").expect("a job").clone();
    test.clock.advance_days(90);
    assert_eq!(job.run().await.expect("runs"), 0, "the last day still counts");
    test.clock.advance_days(1);
    assert_eq!(job.run().await.expect("runs"), 1);
    assert_eq!(job.run().await.expect("runs"), 0);
    assert_eq!(port.get(kept).await.err(), Some(ApplicationError::Unknown));
    assert!(port.get(handed_in).await.is_ok());
    test.replay_agrees().await;
}

#[tokio::test]
async fn nothing_personal_stands_in_the_clear() {
    let test = Test::new().await;
    let port = test.applications();
    let citizen = Actor::citizen(person(1));
    let id = port.start(key(1), order(), &citizen).await.expect("begun");
    let history = test.house.ledger.history::<forms_domain::Application>(id).await.expect("events");
    let text = serde_json::to_string(&history).expect("JSON");
    assert!(!text.contains("自己写的名字") && !text.contains("19900000001"), "{text}");
}
