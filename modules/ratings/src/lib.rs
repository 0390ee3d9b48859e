//! Ratings of what was done.
