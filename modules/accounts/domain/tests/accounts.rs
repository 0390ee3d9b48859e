//! Accounts, firms and the numbers people sign in with.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

use accounts_domain::{
    Account, AccountEvent, AccountRefusal, Firm, FirmRefusal, StaffPost, masked, number_form,
    staff_form,
};
use kernel::{
    Actor, Aggregate, Recorded, Role, Sealed,
    id::{AccountId, EventId, SubjectId},
};

const ONE: &str = "00000000-0000-7000-8000-000000000001";
const OTHER: &str = "00000000-0000-7000-8000-000000000002";

fn account(id: &str) -> AccountId {
    id.parse().unwrap()
}

fn sealed(data: &str) -> Sealed {
    Sealed { subject: ONE.parse::<SubjectId>().unwrap(), data: data.into() }
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
    let linked = firm.link(sealed("f"), "code".into(), &[account(ONE)]).unwrap();
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
fn a_firm_always_has_somebody_who_acts_for_it() {
    let (one, other) = (account(ONE), account(OTHER));
    let new = Firm::default();
    assert_eq!(new.add_agent(one), Err(FirmRefusal::Unknown));
    let linked = new.link(sealed("a"), "code".into(), &[one]).unwrap();
    let firm = after(new, linked);
    assert_eq!(firm.add_agent(one), Err(FirmRefusal::AlreadyAgent));
    assert_eq!(firm.remove_agent(other), Err(FirmRefusal::NoAgent));
    assert_eq!(firm.remove_agent(one), Err(FirmRefusal::LastAgent));
    let added = firm.add_agent(other).unwrap();
    let firm = after(firm, added);
    let removed = firm.remove_agent(one).unwrap();
    assert_eq!(after(firm, removed).agents, [other]);
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
