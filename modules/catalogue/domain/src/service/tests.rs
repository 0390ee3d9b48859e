use jiff::civil::date;
use kernel::id::{AccountId, EventId};
use uuid::Uuid;

use super::*;

const TODAY: Date = date(2026, 3, 2);

fn editor(number: u128) -> Actor {
    let account = AccountId::from_uuid(Uuid::from_u128(number));
    Actor::staff(Role::Editor, account, "market-regulation")
}

/// A service with everything that happened to it.
#[derive(Default)]
struct Story {
    service: ServiceItem,
    seq: u64,
}

impl Story {
    fn record(&mut self, by: &Actor, events: Vec<ServiceEvent>) {
        for event in events {
            self.seq += 1;
            self.service.apply(&Recorded {
                id: EventId::from_uuid(Uuid::from_u128(u128::from(self.seq))),
                seq: self.seq,
                at: "2026-03-02T01:00:00Z".parse().unwrap(),
                by: by.clone(),
                event,
            });
        }
    }

    fn propose(&mut self, by: &Actor, digest: &str) {
        let events = self.service.propose(by, format!("text of {digest}"), digest.into()).unwrap();
        self.record(by, events);
    }

    /// `by.0` wishes it, `by.1` approves it.
    fn publish(&mut self, by: (u128, u128), digest: &str, on: Date) -> Result<(), Refusal> {
        let (requester, approver) = (editor(by.0), editor(by.1));
        let events = self.service.publish((&requester, &approver), digest, on, TODAY)?;
        self.record(&requester, events);
        Ok(())
    }

    /// Installed by the product itself.
    fn installed() -> Story {
        let mut story = Story::default();
        let events = story.service.found("text of aa".into(), "aa".into(), TODAY);
        story.record(&Actor::SYSTEM, events);
        story
    }
}

#[test]
fn an_installation_begins_with_what_the_product_brings() {
    let story = Story::installed();
    let first = story.service.in_force(TODAY).unwrap();
    assert_eq!((first.revision, first.digest.as_str()), (1, "aa"));
    assert_eq!(story.service.proposed, None);
    let again = story.service.found("text of bb".into(), "bb".into(), TODAY);
    assert_eq!(again, [], "what is there is left alone");
}

#[test]
fn after_that_one_wishes_and_another_who_had_no_hand_in_it_approves() {
    let mut story = Story::installed();
    story.propose(&editor(1), "bb");
    assert_eq!(story.publish((1, 1), "bb", TODAY), Err(Refusal::SamePerson));
    assert_eq!(story.publish((2, 2), "bb", TODAY), Err(Refusal::SamePerson));
    assert_eq!(story.publish((2, 1), "bb", TODAY), Err(Refusal::SamePerson), "the author");
    assert_eq!(story.publish((1, 2), "bb", TODAY), Ok(()));
    let newest = story.service.revisions.last().unwrap();
    let (by, approver) = (&newest.by, newest.approver.as_ref().unwrap());
    assert_eq!((newest.revision, by, approver), (2, &editor(1), &editor(2)));
}

#[test]
fn who_wrote_a_text_that_was_replaced_had_a_hand_in_it_too() {
    let mut story = Story::installed();
    story.propose(&editor(1), "bb");
    story.propose(&editor(2), "cc");
    assert_eq!(story.publish((2, 1), "cc", TODAY), Err(Refusal::SamePerson));
    assert_eq!(story.publish((1, 2), "cc", TODAY), Err(Refusal::SamePerson));
    assert_eq!(story.publish((1, 3), "cc", TODAY), Ok(()));
    story.propose(&editor(3), "dd");
    assert_eq!(story.publish((3, 1), "dd", TODAY), Ok(()), "of another text");
}

#[test]
fn the_same_person_in_another_role_is_still_the_same_person() {
    let mut story = Story::installed();
    story.propose(&editor(1), "bb");
    let again = Actor { role: Role::Administrator, ..editor(1) };
    for (requester, approver) in [(&editor(2), &again), (&editor(1), &again)] {
        let refused = story.service.publish((requester, approver), "bb", TODAY, TODAY);
        assert_eq!(refused, Err(Refusal::SamePerson));
    }
}

#[test]
fn neither_the_product_nor_nobody_publishes_or_withdraws() {
    let mut story = Story::installed();
    story.propose(&editor(1), "bb");
    let somebody = editor(2);
    for nobody in [Actor::SYSTEM, Actor::ANONYMOUS] {
        for pair in [(&nobody, &somebody), (&somebody, &nobody)] {
            let published = story.service.publish(pair, "bb", TODAY, TODAY);
            assert_eq!(published, Err(Refusal::NoPerson));
            assert_eq!(story.service.withdraw(pair, "x"), Err(Refusal::NoPerson));
        }
    }
}

#[test]
fn what_is_published_is_what_was_looked_at() {
    let mut story = Story::installed();
    assert_eq!(story.publish((1, 2), "bb", TODAY), Err(Refusal::NothingProposed));
    story.propose(&editor(1), "bb");
    story.propose(&editor(1), "cc");
    assert_eq!(story.publish((1, 2), "bb", TODAY), Err(Refusal::ProposalChanged));
    let events = story.service.publish((&editor(1), &editor(2)), "cc", TODAY, TODAY).unwrap();
    let [ServiceEvent::Published { revision: 2, source, .. }] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(source, "text of cc");
}

#[test]
fn a_revision_takes_effect_on_its_day_and_never_in_the_past() {
    let mut story = Story::installed();
    story.propose(&editor(1), "bb");
    let (yesterday, later) = (date(2026, 3, 1), date(2026, 3, 9));
    assert_eq!(story.publish((1, 2), "bb", yesterday), Err(Refusal::EffectiveInThePast));
    story.publish((1, 2), "bb", later).unwrap();
    assert_eq!(story.service.in_force(TODAY).unwrap().revision, 1);
    assert_eq!(story.service.in_force(later).unwrap().revision, 2);
    assert_eq!(story.service.in_force(yesterday), None);
    story.propose(&editor(1), "cc");
    let between = date(2026, 3, 5);
    assert_eq!(story.publish((1, 2), "cc", between), Err(Refusal::EffectiveTooEarly));
}

#[test]
fn the_same_text_is_not_proposed_twice() {
    let story = Story::installed();
    let again = story.service.propose(&editor(1), String::new(), "aa".into());
    assert_eq!(again, Err(Refusal::Unchanged));
    let nobody = story.service.propose(&Actor::ANONYMOUS, String::new(), "bb".into());
    assert_eq!(nobody, Err(Refusal::NoPerson));
}

#[test]
fn a_withdrawn_service_is_not_offered_until_it_is_published_again() {
    let mut story = Story::installed();
    let (one, two) = (editor(1), editor(2));
    assert_eq!(story.service.withdraw((&one, &two), "  "), Err(Refusal::NoReason));
    assert_eq!(story.service.withdraw((&one, &one), "x"), Err(Refusal::SamePerson));
    let events = story.service.withdraw((&one, &two), " 法律已废止").unwrap();
    story.record(&one, events);
    assert_eq!(story.service.in_force(TODAY), None);
    assert_eq!(story.service.withdraw((&one, &two), "x"), Err(Refusal::NotOffered));
    story.propose(&editor(1), "aa");
    story.publish((1, 2), "aa", TODAY).unwrap();
    assert_eq!(story.service.in_force(TODAY).unwrap().revision, 2);
}

#[test]
fn events_have_their_words_and_their_stored_form() {
    let event = ServiceEvent::Withdrawn { reason: "x".into(), approver: None };
    assert_eq!(ServiceItem::word(&event), "service.withdrawn");
    let json = serde_json::to_string(&event).unwrap();
    assert_eq!(json, r#"{"type":"withdrawn","reason":"x"}"#);
    assert_eq!(Refusal::SamePerson.code(), "service.same_person");
}
