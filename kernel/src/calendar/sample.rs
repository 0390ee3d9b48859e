//! The calendars of 2024 to 2026 for tests, transcribed from the notices of the General Office of
//! the State Council.

use jiff::civil::Date;

use super::{Overlay, WorkCalendar, YearCalendar};

const YEARS: &str = r#"[
{"year": 2024, "source": "国办发明电〔2023〕7号",
 "holidays": [
  {"name": {"zh-Hans": "元旦", "zh-Hant": "元旦", "en": "New Year's Day"}, "from": "2024-01-01", "to": "2024-01-01"},
  {"name": {"zh-Hans": "春节", "zh-Hant": "春節", "en": "Spring Festival"}, "from": "2024-02-10", "to": "2024-02-17"},
  {"name": {"zh-Hans": "清明节", "zh-Hant": "清明節", "en": "Qingming Festival"}, "from": "2024-04-04", "to": "2024-04-06"},
  {"name": {"zh-Hans": "劳动节", "zh-Hant": "勞動節", "en": "Labour Day"}, "from": "2024-05-01", "to": "2024-05-05"},
  {"name": {"zh-Hans": "端午节", "zh-Hant": "端午節", "en": "Dragon Boat Festival"}, "from": "2024-06-10", "to": "2024-06-10"},
  {"name": {"zh-Hans": "中秋节", "zh-Hant": "中秋節", "en": "Mid-Autumn Festival"}, "from": "2024-09-15", "to": "2024-09-17"},
  {"name": {"zh-Hans": "国庆节", "zh-Hant": "國慶節", "en": "National Day"}, "from": "2024-10-01", "to": "2024-10-07"}],
 "make_up": ["2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29", "2024-10-12"]},
{"year": 2025, "source": "国办发明电〔2024〕12号",
 "holidays": [
  {"name": {"zh-Hans": "元旦", "zh-Hant": "元旦", "en": "New Year's Day"}, "from": "2025-01-01", "to": "2025-01-01"},
  {"name": {"zh-Hans": "春节", "zh-Hant": "春節", "en": "Spring Festival"}, "from": "2025-01-28", "to": "2025-02-04"},
  {"name": {"zh-Hans": "清明节", "zh-Hant": "清明節", "en": "Qingming Festival"}, "from": "2025-04-04", "to": "2025-04-06"},
  {"name": {"zh-Hans": "劳动节", "zh-Hant": "勞動節", "en": "Labour Day"}, "from": "2025-05-01", "to": "2025-05-05"},
  {"name": {"zh-Hans": "端午节", "zh-Hant": "端午節", "en": "Dragon Boat Festival"}, "from": "2025-05-31", "to": "2025-06-02"},
  {"name": {"zh-Hans": "国庆节、中秋节", "zh-Hant": "國慶節、中秋節", "en": "National Day and Mid-Autumn Festival"}, "from": "2025-10-01", "to": "2025-10-08"}],
 "make_up": ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]},
{"year": 2026, "source": "国办发明电〔2025〕7号",
 "holidays": [
  {"name": {"zh-Hans": "元旦", "zh-Hant": "元旦", "en": "New Year's Day"}, "from": "2026-01-01", "to": "2026-01-03"},
  {"name": {"zh-Hans": "春节", "zh-Hant": "春節", "en": "Spring Festival"}, "from": "2026-02-15", "to": "2026-02-23"},
  {"name": {"zh-Hans": "清明节", "zh-Hant": "清明節", "en": "Qingming Festival"}, "from": "2026-04-04", "to": "2026-04-06"},
  {"name": {"zh-Hans": "劳动节", "zh-Hant": "勞動節", "en": "Labour Day"}, "from": "2026-05-01", "to": "2026-05-05"},
  {"name": {"zh-Hans": "端午节", "zh-Hant": "端午節", "en": "Dragon Boat Festival"}, "from": "2026-06-19", "to": "2026-06-21"},
  {"name": {"zh-Hans": "中秋节", "zh-Hant": "中秋節", "en": "Mid-Autumn Festival"}, "from": "2026-09-25", "to": "2026-09-27"},
  {"name": {"zh-Hans": "国庆节", "zh-Hant": "國慶節", "en": "National Day"}, "from": "2026-10-01", "to": "2026-10-07"}],
 "make_up": ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]}
]"#;

const OVERLAY: &str = r#"{"region": "980000", "source": "invented",
 "holidays": [{"name": {"zh-Hans": "三月三", "zh-Hant": "三月三", "en": "Sanyuesan Festival"},
               "from": "2026-04-19", "to": "2026-04-20"}]}"#;

/// The notices.
pub(crate) fn years() -> Vec<YearCalendar> {
    serde_json::from_str(YEARS).expect("the sample years are well formed")
}

/// The national calendar of the three years, version 3.
pub(crate) fn calendar() -> WorkCalendar {
    WorkCalendar::new(3, years()).expect("the sample years are notices")
}

/// An invented region with two extra days off in 2026.
pub(crate) fn overlay() -> Overlay {
    serde_json::from_str(OVERLAY).expect("the sample overlay is well formed")
}

/// Reads a date.
pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("a date in a test")
}
