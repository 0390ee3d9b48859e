//! A leaf: what happened, who did it and by what right, without personal data.
//!
//! The bytes are JSON in the canonical form of RFC 8785 (members sorted, no blanks, integers
//! only), so that a leaf can be read in any editor and checked in any language. What happened in
//! detail is committed to under a salt; when salt and content are destroyed, the leaf still proves
//! that something was there and tells nothing about it.

use std::fmt;

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;
use uuid::Uuid;

/// The version of the form.
pub const SCHEMA: u32 = 1;
/// The most bytes that an entry may have.
pub const MOST_BYTES: usize = 2048;
/// The largest integer that every reader of JSON keeps exactly.
const MOST_NUMBER: u64 = (1 << 53) - 1;

/// Why bytes are no entry, or an entry has no bytes.
#[derive(Debug, thiserror::Error)]
pub enum EntryError {
    /// Not JSON, or members are missing, unknown or double.
    #[error("no entry: {0}")]
    Form(#[from] serde_json::Error),
    /// The same content has other bytes.
    #[error("the bytes are not canonical")]
    NotCanonical,
    /// Of another version.
    #[error("version {0} of the form is not known")]
    Schema(u32),
    /// Longer than [`MOST_BYTES`].
    #[error("{0} bytes are too many")]
    TooLong(usize),
    /// A number that not every reader keeps exactly.
    #[error("a number is out of range")]
    Number,
}

/// What kind of thing an entry records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An event of a subject.
    Event,
    /// Someone read personal data.
    Access,
    /// A page, asset or service definition was published: the content is committed to.
    Page,
    /// This tree goes on from another: its last checkpoint is committed to.
    CheckpointHandover,
}

/// 32 bytes, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Bytes32(pub [u8; 32]);

impl fmt::Debug for Bytes32 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&HEXLOWER.encode(&self.0))
    }
}

impl Serialize for Bytes32 {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&HEXLOWER.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes32 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let bytes = HEXLOWER.decode(text.as_bytes()).map_err(D::Error::custom)?;
        bytes.try_into().map(Self).map_err(|_| D::Error::custom("not 32 bytes"))
    }
}

/// Stands for an account. Who holds the key can tell which; the tree cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pseudonym(pub Bytes32);

impl Pseudonym {
    /// The pseudonym of an account under a key: HMAC-SHA-256.
    pub fn of(key: &[u8; 32], account: &Uuid) -> Self {
        // A key shorter than the block is filled up with zeroes, by the definition of HMAC.
        let mut block = [0; 64];
        block[..32].copy_from_slice(key);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(b"onewindow audit pseudonym\0");
        mac.update(account.as_bytes());
        Self(Bytes32(mac.finalize().into_bytes().into()))
    }
}

/// Commits to a content without telling it, with the hashes of two families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// SHA-256 of salt and content.
    pub sha256: Bytes32,
    /// SM3 (GB/T 32905) of salt and content.
    pub sm3: Bytes32,
}

impl Commitment {
    /// Commits to a content. The salt is drawn for this entry alone and kept beside the content.
    pub fn to(salt: &[u8; 32], content: &[u8]) -> Self {
        let sha256 = Sha256::new().chain_update(salt).chain_update(content).finalize();
        let sm3 = Sm3::new().chain_update(salt).chain_update(content).finalize();
        Self { sha256: Bytes32(sha256.into()), sm3: Bytes32(sm3.into()) }
    }

    /// Whether this is the content.
    pub fn is_of(&self, salt: &[u8; 32], content: &[u8]) -> bool {
        *self == Self::to(salt, content)
    }
}

/// A leaf. The members stand in the sequence in which they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// For whom the actor acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acting_for: Option<Pseudonym>,
    /// Who acted; none when the program did by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<Pseudonym>,
    /// When it happened, in whole microseconds since 1970.
    #[serde(with = "micros")]
    pub at: Timestamp,
    /// By what right: a role, a delegation, an agreement.
    pub authority: String,
    /// The content that is committed to.
    pub commitment: Commitment,
    /// What belongs together: one request, one chain of reactions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation: Option<Uuid>,
    /// The event.
    pub event: Uuid,
    /// What kind of thing is recorded.
    pub kind: Kind,
    /// When it was given to the log, in whole microseconds since 1970; never goes back.
    #[serde(with = "micros")]
    pub logged_at: Timestamp,
    /// Code of the reason that was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// [`SCHEMA`].
    pub schema: u32,
    /// Place in the stream: the object's version after the event.
    pub seq: u64,
    /// Version of the program.
    pub software: String,
    /// What it happened to: kind and id of the object.
    pub stream: String,
    /// What happened, as a stable word.
    pub word: String,
}

impl Entry {
    /// The canonical bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, EntryError> {
        let are_times = [self.at, self.logged_at].iter().all(|it| micros::number(it).is_some());
        if self.schema != SCHEMA {
            return Err(EntryError::Schema(self.schema));
        }
        if !are_times || self.seq > MOST_NUMBER {
            return Err(EntryError::Number);
        }
        let bytes = serde_json::to_vec(self)?;
        if bytes.len() > MOST_BYTES {
            return Err(EntryError::TooLong(bytes.len()));
        }
        Ok(bytes)
    }

    /// Reads canonical bytes. What is unknown, double, out of sequence or written otherwise is
    /// refused, so that no two byte strings mean the same entry.
    pub fn parse(bytes: &[u8]) -> Result<Self, EntryError> {
        if bytes.len() > MOST_BYTES {
            return Err(EntryError::TooLong(bytes.len()));
        }
        let entry: Self = serde_json::from_slice(bytes)?;
        if entry.to_bytes()? == bytes { Ok(entry) } else { Err(EntryError::NotCanonical) }
    }
}

/// Instants as whole microseconds.
mod micros {
    use super::*;

    pub fn number(it: &Timestamp) -> Option<u64> {
        u64::try_from(it.as_microsecond()).ok().filter(|it| *it <= MOST_NUMBER)
    }

    pub fn serialize<S: Serializer>(it: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_i64(it.as_microsecond())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
        let number = i64::deserialize(from)?;
        Timestamp::from_microsecond(number).map_err(D::Error::custom)
    }
}
