//! People's own data in a house of its own: fake neighbours, a real database, real pages.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop loudly")]

mod copies;
mod given;
mod house;
mod reads;
mod retention;
