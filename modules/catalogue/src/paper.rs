//! The blank form of a service as a PDF: what is asked, what belongs with it, and where to hand it
//! in, for people without a device and for the day on which nothing else works.

use std::{fmt::Display, sync::Arc, sync::LazyLock};

use catalogue_domain::{
    BlankForms, Definition, Published, Services as _,
    definition::{
        Choice, FieldKind, FormField, MaterialRequirement, MaterialSource, Need, ProcessStep,
    },
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{
    Lang, LocalText,
    calendar::{DayUnit, TimeLimit},
};
use organisations_domain::Authority;
use render::{Document, DocumentIdentity, Fact, LetterItem, LetterItems, Template, Verify};
use serde::Serialize;
use web::Words;

use crate::service::Catalogue;

static FORM: Template =
    Template { name: "blank form", source: include_str!("../templates/catalogue/form.typ") };

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::read(&[crate::MODULE.locales]).ok());

/// What the form says.
#[derive(Debug, Serialize)]
struct FormData {
    agency: String,
    number: String,
    title: String,
    paragraphs: Vec<String>,
    facts: Vec<Fact>,
    topics: Vec<Topic>,
    materials: Option<LetterItems>,
    closing: Vec<String>,
    signing: Topic,
    office: Topic,
    verify: Verify,
}

/// A table of questions.
#[derive(Debug, Serialize)]
struct Topic {
    title: String,
    fields: Vec<Question>,
}

/// A question with room for the answer.
#[derive(Debug, Serialize)]
struct Question {
    label: String,
    notes: Vec<String>,
    options: Vec<String>,
    is_long: bool,
}

/// The words of one language.
#[derive(Clone, Copy)]
struct Say {
    words: &'static Words,
    lang: Lang,
}

impl Say {
    fn t(self, key: &str) -> String {
        self.words.text(self.lang, key).to_owned()
    }

    fn tr(self, key: &str, args: &[(&str, &dyn Display)]) -> String {
        self.words.with(self.lang, key, args)
    }

    fn local(self, text: &LocalText) -> String {
        text.get(self.lang).to_owned()
    }

    fn fact(self, key: &str, value: String) -> Fact {
        Fact::new(self.t(key), value)
    }

    fn limit(self, limit: TimeLimit) -> String {
        let key = match limit.unit {
            _ if limit.days == 0 => "catalogue-days-none",
            DayUnit::Working => "catalogue-paper-working",
            DayUnit::Calendar => "catalogue-paper-calendar",
        };
        self.tr(key, &[("days", &limit.days)])
    }

    /// Something to be written, without anything else.
    fn blank(self, key: &str) -> Question {
        Question { label: self.t(key), notes: Vec::new(), options: Vec::new(), is_long: false }
    }
}

impl Catalogue {
    /// The blank form of a service in a language. It takes a processor for some tens of
    /// milliseconds.
    ///
    /// # Errors
    /// When the words or the renderer fail.
    pub fn blank_form(&self, service: &Published, lang: Lang) -> anyhow::Result<Vec<u8>> {
        let words = WORDS.as_ref().ok_or_else(|| anyhow::anyhow!("the words do not read"))?;
        let data = self.form_data(service, Say { words, lang });
        let id = format!("form-{}-{}-{lang}", service.definition.id, service.revision);
        let fixed = DocumentIdentity { id, at: midnight(service.published_on) };
        Ok(self.renderer().pdf(&Document::new(&FORM, &data, lang, fixed)?)?)
    }

    fn form_data(&self, service: &Published, say: Say) -> FormData {
        let definition = &service.definition;
        let authority = self.directory().authority(&definition.implementation.authority);
        let name = say.local(definition.name());
        let agency = authority.as_ref().map(|it| say.local(&it.name));
        let unknown = || definition.implementation.authority.clone();
        FormData {
            agency: agency.unwrap_or_else(unknown),
            number: format!("{} / {}", definition.item.basic_code, service.revision),
            title: say.tr("catalogue-paper-title", &[("name", &name)]),
            paragraphs: vec![
                say.local(&definition.implementation.summary),
                say.t("catalogue-paper-how"),
            ],
            facts: self.facts(definition, authority.as_deref(), say),
            topics: topics(definition, say),
            materials: materials(definition, say),
            closing: vec![say.local(&definition.duties), say.t("catalogue-paper-true")]
                .into_iter()
                .filter(|it| !it.is_empty())
                .collect(),
            signing: Topic {
                title: say.t("catalogue-paper-signing"),
                fields: vec![
                    say.blank("catalogue-paper-signature"),
                    say.blank("catalogue-paper-date"),
                ],
            },
            office: Topic {
                title: say.t("catalogue-paper-office"),
                fields: vec![
                    say.blank("catalogue-paper-received-on"),
                    say.blank("catalogue-paper-received-by"),
                    say.blank("catalogue-paper-reference"),
                ],
            },
            verify: Verify {
                hint: say.t("catalogue-paper-guide"),
                address: format!(
                    "{}/{}/services/{}",
                    self.public_url(),
                    say.lang.path(),
                    definition.id
                ),
            },
        }
    }

    /// The answers of the guide that one needs on the way, and where the way leads.
    fn facts(&self, definition: &Definition, own: Option<&Authority>, say: Say) -> Vec<Fact> {
        let window = definition.steps().iter().find_map(|step| match step {
            ProcessStep::Receive(spec) => self.directory().authority(&spec.unit),
            _ => None,
        });
        let window = window.as_deref().or(own);
        let mut facts = vec![
            say.fact("catalogue-answer-time", say.limit(definition.promised())),
            say.fact("catalogue-answer-cost", cost(definition, say)),
        ];
        if let Some(window) = window {
            let (name, address) = (say.local(&window.name), say.local(&window.address));
            let place = say.tr(
                "catalogue-paper-place",
                &[("name", &name), ("address", &address), ("phone", &window.phone.consult)],
            );
            facts.push(say.fact("catalogue-paper-where", place));
        }
        let conditions = &definition.implementation.conditions;
        let conditions: Vec<_> = conditions.iter().map(|it| say.local(it)).collect();
        if !conditions.is_empty() {
            let all = conditions.join(&say.t("catalogue-paper-and"));
            facts.push(say.fact("catalogue-answer-can", all));
        }
        facts
    }
}

fn midnight(on: Date) -> Timestamp {
    let at = TimeZone::UTC.to_timestamp(on.at(0, 0, 0, 0));
    at.unwrap_or(Timestamp::UNIX_EPOCH)
}

fn cost(definition: &Definition, say: Say) -> String {
    let fees: Vec<_> = definition
        .fees
        .iter()
        .map(|it| {
            let (name, standard) = (say.local(&it.name), say.local(&it.standard));
            say.tr("catalogue-paper-fee", &[("name", &name), ("standard", &standard)])
        })
        .collect();
    match fees.as_slice() {
        [] => say.t("catalogue-free"),
        all => all.join(&say.t("catalogue-paper-and")),
    }
}

/// Who applies, which case it is, and the questions of the form.
fn topics(definition: &Definition, say: Say) -> Vec<Topic> {
    let mut who = vec![
        say.blank("catalogue-paper-person"),
        say.blank("catalogue-paper-id-number"),
        say.blank("catalogue-paper-mobile"),
    ];
    if definition.serves_organisations() {
        who.push(say.blank("catalogue-paper-firm"));
    }
    let mut topics = vec![Topic { title: say.t("catalogue-paper-applicant"), fields: who }];
    if !definition.situations.is_empty() {
        let fields = definition.situations.iter().map(|it| Question {
            label: say.local(&it.question),
            notes: only_if(it.when.is_some(), say).into_iter().collect(),
            options: labels(&it.options, say),
            is_long: false,
        });
        let title = say.t("catalogue-paper-situation");
        topics.push(Topic { title, fields: fields.collect() });
    }
    topics.extend(definition.form.iter().map(|topic| Topic {
        title: say.local(&topic.title),
        fields: topic.fields.iter().map(|it| question(it, say)).collect(),
    }));
    topics
}

fn question(field: &FormField, say: Say) -> Question {
    let hint = field.hint.as_ref().map(|it| say.local(it));
    let optional = (!field.required).then(|| say.t("catalogue-paper-optional"));
    let notes = hint.into_iter().chain(only_if(field.when.is_some(), say)).chain(optional);
    let options = match field.kind {
        FieldKind::YesNo => vec![say.t("catalogue-paper-yes"), say.t("catalogue-paper-no")],
        _ => labels(&field.options, say),
    };
    Question {
        label: say.local(&field.label),
        notes: notes.filter(|it| !it.is_empty()).collect(),
        options,
        is_long: field.kind == FieldKind::LongText,
    }
}

fn labels(options: &[Choice], say: Say) -> Vec<String> {
    options.iter().map(|it| say.local(&it.label)).collect()
}

/// On paper nobody leaves questions out for the reader.
fn only_if(is_conditional: bool, say: Say) -> Option<String> {
    is_conditional.then(|| say.t("catalogue-paper-if"))
}

/// What belongs with the form; what is made from it or fetched is not asked for.
fn materials(definition: &Definition, say: Say) -> Option<LetterItems> {
    let brought = definition.materials.iter().filter(|it| it.source != MaterialSource::Generated);
    let items: Vec<_> = brought.map(|it| material(it, say)).collect();
    let title = say.t("catalogue-paper-materials");
    (!items.is_empty()).then_some(LetterItems { title, items })
}

fn material(it: &MaterialRequirement, say: Say) -> LetterItem {
    let note = |key: &str| say.fact("catalogue-paper-note", say.t(key));
    let mut notes = Vec::new();
    notes.extend(it.hint.as_ref().map(|it| say.fact("catalogue-paper-note", say.local(it))));
    if it.source == MaterialSource::Government {
        notes.push(note("catalogue-paper-fetched"));
    }
    if it.when.is_some() {
        notes.push(note("catalogue-paper-if"));
    }
    match it.need {
        Need::Required => {}
        Need::Tolerable => notes.push(note("catalogue-paper-later")),
        Need::Optional => notes.push(note("catalogue-paper-optional")),
    }
    LetterItem { text: say.local(&it.name), notes }
}

#[async_trait::async_trait]
impl BlankForms for Catalogue {
    async fn form(&self, id: &str, lang: Lang) -> Result<Option<Vec<u8>>, String> {
        let Some(service) = self.current(id) else { return Ok(None) };
        let catalogue: Catalogue = self.clone();
        let made = tokio::task::spawn_blocking(move || {
            let service: Arc<Published> = service;
            catalogue.blank_form(&service, lang)
        });
        let made = made.await.map_err(|error| error.to_string())?;
        made.map(Some).map_err(|error| format!("{error:#}"))
    }
}
