//! The catalogue as people and machines meet it: pages, search, the editors' desk, the API.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that goes wrong should stop loudly")]

mod api;
mod desk;
mod house;
mod items;
mod office;
mod pages;
mod powers;
mod quality;
mod search;
mod seed;
