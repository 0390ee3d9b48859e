//! What the tests share: the exemplar, the demonstration city and reading both.

use std::collections::{BTreeMap, BTreeSet};

use catalogue_domain::{
    BaseElements, Definition, Elements, Finding, LintContext, ServiceDefinition, lint, source,
};
use serde_json::Value;

/// Where the demonstration city's services are.
pub const SERVICES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../services");

/// The name under which the exemplar is read.
pub const NAME: &str = "services/food-business-licence/service.yaml";

/// The text of the exemplar.
pub fn exemplar() -> String {
    text("food-business-licence")
}

/// The text of a service of the city.
pub fn text(id: &str) -> String {
    std::fs::read_to_string(format!("{SERVICES}/{id}/service.yaml")).unwrap()
}

/// The exemplar as a definition.
pub fn definition() -> ServiceDefinition {
    Definition::read(NAME, &exemplar()).unwrap().0
}

/// Everything that is wrong with a text.
pub fn findings(name: &str, text: &str, context: &LintContext) -> Vec<Finding> {
    match Definition::read(name, text) {
        Ok((definition, map)) => lint(&definition, &map, context),
        Err(findings) => findings,
    }
}

/// A file of the demonstration city as plain data.
pub fn city_file(name: &str) -> Value {
    let path = format!("{SERVICES}/city/{name}.yaml");
    source::read(name, &std::fs::read_to_string(path).unwrap()).unwrap().0
}

fn column(rows: &Value, key: &str) -> BTreeSet<String> {
    let rows = rows.as_array().unwrap().iter();
    rows.map(|row| row[key].as_str().unwrap().to_owned()).collect()
}

/// What the demonstration city knows.
pub fn city() -> LintContext {
    let themes = city_file("themes");
    let licences = city_file("licence-types");
    let licences: BTreeMap<String, String> = licences
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (&row["id"], &row["name"]["zh-Hans"]))
        .map(|(id, name)| (id.as_str().unwrap().to_owned(), name.as_str().unwrap().to_owned()))
        .collect();
    LintContext {
        departments: Some(column(&city_file("departments"), "id")),
        individual_themes: Some(column(&themes["individuals"], "code")),
        business_themes: Some(column(&themes["businesses"], "code")),
        life_events: Some(column(&city_file("life-events"), "id")),
        licence_types: Some(licences),
        data_resources: None,
        secrecy_words: Vec::new(),
        entries: BTreeMap::new(),
    }
}

/// The entries of the demonstration city's catalogue list.
pub fn entries() -> Vec<Elements> {
    serde_json::from_value(city_file("catalogue")).unwrap()
}

/// What the city's list says, each department standing for itself.
pub fn listed() -> LintContext {
    let base = |it: Elements| {
        let base = BaseElements {
            is_in_force: true,
            name: it.name,
            kind: it.kind,
            legal_bases: it.legal_bases,
            authorities: [it.department].into(),
        };
        (it.code, vec![base])
    };
    LintContext { entries: entries().into_iter().map(base).collect(), ..city() }
}
