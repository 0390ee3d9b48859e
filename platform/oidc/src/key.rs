//! The keys of a provider (RFC 7517), and which algorithm each of them is for.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use data_encoding::BASE64URL_NOPAD;
use serde::Deserialize;

/// More keys than this are no key set.
const MOST: usize = 64;
/// The shortest RSA key that is believed, in bits: as strong as everything else here (128 bits).
const LEAST_RSA_BITS: usize = 3072;
/// The shortest where the deployer allows it for a provider (112 bits).
const ALLOWED_RSA_BITS: usize = 2048;

/// The algorithms that are believed (RFC 7518, RFC 8037). There is no way to write another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA with P-256 and SHA-256.
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// Ed25519.
    EdDsa,
}

impl Algorithm {
    /// Its name in tokens.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The algorithm of a name; RFC 9864 has a second one for Ed25519.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "ES256" => Some(Self::Es256),
            "RS256" => Some(Self::Rs256),
            "PS256" => Some(Self::Ps256),
            "EdDSA" | "Ed25519" => Some(Self::EdDsa),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Public {
    /// An uncompressed point of P-256.
    Ec(Vec<u8>),
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    Ed(Vec<u8>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey {
    id: Option<String>,
    /// The only algorithm that it is for, where the key says so.
    only: Option<Algorithm>,
    public: Public,
}

impl PublicKey {
    fn suits(&self, algorithm: Algorithm) -> bool {
        let is_kind = matches!(
            (&self.public, algorithm),
            (Public::Ec(_), Algorithm::Es256)
                | (Public::Rsa { .. }, Algorithm::Rs256 | Algorithm::Ps256)
                | (Public::Ed(_), Algorithm::EdDsa)
        );
        is_kind && self.only.is_none_or(|only| only == algorithm)
    }

    /// The length of an RSA key, in bits.
    fn rsa_bits(&self) -> Option<usize> {
        let Public::Rsa { n, .. } = &self.public else { return None };
        let mut bytes = n.iter().skip_while(|it| **it == 0);
        let Some(first) = bytes.next() else { return Some(0) };
        Some(bytes.count() * 8 + (8 - first.leading_zeros() as usize))
    }

    /// Whether the signature fits the message.
    pub fn fits(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let outcome = match (&self.public, algorithm) {
            (Public::Ec(point), Algorithm::Es256) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            (Public::Rsa { n, e }, Algorithm::Rs256) => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PKCS1_2048_8192_SHA256, message, signature)
            }
            (Public::Rsa { n, e }, Algorithm::Ps256) => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&RSA_PSS_2048_8192_SHA256, message, signature)
            }
            (Public::Ed(key), Algorithm::EdDsa) => {
                UnparsedPublicKey::new(&ED25519, key).verify(message, signature)
            }
            _ => return false,
        };
        outcome.is_ok()
    }
}

/// The keys with which a provider signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeySet {
    keys: Vec<PublicKey>,
    /// Shorter RSA keys are not believed.
    rsa_bits: usize,
}

/// A key as it is published. Everything is read as text, so that one odd key does not spoil the
/// others.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

#[derive(Deserialize)]
struct Jwks {
    keys: Vec<serde_json::Value>,
}

impl KeySet {
    /// Reads a published set. Keys of other kinds, for other purposes or of other algorithms are
    /// passed over; secret (`oct`) keys are never keys to verify with.
    pub fn read(json: &[u8]) -> Option<Self> {
        let set: Jwks = serde_json::from_slice(json).ok()?;
        if set.keys.len() > MOST {
            return None;
        }
        let keys = set.keys.into_iter().filter_map(|it| serde_json::from_value(it).ok());
        Some(Self { keys: keys.filter_map(public).collect(), rsa_bits: LEAST_RSA_BITS })
    }

    /// The same keys, RSA keys of 2,048 bits among them if the deployer allows it.
    #[must_use]
    pub fn with_rsa_2048(mut self, is_allowed: bool) -> Self {
        self.rsa_bits = if is_allowed { ALLOWED_RSA_BITS } else { LEAST_RSA_BITS };
        self
    }

    /// How long a key is that is too short to be believed.
    pub(crate) fn too_short(&self, key: &PublicKey) -> Option<usize> {
        key.rsa_bits().filter(|bits| *bits < self.rsa_bits)
    }

    /// The key with which a token of this algorithm and key id was signed. Without an id only
    /// where there is no choice.
    pub(crate) fn find(&self, algorithm: Algorithm, id: Option<&str>) -> Option<&PublicKey> {
        let mut fitting = self
            .keys
            .iter()
            .filter(|key| key.suits(algorithm) && (id.is_none() || key.id.as_deref() == id));
        let first = fitting.next()?;
        if fitting.next().is_none() { Some(first) } else { None }
    }
}

fn public(jwk: Jwk) -> Option<PublicKey> {
    let is_signing = jwk.purpose.as_deref().is_none_or(|it| it == "sig")
        && jwk.key_ops.as_ref().is_none_or(|it| it.iter().any(|op| op == "verify"));
    // A key for an algorithm that is not believed is no key.
    let only = match &jwk.alg {
        Some(word) => Some(Algorithm::parse(word)?),
        None => None,
    };
    let bytes = |text: &Option<String>| BASE64URL_NOPAD.decode(text.as_ref()?.as_bytes()).ok();
    let sized = |text: &Option<String>| bytes(text).filter(|it| it.len() == 32);
    let public = match (jwk.kty.as_str(), jwk.crv.as_deref()) {
        ("EC", Some("P-256")) => Public::Ec([vec![4], sized(&jwk.x)?, sized(&jwk.y)?].concat()),
        ("OKP", Some("Ed25519")) => Public::Ed(sized(&jwk.x)?),
        ("RSA", _) => Public::Rsa { n: bytes(&jwk.n)?, e: bytes(&jwk.e)? },
        _ => return None,
    };
    is_signing.then_some(PublicKey { id: jwk.kid, only, public })
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";

    fn set(keys: &str) -> KeySet {
        KeySet::read(format!(r#"{{"keys":[{keys}]}}"#).as_bytes()).unwrap()
    }

    #[test]
    fn only_keys_to_verify_with_are_taken() {
        let ec = format!(r#"{{"kty":"EC","crv":"P-256","kid":"a","x":"{POINT}","y":"{POINT}"}}"#);
        assert!(set(&ec).find(Algorithm::Es256, Some("a")).is_some());
        for no_key in [
            ec.replace("P-256", "P-384"),
            ec.replace(r#""kid""#, r#""use":"enc","kid""#),
            ec.replace(r#""kid""#, r#""key_ops":["sign"],"kid""#),
            ec.replace(r#""kid""#, r#""alg":"ES384","kid""#),
            ec.replace(POINT, "AAAA"),
            format!(r#"{{"kty":"oct","kid":"a","alg":"HS256","k":"{POINT}"}}"#),
            r#"{"kty":7}"#.to_owned(),
        ] {
            assert_eq!(set(&no_key).keys.len(), 0, "{no_key}");
        }
    }

    #[test]
    fn an_id_picks_a_key_and_without_one_there_must_be_no_choice() {
        let ed =
            |id: &str| format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"{id}","x":"{POINT}"}}"#);
        let both = set(&format!("{},{}", ed("a"), ed("b")));
        assert!(both.find(Algorithm::EdDsa, Some("b")).is_some());
        assert!(both.find(Algorithm::EdDsa, Some("c")).is_none());
        assert!(both.find(Algorithm::EdDsa, None).is_none());
        assert!(set(&ed("a")).find(Algorithm::EdDsa, None).is_some());
        // A key is for its own kind of algorithm only.
        assert!(set(&ed("a")).find(Algorithm::Es256, Some("a")).is_none());
        let twice = set(&format!("{},{}", ed("a"), ed("a")));
        assert!(twice.find(Algorithm::EdDsa, Some("a")).is_none());
    }

    #[test]
    fn an_rsa_key_is_as_long_as_its_number_and_not_as_its_bytes() {
        let rsa = |bytes: &[u8]| {
            let n = BASE64URL_NOPAD.encode(bytes);
            set(&format!(r#"{{"kty":"RSA","kid":"a","n":"{n}","e":"AQAB"}}"#))
        };
        let padded = [vec![0; 200], vec![0xff; 256]].concat();
        for (bytes, short, allowed) in [
            (vec![0xff; 384], None, None),
            (vec![0xff; 256], Some(2048), None),
            (padded, Some(2048), None),
            ([vec![0x7f], vec![0xff; 255]].concat(), Some(2047), Some(2047)),
            (vec![0xff; 128], Some(1024), Some(1024)),
            (vec![0; 500], Some(0), Some(0)),
        ] {
            for (is_allowed, expected) in [(false, short), (true, allowed)] {
                let keys = rsa(&bytes).with_rsa_2048(is_allowed);
                let key = keys.find(Algorithm::Rs256, Some("a")).unwrap();
                assert_eq!(keys.too_short(key), expected, "{} {is_allowed}", bytes.len());
            }
        }
    }

    #[test]
    fn a_crowd_of_keys_is_no_key_set() {
        let many = vec!["{}"; MOST + 1].join(",");
        assert!(KeySet::read(format!(r#"{{"keys":[{many}]}}"#).as_bytes()).is_none());
        assert!(KeySet::read(b"<html>").is_none());
    }
}
