//! Passkeys in a real browser, with an authenticator that Chromium plays: set up, used at both
//! doors and for an act of power, of no use at another address, and not held up by a flood of wrong
//! passwords.

use std::net::Ipv4Addr;

use reqwest::Client;
use serde_json::json;

use crate::{
    person::Person,
    town::{CHEN, Town},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";

impl Person {
    /// The device can keep passkeys, and its owner always unlocks it.
    async fn has_a_lock(&mut self) -> &mut Self {
        self.browser.tell("WebAuthn.enable", json!({})).await;
        let device = json!({ "options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": true,
            "hasUserVerification": true, "isUserVerified": true,
            "automaticPresenceSimulation": true,
        }});
        self.browser.tell("WebAuthn.addVirtualAuthenticator", device).await;
        self
    }

    /// Whether a button to use a passkey is to be seen.
    async fn sees_a_passkey_button(&self) -> bool {
        let script = "return [...document.querySelectorAll('form[data-passkey]')]
                      .some(form => !form.hidden)";
        self.browser.asks(script, vec![]).await.as_bool().unwrap_or_default()
    }

    async fn signs_out(&mut self) -> &mut Self {
        self.presses("退出登录").await
    }
}

/// Wrong passwords for somebody, from many addresses of this machine.
async fn flood(town: &Town, login: &str) -> Vec<u16> {
    let address = format!("{}/api/v1/session", town.city.base);
    let mut seen = Vec::new();
    for last in 10..40 {
        let from = Ipv4Addr::new(127, 0, 0, last);
        let client = Client::builder().local_address(Some(from.into())).build().unwrap();
        let body = json!({ "login": login, "password": "wrong" });
        let answer = client.post(&address).json(&body).send().await.unwrap();
        seen.push(answer.status().as_u16());
    }
    // Even the right one is not looked at from where its owner never was.
    let client = Client::builder().local_address(Some(Ipv4Addr::new(127, 0, 0, 99).into()));
    let body = json!({ "login": login, "password": "onewindow" });
    let right = client.build().unwrap().post(&address).json(&body).send().await.unwrap();
    seen.push(right.status().as_u16());
    seen
}

#[tokio::test]
async fn a_citizen_signs_in_with_a_passkey_also_during_a_flood_of_wrong_passwords() {
    let town = Town::with_a_name(MORNING).await;
    let mut chen = town.without_eyes("chen").await;
    chen.has_a_lock().await.signs_in(CHEN).await;
    chen.opens("/zh-hans/my/security/passkey").await.reads("请确认是您本人").await;
    chen.answers("密码", "onewindow").await.presses("确认并继续").await;
    chen.presses("在本机设置").await.reads("通行密钥设置好了").await;
    chen.signs_out().await;

    let seen = flood(&town, CHEN).await;
    assert_eq!(seen.iter().filter(|it| **it == 422).count(), 5, "few were looked at: {seen:?}");
    assert_eq!(seen.last(), Some(&429), "{seen:?}");
    chen.opens("/zh-hans/sign-in").await.presses("用通行密钥").await;
    assert_eq!(chen.path().await, "/zh-hans/my/");

    // It is both factors, and confirms an act of power.
    chen.opens("/zh-hans/my/security/codes").await.presses("生成十个备用码").await;
    chen.reads("请确认是您本人").await.presses("用通行密钥").await;
    chen.reads("这些备用码只显示这一次").await;

    // At another address of the same program there is nothing to be had from it.
    let elsewhere = town.city.base.replace("localhost", "127.0.0.1");
    let page = format!("{elsewhere}/zh-hans/sign-in");
    chen.signs_out().await;
    chen.opens("/zh-hans/sign-in").await;
    assert!(chen.sees_a_passkey_button().await, "at its own address");
    chen.browser.client.goto(&page).await.unwrap();
    assert!(!chen.arrives().await.sees_a_passkey_button().await, "and nowhere else");
}

#[tokio::test]
async fn an_officer_signs_in_with_a_passkey_and_types_no_code() {
    let town = Town::with_a_name(MORNING).await;
    let mut officer = town.without_eyes("examiner-lu").await;
    officer.has_a_lock().await.signs_in_as_staff("examiner-lu").await;
    officer.opens("/staff/security/passkey").await.confirms().await;
    officer.presses("在本机设置").await.reads("通行密钥设置好了").await;
    officer.signs_out().await;
    officer.opens("/staff/sign-in").await.presses("用通行密钥").await;
    assert_eq!(officer.path().await, "/staff/cases/", "in with one press");
    officer.opens("/staff/security/code").await.reads("请确认是您本人").await;
    officer.presses("用通行密钥").await;
    assert_eq!(officer.path().await, "/staff/security/code");
}

#[tokio::test]
async fn an_officer_with_a_code_sets_a_passkey_up_uses_it_and_works() {
    let town = Town::with_passkeys_for_staff(MORNING).await;
    let mut officer = town.without_eyes("examiner-lu").await;
    officer.has_a_lock().await.signs_in_as_staff("examiner-lu").await;
    officer.reads("先用通行密钥确认是您本人").await;
    officer.follows("设置或者使用通行密钥").await.confirms().await;
    officer.presses("在本机设置").await.reads("请确认是您本人").await;
    officer.presses("用通行密钥").await;
    assert_eq!(officer.path().await, "/staff/cases/", "at work");
    officer.signs_out().await;
    // With the code alone they come to the passkey again, and a code sets up no other.
    officer.signs_in_as_staff("examiner-lu").await;
    officer.follows("设置或者使用通行密钥").await.reads("您设置过通行密钥").await;
    officer.presses("用通行密钥").await;
    assert_eq!(officer.path().await, "/staff/security/passkey");
    officer.opens("/staff/cases/").await;
    assert_eq!(officer.path().await, "/staff/cases/", "confirmed, the session is good");
}
