//! One screen of the form.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::{Path, RawQuery, State},
    http::StatusCode,
};
use catalogue_domain::{
    Facts,
    definition::{FormField, FormTopic},
};
use forms_domain::{AnswerError, Stage, Stop, check_topic, next_stop, shown_fields};
use web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};

use super::{address, back_to, fields, id, page};
use crate::{
    problem::Problem,
    service::{Forms, Known, Opened, merged},
};

#[derive(Template)]
#[template(path = "forms/topic.html")]
struct TopicPage {
    p: Page,
    heading: String,
    /// Such as "step 2 of 4".
    progress: String,
    /// What was returned for correction, if that is why the applicant is here.
    is_returned: bool,
    questions: Vec<Field>,
    /// What is fixed: label and answer.
    fixed: Vec<(String, String)>,
    errors: Vec<ErrorLink>,
    /// The ids of the questions on this screen, so that one that appears later is no mistake.
    shown: String,
    /// Where to return to: `check`, or empty for the next screen.
    back_to: &'static str,
    hub: String,
    key: String,
}

/// One topic of an opened application.
struct Screen<'a> {
    opened: &'a Opened,
    topic: &'a FormTopic,
    /// Its place among the topics that are asked, from 1, and their number.
    place: (usize, usize),
}

/// `GET /applications/{id}/{topic}`
pub(super) async fn get(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path((text, topic)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let opened = forms.own(&visitor.actor, "forms.read", id(&text)?).await.map_err(failed)?;
    let service = &opened.application.service;
    let known = forms.known(&opened.party, service, &visitor.actor).await;
    let Some(screen) = Screen::of(&opened, &topic) else {
        // It is not asked, given the answers: the list says what is.
        return Ok(visitor.go(address(&visitor, opened.id, Stop::Hub)));
    };
    let back_to = back_to(query.as_deref() == Some("back=check"));
    visitor.html(&screen.build(&visitor, &known, &opened.facts, &[], back_to))
}

/// `POST /applications/{id}/{topic}`
pub(super) async fn post(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path((text, topic)): Path<(String, String)>,
    posted: Posted,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let opened = forms.own(&visitor.actor, "forms.answer", id(&text)?).await.map_err(failed)?;
    let screen = Screen::of(&opened, &topic).ok_or(Problem::Unknown).map_err(failed)?;
    let typed = screen.typed(&posted);
    let facts = merged(opened.definition(), &opened.facts, &typed);
    let is_later = posted.get("go") == "later";
    let back_to = back_to(posted.get("back") == "check");
    let wrong = check_topic(opened.definition(), screen.topic, &facts);
    let errors = screen.of_this_screen(&wrong, &posted, is_later);
    if !errors.is_empty() {
        let service = &opened.application.service;
        let known = forms.known(&opened.party, service, &visitor.actor).await;
        let page = screen.build(&visitor, &known, &facts, &errors, back_to);
        return visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let mut complete = BTreeSet::new();
    let has_more = screen.has_more(&wrong);
    if !has_more {
        complete.insert(topic);
    }
    let saving = opened.saving(posted.key, &visitor.actor);
    let saved = forms.save(saving, &complete, &typed, None).await;
    saved.map_err(failed)?;
    Ok(visitor.go(screen.next(&visitor, &facts, has_more, is_later, back_to)))
}

impl<'a> Screen<'a> {
    fn of(opened: &'a Opened, topic: &str) -> Option<Self> {
        let topics = opened.definition().visible_topics(&opened.facts);
        let index = topics.iter().position(|it| it.topic.id == topic)?;
        Some(Self { opened, topic: topics[index].topic, place: (index + 1, topics.len()) })
    }

    /// The questions shown with these answers.
    fn shown(&self, facts: &Facts) -> Vec<&'a FormField> {
        shown_fields(self.opened.definition(), self.topic, facts)
    }

    fn may_change(&self, field: &FormField) -> bool {
        self.opened.may_change(field)
    }

    /// What was posted for the questions that may be changed. A question that was not on the
    /// screen keeps its answer.
    fn typed(&self, posted: &Posted) -> Facts {
        let mut facts = Facts::default();
        let open = self.topic.fields.iter().filter(|it| self.may_change(it));
        for field in open.filter(|it| was_shown(posted, &it.id)) {
            facts.answers.insert(field.id.clone(), fields::posted(field, posted));
        }
        facts
    }

    /// The errors that the applicant could have seen. Who stops for today may leave gaps.
    fn of_this_screen(
        &self,
        wrong: &[AnswerError],
        posted: &Posted,
        is_later: bool,
    ) -> Vec<AnswerError> {
        let could_answer = |error: &&AnswerError| {
            let field = self.topic.fields.iter().find(|it| it.id == error.field);
            was_shown(posted, &error.field) && field.is_some_and(|it| self.may_change(it))
        };
        let counts = |error: &&AnswerError| !(is_later && error.code == "required");
        wrong.iter().filter(could_answer).filter(counts).cloned().collect()
    }

    /// Whether a question of this topic is still to be answered and can be.
    fn has_more(&self, wrong: &[AnswerError]) -> bool {
        let mut fields = self.topic.fields.iter();
        fields.any(|it| self.may_change(it) && wrong.iter().any(|error| error.field == it.id))
    }

    /// Where to go after saving.
    fn next(
        &self,
        visitor: &Visitor,
        facts: &Facts,
        has_more: bool,
        is_later: bool,
        back_to: &str,
    ) -> String {
        let (id, application) = (self.opened.id, &self.opened.application);
        let is_draft = application.stage == Stage::Draft;
        let stop = match back_to {
            _ if is_later => Stop::Hub,
            // A question appeared with the answers of this screen.
            _ if has_more => Stop::Topic(&self.topic.id),
            "check" if is_draft => Stop::Check,
            _ => {
                let was_saved = application.saved.contains(&self.topic.id);
                let definition = self.opened.definition();
                next_stop(definition, application, facts, &self.topic.id, was_saved)
            }
        };
        address(visitor, id, stop)
    }

    /// The questions of the page: a form with errors shows those that it showed before.
    fn shown_again(&self, facts: &Facts, errors: &[AnswerError]) -> Vec<&'a FormField> {
        let now = self.shown(facts);
        if errors.is_empty() {
            return now;
        }
        let before = self.shown(&self.opened.facts);
        let stays = |it: &&FormField| {
            let is_wrong = errors.iter().any(|error| error.field == it.id);
            is_wrong || before.iter().any(|old| old.id == it.id)
        };
        now.into_iter().filter(stays).collect()
    }

    fn build(
        &self,
        visitor: &Visitor,
        known: &Known,
        facts: &Facts,
        errors: &[AnswerError],
        back_to: &'static str,
    ) -> TopicPage {
        let opened = self.opened;
        let shown = self.shown_again(facts, errors);
        let answer = |it: &FormField| facts.answers.get(&it.id).map_or("", String::as_str);
        let (open, fixed): (Vec<_>, Vec<_>) = shown.into_iter().partition(|it| self.may_change(it));
        let input = |it: &&FormField| {
            let source = source(visitor, known, it, answer(it));
            fields::input(visitor, it, answer(it), &source, errors)
        };
        let questions: Vec<Field> = open.iter().map(input).collect();
        let fixed = fixed.into_iter().map(|it| {
            let label = it.label.get(visitor.lang).to_owned();
            let text = fields::readable(visitor, it, answer(it));
            let none = || visitor.t("forms-not-answered").to_owned();
            (label, if text.is_empty() { none() } else { text })
        });
        let fixed = fixed.collect();
        let links = fields::links(&questions);
        let heading = self.topic.title.get(visitor.lang).to_owned();
        let (place, of) = self.place;
        let progress = visitor.tr("forms-topic-progress", &[("place", &place), ("of", &of)]);
        let p = page(visitor, opened, &heading).with_errors(!links.is_empty());
        let shown: Vec<&str> = questions.iter().map(|it| it.id.as_str()).collect();
        TopicPage {
            heading,
            progress,
            is_returned: matches!(opened.application.stage, Stage::Reopened { .. }),
            shown: shown.join(","),
            questions,
            fixed,
            errors: links,
            back_to,
            hub: address(visitor, opened.id, Stop::Hub),
            key: p.key(),
            p,
        }
    }
}

/// Whether the question was on the screen that was posted.
fn was_shown(posted: &Posted, field: &str) -> bool {
    posted.get("_shown").split(',').any(|it| it == field)
}

/// Where a value came from, if a register knows it and nobody changed it.
fn source(visitor: &Visitor, known: &Known, field: &FormField, answer: &str) -> String {
    let from_register = field.prefill.map_or("", |prefill| known.answer(prefill));
    if answer.is_empty() || from_register != answer {
        return String::new();
    }
    let is_mobile = field.prefill == Some(catalogue_domain::definition::Prefill::Mobile);
    let key =
        if known.is_firm() && !is_mobile { "forms-source-firm" } else { "forms-source-account" };
    visitor.t(key).to_owned()
}
