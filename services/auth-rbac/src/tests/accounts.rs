//! Accounts come to stand whole or not at all, and what gives them out can be taken back.

use std::sync::atomic::Ordering;

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    AdmitResident, ByInvitation, ByPerson, GetOrganization, GetPersonState, Invitation, InvitationsQuery,
    Invite, JoinInvitation, JoinedInvitation, ListInvitations, NewInvitation, NewResident, PersonState,
    RenewJoinCode, SetPersonState, StateChange, WithdrawInvitation, codes,
};
use kernel::PersonId;
use relationship_management_api::RelationKind;
use testkit::eventually;

use super::World;

fn family(patient_id: Option<PersonId>) -> NewInvitation {
    NewInvitation {
        role: Role::FamilyMember,
        scopes: Vec::new(),
        patient_id,
        relation: Some(RelationKind::LegalGuardian),
        unit_id: None,
    }
}

async fn invites(world: &World, by: &Words, new: NewInvitation) -> Invitation {
    world.call(Some(by), Call::<Invite>::body(new)).await.expect("invites")
}

async fn joins(world: &World, by: &Words, of: &Invitation) -> Result<(), Problem> {
    let joined = JoinedInvitation { token: of.token.clone() };
    world.call(Some(by), Call::<JoinInvitation>::body(joined)).await.map(|_| ())
}

fn unavailable<T>(result: Result<T, Problem>) -> bool {
    result.is_err_and(|problem| problem.is(api::codes::UNAVAILABLE))
}

#[tokio::test]
async fn with_the_peer_down_no_account_stands_and_each_way_in_is_as_open_as_before() {
    for world in World::everywhere().await {
        let down = |down| world.peers.enters_nobody.store(down, Ordering::SeqCst);
        let token = std::fs::read_to_string(world.set_up_file()).expect("a token");
        down(true);
        assert!(unavailable(world.sets_up(&token).await), "nothing stands");
        assert!(world.set_up_file().exists(), "and the token is not spent");
        down(false);
        let ada = world.sets_up(&token).await.expect("the same token");
        let admin = world.signs_in(&ada).await;
        let here =
            world.call(Some(&admin), Call::<GetOrganization>::default()).await.expect("an organisation");
        let rose = world.registers(&here.join_code, "rose@elm.example").await.expect("registers");
        let invitation = invites(&world, &admin, family(Some(rose.person))).await;
        let admit = || {
            let name = Words::new("Newcomer");
            let new = NewResident { name, unit_id: world.sources.id(), device_name: "tablet".to_owned() };
            world.call(Some(&admin), Call::<AdmitResident>::body(new))
        };
        let people = "SELECT COUNT(*) AS n FROM people";
        let before = world.number(people).await;
        down(true);
        assert!(unavailable(world.registers(&here.join_code, "lily@elm.example").await));
        assert!(unavailable(world.accepts(&invitation.token, "mara@elm.example").await));
        assert!(unavailable(admit().await));
        down(false);
        world.peers.connects_nobody.store(true, Ordering::SeqCst);
        assert!(unavailable(admit().await), "nowhere to live");
        world.peers.connects_nobody.store(false, Ordering::SeqCst);
        world.peers.places_nobody.store(true, Ordering::SeqCst);
        let refused = admit().await.map(|_| ()).expect_err("not on a unit of theirs");
        assert!(refused.is(api::codes::FORBIDDEN), "{refused}");
        world.peers.places_nobody.store(false, Ordering::SeqCst);
        assert_eq!(world.number(people).await, before, "nothing stands");
        world.registers(&here.join_code, "lily@elm.example").await.expect("the same address");
        world.accepts(&invitation.token, "mara@elm.example").await.expect("the same invitation");
        admit().await.expect("admits");
    }
}

#[tokio::test]
async fn what_an_invitation_promised_is_entered_later_and_the_secrets_are_told_at_once() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let nurse = world.signs_in(&nora).await;
        world.looks_after(&nora, &rose);
        let invitation = invites(&world, &nurse, family(Some(rose.person))).await;
        let unit = world.sources.id();
        let staff =
            NewInvitation { role: Role::CareStaff, relation: None, unit_id: Some(unit), ..family(None) };
        let other = invites(&world, &admin, staff).await;
        world.peers.connects_nobody.store(true, Ordering::SeqCst);
        let mara = world.accepts(&invitation.token, "mara@elm.example").await.expect("has her secrets");
        let noah = world.accepts(&other.token, "noah@elm.example").await.expect("has his secrets");
        world.signs_in(&mara).await;
        assert_eq!(world.number("SELECT COUNT(*) AS n FROM connections").await, 2, "both wait");
        world.peers.connects_nobody.store(false, Ordering::SeqCst);
        eventually("both are entered", async || {
            (world.number("SELECT COUNT(*) AS n FROM connections").await == 0).then_some(())
        })
        .await;
        let related = world.peers.related.lock().expect("a lock").clone();
        assert_eq!(related.len(), 1, "once");
        assert_eq!((related[0].patient_id, related[0].person_id), (rose.person, mara.person));
        assert_eq!(related[0].invited_by, Some(nora.person), "it weighs as much as her word");
        let assigned = world.peers.assigned.lock().expect("a lock").clone();
        assert_eq!((assigned[0].person_id, assigned[0].unit_id), (noah.person, unit));
    }
}

#[tokio::test]
async fn one_token_sets_an_installation_up_whichever_process_is_asked() {
    for world in World::everywhere().await {
        let token = std::fs::read_to_string(world.set_up_file()).expect("a token");
        let beside = world.beside().await;
        assert_eq!(std::fs::read_to_string(world.set_up_file()).expect("a token"), token, "the same");
        let wrong = world.sets_up("guessed").await.map(|_| ()).expect_err("another");
        assert!(wrong.is(codes::SET_UP_TOKEN), "{wrong}");
        beside.sets_up(&token).await.expect("is set up");
        assert!(world.sets_up(&token).await.map(|_| ()).expect_err("once").is(codes::SET_UP));
        eventually("the token is forgotten", async || (!world.set_up_file().exists()).then_some(())).await;
    }
}

#[tokio::test]
async fn an_invitation_is_withdrawn_by_whoever_made_it_or_an_admin_and_opens_nothing_then() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let (nora, noah) = (
            world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await,
            world.invites(&admin, Role::CareStaff, Vec::new(), "noah@elm.example").await,
        );
        world.looks_after(&nora, &rose);
        let (nora, noah) = (world.signs_in(&nora).await, world.signs_in(&noah).await);
        let withdraw = async |by: &Words, of: &Invitation| {
            let path = ByInvitation { invitation_id: of.invitation_id };
            world.call(Some(by), Call::<WithdrawInvitation>::path(path)).await
        };
        let (one, two) = (
            invites(&world, &nora, family(Some(rose.person))).await,
            invites(&world, &nora, family(Some(rose.person))).await,
        );
        let refused = withdraw(&noah, &one).await.expect_err("not his");
        assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
        withdraw(&nora, &one).await.expect("hers");
        withdraw(&admin, &two).await.expect("of the organisation");
        for invitation in [&one, &two] {
            let gone = world.accepts(&invitation.token, "mara@elm.example").await.map(|_| ());
            assert!(gone.expect_err("withdrawn").is(codes::INVITATION));
            assert!(withdraw(&admin, invitation).await.is_err(), "once");
        }
        world.until_told("withdraw_invitation").await;
    }
}

#[tokio::test]
async fn what_a_disabled_person_gave_out_or_was_given_opens_nothing_also_when_they_are_back() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let nurse = world.signs_in(&nora).await;
        world.looks_after(&nora, &rose);
        let invitation = invites(&world, &nurse, family(Some(rose.person))).await;
        let link = async |by: &Words, person_id| {
            let call = Call::<auth_rbac_api::CreatePasswordReset>::path(ByPerson { person_id });
            world.call(Some(by), call).await.expect("a link")
        };
        let (hers, roses) = (link(&admin, nora.person).await, link(&nurse, rose.person).await);
        for state in [PersonState::Disabled, PersonState::Active] {
            let path = ByPerson { person_id: nora.person };
            let call = Call::<SetPersonState>::path_and_body(path, StateChange { state });
            world.call(Some(&admin), call).await.expect("is set");
        }
        let gone = world.accepts(&invitation.token, "mara@elm.example").await.map(|_| ());
        assert!(gone.expect_err("void").is(codes::INVITATION));
        for token in [hers.token, roses.token] {
            let given = auth_rbac_api::NewPassword { token, password: Words::new("blue meadow in the rain") };
            let refused = world.call(None, Call::<auth_rbac_api::ResetPassword>::body(given)).await;
            assert!(refused.expect_err("void").is(codes::RESET_LINK));
        }
    }
}

#[tokio::test]
async fn a_renewed_join_code_registers_and_the_one_before_does_not() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let before = world.call(Some(&admin), Call::<GetOrganization>::default()).await.expect("is told");
        let after = world.call(Some(&admin), Call::<RenewJoinCode>::default()).await.expect("another");
        let old = world.registers(&before.join_code, "rose@elm.example").await.map(|_| ());
        assert!(old.expect_err("an old one").is(codes::JOIN_CODE));
        world.registers(&after.join_code, "rose@elm.example").await.expect("the new one");
        world.until_told("renew_join_code").await;
    }
}

#[tokio::test]
async fn a_carer_makes_ways_in_for_those_they_look_after_alone_and_an_admin_shows_first_who_they_are() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let nurse = world.signs_in(&nora).await;
        let link = async || {
            let path = ByPerson { person_id: rose.person };
            world.call(Some(&nurse), Call::<auth_rbac_api::CreatePasswordReset>::path(path)).await.map(|_| ())
        };
        let invite = async || {
            let call = Call::<Invite>::body(family(Some(rose.person)));
            world.call(Some(&nurse), call).await.map(|_| ())
        };
        for refused in [link().await, invite().await] {
            assert!(refused.expect_err("a stranger").is(api::codes::NOT_FOUND));
        }
        world.looks_after(&nora, &rose);
        link().await.expect("hers");
        invite().await.expect("hers");
        // A session that somebody else holds gives nobody a way in that outlasts it.
        world.clock.advance(std::time::Duration::from_secs(301));
        let staff = NewInvitation { role: Role::Admin, relation: None, ..family(None) };
        let refused = world.call(Some(&admin), Call::<Invite>::body(staff)).await.map(|_| ());
        assert!(refused.expect_err("no proof").is(api::codes::STEP_UP));
        let refused = world.call(Some(&admin), Call::<Invite>::body(family(Some(rose.person)))).await;
        assert!(
            refused.map(|_| ()).expect_err("no proof").is(api::codes::STEP_UP),
            "a relative's outlasts it too"
        );
    }
}

#[tokio::test]
async fn invitations_that_wait_are_listed_to_those_who_may_take_them_back() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let (nora, noah) = (
            world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await,
            world.invites(&admin, Role::CareStaff, Vec::new(), "noah@elm.example").await,
        );
        world.looks_after(&nora, &rose);
        let (nurse, other, own) =
            (world.signs_in(&nora).await, world.signs_in(&noah).await, world.signs_in(&rose).await);
        let relative = invites(&world, &nurse, family(Some(rose.person))).await;
        let staff = NewInvitation { role: Role::HealthProvider, relation: None, ..family(None) };
        let colleague = invites(&world, &admin, staff).await;
        let open = async |by: &Words, patient_id| {
            let query = InvitationsQuery { patient_id, ..InvitationsQuery::default() };
            let found = world.call(Some(by), Call::<ListInvitations>::query(query)).await?;
            Ok::<_, Problem>(found.items.into_iter().map(|one| one.invitation_id).collect::<Vec<_>>())
        };
        let (here, none) = (Some(rose.person), None);
        assert_eq!(
            open(&admin, none).await.expect("lists"),
            [colleague.invitation_id],
            "no relative of anybody"
        );
        assert_eq!(open(&own, none).await.expect("lists"), [relative.invitation_id]);
        assert_eq!(open(&nurse, here).await.expect("lists"), [relative.invitation_id]);
        assert!(open(&other, here).await.expect_err("not hers").is(api::codes::NOT_FOUND));
        assert!(open(&nurse, none).await.is_err(), "of whom?");
        // A sheet that is lost is void also when whoever made it is off.
        let path = ByInvitation { invitation_id: relative.invitation_id };
        world.call(Some(&own), Call::<WithdrawInvitation>::path(path)).await.expect("for one of hers");
        assert_eq!(open(&nurse, here).await.expect("lists"), []);
        world.clock.advance(std::time::Duration::from_secs(8 * 86_400));
        let admin = world.signs_in(&ada).await;
        assert_eq!(open(&admin, none).await.expect("lists"), [], "what is over does not wait");
    }
}

#[tokio::test]
async fn a_relative_joins_another_resident_with_the_account_that_they_have_once() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let lily = world.resident(&admin, "lily@elm.example").await;
        let first = invites(&world, &admin, family(Some(rose.person))).await;
        let mara = world.accepts(&first.token, "mara@elm.example").await.expect("accepts");
        let relative = world.signs_in(&mara).await;
        let joins = async |by: &Words, of: &Invitation| joins(&world, by, of).await;
        let second = invites(&world, &admin, family(Some(lily.person))).await;
        // Where what one promised waits, since its peer is down, the next is as good as before.
        world.peers.connects_nobody.store(true, Ordering::SeqCst);
        joins(&relative, &second).await.expect("joins");
        let next = invites(&world, &admin, family(Some(lily.person))).await;
        assert!(unavailable(joins(&relative, &next).await));
        world.peers.connects_nobody.store(false, Ordering::SeqCst);
        assert!(joins(&relative, &second).await.expect_err("once").is(codes::INVITATION));
        assert!(joins(&relative, &first).await.expect_err("used").is(codes::INVITATION));
        eventually("both are entered", async || {
            let related = world.peers.related.lock().expect("a lock").clone();
            let patients: Vec<_> = related.iter().map(|one| (one.patient_id, one.person_id)).collect();
            (patients == [(rose.person, mara.person), (lily.person, mara.person)]).then_some(())
        })
        .await;
        let staff = NewInvitation { role: Role::CareStaff, relation: None, ..family(None) };
        let staff = invites(&world, &admin, staff).await;
        assert!(joins(&relative, &staff).await.expect_err("no relative's").is(codes::INVITATION));
        world.until_told("join_invitation").await;
        let third = invites(&world, &admin, family(Some(lily.person))).await;
        let refused = world.signs_in(&rose).await;
        assert!(joins(&refused, &third).await.expect_err("no relative").is(api::codes::FORBIDDEN));
    }
}

#[tokio::test]
async fn carers_see_to_the_second_factor_and_the_state_of_those_they_look_after_alone() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let invitation = invites(&world, &admin, family(Some(rose.person))).await;
        let mara = world.accepts(&invitation.token, "mara@elm.example").await.expect("accepts");
        let nurse = world.signs_in(&nora).await;
        let factor = async |person_id| {
            let call = Call::<auth_rbac_api::CreateFactorLink>::path(ByPerson { person_id });
            world.call(Some(&nurse), call).await.map(|_| ())
        };
        let state = async |person_id, state| {
            let call = Call::<SetPersonState>::path_and_body(ByPerson { person_id }, StateChange { state });
            world.call(Some(&nurse), call).await.map(|_| ())
        };
        let password = async |person_id| {
            let call = Call::<auth_rbac_api::CreatePasswordReset>::path(ByPerson { person_id });
            world.call(Some(&nurse), call).await.map(|_| ())
        };
        for refused in [factor(rose.person).await, state(rose.person, PersonState::Disabled).await] {
            assert!(refused.expect_err("a stranger").is(api::codes::NOT_FOUND));
        }
        world.looks_after(&nora, &rose);
        // Whoever lives on no unit is looked after by all, and their account is no carer's.
        world.peers.homeless.store(true, Ordering::SeqCst);
        for refused in [
            factor(rose.person).await,
            state(rose.person, PersonState::Disabled).await,
            password(rose.person).await,
        ] {
            assert!(refused.expect_err("every carer's").is(api::codes::NOT_FOUND));
        }
        world.peers.homeless.store(false, Ordering::SeqCst);
        factor(rose.person).await.expect("hers");
        let standing = async |by: &Words, person_id| {
            let call = Call::<GetPersonState>::path(ByPerson { person_id });
            world.call(Some(by), call).await.map(|found| (found.state, found.stopped))
        };
        assert_eq!(standing(&nurse, rose.person).await.expect("hers"), (PersonState::Active, false));
        let event = world.until_told("account_state").await;
        assert_eq!((event.user_id, event.patient_id), (nora.person, Some(rose.person)));
        state(rose.person, PersonState::Disabled).await.expect("hers");
        assert_eq!(standing(&nurse, rose.person).await.expect("hers"), (PersonState::Disabled, false));
        assert!(standing(&nurse, ada.person).await.expect_err("no resident").is(api::codes::NOT_FOUND));
        assert_eq!(standing(&admin, nora.person).await.expect("of the house").0, PersonState::Active);
        assert!(world.tries(&rose, super::PASSWORD).await.is_err(), "nowhere");
        state(rose.person, PersonState::Active).await.expect("hers");
        // Nobody but a resident: a relative and a colleague are the administrator's to see to.
        for person in [mara.person, ada.person, nora.person] {
            for refused in
                [factor(person).await, state(person, PersonState::Disabled).await, password(person).await]
            {
                assert!(refused.expect_err("no resident").is(api::codes::FORBIDDEN));
            }
        }
        let house = world.call(Some(&admin), Call::<GetOrganization>::default()).await.expect("is told");
        assert_eq!(house.administrators, 1);
    }
}

#[tokio::test]
async fn two_administrators_who_disable_each_other_leave_one_of_them() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        // The later id is his: ids follow the clock.
        world.clock.advance(std::time::Duration::from_secs(1));
        let otto = world.invites(&admin, Role::Admin, Vec::new(), "otto@elm.example").await;
        let other = world.signs_in(&otto).await;
        // As at one moment: Otto's call was let in before Ada had disabled him.
        world
            .puts(
                "UPDATE people SET disabled = TRUE WHERE person_id =
                 (SELECT person_id FROM people WHERE role = 'admin' ORDER BY person_id DESC LIMIT 1)",
            )
            .await;
        let disable = async |person_id| {
            let change = StateChange { state: PersonState::Disabled };
            let call = Call::<SetPersonState>::path_and_body(ByPerson { person_id }, change);
            world.call(Some(&other), call).await
        };
        let refused = disable(ada.person).await.expect_err("nobody would be left");
        assert!(refused.is(codes::LAST_ADMINISTRATOR), "{refused}");
        let house = world.call(Some(&admin), Call::<GetOrganization>::default()).await.expect("is told");
        assert_eq!(house.administrators, 1);
    }
}

#[tokio::test]
async fn two_invitations_that_are_joined_at_one_moment_are_both_entered() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let lily = world.resident(&admin, "lily@elm.example").await;
        let first = invites(&world, &admin, family(Some(rose.person))).await;
        let mara = world.accepts(&first.token, "mara@elm.example").await.expect("accepts");
        let relative = world.signs_in(&mara).await;
        let second = invites(&world, &admin, family(Some(lily.person))).await;
        let third = invites(&world, &admin, family(Some(rose.person))).await;
        let (one, other) = tokio::join!(joins(&world, &relative, &second), joins(&world, &relative, &third));
        one.expect("joins");
        other.expect("joins");
        assert_eq!(world.number("SELECT COUNT(*) AS n FROM connections").await, 0, "nothing waits");
    }
}

#[tokio::test]
async fn who_holds_the_key_directory_gives_an_administrator_a_way_back_and_nobody_else() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let answered = async |email: &str| {
            crate::order_recovery(&world.key_directory, email).expect("is ordered");
            eventually("it is answered", async || {
                crate::take_recovery(&world.key_directory).expect("can be read")
            })
            .await
        };
        for email in [nora.email.as_str(), "nobody@elm.example", "", "no address"] {
            assert_eq!(answered(email).await, crate::Recovery::Nobody, "{email}");
        }
        let crate::Recovery::Links { password, second_factor, .. } =
            answered(&ada.email.to_uppercase()).await
        else {
            panic!("an administrator")
        };
        assert!(crate::take_recovery(&world.key_directory).expect("can be read").is_none(), "told once");
        const NEW: &str = "blue meadow in the rain";
        let given = auth_rbac_api::NewPassword { token: Words::new(password), password: Words::new(NEW) };
        world.call(None, Call::<auth_rbac_api::ResetPassword>::body(given)).await.expect("a new password");
        assert!(!world.live(&admin).await, "whoever had the session has it no more");
        let given = auth_rbac_api::NewFactor { token: Words::new(second_factor), password: Words::new(NEW) };
        let enrolled =
            world.call(None, Call::<auth_rbac_api::RenewFactor>::body(given)).await.expect("a new factor");
        world.tries(&super::Account::of(&enrolled, &ada.email), NEW).await.expect("is back");
        let event = world.until_told("recover_administrator").await;
        assert_eq!(event.patient_id, Some(ada.person), "it is noted whose");
        // An order that nobody took up is taken back.
        crate::withdraw_recovery(&world.key_directory).expect("none is no fault");
    }
}
