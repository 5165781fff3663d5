//! Passwords: changed by their owner, or set anew with a link that staff or an admin hands over.

use api::{Access, AuditClass, Method, Role, ServiceName, Spec, Words};
use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::accounts::ByPerson;
use crate::codes;

/// A change of one's own password.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PasswordChange {
    /// The password as it is.
    pub current: Words,
    /// The password as it shall be: 8 to 256 characters, not a common one, not the one that it is.
    pub password: Words,
}

/// What a change of a password ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PasswordSet {
    /// Sessions that ended with it: all of them, also the one that asked.
    pub sessions_ended: u64,
}

/// A link with which somebody sets their password anew, once.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct PasswordReset {
    /// The secret of the link; shown once, to be handed over.
    pub token: Words,
    /// Until when it holds.
    pub expires_at: Timestamp,
}

/// A link that is used.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewPassword {
    /// The secret of the link.
    pub token: Words,
    /// The new password.
    pub password: Words,
}

const PASSWORD: Access = Access::none("a password is not health information");

api::operation! {
    /// Changes the caller's password. Ends all of their sessions: sign in anew. Passkeys that were added since the last
    /// sign-in with password and second factor are removed; earlier ones stay.
    pub struct ChangePassword;
    spec: Spec::new("auth.change_password", ServiceName::AuthRbac, Method::Post, "/password")
        .roles(Role::PEOPLE).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(PASSWORD),
    body: PasswordChange,
    output: PasswordSet,
}

api::operation! {
    /// Makes a link with which a person of the caller's organisation sets their password anew. Admins for
    /// everybody, care staff for residents whom they look after; nobody for themselves. An earlier link ends.
    ///
    /// The link opens nothing by itself: whoever uses it still needs their second factor to sign in.
    pub struct CreatePasswordReset;
    spec: Spec::new("auth.create_password_reset", ServiceName::AuthRbac, Method::Post,
            "/people/{person_id}/password-reset")
        .roles(&[Role::Admin, Role::CareStaff])
        .success(201).fresh_proof().audit(AuditClass::Security).errors(codes::ALL).access(PASSWORD),
    path: ByPerson,
    output: PasswordReset,
}

api::operation! {
    /// Sets a password anew with a link, once. Ends all sessions of its owner, and removes their passkeys.
    pub struct ResetPassword;
    spec: Spec::new("auth.reset_password", ServiceName::AuthRbac, Method::Post, "/password/reset")
        .anonymous().audit(AuditClass::Security).errors(codes::ALL).access(PASSWORD),
    body: NewPassword,
    output: PasswordSet,
}
