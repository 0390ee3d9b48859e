//! `/api/v1/me/email`: where messages go as e-mails, confirmed by a code.

use ::web::{Api, Failure, Outcome, Visitor};
use accounts_domain::email_form;
use axum::{
    Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
    response::IntoResponse,
};
use kernel::Lang;
use notify::Contact;
use serde::{Deserialize, Serialize};

use super::parts::{body, unknown};
use crate::{
    service::{Accounts, ContactError},
    web::email_word,
};

/// An address and the language of its e-mails.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactBody {
    email: String,
    /// `zh-Hans`, `zh-Hant` or `en`.
    lang: String,
}

/// Where e-mails go.
#[derive(Serialize, utoipa::ToSchema)]
pub struct EmailBody {
    /// The confirmed address.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<ContactBody>,
    /// The address that waits for its code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pending: Option<ContactBody>,
    /// Whether this installation sends e-mails.
    is_offered: bool,
}

/// The code from the e-mail.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeBody {
    code: String,
}

/// Where e-mails go, for oneself or for the firm for which one acts.
#[utoipa::path(get, path = "/api/v1/me/email", responses((status = 200, body = EmailBody)))]
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let view = accounts.contact_view(&visitor.actor).await?;
    let body = |it: Contact| ContactBody { email: it.email, lang: it.lang.tag().to_owned() };
    let body = EmailBody {
        current: view.current.map(body),
        pending: view.pending.map(body),
        is_offered: view.is_offered,
    };
    Ok(Json(body).into_response())
}

/// Sends a code to an address.
#[utoipa::path(
    post,
    path = "/api/v1/me/email",
    request_body = ContactBody,
    responses(
        (status = 204),
        (status = 422, description = "No address, refused by the mail server, or not sent now"),
        (status = 429, description = "Too many codes")
    )
)]
pub async fn ask(
    State(accounts): State<Accounts>,
    visitor: Visitor,
    sent: Result<Json<ContactBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let lang = Lang::parse(&sent.lang).ok_or_else(|| unknown(&visitor, "lang"))?;
    let email = email_form(&sent.email).map_err(|_| {
        Failure::refused("contact.not_an_address", visitor.t("accounts-email-needed"))
    })?;
    let asked = accounts.ask_contact(&visitor.actor, Contact { email, lang }).await;
    asked.map_err(|error| failure(&visitor, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Confirms the address with the code.
#[utoipa::path(
    post,
    path = "/api/v1/me/email/confirm",
    request_body = CodeBody,
    responses((status = 204), (status = 422, description = "Wrong code, or one that is over"))
)]
pub async fn confirm(
    State(accounts): State<Accounts>,
    api: Api,
    sent: Result<Json<CodeBody>, JsonRejection>,
) -> Outcome {
    let sent = body(sent)?;
    let visitor = api.visitor;
    let confirmed = accounts.confirm_contact(&visitor.actor, api.key, &sent.code).await;
    confirmed.map_err(|error| failure(&visitor, error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Sends no more e-mails.
#[utoipa::path(post, path = "/api/v1/me/email/remove", responses((status = 204)))]
pub async fn remove(State(accounts): State<Accounts>, api: Api) -> Outcome {
    accounts.remove_contact(&api.visitor.actor, api.key).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn failure(visitor: &Visitor, error: ContactError) -> Failure {
    match (email_word(&error), error) {
        (Some((code, word)), _) => Failure::refused(code, visitor.t(word)),
        (None, error) => error.into(),
    }
}
