//! What a provider says about itself (OpenID Connect Discovery 1.0).

use serde::Deserialize;
use url::Url;

use crate::{Algorithm, OidcError, Provider, Wire};

/// Of a provider's description, what is used here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// Where people sign in.
    pub authorization: Url,
    /// Where a code becomes a token.
    pub token: Url,
    /// Where the keys are.
    pub keys: Url,
    /// Where more is said about a person.
    pub userinfo: Option<Url>,
    /// Whether the secret goes into a header, as is usual, or among the fields.
    pub is_basic: bool,
    /// Whether it names itself in what it sends people back with (RFC 9207).
    pub names_itself: bool,
}

#[derive(Deserialize)]
struct Description {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    userinfo_endpoint: Option<String>,
    response_types_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    id_token_signing_alg_values_supported: Option<Vec<String>>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl Metadata {
    /// Where a provider describes itself.
    pub(crate) fn address(provider: &Provider, wire: &dyn Wire) -> Result<Url, OidcError> {
        let issuer = provider.issuer.trim_end_matches('/');
        endpoint(wire, "issuer", &format!("{issuer}/.well-known/openid-configuration"))
    }

    /// Reads a description.
    pub(crate) fn read(
        provider: &Provider,
        wire: &dyn Wire,
        json: &[u8],
    ) -> Result<Self, OidcError> {
        let unfit = |why: String| OidcError::Unfit(why);
        let said: Description = serde_json::from_slice(json)
            .map_err(|error| unfit(format!("its description cannot be read: {error}")))?;
        if said.issuer != provider.issuer {
            return Err(unfit(format!("it calls itself `{}`", said.issuer)));
        }
        let offers = |list: &Option<Vec<String>>, word: &str| {
            list.as_ref().is_none_or(|it| it.iter().any(|it| it == word))
        };
        if !offers(&said.response_types_supported, "code") {
            return Err(unfit("it has no authorization code flow".to_owned()));
        }
        if !offers(&said.code_challenge_methods_supported, "S256") {
            return Err(unfit("it has no PKCE with S256".to_owned()));
        }
        let signs = said.id_token_signing_alg_values_supported.unwrap_or_default();
        if !signs.is_empty() && !signs.iter().any(|it| Algorithm::parse(it).is_some()) {
            return Err(unfit(format!("it signs with {} only", signs.join(", "))));
        }
        let endpoint = |name: &str, text: &str| endpoint(wire, name, text);
        let perhaps = |name: &str, text: &Option<String>| {
            text.as_ref().map(|it| endpoint(name, it)).transpose()
        };
        Ok(Self {
            authorization: endpoint("authorization_endpoint", &said.authorization_endpoint)?,
            token: endpoint("token_endpoint", &said.token_endpoint)?,
            keys: endpoint("jwks_uri", &said.jwks_uri)?,
            userinfo: perhaps("userinfo_endpoint", &said.userinfo_endpoint)?,
            is_basic: offers(&said.token_endpoint_auth_methods_supported, "client_secret_basic"),
            names_itself: said.authorization_response_iss_parameter_supported,
        })
    }
}

/// Reads an address that the provider names, unless it leads where nothing may be asked: its key
/// set and its places to sign in are on its own sites.
fn endpoint(wire: &dyn Wire, name: &str, text: &str) -> Result<Url, OidcError> {
    let unfit = |why: &str| OidcError::Unfit(format!("{name} `{text}` {why}"));
    let url = Url::parse(text).map_err(|_| unfit("is no address"))?;
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(unfit("holds more than an address"));
    }
    if wire.reaches(&url) {
        Ok(url)
    } else {
        Err(unfit("is on a site that the settings do not name"))
    }
}
