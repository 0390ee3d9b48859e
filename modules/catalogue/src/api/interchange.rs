//! The catalogue in the forms of other systems, the code tables, and a check of definitions.

use axum::{
    Json,
    extract::{Path, State, rejection::JsonRejection},
    http::header,
    response::IntoResponse as _,
};
use catalogue_domain::{
    Finding, LintContext, Severity,
    interchange::{
        Offer, cpsv_ap, cpsv_ap_catalogue, exchange_rows, schema_org,
        tables::{self, Code, CodeTable},
    },
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use web::{Failure, FieldError, Outcome, Visitor};

use super::services::Text;
use crate::service::Catalogue;

/// The longest definition that is checked for strangers, in bytes.
const LONGEST: usize = 256 * 1024;
/// The media type of linked data.
const LINKED: &str = "application/ld+json";

/// A service as `GovernmentService` of schema.org.
#[utoipa::path(get, path = "/api/v1/services/{id}/schema-org.jsonld", tag = "catalogue",
    params(("id" = String, Path, description = "Id of the service")),
    responses((status = 200, description = "JSON-LD", content_type = "application/ld+json"),
        (status = 404, description = "No such service"),
        (status = 410, description = "No longer offered")))]
pub(crate) async fn schema_org_of(
    State(catalogue): State<Catalogue>,
    Path(id): Path<String>,
) -> Outcome {
    let offer = offer(&catalogue, &id)?;
    Ok(linked(&schema_org(&offer, catalogue.public_url())))
}

/// A service as CPSV-AP.
#[utoipa::path(get, path = "/api/v1/services/{id}/cpsv-ap.jsonld", tag = "catalogue",
    params(("id" = String, Path, description = "Id of the service")),
    responses((status = 200, description = "JSON-LD", content_type = "application/ld+json"),
        (status = 404, description = "No such service"),
        (status = 410, description = "No longer offered")))]
pub(crate) async fn cpsv_ap_of(
    State(catalogue): State<Catalogue>,
    Path(id): Path<String>,
) -> Outcome {
    let offer = offer(&catalogue, &id)?;
    Ok(linked(&cpsv_ap(&offer, catalogue.public_url())))
}

/// All services in force as one data set of CPSV-AP.
#[utoipa::path(get, path = "/api/v1/catalogue/cpsv-ap.jsonld", tag = "catalogue",
    responses((status = 200, description = "JSON-LD", content_type = "application/ld+json")))]
pub(crate) async fn cpsv_ap_of_all(State(catalogue): State<Catalogue>) -> Outcome {
    Ok(linked(&cpsv_ap_catalogue(&catalogue.offers(), catalogue.public_url())))
}

/// A service as the rows of the national exchange.
#[utoipa::path(get, path = "/api/v1/services/{id}/exchange", tag = "catalogue",
    params(("id" = String, Path, description = "Id of the service")),
    responses((status = 200, description = "The rows, by the exchange's identifiers",
            content_type = "application/json"),
        (status = 404, description = "No such service"),
        (status = 410, description = "No longer offered")))]
pub(crate) async fn exchange_of(
    State(catalogue): State<Catalogue>,
    Path(id): Path<String>,
) -> Outcome {
    let offer = offer(&catalogue, &id)?;
    Ok(Json(exchange_rows(&offer, catalogue.public_url())).into_response())
}

fn offer(catalogue: &Catalogue, id: &str) -> Result<Offer, Failure> {
    let is_withdrawn = || catalogue.kept(id).is_some_and(|kept| kept.is_withdrawn());
    let missing = || if is_withdrawn() { Failure::Gone(None) } else { Failure::NotFound };
    catalogue.offer(id).ok_or_else(missing)
}

fn linked(value: &Value) -> axum::response::Response {
    let headers = [(header::CONTENT_TYPE, LINKED), (header::CACHE_CONTROL, "no-cache")];
    (headers, value.to_string()).into_response()
}

/// A table of codes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableBody {
    /// Its id: the number in the standard, or the column of the exchange.
    id: &'static str,
    /// The version of all tables together.
    version: &'static str,
    /// What is coded.
    title: Text,
    /// The standard that it comes from.
    source: &'static str,
    /// Its codes, in their order.
    codes: Vec<TableCode>,
}

/// A code with its meaning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TableCode {
    /// The code.
    code: &'static str,
    /// What it means.
    name: Text,
}

/// All tables.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TablesBody {
    /// The version of all tables together.
    version: &'static str,
    /// The tables.
    items: Vec<TableBody>,
}

impl From<&CodeTable> for TableBody {
    fn from(table: &CodeTable) -> Self {
        let code = |it: &Code| TableCode { code: it.code, name: Text::from(&it.words.text()) };
        Self {
            id: table.id,
            version: tables::VERSION,
            title: Text::from(&table.title.text()),
            source: table.source,
            codes: table.codes.iter().map(code).collect(),
        }
    }
}

/// The code tables of GB/T 39046-2020 and of the national exchange.
#[utoipa::path(get, path = "/api/v1/code-tables", tag = "catalogue",
    responses((status = 200, description = "All tables", body = TablesBody)))]
pub(crate) async fn code_tables() -> Outcome {
    let items = tables::TABLES.iter().map(TableBody::from).collect();
    Ok(Json(TablesBody { version: tables::VERSION, items }).into_response())
}

/// One code table.
#[utoipa::path(get, path = "/api/v1/code-tables/{table}", tag = "catalogue",
    params(("table" = String, Path, description = "Id of the table, such as A.1")),
    responses((status = 200, description = "The table", body = TableBody),
        (status = 404, description = "No such table")))]
pub(crate) async fn code_table(Path(table): Path<String>) -> Outcome {
    let table = tables::table(&table).ok_or(Failure::NotFound)?;
    Ok(Json(TableBody::from(table)).into_response())
}

/// A definition that is to be checked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckBody {
    /// Its text, in YAML or JSON; at most 256 kilobytes.
    definition: String,
}

/// Something that is wrong with a definition.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DefinitionFinding {
    /// The name of the text: `service.yaml`.
    file: String,
    /// The line, from 1.
    line: u32,
    /// Stable name of the rule.
    rule: String,
    /// `error` refuses publication, `review` keeps it back for a second person, `gap` is missed by
    /// readers.
    severity: &'static str,
    /// What is wrong.
    message: Text,
    /// The way out.
    remedy: Text,
    /// The law or standard behind the rule.
    basis: Text,
    /// The place as a JSON pointer; empty for the whole text.
    pointer: String,
}

impl From<Finding> for DefinitionFinding {
    fn from(finding: Finding) -> Self {
        Self {
            severity: match finding.severity {
                Severity::Error => "error",
                Severity::Review => "review",
                Severity::Gap => "gap",
            },
            message: Text::from(&finding.message),
            remedy: Text::from(&finding.remedy),
            basis: Text::from(&finding.basis),
            file: finding.file,
            line: finding.line,
            rule: finding.rule,
            pointer: finding.pointer,
        }
    }
}

/// Checks a definition against the schema and all rules, and keeps nothing of it. The answer is
/// what `onewindow lint --json` prints; an empty list means that nothing is wrong.
#[utoipa::path(post, path = "/api/v1/services/validate", tag = "catalogue",
    request_body = CheckBody,
    responses((status = 200, description = "What is wrong", body = [DefinitionFinding])))]
pub(crate) async fn validate(
    State(catalogue): State<Catalogue>,
    visitor: Visitor,
    sent: Result<Json<CheckBody>, JsonRejection>,
) -> Outcome {
    let Json(body) = sent.map_err(Failure::from)?;
    if body.definition.len() > LONGEST {
        return Err(Failure::Invalid(vec![FieldError {
            field: "definition".to_owned(),
            code: "too_long".to_owned(),
            message: visitor.t("catalogue-validate-long").to_owned(),
        }]));
    }
    // The installation's own words of secrecy are not told to whoever tries words.
    let context =
        LintContext { secrecy_words: Vec::new(), ..catalogue.lint_context(&catalogue.lists()) };
    let text = body.definition.replace("\r\n", "\n");
    let checked = catalogue.check("service.yaml", &text, &context);
    let findings: Vec<DefinitionFinding> = checked.findings.into_iter().map(Into::into).collect();
    Ok(Json(findings).into_response())
}
