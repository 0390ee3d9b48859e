//! `/{l}/my/email`: where messages go as e-mails, confirmed by a code.

use std::collections::BTreeMap;

use ::web::{Bound, Choice, ErrorLink, Field, Outcome, Page, Posted, Visitor};
use accounts_domain::email_form;
use askama::Template;
use axum::{
    extract::{Query, State},
    http::StatusCode,
};
use kernel::Lang;
use notify::{Contact, MailError};

use super::sign_in::status;
use crate::{
    policy,
    service::{Accounts, ContactError},
};

const PATH: &str = "/my/email";

#[derive(Template)]
#[template(path = "accounts/email.html")]
struct EmailPage {
    p: Page,
    ask: String,
    confirm: String,
    remove: String,
    remove_seal: String,
    firm: Option<String>,
    current: Option<Contact>,
    pending: Option<Contact>,
    is_offered: bool,
    code: Field,
    email: Field,
    lang: Field,
    errors: Vec<ErrorLink>,
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Entry {
    email: Option<String>,
    lang: Option<Lang>,
    email_error: Option<&'static str>,
    code_error: Option<&'static str>,
    done: Option<&'static str>,
    has_changed: bool,
}

/// Shows where e-mails go.
pub async fn show(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    Query(query): Query<BTreeMap<String, String>>,
) -> Outcome {
    let done = match query.get("done").map(String::as_str) {
        Some("confirmed") => Some("accounts-email-confirmed"),
        Some("removed") => Some("accounts-email-removed"),
        _ => None,
    };
    page(&accounts, &visitor, Entry { done, ..Entry::default() }).await
}

/// Sends a code to the address.
pub async fn ask(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let typed = posted.get("email").to_owned();
    let lang = Lang::parse(posted.get("lang")).unwrap_or(visitor.lang);
    let entry = |error| Entry {
        email: Some(typed.clone()),
        lang: Some(lang),
        email_error: Some(error),
        ..Entry::default()
    };
    let Ok(email) = email_form(&typed) else {
        return page(&accounts, &visitor, entry("accounts-email-needed")).await;
    };
    match accounts.ask_contact(&visitor.actor, Contact { email, lang }).await {
        Ok(()) => Ok(visitor.go(visitor.path_to(PATH))),
        Err(error) => match email_word(&error) {
            Some((_, word)) => page(&accounts, &visitor, entry(word)).await,
            None => Err(error.into()),
        },
    }
}

/// Takes the code.
pub async fn confirm(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    posted: Posted,
) -> Outcome {
    let done = visitor.path_to("/my/email?done=confirmed");
    let entry = |word| Entry { code_error: Some(word), ..Entry::default() };
    let code = posted.get("code");
    if code.is_empty() {
        return page(&accounts, &visitor, entry("accounts-email-code-needed")).await;
    }
    match accounts.confirm_contact(&visitor.actor, posted.key, code).await {
        Ok(()) => Ok(visitor.go(done)),
        Err(error) => match email_word(&error) {
            Some((_, word)) => page(&accounts, &visitor, entry(word)).await,
            None => Err(error.into()),
        },
    }
}

/// Sends no more e-mails to the address that was shown.
pub async fn remove(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    let view = accounts.contact_view(&visitor.actor).await?;
    let Ok(posted) = bound.open(&view.current) else {
        let done = Some("web-shown-changed");
        return page(&accounts, &visitor, Entry { done, has_changed: true, ..Entry::default() })
            .await;
    };
    accounts.remove_contact(&visitor.actor, posted.key).await?;
    Ok(visitor.go(visitor.path_to("/my/email?done=removed")))
}

async fn page(accounts: &Accounts, visitor: &Visitor, entry: Entry) -> Outcome {
    let view = accounts.contact_view(&visitor.actor).await?;
    let error = entry.email_error.or(entry.code_error);
    // Without a code that waits, its error stands at the address, where a new one is asked for.
    let (email_error, code_error) = match view.pending {
        Some(_) => (entry.email_error, entry.code_error),
        None => (error, None),
    };
    let text = |key: Option<&str>| key.map(|key| visitor.t(key).to_owned());
    let code = code_field(visitor, text(code_error));
    let email = address_field(visitor, entry.email.unwrap_or_default(), text(email_error));
    let kept = view.current.as_ref().map(|it| it.lang);
    let lang = languages(visitor, entry.lang.or(kept).unwrap_or(visitor.lang));
    let title = visitor.t("accounts-email-title");
    let p = visitor
        .page(title)
        .crumb("/my/", visitor.t("web-my"))
        .crumb("/my/profile", visitor.t("accounts-profile-title"))
        .with_notice(text(entry.done))
        .with_errors(error.is_some());
    let page = EmailPage {
        p,
        ask: visitor.path_to(PATH),
        confirm: visitor.path_to("/my/email/confirm"),
        remove: visitor.path_to("/my/email/remove"),
        remove_seal: visitor.seal(policy::CHANGE_CONTACT, &view.current),
        firm: view.firm,
        current: view.current,
        pending: view.pending,
        is_offered: view.is_offered,
        errors: [&code, &email].into_iter().filter_map(Field::error_link).collect(),
        code,
        email,
        lang,
    };
    let status = if entry.has_changed { StatusCode::CONFLICT } else { status(error) };
    visitor.html_with(status, &page)
}

fn code_field(visitor: &Visitor, error: Option<String>) -> Field {
    let field = Field::text("code", visitor.t("accounts-email-code"))
        .hint(visitor.t("accounts-email-code-hint"))
        .autocomplete("one-time-code")
        .error(error);
    Field { inputmode: Some("numeric".to_owned()), ..field }
}

fn address_field(visitor: &Visitor, typed: String, error: Option<String>) -> Field {
    let field = Field::text("email", visitor.t("accounts-email-address"))
        .value(typed)
        .autocomplete("email")
        .error(error);
    Field { inputmode: Some("email".to_owned()), ..field }
}

/// The languages in which e-mails can be written, each by its own name.
fn languages(visitor: &Visitor, chosen: Lang) -> Field {
    let mut field = Field::text("lang", visitor.t("accounts-email-language")).kind("choice");
    field.options.extend(Lang::ALL.map(|lang| Choice {
        value: lang.tag().to_owned(),
        label: lang.endonym().to_owned(),
        checked: lang == chosen,
    }));
    field
}

/// The code and the word for what the reader can do something about.
pub fn email_word(error: &ContactError) -> Option<(&'static str, &'static str)> {
    Some(match error {
        ContactError::Off => ("contact.off", "accounts-email-off"),
        ContactError::Mail(MailError::Refused) => ("contact.refused", "accounts-email-refused"),
        ContactError::Mail(MailError::Later) => ("contact.later", "accounts-email-later"),
        ContactError::Wrong => ("contact.code_wrong", "accounts-email-code-wrong"),
        ContactError::Gone => ("contact.code_gone", "accounts-email-code-gone"),
        ContactError::TooMany(_) | ContactError::Register(_) => return None,
    })
}
