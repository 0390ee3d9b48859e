//! From a plan to the queries of the index.

use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery,
        Occur, Query as Ask, TermQuery,
    },
    schema::{Field, IndexRecordOption},
};

use crate::{
    Query, SearchError,
    index::{ANY, Fields, tag},
    plan::{Plan, Way},
};

/// A name that equals the question comes before everything else.
const NAME: f32 = 1_000.0;
/// How much the title and the other names count beside the body.
const HEAD: f32 = 3.0;
/// How much neighbours count.
const NEAR: f32 = 1.0;
/// Shorter words are too easily mistaken for one another.
const SHORTEST_TYPO: usize = 4;
/// Words of so many letters may differ in two of them.
const LONG: usize = 8;
/// How much a word counts that differs from what was typed by a letter or two, or by two that
/// changed places.
const TYPO: f32 = 0.8;

type Clause = (Occur, Box<dyn Ask>);

/// Which documents are answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reach {
    /// How many words of the question a document must have.
    pub words: usize,
    /// Whether words of the body count, or only those of title and other names.
    pub with_body: bool,
    /// Whether words of letters may differ a little from what was typed.
    pub with_typos: bool,
}

/// Builds queries for one state of the index.
pub(crate) struct Builder<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a Fields,
}

impl Builder<'_> {
    /// The query of a plan.
    pub fn build(
        &self,
        plan: &Plan,
        query: &Query,
        reach: Reach,
    ) -> Result<Box<dyn Ask>, SearchError> {
        let mut clauses = self.filters(query);
        if plan.names.is_empty() {
            clauses.push((Occur::Must, Box::new(AllQuery)));
            return Ok(Box::new(BooleanQuery::new(clauses)));
        }
        clauses.push((Occur::Must, self.subject(plan, reach)?));
        for pair in &plan.near {
            clauses.push((Occur::Should, boosted(self.term(self.fields.head, pair), NEAR)));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// Equal names, or enough of the words.
    fn subject(&self, plan: &Plan, reach: Reach) -> Result<Box<dyn Ask>, SearchError> {
        let names = plan.names.iter().map(|(name, share)| -> Box<dyn Ask> {
            let name = self.term(self.fields.name, name);
            Box::new(ConstScoreQuery::new(name, NAME * share))
        });
        let mut either: Vec<Box<dyn Ask>> =
            vec![Box::new(DisjunctionMaxQuery::new(names.collect()))];
        if reach.words > 0 {
            let words: Result<Vec<_>, _> =
                plan.words.iter().map(|ways| self.word(ways, reach)).collect();
            let words = BooleanQuery::union_with_minimum_required_clauses(words?, reach.words);
            either.push(Box::new(words));
        }
        Ok(Box::new(BooleanQuery::union(either)))
    }

    fn word(&self, ways: &[Way], reach: Reach) -> Result<Box<dyn Ask>, SearchError> {
        let mut asks = Vec::with_capacity(ways.len());
        for way in ways.iter().filter(|way| !way.terms.is_empty()) {
            asks.push(self.way(way, reach)?);
        }
        Ok(match asks.len() {
            1 => asks.swap_remove(0),
            _ => Box::new(DisjunctionMaxQuery::new(asks)),
        })
    }

    fn way(&self, way: &Way, reach: Reach) -> Result<Box<dyn Ask>, SearchError> {
        if let [term] = way.terms.as_slice()
            && reach.with_typos
            && may_be_typo(term)
            && !self.occurs(term)?
        {
            let letters = if term.len() < LONG { 1 } else { 2 };
            return Ok(self.in_fields(reach, way.boost * TYPO, |field| {
                Box::new(FuzzyTermQuery::new(Term::from_field_text(field, term), letters, true))
            }));
        }
        Ok(self.in_fields(reach, way.boost, |field| {
            let mut terms: Vec<_> = way.terms.iter().map(|term| self.term(field, term)).collect();
            match terms.len() {
                1 => terms.swap_remove(0),
                _ => Box::new(BooleanQuery::intersection(terms)),
            }
        }))
    }

    /// The same query on the fields that count.
    fn in_fields(
        &self,
        reach: Reach,
        boost: f32,
        ask: impl Fn(Field) -> Box<dyn Ask>,
    ) -> Box<dyn Ask> {
        let head = boosted(ask(self.fields.head), HEAD * boost);
        if !reach.with_body {
            return head;
        }
        let body = boosted(ask(self.fields.body), boost);
        Box::new(BooleanQuery::union(vec![head, body]))
    }

    fn occurs(&self, term: &str) -> Result<bool, SearchError> {
        let count = |field| self.searcher.doc_freq(&Term::from_field_text(field, term));
        Ok(count(self.fields.head)? > 0 || count(self.fields.body)? > 0)
    }

    fn term(&self, field: Field, term: &str) -> Box<dyn Ask> {
        let term = Term::from_field_text(field, term);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    fn filters(&self, query: &Query) -> Vec<Clause> {
        let mut clauses = Vec::new();
        if let Some(lang) = query.lang {
            clauses.push(self.one_of(self.fields.lang, [lang.tag().to_owned(), ANY.to_owned()]));
        }
        if let Some(kind) = &query.kind {
            clauses.push(self.one_of(self.fields.kind, [kind.clone()]));
        }
        let mut facets: Vec<&str> = query.filters.iter().map(|(facet, _)| facet.as_str()).collect();
        facets.sort_unstable();
        facets.dedup();
        for facet in facets {
            let values = query.filters.iter().filter(|(it, _)| it == facet);
            clauses.push(self.one_of(self.fields.tag, values.map(|(_, value)| tag(facet, value))));
        }
        clauses
    }

    fn one_of(&self, field: Field, values: impl IntoIterator<Item = String>) -> Clause {
        let asks = values.into_iter().map(|value| self.term(field, &value)).collect();
        let ask = BooleanQuery::union(asks);
        (Occur::Must, Box::new(ConstScoreQuery::new(Box::new(ask), 0.0)))
    }
}

fn may_be_typo(term: &str) -> bool {
    term.len() >= SHORTEST_TYPO && term.bytes().all(|it| it.is_ascii_alphabetic())
}

fn boosted(ask: Box<dyn Ask>, boost: f32) -> Box<dyn Ask> {
    Box::new(BoostQuery::new(ask, boost))
}
