//! Passkeys: taking one in, and signing in with one.

use accounts_domain::{Account, Passkey};
use kernel::id::{AccountId, CommandId};
use ledger::{Command, Write};
use serde_json::json;
use web::Method;

use super::{Accounts, Proven, RegisterError, SignInError, change::changed};
use crate::{
    store,
    webauthn::{Answer, Credential, PasskeyError, Site, check_answer, check_new},
};

/// Nobody calls a passkey by a longer name.
const LABEL: usize = 40;

/// What a challenge is for.
#[derive(Debug, Clone, Copy)]
pub enum Purpose<'a> {
    /// Signing in, also as the second step.
    SignIn,
    /// Confirming a power act in a session, named by its public id.
    StepUp(&'a str),
    /// Taking a passkey in, in a session.
    Add(&'a str),
}

impl Purpose<'_> {
    fn word(self) -> String {
        match self {
            Purpose::SignIn => "sign_in".to_owned(),
            Purpose::StepUp(session) => format!("step_up/{session}"),
            Purpose::Add(session) => format!("add/{session}"),
        }
    }
}

/// A passkey as its owner sees it.
pub struct PasskeyView {
    /// By which it is taken away.
    pub print: String,
    /// How its owner calls it.
    pub label: String,
    /// When it was set up.
    pub added_at: jiff::Timestamp,
}

impl Accounts {
    /// The address under which people reach the site.
    pub fn public_url(&self) -> &str {
        &self.inner.parts.public_url
    }

    /// Whether browsers can keep passkeys for this site: its address has a name, and is secure or
    /// on this machine.
    pub fn passkey_site(&self) -> Option<Site> {
        let site = Site::of(&self.inner.parts.public_url)?;
        let is_number = site.host.parse::<std::net::IpAddr>().is_ok() || site.host.starts_with('[');
        let is_secure = site.origin.starts_with("https://") || site.host == "localhost";
        (is_secure && !is_number).then_some(site)
    }

    /// What the browser is asked with, as JSON: any passkey of this site, or one of `account`'s.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn ask_passkey(
        &self,
        purpose: Purpose<'_>,
        account: Option<AccountId>,
    ) -> Result<Option<String>, RegisterError> {
        let Some(site) = self.passkey_site() else { return Ok(None) };
        let mut allowed = Vec::new();
        if let Some(account) = account {
            allowed = self.credentials(account).await?;
            if allowed.is_empty() {
                return Ok(None);
            }
        }
        let list: Vec<_> = allowed.iter().map(|(_, it)| json!({ "id": it.id })).collect();
        let options = json!({
            "challenge": self.challenge(purpose),
            "rpId": site.host,
            "timeout": 300_000,
            "userVerification": "required",
            "allowCredentials": list,
        });
        Ok(Some(options.to_string()))
    }

    /// What the browser is asked with to make a new passkey, as JSON.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn offer_passkey(
        &self,
        account: AccountId,
        session: &str,
        site_name: &str,
    ) -> Result<Option<String>, RegisterError> {
        let Some(site) = self.passkey_site() else { return Ok(None) };
        let facts = self.facts(account).await?.unwrap_or_default();
        let known = self.credentials(account).await?;
        let list: Vec<_> = known.iter().map(|(_, it)| json!({ "id": it.id })).collect();
        let handle = self.ledger().vault().blind("passkey_user", &account.to_string());
        let options = json!({
            "challenge": self.challenge(Purpose::Add(session)),
            "rp": { "id": site.host, "name": site_name },
            "user": {
                "id": data_encoding::BASE64URL_NOPAD.encode(handle.as_bytes()),
                "name": facts.name,
                "displayName": facts.name,
            },
            "algorithms": [-7, -8],
            "timeout": 300_000,
            "excludeCredentials": list,
        });
        Ok(Some(options.to_string()))
    }

    /// Takes a passkey in that the browser just made in this session.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] when it is not to be believed; [`RegisterError`] inside.
    pub async fn add_passkey(
        &self,
        account: AccountId,
        session: &str,
        key: CommandId,
        sent: &str,
        label: &str,
    ) -> Result<(), SignInError> {
        let site = self.passkey_site().ok_or(SignInError::Wrong)?;
        let answer = Answer::read(sent).map_err(wrong)?;
        let mut used = None;
        let found = check_new(&site, &answer, |challenge| {
            used = self.open_challenge(Purpose::Add(session), challenge);
            used.is_some()
        });
        let (id, public, uses) = found.map_err(wrong)?;
        self.use_challenge(used).await?;
        let print = self.passkey_print(&id);
        let (algorithm, public) = public.words();
        let credential = Credential {
            id,
            algorithm: algorithm.to_owned(),
            key: public,
            label: label.chars().take(LABEL).collect(),
            added_at: self.ledger().clock().now(),
        };
        let sealed = self.ledger().vault().seal(account.subject(), &credential).await?;
        self.count_use(&print, uses).await?;
        let passkey = Passkey { print: print.clone(), key: sealed };
        let by = self.own_actor(account).await?;
        let command = Command::new::<Account>(key, by, account, &print);
        let decide = move |account: &Account, _: &_| account.add_passkey(passkey.clone());
        Ok(changed(self.ledger().execute(command, decide).await)?)
    }

    /// Who answered with a passkey, to sign in or to confirm a power act in a session.
    ///
    /// # Errors
    /// [`SignInError::Wrong`] when it is not to be believed.
    pub async fn check_passkey(
        &self,
        purpose: Purpose<'_>,
        sent: &str,
    ) -> Result<Proven, SignInError> {
        let site = self.passkey_site().ok_or(SignInError::Wrong)?;
        let answer = Answer::read(sent).map_err(wrong)?;
        let print = self.passkey_print(&answer.id);
        let rows = self.ledger().rows(&store::BY_PASSKEY, &[(&print).into()]).await?;
        let row = rows.first().ok_or(SignInError::Wrong)?;
        let account: AccountId = row.parsed(0)?;
        let credentials = self.credentials(account).await?;
        let credential = credentials.iter().find(|(it, _)| *it == print);
        let (_, credential) = credential.ok_or(SignInError::Wrong)?;
        let mut used = None;
        let uses = check_answer(&site, &answer, credential, |challenge| {
            used = self.open_challenge(purpose, challenge);
            used.is_some()
        });
        let uses = uses.map_err(wrong)?;
        self.use_challenge(used).await?;
        self.count_use(&print, uses).await?;
        Ok(Proven { account, methods: vec![Method::Passkey] })
    }
    /// The passkeys of an account, oldest first.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn passkeys(&self, account: AccountId) -> Result<Vec<PasskeyView>, RegisterError> {
        let found = self.credentials(account).await?.into_iter();
        Ok(found
            .map(|(print, it)| PasskeyView { print, label: it.label, added_at: it.added_at })
            .collect())
    }

    async fn credentials(
        &self,
        account: AccountId,
    ) -> Result<Vec<(String, Credential)>, RegisterError> {
        let Some((account, _)) = self.ledger().load::<Account>(account).await? else {
            return Ok(Vec::new());
        };
        let mut all = Vec::with_capacity(account.passkeys.len());
        for passkey in account.passkeys {
            all.push((passkey.print, self.ledger().vault().open(&passkey.key).await?));
        }
        Ok(all)
    }

    fn challenge(&self, purpose: Purpose<'_>) -> String {
        let mut nonce = [0; 16];
        self.ledger().chance().fill(&mut nonce);
        let now = self.ledger().clock().now();
        self.inner.parts.challenges.make(&purpose.word(), nonce, now)
    }

    fn open_challenge(
        &self,
        purpose: Purpose<'_>,
        challenge: &str,
    ) -> Option<(String, jiff::Timestamp)> {
        let now = self.ledger().clock().now();
        let end = self.inner.parts.challenges.check(&purpose.word(), challenge, now)?;
        Some((self.ledger().vault().blind("challenge", challenge), end))
    }

    /// Each challenge is answered once.
    async fn use_challenge(
        &self,
        challenge: Option<(String, jiff::Timestamp)>,
    ) -> Result<(), SignInError> {
        let (print, end) = challenge.ok_or(SignInError::Wrong)?;
        let write = Write::new(&store::USE_CHALLENGE, vec![print.into(), end.into()]);
        let is_first = self.ledger().housekeep_one(write).await? == 1;
        if is_first { Ok(()) } else { Err(SignInError::Wrong) }
    }

    /// A device that counts must have counted on, or it was copied.
    async fn count_use(&self, print: &str, uses: u32) -> Result<(), SignInError> {
        let now = self.ledger().clock().now();
        let args = vec![print.into(), u64::from(uses).into(), now.into()];
        let is_next =
            self.ledger().housekeep_one(Write::new(&store::USE_PASSKEY, args)).await? == 1;
        if is_next {
            return Ok(());
        }
        tracing::warn!(passkey = print.get(..8), "a passkey counted backwards");
        Err(SignInError::Wrong)
    }

    /// A credential's id is random, so that its hash tells nothing; no key has to be kept for it.
    fn passkey_print(&self, id: &str) -> String {
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, id.as_bytes());
        data_encoding::HEXLOWER.encode(hash.as_ref())
    }
}

fn wrong(error: PasskeyError) -> SignInError {
    tracing::info!(%error, "a passkey was not believed");
    SignInError::Wrong
}
