//! Files outside the database: content-addressed, written to a temporary name, synced, renamed.
//! What a file is, its content says; its name and its sender's words count for nothing.
//!
//! The same bytes of two senders are one file, so nobody who takes back *their* upload may delete
//! it. Files go by mark and sweep: the subject that stores them knows which are still needed, asks
//! for the old ones ([`Files::stored_before`]) and deletes what nobody needs
//! ([`Files::delete_stored_before`]). One subject sweeps a store; a second one that stores files
//! must tell it what it needs.

mod inspect;
mod pdf;
mod picture;

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use data_encoding::HEXLOWER;
use futures::{StreamExt as _, stream::BoxStream};
use jiff::Timestamp;
use object_store::{
    ObjectMeta, ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem,
    path::Path as Key,
};
use sha2::{Digest, Sha256};

pub use inspect::{Unclean, cleaned};

/// What is accepted, by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A PDF document.
    Pdf,
    /// A JPEG photo.
    Jpeg,
    /// A PNG image.
    Png,
}

impl FileKind {
    /// The kind of these bytes, if it is one that we accept. Programs, archives and documents
    /// with macros are none, whatever they are called.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match infer::get(bytes)?.mime_type() {
            // Elsewhere the mark may stand further behind, in what is really a web page.
            "application/pdf" => bytes.starts_with(b"%PDF-").then_some(Self::Pdf),
            "image/jpeg" => Some(Self::Jpeg),
            "image/png" => Some(Self::Png),
            _ => None,
        }
    }

    /// The MIME type with which it is served.
    pub const fn mime(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }

    /// The ending of its name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// Whether it is an image.
    pub const fn is_image(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png)
    }
}

/// A file could not be stored or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// There is no such file.
    #[error("no such file")]
    NotFound,
    /// Its content is not what its name promises: it was changed in the store.
    #[error("the file was changed in the store")]
    Altered,
    /// The store failed.
    #[error("the file store failed: {0}")]
    Store(String),
}

impl From<object_store::Error> for FileError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound,
            other => Self::Store(other.to_string()),
        }
    }
}

/// The file store of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

impl Files {
    /// A store in a folder, which is made if it is missing.
    ///
    /// # Errors
    /// [`FileError::Store`] when the folder cannot be used.
    pub fn folder(path: &Path) -> Result<Self, FileError> {
        std::fs::create_dir_all(path).map_err(|error| FileError::Store(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(path)?.with_fsync(true);
        Ok(Self { store: Arc::new(store) })
    }

    /// Any store that `object_store` knows.
    pub fn on(store: Arc<dyn ObjectStore>) -> Self {
        Self { store }
    }

    /// Stores bytes; the answer is their SHA-256 in hexadecimal, by which they are found again.
    /// The same bytes are stored once.
    ///
    /// # Errors
    /// [`FileError`].
    pub async fn put(&self, bytes: Bytes) -> Result<String, FileError> {
        let hash = HEXLOWER.encode(&Sha256::digest(&bytes));
        self.store.put(&key(&hash), PutPayload::from_bytes(bytes)).await?;
        Ok(hash)
    }

    /// The bytes of a hash, checked against it.
    ///
    /// # Errors
    /// [`FileError`].
    pub async fn get(&self, hash: &str) -> Result<Bytes, FileError> {
        if !is_hash(hash) {
            return Err(FileError::NotFound);
        }
        let bytes = self.store.get(&key(hash)).await?.bytes().await?;
        if HEXLOWER.encode(&Sha256::digest(&bytes)) == hash {
            Ok(bytes)
        } else {
            Err(FileError::Altered)
        }
    }

    /// Whether there are bytes of this hash.
    ///
    /// # Errors
    /// [`FileError`].
    pub async fn has(&self, hash: &str) -> Result<bool, FileError> {
        match self.stored_at(hash).await {
            Ok(_) => Ok(true),
            Err(FileError::NotFound) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The hashes of the files that were stored for the last time before `limit`.
    pub fn stored_before(&self, limit: Timestamp) -> BoxStream<'static, Result<String, FileError>> {
        let old = move |found: object_store::Result<ObjectMeta>| {
            std::future::ready(match found {
                Ok(meta) if instant(&meta) < limit => {
                    meta.location.filename().filter(|it| is_hash(it)).map(|it| Ok(it.to_owned()))
                }
                Ok(_) => None,
                Err(error) => Some(Err(error.into())),
            })
        };
        self.store.list(None).filter_map(old).boxed()
    }

    /// Deletes a file unless it was stored again since `limit`; answers whether it is gone now. A
    /// file that is not there is no error.
    ///
    /// # Errors
    /// [`FileError`].
    pub async fn delete_stored_before(
        &self,
        hash: &str,
        limit: Timestamp,
    ) -> Result<bool, FileError> {
        let is_old = match self.stored_at(hash).await {
            Ok(at) => at < limit,
            Err(FileError::NotFound) => return Ok(true),
            Err(error) => return Err(error),
        };
        if !is_old {
            return Ok(false);
        }
        match self.store.delete(&key(hash)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    async fn stored_at(&self, hash: &str) -> Result<Timestamp, FileError> {
        if !is_hash(hash) {
            return Err(FileError::NotFound);
        }
        Ok(instant(&self.store.head(&key(hash)).await?))
    }
}

/// When a file was stored for the last time; far ahead where the store does not know.
fn instant(meta: &ObjectMeta) -> Timestamp {
    let micros = meta.last_modified.timestamp_micros();
    Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Spread over folders, because some file systems are slow with many files in one.
fn key(hash: &str) -> Key {
    Key::from(format!("{}/{}/{hash}", &hash[..2], &hash[2..4]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_called_pdf_is_not_a_pdf() {
        assert_eq!(FileKind::of(b"MZ\x90\x00 this is a program"), None);
        assert_eq!(FileKind::of(b"<svg onload=alert(1)>"), None);
        assert_eq!(FileKind::of(b"%PDF-1.7 text"), Some(FileKind::Pdf));
        for page in [&b"<html><body>%PDF-1.7</body></html>"[..], b" %PDF-1.7", b"%PDF<script>"] {
            assert_eq!(FileKind::of(page), None, "{}", String::from_utf8_lossy(page));
        }
    }

    #[tokio::test]
    async fn a_changed_file_is_found_out() {
        let store = Arc::new(object_store::memory::InMemory::new());
        let files = Files::on(store.clone());
        let hash = files.put(Bytes::from_static(b"%PDF-1.7 one")).await.unwrap();
        assert_eq!(files.get(&hash).await.unwrap(), Bytes::from_static(b"%PDF-1.7 one"));
        store.put(&key(&hash), PutPayload::from_static(b"%PDF-1.7 two")).await.unwrap();
        assert!(matches!(files.get(&hash).await, Err(FileError::Altered)));
        assert!(matches!(files.get("../../etc/passwd").await, Err(FileError::NotFound)));
    }

    #[tokio::test]
    async fn old_files_are_told_and_deleted_unless_they_were_stored_again() {
        let files = Files::on(Arc::new(object_store::memory::InMemory::new()));
        let hash = files.put(Bytes::from_static(b"%PDF-1.7 one")).await.unwrap();
        let (past, future) = (Timestamp::UNIX_EPOCH, Timestamp::MAX);
        let told = async |limit| {
            let found: Vec<_> = files.stored_before(limit).collect().await;
            found.into_iter().map(Result::unwrap).collect::<Vec<_>>()
        };
        assert!(told(past).await.is_empty());
        assert_eq!(told(future).await, [hash.as_str()]);
        assert!(!files.delete_stored_before(&hash, past).await.unwrap(), "it was stored since");
        assert!(files.has(&hash).await.unwrap());
        assert!(files.delete_stored_before(&hash, future).await.unwrap());
        assert!(files.delete_stored_before(&hash, future).await.unwrap(), "twice is no error");
        assert!(!files.has(&hash).await.unwrap() && !files.has("../../etc/passwd").await.unwrap());
    }
}
