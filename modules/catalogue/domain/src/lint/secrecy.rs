//! What must not be published: numbers of people, and marks of what is not for everybody.

use kernel::code::{IdNumber, Mobile};
use serde_json::Value;

use super::{Hit, Lint, Sight, error, gap, hit, text::each_text};
use crate::{
    finding::{shortened, words},
    law,
    source::join,
};

/// Marks of papers that are not for everybody. Laws that merely name such papers speak of 国家秘密.
const MARKS: [&str; 8] =
    ["绝密", "機密★", "机密★", "秘密★", "内部资料", "內部資料", "不得公开", "不得公開"];

pub(super) const LINTS: &[Lint] = &[
    error(
        "secrecy.number",
        law::PERSONAL_INFORMATION,
        words(
            "含有个人的身份证号或手机号",
            "含有個人的身份證號或手機號",
            "A person's identity or mobile number",
        ),
        words(
            "删去；联系方式写单位的固定电话",
            "刪去；聯絡方式寫單位的固定電話",
            "Take it out; to be reached, name the authority's landline",
        ),
        numbers,
    ),
    gap(
        "secrecy.mark",
        law::DISCLOSURE_17,
        words(
            "含有涉密或内部文件的字样",
            "含有涉密或內部文件的字樣",
            "A mark of a secret or internal paper",
        ),
        words(
            "发布前由第二个人作保密审查，不应公开的删去",
            "發布前由第二個人作保密審查，不應公開的刪去",
            "The second person checks whether it may be public, and else it is taken out",
        ),
        marks,
    ),
];

fn found(sight: &Sight<'_>, is_wrong: impl Fn(&str) -> bool) -> Vec<Hit> {
    let mut hits = Vec::new();
    each_text(&sight.value, "", &mut |pointer, text| {
        for lang in ["zh-Hans", "zh-Hant", "en"] {
            let own = text.get(lang).and_then(Value::as_str).unwrap_or_default();
            if is_wrong(own) {
                hits.push((join(pointer, lang), own.to_owned()));
            }
        }
    });
    hits.into_iter().map(|(pointer, own)| hit(pointer, masked(&own))).collect()
}

fn numbers(sight: &Sight<'_>) -> Vec<Hit> {
    found(sight, has_number)
}

fn marks(sight: &Sight<'_>) -> Vec<Hit> {
    found(sight, |text| MARKS.iter().any(|mark| text.contains(mark)))
}

/// Whether an identity number with a right check character or a mobile number stands in a text,
/// also with blanks or hyphens between its digits.
fn has_number(text: &str) -> bool {
    let plain: String = text.chars().filter(|it| !matches!(it, ' ' | '-' | '\u{3000}')).collect();
    let runs = plain.split(|it: char| !it.is_ascii_digit() && !matches!(it, 'X' | 'x'));
    runs.into_iter().any(|run| {
        let run = run.trim_start_matches(['x', 'X']);
        let digits = run.trim_end_matches(['x', 'X']);
        Mobile::parse(digits).is_ok() || IdNumber::parse(&run.to_uppercase()).is_ok()
    })
}

/// The place in a text, with its digits hidden: a finding is shown to others and logged.
fn masked(text: &str) -> String {
    let hidden = |it: char| if it.is_ascii_digit() { '*' } else { it };
    shortened(text).chars().map(hidden).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_found_and_others_are_not() {
        let people = [
            "联系张三 13800138000",
            "710000198804161226",
            "71000019880416 1226。",
            "x138-0013-8000",
        ];
        for text in people {
            assert!(has_number(text), "{text}");
        }
        let others =
            ["0591-87654321", "12345", "11350000000000019H001", "710000198804161227", "2026 年"];
        for text in others {
            assert!(!has_number(text), "{text}");
        }
        assert_eq!(masked("张三 138"), "张三 ***");
    }
}
