//! The contract of relationship-management: who belongs to whom, and who is assigned where.
//!
//! That a relation exists is one thing; what it may see is consent's. An [`Edge`](consent_api::Edge) is the
//! fact that a decision starts from.

use api::{
    Access, Action, AuditClass, Category, Described, Method, PatientSource, Purpose, Role, ServiceName, Spec,
};
use consent_api::{Circumstance, Edge};
use kernel::{
    Cursor, ErrorCode, ErrorKind, OrganizationId, Page, PageLimit, PersonId, RelationId, Timestamp, UnitId,
};
use serde::{Deserialize, Serialize};

mod charges;
mod emergencies;
mod rooms;
mod staffing;

pub use charges::{
    ByShift, CHARGES_MAX, Charge, Charges, EndShift, ListShifts, MyCharges, NewShift, SHIFT_HOURS_MAX, Shift,
    ShiftCharges, Shifts, StartShift,
};
pub use emergencies::{
    ByEmergency, Contact, DeclareEmergency, EMERGENCY_MINUTES, EMERGENCY_MINUTES_UNSAID, Emergency,
    EmergencyNotice, EndEmergency, GetEmergency, GetStandingEmergency, NewEmergency, Place,
    StandingEmergency,
};
pub use rooms::{FindRooms, ROOM_CHARS_MAX, ROOMS_MAX, RoomChange, RoomOf, Rooms, RoomsQuery, SetRoom};
pub use staffing::{ByAssignment, FindStaffUnits, STAFF_MAX, StaffQuery, StaffUnits, Unassign, WorksOn};

/// Error codes of this service.
pub mod codes {
    use super::{ErrorCode, ErrorKind};

    /// The patient has as many live relations as there may be.
    pub const TOO_MANY: ErrorCode = ErrorCode::new("relations.too_many", ErrorKind::Conflict);
    /// The relation cannot go from its state to that one.
    pub const TRANSITION: ErrorCode = ErrorCode::new("relations.transition", ErrorKind::Conflict);
    /// The two people have this relation already.
    pub const DUPLICATE: ErrorCode = ErrorCode::new("relations.duplicate", ErrorKind::Conflict);

    /// The shift is too long, or over before it begins, or on a unit that the person is not assigned to.
    pub const SHIFT: ErrorCode = ErrorCode::new("relations.shift", ErrorKind::Invalid);

    /// The room is empty, too long, or holds what is no letter.
    pub const ROOM: ErrorCode = ErrorCode::new("relations.room", ErrorKind::Invalid);

    /// All of them.
    pub const ALL: &[ErrorCode] = &[TOO_MANY, TRANSITION, DUPLICATE, SHIFT, ROOM];
}

/// The ten kinds of relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// The therapist in charge.
    PrimaryTherapist,
    /// A therapist who stands in.
    SecondaryTherapist,
    /// The psychiatrist.
    Psychiatrist,
    /// The case manager.
    CaseManager,
    /// The relative who is told first.
    PrimaryFamily,
    /// Another relative.
    SecondaryFamily,
    /// A guardian in law.
    LegalGuardian,
    /// A guardian for medical matters.
    MedicalGuardian,
    /// Whom to call in an emergency.
    EmergencyContact,
    /// A carer whom the patient authorised.
    AuthorizedCaregiver,
}

/// Where a relation is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RelationState {
    /// Asked for, not yet confirmed.
    Pending,
    /// Live.
    Active,
    /// Set aside for now.
    Suspended,
    /// Past its date.
    Expired,
    /// Ended by the patient or their representative.
    Revoked,
    /// Refused before it was live.
    Declined,
}

/// A relation.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Relation {
    /// Its id.
    pub relation_id: RelationId,
    /// The patient.
    pub patient_id: PersonId,
    /// The other person.
    pub person_id: PersonId,
    /// What they are to each other.
    pub kind: RelationKind,
    /// Where it is in its life.
    pub state: RelationState,
    /// When it was entered.
    pub created_at: Timestamp,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// A relation to enter.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewRelation {
    /// The patient.
    pub patient_id: PersonId,
    /// The other person.
    pub person_id: PersonId,
    /// What they are to each other.
    pub kind: RelationKind,
    /// When it ends by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// Who invited the other person, when a service enters it for an accepted invitation: it weighs as much as
    /// their own word. A person never says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited_by: Option<PersonId>,
}

/// A state to go to.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Transition {
    /// The state.
    pub state: RelationState,
}

/// A relation by its id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByRelation {
    /// The relation.
    pub relation_id: RelationId,
}

/// A person by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByPerson {
    /// The person.
    pub person_id: PersonId,
}

/// A page of a list.
#[derive(Clone, Debug, Default, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Paging {
    /// Where it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// A unit: a ward or a floor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Unit {
    /// Its id.
    pub unit_id: UnitId,
    /// Its organisation.
    pub organization_id: OrganizationId,
    /// Its name, as staff say it.
    pub name: String,
}

/// A unit to open.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NewUnit {
    /// Its name.
    pub name: String,
}

/// Somebody on a unit.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Assignment {
    /// Who: a resident lives there, staff work there.
    pub person_id: PersonId,
    /// Their role.
    pub role: Role,
    /// Where.
    pub unit_id: UnitId,
    /// For staff: the end of the assignment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A unit by id.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ByUnit {
    /// The unit.
    pub unit_id: UnitId,
}

/// Which residents are asked for: those of an organisation who live on no unit.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct UnplacedQuery {
    /// Of which organisation.
    pub organization: OrganizationId,
    /// Where the page starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Cursor>,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<PageLimit>,
}

/// Which edges are asked for.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct EdgesQuery {
    /// Who acts.
    pub actor: PersonId,
    /// In which role.
    pub role: Role,
    /// Of which organisation.
    pub organization: OrganizationId,
    /// Whose information.
    pub patient: PersonId,
}

/// The live edges between two people.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Edges {
    /// The edges; none means that nothing connects them.
    pub edges: Vec<Edge>,
    /// The patient's organisation; `None` when they are no member of any. The policies compare it with the actor's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<OrganizationId>,
    /// The patient's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// What holds about the patient at this moment: an emergency that staff declared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub circumstances: Vec<Circumstance>,
}

/// The people around a patient.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Circle {
    /// The patient's organisation.
    pub organization_id: OrganizationId,
    /// The patient's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Live relations.
    pub relations: Vec<Relation>,
}

/// A person of an organisation.
#[derive(Clone, Debug, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Member {
    /// Who.
    pub person_id: PersonId,
    /// In which role.
    pub role: Role,
    /// Of which organisation.
    pub organization_id: OrganizationId,
}

const EVERYBODY: &[Role] = Role::PEOPLE;

api::operation! {
    /// The live edges between an actor and a patient: where every decision starts.
    pub struct FindEdges;
    spec: Spec::new("relations.edges", ServiceName::RelationshipManagement, Method::Post, "/edges")
        .services(&[
            ServiceName::AiGateway, ServiceName::AuthRbac, ServiceName::ChatHistory, ServiceName::Consent,
            ServiceName::AuditLogging, ServiceName::EmergencyAccess,
        ])
        .peers_only()
        .priority(api::Priority::Conversation)
        .timeout_ms(500)
        .access(Access::none("answers whether two people are connected, to services alone")),
    body: EdgesQuery,
    output: Edges,
}

api::operation! {
    /// The unit and the live relations of a patient, for services that must reach people.
    pub struct GetCircle;
    spec: Spec::new("relations.circle", ServiceName::RelationshipManagement, Method::Get, "/people/{person_id}/circle")
        .services(&[ServiceName::AiGateway, ServiceName::ChatHistory, ServiceName::Consent])
        .peers_only()
        .priority(api::Priority::Conversation)
        .timeout_ms(500)
        .access(Access::none("ids alone, to services alone")),
    path: ByPerson,
    output: Circle,
}

api::operation! {
    /// Enters a person of an organisation, once their account is there: only members can be related or assigned.
    pub struct EnterMember;
    spec: Spec::new("relations.enter_member", ServiceName::RelationshipManagement, Method::Put, "/people/{person_id}")
        .services(&[ServiceName::AuthRbac])
        .peers_only()
        .audit(AuditClass::Write)
        .access(Access::none("an id, a role and an organisation")),
    path: ByPerson,
    body: Member,
    output: Member,
}

api::operation! {
    /// Enters a relation. A resident enters their own; staff and admins enter one that waits for the
    /// resident's word, except that an admin's treating relation and guardian need none. An accepted invitation
    /// weighs as much as the word of whoever invited.
    pub struct CreateRelation;
    spec: Spec::new("relations.create", ServiceName::RelationshipManagement, Method::Post, "/relations")
        .roles(&[Role::Resident, Role::CareStaff, Role::Admin])
        .services(&[ServiceName::AuthRbac])
        .success(201)
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Body("patient_id"))),
    body: NewRelation,
    output: Relation,
}

api::operation! {
    /// Moves a relation to another state, as far as the caller may and the states allow.
    pub struct MoveRelation;
    spec: Spec::new("relations.move", ServiceName::RelationshipManagement, Method::Post, "/relations/{relation_id}/state")
        .roles(&[Role::Resident, Role::Admin])
        .audit(AuditClass::Write)
        .errors(codes::ALL)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Object)),
    path: ByRelation,
    body: Transition,
    output: Relation,
}

api::operation! {
    /// The caller's own relations, as patient or as the other person; for them also to auth-rbac, which names to a resident
    /// whom they are asked about.
    pub struct ListMine;
    spec: Spec::new("relations.list_mine", ServiceName::RelationshipManagement, Method::Get, "/relations")
        .roles(EVERYBODY)
        .services(&[ServiceName::AuthRbac])
        .audit(AuditClass::Read)
        .access(Access::patient(Action::Read, Category::Demographics, Purpose::Patient, PatientSource::Caller)),
    query: Paging,
    output: Page<Relation>,
}

api::operation! {
    /// Opens a unit in the admin's organisation.
    pub struct CreateUnit;
    spec: Spec::new("relations.create_unit", ServiceName::RelationshipManagement, Method::Post, "/units")
        .roles(&[Role::Admin])
        .success(201)
        .audit(AuditClass::Write)
        .access(Access::none("a unit is a place")),
    body: NewUnit,
    output: Unit,
}

api::operation! {
    /// The units of the caller's organisation.
    pub struct ListUnits;
    spec: Spec::new("relations.list_units", ServiceName::RelationshipManagement, Method::Get, "/units")
        .roles(&[Role::Admin, Role::CareStaff, Role::HealthProvider])
        .access(Access::none("a unit is a place")),
    query: Paging,
    output: Page<Unit>,
}

api::operation! {
    /// Assigns a resident to the unit they live on, or staff to a unit they work on. Care staff take residents to
    /// units of their own, from one of them or from none.
    pub struct Assign;
    spec: Spec::new("relations.assign", ServiceName::RelationshipManagement, Method::Post, "/assignments")
        .roles(&[Role::Admin, Role::CareStaff])
        .services(&[ServiceName::AuthRbac])
        .audit(AuditClass::Write)
        .access(Access::patient(Action::Write, Category::Demographics, Purpose::Operations, PatientSource::Body("person_id"))),
    body: Assignment,
    output: Assignment,
}

api::operation! {
    /// The units that the caller is assigned to now.
    pub struct MyUnits;
    spec: Spec::new("relations.my_units", ServiceName::RelationshipManagement, Method::Get, "/units/mine")
        .roles(&[Role::CareStaff, Role::Resident])
        .services(&[ServiceName::ChatHistory, ServiceName::AuthRbac])
        .priority(api::Priority::Conversation)
        .access(Access::none("a unit is a place")),
    output: Page<Unit>,
}

api::operation! {
    /// The residents of an organisation who live on no unit, in the order of their ids.
    pub struct ListUnplaced;
    spec: Spec::new("relations.list_unplaced", ServiceName::RelationshipManagement, Method::Post, "/unplaced")
        .services(&[ServiceName::AuthRbac])
        .peers_only()
        .access(Access::none("ids alone, to the service that decides who sees the names")),
    body: UnplacedQuery,
    output: Page<Member>,
}

/// All operations of relationship-management.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<FindEdges>(),
        Described::of::<GetCircle>(),
        Described::of::<EnterMember>(),
        Described::of::<CreateRelation>(),
        Described::of::<MoveRelation>(),
        Described::of::<ListMine>(),
        Described::of::<CreateUnit>(),
        Described::of::<ListUnits>(),
        Described::of::<Assign>(),
        Described::of::<FindStaffUnits>(),
        Described::of::<Unassign>(),
        Described::of::<MyUnits>(),
        Described::of::<SetRoom>(),
        Described::of::<FindRooms>(),
        Described::of::<MyCharges>(),
        Described::of::<ShiftCharges>(),
        Described::of::<StartShift>(),
        Described::of::<EndShift>(),
        Described::of::<ListShifts>(),
        Described::of::<ListUnplaced>(),
        Described::of::<DeclareEmergency>(),
        Described::of::<EndEmergency>(),
        Described::of::<GetEmergency>(),
        Described::of::<GetStandingEmergency>(),
    ]
}
