//! Words that sound or look like what was typed: pinyin (拼音), its initials, one wrong character.
//!
//! Nothing of this stands in the index. The names that it holds are known words, with the words of
//! the synonyms; what finds nothing as it was typed is read as the known words nearest to it. So a
//! document costs nothing, and a name that many documents share stands here once.

use std::{cmp::Reverse, collections::BTreeSet};

use pinyin::ToPinyin as _;

use crate::{
    fold::{is_han, squeeze},
    synonyms::tidy,
    words::{Run, cut, is_empty_word, runs},
};

/// At most so many words are known. One takes about 150 bytes.
pub(crate) const MOST: usize = 50_000;
/// A question is read in at most so many ways.
const READINGS: usize = 3;
/// No more of a question is looked at, in characters.
const LONGEST: usize = 30;
/// Fewer letters may be the initials of anything.
const SHORTEST_SOUND: usize = 3;
/// So many letters may be a part of a name.
const SHORTEST_PART: usize = 4;
/// Shorter words are too easily mistaken for one another, in characters.
const SHORTEST_WORD: usize = 3;

/// A word that something is called by.
struct Known {
    word: String,
    /// How it is said, as people type it.
    sound: String,
    /// The first letter of each character's sound.
    initials: String,
    /// Its characters as a set of 64 places.
    set: u64,
    /// How many characters it has.
    len: usize,
}

impl Known {
    fn read(word: String) -> Self {
        let (mut sound, mut initials) = (String::new(), String::new());
        for letter in word.chars() {
            if let Some(said) = letter.to_pinyin() {
                sound.push_str(said.plain());
                initials.push_str(said.first_letter());
            } else {
                sound.push(letter);
                initials.push(letter);
            }
        }
        let (set, len) = (set(word.chars()), word.chars().count());
        Self { sound: soft(&sound), initials, set, len, word }
    }
}

/// The words by which things are called.
#[derive(Default)]
pub(crate) struct Vocabulary {
    words: Vec<Known>,
}

impl Vocabulary {
    /// Of these words; those without Han characters are left out.
    pub fn of(words: impl IntoIterator<Item = String>) -> Self {
        let words: BTreeSet<String> = words.into_iter().map(|word| squeeze(&word)).collect();
        let words = words.into_iter().filter(|word| word.chars().any(is_han));
        Self { words: words.take(MOST).map(Known::read).collect() }
    }

    /// What a question may have been meant to say, the nearest first.
    pub fn readings(&self, text: &str) -> Vec<String> {
        let text: String = text.chars().take(LONGEST).collect();
        let typed = squeeze(&text);
        if typed.bytes().all(|it| it.is_ascii_alphabetic()) {
            self.said(&typed)
        } else {
            self.written(&tidy(&text))
        }
    }

    /// The words with this pinyin or these initials; else those with a part that has.
    fn said(&self, typed: &str) -> Vec<String> {
        if typed.len() < SHORTEST_SOUND {
            return Vec::new();
        }
        let sound = soft(typed);
        let rank = |known: &Known| {
            if known.sound == sound || known.initials == typed {
                Some(0_u8)
            } else if typed.len() < SHORTEST_PART {
                None
            } else if known.sound.starts_with(&sound) || known.sound.ends_with(&sound) {
                Some(1)
            } else if known.sound.contains(&sound) {
                Some(2)
            } else {
                known.initials.contains(typed).then_some(3)
            }
        };
        let ranked = self.words.iter().filter_map(|known| Some((rank(known)?, known)));
        let mut found: Vec<_> = ranked.map(|(rank, it)| (rank, it.len, it.word.as_str())).collect();
        found.sort_unstable();
        let best = found.first().map(|(rank, ..)| *rank);
        let nearest = found.iter().take_while(|(rank, ..)| Some(*rank) == best).take(READINGS);
        nearest.map(|(_, _, word)| (*word).to_owned()).collect()
    }

    /// The question with one of its words put right: the same sound before another, long words
    /// before short ones.
    fn written(&self, folded: &str) -> Vec<String> {
        let mut found = Vec::new();
        for core in cores(folded) {
            for (is_other_sound, known, typed) in self.nearest(&core) {
                let rank = (is_other_sound, Reverse(known.len));
                found.push((rank, known.word.as_str(), Reverse(typed.len()), typed));
            }
        }
        found.sort_unstable();
        // Of the same word, the longest part that may stand for it.
        found.dedup_by_key(|(_, word, ..)| *word);
        let best = found.first().map(|(rank, ..)| *rank);
        let nearest = found.iter().take_while(|(rank, ..)| Some(*rank) == best).take(READINGS);
        nearest.map(|(_, word, _, typed)| folded.replace(typed.as_str(), word)).collect()
    }

    /// The known words from which a part of `core` differs by one character.
    fn nearest(&self, core: &str) -> Vec<(bool, &Known, String)> {
        let letters: Vec<char> = core.chars().collect();
        let core_set = set(core.chars());
        let edges = edges(core);
        let mut found = Vec::new();
        let may_be =
            |it: &&Known| it.len >= SHORTEST_WORD && (it.set & !core_set).count_ones() <= 1;
        for known in self.words.iter().filter(may_be) {
            let word: Vec<char> = known.word.chars().collect();
            for size in known.len - 1..=known.len + 1 {
                for (at, part) in letters.windows(size).enumerate() {
                    // Where a character is missing, what is left is no piece of another word.
                    let is_piece = !edges.contains(&at) || !edges.contains(&(at + size));
                    if !differ_by_one(part, &word) || (size < known.len && is_piece) {
                        continue;
                    }
                    let typed: String = part.iter().collect();
                    let is_other_sound = Known::read(typed.clone()).sound != known.sound;
                    // A word of the dictionary was meant as it is, unless it only sounds alike.
                    if !is_other_sound || cut(&typed).len() > 1 {
                        found.push((is_other_sound, known, typed));
                    }
                }
            }
        }
        found
    }
}

/// Where the words of a text begin, and where the last one ends, in characters.
fn edges(han: &str) -> BTreeSet<usize> {
    let mut edges = BTreeSet::from([0]);
    let mut at = 0;
    for word in cut(han) {
        at += word.chars().count();
        edges.insert(at);
    }
    edges
}

/// A set of characters, each at one of 64 places.
fn set(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |set, letter| set | 1_u64 << (u32::from(letter) % 64))
}

/// A sound as people type it: `v` for `ü`, and no difference between the endings `n` and `ng` and
/// the beginnings `z`, `c`, `s` and `zh`, `ch`, `sh`, which many do not hear.
fn soft(sound: &str) -> String {
    let sound = sound.replace('ü', "v").replace("ng", "n");
    sound.replace("zh", "z").replace("ch", "c").replace("sh", "s")
}

/// The Han texts between words that say nothing, of three characters and more.
fn cores(folded: &str) -> Vec<String> {
    let mut cores = Vec::new();
    for run in runs(folded) {
        let Run::Han(han) = run else { continue };
        let mut core = String::new();
        for word in cut(han) {
            if is_empty_word(word) {
                cores.push(std::mem::take(&mut core));
            } else {
                core.push_str(word);
            }
        }
        cores.push(core);
    }
    cores.retain(|core| core.chars().nth(SHORTEST_WORD - 1).is_some());
    cores
}

/// Whether one character is wrong, missing or too many, or two neighbours changed places.
fn differ_by_one(one: &[char], other: &[char]) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let same = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let short = short.get(same..).unwrap_or_default();
    let long = long.get(same..).unwrap_or_default();
    match (short, long) {
        (rest, [_, after @ ..]) if rest.len() == after.len() => rest == after,
        ([_, rest @ ..], [_, after @ ..]) if rest == after => true,
        ([a, b, rest @ ..], [c, d, after @ ..]) => a == d && b == c && rest == after,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(text: &str) -> Vec<String> {
        let words = ["营业执照", "办营业执照", "居住证", "失业证", "开旅馆", "身份证", "Dog"];
        Vocabulary::of(words.map(str::to_owned)).readings(text)
    }

    #[test]
    fn pinyin_and_initials_are_read_as_the_words_that_sound_so() {
        for typed in ["yingyezhizhao", "yinyezhizhao", "Ying Ye Zhi Zhao", "yyzz", "YYZZ"] {
            assert_eq!(readings(typed), ["营业执照"], "{typed}");
        }
        assert_eq!(readings("kailvguan"), ["开旅馆"]);
        assert_eq!(readings("juzhu"), ["居住证"], "the beginning of a word");
        for typed in ["yy", "dog", "", "qqqq"] {
            assert_eq!(readings(typed), Vec::<String>::new(), "{typed}");
        }
    }

    #[test]
    fn one_wrong_missing_or_swapped_character_is_put_right() {
        for (typed, meant) in [
            ("营业职照怎么办", "营业执照怎么办"),
            ("营业照", "营业执照"),
            ("营执业照", "营业执照"),
            ("居主证", "居住证"),
            ("身证份", "身份证"),
        ] {
            assert_eq!(readings(typed).first().map(String::as_str), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_word_of_its_own_and_a_short_one_stay_as_they_are() {
        for typed in ["毕业证", "居证", "飞船发射许可"] {
            assert_eq!(readings(typed), Vec::<String>::new(), "{typed}");
        }
    }

    #[test]
    fn differences_of_one_character_are_told_from_others() {
        let differ = |one: &str, other: &str| {
            let letters = |text: &str| text.chars().collect::<Vec<_>>();
            differ_by_one(&letters(one), &letters(other))
        };
        for (one, other) in [("abc", "axc"), ("abc", "ab"), ("bc", "abc"), ("abc", "acb")] {
            assert!(differ(one, other) && differ(other, one), "{one} {other}");
        }
        for (one, other) in [("abc", "abc"), ("abc", "xyc"), ("abc", "cba"), ("abc", "bca")] {
            assert!(!differ(one, other), "{one} {other}");
        }
    }
}
