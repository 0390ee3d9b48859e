//! The demonstration city in the forms of other systems, from its files alone: no installation is
//! opened, so what is printed depends on nothing but the code.

use std::sync::Arc;

use anyhow::Context as _;
use catalogue_domain::{
    Definition, Published,
    interchange::{Moment, Offer, cpsv_ap_catalogue, schema_org},
};
use module::{CityData as _, yaml};
use serde::de::DeserializeOwned;

use crate::city::Shipped;

/// Where the printed services stand; a name that leads nowhere (RFC 2606).
const SITE: &str = "https://rongcheng.example";

/// All services as one data set of CPSV-AP.
///
/// # Errors
/// When the city's own files cannot be read.
pub fn cpsv_ap() -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&cpsv_ap_catalogue(&offers()?, SITE))?)
}

/// All services as `GovernmentService` of schema.org, in a list.
///
/// # Errors
/// When the city's own files cannot be read.
pub fn schema_orgs() -> anyhow::Result<String> {
    let all: Vec<_> = offers()?.iter().map(|offer| schema_org(offer, SITE)).collect();
    Ok(serde_json::to_string_pretty(&all)?)
}

fn offers() -> anyhow::Result<Vec<Offer>> {
    let mut services = Vec::new();
    for path in Shipped.paths().iter().filter(|path| path.ends_with("/service.yaml")) {
        let text = Shipped.text(path).with_context(|| path.clone())?;
        let (definition, _) = Definition::read(path, &text)
            .map_err(|findings| anyhow::anyhow!("{path}: {} findings", findings.len()))?;
        let published_on = jiff::civil::date(2026, 1, 1);
        let digest = String::new();
        services.push(Arc::new(Published { revision: 1, digest, definition, published_on }));
    }
    let moments: Vec<Moment> = read("city/life-events.yaml")?;
    let (authorities, divisions) = (read("city/departments.yaml")?, read("city/regions.yaml")?);
    Ok(Offer::gather(services, &shared(authorities), &shared(divisions), &moments))
}

fn read<T: DeserializeOwned>(path: &str) -> anyhow::Result<Vec<T>> {
    let text = Shipped.text(path).with_context(|| path.to_owned())?;
    yaml::read(&text).with_context(|| path.to_owned())
}

fn shared<T>(items: Vec<T>) -> Vec<Arc<T>> {
    items.into_iter().map(Arc::new).collect()
}
