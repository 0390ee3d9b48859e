//! The budget of novelty: how many *different* people or things may be looked up by those who show
//! no proof that it is theirs. Whoever walks through numbers looks up new ones all the time,
//! from however many addresses; ordinary people look up their own few, again and again.
//!
//! Counted are distinct subjects in ten minutes, of each requester, of each service, and of all
//! visitors without sign-in together. What was looked up before in the same ten minutes costs
//! nothing. A look-up with proof (the code on the receipt, a sign-in as the owner) is not counted at
//! all, so that an attack never keeps people from their own matters: when the common budget is
//! used up, those without proof are asked to sign in or to wait.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher as _, RandomState},
};

use jiff::Timestamp;

use super::sync::{Mutex, PoisonError};

/// The length of a window, in seconds.
const WINDOW: i64 = 600;
/// The name of the budget of all visitors without sign-in together.
const VISITORS: &str = "visitors";
/// The name of the budget of a service.
const SERVICE: &str = "service";

/// What is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LookUp {
    /// The state of a case, by its number.
    Case,
    /// A licence, by its number.
    Licence,
    /// A person, at the counter or the desk.
    Person,
    /// A file of a case or licence, by staff.
    File,
}

impl LookUp {
    /// Its word in figures and settings.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Licence => "licence",
            Self::Person => "person",
            Self::File => "file",
        }
    }
}

/// How many distinct subjects in ten minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budgets {
    /// Of one address without sign-in.
    pub visitor: usize,
    /// Of one citizen's account.
    pub citizen: usize,
    /// Of one officer.
    pub staff: usize,
    /// Of one service (a kind of look-up), by everybody.
    pub service: usize,
    /// Of all visitors without sign-in together.
    pub visitors: usize,
}

impl Default for Budgets {
    fn default() -> Self {
        Self { visitor: 20, citizen: 30, staff: 120, service: 2000, visitors: 200 }
    }
}

/// Who looks something up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Asker {
    /// An address.
    Visitor(String),
    /// A citizen's account.
    Citizen(String),
    /// An officer's account.
    Staff(String),
}

/// Which budget is used up, and for how many more seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Exhausted {
    pub budget: &'static str,
    pub seconds: u64,
    /// Whether it was used up by this very request.
    pub is_news: bool,
}

impl Exhausted {
    /// Whether it is a budget that is larger for visitors who show patience.
    pub fn is_of_visitors(&self) -> bool {
        self.budget != SERVICE
    }
}

/// What was looked up in this window.
pub(crate) struct Novelty {
    budgets: Budgets,
    is_on: bool,
    hasher: RandomState,
    window: Mutex<Window>,
}

#[derive(Default)]
struct Window {
    since: i64,
    by: HashMap<Asker, HashSet<u64>>,
    of: HashMap<LookUp, HashSet<u64>>,
    visitors: HashSet<u64>,
    told: HashSet<&'static str>,
    /// How much of each common budget was used up through other nodes.
    others: HashMap<String, u64>,
}

impl Novelty {
    pub fn new(budgets: Budgets, is_on: bool) -> Self {
        Self { budgets, is_on, hasher: RandomState::new(), window: Mutex::default() }
    }

    /// Counts a look-up, unless a budget is used up.
    #[cfg(test)]
    pub fn count(
        &self,
        asker: Asker,
        kind: LookUp,
        subject: &str,
        now: Timestamp,
    ) -> Result<(), Exhausted> {
        self.count_times(1, (asker, kind, subject), now)
    }

    /// Counts a look-up, unless a budget is used up. The budgets of visitors are so many times as
    /// large as they are for whoever shows nothing.
    pub fn count_times(
        &self,
        times: usize,
        (asker, kind, subject): (Asker, LookUp, &str),
        now: Timestamp,
    ) -> Result<(), Exhausted> {
        if !self.is_on {
            return Ok(());
        }
        let subject = self.hasher.hash_one((kind, subject));
        let second = now.as_second();
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let since = second - second.rem_euclid(WINDOW);
        if window.since != since {
            *window = Window { since, ..Window::default() };
        }
        let is_visitor = matches!(asker, Asker::Visitor(_));
        if let Some(budget) = self.used_up(&window, (&asker, kind, subject), times) {
            let seconds = u64::try_from(since + WINDOW - second).unwrap_or(1).max(1);
            return Err(Exhausted { budget, seconds, is_news: window.told.insert(budget) });
        }
        window.by.entry(asker).or_default().insert(subject);
        window.of.entry(kind).or_default().insert(subject);
        if is_visitor {
            window.visitors.insert(subject);
        }
        Ok(())
    }

    /// Whether a budget of visitors is nearly used up, and this one would take of what is left.
    pub fn is_near(&self, asker: &Asker, kind: LookUp, subject: &str, now: Timestamp) -> bool {
        if !self.is_on || !matches!(asker, Asker::Visitor(_)) {
            return false;
        }
        let subject = self.hasher.hash_one((kind, subject));
        let second = now.as_second();
        let window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.since != second - second.rem_euclid(WINDOW) {
            return false;
        }
        // Of what is one's own, the last quarter; of what is everybody's, the last tenth.
        let is_last = |used: usize, budget: usize, part: usize| {
            let left = budget.saturating_sub(used);
            left > 0 && left < budget / part
        };
        let own = window.by.get(asker);
        let others = window.others.get(VISITORS).copied().unwrap_or_default();
        let others = usize::try_from(others).unwrap_or(usize::MAX);
        let common = window.visitors.len().saturating_add(others);
        let is_own = is_last(own.map_or(0, HashSet::len), self.budgets.visitor, 4)
            && !own.is_some_and(|it| it.contains(&subject));
        let is_common = is_last(common, self.budgets.visitors, 10);
        is_own || (is_common && !window.visitors.contains(&subject))
    }

    /// Whether a common budget was used up in this window: somebody may be walking through numbers.
    pub fn is_alarmed(&self, now: Timestamp) -> bool {
        let second = now.as_second();
        let window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let is_present = window.since == second - second.rem_euclid(WINDOW);
        is_present && [VISITORS, SERVICE].iter().any(|it| window.told.contains(it))
    }

    /// When the present window began, and how much of each common budget was used up here.
    pub fn used(&self, now: Timestamp) -> (i64, Vec<(&'static str, u64)>) {
        let second = now.as_second();
        let since = second - second.rem_euclid(WINDOW);
        let window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.since != since {
            return (since, Vec::new());
        }
        let of = window.of.iter().map(|(kind, seen)| (kind.word(), seen.len() as u64));
        let visitors = (VISITORS, window.visitors.len() as u64);
        (since, of.chain([visitors]).filter(|(_, count)| *count > 0).collect())
    }

    /// Takes over how much was used up through other nodes in the window that began then.
    pub fn learn(&self, since: i64, others: HashMap<String, u64>) {
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        if window.since < since {
            *window = Window { since, ..Window::default() };
        }
        if window.since == since {
            window.others = others;
        }
    }

    /// For how many more seconds an asker may not try again, if their own budget is used up.
    pub fn is_spent(&self, asker: &Asker, now: Timestamp) -> Option<u64> {
        if !self.is_on {
            return None;
        }
        let second = now.as_second();
        let since = second - second.rem_euclid(WINDOW);
        let window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = window.by.get(asker).map_or(0, HashSet::len);
        let is_spent = window.since == since && seen >= self.own(asker);
        is_spent.then(|| u64::try_from(since + WINDOW - second).unwrap_or(1).max(1))
    }

    fn own(&self, asker: &Asker) -> usize {
        match asker {
            Asker::Visitor(_) => self.budgets.visitor,
            Asker::Citizen(_) => self.budgets.citizen,
            Asker::Staff(_) => self.budgets.staff,
        }
    }

    fn used_up(
        &self,
        window: &Window,
        (asker, kind, subject): (&Asker, LookUp, u64),
        times: usize,
    ) -> Option<&'static str> {
        let is_over = |seen: Option<&HashSet<u64>>, budget: usize| {
            seen.is_some_and(|it| it.len() >= budget && !it.contains(&subject))
        };
        let is_common_over = |seen: Option<&HashSet<u64>>, name: &str, budget: usize| {
            let others = window.others.get(name).copied().unwrap_or_default();
            let own = seen.map_or(0, HashSet::len) as u64;
            own + others >= budget as u64 && !seen.is_some_and(|it| it.contains(&subject))
        };
        let is_visitor = matches!(asker, Asker::Visitor(_));
        let times = if is_visitor { times } else { 1 };
        if is_over(window.by.get(asker), self.own(asker) * times) {
            Some("requester")
        } else if is_common_over(window.of.get(&kind), kind.word(), self.budgets.service) {
            Some(SERVICE)
        } else if is_visitor
            && is_common_over(Some(&window.visitors), VISITORS, self.budgets.visitors * times)
        {
            Some(VISITORS)
        } else {
            None
        }
    }
}
