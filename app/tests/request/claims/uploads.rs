//! What is handed in: refused by what it is, or kept as something harmless and served so that
//! nothing in it runs.

use std::path::{Path, PathBuf};

use axum::http::Method;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use serde_json::Value;

use super::{
    files::{self, Fate, HIDDEN, PDF, PLACE, Sent},
    places::encoded,
};
use crate::{
    city::City,
    rights::world::{CHEN, HUANG, Someone, Thing, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const MB: usize = 1024 * 1024;

/// Hands in a file; the status and what is answered.
async fn hands_in(world: &World, who: &Someone, draft: &Thing, sent: Sent) -> (u16, Value) {
    hands_in_for(world, who, draft, "layout-plan", sent).await
}

async fn hands_in_for(
    world: &World,
    who: &Someone,
    draft: &Thing,
    requirement: &str,
    sent: Sent,
) -> (u16, Value) {
    let path = format!("/api/v1/applications/{}/materials/{requirement}", draft.application);
    let path = format!("{path}?name={}", encoded(&sent.name));
    let request = world.request(who, Method::POST, &path);
    let response = world.answers(request.body(sent.bytes)).await;
    let status = response.status().as_u16();
    (status, response.json().await.unwrap_or_default())
}

/// What lies in the folder of files, in all its folders.
fn stored(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|it| it.unwrap().path());
    paths.flat_map(|it| if it.is_dir() { stored(&it) } else { vec![it] }).collect()
}

fn has(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|it| it == word)
}

#[track_caller]
fn is_only_to_be_saved(headers: &HeaderMap, place: &str) {
    let text = |name: &str| headers.get(name).map_or("", |it| it.to_str().unwrap());
    assert_eq!(text("x-content-type-options"), "nosniff", "{place}");
    assert!(text("content-disposition").starts_with("attachment;"), "{place}");
    assert!(text("cache-control").contains("no-store"), "{place}");
    let policy = text("content-security-policy");
    for part in ["default-src 'none'", "sandbox"] {
        assert!(policy.contains(part), "{place}: {part} in {policy}");
    }
    assert!(!policy.contains("allow-") && !policy.contains("script-src"), "{place}: {policy}");
    let kind = headers[CONTENT_TYPE].to_str().unwrap();
    assert!(["application/pdf", "image/png", "image/jpeg"].contains(&kind), "{place}: {kind}");
}

#[tokio::test]
async fn of_all_that_is_sent_only_documents_and_pictures_are_kept_and_nothing_hides_in_them() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let folder = world.city.database.folder().join("files");
    let corpus = files::corpus();
    assert!(corpus.len() >= 60, "{}", corpus.len());
    let mut draft = world.draft(&owner, "draft").await;
    for (number, (sent, fate)) in corpus.into_iter().enumerate() {
        // No folder takes more than ten files for one requirement.
        if number % 8 == 0 {
            draft = world.draft(&owner, "draft").await;
        }
        let place = format!("{number} {}, {} bytes", sent.name, sent.bytes.len());
        let before = stored(&folder);
        let (status, told) = hands_in(&world, &owner, &draft, sent).await;
        let mime = match fate {
            Fate::Refused(code) => {
                assert_eq!((status, told["code"].as_str()), (422, Some(code)), "{place}: {told}");
                assert_eq!(stored(&folder), before, "{place}: nothing reaches the disk");
                continue;
            }
            Fate::Kept(mime) => mime,
        };
        assert_eq!(status, 201, "{place}: {told}");
        let id = told["id"].as_str().unwrap();
        let path = format!("/zh-hans/applications/{}/files/{id}", draft.application);
        let file = world.answers(world.request(&owner, Method::GET, &path)).await;
        assert_eq!(file.status().as_u16(), 200, "{place}");
        is_only_to_be_saved(file.headers(), &place);
        assert_eq!(file.headers()[CONTENT_TYPE], mime, "{place}");
        let bytes = file.bytes().await.unwrap();
        for word in [HIDDEN, PLACE, &b"PK\x03\x04"[..], &b"Exif"[..], &b"<script"[..]] {
            assert!(!has(&bytes, word), "{place}: {}", String::from_utf8_lossy(word));
        }
    }
}

#[tokio::test]
async fn names_are_words_for_people_and_the_store_has_names_of_its_own() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let folder = world.city.database.folder().join("files");
    let mut draft = world.draft(&owner, "draft").await;
    for (number, (name, left)) in files::NAMES.into_iter().enumerate() {
        if number % 6 == 0 {
            draft = world.draft(&owner, "draft").await;
        }
        let sent = Sent { name: name.to_owned(), bytes: PDF.to_vec() };
        let (status, told) = hands_in(&world, &owner, &draft, sent).await;
        assert_eq!(status, 201, "{name:?}: {told}");
        let id = told["id"].as_str().unwrap();
        let path = format!("/zh-hans/applications/{}/files/{id}", draft.application);
        let file = world.answers(world.request(&owner, Method::GET, &path)).await;
        is_only_to_be_saved(file.headers(), name);
        assert!(!file.headers().contains_key("set-cookie"), "{name:?}");
        let said = file.headers()[CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(file_name(said), left, "{name:?}: {said}");
        // The page shows it as text.
        let page = format!("/zh-hans/applications/{}/documents", draft.application);
        let page = world.gets(&owner, &page).await.body;
        assert!(!page.contains("<img src=x"), "{name:?}");
    }
    for path in stored(&folder) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_hash = name.len() == 64 && name.bytes().all(|it| it.is_ascii_hexdigit());
        assert!(is_hash && path.starts_with(&folder), "{}", path.display());
    }
}

/// The name that RFC 6266 makes of a header: `filename*` before `filename`, each sent once.
fn file_name(header: &str) -> String {
    assert!(header.is_ascii() && !header.contains(['\r', '\n']), "{header}");
    let mut parts = header.split("; ");
    assert_eq!(parts.next(), Some("attachment"));
    let plain = parts.next().and_then(|it| it.strip_prefix("filename=\"")).unwrap();
    let plain = plain.strip_suffix('"').unwrap();
    let is_token = |it: char| it.is_ascii_alphanumeric() || matches!(it, '.' | '-' | '_');
    assert!(plain.chars().all(is_token), "{header}");
    let encoded = parts.next().and_then(|it| it.strip_prefix("filename*=UTF-8''")).unwrap();
    assert_eq!(parts.next(), None, "{header}");
    let is_attr = |it: char| it.is_ascii_alphanumeric() || "!#$&+-.^_`|~%".contains(it);
    assert!(encoded.chars().all(is_attr), "{header}");
    let url = reqwest::Url::parse(&format!("http://x/?n={}", encoded.replace('+', "%2B"))).unwrap();
    url.query_pairs().next().unwrap().1.into_owned()
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_any_of_it_is_kept() {
    let small = |site: &mut web::Site| site.upload_mb = 2;
    let world = World::on(City::whose(MORNING, small).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let folder = world.city.database.folder().join("files");
    let before = stored(&folder);
    let padded = |size: usize| {
        let mut bytes = PDF[..9].to_vec();
        bytes.resize(size - 6, b' ');
        [&bytes[..], b"\n%%EOF"].concat()
    };
    let name = || "a.pdf".to_owned();
    let whole = Sent { name: name(), bytes: padded(2 * MB) };
    assert_eq!(hands_in(&world, &owner, &draft, whole).await.0, 201, "as much as may be");
    let now = stored(&folder);
    assert_eq!(now.len(), before.len() + 1);
    // One byte more, and a body that does not say how long it is and goes on for ever.
    let over = format!("content-length: {}\r\n", 2 * MB + 1);
    for (path, length) in [
        (format!("/api/v1/applications/{}/materials/layout-plan", draft.application), ""),
        (format!("/api/v1/applications/{}/materials/layout-plan", draft.application), &*over),
        (format!("/zh-hans/applications/{}/documents", draft.application), ""),
        (format!("/zh-hans/applications/{}/documents", draft.application), &*over),
        ("/api/v1/applications".to_owned(), ""),
        ("/api/v1/applications".to_owned(), &*over),
        ("/csp-report".to_owned(), ""),
    ] {
        let said = too_much(&world, &owner, &path, length).await;
        assert!(said.starts_with("HTTP/1.1 413"), "{path} {length}: {said}");
        let is_api = path.starts_with("/api/");
        assert!(!is_api || said.contains("application/problem+json"), "{path} {length}: {said}");
    }
    assert_eq!(stored(&folder), now, "nothing of it is kept");
}

/// Sends a body of this length, or chunk after chunk, until an answer comes; 64 MB at the most.
async fn too_much(world: &World, who: &Someone, path: &str, length: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let host = world.city.base.trim_start_matches("http://");
    let request = world.request(who, Method::POST, path).build().unwrap();
    let cookie = request.headers()["cookie"].to_str().unwrap();
    let kind = match path {
        _ if path.ends_with("/documents") => "multipart/form-data; boundary=x",
        "/csp-report" => "application/csp-report",
        _ if path.contains("/materials/") => "application/octet-stream",
        _ => "application/json",
    };
    let first = if kind.starts_with("multipart") {
        "--x\r\ncontent-disposition: form-data; name=\"file-layout-plan\"; filename=\"a.pdf\"\r\n\r\n"
    } else {
        " "
    };
    let begun = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\ncookie: {cookie}\r\n\
         content-type: {kind}\r\n"
    );
    let (head, chunks) = if length.is_empty() {
        let size = first.len();
        (format!("{begun}transfer-encoding: chunked\r\n\r\n{size:x}\r\n{first}\r\n"), 1024)
    } else {
        (format!("{begun}{length}\r\n"), 0)
    };
    let (mut reads, mut writes) = tokio::net::TcpStream::connect(host).await.unwrap().into_split();
    let chunk = [b"10000\r\n", &[b' '; 0x10000][..], b"\r\n"].concat();
    let sends = tokio::spawn(async move {
        writes.write_all(head.as_bytes()).await?;
        for _ in 0..chunks {
            writes.write_all(&chunk).await?;
        }
        std::io::Result::Ok(())
    });
    let mut answer = vec![0; 4096];
    let size = reads.read(&mut answer).await.unwrap();
    sends.abort();
    String::from_utf8_lossy(&answer[..size]).into_owned()
}

#[tokio::test]
async fn a_person_hands_in_so_much_in_a_day_and_no_more() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let pdf = |number: usize| Sent { name: format!("{number}.pdf"), bytes: PDF.to_vec() };
    let mut draft = world.draft(&owner, "draft").await;
    let (mut taken, mut here) = (2, 0);
    let refused = loop {
        // No requirement takes more than ten, and a draft of this service has two that take any.
        if here == 18 && taken < 300 {
            draft = world.draft(&owner, "draft").await;
            (taken, here) = (taken + 2, 0);
        }
        let requirement = if here < 9 { "layout-plan" } else { "safety-rules" };
        let sent = hands_in_for(&world, &owner, &draft, requirement, pdf(taken)).await;
        if sent.0 != 201 {
            break sent;
        }
        (taken, here) = (taken + 1, here + 1);
        assert!(taken <= 300, "more than three hundred files");
    };
    let code = refused.1["code"].as_str();
    assert_eq!((taken, refused.0, code), (300, 422, Some("material.quota")), "{refused:?}");
    // Somebody else may; and so may they, a day later.
    let other = world.citizen("other", HUANG).await;
    let theirs = world.draft(&other, "draft").await;
    assert_eq!(hands_in(&world, &other, &theirs, pdf(0)).await.0, 201);
    world.city.clock.advance(jiff::SignedDuration::from_hours(25));
    let owner = world.citizen("owner", CHEN).await;
    let sent = hands_in_for(&world, &owner, &draft, "safety-rules", pdf(0)).await;
    assert_eq!(sent.0, 201, "{sent:?}");
}

#[tokio::test]
async fn no_requirement_takes_an_eleventh_file_and_no_person_has_a_twenty_first_draft() {
    let world = World::on(City::on(MORNING).await).await;
    let owner = world.citizen("owner", CHEN).await;
    let draft = world.draft(&owner, "draft").await;
    let pdf = |number: usize| Sent { name: format!("{number}.pdf"), bytes: PDF.to_vec() };
    for number in 1..10 {
        assert_eq!(hands_in(&world, &owner, &draft, pdf(number)).await.0, 201, "{number}");
    }
    let (status, told) = hands_in(&world, &owner, &draft, pdf(10)).await;
    assert_eq!((status, told["code"].as_str()), (422, Some("material.too_many")), "{told}");
    let body = serde_json::json!({ "service": "food-business-licence" });
    for number in 1..20 {
        let begun = world.posts(&owner, "/api/v1/applications", &body).await;
        assert_eq!(begun.status, 201, "{number}: {begun:?}");
    }
    let refused = world.posts(&owner, "/api/v1/applications", &body).await;
    assert_eq!(refused.status, 422, "{refused:?}");
}
