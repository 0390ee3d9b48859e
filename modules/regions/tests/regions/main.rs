//! Calendars and divisions as the house sees them: seeded, asked, changed, on real pages.

mod house;
mod pages;
mod service;
