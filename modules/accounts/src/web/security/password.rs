//! `…/security/password`: changing the password, with the present one.

use ::web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::{LONGEST, SHORTEST, WeakPassword};
use askama::Template;
use axum::extract::State;

use super::who;
use crate::{
    service::{Accounts, PasswordRefused, SignInError},
    web::{
        enter::caller,
        frame::{framed, own, security_page},
        sign_in::{status, typed},
    },
};

#[derive(Template)]
#[template(path = "accounts/password.html")]
struct PasswordContent<'a> {
    p: &'a Page,
    action: String,
    fields: Vec<Field>,
    errors: Vec<ErrorLink>,
}

/// What is wrong with the present and with the new password.
#[derive(Default)]
struct Errors {
    present: Option<&'static str>,
    new: Option<&'static str>,
}

/// Shows the form.
pub async fn show(State(_accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    page(&visitor, &Errors::default())
}

/// Changes it; the other sessions end.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let (account, session) = who(&visitor)?;
    let (present, new) = (typed(&posted, "present"), typed(&posted, "new"));
    let caller = caller(&visitor);
    match accounts.change_password(account, posted.key, present, new, &caller).await {
        Ok(()) => {
            visitor.web().sessions.close_others(account, &session).await?;
            Ok(visitor.go(own(&visitor, "/security?done=password")))
        }
        Err(PasswordRefused::SignIn(SignInError::Wrong)) => {
            page(&visitor, &Errors { present: Some("accounts-present-wrong"), new: None })
        }
        Err(PasswordRefused::SignIn(error)) => Err(error.into()),
        Err(PasswordRefused::Weak(weak)) => {
            page(&visitor, &Errors { present: None, new: Some(weak_word(weak)) })
        }
    }
}

/// The word for what is wrong with a new password.
pub fn weak_word(weak: WeakPassword) -> &'static str {
    match weak {
        WeakPassword::Short => "accounts-password-short",
        WeakPassword::Long => "accounts-password-long",
        WeakPassword::Common => "accounts-password-common",
        WeakPassword::Leaked => "accounts-password-leaked",
        WeakPassword::Own => "accounts-password-own",
    }
}

/// The field for a new password.
pub fn new_field(visitor: &Visitor, error: Option<&str>) -> Field {
    let hint = visitor.tr("accounts-password-rule", &[("least", &SHORTEST), ("most", &LONGEST)]);
    Field::text("new", visitor.t("accounts-password-new"))
        .kind("password")
        .hint(hint)
        .autocomplete("new-password")
        .error(error.map(|key| visitor.t(key).to_owned()))
}

fn page(visitor: &Visitor, errors: &Errors) -> Outcome {
    let error = errors.present.or(errors.new);
    let present = Field::text("present", visitor.t("accounts-password-present"))
        .kind("password")
        .autocomplete("current-password")
        .error(errors.present.map(|key| visitor.t(key).to_owned()));
    let fields = vec![present, new_field(visitor, errors.new)];
    let p = security_page(visitor, visitor.t("accounts-password-title"));
    let p = p.with_errors(error.is_some());
    let content = PasswordContent {
        p: &p,
        action: own(visitor, "/security/password"),
        errors: fields.iter().filter_map(Field::error_link).collect(),
        fields,
    };
    let content = content.render()?;
    framed(visitor, status(error), p, content)
}
