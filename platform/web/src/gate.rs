//! The gate of each route: session, limit, origin, permission, confirmation.

use std::{
    net::{IpAddr, SocketAddr},
    panic::AssertUnwindSafe,
    sync::Arc,
};

use axum::{
    body::Body,
    extract::{ConnectInfo, Request},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use futures::FutureExt as _;
use kernel::{Actor, Lang, Role};

use crate::{
    Audit, Face, Failure, Incident, Inside, Limit, Needs, Session, Visitor, Web, Zone,
    cache::Shared,
    dress::dress,
    failure::JSON_MB,
    power,
    prefs::{Prefs, cookie},
    proving,
};

/// What a gate stands before.
#[derive(Clone)]
pub(crate) struct Gate {
    pub web: Arc<Web>,
    pub face: Face,
    pub zone: Zone,
    pub needs: Needs,
    /// The route's pattern, by which it stands in the log.
    pub place: Arc<str>,
}

/// Lets a request through or refuses it.
pub(crate) async fn pass(gate: Gate, mut request: Request, next: Next) -> Response {
    let session = match session(&gate, request.headers()).await {
        Ok(session) => session,
        // What is for everybody still works when sessions cannot be read.
        Err(failure) if gate.face == Face::Public && is_for_everybody(&gate) => {
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
        return keep(&gate, &visitor, dress(&visitor, failure));
    }
    request.extensions_mut().insert(visitor.clone());
    request = match whole(&gate, request).await {
        Ok(request) => request,
        Err(failure) => {
            visitor.note(Incident::Bypass);
            return keep(&gate, &visitor, dress(&visitor, failure));
        }
    };
    if gate.needs.is_power() {
        request = match power::pass(&gate.needs, &visitor, request).await {
            Ok(request) => request,
            Err(response) => return keep(&gate, &visitor, response),
        };
    }
    // Everything that this request causes says that it belongs together.
    let request_id = correlation_id(&gate.web);
    let handled = AssertUnwindSafe(next.run(request)).catch_unwind();
    let mut response = match ledger::correlated(request_id, handled).await {
        Ok(response) => finished(&visitor, response),
        Err(_) => {
            visitor.note(Incident::Panic);
            dress(&visitor, Failure::internal("a handler broke off"))
        }
    };
    if let Ok(value) = HeaderValue::from_str(&request_id.to_string()) {
        response.headers_mut().insert("x-request-id", value);
    }
    keep(&gate, &visitor, response)
}

/// Dresses what a handler refused; also where it was the framework that refused, in plain text.
fn finished(visitor: &Visitor, mut response: Response) -> Response {
    let status = response.status();
    let failure = match response.extensions_mut().remove::<Failure>() {
        Some(failure) => failure,
        None if status.is_client_error() && is_bare(&response) => match status {
            StatusCode::NOT_FOUND => Failure::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(visitor.web.site.upload_mb),
            StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => {
                Failure::Malformed(visitor.t("web-error-400-explanation").to_owned())
            }
            other => Failure::Status(other),
        },
        None => return response,
    };
    match &failure {
        Failure::Forbidden => visitor.note(Incident::Forbidden),
        Failure::Malformed(_) | Failure::Status(_) => visitor.note(Incident::Bypass),
        _ => {}
    }
    dress(visitor, failure)
}

fn is_bare(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    kind.is_none_or(|it| it.starts_with("text/plain"))
}

/// Whether and by whom an answer may be kept: what is somebody's own, by nobody.
fn keep(gate: &Gate, visitor: &Visitor, mut response: Response) -> Response {
    let is_personal =
        visitor.session.is_some() || matches!(gate.needs.audit, Audit::Own | Audit::Read);
    if is_personal {
        let never = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, never);
    } else if gate.needs.is_shared && response.status() == StatusCode::OK {
        response.extensions_mut().insert(Shared);
    }
    response
}

fn correlation_id(web: &Web) -> uuid::Uuid {
    let (now, chance) = (web.ledger.clock().now(), web.ledger.chance());
    kernel::id::EventId::new(now, chance.as_ref()).uuid()
}

fn admit(gate: &Gate, visitor: &Visitor, request: &Request) -> Result<(), Failure> {
    let refuse = |incident: Incident, failure: Failure| {
        visitor.note(incident);
        Err(failure)
    };
    if !Inside::made(request) {
        if let Err(seconds) = has_quota(gate, visitor) {
            return refuse(Incident::Rate, Failure::TooMany(seconds));
        }
        if gate.web.withheld.holds(gate.face, &visitor.path) {
            return Err(Failure::Withheld);
        }
    }
    if is_unsafe(request.method())
        && !gate.needs.works_read_only()
        && let Some(pause) = gate.web.paused()
    {
        return Err(Failure::ReadOnly(pause));
    }
    if gate.needs.asks_proof && asks_patience(gate, visitor) {
        return Err(Failure::Proof(None));
    }
    let headers = request.headers();
    let has_bearer = headers.contains_key(header::AUTHORIZATION);
    if is_unsafe(request.method()) && !has_bearer && !is_own_origin(headers) {
        authz::log_refusal(&visitor.actor, gate.needs.action);
        return refuse(Incident::Origin, Failure::Forbidden);
    }
    if visitor.session.is_some() && !is_document(headers) {
        return refuse(Incident::Destination, Failure::Forbidden);
    }
    if is_unsafe(request.method()) && gate.face == Face::Api && !is_taken(gate, headers) {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return refuse(Incident::Bypass, Failure::Status(status));
    }
    // No database of ours holds it, and no page of ours sends it.
    let has_nul = |text: &str| text.contains("%00");
    if has_nul(&visitor.path) || has_nul(&visitor.query) {
        let failure = Failure::Malformed("the address holds no text".to_owned());
        return refuse(Incident::Bypass, failure);
    }
    let query = form_urlencoded::parse(visitor.query.as_bytes());
    let names: Vec<_> = query.map(|(name, _)| name).collect();
    visitor.check_once(names.iter().map(AsRef::as_ref))?;
    if gate.web.policy.may_ever(visitor.actor.role, gate.needs.action) {
        return if is_proved_too_little(gate, visitor) { Err(Failure::Passkey) } else { Ok(()) };
    }
    authz::log_refusal(&visitor.actor, gate.needs.action);
    // Who has not signed in is asked to; who has is told that it is not for them.
    if visitor.session.is_none() {
        return refuse(Incident::SignedOut, Failure::SignIn);
    }
    refuse(Incident::Forbidden, Failure::Forbidden)
}

fn is_for_everybody(gate: &Gate) -> bool {
    gate.web.policy.may_ever(Role::Anonymous, gate.needs.action)
}

/// Whether an officer has not proved enough for their work. What everybody may see, they may too.
fn is_proved_too_little(gate: &Gate, visitor: &Visitor) -> bool {
    visitor.lacks_passkey() && !gate.needs.is_enrolling && !is_for_everybody(gate)
}

/// Whether somebody walks through numbers, and this visitor has not yet shown patience.
fn asks_patience(gate: &Gate, visitor: &Visitor) -> bool {
    let now = gate.web.ledger.clock().now();
    visitor.session.is_none() && gate.web.novelty.is_alarmed(now) && !visitor.has_proof()
}

fn has_quota(gate: &Gate, visitor: &Visitor) -> Result<(), u64> {
    let (limits, class) = (&gate.web.limits, gate.needs.limit);
    match visitor.actor.account {
        Some(account) => limits.check_account(class, &account.to_string(), &visitor.client_key()),
        None => limits.check(class, &visitor.client_key()),
    }
}

/// Whether a browser asks for a page or a file, not for a part of some other page. No page of ours
/// shows pictures that a gate stands before.
fn is_document(headers: &HeaderMap) -> bool {
    let wanted = headers.get("sec-fetch-dest").and_then(|it| it.to_str().ok());
    matches!(wanted, None | Some("document" | "empty"))
}

/// Whether a body is of a type that programs send: JSON, and any file where files are taken. What
/// a form sends is neither, because any site may send it to any other.
fn is_taken(gate: &Gate, headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind = kind.to_str().unwrap_or("unreadable").to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if gate.needs.limit == Limit::Upload {
        let forms = ["text/plain", "application/x-www-form-urlencoded"];
        return !forms.contains(&kind) && !kind.starts_with("multipart/");
    }
    kind == "application/json"
}

/// The character without which every database can do, as JSON writes it.
const NUL: &[u8] = b"\\u0000";

/// The whole body of what a program sends to a route that takes no files: one object, and not
/// larger than anything that is asked for. A list is none, though its members could be read in
/// their order.
async fn whole(gate: &Gate, request: Request) -> Result<Request, Failure> {
    let takes_object = gate.face == Face::Api && is_unsafe(request.method());
    if !takes_object || gate.needs.limit == Limit::Upload {
        return Ok(request);
    }
    let most = usize::try_from(JSON_MB).unwrap_or(1) * 1024 * 1024;
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, most).await.map_err(|error| {
        let is_too_large = error.into_inner().is::<http_body_util::LengthLimitError>();
        let broken = || Failure::Malformed("the request broke off".to_owned());
        if is_too_large { Failure::TooLarge(JSON_MB) } else { broken() }
    })?;
    if body.trim_ascii_start().starts_with(b"[") {
        return Err(Failure::Malformed("an object is expected, not a list".to_owned()));
    }
    if body.windows(NUL.len()).any(|it| it == NUL) {
        return Err(Failure::Malformed("a text holds a character that is none".to_owned()));
    }
    Ok(Request::from_parts(parts, Body::from(body)))
}

async fn session(gate: &Gate, headers: &HeaderMap) -> Result<Option<Session>, Failure> {
    let web = &gate.web;
    let name = gate.zone.cookie_name(web.site.environment, web.is_secure());
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    let token = bearer.or_else(|| cookie(headers, &name)).unwrap_or_default();
    if token.is_empty() {
        return Ok(None);
    }
    let Some(session) = web.sessions.find(token).await? else { return Ok(None) };
    if !gate.zone.admits(&session.actor) {
        return Ok(None);
    }
    if web.stands(&session.actor).await? {
        return Ok(Some(session));
    }
    web.sessions.close(token).await?;
    Ok(None)
}

pub(crate) fn visitor(gate: &Gate, request: &Request, session: Option<Session>) -> Visitor {
    let prefs = Prefs::read(request.headers(), &gate.web);
    let path = request.uri().path().to_owned();
    Visitor {
        actor: session.as_ref().map_or(Actor::ANONYMOUS, |it| it.actor.clone()),
        lang: lang(&path, &prefs, request.headers()),
        action: gate.needs.action,
        web: gate.web.clone(),
        session,
        prefs,
        cookies: cookies(request.headers()).into(),
        agent: text(request.headers(), &header::USER_AGENT)
            .chars()
            .take(300)
            .collect::<String>()
            .into(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        is_api: gate.face == Face::Api,
        repeated: gate.needs.repeated,
        is_inside: Inside::made(request),
        proof: text(request.headers(), &header::HeaderName::from_static(proving::HEADER)).into(),
        zone: gate.zone,
        address: address(gate, request),
        place: gate.place.clone(),
        path,
    }
}

/// The language of the path; elsewhere the visitor's choice, then the browser's.
fn lang(path: &str, prefs: &Prefs, headers: &HeaderMap) -> Lang {
    let first = path.split('/').nth(1).unwrap_or_default();
    let wished = headers.get(header::ACCEPT_LANGUAGE).and_then(|it| it.to_str().ok());
    Lang::parse(first).or(prefs.lang).or_else(|| Lang::negotiate(wished?)).unwrap_or_default()
}

/// Where a request comes from. Only trusted proxies are believed.
fn address(gate: &Gate, request: &Request) -> Option<IpAddr> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>()?.0.ip();
    Some(listener::client(peer, request.headers(), &gate.web.site.proxies))
}

/// All cookies: HTTP/2 may send each in a header of its own.
fn cookies(headers: &HeaderMap) -> String {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|it| it.to_str().ok());
    all.collect::<Vec<_>>().join("; ")
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
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
