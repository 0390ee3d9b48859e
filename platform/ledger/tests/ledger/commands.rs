//! A command is carried out once, wholly or not at all.

use jiff::SignedDuration;
use kernel::{Actor, Condition, Given, id::AccountId};
use ledger::{Command, CommandError};
use testkit::{TestClock, on_both};
use uuid::Uuid;

use crate::tally::{
    Tally, TallyEvent, TooMuch, add, amounts, anyone, command, id, morning, name, plan, run_add,
};

#[tokio::test]
async fn what_happened_is_recorded_with_its_circumstances() {
    on_both(|db| async move {
        let clock = TestClock::at(TestClock::MORNING);
        let ledger = testkit::ledger_at(&db, &clock, plan).await;
        add(&ledger, 1, "a", 5).await.unwrap();
        clock.advance(SignedDuration::from_mins(1));
        let done = add(&ledger, 2, "a", 7).await.unwrap();
        assert_eq!((done.version, &done.state.amounts), (2, &vec![5, 7]));

        let history = ledger.history::<Tally>("a").await.unwrap();
        let told: Vec<_> = history.iter().map(|it| (it.seq, it.at, it.by.clone())).collect();
        let later = morning() + SignedDuration::from_mins(1);
        assert_eq!(told, [(1, morning(), anyone()), (2, later, anyone())]);
        assert_eq!(history[1], done.events[0]);
        assert_eq!(ledger.load::<Tally>("a").await.unwrap(), Some((done.state, 2)));
        assert_eq!(amounts(&ledger, "a").await, [5, 7]);
        assert_eq!(ledger.load::<Tally>("b").await, Ok(None));
    })
    .await;
}

#[tokio::test]
async fn the_same_command_gets_the_same_answer() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        let first = add(&ledger, 1, "a", 5).await.unwrap();
        add(&ledger, 2, "a", 7).await.unwrap();
        let again = add(&ledger, 1, "a", 5).await.unwrap();
        assert!(again.replayed && !first.replayed);
        assert!(again.events.is_empty());
        assert_eq!((again.version, again.state), (first.version, first.state));
        assert_eq!(ledger.history::<Tally>("a").await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_command_id_is_not_used_for_something_else() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        add(&ledger, 1, "a", 5).await.unwrap();
        assert_eq!(add(&ledger, 1, "a", 6).await.unwrap_err(), CommandError::Reused);
        assert_eq!(add(&ledger, 1, "b", 5).await.unwrap_err(), CommandError::Reused);
        assert_eq!(amounts(&ledger, "a").await, [5]);

        let stranger = Actor::citizen(AccountId::from_uuid(Uuid::from_u128(2)));
        let theirs = Command::new::<Tally>(id(1), stranger, "b", &6);
        let done = run_add(&ledger, theirs, 6).await.unwrap();
        assert!(!done.replayed, "another sender's ids are their own");
    })
    .await;
}

#[tokio::test]
async fn a_refusal_leaves_nothing_behind() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        let refused = add(&ledger, 1, "a", 5_000).await.unwrap_err();
        assert_eq!(refused, CommandError::Refused(TooMuch));
        assert_eq!(ledger.load::<Tally>("a").await, Ok(None));
        assert_eq!(ledger.changes(), 0);
        let done = add(&ledger, 1, "a", 5).await.unwrap();
        assert_eq!((done.version, done.replayed), (1, false), "the id is still free");
    })
    .await;
}

#[tokio::test]
async fn who_knows_an_old_version_is_told_the_new_one() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        add(&ledger, 1, "a", 5).await.unwrap();
        add(&ledger, 2, "a", 5).await.unwrap();
        let old = run_add(&ledger, command(3, "a", 5).expecting(Some(1)), 5).await;
        assert_eq!(old.unwrap_err(), CommandError::Stale(2));
        let known = run_add(&ledger, command(3, "a", 5).expecting(Some(2)), 5).await;
        assert_eq!(known.unwrap().version, 3);
    })
    .await;
}

#[tokio::test]
async fn a_taken_name_is_told_in_the_same_words_on_both_engines() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        name(&ledger, 1, "a", "first").await.unwrap();
        let taken = name(&ledger, 2, "b", "first").await.unwrap_err();
        assert_eq!(taken, CommandError::Taken("tally_name.region,name".to_owned()));
        assert_eq!(ledger.load::<Tally>("b").await, Ok(None), "no event without its rows");
        let renamed = name(&ledger, 3, "b", "second").await.unwrap();
        assert_eq!(renamed.events[0].event, TallyEvent::Named { name: "second".to_owned() });
    })
    .await;
}

/// Holds while the tally `gate` has counted nothing.
#[derive(Debug, Clone)]
struct GateIsOpen;

impl Condition for GateIsOpen {
    type On = Tally;

    fn key(&self) -> String {
        "gate".to_owned()
    }

    fn check(&self, on: &Tally, _: &Given) -> Result<(), &'static str> {
        if on.amounts.is_empty() { Ok(()) } else { Err("gate.closed") }
    }
}

#[tokio::test]
async fn a_condition_is_asked_in_the_transaction_of_the_command() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        let under = |number| command(number, "a", 5).under(Some(GateIsOpen));
        run_add(&ledger, under(1), 5).await.unwrap();
        add(&ledger, 2, "gate", 1).await.unwrap();
        let late = run_add(&ledger, under(3), 5).await.unwrap_err();
        assert_eq!(late, CommandError::Withheld("gate.closed"));
        assert_eq!(amounts(&ledger, "a").await, [5], "nothing was left behind");
        assert!(run_add(&ledger, under(1), 5).await.unwrap().replayed, "what was done is done");
    })
    .await;
}

#[tokio::test]
async fn what_a_command_depends_on_does_not_change_under_it() {
    on_both(|db| async move {
        let ledger = testkit::ledger(&db, plan).await;
        add(&ledger, 1, "a", 1).await.unwrap();
        let ways = (2..40).map(|number| {
            let ledger = ledger.clone();
            tokio::spawn(async move {
                if number == 20 {
                    return add(&ledger, number, "gate", 1).await;
                }
                let key = format!("a{}", number % 5);
                run_add(&ledger, command(number, &key, 5).under(Some(GateIsOpen)), 5).await
            })
        });
        let mut carried_out = 0;
        for way in ways.collect::<Vec<_>>() {
            match way.await.unwrap() {
                Ok(_) => carried_out += 1,
                Err(error) => assert_eq!(error, CommandError::Withheld("gate.closed")),
            }
        }
        assert!(carried_out > 0);
        let last = run_add(&ledger, command(99, "a", 5).under(Some(GateIsOpen)), 5).await;
        assert_eq!(last.unwrap_err(), CommandError::Withheld("gate.closed"));
        let mut events = 1;
        for key in ["a0", "a1", "a2", "a3", "a4", "gate"] {
            events += ledger.history::<Tally>(key).await.unwrap().len();
        }
        assert_eq!(events, carried_out + 1, "each that was answered is there, and no other");
    })
    .await;
}
