//! The keys under which licences are issued, from the first to the current one.

use jiff::Timestamp;
use kernel::{Aggregate, Given, Recorded, Words};
use serde::{Deserialize, Serialize};

/// A key that signs from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotedKey {
    /// Its id, hexadecimal.
    pub id: String,
    /// Its suite, as signature files name it.
    pub suite: String,
    /// The key that checks, base64, so that it is known when nobody holds the secret any more.
    pub public_key: String,
    /// Which of the installation's issuing keys it is; the first has 0.
    pub version: u32,
}

/// What happens to the keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum IssuerEvent {
    /// A key signs from now on.
    KeyNoted(NotedKey),
    /// Somebody else may have had the key from an instant on.
    KeyDistrusted {
        /// Its id.
        key: String,
        /// Since when.
        from: Timestamp,
        /// What is known.
        reason: Words,
    },
    /// That was a mistake: nobody else had it.
    KeyTrusted {
        /// Its id.
        key: String,
        /// What is known.
        reason: Words,
    },
}

/// Since when a key counts as stolen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distrust {
    /// Since when somebody else may have had it.
    pub from: Timestamp,
    /// When that was declared.
    pub declared_at: Timestamp,
}

/// One key and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuerKey {
    /// What was noted of it.
    #[serde(flatten)]
    pub noted: NotedKey,
    /// Since when it signs.
    pub since: Timestamp,
    /// Whether and since when it counts as stolen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distrust: Option<Distrust>,
}

/// Why something cannot be done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssuerRefusal {
    /// No licence was ever issued under it.
    #[error("no licence was ever issued under this key")]
    Unknown,
    /// It stands so already.
    #[error("the key stands so already")]
    Already,
    /// The instant lies ahead.
    #[error("the instant lies ahead")]
    Future,
    /// A reason is needed.
    #[error("a reason is needed")]
    NoReason,
}

impl IssuerRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "issuer_key.unknown",
            Self::Already => "issuer_key.already",
            Self::Future => "issuer_key.future",
            Self::NoReason => "issuer_key.no_reason",
        }
    }
}

/// The issuing keys of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Issuer {
    /// In the order in which they came, the current one last.
    pub keys: Vec<IssuerKey>,
}

impl Issuer {
    /// The key of the only stream of this kind.
    pub const KEY: &'static str = "licences";

    /// The key that signs now.
    pub fn current(&self) -> Option<&IssuerKey> {
        self.keys.last()
    }

    /// Which of the issuing keys signs now.
    pub fn version(&self) -> u32 {
        self.current().map_or(0, |it| it.noted.version)
    }

    /// A key by its id.
    pub fn key(&self, id: &str) -> Option<&IssuerKey> {
        self.keys.iter().find(|it| it.noted.id == id)
    }

    /// Since when a key counts as stolen, if it does.
    pub fn distrusted_from(&self, id: &str) -> Option<Timestamp> {
        self.key(id).and_then(|it| it.distrust).map(|it| it.from)
    }

    /// Notes the key that signs from now on, unless it is noted.
    pub fn note(&self, key: NotedKey) -> Vec<IssuerEvent> {
        let is_known = self.current().is_some_and(|it| it.noted == key);
        if is_known { Vec::new() } else { vec![IssuerEvent::KeyNoted(key)] }
    }

    /// Declares that somebody else may have had a key from an instant on. If it signs now, `next`
    /// takes its place in the same step, so that nothing more is issued under it.
    ///
    /// # Errors
    /// [`IssuerRefusal`].
    pub fn distrust(
        &self,
        id: &str,
        from: Timestamp,
        reason: &str,
        next: Option<NotedKey>,
        given: &Given,
    ) -> Result<Vec<IssuerEvent>, IssuerRefusal> {
        let key = self.key(id).ok_or(IssuerRefusal::Unknown)?;
        if from > given.now {
            return Err(IssuerRefusal::Future);
        }
        if key.distrust.is_some_and(|it| it.from == from) {
            return Err(IssuerRefusal::Already);
        }
        let reason = told(reason)?;
        let mut events = vec![IssuerEvent::KeyDistrusted { key: id.to_owned(), from, reason }];
        let is_current = self.current().is_some_and(|it| it.noted.id == id);
        events.extend(next.filter(|_| is_current).map(IssuerEvent::KeyNoted));
        Ok(events)
    }

    /// Corrects such a declaration.
    ///
    /// # Errors
    /// [`IssuerRefusal`].
    pub fn trust(&self, id: &str, reason: &str) -> Result<Vec<IssuerEvent>, IssuerRefusal> {
        let key = self.key(id).ok_or(IssuerRefusal::Unknown)?;
        if key.distrust.is_none() {
            return Err(IssuerRefusal::Already);
        }
        Ok(vec![IssuerEvent::KeyTrusted { key: id.to_owned(), reason: told(reason)? }])
    }

    fn at(&mut self, id: &str) -> Option<&mut IssuerKey> {
        self.keys.iter_mut().find(|it| it.noted.id == id)
    }
}

fn told(reason: &str) -> Result<Words, IssuerRefusal> {
    let reason = reason.trim();
    if reason.is_empty() { Err(IssuerRefusal::NoReason) } else { Ok(reason.into()) }
}

impl Aggregate for Issuer {
    type Event = IssuerEvent;
    const KIND: &'static str = "issuer";

    fn word(event: &IssuerEvent) -> &'static str {
        match event {
            IssuerEvent::KeyNoted(_) => "issuer.key_noted",
            IssuerEvent::KeyDistrusted { .. } => "issuer.key_distrusted",
            IssuerEvent::KeyTrusted { .. } => "issuer.key_trusted",
        }
    }

    fn apply(&mut self, event: &Recorded<IssuerEvent>) {
        match event.event.clone() {
            IssuerEvent::KeyNoted(noted) => {
                // A key that comes back, such as after a change of the suite, signs from now on.
                let before = self.keys.iter().position(|it| it.noted.id == noted.id);
                let distrust = before.and_then(|at| self.keys.remove(at).distrust);
                self.keys.push(IssuerKey { noted, since: event.at, distrust });
            }
            IssuerEvent::KeyDistrusted { key, from, .. } => {
                if let Some(key) = self.at(&key) {
                    key.distrust = Some(Distrust { from, declared_at: event.at });
                }
            }
            IssuerEvent::KeyTrusted { key, .. } => {
                if let Some(key) = self.at(&key) {
                    key.distrust = None;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::{Actor, id::EventId};

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn key(version: u32) -> NotedKey {
        NotedKey {
            id: format!("k{version}"),
            suite: "ed25519".to_owned(),
            public_key: String::new(),
            version,
        }
    }

    fn after(issuer: &Issuer, events: Vec<IssuerEvent>, second: i64) -> Issuer {
        let mut issuer = issuer.clone();
        for event in events {
            let id: EventId = "01900000-0000-7000-8000-000000000002".parse().unwrap();
            issuer.apply(&Recorded { id, seq: 1, at: at(second), by: Actor::SYSTEM, event });
        }
        issuer
    }

    fn given(second: i64) -> Given {
        Given { now: at(second), today: date(2026, 3, 2), serial: 0 }
    }

    #[test]
    fn a_stolen_key_that_signs_is_replaced_in_the_same_step_and_a_former_one_is_not() {
        let issuer = after(&Issuer::default(), Issuer::default().note(key(0)), 10);
        assert_eq!(issuer.note(key(0)), []);
        let stolen = issuer.distrust("k0", at(5), "失窃", Some(key(1)), &given(20)).unwrap();
        let issuer = after(&issuer, stolen, 20);
        assert_eq!((issuer.version(), issuer.distrusted_from("k0")), (1, Some(at(5))));
        assert_eq!(issuer.distrusted_from("k1"), None);
        let again = issuer.distrust("k0", at(3), "更早", Some(key(2)), &given(30)).unwrap();
        let issuer = after(&issuer, again, 30);
        assert_eq!((issuer.version(), issuer.distrusted_from("k0")), (1, Some(at(3))));
        let issuer = after(&issuer, issuer.trust("k0", "没有失窃").unwrap(), 40);
        assert_eq!(issuer.distrusted_from("k0"), None);
    }

    #[test]
    fn what_cannot_be_declared_is_refused() {
        let issuer = after(&Issuer::default(), Issuer::default().note(key(0)), 10);
        let declare = |issuer: &Issuer, id, from, reason| {
            issuer.distrust(id, at(from), reason, None, &given(20)).unwrap_err()
        };
        assert_eq!(declare(&issuer, "k9", 5, "x"), IssuerRefusal::Unknown);
        assert_eq!(declare(&issuer, "k0", 21, "x"), IssuerRefusal::Future);
        assert_eq!(declare(&issuer, "k0", 5, " "), IssuerRefusal::NoReason);
        assert_eq!(issuer.trust("k0", "x"), Err(IssuerRefusal::Already));
        let stolen = issuer.distrust("k0", at(5), "x", None, &given(20)).unwrap();
        let issuer = after(&issuer, stolen, 20);
        assert_eq!(declare(&issuer, "k0", 5, "x"), IssuerRefusal::Already);
    }
}
