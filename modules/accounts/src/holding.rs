//! What the register holds about people and firms, for themselves.

use accounts_domain::{Account, AccountEvent, Consent, Firm, Training};
use jiff::civil::Date;
use kernel::id::{AccountId, FirmId, SubjectId};
use module::{DataField, Holding, Over, Record};
use notify::AddressBook as _;
use serde_json::json;

use crate::{
    service::{Accounts, DeedView, MandateView, PasskeyView},
    store,
};

const ACCOUNT: &str = "accounts.account";
const FIRM: &str = "accounts.firm";
/// So many of the last acts of helpers are in a copy.
const DEEDS: u32 = 10_000;

/// A field that the register keeps to know whom it has before it.
const fn known(name: &'static str, words: [&'static str; 3], source: &'static str) -> DataField {
    DataField {
        name,
        words,
        source,
        purpose: [
            "身份核验、事项办理和送达",
            "身分核驗、事項辦理和送達",
            "Knowing whom we deal with, handling their matters, delivering results",
        ],
        basis: "个人信息保护法第三十四条",
        is_sealed: true,
    }
}

const fn open(name: &'static str, words: [&'static str; 3]) -> DataField {
    DataField { is_sealed: false, ..known(name, words, "–") }
}

/// The people of the register.
pub struct People(pub Accounts);

#[async_trait::async_trait]
impl Holding for People {
    fn name(&self) -> &'static str {
        ACCOUNT
    }

    fn title(&self) -> &'static str {
        "accounts-held-account"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[ACCOUNT]
    }

    fn fields(&self) -> &'static [DataField] {
        const FIELDS: &[DataField] = &[
            known("name", ["姓名", "姓名", "Name"], "GB/T 36104、GA/T 2000.4"),
            known("id_number", ["公民身份号码", "公民身分號碼", "Identity number"], "GB 11643"),
            known("mobile", ["手机号码", "手機號碼", "Mobile number"], "ITU-T E.164"),
            known("address", ["住址", "住址", "Address"], "GB/T 23705"),
            known("email", ["电子邮箱", "電子信箱", "E-mail address"], "RFC 5321"),
            known("email_language", ["邮件语言", "郵件語言", "Language of e-mails"], "BCP 47"),
            open("opened_at", ["开户时间", "開戶時間", "Opened at"]),
            open("role", ["岗位角色", "崗位角色", "Role"]),
            open("authority", ["所在单位", "所在單位", "Authority"]),
            known("training", ["培训记录", "培訓記錄", "Training records"], "–"),
            open("firms", ["可代为办事的法人", "可代為辦事的法人", "Firms acted for"]),
            known("passkeys", ["通行密钥", "通行密鑰", "Passkeys"], "W3C WebAuthn"),
            open("providers", ["统一身份认证来源", "統一身分認證來源", "Identity providers"]),
            DataField {
                source: "民法典第一百六十五条",
                ..open("mandates", ["委托代办", "委託代辦", "Mandates given and received"])
            },
            open("deeds", ["代办记录", "代辦記錄", "What helpers did"]),
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let id = AccountId::from_uuid(subject.uuid());
        let ledger = self.0.ledger();
        let Some((account, _)) = ledger.load::<Account>(id).await? else { return Ok(Vec::new()) };
        let Some(facts) = self.0.facts(id).await? else { return Ok(Vec::new()) };
        let contact = self.0.contact(subject).await.map_err(anyhow::Error::msg)?;
        let history = ledger.history::<Account>(id).await?;
        let closed = history.iter().find(|it| matches!(it.event, AccountEvent::Closed));
        let zone = ledger.clock().zone();
        let firms = self.0.firms(id).await?;
        let trained = ledger.load::<Training>(id).await?;
        let passkeys = self.0.passkeys(id).await.map_err(anyhow::Error::msg)?;
        let mandates = self.0.mandates_of(id).await.map_err(anyhow::Error::msg)?;
        let deeds = self.0.deeds_of(id, DEEDS).await.map_err(anyhow::Error::msg)?;
        let data = json!({
            "name": facts.name,
            "id_number": facts.id_number,
            "mobile": facts.mobile,
            "address": facts.address,
            "email": contact.as_ref().map(|it| &it.email),
            "email_language": contact.as_ref().map(|it| it.lang),
            "opened_at": history.first().map(|it| it.at),
            "role": account.post.as_ref().map(|it| it.role.word()),
            "authority": account.post.as_ref().map(|it| &it.authority),
            "training": training(trained),
            "firms": firms,
            "passkeys": passkeys.iter().map(passkey).collect::<Vec<_>>(),
            "providers": account.bindings.iter().map(|it| &it.provider).collect::<Vec<_>>(),
            "mandates": mandates.iter().map(mandate).collect::<Vec<_>>(),
            "deeds": deeds.iter().map(deed).collect::<Vec<_>>(),
        });
        Ok(vec![Record {
            kind: ACCOUNT,
            id: id.to_string(),
            concluded_on: closed.map(|it| zone.to_datetime(it.at).date()),
            data,
            files: Vec::new(),
        }])
    }

    async fn over(
        &self,
        kind: &str,
        before: Date,
        after: &str,
        limit: usize,
    ) -> anyhow::Result<Vec<Over>> {
        if kind != ACCOUNT {
            return Ok(Vec::new());
        }
        let ledger = self.0.ledger();
        let zone = ledger.clock().zone();
        let end = zone.to_timestamp(before.at(0, 0, 0, 0))?;
        let args = [end.into(), after.into(), limit.into()];
        let rows = ledger.rows(&store::CLOSED_BEFORE, &args).await?;
        let mut found = Vec::new();
        for row in &rows {
            let id: AccountId = row.parsed(0)?;
            if !ledger.vault().is_erased(id.subject()).await? {
                let concluded_on = zone.to_datetime(row.instant(1)?).date();
                found.push(Over { subject: id.subject(), id: id.to_string(), concluded_on });
            }
        }
        Ok(found)
    }

    async fn purge(&self, _kind: &str, subject: SubjectId, _id: &str) -> anyhow::Result<()> {
        Ok(self.0.ledger().vault().erase(subject).await?)
    }
}

fn passkey(it: &PasskeyView) -> serde_json::Value {
    json!({ "label": it.label, "added_at": it.added_at })
}

fn deed(it: &DeedView) -> serde_json::Value {
    json!({ "at": it.at, "helper": it.helper, "act": it.word, "service": it.service })
}

/// A mandate as the copy of either of the two shows it: what both agreed upon.
fn mandate(it: &MandateView) -> serde_json::Value {
    json!({
        "principal": it.principal,
        "helper": it.helper,
        "kind": it.terms.kind,
        "scope": it.terms.scope,
        "acts": it.terms.acts,
        "from": it.terms.from,
        "until": it.terms.until,
        "stage": it.stage.word(),
        "consent": match it.consent {
            Some(Consent::Online) => Some("online"),
            Some(Consent::Counter { .. }) => Some("counter"),
            None => None,
        },
    })
}

/// What somebody was taught, as their copy shows it.
fn training(found: Option<(Training, u64)>) -> Vec<serde_json::Value> {
    let records = found.map(|(it, _)| it.records).unwrap_or_default();
    let row = |it: &accounts_domain::TrainingRecord| {
        json!({
            "course": it.course.name.as_str(),
            "held_on": it.course.held_on,
            "valid_until": it.course.valid_until,
            "result": it.course.result,
        })
    };
    records.iter().filter(|it| !it.is_withdrawn).map(row).collect()
}

/// The firms of the register.
pub struct Firms(pub Accounts);

#[async_trait::async_trait]
impl Holding for Firms {
    fn name(&self) -> &'static str {
        FIRM
    }

    fn title(&self) -> &'static str {
        "accounts-held-firm"
    }

    fn kinds(&self) -> &'static [&'static str] {
        &[FIRM]
    }

    fn fields(&self) -> &'static [DataField] {
        const FIELDS: &[DataField] = &[
            known("name", ["法人名称", "法人名稱", "Name of the firm"], "GB/T 36104"),
            known(
                "credit_code",
                ["统一社会信用代码", "統一社會信用代碼", "Unified social credit code"],
                "GB 32100",
            ),
            known(
                "legal_representative",
                ["法定代表人", "法定代表人", "Legal representative"],
                "GB/T 36104",
            ),
            known("address", ["住所", "住所", "Address"], "GB/T 36104"),
            known("email", ["电子邮箱", "電子信箱", "E-mail address"], "RFC 5321"),
            known("email_language", ["邮件语言", "郵件語言", "Language of e-mails"], "BCP 47"),
            open("members", ["企业成员", "企業成員", "Members"]),
        ];
        FIELDS
    }

    async fn about(&self, subject: SubjectId) -> anyhow::Result<Vec<Record>> {
        let id = FirmId::from_uuid(subject.uuid());
        let Some((firm, _)) = self.0.ledger().load::<Firm>(id).await? else {
            return Ok(Vec::new());
        };
        let Some(facts) = self.0.firm_facts(id).await? else { return Ok(Vec::new()) };
        let contact = self.0.contact(subject).await.map_err(anyhow::Error::msg)?;
        let data = json!({
            "name": facts.name,
            "credit_code": facts.credit_code,
            "legal_representative": facts.legal_representative,
            "address": facts.address,
            "email": contact.as_ref().map(|it| &it.email),
            "email_language": contact.as_ref().map(|it| it.lang),
            "members": firm.members,
        });
        let (id, files) = (id.to_string(), Vec::new());
        Ok(vec![Record { kind: FIRM, id, concluded_on: None, data, files }])
    }
}
