//! The cases of people and firms, for themselves.

use cases_domain::{Case, CaseEvent, Duty, DutyEvent, SecondLook};
use jiff::{Timestamp, civil::Date};
use kernel::{
    Recorded,
    id::{CaseId, SubjectId},
};
use module::{DataField, Holding, Over, Record};
use serde_json::{Value, json};

use crate::{service::Desk, store};

const CASE: &str = "cases.case";
/// So many cases are read at once.
const PAGE: u32 = 200;

/// Cases with their whole history.
pub(crate) struct Held(pub Desk);

impl Held {
    async fn record(&self, id: CaseId) -> anyhow::Result<Option<Record>> {
        let Some((case, _)) = self.0.ledger.load::<Case>(id).await? else { return Ok(None) };
        let history = self.0.ledger.history::<Case>(id).await?;
        let duties = self.0.ledger.history::<Duty>(id).await?;
        let take_overs: Vec<_> = duties.iter().filter_map(taken_over).collect();
        let zone = self.0.ledger.clock().zone();
        let look = self.0.ledger.load::<SecondLook>(id).await?;
        let finding = look.and_then(|(look, _)| look.finding);
        // Who of the office looked is told as little as who did anything else.
        let second_look =
            finding.map(|it| json!({ "is_sound": it.is_sound, "reason": it.reason, "at": it.at }));
        let over = history.last().filter(|_| case.is_concluded());
        Ok(Some(Record {
            kind: CASE,
            id: id.to_string(),
            concluded_on: over.map(|it| zone.to_datetime(it.at).date()),
            data: json!({
                "reference": case.reference,
                "number": case.number,
                "query_code": self.0.query_code(&case).await.ok().map(|it| it.as_str().to_owned()),
                "service": case.service,
                "service_name": case.name,
                "authority": case.authority,
                "channel": case.channel,
                "status": case.status(),
                "submitted_at": case.submitted_at,
                "decision": self.0.ledger.in_words(&case.decision).await?,
                "result_number": case.licence_number,
                "take_overs": self.0.ledger.in_words(&take_overs).await?,
                "second_look": self.0.ledger.in_words(&second_look).await?,
                "history": self.0.ledger.in_words(&history.iter().map(told).collect::<Vec<_>>()).await?,
            }),
            files: Vec::new(),
        }))
    }
}

/// An event as the applicant may read it: what happened and when, by which office, and every word
/// that was said. Who of the office it was is told by what they signed.
fn told(event: &Recorded<CaseEvent>) -> Value {
    json!({
        "at": event.at,
        "what": <Case as kernel::Aggregate>::word(&event.event),
        "role": event.by.role.word(),
        "office": event.by.authority,
        "details": event.event,
    })
}

/// That another officer took a task over: when, in which office, and why. Who it was, as above.
fn taken_over(event: &Recorded<DutyEvent>) -> Option<Value> {
    let DutyEvent::TakenOver { reason, .. } = &event.event else { return None };
    Some(json!({ "at": event.at, "office": event.by.authority, "reason": reason }))
}

#[async_trait::async_trait]
impl Holding for Held {
    fn name(&self) -> &'static str {
        CASE
    }

    fn title(&self) -> &'static str {
        "cases-held"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[CASE]
    }

    fn fields(&self) -> &'static [DataField] {
        const fn open(
            name: &'static str,
            words: [&'static str; 3],
            source: &'static str,
        ) -> DataField {
            DataField {
                name,
                words,
                source,
                purpose: [
                    "办理申请的事项、进度查询和归档",
                    "辦理申請的事項、進度查詢和歸檔",
                    "Handling what was applied for, tracking, archiving",
                ],
                basis: "行政许可法；政务服务电子文件归档和电子档案管理办法",
                is_sealed: false,
            }
        }
        const FIELDS: &[DataField] = &[
            open("reference", ["查询号", "查詢號", "Reference"], "–"),
            open("number", ["办件编号", "辦件編號", "Case number"], "GB/T 36112"),
            DataField {
                is_sealed: true,
                ..open("query_code", ["查询码", "查詢碼", "Query code"], "–")
            },
            open("service", ["事项", "事項", "Service"], "GB/T 36112"),
            open("service_name", ["事项名称", "事項名稱", "Name of the service"], "GB/T 36112"),
            open("authority", ["实施主体", "實施主體", "Authority"], "GB 32100"),
            open("channel", ["申请渠道", "申請管道", "Channel"], "–"),
            open("status", ["办件状态", "辦件狀態", "Status"], "GB/T 36112"),
            open("submitted_at", ["收件时间", "收件時間", "Received at"], "GB/T 7408.1"),
            open("decision", ["审批决定", "審批決定", "Decision"], "–"),
            open("result_number", ["结果编号", "結果編號", "Number of the result"], "GB/T 36903"),
            open("take_overs", ["接办记录", "接辦記錄", "Tasks taken over"], "–"),
            open("second_look", ["复核抽查", "複核抽查", "Second look"], "–"),
            open("history", ["办理过程", "辦理過程", "History"], "–"),
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let ledger = &self.0.ledger;
        let (mut records, mut before) = (Vec::new(), Timestamp::MAX);
        loop {
            let page = store::of_subject(ledger, subject, before, PAGE).await?;
            let Some(last) = page.last() else { return Ok(records) };
            before = last.submitted_at;
            for listed in &page {
                if !ledger.vault().is_record_erased(subject, &listed.id.record()).await? {
                    records.extend(self.record(listed.id).await?);
                }
            }
        }
    }

    async fn over(
        &self,
        kind: &str,
        before: Date,
        after: &str,
        limit: usize,
    ) -> anyhow::Result<Vec<Over>> {
        if kind != CASE {
            return Ok(Vec::new());
        }
        let ledger = &self.0.ledger;
        let zone = ledger.clock().zone();
        let end = zone.to_timestamp(before.at(0, 0, 0, 0))?;
        let args = [end.into(), after.into(), limit.into()];
        let rows = ledger.rows(&store::OVER_BEFORE, &args).await?;
        let mut found = Vec::new();
        for row in &rows {
            let (id, subject) = (row.parsed::<CaseId>(0)?, row.parsed(1)?);
            if !ledger.vault().is_record_erased(subject, &id.record()).await? {
                let concluded_on = zone.to_datetime(row.instant(2)?).date();
                found.push(Over { subject, id: id.to_string(), concluded_on });
            }
        }
        Ok(found)
    }

    async fn purge(&self, kind: &str, subject: SubjectId, id: &str) -> anyhow::Result<()> {
        if kind == CASE {
            let id: CaseId = id.parse()?;
            self.0.ledger.vault().erase_record(subject, &id.record()).await?;
        }
        Ok(())
    }
}
