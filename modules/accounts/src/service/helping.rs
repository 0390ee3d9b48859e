//! What helpers do is kept for the people they do it for, and told to them: each act, whatever
//! subject it belongs to. It follows from the events, so that no subject can forget it.

use accounts_domain::Party;
use kernel::{
    Actor, LocalText,
    id::{AccountId, EventId, SubjectId},
};
use ledger::{Consumer, Delivery, Handler, StoreError, Write, derived_command};
use notify::{Message, Messages};
use serde::Deserialize;

use super::{Accounts, RegisterError};
use crate::{policy, store};

/// The acts of helpers, wherever they happen.
pub const CONSUMER: Consumer = Consumer {
    name: "accounts.helping",
    words: &[
        "application.started",
        "application.saved",
        "application.discarded",
        "material.added",
        "material.removed",
        "case.submitted",
        "case.corrected",
        "case.withdrawn",
        "case.delivered",
        "rating.rated",
    ],
};

/// So many acts are shown.
const SHOWN: u32 = 50;

/// An act of a helper, as the principal sees it.
pub struct DeedView {
    /// When.
    pub at: jiff::Timestamp,
    /// Whose.
    pub helper: String,
    /// The event's word.
    pub word: String,
    /// The service's name; its id where it is unknown, empty where there is none.
    pub service: LocalText,
}

/// Of every event what is needed here.
#[derive(Deserialize)]
struct About {
    #[serde(default)]
    service: String,
    #[serde(default)]
    party: Option<Party>,
}

/// Notes and tells what helpers do.
pub struct Helping {
    accounts: Accounts,
    messages: Messages,
}

impl Helping {
    pub fn new(accounts: Accounts) -> Self {
        let messages = Messages::new(accounts.ledger().clone());
        Self { accounts, messages }
    }

    /// Puts it into the box. What is filled in page by page is told once a day for each matter;
    /// what has an effect outside is told each time. The message has an id of its own: the subject
    /// that the event belongs to may tell the same person something about it under the event's.
    async fn tell(&self, deed: &Deed, event: EventId) -> Result<(), String> {
        let down = |error: &dyn std::fmt::Display| error.to_string();
        let accounts = &self.accounts;
        let helper = accounts.facts(deed.helper).await.map_err(|it| down(&it))?;
        let helper = helper.map(|it| it.name).unwrap_or_default();
        let service = accounts.service_name(&deed.service);
        let cause = if is_preparing(&deed.word) {
            let day = accounts.ledger().clock().zone().to_datetime(deed.at).date();
            let from = format!("{}/{}/{day}", deed.matter, deed.helper);
            derived_command("accounts.prepared", from)
        } else {
            derived_command("accounts.helped", event)
        };
        let id = EventId::from_uuid(cause.uuid());
        let message = Message {
            to: deed.principal,
            title: title(&deed.word, &helper),
            body: body(&service),
            link: Some("/my/mandates".to_owned()),
            matter: format!("helped/{}", deed.matter),
        };
        self.messages.send(id, message).await.map(|_| ()).map_err(|it| down(&it))
    }
}

struct Deed {
    principal: SubjectId,
    helper: AccountId,
    at: jiff::Timestamp,
    word: String,
    matter: String,
    service: String,
}

#[async_trait::async_trait]
impl Handler for Helping {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let down = |error: StoreError| error.to_string();
        let event = delivery.event::<About>().map_err(down)?;
        let party = event.event.party.as_ref();
        let Some((helper, principal)) = helped(&event.by, party) else { return Ok(()) };
        // A firm is not helped but acted for, and knows its members.
        if self.accounts.is_firm(principal).await.map_err(|it| it.to_string())? {
            return Ok(());
        }
        let matter = delivery.key.clone();
        let service = match event.event.service {
            service if service.is_empty() => {
                self.accounts.service_of(&matter).await.map_err(down)?
            }
            service => service,
        };
        let deed =
            Deed { principal, helper, at: event.at, word: delivery.word.clone(), matter, service };
        self.accounts.keep_deed(&deed, event.id).await.map_err(down)?;
        self.tell(&deed, event.id).await
    }
}

/// Who helped whom, if it was done for somebody else; also where a clerk typed what the helper said.
fn helped(by: &Actor, party: Option<&Party>) -> Option<(AccountId, SubjectId)> {
    if by.role.is_staff() {
        let party = party?;
        return Some((party.helper()?, party.subject));
    }
    let (helper, principal) = (by.account?, by.acting_for?);
    (helper.subject() != principal).then_some((helper, principal))
}

impl Accounts {
    async fn is_firm(&self, subject: SubjectId) -> Result<bool, StoreError> {
        Ok(self.ledger().load::<accounts_domain::Firm>(subject).await?.is_some())
    }

    async fn service_of(&self, matter: &str) -> Result<String, StoreError> {
        let rows = self.ledger().rows(&store::SERVICE_OF, &[matter.into()]).await?;
        Ok(rows.first().map_or(Ok(""), |row| row.text(0))?.to_owned())
    }

    async fn keep_deed(&self, deed: &Deed, event: EventId) -> Result<(), StoreError> {
        let args = vec![
            deed.principal.to_string().into(),
            deed.at.into(),
            event.to_string().into(),
            deed.helper.to_string().into(),
            (&deed.word).into(),
            (&deed.matter).into(),
            (&deed.service).into(),
        ];
        self.ledger().housekeep(vec![Write::new(&store::KEEP_DEED, args)]).await
    }

    fn service_name(&self, service: &str) -> LocalText {
        self.offered(service).map_or_else(|| LocalText::same(service), |it| it.name)
    }

    /// What helpers did for the actor, newest first.
    ///
    /// # Errors
    /// [`RegisterError`].
    pub async fn deeds(&self, actor: &Actor) -> Result<Vec<DeedView>, RegisterError> {
        let held = [authz::Relation::Own];
        self.policy().require(actor, policy::READ_MANDATES, &held)?;
        self.deeds_of(super::act_for::own(actor)?, SHOWN).await
    }

    /// The last acts of a person's helpers, newest first.
    pub(crate) async fn deeds_of(
        &self,
        account: AccountId,
        limit: u32,
    ) -> Result<Vec<DeedView>, RegisterError> {
        let args = [account.to_string().into(), jiff::Timestamp::MAX.into(), limit.into()];
        let rows = self.ledger().rows(&store::DEEDS, &args).await?;
        let mut deeds = Vec::new();
        for row in rows {
            let helper = self.facts(row.parsed(2)?).await?.map(|it| it.name);
            deeds.push(DeedView {
                at: row.instant(0)?,
                helper: helper.unwrap_or_default(),
                word: row.text(3)?.to_owned(),
                service: self.service_name(row.text(5)?),
            });
        }
        Ok(deeds)
    }
}

/// Whether it is a step of filling in.
fn is_preparing(word: &str) -> bool {
    matches!(word, "application.saved" | "material.added" | "material.removed")
}

fn title(word: &str, helper: &str) -> LocalText {
    let (zh_hans, zh_hant, en) = match word {
        "application.started" => {
            ("替您开始了申请", "替您開始了申請", "began an application for you")
        }
        "application.discarded" => {
            ("替您删掉了草稿", "替您刪掉了草稿", "threw a draft of yours away")
        }
        "case.submitted" => {
            ("替您提交了申请", "替您提交了申請", "handed in an application for you")
        }
        "case.corrected" => ("替您提交了补正", "替您提交了補正", "handed in corrections for you"),
        "case.withdrawn" => ("替您撤回了申请", "替您撤回了申請", "withdrew your application"),
        "case.delivered" => ("替您领取了结果", "替您領取了結果", "fetched a result for you"),
        "rating.rated" => ("替您作了评价", "替您作了評價", "rated for you"),
        _ => ("正在替您填写申请", "正在替您填寫申請", "is filling in an application for you"),
    };
    LocalText {
        zh_hans: format!("{helper}{zh_hans}"),
        zh_hant: format!("{helper}{zh_hant}"),
        en: format!("{helper} {en}"),
    }
}

fn body(service: &LocalText) -> LocalText {
    let open = |name: &str, open: &str, close: &str| {
        if name.is_empty() { String::new() } else { format!("{open}{name}{close}") }
    };
    LocalText {
        zh_hans: format!(
            "{}不是您让办的，请马上收回委托，并打 12345 告诉我们。",
            open(&service.zh_hans, "事项：", "。")
        ),
        zh_hant: format!(
            "{}不是您讓辦的，請馬上收回委託，並打 12345 告訴我們。",
            open(&service.zh_hant, "事項：", "。")
        ),
        en: format!(
            "{}If you did not ask for this, take the mandate back at once and call 12345.",
            open(&service.en, "", ". ")
        ),
    }
}
