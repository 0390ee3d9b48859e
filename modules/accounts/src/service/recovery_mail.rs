//! The e-mails of a recovery. They name nobody: a former address may be somebody else's.

use jiff::Timestamp;
use kernel::LocalText;
use notify::{Contact, Mail};

use super::flow::LIFE;

/// The e-mail with a code for somebody who forgot their password.
pub(super) fn code_mail(id: String, contact: Contact, code: &str, at: Timestamp) -> Mail {
    let (subject, text) = (subject(), text(code, LIFE.as_mins()));
    mail(id, contact, (&subject, &text), at)
}

/// The e-mail to an address that the account had before, with the way to prevent it.
pub(super) fn warning_mail(id: String, contact: Contact, link: &str, at: Timestamp) -> Mail {
    let (subject, text) = warning(link);
    mail(id, contact, (&subject, &text), at)
}

fn mail(id: String, to: Contact, (subject, text): (&LocalText, &LocalText), at: Timestamp) -> Mail {
    let lang = to.lang;
    let (subject, text) = (subject.get(lang).to_owned(), text.get(lang).to_owned());
    Mail { id, to: to.email, subject, text, lang, at }
}

fn subject() -> LocalText {
    LocalText {
        zh_hans: "一窗：重设密码的验证码".into(),
        zh_hant: "一窗：重設密碼的驗證碼".into(),
        en: "Onewindow: code for a new password".into(),
    }
}

fn text(code: &str, minutes: i64) -> LocalText {
    LocalText {
        zh_hans: format!(
            "验证码：{code}\n\n请在 {minutes} 分钟内填到刚才的页面上，只能用一次。\n\n\
             如果不是您本人操作，不用理会。请不要把验证码告诉任何人，我们的工作人员也不会问。\n"
        ),
        zh_hant: format!(
            "驗證碼：{code}\n\n請在 {minutes} 分鐘內填到剛才的頁面上，只能用一次。\n\n\
             如果不是您本人操作，不用理會。請不要把驗證碼告訴任何人，我們的工作人員也不會問。\n"
        ),
        en: format!(
            "Code: {code}\n\nEnter it within {minutes} minutes on the page where you asked for it. \
             It counts once.\n\n\
             If you did not ask for this, do nothing. Do not tell the code to anybody; our staff \
             will never ask for it.\n"
        ),
    }
}

fn warning(link: &str) -> (LocalText, LocalText) {
    let subject = LocalText {
        zh_hans: "一窗：有人要重设密码".into(),
        zh_hant: "一窗：有人要重設密碼".into(),
        en: "Onewindow: somebody wants to set a new password".into(),
    };
    let text = LocalText {
        zh_hans: format!(
            "一个以前用这个邮箱收消息的账号，有人要重设密码。\n\n\
             如果是您本人操作，不用理会。如果不是，请打开下面的网址，点“不重设”：\n{link}\n"
        ),
        zh_hant: format!(
            "一個以前用這個郵箱收消息的賬號，有人要重設密碼。\n\n\
             如果是您本人操作，不用理會。如果不是，請打開下面的網址，點「不重設」：\n{link}\n"
        ),
        en: format!(
            "Somebody wants to set a new password for an account whose messages used to come to \
             this address.\n\n\
             If it was you, there is nothing to do. If it was not, open this address and press \
             “Keep the password”:\n{link}\n"
        ),
    };
    (subject, text)
}
