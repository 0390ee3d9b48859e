//! The whole of the pages: what they share, and the router.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use axum::{
    Router,
    extract::{Query, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use crypto::Purpose;
use kernel::{Actor, Environment, IdentityLevel, LocalText};
use ledger::Ledger;
use tokio::sync::Semaphore;
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, limit::RequestBodyLimitLayer,
    timeout::TimeoutLayer,
};

use crate::{
    Alarms, Budgets, Failure, Incident, MenuEntry, Posted, Route, SessionLimits, Sessions,
    StaffFactor, Standing, Visitor, Words, Zone,
    assets::Assets,
    budget,
    cache::{self, Pages},
    csrf::Csrf,
    front,
    gate::{self, Gate},
    limit::Limits,
    novelty::Novelty,
    opened,
    page::Filing,
    paused::{self, Pause, Paused},
    prefs::{Prefs, is_local_path},
    proof::{self, Proofs},
    proving, session, stash,
    visitor::with_cookie,
    withheld::Withheld,
    zone,
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
    /// What the installation is for; all but the live one say so on every page.
    pub environment: Environment,
    /// Whether rate limits are in force.
    pub has_limits: bool,
    /// The most that a session proves which was opened without an identity provider; L3 where
    /// nothing is said.
    pub own_level: Option<IdentityLevel>,
    /// The largest upload, in megabytes.
    pub upload_mb: u64,
    /// The proxies whose word about a client's address counts.
    pub proxies: Vec<listener::Network>,
    /// How many different people and things may be looked up.
    pub budgets: Budgets,
    /// So many requests are at work at once; 0 for the default.
    pub requests_at_once: usize,
    /// The bodies of all requests at work hold so many megabytes together; 0 for the default.
    pub bodies_mb: u32,
    /// How long sessions last.
    pub sessions: SessionLimits,
    /// So many processes share the visitors; 0 counts as one.
    pub nodes: u32,
    /// With what staff have to prove who they are before they work.
    pub staff_factor: StaffFactor,
    /// Whether everything is shown and nothing changed, for as long as the process runs.
    pub read_only: bool,
}

/// Requests at work at once, where nothing else is set.
const REQUESTS_AT_ONCE: usize = 512;
/// Megabytes of bodies at once, where nothing else is set.
const BODIES_MB: u32 = 256;

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
    pub(crate) seals: Csrf,
    pub(crate) openings: Csrf,
    pub(crate) proofs: Proofs,
    pub(crate) limits: Limits,
    pub(crate) novelty: Novelty,
    pub(crate) seats: Arc<Semaphore>,
    /// Room for bodies, in kilobytes, and how much of it there is.
    pub(crate) bodies: Arc<Semaphore>,
    pub(crate) body_room: u32,
    /// What somebody should be told.
    pub alarms: Alarms,
    pub(crate) pages: Pages,
    pub(crate) menu: Vec<MenuEntry>,
    pub(crate) withheld: Withheld,
    pub(crate) paused: Paused,
    /// Tells this process from others with the same database.
    node: String,
    standing: OnceLock<Arc<dyn Standing>>,
}

impl Web {
    /// Puts the shared parts together.
    pub fn new(
        ledger: Ledger,
        policy: authz::Policy,
        words: Words,
        menu: Vec<MenuEntry>,
        site: Site,
    ) -> Arc<Self> {
        let mut node = [0; 16];
        ledger.chance().fill(&mut node);
        let body_room = match site.bodies_mb {
            0 => BODIES_MB,
            count => count,
        };
        let body_room = body_room.saturating_mul(1024);
        Arc::new(Self {
            node: data_encoding::HEXLOWER.encode(&node),
            sessions: Sessions::new(ledger.clone(), site.sessions),
            csrf: Csrf::new(ledger.keys(), &purpose("csrf", &site)),
            seals: Csrf::new(ledger.keys(), &purpose("shown", &site)),
            openings: Csrf::new(ledger.keys(), &purpose("opened", &site)),
            proofs: Proofs::new(Csrf::new(ledger.keys(), &purpose("proof", &site))),
            ledger,
            policy,
            words,
            assets: Assets::new(),
            limits: Limits::new(site.has_limits, site.nodes),
            novelty: Novelty::new(site.budgets, site.has_limits),
            seats: Arc::new(Semaphore::new(match site.requests_at_once {
                0 => REQUESTS_AT_ONCE,
                count => count,
            })),
            bodies: Arc::new(Semaphore::new(usize::try_from(body_room).unwrap_or(usize::MAX))),
            body_room,
            alarms: Alarms::default(),
            pages: Pages::default(),
            menu,
            withheld: Withheld::default(),
            paused: Paused::default(),
            standing: OnceLock::new(),
            site,
        })
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.site.public_url.starts_with("https://")
    }

    /// The name of the session's cookie where everything is at one address.
    pub fn cookie_name(&self) -> String {
        Zone::Whole.cookie_name(self.site.environment, self.is_secure())
    }

    pub(crate) fn cookie_of_host(&self, name: &str) -> String {
        zone::host_cookie(name, self.site.environment, self.is_secure())
    }

    /// The name of a cookie that holds a choice; it is the same in all environments.
    pub(crate) fn cookie_of_choice(&self, name: &str) -> String {
        zone::host_cookie(name, Environment::Live, self.is_secure())
    }

    /// From now on `standing` is asked whether a session's person still is what it says. The first
    /// one counts.
    pub fn ask_standing(&self, standing: Arc<dyn Standing>) {
        // A second one is a fault of the start, where it would change nothing.
        let _ = self.standing.set(standing);
    }

    /// Withholds these addresses and no others: of public pages without their language, of the API
    /// whole. Answers those that are new.
    pub fn withhold(&self, addresses: BTreeSet<String>) -> Vec<String> {
        let new = self.withheld.set(addresses);
        if !new.is_empty() {
            self.pages.forget();
        }
        new
    }

    /// From now on nothing is changed, or changes are taken again; answers whether that is news.
    pub fn pause(&self, pause: Option<Pause>) -> bool {
        let is_news = self.paused.set(pause);
        if is_news {
            self.pages.forget();
        }
        is_news
    }

    /// Why nothing is changed at present.
    pub fn paused(&self) -> Option<Pause> {
        self.paused.get()
    }

    /// The strip that stands above every page while nothing is changed, in each language. What
    /// compares pages leaves it out.
    pub fn strips(&self) -> Vec<String> {
        paused::strips(&self.words)
    }

    /// Whether anything is withheld.
    pub fn withholds(&self) -> bool {
        self.withheld.has_any()
    }

    /// The stylesheets, scripts and images of all pages: address and content.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &str)> {
        self.assets.all().map(|it| (it.href.as_str(), it.content.as_str()))
    }

    pub(crate) async fn stands(&self, actor: &Actor) -> Result<bool, Failure> {
        match self.standing.get() {
            Some(standing) => standing.stands(actor).await,
            None => Ok(true),
        }
    }

    /// Tells other processes how much of the common budgets was used up here, and learns it of
    /// them; a job calls this every few seconds.
    ///
    /// # Errors
    /// [`ledger::StoreError`].
    pub async fn share_budgets(&self) -> Result<(), ledger::StoreError> {
        if !self.site.has_limits {
            return Ok(());
        }
        budget::share(&self.ledger, &self.novelty, &self.node).await
    }

    /// Forgets rate-limit clients that have been quiet, sessions that are long over and what was
    /// typed before a confirmation that never came; a job calls this.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn sweep(&self) -> Result<(), Failure> {
        self.limits.sweep();
        self.sessions.sweep().await?;
        proof::sweep(&self.ledger).await?;
        stash::sweep(&self.ledger).await
    }
}

/// The purpose of a key in this environment: a live form never carries a test's token.
fn purpose(name: &'static str, site: &Site) -> Purpose {
    let named = Purpose::named(name);
    match site.environment {
        Environment::Live => named,
        other => named.within(other.word()),
    }
}

/// The router of all routes, with the platform's own.
pub fn router(web: &Arc<Web>, routes: &[Route]) -> Router {
    router_of(web, routes, Zone::Whole)
}

/// The router of the routes of a zone. What belongs to another zone is not there (404).
pub fn router_of(web: &Arc<Web>, routes: &[Route], zone: Zone) -> Router {
    let outside = front::outside(web, zone);
    let mut paths: BTreeMap<String, MethodRouter> = BTreeMap::new();
    for route in routes.iter().filter(|it| zone.has(it, &web.policy)) {
        for path in route.paths() {
            let guarded = guard(web, route, zone);
            let all = paths.remove(&path).unwrap_or_default().merge(guarded);
            paths.insert(path, all);
        }
    }
    let mut router = Router::new();
    for (path, methods) in paths {
        router = router.route(&path, other_methods_refused(methods, &outside));
    }
    let lost = outside.clone();
    router
        .merge(own_routes(web, zone).with_state(outside.clone()))
        .fallback(move |request: Request| async move {
            front::refuse(&lost, &request, Failure::NotFound)
        })
        .layer(middleware::from_fn_with_state(outside.clone(), front::pass))
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
        .layer(CatchPanicLayer::custom(front::broken))
        .layer(middleware::from_fn_with_state(outside, front::dress_headers))
}

/// Puts the headers of every answer on a few more routes, which have no gate, and refuses other
/// methods.
pub fn dressed(web: &Arc<Web>, zone: Zone, routes: Router) -> Router {
    let outside = front::outside(web, zone);
    let lost = outside.clone();
    routes
        .method_not_allowed_fallback(move |request: Request| async move {
            front::refuse(&lost, &request, Failure::Status(StatusCode::METHOD_NOT_ALLOWED))
        })
        .layer(middleware::from_fn_with_state(outside, front::dress_headers))
}

fn guard(web: &Arc<Web>, route: &Route, zone: Zone) -> MethodRouter {
    let (face, needs) = (route.face, route.needs);
    let gate = Gate { web: web.clone(), face, zone, needs, place: route.id().into() };
    route.handler.clone().layer(middleware::from_fn(move |request: Request, next: Next| {
        gate::pass(gate.clone(), request, next)
    }))
}

fn other_methods_refused<S>(methods: MethodRouter<S>, outside: &Gate) -> MethodRouter<S>
where
    S: Clone + Send + Sync + 'static,
{
    let gate = outside.clone();
    methods.fallback(move |request: Request| async move {
        let visitor = gate::visitor(&gate, &request, None);
        Incident::Bypass.note("method", &visitor.actor, visitor.address);
        front::refuse(&gate, &request, Failure::Status(StatusCode::METHOD_NOT_ALLOWED))
    })
}

/// The platform's own routes, which every zone has.
fn own_routes(web: &Arc<Web>, zone: Zone) -> Router<Gate> {
    let outside = front::outside(web, zone);
    let needs = outside.needs.while_read_only();
    let own = Gate { place: "own".into(), needs, ..outside.clone() };
    let api = Gate { face: crate::Face::Api, ..own.clone() };
    let gated = |gate: Gate, methods: MethodRouter<Arc<Web>>| -> MethodRouter<Gate> {
        let methods = methods.with_state(web.clone());
        let methods = methods.layer(middleware::from_fn(move |request: Request, next: Next| {
            gate::pass(gate.clone(), request, next)
        }));
        other_methods_refused(methods, &outside)
    };
    Router::new()
        .route("/", gated(own.clone(), get(home)))
        .route("/prefs", gated(own.clone(), get(prefs)))
        .route("/sign-out", gated(own.clone(), post(sign_out)))
        .route("/session/keep", gated(own.clone(), post(keep)))
        .route("/prove", gated(own.clone(), post(proving::prove)))
        .route("/api/v1/proof", gated(api, post(proving::prove_by_machine)))
        .route("/csp-report", other_methods_refused(post(front::report), &outside))
        .route("/assets/{name}", other_methods_refused(get(asset), &outside))
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

/// `/` goes once to the visitor's language, or to the desk.
async fn home(visitor: Visitor) -> Response {
    if visitor.zone == Zone::Internal {
        return visitor.go("/staff/");
    }
    visitor.go(visitor.path_to("/"))
}

async fn prefs(visitor: Visitor, Query(wishes): Query<Vec<(String, String)>>) -> Response {
    let back = wishes.iter().find(|(name, _)| name == "back").map_or("/", |(_, it)| it.as_str());
    let back = if is_local_path(back) { back } else { "/" };
    let mut response = visitor.go(back);
    for (name, value) in &wishes {
        if let Some(cookie) = Prefs::remember(name, value, &visitor.web) {
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
    let gone = session::cookie(&visitor.cookie_name(), "", web.is_secure(), Some(0));
    let mut response = with_cookie(visitor.go("/"), &gone);
    if visitor.cookie(opened::COOKIE).is_some() {
        response = visitor.set_cookie(response, opened::COOKIE, "", Some(0));
    }
    // Cookies stay: they hold the chosen text size and language, and the session's is gone.
    let clear = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert("clear-site-data", clear);
    Ok(response)
}

/// Reading the session renewed it already.
async fn keep(_visitor: Visitor, _posted: Posted) -> StatusCode {
    StatusCode::NO_CONTENT
}

async fn asset(State(gate): State<Gate>, request: Request) -> Response {
    let Some(asset) = gate.web.assets.find(request.uri().path()) else {
        return front::refuse(&gate, &request, Failure::NotFound);
    };
    let headers = [
        (header::CONTENT_TYPE, asset.kind),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, asset.content.clone()).into_response()
}
