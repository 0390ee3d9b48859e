//! The licences that a person or their firms hold.

use askama::Template;
use axum::extract::{Path, State};
use kernel::id::LicenceId;
use licences_domain::LicenceStatus;
use web::{Failure, Outcome, Page, Visitor};

use super::{download, view};
use crate::{service::Licensing, store::Record};

#[derive(Template)]
#[template(path = "licences/my.html")]
struct MyPage {
    p: Page,
    rows: Vec<MyRow>,
}

#[derive(Template)]
#[template(path = "licences/pending.html")]
struct PendingPage {
    p: Page,
}

struct MyRow {
    id: String,
    name: String,
    name_lang: &'static str,
    number: String,
    issuer: String,
    validity: String,
    tag: &'static str,
    status: String,
    is_downloadable: bool,
}

/// `GET /my/licences`
pub async fn list(State(service): State<Licensing>, visitor: Visitor) -> Outcome {
    let today = service.today();
    let found = service.own(&visitor.actor, visitor.lang).await?;
    let rows = found.iter().map(|it| row(&service, &visitor, it, it.status_on(today))).collect();
    let p = visitor.page(visitor.t("licences-my-title")).crumb("/my/", visitor.t("web-my"));
    visitor.html(&MyPage { p, rows })
}

fn row(service: &Licensing, visitor: &Visitor, record: &Record, status: LicenceStatus) -> MyRow {
    MyRow {
        id: record.id.to_string(),
        name: record.name.get(visitor.lang).to_owned(),
        name_lang: record.name.lang(visitor.lang).tag(),
        number: record.number.clone(),
        issuer: service.authority_name(&record.authority).get(visitor.lang).to_owned(),
        validity: view::validity(visitor, record.valid_from, record.valid_to),
        tag: view::tag_of(status),
        status: visitor.t(&view::status_key(status)).to_owned(),
        is_downloadable: !matches!(status, LicenceStatus::Revoked | LicenceStatus::Cancelled),
    }
}

/// `GET /my/licences/{id}/pdf`
pub async fn pdf(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    Ok(download(service.own_pdf(&visitor.actor, parsed(&id)?).await?))
}

/// `GET /my/licences/{id}/signature`
pub async fn signature(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    Ok(download(service.own_signature(&visitor.actor, parsed(&id)?).await?))
}

/// `GET /my/licences/{id}/proof`
pub async fn proof(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    match service.own_proof(&visitor.actor, parsed(&id)?).await? {
        Some(proof) => Ok(download(proof)),
        None => {
            let p = visitor.page(visitor.t("licences-proof-pending"));
            let p = p.crumb("/my/licences", visitor.t("licences-my-title"));
            visitor.html(&PendingPage { p })
        }
    }
}

fn parsed(id: &str) -> Result<LicenceId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}
