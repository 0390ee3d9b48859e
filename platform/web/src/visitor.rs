//! Who asks, in which language and with which settings.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use kernel::{Actor, Lang, id::CommandId};

use crate::{Failure, Outcome, Page, Session, Web, prefs::Prefs, session};

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
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) is_api: bool,
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

    /// The path that was asked for.
    pub fn asked(&self) -> &str {
        &self.path
    }

    /// Signs in: opens a session, sets its cookie and goes to `back`. A former session ends, so
    /// that an id which somebody planted is worth nothing.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn sign_in(&self, actor: Actor, name: &str, back: &str) -> Outcome {
        if let Some(old) = &self.session {
            self.web.sessions.close(&old.token).await?;
        }
        let opened = self.web.sessions.open(actor, name).await?;
        let back = if crate::prefs::is_local_path(back) { back } else { "/" };
        let cookie = session::cookie(self.web.cookie_name(), &opened.token, self.web.is_secure());
        Ok(with_cookie(self.go(back), &cookie))
    }

    /// A new command id, for forms.
    pub fn new_key(&self) -> CommandId {
        CommandId::new(self.web.ledger.clock().now(), self.web.ledger.chance().as_ref())
    }

    /// The installation's pages.
    pub fn web(&self) -> &Arc<Web> {
        &self.web
    }

    /// Whether the actor's role may ever do this; for showing or hiding a link.
    pub fn may(&self, action: &str) -> bool {
        self.web.policy.may_ever(self.actor.role, action)
    }

    pub(crate) fn csrf_binding(&self) -> &str {
        self.session.as_ref().map_or("anonymous", |session| session.token.as_str())
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
