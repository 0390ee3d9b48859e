//! The one way to write.
//!
//! A **stream** is one thing with a history. A command runs in one transaction: the ledger looks
//! up the client-made command id, loads the stream's snapshot, calls the command (a pure function
//! of the domain), appends the events, saves the snapshot, lets the module's projections update
//! their read tables and writes the outbox. One commit, or nothing.
//!
//! Invariants:
//! * State is a snapshot of the fold; [`Ledger::replay`] rebuilds and compares.
//! * The same command id from the same sender gets the same answer; with other content it is
//!   refused.
//! * A consumer gets each event at least once, in order within a stream.
//! * Nothing is answered before it is on the disk. On SQLite, commands that arrive together share
//!   one flush (group commit), each in its own savepoint.
//! * No engine branch stands outside `engine/`.
//!
//! What is asked most answers with a boxed future: the compiler proves anew, in each function that
//! waits for it, that everything inside may move to another thread, and a box ends that search.

mod command;
mod condition;
mod consumer;
mod copy;
mod correlation;
mod engine;
mod error;
mod leaves;
mod migrate;
mod pace;
mod project;
mod reads;
mod reckoning;
mod reconcile;
mod replay;
mod salt;
mod sql;
mod value;
mod vault;
mod words;

pub use command::{Command, CommandError, Done, content_digest, derived_command};
pub use consumer::{Consumer, Delivery, Handler, Parked};
pub use copy::{
    Column, ColumnKind, Content, CopyError, Giver, Table, Taker, Vessel, copy_out, note,
};
pub use correlation::{correlated, correlation};
pub use engine::{DatabaseUrl, InvalidDatabaseUrl};
pub use error::StoreError;
pub use leaves::{Leaf, Origin, RecordHead};
pub use migrate::Migration;
pub use pace::unhurried;
pub use project::{Projection, Write};
pub use reads::{Accessed, Opening, Read};
pub use replay::{Difference, ReplayReport};
pub use salt::INSTALLATION;
pub use sql::Statement;
pub use value::{Row, Value};
pub use vault::{KeyCount, PRINTS, Rewrapped, Vault, VaultError, Whose};

pub use crypto::{DeploymentKey, KeyRing, Keys, SuiteId};

use std::sync::Arc;

use engine::Engine;
use kernel::{Chance, Clock};
use project::Projections;

/// What the ledger is built from, before it opens.
pub struct Blueprint {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives randomness.
    pub chance: Arc<dyn Chance>,
    /// The versions of the key under which subject keys are wrapped.
    pub ring: KeyRing,
    /// The suite of algorithms in which new things are made.
    pub suite: SuiteId,
    migrations: Vec<Migration>,
    projections: Projections,
    consumers: Vec<Consumer>,
}

impl Blueprint {
    /// A blueprint with the ledger's own tables.
    pub fn new(clock: Arc<dyn Clock>, chance: Arc<dyn Chance>, ring: impl Into<KeyRing>) -> Self {
        Self {
            clock,
            chance,
            ring: ring.into(),
            suite: SuiteId::default(),
            migrations: migrate::OWN.to_vec(),
            projections: Projections::default(),
            consumers: Vec::new(),
        }
    }

    /// Adds a module's migrations, in the order of the modules.
    pub fn migrations(&mut self, migrations: &[Migration]) {
        self.migrations.extend_from_slice(migrations);
    }

    /// Adds a projection, which runs in the transaction of each command on its kind of stream.
    pub fn projection<A: kernel::Aggregate>(&mut self, projection: impl Projection<A> + 'static) {
        self.projections.add(projection);
    }

    /// Adds a kind of stream that fills no read table, so that a replay folds it all the same.
    pub fn aggregate<A: kernel::Aggregate>(&mut self) {
        self.projections.register::<A>();
    }

    /// Adds a consumer of the outbox. The outbox is written for the consumers known when the
    /// event happens, so consumers are added before the ledger opens.
    pub fn consumer(&mut self, consumer: Consumer) {
        self.consumers.push(consumer);
    }
}

/// The ledger of one installation. Cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    clock: Arc<dyn Clock>,
    chance: Arc<dyn Chance>,
    keys: Keys,
    kept_keys: vault::KeyCache,
    migrations: Vec<Migration>,
    projections: Arc<Projections>,
    consumers: Vec<Consumer>,
    handlers: std::sync::RwLock<std::collections::HashMap<&'static str, Arc<dyn Handler>>>,
    news: tokio::sync::Notify,
    changes: std::sync::atomic::AtomicU64,
}

impl Ledger {
    /// Opens the database, migrates it and returns the ledger.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be reached, a migration fails, or a backup was not
    /// restored whole.
    pub async fn open(url: &DatabaseUrl, blueprint: Blueprint) -> Result<Self, StoreError> {
        let engine = Engine::open(url).await?;
        copy::refuse_unfinished(&engine).await?;
        unhurried(migrate::run(&engine, &blueprint.migrations, blueprint.clock.as_ref())).await?;
        let keys = Keys::in_software(blueprint.suite, blueprint.ring, blueprint.chance.clone());
        Ok(Self {
            inner: Arc::new(Inner {
                engine,
                clock: blueprint.clock,
                chance: blueprint.chance,
                keys,
                kept_keys: vault::KeyCache::default(),
                migrations: blueprint.migrations,
                projections: Arc::new(blueprint.projections),
                consumers: blueprint.consumers,
                handlers: std::sync::RwLock::default(),
                news: tokio::sync::Notify::new(),
                changes: std::sync::atomic::AtomicU64::new(0),
            }),
        })
    }

    /// The clock that commands are given.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// The source of randomness for ids.
    pub fn chance(&self) -> &Arc<dyn Chance> {
        &self.inner.chance
    }

    /// The keys of the installation.
    pub fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// The vault that seals and opens personal data.
    pub fn vault(&self) -> Vault {
        Vault::new(self.clone())
    }

    pub(crate) fn changed(&self) {
        self.inner.changes.fetch_add(1, std::sync::atomic::Ordering::Release);
    }

    /// Moves with every command that this node carries out and with every reaction to one; a
    /// cache keyed on it is never stale on a single node.
    pub fn changes(&self) -> u64 {
        self.inner.changes.load(std::sync::atomic::Ordering::Acquire)
    }

    /// Which database this is: `sqlite` or `postgres`.
    pub fn engine_name(&self) -> &'static str {
        self.inner.engine.name()
    }
}

/// Every statement of the ledger itself, for the test that prepares all statements.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    let parts: [&[&Statement]; 11] = [
        command::STATEMENTS,
        consumer::STATEMENTS,
        copy::STATEMENTS,
        leaves::STATEMENTS,
        migrate::STATEMENTS,
        reads::STATEMENTS,
        reckoning::STATEMENTS,
        reconcile::STATEMENTS,
        replay::STATEMENTS,
        vault::STATEMENTS,
        vault::ROTATE_STATEMENTS,
    ];
    parts.into_iter().flatten().copied()
}
