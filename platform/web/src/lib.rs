//! Pages, sessions, languages, errors, routes and limits. Knows no subject.
//!
//! A request passes the gate of its route: rate limit, session, permission of the role. The
//! handler receives a [`Visitor`] and answers a page, a redirect, JSON or a [`Failure`], which the
//! gate shows as a full error page or as problem+json.
//!
//! Invariants:
//! * A route without permission, audit class and limit class cannot be written ([`Needs`]).
//! * Every unsafe request is checked for its origin, and forms also for a token.
//! * Pages are complete without script; no inline style or script but the hashed stylesheet.

mod assets;
mod cache;
mod csrf;
mod failure;
mod fields;
mod format;
mod gate;
mod limit;
mod page;
mod posted;
mod prefs;
mod route;
mod server;
mod session;
mod visitor;
mod words;

pub use failure::{Failure, FieldError, Outcome};
pub use fields::{Choice, ErrorLink, Field};
pub use format::{date_text, instant_text};
pub use page::Filing;
pub use page::{Crumb, Link, Page};
pub use posted::{File, Posted, Upload};
pub use route::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};
pub use server::{POLICY, Site, Web, router};
pub use session::{Session, Sessions};
pub use visitor::{Api, Visitor};
pub use words::{Words, WordsError};

use ledger::Migration;

/// The tables of the platform's pages.
pub const MIGRATIONS: &[Migration] = &[Migration {
    module: "web",
    number: 1,
    name: "web",
    sql: include_str!("../migrations/0001_web.sql"),
}];

/// The words of the frame and the shared parts, in the order of [`kernel::Lang::ALL`].
pub const LOCALES: [&str; 3] = [
    include_str!("../locales/zh-Hans.ftl"),
    include_str!("../locales/zh-Hant.ftl"),
    include_str!("../locales/en.ftl"),
];

/// Every statement of this crate.
pub fn statements() -> &'static [&'static ledger::Statement] {
    session::STATEMENTS
}
