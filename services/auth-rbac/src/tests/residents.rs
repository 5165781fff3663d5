//! Tablets that sign in alone: kept through lost answers, replaced, and never the end of a resident's way in.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    AdmitResident, Admitted, ByPerson, ListUnplacedResidents, Login, NewDevice, NewResident, NewTablet,
    PersonState, ResidentsQuery, SetPersonState, SignIn, StateChange, Tokens, codes,
};
use kernel::PersonId;
use relationship_management_api::Member;

use super::World;

async fn admits(world: &World, by: &Words) -> Admitted {
    let new = NewResident {
        name: Words::new("Lily Meadow"),
        unit_id: world.sources.id(),
        device_name: "tablet".to_owned(),
    };
    world.call(Some(by), Call::<AdmitResident>::body(new)).await.expect("admits")
}

async fn alone(world: &World, secret: &Words) -> Result<Tokens, Problem> {
    let sign_in = SignIn { device: Some(secret.clone()), ..SignIn::default() };
    world.call(None, Call::<Login>::body(sign_in)).await
}

async fn new_tablet(world: &World, by: &Words, person_id: PersonId) -> Result<Admitted, Problem> {
    let body = NewDevice { name: "another".to_owned() };
    world.call(Some(by), Call::<NewTablet>::path_and_body(ByPerson { person_id }, body)).await
}

#[tokio::test]
async fn a_lost_answer_locks_no_tablet_out_and_a_copied_secret_still_ends_it() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let admitted = admits(&world, &admin).await;
        drop(alone(&world, &admitted.device).await.expect("signs in, and the answer is lost"));
        let again = alone(&world, &admitted.device).await.expect("with the secret that it has");
        let next = again.device.expect("the next one");
        let third = alone(&world, &next).await.expect("with the next one").device.expect("the third");
        let last = alone(&world, &third).await.expect("with the third").device.expect("the fourth");
        let copied = alone(&world, &admitted.device).await.expect_err("spent since the next one was used");
        assert!(copied.is(codes::CREDENTIALS), "{copied}");
        assert!(alone(&world, &last).await.is_err(), "somebody copied it: revoked, however long ago");
        assert_eq!(world.until_told("spent_device_secret").await.user_id, admitted.person_id);
        let another = new_tablet(&world, &admin, admitted.person_id).await.expect("a way back");
        alone(&world, &another.device).await.expect("signs in");
    }
}

#[tokio::test]
async fn a_secret_that_was_never_given_out_revokes_no_tablet() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let admitted = admits(&world, &admin).await;
        let mut flipped = admitted.device.expose().to_owned();
        flipped.replace_range(40..41, if &flipped[40..41] == "A" { "B" } else { "A" });
        alone(&world, &Words::new(flipped)).await.expect_err("made up");
        alone(&world, &admitted.device).await.expect("as before");
    }
}

#[tokio::test]
async fn staff_of_the_unit_or_an_admin_give_another_tablet_and_the_one_before_ends() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let nurse = world.signs_in(&nora).await;
        let admitted = admits(&world, &admin).await;
        let session = alone(&world, &admitted.device).await.expect("signs in").access_token;
        let refused = new_tablet(&world, &nurse, admitted.person_id).await.expect_err("not of her unit");
        assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
        assert!(world.live(&session).await, "nothing was ended");
        world.peers.connected.lock().expect("a lock").insert((nora.person, admitted.person_id));
        let another = new_tablet(&world, &nurse, admitted.person_id).await.expect("of her unit");
        assert!(!world.live(&session).await);
        assert!(alone(&world, &admitted.device).await.is_err(), "the one before");
        alone(&world, &another.device).await.expect("the new one");
        let event = world.until_told("new_tablet").await;
        assert_eq!((event.user_id, event.patient_id), (nora.person, Some(admitted.person_id)));
        let rose = world.resident(&admin, "rose@elm.example").await;
        let own = new_tablet(&world, &admin, rose.person).await.expect_err("she has a password");
        assert!(own.is(codes::HAS_PASSWORD), "{own}");
        let nobody = new_tablet(&world, &admin, nora.person).await.expect_err("no resident");
        assert!(nobody.is(api::codes::NOT_FOUND), "{nobody}");
    }
}

#[tokio::test]
async fn a_disabled_residents_tablet_opens_nothing_and_is_their_way_in_again_after() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let admitted = admits(&world, &admin).await;
        let session = alone(&world, &admitted.device).await.expect("signs in").access_token;
        let set = async |state| {
            let path = ByPerson { person_id: admitted.person_id };
            let call = Call::<SetPersonState>::path_and_body(path, StateChange { state });
            world.call(Some(&admin), call).await.expect("is set")
        };
        set(PersonState::Disabled).await;
        assert!(!world.live(&session).await);
        assert!(alone(&world, &admitted.device).await.expect_err("out").is(codes::CREDENTIALS));
        let none = new_tablet(&world, &admin, admitted.person_id).await.expect_err("disabled");
        assert!(none.is(codes::DISABLED), "{none}");
        set(PersonState::Active).await;
        alone(&world, &admitted.device).await.expect("in again");
        assert!(!world.live(&session).await, "what has ended stays so");
    }
}

#[tokio::test]
async fn residents_without_a_unit_are_told_by_first_name_to_staff_of_their_house_alone() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let organization_id = world
            .call(Some(&admin), Call::<auth_rbac_api::GetOrganization>::default())
            .await
            .expect("an organisation")
            .organization_id;
        let member = |person_id| Member { person_id, role: Role::Resident, organization_id };
        let unknown = world.sources.id();
        world.peers.unplaced.lock().expect("a lock").extend([member(rose.person), member(unknown)]);
        let list = async |by: &Words| {
            let call = Call::<ListUnplacedResidents>::query(ResidentsQuery::default());
            world.call(Some(by), call).await
        };
        let nurse = world.signs_in(&nora).await;
        let page = list(&nurse).await.expect("lists");
        assert_eq!(page.items.len(), 1, "whoever has no account has no name");
        assert_eq!((page.items[0].person_id, page.items[0].first_name.expose()), (rose.person, "Rose"));
        let event = world.until_told("list").await;
        assert_eq!((event.user_id, event.patient_id), (nora.person, Some(rose.person)));
        assert!(list(&admin).await.expect("lists").items.is_empty(), "what is not permitted is not shown");
        let own = world.signs_in(&rose).await;
        assert!(list(&own).await.map(|_| ()).expect_err("no staff").is(api::codes::FORBIDDEN));
    }
}
