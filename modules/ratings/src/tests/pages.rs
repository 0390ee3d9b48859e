//! The pages, in all languages, as different people see them.

use super::*;

const LANGUAGES: [&str; 3] = ["zh-hans", "zh-hant", "en"];

/// A key that has no words shows itself.
fn has_all_words(page: &str) {
    for part in page.split("ratings-").skip(1) {
        let is_key = part.starts_with(|c: char| c.is_ascii_lowercase());
        assert!(!is_key, "a key without words: ratings-{}", &part[..part.len().min(40)]);
    }
}

#[tokio::test]
async fn the_form_has_five_radios_and_none_is_chosen() {
    let world = World::new().await;
    let cookie = world.opened("RC-01").await;
    for lang in LANGUAGES {
        let (status, page) = world.get(&format!("/{lang}/rate/RC-01"), Some(&cookie)).await;
        assert_eq!(status, 200);
        has_all_words(&page);
        assert_eq!(page.matches("type=\"radio\" id=\"grade-").count(), 5, "{page}");
        assert!(!page.contains("checked"), "{page}");
    }
}

#[tokio::test]
async fn who_has_no_code_is_asked_for_it() {
    let world = World::new().await;
    for lang in LANGUAGES {
        // A case that does not exist answers as one whose code is wrong.
        for reference in ["RC-01", "RC-none"] {
            let path = format!("/{lang}/rate/{reference}");
            let (status, page) = world.get(&path, None).await;
            assert_eq!(status, 200, "{path}");
            assert!(!page.contains("食品经营许可"), "{path}");
            has_all_words(&page);
            let to = format!("{path}/code");
            let (status, page, _) = world.post(&path, &to, "", "code=999999").await;
            assert_eq!(status, 422, "{path}");
            assert!(!page.contains("食品经营许可"), "{path}");
            has_all_words(&page);
        }
    }
    let early = format!("RC-{EARLY:02x}");
    let cookie = world.opened(&early).await;
    let page = world.get(&format!("/en/rate/{early}"), Some(&cookie)).await.1;
    assert!(page.contains("Not concluded yet"));
}

#[tokio::test]
async fn an_address_with_the_code_opens_nothing_and_what_was_opened_is_one_case_for_a_while() {
    let world = World::new().await;
    let old = format!("/en/rate/RC-01?code={CODE}");
    let answer = world.home.get(&old, "").await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/en/rate/RC-01"));
    let cookie = world.opened("RC-01").await;
    let asks = |page: &str| page.contains("name=\"code\"");
    let (_, open) = world.get("/en/rate/RC-01", Some(&cookie)).await;
    assert!(!asks(&open), "{open}");
    let (_, other) = world.get("/en/rate/RC-02", Some(&cookie)).await;
    assert!(asks(&other), "{other}");
    let forged = cookie.replace('.', "x");
    assert!(asks(&world.get("/en/rate/RC-01", Some(&forged)).await.1));
    world.clock.advance(jiff::SignedDuration::from_mins(31));
    let (_, later) = world.get("/en/rate/RC-01", Some(&cookie)).await;
    assert!(asks(&later), "half an hour is over: {later}");
}

#[tokio::test]
async fn what_was_typed_is_not_lost_when_the_code_is_asked_for_again() {
    let world = World::new().await;
    let (cookie, to) = (world.opened("RC-01").await, "/en/rate/RC-01");
    let fields = "grade=4&problems=slow&comment=too+slow";
    // The cookie is over when the form is sent.
    let carried = world.home.get(&format!("{to}?via=qr"), &cookie).await.carried(to);
    let (status, page, _) = world.send(to, "", &carried, fields).await;
    assert_eq!(status, 200);
    assert!(page.contains("name=\"code\"") && page.contains("value=\"too slow\""), "{page}");
    let again = format!("via=qr&{fields}&code={CODE}");
    let (status, page, _) = world.post(to, "/en/rate/RC-01/code", "", &again).await;
    assert_eq!(status, 200);
    assert!(page.contains("too slow"), "{page}");
    assert_eq!(page.matches(" checked").count(), 2, "the grade and the tag: {page}");
}

#[tokio::test]
async fn every_grade_can_be_sent_by_the_page_and_is_shown_afterwards() {
    let world = World::new().await;
    for (number, grade) in (1..=5).zip(Grade::ALL) {
        let to = format!("/en/rate/RC-{number:02x}");
        let cookie = world.opened(&format!("RC-{number:02x}")).await;
        let form = format!("{to}?via=qr");
        let tags = "praise=fast&problems=slow&problems=hard";
        let fields = format!("grade={}&{tags}&comment=x", grade.number());
        // Another window with the same form.
        let other = world.home.get(&form, &cookie).await.carried(&to);
        let (status, page, location) = world.post(&form, &to, &cookie, &fields).await;
        assert_eq!(status, 303, "{page}");
        let (status, thanks) = world.get(&location, Some(&cookie)).await;
        assert_eq!(status, 200);
        assert!(thanks.contains("Thank you"), "{thanks}");
        assert_eq!(thanks.contains("will be put right"), grade.is_bad());
        assert_eq!(thanks.contains("It was quick"), number <= 2, "only tags that go with it");
        let (status, _, location) = world.send(&to, &cookie, &other, &fields).await;
        assert_eq!(status, 303, "a second rating leads to the first");
        let (_, given) = world.get(&location, Some(&cookie)).await;
        assert!(given.contains("This case has been rated"), "{given}");
        has_all_words(&given);
    }
}

#[tokio::test]
async fn nothing_chosen_or_too_much_said_keeps_what_was_typed() {
    let world = World::new().await;
    let (cookie, to) = (world.opened("RC-01").await, "/en/rate/RC-01");
    let fields = "grade=&problems=slow&comment=too+slow";
    let (status, page, _) = world.post(to, to, &cookie, fields).await;
    assert_eq!(status, 422);
    assert!(page.contains("too slow") && page.contains("Choose one of the ratings"));
    assert_eq!(page.matches(" checked").count(), 1, "the tag, and no grade");
    let long = format!("grade=5&comment={}", "x".repeat(501));
    let (status, page, _) = world.post(to, to, &cookie, &long).await;
    assert_eq!(status, 422);
    assert!(page.contains("at most 500 characters"));
    has_all_words(&page);
}

#[tokio::test]
async fn no_case_is_rated_but_the_one_that_was_shown() {
    let world = World::new().await;
    let other = world.home.get("/en/rate/RC-02", &world.opened("RC-02").await).await;
    let (cookie, to) = (world.opened("RC-01").await, "/en/rate/RC-01");
    let carried = other.carried("/en/rate/RC-02");
    let (status, page, _) = world.send(to, &cookie, &carried, "grade=5&comment=too+slow").await;
    assert_eq!(status, 409, "{page}");
    assert!(page.contains("too slow") && page.contains("RC-01"), "nothing is lost: {page}");
    let (_, form) = world.get(to, Some(&cookie)).await;
    assert!(form.contains("type=\"radio\""), "nothing was rated: {form}");
    let bare = format!("_csrf={}&grade=5", other.hidden("_csrf"));
    let (status, page, _) = world.send(to, &cookie, &bare, "comment=x").await;
    assert_eq!(status, 409, "{page}");
    assert!(page.contains("data-code=\"shown.missing\""), "{page}");
}

#[tokio::test]
async fn machines_send_every_grade_on_every_channel() {
    let world = World::new().await;
    let mut number = 0;
    for channel in Channel::ALL {
        for grade in Grade::ALL {
            let body = format!(
                r#"{{"reference":"RC-{number:02x}","code":"{CODE}","grade":{},"channel":"{}"}}"#,
                grade.number(),
                channel.word()
            );
            let (status, text) = world.post_json("/api/v1/ratings", body).await;
            assert_eq!(status, 201, "{text}");
            assert_eq!(text.contains("2026-03-23"), grade.is_bad(), "{text}");
            number += 1;
        }
    }
    let (_, totals) = world.get("/api/v1/ratings/food-business-licence", None).await;
    assert!(totals.contains("\"counts\":[10,10,10,10,10]"), "{totals}");
    assert!(totals.contains("\"average_tenths\":30"), "{totals}");
}

#[tokio::test]
async fn machines_are_told_what_is_wrong() {
    let world = World::new().await;
    for (body, wanted) in [
        (r#"{"reference":"RC-01","code":"012345","grade":0,"channel":"pc"}"#, 422),
        (r#"{"reference":"RC-01","code":"012345","grade":3,"channel":"pigeon"}"#, 422),
        (r#"{"reference":"RC-01","code":"012345","grade":5,"channel":"pc","tags":["fast"]}"#, 422),
        (r#"{"reference":"RC-ee","code":"012345","grade":5,"channel":"pc"}"#, 422),
        (r#"{"reference":"RC-01","code":"999999","grade":5,"channel":"pc"}"#, 404),
        (r#"{"reference":"RC-01","code":"012345","channel":"pc"}"#, 422),
        (r#"{"reference":"RC-01","code":"012345","grade":5}"#, 422),
        (r#"{"code":"012345","grade":5,"channel":"pc"}"#, 422),
        (r#"{"reference":"RC-01","code":"012345","grade":5,"channel":"pc","mark":1}"#, 400),
    ] {
        let (status, text) = world.post_json("/api/v1/ratings", body.to_owned()).await;
        assert_eq!(status, wanted, "{body} {text}");
    }
    for member in ["reference", "grade", "channel"] {
        let all = [("reference", r#""RC-01""#), ("grade", "5"), ("channel", r#""pc""#)];
        let rest = all.iter().filter(|(name, _)| *name != member);
        let rest: Vec<_> = rest.map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
        let (status, text) =
            world.post_json("/api/v1/ratings", format!("{{{}}}", rest.join(","))).await;
        let told: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status, told["code"].as_str()), (422, Some("invalid")), "{text}");
        let error = &told["errors"][0];
        assert_eq!(
            (error["field"].as_str(), error["code"].as_str()),
            (Some(member), Some("required"))
        );
    }
}

#[tokio::test]
async fn the_public_sees_counts_and_averages_from_ten_on() {
    let world = World::new().await;
    let (_, empty) = world.get("/en/ratings/", None).await;
    assert!(empty.contains("No ratings yet"));
    for number in 0..9 {
        world.rate(number, opinion(Grade::VerySatisfied)).await.unwrap();
    }
    let (_, few) = world.get("/en/ratings/", None).await;
    assert!(few.contains("Too few") && !few.contains("100%"), "{few}");
    world.rate(9, opinion(Grade::VeryDissatisfied)).await.unwrap();
    for lang in LANGUAGES {
        let (status, page) = world.get(&format!("/{lang}/ratings/"), None).await;
        assert_eq!(status, 200);
        assert!(page.contains("90%") && page.contains("4.6"), "{page}");
        has_all_words(&page);
    }
}

#[tokio::test]
async fn supervisors_see_what_has_to_be_put_right() {
    let world = World::new().await;
    let token = world.sign_in(supervisor()).await;
    let token = Some(token.as_str());
    let (status, empty) = world.get("/staff/oversight/ratings", token).await;
    assert_eq!(status, 200);
    has_all_words(&empty);
    for number in 0..60 {
        let words = Opinion { comment: "等太久".to_owned(), ..opinion(Grade::Dissatisfied) };
        world.rate(number, words).await.unwrap();
    }
    let (status, first) = world.get("/staff/oversight/ratings", token).await;
    assert_eq!(status, 200);
    assert_eq!(first.matches("<tr data-row>").count(), 50);
    assert!(!first.contains("等太久"), "lists show no comments");
    has_all_words(&first);
    let (_, rest) = first.split_once("?after=").unwrap();
    let after = rest.split_once('"').unwrap().0;
    let (_, second) = world.get(&format!("/staff/oversight/ratings?after={after}"), token).await;
    assert_eq!(second.matches("<tr data-row>").count(), 10);
    let (status, one) = world.get("/staff/oversight/ratings/RC-01", token).await;
    assert_eq!(status, 200);
    assert!(one.contains("等太久"));
    has_all_words(&one);
    let clerk = Actor::staff(Role::Clerk, id(0x22), "market-regulation").within("980100000000");
    for (actor, path) in
        [(clerk, "/staff/oversight/ratings"), (citizen(), "/staff/oversight/ratings/RC-01")]
    {
        let token = world.sign_in(actor).await;
        assert_eq!(world.get(path, Some(&token)).await.0, 403);
    }
}
