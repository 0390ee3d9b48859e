//! The departments and halls of a city's data.

use std::{future::Future, pin::Pin};

use ::module::{CityData, House, yaml};
use anyhow::Context as _;
use ledger::derived_command;
use organisations_domain::{Authority, ServiceCentre};
use serde::de::DeserializeOwned;

use crate::service::Organisations;

const DEPARTMENTS: &str = "city/departments.yaml";
const HALLS: &str = "city/halls.yaml";

/// See [`module::Module::seed`].
pub fn seed<'a>(
    house: &'a House,
    city: &'a dyn CityData,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>> {
    Box::pin(async move {
        let authorities: Vec<Authority> = read(city, DEPARTMENTS)?;
        let centres: Vec<ServiceCentre> = read(city, HALLS)?;
        if authorities.is_empty() && centres.is_empty() {
            return Ok(());
        }
        let key = derived_command("organisations.seed", DEPARTMENTS);
        let organisations = house.ask::<Organisations>()?;
        organisations.import(key, authorities, centres).await.context("the directory")
    })
}

fn read<T: DeserializeOwned>(city: &dyn CityData, path: &'static str) -> anyhow::Result<Vec<T>> {
    city.text(path).map_or_else(|| Ok(Vec::new()), |text| yaml::read(&text).context(path))
}
