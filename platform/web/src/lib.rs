//! Pages, sessions, languages, errors, routes and limits. Knows no subject.
//!
//! A request passes the gate of its route: session, rate limit, permission of the role, and for acts
//! of power a fresh confirmation. The
//! handler receives a [`Visitor`] and answers a page, a redirect, JSON or a [`Failure`], which the
//! gate shows as a full error page or as problem+json.
//!
//! Invariants:
//! * Whether a session's person still is what the session says is asked with every request
//!   ([`Standing`]); no grant is cached.
//! * A route without permission, audit class and limit class cannot be written ([`Needs`]).
//! * Every unsafe request is checked for its origin, and forms also for a token.
//! * What is withheld ([`Web::withhold`]) is shown by no route, from no cache.
//! * While nothing is changed ([`Web::pause`]), only what signs people in and looks things up is let
//!   through the gate besides `GET`.
//! * Pages are complete without script; no inline style or script but the hashed stylesheet.

mod alarm;
mod assets;
mod assurance;
mod budget;
mod cache;
mod csrf;
mod csv;
mod device;
mod dress;
mod failure;
mod fields;
mod format;
mod front;
mod gate;
mod grave;
mod incident;
mod limit;
mod novelty;
mod opened;
mod page;
mod paused;
mod posted;
mod power;
mod prefs;
mod proof;
mod proving;
mod route;
mod server;
mod session;
mod shown;
mod standing;
mod stash;
#[cfg(test)]
mod tests;
mod visitor;
mod withheld;
mod words;
mod zone;

/// The locks that are modelled in the tests with others.
mod sync {
    pub(crate) use std::sync::{Mutex, PoisonError};
}

pub use alarm::{Alarm, Alarms};
pub use assurance::{Assurance, Method, StaffFactor, StepUp, Strength, strength};
pub use csv::Csv;
pub use failure::{Failure, FieldError, Outcome};
pub use fields::{Choice, ErrorLink, Field, each_once};
pub use format::{date_text, instant_text};
pub use grave::{Doubt, Grave, GraveView, Meant};
pub use incident::Incident;
pub use novelty::{Budgets, LookUp};
pub use page::Filing;
pub use page::{Crumb, Link, Page};
pub use paused::{Pause, PauseCause};
pub use posted::{File, Posted, Upload, date_of};
pub use power::Confirming;
pub use prefs::is_local_path;
pub use route::{Audit, Face, Limit, MenuEntry, Needs, Route, Routes};
pub use server::{POLICY, Site, Web, dressed, router, router_of};
pub use session::{NewSession, Session, SessionLimits, SessionView, Sessions};
pub use shown::{Bound, Changed};
pub use standing::Standing;
pub use visitor::{Api, Visitor};
pub use withheld::Inside;
pub use words::{Words, WordsError};
pub use zone::Zone;

use ledger::Migration;

/// The tables of the platform's pages.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        module: "web",
        number: 1,
        name: "web",
        sql: include_str!("../migrations/0001_web.sql"),
    },
    Migration {
        module: "web",
        number: 2,
        name: "session",
        sql: include_str!("../migrations/0002_session.sql"),
    },
    Migration {
        module: "web",
        number: 3,
        name: "budget",
        sql: include_str!("../migrations/0003_budget.sql"),
    },
    Migration {
        module: "web",
        number: 4,
        name: "proof",
        sql: include_str!("../migrations/0004_proof.sql"),
    },
];

/// The words of the frame and the shared parts, in the order of [`kernel::Lang::ALL`].
pub const LOCALES: [&str; 3] = [
    include_str!("../locales/zh-Hans.ftl"),
    include_str!("../locales/zh-Hant.ftl"),
    include_str!("../locales/en.ftl"),
];

/// Every statement of this crate.
pub fn statements() -> impl Iterator<Item = &'static ledger::Statement> {
    let parts = [session::STATEMENTS, stash::STATEMENTS, budget::STATEMENTS, proof::STATEMENTS];
    parts.into_iter().flatten().copied()
}
