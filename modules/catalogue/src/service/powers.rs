//! The catalogue list as it is served from memory: what stands on it on a day, what is online, and
//! what it says to definitions.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use catalogue_domain::{
    BaseElements, Elements, Entry, EntryState, Published,
    definition::{Channel, ItemKind, Level},
};
use jiff::civil::Date;

use super::Catalogue;

/// One entry with all its changes.
pub(crate) struct KeptEntry {
    /// How far its stream has come.
    pub version: u64,
    /// Its state.
    pub entry: Entry,
}

/// Which entries are asked for; what is none or empty is not asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Which {
    /// Words in names, everyday words or the code, in small letters.
    pub words: Vec<String>,
    /// The competent department.
    pub department: Option<String>,
    /// The kind.
    pub kind: Option<ItemKind>,
    /// A level that exercises it.
    pub level: Option<Level>,
    /// How it stands today; without it, what is in force or suspended.
    pub state: Option<EntryState>,
}

impl Which {
    fn fits(&self, entry: &Entry, today: Date) -> bool {
        let Some(elements) = entry.elements(today) else { return false };
        let state = entry.state(today);
        let stands = match self.state {
            Some(wished) => state == Some(wished),
            None => matches!(state, Some(EntryState::InForce | EntryState::Suspended)),
        };
        stands
            && self.department.as_ref().is_none_or(|it| *it == elements.department)
            && self.kind.is_none_or(|it| it == elements.kind)
            && self.level.is_none_or(|it| elements.levels.contains(&it))
            && self.words.iter().all(|word| says(elements, word))
    }
}

fn says(elements: &Elements, word: &str) -> bool {
    let name = &elements.name;
    let texts = [&name.zh_hans, &name.zh_hant, &name.en, &elements.code];
    texts.into_iter().chain(&elements.aliases).any(|it| it.to_lowercase().contains(word))
}

/// How people reach a power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// A service that can be applied for online implements it.
    Online,
    /// It is not online, and the list says why.
    Explained,
    /// It is not online, and nobody has said why.
    Unexplained,
}

impl Reach {
    /// Its word in keys and tables.
    pub const fn word(self) -> &'static str {
        match self {
            Reach::Online => "online",
            Reach::Explained => "explained",
            Reach::Unexplained => "unexplained",
        }
    }
}

/// How many powers of a department are online.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Coverage {
    /// Id of the department.
    pub department: String,
    /// All that are exercised.
    pub listed: usize,
    /// Online.
    pub online: usize,
    /// Not online, with a reason.
    pub explained: usize,
    /// Not online, without one.
    pub unexplained: usize,
}

impl Catalogue {
    /// The version of the list that holds today.
    pub fn list_number(&self) -> u32 {
        self.memory().power_list.number(self.today())
    }

    /// An entry that was ever listed.
    pub fn entry(&self, code: &str) -> Option<Arc<KeptEntry>> {
        self.memory().entries.get(code).cloned()
    }

    /// The entries that are asked for, as they are today, ordered by code.
    pub fn entries(&self, which: &Which) -> Vec<Arc<KeptEntry>> {
        let today = self.today();
        let memory = self.memory();
        memory.entries.values().filter(|it| which.fits(&it.entry, today)).cloned().collect()
    }

    /// The services in force that implement an entry, ordered by id.
    pub fn under(&self, code: &str) -> Vec<Arc<Published>> {
        self.memory().by_code.get(code).cloned().unwrap_or_default()
    }

    /// How people reach a power.
    pub fn reach(&self, elements: &Elements) -> Reach {
        let memory = self.memory();
        let is_online =
            |it: &Arc<Published>| it.definition.implementation.channels.contains(&Channel::Online);
        let services = memory.by_code.get(&elements.code);
        match (services.is_some_and(|all| all.iter().any(is_online)), &elements.offline) {
            (true, _) => Reach::Online,
            (false, Some(_)) => Reach::Explained,
            (false, None) => Reach::Unexplained,
        }
    }

    /// How many powers are online, department by department.
    pub fn coverage(&self) -> Vec<Coverage> {
        let today = self.today();
        let mut all: BTreeMap<String, Coverage> = BTreeMap::new();
        for kept in self.entries(&Which::default()) {
            let Some(elements) = kept.entry.elements(today) else { continue };
            let own = all.entry(elements.department.clone()).or_default();
            own.department.clone_from(&elements.department);
            own.listed += 1;
            match self.reach(elements) {
                Reach::Online => own.online += 1,
                Reach::Explained => own.explained += 1,
                Reach::Unexplained => own.unexplained += 1,
            }
        }
        all.into_values().collect()
    }

    /// What the list says to definitions: on one day, or today and on every day on which something
    /// will change.
    pub fn base_elements(&self, day: Option<Date>) -> BTreeMap<String, Vec<BaseElements>> {
        let memory = self.memory();
        let said = |entry: &Entry| -> Vec<BaseElements> {
            let today = self.today();
            let to_come = entry.to_come(today).map(|it| it.stamp.effective_on);
            let days = match day {
                Some(day) => vec![day],
                None => std::iter::once(today).chain(to_come).collect(),
            };
            days.into_iter().filter_map(|day| self.said(entry, day)).collect()
        };
        memory.entries.iter().map(|(code, kept)| (code.clone(), said(&kept.entry))).collect()
    }

    fn said(&self, entry: &Entry, day: Date) -> Option<BaseElements> {
        let is_in_force = entry.state(day) == Some(EntryState::InForce);
        Some(self.base(entry.elements(day)?, is_in_force))
    }

    /// The base elements for definitions: the department stands for its line.
    pub fn base(&self, elements: &Elements, is_in_force: bool) -> BaseElements {
        let own = self.directory().authority(&elements.department);
        let all = self.directory().authorities();
        let line = all.iter().filter(|it| own.as_ref().is_some_and(|own| own.line == it.line));
        let mut authorities: BTreeSet<String> = line.map(|it| it.id.clone()).collect();
        authorities.insert(elements.department.clone());
        BaseElements {
            is_in_force,
            name: elements.name.clone(),
            kind: elements.kind,
            legal_bases: elements.legal_bases.clone(),
            authorities,
        }
    }
}
