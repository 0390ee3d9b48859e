//! A service as the rows of the national exchange, with the exchange's own identifiers.
//!
//! Several values of one column are joined with `^`, as the exchange does. What the exchange has
//! no settled code for (units of days, sources of materials, kinds of results) is given in the
//! word of the definition, so that whoever connects maps it once, at the edge.

use kernel::{
    LocalText,
    calendar::DayUnit,
    code::{HandlingItemCode, ImplementationCode},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Offer, tables};
use crate::definition::{
    Channel, Fee, LegalBasis, MaterialRequirement, PowerSource, ProcessStep, ServiceDefinition,
    Situation,
};

/// The service as rows: one of the item and, below it, its materials, fees, questions, steps and
/// situations. Texts are in simplified Chinese, as the exchange wants them.
pub fn exchange_rows(offer: &Offer, site: &str) -> Value {
    let definition = &offer.service.definition;
    json!({
        "code_tables": tables::VERSION,
        "task": task(offer, site),
        "materials": rows(&definition.materials, material),
        "fees": rows(&definition.fees, fee),
        "questions": rows(&definition.questions, |it, at| {
            json!({
                "question": it.question.zh_hans,
                "answer": it.answer.zh_hans,
                "order_num": at,
            })
        }),
        "steps": rows(&definition.process, step),
        "situations": rows(&definition.situations, situation),
    })
}

fn rows<T>(items: &[T], row: impl Fn(&T, usize) -> Value) -> Value {
    items.iter().enumerate().map(|(at, item)| row(item, at + 1)).collect()
}

fn task(offer: &Offer, site: &str) -> Value {
    let mut whole = base(offer);
    let parts = [limits(&offer.service.definition), ways(offer, site), people(offer)];
    if let Value::Object(members) = &mut whole {
        for part in parts {
            if let Value::Object(part) = part {
                members.extend(part);
            }
        }
    }
    whole
}

/// What the catalogue owner gives (基本目录), and the codes made from it.
fn base(offer: &Offer) -> Value {
    let definition = &offer.service.definition;
    let (item, implementation) = (&definition.item, &definition.implementation);
    let level = implementation.level.code();
    let code = task_code(offer);
    let serial = implementation.handling_item.serial();
    let handling = code.as_ref().and_then(|it| HandlingItemCode::new(it, serial).ok());
    json!({
        "row_guid": guid(&offer.service.digest),
        "task_name": item.name.zh_hans,
        "alias_names": item.aliases.join("^"),
        "catalog_code": item.basic_code,
        "task_code": code.map(|it| it.to_string()),
        "task_handle_item": handling.map(|it| it.to_string()),
        "task_type": item.kind.code(),
        "by_law": item.legal_bases.iter().map(basis).collect::<Vec<_>>().join("\n"),
        "use_level": level.to_string(),
        "power_source": implementation.power_source.code().to_string(),
        "task_version": offer.service.revision,
        "dept_name": offer.authority.name.zh_hans,
        "dept_code": offer.authority.credit_code.as_str(),
        "dept_type": body(implementation.power_source),
        "result_type": word(&definition.result.kind),
        "result_name": definition.result.name.zh_hans,
    })
}

/// The implementation code (实施编码) of a service, if its parts make one.
pub(super) fn task_code(offer: &Offer) -> Option<ImplementationCode> {
    let definition = &offer.service.definition;
    let basic = definition.basic_code()?;
    let level = definition.implementation.level.code();
    ImplementationCode::new(&offer.authority.credit_code, level, &basic).ok()
}

fn limits(definition: &ServiceDefinition) -> Value {
    let (statutory, promised) = (definition.statutory(), definition.promised());
    let is_fee = definition.fees.iter().any(|it| !it.amount.is_zero());
    let bases = definition.fees.iter().map(|it| it.basis.zh_hans.as_str());
    json!({
        "anticipate_day": statutory.days,
        "anticipate_type": unit(statutory.unit),
        "anticipate_explain": definition.limits.statutory.basis.zh_hans,
        "promise_day": promised.days,
        "promise_type": unit(promised.unit),
        "project_type": if definition.is_instant() { "1" } else { "2" },
        "special_procedure": rows(&definition.special_procedures, |it, at| {
            json!({
                "name": it.name.zh_hans,
                "basis": it.basis.zh_hans,
                "days": it.max_days,
                "order_num": at,
            })
        }),
        "is_fee": flag(is_fee),
        "fee_basis": bases.collect::<Vec<_>>().join("\n"),
    })
}

fn ways(offer: &Offer, site: &str) -> Value {
    let definition = &offer.service.definition;
    let implementation = &definition.implementation;
    let is_online = implementation.channels.contains(&Channel::Online);
    let online = is_online.then(|| format!("{site}/apply/{}", definition.id));
    let visits = &implementation.visits;
    let mut ways: Vec<&str> = implementation.channels.iter().map(|it| way(*it)).collect();
    ways.sort_unstable();
    ways.dedup();
    let served: Vec<String> =
        implementation.audiences.iter().map(|it| it.code().to_string()).collect();
    json!({
        "server_type": served.join("^"),
        "handle_type": ways.join("^"),
        "is_online": flag(is_online),
        "online_handle_url": online,
        "link_addr": offer.address(site),
        "is_service_terminals": flag(implementation.channels.contains(&Channel::Kiosk)),
        "is_mail_material": flag(implementation.channels.contains(&Channel::Post)),
        "limit_scene_num": visits.count,
        "limit_scene_explain": visits.reason.as_ref().map(|it| it.zh_hans.as_str()),
        "user_topic_type": implementation.themes.individuals.join("^"),
        "corp_topic_type": implementation.themes.businesses.join("^"),
    })
}

fn people(offer: &Offer) -> Value {
    let (definition, authority) = (&offer.service.definition, &offer.authority);
    let implementation = &definition.implementation;
    json!({
        "accept_condition": lines(&implementation.conditions),
        "limit_explain": implementation.quantity_limit.zh_hans,
        "transact_addr": authority.address.zh_hans,
        "link_way": authority.phone.consult,
        "supervise_way": authority.phone.complaint,
        "rights": definition.rights.zh_hans,
        "duties": definition.duties.zh_hans,
        "review_dept": authority.review.name.zh_hans,
        "litigation_dept": authority.court.name.zh_hans,
    })
}

fn material(material: &MaterialRequirement, at: usize) -> Value {
    json!({
        "material_name": material.name.zh_hans,
        "is_need": word(&material.need),
        "source_type": word(&material.source),
        "issuer": material.issuer,
        "cert_type_code": material.licence_type,
        "data_resource_id": material.data_resource,
        "fill_explain": material.hint.as_ref().map(|it| it.zh_hans.as_str()),
        "accept_stand": lines(&material.checks),
        "by_law": material.basis.zh_hans,
        "condition": material.when.as_ref().map(word),
        "order_num": at,
    })
}

fn fee(fee: &Fee, at: usize) -> Value {
    json!({
        "fee_name": fee.name.zh_hans,
        "fee_stand": fee.standard.zh_hans,
        "by_law": fee.basis.zh_hans,
        "amount": fee.amount.to_string(),
        "order_num": at,
    })
}

fn step(step: &ProcessStep, at: usize) -> Value {
    json!({
        "link_name": step.name().zh_hans,
        "link_kind": step.kind(),
        "handle_dept": step.spec().map(|it| it.unit.as_str()),
        "handle_day": step.days(),
        "order_num": at,
    })
}

fn situation(situation: &Situation, at: usize) -> Value {
    json!({
        "condition_name": situation.question.zh_hans,
        "condition_code": situation.id,
        "options": situation.options.iter().map(|it| {
            json!({ "code": it.value, "name": it.label.zh_hans })
        }).collect::<Value>(),
        "order_num": at,
    })
}

/// The digit of `handle_type`; a kiosk and a helper stand in a hall.
fn way(channel: Channel) -> &'static str {
    match channel {
        Channel::Online => "2",
        Channel::Post => "3",
        Channel::Counter | Channel::Kiosk | Channel::Assisted => "1",
    }
}

/// The digit of `dept_type`: who acts by law, authorised or entrusted.
fn body(source: PowerSource) -> &'static str {
    match source {
        PowerSource::Statutory | PowerSource::HandedDown => "1",
        PowerSource::Authorised | PowerSource::PeerAuthorised => "2",
        PowerSource::Entrusted | PowerSource::PeerEntrusted => "3",
    }
}

/// A law with its article, in one line.
pub(super) fn basis(basis: &LegalBasis) -> String {
    format!("《{}》{}", basis.law.zh_hans, basis.article.zh_hans)
}

fn lines(texts: &[LocalText]) -> String {
    texts.iter().map(|it| it.zh_hans.as_str()).collect::<Vec<_>>().join("\n")
}

fn unit(unit: DayUnit) -> &'static str {
    match unit {
        DayUnit::Working => "工作日",
        DayUnit::Calendar => "自然日",
    }
}

fn flag(holds: bool) -> &'static str {
    if holds { "1" } else { "0" }
}

/// The word of a value in files.
fn word<T: Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// A technical key in the form of a UUID (version 8: our own content), from the text's digest, so
/// that the same text has the same key wherever it is sent from.
fn guid(digest: &str) -> Option<String> {
    let part = |from: usize, to: usize| digest.get(from..to);
    Some(format!(
        "{}-{}-8{}-8{}-{}",
        part(0, 8)?,
        part(8, 12)?,
        part(12, 15)?,
        part(15, 18)?,
        part(18, 30)?
    ))
}
