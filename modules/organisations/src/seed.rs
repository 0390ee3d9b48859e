//! The departments and halls of a city's data.

use std::{future::Future, pin::Pin};

use ::module::{CityData, House, yaml};
use anyhow::Context as _;
use kernel::secrecy::{masked, sensitive};
use ledger::derived_command;
use organisations_domain::{Authority, ServiceCentre};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

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
        public(&authorities, &house.secrecy_words).context(DEPARTMENTS)?;
        public(&centres, &house.secrecy_words).context(HALLS)?;
        let key = derived_command("organisations.seed", DEPARTMENTS);
        let organisations = house.ask::<Organisations>()?;
        organisations.import(key, authorities, centres).await.context("the directory")
    })
}

/// Refuses texts that may not be meant for everybody: nobody is there yet who could let them pass.
fn public(all: &impl Serialize, words: &[String]) -> anyhow::Result<()> {
    let mut texts = Vec::new();
    collect(&serde_json::to_value(all)?, &mut texts);
    let is_sensitive = |it: &&String| !sensitive(it, words).is_empty();
    match texts.iter().find(is_sensitive) {
        Some(text) => anyhow::bail!(
            "a number or address of a person, or a mark of what is not for everybody: {}",
            masked(text)
        ),
        None => Ok(()),
    }
}

fn collect(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|it| collect(it, texts)),
        // A code that has a check digit of its own is no text.
        Value::Object(all) => {
            let rest = all.iter().filter(|(name, _)| *name != "credit_code");
            rest.for_each(|(_, it)| collect(it, texts));
        }
        _ => {}
    }
}

fn read<T: DeserializeOwned>(city: &dyn CityData, path: &'static str) -> anyhow::Result<Vec<T>> {
    city.text(path).map_or_else(|| Ok(Vec::new()), |text| yaml::read(&text).context(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_directory_names_offices_and_no_people() {
        let own = ["演练代号".to_owned()];
        let office =
            |text: &str| serde_json::json!([{ "credit_code": "13800138000", "name": text }]);
        assert!(public(&office("市场监督管理局，0591-87654321"), &own).is_ok());
        for text in ["局长手机 13800138000", "内部资料", "演练代号", "写信给 a.b@example.com"]
        {
            let refused = public(&office(text), &own).unwrap_err().to_string();
            assert!(!refused.contains("13800138000"), "{refused}");
        }
    }
}
