//! Rule 6: SQL stands in stores and migrations only, in the common dialect, and migrations are
//! numbered without gaps. That every statement prepares on both engines and both schemas are
//! equal is proved by the tests of the ledger and of the program.

use super::{
    Failure,
    tree::{Crate, Floor, Text, Tree},
};

const RULE: u8 = 6;
const TO_STORE: &str = "make it a `statements!` constant of the owner's src/store.rs";
const NUMBERS: &str = "name migrations NNNN_name.sql, numbered from 0001 without gaps";
const TYPES: &str =
    "use BIGINT, TEXT or BYTEA: instants are microseconds, dates ISO text, flags 0/1";
const NO_OFFSET: &str = "page by key: WHERE key > $n ORDER BY key LIMIT $m";

/// Types and words that only one engine takes, or that mean different things to the two.
const FOREIGN_TYPES: [&str; 19] = [
    "AUTOINCREMENT",
    "BIGSERIAL",
    "BLOB",
    "BOOLEAN",
    "CHAR",
    "DATE",
    "DATETIME",
    "DOUBLE",
    "FLOAT",
    "INT",
    "INTEGER",
    "JSONB",
    "NUMERIC",
    "REAL",
    "SERIAL",
    "TIMESTAMP",
    "TIMESTAMPTZ",
    "UUID",
    "VARCHAR",
];

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) {
    for it in &tree.crates {
        literals(it, failures);
        migrations(it, failures);
    }
}

fn literals(it: &Crate, failures: &mut Vec<Failure>) {
    for source in it.production() {
        let is_store = match it.floor {
            Floor::Platform => true,
            Floor::Module(_) => {
                source.path == it.path("src/store.rs")
                    || source.path.starts_with(&it.path("src/store/"))
            }
            _ => false,
        };
        for literal in source.facts.literals.iter().filter(|it| is_sql(&it.name)) {
            if !is_store {
                let what = "SQL outside a store";
                failures.push(Failure::line(RULE, &source.path, literal.line, what, TO_STORE));
            }
            if words(&literal.name).iter().any(|it| it == "OFFSET") {
                let what = "OFFSET reads and throws away what it skips";
                failures.push(Failure::line(RULE, &source.path, literal.line, what, NO_OFFSET));
            }
        }
    }
}

fn migrations(it: &Crate, failures: &mut Vec<Failure>) {
    for (index, file) in it.migrations.iter().enumerate() {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        if !name.starts_with(&format!("{:04}_", index + 1)) {
            let what = format!("{name} should have the number {:04}", index + 1);
            failures.push(Failure::at(RULE, &file.path, what, NUMBERS));
        }
        let wanted = format!("migrations/{name}");
        let is_run = it
            .production()
            .any(|source| source.facts.literals.iter().any(|it| it.name.ends_with(&wanted)));
        if !is_run {
            let way_out = "list it in the crate's MIGRATIONS with include_str!";
            failures.push(Failure::at(RULE, &file.path, "nothing runs this migration", way_out));
        }
        foreign_types(file, failures);
    }
}

fn foreign_types(file: &Text, failures: &mut Vec<Failure>) {
    for (index, line) in file.text.lines().enumerate() {
        for word in words(line).into_iter().filter(|it| FOREIGN_TYPES.contains(&it.as_str())) {
            let what = format!("{word} is not of the common dialect");
            failures.push(Failure::line(RULE, &file.path, index + 1, what, TYPES));
        }
    }
}

/// Whether a text is a statement: it begins as one and goes on as one.
pub fn is_sql(text: &str) -> bool {
    let words = words(text);
    let has = |wanted: &[&str]| words.iter().any(|it| wanted.contains(&it.as_str()));
    let Some(first) = words.first() else { return false };
    if !text.trim_start().starts_with(first.as_str()) {
        return false;
    }
    match first.as_str() {
        "SELECT" => words.len() > 1,
        "INSERT" => has(&["INTO"]),
        "UPDATE" => has(&["SET"]),
        "DELETE" => has(&["FROM"]),
        "WITH" => has(&["SELECT", "INSERT", "UPDATE", "DELETE"]),
        "CREATE" | "ALTER" | "DROP" => has(&["TABLE", "INDEX", "VIEW", "DATABASE", "TRIGGER"]),
        "PRAGMA" | "TRUNCATE" => words.len() > 1,
        _ => false,
    }
}

/// The words of a text that are written as they stand: keywords are capital letters in this
/// project, names are small ones. Strings and comments are left out.
pub fn words(sql: &str) -> Vec<String> {
    let mut words = Vec::new();
    for line in sql.lines() {
        let code = line.split("--").next().unwrap_or_default();
        // What stands between quotes is at every second place.
        for (place, part) in code.split('\'').enumerate() {
            if place % 2 == 0 {
                let pieces = part.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                words.extend(pieces.filter(|it| !it.is_empty()).map(str::to_owned));
            }
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_told_from_prose() {
        for sql in [
            "SELECT 1",
            " INSERT INTO a (b) VALUES ($1)",
            "UPDATE a\n SET b = 1",
            "DELETE FROM a",
            "WITH x AS (SELECT 1) SELECT * FROM x",
            "CREATE UNIQUE INDEX a_b ON a (b)",
            "PRAGMA foreign_keys = ON",
        ] {
            assert!(is_sql(sql), "{sql}");
        }
        for prose in [
            "Select a service",
            "SELECT",
            "UPDATE",
            "With care",
            "CREATED",
            "",
            "'SELECT 1'",
            "PRAGMA",
        ] {
            assert!(!is_sql(prose), "{prose}");
        }
    }

    #[test]
    fn comments_and_strings_hold_no_words() {
        assert_eq!(words("a = 'INT, it''s' AND b -- REAL\nc"), ["a", "AND", "b", "c"]);
    }
}
