//! `…/security`: with what somebody signs in, where they have signed in, and what changed lately.

pub mod code;
pub mod codes;
pub mod passkey;
pub mod password;

use std::collections::BTreeMap;

use ::web::{Failure, Outcome, Page, Posted, SessionView, Visitor};
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use jiff::Timestamp;
use kernel::id::AccountId;

use super::frame::{framed, own, own_page};
use crate::service::{Accounts, SecurityView};

#[derive(Template)]
#[template(path = "accounts/security.html")]
struct SecurityContent<'a> {
    p: &'a Page,
    end: String,
    no_code: String,
    no_passkey: String,
    has_email: bool,
    me: SecurityView,
    ways: Vec<Way>,
    is_staff: bool,
    can_keep_passkeys: bool,
    sessions: Vec<SessionView>,
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
    let (id, session) = who(&visitor)?;
    let me = accounts.security(id).await?;
    let done = query.get("done").and_then(|it| done_word(it)).map(|key| visitor.t(key).to_owned());
    let p = own_page(&visitor, visitor.t("accounts-security-title")).with_notice(done);
    let change =
        |(word, at): &(&'static str, Timestamp)| (visitor.t(change_word(word)).to_owned(), *at);
    let changes = me.changes.iter().map(change).collect();
    let content = SecurityContent {
        ways: ways(&visitor, &me, accounts.passkey_site().is_some()),
        end: own(&visitor, "/security/end"),
        no_code: own(&visitor, "/security/code/remove"),
        no_passkey: own(&visitor, "/security/passkey/remove"),
        has_email: !visitor.actor.role.is_staff(),
        is_staff: visitor.actor.role.is_staff(),
        can_keep_passkeys: accounts.passkey_site().is_some(),
        sessions: visitor.web().sessions.of(id).await?,
        current: session,
        changes,
        me,
        p: &p,
    };
    let content = content.render()?;
    framed(&visitor, StatusCode::OK, p, content)
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

/// Ends one session, or all others.
pub async fn end(State(_accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let (id, current) = who(&visitor)?;
    let sessions = &visitor.web().sessions;
    match posted.get("session") {
        "others" => {
            sessions.close_others(id, &current).await?;
        }
        one => {
            sessions.close_one(id, one).await?;
        }
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
