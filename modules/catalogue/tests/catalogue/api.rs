//! The catalogue for machines.

use axum::http::StatusCode;

use crate::house::Test;

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[tokio::test]
async fn services_are_listed_found_and_read() {
    let (test, _db) = Test::city().await;
    let list = json(&test.get("/api/v1/services").await.text);
    assert_eq!(list["items"].as_array().expect("a list").len(), test.services().all().len());
    let after = json(&test.get("/api/v1/services?after=dog-registration").await.text);
    assert_eq!(after["items"][0]["id"], "drainage-permit");
    let found = json(&test.get("/api/v1/services?q=dog").await.text);
    assert_eq!(found["items"][0]["id"], "dog-registration");

    let one = test.get("/api/v1/services/dog-registration").await;
    assert!(!one.etag.is_empty());
    let one = json(&one.text);
    assert_eq!(
        (&one["revision"], &one["definition"]["id"]),
        (&1.into(), &"dog-registration".into())
    );
    let old = json(&test.get("/api/v1/services/dog-registration/revisions/1").await.text);
    assert_eq!(old["digest"], one["digest"]);
}

#[tokio::test]
async fn what_is_wrong_is_said_in_problem_json() {
    let (test, _db) = Test::city().await;
    for path in ["/api/v1/services/nothing", "/api/v1/services/dog-registration/revisions/9"] {
        let answer = test.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(json(&answer.text)["code"], "not_found");
    }
    let answer = test.get("/api/v1/services?audience=dogs").await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
