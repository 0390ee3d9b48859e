//! Decisions are not waved through: who decides has opened the file, some decisions are looked at by
//! another approver whom a lot chose that nobody could foresee, and who decides too fast is seen.

use accounts_domain::Staff;
use audit::Checkpoint;
use cases_domain::{drawn_for, is_drawn};
use data_encoding::BASE64;
use jiff::SignedDuration;
use kernel::{Role, id::CaseId};
use module::Decisions;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Database, TestClock, on_both};

use crate::{
    city::City,
    rights::world::{Answer, CHEN, CITY, DISTRICT, Someone, Thing, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const MARKET: &str = "market-regulation";
const WRONG: &str = "面积与布局图不符，不应准予";

/// A city in which decisions are watched like this.
async fn watching(database: Database, decisions: Decisions) -> World {
    let clock = TestClock::at(MORNING);
    let city = City::build(database, clock, None, &[], |it| it.decisions = decisions).await;
    World::on(city).await
}

/// A city in which every decision gets a second look.
async fn watching_all(database: Database) -> World {
    watching(database, Decisions { second_look_per_mille: 1_000, ..Decisions::default() }).await
}

fn code(answer: &Answer) -> (u16, String) {
    let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, body["code"].as_str().unwrap_or_default().to_owned())
}

/// Everybody has signed in again: the clock goes on.
async fn again(world: &World, who: &Someone) -> Someone {
    world.session(who.name, who.actor.clone()).await
}

/// A case that waits for its decision.
async fn waits_for_decision(world: &World) -> Thing {
    let owner = world.citizen("owner", CHEN).await;
    let thing = world.case(&owner, "case").await;
    let examiner = world.officer("examiner", Role::Examiner, MARKET, CITY).await;
    let fire = world.officer("fire", Role::Examiner, "fire-rescue", CITY).await;
    let agrees = json!({ "in_favour": true, "text": "符合要求" });
    for (who, act, body) in [
        (&examiner, "accept", json!({})),
        (&examiner, "review", agrees.clone()),
        (&fire, "review", agrees),
    ] {
        assert_eq!(world.acts(who, &thing, act, body).await.status, 200, "{act}");
    }
    thing
}

async fn finds(world: &World, who: &Someone, thing: &Thing, is_sound: bool) -> (u16, String) {
    let body = json!({ "is_sound": is_sound, "reason": if is_sound { "" } else { WRONG } });
    let path = format!("/api/v1/second-looks/{}", thing.application);
    code(&world.posts(who, &path, &body).await)
}

async fn waiting(world: &World, who: &Someone) -> Vec<String> {
    let list = world.gets(who, "/api/v1/second-looks").await.json();
    let all = list.as_array().unwrap().iter();
    all.map(|it| it["reference"].as_str().unwrap().to_owned()).collect()
}

/// The lot is drawn again from the checkpoint that everybody can fetch, with nothing of ours but the
/// rule.
fn is_recomputed(checkpoint: &str, thing: &Thing, told: &Value) {
    let public = Checkpoint::of_note(checkpoint).unwrap();
    assert_eq!(told["root"], public.root.to_string());
    assert_eq!(told["size"], public.size);
    let case: CaseId = thing.application.parse().unwrap();
    let seq = told["seq"].as_u64().unwrap();
    let mut bytes = BASE64.decode(told["root"].as_str().unwrap().as_bytes()).unwrap();
    bytes.extend(case.uuid().as_bytes());
    bytes.extend(seq.to_be_bytes());
    let lot: [u8; 32] = Sha256::digest(&bytes).into();
    assert_eq!(bytes[32..], drawn_for(case, seq));
    let per_mille = u32::try_from(told["per_mille"].as_u64().unwrap()).unwrap();
    assert_eq!(per_mille, 1_000);
    assert!(is_drawn(&lot, per_mille));
}

#[tokio::test]
async fn a_decision_that_was_drawn_waits_for_another_approver_whose_objection_supervisors_see() {
    on_both(|database| async move {
        let world = watching_all(database).await;
        let thing = waits_for_decision(&world).await;
        let decider = world.officer("decider", Role::Approver, MARKET, CITY).await;
        let other = world.officer("other", Role::Approver, MARKET, CITY).await;
        let granted = world.acts(&decider, &thing, "grant", json!({ "text": "准予许可" })).await;
        assert_eq!(granted.status, 200, "{granted:?}");
        // It has left, and a checkpoint covers that only now: no lot was drawn.
        assert_eq!(waiting(&world, &other).await, Vec::<String>::new());
        let checkpoint = world.gets(&World::nobody(), "/record/checkpoint").await.body;
        world.city.settles().await;
        let (decider, other) = (again(&world, &decider).await, again(&world, &other).await);
        assert_eq!(waiting(&world, &other).await, std::slice::from_ref(&thing.reference));
        assert_eq!(waiting(&world, &decider).await, Vec::<String>::new());
        let health = world.officer("health", Role::Approver, "health", CITY).await;
        let district = world.officer("district", Role::Approver, MARKET, DISTRICT).await;
        for stranger in [&health, &district] {
            assert_eq!(waiting(&world, stranger).await, Vec::<String>::new());
            assert_eq!(finds(&world, stranger, &thing, true).await.0, 404);
        }

        let had_hand = (422, "second_look.had_hand".to_owned());
        assert_eq!(finds(&world, &decider, &thing, true).await, had_hand);
        let unopened = (422, "second_look.not_opened".to_owned());
        assert_eq!(finds(&world, &other, &thing, false).await, unopened);
        let opened = world.opens_file(&other, &thing).await;
        assert_eq!(opened.status, 200, "it is their task, and they need no reason: {opened:?}");
        let before = world.version(&thing).await;
        assert_eq!(finds(&world, &other, &thing, false).await.0, 204);
        world.city.settles().await;
        assert_eq!(world.version(&thing).await, before, "the decision stands as it was");
        assert_eq!(waiting(&world, &other).await, Vec::<String>::new());
        assert_eq!(finds(&world, &other, &thing, true).await.0, 404, "one look is enough");

        supervisors_see(&world, &thing, &checkpoint).await;
    })
    .await;
}

/// Supervisors of the place are told and read why; others learn nothing.
async fn supervisors_see(world: &World, thing: &Thing, checkpoint: &str) {
    let supervisor = world.officer("s", Role::Supervisor, "government-services", CITY).await;
    let elsewhere = world.officer("d", Role::Supervisor, "government-services", DISTRICT).await;
    let path = "/api/v1/oversight/second-looks";
    let list = world.gets(&supervisor, path).await.json();
    assert_eq!(list["objected"][0]["reference"], thing.reference);
    assert_eq!(list["waiting"], json!([]));
    let none = world.gets(&elsewhere, path).await.json();
    assert_eq!(none, json!({ "waiting": [], "objected": [] }));
    let one = format!("{path}/{}", thing.application);
    assert_eq!(world.gets(&elsewhere, &one).await.status, 404);
    let whole = world.gets(&supervisor, &one).await.json();
    assert_eq!(whole["finding"]["reason"], WRONG);
    is_recomputed(checkpoint, thing, &whole["lot"]);
    let page = format!("/staff/oversight/second-looks/{}", thing.application);
    assert!(world.gets(&supervisor, &page).await.body.contains(WRONG));

    let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
    let messages = notify::Messages::new(world.city.installation.house.ledger.clone());
    for account in staff.staff_of("government-services", Role::Supervisor).await.unwrap() {
        let list = messages.list(account.subject(), None, 10).await.unwrap();
        let of_it = list.iter().filter(|it| it.matter.starts_with("second_look/"));
        assert_eq!(of_it.count(), 1, "each supervisor is told once");
    }
    // What was said is sealed, and who read it is told to the person.
    let ledger = &world.city.installation.house.ledger;
    static FOUND: ledger::Statement =
        ledger::Statement::new("SELECT body FROM ledger_event WHERE word = 'second_look.found'");
    let rows = ledger.rows(&FOUND, &[]).await.unwrap();
    assert!(!rows[0].text(0).unwrap().contains(WRONG));
    static READ: ledger::Statement =
        ledger::Statement::new("SELECT COUNT(*) FROM ledger_access WHERE action = 'cases.oversee'");
    assert_eq!(ledger.rows(&READ, &[]).await.unwrap()[0].count(0).unwrap(), 2, "API and page");
}

#[tokio::test]
async fn a_second_look_is_done_on_a_page_and_a_late_one_shows() {
    let world = watching_all(Database::sqlite()).await;
    let city = &world.city;
    let thing = waits_for_decision(&world).await;
    let mut decider = city.staff("approver-jiang").await;
    let file = format!("/staff/cases/{}", thing.reference);
    decider.opens(&file).await;
    let grants = [("outcome", "grant"), ("text", "准予许可")];
    decider.sends("/decide", &grants).await;
    decider.sends("/decide", &[("step", "send")]).await;
    assert!(decider.path.contains("done=granted"), "{}", decider.text());
    city.settles().await;
    city.settles().await;

    let page = format!("/staff/second-looks/{}", thing.application);
    decider.looks_at(&page).await;
    assert_eq!(decider.status, 422, "{}", decider.text());
    decider.reads("您经手过这件申请");
    // The second of March is a Monday; five working days end on the ninth.
    city.on_day("2026-03-10T10:00:00+08:00").await;
    let mut supervisor = city.staff("supervisor-fang").await;
    supervisor.opens("/staff/oversight/second-looks").await.reads("复核超时");
    supervisor.reads(&thing.reference);

    let mut other = city.staff("approver-shu").await;
    other.opens("/staff/second-looks").await.reads(&thing.reference);
    other.opens(&page).await.sends("/second-looks/", &[("outcome", "sound")]).await;
    assert_eq!(other.status, 422, "{}", other.text());
    other.reads("请先打开案卷，再写复核结论");
    other.opens(&page).await.follows(&file).await.reads(&thing.reference);
    other.opens(&page).await.sends("/second-looks/", &[("outcome", "objection")]).await;
    assert_eq!(other.status, 422, "an objection says why: {}", other.text());
    other.reads("请写明异议的理由");
    other.sends("/second-looks/", &[("outcome", "sound")]).await;
    assert_eq!(other.path, "/staff/second-looks", "{}", other.text());
    other.reads("目前没有等您复核的决定");
    supervisor = city.staff("supervisor-fang").await;
    supervisor.opens("/staff/oversight/second-looks").await.reads("目前没有等待复核的决定");
}

#[tokio::test]
async fn a_share_of_nothing_draws_nobody_and_the_lot_is_recorded_all_the_same() {
    let none = Decisions { second_look_per_mille: 0, ..Decisions::default() };
    let world = watching(Database::sqlite(), none).await;
    let thing = waits_for_decision(&world).await;
    let decider = world.officer("decider", Role::Approver, MARKET, CITY).await;
    world.acts(&decider, &thing, "refuse", json!({ "code": "layout-unfit", "text": "不" })).await;
    world.city.settles().await;
    let other = world.officer("other", Role::Approver, MARKET, CITY).await;
    assert_eq!(waiting(&world, &other).await, Vec::<String>::new());
    let supervisor = world.officer("s", Role::Supervisor, "government-services", CITY).await;
    let path = format!("/api/v1/oversight/second-looks/{}", thing.application);
    let whole = world.gets(&supervisor, &path).await.json();
    assert_eq!(whole["look"]["stage"], "passed");
    assert_eq!(whole["lot"]["per_mille"], 0);
}

#[tokio::test]
async fn nobody_decides_about_a_file_that_they_have_not_opened_as_it_stands() {
    on_both(|database| async move {
        let world = World::on(City::with(database, MORNING).await).await;
        let thing = waits_for_decision(&world).await;
        let approver = world.officer("approver", Role::Approver, MARKET, CITY).await;
        let seen = world.version(&thing).await;
        let path = |act: &str| format!("/api/v1/cases/{}/{act}", thing.reference);
        let grant = json!({ "text": "准予许可", "version": seen });
        let refuse = json!({ "code": "layout-unfit", "text": "过道被堵", "version": seen });
        let unopened = (422, "case.not_opened".to_owned());
        assert_eq!(code(&world.posts(&approver, &path("grant"), &grant).await), unopened);
        assert_eq!(code(&world.posts(&approver, &path("refuse"), &refuse).await), unopened);
        // That a colleague opened it does not count.
        let colleague = world.officer("colleague", Role::Approver, MARKET, CITY).await;
        assert_eq!(world.opens_file(&colleague, &thing).await.status, 200);
        assert_eq!(code(&world.posts(&approver, &path("grant"), &grant).await), unopened);
        assert_eq!(world.version(&thing).await, seen, "nothing happened");

        // They open it, the case is stopped and goes on: it has changed for them.
        assert_eq!(world.opens_file(&approver, &thing).await.status, 200);
        world.city.clock.advance(SignedDuration::from_mins(1));
        let stop = json!({ "procedure": "site-inspection", "reason": "核查", "days": 3 });
        assert_eq!(world.acts(&colleague, &thing, "suspend", stop).await.status, 200);
        let goes_on = json!({ "result": "合格" });
        assert_eq!(world.acts(&colleague, &thing, "resume", goes_on).await.status, 200);
        let seen = world.version(&thing).await;
        let grant = json!({ "text": "准予许可", "version": seen });
        assert_eq!(code(&world.posts(&approver, &path("grant"), &grant).await), unopened);
        world.takes_over(&approver, &thing).await;
        let file = world.opens_file(&approver, &thing).await.json();
        assert_eq!(file["case"]["version"], seen);
        assert_eq!(file["opinions"][0]["text"], "符合要求");
        assert_eq!(world.posts(&approver, &path("grant"), &grant).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn where_it_is_set_each_material_was_opened_by_somebody_who_examines_or_decides() {
    let strict = Decisions { materials_opened: true, ..Decisions::default() };
    let world = watching(Database::sqlite(), strict).await;
    let thing = waits_for_decision(&world).await;
    let approver = world.officer("approver", Role::Approver, MARKET, CITY).await;
    let grant = json!({ "text": "准予许可" });
    let answer = world.acts(&approver, &thing, "grant", grant.clone()).await;
    assert_eq!(code(&answer), (422, "case.materials_not_opened".to_owned()));
    let file = world.opens_file(&approver, &thing).await.json();
    let materials = file["materials"].as_array().unwrap();
    let files: Vec<&str> = materials.iter().filter_map(|it| it["file"].as_str()).collect();
    assert!(files.len() >= 2, "{file}");
    let (last, first) = files.split_last().unwrap();
    // The examiner's look counts, and one that nobody opened is still named.
    let examiner = world.officer("examiner", Role::Examiner, MARKET, CITY).await;
    for path in first {
        assert_eq!(world.gets(&examiner, path).await.status, 200);
    }
    let answer = world.acts(&approver, &thing, "grant", grant.clone()).await;
    assert_eq!(code(&answer), (422, "case.materials_not_opened".to_owned()));
    assert_eq!(world.gets(&approver, last).await.status, 200);
    assert_eq!(world.acts(&approver, &thing, "grant", grant).await.status, 200);
}

#[tokio::test]
async fn who_decides_faster_than_is_thought_possible_is_seen_by_supervisors_of_the_place() {
    let watched = Decisions { most_in_hour: 1, ..Decisions::default() };
    let world = watching(Database::sqlite(), watched).await;
    let [first, second, third] = [
        waits_for_decision(&world).await,
        waits_for_decision(&world).await,
        waits_for_decision(&world).await,
    ];
    let hasty = world.officer("hasty", Role::Approver, MARKET, CITY).await;
    let calm = world.officer("calm", Role::Approver, MARKET, CITY).await;
    let path = "/api/v1/oversight/pace";
    let supervisor = world.officer("s", Role::Supervisor, "government-services", CITY).await;
    assert_eq!(world.gets(&supervisor, path).await.json(), json!([]));
    // Each decision leaves ten minutes after it was made.
    for (who, thing) in [(&hasty, &first), (&hasty, &second), (&calm, &third)] {
        let who = again(&world, who).await;
        let done = world.acts(&who, thing, "grant", json!({ "text": "准予许可" })).await;
        assert_eq!(done.status, 200, "{done:?}");
    }
    let supervisor = again(&world, &supervisor).await;
    let answer = world.gets(&supervisor, path).await;
    let list = answer.json();
    assert_eq!(list.as_array().unwrap().len(), 1, "{list}");
    assert_eq!(list[0]["account"], hasty.actor.account.unwrap().to_string());
    assert_eq!(list[0]["most_in_hour"], 2);
    assert_eq!((&list[0]["decisions"], &list[0]["granted_percent"]), (&json!(2), &json!(100)));
    assert_eq!((&list[0]["is_crowded"], &list[0]["is_short"]), (&json!(true), &json!(false)));
    let page = world.gets(&supervisor, "/staff/oversight/pace").await;
    assert_eq!(page.status, 200);
    for body in [&answer.body, &page.body] {
        assert!(!body.contains("陈雨禾") && !body.contains(&first.reference), "{body}");
    }
    let elsewhere = world.officer("d", Role::Supervisor, "government-services", DISTRICT).await;
    assert_eq!(world.gets(&elsewhere, path).await.json(), json!([]));
    let hasty = again(&world, &hasty).await;
    assert_eq!(world.gets(&hasty, path).await.status, 403, "officers do not watch each other");
}
