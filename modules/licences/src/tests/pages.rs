//! The pages, in all languages, as different people see them.

use licences_domain::Licences;

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
async fn an_approver_revokes_after_a_second_question() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let token = world.token(approver()).await;
    let token = Some(token.as_str());
    let page = format!("/staff/licences/{}", issued.identifier);
    let (status, _, location) = {
        let found = format!("/staff/licences?no={}", issued.number);
        world.send(request("GET", &found, token, None)).await
    };
    assert_eq!((status, location.as_str()), (303, page.as_str()));
    let (confirm, change) = (format!("{page}/confirm"), format!("{page}/change"));
    let (status, text, _) = world.post(&page, &confirm, token, "act=&reason=").await;
    assert_eq!(status, 422);
    has_all_words(&text);
    let fields = "act=revoke&reason=%E9%80%A0%E5%81%87";
    let (status, text, _) = world.post(&page, &confirm, token, fields).await;
    assert_eq!(status, 200);
    assert!(text.contains("造假"));
    has_all_words(&text);
    let (status, _, location) = world.post(&page, &change, token, fields).await;
    assert_eq!((status, location), (303, page.clone()));
    let (_, text) = world.get(&page, token).await;
    assert!(text.contains("蒋立衡") && text.contains("造假"), "{text}");
    has_all_words(&text);
    let (_, public) = world.get(&format!("/en/verify/{}", issued.number), None).await;
    assert!(public.contains("This licence was revoked"));
}

#[tokio::test]
async fn the_desk_is_closed_to_others() {
    let world = World::new().await;
    let issued = world.service().issue(key(1), order(1), &Actor::SYSTEM).await.unwrap();
    let page = format!("/staff/licences/{}", issued.identifier);
    for (actor, wanted) in [
        (citizen(), 403),
        (Actor::staff(Role::Clerk, id(0x22), "market-regulation"), 403),
        (Actor::staff(Role::Approver, id(0x23), "health"), 404),
        (supervisor(), 200),
        (approver(), 200),
    ] {
        let token = world.token(actor.clone()).await;
        let (status, text) = world.get(&page, Some(&token)).await;
        assert_eq!(status, wanted, "{actor:?}");
        assert_eq!(text.contains("古井路20号"), wanted == 200);
    }
}
