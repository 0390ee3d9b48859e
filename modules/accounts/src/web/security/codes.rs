//! `…/security/codes`: backup codes, shown once.

use ::web::{Failure, Outcome, Page, Posted, Visitor};
use askama::Template;
use axum::{extract::State, http::StatusCode};

use super::who;
use crate::{
    service::{Accounts, RegisterError},
    web::frame::{framed, own, security_page},
};

#[derive(Template)]
#[template(path = "accounts/codes.html")]
struct CodesContent<'a> {
    p: &'a Page,
    action: String,
    done: String,
    left: usize,
    codes: Vec<String>,
}

/// Says how many are left, and offers new ones.
pub async fn show(State(accounts): State<Accounts>, visitor: Visitor) -> Outcome {
    let (account, _) = who(&visitor)?;
    let left = accounts.security(account).await?.backup_codes;
    page(&visitor, left, Vec::new())
}

/// Makes new ones and shows them this once.
pub async fn make(State(accounts): State<Accounts>, visitor: Visitor, posted: Posted) -> Outcome {
    let (account, _) = who(&visitor)?;
    match accounts.make_backup_codes(account, posted.key).await {
        Ok(codes) => page(&visitor, codes.len(), codes),
        Err(RegisterError::Refused("account.no_factor")) => {
            Ok(visitor.go(own(&visitor, "/security")))
        }
        Err(other) => Err(Failure::from(other)),
    }
}

fn page(visitor: &Visitor, left: usize, codes: Vec<String>) -> Outcome {
    let p = security_page(visitor, visitor.t("accounts-codes-title"));
    let content = CodesContent {
        p: &p,
        action: own(visitor, "/security/codes"),
        done: own(visitor, "/security"),
        left,
        codes,
    };
    let content = content.render()?;
    framed(visitor, StatusCode::OK, p, content)
}
