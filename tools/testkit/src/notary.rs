//! Who signs and witnesses a record in tests: a real signer and three real witnesses on sockets of
//! their own, but within the test's process and with clocks that the test moves.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
    time::Duration,
};

use audit::{
    Policy,
    http::{Http, Transport},
    keys::Verifier,
    signer::{Client, Elapsed},
};
use jiff::Timestamp;
use kernel::Clock;
use record::{
    Plan, Signing,
    process::{Sockets, init_signer, init_witness, run_signer, run_witness, signer_keys},
};
use tokio::{sync::oneshot, task::JoinHandle};

use crate::TestChance;

/// What the record of a test is called.
pub const ORIGIN: &str = "test.onewindow.example/record";
/// How many witnesses there are; two have to sign.
pub const WITNESSES: usize = 3;

/// A counter that shows what a clock does.
struct Following {
    clock: Arc<dyn Clock>,
    start: Timestamp,
}

impl Elapsed for Following {
    fn elapsed(&self) -> Duration {
        self.clock.now().duration_since(self.start).try_into().unwrap_or_default()
    }
}

/// A signer and three witnesses.
pub struct Notary {
    home: PathBuf,
    clock: Arc<dyn Clock>,
    counter: Arc<dyn Elapsed>,
    signer: Mutex<Option<JoinHandle<()>>>,
    witnesses: Mutex<Vec<Option<JoinHandle<()>>>>,
    addresses: Vec<SocketAddr>,
    /// The policy: two of three.
    pub policy_text: String,
}

impl Notary {
    /// Sets all of them up below a folder, and starts them.
    ///
    /// # Panics
    /// When one does not start.
    pub async fn start(home: &Path, clock: Arc<dyn Clock>) -> Arc<Self> {
        let start = clock.now();
        let counter = Arc::new(Following { clock: clock.clone(), start });
        Self::start_with(home, clock, counter).await
    }

    /// As [`Notary::start`], with a counter of the test's own.
    ///
    /// # Panics
    /// When one does not start.
    pub async fn start_with(
        home: &Path,
        clock: Arc<dyn Clock>,
        counter: Arc<dyn Elapsed>,
    ) -> Arc<Self> {
        let chance = TestChance::seeded(11);
        let folder = home.join("signer");
        let keys = init_signer(&folder, ORIGIN, chance.as_ref()).expect("a signer");
        let mut policy: String = keys.iter().map(|key| format!("log {key}\n")).collect();
        let (mut addresses, mut names) = (Vec::new(), Vec::new());
        for number in 1..=WITNESSES {
            let (name, folder) = (format!("w{number}"), home.join(format!("w{number}")));
            let key = init_witness(&folder, &format!("{name}.example"), chance.as_ref());
            // A loopback address that no other test looks for ports on.
            let listener = std::net::TcpListener::bind((own_host(), 0)).expect("a port");
            let address = listener.local_addr().expect("a port");
            policy.push_str(&format!("witness {name} {} http://{address}\n", key.expect("a key")));
            addresses.push(address);
            names.push(name);
        }
        policy.push_str(&format!("group two 2 {}\nquorum two\n", names.join(" ")));
        let notary = Arc::new(Self {
            home: home.to_owned(),
            clock,
            counter,
            signer: Mutex::default(),
            witnesses: Mutex::new((0..WITNESSES).map(|_| None).collect()),
            addresses,
            policy_text: policy,
        });
        notary.start_signer().await;
        for place in 0..WITNESSES {
            notary.start_witness(place).await;
        }
        notary
    }

    /// How a record in `folder` is kept with them.
    ///
    /// # Panics
    /// Never: the policy is well formed.
    pub fn plan(&self, folder: &Path) -> Plan {
        let transport: Arc<dyn Transport> = Arc::new(Http::new(Duration::from_secs(5)));
        let signing = Signing {
            socket: self.socket(),
            policy: Policy::parse(&self.policy_text).expect("a policy"),
            policy_text: self.policy_text.clone(),
            transport,
        };
        let (folder, clock) = (folder.to_owned(), self.clock.clone());
        Plan { folder, clock, signing: Some(signing), is_writer: true }
    }

    fn socket(&self) -> PathBuf {
        self.home.join("log.sock")
    }

    fn operator_socket(&self) -> PathBuf {
        self.home.join("operator.sock")
    }

    /// An operator says that the clock is right.
    ///
    /// # Panics
    /// When the signer does not listen to it.
    pub async fn believes_clock(&self) {
        let mut client = Client::connect(&self.operator_socket()).await.expect("the signer runs");
        client.believe_clock("the test says so").await.expect("an operator is believed");
    }

    /// The folder of the signer.
    pub fn signer_folder(&self) -> PathBuf {
        self.home.join("signer")
    }

    /// Starts the signer.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_signer(&self) {
        let (tell, told) = oneshot::channel();
        let sockets = Sockets { log: self.socket(), operator: Some(self.operator_socket()) };
        let (folder, clock, counter) =
            (self.signer_folder(), self.clock.clone(), self.counter.clone());
        let running = tokio::spawn(async move {
            let started = move || tell.send(()).expect("the test waits");
            run_signer(&folder, &sockets, clock, counter, started).await.expect("a signer");
        });
        told.await.expect("the signer listens");
        *self.signer.lock().expect("no panic") = Some(running);
    }

    /// Stops the signer.
    ///
    /// # Panics
    /// When it does not run.
    pub async fn stop_signer(&self) {
        let running = self.signer.lock().expect("no panic").take().expect("it runs");
        running.abort();
        // It was told to end.
        let _ = running.await;
    }

    /// Starts a witness, counted from 0.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start_witness(&self, place: usize) {
        let (tell, told) = oneshot::channel();
        let keys = signer_keys(&self.signer_folder()).expect("the signer's keys");
        let logs = keys.iter().map(|it| Verifier::parse(it).expect("a key")).collect();
        let folder = self.home.join(format!("w{}", place + 1));
        let (clock, address) = (self.clock.clone(), self.addresses[place]);
        let running = tokio::spawn(async move {
            let started = move |_| tell.send(()).expect("the test waits");
            run_witness(&folder, address, logs, clock, started).await.expect("a witness");
        });
        told.await.expect("the witness listens");
        self.witnesses.lock().expect("no panic")[place] = Some(running);
    }

    /// Stops a witness.
    ///
    /// # Panics
    /// When it does not run.
    pub async fn stop_witness(&self, place: usize) {
        let running = self.witnesses.lock().expect("no panic")[place].take().expect("it runs");
        running.abort();
        // It was told to end.
        let _ = running.await;
    }
}

impl Drop for Notary {
    fn drop(&mut self) {
        for running in self.witnesses.get_mut().expect("no panic").iter().flatten() {
            running.abort();
        }
        if let Some(running) = self.signer.get_mut().expect("no panic") {
            running.abort();
        }
    }
}

/// An address of the loopback network for this notary alone.
fn own_host() -> Ipv4Addr {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let count = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let [_, _, high, low] = std::process::id().to_be_bytes();
    let [_, _, _, last] = count.to_be_bytes();
    Ipv4Addr::new(127, high.max(1), low, last.clamp(2, 254))
}
