//! `…/security/code`: setting an authenticator app up, and taking it away.

use ::web::{Bound, ErrorLink, Failure, Field, Meant, Outcome, Page, Posted, Visitor};
use askama::Template;
use axum::extract::State;

use super::{Said, page, shown_factors, who};
use crate::{
    service::{Accounts, Flow, Going, Kind, SignInError, Stays},
    web::{
        frame::{framed, own, security_page},
        second::code_word,
        sign_in::status,
    },
};

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct CodeContent<'a> {
    p: &'a Page,
    lead: &'static str,
    action: String,
    qr: String,
    address: String,
    text: String,
    code: Field,
    errors: Vec<ErrorLink>,
}

/// What is said around the secret, and where its first code goes.
pub struct CodePage {
    /// The key of the title.
    pub title: &'static str,
    /// The key of the first sentence.
    pub lead: &'static str,
    /// Where the code goes.
    pub action: String,
    /// What is wrong with it.
    pub error: Option<&'static str>,
}

/// Shows a new secret.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let (account, session) = who(&visitor)?;
    accounts.begin_code_in(&session, account).await?;
    let flow = accounts.flow(Kind::SetCode, &session).await?.ok_or(Failure::SignIn)?;
    code_page(&accounts, &visitor, &flow, own_code_page(&visitor, None)).await
}

/// Takes the first code of the app.
pub async fn send(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let (_, session) = who(&visitor)?;
    let Some(flow) = accounts.flow(Kind::SetCode, &session).await? else {
        return Ok(visitor.go(own(&visitor, "/security/code")));
    };
    match accounts.confirm_code(&flow, posted.key, posted.get("code")).await {
        Ok(()) => Ok(visitor.go(own(&visitor, "/security/codes"))),
        Err(SignInError::Over) => Ok(visitor.go(own(&visitor, "/security/code"))),
        Err(error) => match code_word(&error) {
            Some(word) => {
                let page = own_code_page(&visitor, Some(word));
                code_page(&accounts, &visitor, &flow, page).await
            }
            None => Err(error.into()),
        },
    }
}

/// Uses the app no more.
pub async fn remove(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    drop_factor(&accounts, &visitor, bound, Going::Code).await
}

/// Takes a factor away, as it was shown; the other sessions end.
pub async fn drop_factor(
    accounts: &Accounts,
    visitor: &Visitor,
    bound: Bound,
    going: Going<'_>,
) -> Outcome {
    let (account, session) = who(visitor)?;
    let me = accounts.security(account).await?;
    let Ok(posted) = bound.open(&shown_factors(&me)) else {
        return page(accounts, visitor, Said::changed(visitor)).await;
    };
    let meant = Meant::read(&posted);
    match accounts.remove_factor(account, posted.key, going, &meant).await {
        Ok(()) => {}
        Err(Stays::Doubt(doubt)) => {
            return page(accounts, visitor, Said::doubt(meant, doubt)).await;
        }
        Err(Stays::Register(error)) => return Err(error.into()),
    }
    visitor.web().sessions.close_others(account, &session).await?;
    Ok(visitor.go(own(visitor, "/security?done=removed")))
}

fn own_code_page(visitor: &Visitor, error: Option<&'static str>) -> CodePage {
    CodePage {
        title: "accounts-code-title",
        lead: "accounts-code-lead",
        action: own(visitor, "/security/code"),
        error,
    }
}

/// The secret as a picture and as text, with the field for its first code.
pub async fn code_page(
    accounts: &Accounts,
    visitor: &Visitor,
    flow: &Flow,
    page: CodePage,
) -> Outcome {
    let secret = accounts.new_secret(flow, visitor.t("web-site-name")).await?;
    let code = Field::text("code", visitor.t("accounts-code-first"))
        .hint(visitor.t("accounts-code-first-hint"))
        .autocomplete("one-time-code")
        .error(page.error.map(|key| visitor.t(key).to_owned()));
    let code = Field { inputmode: Some("numeric".to_owned()), ..code };
    let title = visitor.t(page.title);
    let p = if visitor.session().is_some() {
        security_page(visitor, title)
    } else {
        visitor.page(title)
    };
    let p = p.with_errors(page.error.is_some());
    let content = CodeContent {
        p: &p,
        lead: page.lead,
        action: page.action,
        qr: render::qr_svg(&secret.address).map_err(Failure::internal)?,
        address: secret.address,
        text: secret.text,
        errors: code.error_link().into_iter().collect(),
        code,
    };
    let content = content.render()?;
    framed(visitor, status(page.error), p, content)
}
