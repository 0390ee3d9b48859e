//! Each address of a thing, for everybody, on things that are really there: one's own, another's,
//! another department's, another place's, closed, and not there at all.

use axum::http::Method;
use kernel::Role;
use reqwest::{RequestBuilder, header, multipart::Form};
use serde_json::{Value, json};
use web::{Face, Limit, Route};

use super::{
    oracle::Questions,
    world::{Answer, CHEN, CITY, DISTRICT, ELSEWHERE, HUANG, Someone, Thing, World},
};
use crate::city::City;

/// Somebody, and how they stand to a thing of each kind.
struct Standing {
    who: Someone,
    /// To a draft, to a case that waits for acceptance, to a withdrawn one, to a granted one.
    held: [&'static [&'static str]; 4],
    /// Whether they bring the query code.
    has_code: bool,
}

const KINDS: [&str; 4] = ["draft", "case", "closed", "granted"];

impl Standing {
    fn to(&self, thing: &Thing) -> &'static [&'static str] {
        let at = KINDS.iter().position(|kind| *kind == thing.kind);
        at.map_or(&[], |at| self.held[at])
    }

    fn to_by(&self, thing: &Thing, route: &Route) -> &'static [&'static str] {
        let is_file = route.path == FILES_OF_THOSE_WHO_TAKE_PART;
        if is_file && self.who.name == "a joint examiner" && thing.kind == "case" {
            return &["authority", "division"];
        }
        self.to(thing)
    }
}

/// The joint examiner's office takes part in the process from the start, so it sees the files
/// before the case comes to it.
const FILES_OF_THOSE_WHO_TAKE_PART: &str = "/materials/{application}/{material}";

const NONE: [&[&str]; 4] = [&[]; 4];

/// Everybody who could try.
async fn everybody(world: &World, owner: &Someone) -> Vec<Standing> {
    let market = "market-regulation";
    let stand = |who, held| Standing { who, held, has_code: false };
    let code: [&[&str]; 4] = [&[], &["code"], &["code"], &["code"]];
    let over: [&[&str]; 4] = [&[], &["division"], &["division"], &["division"]];
    let own: &[&str] = &["authority", "division"];
    let office: [&[&str]; 4] = [&[], own, own, own];
    let mut task = office;
    task[1] = &["task", "authority", "division"];
    let mut joined = over;
    joined[3] = own;
    let centre: [&[&str]; 4] =
        [&[], &["centre", "division"], &["centre", "division"], &["centre", "division"]];
    let line: [&[&str]; 4] = [&[], &["line"], &["line"], &["line"]];
    let in_line = |line: &str, actor: kernel::Actor| actor.in_line(Some(line.to_owned()));
    let supervisor = |region: &str| {
        kernel::Actor::staff(Role::Supervisor, world.account(), "government-services")
            .within(region)
    };
    vec![
        stand(World::nobody(), NONE),
        Standing { who: World::nobody(), held: code, has_code: true },
        stand(world.citizen("another citizen", HUANG).await, NONE),
        Standing {
            who: world.citizen("who has the code", HUANG).await,
            held: code,
            has_code: true,
        },
        stand(
            world.agent("another firm's agent", "710000198512142824", "91980104MA98HD033D").await,
            NONE,
        ),
        stand(world.officer("clerk", Role::Clerk, "government-services", CITY).await, centre),
        stand(
            world.officer("a district's clerk", Role::Clerk, "government-services", DISTRICT).await,
            NONE,
        ),
        stand(world.officer("the examiner", Role::Examiner, market, CITY).await, task),
        stand(world.officer("an approver", Role::Approver, market, CITY).await, office),
        stand(world.officer("a joint examiner", Role::Examiner, "fire-rescue", CITY).await, joined),
        stand(world.officer("another office", Role::Examiner, "health", CITY).await, over),
        stand(world.officer("another decider", Role::Approver, "health", CITY).await, over),
        stand(
            world.officer("another place's examiner", Role::Examiner, market, ELSEWHERE).await,
            NONE,
        ),
        stand(
            world.officer("another place's approver", Role::Approver, market, DISTRICT).await,
            NONE,
        ),
        stand(world.session("the supervisor", supervisor(CITY)).await, over),
        stand(world.session("a district's supervisor", supervisor(DISTRICT)).await, NONE),
        stand(world.session("another city's supervisor", supervisor(ELSEWHERE)).await, NONE),
        stand(world.session("the line's supervisor", in_line("31", supervisor(CITY))).await, line),
        stand(
            world.session("another line's supervisor", in_line("14", supervisor(CITY))).await,
            NONE,
        ),
        stand(world.officer("editor", Role::Editor, market, CITY).await, over),
        stand(world.officer("administrator", Role::Administrator, market, CITY).await, over),
        stand(owner.clone(), [&["own"]; 4]),
    ]
}

/// An address of a thing; none where the route is about no thing of a person.
fn address(route: &Route, thing: &Thing) -> Option<String> {
    let id = route.id();
    let (_, path) = id.split_once(' ')?;
    let is_licence = path.contains("/licences/");
    let mut is_thing = false;
    let step = |step: &str| -> String {
        let is_id = step == "{id}";
        let value = match step {
            "{l}" => return "zh-hans".to_owned(),
            "{topic}" => return "premises".to_owned(),
            "{requirement}" => return "layout-plan".to_owned(),
            "{seq}" => return "1".to_owned(),
            "{reference}" | "{case}" => &thing.reference,
            "{no}" => &thing.licence_no,
            "{application}" => &thing.application,
            "{material}" => &thing.material,
            _ if is_id && is_licence => &thing.licence,
            _ if is_id && path.contains("/applications/") => &thing.application,
            other => return other.to_owned(),
        };
        is_thing = true;
        value.clone()
    };
    let path = path.split('/').map(step).collect::<Vec<_>>().join("/");
    (is_thing && !path.contains('{')).then_some(path)
}

/// The kinds of things at which a route can be tried.
fn kinds(route: &Route) -> &'static [&'static str] {
    let id = route.id();
    let is = |part: &str| id.contains(part);
    if is("/licences/") || is("/oversight/") || is("/result") {
        return &["granted"];
    }
    if is("/verify/") {
        return &[];
    }
    if is("/discard") {
        return &["draft"];
    }
    if is("/applications/") || is("/staff/materials/") {
        return &["draft", "case"];
    }
    &["case", "closed", "granted"]
}

/// What changes something is tried with a version that nobody saw, so that it changes nothing.
fn body(route: &Route) -> Value {
    let item = json!({ "kind": "material", "id": "layout-plan", "reason": "没有标明面积" });
    let mut body = match route.path.rsplit('/').next().unwrap_or_default() {
        "answers" => return json!({ "answers": { "seats": "25" } }),
        "submit" => return Value::Null,
        "status" => return json!({ "act": "suspend", "reason": "" }),
        "stop" => return json!({ "reason": "认错了证照" }),
        "showings" => return json!({}),
        "return" => json!({ "items": [item] }),
        "not-accept" => json!({ "code": "not_required", "text": "不需要许可" }),
        "refuse" => json!({ "code": "layout-unfit", "text": "过道被堵" }),
        "review" => json!({ "in_favour": true, "text": "符合要求" }),
        "suspend" => json!({ "procedure": "site-inspection", "reason": "核查", "days": 3 }),
        "resume" => json!({ "result": "合格" }),
        "grant" => json!({ "text": "准予" }),
        _ => json!({}),
    };
    body["version"] = json!(9999);
    body
}

/// Everything that a form of the desk could ask, with a version that nobody saw.
fn fields(route: &Route, thing: &Thing, csrf: &str, code: &str) -> Vec<(&'static str, String)> {
    let outcome = match route.path.rsplit('/').next().unwrap_or_default() {
        "accept" => "accept",
        "review" => "for",
        _ => "grant",
    };
    let mut all = vec![
        ("_csrf", csrf.to_owned()),
        ("version", "9999".to_owned()),
        ("outcome", outcome.to_owned()),
        ("step", "send".to_owned()),
        ("code", code.to_owned()),
        ("material", thing.material.clone()),
    ];
    let rest = [
        ("text", "符合要求"),
        ("reason", ""),
        ("procedure", "site-inspection"),
        ("days", "3"),
        ("result", "合格"),
        ("layout-plan", "1"),
        ("why-layout-plan", "没有标明面积"),
    ];
    let reason = match route.path.rsplit('/').next() {
        Some("suspend") => "安排现场核查",
        Some("why" | "applicant") => "核对身份",
        _ => "",
    };
    all.extend(rest.map(|(name, value)| {
        (name, if name == "reason" { reason.to_owned() } else { value.to_owned() })
    }));
    all
}

/// Whoever knows the code shows it: programs in a header, people in the form that asks for it.
async fn with_code(
    world: &World,
    standing: &Standing,
    thing: &Thing,
    request: RequestBuilder,
) -> RequestBuilder {
    if !standing.has_code || thing.reference.is_empty() {
        return request;
    }
    let opened = world.opens(&standing.who, thing).await;
    request.header("query-code", &thing.code).header(header::COOKIE, opened)
}

async fn tries(world: &World, standing: &Standing, route: &Route, thing: &Thing) -> Option<Answer> {
    let path = address(route, thing)?;
    let code = if standing.has_code { thing.code.as_str() } else { "" };
    if route.method == Method::GET {
        if route.path.starts_with("/staff/cases/{case}") {
            world.says_why(&standing.who, &thing.reference).await;
        }
        let request = world.request(&standing.who, Method::GET, &path);
        return Some(world.sends(with_code(world, standing, thing, request).await).await);
    }
    if route.face == Face::Api && route.needs.limit == Limit::Upload {
        let request = world.request(&standing.who, Method::POST, &path).body("no file");
        return Some(world.sends(request).await);
    }
    if route.face == Face::Api {
        let request = world.request(&standing.who, Method::POST, &path).json(&body(route));
        return Some(world.sends(with_code(world, standing, thing, request).await).await);
    }
    // After an act of power was confirmed the session goes on under a new id: its form is new.
    let first = send_form(world, standing, route, thing, &path, code).await;
    if first.status == 409 {
        return Some(send_form(world, standing, route, thing, &path, code).await);
    }
    Some(first)
}

async fn send_form(
    world: &World,
    standing: &Standing,
    route: &Route,
    thing: &Thing,
    path: &str,
    code: &str,
) -> Answer {
    let fields = fields(route, thing, &world.csrf(&standing.who).await, code);
    let request = world.request(&standing.who, Method::POST, path);
    let request = with_code(world, standing, thing, request).await;
    if route.needs.limit == Limit::Upload {
        let form = fields.into_iter().fold(Form::new(), |form, (name, it)| form.text(name, it));
        return world.sends(request.multipart(form)).await;
    }
    world.sends(request.form(&fields)).await
}

/// An answer without what only says what was asked for.
fn bare(answer: &Answer, thing: &Thing) -> (u16, String) {
    let mut body = answer.body.clone();
    let codes = [&thing.code, &thing.reference, &thing.application, &thing.licence_no];
    for text in codes.into_iter().chain([&thing.licence, &thing.material]) {
        if !text.is_empty() {
            body = body.replace(text.as_str(), "…").replace(&text.replace('-', " "), "…");
        }
    }
    // Each form has a key of its own.
    let mut parts = body.split("name=\"_key\" value=\"");
    let mut bare = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        bare.push_str(part.split_once('"').map_or(part, |(_, rest)| rest));
    }
    (answer.status, bare)
}

/// Whether the matrix lets somebody who stands so to the thing know that it is there.
fn may_know(world: &World, who: &Someone, held: &[&str], thing: &Thing) -> bool {
    let policy = &world.city.installation.web.policy;
    let held: Vec<_> =
        authz::Relation::ALL.into_iter().filter(|it| held.contains(&it.word())).collect();
    let on_cases = ["cases.read", "cases.track", "cases.own"];
    let on_drafts = ["forms.read"];
    let looks: &[&str] = if thing.kind == "draft" { &on_drafts } else { &on_cases };
    looks.iter().any(|it| policy.may(&who.actor, it, &held))
}

#[tokio::test]
async fn each_address_of_a_thing_answers_everybody_as_the_matrix_says() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let owner = world.citizen("the owner", CHEN).await;
    let closed = world.case(&owner, "closed").await;
    world.acts(&owner, &closed, "withdraw", json!({ "reason": "不开了" })).await;
    let granted = world.granted(&owner, "granted").await;
    let case = world.case(&owner, "case").await;
    let draft = world.draft(&owner, "draft").await;
    let things = [draft, case, closed, granted];
    let nothing = world.nothing();
    let everybody = everybody(&world, &owner).await;
    let policy = &world.city.installation.web.policy;
    let mut questions = Questions::default();
    let mut routes: Vec<_> = world.city.installation.house.routes.iter().collect();
    // What its owner does at last ends the thing.
    routes.sort_by_key(|it| it.path.ends_with("/withdraw") || it.path.ends_with("/discard"));
    for route in routes {
        for thing in things.iter().filter(|it| kinds(route).contains(&it.kind)) {
            for standing in &everybody {
                let (who, held) = (&standing.who, standing.to_by(thing, route));
                // What its owner does with a draft here ends it: they do it with another one.
                let ends =
                    ["/submit", "/discard", "/remove"].iter().any(|it| route.path.ends_with(it));
                let spare = if ends && thing.kind == "draft" && who.name == owner.name {
                    Some(world.draft(&owner, "draft").await)
                } else {
                    None
                };
                let thing = spare.as_ref().unwrap_or(thing);
                let Some(answer) = tries(&world, standing, route, thing).await else { break };
                let id = route.id();
                let action = route.needs.action;
                let words = |it: &&authz::Grant| {
                    it.0 == who.actor.role
                        && (it.1 == authz::Relation::Any || held.contains(&it.1.word()))
                };
                let may = policy.granted(action).iter().any(|it| words(&it));
                let place = format!("{id}, {} to a {}: {answer:?}", who.name, thing.kind);
                if answer.is_granted() && !may && route.face != Face::Api {
                    // A page that asks for the code, or for an act of power to be confirmed, before
                    // it looks: it must not matter whether the thing is there.
                    let other = tries(&world, standing, route, &nothing).await.expect("an address");
                    assert_eq!(bare(&answer, thing), bare(&other, &nothing), "{place}");
                    continue;
                }
                assert_eq!(answer.is_granted(), may, "{place}");
                questions.route(&id, who.actor.role, held, answer.is_granted());
                if may || !policy.may_ever(who.actor.role, action) {
                    continue;
                }
                if may_know(&world, who, held, thing) {
                    continue;
                }
                let other = tries(&world, standing, route, &nothing).await.expect("an address");
                assert_eq!(bare(&answer, thing), bare(&other, &nothing), "{place}");
            }
        }
    }
    questions.agree(1_500);
}
