//! The descriptor that every subject exports, and the house in which it starts.
//!
//! Subjects start in the order of `modules/ORDER`. Each provides the ports (small traits declared
//! in its domain) that later subjects may ask, and adds its routes and jobs. A subject that asks a
//! port of a later one fails at start, so the direction is kept at run time as well.

mod decisions;
mod holdings;
mod outages;
mod prints;
mod shown;

pub use decisions::Decisions;
pub use holdings::{DataField, HeldFile, Holding, Over, Record};
pub use outages::{Outage, Outages};
pub use prints::{Prints, Renewed};
pub use shown::Shown;

use std::{
    any::{Any, TypeId, type_name},
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::Arc,
};

use authz::{FieldRule, Rule};
use jiff::SignedDuration;
use kernel::Environment;
use ledger::{Blueprint, Ledger, Migration, Statement};
use web::{MenuEntry, Route};

/// What one subject brings. It is the only thing that its crate exports.
pub struct Module {
    /// The subject's word in `modules/ORDER`.
    pub name: &'static str,
    /// Its tables.
    pub migrations: &'static [Migration],
    /// Its words, in the order of [`kernel::Lang::ALL`].
    pub locales: [&'static str; 3],
    /// Its rows of the policy table.
    pub policy: &'static [Rule],
    /// Its fields of personal records, and who sees them.
    pub fields: &'static [FieldRule],
    /// Its entries of the menus.
    pub menu: &'static [MenuEntry],
    /// Its statements, for the test that prepares them all.
    pub statements: &'static [&'static [&'static Statement]],
    /// Adds its projections and consumers before the ledger opens.
    pub plan: fn(&mut Blueprint),
    /// Starts its services: asks earlier ports, provides its own, adds routes, jobs and handlers.
    pub start: fn(&mut House) -> anyhow::Result<()>,
    /// Takes its part of a city's data into an empty installation.
    pub seed: Option<Seed>,
}

/// Takes a subject's part of a city's data.
pub type Seed = for<'a> fn(
    &'a House,
    &'a dyn CityData,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>>;

/// The files of a city: `services/` of the project, or a deployer's own folder.
pub trait CityData: Send + Sync {
    /// The text of a file, such as `city/regions.yaml`.
    fn text(&self, path: &str) -> Option<String>;

    /// The paths of all files, in alphabetical order.
    fn paths(&self) -> Vec<String>;
}

/// A job that runs again and again: idempotent and safe on many nodes.
#[async_trait::async_trait]
pub trait Job: Send + Sync {
    /// `subject.purpose`.
    fn name(&self) -> &'static str;

    /// Whether it draws consequences from somebody's silence. Such a job rests for a while after
    /// changes were not taken, so that whoever could not act in that time still can.
    fn acts_by_silence(&self) -> bool {
        false
    }

    /// Does what is due now; answers how many things it did.
    async fn run(&self) -> anyhow::Result<u64>;
}

/// How long acts wait before they leave the house, or before nothing brings them back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    /// A decision, until its notice leaves and its result is made.
    pub notice: SignedDuration,
    /// An act of power that takes something away, after a second person approved it.
    pub power: SignedDuration,
    /// What an applicant removed, until it cannot be restored any more.
    pub restore: SignedDuration,
    /// A new password in the place of a forgotten one, so that the owner can prevent it.
    pub recovery: SignedDuration,
    /// The code with which a holder shows a licence to a verifier, until it is over.
    pub showing: SignedDuration,
}

impl Default for Waits {
    fn default() -> Self {
        Self {
            notice: SignedDuration::from_mins(10),
            power: SignedDuration::from_hours(1),
            restore: SignedDuration::from_hours(24 * 30),
            recovery: SignedDuration::from_hours(24),
            showing: SignedDuration::from_mins(5),
        }
    }
}

/// How much one person may have at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// Open drafts of one person.
    pub drafts: usize,
    /// Files of one application.
    pub files: usize,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { drafts: 20, files: 60 }
    }
}

/// What the subjects start in.
pub struct House {
    /// The one way to write.
    pub ledger: Ledger,
    /// Documents as PDF.
    pub renderer: render::Renderer,
    /// Files outside the database.
    pub files: files::Files,
    /// The address under which people reach the site, without a slash at the end.
    pub public_url: String,
    /// Whether this is the demonstration, whose accounts are shown and whose clock moves.
    pub is_demo: bool,
    /// What the installation is for.
    pub environment: Environment,
    /// How long acts wait, so that a slip can be taken back.
    pub waits: Waits,
    /// How much one person may have at once.
    pub quotas: Quotas,
    /// How decisions are watched.
    pub decisions: Decisions,
    /// A file of passwords that leaked elsewhere, where the deployer has one.
    pub leaked_passwords: Option<std::path::PathBuf>,
    /// The policy of all subjects.
    pub policy: Arc<authz::Policy>,
    /// The posts on duty, who are told of alarms: `authority/role`. None: all administrators.
    pub duty: Vec<String>,
    /// The roles of staff that need a valid training record. None: nobody.
    pub trained: Vec<kernel::Role>,
    /// Words that do not become public without a review, besides those that every installation
    /// knows.
    pub secrecy_words: Vec<String>,
    ports: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
    /// The routes of the subjects that have started.
    pub routes: Vec<Route>,
    /// Their jobs.
    pub jobs: Vec<Arc<dyn Job>>,
    /// What they hold about people and firms.
    pub holdings: Vec<Arc<dyn Holding>>,
    /// The fingerprints that they search by, which follow the key when it is rotated.
    pub prints: Vec<Arc<dyn Prints>>,
    /// What they show to everybody.
    pub shown: Vec<Shown>,
    /// Their parts of the API description.
    pub descriptions: Vec<utoipa::openapi::OpenApi>,
}

impl House {
    /// An empty house.
    pub fn new(
        ledger: Ledger,
        renderer: render::Renderer,
        files: files::Files,
        public_url: String,
        policy: Arc<authz::Policy>,
    ) -> Self {
        Self {
            ledger,
            renderer,
            files,
            public_url,
            is_demo: false,
            environment: Environment::default(),
            waits: Waits::default(),
            quotas: Quotas::default(),
            decisions: Decisions::default(),
            leaked_passwords: None,
            policy,
            duty: Vec::new(),
            trained: Vec::new(),
            secrecy_words: Vec::new(),
            ports: HashMap::new(),
            routes: Vec::new(),
            jobs: Vec::new(),
            holdings: Vec::new(),
            prints: Vec::new(),
            shown: Vec::new(),
            descriptions: Vec::new(),
        }
    }

    /// Provides a port to the subjects that start later.
    pub fn provide<P: ?Sized + Send + Sync + 'static>(&mut self, port: Arc<P>) {
        self.ports.insert(TypeId::of::<P>(), Box::new(port));
    }

    /// A port of an earlier subject.
    ///
    /// # Errors
    /// When no subject that has started provides it.
    pub fn ask<P: ?Sized + Send + Sync + 'static>(&self) -> anyhow::Result<Arc<P>> {
        self.ports
            .get(&TypeId::of::<P>())
            .and_then(|port| port.downcast_ref::<Arc<P>>())
            .cloned()
            .ok_or_else(|| anyhow::anyhow!("no earlier subject provides {}", type_name::<P>()))
    }
}

/// Reading the YAML files of a city.
pub mod yaml;
