//! Passwords: Argon2id on threads of its own. Each keeps its memory, so that a burst of sign-ins
//! takes neither more memory nor more processors than one; what comes while the queue is full is
//! asked to come back.

use std::sync::{
    Arc, Mutex, PoisonError,
    mpsc::{Receiver, SyncSender, sync_channel},
};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use data_encoding::BASE64_NOPAD;
use tokio::sync::oneshot;

/// So many passwords wait at most; at the default cost that is about two seconds.
const QUEUE: usize = 64;
/// Length of a hash and of a salt, in bytes.
const HASH: usize = 32;
const SALT: usize = 16;

/// What one password costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// 19 MiB, two passes, one lane: the least that ASVS and OWASP allow for Argon2id.
    pub const DEFAULT: Cost = Cost { memory_kib: 19_456, passes: 2, lanes: 1 };
}

/// A password could not be worked on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too many wait already.
    #[error("too many passwords wait")]
    Busy,
    /// A fault of ours.
    #[error("a password could not be worked on: {0}")]
    Broken(String),
}

/// Whether a password fits, and whether its hash is of an older cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    /// Whether it fits.
    pub is_right: bool,
    /// Whether it should be hashed anew.
    pub is_old: bool,
}

type Memory = Vec<Block>;
type Work = Box<dyn FnOnce(&mut Memory) + Send>;

/// Hashes and checks passwords. Cheap to clone.
#[derive(Clone)]
pub struct Passwords {
    cost: Cost,
    #[cfg(test)]
    worked: Arc<std::sync::atomic::AtomicU64>,
    queue: Arc<Mutex<Option<SyncSender<Work>>>>,
}

impl Passwords {
    /// Passwords of this cost.
    ///
    /// # Errors
    /// When the cost is outside what Argon2 allows.
    pub fn new(cost: Cost) -> Result<Self, PasswordError> {
        argon(cost)?;
        Ok(Self {
            cost,
            #[cfg(test)]
            worked: Arc::default(),
            queue: Arc::default(),
        })
    }

    /// How many were hashed so far.
    #[cfg(test)]
    pub fn worked(&self) -> u64 {
        self.worked.load(std::sync::atomic::Ordering::SeqCst)
    }

    /// The salted hash of a password, as PHC text.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(&self, password: String, salt: [u8; SALT]) -> Result<String, PasswordError> {
        let cost = self.cost;
        let hash = move |memory: &mut Memory| {
            digest(cost, password.as_bytes(), &salt, memory).map(|hash| phc(cost, &salt, &hash))
        };
        self.away(hash).await?
    }

    /// Whether a password fits a hash. Without a hash the same work is done, so that the time of
    /// the answer does not tell whether there is an account.
    ///
    /// # Errors
    /// [`PasswordError`] when the hash cannot be read.
    pub async fn fits(&self, password: String, hash: Option<String>) -> Result<Fit, PasswordError> {
        let (own, is_known) = (self.cost, hash.is_some());
        let (cost, salt, expected) = match hash {
            Some(text) => read(&text).ok_or_else(|| broken("no hash of ours"))?,
            None => (own, vec![0; SALT], vec![0; HASH]),
        };
        let check = move |memory: &mut Memory| -> Result<bool, PasswordError> {
            let found = digest(cost, password.as_bytes(), &salt, memory)?;
            Ok(aws_lc_rs::constant_time::verify_slices_are_equal(&found, &expected).is_ok())
        };
        let is_right = self.away(check).await?? && is_known;
        Ok(Fit { is_right, is_old: cost != own })
    }

    async fn away<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        #[cfg(test)]
        self.worked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let (done, outcome) = oneshot::channel();
        let work: Work = Box::new(move |memory| {
            // Whoever asked may have gone.
            let _ = done.send(work(memory));
        });
        self.queue()?.try_send(work).map_err(|_| PasswordError::Busy)?;
        outcome.await.map_err(|_| broken("its thread ended"))
    }

    /// The queue; the threads behind it start with the first password and end with the last clone.
    fn queue(&self) -> Result<SyncSender<Work>, PasswordError> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queue.as_ref() {
            return Ok(queue.clone());
        }
        let (sender, receiver) = sync_channel(QUEUE);
        let receiver = Arc::new(Mutex::new(receiver));
        for number in 0..threads() {
            let receiver = receiver.clone();
            let thread = std::thread::Builder::new().name(format!("password-{number}"));
            thread.spawn(move || run(&receiver)).map_err(|error| broken(&error.to_string()))?;
        }
        *queue = Some(sender.clone());
        Ok(sender)
    }
}

/// Half of the processors, so that pages are answered while many sign in.
fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, |it| (it.get() / 2).clamp(1, 4))
}

fn run(receiver: &Mutex<Receiver<Work>>) {
    let mut memory = Memory::new();
    loop {
        let work = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match work {
            Ok(work) => work(&mut memory),
            Err(_) => return,
        }
    }
}

fn argon(cost: Cost) -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(HASH));
    let params = params.map_err(|error| broken(&error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn digest(
    cost: Cost,
    password: &[u8],
    salt: &[u8],
    memory: &mut Memory,
) -> Result<[u8; HASH], PasswordError> {
    let argon = argon(cost)?;
    let count = argon.params().block_count();
    if memory.len() < count {
        memory.resize(count, Block::new());
    }
    let mut hash = [0; HASH];
    let blocks = memory.get_mut(..count).unwrap_or_default();
    let done = argon.hash_password_into_with_memory(password, salt, &mut hash, blocks);
    done.map_err(|error| broken(&error.to_string()))?;
    Ok(hash)
}

/// A hash as PHC text.
fn phc(cost: Cost, salt: &[u8], hash: &[u8]) -> String {
    let Cost { memory_kib, passes, lanes } = cost;
    let (salt, hash) = (BASE64_NOPAD.encode(salt), BASE64_NOPAD.encode(hash));
    format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${hash}")
}

/// Cost, salt and hash of a PHC text of Argon2id.
fn read(text: &str) -> Option<(Cost, Vec<u8>, Vec<u8>)> {
    let mut parts = text.strip_prefix("$argon2id$v=19$")?.split('$');
    let mut cost = parts.next()?.split(',');
    let mut figure = |name| cost.next()?.strip_prefix(name)?.parse().ok();
    let cost = Cost { memory_kib: figure("m=")?, passes: figure("t=")?, lanes: figure("p=")? };
    let mut bytes = || BASE64_NOPAD.decode(parts.next()?.as_bytes()).ok();
    let (salt, hash) = (bytes()?, bytes()?);
    (hash.len() == HASH).then_some((cost, salt, hash))
}

fn broken(what: &str) -> PasswordError {
    PasswordError::Broken(what.to_owned())
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::task::Poll;

    use super::*;

    const CHEAP: Cost = Cost { memory_kib: 64, passes: 1, lanes: 1 };
    /// What Debian's `argon2` prints:
    /// `printf onewindow | argon2 saltsaltsaltsalt -id -t 2 -k 64 -p 1 -e`.
    const FOREIGN: &str = "$argon2id$v=19$m=64,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$\
                           lt8uZXV/cDrC6uE9QQ1Z/OFWBWFDc+arCktOrOZo1YY";

    #[tokio::test]
    async fn a_password_fits_its_own_hash_to_the_last_character() {
        let passwords = Passwords::new(CHEAP).unwrap();
        let long = "长密码 x".repeat(20);
        let hash = passwords.hash(long.clone(), [3; 16]).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        let right = passwords.fits(long.clone(), Some(hash.clone())).await.unwrap();
        assert_eq!(right, Fit { is_right: true, is_old: false });
        let short: String = long.chars().take(99).collect();
        for wrong in [format!("{long} "), long.to_uppercase(), long.replace("长", ""), short] {
            assert!(!passwords.fits(wrong, Some(hash.clone())).await.unwrap().is_right);
        }
    }

    #[tokio::test]
    async fn hashes_of_other_programs_and_costs_are_read() {
        let passwords = Passwords::new(CHEAP).unwrap();
        let fit = passwords.fits("onewindow".into(), Some(FOREIGN.into())).await.unwrap();
        assert_eq!(fit, Fit { is_right: true, is_old: true });
        for odd in ["", "$argon2i$v=19$m=64,t=2,p=1$AAAA$AAAA", "$argon2id$v=19$m=64$x$y"] {
            assert!(passwords.fits("x".into(), Some(odd.into())).await.is_err(), "{odd}");
        }
    }

    #[tokio::test]
    async fn without_a_hash_nothing_fits_but_the_work_is_done() {
        let passwords = Passwords::new(CHEAP).unwrap();
        assert!(!passwords.fits("onewindow".into(), None).await.unwrap().is_right);
    }

    #[tokio::test]
    async fn a_burst_waits_in_a_bounded_queue() {
        let passwords = Passwords::new(CHEAP).unwrap();
        let (held, hold) = std::sync::mpsc::channel::<()>();
        let hold = Arc::new(Mutex::new(hold));
        // Every thread is held by one piece of work; the rest waits, and what is too much is told.
        let (mut waiting, mut busy) = (Vec::new(), 0);
        for _ in 0..QUEUE + threads() + 20 {
            let hold = hold.clone();
            let held = move |_: &mut Memory| {
                let _ = hold.lock().unwrap_or_else(PoisonError::into_inner).recv();
            };
            // Asked once, it has its place or has been told that there is none.
            let mut work = Box::pin(passwords.away(held));
            match poll_fn(|context| Poll::Ready(work.as_mut().poll(context))).await {
                Poll::Pending => waiting.push(work),
                Poll::Ready(answer) => {
                    assert_eq!(answer, Err(PasswordError::Busy));
                    busy += 1;
                }
            }
        }
        assert!((20..=20 + threads()).contains(&busy), "{busy}");
        drop(held);
        for work in waiting {
            assert_eq!(work.await, Ok(()));
        }
    }

    #[test]
    fn the_default_cost_is_what_the_standards_ask_for() {
        assert!(Passwords::new(Cost::DEFAULT).is_ok());
        const { assert!(Cost::DEFAULT.memory_kib >= 19 * 1024 && Cost::DEFAULT.passes >= 2) };
    }
}
