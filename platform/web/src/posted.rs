//! What a form posts: fields, the idempotency key, and files. The token is checked here, so a
//! handler that takes one of these cannot forget it.

use std::collections::BTreeMap;

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::{StatusCode, header},
};
use bytes::Bytes;
use kernel::id::CommandId;

use crate::{Failure, Incident, Visitor};

/// No form has more fields than this.
const FIELDS_LIMIT: usize = 300;
/// A form without files is not larger than this.
pub(crate) const FORM_BYTES: usize = 256 * 1024;

/// A date typed into three boxes, or as one text, as `year-month-day`; empty where it is missing.
/// `get` answers the trimmed value of a field.
pub fn date_of<'a>(get: impl Fn(&str) -> &'a str, name: &str) -> String {
    let part = |part: &str| get(&format!("{name}-{part}"));
    let (year, month, day) = (part("year"), part("month"), part("day"));
    if year.is_empty() && month.is_empty() && day.is_empty() {
        return get(name).to_owned();
    }
    format!("{year}-{month:0>2}-{day:0>2}")
}

/// The fields of a form.
#[derive(Debug, Clone)]
pub struct Posted {
    /// The form's command id: the same form sent twice has the same.
    pub key: CommandId,
    fields: BTreeMap<String, Vec<String>>,
}

impl Posted {
    /// The value of a field, trimmed; empty where it is missing or was sent more than once.
    pub fn get(&self, name: &str) -> &str {
        match self.fields.get(name).map(Vec::as_slice) {
            Some([value]) => value.trim(),
            _ => "",
        }
    }

    /// The fields whose names begin so, by the rest of their names, each trimmed; those that were
    /// sent more than once are left out.
    pub fn named<'a>(
        &'a self,
        beginning: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> + 'a {
        self.fields.iter().filter_map(move |(name, values)| match values.as_slice() {
            [value] => Some((name.strip_prefix(beginning)?, value.trim())),
            _ => None,
        })
    }

    /// All values of a field, as several check boxes have.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.fields.get(name).into_iter().flatten().map(|it| it.trim()).collect()
    }

    /// Whether a field was sent at all.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// A date typed into three boxes, as `year-month-day`; empty where all three are.
    pub fn date(&self, name: &str) -> String {
        date_of(|name| self.get(name), name)
    }

    /// All names and values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.fields.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    fn read(visitor: &Visitor, fields: BTreeMap<String, Vec<String>>) -> Result<Self, Failure> {
        let mut posted = Self { key: visitor.new_key(), fields };
        if !visitor.web.csrf.fits(visitor.csrf_binding(), posted.get("_csrf")) {
            visitor.note(Incident::Token);
            return Err(Failure::Conflict("form.expired"));
        }
        if posted.has("_key") {
            posted.key = posted
                .get("_key")
                .parse()
                .map_err(|_| Failure::Malformed("_key must be a UUID".to_owned()))?;
        }
        Ok(posted)
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let visitor = visitor(&request)?;
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
        if !kind.unwrap_or_default().starts_with("application/x-www-form-urlencoded") {
            return Err(Failure::Malformed("a form is expected".to_owned()));
        }
        let body = axum::body::to_bytes(request.into_body(), FORM_BYTES)
            .await
            .map_err(|error| trouble(error, 1))?;
        let pairs: Vec<(String, String)> = serde_urlencoded(&body);
        if pairs.len() > FIELDS_LIMIT {
            return Err(Failure::Malformed("too many fields".to_owned()));
        }
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        visitor.check_once(pairs.iter().map(|(name, _)| name.as_str()))?;
        for (name, value) in pairs {
            fields.entry(name).or_default().push(value);
        }
        Posted::read(&visitor, fields)
    }
}

/// A file as it was sent. Its name and declared type are the sender's words, not facts.
#[derive(Debug, Clone)]
pub struct File {
    /// The field it was sent in.
    pub field: String,
    /// The sender's file name.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// A form with files.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The other fields.
    pub posted: Posted,
    /// The files that are not empty.
    pub files: Vec<File>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let visitor = visitor(&request)?;
        let limit = visitor.web.site.upload_mb;
        let mut parts = Multipart::from_request(request, state)
            .await
            .map_err(|_| Failure::Malformed("a form with files is expected".to_owned()))?;
        let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let mut files = Vec::new();
        let mut count = 0;
        while let Some(part) = parts.next_field().await.map_err(|it| part_trouble(&it, limit))? {
            count += 1;
            if count > FIELDS_LIMIT {
                return Err(Failure::Malformed("too many fields".to_owned()));
            }
            let field = part.name().unwrap_or_default().to_owned();
            let name = part.file_name().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|it| part_trouble(&it, limit))?;
            match name {
                Some(name) if !bytes.is_empty() => files.push(File { field, name, bytes }),
                Some(_) => {}
                None => {
                    let text = String::from_utf8(bytes.to_vec())
                        .map_err(|_| Failure::Malformed("a field is not text".to_owned()))?;
                    fields.entry(field).or_default().push(written(&text));
                }
            }
        }
        let sent = fields.iter().flat_map(|(name, all)| all.iter().map(move |_| name.as_str()));
        visitor.check_once(sent)?;
        Ok(Self { posted: Posted::read(&visitor, fields)?, files })
    }
}

/// Too large, or broken off on the way.
fn trouble(error: axum::Error, limit: u64) -> Failure {
    if error.into_inner().is::<http_body_util::LengthLimitError>() {
        return Failure::TooLarge(limit);
    }
    Failure::Malformed("the request broke off".to_owned())
}

fn part_trouble(error: &MultipartError, limit: u64) -> Failure {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Failure::TooLarge(limit);
    }
    Failure::Malformed("the form broke off or cannot be read".to_owned())
}

fn visitor(request: &Request) -> Result<Visitor, Failure> {
    let found = request.extensions().get::<Visitor>().cloned();
    found.ok_or_else(|| Failure::internal("a form outside the gate"))
}

/// Pairs of `application/x-www-form-urlencoded`.
fn serde_urlencoded(body: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(body).map(|(k, v)| (k.into_owned(), written(&v))).collect()
}

/// What somebody has typed: control characters are none of it, but come along where text is taken
/// out of another program. Lines and tabs stay.
fn written(sent: &str) -> String {
    let is_written = |it: &char| !it.is_control() || matches!(it, '\n' | '\r' | '\t');
    sent.chars().filter(is_written).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_arrives() {
        let typed = "一\u{0}二\u{b}三\u{1b}[2J\r\n\t四\u{85}";
        assert_eq!(written(typed), "一二三[2J\r\n\t四");
    }
}
