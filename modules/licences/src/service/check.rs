//! Checking a licence: by number, by identifier, by file.

use jiff::civil::Date;
use kernel::LocalText;
use licences_domain::{LicenceStatus, folded_number};
use web::Failure;

use super::Licensing;
use crate::{
    document::{self, SignatureFile},
    store::{self, Record},
};

/// What anybody may know about a licence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its name.
    pub name: LocalText,
    /// Its number; masked where it is an identity number.
    pub number: String,
    /// Its identifier.
    pub identifier: String,
    /// The issuing authority's name.
    pub issuer: LocalText,
    /// The firm's name, or the first character of a person's; none where it was erased.
    pub holder: Option<String>,
    /// Its status today.
    pub status: LicenceStatus,
    /// When it was issued.
    pub issued_on: Date,
    /// From when it is valid.
    pub valid_from: Date,
    /// To when, inclusive.
    pub valid_to: Option<Date>,
}

/// What a file is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileVerdict {
    /// It is the document that was issued.
    Genuine(Box<Shown>),
    /// The licence exists, but this is not its document.
    Changed(Box<Shown>),
    /// Nothing is known about it.
    Unknown,
}

impl Licensing {
    /// The licences of a number or identifier, as anybody may see them. Identity numbers find
    /// nothing, because they would tell what a person holds.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn check(&self, typed: &str) -> Result<Vec<Shown>, Failure> {
        let mut shown = Vec::new();
        for record in self.find(typed).await? {
            shown.push(self.shown(record).await?);
        }
        Ok(shown)
    }

    /// The rows of a number or identifier.
    pub(super) async fn find(&self, typed: &str) -> Result<Vec<Record>, Failure> {
        let identifier = typed.trim().to_ascii_uppercase();
        let mut rows = self.ledger().rows(&store::BY_IDENTIFIER, &[identifier.into()]).await?;
        let number = folded_number(typed);
        if rows.is_empty() && !number.is_empty() {
            rows = self.ledger().rows(&store::BY_NUMBER, &[number.into()]).await?;
        }
        Ok(rows.iter().map(Record::read).collect::<Result<_, _>>()?)
    }

    async fn shown(&self, record: Record) -> Result<Shown, Failure> {
        let licence = self.licence(record.id).await?.unwrap_or_default();
        let holder = match self.opened(&licence).await? {
            Some(facts) if self.is_firm(record.holder).await => Some(facts.holder_name),
            Some(facts) => Some(masked_name(&facts.holder_name)),
            None => None,
        };
        let status = record.status_on(self.today());
        Ok(Shown {
            name: record.name,
            number: record.number,
            identifier: record.identifier,
            issuer: self.authority_name(&record.authority),
            holder,
            status,
            issued_on: record.issued_on,
            valid_from: record.valid_from,
            valid_to: record.valid_to,
        })
    }

    /// Whether a PDF is the document of a licence. A detached signature proves it also where this
    /// installation has never made the file, such as after a restore.
    ///
    /// # Errors
    /// [`Failure`] when the store fails or a document cannot be made.
    pub async fn check_file(
        &self,
        typed: &str,
        pdf: &[u8],
        signature: Option<&[u8]>,
    ) -> Result<FileVerdict, Failure> {
        let digest = document::digest(pdf);
        if let Some(id) = self.of_digest(&digest).await?
            && let Some(record) = self.record(id).await?
        {
            return Ok(FileVerdict::Genuine(Box::new(self.shown(record).await?)));
        }
        if let Some(verdict) = self.by_signature(&digest, signature).await? {
            return Ok(verdict);
        }
        self.by_making_it_again(typed, &digest).await
    }

    async fn by_signature(
        &self,
        digest: &str,
        signature: Option<&[u8]>,
    ) -> Result<Option<FileVerdict>, Failure> {
        let file = signature.and_then(|it| serde_json::from_slice::<SignatureFile>(it).ok());
        let Some(file) = file else { return Ok(None) };
        let Some((identifier, stated)) = file.stated(self.signer().await?.as_ref()) else {
            return Ok(None);
        };
        let Some(record) = self.find(&identifier).await?.into_iter().next() else {
            return Ok(None);
        };
        let shown = Box::new(self.shown(record).await?);
        let is_same = stated == digest;
        Ok(Some(if is_same { FileVerdict::Genuine(shown) } else { FileVerdict::Changed(shown) }))
    }

    async fn by_making_it_again(&self, typed: &str, digest: &str) -> Result<FileVerdict, Failure> {
        let mut changed = None;
        for record in self.find(typed).await? {
            let made = self.made_pdf(record.id).await?;
            let is_same = made.is_some_and(|it| document::digest(&it) == digest);
            let shown = Box::new(self.shown(record).await?);
            if is_same {
                return Ok(FileVerdict::Genuine(shown));
            }
            changed.get_or_insert(shown);
        }
        Ok(changed.map_or(FileVerdict::Unknown, FileVerdict::Changed))
    }
}

/// The first character and asterisks: enough to compare with the paper, too little to find out.
pub fn masked_name(name: &str) -> String {
    let mut chars = name.chars();
    let first: String = chars.next().into_iter().collect();
    format!("{first}{}", "*".repeat(chars.count().clamp(1, 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_first_character() {
        assert_eq!(masked_name("陈雨禾"), "陈**");
        assert_eq!(masked_name("何月"), "何*");
        assert_eq!(masked_name("A very long name"), "A**");
        assert_eq!(masked_name(""), "*");
    }
}
