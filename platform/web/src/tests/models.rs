//! The budgets of novelty under every order in which threads can meet: the very source, with the
//! locks of `loom`.

use std::collections::HashMap;

use jiff::Timestamp;
use loom::{sync::Arc, thread};

use novelty::{Asker, Budgets, LookUp, Novelty};

#[expect(dead_code, reason = "not all of it is modelled")]
#[expect(clippy::duplicate_mod, reason = "the very source, with the locks of the model")]
#[path = "../novelty.rs"]
mod novelty;

/// The locks of the model.
mod sync {
    pub use loom::sync::Mutex;
    pub use std::sync::PoisonError;
}

const KINDS: [LookUp; 4] = [LookUp::Case, LookUp::Licence, LookUp::Person, LookUp::File];

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn asks(novelty: &Novelty, asker: Asker, subject: &str) -> Result<(), (&'static str, bool)> {
    let asked = novelty.count(asker, LookUp::Licence, subject, at(0));
    asked.map_err(|it| {
        assert!(it.seconds <= 600);
        (it.budget, it.is_news)
    })
}

#[test]
fn in_no_order_is_more_looked_up_than_the_budget_and_it_is_told_once() {
    loom::model(|| {
        let budgets = Budgets { visitors: 1, ..Budgets::default() };
        let novelty = Arc::new(Novelty::new(budgets, true));
        let others: Vec<_> = ["a", "b"]
            .into_iter()
            .map(|name| {
                let novelty = novelty.clone();
                thread::spawn(move || asks(&novelty, Asker::Visitor(name.to_owned()), name))
            })
            .collect();
        let mut all = vec![asks(&novelty, Asker::Visitor("c".to_owned()), "c")];
        all.extend(others.into_iter().map(|it| it.join().unwrap()));
        assert_eq!(all.iter().filter(|it| it.is_ok()).count(), 1, "{all:?}");
        let told = all.iter().filter(|it| **it == Err(("visitors", true))).count();
        assert_eq!(told, 1, "{all:?}");
    });
}

#[test]
fn in_no_order_is_what_others_used_up_forgotten() {
    loom::model(|| {
        let budgets = Budgets { visitors: 3, ..Budgets::default() };
        let novelty = Arc::new(Novelty::new(budgets, true));
        let learns = {
            let novelty = novelty.clone();
            thread::spawn(move || novelty.learn(0, HashMap::from([("visitors".to_owned(), 2)])))
        };
        let own = asks(&novelty, Asker::Visitor("a".to_owned()), "a");
        learns.join().unwrap();
        assert_eq!(own, Ok(()));
        let (since, used) = novelty.used(at(5));
        assert!(since == 0 && used.contains(&("visitors", 1)), "{used:?}");
        assert_eq!(asks(&novelty, Asker::Visitor("b".to_owned()), "b"), Err(("visitors", true)));
        for (asker, kind) in [Asker::Citizen("c".to_owned()), Asker::Staff("d".to_owned())]
            .into_iter()
            .flat_map(|it| KINDS.map(|kind| (it.clone(), kind)))
        {
            assert!(novelty.count(asker.clone(), kind, "x", at(1)).is_ok(), "{}", kind.word());
            assert_eq!(novelty.is_spent(&asker, at(1)), None);
        }
    });
}
