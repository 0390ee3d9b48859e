//! A relying party of OpenID Connect providers: the authorization code flow with PKCE, and
//! nothing else. Knows no subject and no database.
//!
//! [`Client::address`] makes the address to which a browser is sent; [`Client::finish`] turns
//! what the browser brings back into an [`Assertion`], or into the reason why it is none.
//! [`Client::logged_out`] reads the notice of a provider that somebody's session there is over.
//!
//! Invariants:
//! * Only ES256, RS256, PS256 and EdDSA are believed, each only with a key of its own kind. Keys
//!   come from the provider's key set and never from a token.
//! * RSA keys of a provider have 3,072 bits at least; 2,048 where the deployer allows it.
//! * A signature is checked before anything of the payload is read.
//! * Time comes in as an argument; the tolerance is [`LEEWAY`].
//! * Answers of a provider are bounded in time and size, and redirects are not followed.
//! * An ID token is never sent anywhere as an access token, and an access token is never read.

mod claims;
mod client;
mod key;
mod logout;
mod metadata;
mod offer;
mod provider;
mod token;
mod wire;

pub use claims::{Assertion, Expected, LEEWAY};
pub use client::{Client, Flow, Return};
pub use key::{Algorithm, KeySet};
pub use logout::LogoutNotice;
pub use metadata::Metadata;
pub use offer::{Audience, ClaimNames, Offer, Offers, Proofs};
pub use provider::{Provider, Secret};
pub use token::{TokenError, verified};
pub use wire::{Ask, Reply, Wire, WireError};

/// Why nobody is signed in by a provider.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OidcError {
    /// It cannot be reached, is too slow, or answers that it has a fault.
    #[error("the provider does not answer: {0}")]
    Down(String),
    /// What it says about itself does not suit us: somebody has to change a setting.
    #[error("the provider does not suit: {0}")]
    Unfit(String),
    /// The person, or the provider, said no.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// What it asserts cannot be believed.
    #[error("the assertion cannot be believed: {0}")]
    Unbelievable(String),
}

impl From<WireError> for OidcError {
    fn from(error: WireError) -> Self {
        Self::Down(error.to_string())
    }
}

impl From<TokenError> for OidcError {
    fn from(error: TokenError) -> Self {
        Self::Unbelievable(error.to_string())
    }
}
