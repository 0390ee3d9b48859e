//! Folding: texts that mean the same are made to look the same.

use std::sync::LazyLock;

/// Pairs of traditional and simplified characters, with their source and licence.
const PAIRS: &str = include_str!("../assets/ts.txt");

const FIRST: char = '\u{3400}';
const LAST: char = '\u{9fff}';

/// The simplified form of each character from [`FIRST`] to [`LAST`].
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut table: Vec<char> = (FIRST..=LAST).collect();
    for line in PAIRS.lines().filter(|line| !line.starts_with('#')) {
        let mut chars = line.chars();
        if let (Some(traditional), Some(simplified)) = (chars.next(), chars.next())
            && let Some(entry) = table.get_mut(place(traditional))
        {
            *entry = simplified;
        }
    }
    table
});

fn place(letter: char) -> usize {
    (letter as usize).wrapping_sub(FIRST as usize)
}

/// Folds a text: traditional characters to simplified ones, full width to half width, capital
/// letters to small ones, line ends and tabs to spaces.
pub fn fold(text: &str) -> String {
    let simplified = &*SIMPLIFIED;
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        let letter = half_width(letter);
        if letter.is_ascii() {
            folded.push(if letter.is_control() { ' ' } else { letter.to_ascii_lowercase() });
        } else if let Some(simple) = simplified.get(place(letter)) {
            folded.push(*simple);
        } else {
            folded.extend(letter.to_lowercase());
        }
    }
    folded
}

fn half_width(letter: char) -> char {
    match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(letter as u32 - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

/// Folds a text to its letters and digits, so that two spellings of a name can be compared.
pub(crate) fn squeeze(text: &str) -> String {
    fold(text).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a character belongs to the Han script.
pub(crate) fn is_han(letter: char) -> bool {
    matches!(letter,
        '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '々' | '〇')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_scripts_fold_to_the_same_text() {
        assert_eq!(fold("社會保障卡"), fold("社会保障卡"));
        assert_eq!(fold("開餐館"), "开餐馆");
        assert_eq!(fold("營業執照變更登記"), "营业执照变更登记");
        assert_eq!(fold("臺灣居民居住證"), fold("台湾居民居住证"));
    }

    #[test]
    fn widths_and_cases_fold() {
        assert_eq!(fold("Ａ１駕照\t（KTV）"), "a1驾照 (ktv)");
        assert_eq!(squeeze("Driving-Licence！"), "drivinglicence");
        assert_eq!(fold("ÉCOLE"), "école");
    }

    #[test]
    fn the_table_holds_pairs_only() {
        for line in PAIRS.lines().filter(|line| !line.starts_with('#')) {
            assert_eq!(line.chars().count(), 2, "{line}");
        }
        assert_eq!(SIMPLIFIED[place('證')], '证');
        assert_eq!(SIMPLIFIED[place('证')], '证');
    }
}
