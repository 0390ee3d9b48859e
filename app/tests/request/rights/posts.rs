//! Posts of staff: two administrators give one, one takes it, nobody helps themselves, nobody gives
//! what they do not reach; who leaves is out at once.

use accounts_domain::Staff;
use kernel::{Actor, Role, id::AccountId};
use serde_json::{Value, json};
use testkit::on_both;

use super::world::{CITY, DISTRICT, ELSEWHERE, Someone, World};
use crate::city::City;

const MARKET: &str = "market-regulation";

async fn staff_of(world: &World, office: &str, role: Role) -> AccountId {
    let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
    staff.staff_of(office, role).await.unwrap()[0]
}

fn post(role: &str, office: &str, region: &str, line: &str) -> Value {
    json!({ "role": role, "authority": office, "region": region, "line": line,
        "from": "2026-03-01", "until": "2026-03-31" })
}

async fn tries(world: &World, who: &Someone, path: &str, body: &Value) -> (u16, String) {
    let answer = world.posts(who, path, body).await;
    let code = serde_json::from_str::<Value>(&answer.body).unwrap_or_default();
    (answer.status, code["code"].as_str().unwrap_or_default().to_owned())
}

async fn administrator(world: &World, name: &'static str, region: &str) -> Someone {
    world.officer(name, Role::Administrator, "government-services", region).await
}

#[tokio::test]
async fn a_post_takes_two_administrators_and_ends_with_its_sessions() {
    on_both(|database| async move {
        let world = World::on(City::with(database, "2026-03-02T10:00:00+08:00").await).await;
        let (one, two) =
            (administrator(&world, "one", CITY).await, administrator(&world, "two", CITY).await);
        let whose = staff_of(&world, MARKET, Role::Examiner).await;
        let path = format!("/api/v1/staff/{whose}/posts");
        let body = post("approver", "health", CITY, "");
        assert_eq!(tries(&world, &one, &path, &body).await.0, 204);
        let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
        let holds = |role| {
            let staff = staff.clone();
            async move { staff.staff_of("health", role).await.unwrap().contains(&whose) }
        };
        assert!(!holds(Role::Approver).await, "what is only proposed counts for nothing");
        let answer = format!("{path}/1/answer");
        let grant = json!({ "grant": true });
        let own = tries(&world, &one, &answer, &grant).await;
        assert_eq!(own, (422, "post.same_person".to_owned()));
        assert_eq!(tries(&world, &two, &answer, &grant).await.0, 204);
        assert!(holds(Role::Approver).await);

        let actor = Actor::staff(Role::Approver, whose, "health").within(CITY);
        let working = world.session("both", actor).await;
        assert_eq!(world.gets(&working, "/staff/me/post").await.status, 200);
        let withdraw = format!("{path}/1/withdraw");
        let no_reason = tries(&world, &one, &withdraw, &json!({ "reason": " " })).await;
        assert_eq!(no_reason, (422, "post.no_reason".to_owned()));
        assert_eq!(tries(&world, &one, &withdraw, &json!({ "reason": "调离" })).await.0, 204);
        assert_eq!(world.gets(&working, "/staff/me/post").await.status, 303, "out at once");
        assert!(!holds(Role::Approver).await);
        assert!(staff.staff_of(MARKET, Role::Examiner).await.unwrap().contains(&whose));
    })
    .await;
}

#[tokio::test]
async fn a_post_ends_by_itself_after_its_last_day() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let (one, two) =
        (administrator(&world, "one", CITY).await, administrator(&world, "two", CITY).await);
    let whose = staff_of(&world, MARKET, Role::Examiner).await;
    let path = format!("/api/v1/staff/{whose}/posts");
    tries(&world, &one, &path, &post("approver", "health", CITY, "")).await;
    tries(&world, &two, &format!("{path}/1/answer"), &json!({ "grant": true })).await;
    let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
    world.city.on_day("2026-03-31T23:50:00+08:00").await;
    assert!(staff.staff_of("health", Role::Approver).await.unwrap().contains(&whose));
    let actor = Actor::staff(Role::Approver, whose, "health").within(CITY);
    let working = world.session("on the last evening", actor).await;
    world.city.on_day("2026-04-01T00:05:00+08:00").await;
    assert!(!staff.staff_of("health", Role::Approver).await.unwrap().contains(&whose));
    assert_eq!(world.gets(&working, "/staff/me").await.status, 303, "the session is over");
}

#[tokio::test]
async fn nobody_helps_themselves_or_gives_what_they_do_not_reach() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let one = administrator(&world, "one", CITY).await;
    let whose = staff_of(&world, MARKET, Role::Examiner).await;
    let own = staff_of(&world, "government-services", Role::Administrator).await;
    let actor = Actor::staff(Role::Administrator, own, "government-services").within(CITY);
    let selfish = world.session("selfish", actor).await;
    let path = |account: AccountId| format!("/api/v1/staff/{account}/posts");
    let approver = post("approver", MARKET, CITY, "");
    let refused = tries(&world, &selfish, &path(own), &approver).await;
    assert_eq!(refused, (422, "post.own".to_owned()));
    tries(&world, &one, &path(own), &approver).await;
    let grants =
        tries(&world, &selfish, &format!("{}/1/answer", path(own)), &json!({ "grant": true }))
            .await;
    assert_eq!(grants, (422, "post.own".to_owned()));

    for (body, what) in [
        (post("approver", MARKET, ELSEWHERE, ""), "another place"),
        (post("approver", MARKET, "980000000000", ""), "the whole province"),
    ] {
        let refused = tries(&world, &one, &path(whose), &body).await;
        assert_eq!(refused, (422, "post.out_of_reach".to_owned()), "{what}");
    }
    let line = {
        let actor = Actor::staff(Role::Administrator, world.account(), "government-services");
        world.session("of a line", actor.within(CITY).in_line(Some("31".to_owned()))).await
    };
    let refused = tries(&world, &line, &path(whose), &approver).await;
    assert_eq!(refused, (422, "post.out_of_reach".to_owned()), "a post without a line");
    let in_line = post("approver", MARKET, CITY, "31");
    assert_eq!(tries(&world, &line, &path(whose), &in_line).await.0, 204);
    let elsewhere = administrator(&world, "elsewhere", ELSEWHERE).await;
    let district = administrator(&world, "of a district", DISTRICT).await;
    for who in [&elsewhere, &district] {
        let nobody = world.account();
        let there = world.gets(who, &format!("/api/v1/staff/{whose}")).await;
        let nowhere = world.gets(who, &format!("/api/v1/staff/{nobody}")).await;
        assert_eq!((there.status, &there.body), (404, &nowhere.body), "{}", who.name);
        assert_eq!(tries(&world, who, &path(whose), &approver).await.0, 404, "{}", who.name);
    }
}

#[tokio::test]
async fn the_last_administrator_stays_and_a_suspended_account_is_out_at_once() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    // Not one of the register's own, so that the real administrators can all be suspended.
    let one = administrator(&world, "one", CITY).await;
    let staff = world.city.installation.house.ask::<dyn Staff>().unwrap();
    let office = "government-services";
    let mut real = staff.staff_of(office, Role::Administrator).await.unwrap();
    let last = real.pop().unwrap();
    assert!(!real.is_empty(), "posts take two administrators");
    let suspend = |account: AccountId| format!("/api/v1/staff/{account}/suspension");
    let body = json!({ "suspend": true, "reason": "查证" });
    for other in real {
        assert_eq!(tries(&world, &one, &suspend(other), &body).await.0, 204);
    }
    let refused = tries(&world, &one, &suspend(last), &body).await;
    assert_eq!(refused, (422, "post.last_administrator".to_owned()));
    let withdraw = format!("/api/v1/staff/{last}/posts/0/withdraw");
    let refused = tries(&world, &one, &withdraw, &json!({ "reason": "调离" })).await;
    assert_eq!(refused, (422, "post.last_administrator".to_owned()));

    let whose = staff_of(&world, MARKET, Role::Examiner).await;
    let mut working = Vec::new();
    for _session in 0..20 {
        let actor = Actor::staff(Role::Examiner, whose, MARKET).within(CITY);
        working.push(world.session("working", actor).await);
    }
    assert_eq!(tries(&world, &one, &suspend(whose), &body).await.0, 204);
    for who in &working {
        assert_eq!(world.gets(who, "/staff/cases/").await.status, 303, "all twenty are out");
    }
    assert!(!staff.staff_of(MARKET, Role::Examiner).await.unwrap().contains(&whose));
    let back = json!({ "suspend": false });
    assert_eq!(tries(&world, &one, &suspend(whose), &back).await.0, 204);
    assert!(staff.staff_of(MARKET, Role::Examiner).await.unwrap().contains(&whose));
}

/// Every write of rights, for every role, on the page and by the API.
#[tokio::test]
async fn no_other_role_changes_rights_by_page_or_api() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let whose = staff_of(&world, MARKET, Role::Examiner).await;
    let one = administrator(&world, "one", CITY).await;
    let posts = format!("/api/v1/staff/{whose}/posts");
    tries(&world, &one, &posts, &post("approver", MARKET, CITY, "")).await;
    let writes = [
        (String::new(), "/posts", post("approver", MARKET, CITY, "")),
        ("/posts/1/answer".to_owned(), "/posts/1/answer", json!({ "grant": true })),
        ("/posts/0/withdraw".to_owned(), "/posts/0/withdraw", json!({ "reason": "x" })),
        ("/suspension".to_owned(), "/suspension", json!({ "suspend": true, "reason": "x" })),
    ];
    let before = world.gets(&one, &format!("/api/v1/staff/{whose}")).await.body;
    let roles = [Role::Clerk, Role::Examiner, Role::Approver, Role::Supervisor, Role::Editor];
    for role in roles {
        let who = world.officer(role.word(), role, "government-services", CITY).await;
        let csrf = world.csrf(&who).await;
        for (page, api, body) in &writes {
            let path = format!("/api/v1/staff/{whose}{api}");
            assert_eq!(tries(&world, &who, &path, body).await.0, 403, "{path} {}", role.word());
            let path = format!("/staff/admin/staff/{whose}{page}");
            let form = [("_csrf", csrf.as_str()), ("reason", "x"), ("answer", "grant")];
            let request = world.request(&who, reqwest::Method::POST, &path).form(&form);
            assert_eq!(world.sends(request).await.status, 403, "{path} {}", role.word());
        }
    }
    assert_eq!(world.gets(&one, &format!("/api/v1/staff/{whose}")).await.body, before);
}
