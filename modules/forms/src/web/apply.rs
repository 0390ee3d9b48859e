//! Begin: what is needed, how long it takes, until when a draft is kept; then the first questions.

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
};
use catalogue_domain::{
    Facts,
    definition::{MaterialSource, ServiceDefinition, Situation},
};
use forms_domain::{DraftSummary, Stop, check_situations, shown_situations};
use kernel::IdentityLevel;
use web::{ErrorLink, Field, Outcome, Page, Posted, Visitor};

use super::{address, fields};
use crate::{
    problem::{Problem, identity_word},
    service::Forms,
};

#[derive(Template)]
#[template(path = "forms/apply.html")]
struct Apply {
    p: Page,
    heading: String,
    summary: String,
    minutes: String,
    kept_until: String,
    /// Why it cannot be begun here; then nothing is asked.
    closed: Option<String>,
    /// Where more can be proved, if that is all that is missing.
    prove: Option<String>,
    guide: String,
    drafts: Vec<Draft>,
    /// What has to be brought.
    documents: Vec<String>,
    /// What may have to be brought, depending on the answers.
    perhaps: Vec<String>,
    /// What government holds already.
    held: Vec<String>,
    /// What was answered on the way here.
    given: Vec<Given>,
    /// The ids of those, so that the posted form is shown again as it was.
    given_ids: String,
    questions: Vec<Field>,
    errors: Vec<ErrorLink>,
    key: String,
}

/// A situation that was answered in the guide, with the way to answer it otherwise.
struct Given {
    /// Of the hidden input.
    name: String,
    value: String,
    question: String,
    answer: String,
    change: String,
}

/// The name of the hidden input that holds [`Apply::given_ids`].
const GIVEN: &str = "_given";

struct Draft {
    href: String,
    text: String,
}

impl Draft {
    fn of(visitor: &Visitor, page: &Page, it: &DraftSummary) -> Self {
        let (started, until) = (page.instant(&it.started_at), page.date(&it.kept_until));
        let args: [(&str, &dyn std::fmt::Display); 2] = [("started", &started), ("until", &until)];
        Self {
            href: address(visitor, it.id, Stop::Hub),
            text: visitor.tr("forms-apply-draft", &args),
        }
    }
}

/// `GET /apply/{code}`, with the answers of the guide as `situation-<id>`.
pub(super) async fn get(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path(code): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let published = forms.published(&code).map_err(failed)?;
    let given = answers(&published.definition, |name| {
        pairs.iter().find(|it| it.0 == name).map_or("", |it| it.1.as_str())
    });
    let page = build(&forms, &visitor, &code, &given, None).await;
    visitor.html(&page.map_err(failed)?)
}

/// `POST /apply/{code}`
pub(super) async fn post(
    State(forms): State<Forms>,
    visitor: Visitor,
    Path(code): Path<String>,
    posted: Posted,
) -> Outcome {
    let failed = |problem: Problem| problem.failure(&visitor);
    let published = forms.published(&code).map_err(failed)?;
    let definition = &published.definition;
    let facts = answers(definition, |name| posted.get(name));
    let given = given(definition, &facts, posted.get(GIVEN));
    if !open(definition, &given).iter().all(|it| facts.situation.contains_key(&it.id)) {
        let page = build(&forms, &visitor, &code, &given, Some(&facts)).await.map_err(failed)?;
        return visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let has_more = !check_situations(definition, &facts).is_empty();
    let level = visitor.identity_level();
    let begun = forms.begin(&visitor.actor, level, posted.key, &code, facts.clone()).await;
    let id = match begun {
        Ok(id) => id,
        // Everything that was answered stands in the address to which they come back.
        Err(Problem::Identity(_)) => {
            let page = build(&forms, &visitor, &code, &facts, None).await.map_err(failed)?;
            return visitor.html_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
        Err(problem) => return Err(failed(problem)),
    };
    let stop = if has_more { Stop::Situation } else { Stop::Hub };
    Ok(visitor.go(address(&visitor, id, stop)))
}

/// The answers to the situations that are asked; what is no option is no answer.
fn answers<'a>(definition: &ServiceDefinition, answer: impl Fn(&str) -> &'a str) -> Facts {
    let mut facts = Facts::default();
    for situation in &definition.situations {
        let answer = answer(&fields::situation_name(situation));
        facts.situation.insert(situation.id.clone(), answer.to_owned());
    }
    definition.settled(&facts)
}

/// Those of the answers that stood on the page as given.
fn given(definition: &ServiceDefinition, facts: &Facts, ids: &str) -> Facts {
    let mut given = facts.clone();
    given.situation.retain(|id, _| ids.split('.').any(|it| it == id));
    definition.settled(&given)
}

/// The situations that are asked here: those that the given answers leave open.
fn open<'a>(definition: &'a ServiceDefinition, given: &Facts) -> Vec<&'a Situation> {
    let mut shown = shown_situations(definition, given);
    shown.retain(|it| !given.situation.contains_key(&it.id));
    shown
}

/// Why it cannot be begun by this visitor, if so, and where more can be proved if that is all.
async fn closed(
    forms: &Forms,
    visitor: &Visitor,
    definition: &ServiceDefinition,
    given: &Facts,
) -> Result<(Option<String>, Option<String>), Problem> {
    let (actor, level) = (&visitor.actor, visitor.identity_level());
    let open = match forms.party(actor, &definition.id).await {
        Ok((party, _)) => match forms.check_open_to(&party, definition) {
            Ok(()) => forms.check_identity(actor, level, definition).await,
            refused => refused,
        },
        Err(problem) => Err(problem),
    };
    match open {
        Ok(()) => Ok((None, None)),
        Err(Problem::Refused(_, key)) => Ok((Some(visitor.t(key).to_owned()), None)),
        Err(Problem::Powerless(why)) => Ok((Some(why.words().get(visitor.lang).to_owned()), None)),
        Err(Problem::Identity(needed)) => {
            let back = here(visitor, definition, given, None);
            let prove = prove_address(visitor, needed, &back);
            Ok((Some(visitor.t(identity_word(needed)).to_owned()), Some(prove)))
        }
        Err(problem) => Err(problem),
    }
}

/// Where somebody proves more, and comes back from.
fn prove_address(visitor: &Visitor, needed: IdentityLevel, back: &str) -> String {
    let back: String = form_urlencoded::byte_serialize(back.as_bytes()).collect();
    visitor.path_to(&format!("/my/identity?need={}&back={back}", needed.word()))
}

/// The drafts that this visitor has begun already.
async fn drafts(
    forms: &Forms,
    visitor: &Visitor,
    page: &Page,
    code: &str,
) -> Result<Vec<Draft>, Problem> {
    let found = forms.drafts_for(&visitor.actor, code).await?;
    Ok(found.iter().map(|it| Draft::of(visitor, page, it)).collect())
}

/// The page with what was `given` in the guide; with `typed` as it is shown again, with what is
/// missing.
async fn build(
    forms: &Forms,
    visitor: &Visitor,
    code: &str,
    given: &Facts,
    typed: Option<&Facts>,
) -> Result<Apply, Problem> {
    let published = forms.published(code)?;
    let definition = &published.definition;
    let (closed, prove) = closed(forms, visitor, definition, given).await?;
    let questions = questions(visitor, definition, given, typed);
    let errors = fields::links(&questions);
    let guide = format!("/services/{code}");
    let name = definition.name().get(visitor.lang);
    let heading = visitor.tr("forms-apply-heading", &[("name", &name)]);
    let page = visitor.page(&heading).crumb(&guide, name).with_errors(!errors.is_empty());
    let drafts = drafts(forms, visitor, &page, code).await?;
    let needs = Needed::of(visitor, definition);
    Ok(Apply {
        heading,
        summary: definition.implementation.summary.get(visitor.lang).to_owned(),
        minutes: visitor.tr("forms-apply-minutes", &[("minutes", &minutes(definition))]),
        kept_until: page.date(&forms.kept_until()),
        closed,
        prove,
        guide: visitor.path_to(&guide),
        drafts,
        documents: needs.documents,
        perhaps: needs.perhaps,
        held: needs.held,
        given: rows(visitor, definition, given),
        given_ids: given.situation.keys().map(String::as_str).collect::<Vec<_>>().join("."),
        questions,
        errors,
        key: page.key(),
        p: page,
    })
}

fn questions(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    given: &Facts,
    typed: Option<&Facts>,
) -> Vec<Field> {
    let answer = |id: &str| typed.and_then(|it| it.situation.get(id)).map_or("", String::as_str);
    let question = |it: &&Situation| {
        let answer = answer(&it.id);
        fields::radios(visitor, it, answer, typed.is_some() && answer.is_empty())
    };
    open(definition, given).iter().map(question).collect()
}

/// What was answered, in the order of the questions.
fn rows(visitor: &Visitor, definition: &ServiceDefinition, given: &Facts) -> Vec<Given> {
    let row = |situation: &Situation| {
        let value = given.situation.get(&situation.id)?;
        let option = situation.options.iter().find(|option| option.value == *value)?;
        Some(Given {
            name: fields::situation_name(situation),
            value: value.clone(),
            question: situation.question.get(visitor.lang).to_owned(),
            answer: option.label.get(visitor.lang).to_owned(),
            change: here(visitor, definition, given, Some(situation)),
        })
    };
    definition.situations.iter().filter_map(row).collect()
}

/// The address of this page with what was answered; without one answer, which is then asked.
fn here(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    given: &Facts,
    without: Option<&Situation>,
) -> String {
    let is_left = |it: &&Situation| without.is_none_or(|without| without.id != it.id);
    let others = definition.situations.iter().filter(is_left);
    let pair = |it: &Situation| {
        let value = given.situation.get(&it.id)?;
        Some(format!("{}={value}", fields::situation_name(it)))
    };
    let query: Vec<String> = others.filter_map(pair).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    visitor.path_to(&format!("/apply/{}{mark}{}", definition.id, query.join("&")))
}

#[derive(Default)]
struct Needed {
    documents: Vec<String>,
    perhaps: Vec<String>,
    held: Vec<String>,
}

impl Needed {
    fn of(visitor: &Visitor, definition: &ServiceDefinition) -> Self {
        let mut needed = Self::default();
        for it in &definition.materials {
            let name = it.name.get(visitor.lang).to_owned();
            match (it.source, &it.when) {
                (MaterialSource::Generated, _) => {}
                (MaterialSource::Government, _) => needed.held.push(name),
                (MaterialSource::Applicant, None) => needed.documents.push(name),
                (MaterialSource::Applicant, Some(_)) => needed.perhaps.push(name),
            }
        }
        needed
    }
}

/// About how long it takes: half a minute for a question that is not filled in already, two
/// minutes for a document, two for reading and checking.
fn minutes(definition: &ServiceDefinition) -> usize {
    let asked = definition.fields().filter(|it| it.prefill.is_none()).count();
    let documents = definition.materials.iter().filter(|it| it.is_uploaded()).count();
    2 + asked.div_ceil(2) + 2 * documents
}
