//! Names, for those who may know them.

use api::{Call, Role, Words};
use auth_rbac_api::{
    AccountsQuery, ByPerson, ChargesQuery, Invite, ListAccounts, ListMyCharges, NAMED_MAX, NamePeople,
    NamesQuery, NewInvitation, PersonState, SetPersonState, StateChange,
};
use kernel::{PageLimit, PersonId};
use relationship_management_api::{Charge, RelationKind};
use std::sync::atomic::Ordering;

use super::World;

async fn names(world: &World, by: &Words, people: &[PersonId]) -> Vec<PersonId> {
    let call = Call::<NamePeople>::body(NamesQuery { people: people.to_vec() });
    let named = world.call(Some(by), call).await.expect("names").people;
    assert!(named.iter().all(|one| !one.name.is_empty()));
    named.into_iter().map(|one| one.person_id).collect()
}

fn connect(world: &World, actor: PersonId, patient: PersonId) {
    world.peers.connected.lock().expect("a lock").insert((actor, patient));
}

#[tokio::test]
async fn who_works_here_is_named_to_all_and_a_resident_to_those_who_may_see_who_they_are() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let invitation = NewInvitation {
            role: Role::FamilyMember,
            scopes: Vec::new(),
            patient_id: Some(rose.person),
            relation: Some(RelationKind::PrimaryFamily),
            unit_id: None,
        };
        let invitation = world.call(Some(&admin), Call::<Invite>::body(invitation)).await.expect("invites");
        let mara = world.accepts(&invitation.token, "mara@elm.example").await.expect("accepts");
        let (nurse, own, relative) =
            (world.signs_in(&nora).await, world.signs_in(&rose).await, world.signs_in(&mara).await);
        let everybody = [nora.person, mara.person, rose.person, world.sources.id()];
        assert_eq!(names(&world, &own, &everybody).await, [nora.person, rose.person]);
        world.peers.asked.lock().expect("a lock").insert((mara.person, rose.person));
        let asked = names(&world, &own, &everybody).await;
        assert_eq!(asked, [nora.person, mara.person, rose.person], "nobody answers for somebody unnamed");
        assert_eq!(names(&world, &nurse, &everybody).await, [nora.person], "a stranger of the resident");
        assert_eq!(names(&world, &relative, &everybody).await, [nora.person, mara.person]);
        connect(&world, nora.person, rose.person);
        connect(&world, mara.person, rose.person);
        assert_eq!(names(&world, &own, &everybody).await, [nora.person, mara.person, rose.person]);
        assert_eq!(names(&world, &nurse, &everybody).await, [nora.person, rose.person]);
        assert_eq!(names(&world, &relative, &everybody).await, [nora.person, mara.person, rose.person]);
        let event = world.until_told("list").await;
        assert_eq!(event.patient_id, Some(rose.person), "that a resident was named is noted");
        let room = async |by: &Words| {
            let call = Call::<NamePeople>::body(NamesQuery { people: everybody.to_vec() });
            let named = world.call(Some(by), call).await.expect("names").people;
            let rooms = named.into_iter().map(|one| (one.person_id, one.room.map(Words::into_exposed)));
            rooms.filter(|(_, room)| room.is_some()).collect::<Vec<_>>()
        };
        assert_eq!(room(&nurse).await, [(rose.person, Some("12".to_owned()))]);
        assert_eq!(room(&relative).await, [], "a relative is told the name alone");
        world.peers.connects_nobody.store(true, Ordering::SeqCst);
        assert_eq!(room(&nurse).await, []);
        assert_eq!(names(&world, &nurse, &everybody).await, [nora.person, rose.person], "names all the same");
        world.peers.connects_nobody.store(false, Ordering::SeqCst);
        world.peers.connected.lock().expect("a lock").clear();
        assert!(names(&world, &relative, &[rose.person]).await.is_empty(), "given to her no more");
        world.peers.represented.lock().expect("a lock").insert((mara.person, rose.person));
        assert_eq!(names(&world, &relative, &[rose.person]).await, [rose.person], "now her representative");
        assert!(names(&world, &nurse, &[rose.person]).await.is_empty(), "and nobody else is");
        let many = vec![rose.person; NAMED_MAX + 1];
        let call = Call::<NamePeople>::body(NamesQuery { people: many });
        assert_eq!(world.call(Some(&nurse), call).await.expect_err("too many").status, 422);
    }
}

#[tokio::test]
async fn charges_come_in_pages_with_the_names_that_may_be_seen() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let otto = world.resident(&admin, "otto@elm.example").await;
        connect(&world, nora.person, rose.person);
        let charge = |person_id| Charge { person_id, unit_id: None, on_duty: true };
        // The admin is nobody's charge, whatever a peer says.
        let told = [otto.person, ada.person, rose.person].map(charge);
        world.peers.charges.lock().expect("a lock").extend(told);
        let nurse = world.signs_in(&nora).await;
        let mut query = ChargesQuery { after: None, limit: Some(1.try_into().expect("in range")) };
        let mut found = Vec::new();
        loop {
            let call = Call::<ListMyCharges>::query(query.clone());
            let page = world.call(Some(&nurse), call).await.expect("a page");
            found.extend(page.items.into_iter().map(|one| (one.person_id, one.name.is_some())));
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        found.sort_unstable();
        let mut expected = [(rose.person, true), (otto.person, false)];
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}

#[tokio::test]
async fn an_admin_sees_the_accounts_of_their_house_in_pages_and_nobody_else_does() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let noah = world.invites(&admin, Role::HealthProvider, Vec::new(), "noah@elm.example").await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let disable = StateChange { state: PersonState::Disabled };
        let path = ByPerson { person_id: nora.person };
        let call = Call::<SetPersonState>::path_and_body(path, disable);
        world.call(Some(&admin), call).await.expect("disables");
        let (mut all, mut after) = (Vec::new(), None);
        loop {
            let limit = Some(PageLimit::of(2));
            let call = Call::<ListAccounts>::query(AccountsQuery { after, limit });
            let found = world.call(Some(&admin), call).await.expect("accounts");
            assert!(found.items.len() <= 2);
            all.extend(found.items);
            after = found.next;
            if after.is_none() {
                break;
            }
        }
        let mut people: Vec<PersonId> = all.iter().map(|one| one.person_id).collect();
        people.sort_unstable();
        let mut wanted = vec![ada.person, nora.person, noah.person];
        wanted.sort_unstable();
        assert_eq!(people, wanted, "of residents it says nothing, of another house neither");
        let of = |person| all.iter().find(|one| one.person_id == person).expect("an account");
        assert!(!of(noah.person).name.is_empty() && of(noah.person).state == PersonState::Active);
        assert_eq!(of(nora.person).state, PersonState::Disabled);
        assert!(all.iter().all(|one| !one.stopped));
        for by in [&noah, &rose] {
            let call = Call::<ListAccounts>::query(AccountsQuery::default());
            let token = world.signs_in(by).await;
            assert_eq!(world.call(Some(&token), call).await.expect_err("not theirs to see").status, 403);
        }
    }
}
