//! Codes of divisions (GB/T 2260, GB/T 10114): twelve digits, of which each level takes some.

/// How many digits say where a place is: province, city, county, township, village.
const LEVELS: [usize; 5] = [2, 4, 6, 9, 12];

/// Whether the division `upper` is the division `lower` or contains it. What is no code of twelve
/// digits contains nothing and lies nowhere.
pub fn division_covers(upper: &str, lower: &str) -> bool {
    let is_code = |code: &str| code.len() == 12 && code.bytes().all(|it| it.is_ascii_digit());
    if !is_code(upper) || !is_code(lower) {
        return false;
    }
    let is_empty_after = |level: &&usize| upper.bytes().skip(**level).all(|it| it == b'0');
    let digits = LEVELS.iter().find(is_empty_after).copied().unwrap_or(12);
    upper.bytes().zip(lower.bytes()).take(digits).all(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_contains_itself_and_those_below() {
        let (province, city) = ("980000000000", "980100000000");
        let (county, township, village) = ("980102000000", "980102001000", "980102001003");
        let chain = [province, city, county, township, village];
        for (at, upper) in chain.iter().enumerate() {
            for (below, lower) in chain.iter().enumerate() {
                assert_eq!(division_covers(upper, lower), at <= below, "{upper} {lower}");
            }
        }
    }

    #[test]
    fn neighbours_and_words_contain_nothing() {
        for (upper, lower) in [
            ("980102000000", "980104000000"),
            ("980102001001", "980102001002"),
            ("", "980100000000"),
            ("98010", "980100000000"),
            ("980100000000", ""),
            ("98010000000x", "98010000000x"),
        ] {
            assert!(!division_covers(upper, lower), "{upper} {lower}");
        }
    }
}
