//! How many connections there may be, and whose.

use std::sync::Arc;

use crate::{
    Limits,
    crowd::{Crowd, Full},
};

fn crowd() -> Arc<Crowd> {
    let proxies = vec!["10.0.0.1".parse().unwrap()];
    Crowd::new(Limits { per_address: 2, connections: 6, proxies, ..Limits::default() })
}

#[test]
fn an_address_has_its_share_and_gives_it_back() {
    let crowd = crowd();
    let enter = |text: &str| crowd.enter(text.parse().unwrap());
    let held = [enter("1.2.3.4").ok(), enter("1.2.3.4").ok()];
    assert_eq!(enter("1.2.3.4").err(), Some(Full::Address));
    let other = enter("1.2.3.5").ok();
    assert!(held.iter().all(Option::is_some) && other.is_some());
    drop(held);
    assert!(enter("1.2.3.4").is_ok());
    assert_eq!(crowd.present.lock().unwrap().by.len(), 1, "who has left is forgotten");
}

#[test]
fn a_proxy_stands_for_many_and_the_whole_is_limited() {
    let crowd = crowd();
    let enter = |text: &str| crowd.enter(text.parse().unwrap());
    let held: Vec<_> = (0..6).filter_map(|_| enter("10.0.0.1").ok()).collect();
    assert_eq!(held.len(), 6);
    assert_eq!(enter("10.0.0.1").err(), Some(Full::All));
    assert_eq!(enter("2400::1").err(), Some(Full::All));
}
