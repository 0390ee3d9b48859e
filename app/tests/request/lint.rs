//! Who writes definitions, and the machine that takes changes, ask the command what is wrong.

use std::{path::Path, process::Command};

use serde_json::Value;

const SERVICES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../services");

/// Runs the command; answers whether it let everything pass, and what it printed.
fn lint(arguments: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_onewindow"));
    let run = command.arg("lint").args(arguments).output().unwrap();
    (run.status.success(), String::from_utf8(run.stdout).unwrap())
}

fn write(folder: &Path, id: &str, text: &str) {
    std::fs::create_dir_all(folder.join(id)).unwrap();
    std::fs::write(folder.join(id).join("service.yaml"), text).unwrap();
}

fn exemplar() -> String {
    std::fs::read_to_string(format!("{SERVICES}/food-business-licence/service.yaml")).unwrap()
}

#[test]
fn the_services_of_the_city_pass_with_its_lists() {
    let (passes, told) = lint(&[SERVICES]);
    assert!(passes, "{told}");
}

#[test]
fn a_broken_definition_is_told_with_file_line_and_rule_and_in_one_document() {
    let database = testkit::Database::sqlite();
    let folder = database.folder().join("services");
    let text = exemplar().replacen("  visits: {count: 0}", "  visits: {count: 1}", 1);
    write(&folder, "food-business-licence", &text);
    let dir = folder.display().to_string();
    let line = 1 + text.lines().position(|line| line.starts_with("  visits:")).unwrap();

    let (passes, told) = lint(&[&dir]);
    let file = format!("{dir}/food-business-licence/service.yaml");
    assert!(!passes);
    assert!(told.starts_with(&format!("{file}:{line}: guide.visit-reason: ")), "{told}");

    let (passes, told) = lint(&[&dir, "--json"]);
    assert!(!passes);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told.as_array().unwrap().len(), 1, "{told}");
    assert_eq!(told[0]["file"], file);
    assert_eq!(told[0]["line"], line);
    assert_eq!(told[0]["rule"], "guide.visit-reason");
    assert_eq!(told[0]["severity"], "error");
    for key in ["message", "remedy", "law"] {
        assert!(told[0][key]["zh-Hans"].as_str().is_some_and(|it| !it.is_empty()), "{key}: {told}");
    }
}

#[test]
fn definitions_are_checked_beside_one_another_and_against_the_lists_that_lie_there() {
    let database = testkit::Database::sqlite();
    let folder = database.folder().join("services");
    write(&folder, "food-business-licence", &exemplar());
    let dir = folder.display().to_string();
    assert_eq!(lint(&[&dir]), (true, String::new()));

    let other = exemplar().replacen("id: food-business-licence", "id: food-stall", 1);
    write(&folder, "food-stall", &other.replacen("980131001000", "980131777000", 1));
    let (passes, told) = lint(&[&dir]);
    assert!(
        !passes && told.contains("food-stall/service.yaml:6: catalogue.duplicate-name"),
        "{told}"
    );

    std::fs::create_dir_all(folder.join("city")).unwrap();
    let event = "- {id: move-house, name: {zh-Hans: 搬家, zh-Hant: 搬家, en: Moving}}\n";
    std::fs::write(folder.join("city/life-events.yaml"), event).unwrap();
    let (passes, told) = lint(&[&dir]);
    assert!(!passes && told.contains("known.life-event"), "{told}");
}

#[test]
fn every_rule_can_be_read_with_its_remedy_and_law() {
    let (passes, told) = lint(&["--rules"]);
    assert!(passes && told.contains("guide.visit-reason (error): "), "{told}");
    let (_, told) = lint(&["--rules", "--json"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    let rules = told.as_array().unwrap();
    assert_eq!(rules.len(), catalogue_domain::rules().len());
    assert!(rules.iter().all(|rule| rule["law"]["en"].is_string()), "{told}");
    assert!(!lint(&[]).0, "without a folder there is nothing to check");
}
