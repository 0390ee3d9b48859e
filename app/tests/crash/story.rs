//! The story: killed early, in the middle and late, nothing acknowledged is lost and nothing is
//! doubled, on either engine.

use std::{collections::BTreeSet, sync::Arc};

use testkit::Database;

use crate::{
    crowd::{Crowd, Draft, Receipt},
    process::{Place, Server},
};

/// So many hand in at once.
const CROWD: usize = 200;
/// The program is killed after so many answers: early, in the middle and late.
const MOMENTS: [usize; 3] = [5, 70, 140];
/// How often a kill may come too late, after the last answer.
const TRIES: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_loses_and_doubles_nothing_on_sqlite() {
    let [early, middle, late] = MOMENTS;
    tokio::join!(
        told(Database::sqlite(), early),
        told(Database::sqlite(), middle),
        told(Database::sqlite(), late),
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_in_the_middle_it_loses_and_doubles_nothing_on_postgres() {
    let [early, middle, late] = MOMENTS;
    tokio::join!(
        told(Database::postgres().await, early),
        told(Database::postgres().await, middle),
        told(Database::postgres().await, late),
    );
}

/// The story of one kill. They are told side by side, because what the killed process was just
/// delivering is taken up only after its claim has run out, a minute later.
async fn told(database: Database, moment: usize) {
    let place = Place::of(&database);
    let server = Arc::new(place.start().await);
    let crowd = Crowd::signed_in(&server).await;
    let mut known: BTreeSet<String> = crowd.cases(&server).await.into_iter().collect();
    let (server, killed) = killed(&place, &crowd, server, moment, &mut known).await;
    for reference in all_are_there_once(&crowd, &server, &killed).await {
        assert!(known.insert(reference), "a reference was given twice");
    }
    server.settles().await;
    let cases = crowd.cases(&server).await;
    assert_eq!(cases.len(), known.len(), "each application is one case");
    assert_eq!(cases.into_iter().collect::<BTreeSet<_>>(), known);
    place.replays_without_difference().await;
}

/// What a kill left behind.
pub struct Killed {
    pub drafts: Vec<Draft>,
    /// The receipts that people held in their hands when it was killed.
    pub receipts: Vec<Option<Receipt>>,
}

/// Kills the program after so many answers, with some acknowledged and some not, and starts it
/// again: answers the new process. When the kill comes after the last answer, it is tried again,
/// earlier.
async fn killed(
    place: &Place,
    crowd: &Crowd,
    mut server: Arc<Server>,
    mut moment: usize,
    known: &mut BTreeSet<String>,
) -> (Arc<Server>, Killed) {
    for _ in 0..TRIES {
        let drafts = crowd.fills_in(&server, CROWD).await;
        let receipts = crowd.hands_in(&server, &drafts, Some(moment)).await;
        Arc::into_inner(server).expect("nobody asks any more").waits_for_its_end().await;
        server = Arc::new(place.start().await);
        let acknowledged = receipts.iter().flatten().count();
        eprintln!("killed after {moment} answers: {acknowledged} of {CROWD} acknowledged");
        assert!(acknowledged >= moment);
        if acknowledged < CROWD {
            return (server, Killed { drafts, receipts });
        }
        known.extend(receipts.into_iter().flatten().map(|it| it.reference));
        // Nobody may have many drafts, and these are none any more when all is settled.
        server.settles().await;
        moment = moment * 2 / 3;
    }
    panic!("the kill came too late {TRIES} times")
}

/// Nothing acknowledged is lost; handed in again under the same key, each application is one
/// case, with the receipt that was given before. Answers the references.
pub async fn all_are_there_once(
    crowd: &Crowd,
    server: &Arc<Server>,
    killed: &Killed,
) -> BTreeSet<String> {
    for receipt in killed.receipts.iter().flatten() {
        assert_eq!(crowd.looks_up(server, receipt).await, receipt.number, "{receipt:?}");
    }
    let again = crowd.hands_in(server, &killed.drafts, None).await;
    let again: Vec<Receipt> = again.into_iter().map(|it| it.expect("an answer")).collect();
    for (first, second) in killed.receipts.iter().zip(&again) {
        assert!(first.as_ref().is_none_or(|it| it == second), "{first:?} became {second:?}");
    }
    let numbers: BTreeSet<_> = again.iter().map(|it| it.number.as_str()).collect();
    assert_eq!(numbers.len(), killed.drafts.len(), "no number is given twice");
    let references: BTreeSet<_> = again.iter().map(|it| it.reference.clone()).collect();
    assert_eq!(references.len(), killed.drafts.len());
    references
}
