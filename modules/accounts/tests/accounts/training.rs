//! Whoever decides or administers works only with training that somebody else recorded and that
//! counts today.

use accounts_domain::{People, Staff};
use jiff::SignedDuration;
use kernel::{Role, id::AccountId};
use serde_json::{Value, json};
use testkit::{house::Answer, on_both};

use crate::house::Test;

const CENTRE: &str = "government-services";
const MARKET: &str = "market-regulation";
const JIANG: &str = "approver-jiang";
const LAI: &str = "administrator-lai";
const QIN: &str = "administrator-qin";
const SENSITIVE: [Role; 2] = [Role::Administrator, Role::Approver];

impl Test {
    async fn called(&self, office: &str, role: Role, name: &str) -> AccountId {
        let staff = self.house.ask::<dyn Staff>().unwrap();
        let people = self.house.ask::<dyn People>().unwrap();
        for account in staff.staff_of(office, role).await.unwrap() {
            if people.staff_name(account).await.unwrap().as_deref() == Some(name) {
                return account;
            }
        }
        panic!("{name} is gone");
    }

    /// Password and code, whatever comes of them.
    async fn comes_to_work(&self, login: &str) -> Answer {
        // Nobody signs in twice with the same code.
        self.clock.advance(SignedDuration::from_secs(60));
        let fields = format!("login={login}&password=onewindow&back=");
        let begun = self.submit("/staff/sign-in", "", &fields).await.cookie();
        let page = "/staff/sign-in/second";
        let code = testkit::demo_code(&self.get(page, &begun).await.text).expect("a code");
        self.fill(page, page, &begun, &format!("code={code}")).await
    }

    async fn records(&self, by: &str, whose: AccountId, until: &str, result: &str) -> Answer {
        let body = json!({
            "course": "信息安全和保密培训", "held_on": "2026-01-15", "valid_until": until,
            "result": result,
        });
        let path = format!("/api/v1/staff/{whose}/training");
        self.post_json(&path, by, body.to_string()).await
    }

    async fn on_record(&self, by: &str, whose: AccountId) -> Value {
        self.get(&format!("/api/v1/staff/{whose}/training"), by).await.json()
    }

    /// The titles of what somebody was told.
    async fn heard(&self, whose: AccountId) -> Vec<String> {
        self.house.ledger.settle().await.unwrap();
        let all = notify::Messages::new(self.house.ledger.clone());
        let all = all.list(whose.subject(), None, 50).await.unwrap();
        all.into_iter().map(|it| it.title.en).collect()
    }
}

fn is_refused(answer: &Answer) -> bool {
    answer.status == 422 && answer.text.contains("data-code=\"training.missing\"")
}

#[tokio::test]
async fn who_decides_works_only_with_training_that_somebody_else_recorded() {
    on_both(|database| async move {
        let test = Test::trained(database, SENSITIVE.to_vec()).await;
        let jiang = test.called(MARKET, Role::Approver, "蒋立衡").await;
        let refused = test.comes_to_work(JIANG).await;
        assert!(is_refused(&refused), "{}: {}", refused.status, refused.text);
        assert!(refused.text.contains("政务服务"), "whom to ask: {}", refused.text);
        let body = json!({ "login": JIANG, "password": "onewindow" });
        test.clock.advance(SignedDuration::from_secs(60));
        let asked = test.json("/api/v1/session", &body.to_string()).await;
        let detail = asked.json()["detail"].as_str().unwrap_or_default().to_owned();
        let code: String = detail.chars().filter(char::is_ascii_digit).collect();
        let body = json!({ "login": JIANG, "password": "onewindow", "code": code });
        let machine = test.json("/api/v1/session", &body.to_string()).await;
        assert_eq!(machine.json()["code"], "training.missing", "{}", machine.text);
        let clerk = test.comes_to_work("clerk-gong").await;
        assert_eq!(clerk.status, 303, "who has no sensitive role is not asked");

        // Nobody has a record yet: an administrator may begin.
        let lai = test.comes_to_work(LAI).await.cookie();
        assert_eq!(test.records(&lai, jiang, "2026-06-30", "failed").await.status, 204);
        assert!(is_refused(&test.comes_to_work(JIANG).await), "not passed");
        assert_eq!(test.records(&lai, jiang, "2026-02-01", "passed").await.status, 204);
        assert!(is_refused(&test.comes_to_work(JIANG).await), "over");
        assert_eq!(test.records(&lai, jiang, "2026-06-30", "passed").await.status, 204);
        let entered = test.comes_to_work(JIANG).await;
        assert_eq!(entered.status, 303, "{}", entered.text);
        assert_eq!(test.get("/staff/me", &entered.cookie()).await.status, 200);
        let list = test.on_record(&lai, jiang).await;
        assert_eq!(list["is_valid"], true, "{list}");
        assert_eq!(list["records"].as_array().map(Vec::len), Some(3));
        assert!(test.heard(jiang).await.contains(&"Your training was recorded".to_owned()));

        // A record that is taken back counts no more, at once.
        let back = format!("/api/v1/staff/{jiang}/training/3/withdraw");
        let reason = json!({ "reason": "记错了人" }).to_string();
        assert_eq!(test.post_json(&back, &lai, reason).await.status, 204);
        assert_eq!(test.get("/staff/me", &entered.cookie()).await.status, 303, "the session ends");
        assert!(is_refused(&test.comes_to_work(JIANG).await));
        test.replay_agrees().await;
    })
    .await;
}

#[tokio::test]
async fn administrators_record_one_another_and_nobody_themselves() {
    let test = Test::trained(testkit::Database::sqlite(), SENSITIVE.to_vec()).await;
    let one = test.called(CENTRE, Role::Administrator, "赖执衡").await;
    let two = test.called(CENTRE, Role::Administrator, "秦维序").await;
    let lai = test.comes_to_work(LAI).await.cookie();
    let own = test.records(&lai, one, "2026-12-31", "passed").await;
    assert_eq!(own.json()["code"], "training.own", "{}", own.text);
    assert_eq!(test.records(&lai, two, "2026-12-31", "passed").await.status, 204);
    // Somebody has a record now, who records the others: who has none waits for them.
    assert_eq!(test.get("/staff/me", &lai).await.status, 303, "the beginning is over");
    assert!(is_refused(&test.comes_to_work(LAI).await));
    let qin = test.comes_to_work(QIN).await.cookie();
    assert_eq!(test.records(&qin, one, "2026-12-31", "passed").await.status, 204);
    assert_eq!(test.comes_to_work(LAI).await.status, 303);
    for role in [Role::Clerk, Role::Supervisor] {
        let actor = kernel::Actor::staff(role, two, CENTRE).within("980100000000");
        let other = test.sign_in(actor).await;
        let answer = test.records(&other, one, "2026-12-31", "passed").await;
        assert!(matches!(answer.status.as_u16(), 401 | 403), "{role:?}: {}", answer.status);
    }
}

#[tokio::test]
async fn the_page_takes_a_record_and_says_what_is_wrong() {
    let test = Test::trained(testkit::Database::sqlite(), vec![Role::Approver]).await;
    let jiang = test.called(MARKET, Role::Approver, "蒋立衡").await;
    let lai = test.comes_to_work(LAI).await.cookie();
    let path = format!("/staff/admin/staff/{jiang}/training");
    let sends = async |fields: &str| {
        let page = test.get(&path, &lai).await;
        let hidden = ["_csrf", "_key", "_shown"].map(|it| format!("{it}={}", page.hidden(it)));
        test.post(&path, &lai, format!("{}&{fields}", hidden.join("&"))).await
    };
    let empty = sends("course=&result=").await;
    assert_eq!(empty.status, 422);
    assert!(empty.text.contains("href=\"#course\"") && empty.text.contains("href=\"#result-1\""));
    let to_come = sends("course=x&held_on=2030-01-01&valid_until=2031-01-01&result=passed").await;
    assert_eq!(to_come.status, 422, "an examination that is to come");
    let good = "course=Security&held_on=2026-01-15&valid_until=2026-12-31&result=passed";
    let bare = test.get(&path, &lai).await;
    let unseen = format!("_csrf={}&{good}", bare.hidden("_csrf"));
    assert_eq!(test.post(&path, &lai, unseen).await.status, 409, "what was shown is what is done");
    assert_eq!(sends(good).await.location(), path);
    assert_eq!(test.comes_to_work(JIANG).await.status, 303);
    let silent = sends("number=1&reason=").await;
    assert_eq!(silent.status, 422, "a reason is asked for");
    assert_eq!(sends("number=1&reason=mistake").await.location(), path);
    assert!(is_refused(&test.comes_to_work(JIANG).await));
}

#[tokio::test]
async fn people_are_told_thirty_days_before_and_a_session_ends_with_the_day() {
    let test = Test::trained(testkit::Database::sqlite(), vec![Role::Approver]).await;
    let jiang = test.called(MARKET, Role::Approver, "蒋立衡").await;
    let lai = test.comes_to_work(LAI).await.cookie();
    assert_eq!(test.records(&lai, jiang, "2026-06-30", "passed").await.status, 204);
    let ends = "Your training ends soon".to_owned();
    test.clock.move_to("2026-05-30T09:00:00+08:00");
    test.work().await;
    assert!(!test.heard(jiang).await.contains(&ends), "31 days before");
    test.clock.move_to("2026-05-31T09:00:00+08:00");
    for _twice in 0..2 {
        test.work().await;
        let told = test.heard(jiang).await;
        assert_eq!(told.iter().filter(|it| **it == ends).count(), 1, "{told:?}");
    }
    test.clock.move_to("2026-06-30T23:50:00+08:00");
    let cookie = test.comes_to_work(JIANG).await.cookie();
    assert_eq!(test.get("/staff/me", &cookie).await.status, 200, "the last day counts");
    test.clock.move_to("2026-07-01T00:00:30+08:00");
    assert_eq!(test.get("/staff/me", &cookie).await.status, 303, "and no longer");
    assert!(is_refused(&test.comes_to_work(JIANG).await));
    test.replay_agrees().await;
}
