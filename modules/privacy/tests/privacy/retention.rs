//! The schedule deletes what it says and nothing else, and nobody deletes otherwise.

use axum::http::StatusCode;
use jiff::civil::{Date, date};
use kernel::{Actor, Role};
use testkit::on_both;

use crate::{
    given::{REFERENCE, person},
    house::Test,
};

impl Test {
    fn keeps(&self, id: &str, whose: u128, over: Date) {
        self.things.0.lock().unwrap().insert(id.to_owned(), (person(whose).subject(), over));
    }

    fn kept(&self) -> Vec<String> {
        self.things.0.lock().unwrap().keys().cloned().collect()
    }

    /// The id of the newest list on the page.
    async fn list(&self, cookie: &str) -> Option<String> {
        let page = self.get("/staff/data/retention", cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        let rest = page.text.split("href=\"/staff/data/retention/").nth(1)?;
        Some(rest.split('"').next().unwrap().to_owned())
    }

    /// An administrator submits a list and another one approves it.
    async fn two_people_approve(&self, list: &str) {
        let administrator = self.staff(Role::Administrator, 20).await;
        let path = format!("/staff/data/retention/{list}");
        let page = self.get(&path, &administrator).await;
        let digest = format!("{}&_shown={}", page.hidden("digest"), page.hidden("_shown"));
        let asked = page.text.split("请输入记录条数 ").nth(1).unwrap();
        let items: usize = asked.split(' ').next().unwrap().parse().unwrap();
        let wrong = format!("digest={digest}&typed={}", items + 1);
        let refused = self.fill(&path, &path, &administrator, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "typed wrongly");
        let fields = format!("digest={digest}&typed={items}");
        let submitted = self.fill(&path, &path, &administrator, &fields).await;
        assert_eq!(submitted.status, StatusCode::SEE_OTHER, "{}", submitted.text);
        let second = Actor::staff(Role::Administrator, person(22), "government-services");
        self.approve_as(second).await;
    }
}

#[tokio::test]
async fn the_schedule_deletes_what_it_says_and_nothing_else() {
    on_both(|database| async move {
        let test = Test::on(database).await;
        test.keeps("due", 1, date(2016, 3, 2));
        test.keeps("tomorrow", 1, date(2016, 3, 3));
        test.keeps("other", 2, date(2015, 1, 1));
        test.keeps("young", 2, date(2025, 1, 1));
        let administrator = test.staff(Role::Administrator, 20).await;
        let page = test.get("/staff/data/retention", &administrator).await;
        for (id, is_due) in [("due", true), ("tomorrow", false), ("other", true), ("young", false)]
        {
            assert_eq!(page.text.contains(&format!(">{id}<")), is_due, "{id}: {}", page.text);
        }
        assert_eq!(test.list(&administrator).await, None, "looking proposes nothing");
        test.work().await;
        let list = test.list(&administrator).await.unwrap();
        test.work().await;
        assert_eq!(test.kept().len(), 4, "a job deletes nothing");

        let path = format!("/staff/data/retention/{list}");
        let supervisor = test.staff(Role::Supervisor, 21).await;
        let forbidden = test.post(&path, &supervisor, String::new()).await;
        assert_eq!(forbidden.status, StatusCode::FORBIDDEN);
        let hold = format!("reference={REFERENCE}&reason=lawsuit&until=");
        let held =
            test.fill("/staff/data/retention", "/staff/data/holds", &supervisor, &hold).await;
        assert_eq!(held.status, StatusCode::SEE_OTHER, "{}", held.text);

        test.two_people_approve(&list).await;
        assert_eq!(test.kept(), ["due", "tomorrow", "young"], "a hold protects the first person");
        let page = test.get("/staff/data/retention", &administrator).await;
        assert!(page.text.contains("已清除 1 条，保留 1 条"), "{}", page.text);

        // Ten years on, still held; then the hold is lifted.
        test.clock.move_to("2036-03-04T09:00:00+08:00");
        let supervisor = test.staff(Role::Supervisor, 21).await;
        test.work().await;
        let second = test.list(&supervisor).await.unwrap();
        assert_ne!(second, list);
        test.two_people_approve(&second).await;
        assert_eq!(test.kept(), ["due", "tomorrow"], "what is young has become old");
        let page = test.get("/staff/data/retention", &supervisor).await;
        let lift = page.text.split("action=\"/staff/data/holds/").nth(1).unwrap();
        let lift = format!("/staff/data/holds/{}", lift.split('"').next().unwrap());
        let unseen = test.fill("/staff/data/retention", &lift, &supervisor, "").await;
        assert_eq!(unseen.status, StatusCode::CONFLICT, "nothing was shown");
        // The number of the hold stands beside it, and is typed.
        let number = page.text.split("请输入编号 ").nth(1).unwrap().split('，').next().unwrap();
        assert!(page.text.contains(&format!("<span class=\"code\">{number}</span>")), "{number}");
        for slip in ["", "typed=00000000&why=settled", &format!("typed={number}")] {
            let unsure = test.sends("/staff/data/retention", &lift, &supervisor, slip).await;
            assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY, "{slip}");
        }
        let meant = format!("typed={number}&why=settled");
        let lifted = test.sends("/staff/data/retention", &lift, &supervisor, &meant).await;
        assert_eq!(lifted.status, StatusCode::SEE_OTHER, "{}", lifted.text);
        test.clock.move_to("2036-03-05T09:00:00+08:00");
        test.work().await;
        let supervisor = test.staff(Role::Supervisor, 21).await;
        let third = test.list(&supervisor).await.unwrap();
        test.two_people_approve(&third).await;
        assert_eq!(test.kept(), [""; 0]);
        test.replay_agrees().await;
    })
    .await;
}
