//! Who looks where: the roles with sessions of their own, and each address with real things for
//! its parameters.

use axum::http::Method;
use kernel::Role;
use web::Route;

use crate::rights::world::{CITY, Someone, Thing, World};

/// Somebody of each role, the owner of the things among them.
pub async fn everybody(world: &World, owner: &Someone) -> Vec<Someone> {
    let officer = |name, role, office| world.officer(name, role, office, CITY);
    let market = "market-regulation";
    vec![
        World::nobody(),
        owner.clone(),
        officer("clerk", Role::Clerk, "government-services").await,
        officer("examiner", Role::Examiner, market).await,
        officer("joint examiner", Role::Examiner, "fire-rescue").await,
        officer("approver", Role::Approver, market).await,
        officer("supervisor", Role::Supervisor, "government-services").await,
        officer("editor", Role::Editor, market).await,
        officer("administrator", Role::Administrator, "government-services").await,
    ]
}

/// The address of a route with what stands for its parameters; `more` goes before what is usual.
pub fn address(route: &Route, thing: &Thing, more: &[(&str, &str)]) -> String {
    let id = route.id();
    let path = id.split_once(' ').map_or("", |(_, path)| path);
    let step = |step: &str| -> String {
        if let Some((_, value)) = more.iter().find(|(name, _)| *name == step) {
            return (*value).to_owned();
        }
        let value: &str = match step {
            "{l}" => "zh-hans",
            "{reference}" | "{case}" => &thing.reference,
            "{no}" => &thing.licence_no,
            "{application}" => &thing.application,
            "{material}" => &thing.material,
            "{topic}" => "premises",
            "{requirement}" => "layout-plan",
            "{seq}" | "{n}" | "{number}" => "1",
            "{code}" if path.contains("/themes/") => "040",
            "{code}" if path.contains("/powers/") => "980131001000",
            "{code}" | "{service}" => "food-business-licence",
            "{audience}" => "individuals",
            "{event}" => "open-a-restaurant",
            "{year}" => "2026",
            "{provider}" => "demo",
            "{id}" if path.contains("/departments/") => "market-regulation",
            "{id}" if path.contains("/halls/") => "city-hall",
            "{id}" if path.contains("/services/") => "food-business-licence",
            "{id}" if path.contains("/licences/") => &thing.licence,
            "{level}" => "0",
            "{*path}" => "000",
            other if other.starts_with('{') => &thing.application,
            other => return other.to_owned(),
        };
        if value.is_empty() { "none".to_owned() } else { value.to_owned() }
    };
    path.split('/').map(step).collect::<Vec<_>>().join("/")
}

/// The routes with this method that somebody may use.
pub fn routes<'a>(world: &'a World, who: &Someone, method: &Method) -> Vec<&'a Route> {
    let policy = &world.city.installation.web.policy;
    let role = who.actor.role;
    let all = world.city.installation.house.routes.iter();
    let own = all.filter(|it| it.method == *method && policy.may_ever(role, it.needs.action));
    // Who signs in elsewhere, or out, is somebody else afterwards.
    own.filter(|it| !it.path.contains("{provider}")).collect()
}

/// A text as it may stand in an address, with all its letters as numbers.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Says why they look at these cases, which are not all their task.
pub async fn says_why(world: &World, who: &Someone, things: &[&Thing]) {
    for thing in things.iter().filter(|it| !it.reference.is_empty()) {
        if who.actor.role.is_staff() {
            world.says_why(who, &thing.reference).await;
        }
    }
}
