//! Accounts, firms, mandates and the numbers people sign in with.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

mod firm;
mod mandate;

use accounts_domain::{
    Account, AccountEvent, AccountRefusal, Assured, Binding, Firm, FirmRefusal, FirmRole,
    IdentityProof, StaffPost, masked, number_form, staff_form,
};
use kernel::{
    Actor, Aggregate, IdentityLevel, Recorded, Role, Sealed,
    id::{AccountId, EventId, SubjectId},
};

const ONE: &str = "00000000-0000-7000-8000-000000000001";
const OTHER: &str = "00000000-0000-7000-8000-000000000002";

fn account(id: &str) -> AccountId {
    id.parse().unwrap()
}

fn sealed(data: &str) -> Sealed {
    Sealed::of(ONE.parse::<SubjectId>().unwrap(), data.into())
}

fn after<A: Aggregate>(mut state: A, events: Vec<A::Event>) -> A {
    for event in events {
        state.apply(&Recorded {
            id: ONE.parse::<EventId>().unwrap(),
            seq: 1,
            at: jiff::Timestamp::UNIX_EPOCH,
            by: Actor::SYSTEM,
            event,
        });
    }
    state
}

#[test]
fn an_account_is_opened_once_and_then_changes() {
    let post = StaffPost {
        role: Role::Clerk,
        authority: "government-services".into(),
        region: "980100000000".into(),
    };
    let new = Account::default();
    assert_eq!(new.change_password("x".into()), Err(AccountRefusal::Unknown));
    assert_eq!(new.change_facts(sealed("b")), Err(AccountRefusal::Unknown));
    let opened = new.open(sealed("a"), "print".into(), None, Some(post.clone())).unwrap();
    let account = after(new, opened);
    assert_eq!(account.post, Some(post));
    let again = account.open(sealed("a"), "print".into(), None, None);
    assert_eq!(again, Err(AccountRefusal::Exists));
    let changed = account.change_password("hash".into()).unwrap();
    assert_eq!(Account::word(&changed[0]), "account.password_changed");
    let account = after(account, changed);
    let moved = account.change_facts(sealed("b")).unwrap();
    let account = after(account, moved);
    assert_eq!((account.password.as_deref(), account.facts), (Some("hash"), Some(sealed("b"))));
}

#[test]
fn emails_go_to_the_address_that_was_confirmed_last_until_it_is_removed() {
    let new = Account::default();
    assert_eq!(new.confirm_contact(sealed("c")), Err(AccountRefusal::Unknown));
    assert!(new.remove_contact().is_empty());
    let opened = new.open(sealed("a"), "print".into(), None, None).unwrap();
    let person = after(new, opened);
    let confirmed = person.confirm_contact(sealed("c")).unwrap();
    let person = after(person, confirmed);
    assert_eq!(person.contact, Some(sealed("c")));
    let removed = person.remove_contact();
    assert_eq!(Account::word(&removed[0]), "account.contact_removed");
    assert_eq!(after(person, removed).contact, None);

    let firm = Firm::default();
    let head = (account(ONE), FirmRole::LegalRepresentative);
    let linked = firm.link(sealed("f"), "code".into(), &[head]).unwrap();
    let firm = after(firm, linked);
    let stranger = account(OTHER);
    assert_eq!(firm.confirm_contact(stranger, sealed("c")), Err(FirmRefusal::NoAgent));
    assert_eq!(firm.remove_contact(stranger), Err(FirmRefusal::NoAgent));
    let confirmed = firm.confirm_contact(account(ONE), sealed("c")).unwrap();
    let firm = after(firm, confirmed);
    assert_eq!(firm.remove_contact(account(ONE)).unwrap().len(), 1);
}

#[test]
fn an_event_without_password_and_post_stays_short() {
    let event =
        AccountEvent::Opened { facts: sealed("a"), login: "l".into(), password: None, post: None };
    let text = serde_json::to_string(&event).unwrap();
    assert!(!text.contains("password") && !text.contains("post"), "{text}");
    assert_eq!(serde_json::from_str::<AccountEvent>(&text).unwrap(), event);
}

#[test]
fn numbers_are_compared_as_people_mean_them() {
    for typed in ["71000019900101004x", " 710000 19900101 004X ", "７１００００19900101004Ｘ"]
    {
        assert_eq!(number_form(typed), "71000019900101004X", "{typed}");
    }
    assert_eq!(staff_form(" Clerk-Gong "), "clerk-gong");
}

#[test]
fn a_masked_number_never_shows_its_middle() {
    for (number, shown) in [
        ("71000019900101004X", "710000********004X"),
        ("19900000001", "199****0001"),
        ("E12345678", "E1*****78"),
        ("1234567", "1*****7"),
        ("", ""),
    ] {
        assert_eq!(masked(number), shown);
    }
}

fn at(provider: &str, print: &str) -> Binding {
    Binding { provider: provider.into(), print: print.into() }
}

#[test]
fn what_is_proved_rises_and_never_falls() {
    let new = Account::default();
    assert_eq!(new.prove(IdentityLevel::L3, IdentityProof::Counter), Err(AccountRefusal::Unknown));
    let opened = new.open(sealed("a"), "print".into(), None, None).unwrap();
    let person = after(new, opened);
    assert_eq!(person.level, IdentityLevel::L2, "name and number were compared");
    for level in [IdentityLevel::L0, IdentityLevel::L1, IdentityLevel::L2] {
        assert_eq!(person.prove(level, IdentityProof::Register), Ok(Vec::new()));
    }
    let proved = person.prove(IdentityLevel::L3, IdentityProof::Counter).unwrap();
    assert_eq!(Account::word(&proved[0]), "account.proved");
    let person = after(person, proved);
    assert_eq!(person.level, IdentityLevel::L3);
    assert_eq!(person.prove(IdentityLevel::L3, IdentityProof::Register), Ok(Vec::new()));
}

#[test]
fn whom_a_provider_sends_is_as_sure_as_the_provider_is() {
    let new = Account::default();
    let proof = IdentityProof::Provider { provider: "club".into() };
    let admitted = new.admit(sealed("a"), "print".into(), IdentityLevel::L1, proof).unwrap();
    let person = after(new, admitted);
    assert_eq!((person.level, person.password.as_ref()), (IdentityLevel::L1, None));
    let proof = IdentityProof::Provider { provider: "club".into() };
    let again = person.admit(sealed("b"), "print".into(), IdentityLevel::L4, proof);
    assert_eq!(again, Err(AccountRefusal::Exists));
}

#[test]
fn at_each_provider_a_person_is_one_and_a_way_in_always_stays() {
    let new = Account::default();
    assert_eq!(new.bind(at("club", "1")), Err(AccountRefusal::Unknown));
    let opened = new.open(sealed("a"), "print".into(), None, None).unwrap();
    let person = after(new, opened);
    let bound = person.bind(at("club", "1")).unwrap();
    let person = after(person, bound);
    assert_eq!(person.bind(at("club", "1")), Ok(Vec::new()));
    assert_eq!(person.bind(at("club", "2")), Err(AccountRefusal::OtherBound));
    // Without a password it is the only way in, until there is another.
    assert_eq!(person.unbind("club"), Err(AccountRefusal::LastWay));
    assert_eq!(person.unbind("city"), Ok(Vec::new()));
    let second = person.bind(at("city", "1")).unwrap();
    let person = after(person, second);
    let unbound = person.unbind("club").unwrap();
    let person = after(person, unbound);
    assert_eq!(person.bindings, [at("city", "1")]);
    assert_eq!(person.unbind("city"), Err(AccountRefusal::LastWay));
}

#[test]
fn the_lower_of_person_and_session_counts() {
    for (person, session, holds) in [
        (IdentityLevel::L3, IdentityLevel::L1, IdentityLevel::L1),
        (IdentityLevel::L2, IdentityLevel::L4, IdentityLevel::L2),
        (IdentityLevel::L0, IdentityLevel::L4, IdentityLevel::L0),
    ] {
        assert_eq!(Assured { person, session }.level(), holds);
    }
}
