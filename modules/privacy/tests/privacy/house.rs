//! A house with this subject alone.

use std::{ops::Deref, sync::Arc};

use accounts_domain::{People, Powers, Register};
use cases_domain::Cases;
use kernel::{Actor, Role};
use ledger::Read;
use organisations_domain::Directory;
use privacy::MODULE;
use testkit::{Database, house::TestHouse};

use crate::given::{Book, EmptyDirectory, OneCase, REFERENCE, Things, person};

pub struct Test {
    pub book: Arc<Book>,
    pub things: Arc<Things>,
    home: TestHouse,
}

impl Deref for Test {
    type Target = TestHouse;

    fn deref(&self) -> &TestHouse {
        &self.home
    }
}

impl Test {
    pub async fn on(database: Database) -> Self {
        let book = Arc::new(Book::default());
        let things = Arc::new(Things::default());
        let home = testkit::house(&MODULE)
            .on(database)
            .given::<dyn Directory>(Arc::new(EmptyDirectory))
            .given::<dyn People>(book.clone())
            .given::<dyn Powers>(book.clone())
            .given::<dyn Register>(book.clone())
            .given::<dyn Cases>(Arc::new(OneCase))
            .holding(things.clone());
        Self { book, things, home: home.start().await }
    }

    pub async fn citizen(&self, number: u128) -> String {
        self.sign_in(Actor::citizen(person(number))).await
    }

    pub async fn staff(&self, role: Role, number: u128) -> String {
        self.sign_in(Actor::staff(role, person(number), "market-regulation")).await
    }

    /// An examiner reads the data of the first person.
    pub async fn is_read(&self, reason: &str, fields: &[&str]) {
        let by = Actor::staff(Role::Examiner, person(9), "market-regulation");
        let read = Read {
            subject: person(1).subject(),
            by: &by,
            action: "cases.read",
            matter: REFERENCE,
            reason,
        };
        self.house.ledger.note_fields(read, fields).await.unwrap();
    }
}
