//! The licences of people and firms, for themselves.

use jiff::civil::Date;
use kernel::id::{LicenceId, SubjectId};
use licences_domain::Licence;
use module::{DataField, HeldFile, Holding, Over, Record};
use serde_json::json;

use crate::{service::Licensing, store};

const LICENCE: &str = "licences.licence";

/// Licences with their documents.
pub struct Held(pub Licensing);

#[async_trait::async_trait]
impl Holding for Held {
    fn name(&self) -> &'static str {
        LICENCE
    }

    fn title(&self) -> &'static str {
        "licences-held"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[LICENCE]
    }

    fn fields(&self) -> &'static [DataField] {
        const fn field(name: &'static str, words: [&'static str; 3], is_sealed: bool) -> DataField {
            DataField {
                name,
                words,
                source: "GB/T 36903、GB/T 36905",
                purpose: [
                    "证照发放、验证和复用",
                    "證照發放、驗證和複用",
                    "Issuing, checking and reusing licences",
                ],
                basis: "国务院关于在线政务服务的若干规定第十条",
                is_sealed,
            }
        }
        const FIELDS: &[DataField] = &[
            field("type", ["证照类型", "證照類型", "Type"], false),
            field("name", ["证照名称", "證照名稱", "Name of the licence"], false),
            field("number", ["证照编号", "證照編號", "Number"], false),
            field("identifier", ["电子证照标识", "電子證照標識", "Identifier"], false),
            field("authority", ["颁发机构", "頒發機構", "Issued by"], false),
            field("status", ["证照状态", "證照狀態", "Status"], false),
            field("issued_on", ["颁发日期", "頒發日期", "Issued on"], false),
            field("valid_to", ["有效期", "有效期", "Valid to"], false),
            field(
                "contents",
                ["持证主体和照面内容", "持證主體和照面內容", "Holder and contents"],
                true,
            ),
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let mut records = Vec::new();
        let ledger = self.0.ledger();
        let today = self.0.today();
        let rows = ledger.rows(&store::BY_HOLDER, &[subject.to_string().into()]).await?;
        for row in &rows {
            let row = store::Record::read(row)?;
            let Some((licence, _)) = ledger.load::<Licence>(row.id).await? else { continue };
            let Some(sealed) = &licence.facts else { continue };
            let facts: licences_domain::LicenceFacts = match ledger.vault().open(sealed).await {
                Err(ledger::VaultError::Erased) => continue,
                other => other?,
            };
            let pdf = HeldFile { id: row.id.to_string(), name: format!("{}.pdf", row.identifier) };
            records.push(Record {
                kind: LICENCE,
                id: row.id.to_string(),
                concluded_on: row.valid_to.filter(|end| *end < today),
                data: json!({
                    "type": row.licence_type,
                    "name": row.name,
                    "number": row.number,
                    "identifier": row.identifier,
                    "authority": row.authority,
                    "status": row.status_on(today).word(),
                    "issued_on": row.issued_on,
                    "valid_to": row.valid_to,
                    "contents": facts,
                }),
                files: vec![pdf],
            });
        }
        Ok(records)
    }

    async fn file(&self, subject: SubjectId, id: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let id: LicenceId = id.parse()?;
        let rows = self.0.ledger().rows(&store::BY_ID, &[id.to_string().into()]).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        if store::Record::read(row)?.holder != subject {
            return Ok(None);
        }
        self.0.held_pdf(id).await
    }

    async fn over(
        &self,
        kind: &str,
        before: Date,
        after: &str,
        limit: usize,
    ) -> anyhow::Result<Vec<Over>> {
        if kind != LICENCE {
            return Ok(Vec::new());
        }
        let ledger = self.0.ledger();
        let args = [before.to_string().into(), after.into(), limit.into()];
        let rows = ledger.rows(&store::EXPIRED_BEFORE, &args).await?;
        let mut found = Vec::new();
        for row in &rows {
            let (id, subject) = (row.parsed::<LicenceId>(0)?, row.parsed(1)?);
            let Some(concluded_on) = row.date_or_null(2)? else { continue };
            if !ledger.vault().is_record_erased(subject, &id.record()).await? {
                found.push(Over { subject, id: id.to_string(), concluded_on });
            }
        }
        Ok(found)
    }

    async fn purge(&self, kind: &str, subject: SubjectId, id: &str) -> anyhow::Result<()> {
        if kind == LICENCE {
            let id: LicenceId = id.parse()?;
            self.0.ledger().vault().erase_record(subject, &id.record()).await?;
        }
        Ok(())
    }
}
