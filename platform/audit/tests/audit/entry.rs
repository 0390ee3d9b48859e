//! Entries: one content, one string of bytes.

use audit::{
    Commitment, Entry, Pseudonym,
    entry::{EntryError, Kind, MOST_BYTES},
};
use proptest::prelude::*;
use uuid::Uuid;

use crate::bench::{entry, start};

#[test]
fn an_entry_reads_as_json_with_sorted_members() {
    let mut it = entry(3);
    it.actor = None;
    it.reason = Some("补正".to_owned());
    let text = String::from_utf8(it.to_bytes().unwrap()).unwrap();
    let expected = format!(
        "{{\"at\":1780000000000003,\"authority\":\"applicant\",\"commitment\":{{\"sha256\":\"{:?}\",\
         \"sm3\":\"{:?}\"}},\"correlation\":\"00000000-0000-0000-0000-000000000008\",\
         \"event\":\"00000000-0000-0000-0000-000000000004\",\"kind\":\"event\",\
         \"logged_at\":1780000000000003,\"reason\":\"补正\",\"schema\":1,\"seq\":3,\
         \"software\":\"0.1.0\",\"stream\":\"case/3\",\"word\":\"case.submitted\"}}",
        it.commitment.sha256, it.commitment.sm3
    );
    assert_eq!(text, expected);
    assert_eq!(Entry::parse(text.as_bytes()).unwrap(), it);
}

#[test]
fn what_is_written_otherwise_is_refused() {
    let text = String::from_utf8(entry(3).to_bytes().unwrap()).unwrap();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        Entry::parse(text.replacen(from, to, 1).as_bytes())
    };
    assert!(matches!(changed("\"seq\":3", "\"seq\":3,\"seq\":3"), Err(EntryError::Form(_))));
    assert!(matches!(changed("\"seq\":3", "\"seq\":3,\"sex\":3"), Err(EntryError::Form(_))));
    assert!(matches!(changed("\"seq\":3,", ""), Err(EntryError::Form(_))));
    assert!(matches!(changed("\"seq\":3", "\"seq\": 3"), Err(EntryError::NotCanonical)));
    assert!(matches!(changed("\"seq\":3", "\"seq\":3.0"), Err(EntryError::Form(_))));
    assert!(matches!(changed("applicant", "\\u0061pplicant"), Err(EntryError::NotCanonical)));
    assert!(matches!(changed("\"schema\":1", "\"schema\":2"), Err(EntryError::Schema(2))));
    assert!(matches!(
        changed("\"kind\":\"event\"", "\"kind\":\"Event\""),
        Err(EntryError::Form(_))
    ));
    assert!(matches!(
        changed("\"schema\":1,\"seq\":3", "\"seq\":3,\"schema\":1"),
        Err(EntryError::NotCanonical)
    ));
    assert!(matches!(
        changed("{\"actor\"", "{\"acting_for\":null,\"actor\""),
        Err(EntryError::NotCanonical)
    ));
    assert!(matches!(changed("\"seq\":3", "\"seq\":9007199254740993"), Err(EntryError::Number)));
    assert!(Entry::parse(format!("{text} ").as_bytes()).is_err());
}

#[test]
fn long_entries_are_refused() {
    let mut it = entry(0);
    it.stream = "x".repeat(MOST_BYTES);
    assert!(matches!(it.to_bytes(), Err(EntryError::TooLong(_))));
}

#[test]
fn commitments_are_those_of_the_standards() {
    // The second example of GB/T 32905, appendix A, cut into salt and content.
    let half: [u8; 32] = b"abcd".repeat(8).try_into().unwrap();
    let it = Commitment::to(&half, &half);
    let sm3 = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732";
    assert_eq!(format!("{:?}", it.sm3), sm3);
    let sha256 = "625b41490b883891943c5fa54ad45d7c900b9b6e91e159334e320b1f5215a209";
    assert_eq!(format!("{:?}", it.sha256), sha256);
    assert!(it.is_of(&half, &half));
    assert!(!it.is_of(&[1; 32], &half));
    assert!(!it.is_of(&half, b"y"));
}

#[test]
fn pseudonyms_depend_on_account_and_key() {
    let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert_eq!(Pseudonym::of(&[7; 32], &one), Pseudonym::of(&[7; 32], &one));
    assert_ne!(Pseudonym::of(&[7; 32], &one), Pseudonym::of(&[7; 32], &two));
    assert_ne!(Pseudonym::of(&[7; 32], &one), Pseudonym::of(&[8; 32], &one));
}

proptest! {
    #[test]
    fn entries_come_back_as_they_were(
        word in "\\PC{0,40}", stream in ".{0,40}", seq in 0u64..(1 << 53),
        kind in prop_oneof![
            Just(Kind::Event), Just(Kind::Access), Just(Kind::Page), Just(Kind::CheckpointHandover)
        ],
        micros in 0i64..2_000_000_000_000_000, id: u128, reason in proptest::option::of(".{0,20}"),
    ) {
        let mut it = entry(1);
        it.at = jiff::Timestamp::from_microsecond(micros).unwrap();
        it.logged_at = start();
        (it.word, it.stream, it.seq, it.kind, it.reason) = (word, stream, seq, kind, reason);
        it.event = Uuid::from_u128(id);
        let bytes = it.to_bytes().unwrap();
        prop_assert_eq!(Entry::parse(&bytes).unwrap(), it);
        // The same members, read as any JSON and written with sorted keys, are the same bytes.
        let any: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        prop_assert_eq!(serde_json::to_vec(&any).unwrap(), bytes);
    }

    #[test]
    fn one_changed_byte_is_another_entry_or_none(at in 0usize..700, bit in 0u8..8) {
        let bytes = entry(5).to_bytes().unwrap();
        let mut other = bytes.clone();
        let at = at % bytes.len();
        other[at] ^= 1 << bit;
        if let Ok(read) = Entry::parse(&other) {
            prop_assert_eq!(read.to_bytes().unwrap(), other);
        }
    }
}
