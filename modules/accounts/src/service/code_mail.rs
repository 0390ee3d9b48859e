//! The e-mail that brings a code. It names nobody: the address may be somebody else's.

use jiff::Timestamp;
use kernel::LocalText;
use notify::{Contact, Mail};

use super::contact::CODE_LIFE;

/// The e-mail with a code for an address that is to be confirmed.
pub(super) fn code_mail(id: String, contact: Contact, code: &str, at: Timestamp) -> Mail {
    let lang = contact.lang;
    Mail {
        id,
        to: contact.email,
        subject: subject().get(lang).to_owned(),
        text: text(code, CODE_LIFE.as_mins()).get(lang).to_owned(),
        lang,
        at,
    }
}

fn subject() -> LocalText {
    LocalText {
        zh_hans: "一窗：确认您的邮箱".into(),
        zh_hant: "一窗：確認您的郵箱".into(),
        en: "Onewindow: confirm your e-mail address".into(),
    }
}

fn text(code: &str, minutes: i64) -> LocalText {
    LocalText {
        zh_hans: format!(
            "验证码：{code}\n\n请在 {minutes} 分钟内填到刚才的页面上，以后您的消息也会发到这个邮箱。\n\n\
             如果不是您本人操作，不用理会：没有验证码，我们不会再往这里发邮件。\
             请不要把验证码告诉任何人。\n"
        ),
        zh_hant: format!(
            "驗證碼：{code}\n\n請在 {minutes} 分鐘內填到剛才的頁面上，以後您的消息也會發到這個郵箱。\n\n\
             如果不是您本人操作，不用理會：沒有驗證碼，我們不會再往這裏發郵件。\
             請不要把驗證碼告訴任何人。\n"
        ),
        en: format!(
            "Code: {code}\n\nEnter it within {minutes} minutes on the page where you asked for it. \
             From then on your messages also come to this address.\n\n\
             If you did not ask for this, do nothing: without the code we send nothing more here. \
             Do not tell the code to anybody.\n"
        ),
    }
}
