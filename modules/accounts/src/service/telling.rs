//! Who is told what about memberships and mandates.

use accounts_domain::{Firm, FirmEvent, FirmFacts, Mandate, MandateEvent, MandateStage, Terms};
use kernel::{
    LocalText, Recorded,
    id::{AccountId, EventId},
};
use ledger::{Consumer, Delivery, Handler};
use notify::{Message, Messages};

use super::Accounts;

/// What the people concerned are told.
pub const CONSUMER: Consumer = Consumer {
    name: "accounts.telling",
    words: &[
        "firm.member_invited",
        "firm.member_accepted",
        "firm.member_confirmed",
        "firm.member_suspended",
        "firm.member_role_changed",
        "firm.member_left",
        "firm.member_removed",
        "mandate.offered",
        "mandate.consented",
        "mandate.declined",
        "mandate.revoked",
        "mandate.ended",
        "mandate.expired",
    ],
};

/// Tells it.
pub struct Telling {
    accounts: Accounts,
    messages: Messages,
}

impl Telling {
    pub fn new(accounts: Accounts) -> Self {
        let messages = Messages::new(accounts.ledger().clone());
        Self { accounts, messages }
    }

    async fn send(
        &self,
        event: EventId,
        to: AccountId,
        (title, body): (LocalText, LocalText),
        link: &str,
        matter: String,
    ) -> Result<(), String> {
        let link = Some(link.to_owned());
        let message = Message { to: to.subject(), title, body, link, matter };
        self.messages.send(event, message).await.map(|_| ()).map_err(|it| it.to_string())
    }

    async fn firm(&self, delivery: &Delivery) -> Result<(), String> {
        let event: Recorded<FirmEvent> = delivery.event().map_err(|it| it.to_string())?;
        let loaded = self.accounts.ledger().load::<Firm>(&delivery.key).await;
        let Some((firm, _)) = loaded.map_err(|it| it.to_string())? else { return Ok(()) };
        let Some(facts) = &firm.facts else { return Ok(()) };
        let facts: FirmFacts =
            self.accounts.ledger().vault().open(facts).await.map_err(|it| it.to_string())?;
        let Some((member, title, is_for_heads)) = of_firm(&event.event) else { return Ok(()) };
        let to: Vec<AccountId> = match is_for_heads {
            false => vec![member],
            true => firm.heads().map(|it| it.account).filter(|it| *it != member).collect(),
        };
        let body = LocalText::same(&facts.name);
        for to in to {
            let matter = format!("firm/{}", delivery.key);
            self.send(event.id, to, (title.clone(), body.clone()), "/my/firm", matter).await?;
        }
        Ok(())
    }

    async fn mandate(&self, delivery: &Delivery) -> Result<(), String> {
        let event: Recorded<MandateEvent> = delivery.event().map_err(|it| it.to_string())?;
        let loaded = self.accounts.ledger().load::<Mandate>(&delivery.key).await;
        let Some((mandate, _)) = loaded.map_err(|it| it.to_string())? else { return Ok(()) };
        let Some(terms) = mandate.terms else { return Ok(()) };
        let body = self.both(&terms).await?;
        let by = event.by.account;
        for (to, title) in of_mandate(&event.event, &terms, by, mandate.stage) {
            let matter = format!("mandate/{}", delivery.key);
            self.send(event.id, to, (title, body.clone()), "/my/mandates", matter).await?;
        }
        Ok(())
    }

    /// Who helps whom.
    async fn both(&self, terms: &Terms) -> Result<LocalText, String> {
        let name = async |account| match self.accounts.facts(account).await {
            Ok(facts) => Ok(facts.map(|it| it.name).unwrap_or_default()),
            Err(error) => Err(error.to_string()),
        };
        let (principal, helper) = (name(terms.principal).await?, name(terms.helper).await?);
        let until = terms.until;
        Ok(LocalText {
            zh_hans: format!("{helper}替{principal}办事，到 {until} 为止。"),
            zh_hant: format!("{helper}替{principal}辦事，到 {until} 為止。"),
            en: format!("{helper} acts for {principal} until {until}."),
        })
    }
}

#[async_trait::async_trait]
impl Handler for Telling {
    async fn handle(&self, delivery: Delivery) -> Result<(), String> {
        if delivery.word.starts_with("firm.") {
            return self.firm(&delivery).await;
        }
        self.mandate(&delivery).await
    }
}

/// About whom, what is said, and whether those who look after the members are told.
fn of_firm(event: &FirmEvent) -> Option<(AccountId, LocalText, bool)> {
    let (member, (zh_hans, zh_hant, en), is_for_heads) = match event {
        FirmEvent::MemberInvited { member, .. } => (
            member,
            ("有企业请您加入，请您答复", "有企業請您加入，請您答覆", "A firm asks you to join"),
            false,
        ),
        FirmEvent::MemberAccepted { member } => (
            member,
            (
                "有人同意加入，请您确认",
                "有人同意加入，請您確認",
                "Somebody agreed to join: please confirm",
            ),
            true,
        ),
        FirmEvent::MemberConfirmed { member } => (
            member,
            ("您可以替企业办事了", "您可以替企業辦事了", "You may act for the firm now"),
            false,
        ),
        FirmEvent::MemberSuspended { member } => {
            (member, ("您的权限暂停了", "您的權限暫停了", "Your membership is suspended"), false)
        }
        FirmEvent::MemberRoleChanged { member, .. } => (
            member,
            ("您在企业的身份有变化", "您在企業的身份有變化", "Your role in the firm has changed"),
            false,
        ),
        FirmEvent::MemberLeft { member } => {
            (member, ("有人退出了企业", "有人退出了企業", "Somebody left the firm"), true)
        }
        FirmEvent::MemberRemoved { member } => (
            member,
            (
                "您不再是这家企业的成员",
                "您不再是這家企業的成員",
                "You are no longer a member of the firm",
            ),
            false,
        ),
        _ => return None,
    };
    Some((*member, text(zh_hans, zh_hant, en), is_for_heads))
}

/// Who is told what. A proposal that was answered at once is not told any more.
fn of_mandate(
    event: &MandateEvent,
    terms: &Terms,
    by: Option<AccountId>,
    stage: MandateStage,
) -> Vec<(AccountId, LocalText)> {
    let (principal, helper) = (terms.principal, terms.helper);
    match event {
        MandateEvent::Offered { .. } if by == Some(helper) && stage == MandateStage::Offered => {
            let title = text(
                "有人想替您办事，请您答复",
                "有人想替您辦事，請您答覆",
                "Somebody wants to act for you: please answer",
            );
            vec![(principal, title)]
        }
        MandateEvent::Offered { .. } => Vec::new(),
        MandateEvent::Consented { .. } => vec![
            (principal, text("您的委托已经生效", "您的委託已經生效", "Your mandate is in force")),
            (helper, text("您可以替对方办事了", "您可以替對方辦事了", "You may act for them now")),
        ],
        MandateEvent::Declined => {
            vec![(
                helper,
                text("对方没有同意委托", "對方沒有同意委託", "They did not agree to the mandate"),
            )]
        }
        MandateEvent::Revoked => {
            vec![(helper, text("对方收回了委托", "對方收回了委託", "They took the mandate back"))]
        }
        MandateEvent::Ended => {
            vec![(
                principal,
                text("对方不再替您办事", "對方不再替您辦事", "They no longer act for you"),
            )]
        }
        MandateEvent::Expired => {
            let title = text("委托到期了", "委託到期了", "The mandate has ended");
            vec![(principal, title.clone()), (helper, title)]
        }
    }
}

fn text(zh_hans: &str, zh_hant: &str, en: &str) -> LocalText {
    LocalText { zh_hans: zh_hans.into(), zh_hant: zh_hant.into(), en: en.into() }
}
