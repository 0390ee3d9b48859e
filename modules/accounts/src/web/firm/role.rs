//! As what somebody belongs to a firm: a part of two forms.

use ::web::{Choice, Field, Posted, Visitor};
use accounts_domain::{FirmRole, Scope};

use crate::{
    service::Accounts,
    web::scope::{ScopeEntry, Themes, role_key},
};

/// The part of a form that says as what somebody belongs to a firm.
#[derive(Default)]
pub struct RoleEntry {
    role: String,
    scope: ScopeEntry,
    is_missing: bool,
}

impl RoleEntry {
    /// A role as it stands.
    pub fn of(role: &FirmRole) -> Self {
        let scope = match role {
            FirmRole::Agent { scope } => ScopeEntry::of(scope),
            _ => ScopeEntry::new(""),
        };
        Self { role: role.word().to_owned(), scope, is_missing: false }
    }

    /// What a form sent, and the role if it is one.
    pub fn read(accounts: &Accounts, posted: &Posted) -> (Self, Option<FirmRole>) {
        let role = posted.get("role").to_owned();
        let (scope, found) = ScopeEntry::read(accounts, posted);
        match role.as_str() {
            "agent" => {
                let role = found.map(|scope| FirmRole::Agent { scope });
                (Self { role: "agent".to_owned(), scope, is_missing: false }, role)
            }
            "administrator" => (Self::of(&FirmRole::Administrator), Some(FirmRole::Administrator)),
            "reader" => (Self::of(&FirmRole::Reader), Some(FirmRole::Reader)),
            _ => (Self { role, scope: ScopeEntry::new(""), is_missing: true }, None),
        }
    }

    /// The role, and for an agent the scope. Administrators are named by the legal representative.
    pub fn fields(&self, accounts: &Accounts, visitor: &Visitor, by: &FirmRole) -> Vec<Field> {
        let missing = self.is_missing.then(|| visitor.t("accounts-role-needed").to_owned());
        let mut field = Field::text("role", visitor.t("accounts-role-title"))
            .kind("choice")
            .hint(visitor.t("accounts-role-hint"))
            .error(missing);
        let agent = FirmRole::Agent { scope: Scope::All };
        let mut roles = vec![agent, FirmRole::Reader];
        if *by == FirmRole::LegalRepresentative {
            roles.push(FirmRole::Administrator);
        }
        field.options = roles
            .iter()
            .map(|role| Choice {
                value: role.word().to_owned(),
                label: visitor.t(role_key(role)).to_owned(),
                checked: self.role == role.word(),
            })
            .collect();
        let mut fields = vec![field];
        fields.extend(self.scope.fields(visitor, accounts, Themes::Firms));
        fields
    }
}
