//! Signing in through identity providers: the way there, the way back, and whom they assert.

mod flow;
mod known;

use ::oidc::{Audience, Offer, Offers, OidcError, Return};
use jiff::SignedDuration;
use kernel::{IdentityLevel, Lang, id::AccountId};
use ledger::StoreError;

use ::web::Method;

use super::{Accounts, RegisterError};
use flow::Kept;

/// So long somebody may stay at a provider.
pub(super) const PATIENCE: SignedDuration = SignedDuration::from_mins(10);

/// What somebody goes to a provider for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Errand {
    /// To sign in.
    Enter,
    /// To prove more of who they are; they have signed in and stay who they are.
    Raise(AccountId),
    /// To sign in that way from now on.
    Bind(AccountId),
}

impl Errand {
    const fn word(self) -> &'static str {
        match self {
            Self::Enter => "enter",
            Self::Raise(_) => "raise",
            Self::Bind(_) => "bind",
        }
    }

    const fn account(self) -> Option<AccountId> {
        match self {
            Self::Enter => None,
            Self::Raise(account) | Self::Bind(account) => Some(account),
        }
    }
}

/// A provider as a button.
pub struct Way {
    /// Its word in addresses.
    pub id: String,
    /// What people read.
    pub name: String,
    /// Whether it answers.
    pub is_up: bool,
    /// The most that it proves.
    pub most: IdentityLevel,
}

/// Where a browser is sent, and what it keeps until it comes back.
pub struct Departure {
    /// The address at the provider.
    pub address: String,
    /// The text of the cookie that ties the flow to this browser.
    pub tie: String,
}

/// Somebody who came back.
pub struct Arrival {
    /// Who it is.
    pub account: AccountId,
    /// How they proved it, and how sure it is.
    pub methods: Vec<Method>,
    /// For what they went.
    pub errand: Errand,
    /// Where they go on.
    pub back: String,
    /// In which language they read.
    pub lang: Lang,
}

/// Why nobody is signed in.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// There is no such provider here.
    #[error("there is no such provider")]
    NoProvider,
    /// Nobody went there from this browser a moment ago.
    #[error("nobody went there from this browser a moment ago")]
    NoFlow,
    /// The provider does not answer.
    #[error("the provider does not answer")]
    Down,
    /// The person, or the provider, said no.
    #[error("the provider refused")]
    Cancelled,
    /// What it asserts cannot be believed.
    #[error("the assertion cannot be believed")]
    Unbelievable,
    /// Nobody here is that person.
    #[error("nobody here is that person")]
    NoAccount,
    /// The provider's name or number is not the account's.
    #[error("the provider's name or number is not the account's")]
    Mismatch,
    /// It is somebody else's way to sign in, or another one is used already.
    #[error("it is somebody else's way to sign in")]
    Taken,
    /// The register failed.
    #[error(transparent)]
    Register(#[from] RegisterError),
}

impl ProviderError {
    /// The word by which pages and the log know it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::NoProvider => "no-provider",
            Self::NoFlow => "no-flow",
            Self::Down => "down",
            Self::Cancelled => "cancelled",
            Self::Unbelievable => "unbelievable",
            Self::NoAccount => "no-account",
            Self::Mismatch => "mismatch",
            Self::Taken => "taken",
            Self::Register(_) => "failed",
        }
    }
}

impl From<StoreError> for ProviderError {
    fn from(error: StoreError) -> Self {
        Self::Register(error.into())
    }
}

impl From<OidcError> for ProviderError {
    fn from(error: OidcError) -> Self {
        match error {
            OidcError::Down(_) | OidcError::Unfit(_) => Self::Down,
            OidcError::Refused(_) => Self::Cancelled,
            OidcError::Unbelievable(_) => Self::Unbelievable,
        }
    }
}

/// Somebody who did not arrive: why, and where they read about it.
pub struct Stranded {
    /// Why.
    pub error: ProviderError,
    /// For what they went, where they wanted to go on, and in which language, if that is known.
    pub from: Option<(Errand, String, Lang)>,
}

impl Accounts {
    fn offers(&self) -> &Offers {
        &self.inner.parts.offers
    }

    fn offer(&self, id: &str, audience: Audience) -> Result<&Offer, ProviderError> {
        let found = self.offers().find(id).filter(|it| it.audience == audience);
        found.ok_or(ProviderError::NoProvider)
    }

    /// The buttons of one side, in their order.
    pub fn ways(&self, audience: Audience, lang: Lang) -> Vec<Way> {
        let now = self.ledger().clock().now();
        let way = |it: &Offer| Way {
            id: it.id.clone(),
            name: it.name.get(lang).to_owned(),
            is_up: it.client.is_up(now),
            most: it.proofs.most(),
        };
        self.offers().iter().filter(|it| it.audience == audience).map(way).collect()
    }

    /// Whom a provider knows.
    pub fn audience(&self, id: &str) -> Option<Audience> {
        self.offers().find(id).map(|it| it.audience)
    }

    /// Sends somebody to a provider. With a `level`, it is asked to prove that much.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn depart(
        &self,
        id: &str,
        audience: Audience,
        errand: Errand,
        level: IdentityLevel,
        (back, lang): (&str, Lang),
        tie: Option<&str>,
    ) -> Result<Departure, ProviderError> {
        let offer = self.offer(id, audience)?;
        let state = self.draw_secret();
        let kept = Kept::of(self.ledger(), &state);
        let words = offer.proofs.words(level);
        let mut more = vec![("ui_locales", lang.tag())];
        if level > IdentityLevel::L1 && !words.is_empty() {
            more.push(("acr_values", &words));
        }
        let now = self.ledger().clock().now();
        let address = offer.client.address(&kept.flow(), &more, now).await;
        let address = address.inspect_err(|error| log(&offer.id, error))?;
        // One browser may go in several tabs: they share the cookie.
        let tie = tie.map_or_else(|| self.draw_secret(), str::to_owned);
        self.keep_errand(&kept, &tie, offer, errand, (back, lang)).await?;
        Ok(Departure { address, tie })
    }

    /// Receives somebody from a provider: once, in the browser that went there.
    ///
    /// # Errors
    /// [`Stranded`].
    pub async fn arrive(&self, id: &str, sent: &Return, tie: &str) -> Result<Arrival, Stranded> {
        let nowhere = |error| Stranded { error, from: None };
        let offer = self.offers().find(id).ok_or_else(|| nowhere(ProviderError::NoProvider))?;
        let state = sent.state.clone().unwrap_or_default();
        let kept = Kept::of(self.ledger(), &state);
        let taken = self.take_errand(&kept, tie, &offer.id).await.map_err(nowhere)?;
        let (errand, back, lang) = taken;
        let now = self.ledger().clock().now();
        let arrived = async {
            let finished = offer.client.finish(sent, &kept.flow(), None, now).await;
            let assertion = finished.inspect_err(|error| log(&offer.id, error))?;
            self.recognise(offer, &assertion, errand).await
        };
        match arrived.await {
            Ok((account, methods)) => Ok(Arrival { account, methods, errand, back, lang }),
            Err(error) => Err(Stranded { error, from: Some((errand, back, lang)) }),
        }
    }

    /// The account whose sessions end because its session at the provider is over; none for a
    /// notice that was acted upon, or about somebody whom we do not know.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub async fn left(&self, id: &str, token: &str) -> Result<Option<AccountId>, ProviderError> {
        let offer = self.offers().find(id).ok_or(ProviderError::NoProvider)?;
        let now = self.ledger().clock().now();
        let notice = offer.client.logged_out(token, now).await;
        let notice = notice.inspect_err(|error| log(&offer.id, error))?;
        if !self.is_first(&offer.id, &notice.id).await? {
            return Ok(None);
        }
        let Some(subject) = &notice.subject else { return Ok(None) };
        let prints = self.subject_prints(&offer.client.provider().issuer, subject);
        Ok(self.by_binding(&prints).await?)
    }

    fn draw_secret(&self) -> String {
        let mut bytes = [0u8; 32];
        self.ledger().chance().fill(&mut bytes);
        data_encoding::BASE64URL_NOPAD.encode(&bytes)
    }
}

/// The provider and the kind of the failure; never what it said about anybody.
fn log(provider: &str, error: &OidcError) {
    tracing::warn!(code = "sign_in.provider", provider, %error, "nobody is signed in");
}
