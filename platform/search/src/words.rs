//! From texts to terms: runs of one script, pairs of characters, words.

use std::sync::{Arc, Mutex, PoisonError};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy_jieba::jieba_rs::Jieba;

use crate::fold::{fold, is_han};

/// The dictionary of Chinese words, which takes tens of megabytes. It is loaded when a question
/// in Chinese is asked, and given back when nobody has asked for a while.
static DICTIONARY: Mutex<Kept> = Mutex::new(Kept { words: None, was_asked: false });

struct Kept {
    words: Option<Arc<Jieba>>,
    was_asked: bool,
}

fn dictionary() -> Arc<Jieba> {
    let mut kept = DICTIONARY.lock().unwrap_or_else(PoisonError::into_inner);
    kept.was_asked = true;
    kept.words.get_or_insert_with(|| Arc::new(Jieba::new())).clone()
}

/// Words that say nothing about what is looked for. Folded.
const EMPTY_WORDS: &[&str] = &[
    "的",
    "了",
    "吗",
    "呢",
    "吧",
    "啊",
    "我",
    "我们",
    "你",
    "他",
    "想",
    "要",
    "想要",
    "请问",
    "和",
    "与",
    "或",
    "及",
    "在",
    "是",
    "有",
    "把",
    "被",
    "给",
    "到",
    "去",
    "就",
    "都",
    "也",
    "怎么",
    "怎样",
    "怎么办",
    "怎么样",
    "如何",
    "什么",
    "哪里",
    "哪儿",
    "哪个",
    "多少",
    "几",
    "需要",
    "办",
    "办理",
    "一下",
    "可以",
    "能",
    "能否",
    "个",
    "开个",
    "手续",
    "流程",
    "a",
    "an",
    "the",
    "of",
    "to",
    "for",
    "in",
    "on",
    "at",
    "and",
    "or",
    "is",
    "are",
    "be",
    "do",
    "doe",
    "can",
    "how",
    "what",
    "where",
    "when",
    "i",
    "my",
    "me",
    "you",
    "your",
    "we",
    "need",
    "want",
    "get",
    "s",
];

/// Gives the dictionary back when no question in Chinese was asked since this was called last.
/// Loading it again takes about a tenth of a second.
pub fn rest() {
    let mut kept = DICTIONARY.lock().unwrap_or_else(PoisonError::into_inner);
    if !std::mem::take(&mut kept.was_asked) {
        kept.words = None;
    }
}

/// Whether a folded word says nothing about what is looked for.
pub(crate) fn is_empty_word(word: &str) -> bool {
    EMPTY_WORDS.contains(&word)
}

/// A part of a folded text in one script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Run<'a> {
    /// Han characters without a break.
    Han(&'a str),
    /// A word of letters or a number.
    Word(&'a str),
}

/// The runs of a folded text, in order; all else separates them.
pub(crate) fn runs(folded: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = folded;
    while let Some(first) = rest.chars().next() {
        let of_same_sort: fn(char) -> bool = if is_han(first) {
            is_han
        } else if first.is_alphanumeric() {
            |letter| letter.is_alphanumeric() && !is_han(letter)
        } else {
            |letter| !letter.is_alphanumeric() && !is_han(letter)
        };
        let end = rest.find(|letter| !of_same_sort(letter)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        if is_han(first) {
            runs.push(Run::Han(run));
        } else if first.is_alphanumeric() {
            runs.push(Run::Word(run));
        }
        rest = after;
    }
    runs
}

/// The pairs of neighbouring characters of a Han text; the character where there is only one.
pub(crate) fn pairs(han: &str) -> Vec<&str> {
    let ends: Vec<usize> = han.char_indices().map(|(at, _)| at).chain([han.len()]).collect();
    match ends.len() {
        0 | 1 => Vec::new(),
        2 => vec![han],
        _ => ends.windows(3).filter_map(|it| han.get(it[0]..it[2])).collect(),
    }
}

/// Cuts a Han text into words of the dictionary.
pub(crate) fn cut(han: &str) -> Vec<&str> {
    dictionary().cut(han, false).into_iter().map(|token| token.word).collect()
}

/// An English word in the singular, by Harman's three rules; other words as they are.
pub(crate) fn singular(word: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if word.len() <= 3 || !word.is_ascii() {
        return word.to_owned();
    }
    match word.strip_suffix("ies") {
        Some(stem) if !ends(&["eies", "aies"]) => return format!("{stem}y"),
        _ => {}
    }
    match word.strip_suffix('s') {
        Some(stem) if !ends(&["us", "ss", "aes", "ees", "oes"]) => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// The terms under which a folded text is asked for: all of them belong to it.
pub(crate) fn terms(folded: &str) -> Vec<String> {
    let mut terms = Vec::new();
    for run in runs(folded) {
        match run {
            Run::Han(han) => terms.extend(pairs(han).into_iter().map(str::to_owned)),
            Run::Word(word) => terms.push(singular(word)),
        }
    }
    terms
}

/// Cuts the texts of documents: each Han character, each pair of them, each word.
#[derive(Clone, Default)]
pub(crate) struct Cutter;

/// The tokens of one text, which stays in one piece.
pub(crate) struct Cut {
    folded: String,
    places: std::vec::IntoIter<(usize, usize)>,
    token: Token,
}

impl Tokenizer for Cutter {
    type TokenStream<'a> = Cut;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Cut {
        let folded = fold(text);
        let mut places = Vec::with_capacity(folded.len());
        for run in runs(&folded) {
            match run {
                Run::Han(han) => han_places(start(&folded, han), han, &mut places),
                Run::Word(word) => {
                    let at = start(&folded, word);
                    places.push((at, at + word.len()));
                }
            }
        }
        Cut { folded, places: places.into_iter(), token: Token::default() }
    }
}

/// Where a part of a text begins, in bytes.
fn start(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).wrapping_sub(whole.as_ptr() as usize)
}

/// Each character, and each pair with the one before it.
fn han_places(from: usize, han: &str, places: &mut Vec<(usize, usize)>) {
    let mut before = None;
    for (at, letter) in han.char_indices() {
        let (begin, end) = (from + at, from + at + letter.len_utf8());
        places.push((begin, end));
        if let Some(before) = before {
            places.push((before, end));
        }
        before = Some(begin);
    }
}

impl TokenStream for Cut {
    fn advance(&mut self) -> bool {
        let Some((begin, end)) = self.places.next() else { return false };
        let text = self.folded.get(begin..end).unwrap_or_default();
        self.token.text.clear();
        if text.is_ascii() {
            self.token.text.push_str(&singular(text));
        } else {
            self.token.text.push_str(text);
        }
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_falls_into_runs_of_one_script() {
        let expected = [Run::Han("开"), Run::Word("ktv"), Run::Han("需要"), Run::Word("3")];
        assert_eq!(runs("开ktv，需要 3"), expected);
        assert_eq!(runs(" ，。"), []);
    }

    #[test]
    fn pairs_overlap_and_a_single_character_stands_for_itself() {
        assert_eq!(pairs("社保卡"), ["社保", "保卡"]);
        assert_eq!(pairs("狗"), ["狗"]);
        assert!(pairs("").is_empty());
    }

    #[test]
    fn english_plurals_become_singular() {
        assert_eq!(singular("licences"), "licence");
        assert_eq!(singular("companies"), "company");
        assert_eq!(singular("business"), "business");
        assert_eq!(singular("bus"), "bus");
    }

    #[test]
    fn documents_are_cut_into_characters_pairs_and_words() {
        let mut cutter = Cutter;
        let mut stream = cutter.token_stream("社保 Cards");
        let mut tokens = Vec::new();
        while let Some(token) = stream.next() {
            tokens.push(token.text.clone());
        }
        assert_eq!(tokens, ["社", "保", "社保", "card"]);
    }
}
