//! Every service of the demonstration city keeps every rule.

use crate::house;
use catalogue_domain::{Severity, definition::Channel};

/// The ids of all services of the city, in order.
pub fn services() -> Vec<String> {
    let folders = std::fs::read_dir(house::SERVICES).unwrap().map(|entry| entry.unwrap().path());
    let services = folders.filter(|folder| folder.join("service.yaml").is_file());
    let mut ids: Vec<String> =
        services.map(|folder| folder.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

#[test]
fn no_service_of_the_city_breaks_a_rule() {
    let context = house::listed();
    let ids = services();
    assert!(ids.len() >= 47, "only {} services", ids.len());
    let mut wrong = Vec::new();
    for id in ids {
        let name = format!("services/{id}/service.yaml");
        for finding in house::findings(&name, &house::text(&id), &context) {
            let is_untranslated = finding.rule == "text.translation";
            if finding.severity == Severity::Error || is_untranslated {
                wrong.push(finding.to_string());
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn a_service_written_down_again_says_the_same() {
    for id in services() {
        let definition = catalogue_domain::Definition::read(&id, &house::text(&id)).unwrap().0;
        let json = serde_json::to_string_pretty(&definition).unwrap();
        let (again, _) = catalogue_domain::Definition::read(&id, &json).unwrap();
        assert_eq!(again, definition, "{id}");
    }
}

#[test]
fn every_service_stands_on_the_list_and_every_other_power_says_why_it_is_not_online() {
    let entries = house::entries();
    let mut codes = std::collections::BTreeSet::new();
    for id in services() {
        let definition = catalogue_domain::Definition::read(&id, &house::text(&id)).unwrap().0;
        let is_listed = entries.iter().any(|it| it.code == definition.item.basic_code);
        assert!(is_listed, "{id}");
        if definition.implementation.channels.contains(&Channel::Online) {
            codes.insert(definition.item.basic_code);
        }
    }
    for entry in &entries {
        assert_eq!(entry.check(None), Ok(()), "{}", entry.code);
        assert_eq!(entry.offline.is_none(), codes.contains(&entry.code), "{}", entry.code);
        for text in entry.duties.iter().chain(&entry.accountability).chain(&entry.offline) {
            assert_eq!(text.gaps(), [], "{}", entry.code);
        }
    }
    assert!(entries.len() >= codes.len() + 10);
}
