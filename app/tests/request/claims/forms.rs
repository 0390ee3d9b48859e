//! Every form of every page, sent as no browser would send it: with choices that are not offered,
//! texts without end, and without what must be there. The server says no by itself.

use std::collections::BTreeMap;

use axum::http::Method;
use reqwest::multipart::Form as Multipart;
use scraper::{ElementRef, Html, Selector};

use super::places::{address, everybody, routes, says_why};
use crate::{
    city::City,
    rights::world::{CHEN, HUANG, Someone, Thing, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
/// Longer than any text may be, and shorter than a form may be.
const ENDLESS: usize = 60_000;

/// A form as it stands on a page.
#[derive(Debug, Clone)]
struct Form {
    action: String,
    is_multipart: bool,
    fields: BTreeMap<String, (String, Kind)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// One or several of what is offered.
    Choice,
    /// Anything that is typed.
    Text,
    /// What the server put there for itself.
    Hidden,
}

fn forms(html: &str, path: &str) -> Vec<Form> {
    let page = Html::parse_document(html);
    let all = Selector::parse("form[method=post]").unwrap();
    page.select(&all).map(|form| form_of(form, path)).collect()
}

fn form_of(form: ElementRef<'_>, path: &str) -> Form {
    let own = path.split('?').next().unwrap_or_default();
    let inputs =
        Selector::parse("input[name], textarea[name], select[name], button[name]").unwrap();
    let mut fields = BTreeMap::new();
    for input in form.select(&inputs) {
        let name = input.attr("name").unwrap_or_default().to_owned();
        let (kind, value) = match (input.value().name(), input.attr("type").unwrap_or("text")) {
            ("select", _) | ("input", "radio" | "checkbox") => {
                (Kind::Choice, input.attr("value").unwrap_or_default().to_owned())
            }
            ("input", "hidden") => {
                (Kind::Hidden, input.attr("value").unwrap_or_default().to_owned())
            }
            ("button", _) | ("input", "file" | "submit") => continue,
            ("textarea", _) => (Kind::Text, input.text().collect()),
            _ => (Kind::Text, input.attr("value").unwrap_or_default().to_owned()),
        };
        fields.entry(name).or_insert((value, kind));
    }
    let action = form.attr("action").unwrap_or(own).to_owned();
    let is_multipart = form.attr("enctype").is_some_and(|it| it.starts_with("multipart"));
    Form { action, is_multipart, fields }
}

impl Form {
    /// The fields with one of them changed or gone.
    fn with(&self, name: &str, value: Option<&str>) -> Vec<(String, String)> {
        let own = self.fields.iter().filter(|(own, _)| *own != name || value.is_some());
        let value = |own: &str, held: &str| match value {
            Some(value) if own == name => value.to_owned(),
            _ => held.to_owned(),
        };
        own.map(|(own, (held, _))| (own.clone(), value(own, held))).collect()
    }
}

async fn sends(world: &World, who: &Someone, form: &Form, fields: &[(String, String)]) -> u16 {
    let request = world.request(who, Method::POST, &form.action);
    let request = if form.is_multipart {
        let parts = fields.iter().cloned();
        request.multipart(parts.fold(Multipart::new(), |all, (name, it)| all.text(name, it)))
    } else {
        request.form(fields)
    };
    world.answers(request).await.status().as_u16()
}

/// Where people choose for themselves what to see, nothing can be wrong.
fn is_settled_elsewhere(action: &str) -> bool {
    ["/sign-out", "/session/keep", "/demo/", "/sign-in"].iter().any(|it| action.contains(it))
}

async fn pages(world: &World, who: &Someone, things: &[&Thing]) -> BTreeMap<String, Form> {
    says_why(world, who, things).await;
    let mut found = BTreeMap::new();
    for route in routes(world, who, &Method::GET) {
        for thing in things {
            let path = address(route, thing, &[]);
            let page = world.gets(who, &path).await.body;
            for form in forms(&page, &path) {
                if !is_settled_elsewhere(&form.action) {
                    let names: Vec<_> = form.fields.keys().map(String::as_str).collect();
                    found.insert(format!("{} {}", form.action, names.join(" ")), form);
                }
            }
        }
    }
    found
}

#[tokio::test]
async fn every_form_is_checked_where_it_arrives() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let granted = world.granted(&owner, "granted").await;
    let owner = world.citizen("owner", CHEN).await;
    let (case, draft) = (world.case(&owner, "case").await, world.draft(&owner, "draft").await);
    let mut wrong = Vec::new();
    let mut tried = 0;
    for who in everybody(&world, &owner).await {
        for (place, form) in pages(&world, &who, &[&draft, &case, &granted]).await {
            for (name, (_, kind)) in &form.fields {
                let (endless, many) = ("长".repeat(ENDLESS / 9), "1".repeat(400));
                let values = match kind {
                    Kind::Choice => vec![Some("not-offered"), Some("\u{0}"), Some("' OR 1=1 --")],
                    Kind::Text => vec![Some(endless.as_str()), Some("a\u{0}b\u{1b}[2J")],
                    Kind::Hidden if name == "_csrf" => {
                        vec![None, Some(""), Some("AAAA"), Some(many.as_str())]
                    }
                    Kind::Hidden if name == "_key" => vec![Some("no key"), Some("' OR 1=1 --")],
                    Kind::Hidden => vec![None, Some("\u{0}")],
                };
                for value in values {
                    let events = world.events().await;
                    let status = sends(&world, &who, &form, &form.with(name, value)).await;
                    let has_changed = world.events().await != events;
                    let shown = value.map(|it| it.chars().take(20).collect::<String>());
                    let is_endless = *kind == Kind::Text && value == Some(endless.as_str());
                    let must_fit = ["_csrf", "_key", "version"].contains(&name.as_str());
                    if status >= 500 || (has_changed && (is_endless || must_fit)) {
                        wrong.push(format!("{} {place}: {name}={shown:?}: {status}", who.name));
                    }
                    tried += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 400, "{tried}");
    // What is not offered counts as not chosen: other answers of the form may be kept, it is not.
    let kept = world.city.installation.house.ledger.rows(&KEPT, &[]).await.unwrap();
    assert_eq!(kept[0].count(0).unwrap(), 0);
}

/// What was kept of a choice that is not offered.
static KEPT: ledger::Statement = ledger::Statement::new(
    "SELECT COUNT(*) FROM ledger_event
     WHERE body LIKE '%not-offered%' OR body LIKE '%OR 1=1%'",
);

/// The rules that two fields make together, and a case that breaks each.
#[tokio::test]
async fn what_does_not_go_together_is_refused() {
    use serde_json::{Value, json};
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let granted = world.granted(&owner, "granted").await;
    let all = everybody(&world, &world.citizen("owner", CHEN).await).await;
    let by = |name: &str| all.iter().find(|it| it.name == name).unwrap();
    let case = world.case(by("owner"), "case").await;
    let version = world.version(&case).await;
    let act = |act: &str| format!("/api/v1/cases/{}/{act}", case.reference);
    let rating = |more: Value| {
        let mut body = json!({ "reference": case.reference, "channel": "pc" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let mandate = |from: &str, until: &str, name: &str| {
        json!({ "as": "principal", "name": name, "id_number": HUANG, "kind": "family",
            "acts": ["fill"], "from": from, "until": until })
    };
    let posts = format!("/api/v1/staff/{}/posts", by("examiner").actor.account.unwrap());
    let post = json!({ "role": "clerk", "authority": "government-services",
        "region": "980100000000", "from": "2026-05-01", "until": "2026-04-01" });
    let item = |id: &str, kind: &str| json!({ "items": [{ "kind": kind, "id": id, "reason": "x" }], "version": version });
    let mandates = "/api/v1/me/mandates".to_owned();
    let ratings = "/api/v1/ratings".to_owned();
    for (who, path, body, why) in [
        (
            "owner",
            ratings.clone(),
            rating(json!({ "grade": 1, "tags": ["slow"] })),
            "praise with a complaint",
        ),
        (
            "owner",
            ratings.clone(),
            rating(json!({ "grade": 5, "tags": ["fast"] })),
            "a complaint with praise",
        ),
        ("owner", ratings, rating(json!({ "grade": 3 })), "a case that is not concluded"),
        (
            "owner",
            mandates.clone(),
            mandate("2026-05-01", "2026-04-01", "黄德霖"),
            "ends before it begins",
        ),
        (
            "owner",
            mandates.clone(),
            mandate("2025-01-01", "2025-02-01", "黄德霖"),
            "is over before it begins",
        ),
        (
            "owner",
            mandates,
            mandate("2026-03-02", "2026-04-01", "林晓汶"),
            "a name and another's number",
        ),
        (
            "examiner",
            act("not-accept"),
            json!({ "code": "not_competent", "text": "x", "version": version }),
            "says not who is competent",
        ),
        ("examiner", act("return"), item("layout-plan", "field"), "a material that is a question"),
        ("examiner", act("return"), item("seats", "material"), "a question that is a material"),
        (
            "examiner",
            act("return"),
            item("cold-room-statement", "material"),
            "what these answers do not ask for",
        ),
        ("administrator", posts, post, "a post that ends before it begins"),
    ] {
        let events = world.events().await;
        let answer = world.posts(by(who), &path, &body).await;
        assert!(matches!(answer.status, 400 | 404 | 422), "{why}: {answer:?}");
        assert_eq!(world.events().await, events, "{why}");
    }
    let accepted = world.acts(by("examiner"), &case, "accept", json!({})).await;
    assert_eq!(accepted.status, 200, "{accepted:?}");
    for (procedure, days, why) in [
        ("site-inspection", 11, "longer than the law lets it take"),
        ("site-inspection", 0, "no time at all"),
        ("none", 3, "a procedure that this service does not have"),
    ] {
        let body = json!({ "procedure": procedure, "reason": "x", "days": days });
        assert_eq!(world.acts(by("examiner"), &case, "suspend", body).await.status, 422, "{why}");
    }
    let again = rating(json!({ "grade": 5, "reference": granted.reference }));
    let answer = world.posts(by("owner"), "/api/v1/ratings", &again).await;
    assert_eq!(answer.status, 422, "rated twice: {answer:?}");
}
