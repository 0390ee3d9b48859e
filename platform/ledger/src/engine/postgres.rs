//! PostgreSQL: ordinary concurrent transactions on a pool of connections.

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Transaction};
use tokio_postgres::{
    NoTls,
    types::{IsNull, ToSql, Type, to_sql_checked},
};

use super::{Body, Tx, TxInner};
use crate::{Row, Statement, StoreError, Value};

const CONNECTIONS: usize = 16;

pub(crate) struct Postgres {
    pool: Pool,
}

impl Postgres {
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let config: tokio_postgres::Config = url.parse().map_err(failure)?;
        let manager = Manager::from_config(
            config,
            NoTls,
            ManagerConfig { recycling_method: RecyclingMethod::Fast },
        );
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .runtime(Runtime::Tokio1)
            .wait_timeout(Some(std::time::Duration::from_secs(10)))
            .build()
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let engine = Self { pool };
        drop(engine.connection().await?);
        Ok(engine)
    }

    async fn connection(&self) -> Result<deadpool_postgres::Object, StoreError> {
        self.pool.get().await.map_err(|error| StoreError::Unavailable(error.to_string()))
    }

    pub async fn transact<T, E>(&self, body: Body<T, E>) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let mut connection = self.connection().await?;
        let transaction = connection.transaction().await.map_err(failure)?;
        let outcome = body(&mut Tx { inner: TxInner::Postgres(&transaction) }).await;
        match outcome {
            Ok(value) => {
                transaction.commit().await.map_err(failure)?;
                Ok(value)
            }
            Err(error) => {
                // A rollback that fails is finished by the server when the connection closes.
                let _ = transaction.rollback().await;
                Err(error)
            }
        }
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

pub(super) async fn run(
    tx: &Transaction<'_>,
    statement: &Statement,
    args: &[Value],
) -> Result<u64, StoreError> {
    let prepared = tx.prepare_cached(statement.sql).await.map_err(failure)?;
    tx.execute(&prepared, &borrow(args)).await.map_err(failure)
}

pub(super) async fn rows(
    tx: &Transaction<'_>,
    statement: &Statement,
    args: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let prepared = tx.prepare_cached(statement.sql).await.map_err(failure)?;
    let found = tx.query(&prepared, &borrow(args)).await.map_err(failure)?;
    found.iter().map(row).collect()
}

pub(super) async fn rows_held(
    tx: &Transaction<'_>,
    statement: &Statement,
    args: &[Value],
) -> Result<Vec<Row>, StoreError> {
    let held = format!("{} FOR UPDATE", statement.sql);
    let prepared = tx.prepare_cached(&held).await.map_err(failure)?;
    let found = tx.query(&prepared, &borrow(args)).await.map_err(failure)?;
    found.iter().map(row).collect()
}

pub(super) async fn script(tx: &Transaction<'_>, sql: &str) -> Result<(), StoreError> {
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

fn failure(error: tokio_postgres::Error) -> StoreError {
    let Some(database) = error.as_db_error() else {
        return StoreError::Unavailable(describe(&error));
    };
    let code = database.code().code();
    match code {
        "23505" => StoreError::Taken(taken(database)),
        "40001" | "40P01" => StoreError::Conflict(database.message().to_owned()),
        _ if code.starts_with("53") || code.starts_with("57") || code.starts_with("08") => {
            StoreError::Unavailable(database.message().to_owned())
        }
        _ => StoreError::Contradiction(format!("{code}: {}", database.message())),
    }
}

fn describe(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    if let Some(source) = std::error::Error::source(error) {
        text.push_str(": ");
        text.push_str(&source.to_string());
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
