//! A scope as machines send and read it.

use std::collections::BTreeSet;

use accounts_domain::Scope;
use serde::{Deserialize, Serialize};

/// Which services; where there is no scope, all of them.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScopeBody {
    /// Codes of themes, such as `individuals/010`.
    #[serde(default)]
    pub themes: BTreeSet<String>,
    /// Ids of services.
    #[serde(default)]
    pub services: BTreeSet<String>,
}

impl ScopeBody {
    /// The scope.
    pub fn scope(body: Option<Self>) -> Scope {
        match body {
            None => Scope::All,
            Some(Self { themes, services }) => Scope::Named { themes, services },
        }
    }

    /// The body of a scope; none for all services.
    pub fn of(scope: Scope) -> Option<Self> {
        match scope {
            Scope::All => None,
            Scope::Named { themes, services } => Some(Self { themes, services }),
        }
    }
}
