//! What all letters share: authority, addressee, number, seal, date and check address.

use std::sync::Arc;

use accounts_domain::Party;
use cases_domain::{Case, CaseEvent, Due};
use catalogue_domain::{
    Published,
    definition::{ItemKind, ServiceDefinition},
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use kernel::{Lang, Recorded, calendar::WorkCalendar};
use organisations_domain::{Authority, ReviewBody};
use render::{Derivation, Fact, LetterData, LetterItems, LetterSection, Seal, Signature, Verify};

use super::{Say, day_rows};
use crate::service::{Desk, Found, Trouble};

/// Days within which a decision can be brought before the review body (Administrative
/// Reconsideration Law, art. 20).
const RECONSIDERATION_DAYS: u32 = 60;
/// Months within which it can be brought before the court (Administrative Litigation Law, art. 46).
const LITIGATION_MONTHS: u32 = 6;

/// The frame of a letter.
pub(super) struct Sheet {
    pub say: Say,
    pub case: Case,
    pub published: Arc<Published>,
    pub authority: Arc<Authority>,
    pub calendar: Arc<WorkCalendar>,
    /// The applicant's name.
    pub addressee: String,
    /// Who helped them, by name.
    pub helpers: Vec<String>,
    /// The day of the event.
    pub on: Date,
    /// Its place in the history.
    pub seq: u64,
    /// The legal time zone.
    pub zone: TimeZone,
    /// Where the case can be looked up.
    pub address: String,
}

/// What one kind of letter says.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    pub title: String,
    pub paragraphs: Vec<String>,
    pub facts: Vec<Fact>,
    pub items: Option<LetterItems>,
    pub derivation: Option<Derivation>,
    pub closing: Vec<String>,
    pub remedies: Option<LetterSection>,
}

impl Sheet {
    pub async fn gather(
        desk: &Desk,
        found: &Found,
        event: &Recorded<CaseEvent>,
        lang: Lang,
    ) -> Result<Self, Trouble> {
        let case = found.case.clone();
        let party: &Party = found.party()?;
        let authority = desk.directory.authority(&case.authority).ok_or_else(|| {
            Trouble::Down(format!("the directory does not know {}", case.authority))
        })?;
        let zone = desk.ledger.clock().zone();
        Ok(Self {
            say: Say::new(lang)?,
            published: desk.definition(&case)?,
            authority,
            calendar: desk.calendars.current(),
            addressee: desk.applicant_name(party).await?,
            helpers: desk.helpers(&case).await?,
            on: zone.to_datetime(event.at).date(),
            seq: event.seq,
            zone,
            address: format!("{}/t/{}", desk.public_url, case.reference),
            case,
        })
    }

    /// The legal day of an instant.
    pub fn day_of(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    pub fn definition(&self) -> &ServiceDefinition {
        &self.published.definition
    }

    /// Whether the law of licences applies by name.
    pub fn is_licence(&self) -> bool {
        self.definition().item.kind == ItemKind::Licence
    }

    /// The service's name in the language of the letter.
    pub fn service(&self) -> String {
        self.say.local(&self.case.name)
    }

    /// A line of the facts table.
    pub fn fact(&self, key: &str, value: impl Into<String>) -> Fact {
        Fact::new(self.say.t(key), value)
    }

    /// Service, reference and who helped: the lines with which every table begins.
    pub fn head(&self) -> Vec<Fact> {
        let mut facts = vec![
            self.fact("cases-letter-service", self.service()),
            self.fact("cases-letter-reference", &self.case.reference),
        ];
        if !self.helpers.is_empty() {
            let names = self.helpers.join(self.say.lang.list_mark());
            facts.push(self.fact("cases-letter-helper", names));
        }
        facts
    }

    /// The law on which the service rests.
    pub fn basis(&self) -> String {
        let bases = &self.definition().item.legal_bases;
        bases.first().map_or_else(String::new, |basis| {
            let (law, article) = (self.say.local(&basis.law), self.say.local(&basis.article));
            self.say.tr("cases-letter-law", &[("law", &law), ("article", &article)])
        })
    }

    /// How a date was counted; none where the calendar of today counts otherwise.
    pub fn derivation(&self, title: &str, due: &Due) -> Option<Derivation> {
        let found = due.derivation(&[], &self.calendar);
        let rows = day_rows(&found, &self.say);
        (found.due == due.on && !rows.is_empty()).then(|| Derivation {
            title: self.say.t(title),
            columns: vec![self.say.t("cases-letter-days"), self.say.t("cases-letter-meaning")],
            rows: rows.into_iter().map(Vec::from).collect(),
            result: Some(self.counted(due)),
        })
    }

    fn counted(&self, due: &Due) -> String {
        let (start, on) = (self.say.date(due.start), self.say.date(due.on));
        let limit = self.say.limit(due.limit);
        let args: [(&str, &dyn std::fmt::Display); 3] =
            [("start", &start), ("limit", &limit), ("due", &on)];
        let text = self.say.tr("cases-letter-counted", &args);
        if due.provisional { text + &self.say.t("cases-letter-provisional") } else { text }
    }

    /// Where the decision can be challenged, and until when.
    pub fn remedies(&self) -> LetterSection {
        let body = |key: &str, body: &ReviewBody, term: u32| {
            let (name, address) = (self.say.local(&body.name), self.say.local(&body.address));
            self.say.tr(key, &[("body", &name), ("address", &address), ("term", &term)])
        };
        let (review, court) = (&self.authority.review, &self.authority.court);
        LetterSection {
            title: self.say.t("cases-letter-remedies"),
            paragraphs: vec![
                body("cases-letter-reconsideration", review, RECONSIDERATION_DAYS),
                body("cases-letter-litigation", court, LITIGATION_MONTHS),
            ],
        }
    }

    /// Whom to ask.
    pub fn contact(&self) -> String {
        let phone = &self.authority.phone.consult;
        self.say.tr("cases-letter-contact", &[("phone", phone)])
    }

    /// The whole letter.
    pub fn letter(&self, body: Body) -> LetterData {
        let agency = self.say.local(&self.authority.name);
        let caption = Some(self.say.t("cases-letter-seal"));
        let seal = Some(Seal { name: agency.clone(), caption });
        LetterData {
            number: format!("{}-{:02}", self.case.number, self.seq),
            title: body.title,
            addressee: self.addressee.clone(),
            paragraphs: body.paragraphs,
            facts: body.facts,
            items: body.items,
            derivation: body.derivation,
            closing: body.closing,
            remedies: body.remedies,
            signature: Signature { agency: agency.clone(), on: self.on, seal },
            verify: Some(Verify {
                hint: self.say.t("cases-letter-verify"),
                address: self.address.clone(),
            }),
            watermark: None,
            agency,
        }
    }
}
