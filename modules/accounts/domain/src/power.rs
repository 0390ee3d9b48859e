//! Who may act for whom: what is done in somebody else's name, within which bounds, and the one
//! question that every subject asks before and while it is done.

use std::collections::BTreeSet;

use kernel::{
    Actor, Condition, Given, LocalText,
    id::{AccountId, FirmId, MandateId, SubjectId},
};
use serde::{Deserialize, Serialize};

use crate::{Firm, Mandate, RegisterDown};

/// What can be done for somebody else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Begin, fill in and hand in an application; take it back.
    Apply,
    /// Correct what was returned.
    Correct,
    /// See how matters stand, with letters and messages.
    Track,
    /// Fetch the result.
    Fetch,
    /// See and use what is stored about them: registered facts and licences.
    SeeData,
}

impl Act {
    /// All acts, in the order of pages.
    pub const ALL: [Act; 5] = [Act::Apply, Act::Correct, Act::Track, Act::Fetch, Act::SeeData];

    /// The act's word in forms and interfaces.
    pub const fn word(self) -> &'static str {
        match self {
            Act::Apply => "apply",
            Act::Correct => "correct",
            Act::Track => "track",
            Act::Fetch => "fetch",
            Act::SeeData => "see_data",
        }
    }

    /// Reads [`Act::word`].
    pub fn parse(word: &str) -> Option<Act> {
        Act::ALL.into_iter().find(|act| act.word() == word)
    }
}

/// For which services.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Scope {
    /// All of them.
    #[default]
    All,
    /// Those of these themes, and these.
    Named {
        /// Codes of themes.
        #[serde(default)]
        themes: BTreeSet<String>,
        /// Ids of services.
        #[serde(default)]
        services: BTreeSet<String>,
    },
}

impl Scope {
    /// Whether it covers what is done. What is not about one service, such as a box of messages,
    /// needs all of them.
    pub fn covers(&self, matter: Option<&Matter>) -> bool {
        match (self, matter) {
            (Scope::All, _) => true,
            (Scope::Named { .. }, None) => false,
            (Scope::Named { themes, services }, Some(matter)) => {
                services.contains(&matter.service)
                    || matter.themes.iter().any(|it| themes.contains(it))
            }
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Scope::Named { themes, services } if themes.is_empty() && services.is_empty())
    }
}

/// The service that something is about, with its themes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Matter {
    /// The service's id.
    pub service: String,
    /// The codes of its themes.
    pub themes: BTreeSet<String>,
}

/// Something that is done in somebody's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What.
    pub act: Act,
    /// About which service; none where it is not about one, which needs all of them.
    pub matter: Option<Matter>,
}

/// Why somebody may not act for another, at least not so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
pub enum NoPower {
    /// Neither member nor helper, or no longer.
    #[error("they do not act for them")]
    None,
    /// A member who has not been confirmed yet.
    #[error("their membership is not confirmed")]
    Unconfirmed,
    /// A member who is suspended.
    #[error("their membership is suspended")]
    Suspended,
    /// A mandate that has not begun or is over.
    #[error("the mandate is not in force")]
    Expired,
    /// The act is not among those that were allowed.
    #[error("this act is not within the scope")]
    Act,
    /// The service is not among those that were allowed.
    #[error("this service is not within the scope")]
    Service,
}

impl NoPower {
    /// All reasons.
    pub const ALL: [NoPower; 6] = [
        NoPower::None,
        NoPower::Unconfirmed,
        NoPower::Suspended,
        NoPower::Expired,
        NoPower::Act,
        NoPower::Service,
    ];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            NoPower::None => "power.none",
            NoPower::Unconfirmed => "power.unconfirmed",
            NoPower::Suspended => "power.suspended",
            NoPower::Expired => "power.expired",
            NoPower::Act => "power.act",
            NoPower::Service => "power.service",
        }
    }

    /// Reads [`NoPower::code`].
    pub fn parse(code: &str) -> Option<NoPower> {
        NoPower::ALL.into_iter().find(|it| it.code() == code)
    }

    /// What to do about it, the same on every page and interface.
    pub fn words(self) -> LocalText {
        let (zh_hans, zh_hant, en) = match self {
            NoPower::None => (
                "您现在不能替对方办这件事。请先切换成自己的身份；还想帮忙的，请对方重新委托您。",
                "您現在不能替對方辦這件事。請先切換成自己的身份；還想幫忙的，請對方重新委託您。",
                "You may not act for them any more. Switch back to yourself; if you still want to help, ask them for a new mandate.",
            ),
            NoPower::Unconfirmed => (
                "您加入这家企业还没有得到确认，请联系企业的管理员。",
                "您加入這家企業還沒有得到確認，請聯繫企業的管理員。",
                "Your membership of this firm is not confirmed yet. Ask its administrator.",
            ),
            NoPower::Suspended => (
                "这家企业暂停了您的权限，请联系企业的管理员。",
                "這家企業暫停了您的權限，請聯繫企業的管理員。",
                "This firm has suspended your membership. Ask its administrator.",
            ),
            NoPower::Expired => (
                "委托不在有效期内，请对方重新委托您。",
                "委託不在有效期內，請對方重新委託您。",
                "The mandate is not in force. Ask them for a new one.",
            ),
            NoPower::Act => (
                "对方没有让您办这一步，请对方自己办，或者重新委托时选上。",
                "對方沒有讓您辦這一步，請對方自己辦，或者重新委託時選上。",
                "You were not allowed this step. Ask them to do it themselves, or to include it in a new mandate.",
            ),
            NoPower::Service => (
                "这个事项不在委托的范围里，请对方自己办，或者重新委托时选上。",
                "這個事項不在委託的範圍裡，請對方自己辦，或者重新委託時選上。",
                "This service is not part of what you were asked to do. Ask them to do it themselves, or to include it in a new mandate.",
            ),
        };
        LocalText { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() }
    }
}

/// That a person may do something for a firm: holds as long as they are a confirmed member whose
/// role and scope allow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirmPower {
    /// The firm.
    pub firm: FirmId,
    /// The person who acts.
    pub member: AccountId,
    /// What is done.
    pub deed: Deed,
}

impl Condition for FirmPower {
    type On = Firm;

    fn key(&self) -> String {
        self.firm.to_string()
    }

    fn check(&self, firm: &Firm, _: &Given) -> Result<(), &'static str> {
        firm.allows(self.member, &self.deed).map_err(NoPower::code)
    }
}

/// That a person may do something for another: holds as long as the mandate is in force and
/// allows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandatePower {
    /// The mandate.
    pub mandate: MandateId,
    /// The person who acts.
    pub helper: AccountId,
    /// What is done.
    pub deed: Deed,
}

impl Condition for MandatePower {
    type On = Mandate;

    fn key(&self) -> String {
        self.mandate.to_string()
    }

    fn check(&self, mandate: &Mandate, given: &Given) -> Result<(), &'static str> {
        mandate.allows(self.helper, &self.deed, given.today).map_err(NoPower::code)
    }
}

/// In which right somebody acts. Whoever carries out a command in that right gives both parts to
/// the ledger as conditions, so that they count in the moment of the deed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Power {
    /// As a member of a firm.
    pub firm: Option<FirmPower>,
    /// As a helper of a person.
    pub mandate: Option<MandatePower>,
}

impl Power {
    /// In one's own matter, or in that of an office: nothing further has to hold.
    pub const OWN: Power = Power { firm: None, mandate: None };

    /// Whether it is the matter of somebody else, a person, whom one helps.
    pub fn is_help(&self) -> bool {
        self.mandate.is_some()
    }
}

/// Why the question who may act for whom has no answer that lets somebody act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Powerless {
    /// It is neither the actor's own matter nor that of the one for whom they act: to them it
    /// does not exist.
    #[error("it is not theirs")]
    NotTheirs,
    /// They act for the one whose matter it is, but may not do this.
    #[error(transparent)]
    Refused(#[from] NoPower),
    /// The register does not answer.
    #[error(transparent)]
    Down(#[from] RegisterDown),
}

/// The one question about acting for others.
#[async_trait::async_trait]
pub trait Powers: Send + Sync {
    /// In which right the actor may do `act` about `service` in the matter of `subject`. The
    /// session's own choice counts: who acts for one firm has nothing to say in the matter of
    /// another, nor in their own.
    async fn power(
        &self,
        actor: &Actor,
        subject: SubjectId,
        act: Act,
        service: Option<&str>,
    ) -> Result<Power, Powerless>;

    /// Those of `services` about which the actor may do `act` for the one for whom they act now;
    /// all of them in their own matters.
    async fn permitted(
        &self,
        actor: &Actor,
        act: Act,
        services: BTreeSet<String>,
    ) -> Result<BTreeSet<String>, RegisterDown>;

    /// In which right a person who stands at the counter acts for another person.
    async fn power_of(
        &self,
        helper: AccountId,
        principal: AccountId,
        act: Act,
        service: Option<&str>,
    ) -> Result<Power, Powerless>;
}

/// A service that can be named in a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedService {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: LocalText,
    /// The codes of its themes.
    pub themes: BTreeSet<String>,
}

/// A theme that can be named in a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedTheme {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: LocalText,
}

/// What there is to name in a scope; a later subject knows it and brings it along at its start.
pub trait Offer: Send + Sync {
    /// A published service, also a withdrawn one, whose cases go on.
    fn service(&self, id: &str) -> Option<OfferedService>;

    /// The published services, in the order in which people look for them.
    fn services(&self) -> Vec<OfferedService>;

    /// The themes.
    fn themes(&self) -> Vec<OfferedTheme>;
}

/// Takes what a later subject brings along.
pub trait TakesOffer: Send + Sync {
    /// From now on scopes are read with it. The first one stays.
    fn take_offer(&self, offer: std::sync::Arc<dyn Offer>);
}
