//! SQLite: one writer thread with group commit, and read-only connections beside it.
//!
//! Bodies that arrive while a commit is on its way to the disk run together in the next
//! transaction, each in its own savepoint, and share one flush. Their answers are held until that
//! flush is done.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
};

use rusqlite::{Connection, OpenFlags, types::ValueRef};
use tokio::sync::oneshot;

use super::{Body, Tx, TxInner, checkpoint};
use crate::{
    Row, Statement, StoreError, Value,
    copy::{Column, CopyError, Table, Taker, tables},
    pace,
};

/// No more bodies share one commit than this, so that the first of them does not wait for long.
const GROUP_LIMIT: usize = 128;
const READERS_KEPT: usize = 8;
const STATEMENTS_KEPT: usize = 256;
const BUSY_MILLIS: u64 = 5_000;
/// A query of somebody who waits is given up after so many strides of so many steps of SQLite's
/// machine, which are about two seconds. Counted and not timed, so that the same query is given up
/// at the same place everywhere. The writer has no such limit: SQLite would undo with a statement
/// that is given up the whole transaction, and with it what others wrote.
const STRIDES: i64 = 60;
const STRIDE: std::ffi::c_int = 1_000_000;

const COLUMNS: &str = "SELECT t.name, c.name, c.type
    FROM sqlite_master t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'
    ORDER BY t.name, c.cid";

/// A body on its way to the writer: it runs, and leaves what is to be told after the commit.
type Job = Box<dyn FnOnce(&mut Connection) -> Ending + Send>;
/// Called with the fate of the commit.
type Ending = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Sender<Job>,
    readers: Mutex<Vec<Reader>>,
}

/// A connection that reads, and how many strides the present query has left.
struct Reader {
    connection: Connection,
    left: Arc<AtomicI64>,
}

impl Reader {
    fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(path, flags).map_err(failure)?;
        connection.execute_batch("PRAGMA cache_size = -2000;").map_err(failure)?;
        tune(&connection)?;
        let left = Arc::new(AtomicI64::new(STRIDES));
        let strides = left.clone();
        let is_over = move || strides.fetch_sub(1, Ordering::Relaxed) <= 0;
        connection.progress_handler(STRIDE, Some(is_over)).map_err(failure)?;
        Ok(Self { connection, left })
    }

    fn rows(&mut self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        let strides = if pace::is_unhurried() { i64::MAX } else { STRIDES };
        self.left.store(strides, Ordering::Relaxed);
        rows(&mut self.connection, statement, args)
    }
}

impl Sqlite {
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(unavailable)?;
        }
        let connection = Connection::open(path).map_err(failure)?;
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
                 PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8000;
                 PRAGMA wal_autocheckpoint = 0;",
            )
            .map_err(failure)?;
        tune(&connection)?;
        let keeper = checkpoint::start(path)?;
        let (writer, jobs) = channel();
        std::thread::Builder::new()
            .name("ledger-writer".to_owned())
            .spawn(move || write(connection, &jobs, &keeper))
            .map_err(unavailable)?;
        Ok(Self { path: path.to_owned(), writer, readers: Mutex::default() })
    }

    pub async fn transact<T, E>(&self, body: Body<T, E>) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            let outcome = in_savepoint(connection, body);
            Box::new(move |commit| {
                let answer = match (outcome, commit) {
                    (Ok(value), Ok(())) => Ok(value),
                    (Ok(_), Err(lost)) => Err(lost.into()),
                    (Err(error), _) => Err(error),
                };
                // The asker may have gone away; the commit stands all the same.
                let _ = tell.send(answer);
            })
        });
        self.writer.send(job).map_err(|_| E::from(writer_gone()))?;
        told.await.map_err(|_| E::from(writer_gone()))?
    }

    pub fn rows(&self, statement: &Statement, args: &[Value]) -> Result<Vec<Row>, StoreError> {
        let mut reader = self.reader()?;
        let rows = reader.rows(statement, args);
        let mut readers = self.readers.lock().map_err(|_| writer_gone())?;
        if readers.len() < READERS_KEPT {
            readers.push(reader);
        }
        rows
    }

    pub fn prepare(&self, statement: &Statement) -> Result<(), StoreError> {
        let reader = self.reader()?;
        reader.connection.prepare(statement.for_sqlite()).map(|_| ()).map_err(failure)
    }

    /// The tables with their columns.
    pub fn tables(&self) -> Result<Vec<Table>, StoreError> {
        tables_of(&self.reader()?.connection)
    }

    /// Tells all rows as they are at one moment, while the writer goes on.
    pub fn snapshot(&self, taker: &mut dyn Taker) -> Result<(), CopyError> {
        let Reader { connection, left } = self.reader()?;
        left.store(i64::MAX, Ordering::Relaxed);
        // The first query fixes the moment.
        connection.execute_batch("BEGIN").map_err(failure)?;
        for table in tables_of(&connection)? {
            if !taker.table(&table)? {
                continue;
            }
            let mut prepared = connection.prepare(&table.select()).map_err(failure)?;
            let mut found = prepared.query([]).map_err(failure)?;
            while let Some(row) = found.next().map_err(failure)? {
                let values = (0..table.columns.len())
                    .map(|index| row.get_ref(index).map_err(failure).and_then(value))
                    .collect::<Result<Vec<_>, _>>()?;
                taker.row(&Row(values))?;
            }
        }
        Ok(connection.execute_batch("COMMIT").map_err(failure)?)
    }

    fn reader(&self) -> Result<Reader, StoreError> {
        if let Some(reader) = self.readers.lock().map_err(|_| writer_gone())?.pop() {
            return Ok(reader);
        }
        Reader::open(&self.path)
    }
}

fn tables_of(connection: &Connection) -> Result<Vec<Table>, StoreError> {
    let mut prepared = connection.prepare(COLUMNS).map_err(failure)?;
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<(String, String, String)> {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?))
    };
    let found = prepared.query_map([], read).map_err(failure)?;
    let columns = found.map(|it| {
        let (table, name, kind) = it.map_err(failure)?;
        Ok((table, Column::of(name, &kind)?))
    });
    tables(columns.collect::<Result<Vec<_>, StoreError>>()?)
}

fn tune(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(std::time::Duration::from_millis(BUSY_MILLIS)).map_err(failure)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
    Ok(())
}

/// The writer's loop: it ends when the engine is dropped.
fn write(mut connection: Connection, jobs: &Receiver<Job>, keeper: &checkpoint::Keeper) {
    while let Ok(first) = jobs.recv() {
        if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
            // Without a transaction nothing may run: the jobs' askers see the writer gone.
            tracing::error!(%error, "cannot begin a transaction");
            continue;
        }
        let mut endings = vec![first(&mut connection)];
        while endings.len() < GROUP_LIMIT {
            let Ok(next) = jobs.try_recv() else { break };
            endings.push(next(&mut connection));
        }
        let fate = connection.execute_batch("COMMIT").map_err(failure);
        match &fate {
            Ok(()) => super::committed(endings.len()),
            Err(error) => {
                tracing::error!(%error, "commit failed");
                let _ = connection.execute_batch("ROLLBACK");
            }
        }
        let bodies = endings.len();
        for ending in endings {
            ending(fate.clone());
        }
        keeper.committed(&connection, bodies);
    }
}

fn in_savepoint<T, E: From<StoreError>>(
    connection: &mut Connection,
    body: Body<T, E>,
) -> Result<T, E> {
    let step = |connection: &Connection, sql: &str| {
        connection.prepare_cached(sql).and_then(|mut it| it.execute([])).map_err(failure)
    };
    step(connection, "SAVEPOINT body")?;
    let outcome = {
        let mut tx = Tx { inner: TxInner::Sqlite(connection) };
        // Every statement answers at once here, so this never waits.
        futures::executor::block_on(body(&mut tx))
    };
    if outcome.is_err() {
        step(connection, "ROLLBACK TO body")?;
    }
    step(connection, "RELEASE body")?;
    outcome
}

pub(super) fn run(
    connection: &mut Connection,
    statement: &Statement,
    args: &[Value],
) -> Result<u64, StoreError> {
    let mut prepared = connection.prepare_cached(statement.for_sqlite()).map_err(failure)?;
    let changed = prepared.execute(rusqlite::params_from_iter(args)).map_err(failure)?;
    Ok(changed as u64)
}

pub(super) fn rows(
    connection: &mut Connection,
    statement: &Statement,
    args: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let mut prepared = connection.prepare_cached(statement.for_sqlite()).map_err(failure)?;
    let columns = prepared.column_count();
    let mut found = prepared.query(rusqlite::params_from_iter(args)).map_err(failure)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(failure)? {
        let values = (0..columns)
            .map(|index| row.get_ref(index).map_err(failure).and_then(value))
            .collect::<Result<Vec<_>, _>>()?;
        rows.push(Row(values));
    }
    Ok(rows)
}

pub(super) fn script(connection: &mut Connection, sql: &str) -> Result<(), StoreError> {
    connection.execute_batch(sql).map_err(failure)
}

fn value(found: ValueRef<'_>) -> Result<Value, StoreError> {
    Ok(match found {
        ValueRef::Null => Value::Text(None),
        ValueRef::Integer(number) => Value::Int(Some(number)),
        ValueRef::Text(text) => Value::Text(Some(
            std::str::from_utf8(text).map_err(StoreError::contradiction)?.to_owned(),
        )),
        ValueRef::Blob(bytes) => Value::Bytes(Some(bytes.to_vec())),
        ValueRef::Real(_) => return Err(StoreError::contradiction("a floating-point column")),
    })
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Value::Int(value) => value.to_sql(),
            Value::Text(value) => value.to_sql(),
            Value::Bytes(value) => value.to_sql(),
        }
    }
}

pub(super) fn failure(error: rusqlite::Error) -> StoreError {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::ConstraintViolation) => {
            match text.split_once("UNIQUE constraint failed: ") {
                Some((_, columns)) => StoreError::Taken(taken(columns)),
                None => StoreError::Contradiction(text),
            }
        }
        Some(rusqlite::ErrorCode::OperationInterrupted) => StoreError::Overdue(text),
        _ => StoreError::Unavailable(text),
    }
}

/// `table.a, table.b` as `table.a,b`, which is what PostgreSQL's message is turned into as well.
fn taken(columns: &str) -> String {
    let columns = columns.split(" in ").next().unwrap_or(columns);
    let mut parts = columns.split(", ");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push(',');
        text.push_str(part.rsplit('.').next().unwrap_or(part));
    }
    text
}

pub(super) fn unavailable(error: std::io::Error) -> StoreError {
    StoreError::Unavailable(error.to_string())
}

fn writer_gone() -> StoreError {
    StoreError::Unavailable("the writer has stopped".to_owned())
}
