//! What an applicant gets in writing: receipt, notices, decisions. One event, one letter, in any of
//! the three languages. The preview of an officer shows the same [`LetterData`] before it is sent.
//!
//! A letter says what was said: its dates are those of the event, and the table of days is left
//! out where a later calendar counts them otherwise.

mod intake;
mod received;
mod ruling;
mod say;
mod sheet;
mod spans;
#[cfg(test)]
mod tests;

use cases_domain::CaseEvent;
use kernel::{Lang, Recorded, Words};
use render::{Document, DocumentIdentity, LETTER, LetterData, RenderError};

use crate::service::{Desk, Found, Trouble};

pub(crate) use intake::channel_key;
pub(crate) use ruling::NOT_ACCEPTED;
pub(crate) use say::Say;
use sheet::{Body, Sheet};
pub(crate) use spans::day_rows;

/// Whether there is a letter about this event.
pub(crate) const fn is_letter(event: &CaseEvent) -> bool {
    !matches!(
        event,
        CaseEvent::Reviewed { .. }
            | CaseEvent::Resumed { .. }
            | CaseEvent::Delivered { .. }
            | CaseEvent::Recomputed { .. }
    )
}

/// The letter about an event of a case, as a PDF; none about events that are not told in writing.
/// The query code stands on the receipt only, and only where it is given.
///
/// # Errors
/// [`Trouble::Down`] when a register or the renderer fails.
pub(crate) async fn document(
    desk: &Desk,
    found: &Found,
    event: &Recorded<CaseEvent>,
    lang: Lang,
    query_code: Option<&str>,
) -> Result<Option<Vec<u8>>, Trouble> {
    let Some(data) = letter(desk, found, event, lang, query_code).await? else { return Ok(None) };
    let fixed = DocumentIdentity { id: format!("{}-{lang}", data.number), at: event.at };
    let renderer = desk.renderer.clone();
    let made = tokio::task::spawn_blocking(move || {
        renderer.pdf(&Document::new(&LETTER, &data, lang, fixed)?)
    });
    let pdf = made.await.map_err(|error| Trouble::Down(error.to_string()))?;
    pdf.map(Some).map_err(|error| match error {
        RenderError::Busy => Trouble::Overdue,
        other => Trouble::Down(other.to_string()),
    })
}

/// What the letter about an event says.
///
/// # Errors
/// [`Trouble::Down`] when a register fails.
pub(crate) async fn letter(
    desk: &Desk,
    found: &Found,
    event: &Recorded<CaseEvent>,
    lang: Lang,
    query_code: Option<&str>,
) -> Result<Option<LetterData>, Trouble> {
    if !is_letter(&event.event) {
        return Ok(None);
    }
    let sheet = Sheet::gather(desk, found, event, lang).await?;
    let body = match &event.event {
        CaseEvent::Submitted { notice, channel, paper, .. } => {
            let received = received::at(desk, found, event.at, &sheet).await?;
            let mut body = intake::receipt(&sheet, received, notice, *channel, query_code);
            body.facts.extend(paper.as_ref().map(|it| intake::on_paper(&sheet, it)));
            Some(body)
        }
        CaseEvent::Corrected { notice, .. } => {
            let received = received::at(desk, found, event.at, &sheet).await?;
            Some(intake::corrected(&sheet, received, notice))
        }
        CaseEvent::NotAccepted { code, text, competent } => {
            let competent = competent.as_deref().map(|it| named(desk, lang, it));
            Some(ruling::not_accepted(&sheet, code, text.as_str(), competent))
        }
        other => body(&sheet, other),
    };
    Ok(body.map(|body| sheet.letter(body)))
}

/// The letters that follow from the event and the definition alone.
fn body(sheet: &Sheet, event: &CaseEvent) -> Option<Body> {
    match event {
        CaseEvent::Returned { items, second_reason } => {
            Some(intake::correction(sheet, items, second_reason.as_ref().map(Words::as_str)))
        }
        CaseEvent::Accepted { on, deemed, to_follow, statutory, promised, .. } => {
            let dates = intake::Accepted { on: *on, statutory, promised };
            Some(intake::acceptance(sheet, &dates, *deemed, to_follow))
        }
        CaseEvent::Suspended { procedure, reason, from, expected } => {
            Some(ruling::suspension(sheet, procedure, reason.as_str(), *from, *expected))
        }
        CaseEvent::Decided { granted: true, text, delivery, .. } => {
            Some(ruling::granted(sheet, text.as_str(), delivery))
        }
        CaseEvent::Decided { code, text, .. } => {
            Some(ruling::refused(sheet, code.as_deref().unwrap_or_default(), text.as_str()))
        }
        CaseEvent::DecisionAmended { code, text, reason, .. } => {
            Some(ruling::amended(sheet, code.as_deref(), text.as_str(), reason.as_str()))
        }
        CaseEvent::Issued { number, identifier, .. } => {
            Some(ruling::concluded(sheet, number, identifier))
        }
        CaseEvent::Withdrawn { reason } => Some(ruling::withdrawn(sheet, reason.as_str())),
        _ => None,
    }
}

/// An authority by its id, or as the officer wrote it.
fn named(desk: &Desk, lang: Lang, text: &str) -> String {
    let known = desk.directory.authority(text);
    known.map_or_else(|| text.to_owned(), |it| it.name.get(lang).to_owned())
}
