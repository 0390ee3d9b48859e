//! Who looks up very much shows patience, by computing or by waiting; programs do as well, and
//! nobody has to see or hear anything.

use reqwest::Client;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use web::Budgets;

use crate::{city::City, person::Person};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

fn limited(site: &mut web::Site) {
    site.has_limits = true;
    site.budgets = Budgets { visitor: 8, visitors: 40, ..Budgets::default() };
    site.proxies = vec!["127.0.0.1".parse().unwrap()];
}

/// A program at an address.
struct Program {
    client: Client,
    base: String,
    address: &'static str,
}

impl Program {
    fn at(city: &City, address: &'static str) -> Self {
        Self { client: Client::new(), base: city.base.clone(), address }
    }

    async fn checks(&self, number: u32, proof: &str) -> (u16, Value) {
        let url = format!("{}/api/v1/verify/JY{number}", self.base);
        let mut request = self.client.get(url).header("x-forwarded-for", self.address);
        if !proof.is_empty() {
            request = request.header("x-proof", proof);
        }
        let response = request.send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn proves(&self, challenge: &str, nonce: &str) -> (u16, Value) {
        let body = match nonce {
            "" => json!({ "challenge": challenge }),
            nonce => json!({ "challenge": challenge, "nonce": nonce }),
        };
        let request = self.client.post(format!("{}/api/v1/proof", self.base)).json(&body);
        let response = request.header("x-forwarded-for", self.address).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }
}

fn solved(challenge: &str, bits: u64) -> String {
    let is_solution = |nonce: &u64| {
        let hash = Sha256::digest(format!("{challenge}:{nonce}").as_bytes());
        let first = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
        u64::from(first.leading_zeros()) >= bits
    };
    (0..).find(is_solution).unwrap().to_string()
}

#[tokio::test]
async fn a_program_is_told_how_to_go_on_and_goes_on_once() {
    testkit::on_both(|database| async move {
        let city = City::set_up(database, MORNING, None, limited).await;
        let program = Program::at(&city, "5.6.7.8");
        for number in 0..7 {
            assert_eq!(program.checks(number, "").await.0, 404, "{number}");
        }
        // The last of the budget; what was asked before is answered as before.
        let (status, problem) = program.checks(7, "").await;
        assert_eq!((status, &problem["code"]), (429, &json!("proof_needed")), "{problem}");
        assert_eq!(program.checks(3, "").await.0, 404);
        let challenge = problem["proof"]["challenge"].as_str().unwrap();
        let bits = problem["proof"]["bits"].as_u64().unwrap();
        assert_eq!(problem["proof"]["send_to"], "/api/v1/proof");

        let nonce = solved(challenge, bits);
        let thief = Program::at(&city, "5.6.7.9");
        assert_eq!(thief.proves(challenge, &nonce).await.1["code"], "proof.over");
        assert_eq!(program.proves(challenge, "no").await.1["code"], "proof.wrong");
        let forged = challenge.replacen('-', "-0", 1);
        let forged_nonce = solved(&forged, bits);
        assert_eq!(program.proves(&forged, &forged_nonce).await.1["code"], "proof.over");
        let (status, pass) = program.proves(challenge, &nonce).await;
        assert_eq!(status, 200, "{pass}");
        let pass = pass["proof"].as_str().unwrap();
        let again = program.proves(challenge, &nonce).await;
        assert_eq!((again.0, &again.1["code"]), (422, &json!("proof.used")));

        // Twice the budget, and no more.
        for number in 7..16 {
            assert_eq!(program.checks(number, pass).await.0, 404, "{number}");
        }
        let (status, problem) = program.checks(16, pass).await;
        assert_eq!((status, &problem["code"]), (429, &json!("too_many")));
        assert!(problem["proof"].is_null(), "it would not help: {problem}");
        // The pass is of this address.
        for number in 0..7 {
            assert_eq!(thief.checks(number, pass).await.0, 404, "{number}");
        }
        assert_eq!(thief.checks(7, pass).await.1["code"], "proof_needed");
    })
    .await;
}

#[tokio::test]
async fn whoever_computes_nothing_waits_once_and_is_let_through() {
    let city = City::set_up(testkit::Database::sqlite(), MORNING, None, limited).await;
    let program = Program::at(&city, "5.6.7.8");
    for number in 0..7 {
        program.checks(number, "").await;
    }
    let (_, problem) = program.checks(7, "").await;
    let challenge = problem["proof"]["challenge"].as_str().unwrap();
    let (status, early) = program.proves(challenge, "").await;
    assert_eq!((status, &early["code"]), (429, &json!("too_many")));
    city.clock.advance(jiff::SignedDuration::from_secs(20));
    let (status, pass) = program.proves(challenge, "").await;
    assert_eq!(status, 200, "{pass}");
    assert_eq!(program.checks(7, pass["proof"].as_str().unwrap()).await.0, 404);
    assert_eq!(program.proves(challenge, "").await.1["code"], "proof.used");
}

#[tokio::test]
async fn a_person_without_script_waits_on_a_page_and_comes_where_they_wanted() {
    let city = City::set_up(testkit::Database::sqlite(), MORNING, None, limited).await;
    let mut person = Person::new("passer-by", &city.base);
    for number in 0..7 {
        person.looks_at(&format!("/zh-hans/verify/JY{number}")).await;
        assert_eq!(person.status, 404, "{}", person.text());
    }
    person.looks_at("/zh-hans/verify/JY7?a=b").await;
    assert_eq!(person.status, 429);
    person.reads("不用看图，也不用听声音").reads("请等 20 秒");
    assert!(person.html.contains("/assets/proof."), "who has script need not wait");
    // Too early: the same wait goes on.
    city.clock.advance(jiff::SignedDuration::from_secs(15));
    person.sends("/prove", &[]).await;
    assert_eq!(person.status, 429);
    person.reads("请等 5 秒");
    city.clock.advance(jiff::SignedDuration::from_secs(5));
    person.sends("/prove", &[]).await;
    assert_eq!((person.status, person.path.as_str()), (404, "/zh-hans/verify/JY7?a=b"));
    // No way out of the site.
    let (address, mut fields) = {
        person.looks_at("/zh-hans/sign-in").await;
        person.form("/sign-in")
    };
    fields.insert("back".to_owned(), vec!["//evil.example/".to_owned()]);
    let address = address.replace("/zh-hans/sign-in", "/prove");
    person.posts(&address, &fields).await;
    assert!(!person.path.contains("evil"), "{}", person.path);
}

#[tokio::test]
async fn while_somebody_walks_through_numbers_signing_in_takes_patience_and_nothing_else_does() {
    let walked = |site: &mut web::Site| {
        limited(site);
        site.budgets.visitors = 12;
    };
    let city = City::set_up(testkit::Database::sqlite(), MORNING, None, walked).await;
    city.anonymous().opens("/zh-hans/sign-in").await;
    for (address, first, count) in [("5.0.0.1", 0, 7), ("5.0.0.2", 100, 5)] {
        let program = Program::at(&city, address);
        for number in first..first + count {
            assert_eq!(program.checks(number, "").await.0, 404, "{number}");
        }
    }
    let (_, spent) = Program::at(&city, "5.0.0.3").checks(500, "").await;
    assert_eq!(spent["code"], "too_many");
    assert!(spent["proof"].is_object(), "showing patience helps: {spent}");

    let mut person = city.anonymous();
    person.looks_at("/zh-hans/sign-in").await;
    assert_eq!(person.status, 429, "{}", person.text());
    person.looks_at("/zh-hans/services/food-business-licence").await;
    assert_eq!(person.status, 200);
    person.looks_at("/zh-hans/sign-in").await;
    city.clock.advance(jiff::SignedDuration::from_secs(20));
    person.sends("/prove", &[]).await;
    assert_eq!((person.status, person.path.as_str()), (200, "/zh-hans/sign-in"));
    // Ten minutes later nobody is asked.
    city.clock.move_to("2026-03-02T10:11:00+08:00");
    city.citizen(crate::story::CHEN).await;
}
