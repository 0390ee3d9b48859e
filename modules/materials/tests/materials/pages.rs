//! The documents page and the files.

use axum::http::StatusCode;
use forms_domain::Stage;
use kernel::{Actor, Role};
use materials_domain::{How, Trust};

use crate::{
    given::{application, person},
    house::Test,
};

const PDF: &[u8] = b"%PDF-1.7 a plan";

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::DynamicImage::new_rgb8(512, 256);
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture is written");
    bytes.into_inner()
}

#[tokio::test]
async fn one_screen_lists_everything_in_every_language() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    for lang in ["zh-hans", "zh-hant", "en"] {
        let path = format!("/{lang}/applications/{}/documents", application(1));
        let page = test.get(&cookie, &path).await;
        let text = page.text;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(text.matches("<h1").count(), 1);
        assert_eq!(text.matches("class=\"slot\"").count(), 3, "{text}");
        assert_eq!(text.matches("type=\"file\"").count(), 3);
        for trace in ["materials-", ">web-", "{ $"] {
            assert!(!text.contains(trace), "{trace} in {lang}: {text}");
        }
    }
    let text = test.get(&cookie, &Test::documents(1)).await.text;
    assert!(text.contains("免提交（数据共享）") && text.contains("91980102MA98RY051"), "{text}");
    assert!(text.contains("市场监督管理局"), "who issued it");
    assert!(text.contains("根据您填写的内容生成"));
    assert!(text.contains("标明面积和设备") && text.contains("最大 10 MB"));
}

#[tokio::test]
async fn a_licence_that_is_held_is_not_asked_for_and_one_that_is_not_is() {
    let test = Test::new().await;
    let first = test.citizen(1).await;
    let page = test.get(&first, &Test::documents(1)).await;
    assert!(page.text.contains("91980102MA98RY051"), "{}", page.text);
    let (port, citizen) = (test.port(), Actor::citizen(person(1)));
    let folder = port.folder(application(1)).await.expect("a folder");
    assert!(folder.materials.is_empty(), "who only looks hands in nothing: {folder:?}");
    let foreseen = port.foreseen(application(1), &citizen).await.expect("a folder");
    let [shown] = foreseen.of("business-licence")[..] else { panic!("{foreseen:?}") };
    let (shown, how) = (shown.id, shown.how.clone());
    test.hand_in(&first, 1, &[("go", "later")], &[]).await;
    let folder = port.folder(application(1)).await.expect("a folder");
    let [licence] = folder.of("business-licence")[..] else { panic!("{folder:?}") };
    assert_eq!((licence.id, &licence.how), (shown, &how), "it is what was shown");
    assert_eq!(licence.trust, Trust::A);
    assert!(matches!(&licence.how, How::Licence { number, .. } if number == "91980102MA98RY051"));
    let foreseen = port.foreseen(application(1), &citizen).await.expect("a folder");
    assert_eq!(foreseen, folder, "it comes once");
    for number in [2, 3] {
        let cookie = test.citizen(number).await;
        let text = test.get(&cookie, &Test::documents(number)).await.text;
        assert!(text.contains("没有查到您的电子证照"), "{text}");
        assert!(text.contains("name=\"file-business-licence\""), "an upload is the way out");
    }
}

#[tokio::test]
async fn files_are_handed_in_together_and_a_wrong_one_stops_no_other() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let files = [
        ("file-layout-plan", "布局图.png", &png()[..]),
        ("file-safety-rules", "rules.pdf", b"MZ\x90\0 program".as_slice()),
        ("file-cold-room-statement", "room.pdf", PDF),
    ];
    let page = test.hand_in(&cookie, 1, &[], &files).await;
    let text = page.text;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(text.contains("href=\"#file-safety-rules\"") && text.contains("只能传 PDF"), "{text}");
    assert!(text.contains("布局图.png") && text.contains("room.pdf"), "the others are kept");
    let folder = test.port().folder(application(1)).await.expect("a folder");
    let [plan] = folder.of("layout-plan")[..] else { panic!("{folder:?}") };
    assert_eq!(plan.trust, Trust::D, "the applicant made it");
    assert!(folder.of("safety-rules").is_empty());
    let page = test.hand_in(&cookie, 1, &[], &[]).await;
    let check = format!("/zh-hans/applications/{}/check", application(1));
    assert_eq!(page.location(), check, "what may follow later stops nobody");
}

#[tokio::test]
async fn what_is_missing_is_said_before_going_on() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let page = test.hand_in(&cookie, 1, &[], &[]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text.contains("请提交经营场所布局图"), "{}", page.text);
    let hall = [("later-layout-plan", "yes"), ("later-cold-room-statement", "yes")];
    let page = test.hand_in(&cookie, 1, &hall, &[]).await;
    assert!(page.location().ends_with("/check"), "bringing it to the hall is a way");
    let page = test.hand_in(&cookie, 1, &[("go", "later")], &[]).await;
    assert_eq!(page.location(), format!("/zh-hans/applications/{}", application(1)));
    let files = [("file-layout-plan", "plan.pdf", PDF)];
    let page = test.hand_in(&cookie, 1, &[("go", "stay")], &files).await;
    assert!(page.location().ends_with("/documents"));
    let folder = test.port().folder(application(1)).await.expect("a folder");
    assert_eq!(folder.of("layout-plan").len(), 1, "the file takes the place of the promise");
}

#[tokio::test]
async fn the_same_form_sent_twice_hands_in_once() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let page = test.get(&cookie, &Test::documents(1)).await;
    let (csrf, key) = (page.hidden("_csrf"), page.hidden("_key"));
    let fields = [("_csrf", csrf.as_str()), ("_key", key.as_str()), ("go", "stay")];
    let files = [("file-layout-plan", "plan.pdf", PDF)];
    for _ in 0..2 {
        let page = test.upload(&cookie, 1, &fields, &files).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    }
    let folder = test.port().folder(application(1)).await.expect("a folder");
    assert_eq!(folder.of("layout-plan").len(), 1);
}

#[tokio::test]
async fn a_file_is_served_to_its_owner_and_runs_nothing() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    test.hand_in(&cookie, 1, &[], &[("file-layout-plan", "布局图.png", &png())]).await;
    let folder = test.port().folder(application(1)).await.expect("a folder");
    let material = folder.of("layout-plan")[0].id;
    let path = format!("/zh-hans/applications/{}/files/{material}", application(1));
    let file = test.get(&cookie, &path).await;
    assert_eq!((file.status, &file.bytes[..]), (StatusCode::OK, &png()[..]));
    assert_eq!(file.header("content-type"), "image/png");
    assert_eq!(file.header("x-content-type-options"), "nosniff");
    assert!(file.header("content-security-policy").ends_with("sandbox"));
    let name =
        "attachment; filename=\"material.png\"; filename*=UTF-8''%E5%B8%83%E5%B1%80%E5%9B%BE.png";
    assert_eq!(file.header("content-disposition"), name);
    let other = test.citizen(2).await;
    assert_eq!(test.get(&other, &path).await.status, StatusCode::NOT_FOUND);
    let crossed = format!("/zh-hans/applications/{}/files/{material}", application(2));
    assert_eq!(test.get(&other, &crossed).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn staff_read_what_was_handed_in_to_them_and_that_is_recorded() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    test.hand_in(&cookie, 1, &[], &[("file-layout-plan", "plan.pdf", PDF)]).await;
    let folder = test.port().folder(application(1)).await.expect("a folder");
    let path = format!("/staff/materials/{}/{}", application(1), folder.of("layout-plan")[0].id);
    let examiner = test.staff(Role::Examiner, "market-regulation").await;
    let early = test.get(&examiner, &path).await;
    assert_eq!(early.status, StatusCode::NOT_FOUND, "a draft at home is nobody else's business");
    test.filings.set(1, Stage::Submitted);
    assert_eq!(test.get(&examiner, &path).await.bytes, PDF);
    let fire = test.staff(Role::Examiner, "fire-rescue").await;
    assert_eq!(test.get(&fire, &path).await.status, StatusCode::OK, "takes part in the review");
    let stranger = test.staff(Role::Examiner, "water").await;
    assert_eq!(test.get(&stranger, &path).await.status, StatusCode::NOT_FOUND);
    let editor = test.staff(Role::Editor, "market-regulation").await;
    assert_eq!(test.get(&editor, &path).await.status, StatusCode::FORBIDDEN);
    assert_eq!(test.get(&cookie, &path).await.status, StatusCode::FORBIDDEN);
    let reads = test.reads_about(person(1)).await;
    assert_eq!(reads, ["materials.read_file", "materials.read_file"]);
}

#[tokio::test]
async fn what_was_handed_in_stays_until_it_is_returned() {
    let test = Test::new().await;
    let cookie = test.citizen(1).await;
    let both =
        [("file-layout-plan", "plan.pdf", PDF), ("file-cold-room-statement", "room.pdf", PDF)];
    test.hand_in(&cookie, 1, &[], &both).await;
    let port = test.port();
    let folder = port.folder(application(1)).await.expect("a folder");
    let (plan, room) = (folder.of("layout-plan")[0].id, folder.of("cold-room-statement")[0].id);
    // A form that was opened before and is sent after.
    let open = test.get(&cookie, &Test::documents(1)).await;
    let (csrf, key) = (open.hidden("_csrf"), open.hidden("_key"));
    let fields = [("_csrf", csrf.as_str()), ("_key", key.as_str())];
    port.close(application(1), &kernel::Actor::SYSTEM).await.expect("closed");
    test.filings.set(1, Stage::Submitted);
    let page = test.get(&cookie, &Test::documents(1)).await.text;
    assert!(page.contains("材料已经提交") && !page.contains("type=\"file\""), "{page}");
    let late = test.upload(&cookie, 1, &fields, &both[..1]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let key = "01900000-0000-7000-8000-000000000077".parse().expect("an id");
    let wanted = vec!["layout-plan".to_owned()];
    port.reopen(key, application(1), wanted, &kernel::Actor::SYSTEM).await.expect("returned");
    test.filings.set(1, Stage::Reopened { fields: std::collections::BTreeSet::new() });
    let page = test.get(&cookie, &Test::documents(1)).await.text;
    assert_eq!(page.matches("type=\"file\"").count(), 1, "{page}");
    let refused = test.remove(&cookie, 1, &room.to_string()).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let removed = test.remove(&cookie, 1, &plan.to_string()).await;
    assert!(removed.location().ends_with("/documents"), "{}", removed.text);
    let page = test.hand_in(&cookie, 1, &[], &[("file-layout-plan", "new.pdf", PDF)]).await;
    assert_eq!(page.location(), format!("/zh-hans/applications/{}", application(1)));
}
