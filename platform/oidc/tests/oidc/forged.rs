//! Tokens that nobody should believe.

use aws_lc_rs::{digest, hmac};
use data_encoding::BASE64URL_NOPAD;
use kernel::Clock as _;
use oidc::{KeySet, TokenError, verified};
use serde_json::{Value, json};
use testkit::provider::{CLIENT, Signing, SigningKey};

use crate::house::{House, NONCE};

/// A key, its published set, and an honest token.
fn honest(signing: Signing) -> (SigningKey, KeySet, String) {
    let key = SigningKey::new(signing, "key-1");
    let set = set(&[key.jwk()]);
    let token = key.token(&key.header(), &json!({"iss": "https://id.example.cn", "sub": "1"}));
    (key, set, token)
}

fn set(keys: &[Value]) -> KeySet {
    KeySet::read(json!({"keys": keys}).to_string().as_bytes()).unwrap()
}

fn part(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

#[test]
fn no_bit_of_a_token_can_be_changed() {
    for signing in Signing::ALL {
        let (_, keys, token) = honest(signing);
        assert!(verified(&token, &keys, &["jwt"]).is_ok());
        let mut refused = 0;
        for at in 0..token.len() {
            for bit in 0..7 {
                let mut bytes = token.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let Ok(forged) = String::from_utf8(bytes) else { continue };
                assert!(verified(&forged, &keys, &["jwt"]).is_err(), "{signing:?} {at} {bit}");
                refused += 1;
            }
        }
        assert_eq!(refused, token.len() * 7);
    }
}

#[test]
fn no_byte_of_a_token_can_be_left_out_or_doubled() {
    let (_, keys, token) = honest(Signing::Es256);
    for at in 0..token.len() {
        let (before, after) = token.split_at(at);
        let shorter = format!("{before}{}", &after[1..]);
        let longer = format!("{before}{}{after}", &after[..1]);
        for forged in [shorter, longer, before.to_owned()] {
            assert!(verified(&forged, &keys, &["jwt"]).is_err(), "{at}: {forged}");
        }
    }
    for forged in
        [format!("{token}="), format!("{token}."), format!(" {token}"), format!("{token}\n")]
    {
        assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::Malformed);
    }
}

#[test]
fn unsigned_tokens_are_refused_however_they_are_spelled() {
    let (key, keys, token) = honest(Signing::Es256);
    let payload = token.split('.').nth(1).unwrap();
    for alg in ["none", "None", "NONE", "nOnE", "", "null"] {
        let header = part(&json!({"alg": alg, "kid": key.id}));
        for signature in ["", "AA", token.split('.').nth(2).unwrap()] {
            let forged = format!("{header}.{payload}.{signature}");
            assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::Algorithm);
        }
    }
    let headless = format!("{}.{payload}.", part(&json!({"kid": key.id})));
    assert_eq!(verified(&headless, &keys, &["jwt"]).unwrap_err(), TokenError::Malformed);
}

#[test]
fn a_public_key_is_no_secret_to_sign_with() {
    for signing in Signing::ALL {
        let (key, keys, token) = honest(signing);
        let payload = token.split('.').nth(1).unwrap();
        let published = key.jwk().to_string().into_bytes();
        for secret in [key.public_bytes(), published] {
            for (alg, kind) in [
                ("HS256", hmac::HMAC_SHA256),
                ("HS384", hmac::HMAC_SHA384),
                ("HS512", hmac::HMAC_SHA512),
            ] {
                let message = format!("{}.{payload}", part(&json!({"alg": alg, "kid": key.id})));
                let tag = hmac::sign(&hmac::Key::new(kind, &secret), message.as_bytes());
                let forged = format!("{message}.{}", BASE64URL_NOPAD.encode(tag.as_ref()));
                assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::Algorithm);
            }
        }
    }
    // Nor does a secret key in the set make it one.
    let (key, ..) = honest(Signing::Es256);
    let secret = json!({"kty": "oct", "kid": "key-1", "alg": "HS256", "k": "AAAA"});
    let message =
        format!("{}.{}", part(&json!({"alg": "HS256", "kid": "key-1"})), part(&json!({})));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &[0, 0, 0]), message.as_bytes());
    let forged = format!("{message}.{}", BASE64URL_NOPAD.encode(tag.as_ref()));
    assert!(verified(&forged, &set(&[secret, key.jwk()]), &["jwt"]).is_err());
}

#[test]
fn algorithms_of_other_names_are_refused() {
    let (key, keys, _) = honest(Signing::Es256);
    for alg in [
        "ES384", "ES512", "ES256K", "RS1", "RS384", "RS512", "PS512", "HS1", "es256", "ES256 ",
        "Ed448", "dir",
    ] {
        let forged = key.token(&json!({"alg": alg, "kid": key.id}), &json!({"sub": "1"}));
        assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::Algorithm, "{alg}");
    }
    // One algorithm's key does not serve another: neither by kind nor by padding.
    for other in [Signing::Rs256, Signing::EdDsa] {
        let stranger = SigningKey::new(other, "key-1");
        let forged = stranger.token(&stranger.header(), &json!({"sub": "1"}));
        assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::UnknownKey);
    }
    let (rsa, keys, _) = honest(Signing::Rs256);
    let forged = rsa.token(&json!({"alg": "PS256", "kid": rsa.id}), &json!({"sub": "1"}));
    assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::UnknownKey);
}

#[test]
fn short_keys_are_believed_only_where_the_deployer_allows_it() {
    for signing in [Signing::Rs256, Signing::Ps256] {
        let key = SigningKey::short(signing, "key-1");
        let token = key.token(&key.header(), &json!({"sub": "1"}));
        let keys = set(&[key.jwk()]);
        let refused = verified(&token, &keys, &["jwt"]).unwrap_err();
        assert_eq!(refused, TokenError::ShortKey(2048), "{signing:?}");
        assert!(refused.to_string().contains("allow_rsa_2048"), "it says what would allow it");
        assert!(verified(&token, &keys.with_rsa_2048(true), &["jwt"]).is_ok(), "{signing:?}");
        // A long key of the same provider is believed either way.
        let long = SigningKey::new(signing, "key-2");
        let token = long.token(&long.header(), &json!({"sub": "1"}));
        assert!(verified(&token, &set(&[key.jwk(), long.jwk()]), &["jwt"]).is_ok());
    }
}

#[test]
fn keys_that_a_token_brings_along_are_not_even_read() {
    let (_, keys, _) = honest(Signing::Es256);
    let thief = SigningKey::new(Signing::Es256, "key-1");
    for (name, value) in [
        ("jwk", thief.jwk()),
        ("jku", "https://evil.example/jwks".into()),
        ("x5u", "https://evil.example/cert".into()),
        ("x5c", json!(["MIIB"])),
        ("x5t", "AAAA".into()),
    ] {
        let mut header = thief.header();
        header[name] = value;
        let forged = thief.token(&header, &json!({"sub": "1"}));
        assert_eq!(
            verified(&forged, &keys, &["jwt"]).unwrap_err(),
            TokenError::Signature,
            "{name}"
        );
    }
}

#[test]
fn a_key_id_is_a_name_and_no_way_to_anything() {
    let (_, keys, _) = honest(Signing::Es256);
    let thief = SigningKey::new(Signing::Es256, "key-1");
    for id in [
        "../../../../dev/null",
        "/proc/sys/kernel/randomize_va_space",
        "key-1' OR '1'='1",
        "key-1\0",
        "https://evil.example/key",
        "| /bin/true",
        "",
        "KEY-1",
    ] {
        let header = json!({"alg": "ES256", "kid": id, "typ": "JWT"});
        let forged = thief.token(&header, &json!({"sub": "1"}));
        assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::UnknownKey, "{id}");
    }
    for id in [json!(1), json!(["key-1"]), json!({"$ne": ""})] {
        let forged = thief.token(&json!({"alg": "ES256", "kid": id}), &json!({"sub": "1"}));
        assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::Malformed);
    }
}

#[test]
fn what_must_be_understood_and_is_not_is_refused() {
    let (key, keys, _) = honest(Signing::Es256);
    for (name, value) in [("crit", json!(["exp"])), ("b64", json!(false)), ("zip", json!("DEF"))] {
        let mut header = key.header();
        header[name] = value;
        let forged = key.token(&header, &json!({"sub": "1"}));
        assert_eq!(
            verified(&forged, &keys, &["jwt"]).unwrap_err(),
            TokenError::Malformed,
            "{name}"
        );
    }
    let no_object = key.token(&key.header(), &json!(["sub"]));
    assert_eq!(verified(&no_object, &keys, &["jwt"]).unwrap_err(), TokenError::Malformed);
}

#[test]
fn tokens_of_other_types_do_not_pass_for_id_tokens() {
    let (key, keys, _) = honest(Signing::Es256);
    for kind in ["at+jwt", "application/at+jwt", "logout+jwt", "secevent+jwt", "dpop+jwt", ""] {
        let mut header = key.header();
        header["typ"] = kind.into();
        let forged = key.token(&header, &json!({"sub": "1"}));
        assert_eq!(verified(&forged, &keys, &["jwt"]).unwrap_err(), TokenError::Kind, "{kind}");
    }
}

#[tokio::test]
async fn a_signed_token_that_says_something_else_is_not_believed() {
    let house = House::new().await;
    let other = "https://evil.example".to_owned();
    let issuer = house.provider.issuer().to_owned();
    for (name, values) in [
        ("iss", vec![json!(other), json!(format!("{issuer}/")), json!([issuer]), Value::Null]),
        ("aud", vec![json!("somebody"), json!([]), json!(["somebody"]), json!(""), Value::Null]),
        ("nonce", vec![json!("another"), json!(""), json!([NONCE]), Value::Null]),
        ("sub", vec![json!(""), json!(7), json!("x".repeat(256)), Value::Null]),
        ("at_hash", vec![json!("AAAA"), json!(""), Value::Null]),
        ("azp", vec![json!("somebody"), json!([CLIENT])]),
    ] {
        for value in values {
            let (key, said) = (name.to_owned(), value.clone());
            house.provider.says(move |claims| {
                claims.insert(key.clone(), said.clone());
            });
            house.is_not_believed(name).await;
        }
    }
    for missing in ["iss", "aud", "nonce", "sub", "exp", "iat"] {
        house.provider.says(move |claims| {
            claims.remove(missing);
        });
        house.is_not_believed(missing).await;
    }
}

#[tokio::test]
async fn a_token_for_several_is_believed_only_if_it_was_given_to_us() {
    let house = House::new().await;
    let both = json!([CLIENT, "somebody"]);
    let said = both.clone();
    house.provider.says(move |claims| {
        claims.insert("aud".to_owned(), said.clone());
    });
    house.is_not_believed("azp").await;
    house.provider.says(move |claims| {
        claims.insert("aud".to_owned(), both.clone());
        claims.insert("azp".to_owned(), CLIENT.into());
    });
    assert!(house.signs_in().await.is_ok());
}

#[tokio::test]
async fn the_hash_of_the_access_token_must_fit() {
    let house = House::new().await;
    let hash = |token: &str| {
        let hash = digest::digest(&digest::SHA256, token.as_bytes());
        BASE64URL_NOPAD.encode(&hash.as_ref()[..16])
    };
    // The provider numbers its access tokens.
    let (first, second) = (hash("access-0"), hash("access-0"));
    house.provider.says(move |claims| {
        claims.insert("at_hash".to_owned(), first.clone().into());
    });
    assert!(house.signs_in().await.is_ok());
    house.provider.says(move |claims| {
        claims.insert("at_hash".to_owned(), second.clone().into());
    });
    house.is_not_believed("at_hash").await;
}

#[tokio::test]
async fn another_key_with_the_right_name_is_not_believed() {
    let house = House::new().await;
    let claims = Value::Object(house.provider.claims(NONCE));
    let thief = SigningKey::new(Signing::Es256, house.provider.with_key(|key| key.id.clone()));
    house.provider.sends(move |_| thief.token(&thief.header(), &claims));
    house.is_not_believed("signature").await;
}

#[tokio::test]
async fn an_id_token_opens_nothing_at_the_provider() {
    let house = House::new().await;
    let found = house.signs_in().await.unwrap();
    let url = url::Url::parse(&format!("{}/userinfo", house.provider.issuer())).unwrap();
    let ask =
        oidc::Ask { url, authorization: Some(format!("Bearer {}", found.id_token)), form: None };
    let reply = crate::house::door(house.provider.issuer()).send(ask).await.unwrap();
    assert_eq!(reply.status, 401);
    assert_eq!(found.proved_at, Some(house.clock.now()));
}
