//! Materials handed in on an application.
