//! The assumptions as they are typed.

use std::collections::BTreeMap;

use cases_domain::rehearsal::Assumptions;
use web::{Field, Posted, Visitor};

/// A number of the form: its name, its label, and the least and the most it may be.
struct Number {
    name: &'static str,
    key: &'static str,
    least: u32,
    most: u32,
}

const fn number(name: &'static str, key: &'static str, least: u32, most: u32) -> Number {
    Number { name, key, least, most }
}

const NUMBERS: [Number; 11] = [
    number("applications", "cases-rehearsal-applications", 20, 10_000),
    number("arrivals_a_day", "cases-rehearsal-arrivals", 1, 1_000),
    number("officers", "cases-rehearsal-officers", 1, 200),
    number("minutes_a_day", "cases-rehearsal-minutes-a-day", 1, 1_440),
    number("minutes", "cases-rehearsal-minutes", 1, 10_000),
    number("spread_percent", "cases-rehearsal-spread", 0, 100),
    number("returned_percent", "cases-rehearsal-returned", 0, 100),
    number("special_percent", "cases-rehearsal-special", 0, 100),
    number("refused_percent", "cases-rehearsal-refused", 0, 100),
    number("correction_days", "cases-rehearsal-correction-days", 1, 90),
    number("seed", "cases-rehearsal-seed", 0, u32::MAX),
];

/// What was typed.
pub(super) struct Asked {
    numbers: BTreeMap<&'static str, String>,
    offices: String,
    steps: String,
    /// The text of the definition; empty where none was sent.
    pub source: String,
}

impl Asked {
    /// What stands there before anything is typed.
    pub fn usual() -> Self {
        let usual = Assumptions::default();
        let value = |it: &Number| (it.name, get(&usual, it.name).to_string());
        Self {
            numbers: NUMBERS.iter().map(value).collect(),
            offices: String::new(),
            steps: String::new(),
            source: String::new(),
        }
    }

    /// What was sent.
    pub fn of(posted: &Posted) -> Self {
        let value = |it: &Number| (it.name, posted.get(it.name).to_owned());
        Self {
            numbers: NUMBERS.iter().map(value).collect(),
            offices: posted.get("offices").to_owned(),
            steps: posted.get("steps").to_owned(),
            source: posted.get("source").to_owned(),
        }
    }

    /// The assumptions, if all of it can be read.
    pub fn read(&self) -> Option<Assumptions> {
        let mut read = Assumptions {
            officers_of: lines(&self.offices)?,
            minutes_of: lines(&self.steps)?,
            ..Assumptions::default()
        };
        for number in &NUMBERS {
            set(&mut read, number.name, self.number(number)?);
        }
        Some(read)
    }

    fn number(&self, number: &Number) -> Option<u32> {
        let typed = self.numbers.get(number.name)?.parse::<u32>().ok()?;
        (number.least..=number.most).contains(&typed).then_some(typed)
    }

    /// The numbers, the offices and the steps, each with what is wrong with it.
    pub fn fields(&self, visitor: &Visitor) -> (Vec<Field>, Field, Field) {
        let one = |it: &Number| {
            let wrong = || {
                let limits: [(&str, &dyn std::fmt::Display); 2] =
                    [("least", &it.least), ("most", &it.most)];
                visitor.tr("cases-rehearsal-number-wrong", &limits)
            };
            let typed = self.numbers.get(it.name).map_or("", String::as_str);
            let error = self.number(it).is_none().then(wrong);
            Field::text(it.name, visitor.t(it.key)).kind("number").value(typed).error(error)
        };
        let wrong = || visitor.t("cases-rehearsal-lines-wrong").to_owned();
        let list = |name: &str, key: &str, hint: &str, typed: &str| {
            let error = lines(typed).is_none().then(wrong);
            let field = Field::text(name, visitor.t(key)).kind("long_text").optional();
            field.hint(visitor.t(hint)).value(typed).error(error)
        };
        let offices = "cases-rehearsal-offices";
        let steps = "cases-rehearsal-steps";
        (
            NUMBERS.iter().map(one).collect(),
            list("offices", offices, "cases-rehearsal-offices-hint", &self.offices),
            list("steps", steps, "cases-rehearsal-steps-hint", &self.steps),
        )
    }
}

/// Lines such as `fire-rescue/examiner = 2`.
fn lines(typed: &str) -> Option<BTreeMap<String, u32>> {
    let filled = typed.lines().map(str::trim).filter(|it| !it.is_empty());
    filled
        .map(|line| {
            let (name, value) = line.split_once('=')?;
            let value = value.trim().parse::<u32>().ok().filter(|it| (1..=10_000).contains(it))?;
            Some((name.trim().to_owned(), value))
        })
        .collect()
}

fn get(of: &Assumptions, name: &str) -> u64 {
    let mut copy = of.clone();
    match slot(&mut copy, name) {
        Some(value) => u64::from(*value),
        None => of.seed,
    }
}

fn set(of: &mut Assumptions, name: &str, value: u32) {
    match slot(of, name) {
        Some(place) => *place = value,
        None => of.seed = u64::from(value),
    }
}

/// The place of a number; the seed has none of this kind.
fn slot<'a>(of: &'a mut Assumptions, name: &str) -> Option<&'a mut u32> {
    match name {
        "applications" => Some(&mut of.applications),
        "arrivals_a_day" => Some(&mut of.arrivals_a_day),
        "officers" => Some(&mut of.officers),
        "minutes_a_day" => Some(&mut of.minutes_a_day),
        "minutes" => Some(&mut of.minutes),
        "spread_percent" => Some(&mut of.spread_percent),
        "returned_percent" => Some(&mut of.returned_percent),
        "special_percent" => Some(&mut of.special_percent),
        "refused_percent" => Some(&mut of.refused_percent),
        "correction_days" => Some(&mut of.correction_days),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_usual_is_read_as_what_is_usual() {
        assert_eq!(Asked::usual().read(), Some(Assumptions::default()));
    }

    #[test]
    fn lines_name_offices_with_numbers_and_nothing_else() {
        let read = lines("fire-rescue/examiner = 2\r\n\r\nhealth/approver=1").unwrap();
        assert_eq!(read.get("fire-rescue/examiner"), Some(&2));
        assert_eq!(read.get("health/approver"), Some(&1));
        assert_eq!(lines(" "), Some(BTreeMap::new()));
        for wrong in ["fire-rescue", "fire-rescue=many", "fire-rescue=0"] {
            assert_eq!(lines(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_number_outside_its_limits_is_not_taken() {
        let mut asked = Asked::usual();
        asked.numbers.insert("officers", "0".to_owned());
        assert_eq!(asked.read(), None);
    }
}
