//! Roles, kinds of help, acts and scopes in words.

use std::collections::BTreeSet;

use ::web::{Choice, Field, Posted, Visitor};
use accounts_domain::{Act, FirmRole, MandateKind, OfferedService, Scope};

use crate::service::Accounts;

/// The key of a role's word.
pub fn role_key(role: &FirmRole) -> &'static str {
    match role {
        FirmRole::LegalRepresentative => "accounts-firm-role-legal-representative",
        FirmRole::Administrator => "accounts-firm-role-administrator",
        FirmRole::Agent { .. } => "accounts-firm-role-agent",
        FirmRole::Reader => "accounts-firm-role-reader",
    }
}

/// The key of a kind's word.
pub fn kind_key(kind: MandateKind) -> &'static str {
    match kind {
        MandateKind::Family => "accounts-kind-family",
        MandateKind::Errand => "accounts-kind-errand",
        MandateKind::Assistant => "accounts-kind-assistant",
        MandateKind::Guardian => "accounts-kind-guardian",
    }
}

/// The key of an act's word.
pub fn act_key(act: Act) -> &'static str {
    match act {
        Act::Apply => "accounts-act-apply",
        Act::Correct => "accounts-act-correct",
        Act::Track => "accounts-act-track",
        Act::Fetch => "accounts-act-fetch",
        Act::SeeData => "accounts-act-see-data",
    }
}

/// The acts in a row.
pub fn acts_text(visitor: &Visitor, acts: &BTreeSet<Act>) -> String {
    let words: Vec<&str> = acts.iter().map(|act| visitor.t(act_key(*act))).collect();
    words.join(visitor.lang.list_mark())
}

/// What a scope covers, by name.
pub fn scope_text(visitor: &Visitor, accounts: &Accounts, scope: &Scope) -> String {
    let Scope::Named { themes, services } = scope else {
        return visitor.t("accounts-scope-all").to_owned();
    };
    let known = accounts.offered_themes();
    let theme = |code: &String| {
        let found = known.iter().find(|it| &it.code == code);
        found.map_or_else(|| code.clone(), |it| it.name.get(visitor.lang).to_owned())
    };
    let service = |id: &String| {
        let found = accounts.offered(id);
        found.map_or_else(|| id.clone(), |it| it.name.get(visitor.lang).to_owned())
    };
    let names: Vec<String> = themes.iter().map(theme).chain(services.iter().map(service)).collect();
    names.join(visitor.lang.list_mark())
}

/// Whose themes are offered.
#[derive(Clone, Copy)]
pub enum Themes {
    /// Those for people.
    People,
    /// Those for firms.
    Firms,
}

impl Themes {
    const fn prefix(self) -> &'static str {
        match self {
            Themes::People => "individuals/",
            Themes::Firms => "businesses/",
        }
    }
}

/// The part of a form that says about which services: all, those of some themes, or one.
#[derive(Default)]
pub struct ScopeEntry {
    of: String,
    themes: BTreeSet<String>,
    service: String,
    chosen: String,
    /// The services that fit what was typed, where there are several.
    hits: Vec<OfferedService>,
    error: Option<(&'static str, &'static str)>,
}

/// So many services are offered for what was typed.
const HITS: usize = 12;

impl ScopeEntry {
    /// Nothing chosen yet, but perhaps a service from whose page one comes.
    pub fn new(service: &str) -> Self {
        let of = if service.is_empty() { "all" } else { "service" };
        Self { of: of.to_owned(), service: service.to_owned(), ..Self::default() }
    }

    /// A scope as it stands.
    pub fn of(scope: &Scope) -> Self {
        let Scope::Named { themes, services } = scope else { return Self::new("") };
        match services.first() {
            Some(service) => Self::new(service),
            None => Self { of: "themes".to_owned(), themes: themes.clone(), ..Self::default() },
        }
    }

    /// What a form sent, and the scope if it is one.
    pub fn read(accounts: &Accounts, posted: &Posted) -> (Self, Option<Scope>) {
        let mut entry = Self {
            of: posted.get("scope").to_owned(),
            themes: posted.all("themes").into_iter().map(str::to_owned).collect(),
            service: posted.get("service").to_owned(),
            chosen: posted.get("chosen").to_owned(),
            ..Self::default()
        };
        let scope = entry.scope(accounts);
        (entry, scope)
    }

    fn scope(&mut self, accounts: &Accounts) -> Option<Scope> {
        let named = |themes, services| Some(Scope::Named { themes, services });
        match self.of.as_str() {
            "all" => Some(Scope::All),
            "themes" => {
                let known = accounts.offered_themes();
                self.themes.retain(|code| known.iter().any(|it| &it.code == code));
                if self.themes.is_empty() {
                    self.error = Some(("themes", "accounts-scope-theme-needed"));
                    return None;
                }
                named(self.themes.clone(), BTreeSet::new())
            }
            "service" => {
                let service = self.find(accounts)?;
                named(BTreeSet::new(), BTreeSet::from([service]))
            }
            _ => {
                self.error = Some(("scope", "accounts-scope-needed"));
                None
            }
        }
    }

    /// The one service that fits what was typed or chosen.
    fn find(&mut self, accounts: &Accounts) -> Option<String> {
        let all = accounts.offered_services();
        if let Some(found) = all.iter().find(|it| it.id == self.chosen || it.id == self.service) {
            return Some(found.id.clone());
        }
        let typed = self.service.to_lowercase();
        let fits = |it: &&OfferedService| {
            let name = &it.name;
            [&name.zh_hans, &name.zh_hant, &name.en]
                .into_iter()
                .any(|name| name.to_lowercase().contains(&typed))
        };
        let hits: Vec<_> = all.iter().filter(fits).take(HITS).cloned().collect();
        match hits.as_slice() {
            _ if typed.is_empty() => {
                self.error = Some(("service", "accounts-scope-service-needed"));
                None
            }
            [] => {
                self.error = Some(("service", "accounts-scope-service-unknown"));
                None
            }
            [only] => Some(only.id.clone()),
            _ => {
                self.error = Some(("chosen", "accounts-scope-service-choose"));
                self.hits = hits;
                None
            }
        }
    }

    /// The fields, in their order.
    pub fn fields(&self, visitor: &Visitor, accounts: &Accounts, themes: Themes) -> Vec<Field> {
        let error =
            |id: &str| self.error.filter(|it| it.0 == id).map(|(_, key)| visitor.t(key).to_owned());
        let mut of = Field::text("scope", visitor.t("accounts-scope-title"))
            .kind("choice")
            .error(error("scope"));
        let choices = [
            ("all", "accounts-scope-all"),
            ("themes", "accounts-scope-themes"),
            ("service", "accounts-scope-service"),
        ];
        of.options = choices
            .into_iter()
            .map(|(value, key)| Choice {
                value: value.to_owned(),
                label: visitor.t(key).to_owned(),
                checked: self.of == value,
            })
            .collect();
        let mut list = Field::text("themes", visitor.t("accounts-scope-themes-title"))
            .kind("choices")
            .hint(visitor.t("accounts-scope-themes-hint"))
            .error(error("themes"))
            .optional();
        let offered = accounts.offered_themes().into_iter();
        list.options = offered
            .filter(|it| it.code.starts_with(themes.prefix()))
            .map(|it| Choice {
                checked: self.themes.contains(&it.code),
                label: it.name.get(visitor.lang).to_owned(),
                value: it.code,
            })
            .collect();
        let service = Field::text("service", visitor.t("accounts-scope-service-title"))
            .hint(visitor.t("accounts-scope-service-hint"))
            .value(self.shown(visitor, accounts))
            .error(error("service"))
            .optional();
        let mut fields = vec![of, service];
        if !self.hits.is_empty() {
            fields.push(self.choice(visitor, error("chosen")));
        }
        if !list.options.is_empty() {
            fields.push(list);
        }
        fields
    }

    /// A service that is known by its id is shown by its name.
    fn shown(&self, visitor: &Visitor, accounts: &Accounts) -> String {
        let known = accounts.offered(&self.service);
        known.map_or_else(|| self.service.clone(), |it| it.name.get(visitor.lang).to_owned())
    }

    fn choice(&self, visitor: &Visitor, error: Option<String>) -> Field {
        let mut field = Field::text("chosen", visitor.t("accounts-scope-service-which"))
            .kind("choice")
            .error(error);
        let option = |it: &OfferedService| Choice {
            value: it.id.clone(),
            label: it.name.get(visitor.lang).to_owned(),
            checked: false,
        };
        field.options = self.hits.iter().map(option).collect();
        field
    }
}
