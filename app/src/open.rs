//! Opening an installation: the ledger with every subject's tables and rules, and the house in
//! which the subjects start.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use crypto::KeyHolder;
use kernel::{Chance, Clock, Environment, Role};
use ledger::{Blueprint, DatabaseUrl, KeyRing, Ledger, SuiteId};
use module::{Decisions, House, Outages, Quotas, Waits};
use notify::Mailer;
use oidc::{Offer, Offers};
use record::{PublicRecord, Record};
use render::{FontSource, Renderer};
use web::{Site, Web, Words};

use crate::{
    demo_identity::{self, DemoIdentity},
    identity,
    modules::MODULES,
    pause::OutageBook,
    post::Post,
    protection, record as records,
};

/// What an installation is opened with.
pub struct Setup {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives randomness.
    pub chance: Arc<dyn Chance>,
    /// The keys of the installation.
    pub ring: KeyRing,
    /// The suite of algorithms in which new things are made.
    pub suite: SuiteId,
    /// Who holds the issuing keys of licences, where it is not this process.
    pub issuer: Option<Arc<dyn KeyHolder>>,
    /// The database.
    pub database: DatabaseUrl,
    /// The folder of files.
    pub files: std::path::PathBuf,
    /// How the verifiable record is kept.
    pub record: record::Plan,
    /// What the deployer set about the site.
    pub site: Site,
    /// How long acts wait before they leave the house.
    pub waits: Waits,
    /// How much one person may have at once.
    pub quotas: Quotas,
    /// How decisions are watched.
    pub decisions: Decisions,
    /// A file of passwords that leaked elsewhere.
    pub leaked_passwords: Option<std::path::PathBuf>,
    /// The posts on duty, who are told of alarms: `authority/role`. None: all administrators.
    pub duty: Vec<String>,
    /// The roles that need a valid training record.
    pub trained: Vec<Role>,
    /// Words that do not become public without a review.
    pub secrecy_words: Vec<String>,
}

/// An open installation: everything but the listener.
pub struct Installation {
    /// The house with its subjects.
    pub house: House,
    /// What all pages share.
    pub web: Arc<Web>,
    /// What sends e-mails.
    pub post: Post,
    /// The verifiable record.
    pub record: Record,
}

/// The policy of all subjects.
pub fn policy() -> authz::Policy {
    let mut policy = authz::Policy::default();
    policy.add(web::POLICY);
    policy.add(crate::demo::POLICY);
    policy.add(records::POLICY);
    policy.add(protection::POLICY);
    policy.add(crate::demo_identity::POLICY);
    for module in MODULES {
        policy.add(module.policy);
        policy.add_fields(module.fields);
    }
    policy
}

/// The words of all subjects.
///
/// # Errors
/// When a word file does not parse or a key stands twice.
pub fn words() -> anyhow::Result<Words> {
    let mut files = vec![web::LOCALES, crate::demo::LOCALES];
    files.extend(MODULES.iter().map(|module| module.locales));
    Ok(Words::read(&files)?)
}

/// Opens the ledger with every subject's tables, projections and consumers.
///
/// # Errors
/// When the database cannot be opened or migrated.
pub async fn ledger(setup: &Setup) -> anyhow::Result<Ledger> {
    let opened = Ledger::open(&setup.database, blueprint(setup)).await;
    opened.context("the database cannot be opened")
}

/// What the ledger is built from: every subject's tables, projections and consumers.
pub fn blueprint(setup: &Setup) -> Blueprint {
    let mut blueprint =
        Blueprint::new(setup.clock.clone(), setup.chance.clone(), setup.ring.clone());
    blueprint.suite = setup.suite;
    blueprint.migrations(web::MIGRATIONS);
    blueprint.migrations(notify::MIGRATIONS);
    blueprint.aggregate::<record::manifest::Manifest>();
    blueprint.aggregate::<crate::pause::Operation>();
    for module in MODULES {
        blueprint.migrations(module.migrations);
        (module.plan)(&mut blueprint);
    }
    blueprint
}

/// Data belongs to one environment for good: a copy of a test is never opened as the live
/// installation, and the other way round.
async fn same_environment(ledger: &Ledger, wanted: Environment) -> anyhow::Result<()> {
    const NAME: &str = "environment";
    match ledger.setting(NAME).await? {
        None => Ok(ledger.set(NAME, wanted.word()).await?),
        Some(own) if own == wanted.word() => Ok(()),
        Some(own) => anyhow::bail!(
            "this data belongs to the environment `{own}` and cannot be opened as `{}`; set \
             `environment`, or use another data folder and database",
            wanted.word()
        ),
    }
}

/// Opens an installation that sends no e-mails.
///
/// # Errors
/// See [`open_with_mail`].
pub async fn open(setup: Setup) -> anyhow::Result<Installation> {
    open_with_mail(setup, None).await
}

/// Opens an installation and starts its subjects in order. `mailer` carries its e-mails.
///
/// # Errors
/// When the database, the files or a subject cannot start.
pub async fn open_with_mail(
    setup: Setup,
    mailer: Option<Arc<dyn Mailer>>,
) -> anyhow::Result<Installation> {
    open_with(setup, mailer, Vec::new()).await
}

/// Opens an installation and starts its subjects in order. `mailer` carries its e-mails, people
/// sign in through `offers`; the demonstration has an identity provider of its own besides.
///
/// # Errors
/// When the database, the files or a subject cannot start.
pub async fn open_with(
    setup: Setup,
    mailer: Option<Arc<dyn Mailer>>,
    mut offers: Vec<Offer>,
) -> anyhow::Result<Installation> {
    let ledger = ledger(&setup).await?;
    same_environment(&ledger, setup.site.environment).await?;
    let policy = policy();
    let files = files::Files::folder(&setup.files)
        .with_context(|| format!("the folder of files {} cannot be used", setup.files.display()))?;
    let mut house = House::new(
        ledger.clone(),
        Renderer::new(FontSource::Shipped),
        files,
        setup.site.public_url.clone(),
        Arc::new(policy.clone()),
    );
    house.is_demo = setup.site.is_demo;
    house.environment = setup.site.environment;
    house.waits = setup.waits;
    house.quotas = setup.quotas;
    house.decisions = setup.decisions;
    house.leaked_passwords = setup.leaked_passwords;
    house.duty = setup.duty;
    house.trained = setup.trained;
    house.secrecy_words = setup.secrecy_words;
    if let Some(mailer) = &mailer {
        house.provide::<dyn Mailer>(mailer.clone());
    }
    if house.is_demo {
        let own = demo_identity::settings(&house.public_url);
        offers.extend(identity::offers(&[own], &house.public_url)?);
    }
    let allows_short = offers.iter().any(|it| it.client.provider().allows_rsa_2048);
    house.provide::<Offers>(Arc::new(Offers::new(offers)));
    if let Some(issuer) = setup.issuer {
        house.provide::<dyn KeyHolder>(issuer);
    }
    let record = Record::of(&ledger, setup.record)?;
    house.provide::<dyn PublicRecord>(Arc::new(record.clone()));
    house.provide::<dyn Outages>(Arc::new(OutageBook(ledger.clone())));
    for module in MODULES {
        (module.start)(&mut house).with_context(|| format!("{} cannot start", module.name))?;
    }
    if house.is_demo {
        let own = DemoIdentity::new(&house)?;
        house.routes.extend(demo_identity::routes(own));
    }
    let desk = records::Desk { record: record.clone(), ledger: ledger.clone() };
    house.routes.extend(records::routes(&desk));
    let plan = protection::Desk { record: record.clone(), allows_short_keys: allows_short };
    house.routes.extend(protection::routes(&plan));
    house.descriptions.push(records::pages::description());
    let menus =
        MODULES.iter().flat_map(|module| module.menu).chain(records::MENU).chain(protection::MENU);
    let menu = menus.copied().collect();
    let web = Web::new(ledger, policy, words()?, menu, setup.site);
    web.ask_standing(house.ask::<dyn web::Standing>()?);
    let post = Post::new(&house, mailer)?;
    Ok(Installation { house, web, post, record })
}

impl Installation {
    /// Runs every job once and delivers what waits, so that everything derived is fresh.
    ///
    /// # Errors
    /// When a job or the store fails.
    pub async fn catch_up(&self) -> anyhow::Result<()> {
        for job in &self.house.jobs {
            ledger::unhurried(job.run()).await.with_context(|| job.name().to_owned())?;
        }
        self.house.ledger.settle().await?;
        Ok(())
    }

    /// Takes a city's data into an empty installation; a second time changes nothing.
    ///
    /// # Errors
    /// When the data is wrong or the store fails.
    pub async fn seed(&self, city: &dyn module::CityData) -> anyhow::Result<bool> {
        const SEEDED: &str = "city-seeded";
        if self.house.ledger.setting(SEEDED).await?.is_some() {
            return Ok(false);
        }
        for module in MODULES {
            if let Some(seed) = module.seed {
                seed(&self.house, city)
                    .await
                    .with_context(|| format!("the data of {}", module.name))?;
            }
            self.catch_up().await?;
        }
        self.house.ledger.set(SEEDED, "yes").await?;
        Ok(true)
    }
}

/// The folder of an installation's files inside its data folder.
pub fn files_folder(data: &Path) -> std::path::PathBuf {
    data.join("files")
}
