//! Which routes a listener answers: all, those of the public, or those of the staff.

use authz::Policy;
use kernel::{Actor, Environment, Role};

use crate::{Face, Route};

/// What a listener is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zone {
    /// Everything at one address.
    #[default]
    Whole,
    /// Citizens, firms, partners and passers-by. Staff pages are not there.
    Public,
    /// Staff. Public pages are not there.
    Internal,
}

/// The roles that come from outside.
const OUTSIDE: [Role; 3] = [Role::Anonymous, Role::Citizen, Role::Partner];

impl Zone {
    /// Whether a route is answered here. An address of the API is where somebody may use it.
    pub fn has(self, route: &Route, policy: &Policy) -> bool {
        let may = |role: Role| policy.may_ever(role, route.needs.action);
        match (self, route.face) {
            (Zone::Whole, _)
            | (Zone::Public, Face::Public | Face::Root)
            | (Zone::Internal, Face::Staff) => true,
            (Zone::Public, Face::Staff) | (Zone::Internal, Face::Public | Face::Root) => false,
            (Zone::Public, Face::Api) => OUTSIDE.into_iter().any(may),
            (Zone::Internal, Face::Api) => Role::ALL.into_iter().any(|it| it.is_staff() && may(it)),
        }
    }

    /// Whether this actor can be signed in here. A session of one zone is nothing in the other.
    pub fn admits(self, actor: &Actor) -> bool {
        match self {
            Zone::Whole => true,
            Zone::Public => !actor.role.is_staff(),
            Zone::Internal => actor.role.is_staff(),
        }
    }

    /// The name of the session's cookie, so that the cookies of two zones on one host never mix.
    pub(crate) fn cookie_name(self, environment: Environment, is_secure: bool) -> String {
        let name = if self == Zone::Internal { "desk" } else { "session" };
        host_cookie(name, environment, is_secure)
    }
}

/// The full name of a cookie of ours. `__Host-` binds it to this host, but needs a secure address.
/// Each environment has cookies of its own, so that a browser that visits two of them never takes
/// one for the other.
pub(crate) fn host_cookie(name: &str, environment: Environment, is_secure: bool) -> String {
    let bound = if is_secure { "__Host-" } else { "" };
    match environment {
        Environment::Live => format!("{bound}{name}"),
        other => format!("{bound}{name}-{}", other.word()),
    }
}
