//! What each reader sees of a person on real pages, field by field: as much as the matrix says.

use authz::{Relation, Sight};
use kernel::Role;

use super::{
    oracle::Questions,
    world::{CHEN, CITY, Someone, Thing, World},
};
use crate::city::City;

const NAME: (&str, &str) = ("陈雨禾", "陈**");
const NUMBER: (&str, &str) = (CHEN, "710000********1226");
const MOBILE: (&str, &str) = ("19900000001", "199****0001");
const HOME: (&str, &str) = ("榕荫街道古井路 12 号 2 座 302 室", "***");
const PLACE: (&str, &str) = ("榕城市鼓台区东街 18 号一层", "***");
const COMMENT: (&str, &str) = ("等了太久", "***");

/// One page, its reader, and what of which field stands on it.
struct Look<'a> {
    who: &'a Someone,
    held: &'a [Relation],
    path: String,
    fields: &'a [(&'a str, (&'a str, &'a str))],
}

fn seen(body: &str, (clear, masked): (&str, &str)) -> Sight {
    if body.contains(clear) {
        Sight::Clear
    } else if body.contains(masked) {
        Sight::Masked
    } else {
        Sight::Hidden
    }
}

struct Readers {
    examiner: Someone,
    approver: Someone,
    supervisor: Someone,
    clerk: Someone,
    owner: Someone,
    nobody: Someone,
}

const FILE: &[(&str, (&str, &str))] =
    &[("case.applicant", NAME), ("case.answers", PLACE), ("person.address", HOME)];

fn looks<'a>(readers: &'a Readers, case: &Thing, granted: &Thing) -> Vec<Look<'a>> {
    use Relation::{Authority, Centre, Division, Own, Task};
    let file = format!("/staff/cases/{}", case.reference);
    let licence = format!("/staff/licences/{}", granted.licence_no);
    let holder: &[(&str, (&str, &str))] = &[("licence.holder", NAME)];
    vec![
        Look { who: &readers.examiner, held: &[Task, Authority], path: file.clone(), fields: FILE },
        Look { who: &readers.approver, held: &[Authority], path: file.clone(), fields: FILE },
        Look { who: &readers.supervisor, held: &[Division], path: file.clone(), fields: FILE },
        Look { who: &readers.clerk, held: &[Centre], path: file, fields: FILE },
        Look {
            who: &readers.examiner,
            held: &[Task],
            path: "/staff/cases/".to_owned(),
            fields: &[("case.applicant_in_queue", NAME)],
        },
        Look {
            who: &readers.examiner,
            held: &[Task],
            path: format!("/staff/cases/{}/applicant", case.reference),
            fields: &[("person.id_number", NUMBER), ("person.mobile", MOBILE)],
        },
        Look {
            who: &readers.clerk,
            held: &[Centre],
            path: format!("/staff/counter/pickup?reference={}", granted.reference),
            fields: &[("case.applicant", NAME), ("person.id_number", NUMBER)],
        },
        Look {
            who: &readers.owner,
            held: &[Own],
            path: "/zh-hans/my/profile".to_owned(),
            fields: &[
                ("person.name", NAME),
                ("person.id_number", NUMBER),
                ("person.mobile", MOBILE),
                ("person.address", HOME),
            ],
        },
        Look {
            who: &readers.owner,
            held: &[Own],
            path: "/api/v1/me".to_owned(),
            fields: &[("person.id_number", NUMBER), ("person.mobile", MOBILE)],
        },
        Look { who: &readers.approver, held: &[Authority], path: licence.clone(), fields: holder },
        Look { who: &readers.supervisor, held: &[Division], path: licence, fields: holder },
        Look {
            who: &readers.nobody,
            held: &[],
            path: format!("/zh-hans/verify/{}", granted.licence_no),
            fields: &[("licence.holder", NAME), ("licence.contents", PLACE)],
        },
        Look {
            who: &readers.supervisor,
            held: &[Division],
            path: format!("/staff/oversight/ratings/{}", granted.reference),
            fields: &[("rating.comment", COMMENT)],
        },
    ]
}

#[tokio::test]
async fn each_page_shows_of_each_field_what_the_matrix_says() {
    let world = World::on(City::on("2026-03-02T10:00:00+08:00").await).await;
    let market = "market-regulation";
    let owner = world.citizen("owner", CHEN).await;
    let granted = world.granted(&owner, "granted").await;
    let case = world.case(&owner, "case").await;
    let readers = Readers {
        examiner: world.officer("examiner", Role::Examiner, market, CITY).await,
        approver: world.officer("approver", Role::Approver, market, CITY).await,
        supervisor: world
            .officer("supervisor", Role::Supervisor, "government-services", CITY)
            .await,
        clerk: world.officer("clerk", Role::Clerk, "government-services", CITY).await,
        owner,
        nobody: World::nobody(),
    };
    let policy = &world.city.installation.web.policy;
    let mut questions = Questions::default();
    for reader in [&readers.approver, &readers.supervisor, &readers.clerk] {
        world.says_why(reader, &case.reference).await;
    }
    for look in looks(&readers, &case, &granted) {
        let answer = world.gets(look.who, &look.path).await;
        assert_eq!(answer.status, 200, "{} at {}: {answer:?}", look.who.name, look.path);
        for (field, canary) in look.fields {
            let sees = seen(&answer.body, *canary);
            let may = policy.sight(&look.who.actor, field, look.held);
            assert_eq!(sees, may, "{field} for the {} at {}", look.who.name, look.path);
            let held: Vec<_> = look.held.iter().map(|it| it.word()).collect();
            questions.field(field, look.who.actor.role, &held, sees.word());
        }
        assert!(!answer.body.contains(CHEN), "the whole number stands at {}", look.path);
    }
    questions.agree(25);
}
