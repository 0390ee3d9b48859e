//! What somebody opened with a code and without signing in. The code is sent once, in a form; then
//! a note in a cookie stands for it, so that it stands in no address. The note is made with a key
//! of ours, names one matter, ends by itself and is worth nothing for any other.

use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};

use crate::{Visitor, csrf::Csrf};

/// The cookie's name.
pub(crate) const COOKIE: &str = "opened";
/// So long it stands for the code: enough to read, to save and to rate.
const LASTS: SignedDuration = SignedDuration::from_mins(30);
/// So many at once: the receipts of a family, in some windows.
const MOST: usize = 4;
/// Between two notes.
const BETWEEN: char = '~';

/// One note: for what, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Note {
    matter: String,
    until: Timestamp,
}

impl Note {
    fn write(&self, key: &Csrf) -> String {
        let (name, until) =
            (BASE64URL_NOPAD.encode(self.matter.as_bytes()), self.until.as_second());
        let head = format!("{name}.{until}");
        let seal = key.token(&head);
        format!("{head}.{seal}")
    }

    fn read(text: &str, key: &Csrf) -> Option<Self> {
        let (head, seal) = text.rsplit_once('.')?;
        if !key.fits(head, seal) {
            return None;
        }
        let (name, until) = head.split_once('.')?;
        let matter = BASE64URL_NOPAD.decode(name.as_bytes()).ok()?;
        Some(Self {
            matter: String::from_utf8(matter).ok()?,
            until: Timestamp::from_second(until.parse().ok()?).ok()?,
        })
    }
}

fn read(cookie: &str, key: &Csrf) -> Vec<Note> {
    cookie.split(BETWEEN).take(MOST).filter_map(|it| Note::read(it, key)).collect()
}

fn write(notes: &[Note], key: &Csrf) -> String {
    let all: Vec<_> = notes.iter().take(MOST).map(|it| it.write(key)).collect();
    all.join(&BETWEEN.to_string())
}

impl Visitor {
    /// The matters that this visitor opened with a code, and that are still open to them.
    pub fn opened(&self) -> Vec<String> {
        let now = self.web.ledger.clock().now();
        let open = self.notes().into_iter().filter(|it| now <= it.until);
        open.map(|it| it.matter).collect()
    }

    /// Whether they had opened it, and the time for it is over: they are asked for the code again.
    pub fn had_opened(&self, matter: &str) -> bool {
        let now = self.web.ledger.clock().now();
        self.notes().iter().any(|it| it.matter == matter && it.until < now)
    }

    /// The same answer, with which the visitor is let in to this matter for half an hour. What
    /// they have shown (the code on a receipt) was looked at before.
    pub fn opens(&self, response: Response, matter: &str) -> Response {
        let now = self.web.ledger.clock().now();
        let mut notes = vec![Note { matter: matter.to_owned(), until: now + LASTS }];
        notes.extend(self.notes().into_iter().filter(|it| it.matter != matter && now <= it.until));
        // It ends with the browser; until when it is believed stands inside.
        self.set_cookie(response, COOKIE, &write(&notes, &self.web.openings), None)
    }

    fn notes(&self) -> Vec<Note> {
        self.cookie(COOKIE).map(|it| read(it, &self.web.openings)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crypto::{Keys, Purpose};
    use ledger::{DeploymentKey, KeyRing, SuiteId};

    use super::*;

    struct NoChance;

    impl kernel::Chance for NoChance {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(0);
        }
    }

    fn key(number: u8) -> Csrf {
        let ring = KeyRing::new(DeploymentKey::new([number; 32]), Vec::new());
        let keys = Keys::in_software(SuiteId::International, ring, Arc::new(NoChance));
        Csrf::new(&keys, &Purpose::named("opened"))
    }

    fn note(matter: &str, second: i64) -> Note {
        Note { matter: matter.to_owned(), until: Timestamp::from_second(second).unwrap() }
    }

    #[test]
    fn what_was_opened_is_read_again_and_holds_nothing_that_a_cookie_cannot() {
        let notes = [note("RC-7K4M-92XP", 100), note("一; Domain=evil", 200)];
        let cookie = write(&notes, &key(7));
        assert_eq!(read(&cookie, &key(7)), notes);
        assert!(cookie.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_.~".contains(&it)));
    }

    #[test]
    fn nobody_writes_a_note_or_changes_one() {
        let cookie = write(&[note("RC-7K4M-92XP", 100)], &key(7));
        assert_eq!(read(&cookie, &key(8)), [], "another installation's");
        let (head, seal) = cookie.rsplit_once('.').unwrap();
        let (name, _) = head.split_once('.').unwrap();
        assert_eq!(read(&format!("{name}.999.{seal}"), &key(7)), [], "for longer");
        let other = BASE64URL_NOPAD.encode(b"RC-0000-0000");
        assert_eq!(read(&format!("{other}.100.{seal}"), &key(7)), [], "for another matter");
        for broken in ["", ".", "..", "~~", "a.b.c", "RC-7K4M-92XP.100."] {
            assert_eq!(read(broken, &key(7)), [], "{broken}");
        }
    }

    #[test]
    fn there_are_never_more_than_a_few() {
        let notes: Vec<_> = (0..9).map(|it| note(&format!("RC-{it}"), 100)).collect();
        assert_eq!(read(&write(&notes, &key(7)), &key(7)).len(), MOST);
    }
}
