use jiff::civil::date;
use kernel::{
    LocalText, Role,
    id::{AccountId, EventId},
};
use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::definition::{ItemKind, LegalBasis, Level};

const TODAY: Date = date(2026, 3, 2);

fn editor(number: u128) -> Actor {
    let account = AccountId::from_uuid(Uuid::from_u128(number));
    Actor::staff(Role::Editor, account, "government-services")
}

fn elements(code: &str) -> Elements {
    let text = LocalText::same("某事");
    let basis = LegalBasis { law: text.clone(), article: text.clone(), text: text.clone() };
    Elements {
        code: code.to_owned(),
        name: text.clone(),
        aliases: Vec::new(),
        kind: ItemKind::Licence,
        department: "market-regulation".to_owned(),
        levels: vec![Level::County],
        legal_bases: vec![basis],
        duties: vec![text.clone()],
        accountability: vec![text],
        offline: None,
    }
}

fn list(code: &str) -> Step {
    Step::List { elements: Box::new(elements(code)), from: Vec::new() }
}

fn suspend() -> Step {
    Step::Suspend { reason: "等新规定".to_owned() }
}

fn cancel() -> Step {
    Step::Cancel { reason: "改由省里办".to_owned(), successors: Vec::new() }
}

/// An entry, and the number of the list's last version.
#[derive(Default)]
struct Story {
    entry: Entry,
    version: u32,
}

impl Story {
    fn take(&mut self, step: Step, effective_on: Date, today: Date) -> Result<(), EntryRefusal> {
        let people = (&editor(1), &editor(2));
        let events = self.entry.take(people, step, (self.version + 1, effective_on), today)?;
        self.version += 1;
        for event in events {
            let seq = u64::from(self.version);
            self.entry.apply(&Recorded {
                id: EventId::from_uuid(Uuid::from_u128(u128::from(seq))),
                seq,
                at: "2026-03-02T01:00:00Z".parse().unwrap(),
                by: editor(1),
                event,
            });
        }
        Ok(())
    }
}

#[test]
fn a_power_is_planned_exercised_suspended_resumed_and_cancelled_each_on_its_day() {
    let mut story = Story::default();
    assert_eq!(story.entry.state(TODAY), None);
    story.take(list("980131001000"), date(2026, 4, 1), TODAY).unwrap();
    story.take(suspend(), date(2026, 5, 1), TODAY).unwrap();
    story.take(Step::Resume, date(2026, 6, 1), TODAY).unwrap();
    story.take(cancel(), date(2026, 7, 1), TODAY).unwrap();
    for (day, state) in [
        (TODAY, EntryState::Planned),
        (date(2026, 4, 1), EntryState::InForce),
        (date(2026, 5, 31), EntryState::Suspended),
        (date(2026, 6, 30), EntryState::InForce),
        (date(2026, 7, 1), EntryState::Cancelled),
    ] {
        assert_eq!(story.entry.state(day), Some(state), "{day}");
    }
    assert_eq!(story.entry.plan_effective_on(), Some(date(2026, 4, 1)));
    assert_eq!(story.entry.plan_cancel_on(), Some(date(2026, 7, 1)));
    assert_eq!(story.entry.to_come(date(2026, 5, 1)).count(), 2);
}

#[test]
fn elements_change_on_their_day_and_the_old_ones_can_be_read() {
    let mut story = Story::default();
    story.take(list("980131001000"), TODAY, TODAY).unwrap();
    let mut new = elements("980131001000");
    new.name = LocalText::same("另一事");
    let change = Step::Change { elements: Box::new(new.clone()) };
    story.take(change.clone(), date(2026, 4, 1), TODAY).unwrap();
    assert_eq!(story.entry.elements(TODAY), Some(&elements("980131001000")));
    assert_eq!(story.entry.elements(date(2026, 4, 1)), Some(&new));
    assert_eq!(story.take(change, date(2026, 4, 1), TODAY), Err(EntryRefusal::Unchanged));
    let other = Step::Change { elements: Box::new(elements("980131002000")) };
    assert_eq!(story.take(other, date(2026, 4, 1), TODAY), Err(EntryRefusal::OtherCode));
}

#[test]
fn what_cannot_be_is_refused_with_a_stable_code() {
    let yesterday = date(2026, 3, 1);
    let mut story = Story::default();
    let refused = |story: &mut Story, step, day, code: &str| {
        let refusal = story.take(step, day, TODAY).unwrap_err();
        assert_eq!(refusal.code(), code);
    };
    refused(&mut story, suspend(), TODAY, "entry.not_listed");
    refused(&mut story, list("980131001000"), yesterday, "entry.effective_in_the_past");
    story.take(list("980131001000"), date(2026, 4, 1), TODAY).unwrap();
    refused(&mut story, suspend(), TODAY, "entry.effective_too_early");
    let day = date(2026, 4, 1);
    refused(&mut story, list("980131001000"), day, "entry.listed");
    refused(&mut story, Step::Resume, day, "entry.not_suspended");
    let silent = Step::Suspend { reason: " ".to_owned() };
    refused(&mut story, silent, day, "entry.no_reason");
    story.take(suspend(), day, TODAY).unwrap();
    refused(&mut story, suspend(), day, "entry.already_suspended");
    story.take(cancel(), day, TODAY).unwrap();
    refused(&mut story, Step::Resume, day, "entry.cancelled");
}

#[test]
fn two_people_change_the_list() {
    let entry = Entry::default();
    let (one, at) = (editor(1), (2, TODAY));
    let step = || list("980131001000");
    assert_eq!(entry.take((&one, &one), step(), at, TODAY), Err(EntryRefusal::SamePerson));
    let system = Actor::SYSTEM;
    assert_eq!(entry.take((&one, &system), step(), at, TODAY), Err(EntryRefusal::NoPerson));
}

#[test]
fn a_code_says_kind_and_department_or_comes_from_another_scheme() {
    assert_eq!(elements("980131001000").check(Some("31")), Ok(()));
    assert_eq!(elements("980231001000").check(Some("31")), Err(EntryRefusal::KindDiffers));
    assert_eq!(elements("980131001000").check(Some("14")), Err(EntryRefusal::DepartmentDiffers));
    assert_eq!(elements("XK-00123-001").check(Some("14")), Ok(()));
    for slip in ["98013100100", "9801310010000", "980131001O 0", "", "许可一"] {
        assert_eq!(elements(slip).check(None), Err(EntryRefusal::Code), "{slip}");
    }
    assert!(EntryCode::parse("980131001000").unwrap().is_main());
    assert!(!EntryCode::parse("980131001011").unwrap().is_main());
}

#[test]
fn a_power_needs_a_law_and_duties_but_a_public_service_does_not() {
    let mut power = elements("980131001000");
    power.legal_bases.clear();
    assert_eq!(power.check(None), Err(EntryRefusal::NoBasis));
    let mut power = elements("980131001000");
    power.accountability.clear();
    assert_eq!(power.check(None), Err(EntryRefusal::NoDuties));
    let mut service = elements("982031001000");
    service.kind = ItemKind::PublicService;
    (service.legal_bases, service.duties) = (Vec::new(), Vec::new());
    assert_eq!(service.check(None), Ok(()));
}

#[test]
fn a_split_lists_sub_items_and_cancels_the_old_entry_with_its_successors() {
    let split = |parts: &[&str]| ListOrder::Split {
        code: "980131001000".to_owned(),
        parts: parts.iter().map(|code| elements(code)).collect(),
        reason: "按规模分开".to_owned(),
        effective_on: TODAY,
    };
    let steps = split(&["980131001001", "980131001002"]).steps().unwrap();
    let words: Vec<_> = steps.iter().map(|(code, step)| (code.as_str(), step.word())).collect();
    assert_eq!(
        words,
        [("980131001001", "list"), ("980131001002", "list"), ("980131001000", "cancel")]
    );
    let Step::Cancel { successors, .. } = &steps[2].1 else { panic!("{steps:?}") };
    assert_eq!(successors, &["980131001001", "980131001002"]);
    assert_eq!(split(&["980131001001"]).steps(), Err(EntryRefusal::FewParts));
    let twice = split(&["980131001001", "980131001001"]);
    assert_eq!(twice.steps(), Err(EntryRefusal::FewParts));
    let other = split(&["980131001001", "980131002002"]);
    assert_eq!(other.steps(), Err(EntryRefusal::OtherMain));
}

#[test]
fn a_merger_lists_one_entry_and_cancels_the_old_ones() {
    let merge = |codes: &[&str], code: &str| ListOrder::Merge {
        codes: codes.iter().map(|it| (*it).to_owned()).collect(),
        entry: Box::new(elements(code)),
        reason: "合并办理".to_owned(),
        effective_on: TODAY,
    };
    let steps = merge(&["980131001000", "980131002000"], "980131009000").steps().unwrap();
    let Step::List { from, .. } = &steps[0].1 else { panic!("{steps:?}") };
    assert_eq!(from, &["980131001000", "980131002000"]);
    assert!(steps[1..].iter().all(|(_, step)| step.word() == "cancel"));
    let one = merge(&["980131001000"], "980131009000");
    assert_eq!(one.steps(), Err(EntryRefusal::FewParts));
    let itself = merge(&["980131001000", "980131002000"], "980131001000");
    assert_eq!(itself.steps(), Err(EntryRefusal::Listed));
}

#[test]
fn an_approval_makes_one_version() {
    let mut list = PowerList::default();
    for (seq, approval) in [(1_u64, "a"), (2, "a"), (2, "b")] {
        for event in list.make("add", vec!["980131001000".to_owned()], TODAY, approval) {
            list.apply(&Recorded {
                id: EventId::from_uuid(Uuid::from_u128(u128::from(seq))),
                seq,
                at: "2026-03-02T01:00:00Z".parse().unwrap(),
                by: editor(1),
                event,
            });
        }
    }
    assert_eq!(list.versions.len(), 2);
    assert_eq!(list.of("b").unwrap().number, 2);
    assert_eq!((list.number(TODAY), list.number(date(2026, 3, 1))), (2, 0));
}

proptest! {
    /// Whatever is tried: versions and days never run backwards, nothing follows a cancellation, and
    /// what was in force on a day does not change later.
    #[test]
    fn history_stays_in_order(tries in prop::collection::vec((0u8..5, 0i64..40), 1..25)) {
        let mut story = Story::default();
        let mut seen: Vec<(Date, Option<EntryState>)> = Vec::new();
        for (number, (which, ahead)) in tries.into_iter().enumerate() {
            let passed = i64::try_from(number).unwrap();
            let today = TODAY.saturating_add(jiff::Span::new().days(passed));
            let step = match which {
                0 => list("980131001000"),
                1 => {
                    let mut new = elements("980131001000");
                    new.aliases.push(number.to_string());
                    Step::Change { elements: Box::new(new) }
                }
                2 => suspend(),
                3 => Step::Resume,
                _ => cancel(),
            };
            let day = today.saturating_add(jiff::Span::new().days(ahead));
            let _ = story.take(step, day, today);
            seen.push((today, story.entry.state(today)));
        }
        for (day, state) in seen {
            // What was not listed on a day may have been planned by then.
            let known = story.entry.state(day);
            prop_assert!(known == state || state.is_none(), "{day}: {known:?} {state:?}");
        }
        let changes = &story.entry.changes;
        let are_in_order = changes.windows(2).all(|it| {
            it[0].stamp.list_version < it[1].stamp.list_version
                && it[0].stamp.effective_on <= it[1].stamp.effective_on
                && !matches!(it[0].step, Step::Cancel { .. })
        });
        prop_assert!(are_in_order, "{changes:?}");
    }
}
