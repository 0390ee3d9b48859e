//! The whole of the pages: what they share, and the router.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Query, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use kernel::LocalText;
use ledger::{DeploymentKey, Ledger};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer,
};

use crate::{
    Face, Failure, Limit, MenuEntry, Needs, Posted, Route, Sessions, Visitor, Words,
    assets::Assets,
    cache::{self, Pages},
    csrf::Csrf,
    gate::{self, Gate},
    limit::Limits,
    page::Filing,
    prefs::{Prefs, is_local_path},
    route::Audit,
    session,
    visitor::with_cookie,
};

/// What a deployer sets about the site.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// Scheme and host under which people reach it, without a slash at the end.
    pub public_url: String,
    /// The identity strip above every page.
    pub identity: Option<LocalText>,
    /// Filings and marks in the footer.
    pub filings: Vec<Filing>,
    /// Whether this is the demonstration, whose clock can be moved.
    pub is_demo: bool,
    /// Whether rate limits are in force.
    pub has_limits: bool,
    /// The largest upload, in megabytes.
    pub upload_mb: u64,
}

/// What all pages share.
pub struct Web {
    /// The ledger, for sessions and the clock.
    pub ledger: Ledger,
    /// The policy.
    pub policy: authz::Policy,
    /// The sessions.
    pub sessions: Sessions,
    /// The words.
    pub words: Words,
    /// What the deployer set.
    pub site: Site,
    pub(crate) assets: Assets,
    pub(crate) csrf: Csrf,
    pub(crate) limits: Limits,
    pub(crate) pages: Pages,
    pub(crate) menu: Vec<MenuEntry>,
}

impl Web {
    /// Puts the shared parts together.
    pub fn new(
        ledger: Ledger,
        key: &DeploymentKey,
        policy: authz::Policy,
        words: Words,
        menu: Vec<MenuEntry>,
        site: Site,
    ) -> Arc<Self> {
        Arc::new(Self {
            sessions: Sessions::new(ledger.clone()),
            ledger,
            policy,
            words,
            assets: Assets::new(),
            csrf: Csrf::new(key.derive("csrf")),
            limits: Limits::new(site.has_limits),
            pages: Pages::default(),
            menu,
            site,
        })
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.site.public_url.starts_with("https://")
    }

    /// `__Host-` binds the cookie to this host, but needs a secure address.
    pub(crate) fn cookie_name(&self) -> &'static str {
        if self.is_secure() { "__Host-session" } else { "session" }
    }

    /// Forgets rate-limit clients that have been quiet; a job calls this.
    pub fn sweep(&self) {
        self.limits.sweep();
    }
}

/// The router of all routes, with the platform's own.
pub fn router(web: &Arc<Web>, routes: &[Route]) -> Router {
    let mut router = Router::new();
    for route in routes {
        for path in route.paths() {
            let gate = Gate { web: web.clone(), face: route.face, needs: route.needs };
            let guarded = route.handler.clone().layer(middleware::from_fn(
                move |request: Request, next: Next| gate::pass(gate.clone(), request, next),
            ));
            router = router.route(&path, guarded);
        }
    }
    let own = Gate {
        web: web.clone(),
        face: Face::Root,
        needs: Needs::new("web.visit", Audit::Public, Limit::Page),
    };
    let outside = own.clone();
    let platform = Router::new()
        .route("/", axum::routing::get(home))
        .route("/prefs", axum::routing::get(prefs))
        .route("/sign-out", axum::routing::post(sign_out))
        .route("/session/keep", axum::routing::post(keep))
        .with_state(web.clone())
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            gate::pass(own.clone(), request, next)
        }));
    router
        .merge(platform)
        .route("/assets/{name}", axum::routing::get(asset).with_state(web.clone()))
        .fallback(move |request: Request| not_found(outside.clone(), request))
        .layer(middleware::from_fn_with_state(web.clone(), dress_headers))
        .layer(RequestBodyLimitLayer::new(
            usize::try_from(web.site.upload_mb.max(1)).unwrap_or(20) * 1024 * 1024,
        ))
        .layer(axum::extract::DefaultBodyLimit::disable())
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(web.clone(), cache::pass))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            std::time::Duration::from_secs(30),
        ))
        .layer(CatchPanicLayer::new())
}

/// The policy rows of the platform's own routes.
pub const POLICY: &[authz::Rule] = &[authz::Rule {
    action: "web.visit",
    grants: &{
        use authz::{Grant, Relation::Any};
        use kernel::Role::*;
        [
            Grant(Anonymous, Any),
            Grant(Citizen, Any),
            Grant(Clerk, Any),
            Grant(Examiner, Any),
            Grant(Approver, Any),
            Grant(Supervisor, Any),
            Grant(Editor, Any),
            Grant(Administrator, Any),
            Grant(Partner, Any),
        ]
    },
}];

/// `/` goes once to the visitor's language.
async fn home(visitor: Visitor) -> Response {
    visitor.go(visitor.path_to("/"))
}

async fn prefs(visitor: Visitor, Query(wishes): Query<Vec<(String, String)>>) -> Response {
    let back = wishes.iter().find(|(name, _)| name == "back").map_or("/", |(_, it)| it.as_str());
    let back = if is_local_path(back) { back } else { "/" };
    let mut response = visitor.go(back);
    for (name, value) in &wishes {
        if let Some(cookie) = Prefs::remember(name, value) {
            response = with_cookie(response, &cookie);
        }
    }
    response
}

async fn sign_out(
    State(web): State<Arc<Web>>,
    visitor: Visitor,
    _posted: Posted,
) -> Result<Response, Failure> {
    if let Some(session) = visitor.session() {
        web.sessions.close(session.token()).await?;
    }
    let gone = session::no_cookie(web.cookie_name(), web.is_secure());
    Ok(with_cookie(visitor.go(visitor.path_to("/")), &gone))
}

/// Reading the session renewed it already.
async fn keep(_visitor: Visitor, _posted: Posted) -> StatusCode {
    StatusCode::NO_CONTENT
}

async fn asset(State(web): State<Arc<Web>>, request: Request) -> Response {
    let Some(asset) = web.assets.find(request.uri().path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, asset.content.clone()).into_response()
}

async fn not_found(gate: Gate, request: Request) -> Response {
    let mut visitor = gate::visitor(&gate, &request, None);
    visitor.is_api = visitor.path.starts_with("/api/");
    gate::dress(&visitor, Failure::NotFound)
}

/// The headers of every answer.
async fn dress_headers(State(web): State<Arc<Web>>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policy = format!(
        "default-src 'none'; style-src 'self' 'sha256-{}'; script-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'",
        web.assets.css_hash
    );
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.entry(name).or_insert(value);
        }
    };
    set(header::CONTENT_SECURITY_POLICY, &policy);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()");
    if web.is_secure() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    response
}
