//! The answers of an application as somebody reads them before handing them in.

use accounts_domain::{FirmFacts, Party, PersonFacts};
use catalogue_domain::{
    Facts,
    definition::{FieldKind, FormField, Prefill, ServiceDefinition},
};
use web::Visitor;

use super::words::{date, local};
use crate::service::Desk;

/// The answers of one topic.
pub(super) struct Section {
    pub title: String,
    pub change: String,
    pub rows: Vec<Row>,
}

/// One answer.
pub(super) struct Row {
    pub label: String,
    pub value: String,
    /// Where it came from, if not from the applicant.
    pub source: String,
}

/// What the registers say about the applicant.
#[derive(Default)]
pub(super) struct Known {
    person: PersonFacts,
    firm: Option<FirmFacts>,
}

impl Known {
    /// Asks the registers. One that does not answer only leaves out the marks.
    pub async fn of(desk: &Desk, party: &Party) -> Self {
        let person = desk.people.person(party.person()).await.ok().flatten().unwrap_or_default();
        let firm = match party.firm {
            Some(firm) => desk.people.firm(firm).await.ok().flatten(),
            None => None,
        };
        Self { person, firm }
    }

    fn answer(&self, prefill: Prefill) -> (&str, &'static str) {
        const PERSON: &str = "cases-source-person";
        const FIRM: &str = "cases-source-firm";
        match (&self.firm, prefill) {
            (_, Prefill::Mobile) => (&self.person.mobile, PERSON),
            (Some(firm), Prefill::Name) => (&firm.name, FIRM),
            (Some(firm), Prefill::Address) => (&firm.address, FIRM),
            (Some(firm), Prefill::CreditCode) => (&firm.credit_code, FIRM),
            (Some(firm), Prefill::LegalRepresentative) => (&firm.legal_representative, FIRM),
            (None, Prefill::Name) => (&self.person.name, PERSON),
            (None, Prefill::Address) => (&self.person.address, PERSON),
            (None, Prefill::IdNumber) => (&self.person.id_number, PERSON),
            _ => ("", PERSON),
        }
    }

    /// The mark of an answer that is as a register has it.
    fn source(&self, visitor: &Visitor, field: &FormField, value: &str) -> String {
        let Some(prefill) = field.prefill else { return String::new() };
        let (known, key) = self.answer(prefill);
        if known.is_empty() || known != value { String::new() } else { visitor.t(key).to_owned() }
    }
}

/// All that is asked, with its answers: the situations, then the topics.
pub(super) fn sections(
    visitor: &Visitor,
    base: &str,
    definition: &ServiceDefinition,
    facts: &Facts,
    known: &Known,
) -> Vec<Section> {
    let settled = definition.settled(facts);
    let mut sections: Vec<Section> =
        situations(visitor, base, definition, &settled).into_iter().collect();
    for visible in definition.visible_topics(facts) {
        let row = |field: &&FormField| {
            let value = settled.answers.get(&field.id).map_or("", String::as_str);
            Row {
                label: local(visitor, &field.label),
                value: answer_text(visitor, field, value),
                source: known.source(visitor, field, value),
            }
        };
        sections.push(Section {
            title: local(visitor, &visible.topic.title),
            change: format!("{base}/{}?back=check", visible.topic.id),
            rows: visible.fields.iter().map(row).collect(),
        });
    }
    sections
}

fn situations(
    visitor: &Visitor,
    base: &str,
    definition: &ServiceDefinition,
    settled: &Facts,
) -> Option<Section> {
    let asked = definition.asked_situations(settled);
    if asked.is_empty() {
        return None;
    }
    let rows = asked.into_iter().map(|situation| {
        let answer = settled.situation.get(&situation.id);
        let option = situation.options.iter().find(|it| Some(&it.value) == answer);
        let value = option.map_or_else(|| unanswered(visitor), |it| local(visitor, &it.label));
        Row { label: local(visitor, &situation.question), value, source: String::new() }
    });
    Some(Section {
        title: visitor.t("cases-situation").to_owned(),
        change: format!("{base}/{}?back=check", forms_domain::Application::SITUATION),
        rows: rows.collect(),
    })
}

fn unanswered(visitor: &Visitor) -> String {
    visitor.t("cases-not-answered").to_owned()
}

/// An answer as people read it.
fn answer_text(visitor: &Visitor, field: &FormField, value: &str) -> String {
    if value.is_empty() {
        return unanswered(visitor);
    }
    match field.kind {
        FieldKind::Choice => field
            .options
            .iter()
            .find(|option| option.value == value)
            .map_or_else(|| value.to_owned(), |option| local(visitor, &option.label)),
        FieldKind::YesNo if value == "yes" => visitor.t("web-yes").to_owned(),
        FieldKind::YesNo => visitor.t("web-no").to_owned(),
        FieldKind::Date => {
            value.parse().map_or_else(|_| value.to_owned(), |day| date(visitor, day))
        }
        FieldKind::Money => visitor.tr("cases-money", &[("amount", &value)]),
        _ => value.to_owned(),
    }
}
