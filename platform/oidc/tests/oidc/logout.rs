//! The provider says that somebody's session there is over.

use jiff::SignedDuration;
use kernel::Clock as _;
use oidc::OidcError;
use serde_json::{Value, json};

use crate::house::House;

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// A notice that says something else.
fn notice(house: &House, name: &str, value: Value) -> String {
    let mut claims = json!({
        "iss": house.provider.issuer(), "aud": "onewindow", "sub": "person-1", "jti": "1",
        "iat": house.clock.now().as_second(), "events": {EVENT: {}},
    });
    if value.is_null() {
        claims.as_object_mut().unwrap().remove(name);
    } else {
        claims[name] = value;
    }
    house.provider.with_key(|key| {
        let mut header = key.header();
        header["typ"] = "logout+jwt".into();
        key.token(&header, &claims)
    })
}

#[tokio::test]
async fn a_notice_says_whose_session_is_over() {
    let house = House::new().await;
    let token = house.provider.logout_token("person-1", "notice-1");
    let notice = house.client.logged_out(&token, house.clock.now()).await.unwrap();
    assert_eq!(notice.subject.as_deref(), Some("person-1"));
    assert_eq!((notice.id.as_str(), notice.session), ("notice-1", None));
}

#[tokio::test]
async fn what_is_no_notice_signs_nobody_out() {
    let house = House::new().await;
    let now = house.clock.now();
    for (name, value) in [
        ("iss", json!("https://evil.example")),
        ("aud", json!("somebody")),
        ("events", json!({})),
        ("events", json!({EVENT: true})),
        ("events", Value::Null),
        ("nonce", json!("nonce")),
        ("jti", Value::Null),
        ("sub", Value::Null),
        ("iat", Value::Null),
        ("iat", json!(now.as_second() - 661)),
        ("iat", json!(now.as_second() + 61)),
        ("exp", json!(now.as_second() - 60)),
    ] {
        let token = notice(&house, name, value.clone());
        let refused = house.client.logged_out(&token, now).await;
        assert!(matches!(refused, Err(OidcError::Unbelievable(_))), "{name} {value}: {refused:?}");
    }
    // An ID token is no notice, nor is a notice an ID token.
    let id_token = house.signs_in().await.unwrap().id_token;
    assert!(house.client.logged_out(&id_token, now).await.is_err());
    let notice = house.provider.logout_token("person-1", "notice-1");
    house.provider.sends(move |_| notice.clone());
    house.is_not_believed("another type").await;
}

#[tokio::test]
async fn an_old_notice_is_worth_nothing() {
    let house = House::new().await;
    let token = house.provider.logout_token("person-1", "notice-1");
    house.clock.advance(SignedDuration::from_secs(660));
    assert!(house.client.logged_out(&token, house.clock.now()).await.is_ok());
    house.clock.advance(SignedDuration::from_secs(1));
    assert!(house.client.logged_out(&token, house.clock.now()).await.is_err());
}
