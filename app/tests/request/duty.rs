//! Nobody picks the officer of an applicant: who does a task is drawn by a recorded seed, a
//! colleague takes it over with a reason, and supervisors see that and what was done out of turn.

use accounts_domain::Staff;
use cases_domain::{Case, Duty, DutyEvent, TaskKey, drawn};
use kernel::{
    Actor, Recorded, Role,
    id::{AccountId, CaseId},
};
use serde_json::{Value, json};
use testkit::on_both;

use crate::{
    city::City,
    rights::world::{CHEN, CITY, DISTRICT, HUANG, Someone, Thing, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const MARKET: &str = "market-regulation";
const REASON: &str = "承办人出差，期限将至";

async fn examiners(world: &World, office: &str) -> Vec<AccountId> {
    let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
    staff.staff_of(office, Role::Examiner).await.unwrap()
}

async fn code(world: &World, who: &Someone, path: &str, body: &Value) -> (u16, String) {
    let answer = world.posts(who, path, body).await;
    let told = serde_json::from_str::<Value>(&answer.body).unwrap_or_default();
    (answer.status, told["code"].as_str().unwrap_or_default().to_owned())
}

/// An examiner of the market office, at work.
async fn at_work(world: &World, name: &'static str, account: AccountId) -> Someone {
    world.session(name, Actor::staff(Role::Examiner, account, MARKET).within(CITY)).await
}

async fn administrator(world: &World, name: &'static str) -> Someone {
    world.officer(name, Role::Administrator, "government-services", CITY).await
}

/// Two examiners of other offices get a post in the market office besides; all three.
async fn three_examiners(world: &World) -> Vec<AccountId> {
    let (one, two) = (administrator(world, "one").await, administrator(world, "two").await);
    for office in ["health", "water"] {
        let whose = examiners(world, office).await[0];
        let posts = format!("/api/v1/staff/{whose}/posts");
        let post = json!({ "role": "examiner", "authority": MARKET, "region": CITY, "line": "",
            "from": "2026-03-01", "until": "2026-03-31" });
        assert_eq!(code(world, &one, &posts, &post).await.0, 204, "{office}");
        let answer = format!("{posts}/1/answer");
        assert_eq!(code(world, &two, &answer, &json!({ "grant": true })).await.0, 204, "{office}");
    }
    let mut all = examiners(world, MARKET).await;
    all.sort_unstable();
    assert_eq!(all.len(), 3);
    all
}

/// What the ledger holds about whose the tasks of a case are.
async fn log(world: &World, thing: &Thing) -> Vec<Recorded<DutyEvent>> {
    let id: CaseId = thing.application.parse().unwrap();
    world.city.installation.house.ledger.history::<Duty>(id).await.unwrap()
}

/// The draws among the events, each drawn again: the task, who stood in it, who was drawn.
fn replayed(log: &[Recorded<DutyEvent>]) -> Vec<(TaskKey, Vec<AccountId>, AccountId)> {
    let again = |event: &Recorded<DutyEvent>| {
        let DutyEvent::Assigned { task, candidates, seed, officer } = &event.event else {
            return None;
        };
        assert_eq!(event.by.account, None, "no person draws");
        assert_eq!(drawn(candidates, *seed), Some(*officer), "drawn again it is the same");
        Some((task.clone(), candidates.iter().copied().collect(), *officer))
    };
    log.iter().filter_map(again).collect()
}

/// Whose the task is that waits for the examiners of the market office.
async fn holder(world: &World, thing: &Thing) -> AccountId {
    let id: CaseId = thing.application.parse().unwrap();
    let ledger = &world.city.installation.house.ledger;
    let (case, _) = ledger.load::<Case>(id).await.unwrap().unwrap();
    let somebody = Actor::staff(Role::Examiner, world.account(), MARKET);
    let task = case.task_of(&somebody).unwrap();
    let (duty, _) = ledger.load::<Duty>(id).await.unwrap().unwrap();
    duty.officer_of(&task.key()).unwrap()
}

/// Whose a case is in an officer's queue.
async fn assigned(world: &World, who: &Someone, thing: &Thing) -> String {
    let queue = world.gets(who, "/api/v1/queue").await.json();
    let tasks = queue["tasks"].as_array().unwrap();
    let own = tasks.iter().find(|it| it["reference"] == thing.reference.as_str()).unwrap();
    own["assigned"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_officer_is_drawn_by_a_recorded_seed_and_a_colleague_takes_over_with_a_reason() {
    on_both(|database| async move {
        let world = World::on(City::with(database, MORNING).await).await;
        let all = three_examiners(&world).await;
        let owner = world.citizen("owner", CHEN).await;
        let thing = world.case(&owner, "case").await;

        let draws = replayed(&log(&world, &thing).await);
        let [(_, stood, officer)] = draws.as_slice() else { panic!("{draws:?}") };
        assert_eq!(stood, &all, "all three stood in the draw");
        let officer = *officer;
        let colleague = *all.iter().find(|it| **it != officer).unwrap();
        let (assignee, other) = (
            at_work(&world, "assigned", officer).await,
            at_work(&world, "colleague", colleague).await,
        );
        assert_eq!(assigned(&world, &assignee, &thing).await, "own");
        assert_eq!(assigned(&world, &other, &thing).await, "colleague");

        let path = |act: &str| format!("/api/v1/cases/{}/{act}", thing.reference);
        let version = world.version(&thing).await;
        let plain = json!({ "version": version });
        let anothers = (422, "case.anothers_task".to_owned());
        assert_eq!(code(&world, &other, &path("accept"), &plain).await, anothers);
        let page = world.gets(&other, &format!("/staff/cases/{}", thing.reference)).await;
        assert!(page.body.contains("/take-over\""), "the page says what to do: {page:?}");
        assert_eq!(world.version(&thing).await, version, "nothing happened");

        let silent = json!({ "version": version, "reason": "  " });
        let needed = (422, "case.no_take_over_reason".to_owned());
        assert_eq!(code(&world, &other, &path("take-over"), &silent).await, needed);
        let said = json!({ "version": version, "reason": REASON });
        let stranger = world.officer("stranger", Role::Examiner, "health", CITY).await;
        assert!(matches!(code(&world, &stranger, &path("take-over"), &said).await.0, 403 | 404));
        assert_eq!(code(&world, &other, &path("take-over"), &said).await.0, 200);
        assert_eq!(code(&world, &assignee, &path("accept"), &plain).await, anothers);
        assert_eq!(code(&world, &other, &path("accept"), &plain).await.0, 200);
        world.city.settles().await;

        supervisors_see_it(&world, &thing, (officer, colleague)).await;
        crate::story::nothing_differs_on_replay(&world.city).await;
    })
    .await;
}

async fn supervisors_see_it(
    world: &World,
    thing: &Thing,
    (officer, colleague): (AccountId, AccountId),
) {
    let supervisor =
        |region| world.officer("supervisor", Role::Supervisor, "government-services", region);
    let (here, elsewhere) = (supervisor(CITY).await, supervisor(DISTRICT).await);
    let list = world.gets(&here, "/api/v1/overrides").await.json();
    let items = list["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!(items[0]["kind"], "duty.taken_over");
    assert_eq!(items[0]["reference"], thing.reference.as_str());
    assert_eq!(items[0]["officer"], colleague.to_string());
    assert_eq!(items[0]["from"], officer.to_string());
    assert_eq!(items[0]["reason"], REASON);
    assert!(!items[0]["name"].as_str().unwrap().is_empty() && items[0]["at"].is_string());
    let page = world.gets(&here, "/staff/oversight/overrides").await.body;
    assert!(page.contains(REASON) && page.contains(&thing.reference), "{page}");
    let page = world.gets(&elsewhere, "/staff/oversight/overrides").await.body;
    assert!(!page.contains(&thing.reference), "another place's");
    let none = world.gets(&elsewhere, "/api/v1/overrides").await.json();
    assert_eq!(none["items"], json!([]));
    let other = at_work(world, "colleague", colleague).await;
    assert_eq!(world.gets(&other, "/api/v1/overrides").await.status, 403);
}

#[tokio::test]
async fn whoever_leaves_or_becomes_tied_hands_the_task_to_the_next_draw() {
    on_both(|database| async move {
        let world = World::on(City::with(database, MORNING).await).await;
        let all = three_examiners(&world).await;
        let owner = world.citizen("owner", CHEN).await;
        let thing = world.case(&owner, "case").await;

        let first = holder(&world, &thing).await;
        let one = administrator(&world, "one").await;
        let suspend = format!("/api/v1/staff/{first}/suspension");
        let body = json!({ "suspend": true, "reason": "查证" });
        assert_eq!(code(&world, &one, &suspend, &body).await.0, 204);
        world.city.settles().await;
        let second = holder(&world, &thing).await;
        assert_ne!(second, first);

        let tied = at_work(&world, "tied", second).await;
        let declared = json!({ "own_number": HUANG, "relatives": [CHEN], "firms": [] });
        assert_eq!(code(&world, &tied, "/api/v1/me/interests", &declared).await.0, 204);
        world.city.settles().await;
        let third = holder(&world, &thing).await;
        assert!(third != first && third != second);

        let draws = replayed(&log(&world, &thing).await);
        let officers: Vec<_> = draws.iter().map(|it| it.2).collect();
        assert_eq!(officers, [first, second, third]);
        assert_eq!(draws[0].1, all);
        assert!(!draws[1].1.contains(&first), "who is suspended draws nothing");
        assert_eq!(draws[2].1, [third], "nor who is tied to the party");

        // Whoever comes back has no claim: it stays where it is.
        let back = json!({ "suspend": false });
        assert_eq!(code(&world, &one, &suspend, &back).await.0, 204);
        world.city.settles().await;
        assert_eq!(holder(&world, &thing).await, third);
    })
    .await;
}

#[tokio::test]
async fn a_returned_case_comes_back_to_the_same_officer() {
    let world = World::on(City::on(MORNING).await).await;
    three_examiners(&world).await;
    let owner = world.citizen("owner", CHEN).await;
    let thing = world.case(&owner, "case").await;
    let officer = holder(&world, &thing).await;
    let assignee = at_work(&world, "assigned", officer).await;
    let item = json!({ "kind": "material", "id": "layout-plan", "reason": "没有标明面积" });
    let returned = world.acts(&assignee, &thing, "return", json!({ "items": [item] })).await;
    assert_eq!(returned.status, 200, "{returned:?}");
    world.city.clock.advance(jiff::SignedDuration::from_mins(1));
    let slot = "layout-plan?name=a.pdf";
    let path = format!("/api/v1/applications/{}/materials/{slot}", thing.application);
    let pdf: &[u8] = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF";
    let sent = world.request(&owner, reqwest::Method::POST, &path).body(pdf);
    assert!(world.sends(sent).await.status < 300);
    let corrected = world.acts(&owner, &thing, "corrections", json!({})).await;
    assert_eq!(corrected.status, 200, "{corrected:?}");
    assert_eq!(holder(&world, &thing).await, officer);
    assert_eq!(replayed(&log(&world, &thing).await).len(), 1, "nobody drew again");
}

#[tokio::test]
async fn who_does_a_later_task_first_is_seen_by_the_supervisor() {
    let world = World::on(City::on(MORNING).await).await;
    let only = examiners(&world, MARKET).await;
    let owner = world.citizen("owner", CHEN).await;
    let urgent = world.case(&owner, "urgent").await;
    let officer = at_work(&world, "officer", only[0]).await;
    assert_eq!(world.acts(&officer, &urgent, "accept", json!({})).await.status, 200);
    assert_eq!(overrides(&world).await, Vec::<Value>::new(), "nothing else waited");

    // Its review waits when another case is handed in, whose acceptance is due later.
    world.city.on_day("2026-03-03T10:00:00+08:00").await;
    let owner = world.citizen("owner", CHEN).await;
    let later = world.case(&owner, "later").await;
    let officer = at_work(&world, "officer", only[0]).await;
    let queue = world.gets(&officer, "/api/v1/queue").await.json();
    assert_eq!(queue["tasks"][0]["reference"], urgent.reference.as_str(), "by the clock");
    assert_eq!(queue["tasks"][1]["reference"], later.reference.as_str());
    assert_eq!(world.acts(&officer, &later, "accept", json!({})).await.status, 200);
    let items = overrides(&world).await;
    assert_eq!(items.len(), 1, "{items:?}");
    assert_eq!(items[0]["kind"], "duty.out_of_turn");
    assert_eq!(items[0]["reference"], later.reference.as_str());
    assert_eq!(items[0]["officer"], only[0].to_string());
    assert_eq!(items[0]["ahead"], 1);
}

/// What a supervisor of the city sees.
async fn overrides(world: &World) -> Vec<Value> {
    let office = "government-services";
    let supervisor = world.officer("supervisor", Role::Supervisor, office, CITY).await;
    let list = world.gets(&supervisor, "/api/v1/overrides").await.json();
    list["items"].as_array().unwrap().clone()
}
