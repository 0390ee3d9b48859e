//! How well search finds what people need: everyday questions with the services that are right,
//! asked of our search and of two plain ones.

use std::collections::{BTreeMap, BTreeSet};

use kernel::Role;

use crate::{
    house::Test,
    search::{ids, path},
};

const QUERIES: &str = include_str!("queries.csv");
/// So many questions one visitor asks before the next one comes.
const EACH: usize = 40;

/// A question and the services that are right.
struct Asked {
    words: &'static str,
    /// Each with 2 for what is needed, 1 for what is of use too.
    right: BTreeMap<&'static str, u32>,
}

fn asked() -> Vec<Asked> {
    let lines = QUERIES.lines().filter(|line| !line.starts_with('#')).skip(1);
    let read = |line: &'static str| {
        let (words, right) = line.split_once(',').expect("two cells");
        let grade = |one: &'static str| {
            let (id, grade) = one.split_once(':').expect("an id and a grade");
            (id, grade.parse().expect("a number"))
        };
        Asked { words, right: right.split(' ').map(grade).collect() }
    };
    lines.map(read).collect()
}

/// Figures of a search, as means over all questions, from 0 to 1.
#[derive(Debug, Default)]
struct Figures {
    /// How much of what is right stands among the first five.
    recall_5: f64,
    /// How often what is needed stands among the first three.
    hit_3: f64,
    /// How near the order of the first ten is to the best one.
    ndcg_10: f64,
}

impl Figures {
    fn of(asked: &[Asked], answers: &[Vec<String>]) -> Self {
        let mut sum = Self::default();
        for (one, found) in asked.iter().zip(answers) {
            let grade = |id: &String| one.right.get(id.as_str()).copied().unwrap_or_default();
            let first = found.iter().take(5).filter(|id| grade(id) > 0).count();
            sum.recall_5 += number(first) / number(one.right.len());
            sum.hit_3 += number(usize::from(found.iter().take(3).any(|id| grade(id) == 2)));
            let mut best: Vec<u32> = one.right.values().copied().collect();
            best.sort_unstable_by(|a, b| b.cmp(a));
            sum.ndcg_10 += gain(found.iter().map(grade)) / gain(best.into_iter());
        }
        let count = number(asked.len());
        Self {
            recall_5: sum.recall_5 / count,
            hit_3: sum.hit_3 / count,
            ndcg_10: sum.ndcg_10 / count,
        }
    }
}

fn number(count: usize) -> f64 {
    f64::from(u32::try_from(count).expect("a small number"))
}

/// The discounted gain of grades in their order.
fn gain(grades: impl Iterator<Item = u32>) -> f64 {
    let gain =
        |(grade, place): (u32, u32)| f64::from((1_u32 << grade) - 1) / f64::from(place).log2();
    grades.take(10).zip(2..).map(gain).sum()
}

/// A search over names only: what shares the rarest terms with the question comes first.
struct Plain {
    cut: fn(&str) -> BTreeSet<String>,
    documents: Vec<(String, BTreeSet<String>)>,
}

impl Plain {
    fn over(test: &Test, cut: fn(&str) -> BTreeSet<String>) -> Self {
        let document = |it: &std::sync::Arc<catalogue_domain::Published>| {
            let definition = &it.definition;
            let name = definition.name();
            let mut names = format!("{} {} {}", name.zh_hans, name.zh_hant, name.en);
            for alias in &definition.item.aliases {
                names = format!("{names} {alias}");
            }
            (definition.id.clone(), cut(&names))
        };
        Self { cut, documents: test.services().all().iter().map(document).collect() }
    }

    fn ask(&self, words: &str) -> Vec<String> {
        let all = number(self.documents.len());
        let worth = |term: &String| {
            let with = self.documents.iter().filter(|(_, terms)| terms.contains(term)).count();
            (all / number(with.max(1))).ln() + 0.1
        };
        let terms: BTreeMap<String, f64> = (self.cut)(words)
            .into_iter()
            .map(|term| {
                let worth = worth(&term);
                (term, worth)
            })
            .collect();
        let score = |(id, own): &(String, BTreeSet<String>)| {
            let shared = terms.iter().filter(|(term, _)| own.contains(*term));
            (shared.map(|(_, worth)| worth).sum::<f64>(), id.clone())
        };
        let mut found: Vec<_> = self.documents.iter().map(score).collect();
        found.retain(|(score, _)| *score > 0.0);
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        found.into_iter().map(|(_, id)| id).collect()
    }
}

/// Runs of letters, in small ones: what a tokenizer without a dictionary makes.
fn words(text: &str) -> BTreeSet<String> {
    let runs = text.split(|it: char| !it.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.map(str::to_lowercase).collect()
}

/// Runs of letters, and Chinese characters one by one.
fn characters(text: &str) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for word in words(text) {
        if word.is_ascii() {
            all.insert(word);
        } else {
            all.extend(word.chars().map(String::from));
        }
    }
    all
}

#[tokio::test]
async fn everyday_questions_find_what_is_needed_and_better_than_a_plain_search() {
    let (test, _db) = Test::city().await;
    let asked = asked();
    assert!(asked.len() >= 200, "{} questions", asked.len());
    let offered: BTreeSet<String> =
        test.services().all().iter().map(|it| it.definition.id.clone()).collect();
    let named: BTreeSet<String> =
        asked.iter().flat_map(|it| it.right.keys()).map(|id| (*id).to_owned()).collect();
    assert_eq!(named, offered, "each service is asked for, and no other");

    let mut ours = Vec::with_capacity(asked.len());
    for (questions, number) in asked.chunks(EACH).zip(100..) {
        let visitor = test.sign_in(Role::Citizen, number).await;
        for one in questions {
            ours.push(ids(&test.get_as(&visitor, &path(one.words)).await.text));
        }
    }
    let plain = |cut: fn(&str) -> BTreeSet<String>| {
        let plain = Plain::over(&test, cut);
        asked.iter().map(|one| plain.ask(one.words)).collect::<Vec<_>>()
    };
    let mine = Figures::of(&asked, &ours);
    let by_words = Figures::of(&asked, &plain(words));
    let by_characters = Figures::of(&asked, &plain(characters));
    for (one, found) in asked.iter().zip(&ours) {
        if !found.iter().take(3).any(|id| one.right.get(id.as_str()) == Some(&2)) {
            let first: Vec<&String> = found.iter().take(3).collect();
            eprintln!("not among three: {} {:?}, but {first:?}", one.words, one.right);
        }
    }
    eprintln!("{} questions\nours: {mine:?}", asked.len());
    eprintln!("plain words: {by_words:?}\nplain characters: {by_characters:?}");
    assert!(mine.hit_3 >= 0.95 && mine.recall_5 >= 0.92 && mine.ndcg_10 >= 0.90, "{mine:?}");
    for other in [&by_words, &by_characters] {
        assert!(mine.hit_3 > other.hit_3 && mine.recall_5 > other.recall_5, "{other:?}");
        assert!(mine.ndcg_10 > other.ndcg_10, "{other:?}");
    }
}
