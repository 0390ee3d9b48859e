//! The subject in a house of its own, with an act that only these tests know.

mod pages;
mod story;

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use approvals_domain::{
    ActError, Approvals, ApprovalsDown, Asked, Authorised, Colleagues, Effect, Kind, PowerAct,
    ProposeError,
};
use jiff::SignedDuration;
use kernel::{
    Actor, LocalText, Role,
    id::{AccountId, ApprovalId, CommandId, SubjectId},
};
use serde_json::{Value, json};
use testkit::{Database, house::TestHouse};

use crate::MODULE;

const KIND: &str = "levers.pull";

/// A lever that stands at a number. Pulling it adds what the order says.
#[derive(Default)]
struct Lever {
    stands_at: AtomicU64,
    pulled: AtomicU64,
    keys: std::sync::Mutex<Vec<CommandId>>,
}

#[async_trait::async_trait]
impl PowerAct for Lever {
    async fn effect(&self, order: &Value, _: &Actor) -> Result<Effect, ActError> {
        let add = order["add"].as_u64().ok_or_else(|| ActError::Refused("lever.order".into()))?;
        let before = self.stands_at.load(Ordering::SeqCst);
        let effect = Effect {
            sentence: LocalText::same("拉动"),
            touched: add,
            to_type: order["type"].as_str().map(str::to_owned),
            about: order["about"].as_str().and_then(|it| it.parse().ok()),
            ..Effect::default()
        };
        Ok(effect
            .line(LocalText::same("从"), LocalText::same(before.to_string()))
            .line(LocalText::same("到"), LocalText::same((before + add).to_string())))
    }

    async fn approvable_by(&self, order: &Value, approver: &Actor) -> Result<(), ActError> {
        let made_by = order["made_by"].as_str().and_then(|it| it.parse().ok());
        match approver.account.is_some() && approver.account == made_by {
            true => Err(ActError::Refused("lever.maker".into())),
            false => Ok(()),
        }
    }

    async fn carry_out(
        &self,
        key: CommandId,
        order: &Value,
        _: &Authorised,
    ) -> Result<(), ActError> {
        let mut keys = self.keys.lock().map_err(|it| ActError::Down(it.to_string()))?;
        if !keys.contains(&key) {
            keys.push(key);
            self.stands_at.fetch_add(order["add"].as_u64().unwrap_or_default(), Ordering::SeqCst);
            self.pulled.fetch_add(1, Ordering::SeqCst);
        }
        Ok(())
    }
}

/// Three administrators.
struct Office;

#[async_trait::async_trait]
impl Colleagues for Office {
    async fn name(&self, account: AccountId) -> Result<Option<String>, ApprovalsDown> {
        Ok((account == id(1)).then(|| "秦维序".to_owned()))
    }

    async fn in_role(&self, role: Role, _: Option<&str>) -> Result<Vec<Actor>, ApprovalsDown> {
        let all = [1, 2, 3].map(|number| staff(number, Role::Administrator));
        Ok(if role == Role::Administrator { all.into() } else { Vec::new() })
    }
}

struct World {
    home: TestHouse,
    lever: Arc<Lever>,
}

impl Deref for World {
    type Target = TestHouse;

    fn deref(&self) -> &TestHouse {
        &self.home
    }
}

impl World {
    async fn new() -> Self {
        Self::on(Database::sqlite(), SignedDuration::ZERO).await
    }

    async fn on(database: Database, delay: SignedDuration) -> Self {
        let home = testkit::house(&MODULE).on(database).start().await;
        let world = Self { home, lever: Arc::default() };
        world.port().introduce(Arc::new(Office));
        world.port().register(Kind {
            word: KIND,
            title: LocalText::same("拉动手柄"),
            approves: "approvals.decide",
            delay,
            act: world.lever.clone(),
        });
        world
    }

    fn port(&self) -> Arc<dyn Approvals> {
        self.house.ask::<dyn Approvals>().unwrap()
    }

    /// The first administrator proposes to pull it.
    async fn propose(&self, number: u8, order: Value) -> Result<ApprovalId, ProposeError> {
        self.propose_typed(number, order, "").await
    }

    async fn propose_typed(
        &self,
        number: u8,
        order: Value,
        typed: &str,
    ) -> Result<ApprovalId, ProposeError> {
        let by = staff(1, Role::Administrator);
        let (_, digest) = self.port().plan(KIND, &order, &by).await.unwrap();
        let asked = Asked {
            kind: KIND,
            authority: "government-services",
            matter: "lever/1",
            order: &order,
            digest: &digest,
            typed,
        };
        self.port().propose(id(number), &by, asked).await
    }

    fn pulled(&self) -> (u64, u64) {
        (self.lever.pulled.load(Ordering::SeqCst), self.lever.stands_at.load(Ordering::SeqCst))
    }

    async fn state(&self, id: ApprovalId) -> &'static str {
        self.port().find(id).await.unwrap().unwrap().state.word()
    }

    async fn settle(&self) {
        self.work().await;
        self.house.ledger.settle().await.unwrap();
    }
}

fn id<T: std::str::FromStr<Err = kernel::id::InvalidId>>(number: u8) -> T {
    format!("01900000-0000-7000-8000-0000000000{number:02x}").parse().unwrap()
}

fn staff(number: u8, role: Role) -> Actor {
    Actor::staff(role, id(number), "government-services")
}

fn order(add: u64) -> Value {
    json!({ "add": add })
}
