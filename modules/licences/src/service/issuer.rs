//! The issuing keys: which one signs, which ones were stolen, and taking the next one.

use jiff::Timestamp;
use kernel::{Actor, Given};
use ledger::{Command, derived_command};
use licences_domain::{
    Issuer, IssuerEvent, IssuerKey, IssuerRefusal, IssuingKeys, LicencesDown, NotedKey,
};
use web::Failure;

use super::Licensing;
use crate::{
    sign::Signer,
    store::{self, Record},
};

/// Beyond this the licences of a key are not counted further.
const COUNTED: u32 = 100_000;

/// A key as its page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyLine {
    /// The key.
    pub key: IssuerKey,
    /// Whether it signs now.
    pub is_current: bool,
    /// How many licences stand under it and count.
    pub licences: u64,
}

impl Licensing {
    /// The keys under which licences were ever issued.
    pub(crate) async fn issuer_keys(&self) -> Result<Issuer, Failure> {
        let found = self.ledger().load::<Issuer>(Issuer::KEY).await?;
        Ok(found.map(|(issuer, _)| issuer).unwrap_or_default())
    }

    /// The key under which licences are issued now. It is noted the first time that it is met, and
    /// nothing is issued under one that was stolen.
    pub(super) async fn issuing_key(&self) -> Result<IssuerKey, Failure> {
        let issuer = self.issuer_keys().await?;
        let held = self.held_key(&issuer, issuer.version()).await?;
        let current = match issuer.current().filter(|it| it.noted == held) {
            Some(current) => current.clone(),
            None => self.note_key(held, &Actor::SYSTEM).await?,
        };
        if current.distrust.is_some() {
            tracing::error!(key = current.noted.id, "the issuing key was declared stolen");
            return Err(Failure::Unavailable);
        }
        Ok(current)
    }

    /// What the holder of the keys has as the issuing key of a version.
    async fn held_key(&self, issuer: &Issuer, version: u32) -> Result<NotedKey, Failure> {
        let signer = Signer::new(self.inner.holder.clone(), issuer);
        let asked = tokio::task::spawn_blocking(move || signer.key(version));
        asked.await.map_err(Failure::internal)?.map_err(Failure::internal)
    }

    async fn note_key(&self, key: NotedKey, by: &Actor) -> Result<IssuerKey, Failure> {
        let known = self.issuer_keys().await?.keys.len();
        let id = derived_command("licences.key", format!("{}/{}/{known}", key.id, key.version));
        let command = Command::new::<Issuer>(id, by.clone(), Issuer::KEY, &key);
        let noted = key.clone();
        let done = self
            .ledger()
            .execute::<Issuer, IssuerRefusal, _>(command, move |issuer, _| {
                Ok(issuer.note(noted.clone()))
            })
            .await
            .map_err(|error| Failure::from_command(error, Failure::internal))?;
        done.state.key(&key.id).cloned().ok_or(Failure::Unavailable)
    }

    /// From now on another key signs.
    ///
    /// # Errors
    /// [`Failure`] when the holder of the keys has no other.
    pub async fn rotate_key(&self, by: &Actor) -> Result<IssuerKey, Failure> {
        // What signs now is noted first, so that it is known for ever.
        let _ = self.issuing_key().await;
        let issuer = self.issuer_keys().await?;
        let next = self.held_key(&issuer, issuer.version().saturating_add(1)).await?;
        self.note_key(next, by).await
    }

    /// The key that would take the place of the one that signs now, if the holder has one.
    pub(crate) async fn next_key(&self) -> Result<Option<NotedKey>, Failure> {
        let issuer = self.issuer_keys().await?;
        Ok(self.held_key(&issuer, issuer.version().saturating_add(1)).await.ok())
    }

    /// Does something with the keys under a command id.
    pub(crate) async fn with_keys<F>(
        &self,
        command: Command,
        decide: F,
    ) -> Result<Issuer, ledger::CommandError<IssuerRefusal>>
    where
        F: Fn(&Issuer, &Given) -> Result<Vec<IssuerEvent>, IssuerRefusal> + Send + Sync + 'static,
    {
        let command = command.about(ledger::INSTALLATION, None);
        let done = self.ledger().execute::<Issuer, IssuerRefusal, _>(command, decide).await?;
        Ok(done.state)
    }

    /// The keys for whoever may see them, the current one first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn key_lines(&self, actor: &Actor) -> Result<Vec<KeyLine>, Failure> {
        self.inner.policy.require(actor, crate::many::READ, &[])?;
        let issuer = self.issuer_keys().await?;
        let mut lines = Vec::new();
        for key in issuer.keys.iter().rev() {
            let licences = self.count_of_key(&key.noted.id).await?;
            lines.push(KeyLine { key: key.clone(), is_current: lines.is_empty(), licences });
        }
        Ok(lines)
    }

    /// How many licences stand under a key and count.
    pub(crate) async fn count_of_key(&self, key: &str) -> Result<u64, Failure> {
        let args = [key.into(), COUNTED.into()];
        let rows = self.ledger().rows(&store::COUNT_OF_KEY, &args).await?;
        Ok(rows.first().map_or(Ok(0), |row| row.count(0))?)
    }

    /// Whether somebody else may have had the key of a row when its licence was issued, or nobody
    /// knows when that was.
    pub(super) async fn is_suspect(
        &self,
        row: &Record,
        issued_at: Option<Timestamp>,
    ) -> Result<bool, Failure> {
        let Some(key) = &row.key else { return Ok(false) };
        let from = self.issuer_keys().await?.distrusted_from(key);
        Ok(from.is_some_and(|from| issued_at.is_none_or(|at| at >= from)))
    }
}

#[async_trait::async_trait]
impl IssuingKeys for Licensing {
    async fn keys(&self) -> Result<Vec<IssuerKey>, LicencesDown> {
        let issuer = self.issuer_keys().await;
        issuer.map(|it| it.keys).map_err(|it| LicencesDown(it.code().to_owned()))
    }

    async fn rotate(&self) -> Result<IssuerKey, LicencesDown> {
        let rotated = self.rotate_key(&Actor::SYSTEM).await;
        rotated.map_err(|failure| LicencesDown(failure.code().to_owned()))
    }
}
