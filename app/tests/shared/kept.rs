//! The city as it is when it was just taken in: it is taken in once for each engine and moment, and
//! each story begins with a copy.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use jiff::Timestamp;
use onewindow::{
    city::Shipped,
    open::{Setup, open_with},
};
use testkit::{Database, Kept, Notary, TestClock};
use tokio::sync::OnceCell;
use web::Site;

type Cells = BTreeMap<(&'static str, Timestamp), Arc<OnceCell<Kept>>>;

static KEPT: Mutex<Cells> = Mutex::new(BTreeMap::new());

/// Puts the city into the database of a setup, if nothing is in it and nothing is set that the city
/// would be taken in otherwise for.
pub async fn furnish(database: &Database, setup: &Setup) {
    let is_usual = setup.suite == ledger::SuiteId::default()
        && setup.issuer.is_none()
        && setup.site.is_demo
        && setup.site.environment == kernel::Environment::Demo;
    if !is_usual || !database.is_untouched().await {
        return;
    }
    let (engine, now) = (database.engine_name(), setup.clock.now());
    let cell = {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        kept.entry((engine, now)).or_default().clone()
    };
    database.begins_as(cell.get_or_init(|| take_in(engine, now)).await).await;
}

async fn take_in(engine: &'static str, now: Timestamp) -> Kept {
    let database = if engine == "sqlite" { Database::sqlite() } else { Database::postgres().await };
    let clock = TestClock::at(&now.to_string());
    let notary = Notary::start(&database.folder().join("notary"), clock.clone()).await;
    let site = Site {
        public_url: "http://127.0.0.1".to_owned(),
        is_demo: true,
        environment: kernel::Environment::Demo,
        upload_mb: 20,
        ..Site::default()
    };
    let setup = super::setup_of(&database, clock, &notary, site);
    let installation = open_with(setup, None, Vec::new()).await.unwrap();
    installation.catch_up().await.unwrap();
    assert!(installation.seed(&Shipped).await.unwrap(), "nobody took it in before");
    drop(installation);
    database.keep().await
}
