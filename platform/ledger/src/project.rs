//! Projections: read tables that follow from the events, written in the same transaction.
//!
//! A projection is a pure function from a change to statements, so it can be run again from the
//! first event and compared.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
};

use kernel::{Aggregate, Recorded};

use crate::{Statement, Value};

/// One statement with its arguments.
#[derive(Debug, Clone)]
pub struct Write {
    /// The statement.
    pub statement: &'static Statement,
    /// Its arguments.
    pub args: Vec<Value>,
}

impl Write {
    /// A write of `statement`.
    pub fn new(statement: &'static Statement, args: impl Into<Vec<Value>>) -> Self {
        Self { statement, args: args.into() }
    }
}

/// Turns a change of one stream into rows of a module's read tables.
pub trait Projection<A: Aggregate>: Send + Sync {
    /// The tables that this projection fills, which nothing else writes to.
    fn tables(&self) -> &'static [&'static str];

    /// The writes that follow when `events` took the stream from `before` to `after`.
    fn project(
        &self,
        stream: &str,
        before: &A,
        after: &A,
        events: &[Recorded<A::Event>],
    ) -> Vec<Write>;
}

/// One kind of stream with the type forgotten, so that all can be replayed.
pub(crate) trait Replayable: Send + Sync {
    fn kind(&self) -> &'static str;
    fn form(&self) -> u32;
    fn tables(&self) -> Vec<&'static str>;
    fn refold(
        &self,
        stream: &str,
        events: &[crate::Row],
    ) -> Result<(String, Vec<Write>), crate::StoreError>;
}

struct OfKind<A: Aggregate>(Vec<Box<dyn Projection<A>>>);

/// All projections, by kind of stream.
#[derive(Default)]
pub(crate) struct Projections {
    kinds: HashMap<TypeId, (Box<dyn Any + Send + Sync>, &'static str)>,
    replayable: Vec<fn(&Projections) -> &dyn Replayable>,
}

impl Projections {
    pub fn add<A: Aggregate>(&mut self, projection: impl Projection<A> + 'static) {
        self.register::<A>();
        let entry = self.kinds.get_mut(&TypeId::of::<A>()).and_then(|(it, _)| it.downcast_mut());
        if let Some(OfKind::<A>(list)) = entry {
            list.push(Box::new(projection));
        }
    }

    pub fn register<A: Aggregate>(&mut self) {
        if self.kinds.contains_key(&TypeId::of::<A>()) {
            return;
        }
        let empty: Box<dyn Any + Send + Sync> = Box::new(OfKind::<A>(Vec::new()));
        self.kinds.insert(TypeId::of::<A>(), (empty, A::KIND));
        self.replayable.push(|all| all.of_kind::<A>());
    }

    fn of_kind<A: Aggregate>(&self) -> &OfKind<A> {
        self.kinds
            .get(&TypeId::of::<A>())
            .and_then(|(it, _)| it.downcast_ref())
            .unwrap_or(const { &OfKind(Vec::new()) })
    }

    pub fn writes<A: Aggregate>(
        &self,
        stream: &str,
        before: &A,
        after: &A,
        events: &[Recorded<A::Event>],
    ) -> Vec<Write> {
        let list = &self.of_kind::<A>().0;
        list.iter().flat_map(|it| it.project(stream, before, after, events)).collect()
    }

    pub fn all(&self) -> impl Iterator<Item = &dyn Replayable> {
        self.replayable.iter().map(|get| get(self))
    }
}

impl<A: Aggregate> Replayable for OfKind<A> {
    fn kind(&self) -> &'static str {
        A::KIND
    }

    fn form(&self) -> u32 {
        A::VERSION
    }

    fn tables(&self) -> Vec<&'static str> {
        self.0.iter().flat_map(|it| it.tables()).copied().collect()
    }

    fn refold(
        &self,
        stream: &str,
        events: &[crate::Row],
    ) -> Result<(String, Vec<Write>), crate::StoreError> {
        let mut state = A::default();
        let mut writes = Vec::new();
        for row in events {
            let event: Recorded<A::Event> = crate::reads::recorded(row)?;
            let before = state.clone();
            state.apply(&event);
            for projection in &self.0 {
                writes.extend(projection.project(
                    stream,
                    &before,
                    &state,
                    std::slice::from_ref(&event),
                ));
            }
        }
        Ok((serde_json::to_string(&state)?, writes))
    }
}
