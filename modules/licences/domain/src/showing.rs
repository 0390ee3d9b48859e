//! Showing a licence to one verifier: for some minutes, once, and only what its holder agreed to.

use jiff::{SignedDuration, Timestamp};
use kernel::{
    Actor, Aggregate, Given, Recorded, Sealed, Words,
    id::{LicenceId, SubjectId},
};
use serde::{Deserialize, Serialize};

/// For whom a showing is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Verifier {
    /// A firm, for which the verifier acts.
    Firm(SubjectId),
    /// An authority, in which the verifier works: its id.
    Authority(String),
}

/// What the holder agrees to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShowingOffer {
    /// The licence that is shown.
    pub licence: LicenceId,
    /// Whose it is.
    pub holder: SubjectId,
    /// The keyed fingerprint of the code, by which it is found.
    pub print: String,
    /// The code, sealed for the holder.
    pub code: Sealed,
    /// What is shown in clear: `holder`, and the places of printed lines from 0; the rest is masked.
    pub fields: Vec<String>,
    /// For whom it is; none for whoever has the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verifier: Option<Verifier>,
    /// What for, in the holder's words; may be empty.
    pub purpose: Words,
}

/// What happens to a showing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ShowingEvent {
    /// The holder made a code.
    Offered {
        /// For what.
        offer: Box<ShowingOffer>,
        /// Until when it can be used.
        until: Timestamp,
    },
    /// A verifier used it.
    Used {
        /// Who they say they are; may be empty.
        verifier: Words,
    },
}

/// Why a licence is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShowingRefusal {
    /// It was offered already.
    #[error("it was offered already")]
    Exists,
    /// There is no such code.
    #[error("there is no such code")]
    Unknown,
    /// Its time is over.
    #[error("the time of the code is over")]
    Expired,
    /// It was used before.
    #[error("the code was used before")]
    Used,
    /// It is for another verifier.
    #[error("the code is for another verifier")]
    OtherVerifier,
}

impl ShowingRefusal {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Exists => "showing.exists",
            Self::Unknown => "showing.unknown",
            Self::Expired => "showing.expired",
            Self::Used => "showing.used",
            Self::OtherVerifier => "showing.other_verifier",
        }
    }
}

/// One showing of a licence.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Showing {
    /// What the holder agreed to; none before.
    pub offer: Option<ShowingOffer>,
    /// Until when it can be used.
    pub until: Option<Timestamp>,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// Who used it, as they say.
    pub used_by: Option<Words>,
}

impl Showing {
    /// The name under which the holder's own name stands in the fields.
    pub const HOLDER: &'static str = "holder";

    /// Offers it for so long.
    ///
    /// # Errors
    /// [`ShowingRefusal::Exists`].
    pub fn offer(
        &self,
        offer: ShowingOffer,
        lasts: SignedDuration,
        given: &Given,
    ) -> Result<Vec<ShowingEvent>, ShowingRefusal> {
        if self.offer.is_some() {
            return Err(ShowingRefusal::Exists);
        }
        Ok(vec![ShowingEvent::Offered { offer: Box::new(offer), until: given.now + lasts }])
    }

    /// Uses it. `stands_for` are the verifiers for whom the user may speak.
    ///
    /// # Errors
    /// [`ShowingRefusal`].
    pub fn use_by(
        &self,
        verifier: &str,
        stands_for: &[Verifier],
        given: &Given,
    ) -> Result<Vec<ShowingEvent>, ShowingRefusal> {
        let offer = self.offer.as_ref().ok_or(ShowingRefusal::Unknown)?;
        if self.is_over(given.now) {
            return Err(ShowingRefusal::Expired);
        }
        if self.used_at.is_some() {
            return Err(ShowingRefusal::Used);
        }
        // Whoever it is not for does not use it up.
        if offer.verifier.as_ref().is_some_and(|it| !stands_for.contains(it)) {
            return Err(ShowingRefusal::OtherVerifier);
        }
        Ok(vec![ShowingEvent::Used { verifier: verifier.trim().into() }])
    }

    /// Whether its time is over.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.until.is_none_or(|end| end <= now)
    }

    /// Whether a field is shown in clear.
    pub fn shows(&self, field: &str) -> bool {
        self.offer.iter().flat_map(|it| &it.fields).any(|it| it == field)
    }

    /// The verifiers for whom an actor may speak, as far as the session itself says it.
    pub fn of_actor(actor: &Actor) -> Vec<Verifier> {
        let authority = actor.authority.clone().filter(|_| actor.role.is_staff());
        let firm = actor.acting_for.map(Verifier::Firm);
        firm.into_iter().chain(authority.map(Verifier::Authority)).collect()
    }
}

impl Aggregate for Showing {
    type Event = ShowingEvent;
    const KIND: &'static str = "showing";

    fn word(event: &ShowingEvent) -> &'static str {
        match event {
            ShowingEvent::Offered { .. } => "showing.offered",
            ShowingEvent::Used { .. } => "showing.used",
        }
    }

    fn apply(&mut self, event: &Recorded<ShowingEvent>) {
        match event.event.clone() {
            ShowingEvent::Offered { offer, until } => {
                self.offer = Some(*offer);
                self.until = Some(until);
            }
            ShowingEvent::Used { verifier } => {
                self.used_at = Some(event.at);
                self.used_by = Some(verifier);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use kernel::id::EventId;

    use super::*;

    fn subject() -> SubjectId {
        "01900000-0000-7000-8000-000000000001".parse().unwrap()
    }

    fn given(second: i64) -> Given {
        let now = Timestamp::from_second(second).unwrap();
        Given { now, today: date(2026, 3, 2), serial: 0 }
    }

    fn after(showing: &Showing, events: Vec<ShowingEvent>, second: i64) -> Showing {
        let mut showing = showing.clone();
        for event in events {
            let id: EventId = "01900000-0000-7000-8000-000000000002".parse().unwrap();
            let at = given(second).now;
            showing.apply(&Recorded { id, seq: 1, at, by: Actor::SYSTEM, event });
        }
        showing
    }

    fn offered(verifier: Option<Verifier>) -> Showing {
        let offer = ShowingOffer {
            licence: "01900000-0000-7000-8000-000000000003".parse().unwrap(),
            holder: subject(),
            print: "p".to_owned(),
            code: Sealed::of(subject(), String::new()),
            fields: vec![Showing::HOLDER.to_owned()],
            verifier,
            purpose: "".into(),
        };
        let events =
            Showing::default().offer(offer, SignedDuration::from_mins(5), &given(0)).unwrap();
        after(&Showing::default(), events, 0)
    }

    #[test]
    fn it_counts_once_and_for_five_minutes() {
        let showing = offered(None);
        assert!(showing.use_by("", &[], &given(299)).is_ok());
        assert_eq!(showing.use_by("", &[], &given(300)), Err(ShowingRefusal::Expired));
        let used = after(&showing, showing.use_by("饭店", &[], &given(10)).unwrap(), 10);
        assert_eq!(used.use_by("", &[], &given(11)), Err(ShowingRefusal::Used));
        let none = Showing::default().use_by("", &[], &given(1));
        assert_eq!(none, Err(ShowingRefusal::Unknown));
    }

    #[test]
    fn one_that_is_for_somebody_is_used_by_nobody_else() {
        let firm = Verifier::Firm(subject());
        let showing = offered(Some(firm.clone()));
        let other = [Verifier::Authority("health".to_owned())];
        for stands_for in [[].as_slice(), &other] {
            let refused = showing.use_by("", stands_for, &given(1));
            assert_eq!(refused, Err(ShowingRefusal::OtherVerifier));
        }
        assert!(showing.use_by("", &[other[0].clone(), firm], &given(1)).is_ok());
        assert!(showing.shows("holder") && !showing.shows("0"));
    }
}
