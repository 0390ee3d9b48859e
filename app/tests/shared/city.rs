//! The demonstration city, served on a free port, with a clock that the story moves.

mod kept;

use std::{net::SocketAddr, sync::Arc};

use module::CityData as _;
use notify::Mailer;
use onewindow::{
    city::Shipped,
    identity,
    open::{Installation, Setup, open_with},
    serve,
};
use testkit::{Database, Notary, TestChance, TestClock};
use web::Site;

/// How many decisions have not left.
static LEAVING: ledger::Statement = ledger::Statement::new("SELECT COUNT(*) FROM cases_leaving");

/// A running city.
pub struct City {
    pub base: String,
    pub clock: Arc<TestClock>,
    pub installation: Arc<Installation>,
    /// Who signs and witnesses its record.
    pub notary: Arc<Notary>,
    pub database: Database,
}

impl City {
    /// The city on SQLite, on this day.
    pub async fn on(instant: &str) -> Self {
        Self::with(Database::sqlite(), instant).await
    }

    /// The city on a database.
    pub async fn with(database: Database, instant: &str) -> Self {
        Self::sending(database, instant, None).await
    }

    /// The city on a database, with what carries its e-mails.
    pub async fn sending(
        database: Database,
        instant: &str,
        mailer: Option<Arc<dyn Mailer>>,
    ) -> Self {
        Self::build(database, TestClock::at(instant), mailer, &[], |_| {}).await
    }

    /// The city on a database, with other settings of its site.
    pub async fn set_up(
        database: Database,
        instant: &str,
        mailer: Option<Arc<dyn Mailer>>,
        set: impl FnOnce(&mut Site),
    ) -> Self {
        Self::build(database, TestClock::at(instant), mailer, &[], |it| set(&mut it.site)).await
    }

    /// The city on a database, at the time of a clock, with identity providers.
    pub async fn open(
        database: Database,
        clock: Arc<TestClock>,
        providers: &[ops::ProviderSettings],
    ) -> Self {
        Self::build(database, clock, None, providers, |_| {}).await
    }

    /// The city on a database, whose issuing keys somebody else holds.
    pub async fn issuing(
        database: Database,
        instant: &str,
        issuer: Arc<dyn crypto::KeyHolder>,
    ) -> Self {
        Self::build(database, TestClock::at(instant), None, &[], |it| it.issuer = Some(issuer))
            .await
    }

    /// The city on a database to which a backup was restored, with the signer and the witnesses of
    /// the one that it was made of.
    pub async fn restored(database: Database, clock: Arc<TestClock>, notary: Arc<Notary>) -> Self {
        // Nobody draws the same numbers after a restore as before it.
        let set = |it: &mut Setup| it.chance = TestChance::seeded(8);
        Self::witnessed(database, clock, (notary, None), &[], set).await
    }

    /// The city on a database, at the time of a clock, with other settings.
    pub async fn build(
        database: Database,
        clock: Arc<TestClock>,
        mailer: Option<Arc<dyn Mailer>>,
        providers: &[ops::ProviderSettings],
        set: impl FnOnce(&mut Setup),
    ) -> Self {
        testkit::log::prepare();
        let notary = Notary::start(&database.folder().join("notary"), clock.clone()).await;
        Self::witnessed(database, clock, (notary, mailer), providers, set).await
    }

    async fn witnessed(
        database: Database,
        clock: Arc<TestClock>,
        (notary, mailer): (Arc<Notary>, Option<Arc<dyn Mailer>>),
        providers: &[ops::ProviderSettings],
        set: impl FnOnce(&mut Setup),
    ) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let site = Site {
            public_url: base.clone(),
            is_demo: true,
            environment: kernel::Environment::Demo,
            upload_mb: 20,
            ..Site::default()
        };
        let mut setup = setup_of(&database, clock.clone(), &notary, site);
        // Whoever took the kept city in has drawn from another source.
        setup.chance = TestChance::seeded(9);
        set(&mut setup);
        kept::furnish(&database, &setup).await;
        let offers = identity::offers(providers, &base).unwrap();
        let installation = open_with(setup, mailer, offers).await.unwrap();
        installation.catch_up().await.unwrap();
        assert!(Shipped.paths().len() > 50, "the city is inside the binary");
        installation.seed(&Shipped).await.unwrap();
        installation.record.start().await.unwrap();
        let router = serve::router(&installation, None);
        tokio::spawn(async move {
            axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
                .await
                .unwrap();
        });
        Self { base, clock, installation: Arc::new(installation), notary, database }
    }

    /// Everything that follows by itself happens now.
    pub async fn settles(&self) {
        self.installation.catch_up().await.unwrap();
        // A decision waits before it leaves: let that time pass.
        let waiting = self.installation.house.ledger.rows(&LEAVING, &[]).await.unwrap();
        if waiting[0].count(0).unwrap() > 0 {
            self.clock.advance(self.installation.house.waits.notice);
            self.installation.catch_up().await.unwrap();
        }
        self.installation.record.round().await.unwrap();
        let parked = self.installation.house.ledger.parked().await.unwrap();
        assert!(parked.is_empty(), "{parked:?}");
    }

    /// It is another day.
    pub async fn on_day(&self, instant: &str) {
        self.clock.move_to(instant);
        self.settles().await;
    }
}

/// What the city on a database is opened with.
pub fn setup_of(database: &Database, clock: Arc<TestClock>, notary: &Notary, site: Site) -> Setup {
    Setup {
        record: notary.plan(&database.folder().join("record")),
        clock,
        chance: TestChance::seeded(7),
        ring: testkit::KEY.into(),
        suite: ledger::SuiteId::default(),
        issuer: None,
        database: database.url().clone(),
        files: database.folder().join("files"),
        site,
        waits: module::Waits::default(),
        quotas: module::Quotas::default(),
        decisions: module::Decisions::default(),
        leaked_passwords: None,
        duty: Vec::new(),
        trained: Vec::new(),
        secrecy_words: vec!["演练代号".to_owned()],
    }
}
