//! The index itself: opening, writing, searching.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use kernel::Lang;
use tantivy::{
    DocAddress, DocId, IndexReader, IndexWriter, ReloadPolicy, Score, Searcher, SegmentReader,
    TantivyDocument, Term,
    collector::TopDocs,
    directory::MmapDirectory,
    schema::{
        FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
        Value,
    },
};

use crate::{
    Document, Hit, Query, Synonyms,
    fold::{is_han, squeeze},
    near::{MOST, Vocabulary},
    plan::Plan,
    query::{Builder, Reach},
    words::Cutter,
};

/// The writer's memory while it works, in bytes; it is given back after each commit.
const WRITER_BYTES: usize = 16_000_000;
/// The language of documents that are found in every language.
pub(crate) const ANY: &str = "any";
const CUTTER: &str = "onewindow";
/// The file by which a folder is known to hold an index.
const MARK: &str = "meta.json";

/// What can go wrong with the index. It can always be rebuilt.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SearchError {
    /// The folder cannot be used for the index.
    #[error("the search index cannot be kept in {folder}: {cause}; give it a folder of its own")]
    Folder {
        /// The folder.
        folder: String,
        /// Why.
        cause: String,
    },
    /// The index failed.
    #[error("the search index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
}

pub(crate) struct Fields {
    pub id: Field,
    pub kind: Field,
    pub lang: Field,
    pub tag: Field,
    /// Title and other names, each as a whole.
    pub name: Field,
    /// Title and other names, cut.
    pub head: Field,
    pub body: Field,
    pub weight: Field,
}

impl Fields {
    fn schema() -> (Schema, Fields) {
        let text = || {
            let indexing = TextFieldIndexing::default()
                .set_tokenizer(CUTTER)
                .set_index_option(IndexRecordOption::WithFreqs);
            TextOptions::default().set_indexing_options(indexing)
        };
        let mut schema = Schema::builder();
        let fields = Fields {
            id: schema.add_text_field("id", STRING | STORED),
            kind: schema.add_text_field("kind", STRING),
            lang: schema.add_text_field("lang", STRING),
            tag: schema.add_text_field("tag", STRING),
            name: schema.add_text_field("name", STRING),
            head: schema.add_text_field("head", text()),
            body: schema.add_text_field("body", text()),
            weight: schema.add_f64_field("weight", FAST),
        };
        (schema.build(), fields)
    }

    fn document(&self, from: &Document) -> TantivyDocument {
        let mut document = TantivyDocument::new();
        document.add_text(self.id, &from.id);
        document.add_text(self.kind, &from.kind);
        document.add_text(self.lang, from.lang.map_or(ANY, Lang::tag));
        for (facet, value) in &from.tags {
            document.add_text(self.tag, tag(facet, value));
        }
        for name in std::iter::once(&from.title).chain(&from.aliases) {
            document.add_text(self.name, squeeze(name));
            document.add_text(self.head, name);
        }
        document.add_text(self.body, &from.body);
        document.add_f64(self.weight, f64::from(from.weight));
        document
    }
}

/// A facet and a value as one term.
pub(crate) fn tag(facet: &str, value: &str) -> String {
    format!("{facet}\u{1f}{value}")
}

/// The full-text index of a node. Cheap to clone; readers never wait for the writer.
///
/// Writing blocks: call [`Index::replace_all`] and [`Index::upsert`] where waiting is allowed.
#[derive(Clone)]
pub struct Index {
    inner: Arc<Inner>,
}

struct Inner {
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    synonyms: RwLock<Arc<Synonyms>>,
    /// The words by which things are called; read when a question needs them, given up when they
    /// change.
    vocabulary: Mutex<Option<Arc<Vocabulary>>>,
    /// One writer at a time.
    writing: Mutex<()>,
}

impl Index {
    /// An empty index in memory.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn in_memory() -> Result<Self, SearchError> {
        let (schema, fields) = Fields::schema();
        Self::over(tantivy::Index::create_in_ram(schema), fields)
    }

    /// The index in a folder, which is made where it is missing. An index that is broken or of
    /// another version is thrown away: the answer is then [empty](Index::is_empty) and waits to be
    /// filled.
    ///
    /// # Errors
    /// [`SearchError::Folder`] when the folder cannot be written to or holds something else.
    pub fn folder(path: &Path) -> Result<Self, SearchError> {
        let refuse =
            |cause: String| SearchError::Folder { folder: path.display().to_string(), cause };
        std::fs::create_dir_all(path).map_err(|error| refuse(error.to_string()))?;
        let is_index = path.join(MARK).exists();
        let mut entries = std::fs::read_dir(path).map_err(|error| refuse(error.to_string()))?;
        if !is_index && entries.next().is_some() {
            return Err(refuse("it holds other files".to_owned()));
        }
        match Self::open(path) {
            Ok(index) => Ok(index),
            Err(error) if is_index => {
                tracing::warn!(%error, "the search index cannot be read and is made anew");
                std::fs::remove_dir_all(path)
                    .and_then(|()| std::fs::create_dir_all(path))
                    .map_err(|error| refuse(error.to_string()))?;
                Self::open(path)
            }
            Err(error) => Err(refuse(error.to_string())),
        }
    }

    fn open(path: &Path) -> Result<Self, SearchError> {
        let (schema, fields) = Fields::schema();
        let directory = MmapDirectory::open(path).map_err(tantivy::TantivyError::from)?;
        Self::over(tantivy::Index::open_or_create(directory, schema)?, fields)
    }

    fn over(index: tantivy::Index, fields: Fields) -> Result<Self, SearchError> {
        index.tokenizers().register(CUTTER, Cutter);
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(16)
            .try_into()?;
        let inner = Inner {
            index,
            fields,
            reader,
            synonyms: RwLock::default(),
            vocabulary: Mutex::default(),
            writing: Mutex::default(),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Sets the synonyms for the questions that follow. Nothing is rebuilt.
    pub fn set_synonyms(&self, synonyms: Synonyms) {
        *self.inner.synonyms.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(synonyms);
        self.forget_words();
    }

    fn forget_words(&self) {
        *self.inner.vocabulary.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The words by which things are called, of the index and of the synonyms.
    fn vocabulary(
        &self,
        searcher: &Searcher,
        synonyms: &Synonyms,
    ) -> Result<Arc<Vocabulary>, SearchError> {
        let mut kept = self.inner.vocabulary.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(words) = &*kept {
            return Ok(words.clone());
        }
        let mut words: Vec<String> = synonyms.words().map(str::to_owned).collect();
        for segment in searcher.segment_readers() {
            let names = segment.inverted_index(self.inner.fields.name)?;
            let mut names = names.terms().stream().map_err(tantivy::TantivyError::from)?;
            while words.len() < MOST && names.advance() {
                let name = std::str::from_utf8(names.key()).unwrap_or_default();
                if name.chars().any(is_han) {
                    words.push(name.to_owned());
                }
            }
        }
        Ok(kept.insert(Arc::new(Vocabulary::of(words))).clone())
    }

    /// How many documents can be found.
    pub fn len(&self) -> u64 {
        self.inner.reader.searcher().num_docs()
    }

    /// Whether nothing can be found, as after [`Index::in_memory`].
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Puts `documents` in the place of everything in the index. Questions are answered from the
    /// old state until the new one is complete; a failure leaves the old state.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn replace_all(
        &self,
        documents: impl IntoIterator<Item = Document>,
    ) -> Result<(), SearchError> {
        self.write(|writer, fields| {
            writer.delete_all_documents()?;
            for document in documents {
                writer.add_document(fields.document(&document))?;
            }
            Ok(())
        })
    }

    /// Puts `document` in the place of the documents with its id in all languages.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn upsert(&self, document: Document) -> Result<(), SearchError> {
        let id = document.id.clone();
        self.upsert_all(&id, [document])
    }

    /// Puts `documents`, the forms of one thing in several languages, in the place of all
    /// documents with this id. No documents: the thing cannot be found any more.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn upsert_all(
        &self,
        id: &str,
        documents: impl IntoIterator<Item = Document>,
    ) -> Result<(), SearchError> {
        self.write(|writer, fields| {
            writer.delete_term(Term::from_field_text(fields.id, id));
            for document in documents {
                writer.add_document(fields.document(&document))?;
            }
            Ok(())
        })
    }

    fn write(
        &self,
        change: impl FnOnce(&IndexWriter, &Fields) -> tantivy::Result<()>,
    ) -> Result<(), SearchError> {
        let _one = self.inner.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = self.inner.index.writer_with_num_threads(1, WRITER_BYTES)?;
        change(&writer, &self.inner.fields)?;
        writer.commit()?;
        writer.wait_merging_threads()?;
        self.inner.reader.reload()?;
        self.forget_words();
        Ok(())
    }

    /// The best answers to a question, best first: documents with every word of it in the title
    /// or the other names, then those with every word anywhere. Where there are none, the question
    /// is read as pinyin, then with one character of a word put right, then with errors in words of
    /// letters. Then come those with at least half of the words; where there are none at all, those
    /// with any.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn search(&self, query: &Query) -> Result<Vec<Hit>, SearchError> {
        let synonyms = self.inner.synonyms.read().unwrap_or_else(PoisonError::into_inner).clone();
        let plan = Plan::read(&query.text, &synonyms);
        if plan.names.is_empty() && !query.text.trim().is_empty() {
            return Ok(Vec::new());
        }
        let searcher = self.inner.reader.searcher();
        let all = plan.words.len();
        let mut hits = Vec::new();
        self.whole(&searcher, &plan, query, false, &mut hits)?;
        if all > 0 && hits.is_empty() && query.limit > 0 && !query.is_strict {
            let vocabulary = self.vocabulary(&searcher, &synonyms)?;
            for reading in vocabulary.readings(&query.text) {
                let plan = Plan::read(&reading, &synonyms);
                self.whole(&searcher, &plan, query, false, &mut hits)?;
            }
        }
        if all > 0 && hits.is_empty() {
            self.whole(&searcher, &plan, query, true, &mut hits)?;
        }
        if all > 1 {
            let half = Reach { words: all.div_ceil(2), with_body: true, with_typos: true };
            self.collect(&searcher, &plan, query, half, &mut hits)?;
        }
        if hits.is_empty() && all > 2 {
            // In a long sentence one telling word is better than no answer.
            let any = Reach { words: 1, with_body: true, with_typos: true };
            self.collect(&searcher, &plan, query, any, &mut hits)?;
        }
        Ok(hits)
    }

    /// Documents with every word of a plan: in their names, then anywhere.
    fn whole(
        &self,
        searcher: &Searcher,
        plan: &Plan,
        query: &Query,
        with_typos: bool,
        hits: &mut Vec<Hit>,
    ) -> Result<(), SearchError> {
        let words = plan.words.len();
        self.collect(searcher, plan, query, Reach { words, with_body: false, with_typos }, hits)?;
        if words == 0 {
            return Ok(());
        }
        self.collect(searcher, plan, query, Reach { words, with_body: true, with_typos }, hits)
    }

    fn collect(
        &self,
        searcher: &Searcher,
        plan: &Plan,
        query: &Query,
        reach: Reach,
        hits: &mut Vec<Hit>,
    ) -> Result<(), SearchError> {
        if hits.len() >= query.limit {
            return Ok(());
        }
        let builder = Builder { searcher, fields: &self.inner.fields };
        let ask = builder.build(plan, query, reach)?;
        // Found before, or in another language, are found again.
        let forms = if query.lang.is_none() { Lang::ALL.len() } else { 1 };
        let top = TopDocs::with_limit((query.limit + hits.len()) * forms).tweak_score(weighed);
        let ceiling = hits.last().map_or(f32::MAX, |hit| hit.score);
        for (score, address) in searcher.search(&ask, &top)? {
            let id = self.id(searcher, address)?;
            if hits.len() < query.limit && hits.iter().all(|hit| hit.id != id) {
                hits.push(Hit { id, score: score.min(ceiling) });
            }
        }
        Ok(())
    }

    fn id(&self, searcher: &Searcher, address: DocAddress) -> Result<String, SearchError> {
        let document: TantivyDocument = searcher.doc(address)?;
        let id = document.get_first(self.inner.fields.id).and_then(|it| it.as_str());
        Ok(id.unwrap_or_default().to_owned())
    }
}

/// The score of a document times its weight.
fn weighed(segment: &SegmentReader) -> impl Fn(DocId, Score) -> Score + use<> {
    let weights = segment.fast_fields().f64("weight").ok().map(|it| it.first_or_default_col(1.0));
    #[expect(clippy::cast_possible_truncation, reason = "weights are small numbers")]
    move |document, score| weights.as_ref().map_or(score, |it| score * it.get_val(document) as f32)
}
