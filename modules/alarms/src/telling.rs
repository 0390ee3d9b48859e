//! What alarms are called and what to do: on the page, and in messages, which name nobody.

use alarms_domain::AlarmKind;
use kernel::LocalText;

fn text(zh_hans: &str, zh_hant: &str, en: &str) -> LocalText {
    LocalText { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() }
}

/// What has happened.
pub fn title(kind: AlarmKind) -> LocalText {
    match kind {
        AlarmKind::Altered => text("公开内容被改动", "公開內容被改動", "What is shown was altered"),
        AlarmKind::Novelty => {
            text("疑似批量查询", "疑似批次查詢", "Somebody walks through numbers")
        }
        AlarmKind::Burst => text("短时间内大量被拒", "短時間內大量被拒", "Many refusals at once"),
        AlarmKind::Witnesses => text("见证方缺席", "見證方缺席", "Witnesses are missing"),
        AlarmKind::Stopped => {
            text("已停止制发证照", "已停止製發證照", "Licences are not issued any more")
        }
        AlarmKind::Rollback => {
            text("数据库落后于记录", "資料庫落後於記錄", "The database is behind the record")
        }
        AlarmKind::Unsigned => text("记录没有签名", "記錄沒有簽名", "The record is not signed"),
        AlarmKind::Clock => text("时钟异常", "時鐘異常", "The clock is not believed"),
        AlarmKind::Record => text("公开记录中断", "公開記錄中斷", "The record does not go on"),
        AlarmKind::BreakGlass => {
            text("有人正在使用紧急查看", "有人正在使用緊急查看", "Somebody uses emergency access")
        }
    }
}

/// What to do.
pub fn advice(kind: AlarmKind) -> LocalText {
    match kind {
        AlarmKind::Altered => text(
            "相关网页已停止显示。请运行 onewindow verify 找出被改动的行，从备份恢复，并查明是谁改的。",
            "相關網頁已停止顯示。請執行 onewindow verify 找出被改動的列，從備份恢復，並查明是誰改的。",
            "The pages are withheld. Run onewindow verify to find the row, put it right from the backup, and find out who did it.",
        ),
        AlarmKind::Novelty => text(
            "未登录的查询已被限制。请在日志中查看来源，必要时在防火墙拦截。",
            "未登入的查詢已被限制。請在日誌中查看來源，必要時在防火牆攔截。",
            "Look-ups without sign-in are limited. See in the log where they come from, and block them at the firewall if need be.",
        ),
        AlarmKind::Burst => text(
            "请在日志中查看来源；如果集中在一个账号，请联系本人。",
            "請在日誌中查看來源；如果集中在一個帳號，請聯絡本人。",
            "See in the log where they come from. If it is one account, speak to its owner.",
        ),
        AlarmKind::Witnesses => text(
            "请检查见证方。超过 15 分钟将停止制发证照。",
            "請檢查見證方。超過 15 分鐘將停止製發證照。",
            "Look after the witnesses. After 15 minutes licences are not issued any more.",
        ),
        AlarmKind::Stopped => text(
            "请恢复见证方，之后证照会自动制发。",
            "請恢復見證方，之後證照會自動製發。",
            "Bring the witnesses back; licences go on by themselves.",
        ),
        AlarmKind::Rollback => text(
            "请停止程序，按运维手册恢复最新备份。",
            "請停止程式，按運維手冊恢復最新備份。",
            "Stop the program and restore the newest backup, as the operators' guide says.",
        ),
        AlarmKind::Unsigned => text(
            "请按运维手册设置签名进程和见证方，否则任何事都无法证明。",
            "請按運維手冊設定簽名程序和見證方，否則任何事都無法證明。",
            "Set up the signer and the witnesses, as the operators' guide says. Until then nothing can be proven.",
        ),
        AlarmKind::Clock => text(
            "请核对服务器时间。确认无误后运行 onewindow signer believe-clock。",
            "請核對伺服器時間。確認無誤後執行 onewindow signer believe-clock。",
            "Check the time of the server. Once it is right, run onewindow signer believe-clock.",
        ),
        AlarmKind::Record => text(
            "请在“公开记录”页查看原因，并检查签名进程和磁盘。",
            "請在「公開記錄」頁查看原因，並檢查簽名程序和磁碟。",
            "See the page “Public record” for the cause, and look after the signer and the disk.",
        ),
        AlarmKind::BreakGlass => text(
            "请到工作台的“紧急查看”了解情况，并在结束后 24 小时内核查。",
            "請到工作台的「緊急查看」了解情況，並在結束後 24 小時內核查。",
            "See “Emergency access” at the desk, and review it within 24 hours of its end.",
        ),
    }
}

/// A message: where, and what to do.
pub fn body(kind: AlarmKind, place: &str) -> LocalText {
    let advice = advice(kind);
    let (hans, hant) = ("请到工作台的“警报”登记处理情况。", "請到工作台的「警報」登記處理情況。");
    LocalText {
        zh_hans: format!("位置：{place}。{}{hans}", advice.zh_hans),
        zh_hant: format!("位置：{place}。{}{hant}", advice.zh_hant),
        en: format!(
            "Where: {place}. {} Say at the desk, under “Alarms”, that you have looked at it.",
            advice.en
        ),
    }
}
