//! Rehearsing a definition for an editor: the one in force, what is proposed, or a text.

use cases_domain::rehearsal::{Assumptions, Report, rehearse};
use catalogue_domain::{Definition, Finding};

use super::{Desk, Trouble};

/// The action of whoever rehearses.
pub(crate) const REHEARSE: &str = "cases.rehearse";

/// What was rehearsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Which {
    /// A text that was sent.
    Sent,
    /// What is proposed of the service.
    Proposed,
    /// The revision in force.
    InForce,
}

impl Which {
    /// Its word in the API, and the end of its key.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Proposed => "proposed",
            Self::InForce => "in_force",
        }
    }
}

/// What came of it.
pub(crate) enum Rehearsed {
    /// The text is no definition.
    Unreadable(Vec<Finding>),
    /// It was rehearsed.
    Done(Which, Box<Report>),
}

enum Text {
    Source(Which, String),
    InForce(Box<Definition>),
}

impl Desk {
    /// What is rehearsed of a service where no text is sent; none where there is no such service.
    pub fn rehearsable(&self, code: &str) -> Option<Which> {
        if self.proposed.proposed(code).is_some() {
            return Some(Which::Proposed);
        }
        self.services.current(code).map(|_| Which::InForce)
    }

    /// Rehearses a text, or where it is empty what is proposed, or else the revision in force.
    ///
    /// # Errors
    /// [`Trouble::NotFound`]; [`Trouble::Busy`] while another rehearsal is under way.
    pub async fn rehearse(
        &self,
        code: &str,
        source: &str,
        assumptions: Assumptions,
    ) -> Result<Rehearsed, Trouble> {
        let text = self.text(code, source).ok_or(Trouble::NotFound)?;
        let turn = self.rehearsals.clone().try_acquire_owned();
        let turn = turn.map_err(|_| Trouble::Busy)?;
        let (calendar, today) = (self.calendars.current(), self.ledger.clock().today());
        let made = tokio::task::spawn_blocking(move || {
            // The turn goes on when nobody waits for the answer any more.
            let _turn = turn;
            let (which, definition) = match text {
                Text::InForce(definition) => (Which::InForce, *definition),
                Text::Source(which, text) => match Definition::read("service.yaml", &text) {
                    Ok((definition, _)) => (which, definition),
                    Err(findings) => return Rehearsed::Unreadable(findings),
                },
            };
            let report = rehearse(&definition, &calendar, today, assumptions);
            Rehearsed::Done(which, Box::new(report))
        });
        made.await.map_err(|error| Trouble::Down(error.to_string()))
    }

    fn text(&self, code: &str, source: &str) -> Option<Text> {
        self.rehearsable(code)?;
        if !source.trim().is_empty() {
            return Some(Text::Source(Which::Sent, source.replace("\r\n", "\n")));
        }
        if let Some(proposed) = self.proposed.proposed(code) {
            return Some(Text::Source(Which::Proposed, proposed));
        }
        let published = self.services.current(code)?;
        Some(Text::InForce(Box::new(published.definition.clone())))
    }
}
