//! The queue, page by page.

use jiff::civil::date;
use kernel::id::AccountId;
use ledger::{Value, Write};
use testkit::on_both;

use super::*;

const UNIT: &str = "market-regulation";
const DUE: &str = "2026-03-10";
/// What is nobody's, until whenever.
const ALL: (Part, &str) = (Part::Office, LAST_DAY);

fn id(number: u32) -> String {
    format!("01900000-0000-7000-8000-{number:012}")
}

fn case(number: u32) -> Write {
    let name = serde_json::to_string(&LocalText::same("食品经营许可")).unwrap();
    let mut args: Vec<Value> = vec![
        id(number).into(),
        format!("RC-{number}").into(),
        format!("{number}").into(),
        "food-business-licence".into(),
        name.into(),
        UNIT.into(),
        id(900).into(),
        id(900).into(),
        "online".into(),
        "consulting".into(),
        jiff::Timestamp::UNIX_EPOCH.into(),
        jiff::Timestamp::UNIX_EPOCH.into(),
    ];
    args.extend([None::<Date>; 3].map(Value::from));
    args.extend([true.into(), 1_i64.into()]);
    Write::new(&PUT_CASE, args)
}

fn task(number: u32, step: &str, member: &str, due: &str) -> Write {
    let args: Vec<Value> = vec![
        id(number).into(),
        step.into(),
        member.into(),
        UNIT.into(),
        Role::Examiner.word().into(),
        due.into(),
        None::<Date>.into(),
    ];
    Write::new(&PUT_TASK, args)
}

/// The tasks of a queue in the order in which pages of one show them.
async fn one_by_one(ledger: &Ledger, actor: &Actor) -> Vec<(String, String, String)> {
    let mut after = QueuePlace::default();
    let mut seen = Vec::new();
    while let Some(task) = queue(ledger, actor, ALL, &after, 1).await.unwrap().pop() {
        let place = task.place();
        assert_eq!(QueuePlace::parse(&place.to_string()), Some(place.clone()));
        seen.push((task.reference, task.step, task.member));
        assert!(seen.len() < 20, "the pages go round in circles: {seen:?}");
        after = place;
    }
    seen
}

#[tokio::test]
async fn a_case_with_parallel_tasks_is_neither_skipped_nor_doubled() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |blueprint| {
            blueprint.migrations(crate::MODULE.migrations);
        })
        .await;
        let writes = vec![
            case(1),
            case(2),
            case(3),
            task(2, "review", "market-regulation", DUE),
            task(2, "review", "fire-rescue", DUE),
            task(2, "inspect", "", DUE),
            task(3, "review", "", DUE),
            task(1, "accept", "", "2026-03-11"),
        ];
        ledger.housekeep(writes).await.unwrap();
        let account: AccountId = id(901).parse().unwrap();
        let examiner = Actor::staff(Role::Examiner, account, UNIT);
        let seen = one_by_one(&ledger, &examiner).await;
        let expected = [
            ("RC-2", "inspect", ""),
            ("RC-2", "review", "fire-rescue"),
            ("RC-2", "review", "market-regulation"),
            ("RC-3", "review", ""),
            ("RC-1", "accept", ""),
        ];
        let seen: Vec<_> =
            seen.iter().map(|it| (it.0.as_str(), it.1.as_str(), it.2.as_str())).collect();
        assert_eq!(seen, expected);
        let later = QueuePlace::on(date(2026, 3, 11));
        assert_eq!(queue(&ledger, &examiner, ALL, &later, 9).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_queue_is_ones_own_tasks_then_the_offices_then_those_of_colleagues() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |blueprint| {
            blueprint.migrations(crate::MODULE.migrations);
        })
        .await;
        let of = |number: u32, officer: u32| {
            let args = vec![id(number).into(), "accept".into(), "".into(), id(officer).into()];
            Write::new(&duty::PUT_DUTY, args)
        };
        let mut writes: Vec<_> = (1..=5).map(case).collect();
        let due = ["2026-03-14", "2026-03-13", "2026-03-12", "2026-03-11", "2026-03-10"];
        writes.extend((1..=5).zip(due).map(|(number, due)| task(number, "accept", "", due)));
        writes.extend([of(1, 901), of(2, 901), of(3, 902), of(4, 902)]);
        ledger.housekeep(writes).await.unwrap();
        let examiner = Actor::staff(Role::Examiner, id(901).parse::<AccountId>().unwrap(), UNIT);
        for (part, expected) in [
            (Part::Own, vec!["RC-2", "RC-1"]),
            (Part::Office, vec!["RC-5"]),
            (Part::Others, vec!["RC-4", "RC-3"]),
        ] {
            let start = QueuePlace::default();
            let found = queue(&ledger, &examiner, (part, LAST_DAY), &start, 9).await.unwrap();
            let seen: Vec<_> = found.iter().map(|it| it.reference.as_str()).collect();
            assert_eq!(seen, expected, "{part:?}");
            for task in &found {
                let mark = task.mark();
                assert_eq!(QueueMark::parse(&mark.to_string()), Some(mark));
            }
            let early = queue(&ledger, &examiner, (part, "2026-03-11"), &start, 9).await.unwrap();
            assert!(early.iter().all(|it| it.due_on <= date(2026, 3, 11)), "{part:?}");
        }
        let ahead = |due| {
            let case: CaseId = id(1).parse().unwrap();
            let (ledger, examiner) = (&ledger, &examiner);
            async move { duty::ahead(ledger, examiner, due, case).await.unwrap() }
        };
        assert_eq!(ahead(date(2026, 3, 14)).await, 1, "one of their own, in another case");
        assert_eq!(ahead(date(2026, 3, 13)).await, 0, "due the same day is not earlier");
        for text in ["", "own", "own:", "mine:2026-03-10", "2026-03-10"] {
            assert_eq!(QueueMark::parse(text), None, "{text}");
        }
    })
    .await;
}

#[test]
fn a_place_that_nobody_wrote_is_none() {
    for text in ["", "2026-03-10", "2026-13-10.x.y.z"] {
        assert_eq!(QueuePlace::parse(text), None, "{text}");
    }
    let whole = format!("2026-03-10.{}.review.fire-rescue", id(1));
    assert_eq!(QueuePlace::parse(&whole).map(|it| it.to_string()), Some(whole));
}

#[tokio::test]
async fn the_database_lets_nobody_decide_who_had_a_hand_in_the_case() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, |blueprint| {
            blueprint.migrations(crate::MODULE.migrations);
        })
        .await;
        let hand = |statement, account: u32, decides: bool| {
            Write::new(statement, vec![id(1).into(), id(account).into(), decides.into()])
        };
        for _twice in 0..2 {
            ledger.housekeep(vec![hand(&HAND, 7, false)]).await.unwrap();
        }
        assert!(ledger.housekeep(vec![hand(&DECIDER, 7, true)]).await.is_err());
        ledger.housekeep(vec![hand(&DECIDER, 8, true)]).await.unwrap();
        assert!(ledger.housekeep(vec![hand(&DECIDER, 8, true)]).await.is_err(), "nor twice");
        ledger.housekeep(vec![hand(&HAND, 8, false)]).await.unwrap();
    })
    .await;
}
