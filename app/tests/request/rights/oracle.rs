//! The second opinion: a program in another language that reads only the printed matrix gives its
//! verdict on questions that the server has already answered.

use std::{io::Write as _, path::Path, process::Command};

use kernel::Role;
use serde_json::{Value, json};

/// What was asked and how the server answered.
#[derive(Default)]
pub struct Questions(Vec<Value>);

impl Questions {
    /// Whether this role may do an action, standing so to the thing.
    pub fn action(&mut self, action: &str, role: Role, held: &[&str], is_granted: bool) {
        let (role, answer) = (role.word(), verdict(is_granted));
        self.0.push(json!({ "action": action, "role": role, "held": held, "answer": answer }));
    }

    /// Whether this role was let in at an address, standing so to the thing.
    pub fn route(&mut self, route: &str, role: Role, held: &[&str], is_granted: bool) {
        let (role, answer) = (role.word(), verdict(is_granted));
        self.0.push(json!({ "route": route, "role": role, "held": held, "answer": answer }));
    }

    /// Whether the gate of an address let this role pass.
    pub fn gate(&mut self, route: &str, role: Role, has_passed: bool) {
        let (role, answer) = (role.word(), verdict(has_passed));
        self.0.push(json!({ "gate": route, "role": role, "answer": answer }));
    }

    /// How much of a field this role saw, standing so to the record.
    pub fn field(&mut self, field: &str, role: Role, held: &[&str], sight: &str) {
        let role = role.word();
        self.0.push(json!({ "field": field, "role": role, "held": held, "answer": sight }));
    }

    /// Asks the other program about all of them; it must agree every time.
    #[track_caller]
    pub fn agree(self, at_least: usize) {
        assert!(self.0.len() >= at_least, "only {} questions", self.0.len());
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let folder = testkit::Database::sqlite();
        let path = folder.folder().join("questions.jsonl");
        let mut file = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
        for question in &self.0 {
            writeln!(file, "{question}").unwrap();
        }
        file.into_inner().unwrap();
        let output = Command::new("python3")
            .arg(root.join("tools/verify/permissions.py"))
            .args([root.join("docs/permissions.json"), root.join("docs/permissions.md"), path])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
        assert!(said.contains(&format!("{} verdicts agree", self.0.len())), "{said}");
    }
}

const fn verdict(is_granted: bool) -> &'static str {
    if is_granted { "granted" } else { "refused" }
}

#[test]
#[should_panic(expected = "the matrix says refused")]
fn an_answer_that_the_matrix_does_not_give_is_found() {
    let mut questions = Questions::default();
    questions.action("cases.decide", Role::Citizen, &["own"], true);
    questions.agree(1);
}
