//! Breaking the glass: an hour at most, told at once, every read kept, and no second time before
//! another person has looked at it.

use accounts_domain::Staff;
use kernel::Role;
use serde_json::{Value, json};
use testkit::on_both;

use super::world::{CHEN, CITY, DISTRICT, Someone, Thing, World};
use crate::city::City;

const REASON: &str = "群众紧急求助，需核对其住址";

async fn breaks(world: &World, who: &Someone) -> (u16, String) {
    let answer = world.posts(who, "/api/v1/me/elevation", &json!({ "reason": REASON })).await;
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, body["code"].as_str().unwrap_or_default().to_owned())
}

async fn opens(world: &World, who: &Someone, thing: &Thing) -> u16 {
    world.gets(who, &format!("/staff/cases/{}", thing.reference)).await.status
}

async fn reviews(world: &World, who: &Someone, whose: &Someone) -> (u16, String) {
    let account = whose.actor.account.unwrap();
    let path = format!("/api/v1/elevations/{account}/review");
    let body = json!({ "in_order": true, "remark": "已核对" });
    let answer = world.posts(who, &path, &body).await;
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, body["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn an_officer_reads_for_an_hour_and_others_see_what_they_read() {
    on_both(|database| async move {
        let world = World::on(City::with(database, "2026-03-02T10:00:00+08:00").await).await;
        let owner = world.citizen("owner", CHEN).await;
        let thing = world.case(&owner, "case").await;
        let officer = world.officer("officer", Role::Examiner, "health", CITY).await;
        assert_eq!(opens(&world, &officer, &thing).await, 404);
        assert_eq!(breaks(&world, &officer).await.0, 204);
        assert_eq!(opens(&world, &officer, &thing).await, 200);
        let act = json!({ "version": world.version(&thing).await });
        let accept = format!("/api/v1/cases/{}/accept", thing.reference);
        assert_eq!(world.posts(&officer, &accept, &act).await.status, 403, "reading is not doing");
        assert_eq!(breaks(&world, &officer).await, (422, "elevation.unreviewed".to_owned()));

        let supervisor = world.officer("s", Role::Supervisor, "government-services", CITY).await;
        let other = world.officer("d", Role::Supervisor, "government-services", DISTRICT).await;
        let list = world.gets(&supervisor, "/api/v1/elevations").await.json();
        assert_eq!(list[0]["reads"], json!([thing.reference]));
        assert_eq!(list[0]["reason"], REASON);
        assert_eq!(world.gets(&other, "/api/v1/elevations").await.json(), json!([]));
        let running = reviews(&world, &supervisor, &officer).await;
        assert_eq!(running, (422, "elevation.running".to_owned()));
        world.city.on_day("2026-03-02T10:59:59+08:00").await;
        let officer = world.session("officer", officer.actor).await;
        assert_eq!(opens(&world, &officer, &thing).await, 200);
        world.city.on_day("2026-03-02T11:00:00+08:00").await;
        assert_eq!(opens(&world, &officer, &thing).await, 404, "it ends by itself");
        assert_eq!(breaks(&world, &officer).await, (422, "elevation.unreviewed".to_owned()));

        let supervisor = world.session("s", supervisor.actor).await;
        let other = world.session("d", other.actor).await;
        assert_eq!(reviews(&world, &other, &officer).await.0, 404, "another place's");
        assert_eq!(reviews(&world, &supervisor, &officer).await.0, 204);
        assert_eq!(breaks(&world, &officer).await.0, 204, "now there may be another");
    })
    .await;
}

#[tokio::test]
async fn the_supervisors_of_the_place_are_told_at_once_and_a_late_review_shows() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let officer = world.officer("officer", Role::Approver, "health", CITY).await;
    breaks(&world, &officer).await;
    world.city.settles().await;
    let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
    let all = staff.staff_of("government-services", Role::Supervisor).await.unwrap();
    assert!(all.len() >= 2);
    let messages = notify::Messages::new(world.city.installation.house.ledger.clone());
    for supervisor in all {
        let list = messages.list(supervisor.subject(), None, 10).await.unwrap();
        assert!(!list.is_empty(), "each is told");
    }
    world.city.on_day("2026-03-03T11:00:01+08:00").await;
    let supervisor = world.officer("s", Role::Supervisor, "government-services", CITY).await;
    let list = world.gets(&supervisor, "/api/v1/elevations").await.json();
    assert_eq!(list[0]["is_late"], true);
}

#[tokio::test]
async fn nobody_reviews_their_own_and_who_needs_none_breaks_none() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let supervisor = world.officer("s", Role::Supervisor, "government-services", CITY).await;
    breaks(&world, &supervisor).await;
    let ended = world.posts(&supervisor, "/api/v1/me/elevation/end", &Value::Null).await;
    assert_eq!(ended.status, 204);
    let own = reviews(&world, &supervisor, &supervisor).await;
    assert_eq!(own, (422, "elevation.same_person".to_owned()));
    let short = json!({ "reason": "急" });
    let examiner = world.officer("e", Role::Examiner, "health", CITY).await;
    assert_eq!(world.posts(&examiner, "/api/v1/me/elevation", &short).await.status, 422);
    for role in [Role::Clerk, Role::Editor, Role::Administrator] {
        let who = world.officer("other", role, "health", CITY).await;
        assert_eq!(breaks(&world, &who).await.0, 403, "{}", role.word());
    }
    // An elevation belongs to the post in which the glass was broken.
    breaks(&world, &examiner).await;
    let owner = world.citizen("owner", CHEN).await;
    let thing = world.case(&owner, "case").await;
    let mut other_post = examiner.actor.clone();
    other_post.authority = Some("water".to_owned());
    let other_post = world.session("other post", other_post).await;
    assert_eq!(opens(&world, &other_post, &thing).await, 404);
}
