//! What must be true elsewhere in the moment in which a command is carried out.

use crate::{Aggregate, Given};

/// A fact about another stream on which a command depends, such as that somebody may still act
/// for somebody else. The ledger holds that stream and asks in the command's own transaction, so
/// that nothing can change between the question and the deed.
pub trait Condition: std::fmt::Debug + Clone + Send + Sync + 'static {
    /// The state of the other stream.
    type On: Aggregate;

    /// The other stream's key.
    fn key(&self) -> String;

    /// Whether it holds; a stream that does not exist has the state of its beginning.
    ///
    /// # Errors
    /// A stable code of what does not hold.
    fn check(&self, on: &Self::On, given: &Given) -> Result<(), &'static str>;
}
