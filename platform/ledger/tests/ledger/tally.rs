//! A small subject for these tests: a tally that grows, has a name of its own and numbers.

use jiff::Timestamp;
use kernel::{
    Actor, Aggregate, Given, Recorded,
    id::{AccountId, CommandId},
};
use ledger::{
    Blueprint, Command, CommandError, Done, Ledger, Migration, Projection, Write, statements,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What has been counted.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Tally {
    /// The amounts, in the order in which they came.
    pub amounts: Vec<i64>,
    /// The numbers it was given.
    pub numbers: Vec<u64>,
    /// What it is called.
    pub name: Option<String>,
}

/// What can happen to a tally.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TallyEvent {
    Added { amount: i64 },
    Named { name: String },
    Numbered { number: u64 },
}

/// Why a tally refuses.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TooMuch;

impl Aggregate for Tally {
    type Event = TallyEvent;
    const KIND: &'static str = "tally";

    fn word(event: &TallyEvent) -> &'static str {
        match event {
            TallyEvent::Added { .. } => "tally.added",
            TallyEvent::Named { .. } => "tally.named",
            TallyEvent::Numbered { .. } => "tally.numbered",
        }
    }

    fn apply(&mut self, event: &Recorded<TallyEvent>) {
        match &event.event {
            TallyEvent::Added { amount } => self.amounts.push(*amount),
            TallyEvent::Named { name } => self.name = Some(name.clone()),
            TallyEvent::Numbered { number } => self.numbers.push(*number),
        }
    }
}

statements! {
    ADD_AMOUNT = "INSERT INTO tally_amount (stream, seq, amount, at) VALUES ($1, $2, $3, $4)";
    SET_NAME = "INSERT INTO tally_name (stream, region, name) VALUES ($1, 'north', $2)
                ON CONFLICT (stream) DO UPDATE SET name = excluded.name";
    AMOUNTS = "SELECT amount FROM tally_amount WHERE stream = $1 ORDER BY seq";
}

/// The tables of the tallies.
pub const MIGRATIONS: &[Migration] = &[Migration {
    module: "tally",
    number: 1,
    name: "tally",
    sql: "CREATE TABLE tally_amount (stream TEXT NOT NULL, seq BIGINT NOT NULL,
              amount BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (stream, seq));
          CREATE TABLE tally_name (stream TEXT NOT NULL PRIMARY KEY, region TEXT NOT NULL,
              name TEXT NOT NULL, UNIQUE (region, name));",
}];

struct Tables;

impl Projection<Tally> for Tables {
    fn tables(&self) -> &'static [&'static str] {
        &["tally_amount", "tally_name"]
    }

    fn project(
        &self,
        stream: &str,
        _before: &Tally,
        _after: &Tally,
        events: &[Recorded<TallyEvent>],
    ) -> Vec<Write> {
        let write = |it: &Recorded<TallyEvent>| match &it.event {
            TallyEvent::Added { amount } => {
                let args = vec![stream.into(), it.seq.into(), (*amount).into(), it.at.into()];
                Some(Write::new(&ADD_AMOUNT, args))
            }
            TallyEvent::Named { name } => {
                Some(Write::new(&SET_NAME, vec![stream.into(), name.into()]))
            }
            TallyEvent::Numbered { .. } => None,
        };
        events.iter().filter_map(write).collect()
    }
}

/// Adds the tallies to a ledger.
pub fn plan(blueprint: &mut Blueprint) {
    blueprint.migrations(MIGRATIONS);
    blueprint.projection::<Tally>(Tables);
}

/// The outcome of a command on a tally.
pub type Outcome = Result<Done<Tally>, CommandError<TooMuch>>;

/// Whoever has no reason to be somebody else.
pub fn anyone() -> Actor {
    Actor::citizen(AccountId::from_uuid(Uuid::from_u128(1)))
}

/// A command id from a number.
pub fn id(number: u128) -> CommandId {
    CommandId::from_uuid(Uuid::from_u128(number))
}

/// A command on the tally `key` that asks for `amount`.
pub fn command(number: u128, key: &str, amount: i64) -> Command {
    Command::new::<Tally>(id(number), anyone(), key, &amount)
}

/// Adds an amount; more than a thousand is refused.
pub async fn add(ledger: &Ledger, number: u128, key: &str, amount: i64) -> Outcome {
    run_add(ledger, command(number, key, amount), amount).await
}

/// As [`add`] with a command made elsewhere.
pub async fn run_add(ledger: &Ledger, command: Command, amount: i64) -> Outcome {
    let decide = move |_: &Tally, _: &Given| match amount {
        0..=1000 => Ok(vec![TallyEvent::Added { amount }]),
        _ => Err(TooMuch),
    };
    ledger.execute(command, decide).await
}

/// Names a tally.
pub async fn name(ledger: &Ledger, number: u128, key: &str, name: &str) -> Outcome {
    let command = Command::new::<Tally>(id(number), anyone(), key, &name);
    let name = name.to_owned();
    let decide = move |_: &Tally, _: &Given| Ok(vec![TallyEvent::Named { name: name.clone() }]);
    ledger.execute(command, decide).await
}

/// The amounts in the read table.
pub async fn amounts(ledger: &Ledger, key: &str) -> Vec<i64> {
    let rows = ledger.rows(&AMOUNTS, &[format!("tally/{key}").into()]).await.unwrap();
    rows.iter().map(|row| row.int(0).unwrap()).collect()
}

/// The instant at which these tests begin.
pub fn morning() -> Timestamp {
    testkit::TestClock::MORNING.parse().unwrap()
}
