//! What a password may be: 8 to 128 characters of any kind, not one of the common ones, nothing of
//! the person's own data. There are no rules about kinds of characters, which make passwords worse.

/// The shortest and the longest password, in characters.
pub const SHORTEST: usize = 8;
/// See [`SHORTEST`].
pub const LONGEST: usize = 128;
/// A part of the person's own data counts from this length on.
const PART: usize = 6;

/// Why a password could be guessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// It is too short.
    #[error("the password is too short")]
    Short,
    /// It is too long.
    #[error("the password is too long")]
    Long,
    /// Many people use it.
    #[error("the password is a common one")]
    Common,
    /// It stands in a list of leaked ones.
    #[error("the password leaked elsewhere")]
    Leaked,
    /// It repeats the person's own name or numbers.
    #[error("the password is made of the person's own data")]
    Own,
}

impl WeakPassword {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Short => "password.short",
            Self::Long => "password.long",
            Self::Common => "password.common",
            Self::Leaked => "password.leaked",
            Self::Own => "password.own",
        }
    }
}

/// Whether a password can be guessed. `own` are the person's name and numbers, `is_common` knows
/// the common passwords, in small letters.
///
/// # Errors
/// [`WeakPassword`].
pub fn weakness(
    password: &str,
    own: &[&str],
    is_common: impl Fn(&str) -> bool,
) -> Result<(), WeakPassword> {
    let count = password.chars().count();
    if count < SHORTEST {
        return Err(WeakPassword::Short);
    }
    if count > LONGEST {
        return Err(WeakPassword::Long);
    }
    let plain = password.to_lowercase();
    let first = plain.chars().next();
    if is_common(&plain) || plain.chars().all(|it| Some(it) == first) {
        return Err(WeakPassword::Common);
    }
    let is_own = own.iter().any(|text| repeats(&plain, &text.to_lowercase()));
    if is_own { Err(WeakPassword::Own) } else { Ok(()) }
}

/// Whether a password is nothing more than a piece of a text, or a long piece of it with a little
/// around it.
fn repeats(password: &str, text: &str) -> bool {
    let text: Vec<char> = text.chars().filter(|it| !it.is_whitespace()).collect();
    let count = password.chars().count();
    let least = PART.min(text.len());
    if least == 0 {
        return false;
    }
    let longest = (least..=text.len())
        .flat_map(|length| text.windows(length))
        .filter(|piece| password.contains(&piece.iter().collect::<String>()))
        .map(<[char]>::len)
        .max();
    longest.is_some_and(|length| count <= length + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str) -> Result<(), WeakPassword> {
        let own = ["陈雨禾", "710000198804161226", "19900000001"];
        weakness(password, &own, |it| it == "password1")
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(check("1a2b3c4"), Err(WeakPassword::Short));
        assert_eq!(check("1a2b3c4d"), Ok(()));
        assert_eq!(check("春天的花开在山上"), Ok(()), "any kind of character");
        assert_eq!(check(&"ab".repeat(64)), Ok(()));
        assert_eq!(check(&"ab".repeat(65)), Err(WeakPassword::Long));
    }

    #[test]
    fn what_others_use_and_what_others_know_is_refused() {
        for (password, why) in [
            ("Password1", WeakPassword::Common),
            ("aaaaaaaa", WeakPassword::Common),
            ("710000198804161226", WeakPassword::Own),
            ("19880416", WeakPassword::Own),
            ("19880416!", WeakPassword::Own),
            ("chen19900000001", WeakPassword::Own),
        ] {
            assert_eq!(check(password), Err(why), "{password}");
        }
        assert_eq!(check("a long sentence with 198804 in it"), Ok(()));
    }
}
