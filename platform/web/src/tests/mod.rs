//! What cannot be seen from outside.

mod models;
mod novelty;
