//! A visitor's own settings, kept in cookies: text size, colours, language, shortcut keys.

use axum::http::HeaderMap;

use crate::{Web, session};

/// What a visitor has set. Nothing is stored before they choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Prefs {
    pub size: &'static str,
    pub theme: &'static str,
    pub keys: bool,
    pub lang: Option<kernel::Lang>,
}

const SIZES: [&str; 3] = ["standard", "large", "huge"];
const THEMES: [&str; 3] = ["auto", "light", "dark"];
/// A year, in seconds.
const KEPT: i64 = 31_536_000;

impl Prefs {
    pub fn read(headers: &HeaderMap, web: &Web) -> Self {
        let own = |name| cookie(headers, &web.cookie_of_choice(name));
        let one_of = |name, words: [&'static str; 3]| {
            let wish = own(name);
            words.into_iter().find(|word| Some(*word) == wish).unwrap_or(words[0])
        };
        Self {
            size: one_of("size", SIZES),
            theme: one_of("theme", THEMES),
            keys: own("keys") != Some("off"),
            lang: own("lang").and_then(kernel::Lang::parse),
        }
    }

    /// The cookie that remembers a choice, if the choice is one of ours.
    pub fn remember(name: &str, value: &str, web: &Web) -> Option<String> {
        let cookie = || {
            let name = web.cookie_of_choice(name);
            session::cookie(&name, value, web.is_secure(), Some(KEPT))
        };
        is_choice(name, value).then(cookie)
    }
}

fn is_choice(name: &str, value: &str) -> bool {
    match name {
        "size" => SIZES.contains(&value),
        "theme" => THEMES.contains(&value),
        "keys" => matches!(value, "on" | "off"),
        "lang" => kernel::Lang::parse(value).is_some(),
        _ => false,
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let texts = headers.get_all("cookie").iter().filter_map(|header| header.to_str().ok());
    texts.into_iter().find_map(|text| cookie_of(text, name))
}

/// The value of a cookie in a `Cookie` header.
pub(crate) fn cookie_of<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut pairs = text.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Whether a return address stays on this site.
pub fn is_local_path(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.contains(|c: char| c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_choices_are_remembered() {
        assert!(is_choice("size", "large"));
        assert!(!is_choice("size", "large; Domain=evil"));
        assert!(!is_choice("admin", "on"));
    }

    #[test]
    fn a_return_address_stays_on_this_site() {
        assert!(is_local_path("/zh-hans/track?ref=1"));
        for evil in ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb"] {
            assert!(!is_local_path(evil), "{evil}");
        }
    }
}
