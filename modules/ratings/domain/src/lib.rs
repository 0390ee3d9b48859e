//! Ratings of what was done: the pure part.
