//! `/{l}/my/messages`: what one was told, newest first.

use accounts_domain::Act;
use askama::Template;
use axum::extract::{Query, State};
use kernel::id::SubjectId;
use notify::{Cursor, Messages, NotifyError, Received};
use web::{Failure, Outcome, Page, Posted, Visitor};

use super::{Asked, uncached, words::local};
use crate::{service::Desk, trouble::failure};

/// So many messages on a page.
const PAGE: usize = 30;

#[derive(Template)]
#[template(path = "cases/citizen/messages.html")]
struct MessagesPage {
    p: Page,
    unread: u64,
    rows: Vec<MessageRow>,
    action: String,
    key: String,
    next: Option<String>,
}

struct MessageRow {
    title: String,
    body: String,
    link: Option<String>,
    at: String,
    is_read: bool,
}

/// Shows the box.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Query(asked): Asked,
) -> Outcome {
    let to = recipient(&desk, &visitor).await?;
    let messages = Messages::new(desk.ledger.clone());
    // An address that somebody changed by hand begins at the start.
    let after: Option<Cursor> = asked.get("after").and_then(|text| text.parse().ok());
    let found = messages.list(to, after.as_ref(), PAGE).await.map_err(trouble)?;
    let last = found.last().filter(|_| found.len() >= PAGE);
    let path = visitor.path_to("/my/messages");
    let next = last.map(|it| format!("{path}?after={}", it.cursor()));
    let p = visitor.page(visitor.t("cases-messages-title")).crumb("/my/", visitor.t("web-my"));
    let key = p.key();
    let rows = found.iter().map(|it| row(&visitor, &p, it)).collect();
    let page = MessagesPage {
        unread: messages.unread(to).await.map_err(trouble)?,
        p,
        rows,
        action: path,
        key,
        next,
    };
    Ok(uncached(visitor.html(&page)?))
}

/// Marks all messages as read.
pub(super) async fn mark(State(desk): State<Desk>, visitor: Visitor, _posted: Posted) -> Outcome {
    let to = recipient(&desk, &visitor).await?;
    let messages = Messages::new(desk.ledger.clone());
    messages.mark_all_read(to).await.map_err(trouble)?;
    Ok(visitor.go(visitor.path_to("/my/messages")))
}

fn row(visitor: &Visitor, p: &Page, message: &Received) -> MessageRow {
    MessageRow {
        title: local(visitor, &message.title),
        body: local(visitor, &message.body),
        link: message.link.as_ref().map(|path| visitor.path_to(path)),
        at: p.instant(&message.sent_at),
        is_read: message.is_read,
    }
}

/// Whose box it is. A box is about all matters, so whoever acts for somebody must be allowed to
/// see all of them.
async fn recipient(desk: &Desk, visitor: &Visitor) -> Result<SubjectId, Failure> {
    let account = visitor.actor.account.ok_or(Failure::SignIn)?;
    let to = visitor.actor.acting_for.unwrap_or_else(|| account.subject());
    let power = desk.powers.power(&visitor.actor, to, Act::Track, None).await;
    power.map_err(|error| failure(visitor, error.into()))?;
    Ok(to)
}

pub(super) fn trouble(error: NotifyError) -> Failure {
    match error {
        NotifyError::Store(error) => error.into(),
        NotifyError::Vault(error) => error.into(),
        NotifyError::Cursor => Failure::NotFound,
    }
}
