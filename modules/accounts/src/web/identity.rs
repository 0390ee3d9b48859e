//! `/{l}/my/identity`: what one has proved, how to prove more, and the ways to sign in.

use std::collections::BTreeMap;

use ::web::{Bound, Failure, Outcome, Page, Visitor};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use kernel::IdentityLevel;
use oidc::Audience;

use super::ways::{WayView, why_text};
use crate::{
    policy,
    service::{Accounts, RegisterError, Way},
};

#[derive(Template)]
#[template(path = "accounts/identity.html")]
struct IdentityPage {
    p: Page,
    /// What somebody wants to do and needs more for.
    need: Option<String>,
    why: Option<String>,
    level: &'static str,
    session: &'static str,
    /// The providers that prove more, or what is needed.
    raise: Vec<WayView>,
    /// Whether a counter is enough.
    has_counter: bool,
    /// Each with the seal of what is shown of it.
    bound: Vec<(WayView, String)>,
    open: Vec<WayView>,
    unbind: String,
    back: String,
}

/// Shows it. `need` is a level that something asks for, `back` where it was asked.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    page(&accounts, &visitor, &query, false).await
}

async fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    query: &BTreeMap<String, String>,
    has_changed: bool,
) -> Outcome {
    let get = |name: &str| query.get(name).map_or("", String::as_str);
    let standing = accounts.own_standing(&visitor.actor).await?;
    let session = visitor.identity_level();
    let has = standing.level.min(session);
    let need = IdentityLevel::parse(get("need")).filter(|need| *need > has);
    let back = get("back").to_owned();
    let wanted = need.unwrap_or(IdentityLevel::L4);
    let ways = accounts.ways(Audience::Citizens, visitor.lang);
    let (bound, open) = sorted(visitor, &ways, &standing.providers);
    let is_more = |it: &&Way| it.most > has && (need.is_none() || it.most >= wanted);
    let level = need.unwrap_or_default();
    let view = |it: &Way| WayView::to_raise(visitor, it, level, &back);
    let done = (get("done") == "bound").then(|| visitor.t("accounts-identity-bound").to_owned());
    let p = visitor.page(visitor.t("accounts-identity-title")).crumb("/my/", visitor.t("web-my"));
    let changed = has_changed.then(|| visitor.t("web-shown-changed").to_owned());
    let page = IdentityPage {
        p: p.with_notice(changed.or(done)),
        need: need.map(|it| visitor.t(need_word(it)).to_owned()),
        why: why_text(visitor, get("why")),
        level: level_word(standing.level),
        session: level_word(has),
        raise: ways.iter().filter(is_more).map(view).collect(),
        has_counter: has < IdentityLevel::L3 && level <= IdentityLevel::L3,
        bound,
        open,
        unbind: visitor.path_to("/my/identity/unbind"),
        back: if ::web::is_local_path(&back) { back.clone() } else { String::new() },
    };
    let status = if has_changed { StatusCode::CONFLICT } else { StatusCode::OK };
    visitor.html_with(status, &page)
}

/// The ways that are bound, each with the seal under which it is let go, and the others.
fn sorted(
    visitor: &Visitor,
    ways: &[Way],
    providers: &[String],
) -> (Vec<(WayView, String)>, Vec<WayView>) {
    let (bound, open): (Vec<&Way>, Vec<&Way>) =
        ways.iter().partition(|it| providers.contains(&it.id));
    let sealed = |it: &Way| {
        let seal = visitor.seal(policy::BIND, &shown(&it.id, providers));
        (WayView::to_unbind(visitor, it), seal)
    };
    let open = open.into_iter().map(|it| WayView::to_bind(visitor, it));
    (bound.into_iter().map(sealed).collect(), open.collect())
}

/// What is shown before a provider is let go: which, and all that are bound.
fn shown<'a>(provider: &'a str, bound: &'a [String]) -> (&'a str, Vec<&'a str>) {
    let mut bound: Vec<_> = bound.iter().map(String::as_str).collect();
    bound.sort_unstable();
    (provider, bound)
}

/// Ends signing in through a provider.
pub async fn unbind(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    let standing = accounts.own_standing(&visitor.actor).await?;
    let provider = bound.typed().get("provider").to_owned();
    let Ok(posted) = bound.open(&shown(&provider, &standing.providers)) else {
        return page(&accounts, &visitor, &BTreeMap::new(), true).await;
    };
    let ended = accounts.unbind(&visitor.actor, posted.key, posted.get("provider")).await;
    match ended {
        Ok(()) => Ok(visitor.go(visitor.path_to("/my/identity"))),
        Err(RegisterError::Refused(code)) => {
            Err(Failure::refused(code, visitor.t("accounts-identity-last-way")))
        }
        Err(error) => Err(error.into()),
    }
}

/// The key of a level's word.
pub fn level_word(level: IdentityLevel) -> &'static str {
    match level {
        IdentityLevel::L0 => "accounts-level-L0",
        IdentityLevel::L1 => "accounts-level-L1",
        IdentityLevel::L2 => "accounts-level-L2",
        IdentityLevel::L3 => "accounts-level-L3",
        IdentityLevel::L4 => "accounts-level-L4",
    }
}

fn need_word(level: IdentityLevel) -> &'static str {
    match level {
        IdentityLevel::L0 | IdentityLevel::L1 => "accounts-need-L1",
        IdentityLevel::L2 => "accounts-need-L2",
        IdentityLevel::L3 => "accounts-need-L3",
        IdentityLevel::L4 => "accounts-need-L4",
    }
}
