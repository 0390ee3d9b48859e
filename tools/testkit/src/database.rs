//! A fresh database for one test, on either engine, gone when the test is over.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    path::{Path, PathBuf},
};

use ledger::DatabaseUrl;
use tokio_postgres::NoTls;

/// Names the PostgreSQL server of the tests. `cargo xtask test` starts one and sets this.
pub const POSTGRES: &str = "ONEWINDOW_TEST_POSTGRES";

const SQLITE_FILE: &str = "onewindow.db";

/// A database that lives as long as this value.
pub struct Database {
    url: DatabaseUrl,
    folder: PathBuf,
    on_server: Option<OnServer>,
}

/// What was in a database at one moment.
pub enum Kept {
    /// The file of SQLite.
    Bytes(Vec<u8>),
    /// A database on the server of the tests, by its name.
    OnServer(String),
}

/// A database on the server of the tests.
struct OnServer {
    server: String,
    name: String,
}

impl Database {
    /// A fresh SQLite file in a folder of its own.
    ///
    /// # Panics
    /// When the folder cannot be made.
    pub fn sqlite() -> Self {
        let folder = fresh_folder();
        let url = DatabaseUrl::Sqlite(folder.join(SQLITE_FILE));
        Self { url, folder, on_server: None }
    }

    /// A fresh database on the PostgreSQL server of the tests.
    ///
    /// # Panics
    /// When there is no such server.
    pub async fn postgres() -> Self {
        let Ok(server) = std::env::var(POSTGRES) else {
            panic!("{POSTGRES} is not set: run this test through `cargo xtask test`");
        };
        let name = fresh_name();
        administer(&server, &format!("CREATE DATABASE {name}"))
            .await
            .expect("the PostgreSQL server of the tests makes a database");
        let (address, _) = server.rsplit_once('/').expect("an address with a database in it");
        let url = DatabaseUrl::Postgres(format!("{address}/{name}"));
        Self { url, folder: fresh_folder(), on_server: Some(OnServer { server, name }) }
    }

    /// Keeps what is in it now. Nobody may write to it meanwhile; on PostgreSQL, who is still
    /// connected is cut off.
    ///
    /// # Panics
    /// When it cannot be read.
    pub async fn keep(self) -> Kept {
        let Some(place) = &self.on_server else {
            let copy = self.folder.join("kept.db");
            let source = rusqlite::Connection::open(self.folder.join(SQLITE_FILE));
            let copied =
                source.and_then(|it| it.execute("VACUUM INTO ?1", [copy.to_string_lossy()]));
            copied.expect("what is in the database is copied");
            return Kept::Bytes(std::fs::read(&copy).expect("the copy is read"));
        };
        let (server, name) = (place.server.clone(), place.name.clone());
        let cut = format!(
            "ALTER DATABASE {name} ALLOW_CONNECTIONS false;
             SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        );
        administer(&server, &cut).await.expect("the database is left alone");
        // It stays on the server of the tests, which goes away with them.
        let mut own = self;
        own.on_server = None;
        Kept::OnServer(name)
    }

    /// Has in it what was kept, instead of nothing.
    ///
    /// # Panics
    /// When it is of another engine, or cannot be written.
    pub async fn begins_as(&self, kept: &Kept) {
        match (&self.on_server, kept) {
            (None, Kept::Bytes(bytes)) => {
                std::fs::write(self.folder.join(SQLITE_FILE), bytes).expect("the copy is written");
            }
            (Some(OnServer { server, name }), Kept::OnServer(kept)) => {
                for sql in [
                    format!("DROP DATABASE {name} WITH (FORCE)"),
                    format!("CREATE DATABASE {name} TEMPLATE {kept}"),
                ] {
                    administer(server, &sql).await.expect("the copy is made");
                }
            }
            _ => panic!("what was kept is of another engine"),
        }
    }

    /// Whether nobody has opened it yet.
    ///
    /// # Panics
    /// When the server cannot be asked.
    pub async fn is_untouched(&self) -> bool {
        let DatabaseUrl::Postgres(url) = &self.url else {
            return !self.folder.join(SQLITE_FILE).exists();
        };
        const TABLES: &str = "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'";
        let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("a connection");
        let connection = tokio::spawn(connection);
        let found: i64 = client.query_one(TABLES, &[]).await.expect("an answer").get(0);
        drop(client);
        let _ = connection.await;
        found == 0
    }

    /// Where it is.
    pub fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// Which engine it is: `sqlite` or `postgres`.
    pub fn engine_name(&self) -> &'static str {
        if self.on_server.is_some() { "postgres" } else { "sqlite" }
    }

    /// A folder for the files of the same test, removed together with the database.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(OnServer { server, name }) = self.on_server.take() {
            drop_database(server, &name);
        }
        // What cannot be removed stays in the temporary folder and harms nobody.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Drops the database even if a pool is still connected. It has a thread of its own, because the
/// test's runtime must not be blocked from within.
fn drop_database(server: String, name: &str) {
    let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    let work = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.map(|runtime| runtime.block_on(administer(&server, &sql)))
    });
    // The whole server goes away when the tests are over.
    let _ = work.join();
}

async fn administer(server: &str, sql: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(server, NoTls).await?;
    let connection = tokio::spawn(connection);
    let outcome = client.batch_execute(sql).await;
    drop(client);
    // The connection ends when its client is gone; how it ended does not matter any more.
    let _ = connection.await;
    outcome
}

pub(crate) fn fresh_folder() -> PathBuf {
    let folder = std::env::temp_dir().join(fresh_name());
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

fn fresh_name() -> String {
    // Each RandomState is keyed differently, which is all the randomness that a name needs.
    let random = RandomState::new().build_hasher().finish();
    format!("onewindow_test_{}_{random:016x}", std::process::id())
}

/// Tells the same story on both engines, each with a database of its own.
///
/// # Panics
/// When the story does, or when there is no PostgreSQL server of the tests.
pub async fn on_both<F, Fut>(story: F)
where
    F: Fn(Database) -> Fut,
    Fut: Future<Output = ()>,
{
    // The last line says on which engine a story ended badly.
    eprintln!("on sqlite");
    story(Database::sqlite()).await;
    let postgres = Database::postgres().await;
    eprintln!("on postgres");
    story(postgres).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_has_its_own_place_and_leaves_nothing_behind() {
        let (one, other) = (Database::sqlite(), Database::sqlite());
        assert_ne!(one.url(), other.url());
        let folder = one.folder().to_owned();
        std::fs::write(folder.join("onewindow.db"), "").expect("a file");
        drop(one);
        assert!(!folder.exists() && other.folder().exists());
    }

    #[tokio::test]
    async fn what_was_kept_is_what_another_begins_with() {
        on_both(|db| async move {
            let is_sqlite = db.engine_name() == "sqlite";
            let fresh =
                async || if is_sqlite { Database::sqlite() } else { Database::postgres().await };
            let other = fresh().await;
            assert!(db.is_untouched().await && other.is_untouched().await);
            write(&db, "CREATE TABLE kept (word TEXT); INSERT INTO kept VALUES ('真')").await;
            let kept = db.keep().await;
            other.begins_as(&kept).await;
            assert!(!other.is_untouched().await);
            // A second time would fail if the first row were not there.
            write(&other, "CREATE UNIQUE INDEX once ON kept (word)").await;
            let again = fresh().await;
            again.begins_as(&kept).await;
            write(&again, "ALTER TABLE kept ADD COLUMN other TEXT; DROP TABLE kept").await;
        })
        .await;
    }

    async fn write(db: &Database, sql: &str) {
        match db.url() {
            DatabaseUrl::Sqlite(path) => {
                rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
            }
            DatabaseUrl::Postgres(url) => administer(url, sql).await.unwrap(),
        }
    }

    #[tokio::test]
    async fn a_story_is_told_on_both_engines() {
        let told = std::sync::Mutex::new(Vec::new());
        on_both(|db| {
            told.lock().expect("no panic").push((db.engine_name(), db.url().clone()));
            std::future::ready(())
        })
        .await;
        let told = told.into_inner().expect("no panic");
        assert_eq!(told.iter().map(|(name, _)| *name).collect::<Vec<_>>(), ["sqlite", "postgres"]);
        let DatabaseUrl::Postgres(gone) = &told[1].1 else { panic!("{:?}", told[1]) };
        let missing = tokio_postgres::connect(gone, NoTls)
            .await
            .err()
            .and_then(|error| error.as_db_error().map(|error| error.code().code().to_owned()));
        assert_eq!(missing.as_deref(), Some("3D000"), "the database is dropped at the end");
    }
}
