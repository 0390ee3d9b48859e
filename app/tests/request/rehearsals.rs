//! A definition is rehearsed before anybody publishes it: by an editor on a page, by a program, and
//! by nobody else; and nothing of it is kept.

use kernel::Role;
use reqwest::multipart::Form;
use serde_json::{Value, json};

use crate::{
    city::City,
    person::Person,
    releases::DESK,
    rights::world::{CITY, World},
};

const MORNING: &str = "2026-03-02T10:00:00+08:00";
const PATH: &str = "/api/v1/services/food-business-licence/rehearsal";

/// The city's own text, in which one question is asked of nobody.
fn unreachable() -> String {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../services/food-business-licence/service.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let never = text.replace(
        "when: situation.trade == 'restaurant'",
        "when: situation.trade == 'restaurant' && situation.trade == 'shop'",
    );
    assert_ne!(text, never);
    never
}

/// Sends the form of the page with these answers; answers the status and the page.
async fn rehearses(editor: &Person, answers: &[(&'static str, String)]) -> (u16, String) {
    let (address, mut fields) = editor.form("/rehearsal");
    for (name, value) in answers {
        fields.insert((*name).to_owned(), vec![value.clone()]);
    }
    let mut form = Form::new();
    for (name, values) in fields {
        for value in values {
            form = form.text(name.clone(), value);
        }
    }
    let request = editor.plain.post(format!("{}{address}", editor.base));
    let request = request.header("origin", editor.base.clone()).multipart(form);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test]
async fn an_editor_rehearses_what_is_in_force_and_a_text_of_their_own() {
    let city = City::on(MORNING).await;
    let mut editor = city.staff("editor-su").await;
    editor.opens(DESK).await.follows("/rehearsal").await;
    editor.reads("用虚拟的申请").reads("留空就演练现行版本");
    let few = ("applications", "60".to_owned());
    let (status, page) = rehearses(&editor, std::slice::from_ref(&few)).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("演练的是现行版本") && page.contains("<svg class=\"chart\""), "{page}");
    assert!(!page.contains("没有人被问到这道题"), "{page}");

    let (status, page) = rehearses(&editor, &[few, ("source", unreachable())]).await;
    assert_eq!(status, 200, "{page}");
    assert!(page.contains("没有人被问到这道题") && page.contains("answers.seats"), "{page}");

    let nobody = [("officers", "0".to_owned())];
    let (status, page) = rehearses(&editor, &nobody).await;
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("请写1到200之间的整数"), "{page}");
    let nonsense = [("source", "format: 1".to_owned())];
    let (status, page) = rehearses(&editor, &nonsense).await;
    assert_eq!(status, 422, "{page}");
    assert!(page.contains("这段文本不是一份定义"), "{page}");
}

#[tokio::test]
async fn a_program_gets_the_same_report_for_the_same_seed_and_nothing_is_kept() {
    let world = World::on(City::on(MORNING).await).await;
    let editor = world.officer("editor", Role::Editor, "market-regulation", CITY).await;
    let before = world.events().await;
    let wish = json!({ "assumptions": { "applications": 60, "seed": 7 } });
    let first = world.posts(&editor, PATH, &wish).await;
    assert_eq!(first.status, 200, "{first:?}");
    let report: Value = first.json();
    assert_eq!(report["which"], "in_force");
    assert_eq!(report["report"]["outcomes"]["arrived"], 60);
    assert_eq!(world.posts(&editor, PATH, &wish).await.body, first.body);
    let never = json!({ "source": unreachable(), "assumptions": { "applications": 60 } });
    let found = world.posts(&editor, PATH, &never).await.json();
    let findings = found["report"]["findings"].as_array().unwrap();
    let is_it = |it: &Value| it["code"] == "never_asked" && it["element"] == "answers.seats";
    assert!(findings.iter().any(is_it), "{findings:?}");
    assert_eq!(world.events().await, before);

    let wrong = world.posts(&editor, PATH, &json!({ "source": "format: 1" })).await;
    assert_eq!(wrong.status, 422, "{wrong:?}");
    let nowhere = PATH.replace("food-business-licence", "none");
    assert_eq!(world.posts(&editor, &nowhere, &wish).await.status, 404);
    let examiner = world.officer("examiner", Role::Examiner, "market-regulation", CITY).await;
    assert_eq!(world.posts(&examiner, PATH, &wish).await.status, 403);
}
