//! Two authorities, the same authority in two places, and two firms, whose things have the same
//! names: in no list, search, count, export or refusal is there anything of the others'.

use axum::http::Method;
use kernel::Role;
use scraper::{Html, Selector};
use serde_json::{Value, json};

use super::places::{address, encoded, routes};
use crate::{
    city::City,
    rights::world::{CHEN, CITY, DISTRICT, ELSEWHERE, HUANG, Someone, Thing, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
/// What everything is called.
const SAME: &str = "同名小馆";
const DAYS: &str = "from=2026-03-02&to=2026-03-02";
const PAN: &str = "710000198512142824";
const MARKET: &str = "market-regulation";

/// An application for a restaurant, all of whose names are the same.
fn restaurant(credit_code: &str) -> Value {
    json!({
        "service": "food-business-licence",
        "situation": { "trade": "restaurant", "cold_dishes": "no" },
        "answers": {
            "credit_code": credit_code, "manager": "陈雨禾", "operator_name": SAME,
            "shop_name": SAME, "address": "榕城市鼓台区东街 18 号一层", "area": "80", "seats": "24",
        },
    })
}

/// An application to another authority under the same names.
fn hairdresser() -> Value {
    json!({
        "service": "public-place-hygiene-licence",
        "situation": { "place": "beauty", "air": "no" },
        "answers": {
            "credit_code": "91980102MA98RY019R", "head": "陈雨禾", "hygiene_manager": "陈雨禾",
            "operator_name": SAME, "address": "榕城市鼓台区东街 18 号一层", "area": "80",
            "activities": SAME, "staff": "5",
        },
    })
}

/// A draft, and whatever of these materials somebody has to bring.
async fn begins(world: &World, who: &Someone, body: &Value, materials: &[&str]) -> Thing {
    let begun = world.posts(who, "/api/v1/applications", body).await;
    assert!((200..300).contains(&begun.status), "{begun:?}");
    let application = begun.json()["id"].as_str().unwrap().to_owned();
    let mut material = String::new();
    for requirement in materials {
        let path =
            format!("/api/v1/applications/{application}/materials/{requirement}?name={SAME}.pdf");
        let sent = world.request(who, Method::POST, &path).body(super::files::PDF);
        let taken = world.sends(sent).await;
        // What the government holds already is not brought.
        if (200..300).contains(&taken.status) {
            material = taken.json()["id"].as_str().unwrap().to_owned();
        }
    }
    Thing { kind: "draft", application, material, ..Thing::default() }
}

async fn hands_in(world: &World, who: &Someone, draft: Thing) -> Thing {
    let path = format!("/api/v1/applications/{}/submit", draft.application);
    let receipt = world.posts(who, &path, &Value::Null).await;
    assert!((200..300).contains(&receipt.status), "{receipt:?}");
    world.city.settles().await;
    let text = |name: &str| receipt.json()[name].as_str().unwrap_or_default().to_owned();
    Thing { kind: "case", reference: text("reference"), code: text("query_code"), ..draft }
}

/// What names a thing and nothing else.
fn marks(thing: &Thing) -> impl Iterator<Item = &str> {
    let all =
        [&thing.application, &thing.material, &thing.reference, &thing.licence, &thing.licence_no];
    all.into_iter().filter(|it| !it.is_empty()).map(String::as_str)
}

/// What the market's own officers have to do with.
struct Market {
    granted: Thing,
    waiting: Thing,
    draft: Thing,
}

impl Market {
    /// A case that was granted, badly rated and asked about, one that waits, and a draft.
    async fn busy(world: &World) -> Self {
        let owner = world.citizen("owner", CHEN).await;
        let granted = world.granted(&owner, "granted").await;
        let owner = world.citizen("owner", CHEN).await;
        let reads = world.gets(&owner, "/api/v1/me/reads").await.json();
        let access = reads["items"][0]["id"].as_str().expect("an officer has looked").to_owned();
        let path = format!("/api/v1/me/reads/{access}/question");
        let asked = world.posts(&owner, &path, &json!({ "text": SAME })).await;
        assert!((200..300).contains(&asked.status), "{asked:?}");
        let materials = ["business-licence", "layout-plan"];
        let body = restaurant("91980102MA98RY019R");
        let waiting = begins(world, &owner, &body, &materials).await;
        let waiting = hands_in(world, &owner, waiting).await;
        let draft = begins(world, &owner, &body, &materials).await;
        let reason = json!({ "reason": "群众紧急求助，需核对其住址" });
        let examiner = world.officer("hasty", Role::Examiner, MARKET, CITY).await;
        let broken = world.posts(&examiner, "/api/v1/me/elevation", &reason).await;
        assert_eq!(broken.status, 204, "{broken:?}");
        world.city.settles().await;
        Self { granted, waiting, draft }
    }

    fn marks(&self) -> Vec<&str> {
        [&self.granted, &self.waiting, &self.draft].into_iter().flat_map(marks).collect()
    }
}

/// What somebody is shown at every address that they may use, once plainly and once asking for
/// everything that can be asked for.
async fn everything(world: &World, who: &Someone) -> Vec<(String, String)> {
    let mut shown = Vec::new();
    let asking =
        format!("{DAYS}&view=office&q={}&authority={MARKET}&department={MARKET}", encoded(SAME));
    // The record is one for all: its entries name things by their ids to whoever supervises.
    let is_record = |path: &str| path.contains("/record/tile/");
    for route in routes(world, who, &Method::GET) {
        let path = address(route, &Thing::default(), &[]);
        if is_record(&path) {
            continue;
        }
        for path in [path.clone(), format!("{path}?{asking}")] {
            let answer = world.gets(who, &path).await;
            assert!(answer.status < 500, "{path} for the {}: {answer:?}", who.name);
            shown.push((path, format!("{} {}", answer.location, answer.body)));
        }
    }
    shown
}

#[track_caller]
fn nowhere(who: &Someone, shown: &[(String, String)], others: &[&str]) {
    for (path, body) in shown {
        for mark in others {
            assert!(!body.contains(mark), "the {} is shown {mark} at {path}: {body}", who.name);
        }
    }
}

fn somewhere(shown: &[(String, String)], own: &str) -> bool {
    shown.iter().any(|(_, body)| body.contains(own))
}

/// Officers who have nothing to do with the market's cases of this city: of another authority, and
/// of the same ones in other places.
async fn strangers(world: &World) -> Vec<Someone> {
    let officer = |name, role, office, place| world.officer(name, role, office, place);
    vec![
        officer("health examiner", Role::Examiner, "health", CITY).await,
        officer("health approver", Role::Approver, "health", CITY).await,
        officer("examiner elsewhere", Role::Examiner, MARKET, ELSEWHERE).await,
        officer("approver elsewhere", Role::Approver, MARKET, ELSEWHERE).await,
        officer("district's examiner", Role::Examiner, MARKET, DISTRICT).await,
        officer("district's approver", Role::Approver, MARKET, DISTRICT).await,
        officer("district's clerk", Role::Clerk, "government-services", DISTRICT).await,
        officer("clerk elsewhere", Role::Clerk, "government-services", ELSEWHERE).await,
        officer("supervisor elsewhere", Role::Supervisor, "government-services", ELSEWHERE).await,
        officer("district's supervisor", Role::Supervisor, "government-services", DISTRICT).await,
    ]
}

/// Everything at the desk that counts or lists what an office has to do with.
const COUNTS: [&str; 13] = [
    "/staff/",
    "/staff/cases/",
    "/staff/cases/?view=late",
    "/staff/cases/?view=today",
    "/staff/cases/?view=office",
    "/staff/cases/export?from=2026-03-02&to=2026-03-02",
    "/api/v1/queue",
    "/api/v1/elevations",
    "/staff/oversight/stuck",
    "/staff/oversight/elevations",
    "/staff/oversight/ratings",
    "/staff/oversight/reads",
    "/staff/approvals",
];

/// The words and links of a page but for the time of day, or the whole of what programs are
/// answered.
fn said(body: &str) -> String {
    let page = Html::parse_document(body);
    let main = Selector::parse("main").unwrap();
    let Some(main) = page.select(&main).next() else { return body.to_owned() };
    let links = Selector::parse("a[href]").unwrap();
    let hrefs = main.select(&links).filter_map(|it| it.attr("href")).collect::<Vec<_>>();
    let is_time = |word: &str| {
        let digits = |it: &str, at: usize| it.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        word.find(':').is_some_and(|at| at > 0 && digits(word, at - 1) && digits(word, at + 1))
    };
    let words = main.text().flat_map(str::split_whitespace).filter(|it| !is_time(it));
    format!("{} {}", words.collect::<Vec<_>>().join(" "), hrefs.join(" "))
}

async fn counted(world: &World, who: &Someone) -> Vec<(&'static str, u16, String)> {
    // They have just signed in.
    let who = world.session(who.name, who.actor.clone()).await;
    let mut all = Vec::new();
    for path in COUNTS {
        let answer = world.gets(&who, path).await;
        all.push((path, answer.status, said(&answer.body)));
    }
    all
}

#[tokio::test]
async fn officers_of_another_authority_or_place_see_count_and_find_nothing_of_the_others() {
    let world = World::on(City::on(MORNING).await).await;
    let other = world.citizen("other", HUANG).await;
    let materials = ["business-licence", "id-card", "plans", "test-report"];
    let begun = begins(&world, &other, &hairdresser(), &materials).await;
    let health = hands_in(&world, &other, begun).await;
    let strangers = strangers(&world).await;
    let mut before = Vec::new();
    for who in &strangers {
        before.push(counted(&world, who).await);
    }
    let market = Market::busy(&world).await;

    for (who, before) in strangers.iter().zip(before) {
        let after = counted(&world, who).await;
        for (was, is) in before.iter().zip(&after) {
            assert_eq!(was, is, "the {} can tell", who.name);
        }
        let who = world.session(who.name, who.actor.clone()).await;
        let shown = everything(&world, &who).await;
        nowhere(&who, &shown, &market.marks());
        let is_of_health = who.actor.authority.as_deref() == Some("health");
        if is_of_health && who.actor.role == Role::Examiner {
            assert!(somewhere(&shown, &health.reference), "the {} sees their own", who.name);
        } else if !is_of_health {
            nowhere(&who, &shown, &marks(&health).collect::<Vec<_>>());
        }
    }
    // And those whose matter it is see it, and not what is health's.
    for (role, own) in
        [(Role::Examiner, &market.waiting.reference), (Role::Approver, &market.granted.reference)]
    {
        let who = world.officer("own officer", role, MARKET, CITY).await;
        let shown = everything(&world, &who).await;
        assert!(somewhere(&shown, own), "{} in nothing", role.word());
        nowhere(&who, &shown, &marks(&health).collect::<Vec<_>>());
    }
    let supervisor = Role::Supervisor;
    let who = world.officer("own supervisor", supervisor, "government-services", CITY).await;
    let told = counted(&world, &who).await;
    for path in ["/staff/oversight/ratings", "/staff/oversight/reads"] {
        let found = told.iter().find(|it| it.0 == path).unwrap();
        assert!(found.2.contains(&market.granted.reference), "{found:?}");
    }
}

/// What they type into the box for references is answered like what there is not.
#[tokio::test]
async fn a_box_for_references_tells_nobody_which_cases_others_have() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    let nothing = world.nothing();
    for who in strangers(&world).await {
        for page in ["/staff/cases/", "/staff/counter/"] {
            let mut answers = Vec::new();
            for thing in [&case, &nothing] {
                let path = format!("{page}?reference={}", thing.reference);
                let answer = world.gets(&who, &path).await;
                let said = said(&answer.body).replace(&thing.reference, "…");
                answers.push((answer.status, answer.location, said));
            }
            assert_eq!(answers[0], answers[1], "the {} at {page}", who.name);
        }
    }
    let own = world.officer("own examiner", Role::Examiner, MARKET, CITY).await;
    let found = world.gets(&own, &format!("/staff/cases/?reference={}", case.reference)).await;
    assert_eq!((found.status, found.location), (303, format!("/staff/cases/{}", case.reference)));
}

#[tokio::test]
async fn the_list_that_an_office_takes_away_holds_its_own_cases() {
    let world = World::on(City::on(MORNING).await).await;
    let other = world.citizen("other", HUANG).await;
    let materials = ["business-licence", "id-card", "plans", "test-report"];
    let begun = begins(&world, &other, &hairdresser(), &materials).await;
    let health = hands_in(&world, &other, begun).await;
    let owner = world.citizen("owner", CHEN).await;
    let market = world.case(&owner, "case").await;
    for (login, own, others) in
        [("approver-cui", &health, &market), ("approver-jiang", &market, &health)]
    {
        let mut officer = world.city.staff(login).await;
        officer.opens(&format!("/staff/cases/export?{DAYS}")).await.reads("共1件");
        let (address, fields) = officer.binding_form();
        officer.posts(&address, &fields).await;
        assert!(officer.path.starts_with("/staff/cases/exports/"), "{}", officer.path);
        assert!(officer.html.contains(&own.reference), "{}", officer.html);
        for mark in marks(others) {
            assert!(!officer.html.contains(mark), "{login} takes {mark}: {}", officer.html);
        }
    }
    // Who asks for another authority's is given their own.
    let health_only = world.officer("health approver", Role::Approver, "health", CITY).await;
    let path = format!("/staff/cases/export?{DAYS}&authority={MARKET}");
    let page = said(&world.gets(&health_only, &path).await.body);
    assert!(page.contains("共1件"), "{page}");
}

#[tokio::test]
async fn who_acts_for_one_firm_sees_nothing_of_another_that_has_the_same() {
    let world = World::on(City::on(MORNING).await).await;
    let mut firms = Vec::new();
    for code in ["91980102MA98RY019R", "91980104MA98HD033D"] {
        let agent = world.agent("agent", PAN, code).await;
        let body = restaurant(code);
        let materials = ["business-licence", "layout-plan"];
        let waiting = begins(&world, &agent, &body, &materials).await;
        let waiting = hands_in(&world, &agent, waiting).await;
        let draft = begins(&world, &agent, &body, &materials).await;
        firms.push((code, waiting, draft));
    }
    for (own, others) in [(0, 1), (1, 0)] {
        let (code, waiting, draft) = &firms[own];
        let agent = world.agent("agent", PAN, code).await;
        let shown = everything(&world, &agent).await;
        assert!(somewhere(&shown, &waiting.reference) && somewhere(&shown, &draft.application));
        let (_, waiting, draft) = &firms[others];
        let others: Vec<_> = marks(waiting).chain(marks(draft)).collect();
        nowhere(&agent, &shown, &others);
        // Nor at the very addresses of the other's things.
        for route in routes(&world, &agent, &Method::GET) {
            let path = address(route, waiting, &[]);
            if path != address(route, &Thing::default(), &[]) {
                let answer = world.gets(&agent, &path).await;
                assert!(!answer.body.contains(SAME), "{path}: {answer:?}");
            }
        }
    }
    // The agent's own matters are a third.
    let own = world.citizen("agent for themselves", PAN).await;
    let shown = everything(&world, &own).await;
    for (_, waiting, draft) in &firms {
        nowhere(&own, &shown, &marks(waiting).chain(marks(draft)).collect::<Vec<_>>());
    }
}
