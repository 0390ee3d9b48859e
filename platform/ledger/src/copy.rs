//! Copies of a whole database, in rows that need no engine: a JSON array of numbers, texts and
//! (for bytes) base64 for each. What was copied from one engine is unpacked on either.
//!
//! A copy is of one moment. It is unpacked into an empty place only, and until it is there whole
//! the place bears a mark, under which [`Ledger::open`](crate::Ledger::open) refuses it.

use std::io;

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

use crate::{
    Blueprint, DatabaseUrl, Row, Statement, StoreError, Value, Write, engine::Engine, migrate,
    statements,
};

/// So many rows travel together.
const BATCH: usize = 500;
/// The setting that says that a copy is not unpacked whole.
const MARK: &str = "unpacking";

statements! {
    MARKED = "SELECT value FROM ledger_setting WHERE name = $1";
    SET_MARK = "INSERT INTO ledger_setting (name, value) VALUES ($1, $2)
                ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    UNMARK = "DELETE FROM ledger_setting WHERE name = $1";
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColumnKind {
    /// `BIGINT`.
    Int,
    /// `TEXT`.
    Text,
    /// `BYTEA`.
    Bytes,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: ColumnKind,
}

/// A table of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in the order in which rows tell them.
    pub columns: Vec<Column>,
}

/// Takes the rows of a copy, table by table.
pub trait Taker: Send {
    /// A table begins; answers whether its rows are wanted.
    ///
    /// # Errors
    /// When they cannot be taken; that ends the copy. The same holds for rows.
    fn table(&mut self, table: &Table) -> io::Result<bool>;

    /// A row of the table that began last.
    ///
    /// # Errors
    /// See [`Taker::table`].
    fn row(&mut self, row: &Row) -> io::Result<()>;
}

/// Gives the rows of a copy, table by table: the number of the table and its row.
pub type Giver = Box<dyn Iterator<Item = Result<(usize, Vec<Value>), CopyError>> + Send>;

/// Why a copy cannot be made or unpacked.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Where the copy lies.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A row is not of its table.
    #[error("table {table}: row {row} cannot be read")]
    Row {
        /// The table.
        table: String,
        /// Which row, from 1.
        row: u64,
    },
    /// The program does not know a step of the schema that the copy has.
    #[error(
        "the copy was made by a newer program: this one does not know step {number} of {module}. \
         Use the version that made it, or a later one"
    )]
    Newer {
        /// The module.
        module: String,
        /// The step.
        number: u32,
    },
    /// A table of the copy has other columns than that of the program.
    #[error("table {0} has other columns here than in the copy")]
    Schema(String),
}

/// What stands in a place in which a copy is to be unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// A copy that was not unpacked whole, by its mark.
    Unfinished(String),
    /// An installation.
    Full,
}

impl Column {
    pub(crate) fn of(name: String, kind: &str) -> Result<Self, StoreError> {
        let kind = match kind.to_ascii_uppercase().as_str() {
            "BIGINT" => ColumnKind::Int,
            "TEXT" => ColumnKind::Text,
            "BYTEA" => ColumnKind::Bytes,
            other => return Err(StoreError::contradiction(format!("a column of type {other}"))),
        };
        Ok(Self { name, kind })
    }
}

impl Table {
    fn names(&self) -> String {
        self.columns.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The query of all its rows. Names come from the schema, never from input.
    pub(crate) fn select(&self) -> String {
        format!("SELECT {} FROM {}", self.names(), self.name)
    }

    fn insert(&self) -> String {
        let places = (1..=self.columns.len()).map(|it| format!("${it}")).collect::<Vec<_>>();
        let (name, names, places) = (&self.name, self.names(), places.join(", "));
        format!("INSERT INTO {name} ({names}) VALUES ({places})")
    }

    fn has_columns_of(&self, other: &Self) -> bool {
        let sorted = |it: &Self| {
            let mut columns = it.columns.clone();
            columns.sort_by(|a, b| a.name.cmp(&b.name));
            columns
        };
        sorted(self) == sorted(other)
    }

    /// A row as a line of a copy.
    pub fn line(row: &Row) -> String {
        let value = |value: &Value| match value {
            Value::Int(Some(number)) => (*number).into(),
            Value::Text(Some(text)) => text.as_str().into(),
            Value::Bytes(Some(bytes)) => BASE64.encode(bytes).into(),
            Value::Int(None) | Value::Text(None) | Value::Bytes(None) => serde_json::Value::Null,
        };
        serde_json::Value::Array(row.0.iter().map(value).collect()).to_string()
    }

    /// The row of a line; none when it is no row of this table.
    pub fn read(&self, line: &str) -> Option<Vec<Value>> {
        let values: Vec<serde_json::Value> = serde_json::from_str(line).ok()?;
        if values.len() != self.columns.len() {
            return None;
        }
        self.columns.iter().zip(values).map(|(column, value)| read(column.kind, &value)).collect()
    }
}

fn read(kind: ColumnKind, value: &serde_json::Value) -> Option<Value> {
    if value.is_null() {
        return Some(match kind {
            ColumnKind::Int => Value::Int(None),
            ColumnKind::Text => Value::Text(None),
            ColumnKind::Bytes => Value::Bytes(None),
        });
    }
    match kind {
        ColumnKind::Int => value.as_i64().map(|it| Value::Int(Some(it))),
        ColumnKind::Text => value.as_str().map(|it| Value::Text(Some(it.to_owned()))),
        ColumnKind::Bytes => {
            let bytes = BASE64.decode(value.as_str()?.as_bytes()).ok()?;
            Some(Value::Bytes(Some(bytes)))
        }
    }
}

/// Columns in the order of the schema, by their tables.
pub(crate) fn tables(columns: Vec<(String, Column)>) -> Result<Vec<Table>, StoreError> {
    let mut tables: Vec<Table> = Vec::new();
    for (name, column) in columns {
        match tables.last_mut().filter(|it| it.name == name) {
            Some(table) => table.columns.push(column),
            None => tables.push(Table { name, columns: vec![column] }),
        }
    }
    let is_plain = |it: &str| it.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let of = |it: &Table| {
        it.columns.iter().map(|c| c.name.clone()).chain([it.name.clone()]).collect::<Vec<_>>()
    };
    let odd = tables.iter().flat_map(of).find(|it| !is_plain(it));
    match odd {
        Some(odd) => Err(StoreError::contradiction(format!("a table or column called {odd}"))),
        None => Ok(tables),
    }
}

/// Tells all rows of a database as they are at one moment. The installation may be running.
///
/// # Errors
/// [`CopyError`].
pub async fn copy_out(url: &DatabaseUrl, taker: &mut dyn Taker) -> Result<(), CopyError> {
    Engine::open(url).await?.snapshot(taker).await
}

/// Notes a setting of an installation that is not opened for it, such as when it was copied.
///
/// # Errors
/// [`StoreError`].
pub async fn note(url: &DatabaseUrl, name: &str, value: &str) -> Result<(), StoreError> {
    let write = Write::new(&SET_MARK, vec![name.into(), value.into()]);
    Engine::open(url)
        .await?
        .transact::<(), StoreError>(Box::new(move |tx| {
            Box::pin(async move { tx.run(write.statement, &write.args).await.map(|_| ()) })
        }))
        .await
}

/// A place in which a copy is unpacked.
pub struct Vessel {
    engine: Engine,
    blueprint: Blueprint,
}

impl Vessel {
    /// The place at this address; nothing is changed in it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn open(url: &DatabaseUrl, blueprint: Blueprint) -> Result<Self, StoreError> {
        Ok(Self { engine: Engine::open(url).await?, blueprint })
    }

    /// What stands in it.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn content(&self) -> Result<Content, StoreError> {
        if self.engine.tables().await?.is_empty() {
            return Ok(Content::Empty);
        }
        Ok(mark(&self.engine).await.map_or(Content::Full, Content::Unfinished))
    }

    /// Makes the tables as they were when the copy was made, with the mark, in one transaction.
    ///
    /// # Errors
    /// [`CopyError::Newer`].
    pub async fn prepare(&self, sign: &str, applied: &[(String, u32)]) -> Result<(), CopyError> {
        let known = &self.blueprint.migrations;
        let is_of = |it: &migrate::Migration, (module, number): &(String, u32)| {
            it.module == module && it.number == *number
        };
        if let Some((module, number)) =
            applied.iter().find(|&step| !known.iter().any(|it| is_of(it, step)))
        {
            return Err(CopyError::Newer { module: module.clone(), number: *number });
        }
        let steps = known.iter().copied();
        let steps: Vec<_> = steps.filter(|it| applied.iter().any(|step| is_of(it, step))).collect();
        let set = Write::new(&SET_MARK, vec![MARK.into(), sign.into()]);
        migrate::run_and(&self.engine, &steps, self.blueprint.clock.as_ref(), Some(set)).await?;
        Ok(())
    }

    /// Puts the rows of the copy in the place of what is there, in one transaction, and keeps the
    /// mark. `given` numbers tables by their place in `tables`.
    ///
    /// # Errors
    /// [`CopyError`]; then nothing has changed.
    pub async fn fill(&self, sign: &str, tables: &[Table], given: Giver) -> Result<(), CopyError> {
        let own = self.engine.tables().await?;
        for table in tables {
            if !own.iter().any(|it| it.name == table.name && it.has_columns_of(table)) {
                return Err(CopyError::Schema(table.name.clone()));
            }
        }
        let delete = |it: &Table| leaked(format!("DELETE FROM {}", it.name));
        let clear = own.iter().map(|it| Write { statement: delete(it), args: Vec::new() });
        let clear: Vec<Write> = clear.collect();
        let inserts: Vec<_> = tables.iter().map(|it| leaked(it.insert())).collect();
        let set = Write::new(&SET_MARK, vec![MARK.into(), sign.into()]);
        self.engine
            .transact::<(), CopyError>(Box::new(move |tx| {
                Box::pin(async move {
                    tx.run_all(&clear).await?;
                    let mut batch = Vec::with_capacity(BATCH);
                    for row in given {
                        let (table, values) = row?;
                        let statement = inserts.get(table).copied();
                        let statement = statement
                            .ok_or_else(|| CopyError::Row { table: table.to_string(), row: 0 })?;
                        batch.push(Write { statement, args: values });
                        if batch.len() == BATCH {
                            tx.run_all(&batch).await?;
                            batch.clear();
                        }
                    }
                    batch.push(set);
                    tx.run_all(&batch).await?;
                    Ok(())
                })
            }))
            .await
    }

    /// Takes the mark away: everything is there.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn finish(self) -> Result<(), StoreError> {
        self.engine
            .transact::<(), StoreError>(Box::new(|tx| {
                Box::pin(async move { tx.run(&UNMARK, &[MARK.into()]).await.map(|_| ()) })
            }))
            .await
    }
}

/// A statement that is made at run time, from the schema and not from input.
fn leaked(sql: String) -> &'static Statement {
    Box::leak(Box::new(Statement::new(Box::leak(sql.into_boxed_str()))))
}

/// The mark of a copy that is not unpacked whole.
async fn mark(engine: &Engine) -> Option<String> {
    // Settings that cannot be read are not there yet, or the trouble shows again elsewhere.
    let rows = engine.rows(&MARKED, &[MARK.into()]).await.ok()?;
    rows.first()?.text(0).ok().map(str::to_owned)
}

/// Refuses a place in which a copy is not unpacked whole.
pub(crate) async fn refuse_unfinished(engine: &Engine) -> Result<(), StoreError> {
    match mark(engine).await {
        None => Ok(()),
        Some(_) => Err(StoreError::Unavailable(
            "a backup was being restored here and is not whole. Run the same `onewindow restore` \
             again; it goes on where it was cut off"
                .to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let column = |name: &str, kind| Column::of(name.to_owned(), kind).unwrap();
        let columns = vec![column("a", "bigint"), column("b", "TEXT"), column("c", "BYTEA")];
        Table { name: "t".to_owned(), columns }
    }

    #[test]
    fn a_row_is_read_as_it_was_told() {
        let rows = [
            [Value::Int(Some(i64::MIN)), "字\n\"".into(), Value::Bytes(Some(vec![0, 255]))],
            [Value::Int(None), Value::Text(None), Value::Bytes(None)],
        ];
        for row in rows {
            let line = Table::line(&Row(row.to_vec()));
            assert!(!line.contains('\n'), "a row is a line");
            assert_eq!(table().read(&line), Some(row.to_vec()));
        }
        for broken in ["", "[1]", "[\"1\",\"b\",\"\"]", "[1,2,\"\"]", "[1,\"b\",\"?\"]", "{}"] {
            assert_eq!(table().read(broken), None, "{broken}");
        }
        assert!(Column::of("a".to_owned(), "double precision").is_err());
    }

    #[test]
    fn columns_are_compared_by_name() {
        let (one, mut other) = (table(), table());
        other.columns.reverse();
        assert!(one.has_columns_of(&other));
        other.columns.pop();
        assert!(!one.has_columns_of(&other));
        assert_eq!(one.insert(), "INSERT INTO t (a, b, c) VALUES ($1, $2, $3)");
    }
}
