//! Signing in, with each algorithm, through key changes, and with what must not be mixed up.

use jiff::SignedDuration;
use kernel::Clock as _;
use oidc::{Client, Flow, OidcError, Return};
use serde_json::json;
use testkit::provider::Signing;

use crate::house::{BACK, FLOW, House, NONCE, STATE, VERIFIER, door, registered};

#[tokio::test]
async fn somebody_signs_in_with_each_algorithm_that_is_believed() {
    let house = House::new().await;
    for signing in Signing::ALL {
        house.provider.signs_with(signing);
        house.clock.advance(SignedDuration::from_hours(2));
        let found = house.signs_in().await.unwrap();
        assert_eq!(found.issuer, house.provider.issuer());
        assert_eq!((found.subject.as_str(), found.text("name")), ("person-1", Some("陈雨禾")));
        assert_eq!(found.acr.as_deref(), Some("face"));
        assert_eq!(found.proved_at, Some(house.clock.now()));
    }
}

#[tokio::test]
async fn the_address_asks_for_a_code_with_pkce_and_nothing_else() {
    let house = House::new().await;
    let more = [("acr_values", "face")];
    let address = house.client.address(&FLOW, &more, house.clock.now()).await.unwrap();
    let url = url::Url::parse(&address).unwrap();
    let get = |name: &str| {
        let values: Vec<_> = url.query_pairs().filter(|it| it.0 == name).collect();
        assert_eq!(values.len(), 1, "{name} stands once in {address}");
        values[0].1.clone().into_owned()
    };
    assert_eq!(get("response_type"), "code");
    assert_eq!(get("redirect_uri"), BACK);
    assert_eq!(get("scope"), "openid profile");
    assert_eq!((get("state"), get("nonce")), (STATE.to_owned(), NONCE.to_owned()));
    assert_eq!(get("code_challenge_method"), "S256");
    assert_eq!(get("acr_values"), "face");
    assert!(!address.contains(VERIFIER) && !address.contains("secret"));
}

#[tokio::test]
async fn a_code_is_good_once_and_with_its_own_verifier_only() {
    let house = House::new().await;
    let back = house.comes_back().await;
    assert!(house.finish(&back).await.is_ok());
    assert_eq!(house.finish(&back).await, Err(OidcError::Refused("invalid_grant".to_owned())));

    let stolen = house.comes_back().await;
    let other = Flow { verifier: "another-0123456789abcdefghijklmnopqrstuvwxyz", ..FLOW };
    let refused = house.client.finish(&stolen, &other, None, house.clock.now()).await;
    assert_eq!(refused, Err(OidcError::Refused("invalid_grant".to_owned())));
}

#[tokio::test]
async fn an_assertion_of_another_flow_is_not_believed() {
    let house = House::new().await;
    let back = house.comes_back().await;
    let other = Flow { nonce: "nonce-of-somebody-else-0123", ..FLOW };
    let refused = house.client.finish(&back, &other, None, house.clock.now()).await;
    assert!(matches!(refused, Err(OidcError::Unbelievable(why)) if why.contains("nonce")));
}

#[tokio::test]
async fn who_sent_somebody_back_must_be_who_was_asked() {
    let house = House::new().await;
    let back = house.comes_back().await;
    let by_other = Return { iss: Some("https://evil.example".to_owned()), ..back.clone() };
    assert!(matches!(house.finish(&by_other).await, Err(OidcError::Unbelievable(_))));
    // A provider that says that it names itself always does.
    let nameless = Return { iss: None, ..back.clone() };
    assert!(matches!(house.finish(&nameless).await, Err(OidcError::Unbelievable(_))));
    assert_eq!(house.provider.asked("/token"), 0, "the code went nowhere");
    assert!(house.finish(&back).await.is_ok());
}

#[tokio::test]
async fn somebody_who_says_no_is_not_signed_in() {
    let house = House::new().await;
    let iss = Some(house.provider.issuer().to_owned());
    let back =
        Return { error: Some("access_denied\u{1b}[31m\n".to_owned()), iss, ..Return::default() };
    // The word is for a log: nothing of it can disturb one.
    assert_eq!(house.finish(&back).await, Err(OidcError::Refused("access_denied31m".to_owned())));
}

#[tokio::test]
async fn new_keys_are_found_in_the_middle_of_a_flow() {
    let house = House::new().await;
    assert!(house.signs_in().await.is_ok());
    assert_eq!(house.provider.asked("/jwks"), 1);
    let back = house.comes_back().await;
    house.provider.rotates();
    assert!(house.finish(&back).await.is_ok());
    assert_eq!(house.provider.asked("/jwks"), 2);
    assert!(house.signs_in().await.is_ok());
    assert_eq!(house.provider.asked("/jwks"), 2, "known keys are not fetched again");
}

#[tokio::test]
async fn made_up_key_ids_fetch_the_keys_once_a_minute() {
    let house = House::new().await;
    assert!(house.signs_in().await.is_ok());
    house.provider.rotates();
    house.provider.hides_newest(true);
    for _ in 0..5 {
        house.is_not_believed("unknown key").await;
    }
    assert_eq!(house.provider.asked("/jwks"), 2);
    house.clock.advance(SignedDuration::from_secs(59));
    house.is_not_believed("unknown key").await;
    assert_eq!(house.provider.asked("/jwks"), 2);
    house.clock.advance(SignedDuration::from_secs(1));
    house.provider.hides_newest(false);
    assert!(house.signs_in().await.is_ok());
    assert_eq!(house.provider.asked("/jwks"), 3);
}

#[tokio::test]
async fn a_key_that_left_the_set_is_believed_no_longer_than_an_hour() {
    let house = House::new().await;
    assert!(house.signs_in().await.is_ok());
    house.provider.with_key(|_| ());
    house.provider.hides_newest(true);
    assert!(house.signs_in().await.is_ok());
    house.clock.advance(SignedDuration::from_hours(1));
    house.is_not_believed("unknown key").await;
}

#[tokio::test]
async fn a_provider_with_short_keys_signs_nobody_in_unless_the_deployer_allows_it() {
    let house = House::new().await;
    house.provider.signs_with_short(Signing::Rs256);
    house.is_not_believed("allow_rsa_2048").await;
    let provider = oidc::Provider { allows_rsa_2048: true, ..registered(house.provider.issuer()) };
    let client = Client::new(provider, door(house.provider.issuer()));
    let back = house.comes_back().await;
    let found = client.finish(&back, &FLOW, None, house.clock.now()).await;
    assert_eq!(found.unwrap().text("name"), Some("陈雨禾"));
    let other = House::new().await;
    other.provider.signs_with(Signing::Rs256);
    assert!(other.signs_in().await.is_ok(), "3,072 bits are believed of everybody");
}

#[tokio::test]
async fn userinfo_adds_what_the_token_does_not_say_and_only_about_the_same_person() {
    let house = House::new().await;
    house.provider.tells(json!({"id_number": "71000019900101004X", "name": "别人"}));
    let provider = oidc::Provider { has_userinfo: true, ..registered(house.provider.issuer()) };
    let client = Client::new(provider, door(house.provider.issuer()));
    let finish = async || {
        let back = house.comes_back().await;
        client.finish(&back, &FLOW, None, house.clock.now()).await
    };
    let found = finish().await.unwrap();
    assert_eq!(found.text("id_number"), Some("71000019900101004X"));
    assert_eq!(found.text("name"), Some("陈雨禾"), "the signed token comes first");
    house.provider.tells(json!({"sub": "person-2"}));
    assert!(matches!(finish().await, Err(OidcError::Unbelievable(why)) if why.contains("else")));
}

#[tokio::test]
async fn the_secret_goes_where_the_provider_wants_it() {
    let house = House::new().await;
    house
        .provider
        .describes(json!({"token_endpoint_auth_methods_supported": ["client_secret_post"]}));
    assert!(house.signs_in().await.is_ok());
}

#[tokio::test]
async fn the_same_subject_of_two_providers_is_told_apart() {
    let (one, two) = (House::new().await, House::new().await);
    let (of_one, of_two) = (one.signs_in().await.unwrap(), two.signs_in().await.unwrap());
    assert_eq!(of_one.subject, of_two.subject);
    assert_ne!(of_one.issuer, of_two.issuer);
    // Nor does the one's token pass for the other's.
    let foreign = of_one.id_token.clone();
    two.provider.sends(move |_| foreign.clone());
    assert!(two.signs_in().await.is_err());
}
