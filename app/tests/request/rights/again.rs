//! A line breaks after an act was done: whoever sends it again is answered as the first time,
//! though the task has moved on and they might not do it any more.

use futures::future::join_all;
use kernel::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::world::{Answer, CHEN, CITY, Someone, Thing, World};
use crate::city::City;

async fn sends(world: &World, who: &Someone, (path, key): (&str, &str), body: &Value) -> Answer {
    let request = world.request(who, Method::POST, path).header("idempotency-key", key);
    world.sends(request.json(body)).await
}

/// Does it, does it again, and does something else under the same key.
async fn twice(world: &World, who: &Someone, thing: &Thing, act: &str, mut body: Value) {
    world.takes_over(who, thing).await;
    let seen = world.version(thing).await;
    body["version"] = json!(seen);
    let path = format!("/api/v1/cases/{}/{act}", thing.reference);
    // Whoever has to confirm acts of power does so with one that comes too late.
    let mut late = body.clone();
    late["version"] = json!(0);
    let refused = sends(world, who, (&path, &world.account().to_string()), &late).await;
    assert!(refused.status >= 400, "{act}: {refused:?}");
    let key = world.account().to_string();
    // A double click, and two more: all of them at once.
    let clicks = (0..4).map(|_| sends(world, who, (&path, &key), &body));
    let mut answers = join_all(clicks).await;
    assert!(answers.iter().all(|it| it.status < 300), "{act}: {answers:?}");
    let first = answers.remove(0);
    world.city.settles().await;
    let after = world.version(thing).await;
    let again = sends(world, who, (&path, &key), &body).await;
    assert_eq!(again.status, first.status, "{act} again: {again:?}");
    assert_eq!(world.version(thing).await, after, "{act}: nothing happens twice");
    let words = ["text", "reason", "result"].into_iter().find(|it| body.get(it).is_some());
    if let Some(words) = words {
        body[words] = json!("别的话");
        let other = sends(world, who, (&path, &key), &body).await;
        assert_eq!(other.status, 409, "{act}: another act under the same key: {other:?}");
    }
    assert_eq!(world.version(thing).await, after, "{act}: nothing more happened");
}

#[tokio::test]
async fn an_act_that_is_sent_again_is_answered_as_the_first_time() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.citizen("owner", CHEN).await;
    let officer = |name, role, authority| world.officer(name, role, authority, CITY);
    let examiner = officer("examiner", Role::Examiner, "market-regulation").await;
    let fire = officer("fire", Role::Examiner, "fire-rescue").await;
    let approver = officer("approver", Role::Approver, "market-regulation").await;
    let case = world.case(&owner, "case").await;
    let pause = json!({ "procedure": "site-inspection", "days": 3, "reason": "安排现场核查" });
    let agrees = || json!({ "in_favour": true, "text": "符合要求" });
    twice(&world, &examiner, &case, "accept", json!({})).await;
    twice(&world, &examiner, &case, "suspend", pause).await;
    twice(&world, &examiner, &case, "resume", json!({ "result": "合格" })).await;
    twice(&world, &examiner, &case, "review", agrees()).await;
    twice(&world, &fire, &case, "review", agrees()).await;
    world.opens_file(&approver, &case).await;
    twice(&world, &approver, &case, "grant", json!({ "text": "准予许可" })).await;
    let other = world.case(&owner, "other").await;
    twice(&world, &owner, &other, "withdraw", json!({ "reason": "不开了" })).await;
}
