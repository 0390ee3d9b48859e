//! Plain words: names without codes, everyday words, short sentences.

use super::{
    Hit, Lint, Sight, error, gap, hit,
    text::{each_text, own},
};
use crate::{
    finding::{shortened, words},
    law,
    source::join,
};

/// The most characters between two full stops.
const SENTENCE: usize = 60;

/// The fewest digits that are a code and no amount, year or size.
const CODE_DIGITS: usize = 5;

/// Words of officialese (公文用语) and what people say instead.
const OFFICIALESE: &[(&str, &str)] = &[
    ("特此", "删去"),
    ("兹", "现在"),
    ("予以", "给、做"),
    ("应予", "应当"),
    ("系指", "是指"),
    ("贵方", "您"),
    ("贵单位", "您的单位"),
    ("上述", "写出名称"),
    ("该等", "这些"),
    ("届时", "到时候"),
    ("均须", "都要"),
    ("业经", "已经"),
    ("鉴于", "因为"),
    ("酌情", "写明什么情况下"),
    ("若干", "写明多少"),
    ("之规定", "的规定"),
    ("未果", "没有办成"),
];

pub(super) const LINTS: &[Lint] = &[
    error(
        "plain.code",
        law::GUIDE_2016,
        words("名称里有内部代码", "名稱裡有內部代碼", "A name contains an internal code"),
        words(
            "只写人们说的名称；代码有自己的栏目",
            "只寫人們說的名稱；代碼有自己的欄目",
            "Write the name that people say; codes have places of their own",
        ),
        code,
    ),
    gap(
        "plain.officialese",
        law::GUIDE_2016,
        words("用了公文用语", "用了公文用語", "A word of officialese"),
        words("改用日常说法", "改用日常說法", "Use the everyday word"),
        officialese,
    ),
    gap(
        "plain.sentence",
        law::GUIDE_2016,
        words("一句话太长", "一句話太長", "A sentence is too long"),
        words(
            "拆成几句，每句不超过六十个字",
            "拆成幾句，每句不超過六十個字",
            "Split it; sixty characters are enough for one sentence",
        ),
        sentence,
    ),
];

/// The last key of a pointer to a text; of a text in a list, the key of the list.
fn key(pointer: &str) -> &str {
    let mut keys = pointer.rsplit('/');
    let last = keys.next().unwrap_or_default();
    let is_index = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    if is_index { keys.next().unwrap_or_default() } else { last }
}

/// Whether it is a name or a heading.
fn is_title(pointer: &str) -> bool {
    matches!(key(pointer), "name" | "title")
}

/// Whether it is said to the reader in our own words, and not taken from a law.
fn is_told(pointer: &str) -> bool {
    matches!(
        key(pointer),
        "title" | "summary" | "conditions" | "question" | "answer" | "label" | "hint" | "reason"
    )
}

fn is_code(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let has_letter = word.bytes().any(|byte| byte.is_ascii_alphabetic());
    digits >= CODE_DIGITS || (has_letter && (digits >= 2 || word.contains('_')))
}

fn code(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        if !is_title(pointer) {
            return;
        }
        let is_between = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if let Some(word) = own(text, "zh-Hans").split(is_between).find(|word| is_code(word)) {
            hits.push(hit(join(pointer, "zh-Hans"), shortened(word)));
        }
    });
    hits
}

fn officialese(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        if !is_told(pointer) {
            return;
        }
        let said = own(text, "zh-Hans");
        for (word, everyday) in OFFICIALESE.iter().filter(|(word, _)| said.contains(word)) {
            hits.push(hit(join(pointer, "zh-Hans"), format!("{word} → {everyday}")));
        }
    });
    hits
}

fn sentence(sight: &Sight<'_>) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        if !is_told(pointer) {
            return;
        }
        let mut sentences = own(text, "zh-Hans").split(['。', '；', '！', '？']);
        if let Some(long) = sentences.find(|sentence| sentence.chars().count() > SENTENCE) {
            hits.push(hit(join(pointer, "zh-Hans"), shortened(long.trim())));
        }
    });
    hits
}
