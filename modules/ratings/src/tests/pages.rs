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
    for lang in LANGUAGES {
        let (status, page) = world.get(&format!("/{lang}/rate/RC-01?code={CODE}"), None).await;
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
        for (query, wanted) in [("", 200), ("?code=999999", 422)] {
            // A case that does not exist answers as one whose code is wrong.
            for reference in ["RC-01", "RC-none"] {
                let path = format!("/{lang}/rate/{reference}{query}");
                let (status, page) = world.get(&path, None).await;
                assert_eq!(status, wanted, "{path}");
                assert!(!page.contains("食品经营许可"), "{path}");
                has_all_words(&page);
            }
        }
    }
    let early = format!("/en/rate/RC-{EARLY:02x}?code={CODE}");
    assert!(world.get(&early, None).await.1.contains("Not concluded yet"));
}

#[tokio::test]
async fn every_grade_can_be_sent_by_the_page_and_is_shown_afterwards() {
    let world = World::new().await;
    for (number, grade) in (1..=5).zip(Grade::ALL) {
        let form = format!("/en/rate/RC-{number:02x}?code={CODE}&via=qr");
        let to = format!("/en/rate/RC-{number:02x}");
        let tags = "praise=fast&problems=slow&problems=hard";
        let fields = format!("code={CODE}&via=qr&grade={}&{tags}&comment=x", grade.number());
        let (status, page, location) = world.post(&form, &to, &fields).await;
        assert_eq!(status, 303, "{page}");
        let (status, thanks) = world.get(&location, None).await;
        assert_eq!(status, 200);
        assert!(thanks.contains("Thank you"), "{thanks}");
        assert_eq!(thanks.contains("will be put right"), grade.is_bad());
        assert_eq!(thanks.contains("It was quick"), number <= 2, "only tags that go with it");
        let (status, _, location) = world.post("/en/rate/RC-99?code=012345", &to, &fields).await;
        assert_eq!(status, 303, "a second rating leads to the first");
        let (_, given) = world.get(&location, None).await;
        assert!(given.contains("This case has been rated"), "{given}");
        has_all_words(&given);
    }
}

#[tokio::test]
async fn nothing_chosen_or_too_much_said_keeps_what_was_typed() {
    let world = World::new().await;
    let form = format!("/en/rate/RC-01?code={CODE}");
    let fields = format!("code={CODE}&grade=&problems=slow&comment=too+slow");
    let (status, page, _) = world.post(&form, "/en/rate/RC-01", &fields).await;
    assert_eq!(status, 422);
    assert!(page.contains("too slow") && page.contains("Choose one of the ratings"));
    assert_eq!(page.matches(" checked").count(), 1, "the tag, and no grade");
    let long = format!("code={CODE}&grade=5&comment={}", "x".repeat(501));
    let (status, page, _) = world.post(&form, "/en/rate/RC-01", &long).await;
    assert_eq!(status, 422);
    assert!(page.contains("at most 500 characters"));
    has_all_words(&page);
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
