//! Values of the common SQL dialect: 64-bit integers, text and bytes. Instants are microseconds
//! since 1970, civil dates ISO text, yes/no is 1/0. A NULL carries its type, because PostgreSQL
//! refuses an untyped one.

use jiff::{Timestamp, civil::Date};

use crate::StoreError;

/// One argument or result.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// `BIGINT`.
    Int(Option<i64>),
    /// `TEXT`.
    Text(Option<String>),
    /// `BYTEA`.
    Bytes(Option<Vec<u8>>),
}

macro_rules! from {
    ($($from:ty => |$it:ident| $to:expr;)*) => {$(
        impl From<$from> for Value {
            fn from($it: $from) -> Self { $to }
        }
    )*};
}

from! {
    i64 => |it| Value::Int(Some(it));
    Option<i64> => |it| Value::Int(it);
    i32 => |it| Value::Int(Some(it.into()));
    u32 => |it| Value::Int(Some(it.into()));
    u64 => |it| Value::Int(Some(i64::try_from(it).unwrap_or(i64::MAX)));
    usize => |it| Value::Int(Some(i64::try_from(it).unwrap_or(i64::MAX)));
    bool => |it| Value::Int(Some(it.into()));
    &str => |it| Value::Text(Some(it.to_owned()));
    String => |it| Value::Text(Some(it));
    &String => |it| Value::Text(Some(it.clone()));
    Option<String> => |it| Value::Text(it);
    Option<&str> => |it| Value::Text(it.map(str::to_owned));
    Vec<u8> => |it| Value::Bytes(Some(it));
    Option<Vec<u8>> => |it| Value::Bytes(it);
    Timestamp => |it| Value::Int(Some(it.as_microsecond()));
    Option<Timestamp> => |it| Value::Int(it.map(|at| at.as_microsecond()));
    Date => |it| Value::Text(Some(it.to_string()));
    Option<Date> => |it| Value::Text(it.map(|on| on.to_string()));
}

/// One row of an answer, read by position.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row(pub(crate) Vec<Value>);

impl Row {
    fn at(&self, index: usize) -> Result<&Value, StoreError> {
        self.0.get(index).ok_or_else(|| StoreError::contradiction(format!("no column {index}")))
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`StoreError::Contradiction`] when the column is missing, NULL or of another type; the same
    /// holds for the other readers.
    pub fn int(&self, index: usize) -> Result<i64, StoreError> {
        self.int_or_null(index)?.ok_or_else(|| wrong(index, "an integer"))
    }

    /// A whole number or NULL.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn int_or_null(&self, index: usize) -> Result<Option<i64>, StoreError> {
        match self.at(index)? {
            Value::Int(value) => Ok(*value),
            Value::Text(None) | Value::Bytes(None) => Ok(None),
            _ => Err(wrong(index, "an integer")),
        }
    }

    /// A count, never negative.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn count(&self, index: usize) -> Result<u64, StoreError> {
        u64::try_from(self.int(index)?).map_err(|_| wrong(index, "a count"))
    }

    /// Yes or no.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn flag(&self, index: usize) -> Result<bool, StoreError> {
        Ok(self.int(index)? != 0)
    }

    /// A text.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn text(&self, index: usize) -> Result<&str, StoreError> {
        self.text_or_null(index)?.ok_or_else(|| wrong(index, "text"))
    }

    /// A text or NULL.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn text_or_null(&self, index: usize) -> Result<Option<&str>, StoreError> {
        match self.at(index)? {
            Value::Text(value) => Ok(value.as_deref()),
            Value::Int(None) | Value::Bytes(None) => Ok(None),
            _ => Err(wrong(index, "text")),
        }
    }

    /// Bytes or NULL.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn bytes_or_null(&self, index: usize) -> Result<Option<&[u8]>, StoreError> {
        match self.at(index)? {
            Value::Bytes(value) => Ok(value.as_deref()),
            Value::Int(None) | Value::Text(None) => Ok(None),
            _ => Err(wrong(index, "bytes")),
        }
    }

    /// An instant.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn instant(&self, index: usize) -> Result<Timestamp, StoreError> {
        Timestamp::from_microsecond(self.int(index)?).map_err(StoreError::contradiction)
    }

    /// A civil date or NULL.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn date_or_null(&self, index: usize) -> Result<Option<Date>, StoreError> {
        self.text_or_null(index)?
            .map(|text| text.parse().map_err(StoreError::contradiction))
            .transpose()
    }

    /// Anything that reads itself from text, such as an id or a code.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn parsed<T: std::str::FromStr>(&self, index: usize) -> Result<T, StoreError> {
        self.text(index)?.parse().map_err(|_| wrong(index, std::any::type_name::<T>()))
    }

    /// A JSON document.
    ///
    /// # Errors
    /// See [`Row::int`].
    pub fn json<T: serde::de::DeserializeOwned>(&self, index: usize) -> Result<T, StoreError> {
        Ok(serde_json::from_str(self.text(index)?)?)
    }
}

fn wrong(index: usize, wanted: &str) -> StoreError {
    StoreError::contradiction(format!("column {index} is not {wanted}"))
}
