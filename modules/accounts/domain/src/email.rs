//! E-mail addresses in the form in which they are kept.

/// The text is no e-mail address that we send to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an e-mail address")]
pub struct BadEmail;

/// No address is longer (RFC 5321 4.5.3.1.3), nor the part before the `@` (4.5.3.1.1).
const LONGEST: usize = 254;
const LONGEST_LOCAL: usize = 64;

/// Reads an address as people type it: full-width letters become half-width, blanks around it go.
/// Quoted local parts and addresses outside ASCII are not taken.
///
/// # Errors
/// [`BadEmail`].
pub fn email_form(typed: &str) -> Result<String, BadEmail> {
    let plain: String = typed.trim().chars().map(crate::login::half_width).collect();
    let (local, domain) = plain.rsplit_once('@').ok_or(BadEmail)?;
    let is_whole = plain.len() <= LONGEST && is_local(local) && is_domain(domain);
    // The server's part knows no capitals; before the `@` they may count.
    if is_whole { Ok(format!("{local}@{}", domain.to_ascii_lowercase())) } else { Err(BadEmail) }
}

fn is_local(local: &str) -> bool {
    let is_atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    local.len() <= LONGEST_LOCAL
        && local.split('.').all(|atom| !atom.is_empty() && atom.chars().all(is_atom))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        let is_plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let has_edge = label.starts_with('-') || label.ends_with('-');
        (1..=63).contains(&label.len()) && is_plain && !has_edge
    };
    // An address of numbers is no domain.
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(is_label)
        && last.chars().any(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_people_type_them() {
        for (typed, kept) in [
            (" chen@example.cn ", "chen@example.cn"),
            ("ＣＨＥＮ＠example.cn", "CHEN@example.cn"),
            ("chen.yuhe+city@Mail.EXAMPLE.cn", "chen.yuhe+city@mail.example.cn"),
        ] {
            assert_eq!(email_form(typed).as_deref(), Ok(kept));
        }
    }

    #[test]
    fn what_is_no_single_address_is_refused() {
        let long = format!("{}@example.cn", "a".repeat(65));
        for typed in [
            "",
            "chen",
            "@example.cn",
            "chen@",
            "chen@example",
            "chen@127.0.0.1",
            "a b@example.cn",
            "a@example.cn,b@example.cn",
            "a@b@example.cn",
            ".a@example.cn",
            "a..b@example.cn",
            "a@-example.cn",
            "a@example..cn",
            "<a@example.cn>",
            "a@example.cn\r\nBcc: b@example.cn",
            "陈@example.cn",
            &long,
        ] {
            assert_eq!(email_form(typed), Err(BadEmail), "{typed:?}");
        }
    }
}
