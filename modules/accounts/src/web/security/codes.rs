//! `…/security/codes`: backup codes, shown once.

use ::web::{Bound, Failure, Outcome, Page, Visitor};
use askama::Template;
use axum::{extract::State, http::StatusCode};

use super::who;
use crate::{
    policy,
    service::{Accounts, RegisterError},
    web::frame::{framed, own, security_page},
};

#[derive(Template)]
#[template(path = "accounts/codes.html")]
struct CodesContent<'a> {
    p: &'a Page,
    action: String,
    done: String,
    seal: String,
    left: usize,
    codes: Vec<String>,
}

/// Says how many are left, and offers new ones.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let (account, _) = who(&visitor)?;
    let left = accounts.security(account).await?.backup_codes;
    page(&visitor, left, Vec::new(), false)
}

/// Makes new ones and shows them this once. Those of before are over, so that as many have to be left
/// as were shown.
pub async fn make(State(accounts): State<Accounts>, visitor: Visitor, bound: Bound) -> Outcome {
    let (account, _) = who(&visitor)?;
    let left = accounts.security(account).await?.backup_codes;
    let Ok(posted) = bound.open(&left) else { return page(&visitor, left, Vec::new(), true) };
    match accounts.make_backup_codes(account, posted.key).await {
        Ok(codes) => page(&visitor, codes.len(), codes, false),
        Err(RegisterError::Refused("account.no_factor")) => {
            Ok(visitor.go(own(&visitor, "/security")))
        }
        Err(other) => Err(Failure::from(other)),
    }
}

fn page(visitor: &Visitor, left: usize, codes: Vec<String>, has_changed: bool) -> Outcome {
    let p = security_page(visitor, visitor.t("accounts-codes-title"))
        .with_notice(has_changed.then(|| visitor.t("web-shown-changed").to_owned()));
    let content = CodesContent {
        p: &p,
        action: own(visitor, "/security/codes"),
        done: own(visitor, "/security"),
        seal: visitor.seal(policy::CHANGE_FACTORS, &left),
        left,
        codes,
    };
    let content = content.render()?;
    let status = if has_changed { StatusCode::CONFLICT } else { StatusCode::OK };
    framed(visitor, status, p, content)
}
