//! Files outside the database: content-addressed, written to a temporary name, synced, renamed.
//! What a file is, its content says; its name and its sender's words count for nothing.

use std::{path::Path, sync::Arc};

use bytes::Bytes;
use data_encoding::HEXLOWER;
use object_store::{
    ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem, path::Path as Key,
};
use sha2::{Digest, Sha256};

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
            "application/pdf" => Some(Self::Pdf),
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
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_hash {
            return Err(FileError::NotFound);
        }
        let bytes = self.store.get(&key(hash)).await?.bytes().await?;
        if HEXLOWER.encode(&Sha256::digest(&bytes)) == hash {
            Ok(bytes)
        } else {
            Err(FileError::Altered)
        }
    }
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
}
