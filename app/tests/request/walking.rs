//! Whoever walks through numbers or asks without end is stopped, and others are not.

use reqwest::Client;
use web::{Alarm, Budgets, LookUp};

use crate::city::City;

const MORNING: &str = "2026-03-02T10:00:00+08:00";

fn limited(site: &mut web::Site) {
    site.has_limits = true;
    site.budgets = Budgets { visitor: 5, visitors: 12, ..Budgets::default() };
    site.proxies = vec!["127.0.0.1".parse().unwrap()];
}

#[tokio::test]
async fn many_addresses_that_walk_through_licences_are_stopped_together() {
    let city = City::whose(MORNING, limited).await;
    let client = Client::new();
    let check = async |address: &str, number: u32| {
        let url = format!("{}/api/v1/verify/JY{number}", city.base);
        client.get(url).header("x-forwarded-for", address).send().await.unwrap()
    };
    let mut answered = 0;
    for number in 0..60 {
        let response = check(&format!("5.6.{}.1", number % 10), number).await;
        match response.status().as_u16() {
            404 => answered += 1,
            429 => {
                let wait: u64 =
                    response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
                assert!((1..=600).contains(&wait), "{wait}");
                let problem: serde_json::Value = response.json().await.unwrap();
                assert_eq!(problem["code"], "too_many");
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(answered, 12, "the common budget");
    let alarms = city.installation.web.alarms.take();
    let told = Alarm::Novelty { kind: LookUp::Licence, budget: "visitors" };
    assert!(alarms.contains(&told), "{alarms:?}");

    // Ordinary people: what was asked before, other pages, and the guide.
    assert_eq!(check("9.9.9.9", 1).await.status().as_u16(), 404);
    for path in ["/zh-hans/", "/zh-hans/verify", "/zh-hans/services/food-business-licence"] {
        let page = client.get(format!("{}{path}", city.base)).send().await.unwrap();
        assert_eq!(page.status().as_u16(), 200, "{path}");
    }
    // Ten minutes later there is a new budget.
    city.clock.move_to("2026-03-02T10:10:00+08:00");
    assert_eq!(check("9.9.9.9", 1000).await.status().as_u16(), 404);
}

#[tokio::test]
async fn a_word_about_oneself_gives_no_new_budget() {
    let bare = |site: &mut web::Site| {
        limited(site);
        site.proxies.clear();
    };
    let city = City::whose(MORNING, bare).await;
    let client = Client::new();
    let mut statuses = Vec::new();
    for number in 0..8 {
        let url = format!("{}/api/v1/verify/JY{number}", city.base);
        let request = client.get(url).header("x-forwarded-for", format!("5.6.7.{number}"));
        let request = request.header("forwarded", format!("for=5.6.7.{number}"));
        let request = request.header("x-real-ip", format!("5.6.7.{number}"));
        statuses.push(request.send().await.unwrap().status().as_u16());
    }
    assert_eq!(statuses, [404, 404, 404, 404, 404, 429, 429, 429]);
}

#[tokio::test]
async fn wrong_codes_are_counted_and_the_right_one_is_not() {
    let city = City::whose(MORNING, limited).await;
    let client = Client::new();
    let track = async |code: &str, address: &str| {
        let url = format!("{}/api/v1/cases/26030200017", city.base);
        let asked = client.get(url).header("query-code", code).header("x-forwarded-for", address);
        asked.send().await.unwrap().status().as_u16()
    };
    let mut seen = Vec::new();
    for code in ["100003", "100014", "100025", "100036", "100047", "100058", "100069"] {
        seen.push(track(code, "5.6.7.8").await);
    }
    assert!(seen.contains(&404), "{seen:?}");
    let last = seen.last().copied();
    assert!(matches!(last, Some(429 | 404 | 401)), "{seen:?}");
}

#[tokio::test]
async fn a_burst_is_throttled_with_a_clear_answer() {
    let city = City::whose(MORNING, limited).await;
    let client = Client::new();
    let mut refused = None;
    for _ in 0..400 {
        let url = format!("{}/zh-hans/search?q=a", city.base);
        let response = client.get(url).header("x-forwarded-for", "7.7.7.7").send().await.unwrap();
        if response.status().as_u16() == 429 {
            refused = Some(response);
            break;
        }
    }
    let refused = refused.expect("a burst is throttled");
    assert!(refused.headers().contains_key("retry-after"));
    let page = refused.text().await.unwrap();
    assert!(page.contains("请等") || page.contains("Please"), "{page}");
    let other = client.get(format!("{}/zh-hans/search?q=a", city.base));
    let other = other.header("x-forwarded-for", "7.7.7.8").send().await.unwrap();
    assert_eq!(other.status().as_u16(), 200, "somebody else notices nothing");
}
