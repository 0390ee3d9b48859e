use kernel::{
    LocalText,
    id::{AccountId, EventId},
};

use super::*;

fn id(number: u8) -> MaterialId {
    format!("01900000-0000-7000-8000-0000000000{number:02}").parse().unwrap()
}

fn then(mut folder: Folder, events: Vec<FolderEvent>) -> Folder {
    let account: AccountId = "01900000-0000-7000-8000-000000000001".parse().unwrap();
    for event in events {
        folder.apply(&Recorded {
            id: EventId::from_uuid(account.uuid()),
            seq: 1,
            at: "2026-03-02T01:00:00Z".parse().unwrap(),
            by: Actor::citizen(account),
            event,
        });
    }
    folder
}

fn with(folder: Folder, number: u8, requirement: &str, how: How) -> Folder {
    let events = folder.add(id(number), requirement, how, Trust::D, false).unwrap();
    then(folder, events)
}

fn requirement(source: MaterialSource, need: Need) -> MaterialRequirement {
    MaterialRequirement {
        id: "plan".into(),
        name: LocalText::same("plan"),
        basis: LocalText::default(),
        hint: None,
        source,
        issuer: None,
        licence_type: None,
        data_resource: None,
        ask_again_basis: None,
        need,
        when: None,
        accepts: Vec::new(),
        max_mb: None,
        checks: Vec::new(),
    }
}

#[test]
fn a_file_takes_the_place_of_a_promise_to_bring_it() {
    let folder = with(Folder::default(), 1, "plan", How::Later);
    assert!(folder.has("plan"));
    let folder = with(folder, 2, "plan", How::Paper);
    assert_eq!(folder.of("plan").iter().map(|it| it.id).collect::<Vec<_>>(), [id(2)]);
}

#[test]
fn a_closed_folder_opens_only_for_what_was_returned() {
    let folder = with(Folder::default(), 1, "plan", How::Paper);
    let events = folder.close();
    let folder = then(folder, events);
    assert_eq!(folder.close(), []);
    assert_eq!(folder.remove(id(1)), Err(FolderRefusal::Fixed));
    let clerk = folder.add(id(2), "plan", How::Paper, Trust::B, true);
    assert!(clerk.is_ok(), "a clerk may add what was shown at the counter");
    let events = folder.judge("plan", Verdict::Wrong { reason: "blurred".into() });
    let folder = then(folder, events);
    let events = folder.reopen(BTreeSet::from(["plan".to_owned()]));
    let folder = then(folder, events);
    assert!(folder.verdicts.is_empty(), "what comes again is judged again");
    assert!(folder.is_open("plan") && !folder.is_open("rules"));
    let other = folder.add(id(3), "rules", How::Paper, Trust::D, false);
    assert_eq!(other, Err(FolderRefusal::NotReturned));
}

#[test]
fn what_was_taken_back_comes_back_until_its_time_is_over_or_it_was_handed_in() {
    let month = SignedDuration::from_hours(24 * 30);
    let folder = with(Folder::default(), 1, "plan", How::Paper);
    let events = folder.remove(id(1)).unwrap();
    let gone = then(folder.clone(), events);
    let at = gone.removed[0].at;
    assert!(!gone.has("plan") && gone.restorable("plan", at, month).len() == 1);
    assert_eq!(gone.restore(id(1), at + month, month), Err(FolderRefusal::TooLate));
    assert!(gone.restorable("plan", at + month, month).is_empty());
    assert_eq!(gone.restore(id(2), at, month), Err(FolderRefusal::Unknown));
    let events = gone.restore(id(1), at, month).unwrap();
    let back = then(gone.clone(), events);
    assert_eq!((&back.materials, &back.removed), (&folder.materials, &Vec::new()));
    assert_eq!(back.restore(id(1), at, month), Ok(vec![]), "pressed twice");
    let handed_in = then(gone.clone(), gone.close());
    assert_eq!(handed_in.restore(id(1), at, month), Err(FolderRefusal::Unknown));
    let promised = with(gone, 3, "plan", How::Later);
    let events = promised.restore(id(1), at, month).unwrap();
    assert_eq!(then(promised, events).of("plan").len(), 1, "a file beats a promise");
}

#[test]
fn a_requirement_takes_only_so_many_files() {
    let mut folder = Folder::default();
    for number in 0..10 {
        folder = with(folder, number, "plan", How::Paper);
    }
    let more = folder.add(id(11), "plan", How::Paper, Trust::D, false);
    assert_eq!(more, Err(FolderRefusal::TooMany));
}

#[test]
fn only_what_nobody_else_has_is_missing() {
    let empty = Folder::default();
    let is_missing =
        |it: &MaterialRequirement, tolerable| !missing(&empty, &[it], tolerable).is_empty();
    let own = requirement(MaterialSource::Applicant, Need::Required);
    assert!(is_missing(&own, false));
    assert!(!is_missing(&requirement(MaterialSource::Generated, Need::Required), true));
    let later = requirement(MaterialSource::Applicant, Need::Tolerable);
    assert!(is_missing(&later, true) && !is_missing(&later, false));
    let mut register = requirement(MaterialSource::Government, Need::Required);
    assert!(is_missing(&register, false), "an upload is the way out");
    register.data_resource = Some("population-basic".into());
    assert!(!is_missing(&register, true), "the office looks it up");
    assert_eq!(upload_trust(&own), Trust::D);
    assert_eq!(upload_trust(&register), Trust::C);
}
