//! A forgotten password: the same words for everybody, a code, a time in which it can be prevented,
//! and nothing else than the password is new afterwards.

use accounts_domain::People;
use jiff::SignedDuration;
use kernel::{
    Actor, Clock as _,
    id::{AccountId, SubjectId},
};
use notify::Messages;
use testkit::{MailServer, house::Answer, on_both};

use crate::{house::Test, totp};

const CHEN: &str = "710000198804161226";
const LIU: &str = "71000019490511026X";
const NOBODY: &str = "71000019900101004X";
const PAGE: &str = "/en/sign-in/forgotten";
const CODE: &str = "/en/sign-in/forgotten/code";
const NEW: &str = "/en/sign-in/forgotten/password";
const GOOD: &str = "spring-in-the-hills";

/// The last run of eight digits in a text.
fn digits(text: &str) -> String {
    let mut runs = text.split(|it: char| !it.is_ascii_digit());
    runs.rfind(|it| it.len() == 8).expect("a code").to_owned()
}

impl Test {
    async fn signs_in_with(&self, login: &str, password: &str) -> Answer {
        let fields = format!("login={login}&password={password}&back=");
        self.submit("/en/sign-in", "", &fields).await
    }

    /// Somebody asks for a code; answers the cookie of what is begun.
    async fn forgets(&self, login: &str) -> String {
        let asked = self.submit(PAGE, "", &format!("login={login}")).await;
        assert_eq!((asked.status.as_u16(), asked.location()), (303, CODE), "{}", asked.text);
        self.work().await;
        asked.cookie()
    }

    async fn types_recovery_code(&self, flow: &str, code: &str) -> Answer {
        self.submit(CODE, flow, &format!("code={code}")).await
    }

    /// An address is confirmed for somebody who has signed in.
    async fn confirms_address(&self, cookie: &str, server: &MailServer, email: &str) {
        let fields = format!("email={}&lang=en", email.replace('@', "%40"));
        self.submit("/en/my/email", cookie, &fields).await;
        let letter = server.letters().pop().unwrap();
        let mut runs = letter.text.split(|it: char| !it.is_ascii_digit());
        let code = runs.find(|it| it.len() == 6).unwrap().to_owned();
        let to = "/en/my/email/confirm";
        let done = self.fill("/en/my/email", to, cookie, &format!("code={code}")).await;
        assert_eq!(done.location(), "/en/my/email?done=confirmed", "{}", done.text);
    }

    /// An authenticator app is set up; answers its secret.
    async fn sets_code_up(&self, cookie: &str) -> String {
        let page = self.get("/en/my/security/code", cookie).await;
        let text = page.text.split(r#"class="code">"#).nth(1).unwrap();
        let secret = text.split('<').next().unwrap().replace(' ', "");
        let code = totp::code(&secret, self.clock.now());
        let fields = format!("_csrf={}&code={code}", page.hidden("_csrf"));
        let done = self.post("/en/my/security/code", cookie, fields).await;
        assert_eq!(done.location(), "/en/my/security/codes", "{}", done.text);
        secret
    }

    async fn account_of(&self, number: &str) -> AccountId {
        let people = self.house.ask::<dyn People>().unwrap();
        people.by_id_number(number).await.unwrap().unwrap()
    }

    /// What stands in somebody's box, newest first: title and link.
    async fn told(&self, to: SubjectId) -> Vec<(String, String)> {
        self.house.ledger.settle().await.unwrap();
        let box_of = Messages::new(self.house.ledger.clone());
        let all = box_of.list(to, None, 50).await.unwrap();
        all.into_iter().map(|it| (it.title.en, it.link.unwrap_or_default())).collect()
    }

    /// The way to prevent it that the newest notice brings.
    async fn cancel_link(&self, to: SubjectId) -> String {
        let told = self.told(to).await;
        let notice = told.iter().find(|it| it.0.contains("Somebody wants to set a new password"));
        notice.expect("a notice").1.clone()
    }
}

#[tokio::test]
async fn a_code_and_a_day_later_a_new_password_is_set_and_the_second_step_stays() {
    on_both(|database| async move {
        let server = MailServer::start().await;
        let test = Test::with_mail_on(database, &server).await;
        let chen = test.signs_in_with(CHEN, "onewindow").await.cookie();
        test.confirms_address(&chen, &server, "old@example.cn").await;
        test.confirms_address(&chen, &server, "new@example.cn").await;
        let secret = test.sets_code_up(&chen).await;
        let before = server.letters().len();

        let flow = test.forgets(CHEN).await;
        let letter = server.letters().pop().unwrap();
        assert_eq!((server.letters().len(), letter.to.as_str()), (before + 1, "new@example.cn"));
        assert!(!letter.raw.contains(CHEN) && !letter.raw.contains("陈雨禾"), "{}", letter.raw);
        assert_eq!(test.types_recovery_code(&flow, "00000000").await.status, 422);
        let waits = test.types_recovery_code(&flow, &digits(&letter.text)).await;
        assert!(waits.text.contains("The new password waits"), "{}", waits.text);
        let again = test.post(CODE, &flow, test.form_of(PAGE, &digits(&letter.text)).await).await;
        assert_eq!(again.location(), "/en/sign-in/forgotten?over=1", "a code counts once");
        assert_eq!(test.get(NEW, &flow).await.location(), "/en/sign-in/forgotten?over=1");

        // Everybody concerned is told: the box, and the address that was left.
        let account = test.account_of(CHEN).await;
        assert!(test.cancel_link(account.subject()).await.contains("/cancel?cancel="));
        let warning = server.letters().pop().unwrap();
        assert_eq!(warning.to, "old@example.cn");
        assert!(warning.text.contains("/en/sign-in/forgotten/cancel?cancel="), "{}", warning.text);

        // A second code does not shorten the time.
        test.clock.advance(SignedDuration::from_hours(23));
        let flow = test.forgets(CHEN).await;
        let code = digits(&server.letters().pop().unwrap().text);
        let early = test.types_recovery_code(&flow, &code).await;
        assert!(early.text.contains("The new password waits"), "{}", early.text);

        test.clock.advance(SignedDuration::from_hours(1));
        let session = test.sign_in(Actor::citizen(account)).await;
        let flow = test.forgets(CHEN).await;
        let code = digits(&server.letters().pop().unwrap().text);
        let ready = test.types_recovery_code(&flow, &code).await;
        assert_eq!(ready.location(), NEW, "{}", ready.text);
        let way = ready.cookie();
        let weak = test.submit(NEW, &way, "new=woaini1314").await;
        assert_eq!(weak.status, 422, "{}", weak.text);
        let form = test.get(NEW, &way).await;
        let fields =
            format!("_csrf={}&_key={}&new={GOOD}", form.hidden("_csrf"), form.hidden("_key"));
        let done = test.post(NEW, &way, fields.clone()).await;
        assert_eq!(done.location(), "/en/sign-in?recovered=1", "{}", done.text);
        assert_eq!(test.post(NEW, &way, fields).await.location(), "/en/sign-in/forgotten?over=1");

        // Everything that was open is over; the app is still asked for.
        assert_eq!(test.get("/en/my/security", &session).await.status, 303);
        assert_eq!(test.signs_in_with(CHEN, "onewindow").await.status, 422);
        let first = test.signs_in_with(CHEN, GOOD).await;
        assert_eq!(first.location(), "/en/sign-in/second", "{}", first.text);
        let code = totp::code(&secret, test.clock.now());
        let second = "/en/sign-in/second";
        let entered = test.fill(second, second, &first.cookie(), &format!("code={code}")).await;
        assert_eq!(entered.location(), "/en/my/", "{}", entered.text);
        test.replay_agrees().await;
    })
    .await;
}

#[tokio::test]
async fn its_owner_prevents_it_from_a_notice_or_by_signing_in() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = test.signs_in_with(CHEN, "onewindow").await.cookie();
    test.confirms_address(&chen, &server, "chen@example.cn").await;
    let subject = test.account_of(CHEN).await.subject();
    for by_link in [true, false] {
        test.clock.advance(SignedDuration::from_hours(2));
        let flow = test.forgets(CHEN).await;
        let code = digits(&server.letters().pop().unwrap().text);
        test.types_recovery_code(&flow, &code).await;
        let link = format!("/en{}", test.cancel_link(subject).await);
        if by_link {
            // Opening the link does nothing yet: mail programs open links by themselves.
            let page = test.get(&link, "").await;
            assert!(page.text.contains("Keep the password"), "{}", page.text);
            let told = test.told(subject).await;
            assert!(told.iter().all(|it| !it.0.contains("No new password")), "{told:?}");
            let fields = format!("cancel={}", link.split_once("cancel=").unwrap().1);
            let to = "/en/sign-in/forgotten/cancel";
            let done = test.fill(&link, to, "", &fields).await;
            assert!(done.text.contains("Your password is the same"), "{}", done.text);
            let twice = test.fill(&link, to, "", &fields).await;
            assert!(twice.text.contains("There is nothing to stop"), "{}", twice.text);
        } else {
            assert_eq!(test.signs_in_with(CHEN, "onewindow").await.status, 303);
        }
        let stopped = "No new password is set for your account";
        let told = test.told(subject).await;
        let count = told.iter().filter(|it| it.0 == stopped).count();
        assert_eq!(count, if by_link { 1 } else { 3 }, "{told:?}");
        test.clock.advance(SignedDuration::from_hours(25));
        let flow = test.forgets(CHEN).await;
        let code = digits(&server.letters().pop().unwrap().text);
        let anew = test.types_recovery_code(&flow, &code).await;
        assert!(anew.text.contains("The new password waits"), "it begins anew: {}", anew.text);
        let link = format!("/en{}", test.cancel_link(subject).await);
        let fields = format!("cancel={}", link.split_once("cancel=").unwrap().1);
        test.fill(&link, "/en/sign-in/forgotten/cancel", "", &fields).await;
    }
}

#[tokio::test]
async fn whoever_asks_does_not_learn_whether_there_is_such_an_account() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = test.signs_in_with(CHEN, "onewindow").await.cookie();
    test.confirms_address(&chen, &server, "chen@example.cn").await;
    let before = server.letters().len();
    let plain = |answer: &Answer| {
        let key = answer.hidden("_key");
        (answer.status, answer.text.replace(&key, "KEY"))
    };
    let mut seen = Vec::new();
    // One with an address, one without, nobody, and a member of staff.
    for login in [CHEN, LIU, NOBODY, "clerk-gong"] {
        let flow = test.forgets(login).await;
        let wrong = test.types_recovery_code(&flow, "00000000").await;
        let again = format!(r#"{{"login":"{login}"}}"#);
        let api = test.json("/api/v1/recovery", &again).await;
        seen.push((plain(&wrong), api.status, api.text.len()));
    }
    assert!(seen.iter().all(|it| *it == seen[0]), "{seen:?}");
    let letters = server.letters().split_off(before);
    assert_eq!(letters.len(), 2, "only the one with an address got codes: {letters:?}");
    // The third request from here within an hour is the last, for each of them alike.
    for login in [CHEN, NOBODY] {
        assert_eq!(test.submit(PAGE, "", &format!("login={login}")).await.status, 303);
        assert_eq!(test.submit(PAGE, "", &format!("login={login}")).await.status, 429, "{login}");
    }
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes_or_ten_tries() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = test.signs_in_with(CHEN, "onewindow").await.cookie();
    test.confirms_address(&chen, &server, "chen@example.cn").await;
    let flow = test.forgets(CHEN).await;
    let code = digits(&server.letters().pop().unwrap().text);
    for _ in 0..10 {
        assert_eq!(test.types_recovery_code(&flow, "00000000").await.status, 422);
    }
    let spent = test.post(CODE, &flow, test.form_of(PAGE, &code).await).await;
    assert_eq!(spent.location(), "/en/sign-in/forgotten?over=1", "the eleventh, although right");
    let flow = test.forgets(CHEN).await;
    let code = digits(&server.letters().pop().unwrap().text);
    test.clock.advance(SignedDuration::from_secs(601));
    let late = test.post(CODE, &flow, test.form_of(PAGE, &code).await).await;
    assert_eq!(late.location(), "/en/sign-in/forgotten?over=1", "{}", late.text);
}

#[tokio::test]
async fn machines_go_the_same_way() {
    let server = MailServer::start().await;
    let test = Test::with_mail(&server).await;
    let chen = test.signs_in_with(CHEN, "onewindow").await.cookie();
    test.confirms_address(&chen, &server, "chen@example.cn").await;
    let mut answers = Vec::new();
    for hours in [0, 24] {
        test.clock.advance(SignedDuration::from_hours(hours));
        let asked = test.json("/api/v1/recovery", &format!(r#"{{"login":"{CHEN}"}}"#)).await;
        let flow = asked.json()["flow"].as_str().unwrap().to_owned();
        test.work().await;
        let code = digits(&server.letters().pop().unwrap().text);
        let body = format!(r#"{{"flow":"{flow}","code":"{code}"}}"#);
        answers.push(test.json("/api/v1/recovery/code", &body).await.json());
        let used = test.json("/api/v1/recovery/code", &body).await;
        assert_eq!(used.json()["code"], "recovery.over", "{}", used.text);
    }
    assert!(answers[0]["ready_at"].is_string() && answers[0].get("flow").is_none(), "{answers:?}");
    let body = format!(r#"{{"flow":{},"new":"{GOOD}"}}"#, answers[1]["flow"]);
    assert_eq!(test.json("/api/v1/recovery/password", &body).await.status, 204);
    assert_eq!(test.signs_in_with(CHEN, GOOD).await.status, 303);
    let nothing = test.json("/api/v1/recovery/cancel", r#"{"cancel":"x"}"#).await;
    assert_eq!(nothing.status, 404);
}

impl Test {
    /// The fields of a form with a code, with the token of a page.
    async fn form_of(&self, page: &str, code: &str) -> String {
        format!("_csrf={}&code={code}", self.get(page, "").await.hidden("_csrf"))
    }
}
