//! Handing in, fetching, reading and judging materials. Pages and API call the same functions; the
//! port for later subjects stands in [`port`].

mod fetch;
mod file;
mod port;
mod removed;

use std::sync::{Arc, RwLock};

use accounts_domain::{Act, Conflicts, Party, Power, Powers};
use authz::{Policy, Relation};
use bytes::Bytes;
use catalogue_domain::{
    Facts, Published, Services,
    definition::{Channel, MaterialRequirement, MaterialSource, ServiceDefinition},
};
use data_encoding::HEXLOWER;
use files::{FileKind, Files};
use forms_domain::{Application, Applications, Stage};
use jiff::SignedDuration;
use kernel::{
    Actor,
    id::{ApplicationId, CommandId, MaterialId},
};
use ledger::{Command, Ledger, Read, VaultError, derived_command};
use licences_domain::Licences;
use materials_domain::{
    BadPicture, FileBytes, Folder, FolderEvent, FolderRefusal, Holds, How, Trust, opened_as,
    upload_trust,
};
use organisations_domain::Directory;
use tokio::sync::Semaphore;

use crate::{
    policy::relations,
    problem::{FileRefusal, Problem},
    store,
};

pub(crate) use file::limit_mb;

/// In a day, an account sends no more files than this,
const FILES_A_DAY: u64 = 300;
/// and no more bytes than this.
const BYTES_A_DAY: u64 = 500 * 1024 * 1024;

/// The service of this subject. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Folders {
    inner: Arc<Inner>,
}

/// What the service asks.
pub(crate) struct Inner {
    pub ledger: Ledger,
    pub files: Files,
    pub applications: Arc<dyn Applications>,
    pub services: Arc<dyn Services>,
    pub licences: Arc<dyn Licences>,
    pub directory: Arc<dyn Directory>,
    pub conflicts: Arc<dyn Conflicts>,
    pub powers: Arc<dyn Powers>,
    pub policy: Arc<Policy>,
    /// So many files are decoded at once.
    pub cleaning: Arc<Semaphore>,
    /// Files of one application.
    pub files_limit: usize,
    /// So long what was taken back can be brought back.
    pub restore: SignedDuration,
    /// Who says that nothing may be deleted.
    pub holds: RwLock<Option<Arc<dyn Holds>>>,
}

/// An application with its folder.
pub(crate) struct Matter {
    pub id: ApplicationId,
    pub application: Application,
    pub party: Party,
    pub facts: Facts,
    pub published: Arc<Published>,
    pub folder: Folder,
    /// In which right the actor came to it.
    pub power: Power,
}

impl Matter {
    /// The definition that the application is pinned to.
    pub fn definition(&self) -> &ServiceDefinition {
        &self.published.definition
    }

    /// What must be shown, given the answers.
    pub fn requirements(&self) -> Vec<&MaterialRequirement> {
        self.definition().required_materials(&self.facts)
    }

    /// A requirement of this application.
    fn requirement(&self, id: &str) -> Result<&MaterialRequirement, Problem> {
        let found = self.requirements().into_iter().find(|it| it.id == id);
        found.ok_or(Problem::Unknown)
    }

    /// Whether the applicant may change what is handed in for a requirement.
    pub fn is_open(&self, requirement: &str) -> bool {
        let is_with_applicant =
            matches!(self.application.stage, Stage::Draft | Stage::Reopened { .. });
        is_with_applicant && self.folder.is_open(requirement)
    }

    fn check_open(&self, requirement: &str) -> Result<(), Problem> {
        if self.is_open(requirement) {
            return Ok(());
        }
        Err(Problem::Domain(match self.application.stage {
            Stage::Reopened { .. } => FolderRefusal::NotReturned,
            _ => FolderRefusal::Fixed,
        }))
    }

    /// Whether staff may look into it: what was handed in, and what a clerk fills in at the
    /// counter. A draft at home is nobody else's business.
    fn is_with_office(&self) -> bool {
        let at_counter = matches!(
            self.application.channel,
            Some(Channel::Counter | Channel::Assisted | Channel::Post)
        );
        self.application.stage != Stage::Draft || at_counter
    }
}

/// A file as it was sent.
pub(crate) struct Sent {
    /// The sender's name for it.
    pub name: String,
    /// Its bytes.
    pub bytes: Bytes,
    /// The site's limit, in megabytes.
    pub site_mb: u64,
}

impl Folders {
    pub fn new(inner: Inner) -> Self {
        Self { inner: Arc::new(inner) }
    }

    /// The one way to write.
    pub fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    /// The file store.
    pub fn files(&self) -> &Files {
        &self.inner.files
    }

    /// Applications in the making.
    pub fn applications(&self) -> &dyn Applications {
        self.inner.applications.as_ref()
    }

    /// An application of the actor's own, with its folder.
    pub async fn own(
        &self,
        actor: &Actor,
        action: &str,
        id: ApplicationId,
    ) -> Result<Matter, Problem> {
        let mut matter = self.matter(id).await?;
        // Whose it is not may not learn that it exists.
        let own = [Relation::Own];
        self.inner.policy.require(actor, action, &own).map_err(|_| Problem::Unknown)?;
        let application = &matter.application;
        let act = act(action, &application.stage);
        let (subject, service) = (matter.party.subject, Some(application.service.as_str()));
        matter.power = self.inner.powers.power(actor, subject, act, service).await?;
        Ok(matter)
    }

    async fn matter(&self, id: ApplicationId) -> Result<Matter, Problem> {
        let filed = self.inner.applications.get(id).await?;
        let application = filed.application;
        let party = application.party.clone().ok_or(Problem::Unknown)?;
        let pinned = self.inner.services.revision(&application.service, application.revision);
        let published = pinned.ok_or(Problem::Unknown)?;
        let folder = self.load(id).await?;
        let (facts, power) = (filed.facts, Power::OWN);
        Ok(Matter { id, application, party, facts, published, folder, power })
    }

    async fn load(&self, id: ApplicationId) -> Result<Folder, Problem> {
        let found = self.inner.ledger.load::<Folder>(id).await?;
        Ok(found.map(|(folder, _)| folder).unwrap_or_default())
    }

    /// Hands in a file for a requirement of an own application.
    pub async fn hand_in(
        &self,
        actor: &Actor,
        key: CommandId,
        matter: &Matter,
        requirement: &str,
        sent: Sent,
    ) -> Result<MaterialId, Problem> {
        let requirement = matter.requirement(requirement)?;
        if requirement.source == MaterialSource::Generated {
            return Err(Problem::Unknown);
        }
        matter.check_open(&requirement.id)?;
        let kind = file::check(requirement, &sent.bytes, sent.site_mb).map_err(Problem::File)?;
        self.check_quota(actor, sent.bytes.len()).await?;
        if matter.folder.materials.len() >= self.inner.files_limit {
            return Err(Problem::File(FileRefusal::Full));
        }
        let bytes = self.cleaned(sent.bytes, kind, &sent.name).await?;
        let name = file::safe_name(&sent.name, &requirement.id, kind);
        let (vault, subject) = (self.inner.ledger.vault(), matter.party.subject);
        let record = matter.id.record();
        let name = vault.seal_in(subject, &record, &name).await?;
        let size_bytes = bytes.len() as u64;
        let print = vault.subject_hash(subject, "materials.file", &bytes).await?;
        let print = Some(HEXLOWER.encode(&print));
        let bytes = Bytes::from(vault.seal_bytes(subject, Some(&record), &bytes).await?);
        let hash = self.inner.files.put(bytes.clone()).await?;
        let mime = kind.mime().to_owned();
        let how = How::File { hash: hash.clone(), mime, size_bytes, name, print };
        let trust = upload_trust(requirement);
        let right = Right { by: actor, power: &matter.power };
        let material = self.add(key, right, matter.id, &requirement.id, how, trust).await?;
        // The same bytes may just have been swept as somebody's who needs them no more.
        if !self.inner.files.has(&hash).await? {
            self.inner.files.put(bytes).await?;
        }
        Ok(material)
    }

    /// What is kept of a file. Pictures are decoded aside, one at a time, so that many at once do not
    /// fill the memory.
    async fn cleaned(&self, bytes: Bytes, kind: FileKind, name: &str) -> Result<Bytes, Problem> {
        let name = name.to_owned();
        let turn = self.inner.cleaning.clone().acquire_owned().await;
        let cleaned = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            files::cleaned(bytes, kind, &name)
        });
        match cleaned.await {
            Ok(outcome) => outcome.map_err(|unclean| Problem::File(unclean.into())),
            Err(_) => Err(Problem::File(FileRefusal::Picture(BadPicture::Damaged))),
        }
    }

    /// Notes that the applicant will bring it to the hall; nothing where something is there.
    pub async fn promise(
        &self,
        actor: &Actor,
        key: CommandId,
        matter: &Matter,
        requirement: &str,
    ) -> Result<(), Problem> {
        let requirement = matter.requirement(requirement)?;
        matter.check_open(&requirement.id)?;
        if !matter.folder.has(&requirement.id) {
            let id = &requirement.id;
            let right = Right { by: actor, power: &matter.power };
            self.add(key, right, matter.id, id, How::Later, Trust::D).await?;
        }
        Ok(())
    }

    /// Takes a material back.
    pub async fn remove(
        &self,
        actor: &Actor,
        key: CommandId,
        matter: &Matter,
        material: MaterialId,
    ) -> Result<(), Problem> {
        if let Some(found) = matter.folder.find(material) {
            matter.check_open(&found.requirement)?;
        }
        let command = Command::new::<Folder>(key, actor.clone(), matter.id, &material)
            .under(matter.power.firm.clone())
            .under(matter.power.mandate.clone());
        let decide = move |state: &Folder, _: &kernel::Given| state.remove(material);
        self.inner.ledger.execute(command, decide).await?;
        Ok(())
    }

    async fn add(
        &self,
        key: CommandId,
        Right { by, power }: Right<'_>,
        application: ApplicationId,
        requirement: &str,
        how: How,
        trust: Trust,
    ) -> Result<MaterialId, Problem> {
        let material = material_id(key, by, application, requirement);
        let content = (requirement, content(&how));
        let command = Command::new::<Folder>(key, by.clone(), application, &content)
            .under(power.firm.clone())
            .under(power.mandate.clone());
        let (requirement, is_clerk) = (requirement.to_owned(), by.role.is_staff());
        let decide = move |state: &Folder, _: &kernel::Given| -> Result<Vec<FolderEvent>, _> {
            state.add(material, &requirement, how.clone(), trust, is_clerk)
        };
        self.inner.ledger.execute(command, decide).await?;
        Ok(material)
    }

    async fn check_quota(&self, actor: &Actor, size: usize) -> Result<(), Problem> {
        let Some(account) = actor.account else { return Ok(()) };
        let since = self.inner.ledger.clock().now() - SignedDuration::from_hours(24);
        let args = [account.to_string().into(), since.into()];
        let rows = self.inner.ledger.rows(&store::SENT_SINCE, &args).await?;
        let Some(row) = rows.first() else { return Ok(()) };
        let (count, bytes) = (row.count(0)?, row.count(1)?);
        let is_over = count >= FILES_A_DAY || bytes.saturating_add(size as u64) > BYTES_A_DAY;
        if is_over { Err(Problem::File(FileRefusal::Quota)) } else { Ok(()) }
    }

    /// The application with its folder as it stands now.
    pub async fn reloaded(&self, mut matter: Matter) -> Result<Matter, Problem> {
        matter.folder = self.load(matter.id).await?;
        Ok(matter)
    }

    /// The bytes of a material.
    pub async fn bytes(&self, folder: &Folder, material: MaterialId) -> Result<FileBytes, Problem> {
        let removed = folder.removed.iter().map(|it| &it.material).find(|it| it.id == material);
        let found = folder.find(material).or(removed).ok_or(Problem::Unknown)?;
        let How::File { hash, mime, name: sealed, print, .. } = &found.how else {
            return Err(Problem::Unknown);
        };
        let vault = self.inner.ledger.vault();
        let name = vault.open(sealed).await?;
        let stored = self.inner.files.get(hash).await?;
        let bytes = match print {
            Some(_) => vault.open_bytes(sealed.subject, sealed.record.as_deref(), &stored).await?,
            None => stored.into(),
        };
        Ok(FileBytes { name, mime: mime.clone(), bytes })
    }

    /// The sender's name for a file; none where it was erased.
    pub async fn file_name(&self, how: &How) -> Result<Option<String>, Problem> {
        match how {
            How::File { name, .. } => match self.inner.ledger.vault().open(name).await {
                Ok(name) => Ok(Some(name)),
                Err(VaultError::Erased) => Ok(None),
                Err(error) => Err(error.into()),
            },
            _ => Ok(None),
        }
    }

    /// A file for a member of staff. The reading is recorded before anything is shown.
    pub async fn bytes_for_staff(
        &self,
        actor: &Actor,
        application: ApplicationId,
        material: MaterialId,
    ) -> Result<FileBytes, Problem> {
        const ACTION: &str = "materials.read_file";
        let matter = self.matter(application).await?;
        let mut holds = relations(self.directory(), actor, matter.definition());
        if !matter.is_with_office() {
            holds.clear();
        }
        if let Some(officer) = actor.account.filter(|_| actor.role.is_staff()) {
            let touched = self.inner.conflicts.touches(officer, &matter.party).await;
            if touched.map_err(down)? {
                holds.clear();
            }
        }
        // Whose task it is not may not learn that it exists.
        self.inner.policy.require(actor, ACTION, &holds).map_err(|_| Problem::Unknown)?;
        let text = application.to_string();
        let subject = matter.party.subject;
        let read = Read { subject, by: actor, action: ACTION, matter: &text, reason: "" };
        self.inner.ledger.note_fields(read, &[&opened_as(material)]).await?;
        self.bytes(&matter.folder, material).await
    }

    /// The directory of authorities, for their names.
    pub fn directory(&self) -> &dyn Directory {
        self.inner.directory.as_ref()
    }
}

/// Who hands something in, and in which right.
#[derive(Clone, Copy)]
struct Right<'a> {
    by: &'a Actor,
    power: &'a Power,
}

/// What is done with the materials of an application that stands there.
fn act(action: &str, stage: &Stage) -> Act {
    match stage {
        Stage::Reopened { .. } => Act::Correct,
        Stage::Submitted if action == "materials.read" => Act::Track,
        _ => Act::Apply,
    }
}

/// The id of what is handed in under a key.
fn material_id(
    key: CommandId,
    by: &Actor,
    application: ApplicationId,
    requirement: &str,
) -> MaterialId {
    let sender = by.account.map_or_else(|| by.role.word().to_owned(), |it| it.to_string());
    let from = format!("{application}/{requirement}/{sender}/{key}");
    MaterialId::from_uuid(derived_command("materials.material", from).uuid())
}

/// What stands for a material in the content of its command. The sealed name does not: sealing
/// the same name twice gives two texts.
fn content(how: &How) -> String {
    match how {
        How::File { hash, print, .. } => print.as_ref().unwrap_or(hash).clone(),
        How::Licence { licence, .. } => licence.to_string(),
        How::Paper => "paper".to_owned(),
        How::Later => "later".to_owned(),
    }
}

fn down(error: impl std::fmt::Display) -> Problem {
    Problem::Store(ledger::StoreError::Unavailable(error.to_string()))
}
