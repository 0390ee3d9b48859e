//! How administrators open accounts, issue codes, and end, close and reset what somebody gets in with,
//! without ever knowing a secret.

use accounts_domain::{People, Staff};
use jiff::SignedDuration;
use kernel::{Actor, Clock as _, Role, id::AccountId};
use serde_json::{Value, json};
use testkit::{house::Answer, on_both};

use crate::{house::Test, totp};

const CITY: &str = "980100000000";
const CHEN: &str = "710000198804161226";
const OFFICE: &str = "government-services";
/// The clerk's name, as a form sends it, and another's.
const GONG: &str = "%E9%BE%9A%E6%99%B4%E5%B2%9A";
const GONG_TEXT: &str = "龚晴岚";
const SHAO: &str = "%E9%82%B5";
const GOOD: &str = "spring-in-the-hills";
const ACTIVATE: &str = "/staff/sign-in/activate";

fn id(last: u8) -> AccountId {
    format!("00000000-0000-7000-8000-0000000000{last:02}").parse().unwrap()
}

/// An administrator of the whole city.
async fn administrator(test: &Test, last: u8) -> String {
    test.sign_in(Actor::staff(Role::Administrator, id(last), OFFICE).within(CITY)).await
}

/// The member that an error of a problem names.
fn field(error: &Value) -> String {
    error["field"].as_str().unwrap().to_owned()
}

impl Test {
    async fn api(&self, path: &str, cookie: &str, body: Value) -> Answer {
        self.post_json(&format!("/api/v1{path}"), cookie, body.to_string()).await
    }

    async fn clerk(&self) -> AccountId {
        let staff = self.house.ask::<dyn Staff>().unwrap();
        let people = self.house.ask::<dyn People>().unwrap();
        for account in staff.staff_of(OFFICE, Role::Clerk).await.unwrap() {
            if people.staff_name(account).await.unwrap().as_deref() == Some("龚晴岚") {
                return account;
            }
        }
        panic!("clerk-gong is gone");
    }

    async fn issues(&self, by: &str, whose: &str) -> String {
        let path = format!("/accounts/{whose}/activation");
        let issued = self.api(&path, by, json!({ "reason": "新同事" })).await;
        assert_eq!(issued.status, 201, "{}", issued.text);
        issued.json()["code"].as_str().unwrap().to_owned()
    }

    async fn activates(&self, login: &str, code: &str, new: &str) -> Answer {
        let fields = format!("login={login}&code={code}&new={new}");
        self.submit(ACTIVATE, "", &fields).await
    }
}

fn new_clerk() -> Value {
    json!({
        "name": "柳新禾", "login": "Clerk-Liu",
        "post": { "role": "clerk", "authority": OFFICE, "region": CITY, "from": "2026-01-01" }
    })
}

#[tokio::test]
async fn two_administrators_open_an_account_and_its_owner_alone_sets_the_password() {
    on_both(|database| async move {
        let test = Test::furnished(database).await;
        let (one, two) = (administrator(&test, 1).await, administrator(&test, 2).await);
        let opened = test.api("/staff", &one, new_clerk()).await;
        assert_eq!(opened.status, 201, "{}", opened.text);
        let whose = opened.json()["account"].as_str().unwrap().to_owned();
        let taken = test.api("/staff", &two, new_clerk()).await;
        assert_eq!(taken.json()["code"], "staff.login_taken", "{}", taken.text);

        // Before the post is granted there is nothing to activate, and nobody works there.
        let staff = test.house.ask::<dyn Staff>().unwrap();
        let account: AccountId = whose.parse().unwrap();
        let clerks = staff.staff_of(OFFICE, Role::Clerk).await.unwrap();
        assert!(!clerks.contains(&account), "what is only proposed counts for nothing");
        let path = format!("/accounts/{whose}/activation");
        let early = test.api(&path, &one, json!({ "reason": "新同事" })).await;
        assert_eq!(early.json()["code"], "account.no_post", "{}", early.text);
        let answer = format!("/staff/{whose}/posts/1/answer");
        let grant = json!({ "grant": true });
        let own = test.api(&answer, &one, grant.clone()).await;
        assert_eq!(own.json()["code"], "post.same_person", "{}", own.text);
        assert_eq!(test.api(&answer, &two, grant).await.status, 204);
        assert!(staff.staff_of(OFFICE, Role::Clerk).await.unwrap().contains(&account));

        // There is no password until its owner sets one.
        let none = test.submit("/staff/sign-in", "", "login=clerk-liu&password=&back=").await;
        assert_eq!(none.status, 422);
        let code = test.issues(&one, &whose).await;
        let weak = test.activates("clerk-liu", &code, "woaini1314").await;
        assert_eq!(weak.status, 422, "{}", weak.text);
        let set = test.activates("clerk-liu", &code, GOOD).await;
        assert_eq!(set.location(), "/staff/sign-in/enrol", "{}", set.text);
        let flow = set.cookie();
        assert_eq!(test.get("/staff/me", &flow).await.status, 303, "not in without a second step");
        let page = test.get("/staff/sign-in/enrol", &flow).await;
        let secret = page.text.split(r#"class="code">"#).nth(1).unwrap().split('<').next().unwrap();
        let first = totp::code(secret, test.clock.now());
        let enrol = "/staff/sign-in/enrol";
        let entered = test.fill(enrol, enrol, &flow, &format!("code={first}")).await;
        assert_eq!(entered.location(), "/staff/security/codes", "{}", entered.text);
        let me = test.get("/staff/me", &entered.cookie()).await;
        assert!(me.text.contains("柳新禾"), "{}", me.text);
        let again = test.activates("clerk-liu", &code, "autumn-in-the-hills").await;
        assert_eq!(again.status, 422, "a code counts once: {}", again.text);
        test.replay_agrees().await;
    })
    .await;
}

#[tokio::test]
async fn an_activation_code_counts_for_three_days_and_for_its_owner_alone() {
    let test = Test::demo().await;
    let one = administrator(&test, 1).await;
    let whose = test.clerk().await.to_string();
    let code = test.issues(&one, &whose).await;
    let others = test.activates("editor-su", &code, GOOD).await;
    let nobody = test.activates("nobody-here", &code, GOOD).await;
    assert_eq!((others.status.as_u16(), nobody.status.as_u16()), (422, 422));
    let told = "User name or code is wrong";
    let page = |answer: &Answer, login: &str| {
        answer.text.replace(login, "LOGIN").replace(&answer.hidden("_key"), "KEY")
    };
    let others = page(&others, "editor-su");
    assert_eq!(others, page(&nobody, "nobody-here"));
    assert!(test.get(ACTIVATE, "lang=en").await.text.contains("Activation code"));
    let newer = test.issues(&one, &whose).await;
    let older = test.activates("clerk-gong", &code, GOOD).await;
    assert_eq!(older.status, 422, "{told}: a newer one takes its place");
    test.clock.advance(SignedDuration::from_hours(72) + SignedDuration::from_secs(1));
    assert_eq!(test.activates("clerk-gong", &newer, GOOD).await.status, 422, "too late");
    let one = administrator(&test, 1).await;
    let last = test.issues(&one, &whose).await;
    test.clock.advance(SignedDuration::from_hours(72));
    let in_time = test.activates("clerk-gong", &last.to_lowercase(), GOOD).await;
    assert_eq!(in_time.location(), "/staff/sign-in/second", "the app of before is still asked for");
}

#[tokio::test]
async fn who_is_helped_to_a_new_password_keeps_the_second_step_and_loses_the_sessions() {
    let test = Test::demo().await;
    let one = administrator(&test, 1).await;
    let working = test.staff("clerk-gong").await;
    assert_eq!(test.get("/staff/me", &working).await.status, 200);
    let whose = test.clerk().await.to_string();
    let before = test.get(&format!("/api/v1/accounts/{whose}"), &one).await.json();
    let code = test.issues(&one, &whose).await;
    assert_eq!(test.get("/staff/me", &working).await.status, 200, "a code alone ends nothing");
    let set = test.activates("clerk-gong", &code, GOOD).await;
    assert_eq!(set.location(), "/staff/sign-in/second", "{}", set.text);
    assert_eq!(test.get("/staff/me", &working).await.status, 303);
    let after = test.get(&format!("/api/v1/accounts/{whose}"), &one).await.json();
    assert_eq!(
        (&before["has_second_factor"], &after["has_second_factor"]),
        (&json!(true), &json!(true))
    );
    let text = format!("{before}{after}");
    assert!(!text.contains("argon2") && !text.contains(&code), "no secret is shown: {text}");
}

#[tokio::test]
async fn sessions_of_others_are_seen_and_ended_one_and_all() {
    let test = Test::demo().await;
    let one = administrator(&test, 1).await;
    let clerk = test.clerk().await;
    let (desk, phone) = (test.staff("clerk-gong").await, test.staff("clerk-gong").await);
    let path = format!("/accounts/{clerk}");
    let seen = test.get(&format!("/api/v1{path}"), &one).await.json();
    let sessions = seen["sessions"].as_array().unwrap().clone();
    assert_eq!(sessions.len(), 2, "{seen}");
    let newest = sessions[0]["id"].as_str().unwrap();
    let end = format!("{path}/sessions");
    let silent = test.api(&end, &one, json!({ "id": newest, "reason": " " })).await;
    assert_eq!(silent.json()["code"], "account.no_reason", "{}", silent.text);
    let reason = "丢了手机";
    let done = test.api(&end, &one, json!({ "id": newest, "reason": reason })).await;
    assert_eq!(done.status, 204, "{}", done.text);
    assert_eq!(test.get("/staff/me", &phone).await.status, 303);
    assert_eq!(test.get("/staff/me", &desk).await.status, 200, "the other goes on");
    test.api(&end, &one, json!({ "id": "all", "reason": reason })).await;
    assert_eq!(test.get("/staff/me", &desk).await.status, 303);
    let told = test.told_of(clerk).await;
    assert_eq!(told.iter().filter(|it| it.contains("signed you out")).count(), 2, "{told:?}");
}

#[tokio::test]
async fn a_closed_account_is_out_at_once_and_gets_back_in_when_it_is_opened() {
    let test = Test::demo().await;
    let one = administrator(&test, 1).await;
    let clerk = test.clerk().await;
    let working = test.staff("clerk-gong").await;
    let path = format!("/staff/admin/accounts/{clerk}");
    let page = test.get(&path, &one).await;
    assert!(page.text.contains("龚晴岚"), "{}", page.text);
    let to = format!("{path}/block");
    let typed = |name: &str| format!("{}&reason=x&typed={name}&why=stolen", page.carried(&to));
    // Another name, no name, or no reason of the list: nobody is shut out by a slip.
    let unsure = page.carried(&to) + &format!("&reason=lost+badge&typed={GONG}");
    for wrong in [typed("yes"), typed(""), typed(SHAO), unsure] {
        let refused = test.post(&to, &one, wrong).await;
        assert_eq!(refused.status, 422, "{}", refused.text);
        assert_eq!(test.get("/staff/me", &working).await.status, 200);
    }
    let unsure = page.carried(&to) + "&reason=lost+badge&typed=yes&why=left";
    let kept = test.post(&to, &one, unsure).await;
    let is_kept = |it: &str| kept.text.contains(it);
    assert!(is_kept("lost badge") && is_kept("value=\"yes\""), "nothing is lost: {}", kept.text);
    let block = typed(GONG);
    let done = test.post(&to, &one, block.clone()).await;
    assert_eq!(done.location(), path, "{}", done.text);
    let again = test.post(&to, &one, block.clone()).await;
    assert_eq!(again.location(), path, "the same form sent twice is answered the same way");
    assert_eq!(test.get("/staff/me", &working).await.status, 303);
    let fields = "login=clerk-gong&password=onewindow&back=";
    assert_eq!(test.submit("/staff/sign-in", "", fields).await.status, 422);
    // What was shown before is not done any more.
    let key = block.split('&').find(|it| it.starts_with("_key=")).unwrap();
    let other = block.replace(key, "_key=01900000-0000-7000-8000-0000000000aa");
    let stale = test.post(&to, &one, other).await;
    assert_eq!(stale.status, 409, "{}", stale.text);
    assert!(stale.text.contains(GONG_TEXT) && stale.text.contains("unblock"), "{}", stale.text);
    test.sends(&path, &to, &one, "reason=x").await;
    test.staff("clerk-gong").await;
    test.replay_agrees().await;
}

#[tokio::test]
async fn lost_factors_are_taken_away_and_set_up_anew_and_the_person_is_told() {
    let test = Test::demo().await;
    let one = administrator(&test, 1).await;
    let clerk = test.clerk().await;
    let path = format!("/accounts/{clerk}/factors");
    let bare = test.api(&path, &one, json!({ "reason": "手机丢失" })).await;
    let members: Vec<_> = bare.json()["errors"].as_array().unwrap().iter().map(field).collect();
    assert_eq!((bare.status.as_u16(), members), (422, vec!["typed".into(), "why".into()]));
    let meant = json!({ "reason": "手机丢失", "typed": GONG_TEXT, "why": "lost" });
    assert_eq!(test.api(&path, &one, meant).await.status, 204);
    let fields = "login=clerk-gong&password=onewindow&back=";
    let first = test.submit("/staff/sign-in", "", fields).await;
    assert_eq!(first.location(), "/staff/sign-in/enrol", "nobody is in with a password alone");
    let told = test.told_of(clerk).await;
    assert!(told.iter().any(|it| it.contains("cleared your second step")), "{told:?}");
}

#[tokio::test]
async fn nobody_does_it_to_themselves_or_to_whom_they_do_not_reach() {
    let test = Test::demo().await;
    let clerk = test.clerk().await;
    let people = test.house.ask::<dyn People>().unwrap();
    let chen = people.by_id_number(CHEN).await.unwrap().unwrap();
    let city = administrator(&test, 1).await;
    let district = Actor::staff(Role::Administrator, id(3), OFFICE).within("980102000000");
    let district = test.sign_in(district).await;
    let found = test.api("/accounts/find", &city, json!({ "id_number": CHEN })).await;
    assert_eq!(found.json()["account"], chen.to_string(), "{}", found.text);
    let hidden = test.api("/accounts/find", &district, json!({ "id_number": CHEN })).await;
    assert_eq!(hidden.status, 404, "citizens are looked after where every office is");
    for whose in [clerk, chen] {
        for (path, body) in [
            ("sessions", json!({ "id": "all", "reason": "x" })),
            ("block", json!({ "block": true, "reason": "x" })),
            ("factors", json!({ "reason": "x" })),
            ("activation", json!({ "reason": "x" })),
        ] {
            let path = format!("/accounts/{whose}/{path}");
            let far = test.api(&path, &district, body).await;
            assert_eq!(far.status, 404, "{path}: {}", far.text);
        }
        assert_eq!(test.get(&format!("/api/v1/accounts/{whose}"), &district).await.status, 404);
    }
    let path = format!("/accounts/{chen}/activation");
    let citizens = test.api(&path, &city, json!({ "reason": "x" })).await;
    assert_eq!(citizens.status, 404, "a citizen recovers by themselves");
    let staff = test.house.ask::<dyn Staff>().unwrap();
    let own = staff.staff_of(OFFICE, Role::Administrator).await.unwrap()[0];
    let selfish = Actor::staff(Role::Administrator, own, OFFICE).within(CITY);
    let selfish = test.sign_in(selfish).await;
    for (path, body) in [
        ("sessions", json!({ "id": "all", "reason": "x" })),
        ("block", json!({ "block": true, "reason": "x" })),
        ("factors", json!({ "reason": "x" })),
        ("activation", json!({ "reason": "x" })),
    ] {
        let refused = test.api(&format!("/accounts/{own}/{path}"), &selfish, body).await;
        assert_eq!(refused.json()["code"], "account.own", "{path}: {}", refused.text);
    }
}

#[tokio::test]
async fn an_empty_installation_lets_nobody_in() {
    let test = Test::start(false).await;
    let body =
        |login: &str, password: &str| json!({ "login": login, "password": password }).to_string();
    for login in ["admin", "administrator", "root", "test", "guest", "user", "onewindow", CHEN] {
        for password in ["", "admin", "password", "123456", "12345678", "onewindow", "changeme"] {
            let answer = test.json("/api/v1/session", &body(login, password)).await;
            assert!(matches!(answer.status.as_u16(), 422 | 429), "{login} {password}");
        }
        test.clock.advance(SignedDuration::from_mins(11));
    }
    // A city's people come without passwords of their own outside the demonstration.
    test.seed().await;
    test.clock.advance(SignedDuration::from_mins(11));
    for login in [CHEN, "clerk-gong", "administrator-qin"] {
        for password in ["", "onewindow", login] {
            let answer = test.json("/api/v1/session", &body(login, password)).await;
            assert_eq!(answer.status, 422, "{login} {password}: {}", answer.text);
        }
    }
}

impl Test {
    /// The titles of what somebody was told.
    async fn told_of(&self, whose: AccountId) -> Vec<String> {
        self.house.ledger.settle().await.unwrap();
        let all = notify::Messages::new(self.house.ledger.clone());
        let all = all.list(whose.subject(), None, 50).await.unwrap();
        all.into_iter().map(|it| it.title.en).collect()
    }
}
