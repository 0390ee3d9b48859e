//! A provider, as the deployer describes it.

use std::{fmt, sync::Arc};

use zeroize::Zeroizing;

/// A secret that is overwritten when it is dropped and is never printed.
#[derive(Clone)]
pub struct Secret(Arc<Zeroizing<String>>);

impl Secret {
    /// Keeps this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(Arc::new(Zeroizing::new(text.into())))
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Whom we ask, and as whom.
#[derive(Debug, Clone)]
pub struct Provider {
    /// Its name for itself, exactly: the beginning of its addresses and `iss` of its tokens.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// With what we prove that; none for a public client, which has PKCE only.
    pub client_secret: Option<Secret>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// Where it sends people back, exactly as it is registered there.
    pub redirect_uri: String,
    /// Whether its `userinfo` endpoint is asked as well, because the ID token says too little.
    pub has_userinfo: bool,
    /// Whether RSA keys of 2,048 bits are believed of it, which are weaker than everything else.
    pub allows_rsa_2048: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_printed() {
        assert!(!format!("{:?}", Secret::new("s3cret")).contains("s3cret"));
    }
}
