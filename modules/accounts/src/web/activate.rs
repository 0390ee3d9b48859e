//! `/staff/sign-in/activate`: a staff member sets their password with the code that an administrator
//! issued. The second factor follows before they are in.

use ::web::{Field, Outcome, Posted, Visitor};
use axum::extract::State;

use super::{
    enter::{caller, enter, noted},
    frame::door,
    security::password::{new_field, weak_word},
    sign_in::typed,
    step::{Step, step_page},
};
use crate::service::{Accounts, PasswordRefused, SignInError};

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Entry<'a> {
    login: &'a str,
    wrong: Option<&'static str>,
    weak: Option<&'static str>,
}

/// Asks for the code and a password.
pub async fn show(State(_accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    page(&visitor, &Entry::default())
}

/// Sets the password, and goes on to the second step.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let (login, code) = (posted.get("login"), posted.get("code"));
    let entry = Entry { login, ..Entry::default() };
    let new = typed(&posted, "new");
    match accounts.activate(posted.key, (login, code), new, &caller(&visitor)).await {
        Ok(proven) => enter(&accounts, &visitor, proven, "").await,
        Err(PasswordRefused::Weak(weak)) => {
            page(&visitor, &Entry { weak: Some(weak_word(weak)), ..entry })
        }
        Err(PasswordRefused::SignIn(error)) => match noted::<()>(&visitor, Err(error)) {
            Err(SignInError::Wrong) => {
                page(&visitor, &Entry { wrong: Some("accounts-activate-wrong"), ..entry })
            }
            Err(other) => Err(other.into()),
            Ok(()) => page(&visitor, &entry),
        },
    }
}

fn page(visitor: &Visitor, entry: &Entry<'_>) -> Outcome {
    let text = |key: &str| visitor.t(key).to_owned();
    let login =
        Field::text("login", text("accounts-login")).value(entry.login).autocomplete("username");
    let code = Field::text("code", text("accounts-activate-code"))
        .hint(text("accounts-activate-code-hint"))
        .autocomplete("one-time-code")
        .error(entry.wrong.map(text));
    let step = Step {
        lead: vec![text("accounts-activate-lead")],
        action: door(visitor, "/activate", true),
        fields: vec![login, code, new_field(visitor, entry.weak)],
        button: Some(text("accounts-activate-set")),
        links: vec![(door(visitor, "", true), text("accounts-staff-sign-in-title"))],
        ..Step::default()
    };
    step_page(visitor, visitor.page(text("accounts-activate-title")), step)
}
