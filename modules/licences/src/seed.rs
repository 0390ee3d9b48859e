//! A city's licence types and the licences that its people and firms hold already.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc};

use accounts_domain::People;
use anyhow::{Context as _, anyhow};
use catalogue_domain::Services;
use jiff::civil::Date;
use kernel::{LocalText, id::SubjectId};
use licences_domain::{ContentLine, HolderKind, LicenceFacts};
use module::{CityData, House, yaml};
use serde::Deserialize;

use crate::service::{Licensing, TakenOver, TypeOrder};

const LABELS: &str = include_str!("../data/labels.yaml");

/// A row of `city/licence-types.yaml`. Its place in the file is its number for ever.
#[derive(Deserialize)]
struct TypeRow {
    id: String,
    name: LocalText,
    issuer: String,
    holder: HolderKind,
}

/// A row of `city/held-licences.yaml`.
#[derive(Deserialize)]
struct HeldRow {
    #[serde(rename = "type")]
    licence_type: String,
    holder: String,
    number: String,
    issued_on: Date,
    valid_to: Option<Date>,
    contents: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct PersonRow {
    id: String,
    name: String,
    id_number: String,
}

#[derive(Deserialize)]
struct FirmRow {
    id: String,
    name: String,
    credit_code: String,
}

#[derive(Deserialize)]
struct LabelRow {
    id: String,
    label: LocalText,
}

/// Takes them in. A second run changes nothing.
pub fn seed<'a>(
    house: &'a House,
    city: &'a dyn CityData,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>> {
    Box::pin(async move {
        let service = Licensing::of(house)?;
        for row in read::<TypeRow>(city, "city/licence-types.yaml")? {
            let TypeRow { id, name, issuer, holder } = row;
            let order = TypeOrder { id, name, issuer, holder: Some(holder) };
            service.declare(&order).await.map_err(failed)?;
        }
        let holders = holders(house.ask::<dyn People>()?, city).await?;
        let labels = Labels::read(house.ask::<dyn Services>().ok())?;
        for row in read::<HeldRow>(city, "city/held-licences.yaml")? {
            let Some((holder, name)) = holders.get(&row.holder) else {
                tracing::warn!(holder = row.holder, "a held licence has no holder in the register");
                continue;
            };
            let contents = labels.lines(&row.licence_type, row.contents);
            let facts = LicenceFacts { holder_name: name.clone(), contents };
            let taken = TakenOver {
                licence_type: row.licence_type,
                holder: *holder,
                number: row.number,
                issued_on: row.issued_on,
                valid_to: row.valid_to,
                facts,
            };
            service.take_over(taken).await.map_err(failed)?;
        }
        Ok(())
    })
}

fn failed(failure: web::Failure) -> anyhow::Error {
    anyhow!("licences were not taken over: {}", failure.code())
}

/// The rows of a city's file; none where the city has no such file.
fn read<T: serde::de::DeserializeOwned>(
    city: &dyn CityData,
    path: &'static str,
) -> anyhow::Result<Vec<T>> {
    city.text(path).map_or(Ok(Vec::new()), |text| yaml::read(&text).context(path))
}

/// Who is meant by the ids of a city's files, with their names.
async fn holders(
    people: Arc<dyn People>,
    city: &dyn CityData,
) -> anyhow::Result<BTreeMap<String, (SubjectId, String)>> {
    let mut holders = BTreeMap::new();
    for row in read::<PersonRow>(city, "city/people.yaml")? {
        if let Some(account) = people.by_id_number(&row.id_number).await? {
            holders.insert(row.id, (account.subject(), row.name));
        }
    }
    for row in read::<FirmRow>(city, "city/firms.yaml")? {
        if let Some(firm) = people.by_credit_code(&row.credit_code).await? {
            holders.insert(row.id, (firm.subject(), row.name));
        }
    }
    Ok(holders)
}

/// What stands before the lines of a licence.
struct Labels {
    general: Vec<(String, LocalText)>,
    services: Option<Arc<dyn Services>>,
}

impl Labels {
    fn read(services: Option<Arc<dyn Services>>) -> anyhow::Result<Self> {
        let rows: Vec<LabelRow> = yaml::read(LABELS).context("data/labels.yaml")?;
        Ok(Self { general: rows.into_iter().map(|row| (row.id, row.label)).collect(), services })
    }

    /// The lines of a licence: first those that the service which issues the type prints, in its
    /// order, then the others.
    fn lines(
        &self,
        licence_type: &str,
        mut contents: BTreeMap<String, String>,
    ) -> Vec<ContentLine> {
        let of_service = self.of_service(licence_type);
        let known = of_service.iter().chain(&self.general);
        let mut lines = Vec::new();
        for (id, label) in known {
            if let Some(value) = contents.remove(id) {
                lines.push(ContentLine { label: label.clone(), value });
            }
        }
        let unknown = contents.into_iter();
        lines.extend(unknown.map(|(id, value)| ContentLine { label: LocalText::same(id), value }));
        lines
    }

    fn of_service(&self, licence_type: &str) -> Vec<(String, LocalText)> {
        let Some(services) = &self.services else { return Vec::new() };
        let published = services.all().into_iter();
        let issuing = published.filter(|it| it.definition.result.licence_type == licence_type);
        issuing
            .flat_map(|it| it.definition.result.contents.clone())
            .map(|line| (line.value, line.label))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_the_order_of_the_labels() {
        let labels = Labels::read(None).unwrap();
        let contents = [("scope", "餐饮服务"), ("company_name", "小馆"), ("odd", "x")]
            .map(|(id, value)| (id.to_owned(), value.to_owned()));
        let lines = labels.lines("business-licence", contents.into());
        let values: Vec<_> = lines.iter().map(|it| it.value.as_str()).collect();
        assert_eq!(values, ["小馆", "餐饮服务", "x"]);
        assert_eq!(lines[2].label, LocalText::same("odd"));
    }
}
