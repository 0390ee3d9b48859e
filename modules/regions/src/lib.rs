//! Divisions and the working calendar.
