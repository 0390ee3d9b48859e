//! Taking in a city.

use module::CityData as _;
use testkit::{Database, TestClock};

use crate::house::{City, Test};

#[tokio::test]
async fn a_city_is_taken_in_once() {
    let (test, _db) = Test::city().await;
    let services = test.services().all();
    assert_eq!(services.len(), City::default().paths().len());
    assert!(services.iter().all(|it| it.revision == 1));
    test.seed(&City::default()).await.expect("a second time changes nothing");
    assert!(test.services().all().iter().all(|it| it.revision == 1));
    assert_eq!(test.refresh().await, 0);
}

#[tokio::test]
async fn a_wrong_service_stops_the_start_and_says_where() {
    let db = Database::sqlite();
    let test = Test::on(&db, &TestClock::at(TestClock::MORNING)).await;
    let wrong = "format: 1\nid: [\n".to_owned();
    let path = "dog-registration/service.yaml";
    let city = City { changed: [(path.to_owned(), wrong)].into() };
    let error = test.seed(&city).await.expect_err("it cannot be published").to_string();
    assert!(error.contains("dog-registration/service.yaml:"), "{error}");
    assert!(test.services().all().is_empty(), "nothing is taken in");
}

#[tokio::test]
async fn the_home_page_names_services_that_there_are() {
    let db = Database::sqlite();
    let test = Test::on(&db, &TestClock::at(TestClock::MORNING)).await;
    let misspelt = "- medical-insurance-enrolement\n".to_owned();
    let city = City { changed: [("city/frequent.yaml".to_owned(), misspelt)].into() };
    let error = test.seed(&city).await.expect_err("there is no such service").to_string();
    assert!(error.contains("city/frequent.yaml: there is no service"), "{error}");
    test.seed(&City::default()).await.expect("the city's own list");
    let home = test.get("/zh-hans/").await.text;
    let (_, often) = home.split_once("常办的事").expect("what is often needed");
    let tiles = often.split("</ul>").next().unwrap_or_default();
    assert_eq!(tiles.matches("<li>").count(), 8, "{tiles}");
    assert!(tiles.contains("/services/medical-insurance-enrolment"), "{tiles}");
}

#[tokio::test]
async fn an_empty_installation_has_pages() {
    let db = Database::sqlite();
    let test = Test::on(&db, &TestClock::at(TestClock::MORNING)).await;
    for path in ["/zh-hans/", "/zh-hans/services/", "/zh-hans/individuals/", "/zh-hans/search?q=1"]
    {
        assert!(test.get(path).await.status.is_success(), "{path}");
    }
}
