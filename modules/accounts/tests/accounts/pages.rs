//! What the sign-in pages tell.

use crate::house::Test;

#[tokio::test]
async fn the_demonstration_tells_its_accounts_at_the_right_door() {
    let test = Test::demo().await;
    let citizens = test.get("/en/sign-in", "").await.text;
    assert!(citizens.contains("710000198804161226") && !citizens.contains("clerk-gong"));
    let staff = test.get("/staff/sign-in", "lang=en").await.text;
    assert!(staff.contains("clerk-gong") && staff.contains("Counter clerk"), "{staff}");
    assert!(!staff.contains("710000198804161226"));
}

#[tokio::test]
async fn own_pages_ask_to_sign_in_first() {
    let test = Test::start(false).await;
    for (path, to) in [
        ("/en/my/profile", "/en/sign-in?back=%2Fen%2Fmy%2Fprofile"),
        ("/en/my/act-for", "/en/sign-in?back=%2Fen%2Fmy%2Fact-for"),
        ("/staff/me", "/staff/sign-in?back=%2Fstaff%2Fme"),
    ] {
        assert_eq!(test.get(path, "").await.location(), to);
    }
    assert_eq!(test.get("/api/v1/me", "").await.status, 401);
}
