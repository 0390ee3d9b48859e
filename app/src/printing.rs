//! `onewindow print`: what follows from the code alone.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context as _;
use catalogue_domain::{BlankForms, Services};
use clap::{Args, ValueEnum};
use kernel::Lang;
use module::Waits;
use ops::{Arguments, Settings, SystemChance, SystemClock};
use web::{Site, Zone};

use crate::{
    commands::{self, say},
    linked,
    open::{self, Installation, Setup},
    record as records,
};

/// Print what is generated from the code, or the blank forms of an installation's services
#[derive(Debug, Args)]
pub struct Print {
    /// What to print
    what: Printed,
    /// The folder for `forms`, which get a folder for each language
    #[arg(long, value_name = "DIR", required_if_eq("what", "forms"))]
    to: Option<PathBuf>,
    #[command(flatten)]
    settings: Arguments,
}

/// What can be printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Printed {
    /// The permission matrix, as Markdown
    Permissions,
    /// The same matrix with fields and routes, as JSON
    PermissionsJson,
    /// The routes with permission, audit and limit class, as Markdown
    Routes,
    /// The description of the API, as JSON
    Openapi,
    /// The JSON Schema of service definitions
    Schema,
    /// The demonstration city's services as one data set of CPSV-AP, in JSON-LD
    CpsvAp,
    /// The demonstration city's services as `GovernmentService` of schema.org, in JSON-LD
    SchemaOrg,
    /// The blank forms of all services that are offered, as PDF, so that offices have them on the
    /// day on which nothing else works
    Forms,
}

/// Prints it.
///
/// # Errors
/// When an installation without data cannot be opened.
pub async fn print(wish: Print) -> anyhow::Result<ExitCode> {
    let what = wish.what;
    match what {
        Printed::Permissions => say(open::policy().matrix().trim_end()),
        Printed::Forms => {
            let to = wish.to.context("--to names the folder")?;
            let settings = Settings::load(&wish.settings)?;
            let clock = Arc::new(SystemClock::new(settings.zone.clone()));
            let setup = commands::setup(&settings, clock, false)?;
            let count = forms(&open::open(setup).await?, &to).await?;
            say(&format!("{count} forms in {}", to.display()));
        }
        Printed::Schema => say(catalogue_domain::schema_text().trim_end()),
        Printed::CpsvAp => say(&linked::cpsv_ap()?),
        Printed::SchemaOrg => say(&linked::schema_orgs()?),
        Printed::Routes | Printed::Openapi | Printed::PermissionsJson => {
            let folder = std::env::temp_dir().join(format!("onewindow-{}", std::process::id()));
            let installation = empty(&folder).await?;
            match what {
                Printed::Routes => say(routes(&installation).trim_end()),
                Printed::PermissionsJson => {
                    say(&serde_json::to_string_pretty(&printed(&installation))?)
                }
                _ => say(&crate::description::text(&installation, Zone::Whole)),
            }
            std::fs::remove_dir_all(&folder)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the blank form of each service in each language; answers how many.
///
/// # Errors
/// When one cannot be made or written.
pub async fn forms(installation: &Installation, to: &Path) -> anyhow::Result<usize> {
    // What is in force comes into the memory of this process.
    for job in installation.house.jobs.iter().filter(|it| it.name().ends_with(".refresh")) {
        job.run().await.with_context(|| job.name().to_owned())?;
    }
    let services = installation.house.ask::<dyn Services>()?;
    let forms = installation.house.ask::<dyn BlankForms>()?;
    let mut count = 0;
    for lang in Lang::ALL {
        let folder = to.join(lang.path());
        std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
        for service in services.all() {
            let id = &service.definition.id;
            let made = forms.form(id, lang).await.map_err(|error| anyhow::anyhow!("{id}: {error}"));
            let Some(pdf) = made? else { continue };
            std::fs::write(folder.join(format!("{id}.pdf")), pdf)?;
            count += 1;
        }
    }
    Ok(count)
}

/// An installation without data, for what follows from the code alone.
pub async fn empty(folder: &std::path::Path) -> anyhow::Result<Installation> {
    let zone = ops::zone("Asia/Shanghai").context("no zone")?;
    let clock = Arc::new(SystemClock::new(zone));
    open::open(Setup {
        record: records::unsigned(&folder.join("record"), clock.clone()),
        clock,
        chance: Arc::new(SystemChance),
        ring: ledger::DeploymentKey::new([0; 32]).into(),
        suite: ledger::SuiteId::default(),
        issuer: None,
        database: ledger::DatabaseUrl::Sqlite(folder.join("empty.db")),
        files: folder.join("files"),
        site: Site::default(),
        waits: Waits::default(),
        quotas: module::Quotas::default(),
        decisions: module::Decisions::default(),
        leaked_passwords: None,
        duty: Vec::new(),
        trained: Vec::new(),
        secrecy_words: Vec::new(),
    })
    .await
}

/// The policy with all addresses.
fn printed(installation: &Installation) -> serde_json::Value {
    let routes = installation.house.routes.iter().map(|it| (it.id(), it.needs.action));
    installation.web.policy.printed(&routes.collect::<Vec<_>>())
}

/// The routes as a Markdown table, in alphabetical order.
fn routes(installation: &Installation) -> String {
    let mut rows: Vec<String> = installation
        .house
        .routes
        .iter()
        .map(|it| {
            let needs = it.needs;
            format!(
                "| {} | {} | {:?} | {:?} | {} | {} |",
                it.id(),
                needs.action,
                needs.audit,
                needs.limit,
                if needs.is_power() { "yes" } else { "" },
                it.module
            )
        })
        .collect();
    rows.sort();
    let head =
        "| route | action | audit | limit | confirmed | subject |\n|---|---|---|---|---|---|\n";
    format!("{head}{}", rows.join("\n"))
}
