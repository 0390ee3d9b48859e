//! The dress of failures: problem+json to machines, a full page to people.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Response},
};

use crate::{Failure, Page, Pause, Visitor, power, proving};

/// When the database is away, one comes back after so many seconds.
const AWAY_SECONDS: u64 = 10;

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    p: Page,
    e: ErrorText,
}

#[derive(Template)]
#[template(path = "staff_error.html")]
struct StaffErrorPage {
    p: Page,
    e: ErrorText,
}

struct ErrorText {
    code: &'static str,
    heading: String,
    explanation: String,
    advice: String,
    works: Vec<String>,
    search: Option<String>,
    reference: Option<String>,
}

/// Shows a failure: problem+json to machines, a full page to people.
pub(crate) fn dress(visitor: &Visitor, failure: Failure) -> Response {
    let mut response = if visitor.is_api {
        problem(visitor, &failure)
    } else if let (Failure::SignIn, false) = (&failure, visitor.path.starts_with("/api")) {
        return sign_in(visitor);
    } else if let Failure::StepUp(action) = failure {
        return power::ask_for(visitor, action);
    } else if let (Failure::Proof(_), false) = (&failure, visitor.path.starts_with("/staff")) {
        proving::page(visitor, &failure)
    } else {
        page(visitor, &failure)
    };
    *response.status_mut() = failure.status();
    let again = match failure {
        Failure::TooMany(seconds) | Failure::Proof(Some(seconds)) => Some(seconds),
        Failure::Unavailable => Some(AWAY_SECONDS),
        _ => None,
    };
    if let Some(seconds) = again {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if let Failure::ReadOnly(pause) = failure {
        let seconds = seconds_until(visitor, &pause);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// After so many seconds one comes back; soon, where nobody said when or the time has passed.
fn seconds_until(visitor: &Visitor, pause: &Pause) -> u64 {
    const SOON: u64 = 300;
    let now = visitor.web.ledger.clock().now();
    let left = pause.until.map(|it| it.duration_since(now).as_secs());
    left.and_then(|it| u64::try_from(it).ok()).filter(|it| *it > 0).unwrap_or(SOON)
}

fn sign_in(visitor: &Visitor) -> Response {
    let back: String = form_urlencoded::byte_serialize(visitor.path.as_bytes()).collect();
    if visitor.path.starts_with("/staff") {
        return visitor.go(format!("/staff/sign-in?back={back}"));
    }
    visitor.go(visitor.path_to(&format!("/sign-in?back={back}")))
}

fn problem(visitor: &Visitor, failure: &Failure) -> Response {
    let text = texts(visitor, failure);
    let mut body = serde_json::json!({
        "type": "about:blank",
        "title": text.heading,
        "status": failure.status().as_u16(),
        "code": failure.code(),
        "detail": text.explanation,
    });
    if let Failure::StepUp(action) = failure {
        body["action"] = (*action).into();
    }
    if let Failure::Invalid(errors) = failure {
        body["errors"] = serde_json::to_value(errors).unwrap_or_default();
    }
    if let Failure::Proof(_) = failure {
        body["proof"] = proving::offer(visitor);
    }
    if let Failure::ReadOnly(Pause { cause, until }) = failure {
        body["cause"] = cause.word().into();
        body["until"] = until.map(|it| it.to_string()).into();
    }
    if let Some(reference) = text.reference {
        body["reference"] = reference.into();
    }
    let kind = HeaderValue::from_static("application/problem+json");
    let mut response = axum::Json(body).into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

fn page(visitor: &Visitor, failure: &Failure) -> Response {
    let e = texts(visitor, failure);
    let p = visitor.page(e.heading.clone());
    let html =
        if p.staff() { StaffErrorPage { p, e }.render() } else { ErrorPage { p, e }.render() };
    match html {
        Ok(html) => Html(html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn texts(visitor: &Visitor, failure: &Failure) -> ErrorText {
    let status = match failure {
        Failure::Withheld => "withheld".to_owned(),
        Failure::Overdue => "overdue".to_owned(),
        Failure::Passkey => "passkey".to_owned(),
        Failure::ReadOnly(_) => "read-only".to_owned(),
        other => other.status().as_str().to_owned(),
    };
    let key = |part: &str| visitor.t(&format!("web-error-{status}-{part}")).to_owned();
    let with = |part: &str, name: &str, value: u64| {
        visitor.tr(&format!("web-error-{status}-{part}"), &[(name, &value)])
    };
    let mut text = ErrorText {
        code: failure.code(),
        heading: key("heading"),
        explanation: key("explanation"),
        advice: key("advice"),
        works: Vec::new(),
        search: None,
        reference: None,
    };
    match failure {
        Failure::NotFound => text.search = Some(words_of(&visitor.path)),
        Failure::Refused { text: why, .. } => why.clone_into(&mut text.explanation),
        Failure::Malformed(what) => what.clone_into(&mut text.explanation),
        Failure::Internal(reference) => text.reference = Some(reference.clone()),
        Failure::Proof(None) => {
            visitor.t("web-proof-lead").clone_into(&mut text.explanation);
            text.advice.clear();
        }
        Failure::TooMany(seconds) | Failure::Proof(Some(seconds)) => {
            text.advice = with("advice", "minutes", seconds.div_ceil(60));
        }
        Failure::ReadOnly(pause) => {
            let cause = format!("web-paused-{}", pause.cause.word());
            let cause = visitor.t(&cause);
            text.explanation = visitor.tr("web-error-read-only-explanation", &[("cause", &cause)]);
            if let Some(until) = pause.until {
                let until = visitor.page("").instant(&until);
                text.advice = visitor.tr("web-error-read-only-until", &[("until", &until)]);
            }
            let all = ["look", "track", "paper", "clocks"];
            let words = |it: &&str| visitor.t(&format!("web-error-read-only-{it}")).to_owned();
            text.works = all.iter().map(words).collect();
        }
        Failure::TooLarge(mb) => text.explanation = with("explanation", "mb", *mb),
        _ => {}
    }
    text
}

/// The words of a path that was not found, for the search box.
fn words_of(path: &str) -> String {
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let bytes = last.replace('+', " ");
    let plain: String = form_urlencoded::parse(format!("q={bytes}").as_bytes())
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned());
    plain.replace(['-', '_', '.'], " ").chars().take(60).collect()
}
