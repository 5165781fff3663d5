//! The routes: thin handlers over the domain.

use std::sync::Arc;

use api::Nothing;
use auth_rbac_api::{
    AcceptInvitation, AddDevice, AddPasskey, AdmitResident, ChangePassword, CheckPermission, ConfirmDevice,
    ConfirmFactor, CreateFactorLink, CreatePasswordReset, Devices, EndSession, Explain, GetJwks,
    GetOrganization, GetOwnFactor, GetPasskeyChallenge, GetPersonState, GetStepUpChallenge, Invite,
    JoinInvitation, ListAccounts, ListDevices, ListInvitations, ListMyCharges, ListPasskeys, ListSessions,
    ListSignIns, ListUnplacedResidents, Login, LoginWithPasskey, Logout, NamePasskey, NamePeople, NewTablet,
    Permission, Refresh, Register, RemoveFactor, RemovePasskey, RenewFactor, RenewJoinCode,
    RenewRecoveryCodes, ResetPassword, RevokeDevice, SessionStatus, Sessions, SetPersonState, SetUp,
    Simulate, StartFactor, StartPasskey, StepUp, UnlockPerson, WhoAmI, WithdrawInvitation,
};
use chassis::{Answer, Inbound, Reply, Routes, Service};
use decision::{Actor, Ask};

use crate::AuthRbac;
use crate::domain::{Domain, Refused};

type State = Arc<Domain>;

pub(crate) fn routes(domain: State) -> Routes<Domain> {
    Routes::new(AuthRbac::NAME, domain)
        .on::<SetUp, _, _>(set_up)
        .on::<Register, _, _>(register)
        .on::<Invite, _, _>(invite)
        .on::<AcceptInvitation, _, _>(accept)
        .on::<JoinInvitation, _, _>(join)
        .on::<ListInvitations, _, _>(open_invitations)
        .on::<WithdrawInvitation, _, _>(withdraw)
        .on::<AdmitResident, _, _>(admit)
        .on::<NewTablet, _, _>(new_tablet)
        .on::<ListUnplacedResidents, _, _>(unplaced)
        .on::<ListMyCharges, _, _>(charges)
        .on::<NamePeople, _, _>(name_people)
        .on::<ListAccounts, _, _>(accounts)
        .on::<GetPersonState, _, _>(state)
        .on::<SetPersonState, _, _>(set_state)
        .on::<UnlockPerson, _, _>(unlock)
        .on::<GetOrganization, _, _>(organization)
        .on::<RenewJoinCode, _, _>(renew_join_code)
        .on::<Login, _, _>(login)
        .on::<Refresh, _, _>(refresh)
        .on::<Logout, _, _>(logout)
        .on::<WhoAmI, _, _>(me)
        .on::<ListSessions, _, _>(sessions)
        .on::<ListSignIns, _, _>(sign_ins)
        .on::<EndSession, _, _>(end_session)
        .on::<SessionStatus, _, _>(session_status)
        .on::<GetJwks, _, _>(jwks)
        .on::<CheckPermission, _, _>(check_permission)
        .on::<Explain, _, _>(explain)
        .on::<Simulate, _, _>(simulate)
        .on::<ChangePassword, _, _>(change_password)
        .on::<CreatePasswordReset, _, _>(create_password_reset)
        .on::<ResetPassword, _, _>(reset_password)
        .on::<CreateFactorLink, _, _>(create_factor_link)
        .on::<RenewFactor, _, _>(renew_factor)
        .on::<AddDevice, _, _>(add_device)
        .on::<ConfirmDevice, _, _>(confirm_device)
        .on::<RevokeDevice, _, _>(revoke_device)
        .on::<ListDevices, _, _>(devices)
        .on::<StartPasskey, _, _>(start_passkey)
        .on::<AddPasskey, _, _>(add_passkey)
        .on::<ListPasskeys, _, _>(passkeys)
        .on::<NamePasskey, _, _>(name_passkey)
        .on::<RemovePasskey, _, _>(remove_passkey)
        .on::<GetPasskeyChallenge, _, _>(passkey_challenge)
        .on::<LoginWithPasskey, _, _>(login_with_passkey)
        .on::<GetStepUpChallenge, _, _>(step_up_challenge)
        .on::<StepUp, _, _>(give_proof)
        .on::<GetOwnFactor, _, _>(own_factor)
        .on::<StartFactor, _, _>(start_factor)
        .on::<ConfirmFactor, _, _>(confirm_factor)
        .on::<RemoveFactor, _, _>(remove_factor)
        .on::<RenewRecoveryCodes, _, _>(renew_recovery_codes)
}

async fn set_up(domain: State, inbound: Inbound<SetUp>) -> Answer<SetUp> {
    Ok(Reply::Json(domain.set_up(&inbound.context, inbound.call.body).await?))
}

async fn register(domain: State, inbound: Inbound<Register>) -> Answer<Register> {
    Ok(Reply::Json(domain.register(&inbound.context, inbound.call.body).await?))
}

async fn invite(domain: State, inbound: Inbound<Invite>) -> Answer<Invite> {
    let by = inbound.person()?.clone();
    Ok(Reply::Json(domain.invite(&inbound.context, &by, inbound.call.body).await?))
}

async fn accept(domain: State, inbound: Inbound<AcceptInvitation>) -> Answer<AcceptInvitation> {
    Ok(Reply::Json(domain.accept(&inbound.context, inbound.call.body).await?))
}

async fn join(domain: State, inbound: Inbound<JoinInvitation>) -> Answer<JoinInvitation> {
    domain.join(&inbound.context, inbound.person()?, &inbound.call.body.token).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn open_invitations(domain: State, inbound: Inbound<ListInvitations>) -> Answer<ListInvitations> {
    let query = &inbound.call.query;
    Ok(Reply::Json(domain.open_invitations(&inbound.context, inbound.person()?, query).await?))
}

async fn admit(domain: State, inbound: Inbound<AdmitResident>) -> Answer<AdmitResident> {
    let by = inbound.person()?.clone();
    Ok(Reply::Json(domain.admit(&inbound.context, &by, inbound.call.body).await?))
}

async fn withdraw(domain: State, inbound: Inbound<WithdrawInvitation>) -> Answer<WithdrawInvitation> {
    domain.withdraw(&inbound.context, inbound.person()?, inbound.call.path.invitation_id).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn new_tablet(domain: State, inbound: Inbound<NewTablet>) -> Answer<NewTablet> {
    let (person, name) = (inbound.call.path.person_id, &inbound.call.body.name);
    Ok(Reply::Json(domain.new_tablet(&inbound.context, inbound.person()?, person, name).await?))
}

async fn charges(domain: State, inbound: Inbound<ListMyCharges>) -> Answer<ListMyCharges> {
    let query = inbound.call.query.clone();
    Ok(Reply::Json(domain.charges(&inbound.context, inbound.person()?, &query).await?))
}

async fn accounts(domain: State, inbound: Inbound<ListAccounts>) -> Answer<ListAccounts> {
    let query = inbound.call.query.clone();
    Ok(Reply::Json(domain.accounts(inbound.person()?, &query).await?))
}

async fn name_people(domain: State, inbound: Inbound<NamePeople>) -> Answer<NamePeople> {
    let people = &inbound.call.body.people;
    Ok(Reply::Json(domain.name_people(&inbound.context, inbound.person()?, people).await?))
}

async fn unplaced(domain: State, inbound: Inbound<ListUnplacedResidents>) -> Answer<ListUnplacedResidents> {
    let query = inbound.call.query.clone();
    Ok(Reply::Json(domain.unplaced(&inbound.context, inbound.person()?, query).await?))
}

async fn unlock(domain: State, inbound: Inbound<UnlockPerson>) -> Answer<UnlockPerson> {
    domain.unlock(&inbound.context, inbound.person()?, inbound.call.path.person_id).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn renew_join_code(domain: State, inbound: Inbound<RenewJoinCode>) -> Answer<RenewJoinCode> {
    Ok(Reply::Json(domain.renew_join_code(&inbound.context, inbound.person()?).await?))
}

async fn state(domain: State, inbound: Inbound<GetPersonState>) -> Answer<GetPersonState> {
    let person = inbound.call.path.person_id;
    Ok(Reply::Json(domain.standing(&inbound.context, inbound.person()?, person).await?))
}

async fn set_state(domain: State, inbound: Inbound<SetPersonState>) -> Answer<SetPersonState> {
    let by = inbound.person()?;
    let change = inbound.call.body.clone();
    domain.set_state(&inbound.context, by, inbound.call.path.person_id, change.state).await?;
    Ok(Reply::Json(change))
}

async fn organization(domain: State, inbound: Inbound<GetOrganization>) -> Answer<GetOrganization> {
    Ok(Reply::Json(domain.organization(inbound.person()?).await?))
}

async fn login(domain: State, inbound: Inbound<Login>) -> Answer<Login> {
    Ok(Reply::Json(domain.sign_in(&inbound.context, inbound.call.body).await?))
}

async fn refresh(domain: State, inbound: Inbound<Refresh>) -> Answer<Refresh> {
    Ok(Reply::Json(domain.refresh(&inbound.context, &inbound.call.body.refresh_token).await?))
}

async fn logout(domain: State, inbound: Inbound<Logout>) -> Answer<Logout> {
    domain.sign_out(&inbound.context, inbound.person()?, inbound.call.body.everywhere).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn me(domain: State, inbound: Inbound<WhoAmI>) -> Answer<WhoAmI> {
    Ok(Reply::Json(domain.me(inbound.person()?).await?))
}

async fn sessions(domain: State, inbound: Inbound<ListSessions>) -> Answer<ListSessions> {
    Ok(Reply::Json(Sessions { sessions: domain.sessions(inbound.person()?).await? }))
}

async fn sign_ins(domain: State, inbound: Inbound<ListSignIns>) -> Answer<ListSignIns> {
    Ok(Reply::Json(domain.sign_ins(inbound.person()?).await?))
}

async fn end_session(domain: State, inbound: Inbound<EndSession>) -> Answer<EndSession> {
    domain.end_session(&inbound.context, inbound.person()?, inbound.call.path.session_id).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn session_status(domain: State, inbound: Inbound<SessionStatus>) -> Answer<SessionStatus> {
    Ok(Reply::Json(domain.session_live(&inbound.call.body).await?))
}

async fn jwks(domain: State, _: Inbound<GetJwks>) -> Answer<GetJwks> {
    Ok(Reply::Json(domain.jwks()))
}

async fn check_permission(domain: State, inbound: Inbound<CheckPermission>) -> Answer<CheckPermission> {
    let query = &inbound.call.body;
    let ask = Ask {
        actor: Actor::Person(inbound.person()?),
        patient: query.patient_id,
        action: query.action,
        category: query.category,
        purpose: query.purpose,
        edges: Vec::new(),
        author: None,
        recorded_at: None,
    };
    let decision = domain.decider.decide(&inbound.context, &ask).await.map_err(Refused::from)?;
    Ok(Reply::Json(Permission {
        permit: decision.permit,
        reason: decision.reason,
        policies: decision.policies,
        policy_hash: decision.policy_hash,
    }))
}

async fn explain(domain: State, inbound: Inbound<Explain>) -> Answer<Explain> {
    Ok(Reply::Json(domain.explain(&inbound.context, inbound.person()?, &inbound.call.body).await?))
}

async fn simulate(domain: State, inbound: Inbound<Simulate>) -> Answer<Simulate> {
    Ok(Reply::Json(domain.simulate(&inbound.context, inbound.person()?, &inbound.call.body).await?))
}

async fn change_password(domain: State, inbound: Inbound<ChangePassword>) -> Answer<ChangePassword> {
    Ok(Reply::Json(domain.change_password(&inbound.context, inbound.person()?, &inbound.call.body).await?))
}

async fn create_password_reset(
    domain: State,
    inbound: Inbound<CreatePasswordReset>,
) -> Answer<CreatePasswordReset> {
    let person = inbound.call.path.person_id;
    Ok(Reply::Json(domain.create_reset(&inbound.context, inbound.person()?, person).await?))
}

async fn reset_password(domain: State, inbound: Inbound<ResetPassword>) -> Answer<ResetPassword> {
    Ok(Reply::Json(domain.reset_password(&inbound.context, &inbound.call.body).await?))
}

async fn create_factor_link(domain: State, inbound: Inbound<CreateFactorLink>) -> Answer<CreateFactorLink> {
    let person = inbound.call.path.person_id;
    Ok(Reply::Json(domain.create_factor_link(&inbound.context, inbound.person()?, person).await?))
}

async fn renew_factor(domain: State, inbound: Inbound<RenewFactor>) -> Answer<RenewFactor> {
    Ok(Reply::Json(domain.renew_factor(&inbound.context, &inbound.call.body).await?))
}

async fn add_device(domain: State, inbound: Inbound<AddDevice>) -> Answer<AddDevice> {
    Ok(Reply::Json(domain.add_device(&inbound.context, inbound.person()?, &inbound.call.body.name).await?))
}

async fn confirm_device(domain: State, inbound: Inbound<ConfirmDevice>) -> Answer<ConfirmDevice> {
    let id = inbound.call.path.device_id;
    Ok(Reply::Json(domain.confirm_device(&inbound.context, inbound.person()?, id).await?))
}

async fn revoke_device(domain: State, inbound: Inbound<RevokeDevice>) -> Answer<RevokeDevice> {
    domain.revoke_device(&inbound.context, inbound.person()?, inbound.call.path.device_id).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn devices(domain: State, inbound: Inbound<ListDevices>) -> Answer<ListDevices> {
    Ok(Reply::Json(Devices { devices: domain.devices(inbound.person()?).await? }))
}

async fn start_passkey(domain: State, inbound: Inbound<StartPasskey>) -> Answer<StartPasskey> {
    Ok(Reply::Json(domain.start_passkey(inbound.person()?).await?))
}

async fn add_passkey(domain: State, inbound: Inbound<AddPasskey>) -> Answer<AddPasskey> {
    Ok(Reply::Json(domain.add_passkey(&inbound.context, inbound.person()?, &inbound.call.body).await?))
}

async fn passkeys(domain: State, inbound: Inbound<ListPasskeys>) -> Answer<ListPasskeys> {
    Ok(Reply::Json(domain.passkeys(inbound.person()?).await?))
}

async fn name_passkey(domain: State, inbound: Inbound<NamePasskey>) -> Answer<NamePasskey> {
    let (id, name) = (inbound.call.path.passkey_id, &inbound.call.body.name);
    Ok(Reply::Json(domain.name_passkey(&inbound.context, inbound.person()?, id, name).await?))
}

async fn remove_passkey(domain: State, inbound: Inbound<RemovePasskey>) -> Answer<RemovePasskey> {
    domain.remove_passkey(&inbound.context, inbound.person()?, inbound.call.path.passkey_id).await?;
    Ok(Reply::Json(Nothing {}))
}

async fn passkey_challenge(domain: State, _: Inbound<GetPasskeyChallenge>) -> Answer<GetPasskeyChallenge> {
    Ok(Reply::Json(domain.passkey_challenge().await?))
}

async fn login_with_passkey(domain: State, inbound: Inbound<LoginWithPasskey>) -> Answer<LoginWithPasskey> {
    Ok(Reply::Json(domain.sign_in_with_passkey(&inbound.context, &inbound.call.body).await?))
}

async fn step_up_challenge(
    domain: State,
    inbound: Inbound<GetStepUpChallenge>,
) -> Answer<GetStepUpChallenge> {
    Ok(Reply::Json(domain.step_up_challenge(inbound.person()?).await?))
}

async fn give_proof(domain: State, inbound: Inbound<StepUp>) -> Answer<StepUp> {
    let by = inbound.person()?.clone();
    Ok(Reply::Json(domain.give_proof(&inbound.context, &by, inbound.call.body).await?))
}

async fn own_factor(domain: State, inbound: Inbound<GetOwnFactor>) -> Answer<GetOwnFactor> {
    Ok(Reply::Json(domain.own_factor(inbound.person()?).await?))
}

async fn start_factor(domain: State, inbound: Inbound<StartFactor>) -> Answer<StartFactor> {
    Ok(Reply::Json(domain.start_factor(&inbound.context, inbound.person()?).await?))
}

async fn confirm_factor(domain: State, inbound: Inbound<ConfirmFactor>) -> Answer<ConfirmFactor> {
    let code = &inbound.call.body.code;
    Ok(Reply::Json(domain.confirm_factor(&inbound.context, inbound.person()?, code).await?))
}

async fn remove_factor(domain: State, inbound: Inbound<RemoveFactor>) -> Answer<RemoveFactor> {
    Ok(Reply::Json(domain.remove_factor(&inbound.context, inbound.person()?).await?))
}

async fn renew_recovery_codes(
    domain: State,
    inbound: Inbound<RenewRecoveryCodes>,
) -> Answer<RenewRecoveryCodes> {
    Ok(Reply::Json(domain.renew_recovery_codes(&inbound.context, inbound.person()?).await?))
}
