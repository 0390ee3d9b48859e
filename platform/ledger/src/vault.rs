//! Sealing of personal data under a key of the data subject's own, which is wrapped under the
//! deployment key. Destroying the subject's key erases the person from the whole history while
//! the events and their proofs stay.
//!
//! A record of a subject (an application and the case that follows) may have a key of its own: the
//! subject's key, derived with a seed that is kept beside it. Destroying the seed erases that
//! record alone, destroying the subject's key erases all of them.
//!
//! What is sealed names its suite and key (`crypto`), so both can change. Sealed texts in events
//! stay as they are for ever; those from before suites were named begin with their nonce and open
//! under the same subject key. Only the wrapping of the subject keys follows a rotation.
//!
//! A node keeps opened subject keys for a while. Each destruction moves a count in the database,
//! which every node compares before it uses a key that it keeps, at most once in a second: so no
//! node works with a destroyed key for longer than that.

use std::{
    collections::HashMap,
    sync::{RwLock, RwLockReadGuard},
};

use crypto::{CryptoError, Keys, Purpose, SecretKey, SuiteId};
use data_encoding::BASE64_NOPAD;
use futures::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use kernel::{Sealed, id::SubjectId};
use serde::{Serialize, de::DeserializeOwned};

use crate::{Ledger, Row, Statement, StoreError, Value, Write, statements};

mod rotate;

pub(crate) use rotate::STATEMENTS as ROTATE_STATEMENTS;
pub use rotate::{KeyCount, Rewrapped};

/// So many fingerprints one search asks for: four keys in two suites. More are asked for in turn.
pub const PRINTS: usize = 8;
const KEYS_KEPT: usize = 10_000;
/// So long a kept key is used without asking whether a key was destroyed somewhere.
const TRUSTED: SignedDuration = SignedDuration::from_secs(1);
/// Under this name the destructions are counted.
pub(crate) const DESTROYED: &str = "vault.destroyed";
/// Length of a wrapped key from before wrapped keys named their suite: nonce, key, tag.
const UNNAMED_WRAPPED: usize = 12 + 32 + 16;

pub(crate) const SUBJECT_KEYS: Purpose = Purpose::named("wrap:subject-keys");
const BLIND: Purpose = Purpose::named("blind");
const SUBJECT: Purpose = Purpose::named("subject");
const RECORD: Purpose = Purpose::named("record");

statements! {
    SUBJECT_KEY = "SELECT wrapped FROM ledger_subject_key WHERE subject = $1";
    NEW_SUBJECT_KEY = "INSERT INTO ledger_subject_key (subject, wrapped, created_at)
                       VALUES ($1, $2, $3) ON CONFLICT (subject) DO NOTHING";
    DESTROY_KEY = "INSERT INTO ledger_subject_key (subject, wrapped, created_at, destroyed_at)
                   VALUES ($1, NULL, $2, $2) ON CONFLICT (subject)
                   DO UPDATE SET wrapped = NULL, destroyed_at = excluded.destroyed_at";
    SEED = "SELECT seed FROM ledger_record_key WHERE subject = $1 AND record = $2";
    NEW_SEED = "INSERT INTO ledger_record_key (subject, record, seed, created_at)
                VALUES ($1, $2, $3, $4) ON CONFLICT (subject, record) DO NOTHING";
    DESTROY_SEED = "INSERT INTO ledger_record_key (subject, record, seed, created_at, destroyed_at)
                    VALUES ($1, $2, NULL, $3, $3) ON CONFLICT (subject, record)
                    DO UPDATE SET seed = NULL, destroyed_at = excluded.destroyed_at";
    COUNT_DESTRUCTION = "INSERT INTO ledger_serial (scope, value) VALUES ($1, 1)
                         ON CONFLICT (scope) DO UPDATE SET value = ledger_serial.value + 1";
    DESTRUCTIONS = "SELECT value FROM ledger_serial WHERE scope = $1";
}

/// Why something could not be sealed or opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// The subject's key was destroyed: the data is gone.
    #[error("the data was erased")]
    Erased,
    /// The sealed text was changed.
    #[error("the sealed data cannot be opened")]
    Broken,
    /// The key that wrapped the subject's key is not here, or its holder does not answer.
    #[error(transparent)]
    Keys(CryptoError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<CryptoError> for VaultError {
    fn from(error: CryptoError) -> Self {
        match error {
            error @ (CryptoError::OtherKey(_) | CryptoError::Holder(_)) => Self::Keys(error),
            _ => Self::Broken,
        }
    }
}

/// Whose key: a subject's, or that of one of its records.
pub type Whose = (SubjectId, Option<String>);

/// Keys that this node has opened.
#[derive(Default)]
pub(crate) struct KeyCache(RwLock<Kept>);

#[derive(Default)]
struct Kept {
    keys: HashMap<Whose, SecretKey>,
    /// How many keys had been destroyed when it was last asked, and when that was.
    destroyed: i64,
    asked_at: Option<Timestamp>,
}

impl KeyCache {
    fn read(&self) -> Option<RwLockReadGuard<'_, Kept>> {
        self.0.read().ok()
    }

    /// Whether the kept keys may be used now. The clock may also be moved back.
    fn is_trusted(&self, now: Timestamp) -> bool {
        let asked_at = self.read().and_then(|it| it.asked_at);
        asked_at.is_some_and(|at| now.duration_since(at).abs() < TRUSTED)
    }

    fn get(&self, whose: &Whose) -> Option<SecretKey> {
        self.read()?.keys.get(whose).cloned()
    }

    fn put(&self, whose: Whose, key: SecretKey) {
        let Ok(mut kept) = self.0.write() else { return };
        if kept.keys.len() >= KEYS_KEPT {
            kept.keys.clear();
        }
        kept.keys.insert(whose, key);
    }

    fn forget(&self, subject: SubjectId) {
        if let Ok(mut kept) = self.0.write() {
            kept.keys.retain(|whose, _| whose.0 != subject);
        }
    }

    /// Keeps the keys if none was destroyed since, and forgets all of them otherwise.
    fn compare(&self, destroyed: i64, now: Timestamp) {
        let Ok(mut kept) = self.0.write() else { return };
        if kept.destroyed != destroyed {
            kept.keys.clear();
            kept.destroyed = destroyed;
        }
        kept.asked_at = Some(now);
    }
}

/// Seals and opens personal data.
#[derive(Clone)]
pub struct Vault {
    ledger: Ledger,
}

impl Vault {
    pub(crate) fn new(ledger: Ledger) -> Self {
        Self { ledger }
    }

    fn keys(&self) -> &Keys {
        &self.ledger.inner.keys
    }

    /// Seals `value` as data of `subject`.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn seal<T: Serialize + Sync>(
        &self,
        subject: SubjectId,
        value: &T,
    ) -> Result<Sealed, VaultError> {
        self.seal_under((subject, None), value).await
    }

    /// Seals `value` as data of one record of `subject`, such as `application/…`.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn seal_in<T: Serialize + Sync>(
        &self,
        subject: SubjectId,
        record: &str,
        value: &T,
    ) -> Result<Sealed, VaultError> {
        self.seal_under((subject, Some(record.to_owned())), value).await
    }

    async fn seal_under<T: Serialize + Sync>(
        &self,
        whose: Whose,
        value: &T,
    ) -> Result<Sealed, VaultError> {
        let plain = serde_json::to_vec(value).map_err(StoreError::from)?;
        let data = BASE64_NOPAD.encode(&self.encrypt(&whose, &plain).await?);
        Ok(Sealed { subject: whose.0, record: whose.1, data })
    }

    /// Opens what [`Vault::seal`] sealed.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn open<T: DeserializeOwned>(&self, sealed: &Sealed) -> Result<T, VaultError> {
        let data = BASE64_NOPAD.decode(sealed.data.as_bytes()).map_err(|_| VaultError::Broken)?;
        let plain = self.decrypt(&(sealed.subject, sealed.record.clone()), &data).await?;
        serde_json::from_slice(&plain).map_err(|_| VaultError::Broken)
    }

    /// Seals the bytes of a file as data of `subject`, under the key of a record where one is
    /// named.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn seal_bytes(
        &self,
        subject: SubjectId,
        record: Option<&str>,
        plain: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        self.encrypt(&(subject, record.map(str::to_owned)), plain).await
    }

    /// Opens what [`Vault::seal_bytes`] sealed.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn open_bytes(
        &self,
        subject: SubjectId,
        record: Option<&str>,
        sealed: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        self.decrypt(&(subject, record.map(str::to_owned)), sealed).await
    }

    async fn encrypt(&self, whose: &Whose, plain: &[u8]) -> Result<Vec<u8>, VaultError> {
        let key = self.key(whose).await?;
        let chance = self.ledger.inner.chance.as_ref();
        Ok(key.seal(self.keys().suite(), plain, whose.0.to_string().as_bytes(), chance)?)
    }

    async fn decrypt(&self, whose: &Whose, sealed: &[u8]) -> Result<Vec<u8>, VaultError> {
        let key = self.key(whose).await?;
        let bound = whose.0.to_string();
        match key.open(sealed, bound.as_bytes()) {
            Ok(plain) => Ok(plain),
            Err(CryptoError::Broken) => Err(VaultError::Broken),
            // It does not name this key: it may be older than the names.
            Err(_) => key.open_unnamed(sealed, bound.as_bytes()).map_err(|_| VaultError::Broken),
        }
    }

    /// A keyed hash under the subject's own key: the same bytes have the same hash, and nobody can
    /// compute it after the key was destroyed. A rotation and a change of suite leave it as it is.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn subject_hash(
        &self,
        subject: SubjectId,
        purpose: &str,
        bytes: &[u8],
    ) -> Result<[u8; 32], VaultError> {
        let key = self.key(&(subject, None)).await?;
        Ok(*key.derive(&SUBJECT.within(purpose)).keyed_hash(&[bytes]).as_bytes())
    }

    /// A keyed fingerprint by which a value can be found without being readable in the database:
    /// the one under which it is stored now.
    pub fn blind(&self, purpose: &str, value: &str) -> String {
        self.keys().fingerprint(&BLIND.within(purpose), value.as_bytes()).short()
    }

    /// All fingerprints under which a value may have been stored, under former keys and the other
    /// suite too; the current one first. A search that must not miss asks for all.
    pub fn blinds(&self, purpose: &str, value: &str) -> Vec<String> {
        let prints = self.keys().fingerprints(&BLIND.within(purpose), value.as_bytes());
        prints.iter().map(crypto::Digest::short).collect()
    }

    /// The rows that a statement with [`PRINTS`] places (`IN ($1, …, $8)`) finds for fingerprints.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn rows_of(
        &self,
        statement: &Statement,
        prints: &[String],
    ) -> Result<Vec<Row>, StoreError> {
        let mut found = Vec::new();
        for some in prints.chunks(PRINTS) {
            let padded = some.iter().chain(some.last().into_iter().cycle()).take(PRINTS);
            let args: Vec<Value> = padded.map(Value::from).collect();
            found.extend(self.ledger.rows(statement, &args).await?);
        }
        Ok(found)
    }

    /// Destroys the subject's key. There is no way back.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn erase(&self, subject: SubjectId) -> Result<(), VaultError> {
        let now = self.ledger.inner.clock.now();
        let args = vec![subject.to_string().into(), now.into()];
        let count = Write::new(&COUNT_DESTRUCTION, vec![DESTROYED.into()]);
        self.ledger.housekeep(vec![Write::new(&DESTROY_KEY, args), count]).await?;
        self.ledger.inner.kept_keys.forget(subject);
        self.ledger.changed();
        Ok(())
    }

    /// Destroys the key of one record of a subject. There is no way back.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn erase_record(&self, subject: SubjectId, record: &str) -> Result<(), VaultError> {
        let now = self.ledger.inner.clock.now();
        let args = vec![subject.to_string().into(), record.into(), now.into()];
        let count = Write::new(&COUNT_DESTRUCTION, vec![DESTROYED.into()]);
        self.ledger.housekeep(vec![Write::new(&DESTROY_SEED, args), count]).await?;
        self.ledger.inner.kept_keys.forget(subject);
        self.ledger.changed();
        Ok(())
    }

    /// Whether the subject's key was destroyed.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn is_erased(&self, subject: SubjectId) -> Result<bool, VaultError> {
        let rows = self.ledger.rows(&SUBJECT_KEY, &[subject.to_string().into()]).await?;
        let row = rows.first().map(|row| row.bytes_or_null(0)).transpose()?;
        Ok(row.is_some_and(|wrapped| wrapped.is_none()))
    }

    /// Whether the key of a record was destroyed, by itself or with the subject's.
    ///
    /// # Errors
    /// [`VaultError::Store`].
    pub async fn is_record_erased(
        &self,
        subject: SubjectId,
        record: &str,
    ) -> Result<bool, VaultError> {
        let rows = self.ledger.rows(&SEED, &[subject.to_string().into(), record.into()]).await?;
        let row = rows.first().map(|row| row.bytes_or_null(0)).transpose()?;
        Ok(row.is_some_and(|seed| seed.is_none()) || self.is_erased(subject).await?)
    }

    pub(crate) fn key<'a>(
        &'a self,
        whose: &'a Whose,
    ) -> BoxFuture<'a, Result<SecretKey, VaultError>> {
        Box::pin(async move {
            let kept = &self.ledger.inner.kept_keys;
            let now = self.ledger.inner.clock.now();
            if !kept.is_trusted(now) {
                let rows = self.ledger.rows(&DESTRUCTIONS, &[DESTROYED.into()]).await?;
                kept.compare(rows.first().map_or(Ok(0), |row| row.int(0))?, now);
            }
            if let Some(key) = kept.get(whose) {
                return Ok(key);
            }
            let key = match whose {
                (subject, None) => match self.stored_key(*subject).await? {
                    Some(key) => key,
                    None => self.new_key(*subject).await?,
                },
                (subject, Some(record)) => {
                    let above = self.key(&(*subject, None)).await?;
                    let seed = self.seed(*subject, record).await?;
                    let bytes = above.derive(&RECORD).keyed_hash(&[&seed]);
                    SecretKey::new(above.suite(), *bytes.as_bytes())
                }
            };
            kept.put(whose.clone(), key.clone());
            Ok(key)
        })
    }

    async fn seed(&self, subject: SubjectId, record: &str) -> Result<Vec<u8>, VaultError> {
        let place: [Value; 2] = [subject.to_string().into(), record.into()];
        let mut rows = self.ledger.rows(&SEED, &place).await?;
        if rows.is_empty() {
            let mut seed = vec![0; 32];
            self.ledger.inner.chance.fill(&mut seed);
            let now = self.ledger.inner.clock.now();
            let args = place.iter().cloned().chain([seed.into(), now.into()]);
            self.ledger.housekeep(vec![Write::new(&NEW_SEED, args.collect::<Vec<_>>())]).await?;
            // Another node may have been first: what is stored counts.
            rows = self.ledger.rows(&SEED, &place).await?;
        }
        let row = rows.first().ok_or(VaultError::Broken)?;
        Ok(row.bytes_or_null(0)?.ok_or(VaultError::Erased)?.to_vec())
    }

    async fn stored_key(&self, subject: SubjectId) -> Result<Option<SecretKey>, VaultError> {
        let rows = self.ledger.rows(&SUBJECT_KEY, &[subject.to_string().into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let wrapped = row.bytes_or_null(0)?.ok_or(VaultError::Erased)?;
        self.unwrap(subject, wrapped).map(Some)
    }

    fn unwrap(&self, subject: SubjectId, wrapped: &[u8]) -> Result<SecretKey, VaultError> {
        let bound = subject.to_string();
        if wrapped.len() != UNNAMED_WRAPPED {
            return Ok(self.keys().holder().unwrap(&SUBJECT_KEYS, wrapped, bound.as_bytes())?);
        }
        let opened = self
            .keys()
            .ring()
            .secrets(SuiteId::International, &SUBJECT_KEYS)
            .into_iter()
            .filter(|it| it.suite() == SuiteId::International)
            .find_map(|it| it.open_unnamed(wrapped, bound.as_bytes()).ok());
        let bytes = opened.and_then(|it| it.try_into().ok()).ok_or(VaultError::Broken)?;
        Ok(SecretKey::new(SuiteId::International, bytes))
    }

    async fn new_key(&self, subject: SubjectId) -> Result<SecretKey, VaultError> {
        let key = SecretKey::draw(self.keys().suite(), self.ledger.inner.chance.as_ref());
        let bound = subject.to_string();
        let wrapped = self.keys().holder().wrap(&SUBJECT_KEYS, &key, bound.as_bytes())?;
        let now = self.ledger.inner.clock.now();
        let args = vec![bound.into(), wrapped.into(), now.into()];
        self.ledger.housekeep(vec![Write::new(&NEW_SUBJECT_KEY, args)]).await?;
        // Another node may have been first: what is stored counts.
        self.stored_key(subject).await?.ok_or(VaultError::Broken)
    }
}
