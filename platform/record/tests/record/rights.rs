//! The program's database user can log, and cannot change or delete what is logged.

use ledger::DatabaseUrl;
use record::Writer;
use testkit::Database;
use tokio_postgres::NoTls;

use crate::notes;

async fn run(url: &str, sql: &str) -> Result<(), String> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    let connection = tokio::spawn(connection);
    let outcome = client.batch_execute(sql).await;
    drop(client);
    connection.await.unwrap().unwrap();
    outcome.map_err(|it| it.as_db_error().map_or_else(|| it.to_string(), |it| it.message().into()))
}

#[tokio::test]
async fn the_programs_user_cannot_change_or_delete_what_was_done() {
    let database = Database::postgres().await;
    let DatabaseUrl::Postgres(url) = database.url().clone() else { panic!("PostgreSQL") };
    let owner = testkit::ledger(&database, notes::plan).await;
    notes::write(&owner, 1, 2).await;
    drop(owner);
    let (server, name) = url.rsplit_once('/').unwrap();
    let user = format!("program_{}", name.rsplit('_').next().unwrap());
    // As docs/operators.md says.
    let rights = format!(
        "CREATE ROLE {user} LOGIN;
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {user};
         REVOKE UPDATE, DELETE, TRUNCATE ON ledger_event, ledger_access FROM {user};
         GRANT UPDATE (leaf) ON ledger_event, ledger_access TO {user};"
    );
    run(&url, &rights).await.unwrap();
    let (_, host) = server.rsplit_once('@').unwrap();
    let own = format!("postgres://{user}@{host}/{name}");

    let mut blueprint = testkit::blueprint();
    notes::plan(&mut blueprint);
    let ledger = ledger::Ledger::open(&own.parse().unwrap(), blueprint).await.unwrap();
    notes::write(&ledger, 2, 1).await;
    let folder = audit::tree::Folder::open(&database.folder().join("record")).unwrap();
    let mut writer = Writer::take(&ledger, &folder).await.unwrap().unwrap();
    let step = writer.step(ledger.clock().now()).await.unwrap();
    assert_eq!((step.logged, step.damaged), (7, 0));
    drop(ledger);

    for sql in [
        "UPDATE ledger_event SET body = body",
        "UPDATE ledger_event SET actor = actor WHERE seq = 1",
        "DELETE FROM ledger_event",
        "TRUNCATE ledger_event",
        "UPDATE ledger_access SET reason = reason",
        "DELETE FROM ledger_access",
        "ALTER TABLE ledger_event DROP COLUMN leaf",
        "DROP TABLE ledger_access",
        "CREATE TABLE another (a TEXT)",
    ] {
        let refused = run(&own, sql).await.unwrap_err();
        let is_refused = refused.contains("permission denied") || refused.contains("must be owner");
        assert!(is_refused, "{sql}: {refused}");
    }
    drop(writer);
    run(&url, &format!("DROP OWNED BY {user}; DROP ROLE {user};")).await.unwrap();
}
