//! What licences that the party holds can supply, before anybody is asked for it.
//!
//! Whoever only looks changes nothing: they see it as it will be there ([`Folders::foreseen`]). It is
//! handed in with the next thing that is done with the documents, at the latest with the application.

use accounts_domain::Act;
use catalogue_domain::definition::{MaterialRequirement, MaterialSource};
use jiff::Timestamp;
use kernel::{Actor, Role, id::CommandId};
use ledger::derived_command;
use licences_domain::{Held, LicenceStatus};
use materials_domain::{How, Material, Trust};

use super::{Folders, Matter, Right, material_id};
use crate::problem::Problem;

/// A licence that supplies a requirement.
struct Supply {
    /// The command that hands it in, once.
    key: CommandId,
    requirement: String,
    how: How,
    /// Since when the licence could have supplied it.
    since: Timestamp,
}

impl Folders {
    /// Hands in what can be supplied; answers the requirements supplied now. What was taken back by
    /// hand is not fetched again.
    pub(super) async fn fetch(&self, matter: &Matter, by: &Actor) -> Result<Vec<String>, Problem> {
        let mut supplied = Vec::new();
        for Supply { key, requirement, how, .. } in self.supplies(matter, by).await? {
            let right = Right { by, power: &matter.power };
            self.add(key, right, matter.id, &requirement, how, Trust::A).await?;
            supplied.push(requirement);
        }
        Ok(supplied)
    }

    /// The application again, with what could be fetched handed in.
    pub async fn with_fetched(&self, matter: Matter, by: &Actor) -> Result<Matter, Problem> {
        if self.fetch(&matter, by).await?.is_empty() {
            return Ok(matter);
        }
        self.reloaded(matter).await
    }

    /// The application as it will be when what can be fetched is handed in. Nothing is changed.
    pub async fn foreseen(&self, mut matter: Matter, by: &Actor) -> Result<Matter, Problem> {
        for Supply { key, requirement, how, since } in self.supplies(&matter, by).await? {
            let id = material_id(key, by, matter.id, &requirement);
            let (trust, by) = (Trust::A, by.clone());
            let material = Material { id, requirement, how, trust, at: since, by };
            matter.folder.materials.push(material);
        }
        Ok(matter)
    }

    /// What can be supplied, and was not yet under this actor's name.
    async fn supplies(&self, matter: &Matter, by: &Actor) -> Result<Vec<Supply>, Problem> {
        let is_lacking = |it: &&MaterialRequirement| {
            let held = it.source == MaterialSource::Government && it.licence_type.is_some();
            held && matter.is_open(&it.id) && matter.folder.of(&it.id).is_empty()
        };
        let lacking: Vec<_> = matter.requirements().into_iter().filter(is_lacking).collect();
        if lacking.is_empty() || !self.may_see(matter, by).await {
            return Ok(Vec::new());
        }
        let held = match self.inner.licences.held(matter.party.subject).await {
            Ok(held) => held,
            Err(error) => {
                // Then the applicant uploads it, or brings it to the hall.
                tracing::warn!(%error, "no licence is fetched");
                return Ok(Vec::new());
            }
        };
        let mut all = Vec::new();
        for requirement in lacking {
            let Some(licence) = newest(&held, requirement) else { continue };
            let from = format!("{}/{}/{}", matter.id, requirement.id, licence.id);
            let key = derived_command("materials.fetch", from);
            if self.inner.ledger.was_run(by, key).await? {
                continue;
            }
            let zone = self.inner.ledger.clock().zone();
            let since = zone.to_timestamp(licence.issued_on.at(0, 0, 0, 0));
            all.push(Supply {
                key,
                requirement: requirement.id.clone(),
                how: How::Licence {
                    licence: licence.id,
                    number: licence.number.clone(),
                    authority: licence.authority.clone(),
                },
                since: since.unwrap_or_default(),
            });
        }
        Ok(all)
    }

    /// Whether the actor may use the licences of the one whose matter it is. A helper does so only
    /// where the principal said so; at the counter the clerk looks.
    async fn may_see(&self, matter: &Matter, by: &Actor) -> bool {
        if by.role != Role::Citizen {
            return true;
        }
        let (subject, service) = (matter.party.subject, matter.application.service.as_str());
        self.inner.powers.power(by, subject, Act::SeeData, Some(service)).await.is_ok()
    }
}

/// The newest valid licence that supplies a requirement.
fn newest<'a>(held: &'a [Held], requirement: &MaterialRequirement) -> Option<&'a Held> {
    let wanted = requirement.licence_type.as_deref()?;
    held.iter().find(|it| it.licence_type == wanted && it.status == LicenceStatus::Valid)
}
