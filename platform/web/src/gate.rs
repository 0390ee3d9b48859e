//! The gate of each route: limit, origin, session, permission; and the dress of failures.

use std::{net::SocketAddr, sync::Arc};

use askama::Template;
use axum::{
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{Html, IntoResponse, Response},
};
use kernel::{Actor, Lang};

use crate::{
    Face, Failure, Needs, Page, Session, Visitor, Web,
    cache::Shared,
    prefs::{Prefs, cookie},
};

/// What a gate stands before.
#[derive(Clone)]
pub(crate) struct Gate {
    pub web: Arc<Web>,
    pub face: Face,
    pub needs: Needs,
}

/// Lets a request through or refuses it.
pub(crate) async fn pass(gate: Gate, mut request: Request, next: Next) -> Response {
    let session = match session(&gate.web, request.headers()).await {
        Ok(session) => session,
        // Public pages still work for everybody when sessions cannot be read.
        Err(failure) if gate.face == Face::Public => {
            tracing::warn!(code = failure.code(), "sessions cannot be read");
            None
        }
        Err(failure) => {
            let visitor = visitor(&gate, &request, None);
            return dress(&visitor, failure);
        }
    };
    let visitor = visitor(&gate, &request, session);
    if let Err(failure) = admit(&gate, &visitor, &request) {
        return dress(&visitor, failure);
    }
    request.extensions_mut().insert(visitor.clone());
    let mut response = next.run(request).await;
    if let Some(failure) = response.extensions_mut().remove::<Failure>() {
        return dress(&visitor, failure);
    }
    if gate.needs.is_shared && visitor.session.is_none() {
        response.extensions_mut().insert(Shared);
    }
    response
}

fn admit(gate: &Gate, visitor: &Visitor, request: &Request) -> Result<(), Failure> {
    let client = client(visitor, request);
    gate.web.limits.check(gate.needs.limit, &client).map_err(Failure::TooMany)?;
    let has_bearer = request.headers().contains_key(header::AUTHORIZATION);
    if is_unsafe(request.method()) && !has_bearer && !is_own_origin(request.headers()) {
        return Err(Failure::Forbidden);
    }
    if gate.web.policy.may_ever(visitor.actor.role, gate.needs.action) {
        return Ok(());
    }
    // Who has not signed in is asked to; who has is told that it is not for them.
    Err(if visitor.session.is_none() { Failure::SignIn } else { Failure::Forbidden })
}

async fn session(web: &Web, headers: &HeaderMap) -> Result<Option<Session>, Failure> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    match bearer.or_else(|| cookie(headers, web.cookie_name())) {
        Some(token) if !token.is_empty() => web.sessions.find(token).await,
        _ => Ok(None),
    }
}

pub(crate) fn visitor(gate: &Gate, request: &Request, session: Option<Session>) -> Visitor {
    let prefs = Prefs::read(request.headers());
    let path = request.uri().path().to_owned();
    Visitor {
        actor: session.as_ref().map_or(Actor::ANONYMOUS, |it| it.actor.clone()),
        lang: lang(&path, &prefs, request.headers()),
        web: gate.web.clone(),
        session,
        prefs,
        query: request.uri().query().unwrap_or_default().to_owned(),
        is_api: gate.face == Face::Api,
        path,
    }
}

/// The language of the path; elsewhere the visitor's choice, then the browser's.
fn lang(path: &str, prefs: &Prefs, headers: &HeaderMap) -> Lang {
    let first = path.split('/').nth(1).unwrap_or_default();
    let wished = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
    Lang::parse(first).or(prefs.lang).or_else(|| Lang::negotiate(wished?)).unwrap_or_default()
}

fn client(visitor: &Visitor, request: &Request) -> String {
    match visitor.actor.account {
        Some(account) => account.to_string(),
        None => request
            .extensions()
            .get::<ConnectInfo<SocketAddr>>()
            .map_or_else(|| "local".to_owned(), |info| info.0.ip().to_string()),
    }
}

fn is_unsafe(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// A browser says where a request comes from; programs that say nothing hold no cookies of ours
/// worth stealing.
fn is_own_origin(headers: &HeaderMap) -> bool {
    if let Some(site) = headers.get("sec-fetch-site").and_then(|it| it.to_str().ok()) {
        return matches!(site, "same-origin" | "none");
    }
    let text = |name| headers.get(name).and_then(|it: &HeaderValue| it.to_str().ok());
    match (text("origin"), text("host")) {
        (Some(origin), Some(host)) => {
            origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
        _ => true,
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    p: Page,
    e: ErrorText,
}

struct ErrorText {
    heading: String,
    explanation: String,
    advice: String,
    search: Option<String>,
    reference: Option<String>,
}

/// Shows a failure: problem+json to machines, a full page to people.
pub(crate) fn dress(visitor: &Visitor, failure: Failure) -> Response {
    let mut response = if visitor.is_api {
        problem(visitor, &failure)
    } else if let (Failure::SignIn, false) = (&failure, visitor.path.starts_with("/api")) {
        return sign_in(visitor);
    } else {
        page(visitor, &failure)
    };
    *response.status_mut() = failure.status();
    if let Failure::TooMany(seconds) = failure {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn sign_in(visitor: &Visitor) -> Response {
    let back: String = form_urlencoded::byte_serialize(visitor.path.as_bytes()).collect();
    if visitor.path.starts_with("/staff") {
        return visitor.go(format!("/staff/sign-in?back={back}"));
    }
    visitor.go(visitor.path_to(&format!("/sign-in?back={back}")))
}

fn problem(visitor: &Visitor, failure: &Failure) -> Response {
    let text = texts(visitor, failure);
    let mut body = serde_json::json!({
        "type": "about:blank",
        "title": text.heading,
        "status": failure.status().as_u16(),
        "code": failure.code(),
        "detail": text.explanation,
    });
    if let Failure::Invalid(errors) = failure {
        body["errors"] = serde_json::to_value(errors).unwrap_or_default();
    }
    if let Some(reference) = text.reference {
        body["reference"] = reference.into();
    }
    let kind = HeaderValue::from_static("application/problem+json");
    let mut response = axum::Json(body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn page(visitor: &Visitor, failure: &Failure) -> Response {
    let e = texts(visitor, failure);
    let p = visitor.page(e.heading.clone());
    match (ErrorPage { p, e }).render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn texts(visitor: &Visitor, failure: &Failure) -> ErrorText {
    let status = failure.status().as_u16();
    let key = |part: &str| visitor.t(&format!("web-error-{status}-{part}")).to_owned();
    let with = |part: &str, name: &str, value: u64| {
        visitor.tr(&format!("web-error-{status}-{part}"), &[(name, &value)])
    };
    let mut text = ErrorText {
        heading: key("heading"),
        explanation: key("explanation"),
        advice: key("advice"),
        search: None,
        reference: None,
    };
    match failure {
        Failure::NotFound => text.search = Some(words_of(&visitor.path)),
        Failure::Refused { text: why, .. } => why.clone_into(&mut text.explanation),
        Failure::Malformed(what) => what.clone_into(&mut text.explanation),
        Failure::Internal(reference) => text.reference = Some(reference.clone()),
        Failure::TooMany(seconds) => {
            text.advice = with("advice", "minutes", seconds.div_ceil(60));
        }
        Failure::TooLarge(mb) => text.explanation = with("explanation", "mb", *mb),
        _ => {}
    }
    text
}

/// The words of a path that was not found, for the search box.
fn words_of(path: &str) -> String {
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let bytes = last.replace('+', " ");
    let plain: String = form_urlencoded::parse(format!("q={bytes}").as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned());
    plain.replace(['-', '_', '.'], " ").chars().take(60).collect()
}
