//! PostgreSQL: ordinary concurrent transactions on a pool of connections.
//!
//! What costs here is the number of journeys to the server and the flush. So `BEGIN` travels with
//! the first query and all writes of a body travel together; the flush is shared by the server
//! among those who commit at the same moment.

use std::pin::pin;

use deadpool_postgres::{
    Hook, HookError, Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime,
};
use futures::TryStreamExt as _;
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};

use super::{Body, Tx, TxInner, tls};
use crate::{
    Row, Statement, StoreError, Value, Write,
    copy::{Column, CopyError, Table, Taker, tables},
    pace,
};

const CONNECTIONS: usize = 16;
/// Of work on all the data, so that it takes no connection from those who wait for an answer.
const UNHURRIED_CONNECTIONS: usize = 4;

/// What a connection is told when it opens: so long a statement takes, waits for others, and a
/// transaction stands open whose process has stopped.
const HURRIED: &str = "SET statement_timeout = '2500ms'; SET lock_timeout = '2s';
                       SET idle_in_transaction_session_timeout = '30s'";
const UNHURRIED: &str = "SET statement_timeout = 0; SET lock_timeout = '30s';
                         SET idle_in_transaction_session_timeout = '30s'";
/// A commit is not given up: one that waits for a standby would be reported as done.
const COMMIT: &str = "SET LOCAL statement_timeout = 0; COMMIT";

const COLUMNS: &str = "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT),
        CAST(c.data_type AS TEXT)
    FROM information_schema.columns c
    JOIN information_schema.tables t
        ON t.table_schema = c.table_schema AND t.table_name = c.table_name
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
    ORDER BY c.table_name, c.ordinal_position";

pub(crate) struct Postgres {
    pool: Pool,
    unhurried: Pool,
}

impl Postgres {
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let engine = Self {
            pool: pool(url, CONNECTIONS, HURRIED)?,
            unhurried: pool(url, UNHURRIED_CONNECTIONS, UNHURRIED)?,
        };
        drop(engine.connection().await?);
        Ok(engine)
    }

    async fn connection(&self) -> Result<deadpool_postgres::Object, StoreError> {
        let pool = if pace::is_unhurried() { &self.unhurried } else { &self.pool };
        pool.get().await.map_err(|error| StoreError::Unavailable(describe(&error)))
    }

    pub async fn transact<T, E>(&self, body: Body<T, E>) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let held = Held(Some(self.connection().await?));
        let Some(connection) = held.0.as_ref() else {
            return Err(StoreError::contradiction("no connection").into());
        };
        let mut tx = Tx { inner: TxInner::Postgres(connection) };
        let (begun, outcome) = futures::join!(connection.batch_execute("BEGIN"), body(&mut tx));
        begun.map_err(failure)?;
        let end = if outcome.is_ok() { COMMIT } else { "ROLLBACK" };
        let ended = connection.batch_execute(end).await.map_err(failure);
        if ended.is_ok() {
            held.ended();
        }
        let value = outcome?;
        ended?;
        super::committed(1);
        Ok(value)
    }

    pub async fn rows(
        &self,
        statement: &Statement,
        args: &[Value],
    ) -> Result<Vec<Row>, StoreError> {
        let connection = self.connection().await?;
        let prepared = connection.prepare_cached(statement.sql).await.map_err(failure)?;
        let found = connection.query(&prepared, &borrow(args)).await.map_err(failure)?;
        found.iter().map(row).collect()
    }

    pub async fn prepare(&self, statement: &Statement) -> Result<(), StoreError> {
        let connection = self.connection().await?;
        connection.prepare(statement.sql).await.map(|_| ()).map_err(failure)
    }
}

/// Connections that are told this when they open.
fn pool(url: &str, size: usize, told: &'static str) -> Result<Pool, StoreError> {
    let (config, tls) = tls::read(url)?;
    let recycling_method = RecyclingMethod::Fast;
    let manager = Manager::from_config(config, tls, ManagerConfig { recycling_method });
    Pool::builder(manager)
        .max_size(size)
        .runtime(Runtime::Tokio1)
        .wait_timeout(Some(std::time::Duration::from_secs(10)))
        .post_create(Hook::async_fn(move |client, _| {
            Box::pin(async move { client.batch_execute(told).await.map_err(HookError::Backend) })
        }))
        .build()
        .map_err(|error| StoreError::Unavailable(error.to_string()))
}

impl Postgres {
    /// The tables with their columns.
    pub async fn tables(&self) -> Result<Vec<Table>, StoreError> {
        tables_of(&self.connection().await?).await
    }

    /// Tells all rows as they are at one moment, while others go on writing.
    pub async fn snapshot(&self, taker: &mut dyn Taker) -> Result<(), CopyError> {
        let held = Held(Some(self.connection().await?));
        let Some(connection) = held.0.as_ref() else {
            return Err(StoreError::contradiction("no connection").into());
        };
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
        connection.batch_execute(begin).await.map_err(failure)?;
        for table in tables_of(connection).await? {
            if !taker.table(&table)? {
                continue;
            }
            let sql = table.select();
            let rows = connection.query_raw(sql.as_str(), Vec::<i64>::new()).await;
            let mut rows = pin!(rows.map_err(failure)?);
            while let Some(found) = rows.try_next().await.map_err(failure)? {
                taker.row(&row(&found)?)?;
            }
        }
        connection.batch_execute("COMMIT").await.map_err(failure)?;
        held.ended();
        Ok(())
    }
}

async fn tables_of(connection: &Object) -> Result<Vec<Table>, StoreError> {
    let found = connection.query(COLUMNS, &[]).await.map_err(failure)?;
    let columns = found.iter().map(|it| {
        let text = |index| it.try_get::<_, String>(index).map_err(StoreError::contradiction);
        Ok((text(0)?, Column::of(text(1)?, &text(2)?)?))
    });
    tables(columns.collect::<Result<Vec<_>, StoreError>>()?)
}

/// A connection inside a transaction. One that is given up in the middle is closed, so that the
/// next user of the pool never finds a transaction open.
struct Held(Option<Object>);

impl Held {
    fn ended(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(Object::take(connection));
        }
    }
}

pub(super) async fn run(
    tx: &Object,
    statement: &Statement,
    args: &[Value],
) -> Result<u64, StoreError> {
    let prepared = tx.prepare_cached(statement.sql).await.map_err(failure)?;
    tx.execute(&prepared, &borrow(args)).await.map_err(failure)
}

pub(super) async fn run_all(tx: &Object, writes: &[Write]) -> Result<Vec<u64>, StoreError> {
    // Preparing waits for the server the first time, so it is done before anything is sent.
    let mut prepared = Vec::with_capacity(writes.len());
    for write in writes {
        prepared.push(tx.prepare_cached(write.statement.sql).await.map_err(failure)?);
    }
    let args: Vec<_> = writes.iter().map(|it| borrow(&it.args)).collect();
    let sent = prepared.iter().zip(&args).map(|(it, args)| tx.execute(it, args));
    // Each is sent when it is first polled, which is in this order.
    let changed = futures::future::join_all(sent).await;
    changed.into_iter().map(|it| it.map_err(failure)).collect()
}

pub(super) async fn rows(
    tx: &Object,
    statement: &Statement,
    args: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let prepared = tx.prepare_cached(statement.sql).await.map_err(failure)?;
    let found = tx.query(&prepared, &borrow(args)).await.map_err(failure)?;
    found.iter().map(row).collect()
}

pub(super) async fn rows_held(
    tx: &Object,
    statement: &Statement,
    args: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let held = format!("{} FOR UPDATE", statement.sql);
    let prepared = tx.prepare_cached(&held).await.map_err(failure)?;
    let found = tx.query(&prepared, &borrow(args)).await.map_err(failure)?;
    found.iter().map(row).collect()
}

pub(super) async fn script(tx: &Object, sql: &str) -> Result<(), StoreError> {
    tx.batch_execute(sql).await.map_err(failure)
}

fn borrow(args: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    args.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn row(found: &tokio_postgres::Row) -> Result<Row, StoreError> {
    let read = |(index, column): (usize, &tokio_postgres::Column)| {
        let value = match *column.type_() {
            Type::INT8 => found.try_get(index).map(Value::Int),
            Type::INT4 => {
                found.try_get::<_, Option<i32>>(index).map(|it| Value::Int(it.map(i64::from)))
            }
            Type::BYTEA => found.try_get(index).map(Value::Bytes),
            _ => found.try_get(index).map(Value::Text),
        };
        value.map_err(StoreError::contradiction)
    };
    found.columns().iter().enumerate().map(read).collect::<Result<_, _>>().map(Row)
}

impl ToSql for Value {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut tokio_postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Int(value) => value.to_sql(kind, out),
            Value::Text(value) => value.to_sql(kind, out),
            Value::Bytes(value) => value.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}

pub(super) fn failure(error: tokio_postgres::Error) -> StoreError {
    let Some(database) = error.as_db_error() else {
        return StoreError::Unavailable(describe(&error));
    };
    let code = database.code().code();
    match code {
        "23505" => StoreError::Taken(taken(database)),
        "40001" | "40P01" => StoreError::Conflict(database.message().to_owned()),
        // Given up because of the limits that the connection was told.
        "57014" | "55P03" => StoreError::Overdue(database.message().to_owned()),
        _ if code.starts_with("53") || code.starts_with("57") || code.starts_with("08") => {
            StoreError::Unavailable(database.message().to_owned())
        }
        _ => StoreError::Contradiction(format!("{code}: {}", database.message())),
    }
}

/// An error with all its causes; some say what they were doing and not what went wrong.
fn describe(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        // Some repeat their cause.
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = error.source();
    }
    text
}

/// The columns of a violated unique constraint; the values in the message stay out.
fn taken(error: &tokio_postgres::error::DbError) -> String {
    let columns = error
        .detail()
        .and_then(|detail| detail.split_once('(')?.1.split_once(')'))
        .map_or("", |(columns, _)| columns);
    format!("{}.{}", error.table().unwrap_or_default(), columns.replace(", ", ","))
}
