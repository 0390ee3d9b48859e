//! What protects this installation, layer by layer: how each measure stands now, and which tests
//! of the program show it. The page is the plan of protection with its evidence.

use std::sync::LazyLock;

use askama::Template;
use authz::{Grant, Relation, Rule};
use axum::extract::State;
use kernel::Role;
use record::Record;
use serde::Deserialize;
use web::{
    Audit, Face, Limit, MenuEntry, Needs, Outcome, Page, Route, Routes, StaffFactor, Visitor, Web,
};

use crate::record::pages::Told;

/// The row of the policy table.
pub const POLICY: &[Rule] = &[Rule {
    action: "protection.read",
    grants: &[Grant(Role::Supervisor, Relation::Any), Grant(Role::Administrator, Relation::Any)],
}];

/// The entry of the desk's menu.
pub const MENU: &[MenuEntry] = &[MenuEntry {
    face: Face::Staff,
    path: "/protection",
    key: "app-protection-menu",
    action: "protection.read",
}];

/// What is claimed about security, as it was when this program was built.
static CLAIMS: LazyLock<Claims> = LazyLock::new(|| {
    let text = include_str!("../../docs/security/claims.toml");
    toml::from_str(text).unwrap_or_default()
});

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Claims {
    abuse: Vec<Claim>,
    asvs: Vec<Claim>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Claim {
    id: toml_id::Id,
    tests: Vec<String>,
    open: Option<String>,
}

/// Ids are numbers of abuse cases or texts.
mod toml_id {
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(untagged)]
    pub enum Id {
        Number(u32),
        Text(String),
    }

    impl Default for Id {
        fn default() -> Self {
            Self::Number(0)
        }
    }
}

/// A layer of protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layer {
    Network,
    Application,
    Data,
}

impl Layer {
    const ALL: [Self; 3] = [Self::Network, Self::Application, Self::Data];

    const fn word(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Application => "application",
            Self::Data => "data",
        }
    }
}

/// One measure.
struct Measure {
    layer: Layer,
    word: &'static str,
    /// Numbers of abuse cases.
    abuse: &'static [u32],
    /// Requirements of OWASP ASVS.
    asvs: &'static [&'static str],
    /// Whether it is in force here; none where the program leaves no choice.
    is_on: Option<fn(&Facts<'_>) -> bool>,
}

/// What is known of the installation.
struct Facts<'a> {
    web: &'a Web,
    record: Told,
    allows_short_keys: bool,
}

const fn always(
    layer: Layer,
    word: &'static str,
    abuse: &'static [u32],
    asvs: &'static [&'static str],
) -> Measure {
    Measure { layer, word, abuse, asvs, is_on: None }
}

const MEASURES: &[Measure] = &[
    Measure {
        is_on: Some(|it| it.web.site.public_url.starts_with("https://")),
        ..always(Layer::Network, "transport", &[], &["12.1.1", "3.4.1", "12.3.2"])
    },
    always(Layer::Network, "zones", &[], &["13.4.5"]),
    Measure {
        is_on: Some(|it| it.web.site.has_limits),
        ..always(Layer::Network, "limits", &[5, 12, 13], &["2.4.1"])
    },
    always(Layer::Network, "outgoing", &[37], &["1.3.6"]),
    always(Layer::Application, "sign-in", &[6, 7, 8], &["6.3.1", "6.3.3"]),
    Measure {
        is_on: Some(|it| it.web.site.staff_factor == StaffFactor::Passkey),
        ..always(Layer::Application, "passkeys", &[], &["6.3.3"])
    },
    Measure {
        is_on: Some(|it| !it.allows_short_keys),
        ..always(Layer::Application, "providers", &[], &["11.2.3"])
    },
    always(Layer::Application, "rights", &[1, 2, 26], &["8.2.1", "8.2.2", "8.2.3"]),
    always(Layer::Application, "browser", &[10], &["3.2.2", "3.4.3", "3.4.6"]),
    Measure {
        is_on: Some(|it| !it.web.withholds()),
        ..always(Layer::Application, "pages", &[15, 16], &[])
    },
    always(Layer::Application, "second-person", &[23, 39], &["2.3.5"]),
    always(Layer::Application, "supply", &[38], &["15.1.2", "15.2.4"]),
    Measure {
        is_on: Some(|it| it.record.state == "good"),
        ..always(Layer::Data, "record", &[28, 29, 30, 31], &["16.4.2"])
    },
    always(Layer::Data, "reads", &[20, 40], &["13.2.2"]),
    always(Layer::Data, "uploads", &[11], &["5.2.1", "5.2.2", "5.3.2"]),
    always(Layer::Data, "retention", &[], &["14.2.7", "14.2.6"]),
];

/// What the page works with.
#[derive(Clone)]
pub struct Desk {
    /// The record.
    pub record: Record,
    /// Whether short keys of an identity provider are believed.
    pub allows_short_keys: bool,
}

/// The addresses.
pub fn routes(desk: &Desk) -> Vec<Route> {
    let mut routes = Routes::new("protection", desk.clone());
    let read = Needs::new("protection.read", Audit::Public, Limit::Page);
    routes.get(Face::Staff, "/protection", read, show);
    routes.done()
}

#[derive(Template)]
#[template(path = "app/protection.html")]
struct ProtectionPage {
    p: Page,
    layers: Vec<(String, Vec<Row>)>,
    environment: &'static str,
    suite: String,
}

struct Row {
    name: String,
    what: String,
    tag: &'static str,
    state: String,
    tests: Vec<String>,
    open: Vec<String>,
}

/// `GET /staff/protection`
pub async fn show(State(desk): State<Desk>, visitor: Visitor) -> Outcome {
    let web = visitor.web();
    let (record, allows_short_keys) = (Told::of(&desk.record.state()), desk.allows_short_keys);
    let facts = Facts { web, record, allows_short_keys };
    let layer = |layer: Layer| {
        let own = MEASURES.iter().filter(|it| it.layer == layer);
        let title = visitor.t(&format!("app-protection-{}", layer.word())).to_owned();
        (title, own.map(|it| row(&visitor, it, &facts)).collect())
    };
    let layers = Layer::ALL.into_iter().map(layer).collect();
    let p = visitor.page(visitor.t("app-protection-menu"));
    let environment = web.site.environment.word();
    let suite = web.ledger.keys().suite().to_string();
    visitor.html(&ProtectionPage { p, layers, environment, suite })
}

fn row(visitor: &Visitor, measure: &Measure, facts: &Facts<'_>) -> Row {
    let (mut tests, mut open) = (Vec::new(), Vec::new());
    for claim in claims(measure) {
        tests.extend(claim.tests.iter().cloned());
        open.extend(claim.open.clone());
    }
    tests.sort_unstable();
    tests.dedup();
    let is_on = measure.is_on.is_none_or(|is_on| is_on(facts));
    let (tag, state) = match (is_on, open.is_empty()) {
        (false, _) => ("error", "app-protection-off"),
        (true, false) => ("warn", "app-protection-partly"),
        (true, true) => ("good", "app-protection-on"),
    };
    let key = format!("app-protection-{}", measure.word);
    Row {
        name: visitor.t(&key).to_owned(),
        what: visitor.t(&format!("{key}-what")).to_owned(),
        tag,
        state: visitor.t(state).to_owned(),
        tests,
        open,
    }
}

fn claims(measure: &Measure) -> impl Iterator<Item = &'static Claim> {
    let (abuse, asvs) = (measure.abuse, measure.asvs);
    let cases = CLAIMS.abuse.iter().filter(move |it| match &it.id {
        toml_id::Id::Number(number) => abuse.contains(number),
        toml_id::Id::Text(_) => false,
    });
    let requirements = CLAIMS.asvs.iter().filter(move |it| match &it.id {
        toml_id::Id::Text(id) => asvs.contains(&id.as_str()),
        toml_id::Id::Number(_) => false,
    });
    cases.chain(requirements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_names_claims_that_there_are() {
        for measure in MEASURES {
            let named = measure.abuse.len() + measure.asvs.len();
            assert_eq!(claims(measure).count(), named, "{}", measure.word);
            assert!(named > 0, "{}", measure.word);
        }
        assert_eq!(CLAIMS.abuse.len(), 40);
    }
}
