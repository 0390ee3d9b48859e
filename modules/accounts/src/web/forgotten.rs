//! `/{l}/sign-in/forgotten`: a citizen forgot their password. The same words for everybody, whether
//! or not there is such an account; the code goes to the contact, and the new password waits.

use std::collections::BTreeMap;

use ::web::{Failure, Field, Outcome, Posted, Visitor};
use axum::extract::{Query, State};

use super::{
    enter::{FLOW, caller, noted},
    frame::door,
    security::password::{new_field, weak_word},
    sign_in::typed,
    step::{Step, step_page},
};
use crate::service::{Accounts, Flow, Kind, PasswordRefused, Recovering, SignInError};

/// Asks for the number.
pub async fn show(
    State(_accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let notice = query.contains_key("over").then_some("accounts-forgotten-over");
    ask_page(&visitor, notice, None)
}

/// Takes the number. What follows is the same for all.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let login = posted.get("login");
    if login.is_empty() {
        return ask_page(&visitor, None, Some("accounts-number-needed"));
    }
    let secret = accounts.ask_recovery(login, &caller(&visitor)).await?;
    let next = visitor.go(door(&visitor, "/forgotten/code", false));
    Ok(visitor.set_cookie(next, FLOW, &secret, None))
}

fn ask_page(visitor: &Visitor, notice: Option<&str>, error: Option<&str>) -> Outcome {
    let field = Field::text("login", visitor.t("accounts-id-number"))
        .hint(visitor.t("accounts-id-number-hint"))
        .autocomplete("username")
        .error(error.map(|key| visitor.t(key).to_owned()));
    let step = Step {
        lead: texts(visitor, &["accounts-forgotten-lead", "accounts-forgotten-wait"]),
        action: door(visitor, "/forgotten", false),
        fields: vec![field],
        button: Some(visitor.t("accounts-forgotten-send").to_owned()),
        links: ways(visitor),
        ..Step::default()
    };
    let p = visitor.page(visitor.t("accounts-forgotten-title"));
    step_page(visitor, p.with_notice(notice.map(|key| visitor.t(key).to_owned())), step)
}

/// Asks for the code.
pub async fn code(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    match open(&accounts, &visitor, Kind::Recover).await? {
        Some(_) => code_page(&visitor, None),
        None => Ok(visitor.go(door(&visitor, "/forgotten", false))),
    }
}

/// Takes the code: the waiting begins or goes on, or a new password can be set.
pub async fn send_code(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    posted: Posted,
) -> Outcome {
    let Some(flow) = open(&accounts, &visitor, Kind::Recover).await? else {
        return Ok(over(&visitor));
    };
    let taken = accounts.recovery_code(&flow, posted.key, posted.get("code")).await;
    match noted(&visitor, taken) {
        Ok(Recovering::Waits(until)) => waits_page(&visitor, until),
        Ok(Recovering::Ready(secret)) => {
            let next = visitor.go(door(&visitor, "/forgotten/password", false));
            Ok(visitor.set_cookie(next, FLOW, &secret, None))
        }
        Err(SignInError::Wrong) => code_page(&visitor, Some("accounts-email-code-wrong")),
        Err(SignInError::Over) => Ok(over(&visitor)),
        Err(error) => Err(error.into()),
    }
}

fn code_page(visitor: &Visitor, error: Option<&str>) -> Outcome {
    let field = Field::text("code", visitor.t("accounts-email-code"))
        .hint(visitor.t("accounts-forgotten-code-hint"))
        .autocomplete("one-time-code")
        .error(error.map(|key| visitor.t(key).to_owned()));
    let step = Step {
        lead: texts(visitor, &["accounts-forgotten-sent", "accounts-forgotten-none"]),
        action: door(visitor, "/forgotten/code", false),
        fields: vec![Field { inputmode: Some("numeric".to_owned()), ..field }],
        button: Some(visitor.t("web-continue").to_owned()),
        links: ways(visitor),
        ..Step::default()
    };
    step_page(visitor, visitor.page(visitor.t("accounts-forgotten-code-title")), step)
}

fn waits_page(visitor: &Visitor, until: jiff::Timestamp) -> Outcome {
    let p = visitor.page(visitor.t("accounts-forgotten-waits-title"));
    let at = p.instant(&until);
    let first = visitor.tr("accounts-forgotten-waits", &[("at", &at)]);
    let mut lead = vec![first];
    lead.extend(texts(visitor, &["accounts-forgotten-waits-told"]));
    let again = (door(visitor, "/forgotten", false), visitor.t("accounts-forgotten-title").into());
    let response = step_page(visitor, p, Step { lead, links: vec![again], ..Step::default() })?;
    Ok(visitor.set_cookie(response, FLOW, "", Some(0)))
}

/// Asks for the new password.
pub async fn password(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    match open(&accounts, &visitor, Kind::NewPassword).await? {
        Some(_) => password_page(&visitor, None),
        None => Ok(over(&visitor)),
    }
}

/// Sets it; then they sign in as usual.
pub async fn send_password(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    posted: Posted,
) -> Outcome {
    let Some(flow) = open(&accounts, &visitor, Kind::NewPassword).await? else {
        return Ok(over(&visitor));
    };
    match accounts.recover(&flow, posted.key, typed(&posted, "new")).await {
        Ok(()) => {
            let next = visitor.go(door(&visitor, "?recovered=1", false));
            Ok(visitor.set_cookie(next, FLOW, "", Some(0)))
        }
        Err(PasswordRefused::Weak(weak)) => password_page(&visitor, Some(weak_word(weak))),
        Err(PasswordRefused::SignIn(SignInError::Over)) => Ok(over(&visitor)),
        Err(PasswordRefused::SignIn(error)) => Err(error.into()),
    }
}

fn password_page(visitor: &Visitor, error: Option<&str>) -> Outcome {
    let step = Step {
        lead: texts(visitor, &["accounts-forgotten-password-lead"]),
        action: door(visitor, "/forgotten/password", false),
        fields: vec![new_field(visitor, error)],
        button: Some(visitor.t("accounts-forgotten-set").to_owned()),
        ..Step::default()
    };
    step_page(visitor, visitor.page(visitor.t("accounts-forgotten-password-title")), step)
}

/// The page that the notices lead to. It changes nothing by itself: mail programs open links.
pub async fn cancel(
    State(_accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let step = Step {
        lead: texts(&visitor, &["accounts-forgotten-cancel-lead"]),
        action: door(&visitor, "/forgotten/cancel", false),
        hidden: vec![("cancel", query.get("cancel").cloned().unwrap_or_default())],
        button: Some(visitor.t("accounts-forgotten-cancel").to_owned()),
        ..Step::default()
    };
    step_page(&visitor, visitor.page(visitor.t("accounts-forgotten-cancel-title")), step)
}

/// Prevents the new password.
pub async fn send_cancel(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    posted: Posted,
) -> Outcome {
    let key = match accounts.cancel_recovery(posted.get("cancel")).await? {
        true => "accounts-forgotten-cancelled",
        false => "accounts-forgotten-nothing",
    };
    let step = Step { lead: texts(&visitor, &[key]), links: ways(&visitor), ..Step::default() };
    step_page(&visitor, visitor.page(visitor.t("accounts-forgotten-cancel-title")), step)
}

async fn open(accounts: &Accounts, visitor: &Visitor, kind: Kind) -> Result<Option<Flow>, Failure> {
    match visitor.cookie(FLOW) {
        Some(secret) => Ok(accounts.flow(kind, secret).await?),
        None => Ok(None),
    }
}

fn over(visitor: &Visitor) -> axum::response::Response {
    visitor.go(door(visitor, "/forgotten?over=1", false))
}

fn texts(visitor: &Visitor, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| visitor.t(key).to_owned()).collect()
}

/// The other ways to go on.
fn ways(visitor: &Visitor) -> Vec<(String, String)> {
    vec![
        (door(visitor, "", false), visitor.t("accounts-sign-in-title").to_owned()),
        (visitor.path_to("/halls/"), visitor.t("accounts-find-hall").to_owned()),
    ]
}
