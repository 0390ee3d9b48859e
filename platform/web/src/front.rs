//! What stands before all routes: sizes, the number of requests at once, and the headers of every
//! answer.

use std::{sync::Arc, time::Duration};

use axum::{
    body::{Body, HttpBody as _},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use tokio::sync::OwnedSemaphorePermit;

use crate::{
    Failure, Incident, Web,
    dress::dress,
    gate::{self, Gate},
};

/// The longest address.
const ADDRESS_BYTES: usize = 8 * 1024;
/// All headers together.
const HEADER_BYTES: usize = 32 * 1024;
/// When too many requests are at work, one comes back after so many seconds.
const BUSY_SECONDS: u64 = 3;

/// A body up to this size needs no room of its own: there are only so many requests at once.
const SMALL_BODY: u64 = 64 * 1024;
/// So long a body waits for room in memory.
const ROOM_PATIENCE: Duration = Duration::from_secs(10);

/// Refuses what is too long and what is too much at once.
pub(crate) async fn pass(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let length = request.uri().path_and_query().map_or(0, |it| it.as_str().len());
    if length > ADDRESS_BYTES {
        return refuse(&gate, &request, Failure::Status(StatusCode::URI_TOO_LONG));
    }
    if bytes_of(request.headers()) > HEADER_BYTES {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return refuse(&gate, &request, Failure::Status(status));
    }
    let Ok(_seat) = gate.web.seats.clone().try_acquire_owned() else {
        return busy(&gate, &request, "all");
    };
    let most = request.body().size_hint().upper();
    let Some(_room) = room(&gate.web, most).await else {
        return busy(&gate, &request, "bodies");
    };
    next.run(request).await
}

/// Room in memory for a body of at most so many bytes, once there is some: the bodies of all
/// requests at work share it, because each is read as a whole before anything is done with it. None
/// when there was none for too long.
async fn room(web: &Web, most: Option<u64>) -> Option<Option<OwnedSemaphorePermit>> {
    let largest = web.site.upload_mb.max(1) * 1024 * 1024;
    let bytes = most.unwrap_or(largest).min(largest);
    if bytes <= SMALL_BODY {
        return Some(None);
    }
    let kilobytes = u32::try_from(bytes.div_ceil(1024)).unwrap_or(u32::MAX).min(web.body_room);
    let waiting = web.bodies.clone().acquire_many_owned(kilobytes);
    tokio::time::timeout(ROOM_PATIENCE, waiting).await.ok()?.ok().map(Some)
}

/// Too much at once: to be sent again in a moment.
fn busy(gate: &Gate, request: &Request, of: &'static str) -> Response {
    let visitor = gate::visitor(gate, request, None);
    Incident::Crowd.note(of, &visitor.actor, visitor.address);
    let mut response = refuse(gate, request, Failure::Unavailable);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(BUSY_SECONDS));
    response
}

fn bytes_of(headers: &HeaderMap) -> usize {
    headers.iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum()
}

/// An answer in the visitor's language, or as problem+json, without a look at the session.
pub(crate) fn refuse(gate: &Gate, request: &Request, failure: Failure) -> Response {
    let mut visitor = gate::visitor(gate, request, None);
    visitor.is_api = visitor.path.starts_with("/api/");
    dress(&visitor, failure)
}

/// A handler broke off outside every gate: nothing is known about the visitor.
pub(crate) fn broken(_: Box<dyn std::any::Any + Send + 'static>) -> Response {
    Incident::Panic.note("outside", &kernel::Actor::ANONYMOUS, None);
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

/// What is kept of a request for an answer that nobody has dressed.
struct Asked {
    uri: Uri,
    words: [Option<HeaderValue>; 2],
}

/// What the language of an answer follows from, besides the path.
const WORDS: [HeaderName; 2] = [header::ACCEPT_LANGUAGE, header::COOKIE];

impl Asked {
    fn of(request: &Request) -> Self {
        let words = WORDS.map(|name| request.headers().get(name).cloned());
        Self { uri: request.uri().clone(), words }
    }

    fn again(self) -> Request {
        let mut request = Request::new(Body::empty());
        *request.uri_mut() = self.uri;
        for (name, value) in WORDS.into_iter().zip(self.words) {
            if let Some(value) = value {
                request.headers_mut().insert(name, value);
            }
        }
        request
    }
}

/// Whether a layer refused in its own words: too large, too slow, broken off.
fn is_undressed(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let status = response.status();
    (status.is_client_error() || status.is_server_error())
        && kind.is_none_or(|it| it.starts_with("text/plain"))
}

fn redressed(gate: &Gate, asked: Asked, status: StatusCode) -> Response {
    let failure = match status {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge(gate.web.site.upload_mb),
        StatusCode::SERVICE_UNAVAILABLE => Failure::Unavailable,
        StatusCode::INTERNAL_SERVER_ERROR => Failure::internal("an answer broke off"),
        other => Failure::Status(other),
    };
    refuse(gate, &asked.again(), failure)
}

/// The headers of every answer.
pub(crate) async fn dress_headers(
    State(gate): State<Gate>,
    request: Request,
    next: Next,
) -> Response {
    let asked = Asked::of(&request);
    // What a program asks for does nothing where a browser opens it as a page.
    let sandbox = if asked.uri.path().starts_with("/api/") { "; sandbox" } else { "" };
    let mut response = next.run(request).await;
    if is_undressed(&response) {
        response = redressed(&gate, asked, response.status());
    }
    let web = &gate.web;
    let policy = format!(
        "default-src 'none'; style-src 'self' 'sha256-{}'; script-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; \
         trusted-types page 'allow-duplicates'; report-uri /csp-report; report-to csp{sandbox}",
        web.assets.css_hash
    );
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, &policy);
    set(HeaderName::from_static("reporting-endpoints"), "csp=\"/csp-report\"");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::CACHE_CONTROL, "no-store");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if web.is_secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}

/// What a browser reports about the content security policy. It is noted, in short and without
/// queries, and never answered with anything.
pub(crate) async fn report(State(gate): State<Gate>, request: Request) -> Response {
    /// No report is larger.
    const REPORT_BYTES: usize = 16 * 1024;
    let visitor = gate::visitor(&gate, &request, None);
    if let Err(seconds) = gate.web.limits.check(crate::Limit::Change, &visitor.client_key()) {
        return refuse(&gate, &request, Failure::TooMany(seconds));
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_owned();
    if !matches!(kind.as_str(), "application/csp-report" | "application/reports+json") {
        return refuse(&gate, &request, Failure::Status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let Ok(body) = axum::body::to_bytes(request.into_body(), REPORT_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let Ok(report) = serde_json::from_slice::<serde_json::Value>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    visitor.note(Incident::Policy);
    for (directive, page, blocked) in violations(&report) {
        tracing::warn!(target: "security", code = Incident::Policy.code(), directive, page, blocked);
    }
    StatusCode::NO_CONTENT.into_response()
}

/// Directive, page and what was blocked, of both forms of reports.
fn violations(report: &serde_json::Value) -> Vec<(String, String, String)> {
    let text = |of: &serde_json::Value, names: [&str; 2]| {
        let found = names.iter().find_map(|name| of.get(name)?.as_str()).unwrap_or_default();
        let bare = found.split(['?', '#']).next().unwrap_or_default();
        bare.chars().take(200).collect::<String>()
    };
    let one = |of: &serde_json::Value| {
        (
            text(of, ["effectiveDirective", "violated-directive"]),
            text(of, ["documentURL", "document-uri"]),
            text(of, ["blockedURL", "blocked-uri"]),
        )
    };
    match report {
        serde_json::Value::Array(all) => {
            all.iter().take(10).filter_map(|it| it.get("body")).map(one).collect()
        }
        other => other.get("csp-report").map(one).into_iter().collect(),
    }
}

/// What the gate needs to dress an answer outside any route.
pub(crate) fn outside(web: &Arc<crate::Web>, zone: crate::Zone) -> Gate {
    let needs = crate::Needs::new("web.visit", crate::Audit::Public, crate::Limit::Page);
    Gate { web: web.clone(), face: crate::Face::Root, zone, needs, place: "outside".into() }
}
