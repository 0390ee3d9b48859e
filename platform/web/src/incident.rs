//! Security events: what a watcher of the logs wants to see, under codes that stay.
//!
//! | code | when |
//! |---|---|
//! | `sign_in.done`, `sign_in.failed` | somebody signed in, or could not |
//! | `access.forbidden` | the role or relation did not allow it (403) |
//! | `access.signed_out` | a page that needs a sign-in was asked for without one |
//! | `limit.rate` | too many requests |
//! | `limit.novelty` | too many different people or things were looked up |
//! | `limit.crowd` | too many requests at once |
//! | `request.origin` | a change was sent from another site |
//! | `request.token` | a form came without its token |
//! | `request.destination` | a page was asked for as an image or script |
//! | `request.bypass` | what no page of ours sends: another media type, a name twice, an unknown method |
//! | `page.policy` | a browser reported a violation of the content security policy |
//! | `fault.panic` | a handler broke off |
//! | `content.altered` | published content is not what was published |
//!
//! Each is one line of the log with target `security`, and one more in
//! `onewindow_security_total{code}`. They name the route, the role, the account's id and the
//! client's address, and nothing that was typed.

use std::net::IpAddr;

use kernel::Actor;

/// A security event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Incident {
    /// Somebody signed in.
    SignedIn,
    /// Somebody could not sign in.
    SignInFailed,
    /// The role or relation did not allow it.
    Forbidden,
    /// A sign-in is needed.
    SignedOut,
    /// Too many requests.
    Rate,
    /// Too many different things were looked up.
    Novelty,
    /// Too many requests at once.
    Crowd,
    /// From another site.
    Origin,
    /// Without the form's token.
    Token,
    /// Asked for as an image or script.
    Destination,
    /// What no page of ours sends.
    Bypass,
    /// A report of a browser.
    Policy,
    /// A handler broke off.
    Panic,
    /// Published content was altered.
    Altered,
}

impl Incident {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::SignedIn,
        Self::SignInFailed,
        Self::Forbidden,
        Self::SignedOut,
        Self::Rate,
        Self::Novelty,
        Self::Crowd,
        Self::Origin,
        Self::Token,
        Self::Destination,
        Self::Bypass,
        Self::Policy,
        Self::Panic,
        Self::Altered,
    ];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SignedIn => "sign_in.done",
            Self::SignInFailed => "sign_in.failed",
            Self::Forbidden => "access.forbidden",
            Self::SignedOut => "access.signed_out",
            Self::Rate => "limit.rate",
            Self::Novelty => "limit.novelty",
            Self::Crowd => "limit.crowd",
            Self::Origin => "request.origin",
            Self::Token => "request.token",
            Self::Destination => "request.destination",
            Self::Bypass => "request.bypass",
            Self::Policy => "page.policy",
            Self::Panic => "fault.panic",
            Self::Altered => "content.altered",
        }
    }

    /// Whether nobody need look at it.
    const fn is_ordinary(self) -> bool {
        matches!(self, Self::SignedIn | Self::SignedOut)
    }

    /// Notes it. `place` is a route's pattern or the name of a thing, never what was typed.
    pub fn note(self, place: &str, actor: &Actor, address: Option<IpAddr>) {
        let code = self.code();
        metrics::counter!("onewindow_security_total", "code" => code).increment(1);
        let account = actor.account.map(|it| it.to_string()).unwrap_or_default();
        let address = address.map(|it| it.to_string()).unwrap_or_default();
        let role = actor.role.word();
        if self.is_ordinary() {
            tracing::info!(target: "security", code, place, role, account, address);
        } else {
            tracing::warn!(target: "security", code, place, role, account, address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_event_has_a_code_of_its_own() {
        let mut codes: Vec<_> = Incident::ALL.into_iter().map(Incident::code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Incident::ALL.len());
    }
}
