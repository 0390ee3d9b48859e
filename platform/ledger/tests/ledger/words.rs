//! What people write freely is sealed where it is stored, by the ledger itself.

use kernel::{Actor, Aggregate, Given, Recorded, Words, id::SubjectId, words::ERASED};
use ledger::{Command, CommandError, Ledger, Statement, StoreError, derived_command};
use serde::{Deserialize, Serialize};
use testkit::{Database, on_both};
use uuid::Uuid;

/// A note with what was written on it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Note {
    lines: Vec<Words>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum NoteEvent {
    Written { by_whom: String, line: Words },
}

impl Aggregate for Note {
    type Event = NoteEvent;
    const KIND: &'static str = "note";

    fn word(_: &NoteEvent) -> &'static str {
        "note.written"
    }

    fn apply(&mut self, event: &Recorded<NoteEvent>) {
        let NoteEvent::Written { line, .. } = &event.event;
        self.lines.push(line.clone());
    }
}

static BODIES: Statement =
    Statement::new("SELECT body FROM ledger_event UNION ALL SELECT snapshot FROM ledger_stream");
static ASKED: Statement = Statement::new("SELECT digest FROM ledger_command");

const PERSON: SubjectId = SubjectId::from_uuid(Uuid::from_u128(1));
const SAID: &str = "邻居反映楼道被占";

async fn house(db: &Database) -> Ledger {
    testkit::ledger(db, |blueprint| blueprint.aggregate::<Note>()).await
}

fn command(number: u32, line: &str) -> Command {
    let key = derived_command("note", number);
    Command::new::<Note>(key, Actor::SYSTEM, "n", &line)
}

async fn writes(ledger: &Ledger, command: Command, line: &str) -> Result<Note, CommandError<()>> {
    let line = line.to_owned();
    let decide = move |_: &Note, _: &Given| {
        Ok(vec![NoteEvent::Written { by_whom: "x".to_owned(), line: line.as_str().into() }])
    };
    ledger.execute(command, decide).await.map(|done| done.state)
}

fn texts(note: &Note) -> Vec<&str> {
    note.lines.iter().map(Words::as_str).collect()
}

#[tokio::test]
async fn words_are_sealed_where_they_are_stored_and_read_as_they_were_written() {
    on_both(|db| async move {
        let ledger = house(&db).await;
        let about = |number, line| command(number, line).about(PERSON, Some("record/1".to_owned()));
        writes(&ledger, about(1, SAID), SAID).await.unwrap();
        writes(&ledger, about(2, ""), "").await.unwrap();
        let after = writes(&ledger, about(3, "第二句"), "第二句").await.unwrap();
        assert_eq!(texts(&after), [SAID, "", "第二句"], "the answer reads as it was written");
        let again = writes(&ledger, about(1, SAID), SAID).await.unwrap();
        assert_eq!(texts(&again), [SAID], "the first command is answered as it was");

        let other_node = house(&db).await;
        let (loaded, version) = other_node.load::<Note>("n").await.unwrap().unwrap();
        assert_eq!((texts(&loaded), version), (vec![SAID, "", "第二句"], 3));
        let history = other_node.history::<Note>("n").await.unwrap();
        let NoteEvent::Written { line, .. } = &history[0].event;
        assert_eq!(line.text(), Some(SAID));
        let told = other_node.in_words(&loaded).await.unwrap();
        assert_eq!(told["lines"][0], SAID);

        for row in ledger.rows(&BODIES, &[]).await.unwrap() {
            assert!(!row.text(0).unwrap().contains(SAID), "{row:?}");
        }
        let report = ledger.replay(&db.folder().join("scratch.db"), &|_| {}).await.unwrap();
        assert_eq!((report.differences, report.events), (vec![], 3));
    })
    .await;
}

#[tokio::test]
async fn after_the_key_is_destroyed_the_words_are_gone_and_the_rest_stays() {
    on_both(|db| async move {
        let ledger = house(&db).await;
        writes(&ledger, command(1, SAID).about(PERSON, None), SAID).await.unwrap();
        ledger.vault().erase(PERSON).await.unwrap();
        let (note, version) = ledger.load::<Note>("n").await.unwrap().unwrap();
        assert_eq!((texts(&note), version), (vec![ERASED], 1));
        assert_eq!(ledger.in_words(&note).await.unwrap()["lines"][0], ERASED);
        let more = writes(&ledger, command(2, "x").about(PERSON, None), "x").await;
        assert!(more.is_err(), "who was erased gets no new words");
        let report = ledger.replay(&db.folder().join("scratch.db"), &|_| {}).await.unwrap();
        assert_eq!(report.differences, vec![]);
    })
    .await;
}

#[tokio::test]
async fn words_of_nobody_are_not_stored() {
    on_both(|db| async move {
        let ledger = house(&db).await;
        let refused = writes(&ledger, command(1, SAID), SAID).await;
        assert!(matches!(refused, Err(CommandError::Store(StoreError::Contradiction(_)))));
        assert_eq!(ledger.load::<Note>("n").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_was_asked_for_cannot_be_found_by_trying() {
    on_both(|db| async move {
        let ledger = house(&db).await;
        for (number, line) in [(1, "yes"), (2, "yes")] {
            writes(&ledger, command(number, line).about(PERSON, None), line).await.unwrap();
        }
        let plain = ledger::content_digest(&"yes");
        for row in ledger.rows(&ASKED, &[]).await.unwrap() {
            let kept = row.text(0).unwrap();
            assert!(!plain.starts_with(kept) && !kept.contains(&plain), "{kept}");
        }
        let other = writes(&ledger, command(1, "no").about(PERSON, None), "no").await;
        assert_eq!(other, Err(CommandError::Reused));
    })
    .await;
}
