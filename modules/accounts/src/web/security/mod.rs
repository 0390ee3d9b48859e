//! `…/security`: with what somebody signs in, where they have signed in, and what changed lately.

pub mod code;
pub mod codes;
pub mod passkey;
pub mod password;

use std::collections::BTreeMap;

use ::web::{
    Bound, Doubt, ErrorLink, Failure, GraveView, Meant, Outcome, Page, SessionView, Visitor,
};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use jiff::Timestamp;
use kernel::id::AccountId;

use super::frame::{framed, own, own_page};
use crate::{
    policy,
    service::{Accounts, GIVING_UP, Going, SecurityView},
};

#[derive(Template)]
#[template(path = "accounts/security.html")]
struct SecurityContent<'a> {
    p: &'a Page,
    errors: Vec<ErrorLink>,
    end: String,
    no_code: String,
    no_passkey: String,
    has_email: bool,
    me: SecurityView,
    ways: Vec<Way>,
    is_staff: bool,
    can_keep_passkeys: bool,
    /// Each with the seal of what is shown of it.
    sessions: Vec<(SessionView, String)>,
    others_seal: String,
    factors_seal: String,
    /// What has to be typed where one factor is left.
    grave: Option<GraveView>,
    current: String,
    changes: Vec<(String, Timestamp)>,
}

/// One way of signing in, as a line of the list.
struct Way {
    href: String,
    title: String,
    hint: String,
    kind: &'static str,
    status: String,
}

/// Shows it.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let done = query.get("done").and_then(|it| done_word(it)).map(|key| visitor.t(key).to_owned());
    page(&accounts, &visitor, Said { notice: done, ..Said::default() }).await
}

/// What the page says beside what is so.
#[derive(Default)]
pub struct Said {
    notice: Option<String>,
    has_changed: bool,
    doubt: Option<(Meant, Doubt)>,
}

impl Said {
    /// That something has changed since it was looked at.
    pub fn changed(visitor: &Visitor) -> Self {
        let notice = Some(visitor.t("web-shown-changed").to_owned());
        Self { notice, has_changed: true, doubt: None }
    }

    /// That the last factor was not meant to go.
    pub fn doubt(meant: Meant, doubt: Doubt) -> Self {
        Self { doubt: Some((meant, doubt)), ..Self::default() }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self { has_changed: true, .. } => StatusCode::CONFLICT,
            Self { doubt: Some(_), .. } => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::OK,
        }
    }
}

/// The page.
pub async fn page(accounts: &Accounts, visitor: &Visitor, said: Said) -> Outcome {
    let (id, session) = who(visitor)?;
    let me = accounts.security(id).await?;
    let sessions = visitor.web().sessions.of(id).await?;
    let grave = grave(accounts, visitor, id, &me, said.doubt.as_ref()).await?;
    let errors = grave.as_ref().map(GraveView::error_links).unwrap_or_default();
    let status = said.status();
    let p = own_page(visitor, visitor.t("accounts-security-title"))
        .with_errors(!errors.is_empty())
        .with_notice(said.notice);
    let change =
        |(word, at): &(&'static str, Timestamp)| (visitor.t(change_word(word)).to_owned(), *at);
    let changes = me.changes.iter().map(change).collect();
    let sealed = |it: SessionView| {
        let seal = visitor.seal(policy::SEE_SECURITY, &shown_session(&it));
        (it, seal)
    };
    let content = SecurityContent {
        ways: ways(visitor, &me, accounts.passkey_site().is_some()),
        errors,
        end: own(visitor, "/security/end"),
        no_code: own(visitor, "/security/code/remove"),
        no_passkey: own(visitor, "/security/passkey/remove"),
        has_email: !visitor.actor.role.is_staff(),
        is_staff: visitor.actor.role.is_staff(),
        can_keep_passkeys: accounts.passkey_site().is_some(),
        others_seal: visitor.seal(policy::SEE_SECURITY, &shown_others(&sessions, &session)),
        factors_seal: visitor.seal(policy::CHANGE_FACTORS, &shown_factors(&me)),
        sessions: sessions.into_iter().map(sealed).collect(),
        grave,
        current: session,
        changes,
        me,
        p: &p,
    };
    let content = content.render()?;
    framed(visitor, status, p, content)
}

/// What has to be typed before the last factor goes.
async fn grave(
    accounts: &Accounts,
    visitor: &Visitor,
    id: AccountId,
    me: &SecurityView,
    sent: Option<&(Meant, Doubt)>,
) -> Result<Option<GraveView>, Failure> {
    let going = match me.passkeys.first() {
        Some(key) if !me.has_code => Going::Passkey(&key.print),
        _ => Going::Code,
    };
    let name = accounts.to_type(id, going).await?;
    let sent = sent.map(|(meant, doubt)| (meant, Some(doubt)));
    Ok(name.map(|it| GIVING_UP.view(visitor, "last-factor", &it, sent)))
}

/// What is shown of a session before it ends.
fn shown_session(it: &SessionView) -> (&str, &str, Timestamp) {
    (&it.id, &it.device, it.opened_at)
}

/// What is shown before all others end.
fn shown_others<'a>(sessions: &'a [SessionView], own: &str) -> Vec<&'a str> {
    let others = sessions.iter().map(|it| it.id.as_str()).filter(|it| *it != own);
    let mut others: Vec<_> = others.collect();
    others.sort_unstable();
    others
}

/// What is shown before a factor goes: all of them.
pub fn shown_factors(me: &SecurityView) -> (bool, Vec<&str>) {
    (me.has_code, me.passkeys.iter().map(|it| it.print.as_str()).collect())
}

fn ways(visitor: &Visitor, me: &SecurityView, can_keep_passkeys: bool) -> Vec<Way> {
    let way = |path: &str, title: &str, hint: String, is_on: bool| Way {
        href: own(visitor, &format!("/security/{path}")),
        title: visitor.t(title).to_owned(),
        hint,
        kind: if is_on { "done" } else { "later" },
        status: if is_on {
            visitor.t("accounts-security-on")
        } else {
            visitor.t("accounts-security-off")
        }
        .to_owned(),
    };
    let hint = |key: &str| visitor.t(key).to_owned();
    let mut ways = Vec::new();
    if me.has_password {
        let hint = hint("accounts-security-password-hint");
        ways.push(way("password", "accounts-password-title", hint, true));
    }
    if can_keep_passkeys {
        let hint = hint("accounts-security-passkey-hint");
        ways.push(way("passkey", "accounts-passkey-title", hint, !me.passkeys.is_empty()));
    }
    let app = hint("accounts-security-code-hint");
    ways.push(way("code", "accounts-code-title", app, me.has_code));
    if me.has_second_factor() {
        let left = visitor.tr("accounts-codes-left", &[("count", &me.backup_codes)]);
        ways.push(way("codes", "accounts-codes-title", left, me.backup_codes > 0));
    }
    ways
}

/// Ends one session, or all others. One that is over already is as it was wished.
pub async fn end(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    let (id, current) = who(&visitor)?;
    let sessions = &visitor.web().sessions;
    let all = sessions.of(id).await?;
    let which = bound.typed().get("session").to_owned();
    if which == "others" {
        if bound.open(&shown_others(&all, &current)).is_err() {
            return page(&accounts, &visitor, Said::changed(&visitor)).await;
        }
        sessions.close_others(id, &current).await?;
    } else if let Some(it) = all.iter().find(|it| it.id == which) {
        if bound.open(&shown_session(it)).is_err() {
            return page(&accounts, &visitor, Said::changed(&visitor)).await;
        }
        sessions.close_one(id, &which).await?;
    }
    Ok(visitor.go(own(&visitor, "/security?done=ended")))
}

/// The account and the public id of the session of somebody who has signed in.
pub fn who(visitor: &Visitor) -> Result<(AccountId, String), Failure> {
    let session = visitor.session().ok_or(Failure::SignIn)?;
    Ok((session.actor.account.ok_or(Failure::SignIn)?, session.id.clone()))
}

fn done_word(done: &str) -> Option<&'static str> {
    Some(match done {
        "ended" => "accounts-security-ended",
        "code" => "accounts-security-code-set",
        "passkey" => "accounts-security-passkey-added",
        "removed" => "accounts-security-removed",
        "password" => "accounts-security-password-changed",
        _ => return None,
    })
}

/// The key of what changed.
pub fn change_word(word: &str) -> &'static str {
    match word {
        "account.password_changed" => "accounts-change-password",
        "account.contact_confirmed" => "accounts-change-contact",
        "account.contact_removed" => "accounts-change-no-contact",
        "account.code_set" => "accounts-change-code",
        "account.code_removed" => "accounts-change-no-code",
        "account.passkey_added" => "accounts-change-passkey",
        "account.passkey_removed" => "accounts-change-no-passkey",
        "account.backup_codes_made" => "accounts-change-codes",
        "account.backup_code_used" => "accounts-change-code-used",
        "account.factors_reset" => "accounts-change-reset",
        "account.blocked" => "accounts-change-blocked",
        "account.unblocked" => "accounts-change-unblocked",
        "account.opened" => "accounts-change-opened",
        "account.closed" => "accounts-change-closed",
        "account.sessions_ended" => "accounts-change-sessions-ended",
        "account.recovery_begun" => "accounts-change-recovery-begun",
        "account.recovery_cancelled" => "accounts-change-recovery-cancelled",
        "account.recovery_done" => "accounts-change-recovery-done",
        "account.activation_issued" => "accounts-change-activation-issued",
        "account.activated" => "accounts-change-activated",
        _ => "accounts-change-other",
    }
}
