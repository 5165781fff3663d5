//! Who can see what, and why: asked before it happens.

use api::{Action, Call, Category, Problem, Purpose, Role, Scope, Words};
use auth_rbac_api::{Explain, ExplainQuery, Explanation, Simulate, SimulateQuery, codes};
use kernel::{Page, PageLimit, PersonId};

use super::World;

fn query(person_id: PersonId, patient_id: PersonId) -> ExplainQuery {
    let (category, action, purpose) = (Category::ChatTranscripts, Action::Read, Purpose::Treatment);
    ExplainQuery { person_id, patient_id, category, action, purpose }
}

async fn explain(world: &World, by: &Words, query: ExplainQuery) -> Result<Explanation, Problem> {
    world.auth.call(&world.context(Some(by)), Call::<Explain>::body(query)).await
}

fn simulation(patient_id: PersonId, policies: Option<&str>) -> SimulateQuery {
    SimulateQuery {
        patient_id,
        category: Category::ChatTranscripts,
        action: Action::Read,
        purpose: Purpose::Treatment,
        policies: policies.map(str::to_owned),
        limit: PageLimit::default(),
        cursor: None,
    }
}

async fn simulate(world: &World, by: &Words, query: SimulateQuery) -> Result<Page<Explanation>, Problem> {
    world.auth.call(&world.context(Some(by)), Call::<Simulate>::body(query)).await
}

#[tokio::test]
async fn a_resident_and_a_compliance_officer_are_told_who_could_see_and_why() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let officer = world.invites(&admin, Role::Admin, vec![Scope::Compliance], "olga@elm.example").await;
        let nurse = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let therapist = world.invites(&admin, Role::HealthProvider, Vec::new(), "theo@elm.example").await;
        let (rose, other) = (
            world.resident(&admin, "rose@elm.example").await,
            world.resident(&admin, "rita@elm.example").await,
        );
        world
            .peers
            .connected
            .lock()
            .expect("a lock")
            .extend([(nurse.person, rose.person), (ada.person, rose.person)]);
        let (olga, rosie) = (world.signs_in(&officer).await, world.signs_in(&rose).await);
        for asker in [&olga, &rosie] {
            let seen = explain(&world, asker, query(nurse.person, rose.person)).await.expect("told");
            assert!(seen.permit && seen.policies == ["connected-and-consented"], "{seen:?}");
            assert_eq!((seen.epoch, seen.role), (7, Role::CareStaff));
            let unseen = explain(&world, asker, query(therapist.person, rose.person)).await.expect("told");
            assert_eq!((unseen.permit, unseen.reason.as_str()), (false, "no_live_edge"));
            let office = explain(&world, asker, query(ada.person, rose.person)).await.expect("told");
            assert!(
                !office.permit && office.policies.contains(&"no-clinical-text-for-the-office".to_owned()),
                "{office:?}"
            );
        }
        assert_eq!(world.until_told("explain").await.patient_id, Some(rose.person));
        let (nora, plain) = (world.signs_in(&nurse).await, world.signs_in(&ada).await);
        for (who, by, about) in [
            ("a resident of another", &rosie, other.person),
            ("an admin without the scope", &plain, rose.person),
            ("a nurse", &nora, rose.person),
        ] {
            let refused = explain(&world, by, query(nurse.person, about)).await.expect_err(who);
            assert!(refused.is(api::codes::FORBIDDEN), "{who}: {refused}");
        }
        let nobody =
            explain(&world, &olga, query(world.sources.id(), rose.person)).await.expect_err("nobody");
        assert!(nobody.is(api::codes::NOT_FOUND), "{nobody}");
    }
}

#[tokio::test]
async fn a_simulation_says_of_everybody_and_tries_policies_that_are_in_force_nowhere() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let officer = world.invites(&admin, Role::Admin, vec![Scope::Compliance], "olga@elm.example").await;
        let nurse = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        world.peers.connected.lock().expect("a lock").insert((nurse.person, rose.person));
        let olga = world.signs_in(&officer).await;
        let permitted = |page: &Page<Explanation>| -> Vec<PersonId> {
            let mut people: Vec<_> =
                page.items.iter().filter(|item| item.permit).map(|item| item.person_id).collect();
            people.sort();
            people
        };
        let mut expected = vec![nurse.person, rose.person];
        expected.sort();
        let page = simulate(&world, &olga, simulation(rose.person, None)).await.expect("told");
        assert_eq!((page.items.len(), permitted(&page)), (4, expected.clone()));
        // Page by page it is the same.
        let (mut people, mut cursor) = (Vec::new(), None);
        loop {
            let mut ask = simulation(rose.person, None);
            (ask.limit, ask.cursor) = (PageLimit::try_from(3).expect("a limit"), cursor);
            let page = simulate(&world, &olga, ask).await.expect("a page");
            people.extend(page.items);
            cursor = page.next;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(people, page.items);
        let nobody = "@id(\"nobody\") forbid (principal, action, resource);";
        let tried = simulate(&world, &olga, simulation(rose.person, Some(nobody))).await.expect("tried");
        assert!(permitted(&tried).is_empty());
        assert_eq!(tried.items[0].policies, ["nobody"]);
        assert_ne!(tried.items[0].policy_hash, page.items[0].policy_hash);
        let after = simulate(&world, &olga, simulation(rose.person, None)).await.expect("told");
        assert_eq!(permitted(&after), expected, "what was tried is in force nowhere");
        for wrong in
            ["permit (principal, action", "permit (principal, action, resource) when { context.nothing };"]
        {
            let refused =
                simulate(&world, &olga, simulation(rose.person, Some(wrong))).await.expect_err(wrong);
            assert!(refused.is(codes::POLICIES), "{refused}");
        }
        let refused = simulate(&world, &admin, simulation(rose.person, None)).await.expect_err("no scope");
        assert!(refused.is(api::codes::FORBIDDEN), "{refused}");
    }
}
