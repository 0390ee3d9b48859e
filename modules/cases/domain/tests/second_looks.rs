//! Which decisions get a second look, and how fast somebody decides.
#![expect(clippy::unwrap_used, reason = "a story that breaks off stops loudly")]

use cases_domain::{
    DrawnFrom, Due, Pace, PaceLimits, Paced, Ruled, SecondLook, SecondLookEvent, SecondLookRefusal,
    TEXT_LIMIT, drawn_for, is_drawn,
};
use jiff::{SignedDuration, Timestamp};
use kernel::{
    Actor, Aggregate, Recorded, Role,
    calendar::{TimeLimit, WorkCalendar, YearCalendar},
    id::{AccountId, CaseId, EventId},
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Two roots of checkpoints.
const ROOTS: [[u8; 32]; 2] = [[0x5a; 32], [0xc3; 32]];

fn case(number: u128) -> CaseId {
    // As they are made: the time in front, and chance behind.
    let time = 0x0199_5e2f_0000_7000_8000_0000_0000_0000;
    CaseId::from_uuid(Uuid::from_u128(time + number))
}

fn lot(root: &[u8; 32], case: CaseId, seq: u64) -> [u8; 32] {
    Sha256::new().chain_update(root).chain_update(drawn_for(case, seq)).finalize().into()
}

/// The same once more, as somebody else would write it who has read how it is done.
fn by_hand(root: &[u8; 32], case: CaseId, seq: u64, per_mille: u32) -> bool {
    let id = case.to_string().replace('-', "");
    let mut bytes = root.to_vec();
    bytes.extend((0..16).map(|at| u8::from_str_radix(&id[at * 2..at * 2 + 2], 16).unwrap()));
    bytes.extend((0..8).rev().map(|at| u8::try_from((seq >> (at * 8)) & 0xff).unwrap()));
    let hash = Sha256::digest(&bytes);
    let number = hash[..8].iter().fold(0_u128, |sum, byte| sum * 256 + u128::from(*byte));
    number < (u128::from(per_mille) << 64).div_ceil(1_000)
}

#[test]
fn two_of_a_hundred_are_drawn_and_anybody_draws_the_same() {
    for root in ROOTS {
        let drawn = |it: &u128| is_drawn(&lot(&root, case(*it), 7), 20);
        let found: Vec<u128> = (0..10_000).filter(drawn).collect();
        assert!((150..=250).contains(&found.len()), "{} of 10000", found.len());
        assert_eq!(found, (0..10_000).filter(drawn).collect::<Vec<_>>(), "always the same");
        for number in 0..10_000 {
            let recomputed = by_hand(&root, case(number), 7, 20);
            assert_eq!(recomputed, found.binary_search(&number).is_ok(), "{number}");
        }
    }
}

#[test]
fn another_root_another_case_or_another_place_is_another_lot() {
    let drawn = |root: &[u8; 32], seq| {
        (0..10_000).filter(|it| is_drawn(&lot(root, case(*it), seq), 20)).collect::<Vec<u128>>()
    };
    let first = drawn(&ROOTS[0], 7);
    for other in [drawn(&ROOTS[1], 7), drawn(&ROOTS[0], 8)] {
        let common = other.iter().filter(|it| first.contains(it)).count();
        assert!(common < 20, "{common} of {} are the same", first.len());
    }
}

#[test]
fn a_share_of_nothing_draws_none_and_a_whole_one_all() {
    let ends = [[0; 32], [0xff; 32], lot(&ROOTS[0], case(1), 7)];
    assert!(ends.iter().all(|it| !is_drawn(it, 0)));
    assert!(ends.iter().all(|it| is_drawn(it, 1_000)));
    // The last number below two of a hundred, and the first that is not.
    let edge = u64::try_from((20_u128 << 64).div_ceil(1_000)).unwrap();
    let of = |number: u64| {
        let mut lot = [0xff; 32];
        lot[..8].copy_from_slice(&number.to_be_bytes());
        lot
    };
    assert!(is_drawn(&of(edge - 1), 20) && !is_drawn(&of(edge), 20));
}

fn officer(number: u128) -> Actor {
    Actor::staff(Role::Approver, AccountId::from_uuid(Uuid::from_u128(number)), "health")
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn due() -> Due {
    let year = YearCalendar {
        year: 2026,
        source: "国办发明电〔2025〕7号".to_owned(),
        holidays: Vec::new(),
        make_up: Vec::new(),
    };
    let calendar = WorkCalendar::new(1, vec![year]).unwrap();
    Due::new("2026-03-02".parse().unwrap(), TimeLimit::working(5), &[], &calendar)
}

fn ruled() -> Ruled {
    Ruled {
        seq: 7,
        authority: "health".to_owned(),
        by: officer(1).account.unwrap(),
        granted: true,
        opened_at: Some(at(0)),
        decided_at: at(60),
    }
}

fn from() -> DrawnFrom {
    DrawnFrom { size: 9, root: "root".to_owned() }
}

fn happens(look: &mut SecondLook, by: &Actor, events: Vec<SecondLookEvent>) {
    for event in events {
        let id = EventId::from_uuid(Uuid::from_u128(1));
        look.apply(&Recorded { id, seq: 1, at: at(100), by: by.clone(), event });
    }
}

/// A second look for which this lot was drawn.
fn drawn(lot: [u8; 32]) -> SecondLook {
    let mut look = SecondLook::default();
    let events = look.enter(ruled());
    happens(&mut look, &Actor::SYSTEM, events);
    let events = look.draw(from(), &lot, 20, due()).unwrap();
    happens(&mut look, &Actor::SYSTEM, events);
    look
}

#[test]
fn a_decision_enters_once_and_its_lot_is_drawn_once() {
    let none = SecondLook::default().draw(from(), &[0; 32], 20, due());
    assert_eq!(none, Err(SecondLookRefusal::None), "what has not left takes no part");
    let look = drawn([0; 32]);
    assert_eq!(look.stage(), "waiting");
    assert_eq!(look.enter(ruled()), Vec::new());
    let again = look.draw(DrawnFrom { size: 10, ..from() }, &[0xff; 32], 20, due());
    assert_eq!(again, Err(SecondLookRefusal::None), "nobody chooses another checkpoint");
    assert_eq!(drawn([0xff; 32]).stage(), "passed");
}

#[test]
fn another_person_looks_once_and_an_objection_says_why() {
    let mut look = drawn([0; 32]);
    let own = look.find(true, "", &officer(1));
    assert_eq!(own, Err(SecondLookRefusal::HadHand), "nobody looks at their own decision");
    assert_eq!(look.find(false, " ", &officer(2)), Err(SecondLookRefusal::NoReason));
    let endless = "长".repeat(TEXT_LIMIT + 1);
    assert_eq!(look.find(true, &endless, &officer(2)), Err(SecondLookRefusal::TextTooLong));
    let events = look.find(false, "面积与图纸不符", &officer(2)).unwrap();
    happens(&mut look, &officer(2), events);
    assert_eq!(look.stage(), "objected");
    let again = look.find(true, "", &officer(3));
    assert_eq!(again, Err(SecondLookRefusal::None));
    assert_eq!(drawn([0xff; 32]).find(true, "", &officer(2)), Err(SecondLookRefusal::None));
    let mut sound = drawn([0; 32]);
    let events = sound.find(true, "", &officer(2)).unwrap();
    happens(&mut sound, &officer(2), events);
    assert_eq!(sound.stage(), "sound");
}

/// Decisions at these seconds, each opened so long before.
fn decisions(all: &[(i64, i64)]) -> Vec<Paced> {
    let one = |(decided, took): &(i64, i64)| Paced {
        opened_at: Some(at(decided - took)),
        decided_at: at(*decided),
        granted: true,
    };
    all.iter().map(one).collect()
}

const LIMITS: PaceLimits = PaceLimits { most_in_hour: 3, least: SignedDuration::from_secs(60) };

#[test]
fn the_most_in_an_hour_is_counted_over_any_sixty_minutes() {
    let spread = Pace::of(&decisions(&[(0, 300), (1_800, 300), (3_599, 300), (3_600, 300)]));
    assert_eq!(spread.most_in_hour, 3, "what is an hour apart is not in one hour");
    assert!(!spread.is_crowded(&LIMITS));
    // In no order, and over the end of an hour of the clock.
    let crowd = Pace::of(&decisions(&[(5_400, 300), (3_000, 300), (4_000, 300), (3_500, 300)]));
    assert_eq!(crowd.most_in_hour, 4);
    assert!(crowd.is_crowded(&LIMITS) && !crowd.is_short(&LIMITS));
    assert_eq!(Pace::of(&[]).most_in_hour, 0);
}

#[test]
fn the_median_says_nothing_of_few_and_one_long_look_hides_nothing() {
    let few = decisions(&[(10_000, 5), (20_000, 5), (30_000, 5), (40_000, 5)]);
    assert_eq!(Pace::of(&few).median, None);
    let mut many = few;
    many.extend(decisions(&[(90_000, 9_000)]));
    let pace = Pace::of(&many);
    assert_eq!(pace.median, Some(SignedDuration::from_secs(5)));
    assert!(pace.is_short(&LIMITS) && !pace.is_crowded(&LIMITS));
    assert_eq!(pace.granted_percent(), 100);
    many[0].granted = false;
    many[1].opened_at = None;
    let pace = Pace::of(&many);
    assert_eq!((pace.granted_percent(), pace.median), (80, None), "one was not known to be opened");
}
