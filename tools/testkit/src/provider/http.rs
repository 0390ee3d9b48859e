//! The provider's addresses.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use axum::{
    Json, Router,
    body::{Body, to_bytes},
    extract::{Request, State as Shared},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use data_encoding::BASE64;
use kernel::Clock;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{CLIENT, Fault, SECRET, State, authorize, lock, redeem};

/// What answers need.
#[derive(Clone)]
pub(super) struct Served {
    pub issuer: String,
    pub state: Arc<Mutex<State>>,
    pub clock: Arc<dyn Clock>,
}

/// Answers until it is stopped.
pub(super) async fn serve(listener: TcpListener, served: Served) {
    let app = Router::new().fallback(answer).with_state(served);
    axum::serve(listener, app).await.expect("the provider serves");
}

async fn answer(Shared(served): Shared<Served>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let fault = {
        let mut state = lock(&served.state);
        *state.asked.entry(path.clone()).or_default() += 1;
        state.fault.filter(|(on, _)| on.is_none_or(|on| on == path)).map(|(_, fault)| fault)
    };
    if let Some(fault) = fault {
        return faulty(fault);
    }
    match path.as_str() {
        "/.well-known/openid-configuration" => Json(description(&served)).into_response(),
        "/jwks" => Json(keys(&served)).into_response(),
        "/authorize" => {
            let query = request.uri().query().unwrap_or_default().to_owned();
            let mut state = lock(&served.state);
            match authorize(&mut state, &served.issuer, served.clock.as_ref(), &query) {
                Ok(back) => Redirect::to(&back).into_response(),
                Err(why) => (StatusCode::BAD_REQUEST, why).into_response(),
            }
        }
        "/token" => token(&served, request).await,
        "/userinfo" => userinfo(&served, &request),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn faulty(fault: Fault) -> Response {
    match fault {
        Fault::Broken => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Fault::Huge => Body::from(vec![b' '; 4 * 1024 * 1024]).into_response(),
        Fault::Elsewhere => Redirect::temporary("/canary").into_response(),
        Fault::Garbage => "<html>".into_response(),
        Fault::HangsUp => {
            let broken = std::io::Error::other("hung up");
            let parts = [Ok("{"), Err(broken)];
            Body::from_stream(futures::stream::iter(parts)).into_response()
        }
    }
}

fn description(served: &Served) -> Value {
    let issuer = &served.issuer;
    let mut said = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "end_session_endpoint": format!("{issuer}/end"),
        "response_types_supported": ["code"],
        "code_challenge_methods_supported": ["S256"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256", "PS256", "EdDSA"],
        "authorization_response_iss_parameter_supported": true,
    });
    for (name, value) in &lock(&served.state).description {
        said[name] = value.clone();
    }
    said
}

fn keys(served: &Served) -> Value {
    let state = lock(&served.state);
    let shown = state.keys.len() - usize::from(state.is_hidden);
    json!({"keys": state.keys[..shown].iter().map(super::SigningKey::jwk).collect::<Vec<_>>()})
}

async fn token(served: &Served, request: Request) -> Response {
    let encoded = |it: &str| -> String { form_urlencoded::byte_serialize(it.as_bytes()).collect() };
    let pair = format!("{}:{}", encoded(CLIENT), encoded(SECRET));
    let expected = format!("Basic {}", BASE64.encode(pair.as_bytes()));
    let given = request.headers().get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let is_known = given == Some(&expected);
    let body = to_bytes(request.into_body(), 64 * 1024).await.unwrap_or_default();
    let form: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let is_posted = form.get("client_secret").is_some_and(|it| it == SECRET);
    if !is_known && !is_posted {
        return (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_client"})))
            .into_response();
    }
    let mut state = lock(&served.state);
    match redeem(&mut state, &served.issuer, served.clock.as_ref(), &form) {
        Ok(tokens) => Json(tokens).into_response(),
        Err(error) => (StatusCode::BAD_REQUEST, Json(json!({"error": error}))).into_response(),
    }
}

fn userinfo(served: &Served, request: &Request) -> Response {
    let given = request.headers().get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let token = given.and_then(|it| it.strip_prefix("Bearer ")).unwrap_or_default();
    let state = lock(&served.state);
    // An ID token opens nothing here.
    if !state.access.contains_key(token) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    let mut said = json!({"sub": state.person.get("sub")});
    for (name, value) in &state.userinfo {
        said[name] = value.clone();
    }
    Json(said).into_response()
}
