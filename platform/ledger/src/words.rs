//! Sealing the free words of new events, and opening them when a stream is read.
//!
//! Domain code writes [`Words`] as text. Before an event is stored, what is new in it is sealed
//! under the key that the command names ([`crate::Command::about`]); an event with words whose
//! owner nobody named is not stored at all. Snapshots hold what the events hold.

use std::borrow::Cow;

use crypto::{SecretKey, SuiteId};
use data_encoding::BASE64_NOPAD;
use kernel::{Aggregate, Chance, Sealed, Words};
use serde_json::{Map, Value as Json};

use crate::{Ledger, Row, StoreError, Value, VaultError, Whose};

/// Seals the words of one command.
pub(crate) struct Sealer {
    whose: Whose,
    key: SecretKey,
    suite: SuiteId,
}

/// An event and the form in which it is stored.
pub(crate) type Stored<E> = (E, String);

impl Sealer {
    fn seal(&self, words: &str, chance: &dyn Chance) -> Result<Sealed, StoreError> {
        let plain = serde_json::to_vec(words)?;
        let bound = self.whose.0.to_string();
        let data = self.key.seal(self.suite, &plain, bound.as_bytes(), chance);
        let data = BASE64_NOPAD.encode(&data.map_err(StoreError::contradiction)?);
        Ok(Sealed { subject: self.whose.0, record: self.whose.1.clone(), data })
    }
}

/// Whether a stored form has a member of this name. In a text the quotation marks would be escaped.
fn has(body: &str, name: &str) -> bool {
    body.contains(&format!("\"{name}\":"))
}

/// Whether a stored form holds words that are sealed.
pub(crate) fn are_sealed_in(body: &str) -> bool {
    has(body, Words::SEALED)
}

/// The objects in it that have a member of this name.
fn places<'a>(value: &'a mut Json, name: &str, found: &mut Vec<&'a mut Map<String, Json>>) {
    match value {
        Json::Object(map) => {
            if map.contains_key(name) {
                found.push(map);
            } else {
                map.values_mut().for_each(|it| places(it, name, found));
            }
        }
        Json::Array(list) => list.iter_mut().for_each(|it| places(it, name, found)),
        _ => {}
    }
}

/// Puts the text in the place of each object of words.
fn plain(value: &mut Json) {
    match value {
        Json::Object(map) if map.contains_key(Words::NEW) || map.contains_key(Words::SEALED) => {
            let erased = || Json::from(kernel::words::ERASED);
            *value = map.remove(Words::NEW).unwrap_or_else(erased);
        }
        Json::Object(map) => map.values_mut().for_each(plain),
        Json::Array(list) => list.iter_mut().for_each(plain),
        _ => {}
    }
}

/// The event with its new words sealed, and as it is stored.
pub(crate) fn sealed<A: Aggregate>(
    event: A::Event,
    sealer: Option<&Sealer>,
    chance: &dyn Chance,
) -> Result<Stored<A::Event>, StoreError> {
    let body = serde_json::to_string(&event)?;
    if !has(&body, Words::NEW) {
        return Ok((event, body));
    }
    let sealer = sealer.ok_or_else(|| {
        StoreError::contradiction(format!("{}: nobody said whose words these are", A::word(&event)))
    })?;
    let mut value: Json = serde_json::from_str(&body)?;
    let mut found = Vec::new();
    places(&mut value, Words::NEW, &mut found);
    for place in found {
        let words = place.get(Words::NEW).and_then(Json::as_str).unwrap_or_default();
        let sealed = serde_json::to_value(sealer.seal(words, chance)?)?;
        place.insert(Words::SEALED.to_owned(), sealed);
    }
    let event: A::Event = serde_json::from_value(value)?;
    let body = serde_json::to_string(&event)?;
    Ok((event, body))
}

/// A snapshot holds no words but those of its events, which are sealed.
pub(crate) fn check_sealed<A: Aggregate>(snapshot: &str) -> Result<(), StoreError> {
    if has(snapshot, Words::NEW) {
        return Err(StoreError::contradiction(format!("{}: a state made up words", A::KIND)));
    }
    Ok(())
}

impl Ledger {
    /// What seals the words of a command about this. What was erased gets no new words.
    pub(crate) async fn sealer(&self, whose: &Whose) -> Result<Option<Sealer>, StoreError> {
        match self.vault().key(whose).await {
            Ok(key) => {
                Ok(Some(Sealer { whose: whose.clone(), key, suite: self.inner.keys.suite() }))
            }
            Err(VaultError::Erased) => Ok(None),
            Err(VaultError::Store(error)) => Err(error),
            Err(other) => Err(StoreError::contradiction(other)),
        }
    }

    /// A stored form with its words opened, as far as they can be.
    pub(crate) async fn opened<'a>(&self, body: &'a str) -> Result<Cow<'a, str>, StoreError> {
        if !are_sealed_in(body) {
            return Ok(Cow::Borrowed(body));
        }
        let mut value: Json = serde_json::from_str(body)?;
        let mut found = Vec::new();
        places(&mut value, Words::SEALED, &mut found);
        for place in found {
            let sealed = place.get(Words::SEALED).cloned().unwrap_or_default();
            let sealed: Sealed = serde_json::from_value(sealed)?;
            match self.vault().open::<String>(&sealed).await {
                Ok(words) => {
                    place.insert(Words::NEW.to_owned(), words.into());
                }
                Err(VaultError::Erased) => {}
                Err(VaultError::Store(error)) => return Err(error),
                Err(other) => return Err(StoreError::contradiction(other)),
            }
        }
        Ok(Cow::Owned(value.to_string()))
    }

    /// A value with its words as they read: those that were erased as [`kernel::words::ERASED`].
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn in_words(&self, value: &impl serde::Serialize) -> Result<Json, StoreError> {
        let body = serde_json::to_string(value)?;
        let mut value: Json = serde_json::from_str(&self.opened(&body).await?)?;
        plain(&mut value);
        Ok(value)
    }

    /// Opens the words in a column of a row.
    pub(crate) async fn open_words(&self, row: &mut Row, index: usize) -> Result<(), StoreError> {
        if let Cow::Owned(opened) = self.opened(row.text(index)?).await? {
            row.0[index] = Value::from(opened);
        }
        Ok(())
    }

    /// Opens the words in a column of each row.
    pub(crate) async fn open_all(
        &self,
        mut rows: Vec<Row>,
        index: usize,
    ) -> Result<Vec<Row>, StoreError> {
        for row in &mut rows {
            self.open_words(row, index).await?;
        }
        Ok(rows)
    }
}
