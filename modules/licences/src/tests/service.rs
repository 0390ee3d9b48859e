//! Issuing, checking and changing.

use approvals_domain::ActError;
use kernel::code::LicenceIdentifier;
use licences_domain::{LicenceRefusal, LicenceStatus, Licences};
use web::Failure;

use super::*;
use crate::service::{FileVerdict, Problem};

#[tokio::test]
async fn one_case_issues_one_licence_however_often_it_is_asked() {
    let world = World::new().await;
    let service = world.service();
    let first = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let same_key = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let other_key = service.issue(key(2), order(1), &Actor::SYSTEM).await.unwrap();
    assert_eq!((&first, &first), (&same_key, &other_key));
    assert_eq!(first.number, "JY2026000001");
    let identifier = LicenceIdentifier::parse(&first.identifier).unwrap();
    assert_eq!(identifier.licence_type().as_str(), "11350000000000019H001");
    assert_eq!((identifier.serial(), identifier.version()), ("2026000001", 1));
    let second = service.issue(key(3), order(2), &Actor::SYSTEM).await.unwrap();
    assert_eq!(second.number, "JY2026000002");
}

#[tokio::test]
async fn a_race_for_one_case_has_one_licence() {
    let world = World::new().await;
    let issue = |number| {
        let service = world.service();
        async move { service.issue(key(number), order(1), &Actor::SYSTEM).await.unwrap() }
    };
    let (a, b, c, d) = tokio::join!(issue(1), issue(2), issue(3), issue(4));
    assert_eq!((&a, &a, &a), (&b, &c, &d));
}

#[tokio::test]
async fn serial_numbers_begin_again_with_the_year() {
    let world = World::new().await;
    world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    world.clock.move_to("2027-01-04T09:00:00+08:00");
    let next = world.service().issue(key(2), order(2), &Actor::SYSTEM).await.unwrap();
    assert_eq!(next.number, "JY2027000001");
}

#[tokio::test]
async fn the_port_tells_what_somebody_holds() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let held = service.held(id(0x10)).await.unwrap();
    assert_eq!((held.len(), held[0].id, held[0].status), (1, issued.id, LicenceStatus::Valid));
    assert_eq!(service.of_case(id(1)).await.unwrap().unwrap().number, issued.number);
    assert_eq!(service.of_case(id(9)).await, Ok(None));
    assert_eq!(service.facts(issued.id).await.unwrap().unwrap().holder_name, "陈雨禾");
    world.clock.move_to("2031-03-02T09:00:00+08:00");
    assert_eq!(service.held(id(0x10)).await.unwrap()[0].status, LicenceStatus::Expired);
}

#[tokio::test]
async fn a_check_shows_the_first_character_of_a_person_and_all_of_a_firm() {
    let world = World::new().await;
    let service = world.service();
    let person = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let mut of_firm = order(2);
    of_firm.holder = id(0x30);
    of_firm.facts.holder_name = "榕荫小馆".to_owned();
    let firm = service.issue(key(2), of_firm, &Actor::SYSTEM).await.unwrap();
    for typed in ["jy 2026-000001", &person.identifier, &person.identifier.to_lowercase()] {
        let shown = service.check(typed).await.unwrap();
        assert_eq!(shown[0].holder.as_deref(), Some("陈**"), "{typed}");
    }
    let shown = service.check(&firm.number).await.unwrap();
    assert_eq!(shown[0].holder.as_deref(), Some("榕荫小馆"));
    assert!(service.check("JY2026999999").await.unwrap().is_empty());
    assert!(service.check("").await.unwrap().is_empty());
}

#[tokio::test]
async fn an_erased_holder_leaves_the_licence() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    world.house.ledger.vault().erase(id(0x10)).await.unwrap();
    let shown = service.check(&issued.number).await.unwrap();
    assert_eq!((shown[0].holder.as_deref(), shown[0].status), (None, LicenceStatus::Valid));
    assert_eq!(service.pdf(issued.id).await, Ok(None));
    assert_eq!(service.facts(issued.id).await, Ok(None));
}

#[tokio::test]
async fn a_file_is_genuine_changed_or_unknown() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let pdf = service.pdf(issued.id).await.unwrap().unwrap();
    let genuine = service.check_file("", &pdf, None).await.unwrap();
    assert!(matches!(genuine, FileVerdict::Genuine(it) if it.number == issued.number));
    let mut changed = pdf.clone();
    changed.push(b'\n');
    let verdict = service.check_file(&issued.number, &changed, None).await.unwrap();
    assert!(matches!(verdict, FileVerdict::Changed(_)));
    let verdict = service.check_file("", &changed, None).await.unwrap();
    assert_eq!(verdict, FileVerdict::Unknown);
    let signature = service.own_signature(&citizen(), issued.id).await.unwrap();
    let verdict = service.check_file("", &changed, Some(&signature.bytes)).await.unwrap();
    assert!(matches!(verdict, FileVerdict::Changed(_)), "signed, but for another file");
}

#[tokio::test]
async fn a_file_is_known_before_it_was_ever_handed_out_here() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    // The same licence in another database with the same key, as after a restore.
    let other = World::new().await;
    let twin = other.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let pdf = other.service().pdf(twin.id).await.unwrap().unwrap();
    let signature = other.service().own_signature(&citizen(), twin.id).await.unwrap().bytes;
    let unknown = world.service().check_file("", &pdf, None).await.unwrap();
    assert_eq!(unknown, FileVerdict::Unknown);
    let signed = world.service().check_file("", &pdf, Some(&signature)).await.unwrap();
    assert!(matches!(signed, FileVerdict::Genuine(_)));
    let by_number = world.service().check_file(&issued.number, &pdf, None).await.unwrap();
    assert!(matches!(by_number, FileVerdict::Genuine(_)));
}

#[tokio::test]
async fn only_the_holder_gets_the_file_and_only_while_it_is_worth_something() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let file = service.own_pdf(&citizen(), issued.id).await.unwrap();
    assert_eq!(file.name, format!("{}.pdf", issued.identifier));
    let stranger = Actor::citizen(id(0x12));
    let refused = service.own_pdf(&stranger, issued.id).await;
    assert!(matches!(refused, Err(Failure::NotFound)));
    let anonymous = service.own_pdf(&Actor::ANONYMOUS, issued.id).await;
    assert!(matches!(anonymous, Err(Failure::SignIn)));
    world.revoke(&issued, "造假").await;
    assert!(matches!(service.own_pdf(&citizen(), issued.id).await, Err(Failure::Gone(None))));
}

#[tokio::test]
async fn agents_see_the_licences_of_their_firms() {
    let world = World::new().await;
    let service = world.service();
    let of_firm = IssueOrder { holder: id(0x30), ..order(1) };
    let issued = service.issue(key(1), of_firm, &Actor::SYSTEM).await.unwrap();
    let agent = Actor::citizen(id(0x11));
    let own = service.own(&agent, Lang::En).await.unwrap();
    assert_eq!(own.iter().map(|it| it.id).collect::<Vec<_>>(), [issued.id]);
    assert!(service.own(&citizen(), Lang::En).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_authority_changes_a_status_and_nobody_else() {
    let world = World::new().await;
    let service = world.service();
    let no = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap().number;
    let act = LicenceAct::Suspend;
    let elsewhere = Actor::staff(Role::Approver, id(0x22), "health").within("980100000000");
    let refused = service.change(key(5), &elsewhere, &no, deed(act, &no, "x")).await;
    assert!(matches!(refused, Err(Problem::Failure(Failure::NotFound))));
    let refused = service.change(key(6), &supervisor(), &no, deed(act, &no, "x")).await;
    assert!(matches!(refused, Err(Problem::Failure(Failure::Forbidden))));
    let refused = service.change(key(7), &approver(), &no, deed(act, &no, " ")).await;
    assert!(matches!(refused, Err(Problem::Refused(LicenceRefusal::NoReason))));
    let uncoded = Deed { code: "deception", ..deed(act, &no, "x") };
    let refused = service.change(key(10), &approver(), &no, uncoded).await;
    assert!(matches!(refused, Err(Problem::Refused(LicenceRefusal::NoCode))));
    let other = deed(act, "JY2026000009", "x");
    let refused = service.change(key(11), &approver(), &no, other).await;
    assert!(matches!(refused, Err(Problem::Mistyped)));
    let right = deed(act, &no, "检查发现问题");
    let record = service.change(key(8), &approver(), &no, right).await.unwrap();
    assert_eq!(record.status, LicenceStatus::Suspended);
    let again = service.change(key(9), &approver(), &no, deed(act, &no, "再来")).await;
    assert!(matches!(again, Err(Problem::Refused(LicenceRefusal::WrongStatus))));
    assert_eq!(service.check(&no).await.unwrap()[0].status, LicenceStatus::Suspended);
}

#[tokio::test]
async fn who_is_tied_to_the_holder_neither_changes_a_licence_nor_proposes_nor_approves_it() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let tied = related_approver();
    let view = service.staff_view(&tied, &issued.identifier).await.unwrap();
    assert_eq!(view.acts, []);
    let refused = service
        .change(key(5), &tied, &issued.number, deed(LicenceAct::Suspend, &issued.number, "x"))
        .await;
    assert!(matches!(refused, Err(Problem::Failure(Failure::Forbidden))));
    let record = service.record(issued.id).await.unwrap().unwrap();
    let act = LicenceAct::Revoke;
    let (code, reason) = ("deception", "造假");
    let because = Because { code, text: reason };
    let planned = service.plan(&tied, &record, act, because).await.unwrap_err();
    assert_eq!(planned, ActError::Refused("forbidden".to_owned()));
    // Somebody else proposes, the relative approves: it is not carried out.
    let (_, digest) = service.plan(&approver(), &record, act, because).await.unwrap();
    let wish = Wish { act, code, reason, digest: &digest, typed: &issued.number };
    service.propose(key(0x71), &approver(), &record, wish).await.unwrap();
    world.approve_as(tied).await;
    world.clock.advance(jiff::SignedDuration::from_hours(1));
    world.work().await;
    assert_eq!(service.check(&issued.number).await.unwrap()[0].status, LicenceStatus::Valid);
    // Who is not tied does it.
    world.revoke(&issued, "造假").await;
    assert_eq!(service.check(&issued.number).await.unwrap()[0].status, LicenceStatus::Revoked);
}

#[tokio::test]
async fn everything_follows_from_the_events() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    service.issue(key(2), order(2), &Actor::SYSTEM).await.unwrap();
    for (number, act) in [(3, LicenceAct::Suspend), (4, LicenceAct::Restore)] {
        let deed = deed(act, &issued.number, "理由");
        service.change(key(number), &approver(), &issued.number, deed).await.unwrap();
    }
    world.revoke(&issued, "理由").await;
    let scratch = world.folder().join("replay.db");
    let report = world.house.ledger.replay(&scratch, &|_| {}).await.unwrap();
    assert_eq!(report.differences, []);
    assert_eq!(report.streams, 5, "two licences, their type and key, and a proposal");
}

#[tokio::test]
async fn every_statement_prepares() {
    let world = World::new().await;
    for statement in MODULE.statements.iter().copied().flatten() {
        world.house.ledger.prepare(statement).await.unwrap();
    }
}
