//! Power acts: a route marked so lets through only who confirmed this very act just now.
//!
//! Whoever has not is led to the page that asks for a passkey, a code or a password, and comes
//! back. What they had typed is stashed, sealed; the answer to the confirmation sends the browser
//! on with the same method (307), and what was stashed takes the place of what it sends.

use std::collections::BTreeMap;

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, Method as Verb, StatusCode, header},
    response::{IntoResponse, Response},
};

use crate::{
    Failure, Incident, Method, Needs, Outcome, Visitor,
    posted::FORM_BYTES,
    prefs::is_local_path,
    route::Power,
    session,
    stash::{self, Fields, Stashed},
    visitor::with_cookie,
};

/// The field that names a stash.
const STASH: &str = "_stash";
/// The form's token.
const TOKEN: &str = "_csrf";

/// What somebody is asked to confirm, and where they go on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confirming {
    /// The action of the policy table.
    pub action: String,
    /// Where they come from.
    pub back: String,
    /// The name of what they had typed; empty where it was nothing.
    pub stash: String,
}

impl Confirming {
    /// What the address or the form of the confirming page says.
    pub fn read<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Self {
        let text = |name| get(name).unwrap_or_default().to_owned();
        Self { action: text("for"), back: text("back"), stash: text(STASH) }
    }

    /// The hidden fields that carry it through the form.
    pub fn hidden(&self) -> [(&'static str, &str); 3] {
        [("for", &self.action), ("back", &self.back), (STASH, &self.stash)]
    }

    fn query(&self) -> String {
        let pairs = self.hidden().into_iter().filter(|(_, value)| !value.is_empty());
        form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
    }
}

/// Lets a request to a power act through, or says where the person confirms it.
pub(crate) async fn pass(
    needs: &Needs,
    visitor: &Visitor,
    request: Request,
) -> Result<Request, Response> {
    let (action, is_form) = (needs.action, is_form(&request));
    let done = match *request.method() {
        Verb::POST if is_form && !visitor.is_api => posted(needs, visitor, request).await,
        Verb::GET if needs.power != Power::Always => Ok(Ok(request)),
        _ if is_confirmed(visitor, action) => Ok(Ok(request)),
        _ => Err(Failure::StepUp(action)),
    };
    match done {
        Ok(Ok(request)) => Ok(request),
        Ok(Err(elsewhere)) => Err(elsewhere),
        Err(failure) => Err(crate::dress::dress(visitor, failure)),
    }
}

fn is_form(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    kind.is_some_and(|it| it.starts_with("application/x-www-form-urlencoded"))
}

fn is_confirmed(visitor: &Visitor, action: &str) -> bool {
    let sessions = &visitor.web.sessions;
    visitor.session.as_ref().is_some_and(|it| sessions.is_confirmed(it, action))
}

async fn posted(
    needs: &Needs,
    visitor: &Visitor,
    request: Request,
) -> Result<Result<Request, Response>, Failure> {
    let action = needs.action;
    let account = visitor.actor.account.ok_or(Failure::SignIn)?;
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |it| it.as_str()).to_owned();
    let body = axum::body::to_bytes(body, FORM_BYTES).await;
    let body = body.map_err(|_| Failure::TooLarge(1))?;
    let fields = read(&body);
    let name = first(&fields, STASH);
    let is_power = match needs.power {
        Power::When(field, value) => first(&fields, field).trim() == value || !name.is_empty(),
        Power::Always | Power::No => true,
    };
    if !is_power {
        return Ok(Ok(Request::from_parts(parts, Body::from(body))));
    }
    // A forged form must not become a true one by being stashed.
    if !visitor.web.csrf.fits(visitor.csrf_binding(), first(&fields, TOKEN)) {
        visitor.note(Incident::Token);
        return Err(Failure::Conflict("form.expired"));
    }
    let ledger = &visitor.web.ledger;
    if !is_confirmed(visitor, action) {
        let stashed = Stashed { action: action.to_owned(), path: path.clone(), fields };
        let stash = stash::keep(ledger, account, stashed).await?;
        let wish = Confirming { action: action.to_owned(), back: String::new(), stash };
        return Ok(Err(ask(visitor, &wish)));
    }
    if name.is_empty() {
        return Ok(Ok(Request::from_parts(parts, Body::from(body))));
    }
    let found = stash::find(ledger, account, name).await?;
    let found = found.filter(|it| it.action == action && it.path == path);
    let mut fields = found.ok_or(Failure::Conflict("form.expired"))?.fields;
    let token = visitor.web.csrf.token(visitor.csrf_binding());
    fields.insert(TOKEN.to_owned(), vec![token]);
    let body = Bytes::from(write(&fields));
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    Ok(Ok(Request::from_parts(parts, Body::from(body))))
}

fn read(body: &[u8]) -> Fields {
    let mut fields: Fields = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(body) {
        fields.entry(name.into_owned()).or_default().push(value.into_owned());
    }
    fields
}

fn write(fields: &Fields) -> String {
    let pairs = fields.iter().flat_map(|(name, all)| all.iter().map(move |it| (name, it)));
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn first<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).and_then(|it| it.first()).map_or("", String::as_str)
}

/// To the page that asks for a confirmation.
pub(crate) fn ask(visitor: &Visitor, wish: &Confirming) -> Response {
    let query = wish.query();
    if visitor.path.starts_with("/staff") {
        return visitor.go(format!("/staff/step-up?{query}"));
    }
    visitor.go(visitor.path_to(&format!("/my/step-up?{query}")))
}

/// For a request that was no form: afterwards they come back to where they wanted to go.
pub(crate) fn ask_for(visitor: &Visitor, action: &'static str) -> Response {
    let back = match visitor.query.as_str() {
        "" => visitor.path.clone(),
        query => format!("{}?{query}", visitor.path),
    };
    ask(visitor, &Confirming { action: action.to_owned(), back, stash: String::new() })
}

impl Visitor {
    /// The person confirmed what they were asked for, in these ways: the session goes on under a
    /// new id, and the browser to what was interrupted.
    ///
    /// # Errors
    /// [`Failure`] when they may never do it, when what they typed is kept no longer, or when the
    /// store fails.
    pub async fn step_up(&self, wish: &Confirming, methods: &[Method]) -> Outcome {
        let session = self.session.as_ref().ok_or(Failure::SignIn)?;
        let account = self.actor.account.ok_or(Failure::SignIn)?;
        let (action, status, to) = if wish.stash.is_empty() {
            let to = if is_local_path(&wish.back) { wish.back.as_str() } else { "/" };
            (wish.action.clone(), StatusCode::SEE_OTHER, to.to_owned())
        } else {
            let found = stash::find(&self.web.ledger, account, &wish.stash).await?;
            let found = found.ok_or(Failure::Conflict("form.expired"))?;
            (found.action, StatusCode::TEMPORARY_REDIRECT, found.path)
        };
        if !self.may(&action) {
            return Err(Failure::Forbidden);
        }
        let session = self.web.sessions.step_up(session, &action, methods).await?;
        let location = HeaderValue::from_str(&to).map_err(Failure::internal)?;
        let response = (status, [(header::LOCATION, location)]).into_response();
        Ok(with_cookie(response, &self.session_cookie(&session)))
    }

    fn session_cookie(&self, session: &crate::Session) -> String {
        session::cookie(&self.cookie_name(), &session.token, self.web.is_secure(), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_back_as_it_was_sent() {
        let sent = "a=1&a=2&b=%E4%BD%A0+%26&c=";
        assert_eq!(write(&read(sent.as_bytes())), sent);
    }

    #[test]
    fn the_address_of_the_confirming_page_says_what_for() {
        let wish = Confirming {
            action: "cases.decide".into(),
            back: "/staff/cases/1?x=1&y".into(),
            stash: String::new(),
        };
        let query = wish.query();
        assert_eq!(query, "for=cases.decide&back=%2Fstaff%2Fcases%2F1%3Fx%3D1%26y");
        let fields = read(query.as_bytes());
        assert_eq!(Confirming::read(|name| fields.get(name).map(|it| it[0].as_str())), wish);
    }
}
