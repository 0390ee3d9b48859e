//! Backup codes, the API of one's own factors, and that every change of them is told.

use accounts_domain::People;
use kernel::Clock as _;
use notify::Messages;
use serde_json::{Value, json};
use testkit::{MailServer, house::Answer, on_both};

use crate::{house::Test, totp};

const CHEN: &str = "710000198804161226";
const NAME: &str = "陈雨禾";

/// Somebody's own program.
struct Program<'a> {
    test: &'a Test,
    token: String,
}

impl<'a> Program<'a> {
    async fn of(test: &'a Test, code: Option<&str>) -> Program<'a> {
        let answer = Self::enters(test, code).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let token = answer.json()["token"].as_str().unwrap().to_owned();
        Program { test, token }
    }

    async fn enters(test: &Test, code: Option<&str>) -> Answer {
        let mut body = json!({ "login": CHEN, "password": "onewindow" });
        if let Some(code) = code {
            body["code"] = json!(code);
        }
        test.json("/api/v1/session", &body.to_string()).await
    }

    async fn posts(&self, path: &str, body: Value) -> Answer {
        let request = testkit::house::asking(axum::http::Method::POST, path, "")
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "application/json");
        self.test.send(request, body.to_string()).await
    }

    /// Sets an authenticator app up; answers its secret.
    async fn sets_code_up(&self) -> String {
        let begun = self.posts("/api/v1/me/factors/code", json!({})).await;
        assert_eq!(begun.status, 201, "{}", begun.text);
        let secret = begun.json()["secret"].as_str().unwrap().to_owned();
        let confirm = "/api/v1/me/factors/code/confirm";
        let wrong = self.posts(confirm, json!({ "code": "000000" })).await;
        assert_eq!(wrong.status, 422, "{}", wrong.text);
        let code = totp::code(&secret, self.test.clock.now());
        let done = self.posts(confirm, json!({ "code": code })).await;
        assert_eq!(done.status, 204, "{}", done.text);
        secret
    }

    async fn makes_codes(&self) -> Vec<String> {
        let made = self.posts("/api/v1/me/factors/codes", json!({})).await;
        assert_eq!(made.status, 201, "{}", made.text);
        let made = made.json();
        made["codes"].as_array().unwrap().iter().map(|it| it.as_str().unwrap().into()).collect()
    }
}

#[tokio::test]
async fn a_backup_code_stands_in_for_the_app_once_also_at_the_same_moment() {
    on_both(|database| async move {
        let test = Test::furnished(database).await;
        let chen = Program::of(&test, None).await;
        let refused = chen.posts("/api/v1/me/factors/codes", json!({})).await;
        assert_eq!(refused.json()["code"], "account.no_factor", "nothing to stand in for");
        chen.sets_code_up().await;
        let codes = chen.makes_codes().await;
        assert_eq!(codes.len(), 10);
        let enter = |code: &str| {
            let code = code.to_owned();
            let test = &test;
            async move { Program::enters(test, Some(&code)).await.status.as_u16() }
        };
        assert_eq!(enter(&codes[0]).await, 201);
        assert_eq!(enter(&codes[0]).await, 422, "used");
        let (one, two) = tokio::join!(enter(&codes[1]), enter(&codes[1]));
        let mut both = [one, two];
        both.sort_unstable();
        assert_eq!(both, [201, 422], "of two at once one is in");
        assert_eq!(enter(&codes[2].to_lowercase().replace('-', " ")).await, 201, "as people write");
        let newer = chen.makes_codes().await;
        assert_eq!(enter(&codes[3]).await, 422, "those of before are over");
        assert_eq!(enter(&newer[3]).await, 201);
        test.replay_agrees().await;
    })
    .await;
}

#[tokio::test]
async fn every_change_of_a_factor_is_told_and_a_new_address_at_the_old_one() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = Program::of(&test, None).await;
    for email in ["old@example.cn", "new@example.cn"] {
        let asked = chen.posts("/api/v1/me/email", json!({ "email": email, "lang": "en" })).await;
        assert!(asked.status.is_success(), "{}", asked.text);
        let text = server.letters().pop().unwrap().text;
        let code = text.split(|it: char| !it.is_ascii_digit()).find(|it| it.len() == 6);
        let body = json!({ "code": code.unwrap() });
        let done = chen.posts("/api/v1/me/email/confirm", body).await;
        assert!(done.status.is_success(), "{}", done.text);
    }
    chen.sets_code_up().await;
    let codes = chen.makes_codes().await;
    Program::of(&test, Some(&codes[0])).await;
    // The last second step goes only by the name of its owner and for a reason.
    let remove = "/api/v1/me/factors/code/remove";
    for slip in [json!({}), json!({ "typed": "yes", "why": "lost" }), json!({ "typed": NAME })] {
        let refused = chen.posts(remove, slip).await;
        assert_eq!((refused.status.as_u16(), &refused.json()["code"]), (422, &json!("invalid")));
    }
    let meant = json!({ "typed": NAME, "why": "changing" });
    assert_eq!(chen.posts(remove, meant).await.status, 204);
    let change = json!({ "present": "onewindow", "new": "spring-in-the-hills" });
    assert_eq!(chen.posts("/api/v1/me/password", change).await.status, 204);
    test.house.ledger.settle().await.unwrap();

    let people = test.house.ask::<dyn People>().unwrap();
    let account = people.by_id_number(CHEN).await.unwrap().unwrap();
    let told = Messages::new(test.house.ledger.clone());
    let told = told.list(account.subject(), None, 50).await.unwrap();
    let told: Vec<&str> = told.iter().map(|it| it.title.en.as_str()).collect();
    for title in [
        "The e-mail address for messages was changed",
        "An authenticator app was set up",
        "New backup codes were made",
        "A backup code was used to sign in",
        "Your authenticator app was removed",
        "Your password was changed",
    ] {
        assert!(told.contains(&title), "{title}: {told:?}");
    }
    let left = server.letters().into_iter().filter(|it| it.to == "old@example.cn");
    let left: Vec<_> = left.map(|it| it.subject).collect();
    assert!(left.contains(&"Onewindow: no more messages go to this address".into()), "{left:?}");
}
