//! How strongly, and when, the person of a session proved who they are.

use jiff::Timestamp;
use kernel::IdentityLevel;
use serde::{Deserialize, Serialize};

/// One way in which a person proves who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// A password.
    Password,
    /// A one-time code of an authenticator app.
    Code,
    /// One of the codes that were written down.
    BackupCode,
    /// A passkey, unlocked by its owner (a device and a finger, face or PIN).
    Passkey,
    /// Another sign-in service, which vouches for one factor.
    OpenId,
    /// Another sign-in service, which vouches for two factors.
    OpenIdTwo,
    /// How sure another sign-in service is who it is; no way of its own.
    Identity(IdentityLevel),
}

/// How strongly a person proved who they are, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Not at all.
    None,
    /// With one factor.
    One,
    /// With two factors.
    Two,
    /// With two factors that cannot be used on a forged page.
    Resistant,
}

/// With what staff have to prove who they are before they work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StaffFactor {
    /// With two factors; the second may be the code of an app, which a forged page can pass on.
    #[default]
    Code,
    /// With a passkey, which no forged page can use.
    Passkey,
}

impl StaffFactor {
    /// So strong they have to be.
    pub const fn least(self) -> Strength {
        match self {
            Self::Code => Strength::Two,
            Self::Passkey => Strength::Resistant,
        }
    }
}

/// What a person proved in a session, and when they last did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assurance {
    /// The ways they used, each once.
    pub methods: Vec<Method>,
    /// When they last proved it.
    pub proven_at: Timestamp,
}

impl Assurance {
    /// Proved now in these ways.
    pub fn new(methods: &[Method], proven_at: Timestamp) -> Self {
        let mut methods = methods.to_vec();
        methods.sort_unstable();
        methods.dedup();
        Self { methods, proven_at }
    }

    /// How sure it is who they are, as another sign-in service said; none where nobody did.
    pub fn identity(&self) -> Option<IdentityLevel> {
        let level = |it: &Method| match it {
            Method::Identity(level) => Some(*level),
            _ => None,
        };
        self.methods.iter().filter_map(level).max()
    }

    /// How strong it is.
    pub fn strength(&self) -> Strength {
        strength(&self.methods)
    }
}

/// How strong these ways are together: what one knows and what one has are two.
pub fn strength(methods: &[Method]) -> Strength {
    let has = |method| methods.contains(&method);
    let knows = has(Method::Password) || has(Method::OpenId);
    let owns = has(Method::Code) || has(Method::BackupCode);
    if has(Method::Passkey) {
        Strength::Resistant
    } else if has(Method::OpenIdTwo) || knows && owns {
        Strength::Two
    } else if knows || owns {
        Strength::One
    } else {
        Strength::None
    }
}

/// What somebody confirmed again that they want to do, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepUp {
    /// The action of the policy table.
    pub action: String,
    /// When.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_factors_are_of_two_kinds() {
        use Method::{BackupCode, Code, OpenId, OpenIdTwo, Passkey, Password};
        for (methods, expected) in [
            (&[][..], Strength::None),
            (&[Password], Strength::One),
            (&[Code, BackupCode], Strength::One),
            (&[Password, OpenId], Strength::One),
            (&[Password, Code], Strength::Two),
            (&[Password, BackupCode], Strength::Two),
            (&[OpenIdTwo], Strength::Two),
            (&[Passkey], Strength::Resistant),
        ] {
            assert_eq!(strength(methods), expected, "{methods:?}");
        }
        assert!(Strength::Two > Strength::One);
    }
}
