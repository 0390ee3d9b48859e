//! Opening an installation: the ledger with every subject's tables and rules, and the house in
//! which the subjects start.

use std::{path::Path, sync::Arc};

use anyhow::Context as _;
use kernel::{Chance, Clock};
use ledger::{Blueprint, DatabaseUrl, DeploymentKey, Ledger};
use module::House;
use notify::Mailer;
use render::{FontSource, Renderer};
use web::{Site, Web, Words};

use crate::{modules::MODULES, post::Post};

/// What an installation is opened with.
pub struct Setup {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives randomness.
    pub chance: Arc<dyn Chance>,
    /// The key of the installation.
    pub key: DeploymentKey,
    /// The database.
    pub database: DatabaseUrl,
    /// The folder of files.
    pub files: std::path::PathBuf,
    /// What the deployer set about the site.
    pub site: Site,
}

/// An open installation: everything but the listener.
pub struct Installation {
    /// The house with its subjects.
    pub house: House,
    /// What all pages share.
    pub web: Arc<Web>,
    /// What sends e-mails.
    pub post: Post,
}

/// The policy of all subjects.
pub fn policy() -> authz::Policy {
    let mut policy = authz::Policy::default();
    policy.add(web::POLICY);
    policy.add(crate::demo::POLICY);
    for module in MODULES {
        policy.add(module.policy);
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
    let mut blueprint =
        Blueprint::new(setup.clock.clone(), setup.chance.clone(), setup.key.clone());
    blueprint.migrations(web::MIGRATIONS);
    blueprint.migrations(notify::MIGRATIONS);
    for module in MODULES {
        blueprint.migrations(module.migrations);
        (module.plan)(&mut blueprint);
    }
    Ledger::open(&setup.database, blueprint).await.context("the database cannot be opened")
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
    let ledger = ledger(&setup).await?;
    let policy = policy();
    let files = files::Files::folder(&setup.files)
        .with_context(|| format!("the folder of files {} cannot be used", setup.files.display()))?;
    let mut house = House::new(
        ledger.clone(),
        Renderer::new(FontSource::Shipped),
        files,
        setup.key.clone(),
        setup.site.public_url.clone(),
        Arc::new(policy.clone()),
    );
    house.is_demo = setup.site.is_demo;
    if let Some(mailer) = &mailer {
        house.provide::<dyn Mailer>(mailer.clone());
    }
    for module in MODULES {
        (module.start)(&mut house).with_context(|| format!("{} cannot start", module.name))?;
    }
    let menu = MODULES.iter().flat_map(|module| module.menu.iter().copied()).collect();
    let web = Web::new(ledger, &setup.key, policy, words()?, menu, setup.site);
    let post = Post::new(&house, mailer)?;
    Ok(Installation { house, web, post })
}

impl Installation {
    /// Runs every job once and delivers what waits, so that everything derived is fresh.
    ///
    /// # Errors
    /// When a job or the store fails.
    pub async fn catch_up(&self) -> anyhow::Result<()> {
        for job in &self.house.jobs {
            job.run().await.with_context(|| job.name().to_owned())?;
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
