//! Whom a provider asserts: the account that is bound to issuer and subject, the account with a
//! number that the provider is trusted to have checked, or somebody new. Never an e-mail address.

use accounts_domain::{Account, AccountRefusal, Binding, IdentityProof, PersonFacts, number_form};
use kernel::{
    Actor, IdentityLevel,
    code::IdNumber,
    id::{AccountId, CommandId},
};
use ledger::{Command, CommandError, StoreError, derived_command};
use oidc::{Assertion, Audience, Offer};
use web::Method;

use super::{Errand, ProviderError};
use crate::{
    service::{Accounts, RegisterError, register::failed},
    store,
};

/// What a provider says of somebody, as far as it is believed.
struct Said {
    binding: Binding,
    /// All fingerprints that they can have.
    prints: Vec<String>,
    name: String,
    /// Only from a provider that is trusted for it, and only if it is a number.
    id_number: Option<String>,
    mobile: String,
    level: IdentityLevel,
    /// Whether the provider vouches for two factors.
    is_two: bool,
}

impl Accounts {
    /// All fingerprints that somebody at a provider can have, the current one first.
    pub(super) fn subject_prints(&self, issuer: &str, subject: &str) -> Vec<String> {
        self.ledger().vault().blinds("oidc_subject", &format!("{issuer}\n{subject}"))
    }

    /// The account of such a fingerprint.
    pub(super) async fn by_binding(
        &self,
        prints: &[String],
    ) -> Result<Option<AccountId>, StoreError> {
        let rows = self.ledger().vault().rows_of(&store::BY_BINDING, prints).await?;
        rows.first().map(|row| row.parsed(0)).transpose()
    }

    fn said(&self, offer: &Offer, assertion: &Assertion) -> Said {
        let text = |name: &Option<String>| name.as_ref().and_then(|it| assertion.text(it));
        let number = text(&offer.claims.id_number).filter(|_| offer.is_trusted);
        let number = number.and_then(|it| IdNumber::parse(&number_form(it)).ok());
        let proved = offer.proofs.of(assertion);
        let prints = self.subject_prints(&assertion.issuer, &assertion.subject);
        Said {
            binding: Binding {
                provider: offer.id.clone(),
                print: prints.first().cloned().unwrap_or_default(),
            },
            prints,
            name: assertion.text(&offer.claims.name).unwrap_or_default().to_owned(),
            // Without a number that somebody checked, an account elsewhere is all that is proved.
            level: if number.is_some() { proved } else { proved.min(IdentityLevel::L1) },
            id_number: number.map(|it| it.as_str().to_owned()),
            is_two: proved == IdentityLevel::L4 || assertion.amr.iter().any(|it| it == "mfa"),
            mobile: text(&offer.claims.mobile).unwrap_or_default().to_owned(),
        }
    }

    /// The account of whom a provider asserts, and how that was proved.
    pub(super) async fn recognise(
        &self,
        offer: &Offer,
        assertion: &Assertion,
        errand: Errand,
    ) -> Result<(AccountId, Vec<Method>), ProviderError> {
        let said = self.said(offer, assertion);
        let bound = self.by_binding(&said.prints).await?;
        let account = match (errand, bound) {
            (Errand::Enter, Some(account)) => account,
            (Errand::Enter, None) => match self.same_number(&said).await? {
                Some(account) => account,
                None if offer.may_create && !said.name.is_empty() => self.take_in(&said).await?,
                None => return Err(ProviderError::NoAccount),
            },
            (Errand::Raise(own) | Errand::Bind(own), Some(account)) if account == own => own,
            (Errand::Raise(_), Some(_)) => return Err(ProviderError::Mismatch),
            (Errand::Raise(own), None) if self.same_number(&said).await? == Some(own) => own,
            (Errand::Raise(_), None) => return Err(ProviderError::Mismatch),
            (Errand::Bind(_), Some(_)) => return Err(ProviderError::Taken),
            (Errand::Bind(own), None) => own,
        };
        self.welcome(offer, &said, account, bound.is_none()).await?;
        let vouched = if said.is_two { Method::OpenIdTwo } else { Method::OpenId };
        Ok((account, vec![vouched, Method::Identity(said.level)]))
    }

    /// The citizen with the number that is asserted, if the name agrees as well.
    async fn same_number(&self, said: &Said) -> Result<Option<AccountId>, ProviderError> {
        let Some(number) = &said.id_number else { return Ok(None) };
        let Some(account) = self.by_prints(&self.number_prints(number)).await? else {
            return Ok(None);
        };
        let facts = self.facts(account).await?.unwrap_or_default();
        if facts.name == said.name { Ok(Some(account)) } else { Err(ProviderError::Mismatch) }
    }

    /// Checks that the account may be used in this way, binds it and notes what is proved.
    async fn welcome(
        &self,
        offer: &Offer,
        said: &Said,
        account: AccountId,
        is_new: bool,
    ) -> Result<(), ProviderError> {
        let found = self.ledger().load::<Account>(account).await?;
        let (state, _) = found.ok_or(ProviderError::NoAccount)?;
        if state.post.is_some() != (offer.audience == Audience::Staff) {
            return Err(ProviderError::NoAccount);
        }
        if let Some(number) = &said.id_number {
            let known = self.facts(account).await?.unwrap_or_default();
            if known.id_number != *number || known.name != said.name {
                return Err(ProviderError::Mismatch);
            }
        }
        if is_new {
            self.bind(account, said.binding.clone()).await?;
        } else if !state.bindings.contains(&said.binding) {
            self.renew_binding(account, said.binding.clone()).await?;
        }
        if said.id_number.is_some() {
            self.prove(account, said.level, &said.binding.provider).await?;
        }
        Ok(())
    }

    /// Opens an account for somebody whom nobody knows here.
    async fn take_in(&self, said: &Said) -> Result<AccountId, ProviderError> {
        let print = said.binding.print.clone();
        let key = derived_command("accounts.admit", &print);
        let id = AccountId::from_uuid(derived_command("accounts.admitted", &print).uuid());
        let facts = PersonFacts {
            name: said.name.clone(),
            id_number: said.id_number.clone().unwrap_or_default(),
            mobile: said.mobile.clone(),
            ..PersonFacts::default()
        };
        let number =
            said.id_number.as_ref().and_then(|it| self.number_prints(it).into_iter().next());
        let login = number.unwrap_or_else(|| print.clone());
        let facts = self.ledger().vault().seal(id.subject(), &facts).await;
        let facts = facts.map_err(RegisterError::from)?;
        let proof = IdentityProof::Provider { provider: said.binding.provider.clone() };
        let level = said.level;
        let command = Command::new::<Account>(key, Actor::SYSTEM, id, &print);
        let decide = move |account: &Account, _: &kernel::Given| {
            account.admit(facts.clone(), login.clone(), level, proof.clone())
        };
        let done = self.ledger().execute::<Account, AccountRefusal, _>(command, decide).await;
        match done {
            Ok(_) | Err(CommandError::Refused(AccountRefusal::Exists)) => Ok(id),
            Err(error) => Err(failed(error).into()),
        }
    }

    async fn bind(&self, account: AccountId, binding: Binding) -> Result<(), ProviderError> {
        let command = self.own_command(account, &binding.print);
        let decide = move |account: &Account, _: &kernel::Given| account.bind(binding.clone());
        match self.ledger().execute::<Account, AccountRefusal, _>(command, decide).await {
            Ok(_) => Ok(()),
            // Another account was bound at this very moment.
            Err(CommandError::Taken(_) | CommandError::Refused(AccountRefusal::OtherBound)) => {
                Err(ProviderError::Taken)
            }
            Err(error) => Err(failed(error).into()),
        }
    }

    /// The fingerprint follows the installation's key.
    async fn renew_binding(
        &self,
        account: AccountId,
        binding: Binding,
    ) -> Result<(), ProviderError> {
        let command = self.own_command(account, &binding.print);
        let decide = move |account: &Account, _: &kernel::Given| {
            Ok::<_, AccountRefusal>(account.renew_binding(&binding))
        };
        let done = self.ledger().execute::<Account, AccountRefusal, _>(command, decide).await;
        done.map(drop).map_err(|error| failed(error).into())
    }

    async fn prove(
        &self,
        account: AccountId,
        level: IdentityLevel,
        provider: &str,
    ) -> Result<(), ProviderError> {
        let proof = IdentityProof::Provider { provider: provider.to_owned() };
        let command = self.own_command(account, &level.word());
        let decide =
            move |account: &Account, _: &kernel::Given| account.prove(level, proof.clone());
        let done = self.ledger().execute::<Account, AccountRefusal, _>(command, decide).await;
        done.map(drop).map_err(|error| failed(error).into())
    }

    /// Ends signing in through a provider.
    ///
    /// # Errors
    /// [`RegisterError`]; `account.last_way` when they could not sign in any more.
    pub async fn unbind(
        &self,
        actor: &Actor,
        key: CommandId,
        provider: &str,
    ) -> Result<(), RegisterError> {
        let account = crate::service::act_for::own(actor)?;
        let command = Command::new::<Account>(key, actor.clone(), account, &provider);
        let id = provider.to_owned();
        let decide = move |account: &Account, _: &kernel::Given| account.unbind(&id);
        match self.ledger().execute::<Account, AccountRefusal, _>(command, decide).await {
            Ok(_) => Ok(()),
            Err(CommandError::Refused(refusal)) => Err(RegisterError::Refused(refusal.code())),
            Err(error) => Err(failed(error)),
        }
    }

    /// A command of the person themselves.
    fn own_command(&self, account: AccountId, content: &impl serde::Serialize) -> Command {
        let ledger = self.ledger();
        let key = CommandId::new(ledger.clock().now(), ledger.chance().as_ref());
        Command::new::<Account>(key, Actor::citizen(account), account, content)
    }
}
