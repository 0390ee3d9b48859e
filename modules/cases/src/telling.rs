//! What an applicant is told in one line, for each event that concerns them.

use cases_domain::CaseEvent;
use kernel::LocalText;

/// The line, or none where there is nothing to tell.
pub(crate) fn title(event: &CaseEvent) -> Option<LocalText> {
    let (zh_hans, zh_hant, en) = match event {
        CaseEvent::Submitted { .. } => {
            ("申请已提交，等待受理", "申請已提交，等待受理", "Your application was received")
        }
        CaseEvent::Returned { .. } => {
            ("请您补正申请", "請您補正申請", "You need to correct something")
        }
        CaseEvent::Accepted { deemed: true, .. } => (
            "已视为受理，从收到材料之日起计算时限",
            "已視為受理，從收到材料之日起計算時限",
            "Accepted by law, from the day it was received",
        ),
        CaseEvent::Accepted { .. } => ("申请已受理", "申請已受理", "Your application was accepted"),
        CaseEvent::NotAccepted { .. } => {
            ("申请不予受理", "申請不予受理", "Your application was not accepted")
        }
        CaseEvent::Suspended { .. } => ("办理时限暂停", "辦理時限暫停", "The clock is paused"),
        CaseEvent::Resumed { .. } => ("办理时限恢复", "辦理時限恢復", "The clock runs again"),
        CaseEvent::DecisionSent { granted: true }
        | CaseEvent::Decided { granted: true, leaves_at: None, .. } => {
            ("已准予，正在制证", "已准予，正在製證", "Granted; the result is being made")
        }
        CaseEvent::DecisionSent { .. } | CaseEvent::Decided { leaves_at: None, .. } => {
            ("决定不予许可", "決定不予許可", "Your application was refused")
        }
        CaseEvent::DecisionAmended { .. } => (
            "决定书有更正，请看更正通知书",
            "決定書有更正，請看更正通知書",
            "Your decision was put right",
        ),
        CaseEvent::Issued { .. } => {
            ("已办结，可以下载结果", "已辦結，可以下載結果", "Done: you can download the result")
        }
        CaseEvent::Recomputed { .. } => {
            ("办理期限有变化", "辦理期限有變化", "Your due date has changed")
        }
        // Nobody is told of a decision that has not left.
        CaseEvent::Decided { .. }
        | CaseEvent::DecisionUndone
        | CaseEvent::Corrected { .. }
        | CaseEvent::Reviewed { .. }
        | CaseEvent::Delivered { .. }
        | CaseEvent::Withdrawn { .. } => return None,
    };
    Some(LocalText { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() })
}

/// What supervisors are told when somebody breaks the glass: nothing personal.
pub(crate) fn alarm() -> LocalText {
    LocalText {
        zh_hans: "有人正在使用紧急查看".into(),
        zh_hant: "有人正在使用緊急查看".into(),
        en: "Somebody is using emergency access".into(),
    }
}

/// What they have to do.
pub(crate) fn alarm_body() -> LocalText {
    LocalText {
        zh_hans: "请到工作台的“紧急查看”了解情况，并在结束后 24 小时内核查。".into(),
        zh_hant: "請到工作台的「緊急查看」了解情況，並在結束後 24 小時內核查。".into(),
        en: "See “Emergency access” at the desk, and review it within 24 hours of its end.".into(),
    }
}
