//! What alarms are called and what to do: on the page, and in messages, which name nobody. The words
//! stand in the files of the languages; a kind without words stops the start.

use alarms_domain::AlarmKind;
use kernel::{Lang, LocalText};
use web::Words;

use crate::LOCALES;

/// The words of this subject, for whoever has no page before them.
pub struct Telling(Words);

impl Telling {
    /// Reads them.
    ///
    /// # Errors
    /// When they cannot be read, or a kind has none.
    pub fn read() -> anyhow::Result<Self> {
        let words = Words::read(&[LOCALES])?;
        for key in AlarmKind::ALL.into_iter().flat_map(|it| [title_key(it), advice_key(it)]) {
            let missing = Lang::ALL.into_iter().find(|lang| !words.has(*lang, &key));
            if let Some(lang) = missing {
                anyhow::bail!("alarms: no {key} in {}", lang.tag());
            }
        }
        Ok(Self(words))
    }

    /// What has happened.
    pub fn title(&self, kind: AlarmKind) -> LocalText {
        self.0.all(&title_key(kind), &[])
    }

    /// A message: where, and what to do.
    pub fn body(&self, kind: AlarmKind, place: &str) -> LocalText {
        let say = |lang: Lang| {
            let advice = self.0.with(lang, &advice_key(kind), &[]);
            self.0.with(lang, "alarms-told", &[("place", &place), ("advice", &advice)])
        };
        LocalText { zh_hans: say(Lang::ZhHans), zh_hant: say(Lang::ZhHant), en: say(Lang::En) }
    }
}

/// The key of what has happened.
pub fn title_key(kind: AlarmKind) -> String {
    format!("alarms-kind-{}", kind.word())
}

/// The key of what to do.
pub fn advice_key(kind: AlarmKind) -> String {
    format!("alarms-advice-{}", kind.word())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_words_in_every_language_and_a_message_says_where_and_what_to_do() {
        let telling = Telling::read().unwrap();
        for kind in AlarmKind::ALL {
            let (title, body) = (telling.title(kind), telling.body(kind, "page/home"));
            for lang in Lang::ALL {
                assert!(!title.get(lang).contains("alarms-"), "{kind:?} {lang:?}");
                let body = body.get(lang);
                assert!(body.contains("page/home"), "{kind:?}: {body}");
                assert!(!body.contains("alarms-") && body.len() > 60, "{kind:?}: {body}");
            }
        }
        let told = telling.body(AlarmKind::Stopped, "record");
        assert_eq!(
            told.zh_hans,
            "位置：record。请恢复见证方，之后证照会自动制发。请到工作台的“警报”登记处理情况。"
        );
    }
}
