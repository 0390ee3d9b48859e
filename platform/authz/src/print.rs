//! The table as it is committed: for people as Markdown, for programs as JSON.

use std::{collections::BTreeMap, fmt::Write as _};

use kernel::Role;

use crate::{FieldRule, Grant, Policy, Relation, See};

impl Policy {
    /// The matrix in Markdown: a row for each action, a column for each role, the relations in the
    /// cells; then a row for each field.
    pub fn matrix(&self) -> String {
        let mut text = head("action");
        for (action, grants) in &self.rules {
            let cell = |role: Role| {
                let words = grants.iter().filter(|it| it.0 == role).map(|it| it.1.word());
                words.map(str::to_owned).collect()
            };
            row(&mut text, action, cell);
        }
        let _ =
            write!(text, "\nFields of personal records: who sees how much, in which relation.\n\n");
        text.push_str(&head("field"));
        for (field, rule) in &self.fields {
            let cell = |role: Role| {
                let sights = rule.sights.iter().filter(|it| it.0 == role);
                sights.map(|it| format!("{}: {}", it.1.word(), it.2.word())).collect()
            };
            row(&mut text, field, cell);
        }
        let _ = write!(
            text,
            "\nFields of personal records: through which actions they are written.\n\n"
        );
        text.push_str("| field | written by |\n|---|---|\n");
        for (field, rule) in &self.fields {
            let by =
                if rule.written_by.is_empty() { "–".into() } else { rule.written_by.join(", ") };
            let _ = writeln!(text, "| {field} | {by} |");
        }
        text
    }

    /// The same for programs. `routes` are the addresses, each with its action.
    pub fn printed(&self, routes: &[(String, &str)]) -> serde_json::Value {
        let actions: BTreeMap<&str, _> =
            self.rules.iter().map(|(action, grants)| (*action, by_role(grants))).collect();
        let fields: BTreeMap<&str, _> = self.fields.iter().map(|it| (*it.0, field(it.1))).collect();
        let routes: BTreeMap<&str, &str> =
            routes.iter().map(|(id, action)| (id.as_str(), *action)).collect();
        serde_json::json!({
            "roles": Role::ALL.map(Role::word),
            "relations": Relation::ALL.map(Relation::word),
            "actions": actions,
            "fields": fields,
            "routes": routes,
        })
    }
}

/// The relations of a row, by role.
fn by_role(grants: &[Grant]) -> BTreeMap<&'static str, Vec<&'static str>> {
    let mut roles: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for Grant(role, relation) in grants {
        roles.entry(role.word()).or_default().push(relation.word());
    }
    roles.values_mut().for_each(|words| words.sort_unstable());
    roles
}

fn field(rule: &FieldRule) -> serde_json::Value {
    let mut sights: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for See(role, relation, sight) in rule.sights {
        sights.entry(role.word()).or_default().insert(relation.word(), sight.word());
    }
    serde_json::json!({ "written_by": rule.written_by, "sights": sights })
}

fn head(first: &str) -> String {
    let mut text = format!("| {first} |");
    for role in Role::ALL {
        let _ = write!(text, " {} |", role.word());
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(Role::ALL.len()));
    text.push('\n');
    text
}

fn row(text: &mut String, first: &str, cell: impl Fn(Role) -> Vec<String>) {
    let _ = write!(text, "| {first} |");
    for role in Role::ALL {
        let mut words = cell(role);
        words.sort_unstable();
        let shown = if words.is_empty() { "–".to_owned() } else { words.join(", ") };
        let _ = write!(text, " {shown} |");
    }
    text.push('\n');
}
