//! `…/security/passkey`: setting a passkey up, and taking it away. Passkeys are made by the
//! browser's script; without script the page says so and leads to the authenticator app.

use ::web::{Bound, Outcome, Page, Posted, Visitor};
use askama::Template;
use axum::{extract::State, http::StatusCode};

use super::{code::drop_factor, who};
use crate::{
    service::{Accounts, Going, RegisterError, SignInError},
    web::frame::{framed, own, security_page},
};

#[derive(Template)]
#[template(path = "accounts/passkey.html")]
struct PasskeyContent<'a> {
    p: &'a Page,
    action: String,
    code: String,
    options: Option<String>,
    is_wrong: bool,
}

/// Offers to set one up.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    page(&accounts, &visitor, false).await
}

/// Takes in what the browser made.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let (account, session) = who(&visitor)?;
    let label = visitor.device_label();
    let sent = posted.get("credential");
    match accounts.add_passkey(account, &session, posted.key, sent, &label).await {
        // It counts for the work when it was used: at once.
        Ok(()) if visitor.lacks_passkey() => {
            Ok(visitor.go("/staff/step-up?for=accounts.change_factors&back=%2Fstaff%2F"))
        }
        Ok(()) => Ok(visitor.go(own(&visitor, "/security?done=passkey"))),
        Err(SignInError::Wrong)
        | Err(SignInError::Register(RegisterError::Refused("account.too_many_passkeys"))) => {
            page(&accounts, &visitor, true).await
        }
        Err(other) => Err(other.into()),
    }
}

/// Takes one away.
pub async fn remove(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    let print = bound.typed().get("passkey").to_owned();
    drop_factor(&accounts, &visitor, bound, Going::Passkey(&print)).await
}

async fn page(accounts: &Accounts, visitor: &Visitor, is_wrong: bool) -> Outcome {
    let (account, session) = who(visitor)?;
    let p = security_page(visitor, visitor.t("accounts-passkey-title")).with_errors(is_wrong);
    let site_name = visitor.t("web-site-name");
    let content = PasskeyContent {
        p: &p,
        action: own(visitor, "/security/passkey"),
        code: own(visitor, "/security/code"),
        options: accounts.offer_passkey(account, &session, site_name).await?,
        is_wrong,
    };
    let content = content.render()?;
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    framed(visitor, status, p, content)
}
