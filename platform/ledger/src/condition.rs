//! What must hold elsewhere while a command is carried out, and the order in which streams are held
//! for it.
//!
//! A command holds its own stream and those of its conditions. All commands hold streams in the
//! order of their names, so that no two of them ever wait for each other.

use std::collections::BTreeMap;

use futures::future::BoxFuture;
use kernel::{Aggregate, Condition, Given};

use crate::{
    Row, StoreError,
    command::{FIND_COMMAND, LOAD_STREAM, read},
    engine::Tx,
};

/// A [`Condition`] with the type of its stream forgotten.
pub(crate) trait Holds: std::fmt::Debug + Send + Sync {
    /// The other stream, which is held until the transaction ends.
    fn stream(&self) -> String;

    /// Whether it holds of the other stream as it is held; none where there is no such stream.
    fn holds<'a>(
        &'a self,
        tx: &'a mut Tx<'_>,
        held: Option<&'a Row>,
        given: &'a Given,
    ) -> BoxFuture<'a, Result<Result<(), &'static str>, StoreError>>;
}

impl<C: Condition> Holds for C {
    fn stream(&self) -> String {
        format!("{}/{}", C::On::KIND, self.key())
    }

    fn holds<'a>(
        &'a self,
        tx: &'a mut Tx<'_>,
        held: Option<&'a Row>,
        given: &'a Given,
    ) -> BoxFuture<'a, Result<Result<(), &'static str>, StoreError>> {
        Box::pin(async move {
            let (on, _) = read::<C::On>(tx, &Holds::stream(self), held).await?;
            Ok(self.check(&on, given))
        })
    }
}

/// The streams of a command as they are held, by their names; nothing under a name that no stream
/// has.
pub(crate) type Held = BTreeMap<String, Row>;

/// Looks up a command and holds its streams in the order of their names, the first of them in the
/// same flight. Answers what is known of the command, and then nothing more is held.
pub(crate) async fn hold(
    tx: &mut Tx<'_>,
    known: [crate::Value; 2],
    streams: impl Iterator<Item = String>,
) -> Result<(Option<Row>, Held), StoreError> {
    let streams: std::collections::BTreeSet<String> = streams.collect();
    let mut held = Held::new();
    let mut command = None;
    for (place, stream) in streams.into_iter().enumerate() {
        let name = [(&stream).into()];
        let rows = if place == 0 {
            let first = (&FIND_COMMAND, known.as_slice());
            let (found, rows) = tx.rows_then_held(first, (&LOAD_STREAM, &name)).await?;
            command = found.into_iter().next();
            rows
        } else {
            tx.rows_held(&LOAD_STREAM, &name).await?
        };
        held.extend(rows.into_iter().next().map(|row| (stream, row)));
        if command.is_some() {
            break;
        }
    }
    Ok((command, held))
}
