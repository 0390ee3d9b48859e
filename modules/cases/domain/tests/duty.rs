//! Who does a task: the draw, and what can be done about it.
#![expect(clippy::unwrap_used, reason = "a story that breaks off stops loudly")]

use std::collections::{BTreeMap, BTreeSet};

use cases_domain::{
    CaseRefusal, Colleague, Duty, DutyEvent, Opening, OwnTask, Seed, TEXT_LIMIT, TaskKey,
    candidates, drawn,
};
use kernel::{
    Actor, Aggregate, Condition, Given, Recorded, Role,
    id::{AccountId, CaseId, EventId},
};
use uuid::Uuid;

fn account(number: u128) -> AccountId {
    AccountId::from_uuid(Uuid::from_u128(number))
}

fn seed(number: u128) -> Seed {
    Seed::from_bytes(number.to_be_bytes())
}

fn task(step: &str) -> TaskKey {
    TaskKey { step: step.to_owned(), member: None }
}

fn all(numbers: &[u128]) -> BTreeSet<AccountId> {
    numbers.iter().map(|it| account(*it)).collect()
}

fn opening(step: &str, numbers: &[u128], by: u128) -> Opening {
    Opening { task: task(step), candidates: all(numbers), seed: seed(by) }
}

fn free(number: u128) -> Colleague {
    Colleague { account: account(number), is_tied: false, has_hand: false }
}

/// Duties of a case, with who did what to them.
#[derive(Default)]
struct Story {
    duty: Duty,
    log: Vec<Recorded<DutyEvent>>,
}

impl Story {
    fn happen(&mut self, by: &Actor, events: Vec<DutyEvent>) -> usize {
        let count = events.len();
        for event in events {
            let seq = self.log.len() as u64 + 1;
            let id = EventId::from_uuid(Uuid::from_u128(seq.into()));
            let at = "2026-03-02T02:00:00Z".parse().unwrap();
            let recorded = Recorded { id, seq, at, by: by.clone(), event };
            self.duty.apply(&recorded);
            self.log.push(recorded);
        }
        count
    }

    fn opens(&mut self, openings: &[Opening]) -> usize {
        let events = self.duty.assign(openings);
        self.happen(&Actor::SYSTEM, events)
    }
}

#[test]
fn the_same_draw_gives_the_same_officer_in_whatever_order_they_are_named() {
    for by in [0, 1, 7, u128::MAX, 0x0123_4567_89ab_cdef] {
        let one = drawn(&all(&[30, 10, 20]), seed(by));
        assert!(one.is_some());
        assert_eq!(one, drawn(&all(&[10, 20, 30]), seed(by)));
        assert_eq!(one, drawn(&all(&[20, 30, 10, 10]), seed(by)));
    }
    // What anybody can work out by hand: 7 modulo 3 is 1, the second of the sorted list.
    assert_eq!(drawn(&all(&[30, 10, 20]), seed(7)), Some(account(20)));
    assert_eq!(drawn(&BTreeSet::new(), seed(7)), None);
}

#[test]
fn every_officer_is_drawn_as_often_as_the_others() {
    // Seeds that a simple generator gives; the rule may favour nobody among them.
    let mut state = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835_u128;
    let mut seeds = || {
        state = state.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645).wrapping_add(1);
        Seed::from_bytes((state ^ (state >> 64)).to_be_bytes())
    };
    for count in 2..=9_u128 {
        let numbers: Vec<u128> = (1..=count).collect();
        let (officers, mut turns) = (all(&numbers), BTreeMap::new());
        let draws = 1_000 * numbers.len();
        for _ in 0..draws {
            *turns.entry(drawn(&officers, seeds()).unwrap()).or_insert(0_u32) += 1;
        }
        assert_eq!(turns.len(), numbers.len(), "{count}: {turns:?}");
        assert!(turns.values().all(|it| (850..1_150).contains(it)), "{count}: {turns:?}");
    }
}

#[test]
fn who_is_tied_or_had_a_hand_stands_in_no_draw() {
    let tied = Colleague { is_tied: true, ..free(2) };
    let handled = Colleague { has_hand: true, ..free(3) };
    let found = candidates(&[free(1), tied, handled, free(4)]);
    assert_eq!(found, all(&[1, 4]));
    for by in 0..200 {
        let officer = drawn(&found, seed(by)).unwrap();
        assert!(officer == account(1) || officer == account(4), "{by}");
    }
    assert!(candidates(&[tied, handled]).is_empty());
}

#[test]
fn what_is_recorded_is_enough_to_draw_again() {
    let mut story = Story::default();
    let openings: Vec<_> = (0..20)
        .map(|number| opening(&format!("step-{number}"), &[11, 12, 13], 1_000_003 * number))
        .collect();
    assert_eq!(story.opens(&openings), 20);
    for recorded in &story.log {
        let text = serde_json::to_string(&recorded.event).unwrap();
        let read: DutyEvent = serde_json::from_str(&text).unwrap();
        assert_eq!(read, recorded.event);
        let DutyEvent::Assigned { candidates, seed, officer, task } = read else {
            panic!("{text}");
        };
        assert_eq!(drawn(&candidates, seed), Some(officer));
        assert_eq!(story.duty.officer_of(&task), Some(officer));
    }
}

#[test]
fn whose_task_it_was_gets_it_again_and_nobody_draws_twice_by_sending_it_round() {
    let mut story = Story::default();
    assert_eq!(story.opens(&[opening("accept", &[1, 2, 3], 0)]), 1);
    assert_eq!(story.duty.officer_of(&task("accept")), Some(account(1)));
    for by in 0..10 {
        assert_eq!(story.opens(&[opening("accept", &[1, 2, 3], by)]), 0);
    }
    // They left, or are tied to the party now: the others draw.
    assert_eq!(story.opens(&[opening("accept", &[2, 3], 1)]), 1);
    assert_eq!(story.duty.officer_of(&task("accept")), Some(account(3)));
    // Nobody is left: it is the office's, once.
    assert_eq!(story.opens(&[opening("accept", &[], 1)]), 1);
    assert_eq!(story.duty.officer_of(&task("accept")), None);
    assert_eq!(story.opens(&[opening("accept", &[], 2)]), 0);
    assert!(matches!(story.log.last().unwrap().event, DutyEvent::Freed { .. }));
}

#[test]
fn a_colleague_does_nothing_on_a_task_before_they_took_it_over_with_a_reason() {
    let mut story = Story::default();
    let step = task("accept");
    assert_eq!(story.duty.may_act(&step, account(2)), Ok(()), "it is the office's");
    story.opens(&[opening("accept", &[1, 2], 0)]);
    let given = Given {
        now: "2026-03-02T02:00:00Z".parse().unwrap(),
        today: "2026-03-02".parse().unwrap(),
        serial: 0,
    };
    let own = |number: u128| {
        let case = CaseId::from_uuid(Uuid::from_u128(77));
        OwnTask { case, task: task("accept"), officer: account(number) }
    };
    assert_eq!(own(1).check(&story.duty, &given), Ok(()));
    assert_eq!(own(2).check(&story.duty, &given), Err("case.anothers_task"));
    for nothing in ["", "  \n"] {
        let refused = story.duty.take_over(&step, nothing, account(2));
        assert_eq!(refused, Err(CaseRefusal::NoTakeOverReason));
    }
    let long = story.duty.take_over(&step, &"长".repeat(TEXT_LIMIT + 1), account(2));
    assert_eq!(long, Err(CaseRefusal::TextTooLong));
    assert_eq!(story.duty.take_over(&step, "同事请假", account(1)), Ok(Vec::new()), "their own");
    assert_eq!(story.duty.take_over(&task("other"), "同事请假", account(2)), Ok(Vec::new()));

    let events = story.duty.take_over(&step, " 同事请假 ", account(2)).unwrap();
    let [DutyEvent::TakenOver { from, reason, .. }] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!((*from, reason.as_str()), (account(1), "同事请假"));
    let colleague = Actor::staff(Role::Examiner, account(2), "market-regulation");
    story.happen(&colleague, events);
    assert_eq!(own(2).check(&story.duty, &given), Ok(()));
    assert_eq!(own(1).check(&story.duty, &given), Err("case.anothers_task"));
    assert_eq!(story.opens(&[opening("accept", &[1, 2], 5)]), 0, "they keep what they took");
    let done = vec![DutyEvent::OutOfTurn { task: task("accept"), ahead: 3 }];
    story.happen(&colleague, done);
    assert_eq!(story.duty.officer_of(&step), Some(account(2)), "that only notes it");
}

#[test]
fn a_seed_is_written_in_thirty_two_digits_and_nothing_else_is_one() {
    let text = "000000000000000000000000000000ff";
    assert_eq!(text.parse::<Seed>().unwrap(), seed(255));
    assert_eq!(seed(255).to_string(), text);
    for wrong in ["", "ff", "+0000000000000000000000000000000", &"g".repeat(32), &"0".repeat(33)] {
        assert!(wrong.parse::<Seed>().is_err(), "{wrong}");
    }
    assert!(serde_json::from_str::<Seed>("\"ff\"").is_err());
}
