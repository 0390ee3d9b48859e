//! Numbers of licences: how they are made, compared and shown.

use kernel::code::IdNumber;

/// The number of a licence issued here: prefix, year, serial of its type in that year, such as
/// `JY2026000123`.
pub fn licence_number(prefix: &str, year: i16, serial: u64) -> String {
    format!("{prefix}{}", licence_serial(year, serial))
}

/// The serial part of number and identifier: four digits of the year, six of the serial.
pub fn licence_serial(year: i16, serial: u64) -> String {
    format!("{year:04}{serial:06}")
}

/// A number as it is compared: letters and digits only, capitals, half-width. People leave out
/// brackets, dashes and spaces, or type them in another width.
pub fn folded_number(typed: &str) -> String {
    typed
        .chars()
        .map(half_width)
        .filter(|it| it.is_alphanumeric())
        .flat_map(char::to_uppercase)
        .collect()
}

/// Whether a number is or begins with a citizen's identity number, as those of identity cards and
/// driving licences do. Such a number is personal data: it is stored masked and finds nothing in
/// public.
pub fn is_personal_number(number: &str) -> bool {
    identity_number(number).is_some()
}

/// The number with the identity number in it masked; other numbers stay as they are.
pub fn shown_number(number: &str) -> String {
    match identity_number(number) {
        Some((id, rest)) => format!("{}{rest}", id.masked()),
        None => number.to_owned(),
    }
}

fn identity_number(number: &str) -> Option<(IdNumber, String)> {
    let folded = folded_number(number);
    let (head, rest) = folded.split_at_checked(18)?;
    Some((IdNumber::parse(head).ok()?, rest.to_owned()))
}

fn half_width(typed: char) -> char {
    match u32::from(typed) {
        code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(typed),
        _ => typed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_prefix_year_and_serial() {
        assert_eq!(licence_number("JY", 2026, 123), "JY2026000123");
        assert_eq!(licence_number("JY", 2026, 1_234_567), "JY20261234567");
    }

    #[test]
    fn numbers_are_compared_without_what_people_leave_out() {
        for typed in ["海（2018）榕城市不动产权第0012305号", "海(2018) 榕城市不动产权第0012305号"]
        {
            assert_eq!(folded_number(typed), "海2018榕城市不动产权第0012305号");
        }
        assert_eq!(folded_number(" jy２０２６-000123"), "JY2026000123");
        assert_eq!(folded_number("（）"), "");
    }

    #[test]
    fn identity_numbers_are_masked() {
        assert_eq!(shown_number("71000019900101004X"), "710000********004X");
        assert_eq!(shown_number("71000019900101004x42"), "710000********004X42");
        assert!(!is_personal_number("91980102MA98RY019R"));
        assert_eq!(shown_number("JY29801020001234"), "JY29801020001234");
    }
}
