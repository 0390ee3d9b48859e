//! Messages to people: a box in the application, and e-mail for those who gave an address.
//!
//! A message is caused by an event and known by it: the same event delivered twice gives one
//! message. What it says is sealed under the recipient's key, so that it goes when the person is
//! erased. E-mails leave from the same table through [`Messages::send_due`], which a job calls.
//!
//! Invariants:
//! * Addresses are asked for when an e-mail leaves; they are neither stored here nor logged.
//! * What an e-mail says can never become a header.
//! * An e-mail that fails is tried again for about 17 hours and then given up; the box keeps the
//!   message.

mod mail;
mod messages;
mod post;
mod smtp;
mod store;

pub use mail::{AddressBook, Contact, Mail, MailError, Mailer, NoMailer};
pub use messages::{Cursor, Message, Messages, NotifyError, Received};
pub use post::Sent;
pub use smtp::{SmtpError, SmtpMailer, SmtpServer};

use ledger::Migration;

/// The tables of messages.
pub const MIGRATIONS: &[Migration] = &[Migration {
    module: "notify",
    number: 1,
    name: "notify",
    sql: include_str!("../migrations/0001_notify.sql"),
}];

/// Every statement of this crate.
pub fn statements() -> &'static [&'static ledger::Statement] {
    store::STATEMENTS
}
