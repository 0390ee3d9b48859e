//! Two hundred and fifty-six at once, for what there is one of.

use std::sync::Arc;

use axum::http::Method;
use serde_json::{Value, json};
use testkit::on_both;
use tokio::task::JoinSet;

use crate::{
    city::City,
    rights::world::{CHEN, CITY, Someone, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const CROWD: usize = 256;

/// Everybody sends this at the same moment, each under a key of their own; how it was answered.
async fn at_once(world: &Arc<World>, who: &Someone, path: &str, body: &Value) -> Vec<(u16, Value)> {
    let mut crowd = JoinSet::new();
    for number in 0..CROWD {
        let (world, who, path, body) = (world.clone(), who.clone(), path.to_owned(), body.clone());
        crowd.spawn(async move {
            let key = format!("0198f000-0000-7000-8000-{number:012x}");
            let request = world.request(&who, Method::POST, &path).header("idempotency-key", key);
            let answer = world.sends(request.json(&body)).await;
            (answer.status, serde_json::from_str(&answer.body).unwrap_or_default())
        });
    }
    let answers = crowd.join_all().await;
    assert_eq!(answers.len(), CROWD);
    answers
}

fn winners(answers: &[(u16, Value)], good: u16) -> usize {
    for (status, told) in answers {
        // Who loses is told so, or that it is not theirs any more; nobody waits, nothing breaks.
        assert!(*status == good || matches!(status, 403 | 409 | 422), "{status} {told}");
    }
    answers.iter().filter(|(status, _)| *status == good).count()
}

#[tokio::test]
async fn of_a_crowd_one_wins() {
    on_both(|database| async move {
        let world = Arc::new(World::on(City::with(database, MORNING).await).await);
        let owner = world.citizen("owner", CHEN).await;
        let draft = world.draft(&owner, "draft").await;
        let submit = format!("/api/v1/applications/{}/submit", draft.application);
        let answers = at_once(&world, &owner, &submit, &Value::Null).await;
        for (status, told) in &answers {
            assert!(matches!(status, 200 | 409 | 422), "{status} {told}");
        }
        let references: std::collections::BTreeSet<_> = answers
            .iter()
            .filter(|(status, _)| *status == 200)
            .map(|(_, it)| it["reference"].as_str().unwrap())
            .collect();
        // Whoever hands in again is shown the receipt of the one case.
        assert_eq!(references.len(), 1, "{references:?}");
        let reference = references.into_iter().next().unwrap().to_owned();
        let cases = world.gets(&owner, "/api/v1/cases").await.json();
        let cases = cases["cases"].as_array().or(cases["items"].as_array()).unwrap().len();
        assert_eq!(cases, 1);

        let thing = crate::rights::world::Thing { reference: reference.clone(), ..draft };
        let examiner = world.officer("e", kernel::Role::Examiner, "market-regulation", CITY).await;
        world.takes_over(&examiner, &thing).await;
        let seen = world.version(&thing).await;
        let accept = format!("/api/v1/cases/{reference}/accept");
        let answers = at_once(&world, &examiner, &accept, &json!({ "version": seen })).await;
        assert_eq!(winners(&answers, 200), 1, "accepted once");
    })
    .await;
}

#[tokio::test]
async fn a_case_is_granted_once_and_rated_once_and_has_one_licence() {
    let world = Arc::new(World::on(City::on(MORNING).await).await);
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    let officer = |name, role, office| world.officer(name, role, office, CITY);
    let examiner = officer("e", kernel::Role::Examiner, "market-regulation").await;
    let fire = officer("f", kernel::Role::Examiner, "fire-rescue").await;
    let approver = officer("a", kernel::Role::Approver, "market-regulation").await;
    let agrees = json!({ "in_favour": true, "text": "符合要求" });
    for (who, act, body) in [
        (&examiner, "accept", json!({})),
        (&examiner, "review", agrees.clone()),
        (&fire, "review", agrees),
    ] {
        assert_eq!(world.acts(who, &case, act, body).await.status, 200, "{act}");
    }
    let before = licences(&world).await;
    world.takes_over(&approver, &case).await;
    // One look before the crowd, so that the act of power is confirmed already.
    let seen = world.version(&case).await;
    let grant = format!("/api/v1/cases/{}/grant", case.reference);
    let stale = json!({ "text": "准予许可", "version": seen - 1 });
    assert_eq!(world.posts(&approver, &grant, &stale).await.status, 409);
    world.opens_file(&approver, &case).await;
    let body = json!({ "text": "准予许可", "version": seen });
    assert_eq!(winners(&at_once(&world, &approver, &grant, &body).await, 200), 1, "granted once");
    world.decisions_leave().await;
    assert_eq!(licences(&world).await, before + 1, "one licence");
    let owner = world.citizen("owner", CHEN).await;
    let rating = json!({ "reference": case.reference, "grade": 1, "channel": "pc" });
    let answers = at_once(&world, &owner, "/api/v1/ratings", &rating).await;
    assert_eq!(winners(&answers, 201), 1, "rated once");
}

/// How many food-business licences the owner has.
async fn licences(world: &World) -> usize {
    let owner = world.citizen("owner", CHEN).await;
    let all = world.gets(&owner, "/api/v1/licences").await.json();
    let is_one = |it: &&Value| it["licence_type"] == "food-business-licence";
    all.as_array().unwrap().iter().filter(is_one).count()
}
