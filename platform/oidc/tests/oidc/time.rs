//! When a token holds: the edges, with a clock that is moved by hand.

use jiff::SignedDuration;
use kernel::Clock as _;
use oidc::OidcError;
use serde_json::json;

use crate::house::{FLOW, House};

/// Signs in with a claim that lies `seconds` from now.
async fn with(house: &House, name: &'static str, seconds: i64) -> bool {
    let at = house.clock.now().as_second() + seconds;
    house.provider.says(move |claims| {
        claims.insert(name.to_owned(), at.into());
    });
    match house.signs_in().await {
        Ok(_) => true,
        Err(OidcError::Unbelievable(why)) => {
            assert!(why.contains(name), "{name} {seconds}: {why}");
            false
        }
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_token_holds_a_minute_longer_than_it_says_and_not_a_second_more() {
    let house = House::new().await;
    for (name, seconds, is_believed) in [
        ("exp", 1, true),
        ("exp", 0, true),
        ("exp", -59, true),
        ("exp", -60, false),
        ("exp", -61, false),
        ("nbf", -1, true),
        ("nbf", 60, true),
        ("nbf", 61, false),
        ("iat", 60, true),
        ("iat", 61, false),
        ("iat", -660, true),
        ("iat", -661, false),
        ("auth_time", 60, true),
        ("auth_time", 61, false),
        ("auth_time", -86_400, true),
    ] {
        assert_eq!(with(&house, name, seconds).await, is_believed, "{name} {seconds}");
    }
}

#[tokio::test]
async fn a_token_ages_while_the_clock_moves() {
    let house = House::new().await;
    let kept = house.signs_in().await.unwrap().id_token;
    house.provider.sends(move |_| kept.clone());
    house.clock.advance(SignedDuration::from_secs(359));
    assert!(house.signs_in().await.is_ok());
    house.clock.advance(SignedDuration::from_secs(1));
    house.is_not_believed("exp").await;
    // A clock that is moved back finds a token of the future.
    house.clock.advance(SignedDuration::from_secs(-500));
    house.is_not_believed("iat").await;
}

#[tokio::test]
async fn times_that_are_no_times_are_refused() {
    let house = House::new().await;
    for name in ["exp", "iat", "nbf", "auth_time"] {
        for odd in [
            json!("2026-03-02"),
            json!(-1),
            json!(i64::MAX),
            json!(u64::MAX),
            json!(1e300),
            json!(true),
            json!(null),
        ] {
            let said = odd.clone();
            house.provider.says(move |claims| {
                claims.insert(name.to_owned(), said.clone());
            });
            house.is_not_believed(name).await;
        }
    }
}

#[tokio::test]
async fn who_must_have_proved_themselves_just_now_has() {
    let house = House::new().await;
    let finish = async |seconds: i64| {
        let at = house.clock.now().as_second() - seconds;
        house.provider.says(move |claims| {
            claims.insert("auth_time".to_owned(), at.into());
        });
        let back = house.comes_back().await;
        let age = Some(SignedDuration::from_secs(120));
        house.client.finish(&back, &FLOW, age, house.clock.now()).await.is_ok()
    };
    assert!(finish(0).await && finish(180).await);
    assert!(!finish(181).await);
    house.provider.says(|claims| {
        claims.remove("auth_time");
    });
    let back = house.comes_back().await;
    let age = Some(SignedDuration::from_secs(120));
    assert!(house.client.finish(&back, &FLOW, age, house.clock.now()).await.is_err());
}
