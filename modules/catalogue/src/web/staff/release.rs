//! The question before a service is published, changed or withdrawn: what differs, from when, and
//! what stands on it. What was shown is proposed; another editor approves it.

use std::collections::BTreeMap;

use approvals_domain::{ActError, ProposeError};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use jiff::civil::Date;
use web::{Bound, Failure, Outcome, Page, Posted, Visitor};

use super::service::{self, Wrong};
use crate::{
    approve::{Order, PUBLISH, Wish},
    service::{Catalogue, Trouble},
};

/// The question before something is proposed to a second person: what it will do, line by line.
#[derive(Template)]
#[template(path = "catalogue/staff-release.html")]
pub(super) struct Question {
    pub(super) p: Page,
    pub(super) back: String,
    pub(super) action: String,
    pub(super) sentence: String,
    pub(super) lines: Vec<(String, String)>,
    pub(super) touched: u64,
    pub(super) hidden: Vec<(&'static str, String)>,
    pub(super) submit: &'static str,
    pub(super) seal: String,
}

type Fields = Query<BTreeMap<String, String>>;

/// `GET /staff/admin/services/{code}/publish?digest=&effective=`
pub(super) async fn ask_publish(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Fields,
) -> Outcome {
    match publish_wish(&code, |name| query.get(name).map_or("", |it| it.trim())) {
        Ok(wish) => page(&catalogue, &visitor, &wish, StatusCode::OK).await,
        Err(wrong) => service::again(&catalogue, &visitor, &code, &wrong),
    }
}

/// `POST /staff/admin/services/{code}/publish`
pub(super) async fn publish(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    bound: Bound,
) -> Outcome {
    match publish_wish(&code, |name| bound.typed().get(name)) {
        Ok(wish) => send(&catalogue, &visitor, &wish, bound).await,
        Err(wrong) => service::again(&catalogue, &visitor, &code, &wrong),
    }
}

/// `GET /staff/admin/services/{code}/withdraw?reason=`
pub(super) async fn ask_withdraw(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(query): Fields,
) -> Outcome {
    let reason = query.get("reason").map_or("", |it| it.trim());
    page(&catalogue, &visitor, &withdraw_wish(&code, reason), StatusCode::OK).await
}

/// `POST /staff/admin/services/{code}/withdraw`
pub(super) async fn withdraw(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path(code): Path<String>,
    bound: Bound,
) -> Outcome {
    let wish = withdraw_wish(&code, bound.typed().get("reason"));
    send(&catalogue, &visitor, &wish, bound).await
}

/// `POST /staff/admin/services/{code}/revisions/{number}`: the text of an earlier revision is
/// proposed again, so that what was published wrongly is put right without writing anything.
pub(super) async fn take_up(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path((code, number)): Path<(String, u32)>,
    posted: Posted,
) -> Outcome {
    let kept = catalogue.kept(&code).ok_or(Failure::NotFound)?;
    let (Some(revision), Some(source)) = (kept.revision(number), kept.source(number)) else {
        return Err(Failure::NotFound);
    };
    let (definition, source) = (&revision.definition, source.to_owned());
    match catalogue.propose(&visitor.actor, posted.key, definition, source).await {
        Ok(()) => Ok(visitor.go(format!("/staff/admin/services/{code}"))),
        Err(Trouble::Service(refusal)) => {
            let wrong = Wrong::Refused(refusal.code().to_owned());
            service::again(&catalogue, &visitor, &code, &wrong)
        }
        Err(trouble) => Err(trouble.failure(&visitor)),
    }
}

fn publish_wish<'a>(code: &str, get: impl Fn(&str) -> &'a str) -> Result<Wish, Wrong> {
    let typed = web::date_of(&get, "effective");
    let effective_on: Date = typed.parse().map_err(|_| Wrong::Effective(typed.clone()))?;
    let order = Order::Publish { digest: get("digest").to_owned(), effective_on };
    Ok(Wish { service: code.to_owned(), order })
}

fn withdraw_wish(code: &str, reason: &str) -> Wish {
    Wish { service: code.to_owned(), order: Order::Withdraw { reason: reason.to_owned() } }
}

/// The act in its address, and the keys of its title and its button.
const fn words(order: &Order) -> (&'static str, &'static str, &'static str) {
    match order {
        Order::Publish { .. } => {
            ("publish", "catalogue-release-title", "catalogue-release-propose")
        }
        Order::Withdraw { .. } => {
            ("withdraw", "catalogue-withdraw-title", "catalogue-withdraw-propose")
        }
    }
}

/// The question; with 409 it says that things have changed since the reader looked.
async fn page(
    catalogue: &Catalogue,
    visitor: &Visitor,
    wish: &Wish,
    status: StatusCode,
) -> Outcome {
    let (plan, digest) = match catalogue.plan(&visitor.actor, wish).await {
        Ok(planned) => planned,
        Err(ActError::Refused(code)) => return refused(catalogue, visitor, wish, &code),
        Err(ActError::Down(cause)) => return Err(Failure::internal(cause)),
    };
    let (act, title, submit) = words(&wish.order);
    let back = format!("/staff/admin/services/{}", wish.service);
    let has_changed = status == StatusCode::CONFLICT;
    let notice = has_changed.then(|| visitor.t("web-shown-changed").to_owned());
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let effect = &plan.effect;
    let page = Question {
        p: visitor
            .page(visitor.t(title))
            .crumb("/content/", visitor.t("catalogue-content-title"))
            .crumb(&format!("/admin/services/{}", wish.service), wish.service.clone())
            .with_notice(notice),
        action: format!("{back}/{act}"),
        back,
        sentence: local(&effect.sentence),
        lines: effect.lines.iter().map(|it| (local(&it.label), local(&it.value))).collect(),
        touched: effect.touched,
        hidden: hidden(&wish.order),
        submit,
        seal: visitor.seal(PUBLISH, &digest),
    };
    visitor.html_with(status, &page)
}

fn hidden(order: &Order) -> Vec<(&'static str, String)> {
    match order {
        Order::Publish { digest, effective_on } => {
            vec![("digest", digest.clone()), ("effective", effective_on.to_string())]
        }
        Order::Withdraw { reason } => vec![("reason", reason.clone())],
    }
}

/// Proposes what was shown.
async fn send(catalogue: &Catalogue, visitor: &Visitor, wish: &Wish, bound: Bound) -> Outcome {
    let planned = catalogue.plan(&visitor.actor, wish).await;
    // What cannot be planned any more is not what was shown.
    let digest = planned.map_or_else(|_| String::new(), |(_, digest)| digest);
    let Ok(posted) = bound.open(&digest) else {
        return page(catalogue, visitor, wish, StatusCode::CONFLICT).await;
    };
    match catalogue.wish(posted.key, &visitor.actor, wish, &digest).await {
        Ok(id) | Err(ProposeError::Open(id)) => Ok(visitor.go(format!("/staff/approvals/{id}"))),
        Err(ProposeError::Refused(code)) => refused(catalogue, visitor, wish, &code),
        Err(ProposeError::Changed(_) | ProposeError::Typed(_)) => {
            page(catalogue, visitor, wish, StatusCode::CONFLICT).await
        }
        Err(ProposeError::Down(error)) => Err(Failure::internal(error)),
    }
}

/// The service's page once more, with what its rules say.
fn refused(catalogue: &Catalogue, visitor: &Visitor, wish: &Wish, code: &str) -> Outcome {
    match code {
        "forbidden" => Err(Failure::Forbidden),
        "service.unknown" => Err(Failure::NotFound),
        code => service::again(catalogue, visitor, &wish.service, &Wrong::Refused(code.to_owned())),
    }
}
