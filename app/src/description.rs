//! The description of the whole API: what the subjects describe, and what all operations share.
//! Who may call an operation and how it fails follow from the gate, so it is said here once.

use authz::Policy;
use kernel::Role;
use utoipa::openapi::{
    Components, Content, Info, ObjectBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, ResponseBuilder,
    path::Operation,
    schema::{ArrayBuilder, Schema, SchemaFormat, Type},
    security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
};
use web::{Face, Route, Zone};

use crate::open::Installation;

const BEARER: &str = "session";
const PROBLEM: &str = "Problem";

/// The description of what a zone answers, as JSON text.
pub fn text(installation: &Installation, zone: Zone) -> String {
    let house = &installation.house;
    let mut info = Info::new("Onewindow", env!("CARGO_PKG_VERSION"));
    info.description = Some("Everything that a page can do, a program can do.".to_owned());
    let mut api = OpenApiBuilder::new().info(info).build();
    for part in &house.descriptions {
        api.merge(part.clone());
    }
    let is_here = |path: &str| {
        let mut of_path = house.routes.iter().filter(|it| {
            it.face == Face::Api && it.id().split_once(' ').is_some_and(|(_, own)| own == path)
        });
        of_path.any(|it| zone.has(it, &house.policy))
    };
    if zone != Zone::Whole {
        api.paths.paths.retain(|path, _| is_here(path));
    }
    complete(&mut api, &house.routes, &house.policy);
    api.to_pretty_json().unwrap_or_default()
}

/// Adds to each operation who may call it and the one form of all failures.
fn complete(api: &mut OpenApi, routes: &[Route], policy: &Policy) {
    let components = api.components.get_or_insert_with(Components::new);
    components.schemas.insert(PROBLEM.to_owned(), RefOr::T(problem()));
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("The token that `POST /api/v1/session` answers."))
        .build();
    components.add_security_scheme(BEARER, SecurityScheme::Http(bearer));
    for (path, item) in &mut api.paths.paths {
        let operations = [("GET", &mut item.get), ("POST", &mut item.post)];
        for (method, operation) in operations {
            let Some(operation) = operation else { continue };
            let id = format!("{method} {path}");
            let route = routes.iter().find(|it| it.face == Face::Api && it.id() == id);
            let is_open = route.is_none_or(|it| policy.may_ever(Role::Anonymous, it.needs.action));
            finish(operation, is_open);
        }
    }
}

fn finish(operation: &mut Operation, is_open: bool) {
    let needs = SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, []);
    let mut ways = vec![needs];
    if is_open {
        ways.insert(0, SecurityRequirement::default());
    }
    operation.security = Some(ways);
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.name == "Idempotency-Key"
            && let Some(RefOr::T(Schema::Object(text))) = &mut parameter.schema
        {
            text.format = Some(SchemaFormat::Custom("uuid".to_owned()));
        }
    }
    let content = Content::new(Some(Ref::from_schema_name(PROBLEM)));
    let failure = ResponseBuilder::new()
        .description("What went wrong, with a stable code (RFC 9457)")
        .content("application/problem+json", content)
        .build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(failure));
}

/// The form of `application/problem+json`, as the gate writes it.
fn problem() -> Schema {
    let text =
        |about: &str| ObjectBuilder::new().schema_type(Type::String).description(Some(about));
    let field = ObjectBuilder::new()
        .property("field", text("The member that is wrong"))
        .property("code", text("Why, in a word that stays"))
        .property("message", text("Why, in the language of `Accept-Language`"));
    ObjectBuilder::new()
        .property("type", text("Always `about:blank`"))
        .property("title", text("What went wrong, in short"))
        .property("status", ObjectBuilder::new().schema_type(Type::Integer))
        .property("code", text("What went wrong, in a word that stays"))
        .property("detail", text("What went wrong, in the language of `Accept-Language`"))
        .property("errors", ArrayBuilder::new().items(field))
        .property("reference", text("What to tell the operator"))
        .required("title")
        .required("status")
        .required("code")
        .build()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_call_is_said_and_every_failure_has_one_form() {
        let mut open = Operation::default();
        finish(&mut open, true);
        assert_eq!(open.security.as_ref().map(Vec::len), Some(2));
        assert!(open.responses.responses.contains_key("default"));
        let mut closed = Operation::default();
        finish(&mut closed, false);
        let needs = serde_json::to_value(&closed.security).unwrap();
        assert_eq!(needs, serde_json::json!([{ BEARER: [] }]));
    }
}
