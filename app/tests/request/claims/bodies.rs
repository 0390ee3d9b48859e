//! Bodies that are not what is asked for: of another type, with a member too few, too many or
//! twice, with numbers and letters that do not exist, in another language than JSON.

use axum::http::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};
use web::{Face, Limit, Route};

use super::{
    described::{Description, is_problem},
    places::{address, everybody},
};
use crate::{
    city::City,
    rights::world::{CHEN, Someone, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

/// Something that fits a schema; its words need not mean anything.
fn fitting(description: &Description, schema: &Value) -> Value {
    let schema = description.resolved(schema);
    for several in ["oneOf", "anyOf"] {
        let all = schema[several].as_array().into_iter().flatten();
        if let Some(some) = all.into_iter().find(|it| it["type"] != "null") {
            return fitting(description, some);
        }
    }
    if let Some(first) = schema["enum"].as_array().and_then(|it| it.first()) {
        return first.clone();
    }
    let kind = match &schema["type"] {
        Value::Array(all) => all.iter().find(|it| **it != "null").cloned().unwrap_or_default(),
        kind => kind.clone(),
    };
    match kind.as_str() {
        Some("string") => json!("x"),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(true),
        Some("array") => json!([fitting(description, &schema["items"])]),
        _ => {
            let (members, required) = description.members(schema);
            let needed = members.iter().filter(|(name, _)| required.contains(*name));
            let pairs = needed.map(|(name, it)| (name.clone(), fitting(description, it)));
            Value::Object(pairs.collect())
        }
    }
}

/// Values of every type but that of `value`.
fn other_types(value: &Value) -> Vec<Value> {
    let all = [json!("1"), json!(7), json!(true), json!([1]), json!({ "a": 1 }), json!(1.5)];
    let is_same = |it: &Value| match (it, value) {
        (Value::Number(it), Value::Number(_)) => !it.is_f64(),
        _ => std::mem::discriminant(it) == std::mem::discriminant(value),
    };
    all.into_iter().filter(|it| !is_same(it)).collect()
}

/// Bodies as they are sent, none of which any operation takes.
fn wrong_bodies(whole: &Map<String, Value>, required: impl Fn(&str) -> bool) -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> =
        ["", "{", "[]", "null", "\"x\"", "7", "{} {}", "{,}", "NaN", "<a/>"]
            .into_iter()
            .map(|it| it.as_bytes().to_vec())
            .collect();
    all.push([vec![b'['; 100_000], vec![b']'; 100_000]].concat());
    all.push(b"{\"\xff\xfe\":1}".to_vec());
    // In the order in which its members are written.
    all.push(serde_json::to_vec(&whole.values().collect::<Vec<_>>()).unwrap());
    let with = |name: &str, value: Value| {
        let mut body = whole.clone();
        body.insert(name.to_owned(), value);
        serde_json::to_vec(&body).unwrap()
    };
    all.push(with("unasked", json!(1)));
    for (name, value) in whole {
        for other in other_types(value) {
            all.push(with(name, other));
        }
        let bare = |raw: &str| {
            let mut body = whole.clone();
            body.insert(name.clone(), json!("here"));
            serde_json::to_string(&body).unwrap().replacen("\"here\"", raw, 1).into_bytes()
        };
        match value {
            Value::Number(_) => {
                for number in ["18446744073709551616", "-1", "1e400", "01", "0x1"] {
                    all.push(bare(number));
                }
            }
            Value::String(_) => {
                for letters in
                    [r#""\ud800""#, r#""\udc00\ud800""#, r#""\u0000""#, r#""\x""#, "\"\n\"", "'x'"]
                {
                    all.push(bare(letters));
                }
            }
            _ => {}
        }
        let mut twice = serde_json::to_string(&whole).unwrap();
        twice.insert_str(1, &format!("{}:{value},", json!(name)));
        all.push(twice.into_bytes());
        if required(name) {
            let mut less = whole.clone();
            less.remove(name);
            all.push(serde_json::to_vec(&less).unwrap());
        }
    }
    all
}

/// Somebody for whom the gate of a route opens.
fn allowed<'a>(world: &World, all: &'a [Someone], route: &Route) -> &'a Someone {
    let policy = &world.city.installation.web.policy;
    let may = |it: &&Someone| policy.may_ever(it.actor.role, route.needs.action);
    // Who has signed in sees more of what is there.
    all.iter().rev().find(may).unwrap_or_else(|| panic!("{}: for nobody", route.id()))
}

async fn sends(
    world: &World,
    who: &Someone,
    path: &str,
    kind: &str,
    body: Vec<u8>,
) -> (u16, String) {
    let request = world.request(who, Method::POST, path).header(CONTENT_TYPE, kind).body(body);
    let answer = world.sends(request).await;
    (answer.status, answer.body)
}

#[tokio::test]
async fn no_operation_takes_a_body_that_is_not_what_it_asks_for() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    let draft = world.draft(&owner, "draft").await;
    let all = everybody(&world, &owner).await;
    let description = Description::of(&world);
    let before = world.events().await;
    let (mut tried, mut read) = (0, 0);
    let routes = &world.city.installation.house.routes;
    for route in routes.iter().filter(|it| it.face == Face::Api && it.method == Method::POST) {
        let id = route.id();
        let Some(schema) = description.body(id.split_once(' ').unwrap().1) else { continue };
        let who = allowed(&world, &all, route);
        let thing = if id.contains("{reference}") { &case } else { &draft };
        let path = address(route, thing, &[]);
        let (members, required) = description.members(schema);
        let whole: Map<String, Value> =
            members.iter().map(|(name, it)| (name.clone(), fitting(&description, it))).collect();
        for body in wrong_bodies(&whole, |name| required.contains(name)) {
            let shown = String::from_utf8_lossy(&body[..body.len().min(200)]).into_owned();
            let place = format!("{id} by the {}: {shown}", who.name);
            let (status, told) = sends(&world, who, &path, "application/json", body).await;
            assert!(matches!(status, 400 | 404 | 422 | 428), "{place}: {status} {told}");
            is_problem(status, &told, &place);
            read += u32::from(status != 404);
            tried += 1;
        }
    }
    assert!(tried > 1_000 && read * 10 > tried * 9, "{read} of {tried} were read");
    assert_eq!(world.events().await, before, "nothing has happened");
}

/// Documents that read files or unfold without end where something takes them for XML.
const XML: [&str; 3] = [
    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
    "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"lol\"><!ENTITY c \"&b;&b;&b;&b;\">]><a>&c;</a>",
    "<a xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"/etc/passwd\"/></a>",
];

#[tokio::test]
async fn nothing_takes_xml() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let all = everybody(&world, &owner).await;
    let before = world.events().await;
    let mut tried = 0;
    for route in &world.city.installation.house.routes {
        if route.method != Method::POST || route.id().contains("/demo/") {
            continue;
        }
        let who = allowed(&world, &all, route);
        let path = address(route, &draft, &[]);
        for kind in ["application/xml", "text/xml", "application/soap+xml"] {
            for body in XML {
                let sent = world.request(who, Method::POST, &path).header(CONTENT_TYPE, kind);
                let response = world.answers(sent.body(body)).await;
                let (status, place) =
                    (response.status().as_u16(), format!("{}: {kind}", route.id()));
                let told = response.text().await.unwrap();
                assert!(!told.contains("root:") && !told.contains("lollol"), "{place}: {told}");
                if route.face == Face::Api && route.needs.limit != Limit::Upload {
                    assert_eq!(status, 415, "{place}: {told}");
                } else {
                    // An act of power asks first whether it is them.
                    let asks = route.needs.is_power() && status == 303;
                    assert!(asks || (400..500).contains(&status), "{place}: {status} {told}");
                }
                tried += 1;
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert_eq!(world.events().await, before, "nothing has happened");
}

#[tokio::test]
async fn a_word_of_a_megabyte_is_refused_or_read_at_once() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let path = format!("/api/v1/applications/{}/answers", draft.application);
    // What makes engines that go back over what they have read go back without end: hours, not
    // the moment that a megabyte takes to be read by a program that was not optimised.
    for pattern in ["a", "aA1!", "((((", "\\\\", " \t", "..//", "@a.", "一"] {
        let size = 1_000_000 / pattern.len();
        for name in ["address", "manager", "credit_code", "contact_mobile", "area", "opening_on"] {
            let body = json!({ "answers": { name: pattern.repeat(size) } });
            let watch = ops::Stopwatch::start();
            let answer = world.posts(&owner, &path, &body).await;
            let took = watch.elapsed();
            assert!((400..500).contains(&answer.status), "{name}: {}", answer.status);
            assert!(took.as_secs_f64() < 2.0, "{name} {pattern:?} took {took:?}");
        }
    }
}
