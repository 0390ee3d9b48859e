//! A provider that is down, slow or lies about itself.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use jiff::SignedDuration;
use kernel::Clock as _;
use oidc::{Ask, Client, OidcError, Reply, Wire, WireError};
use serde_json::json;
use testkit::provider::Fault;
use tokio::sync::Notify;
use url::Url;

use crate::house::{FLOW, House, door, registered};

#[tokio::test]
async fn a_provider_that_does_not_answer_is_left_in_peace_for_a_while() {
    let house = House::new().await;
    for fault in [Fault::Broken, Fault::Huge, Fault::Elsewhere, Fault::HangsUp] {
        let client =
            Client::new(registered(house.provider.issuer()), door(house.provider.issuer()));
        let now = house.clock.now();
        assert!(client.is_up(now), "nothing is known against it");
        house.provider.fails(None, fault);
        let before = house.provider.asked("/.well-known/openid-configuration");
        for _ in 0..5 {
            let asked = client.address(&FLOW, &[], now).await;
            assert!(matches!(asked, Err(OidcError::Down(_))), "{fault:?}: {asked:?}");
            assert!(!client.is_up(now));
        }
        let after = house.provider.asked("/.well-known/openid-configuration");
        assert_eq!(after - before, 1, "{fault:?}");
        house.provider.is_honest();
        let later = now + SignedDuration::from_secs(30);
        assert!(client.is_up(later) && client.address(&FLOW, &[], later).await.is_ok());
    }
    assert_eq!(house.provider.asked("/canary"), 0, "redirects are not followed");
}

#[tokio::test]
async fn a_provider_that_is_gone_is_down() {
    let mut house = House::new().await;
    let back = house.comes_back().await;
    house.provider.stops().await;
    let refused = house.finish(&back).await;
    assert!(matches!(refused, Err(OidcError::Down(_))), "{refused:?}");
    assert!(!house.client.is_up(house.clock.now()));
}

#[tokio::test]
async fn answers_to_a_code_may_go_wrong_in_every_way() {
    let house = House::new().await;
    for fault in [Fault::Broken, Fault::Huge, Fault::Elsewhere, Fault::HangsUp, Fault::Garbage] {
        house.provider.is_honest();
        let back = house.comes_back().await;
        house.provider.fails(Some("/token"), fault);
        assert!(house.finish(&back).await.is_err(), "{fault:?}");
    }
    house.provider.is_honest();
    assert!(house.signs_in().await.is_ok());
}

#[tokio::test]
async fn keys_may_be_missing() {
    for fault in [Fault::Broken, Fault::Garbage, Fault::Huge] {
        let house = House::new().await;
        let back = house.comes_back().await;
        house.provider.fails(Some("/jwks"), fault);
        assert!(house.finish(&back).await.is_err(), "{fault:?}");
    }
}

#[tokio::test]
async fn a_description_that_leads_elsewhere_is_not_followed() {
    for (name, value) in [
        ("issuer", json!("https://evil.example")),
        ("token_endpoint", json!("https://evil.example/token")),
        ("jwks_uri", json!("http://169.254.169.254/latest/meta-data")),
        ("jwks_uri", json!("file:///etc/passwd")),
        ("jwks_uri", json!("http://127.0.0.1:1/jwks")),
        ("userinfo_endpoint", json!("http://localhost:22/")),
        ("authorization_endpoint", json!("javascript:alert(1)")),
        ("response_types_supported", json!(["id_token"])),
        ("code_challenge_methods_supported", json!(["plain"])),
        ("id_token_signing_alg_values_supported", json!(["none", "HS256"])),
    ] {
        let house = House::new().await;
        let mut more = serde_json::Map::new();
        more.insert(name.to_owned(), value.clone());
        house.provider.describes(more.into());
        let asked = house.client.address(&FLOW, &[], house.clock.now()).await;
        assert!(matches!(asked, Err(OidcError::Unfit(_))), "{name} {value}: {asked:?}");
    }
}

/// A line on which answers wait until somebody lets them go.
struct Slow {
    asked: AtomicUsize,
    go: Notify,
}

#[async_trait::async_trait]
impl Wire for Slow {
    fn reaches(&self, _: &Url) -> bool {
        true
    }

    async fn send(&self, _: Ask) -> Result<Reply, WireError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.go.notified().await;
        Err(WireError("no answer in time".to_owned()))
    }
}

#[tokio::test]
async fn a_crowd_before_a_slow_provider_asks_it_once_and_the_button_still_answers() {
    let house = House::new().await;
    let line = Arc::new(Slow { asked: AtomicUsize::new(0), go: Notify::new() });
    let client = Arc::new(Client::new(registered(house.provider.issuer()), line.clone()));
    let now = house.clock.now();
    let crowd: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.address(&FLOW, &[], now).await })
        })
        .collect();
    while line.asked.load(Ordering::SeqCst) == 0 {
        tokio::task::yield_now().await;
    }
    // Whether the button is offered is answered without waiting for anybody.
    assert!(client.is_up(now));
    line.go.notify_one();
    for one in crowd {
        assert!(matches!(one.await.unwrap(), Err(OidcError::Down(_))));
    }
    assert_eq!(line.asked.load(Ordering::SeqCst), 1);
    assert!(!client.is_up(now));
}
