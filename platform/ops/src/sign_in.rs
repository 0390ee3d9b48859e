//! `[sign_in]`: identity providers through which people sign in, and what each way proves.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use kernel::{IdentityLevel, LocalText};
use serde::{Deserialize, Serialize};

use crate::settings::SettingsError;

/// Whom a provider knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ProviderAudience {
    /// People who apply.
    #[default]
    Citizens,
    /// Staff; they are bound to their accounts by themselves, once signed in.
    Staff,
}

/// By which claims a provider tells a person's facts; a dot leads into an object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProviderClaims {
    /// The name.
    pub name: String,
    /// The identity number, if it is told.
    pub id_number: Option<String>,
    /// The mobile number.
    pub mobile: Option<String>,
}

impl Default for ProviderClaims {
    fn default() -> Self {
        let mobile = Some("phone_number".to_owned());
        Self { name: "name".to_owned(), id_number: None, mobile }
    }
}

/// `[[sign_in.provider]]`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Its word in addresses, which never changes: letters, digits, hyphens.
    pub id: String,
    /// What people read on the button.
    pub name: LocalText,
    /// Its name for itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// The file with our secret there; a public client has none.
    #[serde(default)]
    pub client_secret_file: Option<PathBuf>,
    /// What is asked for besides `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Sites of its endpoints besides the issuer's own.
    #[serde(default)]
    pub sites: Vec<String>,
    /// Whether it stands inside the government's network: its addresses may be private ones.
    #[serde(default)]
    pub inside: bool,
    /// A file with the authority of its certificate, besides the public ones.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// Whether `userinfo` is asked as well.
    #[serde(default)]
    pub userinfo: bool,
    /// Whom it knows.
    #[serde(default)]
    pub audience: ProviderAudience,
    /// Whether somebody whom we do not know gets an account.
    #[serde(default)]
    pub may_create: bool,
    /// Whether it checked the identity numbers that it tells.
    #[serde(default)]
    pub trusted_identity: bool,
    /// By which claims it tells a person's facts.
    #[serde(default)]
    pub claims: ProviderClaims,
    /// What it proves where no word of `acr` or `amr` says more.
    #[serde(default = "lowest")]
    pub level: IdentityLevel,
    /// What the words of its `acr` prove.
    #[serde(default)]
    pub acr: BTreeMap<String, IdentityLevel>,
    /// What the words of its `amr` prove.
    #[serde(default)]
    pub amr: BTreeMap<String, IdentityLevel>,
    /// Whether RSA keys of 2,048 bits are believed of it; under 3,072 they are not otherwise.
    #[serde(default)]
    pub allow_rsa_2048: bool,
}

fn lowest() -> IdentityLevel {
    IdentityLevel::L1
}

/// The `[sign_in]` part.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct SignInSettings {
    /// The providers, in the order of their buttons.
    pub provider: Vec<ProviderSettings>,
    /// The most that a session proves which was opened here, without a provider: L3 where nothing
    /// is set. A certificate proves more only in the moment in which it is used.
    pub own_level: Option<IdentityLevel>,
}

impl SignInSettings {
    /// Refuses what no start could work with.
    pub(crate) fn check(&self, place: impl Fn(&str) -> String) -> Result<(), SettingsError> {
        let mut seen = BTreeSet::new();
        for it in &self.provider {
            let refuse = |key: &str, problem: &str, advice: &str| {
                let place = format!("{} of `{}`", place(&format!("sign_in.provider.{key}")), it.id);
                Err(SettingsError::new(place, problem, advice))
            };
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            if it.id.is_empty() || it.id.len() > 40 || !it.id.chars().all(is_plain) {
                let advice = "Write small letters, digits and hyphens";
                return refuse("id", "it does not fit into addresses", advice);
            }
            if !seen.insert(&it.id) {
                return refuse("id", "another provider has it", "Write another");
            }
            let is_encrypted = it.issuer.starts_with("https://");
            let is_inside = it.inside && it.issuer.starts_with("http://");
            if !(is_encrypted || is_inside) {
                let advice = "Write the issuer's address, which begins with https://";
                return refuse("issuer", "it is no https address", advice);
            }
            if it.trusted_identity && it.claims.id_number.is_none() {
                let advice = "Name the claim with the identity number in `claims.id_number`";
                return refuse("trusted_identity", "no claim has an identity number", advice);
            }
            let said = it.acr.values().chain(it.amr.values()).chain([&it.level]).max();
            if !it.trusted_identity && said > Some(&IdentityLevel::L1) {
                let advice = "Set trusted_identity = true if it checks who people are, or write \
                              L1 at most";
                return refuse("level", "it proves more than L1 without being trusted", advice);
            }
            if it.audience == ProviderAudience::Staff && (it.may_create || it.trusted_identity) {
                let advice = "Take may_create and trusted_identity away: staff bind their own \
                              accounts";
                return refuse("audience", "staff do not get accounts from a provider", advice);
            }
        }
        Ok(())
    }
}
