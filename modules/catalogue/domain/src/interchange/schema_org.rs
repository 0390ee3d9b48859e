//! A service as `GovernmentService` of schema.org, in JSON-LD.

use kernel::{Lang, LocalText};
use serde_json::{Value, json};

use super::{Offer, duration, tables, texts};
use crate::definition::{Channel, Fee, ServiceDefinition};

/// The service as JSON-LD. The context stands in it, so nothing else has to be fetched.
pub fn schema_org(offer: &Offer, site: &str) -> Value {
    let definition = &offer.service.definition;
    let (item, implementation) = (&definition.item, &definition.implementation);
    let address = offer.address(site);
    let kind = tables::KIND.words(item.kind.code()).map(|it| texts(&it.text()));
    let audiences = implementation.audiences.iter().map(|audience| {
        let code = audience.code().to_string();
        let words = tables::EX_AUDIENCE.words(&code).map(|it| texts(&it.text()));
        json!({ "@type": "Audience", "audienceType": words })
    });
    let languages: Vec<&str> = Lang::ALL.into_iter().map(Lang::tag).collect();
    json!({
        "@context": { "@vocab": "https://schema.org/" },
        "@type": "GovernmentService",
        "@id": address,
        "url": { "@id": address },
        "identifier": item.basic_code,
        "name": texts(&item.name),
        "alternateName": aliases(&item.aliases),
        "description": texts(&implementation.summary),
        "serviceType": kind,
        "provider": provider(offer, site),
        "areaServed": area(offer),
        "jurisdiction": area(offer),
        "audience": audiences.collect::<Value>(),
        "availableChannel": channels(offer, site),
        "availableLanguage": languages,
        "serviceOutput": { "@type": "Thing", "name": texts(&definition.result.name) },
        "offers": definition.fees.iter().map(price).collect::<Value>(),
    })
}

fn aliases(aliases: &[String]) -> Value {
    let tag = Lang::ZhHans.tag();
    aliases.iter().map(|alias| json!({ "@language": tag, "@value": alias })).collect()
}

fn provider(offer: &Offer, site: &str) -> Value {
    let authority = &offer.authority;
    json!({
        "@type": "GovernmentOrganization",
        "@id": format!("{site}/departments/{}", authority.id),
        "name": texts(&authority.name),
        "identifier": authority.credit_code.as_str(),
        "telephone": authority.phone.consult,
        "address": texts(&authority.address),
    })
}

fn area(offer: &Offer) -> Value {
    let place = &offer.place;
    json!({
        "@type": "AdministrativeArea",
        "identifier": place.code,
        "name": texts(&place.name),
    })
}

fn channels(offer: &Offer, site: &str) -> Value {
    let definition = &offer.service.definition;
    let channels = definition.implementation.channels.iter();
    channels.map(|channel| one_channel(*channel, offer, site, definition)).collect()
}

fn one_channel(
    channel: Channel,
    offer: &Offer,
    site: &str,
    definition: &ServiceDefinition,
) -> Value {
    let mut whole = json!({
        "@type": "ServiceChannel",
        "name": texts(&channel_words(channel)),
        "processingTime": duration(definition.promised().days),
    });
    let (member, value) = match channel {
        Channel::Online => {
            ("serviceUrl", json!({ "@id": format!("{site}/apply/{}", definition.id) }))
        }
        Channel::Post => ("servicePostalAddress", texts(&offer.authority.address)),
        Channel::Counter | Channel::Kiosk | Channel::Assisted => {
            let place = json!({ "@type": "Place", "address": texts(&offer.authority.address) });
            ("serviceLocation", place)
        }
    };
    if let Value::Object(members) = &mut whole {
        members.insert(member.to_owned(), value);
    }
    whole
}

/// The word for a way to apply.
pub(super) fn channel_words(channel: Channel) -> LocalText {
    let (zh_hans, zh_hant, en) = match channel {
        Channel::Online => ("网上办理", "網上辦理", "Online"),
        Channel::Counter => ("窗口办理", "窗口辦理", "At the counter"),
        Channel::Post => ("快递申请", "快遞申請", "By courier"),
        Channel::Kiosk => ("自助终端", "自助終端", "At a kiosk"),
        Channel::Assisted => ("帮办代办", "幫辦代辦", "With help"),
    };
    LocalText { zh_hans: zh_hans.to_owned(), zh_hant: zh_hant.to_owned(), en: en.to_owned() }
}

fn price(fee: &Fee) -> Value {
    json!({
        "@type": "Offer",
        "name": texts(&fee.name),
        "description": texts(&fee.standard),
        "price": fee.amount.to_string(),
        "priceCurrency": "CNY",
    })
}
