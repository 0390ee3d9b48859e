//! Since when a case stands as it does, for somebody who is to look at it before they decide.

use jiff::Timestamp;
use kernel::Actor;

use crate::{Act, Case};

impl Case {
    /// When it last changed for somebody, which is by anybody else; none where it never did.
    pub fn changed_for(&self, who: &Actor) -> Option<Timestamp> {
        changed_for(&self.acts, who)
    }

    /// Who made the decision and when, and when the case had last changed for them by then.
    pub fn ruling(&self) -> Option<(&Act, Option<Timestamp>)> {
        let place = self.acts.iter().rposition(|it| it.word == "case.decided")?;
        let made = self.acts.get(place)?;
        Some((made, changed_for(&self.acts[..place], &made.by)))
    }
}

fn changed_for(acts: &[Act], who: &Actor) -> Option<Timestamp> {
    acts.iter().filter(|it| !it.by.is_same_person(who)).map(|it| it.at).max()
}
