//! One type per kind of id, so that a message's id can never be passed where a person's is meant.
//!
//! All are UUIDv7 (RFC 9562 §5.7): they sort by the time they were made, to the millisecond.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A typed id over a UUID.
pub trait TypedId: Copy + From<Uuid> {
    /// The id as a plain UUID, for a store's column.
    fn uuid(self) -> Uuid;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// Wraps a UUID that is known to be of this kind (a column, a test's constant).
            pub const fn from_uuid(id: Uuid) -> Self {
                Self(id)
            }

            /// The sixteen bytes, for keys and associated data.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl TypedId for $name {
            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A human who has an account, of any role.
    PersonId;
    /// A care operator, clinic or health plan: the tenant.
    OrganizationId;
    /// A ward or floor of an organisation, to which staff are assigned.
    UnitId;
    /// A signed-in session on the server's side.
    SessionId;
    /// An enrolled device of a resident or family member.
    DeviceId;
    /// A passkey of a person.
    PasskeyId;
    /// An invitation or enrolment waiting to be accepted.
    InvitationId;
    /// A relationship between a patient and another person.
    RelationId;
    /// One version of one consent.
    ConsentId;
    /// A document that makes somebody a patient's representative.
    RepresentationId;
    /// An emergency that staff declared.
    EmergencyId;
    /// A shift of a member of staff on a unit.
    ShiftId;
    /// A fact that a resident told and agreed to have remembered.
    FactId;
    /// A note that staff leave for each other.
    NoteId;
    /// A conversation of one resident with the companion.
    ConversationId;
    /// A message of a resident, the companion or a member of staff.
    MessageId;
    /// One turn: a resident's message and what answers it.
    TurnId;
    /// An episode of risk that a human must close.
    AlertId;
    /// An audit event, unique before it has a sequence number.
    EventId;
    /// A request, from the edge to the last peer (a correlation id).
    RequestId;
    /// A break-glass grant.
    AccessId;
}

impl PersonId {
    /// The reserved actor of events that no person caused (start, stop, timers).
    pub const SYSTEM: Self = Self(Uuid::nil());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_bare_uuid_on_the_wire() {
        let id: MessageId = "01890a5d-ac96-774b-bcce-b302099a8057".parse().expect("a UUID");
        assert_eq!(
            serde_json::to_string(&id).expect("serialises"),
            "\"01890a5d-ac96-774b-bcce-b302099a8057\""
        );
        assert!("01890a5d".parse::<MessageId>().is_err());
    }
}
