//! The directory as the house sees it: seeded, asked, on real pages.

mod house;
mod pages;
