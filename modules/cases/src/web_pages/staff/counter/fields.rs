//! The questions of a service as fields of one page.

use catalogue_domain::{
    Condition, Facts,
    definition::{FieldKind, FormField, ServiceDefinition, Situation},
};
use forms_domain::{AnswerError, check_all, shown_situations};
use web::{Choice, Field, Visitor};

use super::perhaps::{When, perhaps};

/// Questions under their heading.
pub(super) struct Group {
    pub title: String,
    pub questions: Vec<Question>,
}

/// A question, and the answer to another on the same page on which it depends.
pub(super) struct Question {
    pub field: Field,
    pub when: Option<When>,
}

/// The name of a question's input.
pub(super) fn input_name(field: &str) -> String {
    match field.strip_prefix("situation.") {
        Some(id) => format!("s-{id}"),
        None => format!("f-{field}"),
    }
}

/// What is still to be asked, and what is known already.
pub(super) struct Questions {
    pub asked: Vec<Group>,
    pub known: Vec<Group>,
}

/// All questions that apply, and those that apply after an answer on the same page. `shown` names
/// the inputs that the clerk has seen: only those can be wrong already.
pub(super) fn questions(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    facts: &Facts,
    shown: &[&str],
) -> Questions {
    let errors = check_all(definition, facts);
    let error = |id: &str| errors.iter().find(|it| it.field == id);
    let told = |id: &str| {
        let name = input_name(id);
        error(id).filter(|_| shown.contains(&name.as_str())).map(|it| error_text(visitor, it))
    };
    let when = |condition: Option<&Condition>| {
        condition.and_then(|it| perhaps(visitor, definition, facts, it))
    };
    let mut questions = Questions { asked: Vec::new(), known: Vec::new() };
    let here: Vec<_> = shown_situations(definition, facts).iter().map(|it| &it.id).collect();
    let situations = definition.situations.iter().filter_map(|it| {
        let id = format!("situation.{}", it.id);
        let is_here = here.contains(&&it.id);
        let when = when(it.when.as_ref().filter(|_| !is_here));
        let field = situation(visitor, it, facts).error(told(&id));
        let is_known = is_here && error(&id).is_none();
        (is_here || when.is_some()).then_some((is_known, Question { field, when }))
    });
    let title = visitor.t("cases-staff-situation").to_owned();
    questions.add(&title, situations.collect());
    let visible = definition.visible_topics(facts);
    let here: Vec<_> = visible.iter().flat_map(|it| &it.fields).map(|it| &it.id).collect();
    for topic in &definition.form {
        let fields = topic.fields.iter().filter_map(|it| {
            let is_here = here.contains(&&it.id);
            let when = when(it.when.as_ref().filter(|_| !is_here));
            let is_given = facts.answers.get(&it.id).is_some_and(|value| !value.is_empty());
            let is_known = is_here && is_given && error(&it.id).is_none();
            let field = input(visitor, it, facts).error(told(&it.id));
            (is_here || when.is_some()).then_some((is_known, Question { field, when }))
        });
        questions.add(topic.title.get(visitor.lang), fields.collect());
    }
    questions
}

impl Questions {
    fn add(&mut self, title: &str, questions: Vec<(bool, Question)>) {
        let (known, asked): (Vec<_>, Vec<_>) = questions.into_iter().partition(|(known, _)| *known);
        for (groups, questions) in [(&mut self.known, known), (&mut self.asked, asked)] {
            if !questions.is_empty() {
                let questions = questions.into_iter().map(|(_, question)| question).collect();
                groups.push(Group { title: title.to_owned(), questions });
            }
        }
    }

    /// All fields, for the error summary.
    pub fn all(&self) -> impl Iterator<Item = &Field> {
        let groups = self.asked.iter().chain(&self.known);
        groups.flat_map(|it| &it.questions).map(|it| &it.field)
    }
}

fn situation(visitor: &Visitor, situation: &Situation, facts: &Facts) -> Field {
    let value = facts.situation.get(&situation.id).map_or("", String::as_str);
    let name = input_name(&format!("situation.{}", situation.id));
    let label = situation.question.get(visitor.lang);
    let mut field = Field::text(name, label).kind("choice").value(value);
    field.options = situation.options.iter().map(|it| choice(visitor, it, value)).collect();
    field
}

fn choice(visitor: &Visitor, option: &catalogue_domain::definition::Choice, value: &str) -> Choice {
    Choice {
        checked: option.value == value,
        value: option.value.clone(),
        label: option.label.get(visitor.lang).to_owned(),
    }
}

fn input(visitor: &Visitor, question: &FormField, facts: &Facts) -> Field {
    let value = facts.answers.get(&question.id).map_or("", String::as_str);
    let label = question.label.get(visitor.lang);
    let mut field = Field::text(input_name(&question.id), label)
        .kind(kind(question.kind))
        .value(value)
        .autocomplete("off");
    field.required = question.required;
    field.hint = question.hint.as_ref().map(|it| it.get(visitor.lang).to_owned());
    field.options = question.options.iter().map(|it| choice(visitor, it, value)).collect();
    field
}

const fn kind(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::LongText => "long_text",
        FieldKind::Number | FieldKind::Money => "number",
        FieldKind::Date => "date",
        FieldKind::Choice => "choice",
        FieldKind::YesNo => "yes_no",
        FieldKind::Mobile | FieldKind::Phone => "tel",
        FieldKind::Text
        | FieldKind::PersonName
        | FieldKind::Address
        | FieldKind::IdNumber
        | FieldKind::CreditCode
        | FieldKind::LicenceNumber => "text",
    }
}

fn error_text(visitor: &Visitor, error: &AnswerError) -> String {
    let code = error.code.split('.').next().unwrap_or_default().replace('_', "-");
    let limit = error.limit.unwrap_or_default();
    visitor.tr(&format!("cases-staff-wrong-{code}"), &[("limit", &limit)])
}
