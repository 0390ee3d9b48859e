//! What is sent beside what is asked for: every column of every table in every body, and names
//! that stand twice.

use std::collections::BTreeSet;

use axum::http::Method;
use kernel::Role;
use onewindow::{description, modules::MODULES};
use serde_json::{Value, json};

use super::world::{CHEN, CITY, Someone, Thing, World};
use crate::city::City;

/// The names of all columns of all tables of all subjects.
fn columns() -> BTreeSet<String> {
    let is_name = |word: &&str| word.bytes().all(|it| it.is_ascii_lowercase() || it == b'_');
    let all = MODULES.iter().flat_map(|it| it.migrations).flat_map(|it| it.sql.lines());
    let columns = all.filter(|line| line.starts_with("    ")).filter_map(|line| {
        let mut words = line.split_whitespace();
        let (name, kind) = (words.next()?, words.next()?);
        let is_column = ["TEXT", "BIGINT", "BLOB", "BYTEA", "BOOLEAN"];
        let kind = kind.trim_end_matches(',');
        Some(name).filter(is_name).filter(|_| is_column.contains(&kind)).map(str::to_owned)
    });
    columns.chain(["owner".to_owned(), "is_admin".to_owned(), "fee".to_owned()]).collect()
}

/// The members that an address takes, by the published description; none where it takes no JSON.
fn members(description: &Value, path: &str) -> Option<BTreeSet<String>> {
    let body = &description["paths"][path]["post"]["requestBody"]["content"]["application/json"];
    let name = body["schema"]["$ref"].as_str()?.rsplit('/').next()?;
    let properties = description["components"]["schemas"][name]["properties"].as_object()?;
    Some(properties.keys().cloned().collect())
}

/// Somebody for whom the gate of an address opens.
async fn allowed(world: &World, action: &str, owner: &Someone) -> Someone {
    let policy = &world.city.installation.web.policy;
    let roles =
        [Role::Examiner, Role::Approver, Role::Supervisor, Role::Editor, Role::Administrator];
    if policy.may_ever(Role::Citizen, action) {
        return owner.clone();
    }
    let role = roles.into_iter().find(|it| policy.may_ever(*it, action)).expect("somebody may");
    world.officer(role.word(), role, "market-regulation", CITY).await
}

fn path_of(id: &str, case: &Thing, draft: &Thing, granted: &Thing) -> String {
    let path = id.split_once(' ').map_or("", |(_, path)| path);
    path.replace("{reference}", &case.reference)
        .replace("{id}", &draft.application)
        .replace("{no}", &granted.licence_no)
        .replace("{requirement}", "layout-plan")
        .replace("{account}", &draft.application)
        .replace("{number}", "1")
}

#[tokio::test]
async fn no_body_takes_a_member_that_its_address_does_not_offer() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.citizen("owner", CHEN).await;
    let granted = world.granted(&owner, "granted").await;
    let (case, draft) = (world.case(&owner, "case").await, world.draft(&owner, "draft").await);
    let description = description::text(&world.city.installation, web::Zone::Whole);
    let description: Value = serde_json::from_str(&description).unwrap();
    let columns = columns();
    assert!(columns.len() > 80, "{columns:?}");
    let before = fingerprint(&world, &case, &draft).await;
    let mut tried = 0;
    let routes = &world.city.installation.house.routes;
    for route in routes.iter().filter(|it| it.method == Method::POST) {
        let id = route.id();
        let Some(plain) = id.strip_prefix("POST /api/v1/") else { continue };
        let Some(offered) = members(&description, &format!("/api/v1/{plain}")) else { continue };
        let who = allowed(&world, route.needs.action, &owner).await;
        let path = path_of(&id, &case, &draft, &granted);
        for name in columns.difference(&offered) {
            let answer = world.posts(&who, &path, &json!({ name: "1" })).await;
            // An address whose thing is not there does not read what is sent.
            assert!(matches!(answer.status, 400 | 404), "{id} takes {name}: {answer:?}");
            tried += 1;
        }
        let twice = offered.iter().next().unwrap();
        let body = format!("{{\"{twice}\":\"1\",\"{twice}\":\"1\"}}");
        let request = world.request(&who, Method::POST, &path).body(body);
        let request = request.header("content-type", "application/json");
        let answer = world.sends(request).await;
        assert!(matches!(answer.status, 400 | 404), "{id} takes {twice} twice: {answer:?}");
    }
    assert!(tried > 1_500, "only {tried} members were tried");
    assert_eq!(fingerprint(&world, &case, &draft).await, before);
}

/// Everything that is stored about these two.
async fn fingerprint(world: &World, case: &Thing, draft: &Thing) -> Vec<String> {
    let ledger = &world.city.installation.house.ledger;
    let case: kernel::id::CaseId = case.application.parse().unwrap();
    let draft: kernel::id::ApplicationId = draft.application.parse().unwrap();
    let (one, version) = ledger.load::<cases_domain::Case>(case).await.unwrap().unwrap();
    let other = ledger.load::<forms_domain::Application>(draft).await.unwrap().unwrap();
    vec![serde_json::to_string(&(one, version)).unwrap(), serde_json::to_string(&other).unwrap()]
}

#[tokio::test]
async fn a_form_saves_what_it_asks_and_nothing_that_is_sent_beside_it() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let address = format!("/api/v1/applications/{}", draft.application);
    let mut before = world.gets(&owner, &address).await.json();
    let mut fields = vec![("_csrf".to_owned(), world.csrf(&owner).await)];
    let asked = ["address", "area", "seats"];
    fields.extend(asked.map(|it| (it.to_owned(), if it == "seats" { "30" } else { "81" }.into())));
    fields.push(("_shown".to_owned(), asked.join(",")));
    let beside = columns().into_iter().filter(|it| !asked.contains(&it.as_str()));
    fields.extend(beside.take(250).map(|it| (it, "1".to_owned())));
    let path = format!("/zh-hans/applications/{}/premises", draft.application);
    let answer = world.sends(world.request(&owner, Method::POST, &path).form(&fields)).await;
    assert_eq!(answer.status, 303, "{answer:?}");
    let after = world.gets(&owner, &address).await.json();
    for (name, value) in [("address", "81"), ("area", "81"), ("seats", "30")] {
        before["answers"][name] = json!(value);
    }
    for part in ["id", "service", "revision", "stage", "kept_until", "situation", "answers"] {
        assert_eq!(after[part], before[part], "{part}");
    }
}

#[tokio::test]
async fn a_name_that_stands_twice_is_refused_in_forms_addresses_and_bodies() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let csrf = world.csrf(&owner).await;
    let path = format!("/zh-hans/applications/{}/premises", draft.application);
    let twice = [("_csrf", csrf.as_str()), ("area", "80"), ("area", "800")];
    let answer = world.sends(world.request(&owner, Method::POST, &path).form(&twice)).await;
    assert_eq!(answer.status, 400, "{answer:?}");
    for path in ["/zh-hans/search?q=a&q=b", "/api/v1/services?q=a&q=b"] {
        assert_eq!(world.gets(&World::nobody(), path).await.status, 400, "{path}");
    }
    let body = r#"{"answers":{"seats":"24","seats":"240"}}"#;
    let path = format!("/api/v1/applications/{}/answers", draft.application);
    let request = world.request(&owner, Method::POST, &path).body(body);
    let answer = world.sends(request.header("content-type", "application/json")).await;
    assert_eq!(answer.status, 400, "{answer:?}");
}
