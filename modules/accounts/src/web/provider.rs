//! To an identity provider and back: `/{l}/sign-in/with/{provider}`, `/staff/sign-in/with/…`, and
//! `/sign-in/from/{provider}`, the one address that a provider knows.

use std::collections::BTreeMap;

use ::web::{Failure, Incident, Method, Outcome, Page, Visitor};
use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use kernel::{IdentityLevel, Role};
use oidc::{Audience, Return};

use super::{enter::enter, ways::WayView};
use crate::{
    policy,
    service::{Accounts, Arrival, Errand, Proven, ProviderError, Stranded},
};

/// The cookie's text has so many letters; another is none of ours.
const TIE: usize = 43;
/// So long it is kept, in seconds.
const KEPT: i64 = 600;
/// The cookie that ties a flow to a browser.
const COOKIE: &str = "provider";

/// A citizen goes: to sign in or, signed in, to prove more.
pub async fn go(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Outcome {
    let errand = errand(&visitor, &query);
    depart(&accounts, &visitor, (&id, Audience::Citizens), errand, &query, &headers).await
}

/// A staff member goes to sign in.
pub async fn go_as_staff(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(query): Query<BTreeMap<String, String>>,
    headers: HeaderMap,
) -> Outcome {
    let errand = errand(&visitor, &query);
    depart(&accounts, &visitor, (&id, Audience::Staff), errand, &query, &headers).await
}

#[derive(Template)]
#[template(path = "accounts/bind.html")]
struct BindPage {
    p: Page,
    way: WayView,
}

/// Somebody signed in, who has just confirmed it, is about to sign in that way from now on. A page
/// of ours stands between the confirmation and the provider: what a form leads to stays here.
pub async fn bind(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let audience = if visitor.actor.role.is_staff() { Audience::Staff } else { Audience::Citizens };
    let ways = accounts.ways(audience, visitor.lang);
    let way = ways.iter().find(|it| it.id == id).ok_or(Failure::NotFound)?;
    let p = visitor.page(visitor.t("accounts-identity-open-heading"));
    visitor.html(&BindPage { p, way: WayView::to_bound(&visitor, way) })
}

/// For what somebody goes: to bind it, if they confirmed that just now, else to sign in or, signed
/// in as a citizen, to prove more.
fn errand(visitor: &Visitor, query: &BTreeMap<String, String>) -> Errand {
    let Some((session, account)) = visitor.session().zip(visitor.actor.account) else {
        return Errand::Enter;
    };
    let wishes = query.get("for").is_some_and(|it| it == "bind");
    if wishes && visitor.web().sessions.is_confirmed(session, policy::BIND) {
        return Errand::Bind(account);
    }
    if visitor.actor.role == Role::Citizen { Errand::Raise(account) } else { Errand::Enter }
}

async fn depart(
    accounts: &Accounts,
    visitor: &Visitor,
    (id, audience): (&str, Audience),
    errand: Errand,
    query: &BTreeMap<String, String>,
    headers: &HeaderMap,
) -> Outcome {
    let back = query.get("back").map_or("", String::as_str);
    // Only our own pages send people away: another site could otherwise sign a visitor in.
    let site = headers.get("sec-fetch-site").and_then(|it| it.to_str().ok());
    if !matches!(site, None | Some("same-origin" | "none")) {
        return Ok(visitor.go(sign_in_page(visitor, audience, back, "no-flow")));
    }
    let level = query.get("level").and_then(|it| IdentityLevel::parse(it)).unwrap_or_default();
    let tie = visitor.cookie(COOKIE).filter(|it| it.len() == TIE);
    let departed = accounts.depart(id, audience, errand, level, (back, visitor.lang), tie).await;
    match departed {
        Ok(it) => Ok(with_tie(visitor, visitor.go(&it.address), &it.tie)),
        Err(ProviderError::NoProvider) => Err(Failure::NotFound),
        Err(ProviderError::Register(error)) => Err(error.into()),
        Err(error) => Ok(visitor.go(told(visitor, audience, errand, back, error.word()))),
    }
}

/// Somebody comes back. Whatever happened, they go on to a page of ours, so that the code does not
/// stay in the address.
pub async fn back(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(id): Path<String>,
    Query(sent): Query<Return>,
) -> Outcome {
    let tie = visitor.cookie(COOKIE).unwrap_or_default().to_owned();
    match accounts.arrive(&id, &sent, &tie).await {
        Ok(arrival) => go_on(&accounts, visitor, arrival).await,
        Err(stranded) => strand(&accounts, visitor, &id, stranded),
    }
}

async fn go_on(accounts: &Accounts, mut visitor: Visitor, arrival: Arrival) -> Outcome {
    visitor.lang = arrival.lang;
    let is_own = visitor.actor.account == Some(arrival.account);
    let back = arrival.back.as_str();
    match arrival.errand {
        Errand::Bind(_) if visitor.actor.role.is_staff() => Ok(visitor.go("/staff/me")),
        Errand::Bind(_) => Ok(visitor.go(visitor.path_to("/my/identity?done=bound"))),
        // For whom they act does not change, nor does what they proved besides.
        Errand::Raise(_) if is_own => {
            let session = visitor.session().ok_or(Failure::SignIn)?;
            let (actor, name) = (session.actor.clone(), session.name.clone());
            let mut methods = session.assurance.methods.clone();
            methods.retain(|it| !matches!(it, Method::Identity(_)));
            methods.extend(&arrival.methods);
            let back = if back.is_empty() { visitor.path_to("/my/identity") } else { back.into() };
            visitor.sign_in(actor, &name, &methods, &back).await
        }
        Errand::Raise(_) | Errand::Enter => {
            let proven = Proven { account: arrival.account, methods: arrival.methods };
            enter(accounts, &visitor, proven, back).await
        }
    }
}

fn strand(accounts: &Accounts, mut visitor: Visitor, id: &str, stranded: Stranded) -> Outcome {
    let Stranded { error, from } = stranded;
    visitor.note(Incident::SignInFailed);
    let audience = accounts.audience(id).ok_or(Failure::NotFound)?;
    if let ProviderError::Register(error) = error {
        return Err(error.into());
    }
    let (errand, back) = match from {
        Some((errand, back, lang)) => {
            visitor.lang = lang;
            (errand, back)
        }
        None => (Errand::Enter, String::new()),
    };
    Ok(visitor.go(told(&visitor, audience, errand, &back, error.word())))
}

/// The page that says why somebody did not get on.
fn told(visitor: &Visitor, audience: Audience, errand: Errand, back: &str, why: &str) -> String {
    let is_signed_in = visitor.session().is_some();
    if errand == Errand::Enter || !is_signed_in || audience == Audience::Staff {
        return sign_in_page(visitor, audience, back, why);
    }
    visitor.path_to(&format!("/my/identity?why={why}&back={}", encoded(back)))
}

fn sign_in_page(visitor: &Visitor, audience: Audience, back: &str, why: &str) -> String {
    let page = format!("/sign-in?why={why}&back={}", encoded(back));
    if audience == Audience::Staff { format!("/staff{page}") } else { visitor.path_to(&page) }
}

fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// What a provider sends when a session there is over.
#[derive(serde::Deserialize)]
pub struct Notice {
    logout_token: String,
}

/// Ends the sessions of whom a provider names (back-channel logout). The signature on its notice
/// is what lets it in.
pub async fn left(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Path(id): Path<String>,
    Form(notice): Form<Notice>,
) -> Outcome {
    match accounts.left(&id, &notice.logout_token).await {
        Ok(account) => {
            if let Some(account) = account {
                visitor.web().sessions.close_all(account).await?;
            }
            Ok((StatusCode::OK, [(header::CACHE_CONTROL, "no-store")]).into_response())
        }
        Err(ProviderError::NoProvider) => Err(Failure::NotFound),
        Err(ProviderError::Down) => Err(Failure::Unavailable),
        Err(ProviderError::Register(error)) => Err(error.into()),
        Err(_) => Err(Failure::Malformed("logout_token".to_owned())),
    }
}

/// The browser keeps what ties it to the flow. It comes along when the provider sends it back, as
/// that is a navigation.
fn with_tie(visitor: &Visitor, mut response: Response, tie: &str) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    visitor.set_cookie(response, COOKIE, tie, Some(KEPT))
}
