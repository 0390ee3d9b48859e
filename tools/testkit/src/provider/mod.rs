//! An identity provider on this machine: OpenID Connect over real HTTP, with real signatures, two
//! keys in turn, and every fault that a test asks for.

mod http;
mod keys;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};

use data_encoding::BASE64URL_NOPAD;
use kernel::{Clock, id::CommandId};
use serde_json::{Map, Value, json};

pub use keys::{Signing, SigningKey};

/// How the provider calls the product.
pub const CLIENT: &str = "onewindow";
/// The product's secret there; with signs that must be encoded.
pub const SECRET: &str = "a secret/with+signs";

/// What is wrong with the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It answers that it is broken.
    Broken,
    /// It answers without end.
    Huge,
    /// It sends whoever asks elsewhere.
    Elsewhere,
    /// It answers, but no JSON.
    Garbage,
    /// It hangs up in the middle of an answer.
    HangsUp,
}

type Edit = Arc<dyn Fn(&mut Map<String, Value>) + Send + Sync>;
type Mangle = Arc<dyn Fn(String) -> String + Send + Sync>;

struct Grant {
    nonce: String,
    challenge: String,
    redirect: String,
}

#[derive(Default)]
struct State {
    person: Map<String, Value>,
    userinfo: Map<String, Value>,
    edit: Option<Edit>,
    mangle: Option<Mangle>,
    description: Map<String, Value>,
    keys: Vec<SigningKey>,
    /// Keys that sign and are not published yet.
    is_hidden: bool,
    grants: BTreeMap<String, Grant>,
    access: BTreeMap<String, ()>,
    fault: Option<(Option<&'static str>, Fault)>,
    asked: BTreeMap<String, usize>,
    serial: u32,
}

/// A provider on a free port; it ends with the test's runtime.
pub struct IdentityProvider {
    issuer: String,
    state: Arc<Mutex<State>>,
    clock: Arc<dyn Clock>,
    task: tokio::task::JoinHandle<()>,
}

impl IdentityProvider {
    /// Starts one whose tokens are made at the time of `clock`.
    ///
    /// # Panics
    /// When no port is free.
    pub async fn start(clock: Arc<dyn Clock>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().expect("an address"));
        let state =
            State { keys: vec![SigningKey::new(Signing::Es256, "key-1")], ..State::default() };
        let state = Arc::new(Mutex::new(state));
        let served =
            http::Served { issuer: issuer.clone(), state: state.clone(), clock: clock.clone() };
        let task = tokio::spawn(http::serve(listener, served));
        Self { issuer, state, clock, task }
    }

    /// Its name for itself.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Who will sign in from now on, and what the ID token says of them.
    pub fn knows(&self, subject: &str, claims: Value) {
        let mut person = object(claims);
        person.insert("sub".to_owned(), subject.into());
        lock(&self.state).person = person;
    }

    /// What `userinfo` says from now on, besides `sub`.
    pub fn tells(&self, claims: Value) {
        lock(&self.state).userinfo = object(claims);
    }

    /// Changes the claims of each ID token before it is signed.
    pub fn says(&self, edit: impl Fn(&mut Map<String, Value>) + Send + Sync + 'static) {
        lock(&self.state).edit = Some(Arc::new(edit));
    }

    /// Changes each ID token after it is signed.
    pub fn sends(&self, mangle: impl Fn(String) -> String + Send + Sync + 'static) {
        lock(&self.state).mangle = Some(Arc::new(mangle));
    }

    /// Says and sends what is right again.
    pub fn is_honest(&self) {
        let mut state = lock(&self.state);
        state.edit = None;
        state.mangle = None;
        state.fault = None;
    }

    /// Describes itself otherwise.
    pub fn describes(&self, more: Value) {
        lock(&self.state).description = object(more);
    }

    /// Signs with new keys of this kind.
    pub fn signs_with(&self, signing: Signing) {
        self.next_key(signing);
        let mut state = lock(&self.state);
        let last = state.keys.pop();
        state.keys = last.into_iter().collect();
    }

    /// Signs with a new key that is short for its kind.
    pub fn signs_with_short(&self, signing: Signing) {
        let mut state = lock(&self.state);
        state.serial += 1;
        let id = format!("key-{}", state.serial + 1);
        state.keys = vec![SigningKey::short(signing, id)];
    }

    /// Signs with a new key; the former one stays in the set.
    pub fn rotates(&self) {
        let signing = lock(&self.state).keys.last().expect("a key").signing();
        self.next_key(signing);
        let mut state = lock(&self.state);
        let surplus = state.keys.len().saturating_sub(2);
        state.keys.drain(..surplus);
    }

    /// Whether the newest key is kept out of the published set.
    pub fn hides_newest(&self, is_hidden: bool) {
        lock(&self.state).is_hidden = is_hidden;
    }

    fn next_key(&self, signing: Signing) {
        let mut state = lock(&self.state);
        state.serial += 1;
        let id = format!("key-{}", state.serial + 1);
        state.keys.push(SigningKey::new(signing, id));
    }

    /// Has this fault from now on, everywhere or on one path.
    pub fn fails(&self, path: Option<&'static str>, fault: Fault) {
        lock(&self.state).fault = Some((path, fault));
    }

    /// Goes away: nobody listens any more.
    pub async fn stops(&mut self) {
        self.task.abort();
        // Its end is awaited: until then the socket still takes calls.
        let _ = (&mut self.task).await;
    }

    /// How often a path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        lock(&self.state).asked.get(path).copied().unwrap_or_default()
    }

    /// Works with the key that signs now.
    pub fn with_key<T>(&self, work: impl FnOnce(&SigningKey) -> T) -> T {
        work(lock(&self.state).keys.last().expect("a key"))
    }

    /// The claims that an ID token would have now.
    pub fn claims(&self, nonce: &str) -> Map<String, Value> {
        claims(&self.issuer, &lock(&self.state), self.clock.as_ref(), nonce)
    }

    /// Signs in whom it knows, as if a browser had opened `address`; answers where it sends the
    /// browser.
    ///
    /// # Panics
    /// When the address is none of its own or asks for something that it does not do.
    pub fn visit(&self, address: &str) -> String {
        let query = address.strip_prefix(&format!("{}/authorize?", self.issuer));
        let query = query.unwrap_or_else(|| panic!("{address} is not at {}", self.issuer));
        let mut state = lock(&self.state);
        let refused = |why| -> String { panic!("{why}: {address}") };
        authorize(&mut state, &self.issuer, self.clock.as_ref(), query).unwrap_or_else(refused)
    }

    /// A notice that the session of `subject` is over.
    pub fn logout_token(&self, subject: &str, id: &str) -> String {
        let claims = json!({
            "iss": self.issuer, "aud": CLIENT, "sub": subject, "jti": id,
            "iat": self.clock.now().as_second(),
            "events": {"http://schemas.openid.net/event/backchannel-logout": {}},
        });
        self.with_key(|key| {
            let mut header = key.header();
            header["typ"] = "logout+jwt".into();
            key.token(&header, &claims)
        })
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().expect("no test panics while it holds the provider")
}

/// A code for whom the provider knows, if the question is one that it takes.
fn authorize(
    state: &mut State,
    issuer: &str,
    clock: &dyn Clock,
    query: &str,
) -> Result<String, &'static str> {
    let asked: BTreeMap<String, String> =
        form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let get = |name: &str| asked.get(name).map_or("", String::as_str);
    let scopes: Vec<&str> = get("scope").split(' ').collect();
    for (is_right, why) in [
        (get("response_type") == "code", "only codes"),
        (get("client_id") == CLIENT, "an unknown client"),
        (scopes.contains(&"openid"), "no OpenID"),
        (get("code_challenge_method") == "S256", "no PKCE"),
        (get("code_challenge").len() == 43, "no challenge"),
        (get("nonce").len() >= 22, "no nonce"),
        (get("state").len() >= 22, "no state"),
        (get("redirect_uri").starts_with("http"), "no way back"),
    ] {
        if !is_right {
            return Err(why);
        }
    }
    let chance = crate::TestChance::seeded(u64::from(state.serial) + 77);
    state.serial += 1;
    let code = format!("code-{}", CommandId::new(clock.now(), chance.as_ref()));
    let grant = Grant {
        nonce: get("nonce").to_owned(),
        challenge: get("code_challenge").to_owned(),
        redirect: get("redirect_uri").to_owned(),
    };
    state.grants.insert(code.clone(), grant);
    let back = form_urlencoded::Serializer::new(String::new())
        .append_pair("code", &code)
        .append_pair("state", get("state"))
        .append_pair("iss", issuer)
        .finish();
    Ok(format!("{}?{back}", get("redirect_uri")))
}

fn claims(issuer: &str, state: &State, clock: &dyn Clock, nonce: &str) -> Map<String, Value> {
    let now = clock.now().as_second();
    let mut claims = object(json!({
        "iss": issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce,
        "auth_time": now,
    }));
    claims.extend(state.person.clone());
    if let Some(edit) = &state.edit {
        edit(&mut claims);
    }
    claims
}

/// The tokens of a code, once.
fn redeem(
    state: &mut State,
    issuer: &str,
    clock: &dyn Clock,
    form: &BTreeMap<String, String>,
) -> Result<Value, &'static str> {
    let get = |name: &str| form.get(name).map_or("", String::as_str);
    let grant = state.grants.remove(get("code")).ok_or("invalid_grant")?;
    let hash =
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, get("code_verifier").as_bytes());
    let is_theirs = BASE64URL_NOPAD.encode(hash.as_ref()) == grant.challenge
        && get("redirect_uri") == grant.redirect
        && get("grant_type") == "authorization_code";
    if !is_theirs {
        return Err("invalid_grant");
    }
    let claims = Value::Object(claims(issuer, state, clock, &grant.nonce));
    let key = state.keys.last().expect("a key");
    let mut token = key.token(&key.header(), &claims);
    if let Some(mangle) = &state.mangle {
        token = mangle(token);
    }
    let access = format!("access-{}", state.access.len());
    state.access.insert(access.clone(), ());
    Ok(json!({
        "access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": token,
    }))
}
