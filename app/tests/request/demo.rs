//! The identity platform that the demonstration brings along.

use crate::city::City;

const CHEN: &str = "710000198804161226";
const YE: &str = "710000200307192531";
const MORNING: &str = "2026-03-02T10:00:00+08:00";
/// A service for which one must have been checked in person.
const L3: &str = "/zh-hans/apply/driving-licence-renewal";

#[tokio::test]
async fn the_demonstration_has_an_identity_platform_of_its_own() {
    let city = City::on(MORNING).await;
    let mut ye = city.citizen(YE).await;
    ye.opens(L3).await;
    ye.follows("/my/identity?need=L3").await;
    ye.follows("/sign-in/with/demo?level=L3").await.reads("演示用的统一身份认证");
    ye.sends("/demo/identity/authorize", &[("person", YE), ("method", "face")]).await;
    assert_eq!(ye.path, L3);
    assert!(!ye.text().contains("要先实人认证"), "{}", ye.text());

    let mut visitor = city.anonymous();
    visitor.opens("/zh-hans/sign-in").await.follows("/sign-in/with/demo").await;
    visitor.sends("/demo/identity/authorize", &[("person", "")]).await;
    visitor.reads("您没有在身份平台完成登录");
    visitor.follows("/sign-in/with/demo").await;
    visitor.sends("/demo/identity/authorize", &[("person", CHEN)]).await;
    assert_eq!(visitor.path, "/zh-hans/my/");
    // It sends nobody to other sites.
    let evil = "/demo/identity/authorize?response_type=code&client_id=onewindow-demo&state=s\
                &nonce=n&code_challenge_method=S256&redirect_uri=https://evil.example/";
    visitor.looks_at(evil).await;
    assert_eq!(visitor.status, 400);
}
