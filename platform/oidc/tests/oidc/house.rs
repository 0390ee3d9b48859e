//! A provider, a relying party of it, and the flow between them.

use std::sync::Arc;

use kernel::Clock as _;
use oidc::{Assertion, Client, Flow, OidcError, Provider, Return, Secret, Wire};
use outgoing::{Destination, Outgoing, Roots, SystemResolver};
use serde_json::json;
use testkit::{
    TestClock,
    provider::{CLIENT, IdentityProvider, SECRET},
};

pub const STATE: &str = "state-0123456789abcdefghij";
pub const NONCE: &str = "nonce-0123456789abcdefghij";
pub const VERIFIER: &str = "verifier-0123456789abcdefghijklmnopqrstuvwxyz";
pub const BACK: &str = "https://one.example.cn/sign-in/from/city";

pub const FLOW: Flow<'static> = Flow { state: STATE, nonce: NONCE, verifier: VERIFIER };

/// A provider that knows 陈雨禾, and a client of it.
pub struct House {
    pub provider: IdentityProvider,
    pub clock: Arc<TestClock>,
    pub client: Client,
}

/// The door to a provider of this machine.
pub fn door(issuer: &str) -> Arc<dyn Wire> {
    let destination = Destination::inside(issuer).unwrap();
    Arc::new(Outgoing::new(vec![destination], Roots::public(), Arc::new(SystemResolver)))
}

pub fn registered(issuer: &str) -> Provider {
    Provider {
        issuer: issuer.to_owned(),
        client_id: CLIENT.to_owned(),
        client_secret: Some(Secret::new(SECRET)),
        scopes: vec!["profile".to_owned()],
        redirect_uri: BACK.to_owned(),
        has_userinfo: false,
        allows_rsa_2048: false,
    }
}

impl House {
    pub async fn new() -> Self {
        let clock = TestClock::at(TestClock::MORNING);
        let provider = IdentityProvider::start(clock.clone()).await;
        provider.knows("person-1", json!({"name": "陈雨禾", "acr": "face"}));
        let client = Client::new(registered(provider.issuer()), door(provider.issuer()));
        Self { provider, clock, client }
    }

    /// What a browser that went to the provider brings back.
    pub async fn comes_back(&self) -> Return {
        let address = self.client.address(&FLOW, &[], self.clock.now()).await.unwrap();
        returned(&self.provider.visit(&address))
    }

    pub async fn finish(&self, back: &Return) -> Result<Assertion, OidcError> {
        self.client.finish(back, &FLOW, None, self.clock.now()).await
    }

    /// From the button to the assertion.
    pub async fn signs_in(&self) -> Result<Assertion, OidcError> {
        let back = self.comes_back().await;
        self.finish(&back).await
    }

    /// Signs in, is not believed, and learns why.
    pub async fn is_not_believed(&self, why: &str) {
        match self.signs_in().await {
            Err(OidcError::Unbelievable(text)) => assert!(text.contains(why), "{why}: {text}"),
            other => panic!("{why}: {other:?}"),
        }
    }
}

/// The parameters of the address to which the provider sends a browser back.
pub fn returned(address: &str) -> Return {
    let query = address.strip_prefix(&format!("{BACK}?")).unwrap();
    let mut back = Return::default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()).into_owned() {
        match name.as_str() {
            "code" => back.code = Some(value),
            "state" => back.state = Some(value),
            "iss" => back.iss = Some(value),
            _ => back.error = Some(value),
        }
    }
    back
}
