//! The people of tests prove who they are whenever a power act asks for it, so that only the tests
//! of confirming itself have to say so.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, Request, StatusCode, header, request::Parts},
    response::Response,
};
use http_body_util::BodyExt as _;
use kernel::Actor;
use tower::ServiceExt as _;
use web::{Assurance, Method, NewSession, Session, Web};

/// Opens a session of somebody who has signed in with two factors.
///
/// # Panics
/// When it does not open.
pub async fn signed_in(web: &Web, actor: Actor) -> Session {
    let assurance = Assurance::new(&[Method::Password, Method::Code], web.ledger.clock().now());
    let new = NewSession { actor, name: "某人".to_owned(), assurance, device: String::new() };
    web.sessions.open(new).await.expect("a session")
}

/// Confirms what is asked for, and knows under which new ids the sessions go on.
#[derive(Default)]
pub struct Confirmer {
    renewed: Mutex<HashMap<String, String>>,
}

impl Confirmer {
    /// Sends a request. If it is answered with the question for a confirmation, gives it and sends
    /// the request again.
    ///
    /// # Panics
    /// When it cannot be sent, or nobody has signed in who could confirm.
    pub async fn send(&self, web: &Web, app: &Router, request: Request<Body>) -> Response {
        let (mut parts, body) = request.into_parts();
        let body = body.collect().await.expect("a body").to_bytes();
        self.renew(&mut parts.headers);
        let answer = once(app, &parts, body.clone()).await;
        let (answer, action) = asked_to_confirm(answer).await;
        let Some(action) = action else { return answer };
        let token = token(&parts.headers).expect("a session that confirms");
        let session = web.sessions.find(&token).await.expect("sessions").expect("a session");
        let next = web.sessions.step_up(&session, &action, &[Method::Code]).await;
        let next = next.expect("the session goes on").token().to_owned();
        self.renewed.lock().unwrap_or_else(PoisonError::into_inner).insert(token, next);
        self.renew(&mut parts.headers);
        once(app, &parts, body).await
    }

    /// Puts the ids under which sessions go on in the place of those that the test knows.
    fn renew(&self, headers: &mut HeaderMap) {
        let renewed = self.renewed.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some((old, new)) = token(headers).and_then(|it| renewed.get_key_value(&it)) {
            for name in [header::COOKIE, header::AUTHORIZATION] {
                let Some(value) = headers.get(&name).and_then(|it| it.to_str().ok()) else {
                    continue;
                };
                let value = HeaderValue::from_str(&value.replace(old, new)).expect("a header");
                headers.insert(name, value);
            }
        }
    }
}

async fn once(app: &Router, parts: &Parts, body: Bytes) -> Response {
    let request = Request::from_parts(parts.clone(), Body::from(body));
    app.clone().oneshot(request).await.expect("an answer")
}

fn token(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
    if let Some(bearer) = text("authorization").and_then(|it| it.strip_prefix("Bearer ")) {
        return Some(bearer.to_owned());
    }
    let mut cookies = text("cookie")?.split(';').filter_map(|it| it.trim().split_once('='));
    cookies
        .find(|(name, _)| name.trim_start_matches("__Host-").starts_with("session"))
        .map(|(_, value)| value.to_owned())
}

/// The action for which a confirmation is asked, if one is.
async fn asked_to_confirm(answer: Response) -> (Response, Option<String>) {
    let location = answer.headers().get(header::LOCATION).and_then(|it| it.to_str().ok());
    if let Some((_, query)) = location.and_then(|it| it.split_once("/step-up?")) {
        let mut pairs = query.split('&').filter_map(|it| it.split_once('='));
        let action = pairs.find(|(name, _)| *name == "for").map(|(_, value)| value.to_owned());
        return (answer, action);
    }
    if answer.status() != StatusCode::FORBIDDEN {
        return (answer, None);
    }
    let (parts, body) = answer.into_parts();
    let bytes = body.collect().await.expect("a body").to_bytes();
    let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let is_asked = json["code"] == "step_up";
    let action = json["action"].as_str().filter(|_| is_asked).map(str::to_owned);
    (Response::from_parts(parts, Body::from(bytes)), action)
}
