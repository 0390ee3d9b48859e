//! What cannot be seen from outside.

mod crowd;
mod models;
