//! Invented codes for tests. Their regions and bodies are not given to anybody.

use proptest::prelude::*;

use super::{CreditCode, IdNumber};

/// Identity numbers with right check digits.
pub(crate) const VALID_ID_NUMBERS: [&str; 3] =
    ["71000019900101004X", "710000200002290050", "710000194910015187"];

/// Credit codes with the organisation codes inside; all checks are right.
pub(crate) const VALID_CREDIT_CODES: [(&str, &str); 4] = [
    ("11350000000000019H", "000000019"),
    ("521100005001000249", "500100024"),
    ("92440300MABCDEFG3A", "MABCDEFG3"),
    ("91350100MAXYW1232A", "MAXYW1232"),
];

/// The text with another character at one place. The text is ASCII.
pub(crate) fn replace(text: &str, place: usize, new: &str) -> String {
    format!("{}{new}{}", &text[..place], &text[place + 1..])
}

/// Any identity number with a right check digit, in the region of invented people.
pub(crate) fn id_number() -> impl Strategy<Value = String> {
    (1900i16..2100, 1i8..=12, 1i8..=28, 0u16..1000).prop_map(|(year, month, day, sequence)| {
        let body = format!("710000{year}{month:02}{day:02}{sequence:03}");
        completed(&body, "0123456789X", |number| IdNumber::parse(number).is_ok())
    })
}

/// Any credit code with a right check character.
pub(crate) fn credit_code() -> impl Strategy<Value = String> {
    "[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}".prop_map(|body| {
        let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
        completed(&body, alphabet, |code| CreditCode::parse(code).is_ok())
    })
}

fn completed(body: &str, alphabet: &str, is_right: impl Fn(&str) -> bool) -> String {
    let mut candidates = alphabet.chars().map(|check| format!("{body}{check}"));
    candidates.find(|candidate| is_right(candidate)).expect("one check character is right")
}
