//! `/staff/sign-in/enrol`: a staff member's first sign-in leads here. Nothing of the desk is seen
//! before an authenticator app is set up.

use ::web::{Failure, Outcome, Posted, Visitor};
use axum::extract::State;

use super::{
    enter::{FLOW, enter, noted},
    frame::{door, own},
    second::code_word,
    security::code::{CodePage, code_page},
};
use crate::service::{Accounts, Flow, Kind, Proven, SignInError};

/// Shows the secret.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    match open(&accounts, &visitor).await? {
        Some(flow) => page(&accounts, &visitor, &flow, None).await,
        None => Ok(visitor.go(door(&visitor, "", true))),
    }
}

/// Takes the first code of the app; then they are in.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let Some(flow) = open(&accounts, &visitor).await? else {
        return Ok(visitor.go(door(&visitor, "?over=1", true)));
    };
    let account = flow.account.ok_or(Failure::SignIn)?;
    match noted(&visitor, accounts.confirm_code(&flow, posted.key, posted.get("code")).await) {
        Ok(()) => {
            let methods = [flow.methods.as_slice(), &[::web::Method::Code]].concat();
            let proven = Proven { account, methods };
            // The codes to write down come next, while the app is at hand.
            enter(&accounts, &visitor, proven, &own(&visitor, "/security/codes")).await
        }
        Err(SignInError::Over) => Ok(visitor.go(door(&visitor, "?over=1", true))),
        Err(error) => match code_word(&error) {
            Some(word) => page(&accounts, &visitor, &flow, Some(word)).await,
            None => Err(error.into()),
        },
    }
}

async fn open(accounts: &Accounts, visitor: &Visitor) -> Result<Option<Flow>, Failure> {
    match visitor.cookie(FLOW) {
        Some(secret) => Ok(accounts.flow(Kind::Enrol, secret).await?),
        None => Ok(None),
    }
}

async fn page(
    accounts: &Accounts,
    visitor: &Visitor,
    flow: &Flow,
    error: Option<&'static str>,
) -> Outcome {
    let page = CodePage {
        title: "accounts-enrol-title",
        lead: "accounts-enrol-lead",
        action: door(visitor, "/enrol", true),
        error,
    };
    code_page(accounts, visitor, flow, page).await
}
