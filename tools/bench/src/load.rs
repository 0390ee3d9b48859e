//! A closed loop: each client begins the next piece of work when the last one is answered.

use std::time::{Duration, Instant};

/// Somebody who works again and again.
pub trait Client: Send + 'static {
    /// Does one piece of work, a case or a page, and notes the time of each answer.
    fn work(&mut self, times: &mut Times) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// The times of answers, in microseconds.
#[derive(Debug, Default)]
pub struct Times {
    micros: Vec<u32>,
    /// How often somebody was told to wait and came again.
    pub held_back: u64,
}

impl Times {
    /// Notes an answer to what was asked at `asked`.
    pub fn note(&mut self, asked: Instant) {
        self.micros.push(u32::try_from(asked.elapsed().as_micros()).unwrap_or(u32::MAX));
    }

    /// How many answers there are.
    pub fn len(&self) -> usize {
        self.micros.len()
    }

    /// The time within which this share of the answers came, in milliseconds.
    pub fn share(&self, share: f64) -> f64 {
        let last = self.micros.len().saturating_sub(1);
        let at = (last as f64 * share).round() as usize;
        self.micros.get(at).map_or(0.0, |it| f64::from(*it) / 1000.0)
    }

    /// Sorts them, for [`Times::share`].
    pub fn sort(&mut self) {
        self.micros.sort_unstable();
    }

    fn add(&mut self, other: Self) {
        self.micros.extend(other.micros);
        self.held_back += other.held_back;
    }
}

/// What a load did.
#[derive(Debug)]
pub struct Load {
    /// Pieces of work done.
    pub done: u64,
    /// From the first request to the last answer.
    pub took: Duration,
    /// The times of all answers, sorted.
    pub times: Times,
}

/// Lets the clients work for so long; whoever is at work then ends it.
pub async fn run<C: Client>(clients: Vec<C>, length: Duration) -> anyhow::Result<(Load, Vec<C>)> {
    let began = Instant::now();
    let mut tasks = Vec::with_capacity(clients.len());
    for mut client in clients {
        tasks.push(tokio::spawn(async move {
            let (mut done, mut times) = (0u64, Times::default());
            while began.elapsed() < length {
                client.work(&mut times).await?;
                done += 1;
            }
            anyhow::Ok((client, done, times))
        }));
    }
    let mut load = Load { done: 0, took: length, times: Times::default() };
    let mut clients = Vec::with_capacity(tasks.len());
    for task in tasks {
        let (client, done, times) = task.await??;
        clients.push(client);
        load.done += done;
        load.times.add(times);
    }
    load.took = began.elapsed();
    load.times.micros.sort_unstable();
    Ok((load, clients))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_off_sorted_times() {
        let times = Times { micros: (1..=1001).map(|it| it * 1000).collect(), held_back: 0 };
        assert!((times.share(0.5) - 501.0).abs() < 1e-9);
        assert!((times.share(0.99) - 991.0).abs() < 1e-9);
        assert!((times.share(1.0) - 1001.0).abs() < 1e-9);
        assert!(Times::default().share(0.5).abs() < 1e-9);
    }
}
