//! What two desks have in common: lists of what waits, and a yes or no with its reason.

use ::web::{Choice, ErrorLink, Field, Posted, Visitor};
use jiff::Timestamp;
use serde::Deserialize;

use crate::service::TEXT_LIMIT;

/// So many rows stand on a page.
pub const ROWS: usize = 25;

/// After which row, and what was just done.
#[derive(Deserialize, Default)]
#[serde(default)]
pub struct Wanted {
    after: String,
    done: String,
}

impl Wanted {
    /// The place after which the page begins: microseconds and an id.
    pub fn place(&self) -> (i64, &str) {
        let (at, id) = self.after.split_once('.').unwrap_or(("", ""));
        (at.parse().unwrap_or(i64::MIN), id)
    }

    /// Whether this was just done.
    pub fn is_done(&self, what: &str) -> bool {
        self.done == what
    }

    /// Cuts a list to a page; answers the addresses of the first page and of the next.
    pub fn cut<T>(
        &self,
        found: &mut Vec<T>,
        address: &str,
        place: impl Fn(&T) -> (Timestamp, String),
    ) -> (Option<String>, Option<String>) {
        let has_more = found.len() > ROWS;
        found.truncate(ROWS);
        let next = found.last().filter(|_| has_more).map(|it| {
            let (at, id) = place(it);
            format!("{address}?after={}.{id}", at.as_microsecond())
        });
        ((!self.after.is_empty()).then(|| address.to_owned()), next)
    }
}

/// The words of a verdict: of its question, and the value and the words of yes and no.
pub struct Verdict {
    /// Key of the question.
    pub title: &'static str,
    /// Yes.
    pub yes: (&'static str, &'static str),
    /// No.
    pub no: (&'static str, &'static str),
}

/// What was typed, and what is wrong with it.
#[derive(Default)]
pub struct Typed {
    verdict: String,
    text: String,
    wrong: [Option<&'static str>; 2],
}

impl Verdict {
    /// The verdict and its reason, or what is wrong with them.
    pub fn read(&self, posted: &Posted) -> Result<(bool, String), Typed> {
        let (verdict, text) = (posted.get("verdict"), posted.get("text"));
        let is_yes = match verdict {
            word if word == self.yes.0 => Some(true),
            word if word == self.no.0 => Some(false),
            _ => None,
        };
        let wrong_text = match text.chars().count() {
            0 => Some("privacy-answer-missing"),
            1..=TEXT_LIMIT => None,
            _ => Some("privacy-text-too-long"),
        };
        match (is_yes, wrong_text) {
            (Some(is_yes), None) => Ok((is_yes, text.to_owned())),
            _ => Err(Typed {
                verdict: verdict.to_owned(),
                text: text.to_owned(),
                wrong: [is_yes.is_none().then_some("privacy-verdict-missing"), wrong_text],
            }),
        }
    }

    /// The two fields with what was typed, and the lines of the error summary.
    pub fn fields(&self, visitor: &Visitor, typed: &Typed) -> (Field, Field, Vec<ErrorLink>) {
        let error = |index: usize| {
            let key = typed.wrong.get(index).copied().flatten();
            key.map(|key| visitor.t(key).to_owned())
        };
        let mut verdict =
            Field::text("verdict", visitor.t(self.title)).kind("choice").error(error(0));
        verdict.options = [self.yes, self.no]
            .map(|(value, key)| Choice {
                value: value.to_owned(),
                label: visitor.t(key).to_owned(),
                checked: typed.verdict == value,
            })
            .into();
        let text = Field::text("text", visitor.t("privacy-answer"))
            .kind("long_text")
            .hint(visitor.t("privacy-answer-hint"))
            .value(&typed.text)
            .error(error(1));
        let errors = verdict.error_link().into_iter().chain(text.error_link()).collect();
        (verdict, text, errors)
    }
}
