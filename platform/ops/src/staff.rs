//! What staff need before they work.

use kernel::{Environment, Role};
use serde::{Deserialize, Serialize};

use crate::settings::SettingsError;

/// With what staff prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum StaffFactor {
    /// With a passkey, which no forged page can use.
    Passkey,
    /// With a password and the code of an app as well.
    Code,
}

/// The roles that need a valid training record where the installation is live and nothing else is
/// set: whoever decides, oversees, or has the installation in hand.
pub const TRAINED: [Role; 3] = [Role::Administrator, Role::Approver, Role::Supervisor];

/// What staff need, as the settings say it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StaffSettings {
    /// With what they prove who they are, where it is set.
    pub factor: Option<StaffFactor>,
    /// The roles that need a valid training record, where they are set.
    pub training_required_of: Option<Vec<Role>>,
}

impl StaffSettings {
    /// With what staff prove who they are in this environment: live, with a passkey.
    pub fn factor(&self, environment: Environment) -> StaffFactor {
        let is_live = environment == Environment::Live;
        self.factor.unwrap_or(if is_live { StaffFactor::Passkey } else { StaffFactor::Code })
    }

    /// The roles that need a valid training record in this environment.
    pub fn training_required_of(&self, environment: Environment) -> Vec<Role> {
        let is_live = environment == Environment::Live;
        let usual = if is_live { TRAINED.to_vec() } else { Vec::new() };
        self.training_required_of.clone().unwrap_or(usual)
    }

    /// Refuses roles that nobody works in.
    pub(crate) fn check(&self) -> Result<(), SettingsError> {
        let mut all = self.training_required_of.iter().flatten();
        let Some(other) = all.find(|it| !it.is_staff()) else { return Ok(()) };
        let problem = format!("`{}` is no role of staff", other.word());
        let advice = "Write roles of staff, such as administrator, approver, supervisor";
        Err(SettingsError::new("key `training_required_of`", problem, advice))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_live_asks_for_more_unless_the_deployer_says_otherwise() {
        let usual = StaffSettings::default();
        assert_eq!(usual.factor(Environment::Live), StaffFactor::Passkey);
        assert_eq!(usual.training_required_of(Environment::Live), TRAINED);
        for environment in [Environment::Test, Environment::Training, Environment::Demo] {
            assert_eq!(usual.factor(environment), StaffFactor::Code);
            assert_eq!(usual.training_required_of(environment), []);
        }
        let set = StaffSettings {
            factor: Some(StaffFactor::Code),
            training_required_of: Some(vec![Role::Clerk]),
        };
        assert_eq!(set.factor(Environment::Live), StaffFactor::Code);
        assert_eq!(set.training_required_of(Environment::Demo), [Role::Clerk]);
        let wrong = StaffSettings { training_required_of: Some(vec![Role::Citizen]), ..usual };
        assert!(wrong.check().is_err() && set.check().is_ok());
    }
}
