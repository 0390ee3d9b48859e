//! A copy of everything that is held about somebody: asked for, made by a job, fetched for a day.

use std::io::{Cursor, Write as _};

use bytes::Bytes;
use jiff::Timestamp;
use kernel::{
    Actor, Lang,
    id::{CommandId, EventId, SubjectId},
};
use ledger::{Command, Write, derived_command};
use module::Holding;
use privacy_domain::{Export, PrivacyRefusal};
use serde_json::json;
use web::Failure;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{Privacy, Problem, refused};
use crate::{policy, store};

/// So many copies are made in one round of the job.
const AT_ONCE: usize = 20;
/// So many of somebody's copies are listed.
const LISTED: usize = 10;
/// Where copies wait that nobody fetches: the age of what may be deleted from the store.
const EXPLANATION: &str = "\
这是本平台保存的关于您的全部信息。每类信息是一个 JSON 文件，文件放在 files 目录中。
這是本平台保存的關於您的全部資料。每類資料是一個 JSON 檔案，檔案放在 files 目錄中。
This is everything that this site holds about you: one JSON file for each kind, and the files that
belong to them in the folder files.
";

/// A copy as its owner sees it.
#[derive(Debug, Clone)]
pub struct ExportView {
    /// Its id.
    pub id: String,
    /// `asked`, `ready` or `over`.
    pub stage: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it can be fetched.
    pub until: Option<Timestamp>,
    /// How many kinds of data are in it already, and how many there are.
    pub progress: Option<(u64, u64)>,
}

impl Privacy {
    /// Asks for a copy; answers its id. While one is being made, it is that one.
    ///
    /// # Errors
    /// [`Problem`].
    pub async fn ask_export(&self, key: CommandId, actor: &Actor) -> Result<EventId, Problem> {
        let whose = self.whose(actor, policy::EXPORT).await?;
        let waiting = self.exports_of(whose.subject).await?;
        if let Some(found) = waiting.iter().find(|it| it.stage == "asked") {
            return found.id.parse().map_err(|_| Problem::Failure(Failure::NotFound));
        }
        let id = EventId::from_uuid(derived_command("privacy.export", key).uuid());
        let command = Command::new::<Export>(key, actor.clone(), id, &"ask");
        let decide =
            move |state: &Export, _: &kernel::Given| state.ask(whose.subject, whose.account);
        self.ledger.execute(command, decide).await.map_err(refused)?;
        Ok(id)
    }

    /// The actor's last copies.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn exports(&self, actor: &Actor) -> Result<Vec<ExportView>, Failure> {
        let whose = self.whose(actor, policy::EXPORT).await?;
        self.exports_of(whose.subject).await
    }

    async fn exports_of(&self, subject: SubjectId) -> Result<Vec<ExportView>, Failure> {
        let args = [subject.to_string().into(), LISTED.into()];
        let rows = self.ledger.rows(&store::EXPORTS_OF, &args).await?;
        let mut found = Vec::with_capacity(rows.len());
        for row in &rows {
            let until = row.int_or_null(3)?.map(Timestamp::from_microsecond);
            let (id, stage) = (row.text(0)?.to_owned(), row.text(1)?.to_owned());
            let progress = if stage == "asked" { self.progress(&id).await? } else { None };
            let until = until.transpose().map_err(Failure::internal)?;
            found.push(ExportView { id, stage, asked_at: row.instant(2)?, until, progress });
        }
        Ok(found)
    }

    async fn progress(&self, export: &str) -> Result<Option<(u64, u64)>, Failure> {
        let rows = self.ledger.rows(&store::PROGRESS, &[export.into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        Ok(Some((row.count(0)?, row.count(1)?)))
    }

    /// The bytes of the actor's own copy.
    ///
    /// # Errors
    /// [`Problem`]; [`PrivacyRefusal::NotThere`] when its link is over.
    pub async fn fetch_export(
        &self,
        key: CommandId,
        actor: &Actor,
        id: EventId,
    ) -> Result<Vec<u8>, Problem> {
        let whose = self.whose(actor, policy::EXPORT).await?;
        let (export, _) = self.ledger.load::<Export>(id).await?.ok_or(Failure::NotFound)?;
        if export.subject != Some(whose.subject) {
            return Err(Failure::NotFound.into());
        }
        let Some(copy) = export.copy else {
            return Err(Problem::Refused(PrivacyRefusal::NotThere));
        };
        let command = Command::new::<Export>(key, actor.clone(), id, &"fetch");
        let decide = |state: &Export, given: &kernel::Given| state.fetch(given.now);
        self.ledger.execute(command, decide).await.map_err(refused)?;
        let sealed = self.files.get(&copy.hash).await.map_err(Failure::internal)?;
        Ok(self.ledger.vault().open_bytes(whose.subject, None, &sealed).await?)
    }

    /// Makes the copies that were asked for; answers how many.
    ///
    /// # Errors
    /// When a holding or a store fails.
    pub async fn prepare_exports(&self) -> anyhow::Result<u64> {
        let args = ["asked".into(), AT_ONCE.into()];
        let rows = self.ledger.rows(&store::EXPORTS_IN, &args).await?;
        let mut made = 0;
        for row in &rows {
            let id: EventId = row.parsed(0)?;
            let Some((export, _)) = self.ledger.load::<Export>(id).await? else { continue };
            let Some(subject) = export.subject else { continue };
            self.prepare(id, subject).await?;
            made += 1;
        }
        Ok(made)
    }

    async fn prepare(&self, id: EventId, subject: SubjectId) -> anyhow::Result<()> {
        let (plain, records) = self.packed(id, subject).await?;
        let size = plain.len() as u64;
        let sealed = self.ledger.vault().seal_bytes(subject, None, &plain).await?;
        let hash = self.files.put(Bytes::from(sealed)).await?;
        let key = derived_command("privacy.prepare", id);
        let command = Command::new::<Export>(key, Actor::SYSTEM, id, &"prepare");
        let decide = move |state: &Export, given: &kernel::Given| {
            Ok::<_, PrivacyRefusal>(state.prepare(hash.clone(), size, records, given.now))
        };
        self.ledger.execute(command, decide).await?;
        let args = vec![id.to_string().into()];
        Ok(self.ledger.housekeep(vec![Write::new(&store::NO_PROGRESS, args)]).await?)
    }

    /// The archive, and how many records are in it.
    async fn packed(&self, id: EventId, subject: SubjectId) -> anyhow::Result<(Vec<u8>, u64)> {
        let mut archive = Archive::new();
        archive.add("README.txt", EXPLANATION.as_bytes())?;
        let (mut records, total) = (0, self.holdings.len());
        for (done, holding) in self.holdings.iter().enumerate() {
            records += pack(&mut archive, holding.as_ref(), subject).await?;
            let args = vec![id.to_string().into(), (done + 1).into(), total.into()];
            self.ledger.housekeep(vec![Write::new(&store::SET_PROGRESS, args)]).await?;
        }
        Ok((archive.done()?, records))
    }

    /// Ends the copies whose time is over and deletes them; answers how many.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn expire_exports(&self) -> anyhow::Result<u64> {
        let args = ["ready".into(), AT_ONCE.into()];
        let rows = self.ledger.rows(&store::EXPORTS_IN, &args).await?;
        let mut ended = 0;
        for row in &rows {
            let id: EventId = row.parsed(0)?;
            let Some((export, _)) = self.ledger.load::<Export>(id).await? else { continue };
            let Some(copy) = export.copy else { continue };
            let key = derived_command("privacy.expire", id);
            let now = self.ledger.clock().now();
            if now < copy.until {
                continue;
            }
            self.files.delete_stored_before(&copy.hash, Timestamp::MAX).await?;
            let command = Command::new::<Export>(key, Actor::SYSTEM, id, &"expire");
            let decide = |state: &Export, given: &kernel::Given| {
                Ok::<_, PrivacyRefusal>(state.expire(given.now))
            };
            self.ledger.execute(command, decide).await?;
            ended += 1;
        }
        Ok(ended)
    }
}

/// One holding as a JSON file, and the files that belong to it.
async fn pack(
    archive: &mut Archive,
    holding: &dyn Holding,
    subject: SubjectId,
) -> anyhow::Result<u64> {
    let found = holding.about(subject).await?;
    if found.is_empty() {
        return Ok(0);
    }
    let mut records = Vec::with_capacity(found.len());
    for (number, record) in found.iter().enumerate() {
        let mut files = Vec::new();
        for (index, file) in record.files.iter().enumerate() {
            let path =
                format!("files/{}/{}-{}-{}", holding.name(), number + 1, index + 1, file.name);
            if let Some(bytes) = holding.file(subject, &file.id).await? {
                archive.add(&path, &bytes)?;
                files.push(path);
            }
        }
        records.push(json!({
            "kind": record.kind,
            "id": record.id,
            "concluded_on": record.concluded_on,
            "data": record.data,
            "files": files,
        }));
    }
    let fields = holding.fields().iter().map(|field| {
        let words = Lang::ALL.iter().zip(field.words).map(|(lang, word)| (lang.tag(), word));
        (field.name, words.collect::<std::collections::BTreeMap<_, _>>())
    });
    let fields: std::collections::BTreeMap<_, _> = fields.collect();
    let text = json!({ "holding": holding.name(), "fields": fields, "records": records });
    archive.add(&format!("{}.json", holding.name()), &serde_json::to_vec_pretty(&text)?)?;
    Ok(found.len() as u64)
}

/// A ZIP archive in memory. Nothing in it is compressed: photos and PDF documents are already.
struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    fn new() -> Self {
        Self(ZipWriter::new(Cursor::new(Vec::new())))
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> anyhow::Result<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(path, options)?;
        Ok(self.0.write_all(bytes)?)
    }

    fn done(self) -> anyhow::Result<Vec<u8>> {
        Ok(self.0.finish()?.into_inner())
    }
}
