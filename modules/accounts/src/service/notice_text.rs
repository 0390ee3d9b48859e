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
    let body = if let Some(body) = own_body(word) {
        body
    } else if word == "account.many_tries" {
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

/// What is said besides the title where something else than usual is to be done.
fn own_body(word: &str) -> Option<LocalText> {
    Some(match word {
        "account.recovery_begun" => local(
            "等待的时间过去以后，才能设置新密码。如果不是您本人操作，请打开下面的网页，点“不重设”；用现在的密码登录一次也可以。两步验证不会取消。",
            "等待的時間過去以後，才能設置新密碼。如果不是您本人操作，請打開下面的網頁，點「不重設」；用現在的密碼登錄一次也可以。兩步驗證不會取消。",
            "A new password can be set only after a waiting time. If it was not you, open the page below \
             and press “Keep the password”, or sign in once with your present one. Your second step \
             stays as it is.",
        ),
        "account.recovery_cancelled" => local(
            "密码没有变。忘记密码的，可以再申请一次，或者带身份证到办事大厅。",
            "密碼沒有變。忘記密碼的，可以再申請一次，或者帶身份證到辦事大廳。",
            "Your password is the same. If you forgot it, you can ask again or come to a service hall \
             with your identity card.",
        ),
        "account.blocked" => local(
            "这个账号暂时不能登录。有疑问的，请带身份证到办事大厅；工作人员请找本单位的管理员。",
            "這個賬號暫時不能登錄。有疑問的，請帶身份證到辦事大廳；工作人員請找本單位的管理員。",
            "Nobody can sign in with it for now. If you have a question, come to a service hall with \
             your identity card; staff turn to their administrator.",
        ),
        _ => return None,
    })
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
        _ => of_access(word),
    }
}

/// What administrators did, what a recovery came to, and tries that led nowhere.
fn of_access(word: &str) -> (&'static str, &'static str, &'static str) {
    match word {
        "account.blocked" => {
            ("管理员已停用您的账号", "管理員已停用您的賬號", "An administrator closed your account")
        }
        "account.unblocked" => {
            ("您的账号可以重新使用了", "您的賬號可以重新使用了", "Your account can be used again")
        }
        "account.sessions_ended" => (
            "管理员已让您在一些设备上退出登录",
            "管理員已讓您在一些設備上退出登錄",
            "An administrator signed you out on some devices",
        ),
        "account.recovery_begun" => (
            "有人要重设您的密码",
            "有人要重設您的密碼",
            "Somebody wants to set a new password for your account",
        ),
        "account.recovery_cancelled" => {
            ("重设密码已取消", "重設密碼已取消", "No new password is set for your account")
        }
        "account.activation_issued" => (
            "管理员给您的账号发了激活码",
            "管理員給您的賬號發了激活碼",
            "An administrator issued an activation code for your account",
        ),
        "account.activated" => (
            "您的账号已用激活码设置密码",
            "您的賬號已用激活碼設置密碼",
            "A password was set with an activation code",
        ),
        _ => (
            "有人多次尝试登录您的账号",
            "有人多次嘗試登錄您的賬號",
            "Many tries to sign in to your account",
        ),
    }
}
