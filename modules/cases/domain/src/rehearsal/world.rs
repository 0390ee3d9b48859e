//! The days of a rehearsal: who arrives, who waits where, and what silence does.
//!
//! For A applications with Q questions and S steps it takes about A × (Q + S × S) looks at the
//! definition, and for each day one look at every open case.

use std::collections::{BTreeMap, BTreeSet};

use catalogue_domain::definition::ProcessStep;
use forms_domain::check_field;
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use kernel::calendar::DayUnit;

use super::{
    answers::{fill_in, hints},
    file::{Did, File, Ground, Post},
    station::{Item, Station, minutes, stations},
};
use crate::{Conclusion, Returned, Stage, may_return};

/// Why a case is stuck where no rule refuses: it waits for nobody, or an act changed nothing.
const LEADS_NOWHERE: &str = "leads_nowhere";
/// After so many days nobody arrives any more.
const LAST_ARRIVAL: u32 = 730;
/// After so many days a rehearsal ends, whatever is open.
const LAST_DAY: u32 = 1_095;

/// Questions with their answers.
type Path = Vec<(String, String)>;

/// How a step fares at a post.
#[derive(Default)]
pub(super) struct Fared {
    pub done: u32,
    pub waited: u64,
    pub longest: u32,
    pub longest_on: Option<Date>,
}

/// What was seen over all applications.
#[derive(Default)]
pub(super) struct Seen {
    pub arrived: u32,
    pub not_filed: u32,
    /// Fields that took no answer.
    pub not_taken: BTreeMap<String, u32>,
    pub situations: BTreeSet<String>,
    pub fields: BTreeSet<String>,
    pub materials: BTreeSet<String>,
    pub steps: BTreeSet<String>,
    pub refusals: BTreeSet<String>,
    /// Answers to the situations that need no material.
    pub bare: BTreeMap<String, u32>,
    pub accepted_by_silence: u32,
    pub consented: BTreeMap<String, u32>,
    pub granted: u32,
    pub refused: u32,
    pub days: Vec<u32>,
    pub promise_broken: u32,
    pub statute_broken: u32,
    /// By step and reason: how many, and the first.
    pub dead: BTreeMap<(String, &'static str), (u32, Path)>,
    pub fared: BTreeMap<(String, Post), Fared>,
}

/// A rehearsal under way.
pub(super) struct World<'a> {
    pub ground: Ground<'a>,
    pub files: Vec<File>,
    pub stations: BTreeMap<Post, Station>,
    pub seen: Seen,
    hints: BTreeMap<String, Vec<String>>,
    open: Vec<usize>,
    corrections: BTreeMap<Date, Vec<usize>>,
    pauses: BTreeMap<Date, Vec<usize>>,
    day: u32,
}

impl<'a> World<'a> {
    pub fn new(ground: Ground<'a>) -> Self {
        let stations = stations(&ground);
        Self {
            hints: hints(ground.definition),
            ground,
            files: Vec::new(),
            stations,
            seen: Seen::default(),
            open: Vec::new(),
            corrections: BTreeMap::new(),
            pauses: BTreeMap::new(),
            day: 0,
        }
    }

    /// Lets the days pass until nothing is left to do.
    pub fn run(&mut self) {
        loop {
            self.silence();
            self.come_back();
            if self.ground.calendar.is_workday(self.ground.today) {
                self.open_offices();
                self.arrive();
                self.work();
            }
            self.close_day();
            if self.is_over() {
                return;
            }
            let Ok(tomorrow) = self.ground.today.tomorrow() else { return };
            self.ground.today = tomorrow;
            self.ground.now = instant(tomorrow);
            self.day += 1;
        }
    }

    fn has_arrivals(&self) -> bool {
        self.seen.arrived < self.ground.assumptions.applications && self.day < LAST_ARRIVAL
    }

    fn is_over(&self) -> bool {
        (!self.has_arrivals() && self.open.is_empty()) || self.day >= LAST_DAY
    }

    fn silence(&mut self) {
        let (mut moved, mut stuck) = (Vec::new(), Vec::new());
        for index in &self.open {
            let Some(file) = self.files.get_mut(*index) else { continue };
            let before = file.case.step().map(str::to_owned);
            let was_submitted = matches!(file.case.stage, Stage::Submitted { .. });
            for (place, word) in file.silence(&self.ground).into_iter().enumerate() {
                if was_submitted && place == 0 {
                    self.seen.accepted_by_silence += 1;
                } else {
                    *self.seen.consented.entry(word).or_default() += 1;
                }
            }
            let is_accepted = was_submitted && file.case.promised.is_some();
            if file.case.step() != before.as_deref() {
                moved.push(*index);
            } else if is_accepted || file.waits_for_nobody() {
                stuck.push(*index);
            }
        }
        for index in moved {
            self.enqueue(index);
        }
        for index in stuck {
            self.end_dead(index, LEADS_NOWHERE);
        }
    }

    /// Those whose day has come: corrected, withdrawn, or out of a special procedure.
    fn come_back(&mut self) {
        let today = self.ground.today;
        for index in due(&mut self.corrections, today) {
            let Some(file) = self.files.get_mut(index) else { continue };
            match file.answer(&self.ground) {
                Ok(()) => self.enqueue(index),
                Err(refusal) => self.end_dead(index, refusal.code()),
            }
        }
        for index in due(&mut self.pauses, today) {
            let Some(file) = self.files.get_mut(index) else { continue };
            match file.resume(&self.ground) {
                Ok(()) => self.enqueue(index),
                Err(refusal) => self.end_dead(index, refusal.code()),
            }
        }
    }

    fn open_offices(&mut self) {
        let has_arrivals = self.has_arrivals();
        let minutes = u64::from(self.ground.assumptions.minutes_a_day);
        for station in self.stations.values_mut() {
            let officers = u64::try_from(station.officers.len()).unwrap_or_default();
            station.left = officers * minutes;
            if has_arrivals {
                station.could += station.left;
            }
        }
    }

    fn arrive(&mut self) {
        if !self.has_arrivals() {
            return;
        }
        let assumed = self.ground.assumptions;
        let left = assumed.applications.saturating_sub(self.seen.arrived);
        for _ in 0..self.ground.dice.around(assumed.arrivals_a_day).min(left) {
            self.seen.arrived += 1;
            self.apply();
        }
    }

    /// One applicant fills in the form and hands it in.
    fn apply(&mut self) {
        let definition = self.ground.definition;
        let facts = fill_in(definition, &self.hints, self.ground.today, &self.ground.dice);
        let seen = &mut self.seen;
        seen.situations.extend(facts.situation.keys().cloned());
        let (mut returnable, mut is_fine) = (Vec::new(), true);
        for field in definition.visible_topics(&facts).into_iter().flat_map(|it| it.fields) {
            seen.fields.insert(field.id.clone());
            returnable.push(Returned::Field(field.id.clone()));
            // A question that need not be answered may have been left out.
            let answer = facts.answers.get(&field.id).map_or("", String::as_str);
            if check_field(field, answer).is_some() {
                *seen.not_taken.entry(field.id.clone()).or_default() += 1;
                is_fine = false;
            }
        }
        for situation in definition.asked_situations(&facts) {
            if !facts.situation.contains_key(&situation.id) {
                *seen.not_taken.entry(format!("situation.{}", situation.id)).or_default() += 1;
                is_fine = false;
            }
        }
        let materials = definition.required_materials(&facts);
        seen.materials.extend(materials.iter().map(|it| it.id.clone()));
        let handed_in = materials.iter().filter(|it| may_return(it));
        returnable.extend(handed_in.map(|it| Returned::Material(it.id.clone())));
        if materials.is_empty() {
            *seen.bare.entry(answers_of(&facts.situation)).or_default() += 1;
        }
        if !is_fine {
            seen.not_filed += 1;
            return;
        }
        self.file(File::new(&self.ground, facts, returnable));
    }

    fn file(&mut self, mut file: File) {
        let filed = file.submit(&self.ground);
        let index = self.files.len();
        self.files.push(file);
        self.open.push(index);
        self.enter(|it| matches!(it, ProcessStep::Receive(_)));
        match filed {
            Ok(()) => self.enqueue(index),
            Err(refusal) => self.end_dead(index, refusal.code()),
        }
    }

    /// Puts what a case waits for into the queues.
    fn enqueue(&mut self, index: usize) {
        let Some(file) = self.files.get(index) else { return };
        if file.waits_for_nobody() {
            return self.end_dead(index, LEADS_NOWHERE);
        }
        let has_arrivals = self.has_arrivals();
        for task in file.case.tasks() {
            self.seen.steps.insert(task.step.clone());
            let minutes = minutes(&self.ground, &task.step);
            let Some(station) = self.stations.get_mut(&(task.wait.unit, task.wait.role)) else {
                continue;
            };
            if has_arrivals {
                station.came += minutes;
            }
            let since = self.ground.today;
            station.queue.push_back(Item { file: index, step: task.step, minutes, since });
        }
    }

    fn enter(&mut self, is_it: impl Fn(&ProcessStep) -> bool) {
        let steps = self.ground.definition.process.iter().filter(|it| is_it(it));
        self.seen.steps.extend(steps.map(|it| it.id().to_owned()));
    }

    /// The offices work until their minutes are used up or nothing waits: what one has done may
    /// wait for the next on the same day.
    fn work(&mut self) {
        let posts: Vec<Post> = self.stations.keys().cloned().collect();
        loop {
            let mut is_idle = true;
            for post in &posts {
                while let Some(item) = self.finished(post) {
                    self.act(post, &item);
                    is_idle = false;
                }
            }
            if is_idle {
                return;
            }
        }
    }

    /// The next piece of work that a post can finish today. What others have made needless is
    /// taken out.
    fn finished(&mut self, post: &Post) -> Option<Item> {
        let station = self.stations.get_mut(post)?;
        loop {
            let item = station.queue.front_mut()?;
            let file = self.files.get(item.file);
            if file.is_none_or(|it| !it.waits_for(&item.step, post)) {
                station.queue.pop_front();
                continue;
            }
            let spent = item.minutes.min(station.left);
            item.minutes -= spent;
            station.left -= spent;
            return if item.minutes == 0 { station.queue.pop_front() } else { None };
        }
    }

    fn act(&mut self, post: &Post, item: &Item) {
        let today = self.ground.today;
        let is_decision =
            matches!(self.ground.definition.step(&item.step), Some(ProcessStep::Decide(_)));
        let Some(file) = self.files.get_mut(item.file) else { return };
        let Some(station) = self.stations.get_mut(post) else { return };
        let Some(by) = station.officer(file, is_decision) else {
            return self.end_dead(item.file, crate::CaseRefusal::SamePerson.code());
        };
        let did = file.act(&self.ground, &by);
        let is_past = file.case.step() != Some(item.step.as_str());
        let fared = self.seen.fared.entry((item.step.clone(), post.clone())).or_default();
        fared.done += 1;
        fared.waited += u64::try_from((today - item.since).get_days()).unwrap_or_default();
        match did {
            Err(refusal) => self.end_dead(item.file, refusal.code()),
            Ok(Did::Nothing) => self.end_dead(item.file, LEADS_NOWHERE),
            Ok(Did::Returned) => {
                let days = self.ground.dice.between(1, self.ground.assumptions.correction_days);
                let on = today.saturating_add(i64::from(days).days());
                self.corrections.entry(on).or_default().push(item.file);
            }
            Ok(Did::Paused(expected)) => {
                let tomorrow = today.tomorrow().unwrap_or(today);
                self.pauses.entry(expected.max(tomorrow)).or_default().push(item.file);
            }
            Ok(Did::Decided(code)) => self.note_decision(item.file, code),
            Ok(Did::Moved) if is_past => self.enqueue(item.file),
            Ok(Did::Moved) => self.look_for_dead_end(item.file),
        }
    }

    fn look_for_dead_end(&mut self, index: usize) {
        if self.files.get(index).is_some_and(File::waits_for_nobody) {
            self.end_dead(index, LEADS_NOWHERE);
        }
    }

    fn note_decision(&mut self, index: usize, code: Option<String>) {
        let Some(file) = self.files.get(index) else { return };
        let today = self.ground.today;
        let broken =
            |due: Option<crate::Due>| u32::from(due.is_some_and(|it| it.has_passed(today)));
        self.seen.promise_broken += broken(file.case.promised);
        self.seen.statute_broken += broken(file.case.statutory);
        if let Some(promised) = file.case.promised {
            let days = match promised.limit.unit {
                DayUnit::Working => {
                    self.ground.calendar.working_days_between(promised.start, today)
                }
                DayUnit::Calendar => i64::from((today - promised.start).get_days()),
            };
            self.seen.days.push(u32::try_from(days).unwrap_or_default());
        }
        match code {
            Some(code) => {
                self.seen.refused += 1;
                self.seen.refusals.insert(code);
            }
            None => {
                self.seen.granted += 1;
                self.enter(|it| matches!(it, ProcessStep::Issue(_)));
            }
        }
        self.enter(|it| matches!(it, ProcessStep::Deliver(_)));
    }

    fn end_dead(&mut self, index: usize, why: &'static str) {
        let Some(file) = self.files.get_mut(index) else { return };
        file.is_dead = true;
        let step = file.case.step().unwrap_or_else(|| file.case.stage_word()).to_owned();
        let situations =
            file.facts.situation.iter().map(|(id, it)| (format!("situation.{id}"), it));
        let answers = file.facts.answers.iter().map(|(id, it)| (format!("answers.{id}"), it));
        let path = situations.chain(answers).map(|(id, it)| (id, it.clone()));
        let (count, _) = self.seen.dead.entry((step, why)).or_insert_with(|| (0, path.collect()));
        *count += 1;
    }

    /// In the evening: how long the queues are, and who is done.
    fn close_day(&mut self) {
        for (post, station) in &mut self.stations {
            let files = &self.files;
            let waits =
                |it: &Item| files.get(it.file).is_some_and(|file| file.waits_for(&it.step, post));
            station.queue.retain(waits);
            station.by_day.push(length(station.queue.len()));
            let mut by_step: BTreeMap<&str, u32> = BTreeMap::new();
            for item in &station.queue {
                *by_step.entry(&item.step).or_default() += 1;
            }
            for (step, count) in by_step {
                let fared = self.seen.fared.entry((step.to_owned(), post.clone())).or_default();
                if count > fared.longest {
                    (fared.longest, fared.longest_on) = (count, Some(self.ground.today));
                }
            }
        }
        let files = &mut self.files;
        self.open.retain(|index| match files.get_mut(*index) {
            Some(file) if file.is_open() => true,
            Some(file) => {
                file.shed();
                false
            }
            None => false,
        });
    }

    /// How many ended so.
    pub fn ended(&self, how: Conclusion) -> u32 {
        let is_so = |it: &&File| !it.is_dead && it.case.stage == Stage::Concluded { how };
        length(self.files.iter().filter(is_so).count())
    }

    /// The cases that are open at the end.
    pub fn still_open(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|it| it.is_open())
    }
}

/// Takes those out whose day has come.
fn due(waiting: &mut BTreeMap<Date, Vec<usize>>, today: Date) -> Vec<usize> {
    let mut all = Vec::new();
    while let Some(first) = waiting.first_entry().filter(|it| *it.key() <= today) {
        all.extend(first.remove());
    }
    all
}

/// Answers to the situations as one text.
fn answers_of(situation: &BTreeMap<String, String>) -> String {
    let all: Vec<String> = situation.iter().map(|(id, it)| format!("{id}={it}")).collect();
    all.join(", ")
}

/// The beginning of a day.
pub(super) fn instant(day: Date) -> Timestamp {
    TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// A length as a number of the report.
pub(super) fn length(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
