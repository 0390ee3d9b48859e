//! What a client says about the time counts for nothing: the server's clock does.

use axum::http::{Method, header};
use kernel::{Role, id::CaseId};
use serde_json::json;

use super::world::{CHEN, CITY, World};
use crate::city::City;

#[tokio::test]
async fn what_a_client_says_about_the_time_is_refused_or_not_read() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.citizen("owner", CHEN).await;
    let thing = world.case(&owner, "case").await;
    let examiner = world.officer("examiner", Role::Examiner, "market-regulation", CITY).await;
    world.takes_over(&examiner, &thing).await;
    let version = world.version(&thing).await;
    let path = format!("/api/v1/cases/{}/accept", thing.reference);
    for name in ["at", "now", "date", "accepted_on", "received_on", "submitted_at", "timestamp"] {
        let body = json!({ "version": version, name: "2026-01-05T09:00:00Z" });
        let answer = world.posts(&examiner, &path, &body).await;
        assert!(matches!(answer.status, 400 | 422), "{name}: {answer:?}");
    }
    assert_eq!(world.version(&thing).await, version);
    let old = "Mon, 05 Jan 2026 09:00:00 GMT";
    let request = world.request(&examiner, Method::POST, &path);
    let request = request.header(header::DATE, old).header("x-timestamp", old);
    let request = request.header(header::IF_UNMODIFIED_SINCE, old);
    let answer = world.sends(request.json(&json!({ "version": version }))).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let case: CaseId = thing.application.parse().unwrap();
    let ledger = &world.city.installation.house.ledger;
    let history = ledger.history::<cases_domain::Case>(case).await.unwrap();
    assert!(history.len() > 1);
    for event in history {
        let day = ledger.clock().zone().to_datetime(event.at).date();
        assert_eq!(day, ledger.clock().today(), "{event:?}");
    }
}
