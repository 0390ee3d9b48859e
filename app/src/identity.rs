//! Identity providers: from the settings to the lines on which they are asked.

use std::sync::Arc;

use anyhow::Context as _;
use oidc::{Audience, ClaimNames, Client, Offer, Proofs, Provider, Secret, Wire};
use ops::{ProviderAudience, ProviderSettings};
use outgoing::{Destination, Outgoing, Roots, SystemResolver};
use url::Url;

/// A question to a provider takes no longer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);
/// Its answer is not larger: key sets and tokens have some kilobytes.
const ANSWER_BYTES: usize = 256 * 1024;

/// The providers of the settings, for a site that people reach under `public_url`.
///
/// # Errors
/// When a file of a provider cannot be read, or one of its addresses is none.
pub fn offers(settings: &[ProviderSettings], public_url: &str) -> anyhow::Result<Vec<Offer>> {
    let offer = |it| offer(it, public_url).with_context(|| format!("sign_in.provider `{}`", it.id));
    settings.iter().map(offer).collect()
}

/// Where a provider sends people back: exactly this is registered there.
pub fn redirect_uri(public_url: &str, id: &str) -> String {
    format!("{public_url}/sign-in/from/{id}")
}

fn offer(it: &ProviderSettings, public_url: &str) -> anyhow::Result<Offer> {
    if it.allow_rsa_2048 {
        tracing::warn!(
            code = "sign_in.rsa_2048",
            provider = it.id,
            "RSA keys of 2048 bits are believed of it (allow_rsa_2048): ask it for 3072 or ES256"
        );
    }
    let secret = match &it.client_secret_file {
        None => None,
        Some(path) => {
            let text = std::fs::read_to_string(path);
            let text = text.with_context(|| format!("client_secret_file {}", path.display()))?;
            Some(Secret::new(text.trim_end_matches(['\r', '\n'])))
        }
    };
    let provider = Provider {
        issuer: it.issuer.clone(),
        client_id: it.client_id.clone(),
        client_secret: secret,
        scopes: it.scopes.clone(),
        redirect_uri: redirect_uri(public_url, &it.id),
        has_userinfo: it.userinfo,
        allows_rsa_2048: it.allow_rsa_2048,
    };
    Ok(Offer {
        id: it.id.clone(),
        name: it.name.clone(),
        audience: match it.audience {
            ProviderAudience::Citizens => Audience::Citizens,
            ProviderAudience::Staff => Audience::Staff,
        },
        may_create: it.may_create,
        is_trusted: it.trusted_identity,
        claims: ClaimNames {
            name: it.claims.name.clone(),
            id_number: it.claims.id_number.clone(),
            mobile: it.claims.mobile.clone(),
        },
        proofs: Proofs { least: it.level, acr: it.acr.clone(), amr: it.amr.clone() },
        client: Client::new(provider, door(it)?),
    })
}

/// The door to a provider: its own sites and no others.
fn door(it: &ProviderSettings) -> anyhow::Result<Arc<dyn Wire>> {
    let issuer = Url::parse(&it.issuer).context("issuer")?;
    let mut sites = vec![issuer.origin().ascii_serialization()];
    sites.extend(it.sites.iter().cloned());
    let read = |site: &String| {
        let read = if it.inside { Destination::inside(site) } else { Destination::outside(site) };
        read.with_context(|| "sites".to_owned())
    };
    let sites = sites.iter().map(read).collect::<anyhow::Result<Vec<_>>>()?;
    let mut roots = Roots::public();
    if let Some(path) = &it.ca_file {
        roots = roots.and_of_file(path).context("ca_file")?;
    }
    let door = Outgoing::new(sites, roots, Arc::new(SystemResolver));
    Ok(Arc::new(door.with_limits(PATIENCE, ANSWER_BYTES)))
}
