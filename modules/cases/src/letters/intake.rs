//! Letters from receipt to acceptance.

use std::collections::BTreeSet;

use cases_domain::{CorrectionItem, Due, NOTICE_DAYS, Paper, Returned};
use catalogue_domain::definition::Channel;
use jiff::civil::Date;
use render::{Fact, LetterItem, LetterItems};

use super::sheet::{Body, Sheet};

/// The receipt (收件凭证): what arrived, under which number, and until when there is an answer.
pub(super) fn receipt(
    sheet: &Sheet,
    received: Vec<LetterItem>,
    notice: &Due,
    channel: Channel,
    query_code: Option<&str>,
) -> Body {
    let say = &sheet.say;
    let mut facts = sheet.head();
    facts.push(sheet.fact("cases-letter-number", &sheet.case.number));
    facts.extend(query_code.map(|code| sheet.fact("cases-letter-query-code", code)));
    facts.push(sheet.fact("cases-letter-received-on", say.date(notice.start)));
    facts.push(sheet.fact("cases-letter-channel", say.t(channel_key(channel))));
    facts.push(sheet.fact("cases-letter-answer-by", say.date(notice.on)));
    Body {
        title: say.t("cases-letter-receipt-title"),
        paragraphs: vec![
            say.tr("cases-letter-receipt", &[("service", &sheet.service())]),
            say.t("cases-letter-receipt-only"),
        ],
        facts,
        items: items(sheet, "cases-letter-received", received),
        derivation: sheet.derivation("cases-letter-answer-days", notice),
        closing: vec![answer(sheet, notice), sheet.contact()],
        remedies: None,
    }
}

/// That the window received it on paper, and entered it on another day.
pub(super) fn on_paper(sheet: &Sheet, paper: &Paper) -> Fact {
    let (on, entered) = (sheet.say.date(paper.on), sheet.say.date(sheet.on));
    let text = sheet.say.tr("cases-letter-on-paper", &[("on", &on), ("entered", &entered)]);
    sheet.fact("cases-letter-paper", text)
}

/// The receipt for corrections: the notice clock runs anew.
pub(super) fn corrected(sheet: &Sheet, received: Vec<LetterItem>, notice: &Due) -> Body {
    let say = &sheet.say;
    let mut facts = sheet.head();
    facts.push(sheet.fact("cases-letter-received-on", say.date(notice.start)));
    facts.push(sheet.fact("cases-letter-answer-by", say.date(notice.on)));
    Body {
        title: say.t("cases-letter-corrected-title"),
        paragraphs: vec![say.tr("cases-letter-corrected", &[("service", &sheet.service())])],
        facts,
        items: items(sheet, "cases-letter-received", received),
        derivation: sheet.derivation("cases-letter-answer-days", notice),
        closing: vec![answer(sheet, notice), sheet.contact()],
        remedies: None,
    }
}

fn answer(sheet: &Sheet, notice: &Due) -> String {
    let by = sheet.say.date(notice.on);
    sheet.say.tr("cases-letter-answer", &[("by", &by), ("days", &NOTICE_DAYS)])
}

/// The key of a channel's word.
pub(crate) const fn channel_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Online => "cases-letter-channel-online",
        Channel::Counter => "cases-letter-channel-counter",
        Channel::Post => "cases-letter-channel-post",
        Channel::Kiosk => "cases-letter-channel-kiosk",
        Channel::Assisted => "cases-letter-channel-assisted",
    }
}

fn items(sheet: &Sheet, title: &str, items: Vec<LetterItem>) -> Option<LetterItems> {
    (!items.is_empty()).then(|| LetterItems { title: sheet.say.t(title), items })
}

/// The one complete list of what is missing or wrong (一次性告知书).
pub(super) fn correction(
    sheet: &Sheet,
    returned: &[CorrectionItem],
    second_reason: Option<&str>,
) -> Body {
    let say = &sheet.say;
    let mut facts = sheet.head();
    facts.extend(second_reason.map(|why| sheet.fact("cases-letter-second-reason", why)));
    let lines = returned.iter().map(|item| returned_item(sheet, item)).collect();
    Body {
        title: say.t("cases-letter-correction-title"),
        paragraphs: vec![say.tr("cases-letter-correction", &[("service", &sheet.service())])],
        facts,
        items: items(sheet, "cases-letter-correction-items", lines),
        closing: vec![
            say.t("cases-letter-correction-only"),
            say.tr("cases-letter-correction-how", &[("address", &sheet.address)]),
            say.tr("cases-letter-correction-then", &[("days", &NOTICE_DAYS)]),
            sheet.contact(),
        ],
        ..Body::default()
    }
}

fn returned_item(sheet: &Sheet, item: &CorrectionItem) -> LetterItem {
    let say = &sheet.say;
    let mut notes = vec![sheet.fact("cases-letter-why", item.reason.as_str())];
    let text = match &item.what {
        Returned::Field(id) => {
            let field = sheet.definition().field(id);
            let label = field.map_or_else(|| id.clone(), |it| say.local(&it.label));
            say.tr("cases-letter-answer-to", &[("question", &label)])
        }
        Returned::Material(id) => {
            let material = sheet.definition().material(id);
            let basis = material.map(|it| say.local(&it.basis)).unwrap_or_default();
            notes.extend(basis_note(sheet, basis));
            material.map_or_else(|| id.clone(), |it| say.local(&it.name))
        }
    };
    LetterItem { text, notes }
}

fn basis_note(sheet: &Sheet, basis: String) -> Option<Fact> {
    (!basis.is_empty()).then(|| sheet.fact("cases-letter-basis", basis))
}

/// The dates of an acceptance.
pub(super) struct Accepted<'a> {
    pub on: Date,
    pub statutory: &'a Due,
    pub promised: &'a Due,
}

/// The notice of acceptance (受理通知书), also where silence accepted.
pub(super) fn acceptance(
    sheet: &Sheet,
    dates: &Accepted<'_>,
    deemed: bool,
    to_follow: &BTreeSet<String>,
) -> Body {
    let say = &sheet.say;
    let key = if deemed { "cases-letter-deemed" } else { "cases-letter-accepted" };
    let mut facts = sheet.head();
    facts.push(sheet.fact("cases-letter-number", &sheet.case.number));
    facts.push(sheet.fact("cases-letter-accepted-on", say.date(dates.on)));
    facts.push(sheet.fact("cases-letter-statutory", due(sheet, dates.statutory)));
    let basis = say.local(&sheet.definition().limits.statutory.basis);
    facts.extend(basis_note(sheet, basis));
    facts.push(sheet.fact("cases-letter-promised", due(sheet, dates.promised)));
    let follow = to_follow.iter().filter_map(|id| sheet.definition().material(id));
    let follow = follow.map(|it| LetterItem { text: say.local(&it.name), notes: Vec::new() });
    Body {
        title: say.t("cases-letter-acceptance-title"),
        paragraphs: vec![say.tr(key, &[("service", &sheet.service())])],
        facts,
        items: items(sheet, "cases-letter-to-follow", follow.collect()),
        derivation: sheet.derivation("cases-letter-promised-days", dates.promised),
        closing: vec![say.t("cases-letter-not-counted"), sheet.contact()],
        remedies: None,
    }
}

fn due(sheet: &Sheet, due: &Due) -> String {
    let (on, limit) = (sheet.say.date(due.on), sheet.say.limit(due.limit));
    sheet.say.tr("cases-letter-due", &[("due", &on), ("limit", &limit)])
}
