//! The demonstration's own identity provider: OpenID Connect over real HTTP, with real tokens,
//! for the invented people of the demonstration city. It exists nowhere else. Whoever comes picks
//! a person and how they prove themselves; it asks for no password, and says so.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use accounts_domain::{DemoAccount, DemoAccounts};
use askama::Template;
use authz::{Grant, Relation, Rule};
use aws_lc_rs::{
    digest,
    signature::{Ed25519KeyPair, KeyPair as _},
};
use axum::{
    Form, Json,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use kernel::{IdentityLevel, Lang, LocalText, Role};
use ledger::Ledger;
use ops::{ProviderAudience, ProviderClaims, ProviderSettings};
use serde_json::{Value, json};
use web::{Audit, Face, Failure, Limit, Needs, Outcome, Page, Posted, Route, Routes, Visitor};

/// Its word in the addresses of the site.
const ID: &str = "demo";
/// What it calls the site.
const CLIENT: &str = "onewindow-demo";
/// A code is good for so long, once.
const CODE: SignedDuration = SignedDuration::from_secs(60);
/// A token is good for so long.
const TOKEN: SignedDuration = SignedDuration::from_secs(300);
/// How somebody proves themselves, and what that stands for.
const METHODS: [(&str, IdentityLevel, &str); 3] = [
    ("face", IdentityLevel::L3, "app-identity-face"),
    ("sms", IdentityLevel::L2, "app-identity-sms"),
    ("certificate", IdentityLevel::L4, "app-identity-certificate"),
];

/// Anybody may ask the demonstration's provider, also programs. It exists nowhere else.
pub const POLICY: &[Rule] = &[Rule {
    action: "demo.identity",
    grants: &[
        Grant(Role::Anonymous, Relation::Any),
        Grant(Role::Citizen, Relation::Any),
        Grant(Role::Clerk, Relation::Any),
        Grant(Role::Examiner, Relation::Any),
        Grant(Role::Approver, Relation::Any),
        Grant(Role::Supervisor, Relation::Any),
        Grant(Role::Editor, Relation::Any),
        Grant(Role::Administrator, Relation::Any),
    ],
}];

/// The provider in the settings' words, for a site that people reach under `public_url`.
pub fn settings(public_url: &str) -> ProviderSettings {
    let name = LocalText {
        zh_hans: "演示身份平台".to_owned(),
        zh_hant: "演示身分平台".to_owned(),
        en: "the demonstration’s identity platform".to_owned(),
    };
    let acr = METHODS.iter().map(|(word, level, _)| ((*word).to_owned(), *level));
    ProviderSettings {
        id: ID.to_owned(),
        name,
        issuer: issuer(public_url),
        client_id: CLIENT.to_owned(),
        client_secret_file: None,
        scopes: Vec::new(),
        sites: Vec::new(),
        inside: true,
        ca_file: None,
        userinfo: false,
        audience: ProviderAudience::Citizens,
        may_create: true,
        trusted_identity: true,
        claims: ProviderClaims {
            id_number: Some("id_number".to_owned()),
            ..ProviderClaims::default()
        },
        level: IdentityLevel::L2,
        acr: acr.collect(),
        amr: BTreeMap::new(),
        allow_rsa_2048: false,
    }
}

fn issuer(public_url: &str) -> String {
    format!("{public_url}/demo/identity")
}

/// Somebody who has picked a person and has not come back yet.
struct Given {
    nonce: String,
    challenge: String,
    person: DemoAccount,
    method: &'static str,
    at: Timestamp,
}

/// The provider. Cheap to clone.
#[derive(Clone)]
pub struct DemoIdentity {
    inner: Arc<Inner>,
}

struct Inner {
    issuer: String,
    redirect_uri: String,
    key: Ed25519KeyPair,
    ledger: Ledger,
    people: Arc<dyn DemoAccounts>,
    codes: Mutex<BTreeMap<String, Given>>,
}

impl DemoIdentity {
    /// The provider of a house.
    ///
    /// # Errors
    /// When the house knows no demonstration accounts.
    pub fn new(house: &module::House) -> anyhow::Result<Self> {
        // A new key for each start: nobody keeps its tokens.
        let mut seed = [0u8; 32];
        house.ledger.chance().fill(&mut seed);
        let key = Ed25519KeyPair::from_seed_unchecked(&seed);
        let key = key.map_err(|_| anyhow::anyhow!("no key for the demonstration's provider"))?;
        Ok(Self {
            inner: Arc::new(Inner {
                issuer: issuer(&house.public_url),
                redirect_uri: crate::identity::redirect_uri(&house.public_url, ID),
                key,
                ledger: house.ledger.clone(),
                people: house.ask::<dyn DemoAccounts>()?,
                codes: Mutex::default(),
            }),
        })
    }

    fn codes(&self) -> MutexGuard<'_, BTreeMap<String, Given>> {
        // What a panic may have left behind are codes that nobody asks for.
        self.inner.codes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn people(&self) -> Vec<DemoAccount> {
        let mut people = self.inner.people.list();
        people.retain(|it| it.role == Role::Citizen);
        people
    }

    fn sign(&self, claims: &Value) -> String {
        let part = |it: &Value| BASE64URL_NOPAD.encode(it.to_string().as_bytes());
        let header = json!({"alg": "EdDSA", "kid": ID, "typ": "JWT"});
        let message = format!("{}.{}", part(&header), part(claims));
        let signature = self.inner.key.sign(message.as_bytes());
        format!("{message}.{}", BASE64URL_NOPAD.encode(signature.as_ref()))
    }
}

/// Its addresses.
pub fn routes(identity: DemoIdentity) -> Vec<Route> {
    let needs = |limit| Needs::new("demo.identity", Audit::Public, limit);
    let (page, change) = (needs(Limit::Page), needs(Limit::Change));
    let mut routes = Routes::new("demo", identity);
    routes.get(Face::Root, "/demo/identity/.well-known/openid-configuration", page, describe);
    routes.get(Face::Root, "/demo/identity/keys", page, keys);
    routes.get(Face::Root, "/demo/identity/authorize", page, ask);
    routes.post(Face::Root, "/demo/identity/authorize", change, answer);
    routes.post(Face::Root, "/demo/identity/token", change, token);
    routes.done()
}

async fn describe(State(identity): State<DemoIdentity>) -> Json<Value> {
    let issuer = &identity.inner.issuer;
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": METHODS.map(|(word, ..)| word),
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn keys(State(identity): State<DemoIdentity>) -> Json<Value> {
    let x = BASE64URL_NOPAD.encode(identity.inner.key.public_key().as_ref());
    let key = json!({"kty": "OKP", "crv": "Ed25519", "kid": ID, "use": "sig", "x": x});
    Json(json!({"keys": [key]}))
}

#[derive(Template)]
#[template(path = "app/identity.html")]
struct IdentityPage {
    p: Page,
    people: Vec<DemoAccount>,
    methods: Vec<(&'static str, &'static str, bool)>,
    asked: Vec<(String, String)>,
    key: String,
}

/// The parameters that are sent along from the question to the answer.
const ASKED: [&str; 4] = ["state", "nonce", "code_challenge", "redirect_uri"];

/// Who is it? The question must come from the site, ask for a code, and lead back exactly there.
async fn ask(
    State(identity): State<DemoIdentity>,
    mut visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let get = |name: &str| query.get(name).map_or("", String::as_str);
    visitor.lang = Lang::parse(get("ui_locales")).unwrap_or(visitor.lang);
    let is_right = get("response_type") == "code"
        && get("client_id") == CLIENT
        && get("redirect_uri") == identity.inner.redirect_uri
        && get("code_challenge_method") == "S256"
        && get("code_challenge").len() == 43
        && !get("nonce").is_empty()
        && !get("state").is_empty();
    if !is_right {
        return Err(Failure::Malformed("an authorization request".to_owned()));
    }
    let wished = get("acr_values").split(' ').next().unwrap_or_default();
    let wished = METHODS.iter().find(|it| it.0 == wished).unwrap_or(&METHODS[0]).0;
    let p = visitor.page(visitor.t("app-identity-title"));
    let page = IdentityPage {
        people: identity.people(),
        methods: METHODS.map(|(word, _, key)| (word, key, word == wished)).into(),
        asked: ASKED.iter().map(|it| ((*it).to_owned(), get(it).to_owned())).collect(),
        key: p.key(),
        p,
    };
    visitor.html(&page)
}

/// It is this person: back to the site, with a code.
async fn answer(State(identity): State<DemoIdentity>, visitor: Visitor, posted: Posted) -> Outcome {
    if posted.get("redirect_uri") != identity.inner.redirect_uri {
        return Err(Failure::Malformed("redirect_uri".to_owned()));
    }
    let people = identity.people();
    let person = people.into_iter().find(|it| it.login == posted.get("person"));
    let method = METHODS.iter().find(|it| it.0 == posted.get("method"));
    let mut back = form_urlencoded::Serializer::new(String::new());
    match (person, method) {
        (Some(person), Some((method, ..))) => {
            let mut bytes = [0u8; 32];
            identity.inner.ledger.chance().fill(&mut bytes);
            let code = BASE64URL_NOPAD.encode(&bytes);
            back.append_pair("code", &code);
            let at = identity.inner.ledger.clock().now();
            let text = |name| posted.get(name).to_owned();
            let (nonce, challenge) = (text("nonce"), text("code_challenge"));
            let given = Given { nonce, challenge, person, method, at };
            let mut codes = identity.codes();
            codes.retain(|_, it| it.at <= at && at < it.at + CODE);
            codes.insert(code, given);
        }
        _ => {
            back.append_pair("error", "access_denied");
        }
    }
    let back = back
        .append_pair("state", posted.get("state"))
        .append_pair("iss", &identity.inner.issuer)
        .finish();
    Ok(visitor.go(format!("{}?{back}", identity.inner.redirect_uri)))
}

/// A code becomes a token: once, within a minute, for whoever holds the secret of PKCE.
async fn token(
    State(identity): State<DemoIdentity>,
    Form(form): Form<BTreeMap<String, String>>,
) -> Response {
    let get = |name: &str| form.get(name).map_or("", String::as_str);
    let refused =
        || (StatusCode::BAD_REQUEST, Json(json!({"error": "invalid_grant"}))).into_response();
    let now = identity.inner.ledger.clock().now();
    let Some(given) = identity.codes().remove(get("code")) else { return refused() };
    let hash = digest::digest(&digest::SHA256, get("code_verifier").as_bytes());
    let is_theirs = get("grant_type") == "authorization_code"
        && get("client_id") == CLIENT
        && get("redirect_uri") == identity.inner.redirect_uri
        && BASE64URL_NOPAD.encode(hash.as_ref()) == given.challenge
        && given.at <= now
        && now < given.at + CODE;
    if !is_theirs {
        return refused();
    }
    let vault = identity.inner.ledger.vault();
    let claims = json!({
        "iss": identity.inner.issuer,
        "aud": CLIENT,
        "sub": vault.blind("demo_identity", &given.person.login),
        "iat": now.as_second(),
        "exp": (now + TOKEN).as_second(),
        "auth_time": given.at.as_second(),
        "nonce": given.nonce,
        "acr": given.method,
        "name": given.person.name,
        "id_number": given.person.login,
    });
    // It has nothing else to offer: the access token opens no door.
    let access = vault.blind("demo_access", &given.nonce);
    let body = json!({
        "access_token": access,
        "token_type": "Bearer",
        "expires_in": TOKEN.as_secs(),
        "id_token": identity.sign(&claims),
    });
    Json(body).into_response()
}
