//! What applicants filled in, for themselves.

use forms_domain::{Application, Stage};
use jiff::civil::Date;
use kernel::{
    Actor,
    id::{ApplicationId, SubjectId},
};
use ledger::{Ledger, VaultError, derived_command};
use module::{DataField, Holding, Over, Record};
use serde_json::json;

use crate::{problem::Problem, service::Forms, store};

/// What was thrown away or is still being filled in.
const DRAFT: &str = "forms.draft";
/// What was handed in; it is kept with its case.
const APPLICATION: &str = "forms.application";

/// Applications and their answers.
pub(crate) struct Answers(pub Forms);

impl Answers {
    fn ledger(&self) -> &Ledger {
        self.0.ledger()
    }

    async fn record(&self, id: ApplicationId) -> anyhow::Result<Option<Record>> {
        let Some((application, _)) = self.ledger().load::<Application>(id).await? else {
            return Ok(None);
        };
        let Some(sealed) = &application.facts else { return Ok(None) };
        let facts: catalogue_domain::Facts = match self.ledger().vault().open(sealed).await {
            Err(VaultError::Erased) => return Ok(None),
            other => other?,
        };
        let is_draft = matches!(application.stage, Stage::Draft | Stage::Discarded);
        Ok(Some(Record {
            kind: if is_draft { DRAFT } else { APPLICATION },
            id: id.to_string(),
            concluded_on: None,
            data: json!({
                "service": application.service,
                "revision": application.revision,
                "stage": application.stage.word(),
                "channel": application.channel,
                "kept_until": application.kept_until,
                "situation": facts.situation,
                "answers": facts.answers,
            }),
            files: Vec::new(),
        }))
    }
}

#[async_trait::async_trait]
impl Holding for Answers {
    fn name(&self) -> &'static str {
        APPLICATION
    }

    fn title(&self) -> &'static str {
        "forms-held"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[DRAFT, APPLICATION]
    }

    fn fields(&self) -> &'static [DataField] {
        const ANSWERS: DataField = DataField {
            name: "answers",
            words: ["表单内容", "表單內容", "Answers"],
            source: "事项定义中各字段所引标准",
            purpose: ["办理申请的事项", "辦理申請的事項", "Handling what was applied for"],
            basis: "个人信息保护法第三十四条；各事项的设定依据",
            is_sealed: true,
        };
        const fn plain(name: &'static str, words: [&'static str; 3]) -> DataField {
            DataField { name, words, source: "–", is_sealed: false, ..ANSWERS }
        }
        const FIELDS: &[DataField] = &[
            plain("service", ["事项", "事項", "Service"]),
            plain("revision", ["事项版本", "事項版本", "Revision of the service"]),
            plain("stage", ["申请状态", "申請狀態", "Stage"]),
            plain("channel", ["申请渠道", "申請管道", "Channel"]),
            plain("kept_until", ["草稿保存期限", "草稿保存期限", "Draft kept until"]),
            DataField {
                name: "situation",
                words: ["情形选择", "情形選擇", "Situation"],
                ..ANSWERS
            },
            ANSWERS,
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let rows = self.ledger().rows(&store::OF_SUBJECT, &[subject.to_string().into()]).await?;
        let mut records = Vec::new();
        for row in &rows {
            records.extend(self.record(row.parsed(0)?).await?);
        }
        Ok(records)
    }

    async fn let_go(&self, subject: SubjectId) -> anyhow::Result<u64> {
        let rows = self.ledger().rows(&store::OF_SUBJECT, &[subject.to_string().into()]).await?;
        let mut gone = 0;
        for row in &rows {
            let id: ApplicationId = row.parsed(0)?;
            let stage = row.text(1)?;
            if stage == Stage::Draft.word() {
                let key = derived_command("forms.let_go", id);
                match self.0.discard(&Actor::SYSTEM, key, id, &accounts_domain::Power::OWN).await {
                    Ok(()) => {}
                    // Handed in at this very moment: then it is a case.
                    Err(Problem::Domain(_)) => continue,
                    Err(problem) => {
                        anyhow::bail!(forms_domain::ApplicationError::from(problem))
                    }
                }
            } else if stage != Stage::Discarded.word() {
                continue;
            }
            if !self.ledger().vault().is_record_erased(subject, &id.record()).await? {
                self.ledger().vault().erase_record(subject, &id.record()).await?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    async fn over(
        &self,
        kind: &str,
        before: Date,
        after: &str,
        limit: usize,
    ) -> anyhow::Result<Vec<Over>> {
        if kind != DRAFT {
            return Ok(Vec::new());
        }
        let zone = self.ledger().clock().zone();
        // Nothing goes that could still be brought back, however short its term.
        let end = zone.to_timestamp(before.at(0, 0, 0, 0))?;
        let end = end.min(self.ledger().clock().now() - self.0.restore_within());
        let args = [end.into(), after.into(), limit.into()];
        let rows = self.ledger().rows(&store::DISCARDED_BEFORE, &args).await?;
        let mut found = Vec::new();
        for row in &rows {
            let (id, subject) = (row.parsed::<ApplicationId>(0)?, row.parsed(1)?);
            if !self.ledger().vault().is_record_erased(subject, &id.record()).await? {
                let concluded_on = zone.to_datetime(row.instant(2)?).date();
                found.push(Over { subject, id: id.to_string(), concluded_on });
            }
        }
        Ok(found)
    }

    async fn purge(&self, kind: &str, subject: SubjectId, id: &str) -> anyhow::Result<()> {
        if kind == DRAFT {
            let id: ApplicationId = id.parse()?;
            self.ledger().vault().erase_record(subject, &id.record()).await?;
        }
        Ok(())
    }
}
