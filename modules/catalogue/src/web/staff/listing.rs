//! Changing the catalogue list: a form for each act, the question with what it will do, and the
//! proposal of exactly what was shown. Elements are written as in a city's own file.

use std::fmt::Write as _;

use approvals_domain::{ActError, ProposeError};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use catalogue_domain::{Elements, ListOrder, source};
use jiff::civil::Date;
use serde_json::{Value, json};
use web::{Bound, ErrorLink, Failure, Field, Outcome, Page, Posted, Visitor};

use super::{powers::PATH, release::Question};
use crate::{power::CHANGE, service::Catalogue};

/// What can be done, in addresses.
const ACTS: [&str; 7] = ["add", "change", "split", "merge", "suspend", "resume", "cancel"];
/// The address of an entry that is not there yet.
const NEW: &str = "new";

/// What was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    effective: String,
    reason: String,
    /// Codes, one in each line.
    codes: String,
    /// Entries, as in a city's own file.
    entries: String,
}

/// What is wrong with it: a field, or the rules of the list.
#[derive(Debug, Clone)]
enum Wrong {
    Effective,
    Entries(String),
    Refused(String),
}

impl Typed {
    fn of(posted: &Posted) -> Self {
        Self {
            effective: posted.date("effective"),
            reason: posted.get("reason").to_owned(),
            codes: posted.get("codes").to_owned(),
            entries: posted.get("entries").to_owned(),
        }
    }

    /// The order that was typed.
    fn order(&self, code: &str, act: &str) -> Result<ListOrder, Wrong> {
        let effective_on: Date = self.effective.parse().map_err(|_| Wrong::Effective)?;
        let (code, reason) = (code.to_owned(), self.reason.clone());
        Ok(match act {
            "add" => ListOrder::Add { entry: Box::new(self.one()?), effective_on },
            "change" => ListOrder::Change { entry: Box::new(self.one()?), effective_on },
            "split" => ListOrder::Split { code, parts: self.all()?, reason, effective_on },
            "merge" => ListOrder::Merge {
                codes: self.codes.split_whitespace().map(str::to_owned).collect(),
                entry: Box::new(self.one()?),
                reason,
                effective_on,
            },
            "suspend" => ListOrder::Suspend { code, reason, effective_on },
            "resume" => ListOrder::Resume { code, effective_on },
            _ => ListOrder::Cancel { code, reason, effective_on },
        })
    }

    fn all(&self) -> Result<Vec<Elements>, Wrong> {
        let (value, _) = source::read("entries", &self.entries).map_err(|findings| {
            let first = findings.first().map(|it| (it.line, it.message.zh_hans.clone()));
            let (line, message) = first.unwrap_or_default();
            Wrong::Entries(format!("{line}: {message}"))
        })?;
        serde_json::from_value(value).map_err(|error| Wrong::Entries(error.to_string()))
    }

    fn one(&self) -> Result<Elements, Wrong> {
        let mut all = self.all()?;
        match (all.pop(), all.is_empty()) {
            (Some(one), true) => Ok(one),
            _ => Err(Wrong::Entries("1".to_owned())),
        }
    }
}

/// The entry and the act of an address, if there are such.
fn place(catalogue: &Catalogue, code: &str, act: &str) -> Result<&'static str, Failure> {
    let act = ACTS.into_iter().find(|it| *it == act).ok_or(Failure::NotFound)?;
    let is_there = if act == "add" { code == NEW } else { catalogue.entry(code).is_some() };
    if is_there { Ok(act) } else { Err(Failure::NotFound) }
}

#[derive(Template)]
#[template(path = "catalogue/staff-listing.html")]
struct FormPage {
    p: Page,
    errors: Vec<ErrorLink>,
    refusal: Option<String>,
    action: String,
    fields: Vec<Field>,
}

/// `GET /staff/content/powers/{code}/{act}`
pub(super) async fn form(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path((code, act)): Path<(String, String)>,
) -> Outcome {
    let act = place(&catalogue, &code, &act)?;
    let kept = catalogue.entry(&code);
    let elements = kept.as_ref().and_then(|it| it.entry.newest());
    let typed = Typed {
        effective: catalogue.today().to_string(),
        codes: format!("{code}\n"),
        entries: elements.map_or_else(|| BLANK.to_owned(), written),
        ..Typed::default()
    };
    again(&visitor, (&code, act), &typed, None)
}

/// `POST /staff/content/powers/{code}/{act}/check`: what would be done.
pub(super) async fn check(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path((code, act)): Path<(String, String)>,
    posted: Posted,
) -> Outcome {
    let act = place(&catalogue, &code, &act)?;
    let typed = Typed::of(&posted);
    match typed.order(&code, act) {
        Ok(order) => {
            ask(&catalogue, &visitor, (&code, act), (&typed, &order), StatusCode::OK).await
        }
        Err(wrong) => again(&visitor, (&code, act), &typed, Some(&wrong)),
    }
}

/// `POST /staff/content/powers/{code}/{act}`: proposes what was shown.
pub(super) async fn propose(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    Path((code, act)): Path<(String, String)>,
    bound: Bound,
) -> Outcome {
    let act = place(&catalogue, &code, &act)?;
    let typed = Typed::of(bound.typed());
    let order = match typed.order(&code, act) {
        Ok(order) => order,
        Err(wrong) => return again(&visitor, (&code, act), &typed, Some(&wrong)),
    };
    let planned = catalogue.plan_list(&visitor.actor, &order).await;
    // What cannot be planned any more is not what was shown.
    let digest = planned.map_or_else(|_| String::new(), |(_, digest)| digest);
    let shown = (&typed, &order);
    let Ok(posted) = bound.open(&digest) else {
        return ask(&catalogue, &visitor, (&code, act), shown, StatusCode::CONFLICT).await;
    };
    match catalogue.propose_list(posted.key, &visitor.actor, &order, &digest).await {
        Ok(id) | Err(ProposeError::Open(id)) => Ok(visitor.go(format!("/staff/approvals/{id}"))),
        Err(ProposeError::Refused(refusal)) => {
            again(&visitor, (&code, act), &typed, Some(&Wrong::Refused(refusal)))
        }
        Err(ProposeError::Changed(_) | ProposeError::Typed(_)) => {
            ask(&catalogue, &visitor, (&code, act), shown, StatusCode::CONFLICT).await
        }
        Err(ProposeError::Down(error)) => Err(Failure::internal(error)),
    }
}

/// The question; with 409 it says that things have changed since the reader looked.
async fn ask(
    catalogue: &Catalogue,
    visitor: &Visitor,
    (code, act): (&str, &'static str),
    (typed, order): (&Typed, &ListOrder),
    status: StatusCode,
) -> Outcome {
    let (plan, digest) = match catalogue.plan_list(&visitor.actor, order).await {
        Ok(planned) => planned,
        Err(ActError::Refused(refusal)) if refusal == "forbidden" => {
            return Err(Failure::Forbidden);
        }
        Err(ActError::Refused(refusal)) => {
            return again(visitor, (code, act), typed, Some(&Wrong::Refused(refusal)));
        }
        Err(ActError::Down(cause)) => return Err(Failure::internal(cause)),
    };
    let has_changed = status == StatusCode::CONFLICT;
    let local = |text: &kernel::LocalText| text.get(visitor.lang).to_owned();
    let effect = &plan.effect;
    let page = Question {
        p: frame(visitor, act)
            .with_notice(has_changed.then(|| visitor.t("web-shown-changed").to_owned())),
        action: format!("{PATH}{code}/{act}"),
        back: format!("{PATH}{code}/{act}"),
        sentence: local(&effect.sentence),
        lines: effect.lines.iter().map(|it| (local(&it.label), local(&it.value))).collect(),
        touched: effect.touched,
        hidden: vec![
            ("effective", typed.effective.clone()),
            ("reason", typed.reason.clone()),
            ("codes", typed.codes.clone()),
            ("entries", typed.entries.clone()),
        ],
        submit: "catalogue-power-propose",
        seal: visitor.seal(CHANGE, &digest),
    };
    visitor.html_with(status, &page)
}

fn frame(visitor: &Visitor, act: &str) -> Page {
    visitor
        .page(visitor.t(&format!("catalogue-power-act-{act}")))
        .crumb("/content/", visitor.t("catalogue-content-title"))
        .crumb("/content/powers/", visitor.t("catalogue-powers-title"))
}

/// The form with what was typed and what is wrong with it.
fn again(
    visitor: &Visitor,
    (code, act): (&str, &'static str),
    typed: &Typed,
    wrong: Option<&Wrong>,
) -> Outcome {
    let fields = fields(visitor, act, typed, wrong);
    let refusal = match wrong {
        Some(Wrong::Refused(refusal)) => {
            let key = format!("catalogue-refusal-{}", refusal.replace(['.', '_'], "-"));
            Some(visitor.t(&key).to_owned())
        }
        _ => None,
    };
    let page = FormPage {
        p: frame(visitor, act).with_errors(wrong.is_some()),
        errors: fields.iter().filter_map(Field::error_link).collect(),
        refusal,
        action: format!("{PATH}{code}/{act}/check"),
        fields,
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visitor.html_with(status, &page)
}

fn fields(visitor: &Visitor, act: &str, typed: &Typed, wrong: Option<&Wrong>) -> Vec<Field> {
    let day = matches!(wrong, Some(Wrong::Effective));
    let day = day.then(|| visitor.t("catalogue-effective-wrong").to_owned());
    let text = match wrong {
        Some(Wrong::Entries(detail)) => {
            Some(visitor.tr("catalogue-power-entries-wrong", &[("detail", detail)]))
        }
        _ => None,
    };
    let mut fields = vec![
        Field::text("effective", visitor.t("catalogue-effective"))
            .kind("date")
            .hint(visitor.t("catalogue-power-effective-hint"))
            .value(&*typed.effective)
            .error(day),
    ];
    let long = |id: &str, value: &str| {
        let label = visitor.t(&format!("catalogue-power-field-{id}")).to_owned();
        Field::text(id, label).kind("long_text").value(value)
    };
    if act == "merge" {
        let hint = visitor.t("catalogue-power-codes-hint");
        fields.push(long("codes", &typed.codes).hint(hint));
    }
    if matches!(act, "add" | "change" | "split" | "merge") {
        let hint = visitor.t("catalogue-power-entries-hint");
        fields.push(long("entries", &typed.entries).hint(hint).error(text));
    }
    if matches!(act, "split" | "merge" | "suspend" | "cancel") {
        fields.push(long("reason", &typed.reason));
    }
    fields
}

/// An entry to be filled in.
const BLANK: &str = "- code: \"\"
  name: {zh-Hans: \"\", zh-Hant: \"\", en: \"\"}
  aliases: []
  kind: licence
  department: \"\"
  levels: [county]
  legal_bases: []
  duties: []
  accountability: []
";

/// An entry as in a city's own file, one element in each line.
fn written(it: &Elements) -> String {
    let mut text = format!("- code: {}\n", json!(it.code));
    let mut one = |name: &str, value: Value| {
        let _ = writeln!(text, "  {name}: {}", flow(&value));
    };
    one("name", json!(it.name));
    one("aliases", json!(it.aliases));
    one("kind", json!(it.kind));
    one("department", json!(it.department));
    one("levels", json!(it.levels));
    if let Some(offline) = &it.offline {
        one("offline", json!(offline));
    }
    let items = |value: Value| value.as_array().cloned().unwrap_or_default();
    for (name, items) in [
        ("legal_bases", items(json!(it.legal_bases))),
        ("duties", items(json!(it.duties))),
        ("accountability", items(json!(it.accountability))),
    ] {
        if !items.is_empty() {
            let _ = writeln!(text, "  {name}:");
        }
        for item in items {
            let _ = writeln!(text, "    - {}", flow(&item));
        }
    }
    text
}

/// A value on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Array(all) => format!("[{}]", all.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let pairs = map.iter().map(|(key, value)| format!("{key}: {}", flow(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = json!({"zh-Hans": "一：“二”", "zh-Hant": "", "en": "a: \"b\", {c}"});
        let basis = json!({"law": text, "article": text, "text": text});
        let elements: Elements = serde_json::from_value(json!({
            "code": "980131001000", "name": text, "aliases": ["开店, 开馆"], "kind": "licence",
            "department": "market-regulation", "levels": ["city", "county"],
            "legal_bases": [basis], "duties": [text], "accountability": [text], "offline": text,
        }))
        .unwrap();
        let typed = Typed { entries: written(&elements), ..Typed::default() };
        assert_eq!(typed.one().ok(), Some(elements));
        let blank = Typed { entries: BLANK.to_owned(), ..Typed::default() };
        assert!(blank.one().is_ok());
    }
}
