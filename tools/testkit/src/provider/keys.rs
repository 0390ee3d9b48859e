//! The keys of the tests' identity provider, with real signatures.

use aws_lc_rs::{
    rand::SystemRandom,
    rsa,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _,
        RSA_PKCS1_SHA256, RSA_PSS_SHA256,
    },
};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

/// With what tokens are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// ECDSA with P-256.
    Es256,
    /// RSA, the old padding.
    Rs256,
    /// RSA, the new padding.
    Ps256,
    /// Ed25519.
    EdDsa,
}

impl Signing {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Es256, Self::Rs256, Self::Ps256, Self::EdDsa];

    /// Its name in tokens.
    pub fn word(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::EdDsa => "EdDSA",
        }
    }
}

enum Pair {
    Ec(EcdsaKeyPair),
    Rsa(Signing, rsa::KeyPair),
    Ed(Ed25519KeyPair),
}

/// A key with its id.
pub struct SigningKey {
    /// Its id in the key set.
    pub id: String,
    pair: Pair,
}

impl SigningKey {
    /// A new key.
    ///
    /// # Panics
    /// When none can be made.
    pub fn new(signing: Signing, id: impl Into<String>) -> Self {
        Self::sized(signing, id, rsa::KeySize::Rsa3072)
    }

    /// A new key, of 2,048 bits where it is one of RSA.
    ///
    /// # Panics
    /// When none can be made.
    pub fn short(signing: Signing, id: impl Into<String>) -> Self {
        Self::sized(signing, id, rsa::KeySize::Rsa2048)
    }

    fn sized(signing: Signing, id: impl Into<String>, size: rsa::KeySize) -> Self {
        let pair = match signing {
            Signing::Es256 => Pair::Ec(
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a P-256 key"),
            ),
            Signing::Rs256 | Signing::Ps256 => {
                let pair = rsa::KeyPair::generate(size).expect("an RSA key");
                Pair::Rsa(signing, pair)
            }
            Signing::EdDsa => Pair::Ed(Ed25519KeyPair::generate().expect("an Ed25519 key")),
        };
        Self { id: id.into(), pair }
    }

    /// Its algorithm.
    pub fn signing(&self) -> Signing {
        match &self.pair {
            Pair::Ec(_) => Signing::Es256,
            Pair::Rsa(signing, _) => *signing,
            Pair::Ed(_) => Signing::EdDsa,
        }
    }

    /// The public part as it is published.
    pub fn jwk(&self) -> Value {
        let text = |bytes: &[u8]| BASE64URL_NOPAD.encode(bytes);
        let mut jwk = match &self.pair {
            Pair::Ec(pair) => {
                let point = pair.public_key().as_ref();
                json!({"kty": "EC", "crv": "P-256", "x": text(&point[1..33]), "y": text(&point[33..])})
            }
            Pair::Rsa(_, pair) => {
                // PKCS#1 of these sizes: the modulus stands behind nine bytes of head.
                let der = pair.public_key().as_ref();
                let modulus = &der[9..9 + pair.public_modulus_len()];
                json!({"kty": "RSA", "n": text(modulus), "e": "AQAB"})
            }
            Pair::Ed(pair) => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": text(pair.public_key().as_ref())})
            }
        };
        jwk["kid"] = self.id.clone().into();
        jwk["use"] = "sig".into();
        jwk["alg"] = self.signing().word().into();
        jwk
    }

    /// The bytes that are published as the public key, for somebody who takes them for a secret.
    pub fn public_bytes(&self) -> Vec<u8> {
        match &self.pair {
            Pair::Ec(pair) => pair.public_key().as_ref().to_vec(),
            Pair::Rsa(_, pair) => pair.public_key().as_ref().to_vec(),
            Pair::Ed(pair) => pair.public_key().as_ref().to_vec(),
        }
    }

    /// The signature of a message.
    ///
    /// # Panics
    /// When it cannot be signed.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Ec(pair) => pair.sign(&random, message).expect("a signature").as_ref().to_vec(),
            Pair::Ed(pair) => pair.sign(message).as_ref().to_vec(),
            Pair::Rsa(signing, pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                let done = match signing {
                    Signing::Ps256 => pair.sign(&RSA_PSS_SHA256, &random, message, &mut signature),
                    _ => pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature),
                };
                done.expect("a signature");
                signature
            }
        }
    }

    /// A token with this header and payload, whatever they say.
    pub fn token(&self, header: &Value, claims: &Value) -> String {
        let part = |it: &Value| BASE64URL_NOPAD.encode(it.to_string().as_bytes());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = BASE64URL_NOPAD.encode(&self.sign(message.as_bytes()));
        format!("{message}.{signature}")
    }

    /// The usual header of its tokens.
    pub fn header(&self) -> Value {
        json!({"alg": self.signing().word(), "kid": self.id, "typ": "JWT"})
    }
}
