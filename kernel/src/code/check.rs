//! The check-digit systems. All expect text that has already been checked for its characters;
//! they answer none where a character does not belong.

/// Digits and capitals, the characters of ISO 7064 MOD 37,36 and of GB 11714.
const ALPHANUMERIC: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The value of a character: its place in the alphabet.
pub(super) fn value(alphabet: &[u8], character: u8) -> Option<u32> {
    let place = alphabet.iter().position(|known| *known == character)?;
    u32::try_from(place).ok()
}

/// The value of a digit or capital, 0 to 35.
pub(super) fn alphanumeric(character: u8) -> Option<u32> {
    value(ALPHANUMERIC, character)
}

fn character(alphabet: &[u8], value: u32) -> Option<char> {
    alphabet.get(usize::try_from(value).ok()?).map(|byte| char::from(*byte))
}

/// ISO 7064 MOD 11-2 over digits, as in GB 11643.
pub(super) fn mod_11_2(digits: &str) -> Option<char> {
    let mut sum = 0;
    for digit in digits.chars() {
        sum = (sum + digit.to_digit(10)?) * 2 % 11;
    }
    character(b"0123456789X", (12 - sum) % 11)
}

/// The sum of the values, each weighted with the next power of 3, modulo 31, as in GB 32100.
pub(super) fn sum_mod_31(values: impl IntoIterator<Item = u32>) -> u32 {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        sum = (sum + value * weight) % 31;
        weight = weight * 3 % 31;
    }
    sum
}

/// The check character of an organisation code of eight characters, GB 11714.
pub(super) fn organisation(code: &str) -> Option<char> {
    let mut sum = 0;
    for (byte, weight) in code.bytes().zip([3, 7, 9, 10, 5, 8, 4, 2]) {
        sum += alphanumeric(byte)? * weight;
    }
    match 11 - sum % 11 {
        10 => Some('X'),
        11 => Some('0'),
        digit => char::from_digit(digit, 10),
    }
}

/// ISO 7064 MOD 37,36 over digits and capitals, as in GB/T 36904.
pub(super) fn mod_37_36(text: &str) -> Option<char> {
    let mut product = 36;
    for byte in text.bytes() {
        product = match (product + alphanumeric(byte)?) % 36 {
            0 => 36,
            rest => rest,
        };
        product = product * 2 % 37;
    }
    character(ALPHANUMERIC, (37 - product) % 36)
}
