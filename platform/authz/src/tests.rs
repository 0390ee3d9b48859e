//! The rules of the table itself. The rows are tried in the request ring, all of them.

use super::*;

const RULES: &[Rule] = &[Rule {
    action: "cases.read",
    grants: &[Grant(Role::Citizen, Relation::Own), Grant(Role::Supervisor, Relation::Division)],
}];

const FIELDS: &[FieldRule] = &[FieldRule {
    field: "person.id_number",
    form: Form::Number,
    written_by: &["accounts.register"],
    sights: &[
        See(Role::Citizen, Relation::Own, Sight::Clear),
        See(Role::Examiner, Relation::Authority, Sight::Masked),
        See(Role::Examiner, Relation::Task, Sight::Clear),
    ],
}];

fn policy() -> Policy {
    let mut policy = Policy::default();
    policy.add(RULES);
    policy.add_fields(FIELDS);
    policy
}

fn in_role(role: Role) -> Actor {
    Actor { role, ..Actor::ANONYMOUS }
}

#[test]
fn a_citizen_reads_an_own_case_and_no_other() {
    let citizen = in_role(Role::Citizen);
    assert!(policy().require(&citizen, "cases.read", &[Relation::Own]).is_ok());
    assert!(policy().require(&citizen, "cases.read", &[]).is_err());
    assert!(policy().require(&Actor::ANONYMOUS, "cases.read", &[Relation::Own]).is_err());
}

#[test]
fn what_is_not_in_the_table_is_refused() {
    assert!(!policy().may_ever(Role::Administrator, "cases.read"));
    assert!(!policy().knows("cases.destroy"));
    assert!(policy().require(&Actor::SYSTEM, "cases.destroy", &[Relation::Any]).is_err());
}

#[test]
fn what_is_public_is_open_to_every_visitor_and_to_partners_and_to_nobody_twice() {
    for role in Role::ALL.into_iter().filter(|it| *it != Role::System) {
        let count = |grants: &[Grant]| grants.iter().filter(|it| it.0 == role).count();
        assert_eq!(count(PUBLIC), 1, "{role:?}");
        assert_eq!(count(VISITORS), usize::from(role != Role::Partner), "{role:?}");
    }
}

#[test]
fn the_matrix_has_a_cell_for_each_role() {
    let matrix = policy().matrix();
    assert!(matrix.contains("| cases.read | – | own | – |"), "{matrix}");
    assert!(matrix.contains("| authority: masked, task: clear |"), "{matrix}");
    assert!(matrix.contains("| person.id_number | accounts.register |"), "{matrix}");
}

#[test]
fn the_nearest_relation_decides_how_much_is_seen() {
    let (policy, examiner) = (policy(), in_role(Role::Examiner));
    let number = "710000198804161226";
    let shown = |holds: &[Relation]| policy.shown(&examiner, "person.id_number", holds, number);
    assert_eq!(shown(&[]), None);
    assert_eq!(shown(&[Relation::Authority]).as_deref(), Some("710000********1226"));
    assert_eq!(shown(&[Relation::Authority, Relation::Task]).as_deref(), Some(number));
    let clerk = in_role(Role::Clerk);
    assert_eq!(policy.sight(&clerk, "person.id_number", &[Relation::Task]), Sight::Hidden);
    assert_eq!(policy.sight(&examiner, "person.shoe_size", &[Relation::Task]), Sight::Hidden);
}

#[test]
fn a_mask_keeps_what_tells_people_apart_and_no_more() {
    for (form, value, masked) in [
        (Form::Name, "陈雨禾", "陈**"),
        (Form::Name, "陈", "陈*"),
        (Form::Name, "阿卜杜拉·买买提", "阿***"),
        (Form::Name, "", ""),
        (Form::Number, "710000198804161226", "710000********1226"),
        (Form::Number, "19900000001", "199****0001"),
        (Form::Number, "A1234567", "A1****67"),
        (Form::Number, "91980102MA98RY019R", "91980102MA98RY019R"),
        (Form::Text, "榕荫街道古井路 12 号", "***"),
    ] {
        assert_eq!(form.masked(value), masked, "{value}");
    }
}

#[test]
fn looking_and_changing_are_told_apart_by_the_verb() {
    for action in ["cases.read", "materials.read_file", "cases.own", "web.visit"] {
        assert!(is_reading(action), "{action}");
    }
    for action in ["cases.accept", "materials.hand_in", "regions.publish_calendar"] {
        assert!(!is_reading(action), "{action}");
    }
}
