//! What a subject shows to everybody, so that it can be compared with the record.

use std::sync::Arc;

/// The addresses that belong to a thing of this key.
pub type Addresses = Arc<dyn Fn(&str) -> Vec<String> + Send + Sync>;

/// A kind of stream that public pages are made from, alike for every visitor without a session.
#[derive(Clone)]
pub struct Shown {
    /// The kind.
    pub kind: &'static str,
    /// The addresses that are made from the stream of a key and from nothing that changes by
    /// itself but the day: of public pages without their language, of the API whole. None where a
    /// stream is a part of many pages.
    pub pages: Addresses,
    /// Further addresses that are withheld with them when the stream is not what was logged, such
    /// as the first page of an application.
    pub along: Addresses,
}

impl Shown {
    /// A kind of stream that is a part of many pages.
    pub fn part(kind: &'static str) -> Self {
        Self { kind, pages: Arc::new(|_| Vec::new()), along: Arc::new(|_| Vec::new()) }
    }
}
