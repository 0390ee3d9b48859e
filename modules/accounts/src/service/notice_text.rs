//! What people are told when their means of signing in change. It names neither the device nor
//! what was typed.

use kernel::LocalText;

fn local(zh_hans: &str, zh_hant: &str, en: &str) -> LocalText {
    LocalText { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() }
}

/// Title and text for an event's word.
pub(super) fn change(word: &str) -> (LocalText, LocalText) {
    let (hans, hant, en) = what(word);
    let title = local(hans, hant, en);
    let body = if word == "account.many_tries" {
        local(
            "有人多次输错您的密码，没有登录成功。如果不是您本人，可以到“登录与安全”改密码，或者打开两步验证。",
            "有人多次輸錯您的密碼，沒有登錄成功。如果不是您本人，可以到「登錄與安全」改密碼，或者打開兩步驗證。",
            "Somebody entered a wrong password for your account many times and did not get in. If it \
             was not you, you can change your password or turn on the second step under Sign-in and \
             security.",
        )
    } else {
        local(
            "如果是您本人操作，不用理会。如果不是，请马上到“登录与安全”结束其他登录，并到办事大厅核对。",
            "如果是您本人操作，不用理會。如果不是，請馬上到「登錄與安全」結束其他登錄，並到辦事大廳核對。",
            "If this was you, there is nothing to do. If it was not, end the other sign-ins under \
             Sign-in and security at once and come to a service hall.",
        )
    };
    (title, body)
}

fn what(word: &str) -> (&'static str, &'static str, &'static str) {
    match word {
        "account.password_changed" => ("密码已修改", "密碼已修改", "Your password was changed"),
        "account.code_set" => {
            ("验证码应用已设置", "驗證碼應用已設置", "An authenticator app was set up")
        }
        "account.code_removed" => {
            ("验证码应用已停用", "驗證碼應用已停用", "Your authenticator app was removed")
        }
        "account.passkey_added" => ("通行密钥已添加", "通行密鑰已添加", "A passkey was added"),
        "account.passkey_removed" => ("通行密钥已删除", "通行密鑰已刪除", "A passkey was removed"),
        "account.backup_codes_made" => {
            ("备用码已重新生成", "備用碼已重新生成", "New backup codes were made")
        }
        "account.backup_code_used" => {
            ("用备用码登录了一次", "用備用碼登錄了一次", "A backup code was used to sign in")
        }
        "account.factors_reset" => (
            "管理员已清除您的两步验证，下次登录时请重新设置",
            "管理員已清除您的兩步驗證，下次登錄時請重新設置",
            "An administrator cleared your second step; set it up again at the next sign-in",
        ),
        "account.contact_confirmed" => (
            "接收消息的邮箱已更换",
            "接收消息的郵箱已更換",
            "The e-mail address for messages was changed",
        ),
        "account.contact_removed" => {
            ("不再向邮箱发消息", "不再向郵箱發消息", "No more messages go to your e-mail address")
        }
        "account.contact_left" => (
            "一窗：以后不再向这个邮箱发消息",
            "一窗：以後不再向這個郵箱發消息",
            "Onewindow: no more messages go to this address",
        ),
        _ => (
            "有人多次尝试登录您的账号",
            "有人多次嘗試登錄您的賬號",
            "Many tries to sign in to your account",
        ),
    }
}
