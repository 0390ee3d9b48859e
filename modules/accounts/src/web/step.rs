//! A page with one thing to do: what is said, the fields, one button, and other ways to go on.

use ::web::{ErrorLink, Field, Outcome, Page, Visitor};
use askama::Template;
use axum::http::StatusCode;

use super::frame::framed;

/// What stands on such a page.
#[derive(Default)]
pub struct Step {
    /// What is said, a paragraph each.
    pub lead: Vec<String>,
    /// Where the form goes.
    pub action: String,
    /// What the form carries along.
    pub hidden: Vec<(&'static str, String)>,
    /// What is asked.
    pub fields: Vec<Field>,
    /// What stands on the button; nothing is sent where there is none.
    pub button: Option<String>,
    /// Other ways to go on: address and words.
    pub links: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "accounts/step.html")]
struct StepContent<'a> {
    p: &'a Page,
    step: Step,
    errors: Vec<ErrorLink>,
}

/// Shows it under the title of `p`; with an error in a field it is to be corrected.
pub fn step_page(visitor: &Visitor, p: Page, step: Step) -> Outcome {
    let errors: Vec<ErrorLink> = step.fields.iter().filter_map(Field::error_link).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let p = p.with_errors(!errors.is_empty());
    let content = StepContent { p: &p, step, errors }.render()?;
    framed(visitor, status, p, content)
}
