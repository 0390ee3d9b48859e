//! Passwords that many people use: the first that are tried. The list is of our own making, from
//! what leaks show again and again: rows of digits and keys, names, pinyin words and places, with
//! the figures that people add to them. It is sorted, so that it is searched by halves.

use std::sync::LazyLock;

static LIST: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().collect());

/// Whether a password, in small letters, is a common one.
pub fn contains(password: &str) -> bool {
    LIST.binary_search(&password).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_thousand_common_passwords_are_known() {
        assert!(LIST.len() >= 3000, "{}", LIST.len());
        assert!(LIST.is_sorted(), "it is searched by halves");
        assert!(LIST.iter().all(|it| *it == it.to_lowercase() && it.len() >= 8));
        for common in ["12345678", "password1", "woaini1314", "1qaz2wsx", "a123456789", "onewindow"]
        {
            assert!(contains(common), "{common}");
        }
        assert!(!contains("correct horse battery staple"));
    }
}
