//! Devices on which somebody has signed in before. The device keeps a random name and, for each of
//! the last accounts, a mark that only this installation can make. Nothing of it is stored here,
//! and it opens nothing: it only keeps strangers from using up the owner's tries.

use data_encoding::HEXLOWER;

use super::Accounts;

/// The cookie.
pub const COOKIE: &str = "device";
/// It is kept for so many seconds: 180 days.
pub const KEPT: i64 = 15_552_000;
/// A family shares a computer; more than these are forgotten.
const ACCOUNTS: usize = 5;

impl Accounts {
    /// The name of a device on which the owner of a login has signed in.
    pub(super) fn known_device<'a>(&self, cookie: &'a str, print: &str) -> Option<&'a str> {
        let (name, marks) = cookie.split_once('.')?;
        let own = self.mark(name, print);
        marks.split('.').any(|mark| mark == own).then_some(name)
    }

    /// What a device remembers after the owner of a login has signed in on it.
    pub fn remember(&self, cookie: &str, print: &str) -> String {
        let (name, marks) = cookie.split_once('.').unwrap_or_default();
        let is_name = name.len() == 32 && name.bytes().all(|it| it.is_ascii_hexdigit());
        let (name, marks) = if is_name { (name.to_owned(), marks) } else { (self.draw(), "") };
        let own = self.mark(&name, print);
        let others = marks.split('.').filter(|mark| mark.len() == own.len() && *mark != own);
        let marks: Vec<&str> = std::iter::once(own.as_str()).chain(others).take(ACCOUNTS).collect();
        format!("{name}.{}", marks.join("."))
    }

    fn draw(&self) -> String {
        let mut bytes = [0; 16];
        self.ledger().chance().fill(&mut bytes);
        HEXLOWER.encode(&bytes)
    }

    fn mark(&self, name: &str, print: &str) -> String {
        self.ledger().vault().blind("device", &format!("{name}/{print}"))
    }
}
