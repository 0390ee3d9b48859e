//! Who asks, in which language and with which settings.

use std::{net::IpAddr, sync::Arc};

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use kernel::{Actor, IdentityLevel, Lang, id::CommandId};

use crate::{
    Alarm, Assurance, Failure, Incident, LookUp, Method, NewSession, Outcome, Page, Session,
    Strength, Web, Zone, device,
    novelty::Asker,
    prefs::{self, Prefs},
    session,
};

/// The person or machine behind a request. Handlers take it as an argument.
#[derive(Clone)]
pub struct Visitor {
    /// Who acts.
    pub actor: Actor,
    /// In which language they read.
    pub lang: Lang,
    pub(crate) web: Arc<Web>,
    pub(crate) session: Option<Session>,
    pub(crate) prefs: Prefs,
    pub(crate) cookies: Arc<str>,
    pub(crate) agent: Arc<str>,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) is_api: bool,
    pub(crate) repeated: &'static [&'static str],
    /// The action of the route that was asked for.
    pub(crate) action: &'static str,
    pub(crate) zone: Zone,
    /// Where the request comes from; none where that is not known.
    pub(crate) address: Option<IpAddr>,
    /// The pattern of the route.
    pub(crate) place: Arc<str>,
    /// Whether the program itself asks, to see what it would show.
    pub(crate) is_inside: bool,
    /// The pass that a machine sends.
    pub(crate) proof: Arc<str>,
}

impl Visitor {
    /// The frame of a page with this title (text, not key).
    pub fn page(&self, title: impl Into<String>) -> Page {
        Page::new(self.clone(), title.into())
    }

    /// The text of a key in the visitor's language.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.web.words.text(self.lang, key)
    }

    /// The text of a key with arguments.
    pub fn tr(&self, key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
        self.web.words.with(self.lang, key, args)
    }

    /// A page.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the template fails.
    pub fn html(&self, page: &impl Template) -> Outcome {
        self.html_with(StatusCode::OK, page)
    }

    /// A page with another status, such as 422 for a form that needs correcting.
    ///
    /// # Errors
    /// [`Failure::Internal`] when the template fails.
    pub fn html_with(&self, status: StatusCode, page: &impl Template) -> Outcome {
        let mut response = (status, Html(page.render()?)).into_response();
        let cache = if self.session.is_some() { "no-store" } else { "no-cache" };
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        Ok(response)
    }

    /// After a change: on to a page (303).
    pub fn go(&self, path: impl AsRef<str>) -> Response {
        axum::response::Redirect::to(path.as_ref()).into_response()
    }

    /// The path of a public page in the visitor's language.
    pub fn path_to(&self, path: &str) -> String {
        format!("/{}{path}", self.lang.path())
    }

    /// The session, if somebody has signed in.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    /// What the session proves about who they are; nothing without a session. One that no identity
    /// provider opened proves as much as the deployer allows.
    pub fn identity_level(&self) -> IdentityLevel {
        let own = self.web.site.own_level.unwrap_or(IdentityLevel::L3);
        let session = self.session.as_ref();
        session.map_or(IdentityLevel::L0, |it| it.assurance.identity().unwrap_or(own))
    }

    /// Whether this is an officer who has to work with a passkey and has not shown it.
    pub fn lacks_passkey(&self) -> bool {
        let least = self.web.site.staff_factor.least();
        let is_weak = |it: &Session| it.assurance.strength() < least;
        least == Strength::Resistant
            && self.actor.role.is_staff()
            && self.session.as_ref().is_none_or(is_weak)
    }

    /// The path that was asked for.
    pub fn asked(&self) -> &str {
        &self.path
    }

    /// Signs in somebody who proved just now in these ways who they are: opens a session, sets its
    /// cookie and goes to `back`. A former session ends, so that an id which somebody planted is
    /// worth nothing.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn sign_in(
        &self,
        actor: Actor,
        name: &str,
        methods: &[Method],
        back: &str,
    ) -> Outcome {
        if !self.zone.admits(&actor) {
            return Err(Failure::Forbidden);
        }
        let new = self.new_session(actor, name, methods);
        self.close_session().await?;
        let opened = self.web.sessions.open(new).await?;
        self.note_of(Incident::SignedIn, &opened.actor);
        Ok(self.going_on(&opened, back))
    }

    /// A session that this visitor's device could open.
    pub fn new_session(&self, actor: Actor, name: &str, methods: &[Method]) -> NewSession {
        let assurance = Assurance::new(methods, self.web.ledger.clock().now());
        NewSession { actor, name: name.to_owned(), assurance, device: self.device_label() }
    }

    /// Goes on as somebody else whom the same person may stand for, in a session of its own. What
    /// was proved counts further, and the session does not last longer for it.
    ///
    /// # Errors
    /// [`Failure`] when nobody has signed in or the store fails.
    pub async fn continue_as(&self, actor: Actor, name: &str, back: &str) -> Outcome {
        let opened = self.continued(actor, name).await?;
        Ok(self.going_on(&opened, back))
    }

    /// As [`Visitor::continue_as`], for machines: the new session itself.
    ///
    /// # Errors
    /// As [`Visitor::continue_as`].
    pub async fn continued(&self, actor: Actor, name: &str) -> Result<Session, Failure> {
        let old = self.session.as_ref().ok_or(Failure::SignIn)?;
        let new = NewSession {
            actor,
            name: name.to_owned(),
            assurance: old.assurance.clone(),
            device: old.device.clone(),
        };
        self.close_session().await?;
        self.web.sessions.open_since(new, old.opened_at).await
    }

    async fn close_session(&self) -> Result<(), Failure> {
        match &self.session {
            Some(old) => self.web.sessions.close(&old.token).await,
            None => Ok(()),
        }
    }

    fn going_on(&self, session: &Session, back: &str) -> Response {
        let back = if prefs::is_local_path(back) { back } else { "/" };
        let name = self.cookie_name();
        let cookie = session::cookie(&name, &session.token, self.web.is_secure(), None);
        with_cookie(self.go(back), &cookie)
    }

    /// What the visitor's device is called: browser and system, as far as they are known.
    pub fn device_label(&self) -> String {
        device::label(&self.agent)
    }

    /// The network address from which the visitor comes, where it is known.
    pub fn address(&self) -> Option<IpAddr> {
        self.address
    }

    /// The value of one of our cookies that [`Visitor::set_cookie`] set.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        prefs::cookie_of(&self.cookies, &self.web.cookie_of_host(name))
    }

    /// The same answer with a cookie that is bound to this host and that scripts cannot read. It
    /// ends with the browser, or after `seconds`; 0 takes it away.
    pub fn set_cookie(
        &self,
        response: Response,
        name: &str,
        value: &str,
        seconds: Option<i64>,
    ) -> Response {
        let name = self.web.cookie_of_host(name);
        with_cookie(response, &session::cookie(&name, value, self.web.is_secure(), seconds))
    }

    /// A new command id, for forms.
    pub fn new_key(&self) -> CommandId {
        CommandId::new(self.web.ledger.clock().now(), self.web.ledger.chance().as_ref())
    }

    /// Counts that something about a person or a thing is looked up without proof that it is the
    /// asker's own: call it before anything is answered. What was proven (the code on a receipt,
    /// one's own matter) is not counted.
    ///
    /// # Errors
    /// [`Failure::Proof`] when a budget is nearly or wholly used up by visitors, [`Failure::TooMany`]
    /// when showing patience does not help any more.
    pub fn looks_up(&self, kind: LookUp, subject: &str) -> Result<(), Failure> {
        let now = self.web.ledger.clock().now();
        let (asker, has_proof) = (self.asker(), self.has_proof());
        let is_visitor = matches!(asker, Asker::Visitor(_));
        if !has_proof && self.web.novelty.is_near(&asker, kind, subject, now) {
            return Err(Failure::Proof(None));
        }
        let times = if has_proof { 2 } else { 1 };
        let counted = self.web.novelty.count_times(times, (asker, kind, subject), now);
        counted.map_err(|exhausted| {
            self.note(Incident::Novelty);
            if exhausted.is_news {
                self.web.alarms.raise(Alarm::Novelty { kind, budget: exhausted.budget });
            }
            match is_visitor && !has_proof && exhausted.is_of_visitors() {
                true => Failure::Proof(Some(exhausted.seconds)),
                false => Failure::TooMany(exhausted.seconds),
            }
        })
    }

    /// Before a proof (a code, say) is looked at: whoever has shown too many wrong ones in ten
    /// minutes shows no more.
    ///
    /// # Errors
    /// [`Failure::TooMany`].
    pub fn may_prove(&self) -> Result<(), Failure> {
        let now = self.web.ledger.clock().now();
        self.web.novelty.is_spent(&self.asker(), now).map_or(Ok(()), |seconds| {
            self.note(Incident::Novelty);
            Err(Failure::TooMany(seconds))
        })
    }

    fn asker(&self) -> Asker {
        match self.actor.account {
            Some(account) if self.actor.role.is_staff() => Asker::Staff(account.to_string()),
            Some(account) => Asker::Citizen(account.to_string()),
            None => Asker::Visitor(self.client_key()),
        }
    }

    /// Notes a security event of this request.
    pub fn note(&self, incident: Incident) {
        incident.note(&self.place, &self.actor, self.address);
        self.web.alarms.count(incident, self.web.ledger.clock().now());
    }

    /// Notes a security event of this request that is about somebody who was just recognised.
    pub fn note_of(&self, incident: Incident, actor: &Actor) {
        incident.note(&self.place, actor, self.address);
    }

    /// What counts as one client without sign-in.
    pub(crate) fn client_key(&self) -> String {
        self.address.map_or_else(|| "local".to_owned(), |it| listener::key(it).to_string())
    }

    /// What tells this visitor from others: their account, or where they come from. Only to be
    /// counted; nobody keeps it as it is.
    pub fn apart(&self) -> String {
        self.actor.account.map_or_else(|| self.client_key(), |it| it.to_string())
    }

    /// The installation's pages.
    pub fn web(&self) -> &Arc<Web> {
        &self.web
    }

    /// Whether the actor's role may ever do this; for showing or hiding a link.
    pub fn may(&self, action: &str) -> bool {
        self.web.policy.may_ever(self.actor.role, action)
    }

    /// Refuses a name that stands there twice, unless the route lets it.
    ///
    /// # Errors
    /// [`Failure::Malformed`].
    pub(crate) fn check_once<'a>(
        &self,
        names: impl Iterator<Item = &'a str>,
    ) -> Result<(), Failure> {
        let mut known = std::collections::HashSet::new();
        for name in names {
            if !known.insert(name) && !self.repeated.contains(&name) {
                self.note(Incident::Bypass);
                return Err(Failure::Malformed("a field was sent twice".to_owned()));
            }
        }
        Ok(())
    }

    pub(crate) fn cookie_name(&self) -> String {
        self.zone.cookie_name(self.web.site.environment, self.web.is_secure())
    }

    pub(crate) fn csrf_binding(&self) -> &str {
        self.session.as_ref().map_or("anonymous", |session| session.id.as_str())
    }
}

pub(crate) fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        parts
            .extensions
            .get::<Visitor>()
            .cloned()
            .ok_or_else(|| Failure::internal("a handler outside the gate"))
    }
}

/// A visitor of the API with the command id of the `Idempotency-Key` header.
pub struct Api {
    /// The visitor.
    pub visitor: Visitor,
    /// The command id: the header's, or a new one where it is missing.
    pub key: CommandId,
}

impl<S: Send + Sync> FromRequestParts<S> for Api {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let header = parts.headers.get("idempotency-key").and_then(|value| value.to_str().ok());
        let key = match header {
            None => visitor.new_key(),
            Some(text) => text
                .parse()
                .map_err(|_| Failure::Malformed("Idempotency-Key must be a UUID".to_owned()))?,
        };
        Ok(Self { visitor, key })
    }
}
