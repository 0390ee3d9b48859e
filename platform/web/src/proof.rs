//! The gate against programs that nobody needs eyes or ears for: whoever looks up very much, or
//! signs in while somebody walks through numbers, either lets their browser compute for a moment
//! or waits. Both take no account, no third party and no picture.
//!
//! A challenge is signed and bound to the address that asked; nothing is kept for it. It is good
//! for ten minutes and counts once. Who fulfilled it gets a pass for ten minutes, for the same
//! address: the budgets are twice as large with it, and no larger with two.

use data_encoding::HEXLOWER;
use jiff::{SignedDuration, Timestamp};
use ledger::{Ledger, StoreError, Write, statements};
use sha2::{Digest as _, Sha256};

use crate::{Failure, csrf::Csrf};

/// So many bits of a solution's hash are zero: a second or two for a telephone.
pub(crate) const BITS: u32 = 16;
/// Whoever does not compute waits so long.
pub(crate) const WAIT: SignedDuration = SignedDuration::from_secs(20);
/// So long a challenge can be fulfilled, and a pass counts.
const GOOD: SignedDuration = SignedDuration::from_mins(10);
/// No solution is longer.
const NONCE: usize = 32;

statements! {
    USE = "INSERT INTO web_proof (challenge, until_at) VALUES ($1, $2)";
    SWEEP = "DELETE FROM web_proof WHERE until_at <= $1";
}

/// Makes and checks challenges and passes.
pub(crate) struct Proofs {
    seals: Csrf,
}

/// Why something is not fulfilled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unproven {
    /// It is not ours, of another address, or over.
    Foreign,
    /// The solution is none.
    Wrong,
    /// Too little time has passed: so many more seconds.
    Early(u64),
    /// It was fulfilled before.
    Used,
}

impl Proofs {
    pub fn new(seals: Csrf) -> Self {
        Self { seals }
    }

    /// A new challenge for an address.
    pub fn challenge(&self, ledger: &Ledger, client: &str) -> String {
        let mut random = [0; 16];
        ledger.chance().fill(&mut random);
        self.sealed("challenge", ledger.clock().now(), &HEXLOWER.encode(&random), client)
    }

    /// Whether a challenge is fulfilled: by a solution, or by patience where there is none.
    pub fn check(
        &self,
        challenge: &str,
        nonce: &str,
        client: &str,
        now: Timestamp,
    ) -> Result<(), Unproven> {
        let issued = self.opened("challenge", challenge, client).ok_or(Unproven::Foreign)?;
        if now < issued || issued + GOOD < now {
            return Err(Unproven::Foreign);
        }
        if nonce.is_empty() {
            let left = (issued + WAIT).duration_since(now).as_secs();
            return match u64::try_from(left) {
                Ok(left) if left > 0 => Err(Unproven::Early(left)),
                _ => Ok(()),
            };
        }
        let is_solved = nonce.len() <= NONCE && zeroes(challenge, nonce) >= BITS;
        if is_solved { Ok(()) } else { Err(Unproven::Wrong) }
    }

    /// A pass for an address, and for how many seconds it counts.
    pub fn pass(&self, ledger: &Ledger, client: &str) -> (String, i64) {
        let until = ledger.clock().now() + GOOD;
        (self.sealed("pass", until, "", client), GOOD.as_secs())
    }

    /// Whether a pass counts now.
    pub fn admits(&self, pass: &str, client: &str, now: Timestamp) -> bool {
        let until = self.opened("pass", pass, client);
        until.is_some_and(|until| now <= until && until <= now + GOOD)
    }

    fn sealed(&self, kind: &str, at: Timestamp, random: &str, client: &str) -> String {
        let body = format!("{}-{random}", at.as_second());
        format!("{body}.{}", self.seals.token(&bound(kind, &body, client)))
    }

    fn opened(&self, kind: &str, text: &str, client: &str) -> Option<Timestamp> {
        let (body, token) = text.split_once('.')?;
        if !self.seals.fits(&bound(kind, body, client), token) {
            return None;
        }
        Timestamp::from_second(body.split('-').next()?.parse().ok()?).ok()
    }
}

fn bound(kind: &str, body: &str, client: &str) -> String {
    format!("{kind}\0{body}\0{client}")
}

/// How many bits of the hash are zero before the first that is one.
fn zeroes(challenge: &str, nonce: &str) -> u32 {
    let hash = Sha256::digest(format!("{challenge}:{nonce}").as_bytes());
    let mut count = 0;
    for byte in hash {
        count += byte.leading_zeros();
        if byte != 0 {
            break;
        }
    }
    count
}

/// Notes that a challenge was fulfilled; answers whether it was the first time, on all nodes.
///
/// # Errors
/// [`Failure`] when the store fails.
pub(crate) async fn is_first(ledger: &Ledger, challenge: &str) -> Result<bool, Failure> {
    let until = ledger.clock().now() + GOOD;
    let name = HEXLOWER.encode(&Sha256::digest(challenge.as_bytes()));
    match ledger.housekeep(vec![Write::new(&USE, vec![name.into(), until.into()])]).await {
        Err(StoreError::Taken(_)) => Ok(false),
        other => Ok(other.map(|()| true)?),
    }
}

/// Forgets challenges that are over.
pub(crate) async fn sweep(ledger: &Ledger) -> Result<(), Failure> {
    let now = ledger.clock().now();
    Ok(ledger.housekeep(vec![Write::new(&SWEEP, vec![now.into()])]).await?)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crypto::{DeploymentKey, KeyRing, Keys, Purpose, SuiteId};

    use super::*;

    struct NoChance;

    impl kernel::Chance for NoChance {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn proofs(key: u8) -> Proofs {
        let ring = KeyRing::new(DeploymentKey::new([key; 32]), Vec::new());
        let keys = Keys::in_software(SuiteId::default(), ring, Arc::new(NoChance));
        Proofs::new(Csrf::new(&keys, &Purpose::named("proof")))
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn solved(challenge: &str) -> String {
        let all = (0_u64..).map(|it| it.to_string());
        all.into_iter().find(|it| zeroes(challenge, it) >= BITS).unwrap()
    }

    #[test]
    fn whoever_computes_is_let_through_at_once_and_whoever_waits_later() {
        let proofs = proofs(7);
        let challenge = proofs.sealed("challenge", at(1000), "ab", "1.2.3.4");
        let check = |nonce: &str, second| proofs.check(&challenge, nonce, "1.2.3.4", at(second));
        let nonce = solved(&challenge);
        assert_eq!(check(&nonce, 1000), Ok(()));
        assert_eq!(check("", 1000), Err(Unproven::Early(20)));
        assert_eq!(check("", 1019), Err(Unproven::Early(1)));
        assert_eq!((check("", 1020), check("", 1600)), (Ok(()), Ok(())));
        assert_eq!(check(&nonce, 1601), Err(Unproven::Foreign), "it is over");
        assert_eq!(check(&nonce, 999), Err(Unproven::Foreign), "it is still to come");
        let wrong = (0..).map(|it| format!("x{it}")).find(|it| zeroes(&challenge, it) < BITS);
        assert_eq!(check(&wrong.unwrap(), 1000), Err(Unproven::Wrong));
        assert_eq!(check(&"0".repeat(NONCE + 1), 1000), Err(Unproven::Wrong));
    }

    #[test]
    fn what_is_forged_or_somebody_elses_counts_for_nothing() {
        let own = proofs(7);
        let challenge = own.sealed("challenge", at(1000), "ab", "1.2.3.4");
        let pass = own.sealed("pass", at(1600), "", "1.2.3.4");
        assert!(own.admits(&pass, "1.2.3.4", at(1000)));
        assert!(!own.admits(&pass, "1.2.3.5", at(1000)), "of another address");
        assert!(!own.admits(&pass, "1.2.3.4", at(1601)), "over");
        assert!(!own.admits(&challenge, "1.2.3.4", at(1000)), "a challenge is no pass");
        assert!(!proofs(8).admits(&pass, "1.2.3.4", at(1000)), "of another key");
        assert!(!own.admits(&pass.replace("1600", "9600"), "1.2.3.4", at(9000)));
        for (text, client) in [
            (challenge.as_str(), "1.2.3.5"),
            (&challenge.replace("1000", "0900"), "1.2.3.4"),
            (&challenge[1..], "1.2.3.4"),
            (pass.as_str(), "1.2.3.4"),
            ("", "1.2.3.4"),
            ("1000-ab.", "1.2.3.4"),
        ] {
            assert_eq!(own.check(text, "", client, at(1100)), Err(Unproven::Foreign), "{text}");
        }
    }
}
