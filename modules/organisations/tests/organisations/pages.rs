//! Pages, their API twins and the port.

use kernel::Lang;
use organisations_domain::Directory;

use crate::house::Test;

#[tokio::test]
async fn an_empty_directory_says_so() {
    let test = Test::start().await;
    let (status, page) = test.get("/en/halls/").await;
    assert_eq!(status, 200);
    assert!(page.contains("No halls are listed here yet"), "{page}");
    assert_eq!(test.get("/en/halls/city-hall").await.0, 404);
}

#[tokio::test]
async fn the_seeded_city_is_known_at_once_and_taken_in_once() {
    let test = Test::start().await;
    let directory = test.house.ask::<dyn Directory>().unwrap();
    test.seed().await;
    test.seed().await;
    assert_eq!(directory.authorities().len(), 23);
    assert_eq!(directory.centres().len(), 9);
    let health = directory.authority("health").unwrap();
    assert_eq!(health.region, "980100000000");
    assert_eq!(test.house.jobs[0].run().await.unwrap(), 0, "nothing is new to this node");
}

#[tokio::test]
async fn every_page_is_whole_in_three_languages() {
    let test = Test::start().await;
    test.seed().await;
    for lang in Lang::ALL {
        for path in ["departments/", "departments/health", "halls/", "halls/jindong-hall"] {
            let (status, page) = test.get(&format!("/{}/{path}", lang.path())).await;
            assert_eq!(status, 200, "{path}");
            let words = page.replace("data-", "").replace("/assets/", "");
            assert!(!words.contains("organisations-"), "a word is missing: {page}");
        }
    }
}

#[tokio::test]
async fn a_hall_tells_when_it_opens_next() {
    let test = Test::start().await;
    test.seed().await;
    for (now, text) in [
        ("2026-09-30T10:00:00+08:00", "Open today until 17:00"),
        ("2026-09-30T18:00:00+08:00", "Opens on 8 October 2026"),
        ("2026-10-10T08:00:00+08:00", "Opens today at 09:00"),
    ] {
        test.clock.move_to(now);
        let (_, page) = test.get("/en/halls/city-hall").await;
        assert!(page.contains(text), "{now}: {page}");
    }
    test.clock.move_to("2026-10-03T10:00:00+08:00");
    let (_, body) = test.get("/api/v1/halls/city-hall").await;
    assert!(body.contains(r#""is_open":false"#), "{body}");
    assert!(body.contains(r#""opens_on":"2026-10-08""#), "{body}");
}

#[tokio::test]
async fn a_department_tells_where_to_appeal_and_what_it_does() {
    let test = Test::start().await;
    test.seed().await;
    let (_, page) = test.get("/zh-hans/departments/market-regulation").await;
    for text in
        ["榕城市人民政府", "江滨区人民法院", "榕城市</dd>", "search?department=market-regulation"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    let (_, body) = test.get("/api/v1/departments/market-regulation").await;
    assert!(body.contains("11980100009801314G"), "{body}");
    assert_eq!(test.get("/api/v1/departments/none").await.0, 404);
    let (_, all) = test.get("/api/v1/departments").await;
    assert!(all.contains("veterans"), "{all}");
}
