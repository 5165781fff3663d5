//! A second factor that was lost is enrolled anew, and the one before opens nothing.

use api::{Call, Problem, Role, Words};
use auth_rbac_api::{
    ByPerson, CreateFactorLink, Enrolled, FactorLink, Login, NewFactor, RenewFactor, SignIn, codes,
};
use kernel::PersonId;

use super::{Account, PASSWORD, World};

async fn link(world: &World, by: &Words, person_id: PersonId) -> Result<FactorLink, Problem> {
    world.call(Some(by), Call::<CreateFactorLink>::path(ByPerson { person_id })).await
}

async fn renew(world: &World, token: &Words, password: &str) -> Result<Enrolled, Problem> {
    let given = NewFactor { token: token.clone(), password: Words::new(password) };
    world.call(None, Call::<RenewFactor>::body(given)).await
}

#[tokio::test]
async fn a_lost_second_factor_is_enrolled_anew_and_everything_before_it_ends() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let session = world.signs_in(&nora).await;
        let given = link(&world, &admin, nora.person).await.expect("a link");
        let guessed = renew(&world, &given.token, "a wrong guess").await.expect_err("a link alone");
        assert!(guessed.is(codes::CREDENTIALS), "{guessed}");
        assert!(world.live(&session).await, "nothing was ended");
        let enrolled = renew(&world, &given.token, PASSWORD).await.expect("with the password");
        assert!(!world.live(&session).await);
        assert!(world.tries(&nora, PASSWORD).await.expect_err("the old one").is(codes::CREDENTIALS));
        let recovery = SignIn {
            email: Some(Words::new(&nora.email)),
            password: Some(Words::new(PASSWORD)),
            code: Some(nora.recovery[0].clone()),
            device: None,
        };
        let old = world.call(None, Call::<Login>::body(recovery)).await.map(|_| ());
        assert!(old.expect_err("an old recovery code").is(codes::CREDENTIALS));
        world.tries(&Account::of(&enrolled, &nora.email), PASSWORD).await.expect("the new one");
        let again = renew(&world, &given.token, PASSWORD).await.expect_err("once");
        assert!(again.is(codes::RESET_LINK), "{again}");
        let event = world.until_told("create_factor_link").await;
        assert_eq!((event.user_id, event.patient_id), (ada.person, Some(nora.person)));
        assert_eq!(world.until_told("renew_factor").await.user_id, nora.person);
    }
}

#[tokio::test]
async fn a_wrong_password_beside_a_link_counts_as_at_the_door_and_nobody_makes_their_own() {
    for world in World::everywhere().await {
        let ada = world.set_up().await;
        let admin = world.signs_in(&ada).await;
        let nora = world.invites(&admin, Role::CareStaff, Vec::new(), "nora@elm.example").await;
        let nurse = world.signs_in(&nora).await;
        let rose = world.resident(&admin, "rose@elm.example").await;
        let refused = link(&world, &nurse, rose.person).await.expect_err("not one whom she looks after");
        assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
        for (by, person) in [(&nurse, nora.person), (&nurse, ada.person), (&admin, ada.person)] {
            let refused = link(&world, by, person).await.expect_err("not theirs to make");
            assert!(refused.is(api::codes::FORBIDDEN), "{refused}");
        }
        let given = link(&world, &admin, nora.person).await.expect("a link");
        for _ in 0..5 {
            renew(&world, &given.token, "a wrong guess").await.expect_err("wrong");
        }
        let locked = renew(&world, &given.token, PASSWORD).await.expect_err("locked, also when right");
        assert!(locked.is(codes::LOCKED), "{locked}");
    }
}
