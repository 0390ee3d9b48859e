//! The request ring: people as objects, over real HTTP, without script.

mod city;
mod person;
mod refusal;
mod story;
