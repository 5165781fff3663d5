//! The contract of auth-rbac: who somebody is, how they show it, and what they may do.

mod accounts;
mod devices;
mod explain;
mod factors;
mod invitations;
mod passkeys;
mod passwords;
mod people;
mod residents;
mod sessions;

pub use accounts::{
    Account, AccountsQuery, ByPerson, Enrolled, GetOrganization, GetPersonState, ListAccounts, Organization,
    PersonState, Register, Registration, RenewJoinCode, SetPersonState, SetUp, SetUpDone, Setting, Standing,
    StateChange, UnlockPerson,
};
pub use devices::{
    AddDevice, AddedDevice, ByDevice, ConfirmDevice, Device, DeviceState, Devices, ListDevices, NewDevice,
    RevokeDevice,
};
pub use explain::{Explain, ExplainQuery, Explanation, Simulate, SimulateQuery};
pub use factors::{
    ConfirmFactor, CreateFactorLink, FactorChanged, FactorCode, FactorLink, GetOwnFactor, NewFactor,
    OwnFactor, RecoveryCodes, RemoveFactor, RenewFactor, RenewRecoveryCodes, StartFactor, StartedFactor,
};
pub use invitations::{
    Accept, AcceptInvitation, ByInvitation, Invitation, InvitationsQuery, Invite, JoinInvitation,
    JoinedInvitation, ListInvitations, NewInvitation, OpenInvitation, WithdrawInvitation,
};
pub use passkeys::{
    AddPasskey, Assertion, ByPasskey, GetPasskeyChallenge, GetStepUpChallenge, ListPasskeys,
    LoginWithPasskey, NamePasskey, NewPasskey, Passkey, PasskeyChallenge, PasskeyName, PasskeyOptions,
    PasskeySignIn, Passkeys, Proof, ProofGiven, RemovePasskey, StartPasskey, StepUp, StepUpChallenge,
};
pub use passwords::{
    ChangePassword, CreatePasswordReset, NewPassword, PasswordChange, PasswordReset, PasswordSet,
    ResetPassword,
};
pub use people::{ChargesQuery, ListMyCharges, NAMED_MAX, NamePeople, Named, NamedCharge, Names, NamesQuery};
pub use residents::{
    AdmitResident, Admitted, ListUnplacedResidents, NewResident, NewTablet, ResidentsQuery, UnplacedResident,
};
pub use sessions::{
    BySession, CheckPermission, EndSession, GetJwks, JwkSet, ListSessions, ListSignIns, Liveness, Login,
    Logout, LogoutRequest, Me, Permission, PermissionQuery, PublicKey, Refresh, RefreshRequest, Session,
    SessionQuery, SessionStatus, Sessions, SignIn, SignIns, SignedIn, Tokens, WhoAmI,
};

use api::Described;
use kernel::{ErrorCode, ErrorKind};

/// Error codes of this service.
pub mod codes {
    use super::{ErrorCode, ErrorKind};

    /// The e-mail, password, code or device is not right. Which one is never said.
    pub const CREDENTIALS: ErrorCode = ErrorCode::new("auth.credentials", ErrorKind::Unauthenticated);
    /// Too many wrong attempts: wait.
    pub const LOCKED: ErrorCode = ErrorCode::new("auth.locked", ErrorKind::RateLimited);
    /// A hundred wrong attempts in a row: only an admin, a new password or a recovery code opens the account.
    pub const STOPPED: ErrorCode = ErrorCode::new("auth.stopped", ErrorKind::Forbidden);
    /// The refresh token was used before, or its session has ended.
    pub const REFRESH: ErrorCode = ErrorCode::new("auth.refresh_refused", ErrorKind::Unauthenticated);
    /// The session has ended.
    pub const SESSION_ENDED: ErrorCode = ErrorCode::new("auth.session_ended", ErrorKind::Unauthenticated);
    /// The join code is not one of ours.
    pub const JOIN_CODE: ErrorCode = ErrorCode::new("auth.join_code", ErrorKind::Invalid);
    /// The invitation was used, has run out, or never was.
    pub const INVITATION: ErrorCode = ErrorCode::new("auth.invitation", ErrorKind::Gone);
    /// The password does not meet the rules.
    pub const PASSWORD: ErrorCode = ErrorCode::new("auth.password_rules", ErrorKind::Invalid);
    /// The installation is set up already.
    pub const SET_UP: ErrorCode = ErrorCode::new("auth.set_up", ErrorKind::Gone);
    /// The token is not the one of this installation's set-up.
    pub const SET_UP_TOKEN: ErrorCode = ErrorCode::new("auth.set_up_token", ErrorKind::Forbidden);
    /// The person has as many devices as there may be.
    pub const DEVICES: ErrorCode = ErrorCode::new("auth.too_many_devices", ErrorKind::Conflict);

    /// The link was used, has run out, was replaced, or never was.
    pub const RESET_LINK: ErrorCode = ErrorCode::new("auth.reset_link", ErrorKind::Gone);
    /// The person has no password: they sign in with a tablet.
    pub const NO_PASSWORD: ErrorCode = ErrorCode::new("auth.no_password", ErrorKind::Conflict);
    /// The person has a password, and signs in with it.
    pub const HAS_PASSWORD: ErrorCode = ErrorCode::new("auth.has_password", ErrorKind::Conflict);
    /// The account is disabled.
    pub const DISABLED: ErrorCode = ErrorCode::new("auth.disabled", ErrorKind::Conflict);
    /// The policies to be tried are none.
    pub const POLICIES: ErrorCode = ErrorCode::new("auth.policies", ErrorKind::Invalid);
    /// What the authenticator made is no passkey that can be used here.
    pub const PASSKEY: ErrorCode = ErrorCode::new("auth.passkey", ErrorKind::Invalid);
    /// The person has as many passkeys as there may be.
    pub const PASSKEYS: ErrorCode = ErrorCode::new("auth.too_many_passkeys", ErrorKind::Conflict);
    /// It is the only way in that the person has, or the only one that lasts.
    pub const LAST_WAY: ErrorCode = ErrorCode::new("auth.last_way_in", ErrorKind::Conflict);

    /// It is the only administrator of the organisation whose account may be used.
    pub const LAST_ADMINISTRATOR: ErrorCode = ErrorCode::new("auth.last_administrator", ErrorKind::Conflict);

    /// The code is none of the authenticator that was started.
    pub const FACTOR_CODE: ErrorCode = ErrorCode::new("auth.factor_code", ErrorKind::Invalid);
    /// No authenticator was started, or too long ago.
    pub const FACTOR_NOT_STARTED: ErrorCode = ErrorCode::new("auth.factor_not_started", ErrorKind::Gone);

    /// All of them.
    pub const ALL: &[ErrorCode] = &[
        CREDENTIALS,
        LOCKED,
        STOPPED,
        REFRESH,
        SESSION_ENDED,
        JOIN_CODE,
        INVITATION,
        PASSWORD,
        SET_UP,
        SET_UP_TOKEN,
        DEVICES,
        RESET_LINK,
        NO_PASSWORD,
        HAS_PASSWORD,
        DISABLED,
        POLICIES,
        PASSKEY,
        PASSKEYS,
        LAST_WAY,
        LAST_ADMINISTRATOR,
        FACTOR_CODE,
        FACTOR_NOT_STARTED,
    ];
}

/// All operations of auth-rbac.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<SetUp>(),
        Described::of::<Register>(),
        Described::of::<Invite>(),
        Described::of::<AcceptInvitation>(),
        Described::of::<JoinInvitation>(),
        Described::of::<ListInvitations>(),
        Described::of::<WithdrawInvitation>(),
        Described::of::<AdmitResident>(),
        Described::of::<NewTablet>(),
        Described::of::<ListUnplacedResidents>(),
        Described::of::<ListMyCharges>(),
        Described::of::<NamePeople>(),
        Described::of::<ListAccounts>(),
        Described::of::<GetPersonState>(),
        Described::of::<SetPersonState>(),
        Described::of::<UnlockPerson>(),
        Described::of::<GetOrganization>(),
        Described::of::<RenewJoinCode>(),
        Described::of::<Login>(),
        Described::of::<Refresh>(),
        Described::of::<Logout>(),
        Described::of::<WhoAmI>(),
        Described::of::<ListSessions>(),
        Described::of::<ListSignIns>(),
        Described::of::<EndSession>(),
        Described::of::<SessionStatus>(),
        Described::of::<GetJwks>(),
        Described::of::<CheckPermission>(),
        Described::of::<Explain>(),
        Described::of::<Simulate>(),
        Described::of::<ChangePassword>(),
        Described::of::<CreatePasswordReset>(),
        Described::of::<ResetPassword>(),
        Described::of::<CreateFactorLink>(),
        Described::of::<RenewFactor>(),
        Described::of::<AddDevice>(),
        Described::of::<ConfirmDevice>(),
        Described::of::<RevokeDevice>(),
        Described::of::<ListDevices>(),
        Described::of::<StartPasskey>(),
        Described::of::<AddPasskey>(),
        Described::of::<ListPasskeys>(),
        Described::of::<NamePasskey>(),
        Described::of::<RemovePasskey>(),
        Described::of::<GetPasskeyChallenge>(),
        Described::of::<LoginWithPasskey>(),
        Described::of::<GetStepUpChallenge>(),
        Described::of::<StepUp>(),
        Described::of::<GetOwnFactor>(),
        Described::of::<StartFactor>(),
        Described::of::<ConfirmFactor>(),
        Described::of::<RemoveFactor>(),
        Described::of::<RenewRecoveryCodes>(),
    ]
}
