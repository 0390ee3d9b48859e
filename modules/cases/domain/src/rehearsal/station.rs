//! The offices of a rehearsal: officers, and what waits for them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;
use kernel::{Actor, Role, id::AccountId};

use super::file::{File, Ground, Post};

/// Work that waits for a post.
pub(super) struct Item {
    pub file: usize,
    pub step: String,
    pub minutes: u64,
    pub since: Date,
}

/// A role of an authority, with its officers and what waits for them.
#[derive(Default)]
pub(super) struct Station {
    pub officers: Vec<Actor>,
    turn: usize,
    pub queue: VecDeque<Item>,
    /// The minutes that are left today.
    pub left: u64,
    /// The minutes of what came, and of what could have been done, while applications came.
    pub came: u64,
    pub could: u64,
    pub by_day: Vec<u32>,
}

impl Station {
    /// The officer whose turn it is; for a decision one who has had no hand in the case.
    pub fn officer(&mut self, file: &File, is_decision: bool) -> Option<Actor> {
        let count = self.officers.len();
        let may = |it: &Actor| !is_decision || !file.case.was_handled_by(it);
        let mut turns = (0..count).map(|step| (self.turn + step) % count);
        let turn = turns.find(|it| self.officers.get(*it).is_some_and(may))?;
        self.turn = turn + 1;
        self.officers.get(turn).cloned()
    }
}

/// All posts of the process, with their officers.
pub(super) fn stations(ground: &Ground<'_>) -> BTreeMap<Post, Station> {
    let definition = ground.definition;
    let specs = definition.process.iter().filter_map(|it| it.spec());
    let members = definition.process.iter().flat_map(|it| it.members());
    let mut posts: BTreeSet<Post> = specs.map(|it| (it.unit.clone(), it.role)).collect();
    posts.extend(members.map(|it| (it.unit.clone(), it.role)));
    // Where the process has no step for it, the authority's examiners accept.
    posts.insert((definition.implementation.authority.clone(), Role::Examiner));
    posts.into_iter().map(|post| (post.clone(), station(ground, &post))).collect()
}

fn station(ground: &Ground<'_>, (unit, role): &Post) -> Station {
    let count = ground.assumptions.officers_at(unit, *role);
    let officer = |_| {
        let account = AccountId::new(ground.now, &ground.dice);
        Actor::staff(*role, account, unit.clone())
    };
    Station { officers: (0..count).map(officer).collect(), ..Station::default() }
}

/// The minutes of one piece of work: the step's, up or down by the spread.
pub(super) fn minutes(ground: &Ground<'_>, step: &str) -> u64 {
    let usual = ground.assumptions.minutes_of(step);
    let spread = usual.saturating_mul(ground.assumptions.spread_percent) / 100;
    let low = usual.saturating_sub(spread);
    u64::from(ground.dice.between(low, usual.saturating_add(spread)).max(1))
}
