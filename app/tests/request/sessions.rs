//! Sessions from their first letter to their last request: ids that nobody guesses, sign-ins that
//! leave a line, and a signed-out session that opens nothing any more.

use std::{collections::HashSet, sync::Arc};

use data_encoding::BASE64URL_NOPAD;
use kernel::{Actor, Clock as _, Role, id::AccountId};
use ledger::{Blueprint, Ledger};
use reqwest::{Client, Method, header, redirect::Policy};
use serde_json::{Value, json};
use testkit::{Database, TestClock, log::Log};
use web::{Assurance, Face, NewSession, SessionLimits, Sessions};

use crate::{city::City, person::Person, refusal::address};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const CHEN: &str = "710000198804161226";
const NOBODY: &str = "71000019900101004X";

/// So many ids are drawn, a batch at a time.
const IDS: usize = 10_000;
const BATCH: usize = 500;

/// How far the counts of something are from being equally frequent.
fn chi_square(counts: &[u32; 256]) -> f64 {
    let total: u32 = counts.iter().sum();
    let expected = f64::from(total) / 256.0;
    counts.iter().map(|it| (f64::from(*it) - expected).powi(2) / expected).sum()
}

#[tokio::test]
async fn ten_thousand_session_ids_are_long_all_different_and_evenly_spread() {
    let database = Database::sqlite();
    let clock = TestClock::at(MORNING);
    let chance = Arc::new(ops::SystemChance);
    let mut blueprint = Blueprint::new(clock.clone(), chance.clone(), testkit::KEY);
    blueprint.migrations(web::MIGRATIONS);
    let ledger = Ledger::open(database.url(), blueprint).await.unwrap();
    let sessions = Sessions::new(ledger, SessionLimits::default());
    let account = AccountId::new(clock.now(), chance.as_ref());
    let mut tokens = Vec::with_capacity(IDS);
    while tokens.len() < IDS {
        let mut batch = tokio::task::JoinSet::new();
        for _ in 0..BATCH {
            let (sessions, now) = (sessions.clone(), clock.now());
            batch.spawn(async move {
                let assurance = Assurance::new(&[web::Method::Password], now);
                let (name, device) = ("某人".to_owned(), String::new());
                let new = NewSession { actor: Actor::citizen(account), name, assurance, device };
                sessions.open(new).await.unwrap().token().to_owned()
            });
        }
        tokens.extend(batch.join_all().await);
    }
    assert!(tokens.iter().all(|it| it.len() >= 22), "at least 128 bits");
    assert_eq!(tokens.iter().collect::<HashSet<_>>().len(), IDS, "none comes twice");
    let mut counts = [0; 256];
    for token in &tokens {
        for byte in BASE64URL_NOPAD.decode(token.as_bytes()).unwrap() {
            counts[usize::from(byte)] += 1;
        }
    }
    // 255 degrees of freedom: more than 400 happens less than once in ten million times.
    let spread = chi_square(&counts);
    assert!(spread < 400.0, "{spread}");
    // Nor do two that were drawn one after the other have anything in common.
    let mut pairs = [0; 256];
    for two in tokens.windows(2) {
        let bytes = |it: &String| BASE64URL_NOPAD.decode(it.as_bytes()).unwrap();
        for (one, other) in bytes(&two[0]).iter().zip(bytes(&two[1])) {
            pairs[usize::from(one ^ other)] += 1;
        }
    }
    let spread = chi_square(&pairs);
    assert!(spread < 400.0, "{spread}");
}

#[tokio::test]
async fn a_session_that_was_signed_out_opens_nothing_at_any_address() {
    let city = City::on(MORNING).await;
    let client = Client::builder().redirect(Policy::none()).build().unwrap();
    let cookie = city.installation.web.cookie_name().to_string();
    let policy = &city.installation.web.policy;
    for (page, login) in [("/zh-hans/sign-in", CHEN), ("/staff/sign-in", "administrator-qin")] {
        let mut person = Person::new(login, &city.base);
        person.signs_in(page, login).await;
        let own = if page.starts_with("/staff") { "/staff/me" } else { "/zh-hans/my/profile" };
        let before = person.asks(own).await;
        assert_eq!(before.status(), 200, "{login}");
        let token = person.cookie(&cookie);
        person.opens(own).await;
        let (address_out, fields) = person.form("/sign-out");
        let gone = person.posts_plainly(&address_out, &fields).await;
        assert!(gone.headers().contains_key("clear-site-data"), "{login}");
        let mut tried = 0;
        for route in &city.installation.house.routes {
            if policy.may_ever(Role::Anonymous, route.needs.action) {
                continue;
            }
            let id = route.id();
            let url = format!("{}{}", city.base, address(&id));
            let request = client.request(route.method.clone(), url);
            let request = request.header(header::COOKIE, format!("{cookie}={token}"));
            let request = request.header(header::ORIGIN, city.base.clone());
            let request = if route.method == Method::GET {
                request
            } else if route.face == Face::Api {
                request.json(&Value::Null)
            } else {
                let pairs = fields.iter().flat_map(|(name, values)| {
                    values.iter().map(move |it| (name.as_str(), it.as_str()))
                });
                request.form(&pairs.collect::<Vec<_>>())
            };
            let answer = request.send().await.unwrap();
            let status = answer.status().as_u16();
            if route.face == Face::Api {
                assert_eq!(status, 401, "{id} answers {login}");
            } else {
                let to = answer.headers().get(header::LOCATION);
                let to = to.and_then(|it| it.to_str().ok()).unwrap_or_default();
                assert!(status == 303 && to.contains("/sign-in"), "{id}: {status} {to}");
            }
            tried += 1;
        }
        assert!(tried > 100, "only {tried} addresses were tried");
    }
}

#[tokio::test]
async fn every_sign_in_leaves_a_line_and_names_neither_number_nor_password() {
    let city = City::on(MORNING).await;
    let (log, _listening) = Log::listen();
    let lines = |code: &str| {
        let lines = log.lines();
        lines.into_iter().filter(|it| it.contains(code)).collect::<Vec<_>>()
    };
    let client = Client::new();
    let enter = async |login: &str, password: &str, code: &str| {
        let body = json!({ "login": login, "password": password, "code": code });
        let url = format!("{}/api/v1/session", city.base);
        client.post(url).json(&body).send().await.unwrap().status().as_u16()
    };
    assert_eq!(enter(CHEN, "spring-in-the-hills", "").await, 422);
    assert_eq!(enter(NOBODY, "spring-in-the-hills", "").await, 422);
    assert_eq!(enter("clerk-gong", "onewindow", "000000").await, 422);
    assert_eq!(lines("sign_in.failed").len(), 3, "{:#?}", log.lines());
    assert!(lines("sign_in.done").is_empty());
    assert_eq!(enter(CHEN, "onewindow", "").await, 201);
    let mut clerk = Person::new("clerk-gong", &city.base);
    clerk.signs_in("/staff/sign-in", "clerk-gong").await;
    let done = lines("sign_in.done");
    assert_eq!(done.len(), 2, "{:#?}", log.lines());
    assert!(done.iter().any(|it| it.contains("role=\"citizen\"")), "{done:?}");
    assert!(done.iter().any(|it| it.contains("role=\"clerk\"")), "{done:?}");
    for line in log.lines() {
        for secret in [CHEN, NOBODY, "spring-in-the-hills", "陈雨禾"] {
            assert!(!line.contains(secret), "{secret} in {line}");
        }
    }
}
