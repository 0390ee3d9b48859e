//! What others ask about a definition, answered by the exemplar.

use crate::house;
use catalogue_domain::{Facts, ServiceDefinition, definition::ProcessStep};
use kernel::calendar::TimeLimit;

fn facts(situation: &[(&str, &str)]) -> Facts {
    let pairs = situation.iter().map(|(id, answer)| ((*id).to_owned(), (*answer).to_owned()));
    Facts { situation: pairs.collect(), ..Facts::default() }
}

fn materials<'a>(service: &'a ServiceDefinition, facts: &Facts) -> Vec<&'a str> {
    service.required_materials(facts).into_iter().map(|material| material.id.as_str()).collect()
}

fn questions(service: &ServiceDefinition, facts: &Facts) -> Vec<String> {
    let topics = service.visible_topics(facts);
    let named = topics.iter().flat_map(|topic| {
        topic.fields.iter().map(|field| format!("{}/{}", topic.topic.id, field.id))
    });
    named.collect()
}

#[test]
fn a_restaurant_with_cold_dishes_needs_the_statement_on_the_separate_room() {
    let service = house::definition();
    let with = facts(&[("trade", "restaurant"), ("cold_dishes", "yes")]);
    assert_eq!(materials(&service, &with).len(), 5);
    assert!(materials(&service, &with).contains(&"cold-room-statement"));
    let without = facts(&[("trade", "restaurant"), ("cold_dishes", "no")]);
    assert!(!materials(&service, &without).contains(&"cold-room-statement"));
    assert_eq!(materials(&service, &Facts::default()).len(), 4);
}

#[test]
fn an_answer_left_behind_by_going_back_does_not_count() {
    let service = house::definition();
    let changed_to_shop = facts(&[("trade", "shop"), ("cold_dishes", "yes")]);
    assert!(!materials(&service, &changed_to_shop).contains(&"cold-room-statement"));
    assert_eq!(service.settled(&changed_to_shop), facts(&[("trade", "shop")]));
    let nonsense = facts(&[("trade", "casino")]);
    assert_eq!(service.settled(&nonsense), Facts::default());
}

#[test]
fn a_shop_is_not_asked_about_cold_dishes_or_seats() {
    let service = house::definition();
    let asked = |facts: &Facts| service.asked_situations(facts).len();
    assert_eq!((asked(&facts(&[("trade", "shop")])), asked(&Facts::default())), (1, 2));
    let shop = questions(&service, &facts(&[("trade", "shop")]));
    let restaurant = questions(&service, &facts(&[("trade", "restaurant")]));
    assert!(!shop.contains(&"premises/seats".to_owned()));
    assert!(restaurant.contains(&"premises/seats".to_owned()));
    assert_eq!((shop.len(), restaurant.len()), (8, 9));
}

#[test]
fn a_topic_without_questions_is_not_shown() {
    let mut service = house::definition();
    for field in &mut service.form[1].fields {
        field.when = Some("situation.trade == 'restaurant'".to_owned().try_into().unwrap());
    }
    let shown = |facts: &Facts| service.visible_topics(facts).len();
    assert_eq!(
        (shown(&facts(&[("trade", "shop")])), shown(&facts(&[("trade", "restaurant")]))),
        (1, 2)
    );
}

#[test]
fn the_service_tells_its_limits_steps_and_reasons() {
    let service = house::definition();
    assert_eq!(service.promised(), TimeLimit::working(9));
    assert_eq!(service.statutory(), TimeLimit::working(10));
    assert_eq!(service.name().zh_hans, "食品经营许可");
    assert!(!service.is_instant());
    assert!(service.serves_people() && service.serves_organisations());
    assert_eq!(service.basic_code().unwrap().kind(), service.item.kind.code());
    let steps: Vec<_> = service.steps().iter().map(|step| (step.id(), step.days())).collect();
    assert_eq!(
        steps,
        [("receive", 0), ("accept", 1), ("review", 5), ("decide", 2), ("issue", 1), ("deliver", 0)]
    );
    assert!(matches!(service.step("review"), Some(ProcessStep::JointReview(_))));
    assert_eq!(service.step("review").unwrap().members().len(), 2);
    assert_eq!(service.refusal("false-material").unwrap().text.en, "False material was handed in");
    assert_eq!(service.refusal("none"), None);
    assert_eq!(service.field("seats").unwrap().min, Some(0));
    assert!(service.material("layout-plan").unwrap().is_uploaded());
}
