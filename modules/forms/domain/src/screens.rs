//! Which screen shows what, and which screen follows. Pages work without script, so a question
//! that depends on another is asked on the next screen and never on the same one.

use catalogue_domain::{
    Condition, Facts,
    condition::Scope,
    definition::{FormField, FormTopic, MaterialSource, ServiceDefinition, Situation},
};

use crate::{Application, Stage, check_situations, check_topic};

/// Where the applicant goes after saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop<'a> {
    /// A situation is still to be answered.
    Situation,
    /// A topic of the form: its id.
    Topic(&'a str),
    /// The documents.
    Documents,
    /// The check before handing in.
    Check,
    /// The list of what is done and what is left.
    Hub,
}

/// The situations that are shown together: those that are asked, without those that depend on an
/// answer not given yet.
pub fn shown_situations<'a>(
    definition: &'a ServiceDefinition,
    facts: &Facts,
) -> Vec<&'a Situation> {
    let known = definition.settled(facts);
    let is_settled = |condition: &Condition| {
        let asked = condition.references().iter().filter(|it| it.scope == Scope::Situation);
        asked.into_iter().all(|it| known.situation.contains_key(&it.id))
    };
    let asked = definition.asked_situations(facts).into_iter();
    asked.filter(|it| it.when.as_ref().is_none_or(is_settled)).collect()
}

/// The questions of a topic that are shown together: those whose condition holds, without those
/// that depend on a question of the same topic that has no answer yet.
pub fn shown_fields<'a>(
    definition: &'a ServiceDefinition,
    topic: &FormTopic,
    facts: &Facts,
) -> Vec<&'a FormField> {
    let has_answer = |id: &str| facts.answers.get(id).is_some_and(|it| !it.is_empty());
    let is_here = |id: &str| topic.fields.iter().any(|field| field.id == id);
    let is_settled = |condition: &Condition| {
        let asked = condition.references().iter().filter(|it| it.scope == Scope::Answers);
        asked.into_iter().all(|it| !is_here(&it.id) || has_answer(&it.id))
    };
    let visible = definition.visible_topics(facts).into_iter();
    let fields = visible.filter(|it| it.topic.id == topic.id).flat_map(|it| it.fields);
    fields.filter(|it| it.when.as_ref().is_none_or(is_settled)).collect()
}

/// Where to go after `current` was saved with these `facts`. `was_saved` says that it had been complete before, so
/// that the applicant came to change something and returns to the list.
pub fn next_stop<'a>(
    definition: &'a ServiceDefinition,
    application: &Application,
    facts: &Facts,
    current: &str,
    was_saved: bool,
) -> Stop<'a> {
    if !check_situations(definition, facts).is_empty() {
        return Stop::Situation;
    }
    if application.stage != Stage::Draft {
        return Stop::Hub;
    }
    let topics: Vec<_> = definition.visible_topics(facts).into_iter().map(|it| it.topic).collect();
    let is_open = |topic: &FormTopic| {
        let is_saved = topic.id == current || application.saved.contains(&topic.id);
        !is_saved || !check_topic(definition, topic, facts).is_empty()
    };
    let here = topics.iter().position(|it| it.id == current);
    let after = here.map_or(0, |it| it + 1);
    if let Some(topic) = topics.iter().skip(after).find(|it| is_open(it)) {
        return Stop::Topic(&topic.id);
    }
    if was_saved || topics.iter().any(|it| is_open(it)) {
        return Stop::Hub;
    }
    let has_documents = definition
        .required_materials(facts)
        .iter()
        .any(|it| it.source != MaterialSource::Generated);
    if has_documents { Stop::Documents } else { Stop::Check }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    const FOOD: &str = include_str!("../../../../services/food-business-licence/service.yaml");

    fn food() -> ServiceDefinition {
        ServiceDefinition::read("service.yaml", FOOD).unwrap().0
    }

    fn facts(situation: &[(&str, &str)], answers: &[(&str, &str)]) -> Facts {
        let own = |list: &[(&str, &str)]| {
            list.iter().map(|(id, it)| ((*id).to_owned(), (*it).to_owned())).collect()
        };
        Facts { situation: own(situation), answers: own(answers) }
    }

    fn ids<'a>(situations: &[&'a Situation]) -> Vec<&'a str> {
        situations.iter().map(|it| it.id.as_str()).collect()
    }

    #[test]
    fn a_situation_that_depends_on_another_waits_for_its_answer() {
        let food = food();
        assert_eq!(ids(&shown_situations(&food, &Facts::default())), ["trade"]);
        let restaurant = facts(&[("trade", "restaurant")], &[]);
        assert_eq!(ids(&shown_situations(&food, &restaurant)), ["trade", "cold_dishes"]);
        assert_eq!(check_situations(&food, &restaurant)[0].field, "situation.cold_dishes");
        let shop = facts(&[("trade", "shop")], &[]);
        assert_eq!(ids(&shown_situations(&food, &shop)), ["trade"]);
        assert!(check_situations(&food, &shop).is_empty());
    }

    #[test]
    fn the_way_leads_through_what_is_left() {
        let food = food();
        let operator = [
            ("operator_name", "榕荫小馆"),
            ("credit_code", "91980102MA98RY019R"),
            ("manager", "陈雨禾"),
            ("contact_mobile", "19900000001"),
        ];
        let mut application = Application { stage: Stage::Draft, ..Application::default() };
        let begun = facts(&[("trade", "shop")], &operator);
        let next = |application: &Application, facts: &Facts, current, was_saved| {
            next_stop(&food, application, facts, current, was_saved)
        };
        let asks = facts(&[("trade", "restaurant")], &operator);
        assert_eq!(next(&application, &asks, "operator", false), Stop::Situation);
        assert_eq!(next(&application, &begun, "situation", false), Stop::Topic("operator"));
        application.saved = BTreeSet::from(["operator".to_owned()]);
        assert_eq!(next(&application, &begun, "operator", false), Stop::Topic("premises"));
        let mut done = begun;
        done.answers.insert("address".into(), "东街 18 号".into());
        done.answers.insert("area".into(), "60".into());
        application.saved.insert("premises".into());
        assert_eq!(next(&application, &done, "premises", false), Stop::Documents);
        assert_eq!(next(&application, &done, "operator", true), Stop::Hub);
        application.saved.remove("operator");
        assert_eq!(next(&application, &done, "premises", false), Stop::Hub);
    }
}
