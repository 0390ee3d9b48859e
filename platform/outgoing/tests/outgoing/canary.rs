//! A server on this machine that counts who comes, and a name server of the test's own.

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use outgoing::{Destination, Outgoing, Resolver, Roots};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

/// A server that answers every request with the same bytes.
pub struct Canary {
    pub address: SocketAddr,
    visits: Arc<AtomicUsize>,
}

impl Canary {
    pub async fn sings(answer: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let visits = Arc::new(AtomicUsize::new(0));
        let count = visits.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(async move {
                    let mut asked = [0; 4096];
                    let _ = stream.read(&mut asked).await;
                    let _ = stream.write_all(answer).await;
                    let _ = stream.flush().await;
                });
            }
        });
        Self { address, visits }
    }

    /// How often somebody came.
    pub fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

/// Answers with one list of addresses after the other, and with the last one for ever.
pub struct Names {
    answers: Mutex<Vec<Vec<SocketAddr>>>,
    pub asked: AtomicUsize,
}

impl Names {
    pub fn say(answers: &[&[SocketAddr]]) -> Arc<Self> {
        let answers = answers.iter().rev().map(|it| it.to_vec()).collect();
        Arc::new(Self { answers: Mutex::new(answers), asked: AtomicUsize::new(0) })
    }
}

#[async_trait::async_trait]
impl Resolver for Names {
    async fn resolve(&self, _: &str, _: u16) -> io::Result<Vec<SocketAddr>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let mut answers = self.answers.lock().unwrap();
        let last = if answers.len() > 1 { answers.pop() } else { answers.last().cloned() };
        Ok(last.unwrap_or_default())
    }
}

/// A door to `sites` of the public network.
pub fn door(sites: &[&str], names: Arc<dyn Resolver>) -> Outgoing {
    let sites = sites.iter().map(|it| Destination::outside(it).unwrap()).collect();
    Outgoing::new(sites, Roots::public(), names)
}

/// A door to what stands on this machine.
pub fn inner_door(canary: &Canary) -> Outgoing {
    let site = Destination::inside(&format!("http://{}", canary.address)).unwrap();
    Outgoing::new(vec![site], Roots::public(), Names::say(&[]))
}
