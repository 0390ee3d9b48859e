//! Services as CPSV-AP 3.2, the European profile for public services, in JSON-LD.
//!
//! Everything is a flat list of named things; each stands there once, however many services point
//! at it. What the profile makes mandatory is checked by `tools/xtask/shapes/cpsv-ap.ttl`.

use std::collections::BTreeSet;

use kernel::{Lang, LocalText};
use serde_json::{Map, Value, json};

use super::{Offer, Whose, duration, or, schema_org::channel_words, tables, texts};
use crate::{
    definition::{Audience, Fee, LegalBasis, MaterialRequirement},
    finding::Words,
};

const LANGUAGES: &str = "http://publications.europa.eu/resource/authority/language";
const YUAN: &str = "http://publications.europa.eu/resource/authority/currency/CNY";

/// One service as JSON-LD. The context stands in it, so nothing else has to be fetched.
pub fn cpsv_ap(offer: &Offer, site: &str) -> Value {
    let mut graph = Graph::new(site);
    graph.service(offer);
    graph.done()
}

/// All services as one data set.
pub fn cpsv_ap_catalogue(offers: &[Offer], site: &str) -> Value {
    let mut graph = Graph::new(site);
    let parts: Value = offers.iter().map(|offer| graph.service(offer)).collect();
    let place = offers.first().map(|it| it.place.clone());
    let name = place.as_ref().map_or_else(|| LocalText::same(site), |it| it.name.clone());
    let code = place.map_or_else(|| site.to_owned(), |it| it.code.clone());
    let publisher = graph.add(
        &format!("{site}/#publisher"),
        &["foaf:Agent"],
        json!({ "dct:identifier": code, "dct:title": texts(&name) }),
    );
    let title = LocalText {
        zh_hans: "政务服务事项目录".to_owned(),
        zh_hant: "政務服務事項目錄".to_owned(),
        en: "Catalogue of government services".to_owned(),
    };
    let description = LocalText {
        zh_hans: "向个人和法人提供的全部政务服务事项。".to_owned(),
        zh_hant: "向個人和法人提供的全部政務服務事項。".to_owned(),
        en: "All services that government offers to people and organisations.".to_owned(),
    };
    let page = graph.add(&format!("{site}/services/"), &["foaf:Document"], json!({}));
    graph.add(
        &format!("{site}/api/v1/catalogue/cpsv-ap.jsonld#catalogue"),
        &["dcat:Dataset"],
        json!({
            "dct:title": texts(&title),
            "dct:description": texts(&description),
            "dct:publisher": publisher,
            "dcat:landingPage": page,
            "dct:hasPart": parts,
        }),
    );
    graph.done()
}

fn context() -> Value {
    json!({
        "adms": "http://www.w3.org/ns/adms#",
        "cpsv": "http://purl.org/vocab/cpsv#",
        "cv": "http://data.europa.eu/m8g/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "locn": "http://www.w3.org/ns/locn#",
        "org": "http://www.w3.org/ns/org#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

struct Graph {
    site: String,
    seen: BTreeSet<String>,
    nodes: Vec<Value>,
}

impl Graph {
    fn new(site: &str) -> Self {
        Self { site: site.to_owned(), seen: BTreeSet::new(), nodes: Vec::new() }
    }

    fn done(self) -> Value {
        json!({ "@context": context(), "@graph": self.nodes })
    }

    /// Notes a thing unless it is there, and answers the reference to it.
    fn add(&mut self, id: &str, kinds: &[&str], members: Value) -> Value {
        if self.seen.insert(id.to_owned()) {
            let mut node = Map::new();
            node.insert("@id".to_owned(), id.into());
            node.insert("@type".to_owned(), json!(kinds));
            if let Value::Object(members) = members {
                node.extend(members.into_iter().filter(|(_, value)| is_said(value)));
            }
            self.nodes.push(Value::Object(node));
        }
        json!({ "@id": id })
    }

    fn concept(&mut self, id: &str, name: &LocalText) -> Value {
        self.add(id, &["skos:Concept"], json!({ "skos:prefLabel": texts(name) }))
    }

    fn service(&mut self, offer: &Offer) -> Value {
        let definition = &offer.service.definition;
        let address = offer.address(&self.site);
        let members = json!({
            "dct:identifier": address,
            "dct:title": texts(&definition.item.name),
            "dct:description": texts(or(&definition.implementation.summary, &definition.item.name)),
            "dcat:keyword": keywords(&definition.item.aliases),
            "cv:hasCompetentAuthority": self.authority(offer),
            "dct:spatial": self.place(offer),
            "dct:language": self.languages(),
            "cv:processingTime": days(definition.promised().days),
            "cv:isClassifiedBy": self.kind(offer),
            "dct:audience": self.audiences(offer),
            "cv:hasChannel": self.channels(offer, &address),
            "cpsv:follows": self.rules(offer, &address),
            "cv:hasLegalResource": self.laws(offer, &address),
            "cv:holdsRequirement": self.requirements(offer, &address),
            "cpsv:hasInput": self.evidence(offer, &address),
            "cpsv:produces": self.output(offer, &address),
            "cv:hasCost": self.costs(offer, &address),
            "cv:isGroupedBy": self.events(offer),
            "cv:contactPoint": self.contact(offer),
        });
        self.add(&address, &["cpsv:PublicService"], members)
    }

    fn authority(&mut self, offer: &Offer) -> Value {
        let authority = &offer.authority;
        let id = format!("{}/departments/{}", self.site, authority.id);
        let seat = self.add(
            &format!("{id}#address"),
            &["locn:Address"],
            json!({ "locn:fullAddress": texts(&authority.address) }),
        );
        let members = json!({
            "dct:identifier": authority.credit_code.as_str(),
            "dct:title": texts(&authority.name),
            "skos:prefLabel": texts(&authority.name),
            "dct:spatial": self.place(offer),
            "locn:address": seat,
        });
        self.add(&id, &["cv:PublicOrganisation", "org:Organization", "foaf:Agent"], members)
    }

    fn contact(&mut self, offer: &Offer) -> Value {
        let authority = &offer.authority;
        let id = format!("{}/departments/{}#contact", self.site, authority.id);
        self.add(&id, &["cv:ContactPoint"], json!({ "cv:telephone": authority.phone.consult }))
    }

    fn place(&mut self, offer: &Offer) -> Value {
        let place = &offer.place;
        let kinds = ["dct:Location", "http://data.europa.eu/88u/dataset/atu-type"];
        let members = json!({ "dct:identifier": place.code, "skos:prefLabel": texts(&place.name) });
        self.add(&format!("{}/#place-{}", self.site, place.code), &kinds, members)
    }

    /// The pages are in Chinese, in both scripts, and in English.
    fn languages(&mut self) -> Value {
        let codes = ["ZHO", "ENG"];
        let language = |code: &str| {
            self.add(&format!("{LANGUAGES}/{code}"), &["dct:LinguisticSystem"], json!({}))
        };
        codes.into_iter().map(language).collect()
    }

    fn kind(&mut self, offer: &Offer) -> Value {
        let code = offer.service.definition.item.kind.code();
        let name = tables::KIND.words(code).map(Words::text).unwrap_or_default();
        self.concept(&format!("{}/api/v1/code-tables/A.1#{code}", self.site), &name)
    }

    fn audiences(&mut self, offer: &Offer) -> Value {
        let audiences = offer.service.definition.implementation.audiences.iter();
        let concept = |audience: &Audience| {
            let code = audience.code().to_string();
            let name = tables::EX_AUDIENCE.words(&code).map(Words::text).unwrap_or_default();
            let id = format!("{}/api/v1/code-tables/server_type#{code}", self.site);
            self.concept(&id, &name)
        };
        audiences.map(concept).collect()
    }

    fn channels(&mut self, offer: &Offer, address: &str) -> Value {
        let mut all = Vec::new();
        for channel in &offer.service.definition.implementation.channels {
            let word = serde_json::to_value(channel).unwrap_or_default();
            let word = word.as_str().unwrap_or_default();
            let name = channel_words(*channel);
            let kind = self.concept(&format!("{}/#channel-{word}", self.site), &name);
            let owner = self.authority(offer);
            let id = format!("{address}#channel-{word}");
            let members = json!({
                "dct:identifier": id,
                "dct:type": kind,
                "dct:description": texts(&name),
                "cv:ownedBy": owner,
            });
            all.push(self.add(&id, &["cv:Channel"], members));
        }
        Value::Array(all)
    }

    fn law(&mut self, basis: &LegalBasis, id: &str) -> Value {
        self.add(id, &["eli:LegalResource"], json!({ "dct:title": texts(&basis.law) }))
    }

    fn laws(&mut self, offer: &Offer, address: &str) -> Value {
        let bases = offer.service.definition.item.legal_bases.iter().enumerate();
        bases.map(|(at, basis)| self.law(basis, &format!("{address}#law-{at}"))).collect()
    }

    fn rules(&mut self, offer: &Offer, address: &str) -> Value {
        let mut all = Vec::new();
        for (at, basis) in offer.service.definition.item.legal_bases.iter().enumerate() {
            let law = self.law(basis, &format!("{address}#law-{at}"));
            let id = format!("{address}#rule-{at}");
            let members = json!({
                "dct:identifier": id,
                "dct:title": texts(or(&basis.article, &basis.law)),
                "dct:description": texts(or(&basis.text, &basis.law)),
                "cpsv:implements": law,
            });
            all.push(self.add(&id, &["cpsv:Rule"], members));
        }
        Value::Array(all)
    }

    fn requirements(&mut self, offer: &Offer, address: &str) -> Value {
        let mut all = Vec::new();
        for (at, text) in offer.service.definition.implementation.conditions.iter().enumerate() {
            let id = format!("{address}#requirement-{at}");
            let members = json!({ "dct:identifier": id, "dct:title": texts(text) });
            all.push(self.add(&id, &["cv:Requirement"], members));
        }
        Value::Array(all)
    }

    fn evidence(&mut self, offer: &Offer, address: &str) -> Value {
        let piece = |material: &MaterialRequirement| {
            let id = format!("{address}#evidence-{}", material.id);
            let members = json!({
                "dct:identifier": id,
                "dct:title": texts(&material.name),
                "dct:description": material.hint.as_ref().map(texts),
            });
            self.add(&id, &["cv:Evidence"], members)
        };
        offer.service.definition.materials.iter().map(piece).collect()
    }

    fn output(&mut self, offer: &Offer, address: &str) -> Value {
        let result = &offer.service.definition.result;
        let id = format!("{address}#output");
        let members = json!({ "dct:identifier": id, "dct:title": texts(&result.name) });
        self.add(&id, &["cv:Output"], members)
    }

    fn costs(&mut self, offer: &Offer, address: &str) -> Value {
        let mut all = Vec::new();
        for (at, fee) in offer.service.definition.fees.iter().enumerate() {
            let id = format!("{address}#cost-{at}");
            let members = self.cost(&id, fee);
            all.push(self.add(&id, &["cv:Cost"], members));
        }
        Value::Array(all)
    }

    fn cost(&mut self, id: &str, fee: &Fee) -> Value {
        let yuan = LocalText {
            zh_hans: "人民币".to_owned(),
            zh_hant: "人民幣".to_owned(),
            en: "Renminbi".to_owned(),
        };
        json!({
            "dct:identifier": id,
            "dct:description": texts(or(&fee.standard, &fee.name)),
            "cv:hasValue": { "@type": "xsd:double", "@value": fee.amount.to_string() },
            "cv:currency": self.concept(YUAN, &yuan),
        })
    }

    fn events(&mut self, offer: &Offer) -> Value {
        let mut all = Vec::new();
        for moment in &offer.moments {
            let id = format!("{}/life/{}", self.site, moment.id);
            let kind = match moment.audience {
                Whose::Person => "cv:LifeEvent",
                Whose::Business => "cv:BusinessEvent",
            };
            let members = json!({ "dct:identifier": id, "dct:title": texts(&moment.name) });
            all.push(self.add(&id, &["cv:Event", kind], members));
        }
        Value::Array(all)
    }
}

/// Whether a member says anything.
fn is_said(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(values) => !values.is_empty(),
        _ => true,
    }
}

fn days(days: u32) -> Value {
    json!({ "@type": "xsd:duration", "@value": duration(days) })
}

fn keywords(aliases: &[String]) -> Value {
    let tag = Lang::ZhHans.tag();
    aliases.iter().map(|alias| json!({ "@language": tag, "@value": alias })).collect()
}
