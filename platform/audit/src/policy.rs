//! C2SP tlog-policy: which logs, which witnesses, and how many of them must have cosigned.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    checkpoint::Checkpoint,
    hash::decimal,
    keys::{KeyError, PublicKey, Verifier},
    note::{Note, NoteError},
};

/// Why a policy cannot be read; with its line, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct PolicyError {
    /// The line; 0 for the whole.
    pub line: usize,
    /// What is wrong.
    pub what: PolicyFault,
}

/// What is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// A line of no known form, or a character that must not be.
    #[error("is no line of a policy")]
    Form,
    /// A key.
    #[error("{0}")]
    Key(#[from] KeyError),
    /// A key of a kind that does not belong here.
    #[error("the key is of the wrong kind")]
    WrongKind,
    /// The same key twice.
    #[error("the key stands twice")]
    SameKey,
    /// The same name twice, or `none`.
    #[error("the name {0} is taken")]
    Taken(String),
    /// A name that no line before defines.
    #[error("the name {0} is not defined before")]
    Unknown(String),
    /// A member of two groups.
    #[error("{0} is a member already")]
    Member(String),
    /// More than there are, or none.
    #[error("the number does not fit the members")]
    Threshold,
    /// None, or more than one.
    #[error("there must be one quorum line")]
    Quorum,
}

/// Why a checkpoint does not fulfil a policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfulfilled {
    /// The note, or a signature on it.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// The text is no checkpoint.
    #[error("no checkpoint")]
    Checkpoint,
    /// None of the logs has signed it as its own.
    #[error("not signed by a log of the policy")]
    Log,
    /// Too few witnesses.
    #[error("witnessed by {0} only")]
    Quorum(usize),
}

/// Who must have witnessed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Rule {
    Witness(usize),
    Group { need: usize, members: Vec<Rule> },
}

impl Rule {
    fn is_met(&self, witnesses: &BTreeSet<usize>) -> bool {
        match self {
            Self::Witness(index) => witnesses.contains(index),
            Self::Group { need, members } => {
                members.iter().filter(|it| it.is_met(witnesses)).count() >= *need
            }
        }
    }
}

/// A log or a witness.
#[derive(Debug, Clone, PartialEq)]
pub struct Party {
    /// A witness's name inside the policy; a log's origin.
    pub name: String,
    /// Its key.
    pub verifier: Verifier,
    /// Where it can be reached.
    pub url: Option<String>,
}

/// What is demanded of a checkpoint.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The logs.
    pub logs: Vec<Party>,
    /// The witnesses.
    pub witnesses: Vec<Party>,
    quorum: Option<Rule>,
}

/// A checkpoint that fulfils a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// Names of the witnesses and when they cosigned, in seconds since 1970.
    pub witnessed: Vec<(String, u64)>,
}

impl Policy {
    /// Reads a policy.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut reading = Reading::default();
        if !text.is_empty() && !text.ends_with('\n') {
            return Err(PolicyError { line: text.lines().count(), what: PolicyFault::Form });
        }
        for (number, line) in (1..).zip(text.split('\n')) {
            reading.line(line).map_err(|what| PolicyError { line: number, what })?;
        }
        let Reading { logs, witnesses, quorum, .. } = reading;
        let quorum = quorum.ok_or(PolicyError { line: 0, what: PolicyFault::Quorum })?;
        Ok(Self { logs, witnesses, quorum })
    }

    /// Whether the witnesses with these places in [`Policy::witnesses`] suffice.
    pub fn is_quorum(&self, witnesses: &BTreeSet<usize>) -> bool {
        self.quorum.as_ref().is_none_or(|it| it.is_met(witnesses))
    }

    /// Checks a signed checkpoint.
    pub fn accept(&self, note: &Note) -> Result<Accepted, Unfulfilled> {
        let checkpoint = Checkpoint::parse(&note.text).ok_or(Unfulfilled::Checkpoint)?;
        let logs: Vec<&Verifier> = self.logs.iter().map(|it| &it.verifier).collect();
        let origins = match note.signed_by(&logs) {
            Ok(signed) => signed,
            Err(NoteError::Unsigned) => return Err(Unfulfilled::Log),
            Err(error) => return Err(error.into()),
        };
        if !origins.iter().any(|it| logs[it.verifier].name == checkpoint.origin) {
            return Err(Unfulfilled::Log);
        }
        let keys: Vec<&Verifier> = self.witnesses.iter().map(|it| &it.verifier).collect();
        let signed = match note.signed_by(&keys) {
            Err(NoteError::Unsigned) => Vec::new(),
            other => other?,
        };
        let places = signed.iter().map(|it| it.verifier).collect();
        if !self.is_quorum(&places) {
            return Err(Unfulfilled::Quorum(signed.len()));
        }
        let name = |it: usize| self.witnesses[it].name.clone();
        let witnessed = signed.iter().map(|it| (name(it.verifier), it.at.unwrap_or(0))).collect();
        Ok(Accepted { checkpoint, witnessed })
    }
}

#[derive(Default)]
struct Reading {
    logs: Vec<Party>,
    witnesses: Vec<Party>,
    rules: BTreeMap<String, Rule>,
    members: BTreeSet<String>,
    quorum: Option<Option<Rule>>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), PolicyFault> {
        if line.chars().any(|it| it.is_ascii_control() && it != '\t') {
            return Err(PolicyFault::Form);
        }
        let words: Vec<&str> = line.split([' ', '\t']).filter(|it| !it.is_empty()).collect();
        match words[..] {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", key] => self.log(key, None),
            ["log", key, url] => self.log(key, Some(url)),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, url] => self.witness(name, key, Some(url)),
            ["group", name, need, ref members @ ..] if !members.is_empty() => {
                self.group(name, need, members)
            }
            ["quorum", name] => self.quorum(name),
            _ => Err(PolicyFault::Form),
        }
    }

    fn log(&mut self, key: &str, url: Option<&str>) -> Result<(), PolicyFault> {
        let verifier = Verifier::parse(key)?;
        if matches!(verifier.key, PublicKey::Cosigner(_)) {
            return Err(PolicyFault::WrongKind);
        }
        let name = verifier.name.clone();
        add(&mut self.logs, Party { name, verifier, url: url.map(str::to_owned) })
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&str>) -> Result<(), PolicyFault> {
        let verifier = Verifier::parse(key)?;
        if !matches!(verifier.key, PublicKey::Cosigner(_)) {
            return Err(PolicyFault::WrongKind);
        }
        self.define(name, Rule::Witness(self.witnesses.len()))?;
        let url = url.map(str::to_owned);
        add(&mut self.witnesses, Party { name: name.to_owned(), verifier, url })
    }

    fn group(&mut self, name: &str, need: &str, members: &[&str]) -> Result<(), PolicyFault> {
        let need = match need {
            "all" => members.len(),
            "any" => 1,
            number => decimal(number)
                .and_then(|it| usize::try_from(it).ok())
                .ok_or(PolicyFault::Threshold)?,
        };
        if need == 0 || need > members.len() {
            return Err(PolicyFault::Threshold);
        }
        let mut rules = Vec::new();
        for &member in members {
            rules.push(self.rule(member)?);
            if !self.members.insert(member.to_owned()) {
                return Err(PolicyFault::Member(member.to_owned()));
            }
        }
        self.define(name, Rule::Group { need, members: rules })
    }

    fn quorum(&mut self, name: &str) -> Result<(), PolicyFault> {
        if self.quorum.is_some() {
            return Err(PolicyFault::Quorum);
        }
        self.quorum = Some(if name == "none" { None } else { Some(self.rule(name)?) });
        Ok(())
    }

    fn rule(&self, name: &str) -> Result<Rule, PolicyFault> {
        self.rules.get(name).cloned().ok_or_else(|| PolicyFault::Unknown(name.to_owned()))
    }

    fn define(&mut self, name: &str, rule: Rule) -> Result<(), PolicyFault> {
        if name == "none" || self.rules.contains_key(name) {
            return Err(PolicyFault::Taken(name.to_owned()));
        }
        self.rules.insert(name.to_owned(), rule);
        Ok(())
    }
}

/// Adds a party whose key is not there yet under any name.
fn add(parties: &mut Vec<Party>, party: Party) -> Result<(), PolicyFault> {
    if parties.iter().any(|it| it.verifier.key.material() == party.verifier.key.material()) {
        return Err(PolicyFault::SameKey);
    }
    parties.push(party);
    Ok(())
}
