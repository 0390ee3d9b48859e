//! Officers who are tied to the people in a case never get it, cannot open, examine or decide it;
//! others can, and where nobody is left the supervisor sees it.

use accounts_domain::Staff;
use kernel::{Actor, Role};
use serde_json::{Value, json};
use testkit::on_both;

use super::world::{CHEN, CITY, HUANG, Someone, Thing, World};
use crate::city::City;

/// 潘佩筠, who acts for the restaurant of 陈雨禾 and for other firms.
const PAN: &str = "710000198512142824";
const RESTAURANT: &str = "91980102MA98RY019R";
const HAULAGE: &str = "91980104MA98HD033D";
/// The head of the haulage firm, who has nothing to do with the restaurant.
const GUO: &str = "710000198203271649";

const MARKET: &str = "market-regulation";

/// What an officer declares, and whether it ties them to the restaurant's case.
fn graph() -> Vec<(&'static str, Value, bool)> {
    let declared = |own: &str, relatives: &[&str], firms: &[&str]| json!({ "own_number": own, "relatives": relatives, "firms": firms });
    vec![
        ("is the one who acts", declared(CHEN, &[], &[]), true),
        ("acts for the firm at other times", declared(PAN, &[], &[]), true),
        ("is a relative of the one who acts", declared(HUANG, &[CHEN], &[]), true),
        ("is a relative of another agent", declared(HUANG, &[GUO, PAN], &[]), true),
        ("has a share in the firm", declared(HUANG, &[], &[RESTAURANT]), true),
        ("has a share in another firm", declared(HUANG, &[], &[HAULAGE]), false),
        ("is a relative of somebody else", declared(HUANG, &[GUO], &[]), false),
        ("is somebody else", declared(GUO, &[], &[]), false),
    ]
}

async fn sees_in_queue(world: &World, who: &Someone, thing: &Thing) -> bool {
    world.gets(who, "/staff/cases/").await.body.contains(&thing.reference)
}

/// Nothing of the case answers somebody who is tied to it.
async fn keeps_out(world: &World, who: &Someone, thing: &Thing, what: &str) {
    assert!(!sees_in_queue(world, who, thing).await, "{what}: it stands in the queue");
    let material = format!("/staff/materials/{}/{}", thing.application, thing.material);
    let file = format!("/staff/cases/{}", thing.reference);
    let why = world.says_why(who, &thing.reference).await;
    assert!(matches!(why.status, 403 | 404), "{what}: {why:?}");
    for path in [file, format!("/staff/cases/{}/correction", thing.reference), material] {
        let answer = world.gets(who, &path).await;
        assert!(matches!(answer.status, 403 | 404), "{what}: {path}: {answer:?}");
    }
    let before = world.version(thing).await;
    for act in ["accept", "not-accept", "return", "review", "suspend", "grant", "refuse"] {
        let body = json!({ "version": before, "text": "x", "code": "x", "items": [],
            "in_favour": true, "reason": "x", "procedure": "x", "days": 1 });
        let members: &[&str] = match act {
            "accept" => &["version"],
            "not-accept" | "refuse" => &["version", "code", "text"],
            "return" => &["version", "items"],
            "review" => &["version", "in_favour", "text"],
            "suspend" => &["version", "procedure", "reason", "days"],
            _ => &["version", "text"],
        };
        let body: serde_json::Map<String, Value> =
            members.iter().map(|it| ((*it).to_owned(), body[*it].clone())).collect();
        let path = format!("/api/v1/cases/{}/{act}", thing.reference);
        let answer = world.posts(who, &path, &Value::Object(body)).await;
        assert!(matches!(answer.status, 403 | 404), "{what}: {act}: {answer:?}");
    }
    assert_eq!(world.version(thing).await, before, "{what}");
}

async fn declares(world: &World, who: &Someone, body: &Value) {
    let answer = world.posts(who, "/api/v1/me/interests", body).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

#[tokio::test]
async fn an_officer_who_is_tied_to_a_case_keeps_out_of_it_and_others_do_it() {
    on_both(|database| async move {
        let world = World::on(City::with(database, "2026-03-02T10:00:00+08:00").await).await;
        let owner = world.agent("the restaurant", CHEN, RESTAURANT).await;
        let thing = world.case(&owner, "case").await;
        for (what, declared, is_tied) in graph() {
            let examiner = world.officer("examiner", Role::Examiner, MARKET, CITY).await;
            declares(&world, &examiner, &declared).await;
            if is_tied {
                keeps_out(&world, &examiner, &thing, what).await;
            } else {
                assert!(sees_in_queue(&world, &examiner, &thing).await, "{what}");
                let path = format!("/staff/cases/{}", thing.reference);
                assert_eq!(world.gets(&examiner, &path).await.status, 200, "{what}");
            }
        }
        let free = world.officer("free", Role::Examiner, MARKET, CITY).await;
        let fire = world.officer("fire", Role::Examiner, "fire-rescue", CITY).await;
        let agrees = json!({ "in_favour": true, "text": "符合要求" });
        let acts = [
            (&free, "accept", json!({})),
            (&free, "review", agrees.clone()),
            (&fire, "review", agrees),
        ];
        for (who, act, body) in acts {
            assert_eq!(world.acts(who, &thing, act, body).await.status, 200, "{act}");
        }
        for (what, declared, is_tied) in graph() {
            let approver = world.officer("approver", Role::Approver, MARKET, CITY).await;
            declares(&world, &approver, &declared).await;
            if is_tied {
                keeps_out(&world, &approver, &thing, what).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_task_that_nobody_may_do_is_shown_to_the_supervisor_of_the_place() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.agent("the restaurant", CHEN, RESTAURANT).await;
    let thing = world.case(&owner, "case").await;
    let supervisor =
        |region| world.officer("supervisor", Role::Supervisor, "government-services", region);
    let (here, elsewhere) = (supervisor(CITY).await, supervisor(super::world::DISTRICT).await);
    let stuck = "/staff/oversight/stuck";
    assert!(!world.gets(&here, stuck).await.body.contains(&thing.reference), "somebody can do it");
    let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
    for account in staff.staff_of(MARKET, Role::Examiner).await.unwrap() {
        let actor = Actor::staff(Role::Examiner, account, MARKET).within(CITY);
        let officer = world.session("examiner", actor).await;
        declares(&world, &officer, &json!({ "own_number": HUANG, "firms": [RESTAURANT] })).await;
    }
    assert!(world.gets(&here, stuck).await.body.contains(&thing.reference));
    assert!(!world.gets(&elsewhere, stuck).await.body.contains(&thing.reference));
}

#[tokio::test]
async fn a_declaration_is_sealed_checked_and_nobody_elses() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let one = world.officer("one", Role::Examiner, MARKET, CITY).await;
    let other = world.officer("other", Role::Administrator, MARKET, CITY).await;
    for wrong in [
        json!({ "own_number": "12" }),
        json!({ "own_number": HUANG, "relatives": ["12"] }),
        json!({ "own_number": HUANG, "firms": [GUO] }),
        json!({ "own_number": HUANG, "relatives": vec![GUO; 51] }),
    ] {
        let answer = world.posts(&one, "/api/v1/me/interests", &wrong).await;
        assert_eq!(answer.status, 422, "{wrong}: {answer:?}");
    }
    declares(&world, &one, &json!({ "own_number": HUANG, "relatives": [GUO] })).await;
    assert!(world.gets(&one, "/staff/me/interests").await.body.contains(GUO));
    assert!(!world.gets(&other, "/staff/me/interests").await.body.contains(GUO));
    let ledger = &world.city.installation.house.ledger;
    let account = one.actor.account.unwrap();
    let history = ledger.history::<accounts_domain::Declaration>(account).await.unwrap();
    let stored = serde_json::to_string(&history[0].event).unwrap();
    assert!(!stored.contains(GUO) && !stored.contains(HUANG), "{stored}");
}
