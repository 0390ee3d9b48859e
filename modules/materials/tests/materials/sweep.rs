//! Files that nobody needs any more go; everything else stays.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::http::StatusCode;
use forms_domain::Stage;
use kernel::{Actor, id::SubjectId};
use materials_domain::{Holds, How, MaterialError, Sweeping};

use crate::{given::application, house::Test};

const PDF: &[u8] = b"%PDF-1.7 a plan";

impl Test {
    /// Hands a plan in; answers the hash of the file and its material.
    async fn hands_in(&self, cookie: &str, number: u64, bytes: &[u8]) -> (String, String) {
        let files = [("file-layout-plan", "plan.pdf", bytes)];
        self.hand_in(cookie, number, &[("go", "stay")], &files).await;
        let folder = self.port().folder(application(number)).await.expect("a folder");
        let last = folder.of("layout-plan").last().copied().expect("a plan").clone();
        let How::File { hash, .. } = last.how else { panic!("{last:?}") };
        (hash, last.id.to_string())
    }

    /// Whether the file is still there.
    async fn keeps(&self, hash: &str) -> bool {
        self.house.files.has(hash).await.expect("an answer")
    }
}

#[tokio::test]
async fn a_file_goes_when_nobody_needs_it_and_not_before() {
    let test = Test::new().await;
    let (one, two) = (test.citizen(1).await, test.citizen(2).await);
    let (first, taken_back) = test.hands_in(&one, 1, PDF).await;
    let (second, other) = test.hands_in(&two, 2, PDF).await;
    assert_ne!(first, second, "equal files of two people cannot be told from what is stored");
    test.remove(&one, 1, &taken_back).await;
    let (drafted, _) = test.hands_in(&one, 1, b"%PDF-1.7 thrown away with its draft").await;
    test.work().await;
    assert!(test.keeps(&first).await && test.keeps(&drafted).await, "what is young stays");
    // The store tells the time of this machine, which lies before this.
    test.clock.move_to("2120-01-02T09:00:00+08:00");
    test.work().await;
    assert!(!test.keeps(&first).await, "who took it back needs it no more");
    assert!(test.keeps(&second).await && test.keeps(&drafted).await);
    let two = test.citizen(2).await;
    assert_eq!(test.remove(&two, 2, &other).await.status, StatusCode::SEE_OTHER);
    test.filings.discard(1, test.house.ledger.clock().now());
    test.clock.advance_days(29);
    test.work().await;
    assert!(test.keeps(&second).await && test.keeps(&drafted).await, "it can be brought back");
    test.clock.advance_days(1);
    test.work().await;
    assert!(!test.keeps(&second).await && !test.keeps(&drafted).await);
}

#[tokio::test]
async fn what_was_taken_back_is_brought_back_whole_within_thirty_days() {
    let test = Test::new().await;
    let one = test.citizen(1).await;
    let (hash, material) = test.hands_in(&one, 1, PDF).await;
    test.remove(&one, 1, &material).await;
    test.clock.advance_days(29);
    test.work().await;
    let one = test.citizen(1).await;
    let page = test.get(&one, &Test::documents(1)).await;
    assert!(page.text.contains("已删除的，可以恢复"), "{}", page.text);
    let back = test.bring_back(&one, 1, &material).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(test.bring_back(&one, 1, &material).await.status, StatusCode::SEE_OTHER, "twice");
    let folder = test.port().folder(application(1)).await.expect("a folder");
    assert_eq!(folder.of("layout-plan").len(), 1);
    assert!(test.keeps(&hash).await);
    let two = test.citizen(2).await;
    let theirs = test.bring_back(&two, 1, &material).await;
    assert_eq!(theirs.status, StatusCode::NOT_FOUND, "whose it is not");

    test.remove(&one, 1, &material).await;
    test.clock.advance_days(30);
    let one = test.citizen(1).await;
    let late = test.bring_back(&one, 1, &material).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text.contains("已经不能恢复"), "{}", late.text);
}

#[tokio::test]
async fn while_a_hold_lies_on_somebody_nothing_of_theirs_is_swept() {
    let test = Test::new().await;
    let holds = Arc::new(OnAll::default());
    test.house.ask::<dyn Sweeping>().expect("the port").held_by(holds.clone());
    let one = test.citizen(1).await;
    let (hash, material) = test.hands_in(&one, 1, PDF).await;
    test.remove(&one, 1, &material).await;
    holds.0.store(true, Ordering::SeqCst);
    test.clock.move_to("2120-01-02T09:00:00+08:00");
    test.work().await;
    assert!(test.keeps(&hash).await);
    holds.0.store(false, Ordering::SeqCst);
    test.clock.advance_days(1);
    test.work().await;
    assert!(!test.keeps(&hash).await);
}

/// Holds on everybody, or on nobody.
#[derive(Default)]
struct OnAll(AtomicBool);

#[async_trait::async_trait]
impl Holds for OnAll {
    async fn is_held(&self, _: SubjectId) -> Result<bool, MaterialError> {
        Ok(self.0.load(Ordering::SeqCst))
    }
}

#[tokio::test]
async fn what_was_handed_in_once_is_kept_also_when_a_correction_takes_its_place() {
    let test = Test::new().await;
    let one = test.citizen(1).await;
    let (before, material) = test.hands_in(&one, 1, PDF).await;
    let port = test.port();
    port.close(application(1), &Actor::SYSTEM).await.expect("closed");
    let key = "01900000-0000-7000-8000-000000000077".parse().expect("an id");
    let wanted = vec!["layout-plan".to_owned()];
    port.reopen(key, application(1), wanted, &Actor::SYSTEM).await.expect("returned");
    test.filings.set(1, Stage::Reopened { fields: std::collections::BTreeSet::new() });
    test.remove(&one, 1, &material).await;
    let (after, _) = test.hands_in(&one, 1, b"%PDF-1.7 corrected").await;
    test.clock.move_to("2120-01-02T09:00:00+08:00");
    test.work().await;
    assert!(test.keeps(&before).await && test.keeps(&after).await);
}
