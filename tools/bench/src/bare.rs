//! The eight steps as bare SQL on SQLite: no permissions, rules or pages, but the same durability
//! and one hash-chained audit entry for each step.

use std::path::Path;

use anyhow::{Context as _, ensure};
use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

/// An application of fifteen fields.
pub const FORM: &str = include_str!("../data/bare.json");
/// Steps of a case.
pub const STEPS: u8 = 8;
/// The actions that the audit names.
pub const ACTIONS: [&str; STEPS as usize] =
    ["submit", "accept", "send", "send", "complete", "complete", "decide", "issue"];

/// The tables, for SQLite and PostgreSQL.
pub const TABLES: &str = "
    CREATE TABLE bench_case (case_id BIGINT PRIMARY KEY, form TEXT NOT NULL,
        stage BIGINT NOT NULL, tasks BIGINT NOT NULL, changed_at BIGINT NOT NULL);
    CREATE TABLE bench_attachment (case_id BIGINT NOT NULL, hash TEXT NOT NULL,
        PRIMARY KEY (case_id, hash));
    CREATE TABLE bench_task (case_id BIGINT NOT NULL, unit BIGINT NOT NULL,
        is_done BIGINT NOT NULL, PRIMARY KEY (case_id, unit));
    CREATE TABLE bench_audit (entry_id BIGINT PRIMARY KEY, case_id BIGINT NOT NULL,
        action TEXT NOT NULL, actor TEXT NOT NULL, at BIGINT NOT NULL, hash BYTEA NOT NULL);
    CREATE INDEX bench_audit_case ON bench_audit (case_id);";

/// The bare scenario's database.
pub struct Bare {
    /// The connection that writes.
    pub connection: Connection,
    hash: [u8; 32],
    entries: i64,
}

impl Bare {
    /// A new database, with every commit on the disk.
    pub fn create(path: &Path) -> anyhow::Result<Self> {
        let connection = Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -8000;
             PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 1000;",
        )?;
        connection.set_prepared_statement_cache_capacity(64);
        // SQLite keeps such a key as the row's own number, without a second tree.
        connection.execute_batch(&TABLES.replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY"))?;
        Ok(Self { connection, hash: [0; 32], entries: 0 })
    }

    /// Takes one step of a case, within a transaction that is open.
    pub fn step(&mut self, case: i64, step: u8, form: &str) -> anyhow::Result<()> {
        let run = |sql: &str, args: &[&dyn rusqlite::ToSql]| -> anyhow::Result<()> {
            let changed = self.connection.prepare_cached(sql)?.execute(args)?;
            ensure!(changed == 1, "step {step} of case {case} changed {changed} rows");
            Ok(())
        };
        let (stage, at) = (i64::from(step), self.entries);
        match step {
            0 => {
                let hash = check(form)?;
                run("INSERT INTO bench_case VALUES (?1, ?2, 0, 0, ?3)", params![case, form, at])?;
                run("INSERT INTO bench_attachment VALUES (?1, ?2)", params![case, hash])?;
            }
            2 | 3 => run("INSERT INTO bench_task VALUES (?1, ?2, 0)", params![case, stage])?,
            4 | 5 => run(
                "UPDATE bench_task SET is_done = 1 WHERE case_id = ?1 AND unit = ?2 AND is_done = 0",
                params![case, stage - 2],
            )?,
            _ => {}
        }
        if step > 0 {
            run(
                "UPDATE bench_case SET stage = ?2, changed_at = ?4 WHERE case_id = ?1 AND stage = ?3",
                params![case, stage, stage - 1, at],
            )?;
        }
        self.audit(case, step)
    }

    fn audit(&mut self, case: i64, step: u8) -> anyhow::Result<()> {
        self.entries += 1;
        let (action, actor) = (ACTIONS[usize::from(step)], "officer");
        let mut hash = Sha256::new();
        hash.update(self.hash);
        for part in [self.entries, case, self.entries] {
            hash.update(part.to_le_bytes());
        }
        hash.update(action);
        hash.update(actor);
        self.hash = hash.finalize().into();
        let sql = "INSERT INTO bench_audit VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let mut insert = self.connection.prepare_cached(sql)?;
        insert.execute(params![self.entries, case, action, actor, self.entries, self.hash])?;
        Ok(())
    }

    /// Cases that are issued and have their eight entries.
    pub fn complete(&self) -> anyhow::Result<u64> {
        complete(&self.connection)
    }
}

/// Cases that are issued and have their eight entries.
pub fn complete(connection: &Connection) -> anyhow::Result<u64> {
    let sql = "SELECT COUNT(*) FROM bench_case c WHERE stage = 7
               AND (SELECT COUNT(*) FROM bench_audit a WHERE a.case_id = c.case_id) = 8";
    Ok(connection.query_row(sql, [], |row| row.get::<_, i64>(0))?.unsigned_abs())
}

/// Validates the form; answers the hash of its attachment.
pub fn check(form: &str) -> anyhow::Result<String> {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(form)?;
    ensure!(fields.len() == 15, "15 fields");
    let is_filled = |it: &serde_json::Value| it.as_str().is_some_and(|it| !it.trim().is_empty());
    ensure!(fields.values().all(is_filled), "an empty field");
    let hash = fields.get("attachment").and_then(|it| it.as_str());
    Ok(hash.context("an attachment")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_eight_entries_and_an_order() {
        let path = std::env::temp_dir().join(format!("bench-bare-{}.db", std::process::id()));
        let mut bare = Bare::create(&path).unwrap();
        for step in 0..STEPS {
            bare.step(1, step, FORM).unwrap();
        }
        assert_eq!(bare.complete().unwrap(), 1);
        assert!(bare.step(1, 3, FORM).is_err());
        std::fs::remove_file(path).unwrap();
    }
}
