//! One text of SQL serves both engines: every statement prepares, and both schemas are equal.

use std::collections::BTreeMap;

use ledger::{Ledger, Statement, statements};
use testkit::{Database, on_both};

use crate::tally::{self, plan};

statements! {
    // Table, column, type, whether it may be NULL, place in the primary key.
    SQLITE_COLUMNS = "SELECT t.name, c.name, c.type, 1 - c.\"notnull\", c.pk
                      FROM sqlite_master t JOIN pragma_table_info(t.name) c
                      WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'";
    POSTGRES_COLUMNS = "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT),
                            UPPER(CAST(c.data_type AS TEXT)),
                            CAST(CASE c.is_nullable WHEN 'YES' THEN 1 ELSE 0 END AS BIGINT),
                            CAST(COALESCE(MAX(k.ordinal_position), 0) AS BIGINT)
                        FROM information_schema.columns c
                        LEFT JOIN information_schema.table_constraints p
                            ON p.table_schema = c.table_schema AND p.table_name = c.table_name
                            AND p.constraint_type = 'PRIMARY KEY'
                        LEFT JOIN information_schema.key_column_usage k
                            ON k.constraint_schema = p.constraint_schema
                            AND k.constraint_name = p.constraint_name
                            AND k.table_name = c.table_name AND k.column_name = c.column_name
                        WHERE c.table_schema = 'public'
                        GROUP BY c.table_name, c.column_name, c.data_type, c.is_nullable";
    // Indexes that a migration named.
    SQLITE_INDEXES = "SELECT name, tbl_name FROM sqlite_master
                      WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    POSTGRES_INDEXES = "SELECT CAST(i.indexname AS TEXT), CAST(i.tablename AS TEXT)
                        FROM pg_indexes i WHERE i.schemaname = 'public'
                        AND NOT EXISTS (SELECT 1 FROM pg_constraint c
                                        WHERE CAST(c.conname AS TEXT) = CAST(i.indexname AS TEXT))
                        ORDER BY i.indexname";
}

/// All tables that the platform has.
async fn open(db: &Database) -> Ledger {
    testkit::ledger(db, |blueprint| {
        blueprint.migrations(web::MIGRATIONS);
        plan(blueprint);
    })
    .await
}

#[tokio::test]
async fn every_statement_prepares_on_both_engines() {
    on_both(|db| async move {
        let ledger = open(&db).await;
        let all: Vec<&Statement> = ledger::statements()
            .chain(web::statements())
            .chain(tally::STATEMENTS.iter().copied())
            .collect();
        assert!(all.len() > 30, "the statements are found");
        for statement in all {
            let prepared = ledger.prepare(statement).await;
            assert_eq!(prepared, Ok(()), "{}", statement.sql);
        }
        let nonsense = Statement::new("SELECT nothing FROM nowhere");
        assert!(ledger.prepare(&nonsense).await.is_err(), "preparing tells");
    })
    .await;
}

#[tokio::test]
async fn both_migrated_schemas_are_equal() {
    let (sqlite, postgres) = (Database::sqlite(), Database::postgres().await);
    let (sqlite, postgres) = (open(&sqlite).await, open(&postgres).await);
    let columns = columns(&sqlite, &SQLITE_COLUMNS).await;
    assert_eq!(columns, self::columns(&postgres, &POSTGRES_COLUMNS).await);
    assert!(
        columns.contains_key("ledger_event.body") && columns.contains_key("web_session.seen_at")
    );
    let types: Vec<_> = columns.values().map(|(kind, _, _)| kind.as_str()).collect();
    assert!(types.iter().all(|it| ["BIGINT", "TEXT", "BYTEA"].contains(it)), "{types:?}");

    let indexes = sqlite.rows(&SQLITE_INDEXES, &[]).await.unwrap();
    assert_eq!(indexes, postgres.rows(&POSTGRES_INDEXES, &[]).await.unwrap());
    assert!(indexes.len() >= 3);
}

#[tokio::test]
async fn a_second_opening_migrates_nothing() {
    on_both(|db| async move {
        let first = open(&db).await;
        tally::add(&first, 1, "a", 5).await.unwrap();
        let again = open(&db).await;
        assert_eq!(tally::amounts(&again, "a").await, [5]);
    })
    .await;
}

/// Type, whether NULL is allowed, and place in the primary key, by `table.column`.
async fn columns(ledger: &Ledger, statement: &Statement) -> BTreeMap<String, (String, bool, i64)> {
    let rows = ledger.rows(statement, &[]).await.unwrap();
    let column = |row: &ledger::Row| {
        let name = format!("{}.{}", row.text(0).unwrap(), row.text(1).unwrap());
        let kind = row.text(2).unwrap().to_owned();
        (name, (kind, row.flag(3).unwrap(), row.int(4).unwrap()))
    };
    rows.iter().map(column).collect()
}
