//! Applications in the making as people and machines meet them.
#![expect(clippy::expect_used, reason = "a test that goes wrong should stop loudly")]

mod api;
mod house;
mod pages;
mod port;
