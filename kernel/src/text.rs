//! The three languages and texts in them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language that the product speaks. The order is the order of the language menu.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// Traditional Chinese.
    #[serde(rename = "zh-Hant")]
    ZhHant,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// All languages, in menu order.
    pub const ALL: [Lang; 3] = [Lang::ZhHans, Lang::ZhHant, Lang::En];

    /// BCP 47 tag, as in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Lang::ZhHans => "zh-Hans",
            Lang::ZhHant => "zh-Hant",
            Lang::En => "en",
        }
    }

    /// The tag as it stands in addresses.
    pub const fn path(self) -> &'static str {
        match self {
            Lang::ZhHans => "zh-hans",
            Lang::ZhHant => "zh-hant",
            Lang::En => "en",
        }
    }

    /// The language's own name for itself.
    pub const fn endonym(self) -> &'static str {
        match self {
            Lang::ZhHans => "简体中文",
            Lang::ZhHant => "繁體中文",
            Lang::En => "English",
        }
    }

    /// What stands between the items of a list.
    pub const fn list_mark(self) -> &'static str {
        match self {
            Lang::ZhHans | Lang::ZhHant => "、",
            Lang::En => ", ",
        }
    }

    /// Reads a tag in any letter case.
    pub fn parse(tag: &str) -> Option<Lang> {
        Lang::ALL.into_iter().find(|lang| lang.tag().eq_ignore_ascii_case(tag))
    }

    /// The best language for an `Accept-Language` header, if it names one of ours.
    pub fn negotiate(header: &str) -> Option<Lang> {
        let mut wishes: Vec<(f32, &str)> = header
            .split(',')
            .filter_map(|part| {
                let mut pieces = part.trim().split(';');
                let tag = pieces.next()?.trim();
                let weight = pieces
                    .find_map(|piece| piece.trim().strip_prefix("q=")?.parse().ok())
                    .unwrap_or(1.0);
                Some((weight, tag))
            })
            .collect();
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.into_iter().find_map(|(_, tag)| Lang::from_foreign_tag(tag))
    }

    fn from_foreign_tag(tag: &str) -> Option<Lang> {
        let tag = tag.to_ascii_lowercase();
        if tag.starts_with("en") {
            return Some(Lang::En);
        }
        if !tag.starts_with("zh") {
            return None;
        }
        let traditional = ["hant", "tw", "hk", "mo"];
        let is_traditional = tag.split('-').any(|part| traditional.contains(&part));
        Some(if is_traditional { Lang::ZhHant } else { Lang::ZhHans })
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

/// A text in three languages. Simplified Chinese is the source; an empty translation is a gap
/// that pages show as one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocalText {
    /// Simplified Chinese, the source.
    #[serde(rename = "zh-Hans")]
    pub zh_hans: String,
    /// Traditional Chinese.
    #[serde(rename = "zh-Hant", default)]
    pub zh_hant: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl LocalText {
    /// A text that is the same in every language, such as a number.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { zh_hans: text.clone(), zh_hant: text.clone(), en: text }
    }

    /// The text in `lang`, or in simplified Chinese where the translation is missing.
    pub fn get(&self, lang: Lang) -> &str {
        let own = self.own(lang);
        if own.is_empty() { &self.zh_hans } else { own }
    }

    /// The text in `lang`, empty where it is missing.
    pub fn own(&self, lang: Lang) -> &str {
        match lang {
            Lang::ZhHans => &self.zh_hans,
            Lang::ZhHant => &self.zh_hant,
            Lang::En => &self.en,
        }
    }

    /// The language in which [`LocalText::get`] answers.
    pub fn lang(&self, wished: Lang) -> Lang {
        if self.own(wished).is_empty() { Lang::ZhHans } else { wished }
    }

    /// The languages whose text is missing.
    pub fn gaps(&self) -> Vec<Lang> {
        Lang::ALL.into_iter().filter(|lang| self.own(*lang).trim().is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_answered_in_the_language_it_prefers() {
        assert_eq!(Lang::negotiate("zh-TW,zh;q=0.8,en;q=0.5"), Some(Lang::ZhHant));
        assert_eq!(Lang::negotiate("fr, en-GB;q=0.7, zh-CN;q=0.9"), Some(Lang::ZhHans));
        assert_eq!(Lang::negotiate("fr,de"), None);
    }

    #[test]
    fn a_missing_translation_is_a_gap_and_falls_back() {
        let text = LocalText { zh_hans: "受理".into(), ..LocalText::default() };
        assert_eq!(text.get(Lang::En), "受理");
        assert_eq!(text.lang(Lang::En), Lang::ZhHans);
        assert_eq!(text.gaps(), [Lang::ZhHant, Lang::En]);
    }
}
