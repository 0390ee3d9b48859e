//! Words in three languages, from the modules' Fluent files.

use std::{borrow::Cow, collections::HashMap};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use kernel::Lang;

/// A word file is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// The file does not parse.
    #[error("{lang}: {what}")]
    Unreadable {
        /// The language.
        lang: Lang,
        /// What the parser says.
        what: String,
    },
    /// A key stands twice.
    #[error("{lang}: a key stands twice: {what}")]
    Twice {
        /// The language.
        lang: Lang,
        /// The key.
        what: String,
    },
}

/// All words of an installation.
pub struct Words {
    bundles: [FluentBundle<FluentResource>; 3],
    plain: [HashMap<String, String>; 3],
}

impl Words {
    /// Reads the modules' word files: for each module one text for each of [`Lang::ALL`].
    ///
    /// # Errors
    /// [`WordsError`].
    pub fn read(modules: &[[&str; 3]]) -> Result<Self, WordsError> {
        let mut bundles = Lang::ALL.map(empty);
        let mut plain = [HashMap::new(), HashMap::new(), HashMap::new()];
        for files in modules {
            for (index, lang) in Lang::ALL.into_iter().enumerate() {
                let resource = parse(files[index], lang)?;
                let keys = keys(files[index]);
                bundles[index]
                    .add_resource(resource)
                    .map_err(|errors| WordsError::Twice { lang, what: format!("{errors:?}") })?;
                for key in keys {
                    if let Some(text) = fixed(&bundles[index], &key) {
                        plain[index].insert(key, text);
                    }
                }
            }
        }
        Ok(Self { bundles, plain })
    }

    /// The text of a key that takes no arguments; the key itself where it is missing, which the
    /// test of the words refuses.
    pub fn text<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.plain[lang as usize].get(key).map_or(key, String::as_str)
    }

    /// The text of a key with arguments.
    pub fn with(&self, lang: Lang, key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> String {
        let bundle = &self.bundles[lang as usize];
        let pattern = bundle.get_message(key).and_then(|it| it.value());
        let Some(pattern) = pattern else { return key.to_owned() };
        let mut values = FluentArgs::new();
        for (name, value) in args {
            values.set(*name, FluentValue::String(Cow::Owned(value.to_string())));
        }
        bundle.format_pattern(pattern, Some(&values), &mut Vec::new()).into_owned()
    }

    /// The text of a key with arguments in all languages, for what is shown outside a request.
    pub fn all(&self, key: &str, args: &[(&str, &dyn std::fmt::Display)]) -> kernel::LocalText {
        let say = |lang| self.with(lang, key, args);
        kernel::LocalText {
            zh_hans: say(Lang::ZhHans),
            zh_hant: say(Lang::ZhHant),
            en: say(Lang::En),
        }
    }

    /// Whether a key exists.
    pub fn has(&self, lang: Lang, key: &str) -> bool {
        self.bundles[lang as usize].get_message(key).is_some_and(|it| it.value().is_some())
    }
}

fn empty(lang: Lang) -> FluentBundle<FluentResource> {
    let id = lang.tag().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Isolation marks would show as boxes in old browsers and break copied numbers.
    bundle.set_use_isolating(false);
    bundle
}

fn parse(text: &str, lang: Lang) -> Result<FluentResource, WordsError> {
    FluentResource::try_new(text.to_owned())
        .map_err(|(_, errors)| WordsError::Unreadable { lang, what: format!("{errors:?}") })
}

/// The keys of a word file: what stands at the beginning of a line before an equals sign.
fn keys(text: &str) -> Vec<String> {
    let key = |line: &str| line.split_once(" =").map(|(key, _)| key.to_owned());
    let starts = |line: &&str| line.starts_with(|c: char| c.is_ascii_lowercase());
    text.lines().filter(starts).filter_map(key).collect()
}

/// The text of a message that needs no argument.
fn fixed(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
    errors.is_empty().then_some(text)
}
