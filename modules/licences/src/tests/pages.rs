//! The pages, in all languages, as different people see them.

use licences_domain::{LicenceStatus, Licences};

use super::*;

const LANGUAGES: [&str; 3] = ["zh-hans", "zh-hant", "en"];

/// A key that has no words shows itself.
fn has_all_words(page: &str) {
    let text = page.replace("/licences/", "");
    for part in text.split("licences-").skip(1) {
        let is_key = part.starts_with(|c: char| c.is_ascii_lowercase());
        assert!(!is_key, "a key without words: licences-{}", &part[..part.len().min(40)]);
    }
}

#[tokio::test]
async fn anybody_can_check_a_licence_in_any_language() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    for lang in LANGUAGES {
        for path in ["verify", "verify/file", &format!("verify/{}", issued.identifier)] {
            let (status, page) = world.get(&format!("/{lang}/{path}"), None).await;
            assert_eq!(status, 200, "{lang}/{path}");
            has_all_words(&page);
            assert!(!page.contains("陈雨禾"), "{lang}/{path}");
        }
        let (status, page) = world.get(&format!("/{lang}/verify/JY1"), None).await;
        assert_eq!(status, 404);
        has_all_words(&page);
    }
    let (_, page) = world.get(&format!("/en/verify/{}", issued.number), None).await;
    assert!(page.contains("This licence is valid") && page.contains("陈**"), "{page}");
    let (status, json) = world.get(&format!("/api/v1/verify/{}", issued.number), None).await;
    assert_eq!(status, 200);
    assert!(json.contains("\"status\":\"valid\""), "{json}");
    assert_eq!(world.get("/api/v1/verify/JY1", None).await.0, 404);
}

#[tokio::test]
async fn what_the_record_does_not_prove_is_not_called_valid() {
    for (receipt, said, word) in [
        (Receipt::Pending, "not yet in the public record", "pending"),
        (Receipt::Missing, "Not in the public record", "missing"),
        (Receipt::Unkept, "no public record proves it", "unkept"),
    ] {
        let world = World::recorded(receipt).await;
        let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await;
        // While witnesses are missing nothing is issued at all.
        let Ok(issued) = issued else {
            assert_eq!(word, "pending");
            continue;
        };
        let (_, page) = world.get(&format!("/en/verify/{}", issued.number), None).await;
        assert!(page.contains(said) && !page.contains("This licence is valid"), "{page}");
        let (_, json) = world.get(&format!("/api/v1/verify/{}", issued.number), None).await;
        assert!(json.contains(&format!("\"{word}\"")), "{json}");
    }
}

#[tokio::test]
async fn a_number_is_asked_for_by_form_and_shown_at_its_own_address() {
    let world = World::new().await;
    let post = |fields: &'static str| world.post("/en/verify", "/en/verify", None, fields);
    let (status, _, location) = post("number=JY%202026").await;
    assert_eq!((status, location.as_str()), (303, "/en/verify/JY%202026"));
    for fields in ["number=", "number=71000019900101004X"] {
        let (status, page, _) = post(fields).await;
        assert_eq!(status, 422);
        assert!(page.contains("class=\"errors\""), "{page}");
    }
}

#[tokio::test]
async fn a_file_is_checked_by_upload() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let pdf = world.service().pdf(issued.id).await.unwrap().unwrap();
    let (_, form) = world.get("/en/verify/file", None).await;
    let csrf = between(&form, "name=\"_csrf\" value=\"", "\"");
    for (bytes, status, words) in [
        (pdf.as_slice(), 200, "The file is genuine"),
        (b"%PDF-1.7 something else", 200, "Nothing is known about this file"),
        (b"not a document", 422, "This is not a PDF"),
        (b"", 422, "Choose the licence file to check"),
    ] {
        let mut body =
            format!("--x\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n{csrf}")
                .into_bytes();
        body.extend(
            b"\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n",
        );
        body.extend(bytes);
        body.extend(b"\r\n--x--\r\n");
        let request = Request::builder()
            .method("POST")
            .uri("/en/verify/file")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(body))
            .unwrap();
        let (found, answer, _) = world.send(request).await;
        let page = String::from_utf8_lossy(&answer);
        assert_eq!(found, status, "{page}");
        assert!(page.contains(words), "{page}");
        has_all_words(&page);
    }
}

#[tokio::test]
async fn holders_see_and_take_their_own() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let (status, _) = world.get("/en/my/licences", None).await;
    assert_eq!(status, 303, "sign in first");
    let token = world.token(citizen()).await;
    for lang in LANGUAGES {
        let (status, page) = world.get(&format!("/{lang}/my/licences"), Some(&token)).await;
        assert_eq!(status, 200);
        assert!(page.contains(&issued.number));
        has_all_words(&page);
    }
    for base in ["/en/my/licences", "/api/v1/licences"] {
        let pdf = format!("{base}/{}/pdf", issued.id);
        let (status, bytes, _) = world.send(request("GET", &pdf, Some(&token), None)).await;
        assert_eq!((status, &bytes[..4]), (200, b"%PDF".as_slice()));
        let signature = format!("{base}/{}/signature", issued.id);
        let (status, text) = world.get(&signature, Some(&token)).await;
        assert_eq!(status, 200);
        assert!(text.contains("\"suite\": \"ed25519\""), "{text}");
        let stranger = world.token(Actor::citizen(id(0x12))).await;
        assert_eq!(world.get(&pdf, Some(&stranger)).await.0, 404);
    }
    let stranger = world.token(Actor::citizen(id(0x12))).await;
    let (_, empty) = world.get("/en/my/licences", Some(&stranger)).await;
    assert!(empty.contains("No licences yet"));
}

#[tokio::test]
async fn an_approver_proposes_a_revocation_another_approves_and_it_waits_an_hour() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let token = world.token(approver()).await;
    let token = Some(token.as_str());
    let page = format!("/staff/licences/{}", issued.identifier);
    let (confirm, change) = (format!("{page}/confirm"), format!("{page}/change"));
    let (status, text, _) = world.post(&page, &confirm, token, "act=&reason=").await;
    assert_eq!(status, 422);
    has_all_words(&text);
    // A reason that does not go with the act.
    let other = "act=revoke&code=inspection&reason=x";
    let (status, text, _) = world.post(&page, &confirm, token, other).await;
    assert_eq!(status, 422);
    has_all_words(&text);
    let fields = "act=revoke&code=deception&reason=%E9%80%A0%E5%81%87";
    let (status, text, _) = world.post(&page, &confirm, token, fields).await;
    assert_eq!(status, 200);
    assert!(text.contains("造假") && text.contains(&issued.number));
    has_all_words(&text);
    let seal = between(&text, "name=\"_shown\" value=\"", "\"").to_owned();

    // Without what was shown, without the number, with another reason: nothing is proposed.
    let (status, ..) = world.post(&page, &change, token, fields).await;
    assert_eq!(status, 409);
    let (status, text, _) =
        world.post(&page, &change, token, &format!("{fields}&_shown={seal}&typed=JY1")).await;
    assert_eq!(status, 422, "{text}");
    let other = format!("act=revoke&code=deception&reason=x&_shown={seal}&typed={}", issued.number);
    let (status, text, _) = world.post(&page, &change, token, &other).await;
    assert_eq!(status, 409);
    has_all_words(&text);

    let right = format!("{fields}&_shown={seal}&typed={}", issued.number);
    let (status, text, location) = world.post(&page, &change, token, &right).await;
    assert_eq!(status, 303, "{text}");
    assert!(location.starts_with("/staff/approvals/"), "{location}");
    world.approve_as(second_approver()).await;
    let verify = format!("/en/verify/{}", issued.number);
    assert!(world.get(&verify, None).await.1.contains("This licence is valid"));
    world.clock.advance(jiff::SignedDuration::from_mins(59));
    world.work().await;
    assert!(world.get(&verify, None).await.1.contains("This licence is valid"));
    world.clock.advance(jiff::SignedDuration::from_mins(1));
    world.work().await;
    assert!(world.get(&verify, None).await.1.contains("This licence was revoked"));
}

#[tokio::test]
async fn a_supervisor_takes_back_a_revocation_that_waits_and_both_stay_in_the_history() {
    let world = World::new().await;
    let service = world.service();
    let issued = service.issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let record = service.record(issued.id).await.unwrap().unwrap();
    let (act, code, reason) = (LicenceAct::Revoke, "deception", "造假");
    let because = Because { code, text: reason };
    let (_, digest) = service.plan(&approver(), &record, act, because).await.unwrap();
    let wish = Wish { act, code, reason, digest: &digest, typed: &issued.number };
    service.propose(key(0x70), &approver(), &record, wish).await.unwrap();
    world.approve_as(second_approver()).await;

    // While it waits the check says what is so, and the page says what will be.
    let verify = format!("/en/verify/{}", issued.number);
    assert!(world.get(&verify, None).await.1.contains("This licence is valid"));
    let page = format!("/staff/licences/{}", issued.identifier);
    let one = world.token(approver()).await;
    let (_, text) = world.get(&page, Some(&one)).await;
    assert!(!text.contains("/stop"), "who proposed it goes to the proposal: {text}");
    let token = world.token(supervisor()).await;
    let token = Some(token.as_str());
    let (_, text) = world.get(&page, token).await;
    has_all_words(&text);
    let seal = between(&text, "name=\"_shown\" value=\"", "\"").to_owned();
    let stop = format!("{page}/stop");
    let (status, ..) = world.post(&page, &stop, token, "why=x").await;
    assert_eq!(status, 409, "without what was shown");
    let (status, ..) = world.post(&page, &stop, token, &format!("_shown={seal}&why=")).await;
    assert_eq!(status, 422, "without a reason");
    let why = "why=%E8%AE%A4%E9%94%99%E4%BA%86%E4%BA%BA";
    let (status, text, _) = world.post(&page, &stop, token, &format!("_shown={seal}&{why}")).await;
    assert_eq!(status, 303, "{text}");

    world.clock.advance(jiff::SignedDuration::from_hours(2));
    world.work().await;
    assert!(world.get(&verify, None).await.1.contains("This licence is valid"));
    let view = service.staff_view(&approver(), &issued.identifier).await.unwrap();
    let words: Vec<_> = view.history.iter().map(|it| it.word).collect();
    assert_eq!(words, ["withdrawn", "approved", "proposed", "issued"]);
    assert_eq!(view.history[0].reason.as_deref(), Some("认错了人"));
    assert_eq!(view.waiting, None);
    let api = format!("/api/v1/licences/{}/stop", issued.number);
    let cookie = world.sign_in(supervisor()).await;
    let answer = world.post_json(&api, &cookie, r#"{"reason":"x"}"#).await;
    assert_eq!(answer.json()["code"], "licence.nothing_waits");
}

#[tokio::test]
async fn nobody_revokes_alone_through_the_api_either_and_the_number_is_typed() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let cookie = world.sign_in(approver()).await;
    let path = format!("/api/v1/licences/{}/status", issued.number);
    let send = async |body: serde_json::Value| {
        let answer = world.post_json(&path, &cookie, body.to_string()).await;
        (answer.status.as_u16(), answer.json())
    };
    let number = &issued.number;
    let body = |more: serde_json::Value| {
        let mut body = serde_json::json!(
            { "act": "revoke", "reason_code": "deception", "reason": "造假" }
        );
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    assert_eq!(send(body(serde_json::json!({}))).await.0, 422, "the number is missing");
    let uncoded = body(serde_json::json!({ "reason_code": "inspection", "dry_run": true }));
    assert_eq!(send(uncoded).await.1["code"], "licence.no_code");
    let (status, answer) = send(body(serde_json::json!({ "typed": number }))).await;
    assert_eq!((status, &answer["code"]), (428, &"version.required".into()));
    let (_, dry) = send(body(serde_json::json!({ "dry_run": true }))).await;
    let wrong = body(serde_json::json!({ "typed": number, "digest": "00" }));
    assert_eq!(send(wrong).await.0, 409);
    let right = body(serde_json::json!({ "typed": number, "digest": dry["digest"] }));
    assert_eq!(send(right).await.0, 202);
    assert!(world.service().check(number).await.unwrap()[0].status == LicenceStatus::Valid);
}

#[tokio::test]
async fn a_revocation_that_was_a_mistake_is_corrected_at_once_and_the_same_person_is_told() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    world.revoke(&issued, "造假").await;
    let cookie = world.sign_in(approver()).await;
    let path = format!("/api/v1/licences/{}/status", issued.number);
    let mut body = serde_json::json!(
        { "act": "reinstate", "reason_code": "mistaken", "reason": "认错了人", "dry_run": true }
    );
    let dry = world.post_json(&path, &cookie, body.to_string()).await.json();
    body["dry_run"] = false.into();
    body["digest"] = dry["digest"].clone();
    assert_eq!(world.post_json(&path, &cookie, body.to_string()).await.status, 422, "no number");
    body["typed"] = issued.number.as_str().into();
    assert_eq!(world.post_json(&path, &cookie, body.to_string()).await.status, 202);
    world.approve_as(second_approver()).await;
    assert!(world.service().check(&issued.number).await.unwrap()[0].status == LicenceStatus::Valid);
    world.house.ledger.settle().await.unwrap();
    let messages = notify::Messages::new(world.house.ledger.clone());
    let told = messages.list(id(0x10), None, 10).await.unwrap();
    let titles: std::collections::BTreeSet<_> =
        told.iter().map(|it| it.title.en.as_str()).collect();
    let wanted =
        ["Correction: your licence is not revoked, it is valid", "Your licence was revoked"];
    assert_eq!(titles, wanted.into());
}

#[tokio::test]
async fn what_a_test_system_issues_says_so_wherever_it_is_checked() {
    let world = World::in_environment(kernel::Environment::Test).await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let (_, page) = world.get(&format!("/en/verify/{}", issued.number), None).await;
    assert!(page.contains("A test system issued this. It is not valid."), "{page}");
    assert!(page.contains("This is a test system."), "{page}");
    let (_, api) = world.get(&format!("/api/v1/verify/{}", issued.number), None).await;
    assert!(api.contains(r#""environment":"test""#), "{api}");
    let pdf = world.service().own_pdf(&citizen(), issued.id).await.unwrap().bytes;
    let signature = world.service().own_signature(&citizen(), issued.id).await.unwrap().bytes;
    let cookie = world.sign_in(citizen()).await;
    assert!(cookie.starts_with("__Host-session-test="), "{cookie}");

    let live = World::new().await;
    let verdict = live.service().check_file("", &pdf, Some(&signature)).await.unwrap();
    assert_eq!(verdict, crate::service::FileVerdict::Exercise(kernel::Environment::Test));
}

#[tokio::test]
async fn the_desk_is_closed_to_others() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let page = format!("/staff/licences/{}", issued.identifier);
    for (actor, wanted) in [
        (citizen(), 403),
        (Actor::staff(Role::Clerk, id(0x22), "market-regulation").within("980100000000"), 403),
        (Actor::staff(Role::Approver, id(0x23), "health").within("980100000000"), 404),
        (supervisor(), 200),
        (approver(), 200),
    ] {
        let token = world.token(actor.clone()).await;
        let (status, text) = world.get(&page, Some(&token)).await;
        assert_eq!(status, wanted, "{actor:?}");
        assert_eq!(text.contains("古井路20号"), wanted == 200);
    }
}
