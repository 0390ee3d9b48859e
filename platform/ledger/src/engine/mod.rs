//! The two engines behind one small face. Nothing outside this folder knows which one it is.

mod checkpoint;
mod postgres;
mod sqlite;
mod tls;

use futures::future::BoxFuture;

use crate::{
    Row, Statement, StoreError, Value, Write,
    copy::{CopyError, Table, Taker},
    pace::unhurried,
};

/// Where the database is: `sqlite:PATH` or `postgres://…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A SQLite file.
    Sqlite(std::path::PathBuf),
    /// A PostgreSQL connection string.
    Postgres(String),
}

impl DatabaseUrl {
    /// What people call the engine.
    pub const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    /// Whether nothing can be there, so that opening it would make a new database.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Sqlite(path) if !path.exists())
    }
}

/// The text is no database address.
#[derive(Debug, Clone, thiserror::Error)]
#[error("not a database address (sqlite:PATH or postgres://…): {0}")]
pub struct InvalidDatabaseUrl(String);

impl std::str::FromStr for DatabaseUrl {
    type Err = InvalidDatabaseUrl;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            return Ok(Self::Sqlite(path.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        // The address may hold a password, so only its beginning is repeated.
        Err(InvalidDatabaseUrl(text.chars().take(9).collect()))
    }
}

/// Counts one commit that carried so many bodies: the first figure over the second is how well
/// group commit works.
fn committed(bodies: usize) {
    metrics::counter!("onewindow_ledger_transactions_total").increment(bodies as u64);
    metrics::counter!("onewindow_ledger_commits_total").increment(1);
}

/// An open database.
pub(crate) enum Engine {
    Sqlite(sqlite::Sqlite),
    Postgres(postgres::Postgres),
}

/// A running transaction.
pub(crate) struct Tx<'a> {
    inner: TxInner<'a>,
}

enum TxInner<'a> {
    Sqlite(&'a mut rusqlite::Connection),
    Postgres(&'a deadpool_postgres::Object),
}

impl Tx<'_> {
    /// Runs a statement; answers the number of rows it changed.
    pub async fn run(&mut self, statement: &Statement, args: &[Value]) -> Result<u64, StoreError> {
        match &mut self.inner {
            TxInner::Sqlite(connection) => sqlite::run(connection, statement, args),
            TxInner::Postgres(tx) => postgres::run(tx, statement, args).await,
        }
    }

    /// Runs a query; answers its rows.
    pub async fn rows(
        &mut self,
        statement: &Statement,
        args: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        match &mut self.inner {
            TxInner::Sqlite(connection) => sqlite::rows(connection, statement, args),
            TxInner::Postgres(tx) => postgres::rows(tx, statement, args).await,
        }
    }

    /// Runs statements in their order, all in one flight where the engine is far away; answers
    /// the number of rows that each changed. The first that fails is the error.
    pub async fn run_all(&mut self, writes: &[Write]) -> Result<Vec<u64>, StoreError> {
        match &mut self.inner {
            TxInner::Sqlite(connection) => {
                writes.iter().map(|it| sqlite::run(connection, it.statement, &it.args)).collect()
            }
            TxInner::Postgres(tx) => postgres::run_all(tx, writes).await,
        }
    }

    /// Runs a query whose rows are held until the transaction ends.
    pub async fn rows_held(
        &mut self,
        statement: &Statement,
        args: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        match &mut self.inner {
            TxInner::Sqlite(connection) => sqlite::rows(connection, statement, args),
            TxInner::Postgres(tx) => postgres::rows_held(tx, statement, args).await,
        }
    }

    /// A query and a second one whose rows are held until the transaction ends, in one flight. On
    /// SQLite the one writer holds everything anyway.
    pub async fn rows_then_held(
        &mut self,
        first: (&Statement, &[Value]),
        held: (&Statement, &[Value]),
    ) -> Result<(Vec<Row>, Vec<Row>), StoreError> {
        match &mut self.inner {
            TxInner::Sqlite(connection) => {
                let found = sqlite::rows(connection, first.0, first.1)?;
                Ok((found, sqlite::rows(connection, held.0, held.1)?))
            }
            TxInner::Postgres(tx) => {
                let first = postgres::rows(tx, first.0, first.1);
                let held = postgres::rows_held(tx, held.0, held.1);
                let (found, held) = futures::join!(first, held);
                Ok((found?, held?))
            }
        }
    }

    /// Runs several statements that take no arguments, as migrations do.
    pub async fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        match &mut self.inner {
            TxInner::Sqlite(connection) => sqlite::script(connection, sql),
            TxInner::Postgres(tx) => postgres::script(tx, sql).await,
        }
    }
}

/// The body of a transaction. It uses nothing but the transaction: whatever else it needs was
/// fetched before, because on SQLite all writers wait for it.
pub(crate) type Body<T, E> =
    Box<dyn for<'a> FnOnce(&'a mut Tx<'_>) -> BoxFuture<'a, Result<T, E>> + Send>;

impl Engine {
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        match url {
            DatabaseUrl::Sqlite(path) => Ok(Self::Sqlite(sqlite::Sqlite::open(path)?)),
            DatabaseUrl::Postgres(url) => Ok(Self::Postgres(postgres::Postgres::open(url).await?)),
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Runs `body` in a transaction. It is committed when the body succeeds and undone when not;
    /// the answer comes after the commit is on the disk.
    pub fn transact<T, E>(&self, body: Body<T, E>) -> BoxFuture<'_, Result<T, E>>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match self {
            Self::Sqlite(engine) => Box::pin(engine.transact(body)),
            Self::Postgres(engine) => Box::pin(engine.transact(body)),
        }
    }

    /// A query outside any transaction.
    pub fn rows<'a>(
        &'a self,
        statement: &'a Statement,
        args: &'a [Value],
    ) -> BoxFuture<'a, Result<Vec<Row>, StoreError>> {
        match self {
            Self::Sqlite(engine) => Box::pin(async move { engine.rows(statement, args) }),
            Self::Postgres(engine) => Box::pin(engine.rows(statement, args)),
        }
    }

    /// The tables with their columns, both in the order of the schema.
    pub async fn tables(&self) -> Result<Vec<Table>, StoreError> {
        match self {
            Self::Sqlite(engine) => engine.tables(),
            Self::Postgres(engine) => engine.tables().await,
        }
    }

    /// Tells all rows of all tables as they are at one moment. Others go on writing meanwhile.
    pub async fn snapshot(&self, taker: &mut dyn Taker) -> Result<(), CopyError> {
        match self {
            Self::Sqlite(engine) => engine.snapshot(taker),
            Self::Postgres(engine) => unhurried(engine.snapshot(taker)).await,
        }
    }

    /// Prepares a statement without running it.
    pub async fn prepare(&self, statement: &Statement) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(engine) => engine.prepare(statement),
            Self::Postgres(engine) => engine.prepare(statement).await,
        }
    }
}
