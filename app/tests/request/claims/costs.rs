//! What costs much has an end and a budget: lists have so many rows whoever asks for more, and who
//! asks too often for what is dear is told to wait while everybody else is answered.

use axum::http::Method;
use ledger::{Statement, Write};
use onewindow::modules::MODULES;
use serde_json::{Value, json};
use web::Limit;

use super::places::{address, everybody};
use crate::{
    city::City,
    rights::world::{CHEN, CITY, HUANG, Someone, Thing, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const DESCRIPTION: &str = include_str!("../../../../docs/openapi.json");
/// So many rows the lists for programs have at most.
const PAGE: usize = 50;

/// Reads that need no limit, because what they find is one, or as few as one person or one office
/// has of it.
const FEW: [&str; 40] = [
    // One, under a key that only one has.
    "FROM accounts_passkey WHERE print = $1",
    "FROM accounts_account WHERE login IN (",
    "FROM accounts_firm WHERE code IN (",
    "FROM accounts_try WHERE budget = $1",
    "FROM accounts_code_step WHERE account = $1",
    "FROM accounts_flow WHERE flow = $1",
    "FROM accounts_recovery WHERE print = $1",
    "FROM accounts_contact_code WHERE subject = $1 AND account = $2",
    "FROM accounts_errand WHERE flow = $1",
    "FROM accounts_binding WHERE print IN (",
    "FROM cases_case WHERE reference = $1",
    "FROM cases_case WHERE number = $1",
    "FROM cases_elevation WHERE account = $1 AND is_reviewed = 0",
    "ON c.case_id = s.case_id WHERE s.case_id = $1",
    "FROM catalogue_lists WHERE id = $1",
    "FROM catalogue_power_list WHERE id = $1",
    "FROM catalogue_report WHERE id = $1",
    "FROM licences_licence WHERE licence = $1",
    "FROM licences_licence WHERE identifier = $1",
    "FROM licences_document WHERE digest = $1",
    "FROM licences_replaced WHERE identifier = $1",
    "FROM licences_showing WHERE print IN (",
    "FROM notify_message WHERE recipient = $1 AND event = $2",
    "FROM privacy_progress WHERE export = $1",
    "ON r.rating = f.rating WHERE f.rating = $1",
    "FROM web_session WHERE session = $1",
    "FROM web_stash WHERE stash = $1",
    // As many as there are grades, revisions, services, powers and shared budgets.
    "FROM ratings_total WHERE service = $1",
    "FROM cases_case WHERE service = $1 AND is_open = 1 GROUP BY revision",
    "FROM forms_application WHERE service = $1 AND stage = 'draft' GROUP BY revision",
    "FROM catalogue_service ORDER BY id",
    "FROM catalogue_entry ORDER BY code",
    "FROM web_budget WHERE since = $1 AND node <> $2 GROUP BY budget",
    // As many as a person belongs to or helps, and as many officers as an office has in a role.
    "FROM accounts_member WHERE account = $1",
    "FROM accounts_helping WHERE helper = $1 AND kind = $2",
    "WHERE a.authority = $1 AND a.role = $2",
    "FROM approvals_approval WHERE matter = $1 AND kind = $2 AND is_over = 0",
    // Everything about one person, for their own copy and for the day on which it goes.
    "FROM cases_case WHERE subject = $1 ORDER BY submitted_at, case_id",
    "FROM forms_application WHERE subject = $1",
    "FROM privacy_inquiry WHERE subject = $1",
];

#[test]
fn each_read_of_many_rows_has_an_end() {
    let own = MODULES.iter().flat_map(|it| it.statements.iter().copied().flatten().copied());
    let all: Vec<&Statement> =
        own.chain(web::statements()).chain(notify::statements().iter().copied()).collect();
    let (mut reads, mut few) = (0, 0);
    for statement in all {
        let text = statement.sql.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.starts_with("SELECT ") && !text.starts_with("WITH ") {
            continue;
        }
        reads += 1;
        let is_figure = text.starts_with("SELECT COUNT(");
        let is_few = FEW.iter().any(|it| text.contains(it));
        few += usize::from(is_few);
        assert!(text.contains(" LIMIT ") || is_figure || is_few, "without an end: {text}");
    }
    assert!(reads > 80 && few >= FEW.len(), "{reads} reads, {few} of few");
}

fn run(sql: String) -> Write {
    let sql: &'static str = Box::leak(sql.into_boxed_str());
    let statement: &'static Statement = Box::leak(Box::new(Statement::new(sql)));
    Write::new(statement, Vec::new())
}

/// Many more rows of a case in the lists than fit into an answer.
async fn crowded(world: &World, case: &Thing) {
    let mut writes = Vec::new();
    for number in 1..=180 {
        let id = format!("01900000-0000-7000-8000-{number:012}");
        writes.push(run(format!(
            "INSERT INTO cases_case (case_id, reference, number, service, name, authority, subject,
                 account, channel, stage, submitted_at, changed_at, notice_on, promised_on,
                 statutory_on, is_open, revision)
             SELECT '{id}', 'RC-{number}', 'N-{number}', service, name, authority, subject,
                 account, channel, stage, submitted_at - {number}, changed_at, NULL, promised_on,
                 statutory_on, is_open, revision FROM cases_case WHERE reference = '{}'",
            case.reference
        )));
        writes.push(run(format!(
            "INSERT INTO cases_task (case_id, step, member, unit, role, due_on, silent_on)
             SELECT '{id}', step, member, unit, role, due_on, NULL FROM cases_task
             WHERE case_id = '{}'",
            case.application
        )));
    }
    world.city.installation.house.ledger.housekeep(writes).await.unwrap();
}

#[tokio::test]
async fn a_list_has_so_many_rows_whatever_is_asked_for() {
    let description: Value = serde_json::from_str(DESCRIPTION).unwrap();
    for (path, methods) in description["paths"].as_object().unwrap() {
        let parameters = methods["get"]["parameters"].as_array().cloned().unwrap_or_default();
        for name in parameters.iter().map(|it| it["name"].as_str().unwrap()) {
            let is_size = ["limit", "size", "count", "per_page", "top", "rows", "offset", "page"];
            assert!(!is_size.contains(&name), "{path} lets {name} be asked for");
        }
    }
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let case = world.case(&owner, "case").await;
    crowded(&world, &case).await;
    let market = "market-regulation";
    let examiner = world.officer("examiner", kernel::Role::Examiner, market, CITY).await;
    for (who, path, rows) in
        [(&examiner, "/api/v1/queue", "tasks"), (&owner, "/api/v1/cases", "cases")]
    {
        let plain = world.gets(who, path).await.json();
        assert_eq!(plain[rows].as_array().unwrap().len(), PAGE, "{path}");
        assert!(plain["next"].is_string(), "{path} says that there is more");
        for size in ["limit", "size", "count", "per_page", "pageSize", "top", "rows", "first"] {
            for wish in ["1000000", "0", "-1", "all"] {
                let path = format!("{path}?{size}={wish}");
                let answer = world.gets(who, &path).await;
                if answer.status == 200 {
                    let shown = answer.json()[rows].as_array().unwrap().len();
                    assert_eq!(shown, PAGE, "{path}");
                } else {
                    assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
                }
            }
        }
    }
}

/// What costs most: what is searched, reckoned over everything that goes on, set as a document,
/// packed, looked into, decoded, or hashed slowly.
const COSTLY: [(&str, Limit); 43] = [
    ("GET /{l}/search", Limit::Search),
    ("GET /api/v1/services", Limit::Search),
    ("GET /{l}/find-office", Limit::Search),
    ("GET /api/v1/find-office", Limit::Search),
    ("GET /staff/content/unmet", Limit::Search),
    ("GET /staff/content/unmet.csv", Limit::Search),
    ("GET /staff/cases/export", Limit::Search),
    ("GET /staff/oversight/stuck", Limit::Search),
    ("GET /staff/admin/services/{code}/publish", Limit::Search),
    ("GET /staff/admin/services/{code}/withdraw", Limit::Search),
    ("GET /staff/admin/calendars/preview", Limit::Search),
    ("GET /staff/data/retention/{purge}", Limit::Search),
    ("GET /staff/cases/exports/{export}", Limit::Document),
    ("GET /{l}/results/{reference}", Limit::Document),
    ("GET /{l}/track/{reference}/documents/{seq}", Limit::Document),
    ("GET /{l}/my/licences/{id}/pdf", Limit::Document),
    ("GET /{l}/applications/{id}/files/{material}", Limit::Document),
    ("GET /api/v1/cases/{reference}/result", Limit::Document),
    ("GET /api/v1/licences/{id}/pdf", Limit::Document),
    ("GET /staff/cases/{case}/documents/{seq}", Limit::Document),
    ("GET /staff/materials/{application}/{material}", Limit::Document),
    ("POST /{l}/verify/file", Limit::Document),
    ("POST /{l}/my/data/export/{export}", Limit::Document),
    ("POST /api/v1/me/copies/{copy}/fetch", Limit::Document),
    ("POST /staff/admin/services/{code}/rehearsal", Limit::Document),
    ("POST /api/v1/services/{code}/rehearsal", Limit::Document),
    ("POST /staff/cases/export", Limit::Change),
    ("POST /{l}/my/data/export", Limit::Change),
    ("POST /api/v1/me/copies", Limit::Change),
    ("POST /{l}/applications/{id}/documents", Limit::Upload),
    ("POST /api/v1/applications/{id}/materials/{requirement}", Limit::Upload),
    ("POST /staff/admin/services/upload", Limit::Upload),
    ("POST /staff/content/items", Limit::Upload),
    ("GET /staff/content/items.xlsx", Limit::Document),
    ("GET /staff/content/items.csv", Limit::Document),
    ("GET /api/v1/catalogue/cpsv-ap.jsonld", Limit::Document),
    ("POST /api/v1/services/validate", Limit::Document),
    ("POST /{l}/sign-in", Limit::SignIn),
    ("POST /staff/sign-in", Limit::SignIn),
    ("POST /api/v1/session", Limit::SignIn),
    ("POST /{l}/my/step-up", Limit::SignIn),
    ("POST /staff/step-up", Limit::SignIn),
    ("POST /api/v1/me/password", Limit::SignIn),
];

/// How much of each class one may ask for at once, and something of it that costs next to nothing.
fn class(limit: Limit) -> (u32, Method, &'static str) {
    let nothing = "/api/v1/licences/01900000-0000-7000-8000-000000000001/pdf";
    match limit {
        Limit::Search => (60, Method::GET, "/api/v1/services?q=zz"),
        Limit::Document => (40, Method::GET, nothing),
        Limit::Change => (60, Method::POST, "/api/v1/cases/none/accept"),
        Limit::Upload => (40, Method::POST, "/api/v1/applications/none/materials/none"),
        Limit::SignIn => (15, Method::GET, "/sign-in/from/none"),
        other => panic!("{other:?} is not costly"),
    }
}

async fn asks(world: &World, who: &Someone, method: &Method, path: &str) -> reqwest::Response {
    let request = world.request(who, method.clone(), path);
    let request = if *method == Method::POST { request.json(&json!({})) } else { request };
    world.answers(request).await
}

/// Uses up what somebody has of a class; answers how often they were let in.
async fn uses_up(world: &World, who: &Someone, limit: Limit) -> u32 {
    let (burst, method, path) = class(limit);
    for count in 0..burst * 20 {
        if asks(world, who, &method, path).await.status().as_u16() == 429 {
            return count;
        }
    }
    panic!("{limit:?} has no end for the {}", who.name);
}

/// The refusal of a route whose class is used up: what comes back in the meantime is asked for as
/// well.
async fn refused(world: &World, who: &Someone, method: &Method, path: &str) -> reqwest::Response {
    for _ in 0..200 {
        let answer = asks(world, who, method, path).await;
        if answer.status().as_u16() == 429 {
            return answer;
        }
    }
    panic!("{path} is never refused to the {}", who.name);
}

#[tokio::test]
async fn what_costs_most_has_a_budget_and_others_are_answered_when_it_is_used_up() {
    let world = World::on(City::whose(MORNING, |site| site.has_limits = true).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let all = everybody(&world, &owner).await;
    let policy = &world.city.installation.web.policy;
    let other = world.citizen("somebody else", HUANG).await;
    for limit in [Limit::Search, Limit::Document, Limit::Change, Limit::Upload, Limit::SignIn] {
        let mut spent = Vec::new();
        for (id, expected) in COSTLY.iter().filter(|it| it.1 == limit) {
            let routes = &world.city.installation.house.routes;
            let route = routes.iter().find(|it| it.id() == *id);
            let route = route.unwrap_or_else(|| panic!("there is no {id}"));
            assert_eq!(route.needs.limit, *expected, "{id}");
            let may = |it: &&Someone| policy.may_ever(it.actor.role, route.needs.action);
            let who = all.iter().find(may).unwrap_or_else(|| panic!("{id} is for nobody"));
            if !spent.contains(&who.name) {
                let let_in = uses_up(&world, who, limit).await;
                assert!(let_in >= class(limit).0, "{limit:?} lets in {let_in}");
                spent.push(who.name);
            }
            let path = address(route, &Thing::default(), &[]);
            let answer = refused(&world, who, &route.method, &path).await;
            let wait = answer.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap();
            assert!((1..=60).contains(&wait), "{id}: {wait}");
            let told = answer.text().await.unwrap();
            assert!(told.contains("too_many"), "{id}: {told}");
            // An ordinary page is still theirs.
            let home = asks(&world, who, &Method::GET, "/zh-hans/").await;
            assert_eq!(home.status().as_u16(), 200, "{id}");
        }
        // And others notice nothing.
        let (_, method, path) = class(limit);
        let answer = asks(&world, &other, &method, path).await;
        assert_ne!(answer.status().as_u16(), 429, "{limit:?} for somebody else");
    }
}
