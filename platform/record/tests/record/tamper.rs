//! Whatever is done to the record or to the tables, it is found, and its place is named.

use std::{fs, path::PathBuf};

use audit::tree::tiles;
use ledger::{Statement, Value, Write};
use testkit::{Database, on_both};

use crate::town::Town;

/// Numbers that repeat themselves.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

fn files(root: PathBuf) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(place) = waiting.pop() {
        for it in fs::read_dir(place).unwrap() {
            let path = it.unwrap().path();
            match path.is_dir() {
                true => waiting.push(path),
                false if path.ends_with("lock") => {}
                false => found.push(path),
            }
        }
    }
    found.sort();
    found
}

/// In which entry a byte of a bundle or of a tile of leaves lies.
fn entry_at(path: &str, bytes: &[u8], at: usize) -> Option<u64> {
    if path.contains("tile/0/") {
        return Some((at / 32) as u64);
    }
    let mut end = 0;
    let entries = path.contains("tile/entries/").then(|| tiles::entries(bytes).unwrap())?;
    let is_before = |it: &&&[u8]| {
        end += it.len() + 2;
        end <= at
    };
    Some(entries.iter().take_while(is_before).count() as u64)
}

#[tokio::test]
async fn a_hundred_changes_of_its_files_are_all_found_at_their_place() {
    let town = Town::settled(Database::sqlite()).await;
    assert_eq!(town.check().await.findings, []);
    let all = files(town.folder());
    let mut draw = Draw(1);
    for round in 0..100 {
        let path = &all[draw.below(all.len())];
        let good = fs::read(path).unwrap();
        let name = path.display().to_string();
        let mut bad = good.clone();
        let at = draw.below(bad.len());
        match round % 5 {
            0 => bad.truncate(at),
            1 => bad.insert(at, 0x31),
            _ => bad[at] ^= 1 << draw.below(8),
        }
        fs::write(path, &bad).unwrap();
        let report = town.check().await;
        let first = report.findings.first();
        let first = first.unwrap_or_else(|| panic!("{round}: {name} at {at} is not found"));
        if name.ends_with("checkpoint") {
            assert_eq!(first.place, "checkpoint", "{round}");
        } else if let Some(index) = entry_at(&name, &good, at).filter(|_| round % 5 > 1) {
            assert_eq!(first.index, Some(index), "{round}: {name} at {at}: {first:?}");
        } else {
            assert!(first.index.is_some(), "{round}: {name}: {first:?}");
        }
        fs::write(path, &good).unwrap();
    }
    assert_eq!(town.check().await.findings, []);
}

/// A column of a table, and the columns that name a row.
struct Place {
    table: &'static str,
    key: &'static [&'static str],
    columns: &'static [&'static str],
}

const PLACES: &[Place] = &[
    Place {
        table: "ledger_event",
        key: &["stream", "seq"],
        columns: &[
            "stream",
            "seq",
            "event_id",
            "word",
            "at",
            "actor",
            "body",
            "correlation",
            "leaf",
        ],
    },
    Place {
        table: "ledger_access",
        key: &["subject", "at", "access_id"],
        columns: &["subject", "at", "access_id", "actor", "action", "matter", "reason", "leaf"],
    },
    Place { table: "ledger_head", key: &["log"], columns: &["size", "root"] },
    Place { table: "ledger_subject_key", key: &["subject"], columns: &["wrapped"] },
    Place {
        table: "ledger_stream",
        key: &["stream"],
        columns: &["stream", "kind", "version", "form", "snapshot"],
    },
    Place {
        table: "ledger_command",
        key: &["sender", "command_id"],
        columns: &["sender", "stream"],
    },
    Place { table: "note_line", key: &["stream", "seq"], columns: &["stream", "seq", "line"] },
];

fn statement(sql: String) -> &'static Statement {
    Box::leak(Box::new(Statement::new(Box::leak(sql.into_boxed_str()))))
}

/// What stands in a column.
fn value(row: &ledger::Row, index: usize) -> Value {
    if let Ok(number) = row.int_or_null(index) {
        return Value::Int(number);
    }
    match row.text_or_null(index) {
        Ok(text) => Value::Text(text.map(str::to_owned)),
        Err(_) => Value::Bytes(row.bytes_or_null(index).unwrap().map(<[u8]>::to_vec)),
    }
}

/// One byte of it is another.
fn changed(draw: &mut Draw, value: &Value) -> Option<Value> {
    match value {
        Value::Int(Some(number)) => Some(Value::Int(Some(number ^ (1 << draw.below(4))))),
        Value::Text(Some(text)) => {
            // Another letter or digit, so that it is still text.
            let places: Vec<usize> = text
                .bytes()
                .enumerate()
                .filter(|(_, it)| it.is_ascii_alphanumeric())
                .map(|(at, _)| at)
                .collect();
            let at = places[draw.below(places.len())];
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'z' { b'y' } else { b'z' };
            Some(Value::Text(Some(String::from_utf8(bytes).unwrap())))
        }
        Value::Bytes(Some(bytes)) => {
            let mut bytes = bytes.clone();
            let at = draw.below(bytes.len());
            bytes[at] ^= 1 << draw.below(8);
            Some(Value::Bytes(Some(bytes)))
        }
        _ => None,
    }
}

/// Everything that a check and a replay find, in one text.
async fn found(town: &Town, round: usize) -> String {
    // A key that was read before is kept for the process; another process reads it anew.
    let ledger = town.elsewhere().await;
    let mut all = match town.check_of(&ledger).await {
        Ok(report) => report
            .findings
            .iter()
            .map(|it| format!("{:?} {} {}\n", it.index, it.place, it.what))
            .collect(),
        Err(error) => format!("{error}\n"),
    };
    let scratch = town.database.folder().join(format!("scratch-{round}.db"));
    match ledger.replay(&scratch, &|_| {}).await {
        Ok(report) => {
            for it in report.differences {
                all.push_str(&format!("{} {}\n", it.place, it.what));
            }
        }
        Err(error) => all.push_str(&format!("{error}\n")),
    }
    all
}

async fn one_change(town: &Town, draw: &mut Draw, round: usize) {
    let place = &PLACES[round % PLACES.len()];
    let names = [place.key, place.columns].concat().join(", ");
    let rows = town.ledger.rows(statement(format!("SELECT {names} FROM {}", place.table)), &[]);
    let rows = rows.await.unwrap();
    let row = &rows[draw.below(rows.len())];
    let column = draw.below(place.columns.len());
    let name = place.columns[column];
    let old = value(row, place.key.len() + column);
    let new = match &old {
        // So that it is nobody else's.
        Value::Int(Some(number)) if matches!(name, "leaf" | "seq") => {
            Some(Value::Int(Some(number + 1000)))
        }
        _ => changed(draw, &old),
    };
    let Some(new) = new else { return };
    let mut key: Vec<Value> = (0..place.key.len()).map(|at| value(row, at)).collect();
    // By what the row is known, to people and to operators.
    let known = match &key[0] {
        Value::Text(Some(text)) if place.table == "ledger_access" => {
            let Value::Text(Some(id)) = &key[2] else { panic!("{text}: an id") };
            id.clone()
        }
        Value::Text(Some(text)) => text.clone(),
        other => panic!("{other:?}"),
    };
    let wheres: Vec<String> =
        place.key.iter().zip(2..).map(|(it, number)| format!("{it} = ${number}")).collect();
    let sql = format!("UPDATE {} SET {name} = $1 WHERE {}", place.table, wheres.join(" AND "));
    let update = statement(sql);
    let args = |to: &Value, key: &[Value]| [std::slice::from_ref(to), key].concat();
    let write = Write::new(update, args(&new, &key));
    assert_eq!(town.ledger.housekeep_one(write).await, Ok(1), "{round}");
    let told = found(town, round).await;
    let what = format!("{round}: {} {name} of {known}: {old:?} became {new:?}", place.table);
    assert!(!told.is_empty(), "{what} is not found");
    let is_named = match (place.table, name) {
        ("ledger_head", _) => told.contains("ledger_head") || told.contains("tree"),
        // The person's own row is named by what it opens.
        ("ledger_subject_key", _) => told.contains("key"),
        // A command is named by its stream.
        ("ledger_command", _) => told.contains("ledger_command"),
        // The row has another name now; its entry says the old one.
        (_, "stream" | "access_id" | "subject") => true,
        _ => told.contains(&known),
    };
    assert!(is_named, "{what}, but told is: {told}");
    if let Some(at) = place.key.iter().position(|it| *it == name) {
        key[at] = new;
    }
    let back = Write::new(update, args(&old, &key));
    assert_eq!(town.ledger.housekeep_one(back).await, Ok(1), "{round}");
}

#[tokio::test]
async fn a_hundred_changes_of_its_tables_are_all_found_and_named() {
    on_both(|database| async move {
        let rounds = if database.engine_name() == "sqlite" { 126 } else { 42 };
        let town = Town::settled(database).await;
        assert_eq!(found(&town, 1000).await, "");
        let mut draw = Draw(3);
        for round in 0..rounds {
            one_change(&town, &mut draw, round).await;
        }
        assert_eq!(found(&town, 1001).await, "");
    })
    .await;
}

#[tokio::test]
async fn rows_that_are_gone_or_too_many_are_found() {
    on_both(|database| async move {
        let town = Town::settled(database).await;
        for (round, (table, wheres)) in [
            ("ledger_event", "stream = 'note/n7' AND seq = 2"),
            ("ledger_event", "stream = 'note/n8'"),
            ("ledger_access", "matter = 'note/n9'"),
            ("ledger_stream", "stream = 'note/n10'"),
            ("note_line", "stream = 'note/n11'"),
            ("ledger_command", "stream = 'note/n12' AND version = 4"),
        ]
        .into_iter()
        .enumerate()
        {
            let kept =
                statement(format!("CREATE TABLE kept AS SELECT * FROM {table} WHERE {wheres}"));
            let gone = statement(format!("DELETE FROM {table} WHERE {wheres}"));
            let plain = |it| Write::new(it, Vec::<Value>::new());
            town.ledger.housekeep(vec![plain(kept), plain(gone)]).await.unwrap();
            let told = found(&town, 2000 + round).await;
            let name = wheres.split('\'').nth(1).unwrap();
            let names_it =
                told.contains(name) || (table == "ledger_access" && told.contains("gone"));
            assert!(names_it, "{table} {wheres}: {told}");
            let back = statement(format!("INSERT INTO {table} SELECT * FROM kept"));
            let drop = statement("DROP TABLE kept".to_owned());
            town.ledger.housekeep(vec![plain(back), plain(drop)]).await.unwrap();
        }
        assert_eq!(found(&town, 2100).await, "");
        // A copy of an event at another place: it is no leaf, and the fold does not know it.
        let forged = statement(
            "INSERT INTO ledger_event (stream, seq, event_id, word, at, actor, body)
             SELECT stream, 99, event_id, word, at, actor, body FROM ledger_event
             WHERE stream = 'note/n7' AND seq = 3"
                .to_owned(),
        );
        town.ledger.housekeep(vec![Write::new(forged, Vec::<Value>::new())]).await.unwrap();
        assert!(found(&town, 2200).await.contains("note/n7"));
    })
    .await;
}
