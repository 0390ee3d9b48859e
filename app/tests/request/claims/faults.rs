//! What goes wrong, is refused or is reported leaves a line in the log and tells nobody outside
//! more than they need.

use std::net::SocketAddr;

use axum::http::Method;
use reqwest::header::CONTENT_TYPE;
use testkit::log::Log;
use web::{Audit, Budgets, Face, Limit, Needs, Outcome, Routes};

use super::{
    described::{is_discreet, is_problem},
    places::{address, everybody},
};
use crate::{
    city::City,
    rights::world::{CHEN, Thing, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
/// What a fault would tell, if it told anything.
const CAUSE: &str = "canary: SELECT * FROM accounts_account at src/secret.rs:7";

async fn breaks() -> Outcome {
    panic!("{CAUSE}")
}

async fn fails() -> Outcome {
    Err(web::Failure::internal(CAUSE))
}

/// The city with handlers that break off and fail; its address.
async fn faulty(city: &City) -> String {
    let needs = Needs::new("web.visit", Audit::Public, Limit::Page);
    let mut faults = Routes::new("faults", ());
    for face in [Face::Public, Face::Staff, Face::Api] {
        faults.get(face, "/breaks", needs, breaks);
        faults.get(face, "/fails", needs, fails);
    }
    let mut routes = city.installation.house.routes.clone();
    routes.extend(faults.done());
    let router = web::router(&city.installation.web, &routes);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).await.unwrap();
    });
    base
}

#[tokio::test]
async fn a_handler_that_breaks_off_is_a_fault_of_ours_and_the_house_stands() {
    let city = City::on(MORNING).await;
    let base = faulty(&city).await;
    let client = reqwest::Client::new();
    let (log, _listening) = Log::listen();
    for (path, line) in [
        ("/zh-hans/breaks", "fault.panic"),
        ("/staff/breaks", "fault.panic"),
        ("/api/v1/breaks", "fault.panic"),
        ("/zh-hans/fails", "internal failure"),
        ("/api/v1/fails", "internal failure"),
    ] {
        log.take();
        let response = client.get(format!("{base}{path}")).send().await.unwrap();
        assert_eq!(response.status().as_u16(), 500, "{path}");
        assert!(response.headers().contains_key("x-request-id"), "{path}");
        let body = response.text().await.unwrap();
        assert!(!body.contains("canary"), "{path}: {body}");
        is_discreet(&body, path);
        if path.starts_with("/api/") {
            is_problem(500, &body, path);
        } else {
            assert!(body.contains("</html>"), "{path}: {body}");
        }
        let lines = log.take();
        assert!(lines.iter().any(|it| it.contains(line)), "{path}: {lines:#?}");
        let after = client.get(format!("{base}/zh-hans/")).send().await.unwrap();
        assert_eq!(after.status().as_u16(), 200, "after {path}");
    }
}

#[tokio::test]
async fn everything_that_is_refused_to_anybody_leaves_a_line() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let all = everybody(&world, &owner).await;
    let policy = &world.city.installation.web.policy;
    let (log, _listening) = Log::listen();
    let mut refused = 0;
    for route in &world.city.installation.house.routes {
        let (id, action) = (route.id(), route.needs.action);
        for who in all.iter().filter(|it| !policy.may_ever(it.actor.role, action)) {
            log.take();
            let path = address(route, &Thing::default(), &[]);
            let response = world.answers(world.request(who, route.method.clone(), &path)).await;
            let status = response.status().as_u16();
            assert!(matches!(status, 303 | 401 | 403), "{id} for the {}: {status}", who.name);
            let role = format!("role=\"{}\"", who.actor.role.word());
            let lines = log.take();
            let is_told = |it: &&String| it.contains(action) && it.contains(&role);
            assert!(lines.iter().any(|it| is_told(&it)), "{id} for the {}: {lines:#?}", who.name);
            let code = if who.token.is_some() { "access.forbidden" } else { "access.signed_out" };
            assert!(lines.iter().any(|it| it.contains(code)), "{id}: {code} in {lines:#?}");
            let token = who.token.as_deref().unwrap_or("no session at all");
            assert!(lines.iter().all(|it| !it.contains(token) && !it.contains(CHEN)), "{lines:#?}");
            refused += 1;
        }
    }
    assert!(refused > 800, "{refused}");
}

fn limited(site: &mut web::Site) {
    site.has_limits = true;
    site.budgets = Budgets { visitor: 5, visitors: 12, ..Budgets::default() };
}

#[tokio::test]
async fn every_way_round_the_rules_leaves_a_line_under_its_own_code() {
    let world = World::on(City::whose(MORNING, limited).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let (log, _listening) = Log::listen();
    let is_told = |code: &str| {
        let lines = log.take();
        let told = lines.iter().any(|it| it.contains(&format!("code=\"{code}\"")));
        assert!(told, "{code}: {lines:#?}");
    };
    let post = |path: &str| world.request(&owner, Method::POST, path);
    let get = |path: &str| world.request(&owner, Method::GET, path);
    let form = |path: &str| post(path).form(&[("_csrf", "AAAA")]);
    for (request, status, code) in [
        (form("/zh-hans/my/messages"), 409, "request.token"),
        (form("/zh-hans/my/data/export"), 409, "request.token"),
        (form("/sign-out"), 409, "request.token"),
        (
            post("/zh-hans/my/messages").header("sec-fetch-site", "cross-site"),
            403,
            "request.origin",
        ),
        (get("/zh-hans/my/").header("sec-fetch-dest", "image"), 403, "request.destination"),
        (get("/zh-hans/search?q=a&q=b"), 400, "request.bypass"),
        (form("/api/v1/applications"), 415, "request.bypass"),
        (
            post("/api/v1/applications").header(CONTENT_TYPE, "application/xml"),
            415,
            "request.bypass",
        ),
        (post("/zh-hans/"), 405, "request.bypass"),
        (post("/api/v1/applications").json(&serde_json::json!({ "a": 1 })), 400, "request.bypass"),
        (get("/staff/cases/"), 403, "access.forbidden"),
    ] {
        log.take();
        let answer = world.answers(request).await;
        assert_eq!(answer.status().as_u16(), status, "{code}");
        is_told(code);
    }
    let nobody = World::nobody();
    for number in 0..6 {
        let path = format!("/api/v1/verify/JY{number}");
        world.answers(world.request(&nobody, Method::GET, &path)).await;
    }
    is_told("limit.novelty");
    for _ in 0..400 {
        world.answers(world.request(&nobody, Method::GET, "/zh-hans/search?q=a")).await;
    }
    is_told("limit.rate");
}

#[tokio::test]
async fn a_violation_that_a_browser_reports_arrives_in_the_log() {
    let city = City::on(MORNING).await;
    let client = reqwest::Client::new();
    let (log, _listening) = Log::listen();
    let page = client.get(format!("{}/zh-hans/", city.base)).send().await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("report-uri /csp-report") && policy.contains("report-to csp"));
    let endpoints = page.headers()["reporting-endpoints"].to_str().unwrap();
    assert_eq!(endpoints, "csp=\"/csp-report\"");
    let old = r#"{"csp-report":{"document-uri":"https://x/zh-hans/track?code=123456","violated-directive":"script-src-elem","blocked-uri":"https://evil.example/a.js?b=c"}}"#;
    let new = r#"[{"type":"csp-violation","body":{"documentURL":"https://x/en/#code","effectiveDirective":"img-src","blockedURL":"inline"}}]"#;
    for (kind, report, directive, blocked) in [
        ("application/csp-report", old, "script-src-elem", "https://evil.example/a.js"),
        ("application/reports+json", new, "img-src", "inline"),
    ] {
        log.take();
        let sent = client.post(format!("{}/csp-report", city.base)).header(CONTENT_TYPE, kind);
        assert_eq!(sent.body(report).send().await.unwrap().status().as_u16(), 204);
        let lines = log.take();
        let is_told =
            |it: &&String| ["page.policy", directive, blocked].iter().all(|part| it.contains(part));
        assert!(lines.iter().any(|it| is_told(&it)), "{lines:#?}");
        assert!(lines.iter().all(|it| !it.contains("123456") && !it.contains("b=c")), "{lines:#?}");
    }
}
