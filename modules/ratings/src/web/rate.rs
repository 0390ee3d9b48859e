//! Rating a case: five radios with words and none chosen beforehand.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
};
use ratings_domain::{Channel, Grade, Rater, RatingRefusal, Tag};
use serde::Deserialize;
use web::{Bound, Choice, ErrorLink, Field, LookUp, Outcome, Page, Posted, Visitor};

use super::view::{grade_text, refusal_key, tag_text, told};
use crate::service::{Given, Opinion, Problem, Proof, Rateable, RatingService};

/// Nobody types a longer reference, in characters.
const LONGEST: usize = 80;

#[derive(Template)]
#[template(path = "ratings/ask.html")]
struct AskPage {
    p: Page,
    errors: Vec<ErrorLink>,
    reference: String,
    code: Field,
    /// What was typed already and goes on with the code.
    kept: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "ratings/rate.html")]
struct RatePage {
    p: Page,
    errors: Vec<ErrorLink>,
    service: String,
    reference: String,
    via: String,
    seal: String,
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
    /// Addresses once held the query code. Such a one opens nothing.
    code: Option<String>,
    /// The channel whose link or code was followed.
    via: String,
    /// Whether the rating has just been given.
    thanks: Option<String>,
}

/// `GET /rate/{reference}`
pub async fn form(
    State(service): State<RatingService>,
    visitor: Visitor,
    Path(reference): Path<String>,
    Query(asked): Query<Asked>,
) -> Outcome {
    let draft = Draft { via: asked.via, ..Draft::default() };
    if asked.code.is_some() {
        return Ok(visitor.go(visitor.asked()));
    }
    let opened = visitor.opened();
    let proof = Proof::Opened(&opened);
    let Some(rateable) = service.rateable(&visitor.actor, &reference, proof).await? else {
        return ask(&visitor, reference, Entry::Asked, &draft);
    };
    if let Some(given) = service.given(&rateable).await? {
        return show_given(&service, &visitor, &rateable, given, asked.thanks.is_some());
    }
    if !rateable.case.is_concluded {
        let p = visitor.page(visitor.t("ratings-early-title"));
        return visitor.html(&EarlyPage { p, reference: rateable.case.reference });
    }
    show_form(&visitor, &rateable, StatusCode::OK, &draft)
}

/// `POST /rate/{reference}/code`: lets in whoever has the query code, with what they had typed.
pub async fn open(
    State(service): State<RatingService>,
    visitor: Visitor,
    Path(reference): Path<String>,
    posted: Posted,
) -> Outcome {
    let draft = Draft::read(&posted);
    visitor.may_prove()?;
    let code: String = posted.get("code").chars().filter(char::is_ascii_digit).collect();
    let found = service.rateable(&visitor.actor, &reference, Proof::Code(&code)).await?;
    let Some(rateable) = found else {
        if code.is_empty() {
            return ask(&visitor, reference, Entry::Asked, &draft);
        }
        let short: String = reference.chars().take(LONGEST).collect();
        visitor.looks_up(LookUp::Case, &format!("{short} {code}"))?;
        return ask(&visitor, reference, Entry::Wrong(&code), &draft);
    };
    let reference = rateable.case.reference.clone();
    let is_begun = posted.has("grade") && rateable.case.is_concluded;
    let response = if is_begun && service.given(&rateable).await?.is_none() {
        show_form(&visitor, &rateable, StatusCode::OK, &draft)?
    } else {
        let via = Channel::parse(&draft.via).map(|it| format!("?via={}", it.word()));
        let via = via.unwrap_or_default();
        visitor.go(visitor.path_to(&format!("/rate/{reference}{via}")))
    };
    let is_shown = rateable.rater == Rater::CodeHolder;
    Ok(if is_shown { visitor.opens(response, &reference) } else { response })
}

/// What is shown of a case before it is rated, as its seal stands for it.
fn shown(it: &Rateable) -> (&str, &str, bool) {
    (&it.case.reference, &it.case.service, it.case.is_concluded)
}

/// `POST /rate/{reference}`: rates the case that was shown.
pub async fn rate(
    State(service): State<RatingService>,
    visitor: Visitor,
    Path(reference): Path<String>,
    headers: HeaderMap,
    bound: Bound,
) -> Outcome {
    let mut draft = Draft::read(bound.typed());
    let opened = visitor.opened();
    let proof = Proof::Opened(&opened);
    let Some(rateable) = service.rateable(&visitor.actor, &reference, proof).await? else {
        return ask(&visitor, reference, Entry::Asked, &draft);
    };
    let Some(grade) = draft.grade else {
        draft.grade_error = Some("ratings-grade-missing");
        return show_form(&visitor, &rateable, StatusCode::UNPROCESSABLE_ENTITY, &draft);
    };
    let Ok(posted) = bound.open(&shown(&rateable)) else {
        draft.has_changed = true;
        return show_form(&visitor, &rateable, StatusCode::CONFLICT, &draft);
    };
    // Without script both groups of tags are shown: what does not go with the grade is left out.
    let tags = draft.tags.iter().copied().filter(|it| it.fits(grade)).collect();
    let channel = Channel::parse(&draft.via).unwrap_or_else(|| device(&headers));
    let opinion = Opinion { grade, tags, comment: draft.comment.clone(), channel };
    let done = service.rate(posted.key, &visitor.actor, rateable.clone(), opinion).await;
    let path = visitor.path_to(&format!("/rate/{}", rateable.case.reference));
    match done {
        Ok(()) => Ok(visitor.go(format!("{path}?thanks=1"))),
        // Two windows or two people with the receipt: both see what counts.
        Err(Problem::Refused(RatingRefusal::AlreadyRated)) => Ok(visitor.go(path)),
        Err(Problem::Refused(refusal @ RatingRefusal::CommentTooLong)) => {
            draft.comment_error = Some(refusal_key(refusal));
            show_form(&visitor, &rateable, StatusCode::UNPROCESSABLE_ENTITY, &draft)
        }
        Err(problem) => Err(told(&visitor, problem)),
    }
}

/// A phone or a computer, as the browser says.
fn device(headers: &HeaderMap) -> Channel {
    let agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    if agent.contains("Mobile") { Channel::Mobile } else { Channel::Pc }
}

/// What was typed.
#[derive(Default)]
struct Draft {
    via: String,
    grade: Option<Grade>,
    tags: Vec<Tag>,
    comment: String,
    grade_error: Option<&'static str>,
    comment_error: Option<&'static str>,
    has_changed: bool,
}

impl Draft {
    fn read(posted: &Posted) -> Self {
        let ticked = posted.all("praise").into_iter().chain(posted.all("problems"));
        Self {
            via: posted.get("via").to_owned(),
            grade: Grade::parse(posted.get("grade")),
            tags: ticked.filter_map(Tag::parse).collect(),
            comment: posted.get("comment").to_owned(),
            grade_error: None,
            comment_error: None,
            has_changed: false,
        }
    }

    /// What goes on through the page that asks for the code, so that nothing typed is lost.
    fn kept(&self) -> Vec<(String, String)> {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut all = Vec::new();
        if !self.via.is_empty() {
            all.push(pair("via", &self.via));
        }
        if let Some(grade) = self.grade {
            all.push(pair("grade", &grade.number().to_string()));
        } else if !self.comment.is_empty() || !self.tags.is_empty() {
            all.push(pair("grade", ""));
        }
        let group = |tag: &Tag| if tag.is_praise() { "praise" } else { "problems" };
        all.extend(self.tags.iter().map(|it| pair(group(it), it.word())));
        if !self.comment.is_empty() {
            all.push(pair("comment", &self.comment));
        }
        all
    }
}

/// How somebody came to the page that asks for the code.
#[derive(Clone, Copy)]
enum Entry<'a> {
    Asked,
    Wrong(&'a str),
}

fn ask(visitor: &Visitor, reference: String, entry: Entry<'_>, draft: &Draft) -> Outcome {
    let (typed, error, status) = match entry {
        Entry::Asked => ("", None, StatusCode::OK),
        Entry::Wrong(typed) => {
            let error = visitor.t("ratings-code-wrong").to_owned();
            (typed, Some(error), StatusCode::UNPROCESSABLE_ENTITY)
        }
    };
    let mut code = Field::text("code", visitor.t("ratings-code"))
        .hint(visitor.t("ratings-code-hint"))
        .value(typed)
        .error(error);
    code.inputmode = Some("numeric".to_owned());
    let errors: Vec<_> = code.error_link().into_iter().collect();
    let p = visitor.page(visitor.t("ratings-ask-title")).with_errors(!errors.is_empty());
    let kept = draft.kept();
    visitor.html_with(status, &AskPage { p, errors, reference, code, kept })
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
        p: visitor
            .page(visitor.t("ratings-title"))
            .with_notice(draft.has_changed.then(|| visitor.t("web-shown-changed").to_owned()))
            .with_errors(!errors.is_empty()),
        errors,
        service: rateable.case.service_name.get(visitor.lang).to_owned(),
        reference: rateable.case.reference.clone(),
        via: draft.via.clone(),
        seal: visitor.seal("ratings.rate", &shown(rateable)),
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
    fn what_was_typed_goes_on_with_the_code() {
        assert_eq!(Draft::default().kept(), []);
        let tags = vec![Tag::ALL[0]];
        let draft = Draft { tags, comment: "太慢".to_owned(), ..Draft::default() };
        let kept = draft.kept();
        assert_eq!(kept[0], ("grade".to_owned(), String::new()), "the form is shown again");
        assert_eq!(kept[1].1, Tag::ALL[0].word());
        assert_eq!(kept[2], ("comment".to_owned(), "太慢".to_owned()));
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
