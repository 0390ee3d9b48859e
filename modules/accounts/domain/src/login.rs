//! What people sign in with, in the form in which it is compared, and how numbers are shown.

use kernel::code::{IdNumber, Mobile};

/// An identity or other personal number as it is compared: half-width, in capitals, without
/// blanks and dashes. Not only identity numbers are numbers of persons, so the form is not
/// checked here.
pub fn number_form(typed: &str) -> String {
    plain(typed).filter(|c| *c != '-').map(|c| c.to_ascii_uppercase()).collect()
}

/// A staff member's login name as it is compared: half-width, in small letters, without blanks.
pub fn staff_form(typed: &str) -> String {
    plain(typed).map(|c| c.to_ascii_lowercase()).collect()
}

fn plain(typed: &str) -> impl Iterator<Item = char> {
    typed.chars().map(half_width).filter(|c| !c.is_whitespace())
}

pub(crate) fn half_width(typed: char) -> char {
    let code = u32::from(typed);
    match code {
        0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(typed),
        _ => typed,
    }
}

/// A person's number with its middle hidden, whatever kind of number it is.
pub fn masked(number: &str) -> String {
    if let Ok(id_number) = IdNumber::parse(number) {
        return id_number.masked();
    }
    if let Ok(mobile) = Mobile::parse(number) {
        return mobile.masked();
    }
    let count = number.chars().count();
    let shown = if count < 8 { 1 } else { 2 };
    let hide = |(index, c): (usize, char)| {
        if index < shown || index + shown >= count { c } else { '*' }
    };
    number.chars().enumerate().map(hide).collect()
}
