//! Words outside a request: letters are made in any language, whoever asks for them.

use std::{fmt::Display, sync::LazyLock};

use jiff::civil::Date;
use kernel::{
    Lang, LocalText,
    calendar::{DayUnit, TimeLimit},
};
use web::Words;

use crate::service::Trouble;

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::read(&[crate::MODULE.locales]).ok());

/// The module's words in one language.
#[derive(Clone, Copy)]
pub(crate) struct Say {
    words: &'static Words,
    /// The language.
    pub lang: Lang,
}

impl Say {
    /// The words of a language.
    ///
    /// # Errors
    /// [`Trouble::Down`] where the word files do not read, which the test of the words refuses.
    pub fn new(lang: Lang) -> Result<Self, Trouble> {
        let words = WORDS.as_ref();
        let words = words.ok_or_else(|| Trouble::Down("the words do not read".to_owned()))?;
        Ok(Self { words, lang })
    }

    /// The text of a key.
    pub fn t(&self, key: &str) -> String {
        self.words.text(self.lang, key).to_owned()
    }

    /// The text of a key with arguments.
    pub fn tr(&self, key: &str, args: &[(&str, &dyn Display)]) -> String {
        self.words.with(self.lang, key, args)
    }

    /// A date in running text.
    pub fn date(&self, date: Date) -> String {
        web::date_text(self.lang, date)
    }

    /// A text of a definition or directory.
    pub fn local(&self, text: &LocalText) -> String {
        text.get(self.lang).to_owned()
    }

    /// A length of time, such as 9 working days.
    pub fn limit(&self, limit: TimeLimit) -> String {
        let key = match limit.unit {
            DayUnit::Working => "cases-letter-limit-working",
            DayUnit::Calendar => "cases-letter-limit-calendar",
        };
        self.tr(key, &[("days", &limit.days)])
    }
}
