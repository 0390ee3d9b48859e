//! What differs between two revisions, in plain words: for whoever approves the newer one. The
//! text of the file, line by line, is [`super::diff()`].

use approvals_domain::EffectLine;
use catalogue_domain::{Definition, definition::Fee};
use kernel::{
    LocalText,
    calendar::{DayUnit, TimeLimit},
};
use web::Words;

use super::diff::{Change, diff};

/// What a summary is said with: the words of this subject, and what authorities are called.
pub(crate) struct Saying<'a> {
    /// The words.
    pub words: &'a Words,
    /// The name of an authority, by its id.
    pub authority: &'a (dyn Fn(&str) -> LocalText + Send + Sync),
}

impl Saying<'_> {
    fn say(&self, key: &str) -> LocalText {
        self.words.all(key, &[])
    }

    fn limit(&self, limit: TimeLimit) -> LocalText {
        let key = match limit.unit {
            _ if limit.days == 0 => "catalogue-days-none",
            DayUnit::Working if limit.days == 1 => "catalogue-days-working-one",
            DayUnit::Working => "catalogue-days-working",
            DayUnit::Calendar if limit.days == 1 => "catalogue-days-calendar-one",
            DayUnit::Calendar => "catalogue-days-calendar",
        };
        self.words.all(key, &[("count", &limit.days)])
    }

    fn number(&self, number: u32) -> LocalText {
        LocalText::same(number.to_string())
    }
}

/// The difference in plain words, the weightiest first; the last line counts the lines of the file,
/// so that nothing that changes is left unsaid.
pub(crate) fn differences(
    saying: &Saying<'_>,
    (old, old_text): (&Definition, &str),
    (new, new_text): (&Definition, &str),
) -> Vec<EffectLine> {
    let mut lines = Lines { saying, lines: Vec::new() };
    lines.one("name", old.name(), new.name());
    let authority = |it: &Definition| (saying.authority)(&it.implementation.authority);
    lines.one("authority", &authority(old), &authority(new));
    lines.one("statutory", &saying.limit(old.statutory()), &saying.limit(new.statutory()));
    lines.one("promised", &saying.limit(old.promised()), &saying.limit(new.promised()));
    let valid = |it: &Definition| saying.number(it.result.valid_years);
    lines.one("valid-years", &valid(old), &valid(new));
    let visits = |it: &Definition| saying.number(it.implementation.visits.count);
    lines.one("visits", &visits(old), &visits(new));
    lines.many("fees", &old.fees, &new.fees, |it| (it.name.zh_hans.clone(), fee(it)));
    lines.many("materials", &old.materials, &new.materials, |it| (it.id.clone(), it.name.clone()));
    let fields = |it: &Definition| it.fields().cloned().collect::<Vec<_>>();
    lines.many("fields", &fields(old), &fields(new), |it| (it.id.clone(), it.label.clone()));
    lines.many("situations", &old.situations, &new.situations, |it| {
        (it.id.clone(), it.question.clone())
    });
    lines.many("steps", &old.process, &new.process, |it| (it.id().to_owned(), it.name().clone()));
    lines.many("special", &old.special_procedures, &new.special_procedures, |it| {
        (it.id.clone(), it.name.clone())
    });
    lines.many("refusals", &old.refusals, &new.refusals, |it| (it.code.clone(), it.text.clone()));
    let law = |it: &catalogue_domain::definition::LegalBasis| {
        let both = |law: &str, article: &str| format!("{law} {article}");
        let name = LocalText {
            zh_hans: both(&it.law.zh_hans, &it.article.zh_hans),
            zh_hant: both(&it.law.zh_hant, &it.article.zh_hant),
            en: both(&it.law.en, &it.article.en),
        };
        (name.zh_hans.clone(), name)
    };
    lines.many("legal-bases", &old.item.legal_bases, &new.item.legal_bases, law);
    lines.text(old_text, new_text);
    lines.lines
}

/// A fee with its amount, which is what people look for.
fn fee(it: &Fee) -> LocalText {
    let with = |name: &str| format!("{name} {}", it.amount);
    LocalText {
        zh_hans: with(&it.name.zh_hans),
        zh_hant: with(&it.name.zh_hant),
        en: with(&it.name.en),
    }
}

struct Lines<'a> {
    saying: &'a Saying<'a>,
    lines: Vec<EffectLine>,
}

impl Lines<'_> {
    fn push(&mut self, key: &str, value: LocalText) {
        let label = self.saying.say(&format!("catalogue-differs-{key}"));
        self.lines.push(EffectLine { label, value });
    }

    /// A value that is another now.
    fn one(&mut self, key: &str, old: &LocalText, new: &LocalText) {
        if old != new {
            self.push(key, arrow(old, new));
        }
    }

    /// A list: what is new in it, what is gone, what is another now.
    fn many<T: PartialEq>(
        &mut self,
        key: &str,
        old: &[T],
        new: &[T],
        name: impl Fn(&T) -> (String, LocalText),
    ) {
        let (old, new): (Vec<_>, Vec<_>) = (
            old.iter().map(|it| (name(it), it)).collect(),
            new.iter().map(|it| (name(it), it)).collect(),
        );
        let same = |id: &str, list: &[((String, LocalText), &T)]| {
            list.iter().position(|((other, _), _)| other == id)
        };
        let (mut added, mut changed) = (Vec::new(), Vec::new());
        for ((id, name), it) in &new {
            match same(id, &old) {
                None => added.push(name.clone()),
                Some(at) if old[at].1 != *it => changed.push(arrow_or_one(&old[at].0.1, name)),
                Some(_) => {}
            }
        }
        let gone = old.iter().filter(|((id, _), _)| same(id, &new).is_none());
        let gone: Vec<_> = gone.map(|((_, name), _)| name.clone()).collect();
        for (verb, names) in [("new", added), ("gone", gone), ("changed", changed)] {
            if !names.is_empty() {
                self.push(&format!("{key}-{verb}"), listed(&names));
            }
        }
    }

    /// How many lines of the file differ.
    fn text(&mut self, old: &str, new: &str) {
        let lines = diff(old, new);
        let added = lines.iter().filter(|it| matches!(it, Change::Added(..))).count();
        let removed = lines.iter().filter(|it| matches!(it, Change::Removed(..))).count();
        let args: [(&str, &dyn std::fmt::Display); 2] = [("added", &added), ("removed", &removed)];
        let value = self.saying.words.all("catalogue-differs-lines", &args);
        self.push("text", value);
    }
}

fn arrow(from: &LocalText, to: &LocalText) -> LocalText {
    let join = |from: &str, to: &str| format!("{from} → {to}");
    LocalText {
        zh_hans: join(&from.zh_hans, &to.zh_hans),
        zh_hant: join(&from.zh_hant, &to.zh_hant),
        en: join(&from.en, &to.en),
    }
}

fn arrow_or_one(from: &LocalText, to: &LocalText) -> LocalText {
    if from == to { to.clone() } else { arrow(from, to) }
}

fn listed(names: &[LocalText]) -> LocalText {
    let join = |of: fn(&LocalText) -> &str, mark: &str| {
        names.iter().map(of).collect::<Vec<_>>().join(mark)
    };
    LocalText {
        zh_hans: join(|it| &it.zh_hans, kernel::Lang::ZhHans.list_mark()),
        zh_hant: join(|it| &it.zh_hant, kernel::Lang::ZhHant.list_mark()),
        en: join(|it| &it.en, kernel::Lang::En.list_mark()),
    }
}
