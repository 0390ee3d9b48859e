//! Messages to people: a box in the application, and e-mail for those who gave an address.
//!
//! A message is caused by an event and known by it: the same event delivered twice gives one
//! message. What it says is sealed under the recipient's key, so that it goes when the person is
//! erased. E-mails leave from the same table through [`Messages::send_due`], which a job calls.
//!
//! Invariants:
//! * Addresses are asked for when an e-mail leaves; they are neither stored here nor logged.
//! * What an e-mail says can never become a header.
//! * An e-mail leaves at least once. Every attempt bears the same `Message-ID`.
//! * An e-mail that fails is tried again for about 17 hours and then parked: it is counted for the
//!   operator and not tried again. The box keeps the message.
//! * Where there is no mail server, nothing waits for one.

mod mail;
mod messages;
mod post;
mod smtp;
mod store;

pub use mail::{AddressBook, Contact, Mail, MailError, Mailer};
pub use messages::{Cursor, Message, Messages, NotifyError, Received};
pub use post::{Letterhead, Sent};
pub use smtp::{SmtpError, SmtpMailer, SmtpServer, Tls};

use ledger::Migration;

/// The tables of messages.
pub const MIGRATIONS: &[Migration] = &[
    Migration {
        module: "notify",
        number: 1,
        name: "notify",
        sql: include_str!("../migrations/0001_notify.sql"),
    },
    Migration {
        module: "notify",
        number: 2,
        name: "parked",
        sql: include_str!("../migrations/0002_parked.sql"),
    },
];

/// Every statement of this crate.
pub fn statements() -> &'static [&'static ledger::Statement] {
    store::STATEMENTS
}
