//! Answers and refusals are what the published description says, and nothing more.

use std::collections::BTreeSet;

use axum::http::Method;
use onewindow::description;
use serde_json::{Map, Value, json};
use web::{Face, Zone};

use super::places::{address, everybody, routes};
use crate::{
    city::City,
    rights::world::{CHEN, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

/// What every refusal may say.
const PROBLEM: [&str; 8] =
    ["type", "title", "status", "code", "detail", "action", "errors", "reference"];
/// What only somebody who looks after the program has to know.
const INSIDE: [&str; 14] = [
    "SELECT ",
    "INSERT ",
    "UPDATE ",
    "ledger_",
    "sqlite",
    "SQLite",
    "postgres",
    "panicked",
    "backtrace",
    "/src/",
    ".rs:",
    "/home",
    "/usr",
    env!("CARGO_MANIFEST_DIR"),
];

/// A refusal has the one form of all refusals and tells nothing about the inside.
#[track_caller]
pub fn is_problem(status: u16, body: &str, place: &str) {
    let value: Value = serde_json::from_str(body).unwrap_or_default();
    let problem = value.as_object().unwrap_or_else(|| panic!("{place}: {status} {body}"));
    for name in problem.keys() {
        assert!(PROBLEM.contains(&name.as_str()), "{place}: {name} in {body}");
    }
    assert_eq!(problem["status"], status, "{place}: {body}");
    for name in ["type", "title", "code", "detail"] {
        assert!(
            problem[name].as_str().is_some_and(|it| !it.is_empty()),
            "{place}: {name} in {body}"
        );
    }
    for name in ["title", "detail"] {
        let said = problem[name].as_str().unwrap();
        assert!(!said.starts_with("web-error-"), "{place}: {name} is not worded in {body}");
    }
    let code = problem["code"].as_str().unwrap();
    let is_word = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || "_.".contains(it);
    assert!(code.chars().all(is_word), "{place}: {code}");
    for error in problem.get("errors").and_then(Value::as_array).into_iter().flatten() {
        let names: BTreeSet<_> = error.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(names, BTreeSet::from(["code", "field", "message"]), "{place}: {body}");
    }
    is_discreet(body, place);
}

/// An answer tells nothing about the inside.
#[track_caller]
pub fn is_discreet(body: &str, place: &str) {
    for word in INSIDE {
        assert!(!body.contains(word), "{place}: {word} in {body}");
    }
}

/// The published description.
pub struct Description(Value);

impl Description {
    pub fn of(world: &World) -> Self {
        let text = description::text(&world.city.installation, Zone::Whole);
        Self(serde_json::from_str(&text).unwrap())
    }

    /// The schema of the JSON body that an operation takes.
    pub fn body(&self, path: &str) -> Option<&Value> {
        let body = &self.0["paths"][path]["post"]["requestBody"]["content"]["application/json"];
        body.get("schema")
    }

    pub fn resolved<'a>(&'a self, schema: &'a Value) -> &'a Value {
        match schema["$ref"].as_str() {
            Some(name) => {
                let name = name.rsplit('/').next().unwrap();
                let found = &self.0["components"]["schemas"][name];
                assert!(!found.is_null(), "no schema {name}");
                self.resolved(found)
            }
            None => schema,
        }
    }

    /// All members of an object, with those that are mixed in, and which must be there.
    pub fn members(&self, schema: &Value) -> (Map<String, Value>, BTreeSet<String>) {
        let schema = self.resolved(schema);
        let mut members = schema["properties"].as_object().cloned().unwrap_or_default();
        let required = schema["required"].as_array().into_iter().flatten();
        let mut required: BTreeSet<String> =
            required.filter_map(Value::as_str).map(str::to_owned).collect();
        for part in schema["allOf"].as_array().into_iter().flatten() {
            let (more, needed) = self.members(part);
            members.extend(more);
            required.extend(needed);
        }
        (members, required)
    }

    /// What of an answer is not as described.
    fn wrong(&self, value: &Value, schema: &Value, place: &str) -> Vec<String> {
        let schema = self.resolved(schema);
        for several in ["oneOf", "anyOf"] {
            if let Some(all) = schema[several].as_array() {
                let fits = all.iter().any(|it| self.wrong(value, it, place).is_empty());
                return if fits { Vec::new() } else { vec![format!("{place}: {value}")] };
            }
        }
        let is_a = |kind: &str| match kind {
            "null" => value.is_null(),
            "string" => value.is_string(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => false,
        };
        let fits = match &schema["type"] {
            Value::String(kind) => is_a(kind),
            Value::Array(all) => all.iter().filter_map(Value::as_str).any(is_a),
            _ => true,
        };
        if !fits {
            return vec![format!("{place}: {value} is no {}", schema["type"])];
        }
        if let Some(all) = schema["enum"].as_array()
            && !all.contains(value)
        {
            return vec![format!("{place}: {value} is none of {all:?}")];
        }
        match value {
            Value::Array(items) => {
                let at = |it: &Value| self.wrong(it, &schema["items"], &format!("{place}[]"));
                items.iter().flat_map(at).collect()
            }
            Value::Object(own) => self.wrong_members(own, schema, place),
            _ => Vec::new(),
        }
    }

    fn wrong_members(&self, own: &Map<String, Value>, schema: &Value, place: &str) -> Vec<String> {
        let (members, required) = self.members(schema);
        let others = &schema["additionalProperties"];
        // An object of which nothing is said may hold anything.
        if members.is_empty() && !others.is_object() {
            return Vec::new();
        }
        let lacking = required.iter().filter(|it| !own.contains_key(*it));
        let mut wrong: Vec<_> = lacking.map(|it| format!("{place}.{it} is not there")).collect();
        for (name, value) in own {
            let place = format!("{place}.{name}");
            match members.get(name) {
                Some(schema) => wrong.extend(self.wrong(value, schema, &place)),
                None if others.is_object() => wrong.extend(self.wrong(value, others, &place)),
                None => wrong.push(format!("{place} is not described")),
            }
        }
        wrong
    }

    /// An answer of an operation is what is said of it.
    pub fn check(&self, id: &str, status: u16, kind: &str, body: &[u8]) -> Vec<String> {
        let (method, path) = id.split_once(' ').unwrap();
        let operation = &self.0["paths"][path][method.to_lowercase()];
        let text = String::from_utf8_lossy(body);
        if status >= 400 {
            assert_eq!(kind, "application/problem+json", "{id}: {status} {text}");
            is_problem(status, &text, id);
            return Vec::new();
        }
        let answer = &operation["responses"][status.to_string()];
        if answer.is_null() {
            return vec![format!("{id}: {status} is not described")];
        }
        let Some(content) = answer.get("content").and_then(Value::as_object) else {
            let is_empty = body.is_empty();
            return if is_empty { Vec::new() } else { vec![format!("{id}: {status} says {text}")] };
        };
        let bare = kind.split(';').next().unwrap_or_default();
        let Some(said) = content.get(bare) else {
            return vec![format!("{id}: {status} is {kind}")];
        };
        if bare != "application/json" {
            return Vec::new();
        }
        let value: Value = serde_json::from_slice(body).unwrap();
        self.wrong(&value, &said["schema"], id)
    }
}

#[tokio::test]
async fn each_answer_for_programs_is_what_the_description_says() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let granted = world.granted(&owner, "granted").await;
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    let draft = world.draft(&owner, "draft").await;
    let description = Description::of(&world);
    let (mut wrong, mut answered) = (BTreeSet::new(), BTreeSet::new());
    for who in everybody(&world, &owner).await {
        let all = &world.city.installation.house.routes;
        for route in all.iter().filter(|it| it.face == Face::Api && it.method == Method::GET) {
            for thing in [&granted, &case, &draft] {
                let path = address(route, thing, &[]);
                let is_deadline = path.ends_with("/deadline");
                let query = if is_deadline { "?start=2026-03-02&days=5" } else { "" };
                let mut request = world.request(&who, Method::GET, &format!("{path}{query}"));
                if path.contains("/cases/") && who.token.is_none() {
                    request = request.header("query-code", &thing.code);
                }
                let response = world.answers(request).await;
                let status = response.status().as_u16();
                let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
                let body = response.bytes().await.unwrap();
                wrong.extend(description.check(&route.id(), status, &kind, &body));
                if status < 300 {
                    answered.insert(route.id());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(answered.len() >= 28, "{} {answered:#?}", answered.len());
}

#[tokio::test]
async fn each_refusal_has_one_form_and_tells_nothing_about_the_inside() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let case = world.case(&owner, "case").await;
    let all = everybody(&world, &owner).await;
    let examiner = all.iter().find(|it| it.name == "examiner").unwrap();
    let nobody = World::nobody();
    let get = |who: &_, path: &str| world.request(who, Method::GET, path);
    let post =
        |who: &_, path: &str, body: Value| world.request(who, Method::POST, path).json(&body);
    let accept = format!("/api/v1/cases/{}/accept", case.reference);
    let submit = format!("/api/v1/applications/{}/submit", draft.application);
    let long = format!("/api/v1/services?q={}", "a".repeat(9_000));
    let evil = "/api/v1/cases/'%20OR%201=1%20--?a=%00";
    let body = json!({ "service": "none", "situation": {} });
    for (request, status) in [
        (get(&nobody, "/api/v1/services?q=a&q=b"), 400),
        (post(&owner, "/api/v1/applications", json!({ "a": 1 })), 400),
        (post(&owner, "/api/v1/applications", json!([])), 400),
        (get(&nobody, "/api/v1/me"), 401),
        (get(&owner, "/api/v1/queue"), 403),
        (post(examiner, "/api/v1/calendar", json!({})), 403),
        (get(&nobody, "/api/v1/none"), 404),
        (get(&nobody, evil), 400),
        (get(&nobody, "/api/v1/services/%2e%2e%2fetc"), 404),
        (post(&owner, "/api/v1/applications", body), 404),
        (world.request(&nobody, Method::DELETE, "/api/v1/services"), 405),
        (post(examiner, &accept, json!({ "version": 1_000 })), 409),
        (get(&nobody, &long), 414),
        (world.request(&owner, Method::POST, &submit).header("content-type", "text/xml"), 415),
        (post(&nobody, "/api/v1/session", json!({ "login": "x", "password": "y" })), 422),
        (post(examiner, &accept, json!({})), 428),
        (get(&nobody, "/api/v1/services").header("x-a", "a".repeat(33_000)), 431),
    ] {
        let place = format!("{request:?}");
        let response = world.answers(request).await;
        assert_eq!(response.status().as_u16(), status, "{place}");
        assert_eq!(response.headers()["content-type"], "application/problem+json", "{place}");
        is_problem(status, &response.text().await.unwrap(), &place);
    }
}

#[tokio::test]
async fn each_name_of_a_schema_stands_for_one() {
    let city = City::on(MORNING).await;
    let mut known = std::collections::BTreeMap::<String, Value>::new();
    for part in &city.installation.house.descriptions {
        let part = serde_json::to_value(part).unwrap();
        let schemas = part["components"]["schemas"].as_object().cloned().unwrap_or_default();
        for (name, schema) in schemas {
            if let Some(other) = known.insert(name.clone(), schema.clone()) {
                assert_eq!(other, schema, "two things are called {name}");
            }
        }
    }
    assert!(known.len() > 60, "{}", known.len());
}

#[tokio::test]
async fn each_change_answers_what_the_description_says() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let thing = world.case(&owner, "case").await;
    let draft = world.draft(&owner, "draft").await;
    let description = Description::of(&world);
    let mut wrong = BTreeSet::new();
    let mut tried = 0;
    for who in everybody(&world, &owner).await {
        for route in routes(&world, &who, &Method::POST) {
            // Whoever ends their own session asks for nothing any more.
            let ends = route.path.ends_with("/end") || route.path.ends_with("/discard");
            if route.face != Face::Api || ends {
                continue;
            }
            let subject = if route.path.contains("{reference}") { &thing } else { &draft };
            let path = address(route, subject, &[]);
            let version = if route.path.contains("/cases/{reference}/") {
                world.version(&thing).await
            } else {
                0
            };
            for body in bodies(route.path, &draft.application, version) {
                let sent = world.request(&who, Method::POST, &path).json(&body);
                let response = world.answers(sent).await;
                let status = response.status().as_u16();
                let kind = response.headers().get("content-type");
                let kind = kind.map_or("", |it| it.to_str().unwrap()).to_owned();
                let bytes = response.bytes().await.unwrap();
                wrong.extend(description.check(&route.id(), status, &kind, &bytes));
                tried += 1;
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 80, "{tried}");
}

/// What is sent where something should come of it; elsewhere nothing, which is refused.
fn bodies(path: &str, application: &str, version: u64) -> Vec<Value> {
    let good = match path.rsplit('/').next().unwrap_or_default() {
        "applications" => json!({ "service": "food-business-licence" }),
        "answers" => json!({ "answers": { "seats": "25" } }),
        "accept" => json!({ "version": version }),
        "review" => json!({ "in_favour": true, "text": "符合要求", "version": version }),
        "elevation" => json!({ "reason": "群众紧急求助，需核对其住址" }),
        "session" => json!({ "login": CHEN, "password": "onewindow" }),
        "act-for" => json!({ "party": application }),
        _ => json!({}),
    };
    vec![json!({}), good]
}
