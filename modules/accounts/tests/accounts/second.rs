//! The second step, confirmed acts of power, sessions, and tries that strangers cannot use up.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use jiff::SignedDuration;
use testkit::house::{Answer, asking};

use crate::house::Test;

const CHEN: &str = "710000198804161226";
const LIU: &str = "71000019490511026X";
const CLERK: &str = "login=clerk-gong&password=onewindow&back=";
const SECOND: &str = "/staff/sign-in/second";

fn citizen(login: &str, password: &str) -> String {
    format!("login={login}&password={password}&back=")
}

/// Everything a browser keeps after an answer.
fn cookies(answer: &Answer) -> String {
    let set = answer.headers.get_all("set-cookie").iter().filter_map(|it| it.to_str().ok());
    let pairs: Vec<&str> = set.filter_map(|it| it.split(';').next()).collect();
    pairs.join("; ")
}

impl Test {
    /// The first step of the clerk: the cookie of what is begun, and the code that is shown.
    async fn begins(&self) -> (String, String) {
        let first = self.submit("/staff/sign-in", "", CLERK).await;
        assert_eq!((first.status.as_u16(), first.location()), (303, SECOND), "{}", first.text);
        let page = self.get(SECOND, &first.cookie()).await;
        (first.cookie(), testkit::demo_code(&page.text).unwrap_or_default())
    }

    async fn types_code(&self, flow: &str, code: &str) -> Answer {
        self.fill(SECOND, SECOND, flow, &format!("code={code}")).await
    }

    /// Somebody at this address tries a password.
    async fn tries_from(&self, address: &str, login: &str, password: &str) -> Answer {
        let page = self.get("/en/sign-in", "").await;
        let fields = format!("_csrf={}&{}", page.hidden("_csrf"), citizen(login, password));
        let peer: SocketAddr = format!("{address}:40000").parse().expect("an address");
        let request = asking(axum::http::Method::POST, "/en/sign-in", "")
            .extension(ConnectInfo(peer))
            .header("content-type", "application/x-www-form-urlencoded");
        self.send(request, fields).await
    }

    /// Wishes for e-mails, which is an act to confirm.
    async fn asks_for_emails(&self, cookie: &str) -> Answer {
        let page = self.get("/en/my/email", cookie).await;
        let fields = format!("_csrf={}&email=a%40example.cn&lang=en", page.hidden("_csrf"));
        self.post("/en/my/email", cookie, fields).await
    }

    async fn signs_in(&self, login: &str) -> Answer {
        self.submit("/en/sign-in", "", &citizen(login, "onewindow")).await
    }
}

/// What the form carries that signs out everywhere else: the last one of those that end sessions.
fn last_form(page: &str) -> String {
    let form = page.rsplit(r#"action="/en/my/security/end""#).next().expect("a form");
    let form = form.split("</form>").next().unwrap_or_default();
    let inputs = form.split(r#"<input type="hidden" name=""#).skip(1);
    let pair = |it: &str| {
        let (name, rest) = it.split_once(r#"" value=""#).expect("a value");
        format!("{name}={}", rest.split('"').next().unwrap_or_default())
    };
    inputs.map(pair).collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn no_page_of_the_desk_before_the_code_and_no_code_counts_twice() {
    let test = Test::demo().await;
    let (flow, code) = test.begins().await;
    let early = test.get("/staff/me", &flow).await;
    assert!(early.location().starts_with("/staff/sign-in"), "{}", early.text);
    assert_eq!(test.types_code(&flow, "000000").await.status, 422);
    let done = test.types_code(&flow, &code).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/staff/"), "{}", done.text);
    assert_eq!(test.get("/staff/me", &done.cookie()).await.status, 200);
    let (again, next) = test.begins().await;
    assert_ne!(next, code, "the demonstration shows the next one");
    let replayed = test.types_code(&again, &code).await;
    assert_eq!(replayed.status, 422, "used once");
    test.replay_agrees().await;
}

#[tokio::test]
async fn the_same_code_at_the_same_moment_lets_one_in() {
    let test = Test::demo().await;
    let ((one, code), (other, _)) = (test.begins().await, test.begins().await);
    let (first, second) =
        tokio::join!(test.types_code(&one, &code), test.types_code(&other, &code));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
}

#[tokio::test]
async fn ten_wrong_codes_or_ten_minutes_end_what_was_begun() {
    let test = Test::demo().await;
    let (flow, code) = test.begins().await;
    for _ in 0..10 {
        assert_eq!(test.types_code(&flow, "000000").await.status, 422);
    }
    let page = test.get("/staff/sign-in", "").await;
    let fields = format!("_csrf={}&code={code}", page.hidden("_csrf"));
    let over = test.post(SECOND, &flow, fields).await;
    assert_eq!(over.location(), "/staff/sign-in?over=1", "the eleventh, although it is right");
    let (late, _) = test.begins().await;
    test.clock.advance(SignedDuration::from_secs(601));
    assert_eq!(test.get(SECOND, &late).await.location(), "/staff/sign-in");
}

#[tokio::test]
async fn a_code_of_one_thing_says_nothing_to_another() {
    let test = Test::demo().await;
    let (flow, code) = test.begins().await;
    let page = test.get(SECOND, &flow).await;
    let fields = format!("_csrf={}&code={code}", page.hidden("_csrf"));
    let other = test.post("/staff/sign-in/enrol", &flow, fields).await;
    assert_eq!(other.location(), "/staff/sign-in?over=1", "it sets up no other app");
}

#[tokio::test]
async fn abuse_6_known_and_unknown_accounts_are_answered_alike() {
    let test = Test::demo().await;
    let unknown = "71000019900101004X";
    let plain = |answer: &Answer, login: &str| {
        let key = answer.hidden("_key");
        answer.text.replace(login, "LOGIN").replace(&key, "KEY")
    };
    for _ in 0..2 {
        let known = test.submit("/en/sign-in", "", &citizen(CHEN, "wrong")).await;
        let nobody = test.submit("/en/sign-in", "", &citizen(unknown, "wrong")).await;
        assert_eq!((known.status.as_u16(), nobody.status.as_u16()), (422, 422));
        // The page lists the demonstration's own people; the rest is the same to the letter.
        let form = |text: String| text.split_once("</form>").expect("a form").0.to_owned();
        assert_eq!(form(plain(&known, CHEN)), form(plain(&nobody, unknown)));
    }
}

#[tokio::test]
async fn abuse_7_a_flood_of_wrong_passwords_reaches_little_and_locks_nobody_out() {
    let test = Test::demo().await;
    let own = cookies(&test.signs_in(CHEN).await);
    let device = own.split("; ").find(|it| it.contains("device")).expect("it is remembered");
    let mut reached = 0;
    for number in 0..60 {
        let answer = test.tries_from(&format!("203.0.113.{number}"), CHEN, "wrong").await;
        assert!(matches!(answer.status.as_u16(), 422 | 429), "{}", answer.status);
        reached += usize::from(answer.status == 422);
    }
    assert_eq!(reached, 5, "in a minute, from however many addresses");
    let stranger = test.tries_from("203.0.113.200", CHEN, "onewindow").await;
    assert_eq!(stranger.status, 429);
    let owner = test.submit("/en/sign-in", device, &citizen(CHEN, "onewindow")).await;
    assert_eq!(owner.status, 303, "who has signed in here before is not held up");
    test.clock.advance(SignedDuration::from_secs(61));
    assert_eq!(test.tries_from("203.0.113.201", CHEN, "onewindow").await.status, 303);
}

#[tokio::test]
async fn abuse_8_an_old_session_id_is_dead_and_a_confirmation_is_for_one_act_only() {
    let test = Test::strict().await;
    let first = test.signs_in(CHEN).await.cookie();
    let page = test.get("/en/sign-in", &first).await;
    let fields = format!("_csrf={}&{}", page.hidden("_csrf"), citizen(CHEN, "onewindow"));
    let second = test.post("/en/sign-in", &first, fields).await.cookie();
    assert_eq!(test.get("/en/my/security", &first).await.status, 303, "fixed before the sign-in");

    let asked = test.get("/en/my/security/code", &second).await;
    assert!(asked.location().contains("/my/step-up?for=accounts.change_factors"), "{asked:?}");
    let at = asked.location().to_owned();
    let wrong = test.confirms(&at, &second, "nothing").await;
    assert_eq!(wrong.status, 422);
    let done = test.confirms(&at, &second, "onewindow").await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/en/my/security/code"));
    let third = done.cookie();
    assert_eq!(test.get("/en/my/security", &second).await.status, 303, "the id before is dead");
    assert_eq!(test.get("/en/my/security/code", &third).await.status, 200);
    let other = test.asks_for_emails(&third).await;
    assert!(other.location().contains("for=accounts.change_contact"), "{other:?}");
    test.clock.advance(SignedDuration::from_secs(121));
    let late = test.get("/en/my/security/code", &third).await;
    assert!(late.location().contains("step-up"), "two minutes later it is asked again");
}

#[tokio::test]
async fn what_was_typed_is_not_lost_on_the_way() {
    let test = Test::strict().await;
    let chen = test.signs_in(CHEN).await.cookie();
    let asked = test.asks_for_emails(&chen).await;
    let at = asked.location().to_owned();
    assert!(at.contains("_stash="), "{at}");
    let page = test.get(&at, &chen).await;
    let stash = page.hidden("_stash");
    let fields = format!("_csrf={}&_stash={stash}&password=onewindow", page.hidden("_csrf"));
    let done = test.post("/en/my/step-up", &chen, fields.clone()).await;
    assert_eq!((done.status.as_u16(), done.location()), (307, "/en/my/email"));
    // The browser sends the same form there; what was stashed takes its place.
    let sent = test.post("/en/my/email", &done.cookie(), fields).await;
    // This house sends no e-mails; an address that was lost would be asked for instead.
    assert_eq!(sent.status, 422, "{}", sent.text);
    assert!(!sent.text.contains("Enter an e-mail address"), "{}", sent.text);
}

#[tokio::test]
async fn sessions_rest_and_last_only_so_long_and_are_seen_and_ended() {
    let test = Test::demo().await;
    let phone = test.signs_in(CHEN).await.cookie();
    let desk = test.signs_in(CHEN).await.cookie();
    let page = test.get("/en/my/security", &desk).await;
    assert_eq!(page.text.matches(r#"action="/en/my/security/end""#).count(), 2, "{}", page.text);
    let bare = format!("_csrf={}&session=others", page.hidden("_csrf"));
    let blind = test.post("/en/my/security/end", &desk, bare).await;
    assert_eq!(blind.status, 409, "nothing was shown");
    // Somebody signs in while the page stands open: it is not ended unseen.
    let others = last_form(&page.text);
    let tablet = test.signs_in(CHEN).await.cookie();
    let stale = test.post("/en/my/security/end", &desk, others).await;
    assert_eq!(stale.status, 409, "{}", stale.text);
    assert_eq!(test.get("/en/my/security", &tablet).await.status, 200);
    let gone = test.post("/en/my/security/end", &desk, last_form(&stale.text)).await;
    assert_eq!(gone.status, 303, "{}", gone.text);
    assert_eq!(test.get("/en/my/security", &tablet).await.status, 303);
    assert_eq!(test.get("/en/my/security", &phone).await.status, 303, "ended from the desk");
    assert_eq!(test.get("/en/my/security", &desk).await.status, 200);
    test.clock.advance(SignedDuration::from_secs(3601));
    assert_eq!(test.get("/en/my/security", &desk).await.status, 303, "an hour of rest");

    let busy = test.signs_in(CHEN).await.cookie();
    for _ in 0..48 {
        test.clock.advance(SignedDuration::from_mins(30));
        test.get("/en/my/security", &busy).await;
    }
    test.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(test.get("/en/my/security", &busy).await.status, 303, "a day in all");
}

#[tokio::test]
async fn a_staff_session_ends_after_a_quarter_of_an_hour_of_rest() {
    let test = Test::demo().await;
    let (flow, code) = test.begins().await;
    let clerk = test.types_code(&flow, &code).await.cookie();
    test.clock.advance(SignedDuration::from_mins(15));
    assert_eq!(test.get("/staff/me", &clerk).await.status, 200);
    test.clock.advance(SignedDuration::from_secs(901));
    assert_eq!(test.get("/staff/me", &clerk).await.status, 303);
}

#[tokio::test]
async fn a_password_is_changed_with_the_present_one_and_ends_the_other_sessions() {
    let test = Test::demo().await;
    let (phone, desk) = (test.signs_in(LIU).await.cookie(), test.signs_in(LIU).await.cookie());
    let path = "/en/my/security/password";
    let change = async |present: &str, new: &str| {
        test.submit(path, &desk, &format!("present={present}&new={new}")).await
    };
    let good = "spring-in-the-hills";
    assert!(change("wrong", good).await.text.contains("The present password is wrong"));
    for (weak, why) in [
        ("short", "too short"),
        ("woaini1314", "Many people use"),
        (LIU, "your own name or numbers"),
    ] {
        let refused = change("onewindow", weak).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text.contains(why), "{weak}: {}", refused.text);
    }
    let done = change("onewindow", good).await;
    assert_eq!(done.location(), "/en/my/security?done=password", "{}", done.text);
    assert_eq!(test.get("/en/my/security", &phone).await.status, 303);
    assert_eq!(test.get("/en/my/security", &desk).await.status, 200);
    assert_eq!(test.signs_in(LIU).await.status, 422, "the former one");
    let new = test.submit("/en/sign-in", "", &citizen(LIU, good)).await;
    assert_eq!(new.status, 303);
}

#[tokio::test]
async fn a_citizen_who_begins_with_an_app_is_asked_for_nothing_before_its_first_code() {
    let test = Test::demo().await;
    let chen = test.signs_in(CHEN).await.cookie();
    let page = test.get("/en/my/security/code", &chen).await;
    let text = page.text.split(r#"class="code">"#).nth(1).expect("the secret").to_owned();
    let secret: String = text.split('<').next().unwrap_or_default().replace(' ', "");
    assert_eq!(secret.len(), 32, "{secret}");
    let made = test.sends("/en/my/security/codes", "/en/my/security/codes", &chen, "").await;
    assert_eq!(made.location(), "/en/my/security", "nothing to stand in for yet");
    let wrong = format!("_csrf={}&code=000000", page.hidden("_csrf"));
    assert_eq!(test.post("/en/my/security/code", &chen, wrong).await.status, 422);
    let only = test.signs_in(CHEN).await;
    assert_eq!(only.location(), "/en/my/", "without a factor the password is enough");
}
