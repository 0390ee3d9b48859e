//! Checking a licence: by number, by identifier, by file.

use jiff::civil::Date;
use kernel::{Environment, LocalText};
use licences_domain::{LicenceStatus, folded_number};
use web::Failure;

use super::{Licensing, Logged, proof::Standing};
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
    /// Whether it stands in the public record as it is shown.
    pub logged: Logged,
    /// When it was issued.
    pub issued_on: Date,
    /// From when it is valid.
    pub valid_from: Date,
    /// To when, inclusive.
    pub valid_to: Option<Date>,
    /// Whether its key was stolen before it was issued, and the record does not hold it.
    pub is_suspect: bool,
    /// Whether this edition was replaced by a newer one.
    pub is_replaced: bool,
    /// The environment, where it was issued as an exercise and is worth nothing.
    pub exercise: Option<Environment>,
}

/// What a file is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileVerdict {
    /// It is the document that was issued.
    Genuine(Box<Shown>),
    /// The licence exists, but this is not its document.
    Changed(Box<Shown>),
    /// It says itself that another environment issued it, such as a test: it is worth nothing here.
    Exercise(Environment),
    /// It is an edition that was replaced by a newer one.
    Replaced(Box<Shown>),
    /// It is signed with a key that was stolen, and nothing else speaks for it: it was not issued.
    StolenKey,
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
        let mut found = Vec::new();
        for record in self.find(typed).await? {
            found.push(self.shown(record).await?);
        }
        if found.is_empty() {
            found.extend(self.replaced(typed).await?);
        }
        let mut shown = Vec::new();
        for it in found {
            // What another environment issued is no licence here.
            if it.exercise == self.exercise() {
                shown.push(it);
            }
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

    /// The licence whose former edition has this identifier, as its holder's paper names it.
    async fn replaced(&self, typed: &str) -> Result<Option<Shown>, Failure> {
        let identifier = typed.trim().to_ascii_uppercase();
        let args = [(&identifier).into()];
        let rows = self.ledger().rows(&store::OF_REPLACED, &args).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let Some(record) = self.record(row.parsed(0)?).await? else { return Ok(None) };
        let shown = self.shown(record).await?;
        Ok(Some(Shown { identifier, is_replaced: true, ..shown }))
    }

    pub(super) async fn shown(&self, record: Record) -> Result<Shown, Failure> {
        let Standing { logged, licence, issued_at } = self.logged(&record).await?;
        // What the record holds was issued here, whoever else may have the key.
        let is_suspect = logged != Logged::Yes && self.is_suspect(&record, issued_at).await?;
        let holder = match self.opened(&licence).await? {
            Some(facts) if self.is_firm(record.holder).await => Some(facts.holder_name),
            Some(facts) => Some(authz::Form::Name.masked(&facts.holder_name)),
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
            logged,
            issued_on: record.issued_on,
            valid_from: record.valid_from,
            valid_to: record.valid_to,
            is_suspect,
            is_replaced: false,
            exercise: licence.exercise,
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
        let verdict = self.verdict(typed, pdf, signature).await?;
        Ok(match verdict {
            FileVerdict::Genuine(shown) if shown.is_suspect => FileVerdict::StolenKey,
            // What is not in the public record was not issued, whatever the register says.
            FileVerdict::Genuine(shown) if shown.logged == Logged::No => FileVerdict::Unknown,
            other => other,
        })
    }

    async fn verdict(
        &self,
        typed: &str,
        pdf: &[u8],
        signature: Option<&[u8]>,
    ) -> Result<FileVerdict, Failure> {
        let digest = document::digest(pdf);
        if let Some(other) = signature.and_then(document::stated_environment)
            && other != self.environment()
        {
            return Ok(FileVerdict::Exercise(other));
        }
        if let Some((id, edition)) = self.of_digest(&digest).await?
            && let Some(record) = self.record(id).await?
        {
            let is_replaced = edition < record.edition;
            let shown = Box::new(Shown { is_replaced, ..self.shown(record).await? });
            let genuine = FileVerdict::Genuine;
            return Ok(if is_replaced { FileVerdict::Replaced(shown) } else { genuine(shown) });
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
        let signer = self.signer().await?;
        let stated = tokio::task::spawn_blocking(move || file.stated(&signer));
        let stated = stated.await.map_err(Failure::internal)?.map_err(Failure::internal)?;
        let Some(stated) = stated else { return Ok(None) };
        if stated.is_distrusted {
            return self.beside_signature(&stated.identifier, digest).await.map(Some);
        }
        let Some(record) = self.find(&stated.identifier).await?.into_iter().next() else {
            let replaced = self.replaced(&stated.identifier).await?;
            return Ok(replaced.map(|it| FileVerdict::Replaced(Box::new(it))));
        };
        let shown = Box::new(self.shown(record).await?);
        let is_same = stated.digest == digest;
        Ok(Some(if is_same { FileVerdict::Genuine(shown) } else { FileVerdict::Changed(shown) }))
    }

    /// What a file is worth whose signature proves nothing, because somebody else may have the key:
    /// genuine only if this installation makes the same file again.
    async fn beside_signature(
        &self,
        identifier: &str,
        digest: &str,
    ) -> Result<FileVerdict, Failure> {
        match self.by_making_it_again(identifier, digest).await? {
            FileVerdict::Genuine(shown) => Ok(FileVerdict::Genuine(shown)),
            _ => Ok(FileVerdict::StolenKey),
        }
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
