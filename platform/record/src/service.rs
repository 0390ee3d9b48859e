//! The record of an installation: who writes it, how it stands, and proofs from it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use audit::{
    Entry, Head, Note, Policy, Proof,
    http::Transport,
    quorum::{Patience, QuorumWatch, Standing},
    tree::{Folder, Storage as _, tiles},
};
use data_encoding::HEXLOWER;
use kernel::Clock;
use ledger::{Leaf, Ledger, Origin};
use tokio::sync::OnceCell;

use crate::{
    Enclosed, ProofFile, PublicRecord, Receipt, RecordError, Writer,
    leaf::Pen,
    publish::Publisher,
    writer::{blocking, head_of},
};

/// How often the writer looks whether there is news.
const PAUSE: Duration = Duration::from_secs(1);
/// So many batches become leaves before signatures are asked for.
const BATCHES: usize = 16;

/// Who signs and who has to have witnessed.
#[derive(Clone)]
pub struct Signing {
    /// Socket of the signer.
    pub socket: PathBuf,
    /// The log's keys, the witnesses and how many of them are needed.
    pub policy: Policy,
    /// The policy as everybody may read it.
    pub policy_text: String,
    /// How witnesses are reached.
    pub transport: Arc<dyn Transport>,
}

/// How a record is kept.
#[derive(Clone)]
pub struct Plan {
    /// Where its tiles lie.
    pub folder: PathBuf,
    /// The machine's time, which no demonstration moves.
    pub clock: Arc<dyn Clock>,
    /// Who signs; nobody: then entries are kept and nothing is proven.
    pub signing: Option<Signing>,
    /// Whether this process may be the writer.
    pub is_writer: bool,
}

/// What a process does for the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It writes.
    Writer,
    /// Another process writes; this one reads and stands by.
    Standby,
}

/// How the record stands, for operators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What this process does.
    pub part: Part,
    /// Whether there is a signer.
    pub is_signed: bool,
    /// How many witnesses there are.
    pub witnesses: usize,
    /// Entries under the head.
    pub size: u64,
    /// Entries that enough witnesses have seen.
    pub witnessed: u64,
    /// Whether enough witnesses have seen everything, and since when not.
    pub standing: Standing,
    /// Which witness has not signed the last time, and why.
    pub faults: Vec<(String, String)>,
    /// What went wrong the last time.
    pub trouble: Option<String>,
    /// Whether somebody remembers more than the database.
    pub is_rollback: bool,
}

/// How the row of an event stands beside its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// It is what was logged, as the entry of this index.
    Logged(u64),
    /// It is not logged yet.
    Waiting,
    /// It is not what was logged.
    Altered,
}

/// The record of an installation. Cheap to clone.
#[derive(Clone)]
pub struct Record {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    folder: Folder,
    plan: Plan,
    shared: RwLock<Shared>,
    watch: Mutex<QuorumWatch>,
    work: tokio::sync::Mutex<Work>,
    pen: OnceCell<Pen>,
}

/// What is known of the last round.
#[derive(Default)]
struct Shared {
    is_writing: bool,
    size: u64,
    cosigned: Option<Cosigned>,
    faults: Vec<(String, String)>,
    trouble: Option<String>,
    is_rollback: bool,
}

/// A checkpoint that fulfils the policy.
#[derive(Clone)]
struct Cosigned {
    note: Note,
    head: Head,
}

#[derive(Default)]
struct Work {
    writer: Option<Writer>,
    publisher: Option<Publisher>,
}

impl Record {
    /// The record of a ledger, in its folder.
    ///
    /// # Errors
    /// When the folder cannot be used.
    pub fn of(ledger: &Ledger, plan: Plan) -> Result<Self, RecordError> {
        let folder = Folder::open(&plan.folder)?;
        let watch = QuorumWatch::new(plan.clock.clone(), Patience::default());
        let record = Self {
            inner: Arc::new(Inner {
                ledger: ledger.clone(),
                folder,
                plan,
                shared: RwLock::default(),
                watch: Mutex::new(watch),
                work: tokio::sync::Mutex::default(),
                pen: OnceCell::new(),
            }),
        };
        record.reload()?;
        Ok(record)
    }

    /// Where its tiles lie.
    pub fn folder(&self) -> &Folder {
        &self.inner.folder
    }

    /// The policy as everybody may read it.
    pub fn policy_text(&self) -> Option<&str> {
        self.signing().map(|it| it.policy_text.as_str())
    }

    /// The newest checkpoint that enough witnesses have seen.
    pub fn checkpoint(&self) -> Option<Note> {
        self.shared(|it| it.cosigned.as_ref().map(|it| it.note.clone()))
    }

    /// How it stands.
    pub fn state(&self) -> State {
        let standing = self.watch(|it| it.standing());
        let signing = self.signing();
        self.shared(|it| State {
            part: if it.is_writing { Part::Writer } else { Part::Standby },
            is_signed: signing.is_some(),
            witnesses: signing.map_or(0, |it| it.policy.witnesses.len()),
            size: it.size,
            witnessed: it.cosigned.as_ref().map_or(0, |it| it.head.size),
            standing,
            faults: it.faults.clone(),
            trouble: it.trouble.clone(),
            is_rollback: it.is_rollback,
        })
    }

    /// The first round, in which signer and witnesses are asked even without news: whether they
    /// remember more than the database.
    ///
    /// # Errors
    /// [`RecordError::Rollback`]. That the signer does not answer is no error: it is an alarm.
    pub async fn start(&self) -> Result<(), RecordError> {
        match self.rounds(true).await {
            Err(error) if error.is_rollback() => Err(error),
            _ => Ok(()),
        }
    }

    /// Goes on for ever, every second.
    pub async fn run(&self) {
        let mut pause = tokio::time::interval(PAUSE);
        pause.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            pause.tick().await;
            // What went wrong is noted and tried again.
            let _ = self.round().await;
        }
    }

    /// Makes leaves of what waits, and has the head signed and witnessed.
    ///
    /// # Errors
    /// [`RecordError`]; it is noted for [`Record::state`] as well.
    pub async fn round(&self) -> Result<(), RecordError> {
        self.rounds(false).await
    }

    async fn rounds(&self, is_first: bool) -> Result<(), RecordError> {
        let mut work = self.inner.work.lock().await;
        let outcome = self.work(&mut work, is_first).await;
        let outcome = outcome.map_err(rolled_back);
        if let Err(error) = &outcome {
            tracing::error!(%error, "the record does not go on");
            self.watch(|it| it.unwitnessed(self.inner.plan.clock.now()));
        }
        self.change(|it| {
            it.trouble = outcome.as_ref().err().map(ToString::to_string);
            it.is_rollback = outcome.as_ref().is_err_and(RecordError::is_rollback);
        });
        self.measure();
        outcome
    }

    async fn work(&self, work: &mut Work, is_first: bool) -> Result<(), RecordError> {
        let is_writing = self.inner.plan.is_writer && self.write(work).await?;
        self.change(|it| it.is_writing = is_writing);
        if is_writing {
            return self.publish(work, is_first).await;
        }
        self.reload()?;
        let head = self.inner.ledger.record_head().await?;
        let size = head.as_ref().map_or(0, |it| it.size);
        self.change(|it| it.size = size);
        let now = self.inner.ledger.clock().now();
        match self.inner.ledger.unlogged_since().await? {
            // How long it has waited by the ledger's clock, on this one.
            Some(since) => {
                let waited = now.duration_since(since);
                self.watch(|it| it.unwitnessed(self.inner.plan.clock.now() - waited));
            }
            None => self.watch(QuorumWatch::witnessed),
        }
        Ok(())
    }

    /// Makes leaves of what waits; answers whether this process is the writer.
    async fn write(&self, work: &mut Work) -> Result<bool, RecordError> {
        let Inner { ledger, folder, plan, .. } = &*self.inner;
        let mut writer = match work.writer.take() {
            Some(writer) => writer,
            None => match Writer::take(ledger, folder).await? {
                Some(writer) => writer,
                None => return Ok(false),
            },
        };
        for _ in 0..BATCHES {
            if !writer.step(plan.clock.now()).await?.is_full {
                break;
            }
        }
        let size = writer.head()?.size;
        self.change(|it| it.size = size);
        // One that has failed is not kept: the next round takes the record anew.
        work.writer = Some(writer);
        Ok(true)
    }

    async fn publish(&self, work: &mut Work, is_first: bool) -> Result<(), RecordError> {
        let Some(signing) = self.signing() else { return Ok(()) };
        let Some(writer) = &work.writer else { return Ok(()) };
        let head = writer.head()?;
        let cosigned = self.shared(|it| it.cosigned.clone());
        let is_news = cosigned.as_ref().is_none_or(|it| it.head != head);
        if !is_news && !is_first {
            self.watch(QuorumWatch::witnessed);
            return Ok(());
        }
        let publisher = work.publisher.get_or_insert_with(|| {
            let published = cosigned.as_ref().map(|it| &it.note);
            let Signing { socket, policy, transport, .. } = signing;
            Publisher::new(socket.clone(), policy, transport, published)
        });
        if is_news && head.size > 0 {
            let seen = cosigned.as_ref().map_or(0, |it| it.head.size);
            let since = self.logged_at(seen, head.size).await;
            self.watch(|it| it.unwitnessed(since));
        }
        let now = self.inner.plan.clock.now();
        let published = publisher.publish(&self.inner.folder, &head, now).await?;
        self.change(|it| it.faults = published.faults);
        let Some(note) = published.note else { return Ok(()) };
        let (folder, text) = (self.inner.folder.clone(), note.to_text());
        let file = ("checkpoint".to_owned(), text.into_bytes());
        blocking(move || folder.put(&[file])).await??;
        self.change(|it| it.cosigned = Some(Cosigned { note, head }));
        self.watch(QuorumWatch::witnessed);
        Ok(())
    }

    /// When the first entry was logged that the witnesses have not seen.
    async fn logged_at(&self, index: u64, size: u64) -> jiff::Timestamp {
        let entry = self.entry(index, size).await.ok().flatten();
        let entry = entry.and_then(|it| Entry::parse(&it).ok());
        entry.map_or_else(|| self.inner.plan.clock.now(), |it| it.logged_at)
    }

    /// Reads the published checkpoint, if it fulfils the policy.
    fn reload(&self) -> Result<(), RecordError> {
        let Some(signing) = self.signing() else { return Ok(()) };
        let bytes = self.inner.folder.read("checkpoint")?;
        let note = bytes.and_then(|it| Note::parse(std::str::from_utf8(&it).ok()?).ok());
        let cosigned = note.and_then(|note| {
            let accepted = signing.policy.accept(&note).ok()?;
            Some(Cosigned { note, head: accepted.checkpoint.head() })
        });
        self.change(|it| it.cosigned = cosigned);
        Ok(())
    }

    fn signing(&self) -> Option<&Signing> {
        self.inner.plan.signing.as_ref()
    }

    fn shared<T>(&self, look: impl FnOnce(&Shared) -> T) -> T {
        look(&self.inner.shared.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change(&self, change: impl FnOnce(&mut Shared)) {
        change(&mut self.inner.shared.write().unwrap_or_else(PoisonError::into_inner));
    }

    fn watch<T>(&self, look: impl FnOnce(&mut QuorumWatch) -> T) -> T {
        look(&mut self.inner.watch.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn measure(&self) {
        let state = self.state();
        let figure = |number: u64| number as f64;
        metrics::gauge!("onewindow_record_size").set(figure(state.size));
        metrics::gauge!("onewindow_record_witnessed").set(figure(state.witnessed));
        let is_alarm = state.is_alarm();
        metrics::gauge!("onewindow_record_alarm").set(if is_alarm { 1.0 } else { 0.0 });
        if is_alarm && !state.faults.is_empty() {
            tracing::error!(faults = ?state.faults, "the record lacks its witnesses");
        }
    }

    async fn pen(&self) -> Result<&Pen, RecordError> {
        Ok(self.inner.pen.get_or_try_init(|| Pen::of(&self.inner.ledger)).await?)
    }

    /// The bytes of an entry, as they lie on the disk.
    async fn entry(&self, index: u64, size: u64) -> Result<Option<Vec<u8>>, RecordError> {
        let folder = self.inner.folder.clone();
        blocking(move || {
            let id = tiles::TileId::Entries(index / tiles::WIDTH);
            let bundle = tiles::read(&folder, id, size)?;
            let place = usize::try_from(index % tiles::WIDTH).unwrap_or(usize::MAX);
            let entries = tiles::entries(&bundle).unwrap_or_default();
            Ok(entries.get(place).map(|it| it.to_vec()))
        })
        .await?
    }

    /// How each event of a stream stands in the record: whether its row still is what was logged.
    /// Rows that are missing in the middle are named too.
    ///
    /// # Errors
    /// [`RecordError`] when something cannot be read at all.
    pub async fn compare_stream(&self, stream: &str) -> Result<Vec<Compared>, RecordError> {
        let leaves = self.inner.ledger.stream_leaves(stream).await?;
        let head = self.inner.ledger.record_head().await?;
        let size = head.as_ref().map(head_of).transpose()?.map_or(0, |it| it.size);
        let mut found = Vec::with_capacity(leaves.len());
        for (expected, leaf) in (1..).zip(&leaves) {
            let is_next = matches!(&leaf.origin, Origin::Event { seq, .. } if *seq == expected);
            found.push(match leaf.index {
                _ if !is_next => Compared::Altered,
                None => Compared::Waiting,
                Some(index) if index >= size => Compared::Altered,
                Some(index) => self.compare_leaf(leaf, index, size).await?,
            });
        }
        Ok(found)
    }

    async fn compare_leaf(
        &self,
        leaf: &Leaf,
        index: u64,
        size: u64,
    ) -> Result<Compared, RecordError> {
        let entry = self.entry(index, size).await.ok().flatten();
        let Some(entry) = entry.and_then(|it| Entry::parse(&it).ok()) else {
            return Ok(Compared::Altered);
        };
        let differs = self.pen().await?.compare(leaf, &entry).await?.differs;
        Ok(if differs.is_none() { Compared::Logged(index) } else { Compared::Altered })
    }

    /// The proof of a logged row under a cosigned checkpoint; none when the row is not what was
    /// logged.
    async fn prove(
        &self,
        leaf: &Leaf,
        index: u64,
        cosigned: Cosigned,
        policy: &Policy,
    ) -> Result<Option<ProofFile>, RecordError> {
        let Some(bytes) = self.entry(index, cosigned.head.size).await? else { return Ok(None) };
        let Ok(entry) = Entry::parse(&bytes) else { return Ok(None) };
        let pen = self.pen().await?;
        if pen.compare(leaf, &entry).await?.differs.is_some() {
            return Ok(None);
        }
        let content = pen.content(leaf).await?;
        let enclosed = Enclosed {
            entry: String::from_utf8_lossy(&bytes).into_owned(),
            payload: content.salt.map(|_| String::from_utf8_lossy(&content.bytes).into_owned()),
            salt: content.salt.map(|it| HEXLOWER.encode(&it)),
        };
        let extra = serde_json::to_vec(&enclosed).map_err(ledger::StoreError::from)?;
        let (folder, note) = (self.inner.folder.clone(), cosigned.note);
        let proof = blocking(move || Proof::make(&folder, index, &note)).await?;
        let Ok(mut proof) = proof else { return Ok(None) };
        proof.extra = Some(extra);
        let Ok(shown) = proof.verify(&bytes, policy) else { return Ok(None) };
        let witnesses = shown.accepted.witnessed.into_iter().map(|(name, _)| name).collect();
        Ok(proof.to_text().ok().map(|text| ProofFile { text, index, witnesses }))
    }
}

impl State {
    /// Whether an operator must look.
    pub fn is_alarm(&self) -> bool {
        self.is_rollback || self.standing.is_alarm()
    }
}

/// A tree that is shorter than its own checkpoint is a rollback like any other.
fn rolled_back(error: RecordError) -> RecordError {
    match error {
        RecordError::Tree(audit::tree::TreeError::Rollback { published, head }) => {
            let who = "the published checkpoint".to_owned();
            RecordError::Rollback { who, remembered: published, size: head.size }
        }
        other => other,
    }
}

#[async_trait::async_trait]
impl PublicRecord for Record {
    async fn receipt(&self, stream: &str, seq: u64) -> Result<Receipt, RecordError> {
        let Some(signing) = self.signing() else { return Ok(Receipt::Unkept) };
        let Some(leaf) = self.inner.ledger.event_leaf(stream, seq).await? else {
            return Ok(Receipt::Missing);
        };
        let cosigned = self.shared(|it| it.cosigned.clone());
        let (Some(index), Some(cosigned)) = (leaf.index, cosigned) else {
            return Ok(Receipt::Pending);
        };
        if index >= cosigned.head.size {
            let head = self.inner.ledger.record_head().await?;
            let size = head.as_ref().map(head_of).transpose()?.map_or(0, |it| it.size);
            return Ok(if index < size { Receipt::Pending } else { Receipt::Missing });
        }
        let proof = self.prove(&leaf, index, cosigned, &signing.policy).await?;
        Ok(proof.map_or(Receipt::Missing, |it| Receipt::Proven(Box::new(it))))
    }

    async fn covering(&self, stream: &str, seq: u64) -> Result<Option<Head>, RecordError> {
        let Some(cosigned) = self.shared(|it| it.cosigned.clone()) else { return Ok(None) };
        let index = self.inner.ledger.event_leaf(stream, seq).await?.and_then(|it| it.index);
        Ok(index.filter(|it| *it < cosigned.head.size).map(|_| cosigned.head))
    }

    fn may_issue(&self) -> bool {
        let state = self.state();
        !state.is_signed || (!state.is_rollback && state.standing.may_issue_licences())
    }
}
