//! Showing a licence: the holder makes a code, a verifier uses it once.

use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use kernel::id::LicenceId;
use licences_domain::{Showing, ShowingRefusal};
use web::{Choice, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::view::Card;
use crate::service::{Agreed, Licensing, NotShown, OfferView, digits};

#[derive(Template)]
#[template(path = "licences/offer.html")]
struct OfferPage {
    p: Page,
    errors: Vec<ErrorLink>,
    id: LicenceId,
    name: String,
    fields: Field,
    verifier: Field,
    purpose: Field,
}

#[derive(Template)]
#[template(path = "licences/code.html")]
struct CodePage {
    p: Page,
    name: String,
    /// The code in groups, and its picture; none where it is over.
    code: Option<(String, String)>,
    until: String,
    used: Option<String>,
    again: String,
}

#[derive(Template)]
#[template(path = "licences/see.html")]
struct SeePage {
    p: Page,
    errors: Vec<ErrorLink>,
    code: Field,
    verifier: Field,
}

#[derive(Template)]
#[template(path = "licences/seen.html")]
struct SeenPage {
    p: Page,
    card: Card,
    lines: Vec<(String, String)>,
    purpose: String,
}

/// `GET /my/licences/{id}/show`
pub async fn form(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let view = service.showable(&visitor.actor, parsed(&id)?).await?;
    offer_page(&visitor, &view, StatusCode::OK, None, None)
}

/// `POST /my/licences/{id}/show`: makes a code.
pub async fn offer(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path(id): Path<String>,
    posted: Posted,
) -> Outcome {
    let id = parsed(&id)?;
    let agreed = Agreed {
        fields: posted.all("fields").into_iter().map(str::to_owned).collect(),
        verifier: posted.get("verifier"),
        purpose: posted.get("purpose"),
    };
    match service.offer(posted.key, &visitor.actor, id, agreed).await {
        Ok(showing) => {
            Ok(visitor.go(visitor.path_to(&format!("/my/licences/{id}/show/{showing}"))))
        }
        Err(NotShown::NoVerifier) => {
            let view = service.showable(&visitor.actor, id).await?;
            let error = Some("licences-show-verifier-unknown");
            offer_page(&visitor, &view, StatusCode::UNPROCESSABLE_ENTITY, Some(&posted), error)
        }
        Err(other) => Err(told(&visitor, other)),
    }
}

/// `GET /my/licences/{id}/show/{showing}`
pub async fn code(
    State(service): State<Licensing>,
    visitor: Visitor,
    Path((id, showing)): Path<(String, String)>,
) -> Outcome {
    let id = parsed(&id)?;
    let (record, seen) = service.own_showing(&visitor.actor, id, &showing).await?;
    let code = match seen.code.filter(|_| seen.is_open) {
        Some(code) => {
            let address = service.showing_address(visitor.lang, &code);
            Some((grouped(&code), render::qr_svg(&address).map_err(Failure::internal)?))
        }
        None => None,
    };
    let p = visitor
        .page(visitor.t("licences-code-title"))
        .crumb("/my/licences", visitor.t("licences-my-title"));
    let used = seen.used_at.as_ref().map(|at| {
        let at = p.instant(at);
        visitor.tr("licences-code-used", &[("at", &at), ("by", &seen.used_by)])
    });
    let page = CodePage {
        name: record.name.get(visitor.lang).to_owned(),
        code,
        until: p.instant(&seen.until),
        used,
        again: visitor.path_to(&format!("/my/licences/{id}/show")),
        p,
    };
    visitor.html(&page)
}

/// `GET /verify/shown`
pub async fn ask(visitor: Visitor) -> Outcome {
    see_page(&visitor, StatusCode::OK, ("", ""), None)
}

/// `GET /verify/shown/{code}`: where the picture of a code leads. Nothing is used up by looking.
pub async fn ask_with(visitor: Visitor, Path(code): Path<String>) -> Outcome {
    see_page(&visitor, StatusCode::OK, (&digits(&code), ""), None)
}

/// `POST /verify/shown`: uses the code.
pub async fn see(State(service): State<Licensing>, visitor: Visitor, posted: Posted) -> Outcome {
    visitor.may_prove()?;
    let (code, verifier) = (posted.get("code"), posted.get("verifier"));
    let wrong = |key| see_page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, (code, verifier), key);
    if digits(code).is_empty() {
        return wrong(Some("licences-see-code-missing"));
    }
    if verifier.is_empty() {
        return wrong(Some("licences-see-verifier-missing"));
    }
    let seen = match service.see(posted.key, &visitor.actor, code, verifier).await {
        Ok(seen) => seen,
        Err(problem) => return Err(refused(&visitor, problem, code)?),
    };
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let p = visitor
        .page(visitor.t("licences-seen-title"))
        .crumb("/verify", visitor.t("licences-verify-title"));
    let page = SeenPage {
        card: Card::new(&visitor, &seen.shown),
        lines: seen.lines.iter().map(|(label, value)| (local(label), value.clone())).collect(),
        purpose: seen.purpose,
        p,
    };
    visitor.html(&page)
}

/// A refusal in the visitor's words. Wrong codes are counted: nobody tries many.
///
/// # Errors
/// [`Failure::TooMany`].
pub fn refused(visitor: &Visitor, problem: NotShown, code: &str) -> Result<Failure, Failure> {
    if matches!(problem, NotShown::Refused(ShowingRefusal::Unknown)) {
        visitor.looks_up(web::LookUp::Licence, &digits(code))?;
    }
    Ok(told(visitor, problem))
}

/// Why a licence is not shown, in the visitor's words.
pub fn told(visitor: &Visitor, problem: NotShown) -> Failure {
    match problem {
        NotShown::Refused(refusal) => {
            Failure::refused(refusal.code(), visitor.t(refusal_key(refusal)))
        }
        NotShown::NoVerifier => {
            Failure::refused("showing.no_verifier", visitor.t("licences-show-verifier-unknown"))
        }
        NotShown::Failure(failure) => failure,
    }
}

const fn refusal_key(refusal: ShowingRefusal) -> &'static str {
    match refusal {
        ShowingRefusal::Exists | ShowingRefusal::Unknown => "licences-see-unknown",
        ShowingRefusal::Expired => "licences-see-expired",
        ShowingRefusal::Used => "licences-see-used",
        ShowingRefusal::OtherVerifier => "licences-see-other",
    }
}

fn offer_page(
    visitor: &Visitor,
    view: &OfferView,
    status: StatusCode,
    posted: Option<&Posted>,
    error: Option<&'static str>,
) -> Outcome {
    let was = |name: &str| posted.map(|it| it.get(name).to_owned()).unwrap_or_default();
    let chosen = posted.map(|it| it.all("fields")).unwrap_or_default();
    let choice = |value: String, label: &str| Choice {
        checked: chosen.contains(&value.as_str()),
        label: label.to_owned(),
        value,
    };
    let mut fields = Field::text("fields", visitor.t("licences-show-fields"))
        .kind("choices")
        .hint(visitor.t("licences-show-fields-hint"))
        .optional();
    fields.options.push(choice(Showing::HOLDER.to_owned(), visitor.t("licences-show-holder")));
    let lines = view.labels.iter().enumerate();
    fields.options.extend(lines.map(|(at, it)| choice(at.to_string(), it.get(visitor.lang))));
    let verifier = Field::text("verifier", visitor.t("licences-show-verifier"))
        .hint(visitor.t("licences-show-verifier-hint"))
        .value(was("verifier"))
        .error(error.map(|key| visitor.t(key).to_owned()))
        .optional();
    let purpose = Field::text("purpose", visitor.t("licences-show-purpose"))
        .hint(visitor.t("licences-show-purpose-hint"))
        .value(was("purpose"))
        .optional();
    let errors: Vec<_> = verifier.error_link().into_iter().collect();
    let p = visitor
        .page(visitor.t("licences-show-title"))
        .crumb("/my/licences", visitor.t("licences-my-title"))
        .with_errors(!errors.is_empty());
    let name = view.record.name.get(visitor.lang).to_owned();
    let page = OfferPage { p, errors, id: view.record.id, name, fields, verifier, purpose };
    visitor.html_with(status, &page)
}

fn see_page(
    visitor: &Visitor,
    status: StatusCode,
    (code, who): (&str, &str),
    error: Option<&'static str>,
) -> Outcome {
    let of = |key: &str| error.filter(|it| *it == key).map(|it| visitor.t(it).to_owned());
    let code = Field::text("code", visitor.t("licences-see-code"))
        .hint(visitor.t("licences-see-code-hint"))
        .value(code)
        .error(of("licences-see-code-missing"));
    let code = Field { inputmode: Some("numeric".to_owned()), ..code };
    let verifier = Field::text("verifier", visitor.t("licences-see-verifier"))
        .hint(visitor.t("licences-see-verifier-hint"))
        .value(who)
        .error(of("licences-see-verifier-missing"));
    let errors: Vec<_> = [&code, &verifier].into_iter().filter_map(Field::error_link).collect();
    let p = visitor
        .page(visitor.t("licences-see-title"))
        .crumb("/verify", visitor.t("licences-verify-title"))
        .with_errors(!errors.is_empty());
    visitor.html_with(status, &SeePage { p, errors, code, verifier })
}

/// Digits in groups, as people read them out.
fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    let groups: Vec<String> = letters.chunks(5).map(|it| it.iter().collect()).collect();
    groups.join(" ")
}

fn parsed(id: &str) -> Result<LicenceId, Failure> {
    id.parse().map_err(|_| Failure::NotFound)
}
