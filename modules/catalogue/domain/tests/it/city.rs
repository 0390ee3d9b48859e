//! Every service of the demonstration city keeps every rule.

use crate::house;
use catalogue_domain::Severity;

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
    let context = house::city();
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
