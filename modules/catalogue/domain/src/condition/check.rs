//! Which part of CEL a condition may use.

use cel::common::ast::{CallExpr, Expr, IdedExpr, LiteralValue, operators};

use super::{ConditionError, MAX_DEPTH, MAX_LENGTH, Reference, Scope};

/// Refuses, before anything is parsed, what would be dear to parse.
pub(super) fn text(source: &str) -> Result<(), ConditionError> {
    if source.len() > MAX_LENGTH {
        return Err(ConditionError::TooLong);
    }
    if source.chars().any(char::is_control) {
        return Err(ConditionError::Syntax("control character".to_owned()));
    }
    let openings = source.chars().filter(|c| matches!(c, '(' | '[' | '{' | '!' | '-' | '?'));
    if openings.count() > MAX_DEPTH * 4 {
        return Err(ConditionError::TooDeep);
    }
    Ok(())
}

/// What an expression is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Truth,
    Text,
    Number,
}

/// Checks the whole condition and lists what it looks at.
pub(super) fn expression(root: &IdedExpr) -> Result<Vec<Reference>, ConditionError> {
    let mut walk = Walk { references: Vec::new() };
    match walk.kind(root, 0)? {
        Kind::Truth => Ok(walk.references),
        _ => Err(unsupported("a condition is true or false, not a text or a number")),
    }
}

fn unsupported(message: impl Into<String>) -> ConditionError {
    ConditionError::Unsupported(message.into())
}

struct Walk {
    references: Vec<Reference>,
}

impl Walk {
    fn kind(&mut self, node: &IdedExpr, depth: usize) -> Result<Kind, ConditionError> {
        if depth > MAX_DEPTH {
            return Err(ConditionError::TooDeep);
        }
        match &node.expr {
            Expr::Literal(literal) => literal_kind(literal),
            Expr::Select(_) => {
                let reference = question(node)?;
                self.references.push(reference);
                Ok(Kind::Text)
            }
            Expr::Call(call) => self.call(call, depth + 1),
            Expr::Ident(name) => Err(unsupported(format!(
                "`{name}` is unknown; write situation.<id> or answers.<id>, and texts in quotes"
            ))),
            _ => Err(unsupported("only comparisons, &&, || and ! may be used")),
        }
    }

    fn call(&mut self, call: &CallExpr, depth: usize) -> Result<Kind, ConditionError> {
        let name = call.func_name.as_str();
        if call.target.is_some() {
            return Err(unsupported(format!("`{name}` may not be used")));
        }
        match (name, call.args.as_slice()) {
            (
                operators::LOGICAL_AND | operators::LOGICAL_OR | operators::LOGICAL_NOT,
                arguments,
            ) => {
                for argument in arguments {
                    self.expect(argument, Kind::Truth, depth)?;
                }
                Ok(Kind::Truth)
            }
            (operators::EQUALS | operators::NOT_EQUALS, [left, right]) => {
                self.equality(left, right, depth)
            }
            (operators::IN, [left, right]) => self.membership(left, right),
            (
                operators::LESS
                | operators::LESS_EQUALS
                | operators::GREATER
                | operators::GREATER_EQUALS,
                [left, right],
            ) => {
                self.expect(left, Kind::Number, depth)?;
                self.expect(right, Kind::Number, depth)?;
                Ok(Kind::Truth)
            }
            ("int" | "double", [argument]) => {
                self.expect(argument, Kind::Text, depth)?;
                Ok(Kind::Number)
            }
            _ => Err(unsupported(format!("`{}` may not be used", name.trim_matches('_')))),
        }
    }

    fn expect(&mut self, node: &IdedExpr, kind: Kind, depth: usize) -> Result<(), ConditionError> {
        if self.kind(node, depth)? == kind {
            return Ok(());
        }
        Err(unsupported(match kind {
            Kind::Truth => "&&, || and ! take comparisons",
            Kind::Number => "<, <=, > and >= take numbers; write int(answers.<id>)",
            Kind::Text => "int and double take an answer",
        }))
    }

    fn equality(
        &mut self,
        left: &IdedExpr,
        right: &IdedExpr,
        depth: usize,
    ) -> Result<Kind, ConditionError> {
        let first = self.references.len();
        let kinds = (self.kind(left, depth)?, self.kind(right, depth)?);
        if kinds.0 != kinds.1 {
            return Err(unsupported("the two sides of a comparison are of different kinds"));
        }
        let value = text_of(left).or_else(|| text_of(right));
        if let (Some(reference), Some(value)) = (self.references.get_mut(first), value) {
            reference.value.get_or_insert(value);
        }
        Ok(Kind::Truth)
    }

    fn membership(&mut self, left: &IdedExpr, right: &IdedExpr) -> Result<Kind, ConditionError> {
        let reference = question(left)?;
        let Expr::List(list) = &right.expr else {
            return Err(unsupported("`in` takes a list of texts"));
        };
        for element in &list.elements {
            let value =
                text_of(element).ok_or_else(|| unsupported("`in` takes a list of texts"))?;
            self.references.push(Reference { value: Some(value), ..reference.clone() });
        }
        if list.elements.is_empty() {
            return Err(unsupported("the list after `in` is empty"));
        }
        Ok(Kind::Truth)
    }
}

fn literal_kind(literal: &LiteralValue) -> Result<Kind, ConditionError> {
    match literal {
        LiteralValue::Boolean(_) => Ok(Kind::Truth),
        LiteralValue::String(_) => Ok(Kind::Text),
        LiteralValue::Int(_) | LiteralValue::Double(_) => Ok(Kind::Number),
        _ => Err(unsupported("only texts and numbers may be compared")),
    }
}

fn text_of(node: &IdedExpr) -> Option<String> {
    match &node.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().to_owned()),
        _ => None,
    }
}

fn question(node: &IdedExpr) -> Result<Reference, ConditionError> {
    let shape = || unsupported("questions are written situation.<id> or answers.<id>");
    let Expr::Select(select) = &node.expr else { return Err(shape()) };
    let Expr::Ident(scope) = &select.operand.expr else { return Err(shape()) };
    let scope = match scope.as_str() {
        "situation" => Scope::Situation,
        "answers" => Scope::Answers,
        _ => return Err(shape()),
    };
    if select.test {
        return Err(shape());
    }
    Ok(Reference { scope, id: select.field.clone(), value: None })
}
