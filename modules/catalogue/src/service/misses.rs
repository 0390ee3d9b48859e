//! Searches that found nothing, for the editors.
//!
//! What people type may hold a name or a number. So a word is kept in clear only when several
//! visitors have typed it; until then there is a keyed fingerprint of it. What looks like somebody's
//! number is not kept at all, and nothing is kept for long.

use jiff::{SignedDuration, ToSpan as _, civil::Date};
use ledger::{StoreError, Write};

use super::{Catalogue, DESK_PAGE, Question};
use crate::store::{self, Counted, Miss};

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

/// A word of a week that found nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unmet {
    /// What was typed.
    pub text: String,
    /// How many searches of the week.
    pub count: u64,
    /// How many services it finds today.
    pub found: usize,
}

impl Catalogue {
    /// Remembers that a visitor searched for something and found nothing. `who` tells visitors apart
    /// and is not kept.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn note_miss(&self, text: &str, who: &str) -> Result<(), StoreError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let ledger = &self.inner.ledger;
        ledger.housekeep(vec![self.of_this_week("", 1)]).await?;
        let Some(text) = kept(text) else { return Ok(()) };
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
        let known = ledger.rows(&store::IS_MISSED, &[(&text).into()]).await?;
        let is_known = known.first().map_or(Ok(0), |row| row.count(0))? > 0;
        let week = self.of_this_week(&text, if is_known { 1 } else { seen });
        let note = Write::new(&store::NOTE_MISS, vec![text.into(), seen.into(), now.into()]);
        ledger.housekeep(vec![note, week]).await
    }

    /// Counts searches of this week.
    fn of_this_week(&self, text: &str, count: u64) -> Write {
        let week = monday(self.today());
        Write::new(&store::COUNT_WEEK, vec![week.into(), text.into(), count.into()])
    }

    /// The weeks in which something was searched in vain, the newest first, with the number of such
    /// searches.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn weeks(&self) -> Result<Vec<Counted>, StoreError> {
        let rows = self.inner.ledger.rows(&store::WEEKS, &[DESK_PAGE.into()]).await?;
        rows.iter().map(Counted::read).collect()
    }

    /// The unmet needs of a week (未满足的需求): words that found nothing, the most frequent first,
    /// each with the number of services that it finds today.
    ///
    /// # Errors
    /// [`StoreError`]. Where the search is down, nothing is found today.
    pub async fn unmet(&self, week: &str) -> Result<Vec<Unmet>, StoreError> {
        let args = [week.into(), DESK_PAGE.into()];
        let rows = self.inner.ledger.rows(&store::WEEK, &args).await?;
        let mut all = Vec::with_capacity(rows.len());
        for row in &rows {
            let Counted { what: text, count } = Counted::read(row)?;
            let question = Question { text: text.clone(), ..Question::default() };
            let found = self.find(&question).await.map_or(0, |found| found.services.len());
            all.push(Unmet { text, count, found });
        }
        Ok(all)
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
        let clock = self.inner.ledger.clock();
        let before = clock.now() - SignedDuration::from_hours(hours);
        let week = monday(clock.zone().to_datetime(before).date());
        let forget = Write::new(&store::FORGET_WEEKS, vec![week.into()]);
        let mut forgotten = self.inner.ledger.housekeep_one(forget).await?;
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

/// The first day of the week of a day.
fn monday(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
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
    fn a_week_is_named_by_its_monday() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for it in ["2026-02-23", "2026-02-26", "2026-03-01"] {
            assert_eq!(monday(day(it)), day("2026-02-23"), "{it}");
        }
        assert_eq!(monday(day("2026-03-02")), day("2026-03-02"));
    }

    #[test]
    fn words_are_kept_and_few_digits_in_a_row_too() {
        assert_eq!(kept(" 开  网吧 ").as_deref(), Some("开 网吧"));
        assert_eq!(kept("60岁补贴").as_deref(), Some("60岁补贴"));
        assert_eq!(kept("12345热线").as_deref(), Some("#####热线"));
        assert_eq!(kept("三证合一").as_deref(), Some("三证合一"));
    }
}
