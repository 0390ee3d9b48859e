//! PDFs and their signatures, made on demand.

use kernel::{Actor, Lang, id::LicenceId};
use ledger::Write;
use licences_domain::{Licence, LicenceStatus};
use render::RenderError;
use web::Failure;

use super::Licensing;
use crate::{
    document::{self, SignatureFile, Statement},
    sign::Signer,
    store,
};

/// A file for its holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// What it is saved as.
    pub name: String,
    /// Its MIME type.
    pub mime: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Licensing {
    /// The PDF of the actor's own licence.
    ///
    /// # Errors
    /// [`Failure::NotFound`] for another's, [`Failure::Gone`] where it is no longer worth
    /// anything.
    pub async fn own_pdf(&self, actor: &Actor, id: LicenceId) -> Result<Download, Failure> {
        let licence = self.own_licence(actor, id).await?;
        let bytes = self.made_pdf(id).await?.ok_or(Failure::Gone(None))?;
        let name = format!("{}.pdf", licence.identifier);
        Ok(Download { name, mime: "application/pdf", bytes })
    }

    /// The detached signature of the actor's own licence.
    ///
    /// # Errors
    /// As [`Licensing::own_pdf`].
    pub async fn own_signature(&self, actor: &Actor, id: LicenceId) -> Result<Download, Failure> {
        let licence = self.own_licence(actor, id).await?;
        let pdf = self.made_pdf(id).await?.ok_or(Failure::Gone(None))?;
        let digest = document::digest(&pdf);
        let issuer = self.issuer(&licence);
        let statement = Statement::new(&licence, &issuer, &digest);
        // What signs is noted first, and nothing is signed with a key that was stolen.
        self.issuing_key().await?;
        let signer = self.signer().await?;
        // Whoever holds the keys may be another process.
        let made =
            tokio::task::spawn_blocking(move || SignatureFile::make(&signer, &statement, &digest));
        let file = made.await.map_err(Failure::internal)?.map_err(holder_away)?;
        let bytes = serde_json::to_vec_pretty(&file).map_err(Failure::internal)?;
        let name = format!("{}.sig.json", licence.identifier);
        Ok(Download { name, mime: "application/json", bytes })
    }

    async fn own_licence(&self, actor: &Actor, id: LicenceId) -> Result<Licence, Failure> {
        let record = self.own_record(actor, id).await?;
        // A sealed paper that was taken away must not be handed out again.
        if matches!(record.status, LicenceStatus::Revoked | LicenceStatus::Cancelled) {
            return Err(Failure::Gone(None));
        }
        self.licence(id).await?.ok_or(Failure::NotFound)
    }

    /// The PDF of a licence for its holder's own copy of all their data.
    pub(crate) async fn held_pdf(&self, id: LicenceId) -> anyhow::Result<Option<Vec<u8>>> {
        let made = self.made_pdf(id).await;
        made.map_err(|failure| anyhow::anyhow!("{}", failure.code()))
    }

    /// The PDF of a licence; none if there is no such licence or its personal part was erased.
    pub(super) async fn made_pdf(&self, id: LicenceId) -> Result<Option<Vec<u8>>, Failure> {
        let Some(licence) = self.licence(id).await? else { return Ok(None) };
        let Some(facts) = self.opened(&licence).await? else { return Ok(None) };
        let edition = licence.edition();
        let address = self.check_address(&licence.identifier);
        let (issuer, zone) = (self.issuer(&licence), self.ledger().clock().zone());
        let renderer = self.inner.renderer.clone();
        let made = tokio::task::spawn_blocking(move || {
            let document = document::document(&licence, &facts, &issuer, address, &zone)?;
            renderer.pdf(&document)
        });
        let pdf = made.await.map_err(Failure::internal)?.map_err(|error| match error {
            RenderError::Busy => Failure::Overdue,
            other => Failure::internal(other),
        })?;
        self.keep(id, &document::digest(&pdf), edition).await?;
        Ok(Some(pdf))
    }

    /// Remembers what was made, so that the file is known again.
    async fn keep(&self, id: LicenceId, digest: &str, edition: u16) -> Result<(), Failure> {
        if self.of_digest(digest).await?.is_some() {
            return Ok(());
        }
        let now = self.ledger().clock().now();
        let edition = u32::from(edition);
        let args = vec![digest.into(), id.to_string().into(), now.into(), edition.into()];
        Ok(self.ledger().housekeep(vec![Write::new(&store::KEEP_DOCUMENT, args)]).await?)
    }

    /// The licence whose PDF has this digest, and of which edition it is.
    pub(super) async fn of_digest(
        &self,
        digest: &str,
    ) -> Result<Option<(LicenceId, u64)>, Failure> {
        let rows = self.ledger().rows(&store::DOCUMENT, &[digest.into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some((row.parsed(0)?, row.count(1)?)))
    }

    /// Where anybody can check a licence: by identifier, which says nothing about its holder.
    fn check_address(&self, identifier: &str) -> String {
        let lang = Lang::ZhHans.path();
        let mark = self.mark(identifier);
        format!("{}/{lang}/verify/{identifier}?mark={mark}", self.inner.public_url)
    }

    /// Stands in the code on a document and nowhere else. It shows that the asker has the document;
    /// what they learn is the same without it.
    fn mark(&self, identifier: &str) -> String {
        let mut mark = self.ledger().vault().blind("licence_mark", identifier);
        mark.truncate(12);
        mark
    }

    /// Whether `mark` is the one of this identifier.
    pub fn is_marked(&self, identifier: &str, mark: &str) -> bool {
        !mark.is_empty() && self.mark(&identifier.trim().to_ascii_uppercase()) == mark
    }

    fn issuer(&self, licence: &Licence) -> String {
        self.authority_name(&licence.authority).get(Lang::ZhHans).to_owned()
    }

    /// Signs with the issuing keys of the installation, as they stand.
    pub(super) async fn signer(&self) -> Result<Signer, Failure> {
        Ok(Signer::new(self.inner.holder.clone(), &self.issuer_keys().await?))
    }
}

/// Whoever holds the keys does not answer: it is tried again later, nothing else signs.
fn holder_away(error: crypto::CryptoError) -> Failure {
    tracing::error!(%error, "the issuing key does not sign");
    Failure::Unavailable
}
