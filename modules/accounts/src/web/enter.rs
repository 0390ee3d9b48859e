//! What follows when somebody has proved something: in, or on to the second step.

use ::web::{Incident, Outcome, Visitor};
use axum::response::Response;

use super::{frame::door, training::at_the_door};
use crate::service::{
    Accounts, Admission, Beginning, Begun, Caller, DEVICE_COOKIE, DEVICE_KEPT, Kind, Proven,
    SignInError, SignedIn,
};

/// The cookie that names what a browser has begun.
pub const FLOW: &str = "flow";

/// From where a visitor tries.
pub fn caller(visitor: &Visitor) -> Caller {
    let device = visitor.cookie(DEVICE_COOKIE).unwrap_or_default().to_owned();
    Caller { address: visitor.address(), device }
}

/// Notes in the log when somebody could not sign in; why is told to them alone.
pub fn noted<T>(visitor: &Visitor, tried: Result<T, SignInError>) -> Result<T, SignInError> {
    if tried.as_ref().is_err_and(|error| !matches!(error, SignInError::Register(_))) {
        visitor.note(Incident::SignInFailed);
    }
    tried
}

/// Lets somebody in who has proved enough, and sends everybody else on to what is missing. Every
/// page on which people sign in ends here.
pub async fn enter(accounts: &Accounts, visitor: &Visitor, proven: Proven, back: &str) -> Outcome {
    let account = proven.account;
    let admitted = match accounts.admit(proven).await {
        Ok(admitted) => admitted,
        Err(error) => return Err(at_the_door(accounts, visitor, account, error).await),
    };
    match admitted {
        Admission::Enter(found) => let_in(accounts, visitor, &found, back).await,
        Admission::Second(begun) => {
            let secret = accounts.begin(Kind::Second, beginning(&begun, back)).await?;
            Ok(go_on(visitor, &door(visitor, "/second", begun.is_staff), &secret))
        }
        Admission::Enrol(begun) => {
            let secret = accounts.begin_code(Kind::Enrol, beginning(&begun, back)).await?;
            Ok(go_on(visitor, &door(visitor, "/enrol", begun.is_staff), &secret))
        }
    }
}

fn beginning<'a>(begun: &'a Begun, back: &'a str) -> Beginning<'a> {
    let Proven { account, methods } = &begun.proven;
    Beginning { account: Some(*account), methods, data: "", back }
}

fn go_on(visitor: &Visitor, to: &str, secret: &str) -> Response {
    visitor.set_cookie(visitor.go(to), FLOW, secret, None)
}

async fn let_in(accounts: &Accounts, visitor: &Visitor, found: &SignedIn, back: &str) -> Outcome {
    let is_staff = found.actor.role.is_staff();
    let home = if is_staff { "/staff/".to_owned() } else { visitor.path_to("/my/") };
    let back = if back.is_empty() { &home } else { back };
    let response = visitor.sign_in(found.actor.clone(), &found.name, &found.methods, back).await?;
    let known = visitor.cookie(DEVICE_COOKIE).unwrap_or_default();
    let device = accounts.remember(known, &found.login);
    let response = visitor.set_cookie(response, DEVICE_COOKIE, &device, Some(DEVICE_KEPT));
    Ok(visitor.set_cookie(response, FLOW, "", Some(0)))
}
