//! Acts that nobody can simply take back. Whoever does one types the name or the number of what it
//! hits and says why, from a list; the server compares both. The words differ from act to act, so
//! that no hand learns them by heart.

use crate::{Choice, ErrorLink, Failure, FieldError, Posted, Visitor};

/// An act that nobody can simply take back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grave {
    /// What the keys of its words begin with, such as `cases-grave-drop-`: `…type` and `…mistyped` say
    /// what has to be typed, `…why` asks for the reason, and `…why-<code>` names each.
    pub words: &'static str,
    /// The codes of its reasons.
    pub reasons: &'static [&'static str],
}

/// What somebody typed and chose before such an act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meant {
    /// The name or the number, as it was typed.
    pub typed: String,
    /// The code of the reason.
    pub why: String,
}

impl Meant {
    /// As a form sends it.
    pub fn read(posted: &Posted) -> Self {
        Self { typed: posted.get("typed").to_owned(), why: posted.get("why").to_owned() }
    }
}

/// What is missing before such an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The act.
    pub grave: Grave,
    /// What should have been typed.
    pub name: String,
    /// What was typed is not the name.
    pub is_mistyped: bool,
    /// No reason of the list was chosen.
    pub has_no_reason: bool,
}

/// What the macro `grave` of `components.html` draws: an input and radios.
#[derive(Debug, Clone, Default)]
pub struct GraveView {
    /// Tells the ids of several such forms of a page apart.
    pub id: String,
    /// What has to be typed.
    pub label: String,
    /// What was typed.
    pub typed: String,
    /// What is wrong with it.
    pub mistyped: Option<String>,
    /// The question for the reason.
    pub legend: String,
    /// The reasons.
    pub reasons: Vec<Choice>,
    /// That none was chosen.
    pub unchosen: Option<String>,
}

impl Grave {
    /// Whether it is meant: `name` was typed, but for blanks, and a reason was chosen.
    ///
    /// # Errors
    /// [`Doubt`].
    pub fn check(&self, name: &str, meant: &Meant) -> Result<(), Doubt> {
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        let is_mistyped = bare(name).is_empty() || bare(name) != bare(&meant.typed);
        let has_no_reason = !self.reasons.contains(&meant.why.as_str());
        if is_mistyped || has_no_reason {
            return Err(Doubt { grave: *self, name: name.to_owned(), is_mistyped, has_no_reason });
        }
        Ok(())
    }

    /// Its part of a form, with what was sent and what is missing.
    pub fn view(
        &self,
        visitor: &Visitor,
        id: &str,
        name: &str,
        sent: Option<(&Meant, Option<&Doubt>)>,
    ) -> GraveView {
        let key = |part: &str| format!("{}{part}", self.words);
        let meant = sent.map(|it| it.0.clone()).unwrap_or_default();
        let doubt = sent.and_then(|it| it.1);
        let choice = |code: &&str| Choice {
            value: (*code).to_owned(),
            label: visitor.t(&key(&format!("why-{code}"))).to_owned(),
            checked: meant.why == **code,
        };
        GraveView {
            id: id.to_owned(),
            label: visitor.tr(&key("type"), &[("name", &name)]),
            mistyped: doubt.filter(|it| it.is_mistyped).map(|it| it.mistyped(visitor)),
            legend: visitor.t(&key("why")).to_owned(),
            reasons: self.reasons.iter().map(choice).collect(),
            unchosen: doubt
                .filter(|it| it.has_no_reason)
                .map(|_| visitor.t("web-grave-no-reason").to_owned()),
            typed: meant.typed,
        }
    }
}

impl Doubt {
    /// What a machine is answered: the members `typed` and `why`, and what to do.
    pub fn failure(&self, visitor: &Visitor) -> Failure {
        let error = |field: &str, code: &str, message: String| FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message,
        };
        let typed = self.is_mistyped.then(|| error("typed", "mistyped", self.mistyped(visitor)));
        let no_reason = || visitor.t("web-grave-no-reason").to_owned();
        let why = self.has_no_reason.then(|| error("why", "required", no_reason()));
        Failure::Invalid(typed.into_iter().chain(why).collect())
    }

    fn mistyped(&self, visitor: &Visitor) -> String {
        visitor.tr(&format!("{}mistyped", self.grave.words), &[("name", &self.name)])
    }
}

impl GraveView {
    /// The lines of the error summary.
    pub fn error_links(&self) -> Vec<ErrorLink> {
        let link = |href: String, text: &String| ErrorLink { href, text: text.clone() };
        let typed = self.mistyped.as_ref().map(|it| link(format!("#typed-{}", self.id), it));
        let why = self.unchosen.as_ref().map(|it| link(format!("#why-{}-1", self.id), it));
        typed.into_iter().chain(why).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSING: Grave = Grave { words: "test-closing-", reasons: &["lost", "other"] };

    fn meant(typed: &str, why: &str) -> Meant {
        Meant { typed: typed.to_owned(), why: why.to_owned() }
    }

    #[test]
    fn the_name_and_a_reason_of_the_list_are_both_needed() {
        assert_eq!(CLOSING.check("陈雨禾", &meant("陈 雨禾", "lost")), Ok(()));
        let lacks = |typed: &str, why: &str| {
            let doubt = CLOSING.check("陈雨禾", &meant(typed, why)).unwrap_err();
            (doubt.is_mistyped, doubt.has_no_reason)
        };
        for typed in ["", "陈雨", "陈雨禾禾", "yes"] {
            assert_eq!(lacks(typed, "lost"), (true, false), "{typed}");
        }
        for why in ["", "because", "LOST"] {
            assert_eq!(lacks("陈雨禾", why), (false, true), "{why}");
        }
        assert_eq!(lacks("", ""), (true, true));
    }

    #[test]
    fn what_has_no_name_is_never_meant() {
        assert!(CLOSING.check(" ", &meant("", "lost")).is_err());
    }
}
