//! Names: who works in the house is known there; a resident's is decided; a relative's is known to whose they are.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    AdmitResident, Invite, ListMyResidents, Login, MyResident, NAMES_MAX, NamePeople, Names, NamesQuery,
    NewInvitation, NewResident, ResidentsQuery, SignIn,
};
use kernel::{PageLimit, PersonId};
use relationship_management_api::RelationKind;

use super::World;

async fn resident(world: &World, by: &Words, name: &str) -> (PersonId, Words) {
    let new =
        NewResident { name: Words::new(name), unit_id: world.sources.id(), device_name: "tablet".to_owned() };
    let admitted = world.call(Some(by), Call::<AdmitResident>::body(new)).await.expect("admits");
    let sign_in = SignIn { device: Some(admitted.device), ..SignIn::default() };
    let tokens = world.call(None, Call::<Login>::body(sign_in)).await.expect("signs in");
    (admitted.person_id, tokens.access_token)
}

async fn names(world: &World, by: &Words, ids: &[PersonId]) -> Result<Vec<String>, Problem> {
    let query = NamesQuery { person_ids: ids.to_vec() };
    let Names { people } = world.call(Some(by), Call::<NamePeople>::body(query)).await?;
    let mut names: Vec<String> = people.iter().map(|one| one.name.expose().to_owned()).collect();
    names.sort();
    Ok(names)
}

async fn mine(world: &World, by: &Words, query: ResidentsQuery) -> kernel::Page<MyResident> {
    world.call(Some(by), Call::<ListMyResidents>::query(query)).await.expect("a list")
}

#[tokio::test]
async fn each_is_named_to_those_who_may_know() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let (lily, lily_token) = resident(&world, &admin, "Lily Meadow").await;
        let new = NewInvitation {
            role: Role::FamilyMember,
            scopes: Vec::new(),
            patient_id: Some(lily),
            relation: Some(RelationKind::PrimaryFamily),
            unit_id: None,
        };
        let invitation = world.call(Some(&lily_token), Call::<Invite>::body(new)).await.expect("invites");
        let mara = world.accepts(&invitation.token, "mara@elm.example").await.expect("accepts");
        let (nurse, daughter) = (world.signs_in(&nora).await, world.signs_in(&mara).await);
        let (_, other_token) = resident(&world, &admin, "Otto Brook").await;
        let all = [lily, nora.person, mara.person, world.sources.id()];
        let nurse_alone = names(&world, &lily_token, &[nora.person]).await.expect("who works here");
        assert_eq!(nurse_alone.len(), 1);
        assert_eq!(names(&world, &lily_token, &all).await.expect("herself, the nurse").len(), 2);
        assert!(
            !names(&world, &other_token, &all).await.expect("the nurse").contains(&"Lily Meadow".to_owned())
        );
        assert_eq!(names(&world, &daughter, &[lily]).await.expect("a stranger still"), Vec::<String>::new());
        world.peers.connected.lock().expect("a lock").extend([(nora.person, lily), (mara.person, lily)]);
        assert_eq!(names(&world, &nurse, &[lily]).await.expect("of her unit"), ["Lily Meadow"]);
        assert_eq!(names(&world, &daughter, &[lily]).await.expect("related"), ["Lily Meadow"]);
        assert_eq!(names(&world, &lily_token, &all).await.expect("her daughter too").len(), 3);
        let too_many = vec![lily; NAMES_MAX + 1];
        assert!(names(&world, &nurse, &too_many).await.expect_err("a limit").is(api::codes::INVALID));
        let event = world.until_told("list").await;
        assert!(event.patient_id.is_some());
    }
}

#[tokio::test]
async fn residents_come_in_pages_with_their_names_and_nobody_else_does() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let nurse = world.signs_in(&nora).await;
        let mut expected = Vec::new();
        for number in 0..5 {
            let name = format!("Resident {number}");
            let (id, _) = resident(&world, &admin, &name).await;
            if number != 2 {
                world.peers.connected.lock().expect("a lock").insert((nora.person, id));
                expected.push(name);
            }
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let limit = PageLimit::try_from(3).ok();
            let page = mine(&world, &nurse, ResidentsQuery { after, limit }).await;
            seen.extend(page.items.iter().map(|one| one.name.expose().to_owned()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        seen.sort();
        assert_eq!(seen, expected);
    }
}
