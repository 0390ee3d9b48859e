//! Mandates: states × acts × services × days, and what can be agreed upon at all.

use std::collections::BTreeSet;

use accounts_domain::{
    Act, Consent, Deed, Mandate, MandateBounds, MandateEvent, MandateKind, MandateRefusal,
    MandateStage, Matter, NoPower, Offering, Proof, Scope, Terms,
};
use jiff::civil::{Date, date};
use kernel::id::AccountId;

use super::after;

fn person(number: u8) -> AccountId {
    format!("00000000-0000-7000-8000-0000000000{number:02}").parse().unwrap()
}

const PRINCIPAL: u8 = 1;
const HELPER: u8 = 2;
const CLERK: u8 = 3;
const TODAY: Date = date(2026, 3, 2);

fn terms() -> Terms {
    Terms {
        principal: person(PRINCIPAL),
        helper: person(HELPER),
        kind: MandateKind::Family,
        scope: Scope::All,
        acts: BTreeSet::from([Act::Apply, Act::Track]),
        from: TODAY,
        until: date(2026, 6, 1),
    }
}

fn offering() -> Offering {
    Offering { bounds: MandateBounds::default().family, today: TODAY, born_on: None }
}

fn offered(terms: Terms) -> Mandate {
    let new = Mandate::default();
    let events = new.offer(terms, offering()).unwrap();
    after(new, events)
}

fn consented(terms: Terms) -> Mandate {
    let mandate = offered(terms);
    let events = mandate.consent(Consent::Online, 1, TODAY).unwrap();
    after(mandate, events)
}

fn deed(act: Act, service: &str, themes: &[&str]) -> Deed {
    let themes = themes.iter().map(|it| (*it).to_owned()).collect();
    Deed { act, matter: Some(Matter { service: service.into(), themes }) }
}

#[test]
fn nothing_is_allowed_without_a_live_consent() {
    let by = person(PRINCIPAL);
    let live = consented(terms());
    let then = |mandate: &Mandate, events: Result<Vec<MandateEvent>, MandateRefusal>| {
        after(mandate.clone(), events.unwrap())
    };
    let waiting = offered(terms());
    let late = date(2026, 6, 2);
    for (mandate, stage, expected) in [
        (Mandate::default(), MandateStage::None, Err(NoPower::None)),
        (waiting.clone(), MandateStage::Offered, Err(NoPower::None)),
        (then(&waiting, waiting.decline(by)), MandateStage::Declined, Err(NoPower::None)),
        (live.clone(), MandateStage::Consented, Ok(())),
        (then(&live, live.revoke(by)), MandateStage::Revoked, Err(NoPower::None)),
        (then(&live, live.end(person(HELPER))), MandateStage::Ended, Err(NoPower::None)),
        (then(&live, live.expire(late)), MandateStage::Expired, Err(NoPower::Expired)),
    ] {
        assert_eq!(mandate.stage, stage);
        let deed = deed(Act::Apply, "dogs", &[]);
        assert_eq!(mandate.allows(person(HELPER), &deed, TODAY), expected, "{stage:?}");
        let other = mandate.allows(person(CLERK), &deed, TODAY);
        assert_eq!(other, Err(NoPower::None), "{stage:?}: it is for one helper");
        assert_eq!(MandateStage::parse(stage.word()), Some(stage));
    }
}

#[test]
fn scope_acts_and_days_count_each_for_itself() {
    let themes = |codes: &[&str], services: &[&str]| Scope::Named {
        themes: codes.iter().map(|it| (*it).to_owned()).collect(),
        services: services.iter().map(|it| (*it).to_owned()).collect(),
    };
    let (first, last) = (TODAY, date(2026, 6, 1));
    let (early, late) = (date(2026, 3, 1), date(2026, 6, 2));
    let no = |why| Err::<(), _>(why);
    for (scope, deed, day, expected) in [
        (Scope::All, deed(Act::Apply, "dogs", &[]), first, Ok(())),
        (Scope::All, deed(Act::Apply, "dogs", &[]), last, Ok(())),
        (Scope::All, deed(Act::Apply, "dogs", &[]), early, no(NoPower::Expired)),
        (Scope::All, deed(Act::Apply, "dogs", &[]), late, no(NoPower::Expired)),
        (Scope::All, deed(Act::Fetch, "dogs", &[]), first, no(NoPower::Act)),
        (Scope::All, deed(Act::SeeData, "dogs", &[]), first, no(NoPower::Act)),
        (Scope::All, Deed { act: Act::Track, matter: None }, first, Ok(())),
        (themes(&["health"], &[]), deed(Act::Apply, "a", &["health", "x"]), first, Ok(())),
        (themes(&["health"], &[]), deed(Act::Apply, "a", &["x"]), first, no(NoPower::Service)),
        (themes(&[], &["dogs"]), deed(Act::Track, "dogs", &[]), first, Ok(())),
        (themes(&[], &["dogs"]), deed(Act::Track, "cats", &[]), first, no(NoPower::Service)),
        (
            themes(&[], &["dogs"]),
            Deed { act: Act::Track, matter: None },
            first,
            no(NoPower::Service),
        ),
    ] {
        let mandate = consented(Terms { scope, ..terms() });
        let found = mandate.allows(person(HELPER), &deed, day);
        assert_eq!(found, expected, "{:?} {deed:?} {day}", mandate.terms);
    }
}

#[test]
fn only_the_principal_agrees_declines_and_takes_back_and_only_the_helper_gives_back() {
    let (waiting, live) = (offered(terms()), consented(terms()));
    for stranger in [HELPER, CLERK] {
        assert_eq!(waiting.decline(person(stranger)), Err(MandateRefusal::Unknown));
        assert_eq!(live.revoke(person(stranger)), Err(MandateRefusal::Unknown));
    }
    assert_eq!(live.end(person(PRINCIPAL)), Err(MandateRefusal::Unknown));
    assert_eq!(live.decline(person(PRINCIPAL)), Err(MandateRefusal::NotOffered));
    assert_eq!(waiting.revoke(person(PRINCIPAL)), Err(MandateRefusal::Over));
    assert_eq!(live.consent(Consent::Online, 1, TODAY), Err(MandateRefusal::NotOffered));
    assert_eq!(waiting.consent(Consent::Online, 1, date(2026, 6, 2)), Err(MandateRefusal::Dates));
    let revoked = after(live.clone(), live.revoke(person(PRINCIPAL)).unwrap());
    assert_eq!(revoked.revoke(person(PRINCIPAL)), Ok(Vec::new()), "twice is once");
    assert_eq!(live.expire(date(2026, 6, 1)), Err(MandateRefusal::InForce), "the last day counts");
}

#[test]
fn a_clerk_takes_a_consent_in_person_and_is_neither_of_the_two() {
    let counter = |clerk, proof| Consent::Counter { clerk: person(clerk), proof };
    let waiting = offered(terms());
    assert!(waiting.consent(counter(CLERK, Proof::IdentityCard), 1, TODAY).is_ok());
    for own in [HELPER, PRINCIPAL] {
        let refused = waiting.consent(counter(own, Proof::IdentityCard), 1, TODAY);
        assert_eq!(refused, Err(MandateRefusal::OwnClerk));
    }
    for proof in Proof::ALL {
        let fits = waiting.consent(counter(CLERK, proof), 1, TODAY).is_ok();
        assert_eq!(fits, proof == Proof::IdentityCard, "{proof:?}");
        assert_eq!(proof.fits(MandateKind::Guardian), proof != Proof::IdentityCard);
        assert_eq!(Proof::parse(proof.word()), Some(proof));
    }
    for kind in MandateKind::ALL {
        let mandate = Mandate { terms: Some(Terms { kind, ..terms() }), ..waiting.clone() };
        let online = mandate.consent(Consent::Online, 1, TODAY);
        assert_eq!(online.is_ok(), !kind.is_for_counter(), "{kind:?}");
    }
}

#[test]
fn what_cannot_be_agreed_upon_is_refused_with_a_reason_of_its_own() {
    let refused = |change: &dyn Fn(&mut Terms), born_on: Option<Date>| {
        let mut terms = terms();
        change(&mut terms);
        let bounds = MandateBounds::default().of(terms.kind);
        Mandate::default().offer(terms, Offering { bounds, today: TODAY, born_on }).err()
    };
    let one = |id: &str| Scope::Named {
        themes: BTreeSet::new(),
        services: BTreeSet::from([id.to_owned()]),
    };
    assert_eq!(refused(&|_| {}, None), None);
    let yourself = refused(&|it| it.helper = it.principal, None);
    assert_eq!(yourself, Some(MandateRefusal::Yourself));
    assert_eq!(refused(&|it| it.until = date(2026, 3, 1), None), Some(MandateRefusal::Dates));
    let past = |it: &mut Terms| (it.from, it.until) = (date(2026, 1, 1), date(2026, 2, 1));
    assert_eq!(refused(&past, None), Some(MandateRefusal::Dates));
    assert_eq!(refused(&|it| it.until = date(2027, 3, 2), None), None, "366 days");
    let long = refused(&|it| it.until = date(2027, 3, 3), None);
    assert_eq!(long, Some(MandateRefusal::TooLong));
    assert_eq!(refused(&|it| it.acts.clear(), None), Some(MandateRefusal::NoAct));
    let nothing = |it: &mut Terms| {
        it.scope = Scope::Named { themes: BTreeSet::new(), services: BTreeSet::new() };
    };
    assert_eq!(refused(&nothing, None), Some(MandateRefusal::NoService));
    let errand = |it: &mut Terms| (it.kind, it.until) = (MandateKind::Errand, date(2026, 4, 1));
    assert_eq!(refused(&errand, None), Some(MandateRefusal::OneService));
    let with_one = |it: &mut Terms| {
        errand(it);
        it.scope = one("dogs");
    };
    assert_eq!(refused(&with_one, None), None);
    let guardian = |it: &mut Terms| it.kind = MandateKind::Guardian;
    assert_eq!(refused(&guardian, None), Some(MandateRefusal::NoChild), "no day of birth");
    for (born, expected) in [
        (date(2012, 6, 2), None),
        (date(2012, 6, 1), Some(MandateRefusal::NoChild)),
        (date(1990, 1, 1), Some(MandateRefusal::NoChild)),
    ] {
        assert_eq!(refused(&guardian, Some(born)), expected, "{born}");
    }
    let again = consented(terms()).offer(terms(), offering());
    assert_eq!(again, Err(MandateRefusal::Exists));
}

#[test]
fn events_of_mandates_keep_their_terms_when_they_are_stored() {
    let clerk = Consent::Counter { clerk: person(CLERK), proof: Proof::IdentityCard };
    for event in [
        MandateEvent::Offered { terms: terms() },
        MandateEvent::Consented { consent: clerk, slot: 4 },
        MandateEvent::Consented { consent: Consent::Online, slot: 1 },
        MandateEvent::Revoked,
    ] {
        let text = serde_json::to_string(&event).unwrap();
        assert_eq!(serde_json::from_str::<MandateEvent>(&text).unwrap(), event, "{text}");
    }
}

#[test]
fn every_refusal_tells_what_to_do_in_three_languages() {
    for why in NoPower::ALL {
        assert_eq!(NoPower::parse(why.code()), Some(why));
        let words = why.words();
        assert!(!words.zh_hans.is_empty() && !words.zh_hant.is_empty() && !words.en.is_empty());
    }
    assert_eq!(NoPower::parse("gate.closed"), None);
}
