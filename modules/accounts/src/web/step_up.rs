//! `…/step-up`: before an act of power somebody confirms that it is them, with a passkey, a code,
//! or, where they have nothing else, their password. What they had typed waits meanwhile.

use std::collections::BTreeMap;

use ::web::{
    Confirming, ErrorLink, Failure, Field, Method, Outcome, Page, Posted, Session, StaffFactor,
    Visitor,
};
use askama::Template;
use axum::extract::{Query, State};
use kernel::id::AccountId;

use super::{
    enter::caller,
    frame::{framed, own},
    second::{code_field, code_word, demo_code},
    sign_in::{password_of, status},
};
use crate::service::{Accounts, Beginning, Flow, Kind, Purpose, SecurityView, SignInError};

#[derive(Template)]
#[template(path = "accounts/step-up.html")]
struct StepUpContent<'a> {
    p: &'a Page,
    action: String,
    hidden: Vec<(&'static str, String)>,
    options: Option<String>,
    /// None where only the passkey counts.
    field: Option<Field>,
    errors: Vec<ErrorLink>,
}

/// Asks.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let wish = Confirming::read(|name| query.get(name).map(String::as_str));
    page(&accounts, &visitor, &wish, None).await
}

/// Takes the answer, and goes on to what was interrupted.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let wish = Confirming::read(|name| posted.has(name).then(|| posted.get(name)));
    match prove(&accounts, &visitor, &posted).await {
        Ok(method) => visitor.step_up(&wish, &[method]).await,
        Err(SignInError::Over) => {
            // Ten wrong codes: whoever sits there is not believed any more.
            let session = visitor.session().ok_or(Failure::SignIn)?;
            visitor.web().sessions.close(session.token()).await?;
            Err(Failure::SignIn)
        }
        Err(SignInError::Wrong) if posted.has("password") => {
            page(&accounts, &visitor, &wish, Some("accounts-present-wrong")).await
        }
        Err(error) => match code_word(&error) {
            Some(word) => page(&accounts, &visitor, &wish, Some(word)).await,
            None => Err(error.into()),
        },
    }
}

/// How the person of this session proves who they are, with what was sent.
async fn prove(
    accounts: &Accounts,
    visitor: &Visitor,
    posted: &Posted,
) -> Result<Method, SignInError> {
    let (session, account) = who(visitor).map_err(|_| SignInError::Over)?;
    let sent = posted.get("credential");
    if !sent.is_empty() {
        let proven = accounts.check_passkey(Purpose::StepUp(&session.id), sent).await?;
        let is_own = proven.account == account;
        return if is_own { Ok(Method::Passkey) } else { Err(SignInError::Wrong) };
    }
    confirm(accounts, visitor, posted.get("code"), password_of(posted)).await
}

/// Checks a code, or a password where the person has no second factor.
pub async fn confirm(
    accounts: &Accounts,
    visitor: &Visitor,
    code: &str,
    password: String,
) -> Result<Method, SignInError> {
    let (session, account) = who(visitor).map_err(|_| SignInError::Over)?;
    let own = accounts.security(account).await?;
    if counts_passkeys_only(visitor, &own) {
        return Err(SignInError::Passkey);
    }
    if own.has_second_factor() {
        let flow = flow(accounts, &session.id, account).await?;
        return match accounts.check_code(&flow, code).await {
            // It was the last of the tries.
            Err(SignInError::Wrong) if accounts.is_spent(&flow).await? => Err(SignInError::Over),
            other => other,
        };
    }
    accounts.check_own_password(account, password, &caller(visitor)).await?;
    Ok(Method::Password)
}

/// An officer who has a passkey works with it; a code, which can be passed on, opens nothing beside
/// it, and sets up no other passkey.
fn counts_passkeys_only(visitor: &Visitor, own: &SecurityView) -> bool {
    let is_asked = visitor.web().site.staff_factor == StaffFactor::Passkey;
    is_asked && visitor.actor.role.is_staff() && !own.passkeys.is_empty()
}

async fn flow(accounts: &Accounts, session: &str, account: AccountId) -> Result<Flow, SignInError> {
    if let Some(flow) = accounts.flow(Kind::StepUp, session).await? {
        return Ok(flow);
    }
    let new = Beginning { account: Some(account), ..Beginning::default() };
    accounts.begin_as(Kind::StepUp, session, new).await?;
    accounts.flow(Kind::StepUp, session).await?.ok_or(SignInError::Over)
}

fn who(visitor: &Visitor) -> Result<(&Session, AccountId), Failure> {
    let session = visitor.session().ok_or(Failure::SignIn)?;
    Ok((session, session.actor.account.ok_or(Failure::SignIn)?))
}

async fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    wish: &Confirming,
    error: Option<&'static str>,
) -> Outcome {
    let (session, account) = who(visitor)?;
    let owns = accounts.security(account).await?;
    let field = if counts_passkeys_only(visitor, &owns) {
        None
    } else if owns.has_second_factor() {
        Some(code_field(visitor, error))
    } else {
        let field = Field::text("password", visitor.t("accounts-password")).kind("password");
        let error = error.map(|key| visitor.t(key).to_owned());
        Some(field.autocomplete("current-password").error(error))
    };
    let title = visitor.t("accounts-step-up-title");
    let p = visitor.page(title).with_errors(error.is_some());
    let p = p.with_demo(demo_code(accounts, visitor, account).await?);
    let hidden = wish.hidden().map(|(name, value)| (name, value.to_owned()));
    let purpose = Purpose::StepUp(&session.id);
    let content = StepUpContent {
        p: &p,
        action: own(visitor, "/step-up"),
        hidden: hidden.to_vec(),
        options: accounts.ask_passkey(purpose, Some(account)).await?,
        errors: field.as_ref().and_then(Field::error_link).into_iter().collect(),
        field,
    };
    let content = content.render()?;
    framed(visitor, status(error), p, content)
}
