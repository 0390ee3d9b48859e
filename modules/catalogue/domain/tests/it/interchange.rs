//! The city's services in the forms of other systems.

use std::{collections::BTreeSet, sync::Arc};

use catalogue_domain::{
    Definition, Published,
    interchange::{
        Moment, Offer, cpsv_ap, cpsv_ap_catalogue, exchange_rows, schema_org,
        sheet::{self, Cells},
        tables,
    },
    source,
};
use kernel::code::{HandlingItemCode, ImplementationCode};
use organisations_domain::Authority;
use regions_domain::Division;
use serde_json::{Value, json};

use crate::{city, house};

const SITE: &str = "https://rongcheng.example";

fn offers() -> Vec<Offer> {
    let service = |id: String| {
        let (definition, _) = Definition::read(&id, &house::text(&id)).unwrap();
        let published_on = jiff::civil::date(2026, 3, 2);
        Arc::new(Published { revision: 3, digest: "0".repeat(64), definition, published_on })
    };
    let services: Vec<_> = city::services().into_iter().map(service).collect();
    let count = services.len();
    let authorities: Vec<Authority> =
        serde_json::from_value(house::city_file("departments")).unwrap();
    // The top of the tree has no parent, and the reader of definitions knows no empty value.
    let places = std::fs::read_to_string(format!("{}/city/regions.yaml", house::SERVICES));
    let places = places.unwrap().replace("parent: null, ", "");
    let (places, _) = source::read("regions", &places).unwrap();
    let divisions: Vec<Division> = serde_json::from_value(places).unwrap();
    let moments: Vec<Moment> = serde_json::from_value(house::city_file("life-events")).unwrap();
    let authorities: Vec<_> = authorities.into_iter().map(Arc::new).collect();
    let divisions: Vec<_> = divisions.into_iter().map(Arc::new).collect();
    let offers = Offer::gather(services, &authorities, &divisions, &moments);
    assert_eq!(offers.len(), count, "no service is left out");
    offers
}

fn dogs() -> Offer {
    offers().into_iter().find(|it| it.service.definition.id == "dog-registration").unwrap()
}

fn nodes(document: &Value) -> &Vec<Value> {
    document["@graph"].as_array().unwrap()
}

fn is_of(node: &Value, kind: &str) -> bool {
    node["@type"].as_array().unwrap().iter().any(|it| it == kind)
}

/// Whether a member is there, with a text in simplified Chinese.
fn speaks(node: &Value, member: &str) -> bool {
    let texts = node[member].as_array();
    texts.is_some_and(|it| it.iter().any(|it| it["@language"] == "zh-Hans"))
}

/// All references below a value.
fn references<'a>(value: &'a Value, all: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => match members.get("@id").and_then(Value::as_str) {
            Some(id) if members.len() == 1 => all.push(id),
            _ => members.values().for_each(|it| references(it, all)),
        },
        Value::Array(values) => values.iter().for_each(|it| references(it, all)),
        _ => {}
    }
}

#[test]
fn every_service_says_what_cpsv_ap_makes_mandatory() {
    let whole = cpsv_ap_catalogue(&offers(), SITE);
    let titled = ["cpsv:Rule", "cv:Requirement", "cv:Evidence", "cv:Output", "cv:Event"];
    let identified = ["cv:Channel", "cv:Cost", "cv:PublicOrganisation", "foaf:Agent"];
    let mut services = 0;
    for node in nodes(&whole) {
        let id = &node["@id"];
        if is_of(node, "cpsv:PublicService") {
            services += 1;
            assert_eq!(node["dct:identifier"], *id);
            assert!(speaks(node, "dct:title") && speaks(node, "dct:description"), "{id}");
            assert!(node["cv:hasCompetentAuthority"]["@id"].is_string(), "{id}");
            assert!(!node["cv:hasChannel"].as_array().unwrap().is_empty(), "{id}");
        }
        if titled.iter().any(|kind| is_of(node, kind)) {
            assert!(node["dct:identifier"].is_string() && speaks(node, "dct:title"), "{id}");
        }
        if identified.iter().any(|kind| is_of(node, kind)) {
            assert!(node["dct:identifier"].is_string(), "{id}");
        }
        if is_of(node, "cpsv:Rule") {
            assert!(speaks(node, "dct:description"), "{id}");
        }
        if is_of(node, "cv:PublicOrganisation") {
            assert!(speaks(node, "skos:prefLabel") && node["dct:spatial"]["@id"].is_string());
        }
    }
    assert_eq!(services, offers().len());
}

#[test]
fn whatever_is_pointed_at_stands_there_once() {
    let whole = cpsv_ap_catalogue(&offers(), SITE);
    let ids: Vec<&str> = nodes(&whole).iter().map(|it| it["@id"].as_str().unwrap()).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(known.len(), ids.len(), "each thing stands there once");
    let mut pointed = Vec::new();
    references(&whole["@graph"], &mut pointed);
    assert!(pointed.len() > 1000, "{} references", pointed.len());
    for id in pointed {
        assert!(known.contains(id), "{id} is nowhere");
    }
    let one = cpsv_ap(&dogs(), SITE);
    assert!(nodes(&one).iter().any(|it| it["@id"] == format!("{SITE}/services/dog-registration")));
}

#[test]
fn a_search_engine_reads_who_does_what_for_whom() {
    for offer in offers() {
        let said = schema_org(&offer, SITE);
        let id = &offer.service.definition.id;
        assert_eq!(said["@type"], "GovernmentService");
        assert_eq!(said["@id"], format!("{SITE}/services/{id}"));
        assert!(speaks(&said, "name") && speaks(&said, "serviceType"), "{id}");
        assert_eq!(said["provider"]["identifier"].as_str().unwrap().len(), 18, "{id}");
        for several in ["availableChannel", "audience"] {
            assert!(!said[several].as_array().unwrap().is_empty(), "{id}: {several}");
        }
        assert_eq!(said["offers"].as_array().unwrap().len(), offer.service.definition.fees.len());
    }
}

#[test]
fn the_rows_of_the_exchange_carry_codes_that_are_codes() {
    for offer in offers() {
        let rows = exchange_rows(&offer, SITE);
        let task = &rows["task"];
        let text = |column: &str| task[column].as_str().unwrap();
        ImplementationCode::parse(text("task_code")).unwrap();
        HandlingItemCode::parse(text("task_handle_item")).unwrap();
        let coded = [
            ("task_type", "A.1"),
            ("use_level", "A.2"),
            ("project_type", "A.6"),
            ("server_type", "server_type"),
            ("handle_type", "handle_type"),
            ("power_source", "power_source"),
            ("dept_type", "dept_type"),
        ];
        for (column, table) in coded {
            let table = tables::table(table).unwrap();
            for code in text(column).split('^') {
                assert!(table.words(code).is_some(), "{column} {code}");
            }
        }
        let definition = &offer.service.definition;
        assert_eq!(task["task_version"], 3);
        let count = |rows: &Value| rows.as_array().unwrap().len();
        assert_eq!(count(&rows["materials"]), definition.materials.len());
        assert_eq!(count(&rows["steps"]), definition.process.len());
        assert_eq!(count(&rows["questions"]), definition.questions.len());
    }
}

#[test]
fn no_table_has_a_code_twice_and_stars_run_the_other_way() {
    let mut ids = BTreeSet::new();
    for table in tables::TABLES {
        assert!(ids.insert(table.id), "{}", table.id);
        let codes: BTreeSet<_> = table.codes.iter().map(|it| it.code).collect();
        assert_eq!(codes.len(), table.codes.len(), "{}", table.id);
    }
    let best = tables::table("A.8").unwrap().words("1").unwrap();
    assert_eq!(best.zh_hans, "非常满意");
}

fn cells(offer: &Offer) -> Cells {
    let ids = sheet::COLUMNS.iter().map(|it| it.id.to_owned());
    ids.zip(sheet::row(offer)).collect()
}

#[test]
fn a_row_that_comes_back_as_it_went_changes_nothing() {
    for offer in offers() {
        assert_eq!(sheet::compare(&offer, 3, &cells(&offer)), Ok(Default::default()));
    }
}

#[test]
fn a_list_changes_words_and_promises_and_nothing_that_belongs_to_others() {
    let offer = dogs();
    let mut cells = cells(&offer);
    cells.insert("promise_day".to_owned(), "3".to_owned());
    cells.insert("alias_names".to_owned(), "狗证，遛狗证; 犬证".to_owned());
    let changes = sheet::compare(&offer, 3, &cells).unwrap();
    assert_eq!(changes["/limits/promised/days"], 3);
    assert_eq!(changes["/item/aliases"], json!(["狗证", "遛狗证", "犬证"]));

    for (column, value, code) in [
        ("task_name", "养狗登记", "sheet.owned"),
        ("catalog_code", "980109042001", "sheet.owned"),
        ("by_law", "另一部法", "sheet.owned"),
        ("link_way", "0598-1", "sheet.elsewhere"),
        ("promise_day", "三天", "sheet.number"),
        ("promise_day", "99999", "sheet.number"),
        ("summary", " ", "sheet.empty"),
    ] {
        let mut cells = cells.clone();
        cells.insert(column.to_owned(), value.to_owned());
        let faults = sheet::compare(&offer, 7, &cells).unwrap_err();
        let told: Vec<_> = faults.iter().map(|it| (it.row, &*it.column, &*it.code)).collect();
        assert_eq!(told, [(7, column, code)]);
        assert!(faults[0].message.gaps().is_empty() && faults[0].remedy.gaps().is_empty());
    }
}
