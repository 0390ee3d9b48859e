//! Each action for each role in each set of relations, and each field likewise: the policy answers
//! what the committed matrix says, and so does the second program.

use std::collections::{BTreeMap, BTreeSet};

use authz::{Policy, Relation, Sight};
use kernel::{Actor, Role};

use super::oracle::Questions;

const MATRIX: &str = include_str!("../../../../docs/permissions.md");

/// The sets of relations that somebody can hold; that none is needed goes without saying.
fn subsets() -> Vec<Vec<Relation>> {
    let real: Vec<_> = Relation::ALL.into_iter().filter(|it| *it != Relation::Any).collect();
    let one = |bits: u32| {
        let is_in = |at: usize| bits & (1 << at) != 0;
        real.iter().enumerate().filter(|(at, _)| is_in(*at)).map(|(_, it)| *it).collect()
    };
    (0..1 << real.len()).map(one).collect()
}

fn words(held: &[Relation]) -> Vec<&'static str> {
    held.iter().map(|it| it.word()).collect()
}

type Cells = BTreeMap<(String, String), BTreeSet<String>>;

/// The cells of the committed table whose first column has this heading.
fn committed(heading: &str) -> Cells {
    let mut cells = Cells::new();
    let mut lines = MATRIX.lines().skip_while(|it| !it.starts_with(&format!("| {heading} | anon")));
    let row = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|it| it.trim().to_owned()).collect()
    };
    let head = row(lines.next().expect("the table is there"));
    for line in lines.skip(1).take_while(|it| it.starts_with('|')) {
        let found = row(line);
        for (role, cell) in head.iter().zip(&found).skip(1) {
            let all = cell.split(", ").filter(|it| *it != "–").map(str::to_owned).collect();
            cells.insert((found[0].clone(), role.clone()), all);
        }
    }
    cells
}

fn in_role(role: Role) -> Actor {
    Actor { role, ..Actor::ANONYMOUS }
}

#[test]
fn each_action_answers_each_role_in_each_set_of_relations_as_the_committed_matrix_says() {
    let policy: Policy = onewindow::open::policy();
    let (cells, subsets) = (committed("action"), subsets());
    assert_eq!(subsets.len(), 1 << (Relation::ALL.len() - 1));
    let mut questions = Questions::default();
    let mut tried = 0;
    for action in policy.actions() {
        for role in Role::ALL {
            let cell = &cells.get(&(action.to_owned(), role.word().to_owned()));
            let cell = cell.unwrap_or_else(|| panic!("no cell for {action} and {}", role.word()));
            for held in &subsets {
                let says = cell.iter().any(|it| it == "any" || words(held).contains(&it.as_str()));
                let answers = policy.require(&in_role(role), action, held).is_ok();
                assert_eq!(answers, says, "{action} {} {held:?}", role.word());
                questions.action(action, role, &words(held), answers);
                tried += 1;
            }
        }
    }
    let actions = policy.actions().count();
    assert_eq!(cells.len(), actions * Role::ALL.len(), "the committed matrix has other rows");
    assert_eq!(tried, actions * Role::ALL.len() * subsets.len());
    questions.agree(50_000);
}

#[test]
fn each_field_shows_each_role_in_each_set_of_relations_what_the_committed_matrix_says() {
    let policy = onewindow::open::policy();
    let (cells, subsets) = (committed("field"), subsets());
    let mut questions = Questions::default();
    for field in policy.fields() {
        for role in Role::ALL {
            let cell = &cells[&(field.field.to_owned(), role.word().to_owned())];
            for held in &subsets {
                let fits = |it: &&String| {
                    let relation = it.split(": ").next().unwrap_or_default();
                    relation == "any" || words(held).contains(&relation)
                };
                let seen: Vec<_> = cell.iter().filter(fits).collect();
                let says = [Sight::Clear, Sight::Masked].into_iter();
                let mut says = says.filter(|it| seen.iter().any(|cell| cell.ends_with(it.word())));
                let says = says.next().unwrap_or(Sight::Hidden);
                let sees = policy.sight(&in_role(role), field.field, held);
                assert_eq!(sees, says, "{} {} {held:?}", field.field, role.word());
                questions.field(field.field, role, &words(held), sees.word());
            }
        }
    }
    assert_eq!(cells.len(), policy.fields().count() * Role::ALL.len());
    questions.agree(20_000);
}

#[test]
fn fields_are_written_through_actions_that_change_something() {
    let policy = onewindow::open::policy();
    for field in policy.fields() {
        for action in field.written_by {
            assert!(policy.knows(action), "{}: no action {action}", field.field);
            assert!(!authz::is_reading(action), "{} is written by reading: {action}", field.field);
        }
    }
}

#[test]
fn a_supervisor_an_editor_and_an_administrator_decide_nothing_and_read_no_more_than_they_must() {
    let policy = onewindow::open::policy();
    let on_cases = ["cases.", "forms.", "materials."];
    // A rehearsal goes through the rules of cases with invented applications, and touches none.
    for action in policy.actions().filter(|it| *it != "cases.rehearse") {
        let is_casework = on_cases.iter().any(|it| action.starts_with(it));
        for role in [Role::Editor, Role::Administrator] {
            let is_open = policy.may_ever(role, action) && action != "cases.track";
            assert!(!(is_casework && is_open), "{} does {action}", role.word());
        }
        let may = policy.may_ever(Role::Supervisor, action) && action != "cases.track";
        // Looking in an emergency, looking at who did, and letting a list of cases leave the house.
        let looking = ["cases.break_glass", "cases.review_elevation", "cases.approve_export"];
        let is_looking = looking.contains(&action);
        let is_harmless = authz::is_reading(action) || is_looking;
        assert!(!may || !is_casework || is_harmless, "a supervisor does {action}");
    }
}
