//! Statements as named constants, so that one test can prepare each of them on both engines.

use std::sync::OnceLock;

/// One SQL statement in the common dialect: numbered `$n`, `RETURNING`, `ON CONFLICT`.
#[derive(Debug)]
pub struct Statement {
    /// The text.
    pub sql: &'static str,
    sqlite: OnceLock<String>,
}

impl Statement {
    /// A statement; made through [`statements!`](crate::statements).
    pub const fn new(sql: &'static str) -> Self {
        Self { sql, sqlite: OnceLock::new() }
    }

    /// SQLite spells numbered parameters `?n`.
    pub(crate) fn for_sqlite(&self) -> &str {
        self.sqlite.get_or_init(|| self.sql.replace('$', "?"))
    }
}

/// Declares the statements of a store and lists them all in `STATEMENTS`.
///
/// ```
/// ledger::statements! {
///     /// The value of a setting.
///     SETTING = "SELECT value FROM ledger_setting WHERE name = $1";
/// }
/// assert_eq!(STATEMENTS.len(), 1);
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$doc:meta])* $name:ident = $sql:expr;)*) => {
        $($(#[$doc])* pub static $name: $crate::Statement = $crate::Statement::new($sql);)*
        /// Every statement of this store.
        pub static STATEMENTS: &[&$crate::Statement] = &[$(&$name),*];
    };
}
