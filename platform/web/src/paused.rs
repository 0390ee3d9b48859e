//! The read-only mode: everything is shown, people sign in and look things up, and every change is
//! refused with a page that says when to come back and how to apply on paper meanwhile.

use std::sync::{
    PoisonError, RwLock,
    atomic::{AtomicBool, Ordering},
};

use jiff::Timestamp;
use kernel::Lang;

use crate::Words;

/// The first and the last part of the strip above every page; between them stand the words.
const STRIP: [&str; 2] = ["<div class=\"strip paused\"><p class=\"wrap\">", "</p></div>"];

/// Why nothing is changed at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PauseCause {
    /// Work on the installation that was announced.
    Maintenance,
    /// It moves to another machine or database.
    Move,
    /// Somebody attacks it.
    Attack,
    /// It is an exercise.
    Drill,
    /// The database takes no writes: its disk is full, or it is a copy.
    Database,
}

impl PauseCause {
    /// Those that people decide on.
    pub const CHOSEN: [Self; 4] = [Self::Maintenance, Self::Move, Self::Attack, Self::Drill];

    /// Its word in events, settings and keys.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Maintenance => "maintenance",
            Self::Move => "move",
            Self::Attack => "attack",
            Self::Drill => "drill",
            Self::Database => "database",
        }
    }

    /// Reads the word of one that people decide on.
    pub fn parse(word: &str) -> Option<Self> {
        Self::CHOSEN.into_iter().find(|it| it.word() == word)
    }
}

/// That nothing is changed at present.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Why.
    pub cause: PauseCause,
    /// Until when, as far as somebody knows.
    pub until: Option<Timestamp>,
}

/// Whether changes are taken at present.
#[derive(Debug, Default)]
pub(crate) struct Paused {
    is_on: AtomicBool,
    pause: RwLock<Option<Pause>>,
}

impl Paused {
    /// Answers whether that is news.
    pub fn set(&self, pause: Option<Pause>) -> bool {
        let mut own = self.pause.write().unwrap_or_else(PoisonError::into_inner);
        let is_news = *own != pause;
        self.is_on.store(pause.is_some(), Ordering::Release);
        *own = pause;
        is_news
    }

    pub fn is_on(&self) -> bool {
        self.is_on.load(Ordering::Acquire)
    }

    pub fn get(&self) -> Option<Pause> {
        if !self.is_on() {
            return None;
        }
        *self.pause.read().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The words above every page while nothing is changed.
pub(crate) fn words(words: &Words, lang: Lang) -> &str {
    words.text(lang, "web-paused")
}

/// The strip in each language, as it stands in pages. It may stand above any page and belongs to
/// none.
pub(crate) fn strips(all: &Words) -> Vec<String> {
    let [before, behind] = STRIP;
    Lang::ALL.into_iter().map(|lang| format!("{before}{}{behind}", words(all, lang))).collect()
}
