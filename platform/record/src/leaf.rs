//! From a row of the ledger to a leaf, and whether a row is still what its leaf says.

use audit::{Commitment, Entry, Kind, Pseudonym, entry::SCHEMA};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use kernel::{Actor, Chance, id::SubjectId};
use ledger::{Leaf, Ledger, Origin, Vault, VaultError, Whose};
use serde::Serialize;
use serde_json::Value;
use sha2::Sha256;
use uuid::Uuid;

/// The program that writes the entries.
const SOFTWARE: &str = concat!("onewindow ", env!("CARGO_PKG_VERSION"));
/// A reason that is no code stands in the content only; the entry says that there is one.
const IN_WORDS: &str = "in-words";

/// Makes entries from rows. Holds the key of the pseudonyms.
#[derive(Clone)]
pub(crate) struct Pen {
    vault: Vault,
    chance: std::sync::Arc<dyn Chance>,
    pseudonyms: [u8; 32],
}

/// What a leaf commits to, with its salt; without one where somebody was erased.
pub(crate) struct Content {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The salt.
    pub salt: Option<[u8; 32]>,
}

/// A recorded read, as it is committed to.
#[derive(Serialize)]
struct ReadContent<'a> {
    actor: String,
    fields: &'a str,
    matter: &'a str,
    reason: &'a str,
    subject: &'a str,
}

impl Pen {
    pub async fn of(ledger: &Ledger) -> Result<Self, VaultError> {
        let vault = ledger.vault();
        let pseudonyms = vault.pseudonym_key().await?;
        Ok(Self { vault, chance: ledger.chance().clone(), pseudonyms })
    }

    /// The content of a row. It binds every column; who acted stands there under a keyed hash, so
    /// that the content can be shown to the person it is about.
    pub async fn content(&self, leaf: &Leaf) -> Result<Content, VaultError> {
        let actor = self.digest(&leaf.actor);
        let (bytes, subjects) = match &leaf.origin {
            Origin::Event { body, .. } => {
                (format!("{{\"actor\":\"{actor}\",\"body\":{body}}}").into_bytes(), subjects(body))
            }
            Origin::Read { subject, matter, reason, fields } => {
                let content = ReadContent { actor, fields, matter, reason, subject };
                let bytes = serde_json::to_vec(&content).unwrap_or_default();
                (bytes, subject.parse().map(|it| (it, None)).into_iter().collect())
            }
        };
        Ok(Content { bytes, salt: self.vault.salt(&subjects, &leaf.id).await? })
    }

    /// The entry of a row that is logged now. Of somebody who was erased before, it commits to
    /// what nobody can show.
    pub async fn entry(&self, leaf: &Leaf, logged_at: Timestamp) -> Result<Entry, VaultError> {
        let content = self.content(leaf).await?;
        let salt = content.salt.unwrap_or_else(|| {
            let mut lost = [0; 32];
            self.chance.fill(&mut lost);
            lost
        });
        let commitment = Commitment::to(&salt, &content.bytes);
        Ok(self.written(leaf, commitment, logged_at, SOFTWARE))
    }

    /// What in a row is not as its leaf says; and whether its content could be compared at all.
    pub async fn compare(&self, leaf: &Leaf, entry: &Entry) -> Result<Compared, VaultError> {
        let content = self.content(leaf).await?;
        let (commitment, is_erased) = match content.salt {
            Some(salt) => (Commitment::to(&salt, &content.bytes), false),
            None => (entry.commitment, true),
        };
        let expected = self.written(leaf, commitment, entry.logged_at, &entry.software);
        let has_own_id = entry.event.to_string() == leaf.id;
        let has_own_time = entry.at.as_microsecond() == leaf.at;
        let members = [
            ("event", expected.event == entry.event && has_own_id),
            ("time", expected.at == entry.at && has_own_time),
            ("kind", expected.kind == entry.kind),
            ("object", expected.stream == entry.stream),
            ("version", expected.seq == entry.seq),
            ("action", expected.word == entry.word),
            ("actor", expected.actor == entry.actor),
            ("acting for", expected.acting_for == entry.acting_for),
            ("authority", expected.authority == entry.authority),
            ("reason", expected.reason == entry.reason),
            ("correlation", expected.correlation == entry.correlation),
            ("correlation", leaf.correlation == entry.correlation.map(|it| it.to_string())),
            ("content", expected.commitment == entry.commitment),
        ];
        let differs = members.iter().find(|(_, is_same)| !is_same).map(|(name, _)| *name);
        Ok(Compared { differs, is_erased })
    }

    fn written(
        &self,
        leaf: &Leaf,
        commitment: Commitment,
        logged_at: Timestamp,
        software: &str,
    ) -> Entry {
        let actor: Option<Actor> = serde_json::from_str(&leaf.actor).ok();
        let (stream, seq, kind, reason) = match &leaf.origin {
            Origin::Event { stream, seq, body } => {
                (stream.clone(), *seq, Kind::Event, reason_of(body))
            }
            Origin::Read { subject, reason, .. } => {
                let whose = subject.parse().unwrap_or_default();
                let whose = HEXLOWER.encode(&Pseudonym::of(&self.pseudonyms, &whose).0.0);
                (format!("subject/{whose}"), 0, Kind::Access, code_of(reason))
            }
        };
        Entry {
            acting_for: self.pseudonym(actor.as_ref().and_then(|it| it.acting_for).map(uuid_of)),
            actor: self.pseudonym(actor.as_ref().and_then(|it| it.account).map(|it| it.uuid())),
            at: Timestamp::from_microsecond(leaf.at).unwrap_or(Timestamp::MIN),
            authority: authority(actor.as_ref()),
            commitment,
            correlation: leaf.correlation.as_ref().and_then(|it| it.parse().ok()),
            event: leaf.id.parse().unwrap_or_default(),
            kind,
            logged_at,
            reason,
            schema: SCHEMA,
            seq,
            software: software.to_owned(),
            stream,
            word: leaf.word.clone(),
        }
    }

    fn pseudonym(&self, id: Option<Uuid>) -> Option<Pseudonym> {
        id.map(|id| Pseudonym::of(&self.pseudonyms, &id))
    }

    fn digest(&self, text: &str) -> String {
        // A key shorter than the block is filled up with zeroes, by the definition of HMAC.
        let mut block = [0; 64];
        block[..32].copy_from_slice(&self.pseudonyms);
        let mut mac = Hmac::<Sha256>::new(&block.into());
        mac.update(b"onewindow record actor\0");
        mac.update(text.as_bytes());
        HEXLOWER.encode(&mac.finalize().into_bytes())
    }
}

/// What comparing a row with its leaf has shown.
pub(crate) struct Compared {
    /// The first member that differs.
    pub differs: Option<&'static str>,
    /// The content could not be compared, because somebody it is about was erased.
    pub is_erased: bool,
}

fn uuid_of(id: SubjectId) -> Uuid {
    id.uuid()
}

/// The role, and the authority for which it is held.
fn authority(actor: Option<&Actor>) -> String {
    match actor {
        Some(Actor { role, authority: Some(of), .. }) => format!("{}@{of}", role.word()),
        Some(actor) => actor.role.word().to_owned(),
        None => "unreadable".to_owned(),
    }
}

/// Under whose keys the sealed data of an event lies.
fn subjects(body: &str) -> Vec<Whose> {
    let mut found = Vec::new();
    if body.contains("\"subject\"")
        && let Ok(body) = serde_json::from_str::<Value>(body)
    {
        collect(&body, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(value: &Value, found: &mut Vec<Whose>) {
    match value {
        Value::Array(list) => list.iter().for_each(|it| collect(it, found)),
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            if let (Some(subject), Some(_)) = (text("subject"), text("data")) {
                let record = text("record").map(str::to_owned);
                found.extend(subject.parse::<SubjectId>().map(|it| (it, record)));
            }
            members.values().for_each(|it| collect(it, found));
        }
        _ => {}
    }
}

/// The code of the reason that an event holds: at its top, as `reason_code` or `reason`.
fn reason_of(body: &str) -> Option<String> {
    if !body.contains("\"reason") {
        return None;
    }
    let body: Value = serde_json::from_str(body).ok()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    code_of(text("reason_code").or_else(|| text("reason"))?)
}

/// A code as it is; words are only said to be there, because they may name somebody.
fn code_of(reason: &str) -> Option<String> {
    let is_code = reason.len() <= 40
        && reason.bytes().all(|it| matches!(it, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.' | b'-'));
    match reason {
        "" => None,
        code if is_code => Some(code.to_owned()),
        _ => Some(IN_WORDS.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sealed_data_is_found_wherever_it_stands() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let body = format!(
            r#"{{"a":[{{"subject":"{two}","data":"x"}}],"b":{{"subject":"{one}","data":"y"}},"subject":"{one}"}}"#
        );
        let found: Vec<Uuid> = subjects(&body).into_iter().map(|it| uuid_of(it.0)).collect();
        assert_eq!(found, [one, two]);
        let of_record = format!(r#"{{"subject":"{one}","record":"case/1","data":"x"}}"#);
        assert_eq!(subjects(&of_record)[0].1.as_deref(), Some("case/1"));
        assert!(subjects(r#"{"subject":"no id","data":"x"}"#).is_empty());
    }

    #[test]
    fn words_of_a_reason_stay_out_of_the_record() {
        assert_eq!(reason_of(r#"{"type":"revoked","reason":"张三伪造材料"}"#).unwrap(), IN_WORDS);
        assert_eq!(reason_of(r#"{"reason":"lapse"}"#).unwrap(), "lapse");
        assert_eq!(reason_of(r#"{"reason":""}"#), None);
        assert_eq!(reason_of(r#"{"grounds":"reasonable"}"#), None);
    }
}
