//! Migrations: named, numbered without gaps within a module, run in the order of the modules.
//!
//! One text in the common dialect serves both engines (`BYTEA` is a blob to SQLite); the two
//! migrated schemas are compared by a test.

use kernel::Clock;

use crate::{StoreError, Write, engine::Engine, statements};

/// One step of a module's schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The module whose tables it touches.
    pub module: &'static str,
    /// From 1, without gaps.
    pub number: u32,
    /// The file's name without number and ending.
    pub name: &'static str,
    /// The text.
    pub sql: &'static str,
}

/// The ledger's own tables.
pub(crate) const OWN: &[Migration] = &[
    Migration {
        module: "ledger",
        number: 1,
        name: "ledger",
        sql: include_str!("../migrations/0001_ledger.sql"),
    },
    Migration {
        module: "ledger",
        number: 2,
        name: "privacy",
        sql: include_str!("../migrations/0002_privacy.sql"),
    },
    Migration {
        module: "ledger",
        number: 3,
        name: "record",
        sql: include_str!("../migrations/0003_record.sql"),
    },
    Migration {
        module: "ledger",
        number: 4,
        name: "reckoning",
        sql: include_str!("../migrations/0004_reckoning.sql"),
    },
];

const BOOK: &str = "CREATE TABLE IF NOT EXISTS ledger_migration (
    module TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, applied_at BIGINT NOT NULL,
    PRIMARY KEY (module, number))";

statements! {
    APPLIED = "SELECT module, number FROM ledger_migration";
    APPLY = "INSERT INTO ledger_migration (module, number, name, applied_at)
             VALUES ($1, $2, $3, $4)";
}

/// Whether nothing is missing. Then the database's user needs no right to change the schema.
async fn is_complete(engine: &Engine, migrations: &[Migration]) -> bool {
    // A book that cannot be read is not there yet, or the trouble shows again below.
    let Ok(applied) = engine.rows(&APPLIED, &[]).await else { return false };
    migrations.iter().all(|it| {
        applied
            .iter()
            .any(|row| row.text(0) == Ok(it.module) && row.int(1) == Ok(i64::from(it.number)))
    })
}

/// Applies what is missing. A second run changes nothing.
pub(crate) async fn run(
    engine: &Engine,
    migrations: &[Migration],
    clock: &dyn Clock,
) -> Result<(), StoreError> {
    if is_complete(engine, migrations).await {
        return Ok(());
    }
    run_and(engine, migrations, clock, None).await
}

/// Applies what is missing, and one write more in the same transaction.
pub(crate) async fn run_and(
    engine: &Engine,
    migrations: &[Migration],
    clock: &dyn Clock,
    then: Option<Write>,
) -> Result<(), StoreError> {
    let now = clock.now();
    let wanted = migrations.to_vec();
    engine
        .transact::<(), StoreError>(Box::new(move |tx| {
            Box::pin(async move {
                tx.script(BOOK).await?;
                let applied = tx.rows(&APPLIED, &[]).await?;
                let is_applied = |it: &Migration| {
                    applied.iter().any(|row| {
                        row.text(0) == Ok(it.module) && row.int(1) == Ok(i64::from(it.number))
                    })
                };
                for migration in wanted.iter().filter(|it| !is_applied(it)) {
                    tx.script(migration.sql).await?;
                    let args = [
                        migration.module.into(),
                        migration.number.into(),
                        migration.name.into(),
                        now.into(),
                    ];
                    tx.run(&APPLY, &args).await?;
                    tracing::info!(
                        module = migration.module,
                        number = migration.number,
                        "migrated"
                    );
                }
                if let Some(write) = then {
                    tx.run(write.statement, &write.args).await?;
                }
                Ok(())
            })
        }))
        .await
}
