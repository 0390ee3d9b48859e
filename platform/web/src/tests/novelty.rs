//! Who walks through numbers, and who does not.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::novelty::{Asker, Budgets, LookUp, Novelty};

/// The length of a window, in seconds.
const WINDOW: i64 = 600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn visitor(name: &str) -> Asker {
    Asker::Visitor(name.to_owned())
}

#[test]
fn nine_thousand_addresses_walk_through_numbers_and_learn_almost_nothing() {
    let novelty = Novelty::new(Budgets::default(), true);
    let (mut learned, mut told_at) = (HashSet::new(), None);
    let (mut ordinary, mut refused) = (0, 0);
    let citizen = Asker::Citizen("own".to_owned());
    for number in 0..286_000_u32 {
        // The whole walk takes one window; each address asks for 31 or 32 numbers.
        let second = i64::from(number) * 599 / 286_000;
        let asker = visitor(&format!("10.{}.{}.1", number % 9000 / 100, number % 100));
        match novelty.count(asker, LookUp::Licence, &number.to_string(), at(second)) {
            Ok(()) => drop(learned.insert(number)),
            Err(exhausted) => {
                assert!(exhausted.seconds <= 600);
                if exhausted.is_news && told_at.is_none() {
                    told_at = Some(second);
                }
            }
        }
        if number % 100 == 0 {
            ordinary += 1;
            let own = format!("own-{}", ordinary % 5);
            let asked = novelty.count(citizen.clone(), LookUp::Licence, &own, at(second));
            refused += u32::from(asked.is_err());
        }
    }
    assert!(learned.len() <= 286, "{} of 286000", learned.len());
    assert!(told_at.is_some_and(|it| it <= 60), "{told_at:?}");
    assert!(refused * 1000 < ordinary, "{refused} of {ordinary}");
}

#[test]
fn what_was_seen_before_costs_nothing_and_a_new_window_is_a_new_budget() {
    let budgets = Budgets { visitor: 2, ..Budgets::default() };
    let novelty = Novelty::new(budgets, true);
    let ask =
        |subject, second| novelty.count(visitor("a"), LookUp::Case, subject, at(second)).err();
    assert_eq!(ask("1", 0), None);
    assert_eq!(ask("2", 1), None);
    let over = ask("3", 100).unwrap();
    assert_eq!((over.budget, over.seconds, over.is_news), ("requester", 500, true));
    assert_eq!(novelty.is_spent(&visitor("a"), at(100)), Some(500));
    assert_eq!(novelty.is_spent(&visitor("b"), at(100)), None);
    assert_eq!(novelty.is_spent(&visitor("a"), at(600)), None);
    assert!(!ask("4", 101).unwrap().is_news, "it is told once in a window");
    assert_eq!(ask("1", 102), None);
    assert_eq!(ask("3", 600), None);
}

#[test]
fn what_was_used_up_through_other_nodes_counts() {
    let budgets = Budgets { visitor: 100, visitors: 10, ..Budgets::default() };
    let (one, two) = (Novelty::new(budgets, true), Novelty::new(budgets, true));
    let ask = |node: &Novelty, number: u32| {
        node.count(visitor("a"), LookUp::Case, &number.to_string(), at(0)).err()
    };
    assert!((0..6).all(|it| ask(&one, it).is_none()));
    let (since, used) = one.used(at(5));
    let used: HashMap<_, _> = used.into_iter().map(|(it, count)| (it.to_owned(), count)).collect();
    assert_eq!(used, [("case".to_owned(), 6), ("visitors".to_owned(), 6)].into());
    two.learn(since, used);
    assert!((10..14).all(|it| ask(&two, it).is_none()));
    assert_eq!(ask(&two, 14).unwrap().budget, "visitors");
    assert_eq!(ask(&two, 10), None, "it was seen before");
    // What is learned of a window that is over changes nothing.
    two.learn(since - WINDOW, HashMap::new());
    assert_eq!(ask(&two, 15).unwrap().budget, "visitors");
    assert_eq!(two.used(at(600)), (600, Vec::new()));
}

#[test]
fn an_officer_has_a_budget_and_so_has_a_service() {
    let budgets = Budgets { staff: 3, service: 5, ..Budgets::default() };
    let novelty = Novelty::new(budgets, true);
    let staff = |name: &str, subject: u32| {
        let asker = Asker::Staff(name.to_owned());
        novelty.count(asker, LookUp::Person, &subject.to_string(), at(0)).err()
    };
    assert!((0..3).all(|it| staff("a", it).is_none()));
    assert_eq!(staff("a", 3).unwrap().budget, "requester");
    assert!((10..12).all(|it| staff("b", it).is_none()));
    assert_eq!(staff("b", 12).unwrap().budget, "service");
    assert_eq!(staff("b", 1), None, "somebody has looked it up before");
}
