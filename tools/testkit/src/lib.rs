//! What the test rings share: a clock that is moved by hand, chance that repeats itself, and both
//! databases, fresh for each test.
//!
//! ```no_run
//! # #[tokio::main] async fn main() {
//! testkit::on_both(|db| async move {
//!     let ledger = testkit::ledger(&db, |_blueprint| {}).await;
//!     assert_eq!(ledger.waiting().await, Ok(0));
//! })
//! .await;
//! # }
//! ```
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "a test that cannot be set up should stop loudly"
)]

#[cfg(feature = "browser")]
pub mod browser;
mod chance;
mod clock;
#[cfg(feature = "house")]
pub mod confirm;
mod database;
#[cfg(feature = "house")]
pub mod house;
#[cfg(feature = "log")]
pub mod log;
#[cfg(feature = "mail")]
mod mail;
#[cfg(feature = "notary")]
pub mod notary;
#[cfg(feature = "provider")]
pub mod provider;

pub use chance::TestChance;
pub use clock::TestClock;
pub use database::{Database, Kept, POSTGRES, on_both};
#[cfg(feature = "house")]
pub use house::house;
#[cfg(feature = "mail")]
pub use mail::{Letter, MailServer};
#[cfg(feature = "notary")]
pub use notary::Notary;

use std::sync::Arc;

use ledger::{Blueprint, DeploymentKey, Ledger};

/// The code of an account that the demonstration shows at the top of a page, if it shows one.
pub fn demo_code(html: &str) -> Option<String> {
    let (_, strip) = html.split_once("strip demo")?;
    let note = strip.split_once("</div>")?.0.split_once("<b>")?.1;
    let code: String = note.chars().filter(char::is_ascii_digit).collect();
    (code.len() == 6).then_some(code)
}

/// The deployment key of every test.
pub const KEY: DeploymentKey = DeploymentKey::new([7; 32]);

/// A blueprint with the tests' key, [`TestChance`] and a [`TestClock`] at
/// [`TestClock::MORNING`].
pub fn blueprint() -> Blueprint {
    Blueprint::new(TestClock::at(TestClock::MORNING), TestChance::seeded(1), KEY)
}

/// A ledger on `db`. `plan` adds migrations, projections and consumers, and sets another clock
/// where the test moves it: `blueprint.clock = clock.clone()`.
pub async fn ledger(db: &Database, plan: impl FnOnce(&mut Blueprint)) -> Ledger {
    let mut blueprint = blueprint();
    plan(&mut blueprint);
    Ledger::open(db.url(), blueprint).await.expect("the test's database opens")
}

/// A ledger on `db` whose clock the test holds.
pub async fn ledger_at(
    db: &Database,
    clock: &Arc<TestClock>,
    plan: impl FnOnce(&mut Blueprint),
) -> Ledger {
    ledger(db, |blueprint| {
        blueprint.clock = clock.clone();
        plan(blueprint);
    })
    .await
}
