//! What this subject and the platform hold about people themselves: messages, the record of reads,
//! and what people asked about their data.

use jiff::{Timestamp, civil::Date};
use kernel::id::SubjectId;
use module::{DataField, Holding, Over, Record};
use notify::Messages;
use privacy_domain::Correction;
use serde_json::json;

use crate::{
    service::{Period, Privacy},
    store,
};

const MESSAGE: &str = "privacy.message";
const READ: &str = "privacy.read";
const REQUEST: &str = "privacy.request";
/// So many rows are read at once.
const PAGE: usize = 100;

const fn field(
    name: &'static str,
    words: [&'static str; 3],
    purpose: [&'static str; 3],
    is_sealed: bool,
) -> DataField {
    DataField {
        name,
        words,
        source: "–",
        purpose,
        basis: "个人信息保护法第四十四条、第五十一条",
        is_sealed,
    }
}

/// The box of messages.
pub struct Letters(pub Messages);

#[async_trait::async_trait]
impl Holding for Letters {
    fn name(&self) -> &'static str {
        MESSAGE
    }

    fn title(&self) -> &'static str {
        "privacy-held-messages"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[MESSAGE]
    }

    fn fields(&self) -> &'static [DataField] {
        const WHY: [&str; 3] =
            ["告知办理进展", "告知辦理進展", "Telling people how their matters go on"];
        const FIELDS: &[DataField] = &[
            field("title", ["标题", "標題", "Title"], WHY, true),
            field("body", ["内容", "內容", "Text"], WHY, true),
            field("link", ["链接", "連結", "Link"], WHY, true),
            field("matter", ["所属事项", "所屬事項", "Matter"], WHY, false),
            field("sent_at", ["发送时间", "發送時間", "Sent at"], WHY, false),
            field("is_read", ["是否已读", "是否已讀", "Read"], WHY, false),
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let (mut records, mut after) = (Vec::new(), None);
        loop {
            let page = self.0.list(subject, after.as_ref(), PAGE).await?;
            let Some(last) = page.last() else { return Ok(records) };
            after = Some(last.cursor());
            records.extend(page.iter().map(|it| Record {
                kind: MESSAGE,
                id: it.event.to_string(),
                concluded_on: None,
                data: json!({
                    "title": it.title,
                    "body": it.body,
                    "link": it.link,
                    "matter": it.matter,
                    "sent_at": it.sent_at,
                    "is_read": it.is_read,
                }),
                files: Vec::new(),
            }));
        }
    }

    async fn let_go(&self, subject: SubjectId) -> anyhow::Result<u64> {
        Ok(self.0.forget(subject).await?)
    }

    async fn over(
        &self,
        kind: &str,
        before: Date,
        after: &str,
        limit: usize,
    ) -> anyhow::Result<Vec<Over>> {
        if kind != MESSAGE {
            return Ok(Vec::new());
        }
        let zone = self.0.clock().zone();
        let end = zone.to_timestamp(before.at(0, 0, 0, 0))?;
        let rows = self.0.sent_before(end, after, limit).await?;
        let over = |(id, subject, at): (String, SubjectId, Timestamp)| Over {
            subject,
            id,
            concluded_on: zone.to_datetime(at).date(),
        };
        Ok(rows.into_iter().map(over).collect())
    }

    async fn purge(&self, kind: &str, _subject: SubjectId, id: &str) -> anyhow::Result<()> {
        if kind == MESSAGE {
            self.0.forget_one(id).await?;
        }
        Ok(())
    }
}

/// Who looked at somebody's data.
pub struct Reads(pub Privacy);

#[async_trait::async_trait]
impl Holding for Reads {
    fn name(&self) -> &'static str {
        READ
    }

    fn title(&self) -> &'static str {
        "privacy-held-reads"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[READ]
    }

    fn fields(&self) -> &'static [DataField] {
        const WHY: [&str; 3] = [
            "记录谁查看过个人信息，供本人查询和监督",
            "紀錄誰查看過個人資料，供本人查詢和監督",
            "Recording who looked at personal data, for the person and for supervision",
        ];
        const FIELDS: &[DataField] = &[
            field("at", ["时间", "時間", "At"], WHY, false),
            field("role", ["岗位", "崗位", "Role"], WHY, false),
            field("office", ["单位", "單位", "Office"], WHY, false),
            field("reader", ["查看人编号", "查看人編號", "Reader"], WHY, false),
            field("action", ["用途", "用途", "Permission"], WHY, false),
            field("matter", ["所属办件", "所屬辦件", "Matter"], WHY, false),
            field("fields", ["查看的字段", "查看的欄位", "Fields"], WHY, false),
            field("reason", ["理由", "理由", "Reason"], WHY, true),
            field("question", ["询问", "詢問", "Question"], WHY, true),
            field("answer", ["答复", "答覆", "Answer"], WHY, true),
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let (mut records, mut after) = (Vec::new(), None);
        loop {
            let found = self.0.log(subject, Period::default(), after, PAGE).await?;
            let has_more = found.len() > PAGE;
            records.extend(found.iter().take(PAGE).map(|it| {
                let answer = it.inquiry.as_ref().and_then(|it| it.answer.as_ref());
                Record {
                    kind: READ,
                    id: it.id.to_string(),
                    concluded_on: None,
                    data: json!({
                        "at": it.at,
                        "role": it.role.word(),
                        "office": it.office,
                        "reader": it.reader,
                        "action": it.action,
                        "matter": it.matter,
                        "fields": it.fields,
                        "reason": it.reason,
                        "question": it.inquiry.as_ref().and_then(|it| it.text.as_ref()),
                        "answer": answer.map(|it| json!({ "is_justified": it.0, "text": it.1 })),
                    }),
                    files: Vec::new(),
                }
            }));
            after = found.get(PAGE - 1).filter(|_| has_more).map(|it| it.place());
            if after.is_none() {
                return Ok(records);
            }
        }
    }
}

/// What people asked to be put right.
pub struct Requests(pub Privacy);

#[async_trait::async_trait]
impl Holding for Requests {
    fn name(&self) -> &'static str {
        REQUEST
    }

    fn title(&self) -> &'static str {
        "privacy-held-requests"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[REQUEST]
    }

    fn fields(&self) -> &'static [DataField] {
        const WHY: [&str; 3] =
            ["处理个人信息更正请求", "處理個人資料更正請求", "Putting facts right"];
        const FIELDS: &[DataField] = &[
            field("fields", ["更正的信息", "更正的資料", "Facts"], WHY, false),
            field("wish", ["更正内容和理由", "更正內容和理由", "Wish and reason"], WHY, true),
            field("asked_at", ["提出时间", "提出時間", "Asked at"], WHY, false),
            field("is_granted", ["是否更正", "是否更正", "Granted"], WHY, false),
            field("verdict", ["处理意见", "處理意見", "Answer"], WHY, true),
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let args = [subject.to_string().into()];
        let rows = self.0.ledger.rows(&store::CORRECTIONS_OF, &args).await?;
        let mut records = Vec::new();
        for row in &rows {
            let id = row.text(0)?;
            let Some((it, _)) = self.0.ledger.load::<Correction>(id).await? else { continue };
            let view = self.0.wish_of(id, &it).await?;
            let Some(view) = view.filter(|it| it.wish.is_some()) else { continue };
            records.push(Record {
                kind: REQUEST,
                id: view.id.clone(),
                concluded_on: None,
                data: json!({
                    "fields": view.fields,
                    "wish": view.wish,
                    "asked_at": view.asked_at,
                    "is_granted": view.verdict.as_ref().map(|it| it.0),
                    "verdict": view.verdict.as_ref().and_then(|it| it.1.as_ref()),
                }),
                files: Vec::new(),
            });
        }
        Ok(records)
    }
}
