//! `/{l}/applications/{id}`: what is done and what is left to do.

use askama::Template;
use axum::extract::{Path, State};
use cases_domain::{Case, Stage};
use catalogue_domain::{
    Facts,
    definition::{FormTopic, ServiceDefinition},
};
use forms_domain::{Application, Filed, check_situations, check_topic};
use kernel::id::ApplicationId;
use materials_domain::Folder;
use web::{Failure, Outcome, Page, Visitor};

use super::{
    materials, own_application,
    words::{date, local},
};
use crate::{
    service::{Desk, Trouble},
    trouble::failure,
};

#[derive(Template)]
#[template(path = "cases/citizen/hub.html")]
struct HubPage {
    p: Page,
    service: String,
    who: Option<String>,
    helper: Option<String>,
    kept_until: Option<String>,
    done: usize,
    all: usize,
    groups: Vec<Group>,
    next: String,
    is_complete: bool,
    discard: String,
}

struct Group {
    title: String,
    tasks: Vec<TaskRow>,
}

struct TaskRow {
    href: String,
    title: String,
    hint: String,
    /// Of a tag, or `done` or `later`.
    kind: &'static str,
    status: String,
}

impl TaskRow {
    fn is_left(&self) -> bool {
        self.kind != "done" && self.kind != "info"
    }
}

/// What an application consists of.
struct Tasks {
    fill: Vec<TaskRow>,
    documents: Option<TaskRow>,
}

impl Tasks {
    fn of(
        visitor: &Visitor,
        base: &str,
        definition: &ServiceDefinition,
        filed: &Filed,
        folder: &Folder,
    ) -> Self {
        Self {
            fill: topics(visitor, base, definition, filed),
            documents: documents(visitor, base, definition, &filed.facts, folder),
        }
    }
}

/// How many tasks of an application are done, and of how many; the same as its list says.
pub(super) fn tally(
    visitor: &Visitor,
    definition: &ServiceDefinition,
    filed: &Filed,
    folder: &Folder,
) -> (usize, usize) {
    let Tasks { fill, documents } = Tasks::of(visitor, "", definition, filed, folder);
    let left = fill.iter().chain(documents.iter()).filter(|task| task.is_left()).count();
    let all = fill.len() + documents.iter().len();
    (all - left, all)
}

/// Shows the list of tasks; what was handed in has its own pages.
pub(super) async fn show(
    State(desk): State<Desk>,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Outcome {
    let (id, filed, _) = own_application(&desk, &visitor, &id).await?;
    let worded = |trouble: Trouble| failure(&visitor, trouble);
    let loaded = desk.ledger.load::<Case>(id.case()).await?;
    if let Some((case, _)) = loaded {
        let path = format!("/track/{}", case.reference);
        let is_returned = matches!(case.stage, Stage::Returned { .. });
        let path = if is_returned { format!("{path}/corrections") } else { path };
        return Ok(visitor.go(visitor.path_to(&path)));
    }
    let today = desk.ledger.clock().today();
    if filed.application.kept_until.is_some_and(|until| until < today) {
        return Err(Failure::NotFound);
    }
    let application = &filed.application;
    let published = desk.services.revision(&application.service, application.revision);
    let published = published.ok_or(Failure::Gone(None))?;
    let folder = desk.materials.foreseen(id, &visitor.actor).await;
    let folder = folder.map_err(|error| worded(error.into()))?;
    let page = page(&desk, &visitor, id, &filed, &published.definition, &folder).await;
    Ok(super::uncached(visitor.html(&page)?))
}

async fn page(
    desk: &Desk,
    visitor: &Visitor,
    id: ApplicationId,
    filed: &Filed,
    definition: &ServiceDefinition,
    folder: &Folder,
) -> HubPage {
    let base = visitor.path_to(&format!("/applications/{id}"));
    let Tasks { fill, documents } = Tasks::of(visitor, &base, definition, filed, folder);
    let tasks = || fill.iter().chain(documents.iter());
    let left = tasks().find(|task| task.is_left()).map(|task| task.href.clone());
    let check = check(visitor, &base, left.is_none());
    let all = tasks().count();
    let done = all - tasks().filter(|task| task.is_left()).count();
    let mut groups = vec![];
    let title = |key: &str| visitor.t(key).to_owned();
    groups.push(Group { title: title("cases-hub-fill"), tasks: fill });
    if let Some(task) = documents {
        groups.push(Group { title: title("cases-hub-documents"), tasks: vec![task] });
    }
    groups.push(Group { title: title("cases-hub-send"), tasks: vec![check] });
    HubPage {
        p: visitor.page(visitor.t("cases-hub-title")).crumb("/my/", visitor.t("web-my")),
        service: local(visitor, definition.name()),
        who: who(desk, filed).await,
        helper: helper(desk, filed).await,
        kept_until: filed.application.kept_until.map(|until| date(visitor, until)),
        done,
        all,
        groups,
        is_complete: left.is_none(),
        next: left.unwrap_or_else(|| format!("{base}/check")),
        discard: format!("{base}/discard"),
    }
}

/// In whose name it is; left out where the register does not answer.
async fn who(desk: &Desk, filed: &Filed) -> Option<String> {
    let name = desk.applicant_name(filed.application.party.as_ref()?).await.ok()?;
    (!name.is_empty()).then_some(name)
}

/// Who helps, where somebody does; left out where the register does not answer.
pub(super) async fn helper(desk: &Desk, filed: &Filed) -> Option<String> {
    let helper = filed.application.party.as_ref()?.helper()?;
    let facts = desk.people.person(helper).await.ok()??;
    Some(facts.name)
}

fn topics(
    visitor: &Visitor,
    base: &str,
    definition: &ServiceDefinition,
    filed: &Filed,
) -> Vec<TaskRow> {
    let facts = &filed.facts;
    let mut tasks = Vec::new();
    if !definition.asked_situations(facts).is_empty() {
        let is_answered = check_situations(definition, facts).is_empty();
        let (kind, key) =
            if is_answered { ("done", "cases-task-done") } else { ("warn", "cases-task-todo") };
        tasks.push(TaskRow {
            href: format!("{base}/{}", Application::SITUATION),
            title: visitor.t("cases-situation").to_owned(),
            hint: String::new(),
            kind,
            status: visitor.t(key).to_owned(),
        });
    }
    let visible = definition.visible_topics(facts).into_iter();
    tasks.extend(visible.map(|it| topic(visitor, base, definition, filed, it.topic)));
    tasks
}

fn topic(
    visitor: &Visitor,
    base: &str,
    definition: &ServiceDefinition,
    filed: &Filed,
    topic: &FormTopic,
) -> TaskRow {
    let wrong = check_topic(definition, topic, &filed.facts).len();
    let is_saved = filed.application.saved.contains(&topic.id);
    let (kind, key) = match (wrong, is_saved) {
        (0, true) => ("done", "cases-task-done"),
        // Registers filled it in: nothing must be typed, but somebody should look at it.
        (0, false) => ("info", "cases-task-known"),
        _ => ("warn", "cases-task-todo"),
    };
    let is_begun = is_saved && wrong > 0;
    let hint =
        if is_begun { visitor.tr("cases-task-left", &[("count", &wrong)]) } else { String::new() };
    TaskRow {
        href: format!("{base}/{}", topic.id),
        title: local(visitor, &topic.title),
        hint,
        kind,
        status: visitor.t(key).to_owned(),
    }
}

fn documents(
    visitor: &Visitor,
    base: &str,
    definition: &ServiceDefinition,
    facts: &Facts,
    folder: &Folder,
) -> Option<TaskRow> {
    if !materials::are_asked(definition, facts) {
        return None;
    }
    let lines = materials::lines(visitor, definition, facts, folder);
    let missing = lines.iter().filter(|line| line.is_missing).count();
    let (kind, status) = match missing {
        0 => ("done", visitor.t("cases-task-done").to_owned()),
        count => ("warn", visitor.tr("cases-task-missing", &[("count", &count)])),
    };
    Some(TaskRow {
        href: format!("{base}/documents"),
        title: visitor.t("cases-hub-documents-task").to_owned(),
        hint: visitor.t("cases-hub-documents-hint").to_owned(),
        kind,
        status,
    })
}

fn check(visitor: &Visitor, base: &str, is_complete: bool) -> TaskRow {
    let (href, kind, key) = if is_complete {
        (format!("{base}/check"), "info", "cases-task-ready")
    } else {
        (String::new(), "later", "cases-task-later")
    };
    TaskRow {
        href,
        title: visitor.t("cases-check-title").to_owned(),
        hint: String::new(),
        kind,
        status: visitor.t(key).to_owned(),
    }
}
