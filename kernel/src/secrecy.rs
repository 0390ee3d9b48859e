//! What must not become public unnoticed: numbers of people, their addresses, and marks of papers
//! that are not for everybody (保密审查). Whether it may be public after all, a person decides.

use crate::code::{IdNumber, Mobile};

/// Marks of papers that are not for everybody. Laws that merely name such papers speak of 国家秘密.
pub const MARKS: [&str; 8] =
    ["绝密", "機密★", "机密★", "秘密★", "内部资料", "內部資料", "不得公开", "不得公開"];

/// Mailboxes below this domain are an authority's own.
const OFFICIAL: &str = "gov.cn";

/// What was found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sensitive {
    /// An identity number with a right check character.
    IdNumber,
    /// A mobile number.
    Mobile,
    /// The number of a bank card with a right check digit.
    BankCard,
    /// An e-mail address that is no authority's.
    Email,
    /// A mark or word of the list.
    Mark,
}

/// What stands in a text that is about to become public. `words` are looked for besides [`MARKS`].
pub fn sensitive(text: &str, words: &[String]) -> Vec<Sensitive> {
    let plain: String = text.chars().map(half_width).collect();
    let mut found: Vec<_> = runs(&plain).iter().filter_map(|run| number(run)).collect();
    if plain.split(is_break).any(is_personal_address) {
        found.push(Sensitive::Email);
    }
    let is_marked = MARKS.iter().any(|it| text.contains(it));
    if is_marked || words.iter().any(|it| !it.is_empty() && text.contains(it.as_str())) {
        found.push(Sensitive::Mark);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// A text with what identifies somebody hidden: a finding is shown to others and logged.
pub fn masked(text: &str) -> String {
    let hidden = |it: char| if half_width(it).is_ascii_digit() { '*' } else { it };
    let parts = text.split_inclusive(is_break).map(|part| {
        let bare = part.trim_end_matches(is_break);
        match bare.split_once('@') {
            Some((name, host)) if is_personal_address(bare) => {
                let first: String = name.chars().take(1).collect();
                format!("{first}***@{host}{}", &part[bare.len()..])
            }
            _ => part.to_owned(),
        }
    });
    parts.collect::<String>().chars().map(hidden).collect()
}

/// The runs of digits, with an X at their end, also with blanks or hyphens between them.
fn runs(text: &str) -> Vec<String> {
    let joined: String = text.chars().filter(|it| !matches!(it, ' ' | '-' | '\u{3000}')).collect();
    let parts = joined.split(|it: char| !it.is_ascii_digit() && !matches!(it, 'X' | 'x'));
    parts.map(|it| it.trim_start_matches(['x', 'X']).to_uppercase()).collect()
}

fn number(run: &str) -> Option<Sensitive> {
    let digits = run.trim_end_matches('X');
    if IdNumber::parse(run).is_ok() {
        return Some(Sensitive::IdNumber);
    }
    if Mobile::parse(digits).is_ok() {
        return Some(Sensitive::Mobile);
    }
    is_card(digits).then_some(Sensitive::BankCard)
}

/// Numbers of cards have 16 to 19 digits, begin with the number of a network, and fulfil Luhn's
/// formula (GB/T 17552, ISO/IEC 7812-1).
fn is_card(digits: &str) -> bool {
    (16..=19).contains(&digits.len()) && digits.starts_with(['3', '4', '5', '6']) && luhn(digits)
}

fn luhn(digits: &str) -> bool {
    let value = |(place, digit): (usize, char)| {
        let digit = digit.to_digit(10).unwrap_or(0);
        match place % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        }
    };
    digits.chars().rev().enumerate().map(value).sum::<u32>().is_multiple_of(10)
}

fn is_personal_address(part: &str) -> bool {
    let is_part = |it: &str| {
        !it.is_empty() && it.chars().all(|c| c.is_ascii_alphanumeric() || "._-+".contains(c))
    };
    let Some((name, host)) = part.trim_matches('.').split_once('@') else { return false };
    let host = host.to_ascii_lowercase();
    let is_official = host == OFFICIAL || host.ends_with(&format!(".{OFFICIAL}"));
    is_part(name) && is_part(&host) && host.contains('.') && !is_official
}

/// Whether an address ends here.
fn is_break(it: char) -> bool {
    !(it.is_ascii_alphanumeric() || "._-+@".contains(it))
}

fn half_width(typed: char) -> char {
    let code = u32::from(typed);
    match code {
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(typed),
        _ => typed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_names_or_reaches_a_person_is_found_however_it_is_written() {
        for (text, expected) in [
            ("联系张三 13800138000", Sensitive::Mobile),
            ("x138-0013-8000", Sensitive::Mobile),
            ("１３８００１３８０００", Sensitive::Mobile),
            ("710000198804161226", Sensitive::IdNumber),
            ("71000019880416 1226。", Sensitive::IdNumber),
            ("账号6222 0000 0000 0000 004。", Sensitive::BankCard),
            ("写信给zhang.san@example.com。", Sensitive::Email),
            ("Mail zhang.san@example.com, please", Sensitive::Email),
            ("本件为内部资料", Sensitive::Mark),
            ("此件机密★一年", Sensitive::Mark),
        ] {
            assert_eq!(sensitive(text, &[]), [expected], "{text}");
        }
        let both = "张三 13800138000，zhang@example.com";
        assert_eq!(sensitive(both, &[]), [Sensitive::Mobile, Sensitive::Email]);
    }

    #[test]
    fn what_everybody_may_read_is_not_found() {
        for text in [
            "0591-87654321",
            "12345",
            "11350000000000019H001",
            "710000198804161227",
            "6222 0000 0000 0000 006",
            "2026 年 3 月 2 日",
            "service@rongcheng.gov.cn",
            "涉及国家秘密的除外",
            "a@b",
            "@",
            "",
        ] {
            assert_eq!(sensitive(text, &[]), [], "{text}");
        }
    }

    #[test]
    fn an_installation_has_words_of_its_own() {
        let words = ["演练代号".to_owned(), String::new()];
        assert_eq!(sensitive("演练代号青松", &words), [Sensitive::Mark]);
        assert_eq!(sensitive("演练", &words), []);
    }

    #[test]
    fn a_finding_does_not_tell_what_it_found() {
        assert_eq!(masked("张三 138"), "张三 ***");
        assert_eq!(masked("写信给 zhang.san@example.com。"), "写信给 z***@example.com。");
        assert_eq!(masked("１３８"), "***");
    }
}
