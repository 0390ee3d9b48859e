//! A city's services and lists, taken into an empty installation.

use std::{collections::BTreeMap, fmt::Write as _, future::Future, pin::Pin};

use anyhow::{Context as _, bail};
use catalogue_domain::{Definition, Elements, Finding, LintContext, SourceMap, lint, lint_all};
use futures::{StreamExt as _, TryStreamExt as _, stream};
use kernel::LocalText;
use module::{CityData, House, yaml};
use serde::Deserialize;

use crate::{
    lists::{LifeEvent, Lists, Themes},
    service::{Catalogue, Trouble},
};

/// The file of a service within its folder.
const SERVICE: &str = "/service.yaml";
/// The file of the catalogue list.
const CATALOGUE: &str = "city/catalogue.yaml";
/// So many services are written side by side, so that they share a flush.
const ABREAST: usize = 16;

/// See [`module::Seed`].
pub(crate) fn seed<'a>(
    house: &'a House,
    city: &'a dyn CityData,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>> {
    Box::pin(async move {
        let catalogue = house.ask::<Catalogue>()?;
        let lists = lists(city)?;
        let entries = entries(city)?;
        let mut context = context(&catalogue, &lists, city)?;
        for it in &entries {
            context.entries.insert(it.code.clone(), vec![catalogue.base(it, true)]);
        }
        let services = services(&context, city)?;
        check_frequent(&lists, &services)?;
        catalogue.import_lists(lists).await.map_err(failed)?;
        found(&catalogue, entries).await?;
        stream::iter(services)
            .map(|(definition, source)| {
                let catalogue = catalogue.clone();
                async move { catalogue.found(&definition, source).await.map_err(failed) }
            })
            .buffer_unordered(ABREAST)
            .try_collect::<Vec<()>>()
            .await?;
        // Later subjects ask for services while they take in their own data.
        catalogue.refresh().await?;
        Ok(())
    })
}

fn failed(trouble: Trouble) -> anyhow::Error {
    anyhow::anyhow!("the catalogue refuses a city's data: {trouble:?}")
}

/// The catalogue list of a city; a city may have none.
fn entries(city: &dyn CityData) -> anyhow::Result<Vec<Elements>> {
    let Some(text) = city.text(CATALOGUE) else { return Ok(Vec::new()) };
    yaml::read(&text).context(CATALOGUE)
}

async fn found(catalogue: &Catalogue, entries: Vec<Elements>) -> anyhow::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let codes = entries.iter().map(|it| it.code.clone()).collect();
    catalogue.found_list(codes).await.map_err(failed)?;
    stream::iter(entries)
        .map(|elements| {
            let catalogue = catalogue.clone();
            let code = elements.code.clone();
            async move {
                let done = catalogue.found_entry(elements).await;
                done.map_err(failed).with_context(|| format!("{CATALOGUE}: {code}"))
            }
        })
        .buffer_unordered(ABREAST)
        .try_collect::<Vec<()>>()
        .await?;
    Ok(())
}

fn lists(city: &dyn CityData) -> anyhow::Result<Lists> {
    fn read<T: Default + serde::de::DeserializeOwned>(
        city: &dyn CityData,
        path: &str,
    ) -> anyhow::Result<T> {
        let Some(text) = city.text(path) else { return Ok(T::default()) };
        yaml::read(&text).with_context(|| path.to_owned())
    }
    Ok(Lists {
        themes: read::<Themes>(city, "city/themes.yaml")?,
        life_events: read::<Vec<LifeEvent>>(city, "city/life-events.yaml")?,
        synonyms: read(city, "city/synonyms.yaml")?,
        frequent: read(city, "city/frequent.yaml")?,
    })
}

/// The home page names services that there are: a misspelt id would only be missing there.
fn check_frequent(lists: &Lists, services: &[(Definition, String)]) -> anyhow::Result<()> {
    let is_known = |id: &String| services.iter().any(|(definition, _)| definition.id == *id);
    match lists.frequent.iter().find(|id| !is_known(id)) {
        Some(id) => bail!("city/frequent.yaml: there is no service {id}"),
        None => Ok(()),
    }
}

/// A kind of licence, as far as the lints ask about it.
#[derive(Deserialize)]
struct LicenceType {
    id: String,
    name: LocalText,
}

fn context(
    catalogue: &Catalogue,
    lists: &Lists,
    city: &dyn CityData,
) -> anyhow::Result<LintContext> {
    let mut context = catalogue.lint_context(lists);
    if let Some(text) = city.text("city/licence-types.yaml") {
        let types: Vec<LicenceType> = yaml::read(&text).context("city/licence-types.yaml")?;
        let names = types.into_iter().map(|it| (it.id, it.name.zh_hans));
        context.licence_types = Some(names.collect::<BTreeMap<_, _>>());
    }
    Ok(context)
}

/// All services of a city, read and linted, each alone and all beside one another. One that may not
/// be published stops the start, with every fault of every file.
fn services(
    context: &LintContext,
    city: &dyn CityData,
) -> anyhow::Result<Vec<(Definition, String)>> {
    let mut sheets: Vec<(Definition, SourceMap)> = Vec::new();
    let mut sources = Vec::new();
    let mut findings = Vec::new();
    for path in city.paths().into_iter().filter(|path| path.ends_with(SERVICE)) {
        let Some(source) = city.text(&path) else { continue };
        match Definition::read(&path, &source) {
            Ok((definition, map)) => {
                findings.extend(lint(&definition, &map, context));
                sheets.push((definition, map));
                sources.push(source);
            }
            Err(unreadable) => findings.extend(unreadable),
        }
    }
    findings.extend(lint_all(&sheets));
    // Nobody is there yet who could let something pass.
    let stops = |it: &&Finding| it.is_error() || it.is_review();
    let mut faults = String::new();
    for fault in findings.iter().filter(stops) {
        let _ = writeln!(faults, "{fault}");
    }
    if !faults.is_empty() {
        bail!("services that may not be published:\n{faults}");
    }
    let definitions = sheets.into_iter().map(|(definition, _)| definition);
    Ok(definitions.zip(sources).collect())
}
