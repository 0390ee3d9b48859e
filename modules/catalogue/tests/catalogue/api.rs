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

#[tokio::test]
async fn other_systems_read_services_in_their_own_forms() {
    let (test, _db) = Test::city().await;
    let of = "/api/v1/services/dog-registration";
    let known = json(&test.get(&format!("{of}/schema-org.jsonld")).await.text);
    assert_eq!(known["@type"], "GovernmentService");
    let one = json(&test.get(&format!("{of}/cpsv-ap.jsonld")).await.text);
    assert!(one["@context"].is_object() && one["@graph"].is_array());
    let rows = json(&test.get(&format!("{of}/exchange")).await.text);
    assert_eq!(rows["task"]["task_name"], "养犬登记");
    let all = json(&test.get("/api/v1/catalogue/cpsv-ap.jsonld").await.text);
    let nodes = all["@graph"].as_array().expect("a graph");
    let set = nodes.iter().find(|it| it["@type"][0] == "dcat:Dataset").expect("a data set");
    let parts = set["dct:hasPart"].as_array().expect("services").len();
    assert_eq!(parts, test.services().all().len());
    for form in ["schema-org.jsonld", "cpsv-ap.jsonld", "exchange"] {
        let missing = test.get(&format!("/api/v1/services/nothing/{form}")).await;
        assert_eq!(missing.status, StatusCode::NOT_FOUND, "{form}");
    }
    let guide = test.get("/zh-hans/services/dog-registration").await.text;
    assert!(guide.contains(&format!("type=\"application/ld+json\" href=\"{of}/schema-org.jsonld")));
}

#[tokio::test]
async fn code_tables_are_published_with_a_version() {
    let (test, _db) = Test::city().await;
    let all = json(&test.get("/api/v1/code-tables").await.text);
    assert!(all["items"].as_array().expect("tables").len() >= 8);
    let one = json(&test.get("/api/v1/code-tables/A.1").await.text);
    assert_eq!(one["version"], all["version"]);
    let codes = one["codes"].as_array().expect("codes");
    assert!(codes.iter().any(|it| it["code"] == "01" && it["name"]["zh-Hans"] == "行政许可"));
    assert_eq!(test.get("/api/v1/code-tables/A.99").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn anybody_may_have_a_definition_checked_and_nothing_is_kept() {
    let (test, _db) = Test::city().await;
    let text = crate::house::City::default();
    let text = module::CityData::text(&text, "dog-registration/service.yaml").expect("the dogs");
    let check = async |definition: &str| {
        let body = serde_json::json!({ "definition": definition }).to_string();
        test.json_as("", "/api/v1/services/validate", body).await
    };
    let good = json(&check(&text).await.text);
    let errors = |it: &serde_json::Value| {
        let all = it.as_array().expect("findings").iter();
        all.filter(|it| it["severity"] == "error").count()
    };
    assert_eq!(errors(&good), 0, "{good}");
    let bad = json(&check(&text.replace("basic_code: \"", "basic_code: \"9")).await.text);
    assert!(errors(&bad) > 0 && bad[0]["line"].as_u64() > Some(1), "{bad}");
    let none = json(&check("not: a definition").await.text);
    assert!(errors(&none) > 0);
    let long = check(&"x".repeat(256 * 1024 + 1)).await;
    assert_eq!(long.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", long.text);
    let desk = test.sign_in(kernel::Role::Editor, 1).await;
    let desk = test.get_as(&desk, "/staff/admin/services/dog-registration").await.text;
    assert!(!desk.contains("name=\"digest\""), "nothing was proposed");
}
