//! Each address for each role: the gate lets in whom the matrix names, and nobody else; also at
//! addresses that change something, with a form whose token is good.

use axum::http::Method;
use kernel::{Actor, Role};
use serde_json::Value;
use testkit::log::Log;
use web::{Audit, Face};

use super::{
    oracle::Questions,
    world::{CITY, HUANG, Someone, World},
};
use crate::{city::City, refusal::address};

/// A new session in a role.
async fn someone(world: &World, role: Role) -> Someone {
    match role {
        Role::Anonymous => World::nobody(),
        Role::Citizen => world.citizen("citizen", HUANG).await,
        _ => world.officer(role.word(), role, "market-regulation", CITY).await,
    }
}

/// Partners have no keys yet, and nobody signs in as the product itself.
fn roles() -> impl Iterator<Item = Role> {
    Role::ALL.into_iter().filter(|it| !matches!(it, Role::Partner | Role::System))
}

#[tokio::test]
async fn each_address_lets_in_the_roles_that_the_matrix_names_and_no_other() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let policy = &world.city.installation.web.policy;
    let mut questions = Questions::default();
    let mut tried = 0;
    for route in &world.city.installation.house.routes {
        let (id, action) = (route.id(), route.needs.action);
        assert!(policy.knows(action), "{id}: no row for {action}");
        for role in roles() {
            let who = someone(&world, role).await;
            let path = address(&id);
            let answer = if route.method == Method::GET {
                world.gets(&who, &path).await
            } else if route.face == Face::Api {
                world.posts(&who, &path, &Value::Null).await
            } else {
                let fields = [("_csrf", world.csrf(&who).await)];
                let request = world.request(&who, Method::POST, &path).form(&fields);
                world.sends(request).await
            };
            let is_sent_away = answer.status == 303 && answer.location.contains("sign-in?back=");
            let has_passed = !matches!(answer.status, 401 | 403) && !is_sent_away;
            let may = policy.may_ever(role, action);
            assert_eq!(has_passed, may, "{id} answers {} to {}", answer.status, role.word());
            let refused = if who.token.is_some() { 403 } else { 303 };
            let is_api = route.face == Face::Api && who.token.is_none();
            let refused = if is_api { 401 } else { refused };
            assert!(may || answer.status == refused, "{id}: {answer:?}");
            assert!(answer.status < 500, "{id} fails for {}: {answer:?}", role.word());
            // The demonstration has addresses that no installation prints.
            if !id.contains("/demo/") {
                questions.gate(&id, role, has_passed);
            }
            tried += 1;
        }
    }
    assert_eq!(tried, world.city.installation.house.routes.len() * roles().count());
    questions.agree(700);
}

#[tokio::test]
async fn each_action_has_an_address_or_is_asked_for_inside_and_looking_changes_nothing() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let routes = &city.installation.house.routes;
    // Asked for by services alone, beside the address's own action; and the demonstration's clock.
    let inside = ["accounts.check_card", "accounts.register", "demo.move_clock"];
    for action in city.installation.web.policy.actions() {
        // The second person of an act is asked for where approvals are given.
        let has_route =
            routes.iter().any(|it| it.needs.action == action) || action.contains(".approve");
        assert!(has_route || inside.contains(&action), "nothing needs {action}");
    }
    for route in routes {
        let is_change = route.needs.audit == Audit::Event;
        // One's own membership is changed under a right of its own.
        let action = route.needs.action;
        let is_reading = authz::is_reading(action) && !action.ends_with(".own_membership");
        // Whoever asks about a licence sends its number or its file, and changes nothing.
        let is_question = route.needs.action == "licences.verify";
        assert!(
            !(is_change && is_reading) || is_question,
            "{} changes with a right to read",
            route.id()
        );
        let is_silent = route.method != Method::GET && route.needs.audit == Audit::Public;
        // The demonstration's identity provider stands for another program.
        let is_demo = route.id().contains("/demo/");
        // A text is checked and forgotten.
        let is_check = route.id() == "POST /api/v1/services/validate";
        assert!(
            !is_silent || is_demo || is_check,
            "{} changes something and leaves nothing",
            route.id()
        );
    }
}

#[tokio::test]
async fn each_refusal_leaves_a_line_in_the_log_that_names_nobody() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let clerk = world.officer("clerk", Role::Clerk, "government-services", CITY).await;
    let (log, _listening) = Log::listen();
    world.gets(&clerk, "/staff/admin/calendars").await;
    world.gets(&World::nobody(), "/staff/cases/").await;
    let actor = Actor { role: Role::Citizen, ..Actor::ANONYMOUS };
    let refused = world.city.installation.web.policy.require(&actor, "cases.decide", &[]);
    assert!(refused.is_err());
    let lines = log.lines();
    for (action, role) in [
        ("regions.publish_calendar", "clerk"),
        ("cases.queue", "anonymous"),
        ("cases.decide", "citizen"),
    ] {
        let is_told = |it: &&String| {
            it.contains("refused")
                && it.contains(action)
                && it.contains(&format!("role=\"{role}\""))
        };
        assert!(lines.iter().any(|it| is_told(&it)), "{action} {role}: {lines:#?}");
    }
    assert!(lines.iter().all(|it| !it.contains("陈雨禾") && !it.contains(HUANG)));
}
