//! A slow line: what the first view of an entry page costs. On 2G each round trip takes 0.8 s,
//! so a page is one request that fits the first ten packets, or a little more.

use serde_json::{Value, json};

use crate::town::Town;

/// Ten packets of 1460 bytes, the first flight of a connection.
const MOST_BYTES: u64 = 14_600;
const MOST_REQUESTS: usize = 3;

#[tokio::test]
async fn entry_pages_fit_a_slow_line() {
    let town = Town::on("2026-03-02T10:00:00+08:00").await;
    let person = town.without_eyes("villager").await;
    let browser = &person.browser;
    browser.tell("Network.enable", json!({})).await;
    // 280 kbit/s down, 256 kbit/s up.
    let line = json!({
        "offline": false, "latency": 800, "downloadThroughput": 35_000, "uploadThroughput": 32_000,
    });
    browser.tell("Network.emulateNetworkConditions", line).await;
    for page in ["/zh-hans/", "/zh-hans/services/food-business-licence", "/zh-hans/search?q=开餐馆"]
    {
        browser.tell("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
        browser.log("performance").await;
        browser.client.goto(&format!("{}{page}", town.city.base)).await.unwrap();
        let (requests, bytes) = traffic(&browser.log("performance").await);
        assert!(requests > 0 && requests <= MOST_REQUESTS, "{page}: {requests} requests");
        assert!(bytes > 0 && bytes <= MOST_BYTES, "{page}: {bytes} bytes in {requests} requests");
        println!("{page}: {requests} requests, {bytes} bytes");
    }
}

/// How many requests were answered, and with how many bytes, heads included.
fn traffic(log: &[Value]) -> (usize, u64) {
    let messages = log.iter().filter_map(|line| line["message"].as_str());
    let events = messages.filter_map(|text| serde_json::from_str::<Value>(text).ok());
    let ends = events.filter(|it| it["message"]["method"] == "Network.loadingFinished");
    let sizes = ends.filter_map(|it| it["message"]["params"]["encodedDataLength"].as_f64());
    sizes.fold((0, 0), |(requests, bytes), size| (requests + 1, bytes + size as u64))
}
