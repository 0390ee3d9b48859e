//! Members of a firm: states × acts, who looks after whom, and how former events are read.

use std::collections::BTreeSet;

use accounts_domain::{
    Act, Deed, Firm, FirmEvent, FirmRefusal, FirmRole, Matter, MemberStage, NoPower, Scope,
};
use kernel::{Aggregate as _, id::AccountId};

use super::{after, sealed};

fn person(number: u8) -> AccountId {
    format!("00000000-0000-7000-8000-0000000000{number:02}").parse().unwrap()
}

const HEAD: u8 = 1;
const ADMINISTRATOR: u8 = 2;
const AGENT: u8 = 3;
const READER: u8 = 4;
const STRANGER: u8 = 9;

fn named(services: &[&str]) -> Scope {
    let services = services.iter().map(|it| (*it).to_owned()).collect();
    Scope::Named { themes: BTreeSet::new(), services }
}

fn agent(services: &[&str]) -> FirmRole {
    FirmRole::Agent { scope: named(services) }
}

fn everything() -> FirmRole {
    FirmRole::Agent { scope: Scope::All }
}

/// A firm with its legal representative, an administrator, an agent for food and a reader.
fn firm() -> Firm {
    let members = [
        (person(HEAD), FirmRole::LegalRepresentative),
        (person(ADMINISTRATOR), FirmRole::Administrator),
        (person(AGENT), agent(&["food"])),
        (person(READER), FirmRole::Reader),
    ];
    let new = Firm::default();
    let linked = new.link(sealed("f"), "code".into(), &members).unwrap();
    after(new, linked)
}

fn deed(act: Act, service: &str) -> Deed {
    Deed { act, matter: Some(Matter { service: service.into(), themes: BTreeSet::new() }) }
}

#[test]
fn each_role_may_do_its_own_and_nothing_more() {
    let firm = firm();
    let (ok, act, service) = (Ok(()), Err(NoPower::Act), Err(NoPower::Service));
    for (member, deed, expected) in [
        (HEAD, deed(Act::Apply, "dogs"), ok),
        (ADMINISTRATOR, deed(Act::Apply, "dogs"), ok),
        (AGENT, deed(Act::Apply, "food"), ok),
        (AGENT, deed(Act::Fetch, "food"), ok),
        (AGENT, deed(Act::Apply, "dogs"), service),
        (AGENT, Deed { act: Act::Track, matter: None }, service),
        (READER, deed(Act::Track, "dogs"), ok),
        (READER, Deed { act: Act::SeeData, matter: None }, ok),
        (READER, deed(Act::Apply, "food"), act),
        (READER, deed(Act::Correct, "food"), act),
        (READER, deed(Act::Fetch, "food"), act),
        (STRANGER, deed(Act::Track, "food"), Err(NoPower::None)),
    ] {
        assert_eq!(firm.allows(person(member), &deed), expected, "{member} {deed:?}");
    }
}

/// The firm with a new agent in each state of membership.
fn in_state(stage: MemberStage) -> Firm {
    let (head, new) = (person(HEAD), person(STRANGER));
    let step =
        |firm: Firm, events: Result<Vec<FirmEvent>, FirmRefusal>| after(firm, events.unwrap());
    let invited = {
        let firm = firm();
        let events = firm.invite(head, new, everything());
        step(firm, events)
    };
    if stage == MemberStage::Invited {
        return invited;
    }
    let events = invited.accept(new);
    let accepted = step(invited, events);
    if stage == MemberStage::Accepted {
        return accepted;
    }
    let events = accepted.confirm(head, new);
    let confirmed = step(accepted, events);
    let events = match stage {
        MemberStage::Suspended => confirmed.suspend(head, new),
        MemberStage::Left => confirmed.leave(new),
        MemberStage::Removed => confirmed.remove(head, new),
        _ => Ok(Vec::new()),
    };
    step(confirmed, events)
}

#[test]
fn in_every_state_but_one_a_member_can_do_nothing_for_the_firm() {
    for stage in MemberStage::ALL {
        let firm = in_state(stage);
        let member = person(STRANGER);
        assert_eq!(firm.member(member).unwrap().stage, stage);
        for act in Act::ALL {
            let expected = match stage {
                MemberStage::Confirmed => Ok(()),
                MemberStage::Invited | MemberStage::Accepted => Err(NoPower::Unconfirmed),
                MemberStage::Suspended => Err(NoPower::Suspended),
                MemberStage::Left | MemberStage::Removed => Err(NoPower::None),
            };
            assert_eq!(firm.allows(member, &deed(act, "food")), expected, "{stage:?} {act:?}");
        }
        let contact = firm.confirm_contact(member, sealed("c"));
        assert_eq!(contact.is_ok(), stage == MemberStage::Confirmed, "{stage:?}");
        assert_eq!(firm.invite(member, person(8), everything()), Err(FirmRefusal::NotHead));
    }
}

#[test]
fn an_administrator_in_every_state_but_one_looks_after_nobody() {
    for stage in MemberStage::ALL {
        let (head, other) = (person(HEAD), person(ADMINISTRATOR));
        let firm = firm();
        let events = match stage {
            MemberStage::Suspended => firm.suspend(head, other),
            MemberStage::Left => firm.leave(other),
            MemberStage::Removed => firm.remove(head, other),
            _ => Ok(Vec::new()),
        };
        let mut firm = after(firm, events.unwrap());
        if matches!(stage, MemberStage::Invited | MemberStage::Accepted) {
            let gone = firm.remove(head, other).unwrap();
            firm = after(firm, gone);
            let asked = firm.invite(head, other, FirmRole::Administrator).unwrap();
            firm = after(firm, asked);
            if stage == MemberStage::Accepted {
                let agreed = firm.accept(other).unwrap();
                firm = after(firm, agreed);
            }
        }
        let may = stage == MemberStage::Confirmed;
        assert_eq!(firm.suspend(other, person(AGENT)).is_ok(), may, "{stage:?}");
        assert_eq!(firm.remove(other, person(AGENT)).is_ok(), may, "{stage:?}");
        assert_eq!(firm.invite(other, person(8), everything()).is_ok(), may, "{stage:?}");
        let role = firm.change_role(other, person(READER), everything());
        assert_eq!(role.is_ok(), may, "{stage:?}");
        assert_eq!(firm.confirm(other, person(AGENT)).is_ok(), may, "{stage:?}");
    }
}

#[test]
fn administrators_are_the_legal_representatives_business_and_that_one_is_the_registers() {
    let firm = firm();
    let (head, administrator) = (person(HEAD), person(ADMINISTRATOR));
    let only = Err(FirmRefusal::OnlyLegalRepresentative);
    assert_eq!(firm.invite(administrator, person(8), FirmRole::Administrator), only);
    let role = firm.change_role(administrator, person(AGENT), FirmRole::Administrator);
    assert_eq!(role, only);
    let register = Err(FirmRefusal::OnlyRegister);
    assert_eq!(firm.suspend(administrator, head), register);
    assert_eq!(firm.remove(administrator, head), register);
    assert_eq!(firm.change_role(administrator, head, FirmRole::Reader), register);
    let crown = firm.change_role(head, administrator, FirmRole::LegalRepresentative);
    assert_eq!(crown, register);
    assert_eq!(firm.invite(head, person(8), FirmRole::LegalRepresentative), register);
    assert!(firm.invite(head, person(8), FirmRole::Administrator).is_ok());
    assert!(firm.suspend(head, administrator).is_ok());
    for member in [head, administrator] {
        assert_eq!(firm.suspend(member, member), Err(FirmRefusal::Yourself));
        assert_eq!(firm.change_role(member, member, everything()), Err(FirmRefusal::Yourself));
    }
    for member in [AGENT, READER, STRANGER] {
        let by = person(member);
        assert_eq!(firm.remove(by, person(READER)), Err(FirmRefusal::NotHead), "{member}");
    }
}

#[test]
fn the_last_who_looks_after_the_members_stays() {
    let firm = firm();
    assert_eq!(firm.leave(person(HEAD)), Err(FirmRefusal::OnlyRegister));
    let left = firm.leave(person(ADMINISTRATOR)).unwrap();
    let firm = after(firm, left);
    assert_eq!(firm.leave(person(HEAD)), Err(FirmRefusal::LastAdministrator));
    let left = firm.leave(person(AGENT)).unwrap();
    let firm = after(firm, left);
    assert_eq!(firm.leave(person(AGENT)), Err(FirmRefusal::NotMember), "gone is gone");
    let old = former(&[7]);
    assert_eq!(old.leave(person(7)), Err(FirmRefusal::LastAdministrator));
}

#[test]
fn nobody_is_confirmed_who_did_not_agree_and_nobody_agrees_uninvited() {
    let invited = in_state(MemberStage::Invited);
    let (head, new) = (person(HEAD), person(STRANGER));
    assert_eq!(invited.confirm(head, new), Err(FirmRefusal::NotAccepted));
    assert_eq!(invited.invite(head, new, everything()), Err(FirmRefusal::AlreadyMember));
    assert_eq!(firm().accept(new), Err(FirmRefusal::NotMember));
    assert_eq!(firm().accept(person(AGENT)), Err(FirmRefusal::NotInvited));
    let accepted = in_state(MemberStage::Accepted);
    assert_eq!(accepted.confirm(new, new), Err(FirmRefusal::NotHead), "not by themselves");
    let removed = in_state(MemberStage::Removed);
    assert_eq!(removed.confirm(head, new), Err(FirmRefusal::NotMember));
    assert!(removed.invite(head, new, everything()).is_ok(), "they may be asked again");
    let empty = firm().invite(head, new, agent(&[]));
    assert_eq!(empty, Err(FirmRefusal::NoScope));
    assert_eq!(Firm::default().enlist(new, everything()), Err(FirmRefusal::Unknown));
}

/// A firm as former events made it.
fn former(agents: &[u8]) -> Firm {
    let linked = FirmEvent::Linked { facts: sealed("f"), code: "code".into() };
    let added = agents.iter().map(|it| FirmEvent::AgentAdded { agent: person(*it) });
    after(Firm::default(), std::iter::once(linked).chain(added).collect())
}

#[test]
fn a_former_agent_is_a_confirmed_one_and_the_first_looks_after_the_rest() {
    let firm = former(&[1, 2]);
    let role = |firm: &Firm, it| firm.member(person(it)).unwrap().role.clone();
    assert_eq!((role(&firm, 1), role(&firm, 2)), (FirmRole::Administrator, everything()));
    for member in [1, 2] {
        assert_eq!(firm.allows(person(member), &deed(Act::Apply, "food")), Ok(()));
    }
    let gone = after(firm, vec![FirmEvent::AgentRemoved { agent: person(1) }]);
    assert_eq!(gone.allows(person(1), &deed(Act::Track, "food")), Err(NoPower::None));
    assert_eq!(role(&gone, 2), FirmRole::Administrator, "somebody has to");
    let text = r#"{"type":"agent_added","agent":"00000000-0000-7000-8000-000000000003"}"#;
    let event: FirmEvent = serde_json::from_str(text).unwrap();
    assert_eq!(after(gone, vec![event]).heads().count(), 1);
}

#[test]
fn events_of_members_keep_their_roles_when_they_are_stored() {
    for role in [FirmRole::LegalRepresentative, FirmRole::Reader, agent(&["food"]), everything()] {
        let event = FirmEvent::MemberInvited { member: person(1), role };
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<FirmEvent>(&text).unwrap(), event, "{text}");
        assert_eq!(Firm::word(&event), "firm.member_invited");
    }
}
