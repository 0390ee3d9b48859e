//! `…/sign-in/second`: the second step, with a code or a passkey; `…/sign-in/passkey`: a passkey
//! alone, which is both steps at once.

use ::web::{ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};
use askama::Template;
use axum::extract::State;

use super::{
    enter::{FLOW, enter, noted},
    frame::{door, framed, is_staff},
    sign_in::status,
};
use crate::service::{Accounts, Flow, Kind, Proven, Purpose, SignInError};

#[derive(Template)]
#[template(path = "accounts/second.html")]
struct SecondContent<'a> {
    p: &'a Page,
    action: String,
    passkey: String,
    /// What the browser is asked with for a passkey, if the person has one.
    options: Option<String>,
    again: String,
    code: Field,
    errors: Vec<ErrorLink>,
}

/// Asks for the code.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    match open(&accounts, &visitor).await? {
        Some(flow) => page(&accounts, &visitor, &flow, None).await,
        None => Ok(visitor.go(door(&visitor, "", is_staff(&visitor)))),
    }
}

/// Takes the code.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let Some(flow) = open(&accounts, &visitor).await? else {
        return Ok(visitor.go(door(&visitor, "?over=1", is_staff(&visitor))));
    };
    let account = flow.account.ok_or(Failure::SignIn)?;
    match noted(&visitor, accounts.check_code(&flow, posted.get("code")).await) {
        Ok(method) => {
            let methods = [flow.methods.as_slice(), &[method]].concat();
            accounts.finish(&flow).await?;
            enter(&accounts, &visitor, Proven { account, methods }, &flow.back).await
        }
        Err(SignInError::Over) => Ok(visitor.go(door(&visitor, "?over=1", is_staff(&visitor)))),
        Err(error) => match code_word(&error) {
            Some(word) => page(&accounts, &visitor, &flow, Some(word)).await,
            None => Err(error.into()),
        },
    }
}

/// Takes a passkey, from the second step or from the first page.
pub async fn passkey(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    posted: Posted,
) -> Outcome {
    let checked = accounts.check_passkey(Purpose::SignIn, posted.get("credential")).await;
    match noted(&visitor, checked) {
        Ok(proven) => enter(&accounts, &visitor, proven, posted.get("back")).await,
        Err(SignInError::Wrong) => {
            Ok(visitor.go(door(&visitor, "?passkey=wrong", is_staff(&visitor))))
        }
        Err(error) => Err(error.into()),
    }
}

async fn open(accounts: &Accounts, visitor: &Visitor) -> Result<Option<Flow>, Failure> {
    match visitor.cookie(FLOW) {
        Some(secret) => Ok(accounts.flow(Kind::Second, secret).await?),
        None => Ok(None),
    }
}

async fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    flow: &Flow,
    error: Option<&'static str>,
) -> Outcome {
    let account = flow.account.ok_or(Failure::SignIn)?;
    let staff = is_staff(visitor);
    let code = code_field(visitor, error);
    let p = visitor
        .page(visitor.t("accounts-second-title"))
        .with_errors(error.is_some())
        .with_demo(demo_code(accounts, visitor, account).await?);
    let content = SecondContent {
        p: &p,
        action: door(visitor, "/second", staff),
        passkey: door(visitor, "/passkey", staff),
        options: accounts.ask_passkey(Purpose::SignIn, Some(account)).await?,
        again: door(visitor, "", staff),
        errors: code.error_link().into_iter().collect(),
        code,
    };
    let content = content.render()?;
    framed(visitor, status(error), p, content)
}

/// The field for a code, six digits or one that was written down.
pub fn code_field(visitor: &Visitor, error: Option<&str>) -> Field {
    Field::text("code", visitor.t("accounts-code"))
        .hint(visitor.t("accounts-code-hint"))
        .autocomplete("one-time-code")
        .error(error.map(|key| visitor.t(key).to_owned()))
}

/// What the demonstration shows, so that its readers get in.
pub async fn demo_code(
    accounts: &Accounts,
    visitor: &Visitor,
    account: kernel::id::AccountId,
) -> Result<Option<String>, Failure> {
    let code = accounts.demo_code(account).await?;
    Ok(code.map(|code| visitor.tr("accounts-demo-code", &[("code", &code)])))
}

/// The word for what the reader can do something about.
pub fn code_word(error: &SignInError) -> Option<&'static str> {
    match error {
        SignInError::Wrong => Some("accounts-code-wrong"),
        SignInError::Used => Some("accounts-code-used"),
        _ => None,
    }
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::TooMany(seconds) => Failure::TooMany(seconds),
            SignInError::Register(error) => error.into(),
            SignInError::Passkey => Failure::Passkey,
            SignInError::Wrong | SignInError::Used | SignInError::Over => Failure::SignIn,
        }
    }
}
