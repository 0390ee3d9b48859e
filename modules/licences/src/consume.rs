//! What follows from events: the holder is told.

use std::sync::Arc;

use kernel::{LocalText, Recorded, Words, id::LicenceId};
use ledger::{Consumer, Delivery, Handler};
use licences_domain::LicenceEvent;
use notify::{Message, Messages};

use crate::service::Licensing;

/// The consumer of licences. Issuing is told by the case.
pub const CONSUMER: Consumer = Consumer {
    name: "licences.telling",
    words: &[
        "licence.suspended",
        "licence.restored",
        "licence.revoked",
        "licence.cancelled",
        "licence.reinstated",
        "licence.reissued",
    ],
};

/// Sets the handler of [`CONSUMER`].
pub fn handlers(service: &Licensing) {
    let messages = Messages::new(service.ledger().clone());
    let telling = Telling { service: service.clone(), messages };
    service.ledger().handler(CONSUMER.name, Arc::new(telling));
}

struct Telling {
    service: Licensing,
    messages: Messages,
}

#[async_trait::async_trait]
impl Handler for Telling {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        let id: LicenceId = delivery.key.parse().map_err(|error| format!("{error}"))?;
        let event: Recorded<LicenceEvent> = delivery.event().map_err(|it| it.to_string())?;
        let record = self.service.record(id).await.map_err(|it| it.code().to_owned())?;
        let (Some(record), Some((title, reason))) = (record, title(&event.event)) else {
            return Ok(());
        };
        let message = Message {
            to: record.holder,
            title,
            body: body(&record.name, &record.number, reason),
            link: Some("/my/licences".to_owned()),
            matter: format!("licence/{id}"),
        };
        self.messages.send(event.id, message).await.map_err(|it| it.to_string())?;
        Ok(())
    }
}

fn title(event: &LicenceEvent) -> Option<(LocalText, &Words)> {
    let ((zh_hans, zh_hant, en), reason) = match event {
        LicenceEvent::Issued(_) => return None,
        LicenceEvent::Suspended(why) => {
            (("您的证照已被暂扣", "您的證照已被暫扣", "Your licence was suspended"), &why.reason)
        }
        LicenceEvent::Restored(why) => (
            ("您的证照已恢复有效", "您的證照已恢復有效", "Your licence is valid again"),
            &why.reason,
        ),
        LicenceEvent::Revoked(why) => {
            (("您的证照已被撤销", "您的證照已被撤銷", "Your licence was revoked"), &why.reason)
        }
        LicenceEvent::Cancelled(why) => {
            (("您的证照已注销", "您的證照已註銷", "Your licence was cancelled"), &why.reason)
        }
        LicenceEvent::Reinstated(why) => (
            (
                "更正：您的证照没有被撤销，仍然有效",
                "更正：您的證照沒有被撤銷，仍然有效",
                "Correction: your licence is not revoked, it is valid",
            ),
            &why.reason,
        ),
        LicenceEvent::Reissued(edition) => (
            (
                "您的证照已换发新版，请下载新文件，旧文件不再有效",
                "您的證照已換發新版，請下載新檔案，舊檔案不再有效",
                "Your licence was issued anew: download the new file, the old one counts no more",
            ),
            &edition.reason,
        ),
    };
    Some((LocalText { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() }, reason))
}

fn body(name: &LocalText, number: &str, reason: &Words) -> LocalText {
    LocalText {
        zh_hans: format!("{} {number}。理由：{reason}", name.zh_hans),
        zh_hant: format!("{} {number}。理由：{reason}", name.zh_hant),
        en: format!("{} {number}. Reason: {reason}", name.en),
    }
}
