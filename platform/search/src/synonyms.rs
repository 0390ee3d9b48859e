//! Groups of words that mean the same.

use std::collections::HashMap;

use crate::fold::{fold, is_han};

/// Groups of words that mean the same. Applied to questions, so that a change needs no rebuilding.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<Vec<String>>,
    /// Members by their first character, the longest first.
    by_first: HashMap<char, Vec<(String, usize)>>,
}

/// A member of a group within a question.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found<'a> {
    /// Its length in bytes.
    pub len: usize,
    /// The members of its group, itself among them.
    pub group: &'a [String],
}

impl Synonyms {
    /// Reads groups as they stand in a list of lists. Empty words are left out; groups of fewer
    /// than two words too. A word belongs to the first group that names it.
    pub fn read(groups: Vec<Vec<String>>) -> Self {
        let mut read = Self::default();
        let mut seen = std::collections::HashSet::new();
        for group in groups {
            let mut members: Vec<String> = group.iter().map(|word| tidy(word)).collect();
            members.retain(|word| !word.is_empty() && seen.insert(word.clone()));
            if members.len() < 2 {
                continue;
            }
            let number = read.groups.len();
            for member in &members {
                if let Some(first) = member.chars().next() {
                    read.by_first.entry(first).or_default().push((member.clone(), number));
                }
            }
            read.groups.push(members);
        }
        for members in read.by_first.values_mut() {
            members.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
        read
    }

    /// All members of all groups.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flatten().map(String::as_str)
    }

    /// The longest member that begins at byte `at` of a folded question.
    pub(crate) fn at(&self, folded: &str, at: usize) -> Option<Found<'_>> {
        let rest = folded.get(at..)?;
        let first = rest.chars().next()?;
        if !is_edge(folded[..at].chars().next_back(), first) {
            return None;
        }
        let fits = |member: &str| {
            rest.strip_prefix(member).is_some_and(|after| {
                let last = member.chars().next_back().unwrap_or(first);
                after.chars().next().is_none_or(|next| is_edge(Some(last), next))
            })
        };
        let (member, number) = self.by_first.get(&first)?.iter().find(|(it, _)| fits(it))?;
        Some(Found { len: member.len(), group: &self.groups[*number] })
    }
}

/// A folded text with single spaces.
pub(crate) fn tidy(text: &str) -> String {
    fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a word may begin between two characters: anywhere in Han script, not within a word of
/// letters.
fn is_edge(before: Option<char>, after: char) -> bool {
    let is_letter = |it: char| it.is_alphanumeric() && !is_han(it);
    !(before.is_some_and(is_letter) && is_letter(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn synonyms() -> Synonyms {
        let group = |words: &[&str]| words.iter().map(|it| (*it).to_owned()).collect();
        Synonyms::read(vec![
            group(&["個體", "个体户"]),
            group(&["个体工商户", "个体经营", "个体"]),
            group(&["licence", "license"]),
            group(&["alone"]),
        ])
    }

    #[test]
    fn the_longest_member_is_taken() {
        let synonyms = synonyms();
        let found = synonyms.at("个体工商户", 0).unwrap();
        assert_eq!(found.group, ["个体工商户", "个体经营"]);
        assert_eq!(synonyms.at("个体", 0).unwrap().group, ["个体", "个体户"]);
        assert_eq!(synonyms.at("alone", 0), None);
    }

    #[test]
    fn words_of_letters_are_matched_whole() {
        let synonyms = synonyms();
        assert!(synonyms.at("driving licence", 8).is_some());
        assert!(synonyms.at("licences", 0).is_none());
        assert!(synonyms.at("xlicence", 1).is_none());
        assert!(synonyms.at("办licence", 3).is_some());
    }
}
