//! Hostile text stays text: on every page and in every answer that shows it again.

use std::collections::BTreeSet;

use axum::http::Method;
use scraper::{Html, Node};
use serde_json::Value;
use web::Face;

use super::{
    life::{EVIL, FIELDS, LINKS, Life, evil, lived},
    places::{address, encoded, everybody, routes, says_why},
};
use crate::{
    city::City,
    rights::world::{CHEN, Someone, Thing, World},
    story::nothing_differs_on_replay,
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

/// The attributes whose value is an address.
const ADDRESSES: [&str; 7] = ["href", "src", "action", "formaction", "data", "poster", "ping"];

/// Whether an address on a page of ours leads to a page, a call or a letter.
fn leads_somewhere_good(value: &str) -> bool {
    let base = reqwest::Url::parse("https://one.example.cn/zh-hans/").unwrap();
    let there = base.join(value).unwrap();
    let is_own =
        there.host_str() == Some("one.example.cn") || there.host_str() == Some("127.0.0.1");
    match there.scheme() {
        "https" | "http" => is_own,
        "tel" | "mailto" => true,
        _ => false,
    }
}

/// A page has no element and no attribute that is not ours, and shows what was typed whole.
/// Answers which fields it shows.
fn shows(html: &str, place: &str) -> BTreeSet<u8> {
    let page = Html::parse_document(html);
    let mut texts = Vec::new();
    for node in page.tree.nodes() {
        match node.value() {
            Node::Element(element) => {
                let name = element.name();
                assert!(!name.starts_with("xss"), "{place}: <{name}>");
                let is_frame = ["iframe", "frame", "object", "embed", "base"].contains(&name);
                assert!(!is_frame, "{place}: <{name}>");
                assert!(name != "script" || element.attr("src").is_some(), "{place}: a script");
                for (name, value) in element.attrs() {
                    let is_ours = !name.starts_with("on") && !name.starts_with("xss");
                    assert!(is_ours && name != "style", "{place}: {name}={value}");
                    if ADDRESSES.contains(&name) {
                        assert!(leads_somewhere_good(value), "{place}: {name}={value}");
                    }
                    texts.push(value.to_owned());
                }
            }
            Node::Text(text) => texts.push(text.to_string()),
            Node::Comment(text) => assert!(!text.contains("xss-t"), "{place}: a comment"),
            _ => {}
        }
    }
    texts.iter().filter_map(|text| whole(text, place)).collect()
}

/// The field whose text stands here, whole.
fn whole(text: &str, place: &str) -> Option<u8> {
    let at = text.find("xss-t")?;
    // In an address its letters are numbers.
    if text[..at].ends_with("%3C") {
        return None;
    }
    let before = &text[..at];
    let field = before.rfind('h').and_then(|at| before.get(at + 1..at + 3))?.parse().ok()?;
    let typed = EVIL.replace('/', "");
    let is_whole = text.contains(EVIL) || text.contains(&typed);
    assert!(is_whole, "{place}: {text:?} is not what was typed");
    Some(field)
}

/// An answer for programs is JSON in which the text is what was typed.
fn tells(body: &str, place: &str) -> BTreeSet<u8> {
    let value: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{place}: no JSON"));
    let mut texts = Vec::new();
    let mut left = vec![&value];
    while let Some(value) = left.pop() {
        match value {
            Value::String(text) => texts.push(text.clone()),
            Value::Array(all) => left.extend(all),
            Value::Object(all) => left.extend(all.values()),
            _ => {}
        }
    }
    texts.iter().filter_map(|text| whole(text, place)).collect()
}

async fn looks(world: &World, who: &Someone, path: &str, place: &str) -> BTreeSet<u8> {
    let response = world.answers(world.request(who, Method::GET, path)).await;
    assert!(response.status().as_u16() < 500, "{place}: {}", response.status());
    let kind = response.headers().get("content-type").map(|it| it.to_str().unwrap().to_owned());
    let kind = kind.unwrap_or_default();
    let bytes = response.bytes().await.unwrap();
    let body = String::from_utf8_lossy(&bytes);
    match kind.as_str() {
        "text/html; charset=utf-8" => shows(&body, place),
        "application/json" | "application/problem+json" => tells(&body, place),
        "application/pdf" => {
            assert!(bytes.starts_with(b"%PDF"), "{place}");
            BTreeSet::new()
        }
        _ => BTreeSet::new(),
    }
}

fn things(life: &Life) -> [&Thing; 5] {
    [&life.granted, &life.refused, &life.not_accepted, &life.withdrawn, &life.draft]
}

#[tokio::test]
async fn what_is_typed_anywhere_is_shown_everywhere_as_the_text_that_it_is() {
    testkit::on_both(|database| async move {
        let world = World::on(City::with(database, MORNING).await).await;
        let life = lived(&world, CHEN).await;
        let mut shown = BTreeSet::new();
        let mut pages = 0;
        for who in everybody(&world, &life.owner).await {
            says_why(&world, &who, &things(&life)).await;
            for route in routes(&world, &who, &Method::GET) {
                for thing in things(&life) {
                    let access = [("{access}", life.access.as_str())];
                    let path = address(route, thing, &access);
                    let place = format!("{} for the {}, {}", path, who.name, thing.kind);
                    shown.extend(looks(&world, &who, &path, &place).await);
                    pages += 1;
                }
            }
        }
        let expected: BTreeSet<u8> = FIELDS.collect();
        let missing: Vec<_> = expected.difference(&shown).collect();
        assert!(missing.is_empty(), "nobody was shown {missing:?}, only {shown:?}");
        assert!(pages > 2_000, "only {pages}");
        nothing_differs_on_replay(&world.city).await;
    })
    .await;
}

#[tokio::test]
async fn what_stands_in_an_address_is_shown_as_text_or_not_at_all() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let thing = Thing {
        kind: "evil",
        reference: encoded(&evil(1)),
        licence_no: encoded(&evil(2)),
        licence: encoded(&evil(3)),
        application: encoded(&evil(4)),
        material: encoded(&evil(5)),
        ..Thing::default()
    };
    let names = [
        "q",
        "ref",
        "reference",
        "code",
        "back",
        "no",
        "name",
        "type",
        "after",
        "before",
        "date",
        "from",
        "to",
        "days",
        "done",
        "of",
        "view",
        "reason",
        "via",
        "for",
        "lang",
        "sent",
        "region",
        "theme",
        "trade",
        "audience",
        "department",
        "status",
        "service",
        "step",
        "year",
    ];
    for who in everybody(&world, &owner).await {
        for route in routes(&world, &who, &Method::GET) {
            if route.face == Face::Api && who.token.is_some() {
                continue;
            }
            let path = address(route, &thing, &[("{code}", &thing.reference)]);
            for hostile in [evil(6).as_str(), LINKS[0], LINKS[1], LINKS[2]] {
                let query: Vec<String> =
                    names.iter().map(|name| format!("{name}={}", encoded(hostile))).collect();
                let path = format!("{path}?{}", query.join("&"));
                let place = format!("{} for the {}: {hostile}", route.id(), who.name);
                looks(&world, &who, &path, &place).await;
            }
        }
    }
}

#[tokio::test]
async fn no_form_asks_for_an_address_of_a_page() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let mut forms = 0;
    for who in everybody(&world, &owner).await {
        for route in routes(&world, &who, &Method::GET) {
            let path = address(route, &draft, &[]);
            let body = world.gets(&who, &path).await.body;
            let page = Html::parse_document(&body);
            let inputs = scraper::Selector::parse("input[type=url], input[name*=url]").unwrap();
            assert_eq!(page.select(&inputs).count(), 0, "{path}");
            forms += body.matches("<form").count();
        }
    }
    assert!(forms > 100, "{forms}");
}
