//! The register as the house sees it: seeded, asked, signed in to.

mod house;
mod pages;
mod register;
mod sign_in;
