//! The service behind pages, API and port.

mod batch;
mod change;
mod check;
mod documents;
mod issue;
mod issuer;
mod many;
mod port;
mod proof;
mod showing;
mod uses;

pub use batch::BatchView;
pub use change::{Deed, HistoryLine, Problem, StaffView};
pub use check::{FileVerdict, Shown};
pub use documents::Download;
pub use issue::{TakenOver, TypeOrder};
pub use issuer::KeyLine;
pub use many::{Impact, ManyOrder};
pub use proof::Logged;
#[cfg(test)]
pub use showing::ShownToOne;
pub use showing::{Agreed, NotShown, OfferView, digits};

use std::sync::Arc;

use accounts_domain::{Act, Conflicts, People, Power, Powerless, Powers};
use approvals_domain::Approvals;
use authz::{Policy, Relation};
use crypto::KeyHolder;
use jiff::{SignedDuration, civil::Date};
use kernel::{
    Actor, Environment, Lang, LocalText,
    id::{FirmId, LicenceId, SubjectId},
};
use ledger::Ledger;
use licences_domain::{Licence, LicenceFacts};
use module::House;
use organisations_domain::{Authority, Directory};
use record::{PublicRecord, Unkept};
use render::Renderer;
use web::Failure;

use crate::store::{self, Record};

/// Issues, finds, shows and changes licences. Cheap to clone.
#[derive(Clone)]
pub struct Licensing {
    inner: Arc<Inner>,
}

struct Inner {
    ledger: Ledger,
    renderer: Renderer,
    policy: Arc<Policy>,
    directory: Arc<dyn Directory>,
    people: Arc<dyn People>,
    record: Arc<dyn PublicRecord>,
    powers: Arc<dyn Powers>,
    conflicts: Arc<dyn Conflicts>,
    public_url: String,
    approvals: Arc<dyn Approvals>,
    environment: Environment,
    /// Who has the issuing keys: this process, or what the deployer put in its place.
    holder: Arc<dyn KeyHolder>,
    /// How long a code to show a licence counts.
    showing: SignedDuration,
}

impl Licensing {
    /// The service of a house.
    ///
    /// # Errors
    /// When an earlier subject does not provide its port.
    pub fn of(house: &House) -> anyhow::Result<Self> {
        Ok(Self {
            inner: Arc::new(Inner {
                ledger: house.ledger.clone(),
                renderer: house.renderer.clone(),
                policy: house.policy.clone(),
                directory: house.ask::<dyn Directory>()?,
                people: house.ask::<dyn People>()?,
                record: house.ask::<dyn PublicRecord>().unwrap_or_else(|_| Arc::new(Unkept)),
                powers: house.ask::<dyn Powers>()?,
                conflicts: house.ask::<dyn Conflicts>()?,
                public_url: house.public_url.clone(),
                approvals: house.ask::<dyn Approvals>()?,
                environment: house.environment,
                holder: house
                    .ask::<dyn KeyHolder>()
                    .unwrap_or_else(|_| house.ledger.keys().shared_holder()),
                showing: house.waits.showing,
            }),
        })
    }

    pub(crate) fn ledger(&self) -> &Ledger {
        &self.inner.ledger
    }

    /// Where second persons are asked for.
    pub(crate) fn approvals(&self) -> &dyn Approvals {
        self.inner.approvals.as_ref()
    }

    /// What this installation is for.
    pub(crate) fn environment(&self) -> Environment {
        self.inner.environment
    }

    /// The environment, where what is issued here is worth nothing.
    pub(crate) fn exercise(&self) -> Option<Environment> {
        Some(self.inner.environment).filter(|it| !it.is_live())
    }

    /// Today, where the law applies.
    pub fn today(&self) -> Date {
        self.ledger().clock().today()
    }

    /// The licence itself.
    pub(crate) async fn licence(&self, id: LicenceId) -> Result<Option<Licence>, Failure> {
        Ok(self.ledger().load::<Licence>(id).await?.map(|(licence, _)| licence))
    }

    /// The row of a licence.
    ///
    /// # Errors
    /// [`Failure`] when the store fails.
    pub async fn record(&self, id: LicenceId) -> Result<Option<Record>, Failure> {
        let rows = self.ledger().rows(&store::BY_ID, &[id.to_string().into()]).await?;
        Ok(rows.first().map(Record::read).transpose()?)
    }

    /// The personal part of a licence; none where it was erased.
    pub(crate) async fn opened(&self, licence: &Licence) -> Result<Option<LicenceFacts>, Failure> {
        let Some(sealed) = &licence.facts else { return Ok(None) };
        match self.ledger().vault().open(sealed).await {
            Ok(facts) => Ok(Some(facts)),
            Err(ledger::VaultError::Erased) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn authority(&self, id: &str) -> Option<Arc<Authority>> {
        self.inner.directory.authority(id)
    }

    /// The name of an authority; its id where the directory does not know it.
    pub fn authority_name(&self, id: &str) -> LocalText {
        self.authority(id).map_or_else(|| LocalText::same(id), |it| it.name.clone())
    }

    /// Whether the holder is a firm, whose name is public.
    async fn is_firm(&self, holder: SubjectId) -> bool {
        let firm = self.inner.people.firm(FirmId::from_uuid(holder.uuid())).await;
        matches!(firm, Ok(Some(_)))
    }

    /// Whose licences an actor may see as their own: those of the one they act for, or else their
    /// own and those of the firms they may act for; as far as they may see what is stored.
    ///
    /// # Errors
    /// [`Failure::SignIn`] for the anonymous; refused where they act for somebody whose licences
    /// they may not see.
    async fn subjects(&self, actor: &Actor, lang: Lang) -> Result<Vec<SubjectId>, Failure> {
        let account = actor.account.ok_or(Failure::SignIn)?;
        if let Some(subject) = actor.acting_for {
            return match self.may_see(actor, subject).await {
                Ok(_) => Ok(vec![subject]),
                Err(Powerless::Refused(why)) => {
                    Err(Failure::refused(why.code(), why.words().get(lang)))
                }
                Err(Powerless::NotTheirs) => Err(Failure::Forbidden),
                Err(Powerless::Down(error)) => Err(Failure::internal(error)),
            };
        }
        let mut subjects = vec![account.subject()];
        let firms = self.inner.people.firms_of(account).await.map_err(Failure::internal)?;
        for subject in firms.into_iter().map(FirmId::subject) {
            let acting = Actor { acting_for: Some(subject), ..actor.clone() };
            if self.may_see(&acting, subject).await.is_ok() {
                subjects.push(subject);
            }
        }
        Ok(subjects)
    }

    async fn may_see(&self, actor: &Actor, subject: SubjectId) -> Result<Power, Powerless> {
        self.inner.powers.power(actor, subject, Act::SeeData, None).await
    }

    /// The licences of an actor, each subject's newest first.
    ///
    /// # Errors
    /// [`Failure`].
    pub async fn own(&self, actor: &Actor, lang: Lang) -> Result<Vec<Record>, Failure> {
        self.inner.policy.require(actor, "licences.read_own", &[Relation::Own])?;
        let mut found = Vec::new();
        for subject in self.subjects(actor, lang).await? {
            found.extend(self.of_holder(subject).await?);
        }
        Ok(found)
    }

    async fn of_holder(&self, holder: SubjectId) -> Result<Vec<Record>, Failure> {
        let rows = self.ledger().rows(&store::BY_HOLDER, &[holder.to_string().into()]).await?;
        Ok(rows.iter().map(Record::read).collect::<Result<_, _>>()?)
    }

    /// A licence of the actor's own; nothing where it is another's.
    async fn own_record(&self, actor: &Actor, id: LicenceId) -> Result<Record, Failure> {
        let record = self.record(id).await?.ok_or(Failure::NotFound)?;
        let is_own = self.subjects(actor, Lang::default()).await?.contains(&record.holder);
        let holds: &[Relation] = if is_own { &[Relation::Own] } else { &[] };
        let permission = self.inner.policy.require(actor, "licences.read_own", holds);
        // Whether another's licence exists is not told.
        permission.map_err(|_| Failure::NotFound)?;
        Ok(record)
    }
}
