//! A relying party of one provider, with what it remembers of it.

use std::{fmt, sync::Arc};

use aws_lc_rs::digest;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use serde_json::{Map, Value};
use tokio::sync::{Mutex, Semaphore};
use url::Url;

use crate::{
    Ask, Assertion, Expected, KeySet, LogoutNotice, Metadata, OidcError, Provider, Reply,
    TokenError, Wire, claims, logout, token,
};

/// So long a description and its keys are believed without asking again.
const KEPT: SignedDuration = SignedDuration::from_hours(1);
/// Because of an unknown key, the keys are fetched anew at most this often.
const REFETCH: SignedDuration = SignedDuration::from_secs(60);
/// After a failure nobody is sent there for so long.
const REST: SignedDuration = SignedDuration::from_secs(30);
/// So many questions at once; a slow provider does not hold more of us.
const AT_ONCE: usize = 16;

/// What a flow was begun with. `state` stands in the address, the others stay here.
pub struct Flow<'a> {
    /// By which what comes back is known.
    pub state: &'a str,
    /// By which the ID token is known.
    pub nonce: &'a str,
    /// The secret of PKCE: 43 to 128 letters and digits.
    pub verifier: &'a str,
}

/// What a browser brings back.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Return {
    /// The code.
    pub code: Option<String>,
    /// Which flow it is.
    pub state: Option<String>,
    /// Who sent it (RFC 9207).
    pub iss: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: Option<String>,
    access_token: Option<String>,
    token_type: Option<String>,
}

#[derive(Default)]
struct Memory {
    described: Option<(Timestamp, Arc<Metadata>)>,
    keys: Option<(Timestamp, Arc<KeySet>)>,
    /// When the keys were last fetched because of an unknown one.
    sought: Option<Timestamp>,
    failed: Option<Timestamp>,
}

/// A relying party of one provider. Cheap to share.
pub struct Client {
    provider: Provider,
    wire: Arc<dyn Wire>,
    memory: Mutex<Memory>,
    places: Semaphore,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("provider", &self.provider).finish_non_exhaustive()
    }
}

impl Client {
    /// Of this provider, over this line.
    pub fn new(provider: Provider, wire: Arc<dyn Wire>) -> Self {
        Self { provider, wire, memory: Mutex::default(), places: Semaphore::new(AT_ONCE) }
    }

    /// The provider.
    pub fn provider(&self) -> &Provider {
        &self.provider
    }

    /// Whether people can be sent there: it has not failed a moment ago. Asks nobody.
    pub fn is_up(&self, now: Timestamp) -> bool {
        match self.memory.try_lock() {
            Ok(memory) => !rests(&memory, now),
            // While somebody asks it, nothing is known to be wrong.
            Err(_) => true,
        }
    }

    /// The address to which a browser is sent. `more` are further parameters, such as
    /// `acr_values` or `max_age`.
    ///
    /// # Errors
    /// [`OidcError`] when the provider cannot be asked about itself.
    pub async fn address(
        &self,
        flow: &Flow<'_>,
        more: &[(&str, &str)],
        now: Timestamp,
    ) -> Result<String, OidcError> {
        let metadata = self.metadata(now).await?;
        let mut scope = vec!["openid"];
        scope.extend(self.provider.scopes.iter().map(String::as_str).filter(|it| *it != "openid"));
        let challenge = digest::digest(&digest::SHA256, flow.verifier.as_bytes());
        let mut url = metadata.authorization.clone();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.provider.client_id)
            .append_pair("redirect_uri", &self.provider.redirect_uri)
            .append_pair("scope", &scope.join(" "))
            .append_pair("state", flow.state)
            .append_pair("nonce", flow.nonce)
            .append_pair("code_challenge", &BASE64URL_NOPAD.encode(challenge.as_ref()))
            .append_pair("code_challenge_method", "S256")
            .extend_pairs(more);
        Ok(url.into())
    }

    /// Who came back, or why nobody did. The caller has found `flow` by its state, in the same
    /// browser, and will not find it again.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn finish(
        &self,
        back: &Return,
        flow: &Flow<'_>,
        max_age: Option<SignedDuration>,
        now: Timestamp,
    ) -> Result<Assertion, OidcError> {
        let metadata = self.metadata(now).await?;
        match &back.iss {
            Some(issuer) if *issuer != self.provider.issuer => {
                return Err(OidcError::Unbelievable("another provider sent it".to_owned()));
            }
            None if metadata.names_itself => {
                return Err(OidcError::Unbelievable("it does not say who sent it".to_owned()));
            }
            _ => {}
        }
        if let Some(error) = &back.error {
            return Err(OidcError::Refused(plain(error)));
        }
        let code = back.code.as_deref().filter(|it| !it.is_empty());
        let code = code.ok_or_else(|| OidcError::Unbelievable("there is no code".to_owned()))?;
        let tokens = self.exchange(&metadata, code, flow.verifier, now).await?;
        let id_token = tokens
            .id_token
            .ok_or_else(|| OidcError::Unbelievable("there is no ID token".to_owned()))?;
        let expected = Expected {
            issuer: &self.provider.issuer,
            client_id: &self.provider.client_id,
            nonce: flow.nonce,
            access_token: tokens.access_token.as_deref(),
            max_age,
            now,
        };
        let (algorithm, said) = self.verified(&metadata, &id_token, &["jwt"], now).await?;
        let mut assertion = claims::believed(algorithm, said, &expected)?;
        assertion.id_token = id_token;
        if let Some(access_token) = tokens.access_token.filter(|_| self.provider.has_userinfo) {
            self.add_userinfo(&metadata, &access_token, &mut assertion, now).await?;
        }
        Ok(assertion)
    }

    /// Whose session at the provider is over, as its notice says.
    ///
    /// # Errors
    /// [`OidcError`].
    pub async fn logged_out(&self, token: &str, now: Timestamp) -> Result<LogoutNotice, OidcError> {
        let metadata = self.metadata(now).await?;
        let (_, said) = self.verified(&metadata, token, &["logout+jwt", "jwt"], now).await?;
        let provider = &self.provider;
        Ok(logout::notice(&said, &provider.issuer, &provider.client_id, now)?)
    }

    async fn exchange(
        &self,
        metadata: &Metadata,
        code: &str,
        verifier: &str,
        now: Timestamp,
    ) -> Result<Tokens, OidcError> {
        let mut form = vec![
            ("grant_type", "authorization_code".to_owned()),
            ("code", code.to_owned()),
            ("redirect_uri", self.provider.redirect_uri.clone()),
            ("code_verifier", verifier.to_owned()),
        ];
        let id = &self.provider.client_id;
        let mut authorization = None;
        match &self.provider.client_secret {
            Some(secret) if metadata.is_basic => authorization = Some(basic(id, secret.reveal())),
            Some(secret) => {
                form.push(("client_id", id.clone()));
                form.push(("client_secret", secret.reveal().to_owned()));
            }
            None => form.push(("client_id", id.clone())),
        }
        let ask = Ask { url: metadata.token.clone(), authorization, form: Some(form) };
        let reply = self.ask(ask, now).await?;
        match reply.status {
            200 => {}
            // The code was used, is too old or is not ours: no fault of the provider.
            400..500 => return Err(OidcError::Refused(refusal(&reply.body))),
            status => return Err(self.fails(&format!("status {status}"), now).await),
        }
        let tokens: Tokens = serde_json::from_slice(&reply.body)
            .map_err(|_| OidcError::Unbelievable("its answer is no answer".to_owned()))?;
        let kind = tokens.token_type.as_deref().unwrap_or("Bearer");
        if !kind.eq_ignore_ascii_case("bearer") {
            return Err(OidcError::Unbelievable("the type of its token".to_owned()));
        }
        Ok(tokens)
    }

    /// The claims of a token that is signed with one of the provider's keys. An unknown key may be
    /// a new one: the keys are fetched anew, but not again and again for whoever makes up ids.
    async fn verified(
        &self,
        metadata: &Metadata,
        text: &str,
        types: &[&str],
        now: Timestamp,
    ) -> Result<(crate::Algorithm, Map<String, Value>), OidcError> {
        let keys = self.keys(metadata, now).await?;
        match token::verified(text, &keys, types) {
            Err(TokenError::UnknownKey) => {}
            other => return Ok(other?),
        }
        let Some(keys) = self.newer_keys(metadata, now).await? else {
            return Err(TokenError::UnknownKey.into());
        };
        Ok(token::verified(text, &keys, types)?)
    }

    async fn add_userinfo(
        &self,
        metadata: &Metadata,
        access_token: &str,
        assertion: &mut Assertion,
        now: Timestamp,
    ) -> Result<(), OidcError> {
        let url = metadata.userinfo.clone();
        let url = url.ok_or_else(|| OidcError::Unfit("it has no userinfo".to_owned()))?;
        let authorization = Some(format!("Bearer {access_token}"));
        let reply = self.ask(Ask { url, authorization, form: None }, now).await?;
        if reply.status != 200 {
            return Err(self.fails(&format!("userinfo: status {}", reply.status), now).await);
        }
        let said: Map<String, Value> = serde_json::from_slice(&reply.body)
            .map_err(|_| OidcError::Unbelievable("userinfo is no answer".to_owned()))?;
        // Somebody else's facts must not be put on this person (Core 5.3.2).
        if said.get("sub").and_then(Value::as_str) != Some(&assertion.subject) {
            return Err(OidcError::Unbelievable("userinfo is about somebody else".to_owned()));
        }
        for (name, value) in said {
            assertion.claims.entry(name).or_insert(value);
        }
        Ok(())
    }

    async fn metadata(&self, now: Timestamp) -> Result<Arc<Metadata>, OidcError> {
        let mut memory = self.memory.lock().await;
        if let Some((at, known)) = &memory.described
            && is_fresh(*at, now, KEPT)
        {
            return Ok(known.clone());
        }
        if rests(&memory, now) {
            return Err(OidcError::Down("it failed a moment ago".to_owned()));
        }
        let read = match self.document(Metadata::address(&self.provider, self.wire.as_ref())?).await
        {
            Ok(json) => Metadata::read(&self.provider, self.wire.as_ref(), &json),
            Err(error) => Err(error),
        };
        let found = remember(&mut memory, read, now)?;
        let found = Arc::new(found);
        memory.described = Some((now, found.clone()));
        Ok(found)
    }

    async fn keys(&self, metadata: &Metadata, now: Timestamp) -> Result<Arc<KeySet>, OidcError> {
        let mut memory = self.memory.lock().await;
        match &memory.keys {
            Some((at, known)) if is_fresh(*at, now, KEPT) => Ok(known.clone()),
            _ => self.fetch_keys(&mut memory, metadata, now).await,
        }
    }

    /// The keys fetched anew, unless that was done a moment ago.
    async fn newer_keys(
        &self,
        metadata: &Metadata,
        now: Timestamp,
    ) -> Result<Option<Arc<KeySet>>, OidcError> {
        let mut memory = self.memory.lock().await;
        if memory.sought.is_some_and(|at| is_fresh(at, now, REFETCH)) {
            // Somebody else may have found them in the meantime.
            return Ok(memory.keys.as_ref().map(|(_, keys)| keys.clone()));
        }
        memory.sought = Some(now);
        self.fetch_keys(&mut memory, metadata, now).await.map(Some)
    }

    async fn fetch_keys(
        &self,
        memory: &mut Memory,
        metadata: &Metadata,
        now: Timestamp,
    ) -> Result<Arc<KeySet>, OidcError> {
        let read = self.document(metadata.keys.clone()).await.and_then(|json| {
            KeySet::read(&json)
                .map(|it| it.with_rsa_2048(self.provider.allows_rsa_2048))
                .ok_or_else(|| OidcError::Unfit("its keys cannot be read".to_owned()))
        });
        let found = Arc::new(remember(memory, read, now)?);
        memory.keys = Some((now, found.clone()));
        Ok(found)
    }

    async fn document(&self, url: Url) -> Result<Vec<u8>, OidcError> {
        let _place = self.place()?;
        let reply = self.wire.send(Ask::get(url)).await?;
        match reply.status {
            200 => Ok(reply.body),
            status => Err(OidcError::Down(format!("status {status}"))),
        }
    }

    async fn ask(&self, ask: Ask, now: Timestamp) -> Result<Reply, OidcError> {
        let place = self.place()?;
        let answer = self.wire.send(ask).await;
        drop(place);
        match answer {
            Ok(reply) => Ok(reply),
            Err(error) => Err(self.fails(&error.to_string(), now).await),
        }
    }

    /// A place among those who ask at once. Where none is free, nobody waits.
    fn place(&self) -> Result<tokio::sync::SemaphorePermit<'_>, OidcError> {
        let busy = |_| OidcError::Down("too many wait for it already".to_owned());
        self.places.try_acquire().map_err(busy)
    }

    async fn fails(&self, why: &str, now: Timestamp) -> OidcError {
        let mut memory = self.memory.lock().await;
        memory.failed = Some(now);
        OidcError::Down(why.to_owned())
    }
}

/// Who we are, as a header (RFC 6749 2.3.1: both parts are encoded first).
fn basic(id: &str, secret: &str) -> String {
    let encoded = |it: &str| form_urlencoded::byte_serialize(it.as_bytes()).collect::<String>();
    let pair = format!("{}:{}", encoded(id), encoded(secret));
    format!("Basic {}", BASE64.encode(pair.as_bytes()))
}

/// Notes whether the provider answered.
fn remember<T>(
    memory: &mut Memory,
    outcome: Result<T, OidcError>,
    now: Timestamp,
) -> Result<T, OidcError> {
    memory.failed = outcome.is_err().then_some(now);
    outcome
}

fn rests(memory: &Memory, now: Timestamp) -> bool {
    memory.failed.is_some_and(|at| is_fresh(at, now, REST))
}

/// Whether `at` lies less than `span` before `now`. The demonstration's clock may be moved back:
/// what lies in the future is not fresh.
fn is_fresh(at: Timestamp, now: Timestamp, span: SignedDuration) -> bool {
    at <= now && now < at + span
}

/// The code of a refusal, as `error` in the answer says.
fn refusal(body: &[u8]) -> String {
    let said: Option<Value> = serde_json::from_slice(body).ok();
    let code = said.as_ref().and_then(|it| it.get("error")).and_then(Value::as_str);
    plain(code.unwrap_or("without a reason"))
}

/// A word of the provider, short enough and plain enough for a log.
fn plain(word: &str) -> String {
    word.chars().filter(|it| it.is_ascii_alphanumeric() || "_-. ".contains(*it)).take(60).collect()
}
