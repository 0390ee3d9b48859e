//! The same acts for machines.

use axum::http::StatusCode;

use crate::{given::application, house::Test};

const KEY: [&str; 8] = [
    "01900000-0000-7000-8000-000000000001",
    "01900000-0000-7000-8000-000000000002",
    "01900000-0000-7000-8000-000000000003",
    "01900000-0000-7000-8000-000000000004",
    "01900000-0000-7000-8000-000000000005",
    "01900000-0000-7000-8000-000000000006",
    "01900000-0000-7000-8000-000000000007",
    "01900000-0000-7000-8000-000000000008",
];

#[tokio::test]
async fn a_program_hands_in_a_file() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let all = format!("/api/v1/applications/{}/materials", application(1));
    let list = test.get(&cookie, &all).await.json();
    assert_eq!(list["missing"], serde_json::json!(["layout-plan", "cold-room-statement"]));
    assert_eq!(list["may_follow"], serde_json::json!(["safety-rules"]));
    assert_eq!(list["materials"][0]["how"], "licence");
    let path = format!("{all}/layout-plan?name=plan.pdf");
    for _ in 0..2 {
        let taken = test.post_bytes(&cookie, &path, KEY[0], b"%PDF-1.7 a plan").await;
        assert_eq!(taken.status, StatusCode::CREATED, "{}", taken.text);
        assert_eq!(taken.json()["mime"], "application/pdf");
        assert_eq!(taken.json()["trust"], "d");
    }
    let list = test.get(&cookie, &all).await.json();
    assert_eq!(list["materials"].as_array().map(Vec::len), Some(2));
    let other = test.citizen(2).await;
    let theirs = test.post_bytes(&other, &path, KEY[1], b"%PDF-1.7 a plan").await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn each_refusal_has_its_code() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let big = [b"%PDF-1.7 ".to_vec(), vec![b' '; 10 * 1024 * 1024]].concat();
    let refused: [(&[u8], &str); 5] = [
        (b"", "material.empty"),
        (b"MZ\x90\0 program", "material.kind"),
        (b"<svg xmlns='x'/>", "material.kind"),
        (b"PK\x03\x04\x14\0\0\0", "material.kind"),
        (&big, "material.too_large"),
    ];
    let path = format!("/api/v1/applications/{}/materials/layout-plan", application(1));
    for (number, (bytes, code)) in refused.into_iter().enumerate() {
        let answer = test.post_bytes(&cookie, &path, KEY[number], bytes).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert_eq!(answer.json()["code"], code);
    }
    let generated = path.replace("layout-plan", "application-form");
    let answer = test.post_bytes(&cookie, &generated, KEY[6], b"%PDF-1.7").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "it is made from the form");
}
