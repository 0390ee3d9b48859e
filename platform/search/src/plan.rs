//! What a question asks for, before the index is looked at.

use crate::{
    fold::squeeze,
    synonyms::{Synonyms, tidy},
    words::{Run, cut, is_empty_word, pairs, runs, terms},
};

/// Longer questions are cut off: the rest would cost time and find nothing more.
const LONGEST: usize = 100;
/// How much a synonym counts beside the word that was typed.
const SYNONYM: f32 = 0.6;

/// What a question asks for.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Plan {
    /// Names that equal the question, squeezed, and how much each counts (0 to 1).
    pub names: Vec<(String, f32)>,
    /// The words. A document with all of them is an answer.
    pub words: Vec<Vec<Way>>,
    /// Pairs of characters across the borders of words: they count, but need not be there.
    pub near: Vec<String>,
}

/// One of the ways in which a word may be written.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Way {
    /// Terms that must stand together in a field.
    pub terms: Vec<String>,
    /// How much it counts.
    pub boost: f32,
}

impl Plan {
    /// Reads a question.
    pub fn read(text: &str, synonyms: &Synonyms) -> Self {
        let text: String = tidy(text).chars().take(LONGEST).collect();
        let mut plan = Plan::default();
        let mut plain = 0;
        let mut at = 0;
        while at < text.len() {
            let step = text[at..].chars().next().map_or(1, char::len_utf8);
            let Some(found) = synonyms.at(&text, at) else {
                at += step;
                continue;
            };
            plan.cut(&text[plain..at]);
            plan.group(&text[at..at + found.len], found.group);
            at += found.len;
            plain = at;
        }
        plan.cut(&text[plain..]);
        plan.near(&text);
        plan.names(&text, synonyms);
        if plan.words.is_empty() {
            plan.words(terms(&text));
        }
        plan
    }

    /// A part that is a member of a group of synonyms.
    fn group(&mut self, typed: &str, group: &[String]) {
        let mut ways = vec![Way { terms: terms(typed), boost: 1.0 }];
        let others = group.iter().filter(|it| *it != typed);
        ways.extend(others.map(|it| Way { terms: terms(it), boost: SYNONYM }));
        self.words.push(ways);
    }

    /// A part that is no synonym.
    fn cut(&mut self, part: &str) {
        for run in runs(part) {
            match run {
                Run::Word(word) if is_empty_word(word) => {}
                Run::Word(word) => self.words(terms(word)),
                Run::Han(han) => self.han(han),
            }
        }
    }

    /// Words of two characters and more are asked for. Single characters that follow one another
    /// are taken for a word that the dictionary does not know; one between words says little, and
    /// counts only with its neighbours ([`Plan::near`]).
    fn han(&mut self, han: &str) {
        let mut single = String::new();
        for word in cut(han) {
            let is_single = word.chars().nth(1).is_none();
            if is_single && !is_empty_word(word) {
                single.push_str(word);
                continue;
            }
            self.unknown(&mut single);
            if !is_single && !is_empty_word(word) {
                self.together(word);
            }
        }
        self.unknown(&mut single);
    }

    fn unknown(&mut self, single: &mut String) {
        if single.chars().nth(1).is_some() {
            self.together(single);
        }
        single.clear();
    }

    fn together(&mut self, word: &str) {
        self.words.push(vec![Way { terms: terms(word), boost: 1.0 }]);
    }

    fn words(&mut self, terms: Vec<String>) {
        for term in terms {
            self.words.push(vec![Way { terms: vec![term], boost: 1.0 }]);
        }
    }

    /// The pairs that no word of the question asks for already.
    fn near(&mut self, text: &str) {
        for run in runs(text) {
            let Run::Han(han) = run else { continue };
            for pair in pairs(han) {
                let is_asked = self
                    .words
                    .iter()
                    .flatten()
                    .any(|way| way.boost >= 1.0 && way.terms.iter().any(|term| term == pair));
                if !is_asked && !self.near.iter().any(|it| it == pair) && !is_empty_word(pair) {
                    self.near.push(pair.to_owned());
                }
            }
        }
    }

    fn names(&mut self, text: &str, synonyms: &Synonyms) {
        let own = squeeze(text);
        if own.is_empty() {
            return;
        }
        if let Some(found) = synonyms.at(text, 0).filter(|found| found.len == text.len()) {
            let others = found.group.iter().map(|it| squeeze(it)).filter(|it| *it != own);
            self.names.extend(others.map(|it| (it, SYNONYM)));
        }
        self.names.push((own, 1.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        let groups = [["餐馆", "饭店"], ["社保卡", "社会保障卡"]];
        let groups = groups.iter().map(|it| it.iter().map(|it| (*it).to_owned()).collect());
        Plan::read(text, &Synonyms::read(groups.collect()))
    }

    fn asked(plan: &Plan) -> Vec<Vec<String>> {
        plan.words.iter().map(|ways| ways[0].terms.clone()).collect()
    }

    #[test]
    fn a_question_becomes_its_telling_words() {
        let plan = plan("怎么办理身份证？");
        assert_eq!(asked(&plan), [["身份", "份证"]]);
    }

    #[test]
    fn synonyms_are_other_ways_of_the_same_word() {
        let plan = plan("開餐館");
        assert_eq!(asked(&plan), [["餐馆"]]);
        assert_eq!(plan.words[0][1], Way { terms: vec!["饭店".into()], boost: SYNONYM });
        assert_eq!(plan.near, ["开餐"]);
        assert_eq!(plan.names, [("开餐馆".to_owned(), 1.0)]);
    }

    #[test]
    fn a_whole_question_brings_the_other_names_of_the_thing() {
        let plan = plan("社會保障卡");
        assert_eq!(plan.names, [("社保卡".to_owned(), SYNONYM), ("社会保障卡".to_owned(), 1.0)]);
    }

    #[test]
    fn a_question_of_empty_words_is_asked_as_it_is() {
        assert_eq!(asked(&plan("狗")), [["狗"]]);
        assert_eq!(asked(&plan("什么")), [["什么"]]);
        assert_eq!(asked(&plan("？")), Vec::<Vec<String>>::new());
    }

    #[test]
    fn english_words_stand_alone() {
        assert_eq!(asked(&plan("How to get a Driving Licence")), [["driving"], ["licence"]]);
    }
}
