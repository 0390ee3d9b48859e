//! Rule 3: a module names its own tables only, and so does each crate of the platform. A table's
//! name begins with the name of the crate that owns it.

use std::collections::BTreeSet;

use super::{
    Failure, sql,
    tree::{Crate, Floor, Tree},
};

const RULE: u8 = 3;
const WAY_OUT: &str =
    "ask through a port of the owner's domain, or name the table after this crate";

/// Checks the rule.
pub fn check(tree: &Tree, failures: &mut Vec<Failure>) {
    let owners = |it: &&Crate| matches!(it.floor, Floor::Platform | Floor::Module(_));
    for it in tree.crates.iter().filter(owners) {
        let prefix = format!("{}_", it.name);
        let mut note = |path: &str, line: usize, sql: &str| {
            for table in tables(sql).into_iter().filter(|table| !is_own(table, &prefix)) {
                let what = format!("the table {table} is not one of {prefix}…");
                failures.push(Failure::line(RULE, path, line, what, WAY_OUT));
            }
        };
        for source in it.production() {
            for literal in source.facts.literals.iter().filter(|it| sql::is_sql(&it.name)) {
                note(&source.path, literal.line, &literal.name);
            }
        }
        for file in &it.migrations {
            note(&file.path, 1, &file.text);
        }
    }
}

fn is_own(table: &str, prefix: &str) -> bool {
    table.starts_with(prefix)
}

/// The tables that a text names after FROM, JOIN, INTO, UPDATE, TABLE, REFERENCES and, where an
/// index is made, ON. Names of common table expressions are left out.
pub fn tables(sql: &str) -> BTreeSet<String> {
    let tokens = tokens(sql);
    let word = |index: usize| tokens.get(index).map_or("", String::as_str);
    let mut found = BTreeSet::new();
    let mut local = BTreeSet::new();
    let mut index_statement = false;
    for (at, token) in tokens.iter().enumerate() {
        let before = if at == 0 { "" } else { word(at - 1) };
        match token.as_str() {
            "AS" if word(at + 1) == "(" => {
                local.insert(cte_name(&tokens, at));
            }
            "INDEX" => index_statement = true,
            ";" => index_statement = false,
            "ON" if index_statement => {
                found.insert(word(at + 1).to_owned());
            }
            "FROM" if before != "DISTINCT" => found.extend(list(&tokens, at + 1)),
            "JOIN" => found.extend(one(&tokens, at + 1)),
            "UPDATE" if before != "FOR" && before != "DO" && before != "ON" => {
                found.insert(word(at + 1).to_owned());
            }
            "INTO" | "TABLE" | "REFERENCES" => {
                let skipped = ["IF", "NOT", "EXISTS"];
                let name = (at + 1..).find(|place| !skipped.contains(&word(*place)));
                found.extend(name.map(|place| word(place).to_owned()));
            }
            _ => {}
        }
    }
    found.retain(|it| !local.contains(it) && it.starts_with(|c: char| c.is_alphabetic()));
    found
}

/// `name AS (` or `name (columns) AS (`: the name.
fn cte_name(tokens: &[String], at: usize) -> String {
    let mut place = at.saturating_sub(1);
    if tokens.get(place).is_some_and(|it| it == ")") {
        while place > 0 && tokens[place] != "(" {
            place -= 1;
        }
        place = place.saturating_sub(1);
    }
    tokens.get(place).cloned().unwrap_or_default()
}

/// The table at a place, unless a sub-query or a function stands there.
fn one(tokens: &[String], at: usize) -> Option<String> {
    let name = tokens.get(at)?;
    let is_call = tokens.get(at + 1).is_some_and(|it| it == "(");
    let is_name = name.starts_with(|c: char| c.is_alphabetic()) && name != "SELECT";
    (is_name && !is_call).then(|| name.clone())
}

/// The tables of `FROM a, b c, d`.
fn list(tokens: &[String], at: usize) -> Vec<String> {
    let mut found: Vec<_> = one(tokens, at).into_iter().collect();
    let mut place = at + 1;
    while let Some(token) = tokens.get(place) {
        let is_alias = token == "AS" || token.starts_with(|c: char| c.is_lowercase());
        match token.as_str() {
            "," => found.extend(one(tokens, place + 1)),
            _ if is_alias => {}
            _ => break,
        }
        place += 1;
    }
    found
}

fn tokens(sql: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for line in sql.lines() {
        let code = line.split("--").next().unwrap_or_default();
        for (place, part) in code.split('\'').enumerate() {
            if place % 2 == 1 {
                continue;
            }
            let mut word = String::new();
            for c in part.chars().chain([' ']) {
                if c.is_alphanumeric() || c == '_' {
                    word.push(c);
                    continue;
                }
                if !word.is_empty() {
                    tokens.push(std::mem::take(&mut word));
                }
                if matches!(c, '(' | ')' | ',' | ';' | '{') {
                    tokens.push(c.to_string());
                }
            }
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_a_statement_are_found() {
        for (sql, wanted) in [
            ("SELECT a FROM cases_case c JOIN cases_task t ON t.a = c.a", "cases_case cases_task"),
            (
                "SELECT 1 FROM cases_case, cases_task x, other WHERE a = 'FROM b'",
                "cases_case cases_task other",
            ),
            ("INSERT INTO a_b (c) VALUES ($1) ON CONFLICT (c) DO UPDATE SET c = 1", "a_b"),
            ("WITH x AS (SELECT 1 FROM a), y (n) AS (SELECT 2 FROM x) SELECT * FROM y", "a"),
            ("UPDATE a SET b = 1 WHERE c IS DISTINCT FROM d", "a"),
            (
                "SELECT 1 FROM (SELECT 2 FROM a_b) s WHERE x IN (SELECT y FROM c_d) FOR UPDATE",
                "a_b c_d",
            ),
            ("SELECT 1 FROM json_each($1)", ""),
            ("SELECT * FROM {table}", ""),
            ("DELETE FROM a -- FROM b", "a"),
            (
                "CREATE TABLE IF NOT EXISTS a (b TEXT REFERENCES c (d));\nCREATE INDEX a_x ON a (b);",
                "a c",
            ),
            ("ALTER TABLE a ADD COLUMN b TEXT", "a"),
        ] {
            let wanted: BTreeSet<_> = wanted.split_whitespace().map(str::to_owned).collect();
            assert_eq!(tables(sql), wanted, "{sql}");
        }
    }

    #[test]
    fn only_the_own_prefix_is_own() {
        assert!(is_own("cases_case", "cases_"));
        assert!(!is_own("casesx", "cases_") && !is_own("licences_licence", "cases_"));
    }
}
