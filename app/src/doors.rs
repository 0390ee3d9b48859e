//! The doors of an installation: the addresses at which people, staff and operators are answered.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;
use axum::Router;
use listener::{Limits, Listener, Tls};
use ops::{Metrics, Settings, Shutdown};
use web::Zone;

use crate::{open::Installation, serve};

/// Where operators are answered, if nothing else is set and nobody else listens there.
const OPERATIONS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 9090);

/// Where is listened.
pub struct Doors {
    people: SocketAddr,
    staff: Option<SocketAddr>,
    operations: Option<SocketAddr>,
    is_demo: bool,
    tls: Option<Tls>,
    limits: Limits,
}

impl Doors {
    /// The doors of an installation's settings. A demonstration answers operators where it answers
    /// people; nothing else does.
    ///
    /// # Errors
    /// When the certificate cannot be used.
    pub fn of(settings: &Settings, is_demo: bool) -> anyhow::Result<Self> {
        let tls = match &settings.tls {
            Some((certificate, key)) => Some(Tls::of_files(certificate, key)?),
            None => None,
        };
        let proxies = settings.trusted_proxies.clone();
        let mut limits = Limits { proxies, ..Limits::default() };
        if !settings.rate_limits {
            limits.per_address = limits.connections;
        }
        Ok(Self {
            people: settings.listen,
            staff: settings.listen_internal,
            operations: settings.listen_operations,
            is_demo,
            tls,
            limits,
        })
    }

    /// Listens at every door.
    ///
    /// # Errors
    /// When one of the addresses cannot be listened on.
    pub async fn open(
        &self,
        installation: &Installation,
        metrics: Option<Metrics>,
    ) -> anyhow::Result<Open> {
        let mut open = Open { doors: Vec::new() };
        let operations = serve::operations(installation, metrics);
        let zone = if self.staff.is_some() { Zone::Public } else { Zone::Whole };
        let mut people = serve::zone(installation, zone);
        if self.is_demo && self.operations.is_none() {
            people = people.merge(operations.clone());
        }
        open.add(self.bind(self.people, "listen", self.tls.clone()).await?, people);
        if let Some(staff) = self.staff {
            let listener = self.bind(staff, "listen_internal", self.tls.clone()).await?;
            open.add(listener, serve::zone(installation, Zone::Internal));
        }
        if let Some(address) = self.operations {
            open.add(self.bind(address, "listen_operations", None).await?, operations);
        } else if !self.is_demo {
            match self.bind(OPERATIONS, "listen_operations", None).await {
                Ok(listener) => open.add(listener, operations),
                Err(error) => tracing::warn!(error = format!("{error:#}"), "no door for operators"),
            }
        }
        Ok(open)
    }

    async fn bind(
        &self,
        address: SocketAddr,
        setting: &str,
        tls: Option<Tls>,
    ) -> anyhow::Result<Listener> {
        Listener::bind(address, tls, self.limits.clone()).await.with_context(|| {
            format!("{address} cannot be listened on; choose another with `{setting}`")
        })
    }
}

/// Doors at which is listened.
pub struct Open {
    doors: Vec<(Listener, Router)>,
}

impl Open {
    fn add(&mut self, listener: Listener, router: Router) {
        self.doors.push((listener, router));
    }

    /// The address of the first door, for people.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn address(&self) -> anyhow::Result<SocketAddr> {
        let (listener, _) = self.doors.first().context("there is no door")?;
        Ok(listener.address()?)
    }

    /// The addresses of all doors: people, staff, operators, as far as they are open.
    ///
    /// # Errors
    /// When the system does not say.
    pub fn addresses(&self) -> anyhow::Result<Vec<SocketAddr>> {
        self.doors.iter().map(|(listener, _)| Ok(listener.address()?)).collect()
    }

    /// Answers until the sign to stop.
    pub async fn serve(self, shutdown: Shutdown) {
        let (stop, _) = tokio::sync::watch::channel(());
        let mut tasks = Vec::new();
        for (listener, router) in self.doors {
            let mut stopped = stop.subscribe();
            tasks.push(tokio::spawn(listener.serve(router, async move {
                // An error says that the sender is gone, which is the sign as well.
                let _ = stopped.changed().await;
            })));
        }
        shutdown.received().await;
        drop(stop);
        for task in tasks {
            // A door that broke was logged where it broke.
            let _ = task.await;
        }
    }
}
