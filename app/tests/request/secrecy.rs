//! What becomes public was looked at before (保密审查): a number or an address of a person, or a
//! word that is not for everybody, keeps a text back until a second person has said for each place
//! why it may be public.

use std::process::Command;

use crate::{
    city::City,
    person::Person,
    releases::{looks, writes},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const GUIDE: &str = "/zh-hans/services/food-business-licence";
const PLAIN: &str = "可以先申请，现场核查前装好就行。";

fn text_with(said: &str) -> String {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../services/food-business-licence/service.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains(PLAIN));
    text.replace(PLAIN, &format!("{PLAIN}{said}"))
}

/// An editor writes it and asks for its publication; answers the address of the proposal.
async fn proposed(city: &City, said: &str, findings: &[&str]) -> (Person, String) {
    let mut writer = city.staff("editor-su").await;
    writes(&mut writer, &text_with(said)).await;
    looks(&mut writer).await;
    for finding in findings {
        writer.reads(finding);
    }
    writer.sends("/publish", &[]).await;
    let proposal = writer.path.clone();
    assert!(proposal.starts_with("/staff/approvals/"), "{}", writer.text());
    (writer, proposal)
}

#[tokio::test]
async fn a_text_with_a_persons_number_waits_until_each_place_was_let_pass_with_a_reason() {
    testkit::on_both(|database| async move {
        let city = City::with(database, MORNING).await;
        let said = "可问张三，身份证号710000198804161226。写信给zhang.san@example.com。";
        let findings = ["含有个人的身份证号或手机号", "含有个人的电子邮箱"];
        let (_, proposal) = proposed(&city, said, &findings).await;

        let mut second = city.staff("editor-bian").await;
        second.opens(&proposal).await;
        for finding in findings {
            second.reads(finding);
        }
        let shown = second.text();
        assert!(!shown.contains("710000198804161226"), "a finding does not tell it: {shown}");
        assert!(second.html.contains("name=\"review-1\"") && second.html.contains("review-2"));

        // Without a reason, and with one of two, nothing is published.
        second.sends("/approve", &[]).await;
        assert_eq!(second.status, 422, "{}", second.text());
        second.reads("请写明理由");
        second.sends("/approve", &[("review-1", "本人同意公开")]).await;
        assert_eq!(second.status, 422, "{}", second.text());
        assert!(second.html.contains("value=\"本人同意公开\""), "what was typed is not lost");
        city.settles().await;
        let mut passer_by = city.anonymous();
        passer_by.opens(GUIDE).await;
        assert!(!passer_by.html.contains("710000198804161226"));

        let reasons = [("review-1", "本人同意公开"), ("review-2", "对外联络专用")];
        second.sends("/approve", &reasons).await;
        assert_eq!(second.status, 200, "{}", second.text());
        city.settles().await;
        second.opens(&proposal).await.reads("已执行").reads("本人同意公开").reads("对外联络专用");
        passer_by.opens(GUIDE).await;
        assert!(passer_by.html.contains("710000198804161226"), "it was let pass");
        crate::story::nothing_differs_on_replay(&city).await;
    })
    .await;
}

#[tokio::test]
async fn a_word_of_the_installations_own_list_and_a_mark_keep_a_text_back() {
    let city = City::on(MORNING).await;
    let findings = ["含有涉密或内部文件的字样"];
    let (mut writer, proposal) = proposed(&city, "演练代号青松。", &findings).await;
    let mut second = city.staff("editor-bian").await;
    second.opens(&proposal).await.sends("/approve", &[]).await;
    assert_eq!(second.status, 422, "{}", second.text());
    second.sends("/refuse", &[("reason", "不应公开")]).await;
    writer.opens(&proposal).await.reads("不应公开");

    // Without it there is nothing to say a reason for.
    let (_, proposal) = proposed(&city, "不收费。", &[]).await;
    second.opens(&proposal).await;
    assert!(!second.html.contains("review-1"), "{}", second.text());
    second.sends("/approve", &[]).await;
    city.settles().await;
    city.anonymous().opens(GUIDE).await.reads("不收费。");
}

#[test]
fn the_command_that_checks_definitions_says_so_too() {
    let database = testkit::Database::sqlite();
    let services = database.folder().join("services");
    let folder = services.join("food-business-licence");
    std::fs::create_dir_all(&folder).unwrap();
    let lint = |said: &str| {
        std::fs::write(folder.join("service.yaml"), text_with(said)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_onewindow"));
        let run = command.arg("lint").arg(&services).args(["--secrecy-word", "演练代号"]).output();
        let run = run.unwrap();
        (run.status.success(), String::from_utf8_lossy(&run.stdout).into_owned())
    };
    assert_eq!(lint(""), (true, String::new()));
    for (said, rule) in [
        ("问13800138000。", "secrecy.number"),
        ("缴到6222000000000000004。", "secrecy.card"),
        ("写信给zhang@example.com。", "secrecy.email"),
        ("此件机密★一年。", "secrecy.mark"),
        ("演练代号青松。", "secrecy.mark"),
    ] {
        let (is_good, told) = lint(said);
        assert!(!is_good && told.contains(rule), "{said}: {told}");
        assert!(!told.contains("13800138000") && !told.contains("zhang@"), "{told}");
    }
}
