//! The demonstration city, served on a free port, with a clock that the story moves.

use std::{net::SocketAddr, sync::Arc};

use module::CityData as _;
use notify::Mailer;
use onewindow::{
    city::Shipped,
    open::{Installation, Setup, open_with_mail},
    serve,
};
use testkit::{Database, TestChance, TestClock};
use web::Site;

/// A running city.
pub struct City {
    pub base: String,
    pub clock: Arc<TestClock>,
    pub installation: Arc<Installation>,
    _database: Database,
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
        let clock = TestClock::at(instant);
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let setup = Setup {
            clock: clock.clone(),
            chance: TestChance::seeded(7),
            key: testkit::KEY,
            database: database.url().clone(),
            files: database.folder().join("files"),
            site: Site {
                public_url: base.clone(),
                is_demo: true,
                upload_mb: 20,
                ..Site::default()
            },
        };
        let installation = open_with_mail(setup, mailer).await.unwrap();
        installation.catch_up().await.unwrap();
        assert!(Shipped.paths().len() > 50, "the city is inside the binary");
        installation.seed(&Shipped).await.unwrap();
        let router = serve::router(&installation, None);
        tokio::spawn(async move {
            axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
                .await
                .unwrap();
        });
        Self { base, clock, installation: Arc::new(installation), _database: database }
    }

    /// Everything that follows by itself happens now.
    pub async fn settles(&self) {
        self.installation.catch_up().await.unwrap();
        let parked = self.installation.house.ledger.parked().await.unwrap();
        assert!(parked.is_empty(), "{parked:?}");
    }

    /// It is another day.
    pub async fn on_day(&self, instant: &str) {
        self.clock.move_to(instant);
        self.settles().await;
    }
}
