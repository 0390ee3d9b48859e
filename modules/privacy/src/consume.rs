//! What follows from what people ask: they are told, and closed accounts let go.

use std::sync::Arc;

use kernel::{
    LocalText, Recorded,
    id::{AccountId, SubjectId},
};
use ledger::{Consumer, Delivery, Handler};
use notify::Message;
use privacy_domain::{Correction, Export, Inquiry};

use crate::service::Privacy;

/// The consumers of this subject.
pub const CONSUMERS: &[Consumer] = &[
    Consumer {
        name: "privacy.telling",
        words: &["export.prepared", "inquiry.answered", "correction.decided"],
    },
    Consumer { name: "privacy.closing", words: &["closure.asked"] },
];

/// Sets the handlers of [`CONSUMERS`].
pub fn handlers(privacy: &Privacy) {
    privacy.ledger.handler("privacy.telling", Arc::new(Telling(privacy.clone())));
    privacy.ledger.handler("privacy.closing", Arc::new(Closing(privacy.clone())));
}

fn text(zh_hans: &str, zh_hant: &str, en: &str) -> LocalText {
    LocalText { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() }
}

/// Tells people what became of what they asked.
struct Telling(Privacy);

impl Telling {
    async fn whose(&self, delivery: &Delivery) -> Result<Option<SubjectId>, String> {
        let (ledger, key) = (&self.0.ledger, &delivery.key);
        let word = |error: ledger::StoreError| error.to_string();
        Ok(match delivery.word.as_str() {
            "export.prepared" => {
                ledger.load::<Export>(key).await.map_err(word)?.and_then(|it| it.0.subject)
            }
            "inquiry.answered" => {
                let found = ledger.load::<Inquiry>(key).await.map_err(word)?;
                found.and_then(|it| it.0.question).map(|it| it.subject)
            }
            _ => ledger.load::<Correction>(key).await.map_err(word)?.and_then(|it| it.0.subject),
        })
    }
}

#[async_trait::async_trait]
impl Handler for Telling {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let Some(to) = self.whose(&delivery).await? else { return Ok(()) };
        let (title, body, link) = match delivery.word.as_str() {
            "export.prepared" => (
                text(
                    "您的个人信息副本已生成",
                    "您的個人資料副本已產生",
                    "The copy of your data is ready",
                ),
                text(
                    "请在一天内到“我的数据”下载，过期后副本会被删除。",
                    "請在一天內到「我的數據」下載，過期後副本會被刪除。",
                    "Fetch it within a day under “My data”. The copy is deleted afterwards.",
                ),
                "/my/data",
            ),
            "inquiry.answered" => (
                text(
                    "您对查看记录的询问已有答复",
                    "您對查看紀錄的詢問已有答覆",
                    "Your question about a look at your data was answered",
                ),
                text(
                    "请到“谁查看过我的信息”查看答复。",
                    "請到「誰查看過我的資料」查看答覆。",
                    "The answer is under “Who looked at my data”.",
                ),
                "/my/data/reads",
            ),
            _ => (
                text(
                    "您的更正请求已处理",
                    "您的更正請求已處理",
                    "Your wish to put facts right was decided",
                ),
                text(
                    "请到“更正我的信息”查看结果。",
                    "請到「更正我的資料」查看結果。",
                    "The outcome is under “Put my facts right”.",
                ),
                "/my/data/correct",
            ),
        };
        let event = delivery.event_id().map_err(|error| error.to_string())?;
        let matter = format!("privacy/{}", delivery.key);
        let message = Message { to, title, body, link: Some(link.to_owned()), matter };
        self.0.messages.send(event, message).await.map_err(|error| error.to_string())?;
        Ok(())
    }
}

/// Lets go what no law obliges to keep.
struct Closing(Privacy);

#[async_trait::async_trait]
impl Handler for Closing {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let account: AccountId = delivery.key.parse().map_err(|error| format!("{error}"))?;
        let _: Recorded<privacy_domain::ClosureEvent> =
            delivery.event().map_err(|error| error.to_string())?;
        self.0.let_go(account).await.map_err(|error| format!("{error:#}"))
    }
}
