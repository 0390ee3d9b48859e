//! A small subject for these tests: a note about somebody, which grows line by line.

use kernel::{
    Actor, Aggregate, Given, Recorded, Role, Sealed,
    id::{AccountId, CommandId, SubjectId},
};
use ledger::{
    Blueprint, Command, Ledger, Migration, Projection, Read, Write, correlated, statements,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A note.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Note {
    about: Option<Sealed>,
    lines: Vec<String>,
}

/// What can happen to a note.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum NoteEvent {
    Opened { about: Sealed },
    Written { line: String, reason: String },
}

impl Aggregate for Note {
    type Event = NoteEvent;
    const KIND: &'static str = "note";

    fn word(event: &NoteEvent) -> &'static str {
        match event {
            NoteEvent::Opened { .. } => "note.opened",
            NoteEvent::Written { .. } => "note.written",
        }
    }

    fn apply(&mut self, event: &Recorded<NoteEvent>) {
        match &event.event {
            NoteEvent::Opened { about } => self.about = Some(about.clone()),
            NoteEvent::Written { line, .. } => self.lines.push(line.clone()),
        }
    }
}

statements! {
    LINE = "INSERT INTO note_line (stream, seq, line) VALUES ($1, $2, $3)";
}

const MIGRATIONS: &[Migration] = &[Migration {
    module: "note",
    number: 1,
    name: "note",
    sql: "CREATE TABLE note_line (stream TEXT NOT NULL, seq BIGINT NOT NULL, line TEXT NOT NULL,
              PRIMARY KEY (stream, seq))",
}];

struct Lines;

impl Projection<Note> for Lines {
    fn tables(&self) -> &'static [&'static str] {
        &["note_line"]
    }

    fn project(
        &self,
        stream: &str,
        _: &Note,
        _: &Note,
        events: &[Recorded<NoteEvent>],
    ) -> Vec<Write> {
        let write = |it: &Recorded<NoteEvent>| match &it.event {
            NoteEvent::Opened { .. } => None,
            NoteEvent::Written { line, .. } => {
                Some(Write::new(&LINE, vec![stream.into(), it.seq.into(), line.into()]))
            }
        };
        events.iter().filter_map(write).collect()
    }
}

/// Adds the notes to a ledger.
pub fn plan(blueprint: &mut Blueprint) {
    blueprint.migrations(MIGRATIONS);
    blueprint.projection::<Note>(Lines);
}

/// The person with this number.
pub fn person(number: u128) -> SubjectId {
    SubjectId::from_uuid(Uuid::from_u128(1000 + number))
}

fn clerk(number: u128) -> Actor {
    let account = AccountId::from_uuid(Uuid::from_u128(1 + number % 3));
    let acting_for = number.is_multiple_of(5).then(|| person(number));
    Actor { acting_for, ..Actor::staff(Role::Clerk, account, "office") }
}

/// Opens the note `number` about the person `number`, writes lines into it, and reads it once.
pub async fn write(ledger: &Ledger, number: u128, lines: u128) {
    let about = ledger.vault().seal(person(number), &format!("person {number}")).await.unwrap();
    let command = |step: u128| {
        let id = CommandId::from_uuid(Uuid::from_u128(number * 1000 + step));
        Command::new::<Note>(id, clerk(number), format!("n{number}"), &step)
    };
    let decide =
        move |_: &Note, _: &Given| Ok::<_, ()>(vec![NoteEvent::Opened { about: about.clone() }]);
    let work = ledger.execute(command(0), decide);
    correlated(Uuid::from_u128(7000 + number), work).await.unwrap();
    for step in 1..=lines {
        let reason = if step.is_multiple_of(2) { "correction" } else { "他自己说的" };
        let event = NoteEvent::Written { line: format!("line {step}"), reason: reason.to_owned() };
        let decide = move |_: &Note, _: &Given| Ok::<_, ()>(vec![event.clone()]);
        ledger.execute(command(step), decide).await.unwrap();
    }
    let by = clerk(number + 1);
    let matter = format!("note/n{number}");
    let read = Read {
        subject: person(number),
        by: &by,
        action: "notes.read",
        matter: &matter,
        reason: "asked by phone",
    };
    ledger.note_read(read).await.unwrap();
}
