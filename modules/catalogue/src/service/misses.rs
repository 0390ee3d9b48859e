//! Searches that found nothing, for the editors.
//!
//! What people type may hold a name or a number. So a word is kept in clear only when several
//! visitors have typed it; until then there is a keyed fingerprint of it. What looks like somebody's
//! number is not kept at all, and nothing is kept for long.

use jiff::SignedDuration;
use ledger::{StoreError, Write};

use super::{Catalogue, DESK_PAGE};
use crate::store::{self, Miss};

/// The setting with the number of visitors who must have typed a word.
const VISITORS_SETTING: &str = "catalogue.miss_visitors";
/// Where nothing is set.
const VISITORS: u64 = 3;
/// The setting with the number of days for which a word is kept.
const DAYS_SETTING: &str = "catalogue.miss_days";
/// Where nothing is set.
const DAYS: u64 = 90;
/// Longer questions are not kept, in characters.
const LONGEST: usize = 30;
/// As many digits in a question may be somebody's number.
const DIGITS: usize = 6;
/// As many digits in a row are not shown.
const MASKED: usize = 4;

impl Catalogue {
    /// Remembers that a visitor searched for something and found nothing. `who` tells visitors apart
    /// and is not kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_miss(&self, text: &str, who: &str) -> Result<(), StoreError> {
        let Some(text) = kept(text) else { return Ok(()) };
        let ledger = &self.inner.ledger;
        let (now, wanted) = (ledger.clock().now(), self.set(VISITORS_SETTING, VISITORS).await?);
        let word = ledger.vault().blind("catalogue.miss", &text);
        let mut seen = self.seen(&word).await?;
        if seen < wanted {
            // The same visitor has another fingerprint with each word.
            let visitor = ledger.vault().blind("catalogue.miss", &format!("{word}/{who}"));
            let args = vec![(&word).into(), visitor.into(), now.into()];
            ledger.housekeep(vec![Write::new(&store::SEE_MISS, args)]).await?;
            seen = self.seen(&word).await?;
        }
        if seen < wanted {
            return Ok(());
        }
        let note = Write::new(&store::NOTE_MISS, vec![text.into(), seen.into(), now.into()]);
        ledger.housekeep(vec![note]).await
    }

    async fn seen(&self, word: &str) -> Result<u64, StoreError> {
        let rows = self.inner.ledger.rows(&store::SEEN_MISS, &[word.into()]).await?;
        rows.first().map_or(Ok(0), |row| row.count(0))
    }

    async fn set(&self, name: &str, default: u64) -> Result<u64, StoreError> {
        let set = self.inner.ledger.setting(name).await?;
        Ok(set.and_then(|text| text.parse().ok()).unwrap_or(default).max(1))
    }

    /// Forgets searches that nobody repeats; answers how many.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn forget_misses(&self) -> Result<u64, StoreError> {
        let days = self.set(DAYS_SETTING, DAYS).await?;
        let hours = i64::try_from(days).unwrap_or(i64::MAX).min(36_500) * 24;
        let before = self.inner.ledger.clock().now() - SignedDuration::from_hours(hours);
        let mut forgotten = 0;
        for statement in [&store::FORGET_MISSES, &store::FORGET_SEEN] {
            let forget = Write::new(statement, vec![before.into()]);
            forgotten += self.inner.ledger.housekeep_one(forget).await?;
        }
        Ok(forgotten)
    }

    /// The searches that found nothing, the most frequent first.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn misses(&self) -> Result<Vec<Miss>, StoreError> {
        let rows = self.inner.ledger.rows(&store::MISSES, &[DESK_PAGE.into()]).await?;
        rows.iter().map(Miss::read).collect()
    }
}

/// What of a question may be kept; nothing where it may be somebody's number or address, or where
/// it is a sentence.
fn kept(text: &str) -> Option<String> {
    let text = search::fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let digits = text.chars().filter(|it| is_digit(*it)).count();
    let is_kept = !text.is_empty()
        && digits < DIGITS
        && text.chars().count() <= LONGEST
        && !text.contains('@');
    is_kept.then(|| masked(&text))
}

/// Digits as they are typed, and as they are written out.
fn is_digit(it: char) -> bool {
    it.is_numeric() || "零〇一二三四五六七八九幺".contains(it)
}

/// Several digits in a row are not shown.
fn masked(text: &str) -> String {
    let mut all = String::new();
    let mut row: Vec<char> = Vec::new();
    for it in text.chars().map(Some).chain([None]) {
        match it {
            Some(it) if it.is_numeric() => row.push(it),
            other => {
                let is_long = row.len() >= MASKED;
                all.extend(row.drain(..).map(|it| if is_long { '#' } else { it }));
                all.extend(other);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_somebodys_number_is_not_kept() {
        for typed in [
            "710000198804161226",
            "71000019880416122X",
            "１９９００００１１１１",
            "电话 199 0000 1111",
            "一九九零零零零",
            "chen@example.cn",
            "",
            "  ",
        ] {
            assert_eq!(kept(typed), None, "{typed}");
        }
        assert_eq!(kept(&"长".repeat(LONGEST + 1)), None);
    }

    #[test]
    fn words_are_kept_and_few_digits_in_a_row_too() {
        assert_eq!(kept(" 开  网吧 ").as_deref(), Some("开 网吧"));
        assert_eq!(kept("60岁补贴").as_deref(), Some("60岁补贴"));
        assert_eq!(kept("12345热线").as_deref(), Some("#####热线"));
        assert_eq!(kept("三证合一").as_deref(), Some("三证合一"));
    }
}
