//! The list of an authority's cases as a file. A thousand rows one officer takes alone; for more, a
//! second person approves exactly what was shown. Each is recorded.

use std::sync::{Arc, LazyLock};

use approvals_domain::{ActError, Asked, Authorised, Effect, Kind, Plan, PowerAct, ProposeError};
use cases_domain::{CaseExport, ExportRefusal, ExportedCases, ROWS_ALONE};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use kernel::{
    Actor, Lang, LocalText,
    id::{ApprovalId, CommandId},
};
use ledger::{Command, CommandError};
use serde_json::Value;
use web::{Csv, Words};

use crate::{
    service::{Desk, Trouble},
    store,
};

/// The kind of act.
const KIND: &str = "cases.export_list";
/// The permission to take a list.
pub(crate) const EXPORT: &str = "cases.export";
/// No list has more rows than this; a shorter time is chosen.
pub(crate) const MOST: u64 = 100_000;
/// So many rows are read at once.
const PAGE: u32 = 500;

static WORDS: LazyLock<Option<Words>> =
    LazyLock::new(|| Words::read(&[crate::MODULE.locales]).ok());

/// The kind, for the subject that asks second persons.
///
/// # Errors
/// When the words do not read.
pub(crate) fn kind(desk: &Desk) -> anyhow::Result<Kind> {
    let words = WORDS.as_ref().ok_or_else(|| anyhow::anyhow!("the words do not read"))?;
    Ok(Kind {
        word: KIND,
        title: words.all("cases-export-title", &[]),
        approves: "cases.approve_export",
        delay: SignedDuration::ZERO,
        act: Arc::new(Export { desk: desk.clone(), words }),
    })
}

impl Desk {
    /// The cases that the actor's authority got from one day to another, counted.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn exportable(
        &self,
        by: &Actor,
        (from, to): (Date, Date),
    ) -> Result<ExportedCases, Trouble> {
        self.policy.require(by, EXPORT, &[])?;
        let authority = by.authority.clone().filter(|_| self.counts(by)).ok_or(Trouble::Denied)?;
        let span = self.span(from, to)?;
        let rows = store::count_of_office(&self.ledger, &authority, span, MOST + 1).await?;
        Ok(ExportedCases { authority, from, to, rows })
    }

    /// From the first instant of a day to the last of another.
    fn span(&self, from: Date, to: Date) -> Result<(Timestamp, Timestamp), Trouble> {
        let zone = self.ledger.clock().zone();
        let start = |day: Date| {
            zone.to_timestamp(day.at(0, 0, 0, 0)).map_err(|error| Trouble::Down(error.to_string()))
        };
        Ok((start(from)?, start(to.saturating_add(1.day()))?))
    }

    /// What a long list would be, and the digest that stands for it.
    ///
    /// # Errors
    /// [`ActError`].
    pub async fn plan_export(
        &self,
        by: &Actor,
        cases: &ExportedCases,
    ) -> Result<(Plan, String), ActError> {
        self.approvals.plan(KIND, &value(cases), by).await
    }

    /// Proposes it to a second person.
    ///
    /// # Errors
    /// [`ProposeError`].
    pub async fn propose_export(
        &self,
        key: CommandId,
        by: &Actor,
        cases: &ExportedCases,
        digest: &str,
    ) -> Result<ApprovalId, ProposeError> {
        let asked = Asked {
            kind: KIND,
            authority: &cases.authority,
            matter: &format!("list/{}/{}/{}", cases.authority, cases.from, cases.to),
            order: &value(cases),
            digest,
            typed: "",
        };
        self.approvals.propose(key, by, asked).await
    }

    /// Lets the actor take a list that one person takes alone; answers its id.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn export_alone(
        &self,
        key: CommandId,
        by: &Actor,
        cases: ExportedCases,
    ) -> Result<CommandId, Trouble> {
        self.policy.require(by, EXPORT, &[])?;
        match self.allow_export(key, by, cases, None).await {
            Ok(()) => Ok(key),
            Err(CommandError::Refused(ExportRefusal::NeedsSecond | ExportRefusal::NoPerson)) => {
                Err(Trouble::Denied)
            }
            Err(CommandError::Store(error)) => Err(error.into()),
            Err(_) => Err(Trouble::Conflict),
        }
    }

    async fn allow_export(
        &self,
        key: CommandId,
        by: &Actor,
        cases: ExportedCases,
        approver: Option<Actor>,
    ) -> Result<(), CommandError<ExportRefusal>> {
        let command = Command::new::<CaseExport>(key, by.clone(), key, &cases);
        let who = by.clone();
        let decide = move |list: &CaseExport, _: &kernel::Given| {
            list.allow(cases.clone(), &who, approver.as_ref())
        };
        self.ledger.execute(command, decide).await.map(|_| ())
    }

    /// A list that the actor may fetch, as a file.
    ///
    /// # Errors
    /// [`Trouble::NotFound`], also for those who did not ask for it.
    pub async fn exported(
        &self,
        by: &Actor,
        id: CommandId,
        lang: Lang,
    ) -> Result<Vec<u8>, Trouble> {
        self.policy.require(by, EXPORT, &[]).map_err(|_| Trouble::NotFound)?;
        let loaded = self.ledger.load::<CaseExport>(id).await?;
        let (list, _) = loaded.ok_or(Trouble::NotFound)?;
        let now = self.ledger.clock().now();
        let cases = list.fetched_by(by, now).ok_or(Trouble::NotFound)?;
        self.rows(cases, lang).await
    }

    /// Whether the actor proposed this list, so that they wait for it.
    ///
    /// # Errors
    /// [`Trouble`].
    pub async fn waits_for_export(&self, by: &Actor, id: CommandId) -> Result<bool, Trouble> {
        let found = self.approvals.find(ApprovalId::from_uuid(id.uuid())).await;
        let found = found.map_err(|error| Trouble::Down(error.to_string()))?;
        Ok(found.is_some_and(|it| {
            let is_list = it.proposal.as_ref().is_some_and(|it| it.kind == KIND);
            is_list && it.requester.as_ref().is_some_and(|it| it.is_same_person(by))
        }))
    }

    async fn rows(&self, cases: &ExportedCases, lang: Lang) -> Result<Vec<u8>, Trouble> {
        let words = WORDS.as_ref().ok_or_else(|| Trouble::Down("no words".to_owned()))?;
        let columns = ["reference", "service", "status", "received", "promised"];
        let mut csv =
            Csv::new(&columns.map(|it| words.text(lang, &format!("cases-export-{it}")).to_owned()));
        let (from, until) = self.span(cases.from, cases.to)?;
        let zone = self.ledger.clock().zone();
        let first = from - SignedDuration::from_micros(1);
        let (mut after, mut id) = (first, "~".to_owned());
        // What came after the look is not part of what was shown.
        let mut left = cases.rows;
        loop {
            let place = (after, id.as_str());
            let page = store::of_office(&self.ledger, &cases.authority, until, place, PAGE).await?;
            let Some(last) = page.last() else { return Ok(csv.into_bytes()) };
            (after, id) = (last.submitted_at, last.id.to_string());
            for it in &page {
                if left == 0 {
                    return Ok(csv.into_bytes());
                }
                left -= 1;
                let status = format!("cases-status-{}", it.stage.replace('_', "-"));
                csv.row(&[
                    it.reference.clone(),
                    it.name.get(lang).to_owned(),
                    words.text(lang, &status).to_owned(),
                    zone.to_datetime(it.submitted_at).date().to_string(),
                    it.promised_on.map(|day| day.to_string()).unwrap_or_default(),
                ]);
            }
        }
    }
}

/// The order as it is kept. Dates and texts always have a JSON form.
fn value(cases: &ExportedCases) -> Value {
    serde_json::to_value(cases).unwrap_or_default()
}

struct Export {
    desk: Desk,
    words: &'static Words,
}

#[async_trait::async_trait]
impl PowerAct for Export {
    async fn effect(&self, order: &Value, requester: &Actor) -> Result<Effect, ActError> {
        let order = read(order)?;
        let span = (order.from, order.to);
        let now = self.desk.exportable(requester, span).await.map_err(told)?;
        if now.authority != order.authority {
            return Err(ActError::Refused("forbidden".to_owned()));
        }
        if now.rows <= ROWS_ALONE || now.rows > MOST {
            return Err(ActError::Refused("case_export.rows".to_owned()));
        }
        let office = self.desk.directory.authority(&now.authority);
        let office = office.map_or_else(|| LocalText::same(&now.authority), |it| it.name.clone());
        let say = |key: &str| self.words.all(key, &[]);
        let days = LocalText::same(format!("{} – {}", now.from, now.to));
        let effect = Effect {
            sentence: say("cases-export-sentence"),
            touched: now.rows,
            ..Effect::default()
        };
        Ok(effect
            .line(say("cases-export-office"), office)
            .line(say("cases-export-days"), days)
            .line(say("cases-export-columns"), say("cases-export-columns-text"))
            .line(say("cases-export-rows"), LocalText::same(now.rows.to_string())))
    }

    async fn carry_out(
        &self,
        _: CommandId,
        order: &Value,
        by: &Authorised,
    ) -> Result<(), ActError> {
        let cases = read(order)?;
        // The list is found under the id of its approval.
        let key = CommandId::from_uuid(by.approval.uuid());
        let approver = Some(by.approver.clone());
        match self.desk.allow_export(key, &by.requester, cases, approver).await {
            Ok(()) => Ok(()),
            Err(CommandError::Refused(refusal)) => {
                Err(ActError::Refused(refusal.code().to_owned()))
            }
            Err(other) => Err(ActError::Down(other.to_string())),
        }
    }
}

fn read(order: &Value) -> Result<ExportedCases, ActError> {
    serde_json::from_value(order.clone()).map_err(|_| ActError::Refused("unreadable".to_owned()))
}

fn told(trouble: Trouble) -> ActError {
    match trouble {
        Trouble::Denied | Trouble::NotFound => ActError::Refused("forbidden".to_owned()),
        other => ActError::Down(format!("{other:?}")),
    }
}
