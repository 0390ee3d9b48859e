//! Texts: in three languages, with the right punctuation and spaces.

use serde_json::Value;

use super::{Hit, Lint, Sight, error, gap, hit};
use crate::{
    finding::{shortened, words},
    law,
    source::join,
};

/// Punctuation of which no two stand side by side.
const STOPS: &str = "，。；：、";

/// Half-width punctuation that has a full-width form.
const HALF_WIDTH: &str = ",;:?!()";

pub(super) const LINTS: &[Lint] = &[
    error(
        "text.empty",
        law::FORMAT,
        words("简体中文是空的", "簡體中文是空的", "The simplified Chinese is empty"),
        words("写上内容", "寫上內容", "Write it"),
        empty,
    ),
    gap(
        "text.translation",
        law::FORMAT,
        words("缺少译文", "缺少譯文", "A translation is missing"),
        words("补上繁体中文和英文", "補上繁體中文和英文", "Add traditional Chinese and English"),
        translation,
    ),
    error(
        "text.punctuation",
        law::GBT_15834,
        words(
            "汉字旁边用了半角标点",
            "漢字旁邊用了半形標點",
            "Half-width punctuation beside a Han character",
        ),
        words("改用全角标点", "改用全形標點", "Use full-width punctuation"),
        punctuation,
    ),
    error(
        "text.spacing",
        law::GBT_15834,
        words(
            "汉字之间有空格、标点重复或用了全角字母数字",
            "漢字之間有空格、標點重複或用了全形字母數字",
            "A space between Han characters, doubled punctuation or full-width letters and digits",
        ),
        words(
            "删去空格和多余的标点；字母、数字用半角",
            "刪去空格和多餘的標點；字母、數字用半形",
            "Remove the space or the second mark; write letters and digits in half width",
        ),
        spacing,
    ),
    gap(
        "text.language",
        law::FORMAT,
        words(
            "英文里有汉字或中文标点",
            "英文裡有漢字或中文標點",
            "Han characters or Chinese punctuation in the English",
        ),
        words("写成英文", "寫成英文", "Write it in English"),
        language,
    ),
];

/// Calls `see` with every text of the definition: its place and its languages.
pub(super) fn each_text(value: &Value, pointer: &str, see: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(entries) if entries.contains_key("zh-Hans") => see(pointer, value),
        Value::Object(entries) => {
            for (key, value) in entries {
                each_text(value, &join(pointer, key), see);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                each_text(item, &format!("{pointer}/{index}"), see);
            }
        }
        _ => {}
    }
}

/// The text in one language.
pub(super) fn own<'a>(text: &'a Value, lang: &str) -> &'a str {
    text.get(lang).and_then(Value::as_str).unwrap_or_default().trim()
}

/// Texts that other rules demand, and that need no second finding when they are empty.
fn has_own_rule(pointer: &str) -> bool {
    let last = pointer.rsplit('/').next().unwrap_or_default();
    matches!(last, "basis" | "reason" | "quantity_limit" | "rights" | "duties" | "ask_again_basis")
}

fn empty(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        if own(text, "zh-Hans").is_empty() && !has_own_rule(pointer) {
            hits.push(hit(pointer, ""));
        }
    });
    hits
}

fn translation(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        let source = own(text, "zh-Hans");
        let missing: Vec<&str> =
            ["zh-Hant", "en"].into_iter().filter(|lang| own(text, lang).is_empty()).collect();
        if !source.is_empty() && !missing.is_empty() {
            let detail = format!("{} ({})", missing.join(", "), shortened(source));
            hits.push(hit(join(pointer, "zh-Hans"), detail));
        }
    });
    hits
}

fn punctuation(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        for lang in ["zh-Hans", "zh-Hant"] {
            if is_badly_punctuated(own(text, lang)) {
                hits.push(hit(join(pointer, lang), shortened(own(text, lang))));
            }
        }
    });
    let aliases = &sight.definition.item.aliases;
    hits.extend(super::each("item/aliases", aliases, "", |alias| {
        is_badly_punctuated(alias).then(|| shortened(alias))
    }));
    hits
}

fn is_badly_punctuated(text: &str) -> bool {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    characters.iter().enumerate().any(|(index, c)| {
        let before = index.checked_sub(1).and_then(|index| characters.get(index));
        let beside = [before, characters.get(index + 1)];
        HALF_WIDTH.contains(*c) && beside.into_iter().flatten().any(|c| is_han(*c))
    })
}

fn spacing(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        for lang in ["zh-Hans", "zh-Hant"] {
            if is_badly_spaced(own(text, lang)) {
                hits.push(hit(join(pointer, lang), shortened(own(text, lang))));
            }
        }
    });
    hits
}

/// Two Han characters with a space between them.
fn is_apart(three: &[char]) -> bool {
    let [before, space, after] = three else { return false };
    matches!(*space, ' ' | '\u{3000}') && is_han(*before) && is_han(*after)
}

fn is_badly_spaced(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let is_doubled = |two: &[char]| two.iter().all(|c| STOPS.contains(*c));
    let is_wide = |c: &char| matches!(*c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ');
    characters.windows(3).any(is_apart)
        || characters.windows(2).any(is_doubled)
        || characters.iter().any(is_wide)
}

fn language(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        if own(text, "en").chars().any(is_han) {
            hits.push(hit(join(pointer, "en"), shortened(own(text, "en"))));
        }
    });
    hits
}

/// Han characters and the punctuation that goes with them.
fn is_han(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{301F}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{FF01}'..='\u{FF5E}' | '\u{20000}'..='\u{3FFFF}')
}
