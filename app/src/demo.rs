//! The demonstration: a city in a folder, and a clock that is moved by hand.

use std::sync::Arc;

use askama::Template;
use authz::{Grant, Relation, Rule};
use axum::extract::State;
use jiff::SignedDuration;
use kernel::{Clock as _, Role};
use ledger::Ledger;
use ops::MovableClock;
use web::{Audit, Face, Failure, Limit, Needs, Outcome, Page, Posted, Route, Routes, Visitor};

/// The words of the demonstration's own pages.
pub const LOCALES: [&str; 3] = [
    include_str!("../locales/zh-Hans.ftl"),
    include_str!("../locales/zh-Hant.ftl"),
    include_str!("../locales/en.ftl"),
];

/// Anybody who tries the demonstration may move its clock. The route exists nowhere else.
pub const POLICY: &[Rule] = &[Rule {
    action: "demo.move_clock",
    grants: &{
        use Relation::Any;
        [
            Grant(Role::Anonymous, Any),
            Grant(Role::Citizen, Any),
            Grant(Role::Clerk, Any),
            Grant(Role::Examiner, Any),
            Grant(Role::Approver, Any),
            Grant(Role::Supervisor, Any),
            Grant(Role::Editor, Any),
            Grant(Role::Administrator, Any),
        ]
    },
}];

const OFFSET: &str = "demo-clock-offset";
/// The clock is not moved further than this at once.
const STEP_LIMIT_DAYS: i64 = 400;

/// The demonstration's clock and what follows when it is moved.
#[derive(Clone)]
pub struct DemoClock {
    clock: MovableClock,
    ledger: Ledger,
    jobs: Vec<Arc<dyn module::Job>>,
}

impl DemoClock {
    /// The clock of an installation, with its jobs.
    pub fn new(clock: MovableClock, ledger: Ledger, jobs: Vec<Arc<dyn module::Job>>) -> Self {
        Self { clock, ledger, jobs }
    }

    /// Sets the clock as it stood when the demonstration was last stopped.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn restore(clock: &MovableClock, ledger: &Ledger) -> anyhow::Result<()> {
        let stored = ledger.setting(OFFSET).await?;
        if let Some(seconds) = stored.and_then(|it| it.parse().ok()) {
            clock.set_offset(SignedDuration::from_secs(seconds));
        }
        Ok(())
    }

    async fn go(&self, days: i64) -> Result<(), Failure> {
        self.clock.advance(SignedDuration::from_hours(24 * days));
        let seconds = self.clock.offset().as_secs().to_string();
        self.ledger.set(OFFSET, &seconds).await?;
        for job in &self.jobs {
            job.run().await.map_err(Failure::internal)?;
        }
        Ok(self.ledger.settle().await?)
    }
}

/// The routes of the demonstration.
pub fn routes(clock: DemoClock) -> Vec<Route> {
    let needs = |limit| Needs::new("demo.move_clock", Audit::Public, limit);
    let mut routes = Routes::new("demo", clock);
    routes.get(Face::Public, "/demo/clock", needs(Limit::Page), show);
    routes.post(Face::Public, "/demo/clock", needs(Limit::Change), change);
    routes.done()
}

#[derive(Template)]
#[template(path = "app/clock.html")]
struct ClockPage {
    p: Page,
    today: String,
    steps: [(i64, &'static str); 4],
    error: Option<String>,
}

const STEPS: [(i64, &str); 4] = [
    (1, "app-clock-day"),
    (7, "app-clock-week"),
    (14, "app-clock-fortnight"),
    (30, "app-clock-month"),
];

fn page(visitor: &Visitor, clock: &DemoClock, error: Option<String>) -> ClockPage {
    let p = visitor.page(visitor.t("app-clock-title")).with_errors(error.is_some());
    ClockPage { today: p.date(&clock.clock.today()), p, steps: STEPS, error }
}

async fn show(State(clock): State<DemoClock>, visitor: Visitor) -> Outcome {
    visitor.html(&page(&visitor, &clock, None))
}

async fn change(State(clock): State<DemoClock>, visitor: Visitor, posted: Posted) -> Outcome {
    let days = match posted.get("to") {
        "" => posted.get("days").parse::<i64>().ok(),
        to => to
            .parse::<jiff::civil::Date>()
            .ok()
            .map(|to| i64::from(clock.clock.today().until(to).map_or(0, |span| span.get_days()))),
    };
    match days.filter(|days| days.abs() <= STEP_LIMIT_DAYS && *days != 0) {
        Some(days) => {
            clock.go(days).await?;
            // The session's own time has moved as well: it is opened anew.
            match visitor.session() {
                Some(session) => {
                    let (actor, name) = (session.actor.clone(), session.name.clone());
                    let methods = session.assurance.methods.clone();
                    visitor.sign_in(actor, &name, &methods, visitor.asked()).await
                }
                None => Ok(visitor.go(visitor.asked())),
            }
        }
        None => {
            let error = visitor.t("app-clock-error").to_owned();
            let status = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            visitor.html_with(status, &page(&visitor, &clock, Some(error)))
        }
    }
}
