//! What is held about somebody, for their own look at it.

use kernel::{
    Actor, Lang,
    code::{IdNumber, Mobile},
};
use module::Record;
use privacy_domain::{Start, Term};
use serde_json::Value;
use web::Failure;

use super::{Privacy, Whose};
use crate::policy;

/// One holding with its records.
#[derive(Debug, Clone)]
pub struct HeldKind {
    /// The key of its title.
    pub title: &'static str,
    /// The records.
    pub records: Vec<HeldLine>,
    /// How long they are kept.
    pub term: Option<Term>,
}

/// One record as lines of label and value.
#[derive(Debug, Clone)]
pub struct HeldLine {
    /// Label and value.
    pub rows: Vec<(String, String)>,
    /// The names of its files.
    pub files: Vec<String>,
}

impl Privacy {
    /// Everything that is held about the one whose data it is.
    pub(super) async fn records(
        &self,
        whose: Whose,
    ) -> Result<Vec<(&dyn module::Holding, Vec<Record>)>, Failure> {
        let mut all = Vec::with_capacity(self.holdings.len());
        for holding in &self.holdings {
            let records = holding.about(whose.subject).await.map_err(Failure::internal)?;
            all.push((holding.as_ref(), records));
        }
        Ok(all)
    }

    /// What is held about the actor, holding by holding; empty ones are left out.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn held(&self, actor: &Actor, lang: Lang) -> Result<Vec<HeldKind>, Failure> {
        let whose = self.whose(actor, policy::READ_OWN).await?;
        let schedule = self.schedule().await?;
        let all = self.records(whose).await?;
        let shown = all.into_iter().filter(|(_, records)| !records.is_empty());
        Ok(shown
            .map(|(holding, records)| HeldKind {
                title: holding.title(),
                term: records
                    .first()
                    .and_then(|it| schedule.term(it.kind))
                    .filter(|it| it.start != Start::Parent)
                    .cloned(),
                records: records.iter().map(|it| line(holding, it, lang)).collect(),
            })
            .collect())
    }
}

fn line(holding: &dyn module::Holding, record: &Record, lang: Lang) -> HeldLine {
    let index = Lang::ALL.iter().position(|it| *it == lang).unwrap_or_default();
    let rows = holding.fields().iter().filter_map(|field| {
        let value = text(record.data.get(field.name)?);
        let label = field.words.get(index)?;
        (!value.is_empty()).then(|| ((*label).to_owned(), value))
    });
    HeldLine {
        rows: rows.collect(),
        files: record.files.iter().map(|it| it.name.clone()).collect(),
    }
}

/// A number by which somebody is known is read by whoever stands behind them, too; the copy, which
/// is asked for and confirmed, holds it whole.
fn masked(text: &str) -> String {
    let id_number = IdNumber::parse(text).map(|it| it.masked()).ok();
    let mobile = || Mobile::parse(text).map(|it| it.masked()).ok();
    id_number.or_else(mobile).unwrap_or_else(|| text.to_owned())
}

/// A value as people read it: lists and tables in lines.
fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => masked(text),
        Value::Array(values) => {
            values.iter().map(text).filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n")
        }
        Value::Object(members) => {
            // A text in three languages is one text.
            if let Some(Value::String(source)) = members.get("zh-Hans") {
                return source.clone();
            }
            let lines = members.iter().map(|(name, value)| (name, text(value)));
            let lines = lines.filter(|(_, value)| !value.is_empty());
            lines.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::text;

    #[test]
    fn values_are_read_line_by_line() {
        assert_eq!(text(&json!({"a": 1, "b": null, "c": ["x", "y"]})), "a: 1\nc: x\ny");
        assert_eq!(
            text(&json!(["710000198804161226", "19900000001"])),
            "710000********1226\n199****0001"
        );
        assert_eq!(text(&json!({"zh-Hans": "食品经营许可", "en": "Food"})), "食品经营许可");
    }
}
