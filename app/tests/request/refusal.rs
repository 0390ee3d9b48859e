//! What comes from elsewhere changes nothing. Who is refused where stands in `rights`.

use crate::city::City;

/// An address of a route with its parameters filled in by something that does not exist.
pub fn address(id: &str) -> String {
    let path = id.split_once(' ').map_or("", |(_, path)| path).replace("/{l}", "/zh-hans");
    let parts = path.split('/').map(|part| if part.starts_with('{') { "none" } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn forms_from_elsewhere_or_without_a_token_change_nothing() {
    let city = City::on("2026-03-02T10:00:00+08:00").await;
    let client = reqwest::Client::new();
    let url = format!("{}/zh-hans/sign-in", city.base);
    let fields = [("login", "710000198804161226"), ("password", "onewindow")];
    let foreign = client.post(&url).header("origin", "https://evil.example").form(&fields);
    assert_eq!(foreign.send().await.unwrap().status().as_u16(), 403);
    let bare = client.post(&url).form(&fields);
    assert_eq!(bare.send().await.unwrap().status().as_u16(), 409);
}
