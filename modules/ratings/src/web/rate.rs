//! Rating a case: five radios with words and none chosen beforehand.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
};
use ratings_domain::{Channel, Grade, RatingRefusal, Tag};
use serde::Deserialize;
use web::{Choice, ErrorLink, Field, Outcome, Page, Posted, Visitor};

use super::view::{grade_text, refusal_key, tag_text, told};
use crate::service::{Given, Opinion, Problem, Rateable, RatingService};

#[derive(Template)]
#[template(path = "ratings/ask.html")]
struct AskPage {
    p: Page,
    errors: Vec<ErrorLink>,
    reference: String,
    via: String,
    code: Field,
}

#[derive(Template)]
#[template(path = "ratings/rate.html")]
struct RatePage {
    p: Page,
    errors: Vec<ErrorLink>,
    service: String,
    reference: String,
    code: String,
    via: String,
    grade: Field,
    praise: Field,
    problems: Field,
    comment: Field,
}

#[derive(Template)]
#[template(path = "ratings/given.html")]
struct GivenPage {
    p: Page,
    is_new: bool,
    service: String,
    reference: String,
    grade: String,
    tags: Vec<String>,
    comment: Option<String>,
    rated_at: String,
    due_on: Option<String>,
}

#[derive(Template)]
#[template(path = "ratings/early.html")]
struct EarlyPage {
    p: Page,
    reference: String,
}

/// What may stand after the question mark.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Asked {
    code: String,
    /// The channel whose link or code was followed.
    via: String,
    /// Whether the rating has just been given.
    thanks: Option<String>,
}

/// `GET /rate/{reference}?code=`
pub async fn form(
    State(service): State<RatingService>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome {
    let Some(rateable) = service.rateable(&visitor.actor, &reference, &asked.code).await? else {
        return ask(&visitor, reference, &asked);
    };
    if let Some(given) = service.given(&rateable).await? {
        return show_given(&service, &visitor, &rateable, given, asked.thanks.is_some());
    }
    if !rateable.case.is_concluded {
        let p = visitor.page(visitor.t("ratings-early-title"));
        return visitor.html(&EarlyPage { p, reference: rateable.case.reference });
    }
    let draft = Draft { code: asked.code, via: asked.via, ..Draft::default() };
    show_form(&visitor, &rateable, StatusCode::OK, &draft)
}

/// `POST /rate/{reference}`
pub async fn rate(
    State(service): State<RatingService>,
    visitor: Visitor,
    Path(reference): Path<String>,
    headers: HeaderMap,
    posted: Posted,
) -> Outcome {
    let mut draft = Draft::read(&posted);
    let Some(rateable) = service.rateable(&visitor.actor, &reference, &draft.code).await? else {
        return ask(&visitor, reference, &Asked { code: draft.code, ..Asked::default() });
    };
    let Some(grade) = draft.grade else {
        draft.grade_error = Some("ratings-grade-missing");
        return show_form(&visitor, &rateable, StatusCode::UNPROCESSABLE_ENTITY, &draft);
    };
    // Without script both groups of tags are shown: what does not go with the grade is left out.
    let tags = draft.tags.iter().copied().filter(|it| it.fits(grade)).collect();
    let channel = Channel::parse(&draft.via).unwrap_or_else(|| device(&headers));
    let opinion = Opinion { grade, tags, comment: draft.comment.clone(), channel };
    let done = service.rate(posted.key, &visitor.actor, rateable.clone(), opinion).await;
    let path = format!("/rate/{}?{}thanks=1", rateable.case.reference, with_code(&draft.code));
    match done {
        Ok(()) => Ok(visitor.go(visitor.path_to(&path))),
        // Two windows or two people with the receipt: both see what counts.
        Err(Problem::Refused(RatingRefusal::AlreadyRated)) => {
            Ok(visitor.go(visitor.path_to(path.trim_end_matches("thanks=1"))))
        }
        Err(Problem::Refused(refusal @ RatingRefusal::CommentTooLong)) => {
            draft.comment_error = Some(refusal_key(refusal));
            show_form(&visitor, &rateable, StatusCode::UNPROCESSABLE_ENTITY, &draft)
        }
        Err(problem) => Err(told(&visitor, problem)),
    }
}

/// The code as it goes on in the address: digits only, so that nothing else can be put there.
fn with_code(code: &str) -> String {
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() { String::new() } else { format!("code={digits}&") }
}

/// A phone or a computer, as the browser says.
fn device(headers: &HeaderMap) -> Channel {
    let agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if agent.contains("Mobile") { Channel::Mobile } else { Channel::Pc }
}

/// What was typed.
#[derive(Default)]
struct Draft {
    code: String,
    via: String,
    grade: Option<Grade>,
    tags: Vec<Tag>,
    comment: String,
    grade_error: Option<&'static str>,
    comment_error: Option<&'static str>,
}

impl Draft {
    fn read(posted: &Posted) -> Self {
        let ticked = posted.all("praise").into_iter().chain(posted.all("problems"));
        Self {
            code: posted.get("code").to_owned(),
            via: posted.get("via").to_owned(),
            grade: Grade::parse(posted.get("grade")),
            tags: ticked.filter_map(Tag::parse).collect(),
            comment: posted.get("comment").to_owned(),
            grade_error: None,
            comment_error: None,
        }
    }
}

fn ask(visitor: &Visitor, reference: String, asked: &Asked) -> Outcome {
    let error = (!asked.code.is_empty()).then(|| visitor.t("ratings-code-wrong").to_owned());
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut code = Field::text("code", visitor.t("ratings-code"))
        .hint(visitor.t("ratings-code-hint"))
        .value(&asked.code)
        .error(error);
    code.inputmode = Some("numeric".to_owned());
    let errors: Vec<_> = code.error_link().into_iter().collect();
    let p = visitor.page(visitor.t("ratings-ask-title")).with_errors(!errors.is_empty());
    let via = asked.via.clone();
    visitor.html_with(status, &AskPage { p, errors, reference, via, code })
}

fn show_form(visitor: &Visitor, rateable: &Rateable, status: StatusCode, draft: &Draft) -> Outcome {
    let error = |key: Option<&'static str>| key.map(|key| visitor.t(key).to_owned());
    let mut grade = Field::text("grade", visitor.t("ratings-grade"))
        .kind("choice")
        .error(error(draft.grade_error));
    grade.options = Grade::ALL.map(|it| grade_choice(visitor, it, draft.grade)).into();
    let tags = |id: &str, key: &str, is_praise: bool| {
        let mut field = Field::text(id, visitor.t(key)).kind("choices").optional();
        let shown = Tag::ALL.into_iter().filter(|it| it.is_praise() == is_praise);
        field.options = shown.map(|it| tag_choice(visitor, it, &draft.tags)).collect();
        field
    };
    let comment = Field::text("comment", visitor.t("ratings-comment"))
        .kind("long_text")
        .hint(visitor.t("ratings-comment-hint"))
        .value(&draft.comment)
        .error(error(draft.comment_error))
        .optional();
    let errors: Vec<_> = grade.error_link().into_iter().chain(comment.error_link()).collect();
    let page = RatePage {
        p: visitor.page(visitor.t("ratings-title")).with_errors(!errors.is_empty()),
        errors,
        service: rateable.case.service_name.get(visitor.lang).to_owned(),
        reference: rateable.case.reference.clone(),
        code: draft.code.clone(),
        via: draft.via.clone(),
        grade,
        praise: tags("praise", "ratings-praise", true),
        problems: tags("problems", "ratings-problems", false),
        comment,
    };
    visitor.html_with(status, &page)
}

fn grade_choice(visitor: &Visitor, grade: Grade, chosen: Option<Grade>) -> Choice {
    Choice {
        value: grade.number().to_string(),
        label: grade_text(visitor, grade),
        checked: chosen == Some(grade),
    }
}

fn tag_choice(visitor: &Visitor, tag: Tag, ticked: &[Tag]) -> Choice {
    Choice {
        value: tag.word().to_owned(),
        label: tag_text(visitor, tag),
        checked: ticked.contains(&tag),
    }
}

fn show_given(
    service: &RatingService,
    visitor: &Visitor,
    rateable: &Rateable,
    given: Given,
    is_new: bool,
) -> Outcome {
    let title = if is_new { "ratings-thanks" } else { "ratings-given-title" };
    let p = visitor.page(visitor.t(title));
    let page = GivenPage {
        is_new,
        service: service.service_name(&rateable.case.service).get(visitor.lang).to_owned(),
        reference: rateable.case.reference.clone(),
        grade: grade_text(visitor, given.grade),
        tags: given.tags.iter().map(|it| tag_text(visitor, *it)).collect(),
        comment: given.comment,
        rated_at: p.instant(&given.rated_at),
        due_on: given.due_on.map(|it| p.date(&it)),
        p,
    };
    visitor.html(&page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_of_a_code_go_into_an_address() {
        assert_eq!(with_code("012 345"), "code=012345&");
        assert_eq!(with_code("&x=1\r\n"), "code=1&");
        assert_eq!(with_code(""), "");
    }

    #[test]
    fn a_phone_is_told_from_a_computer() {
        let agent = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::USER_AGENT, text.parse().unwrap());
            device(&headers)
        };
        assert_eq!(agent("Mozilla/5.0 (Linux; Android 14) Mobile Safari"), Channel::Mobile);
        assert_eq!(agent("Mozilla/5.0 (X11; Linux x86_64)"), Channel::Pc);
        assert_eq!(device(&HeaderMap::new()), Channel::Pc);
    }
}
