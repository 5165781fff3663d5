//! The service as its callers meet it, on each engine: through its routes, under all layers, with real tokens.

use std::sync::Arc;
use std::time::Duration;

use api::{Action, Call, CallContext, Operation, Problem, Purpose, Role, ServiceName};
use chassis::{Answer, Inbound, Reply, Routes, Running, Service};
use consent_api::{Decide, EdgeKind, Question, Verdict, Verdicts};
use kernel::{ManualClock, OrganizationId, PersonId, SeededRandom, Sources, Timestamp};
use relationship_management::RelationshipManagement;
use relationship_management_api as contract;
use relationship_management_api::{
    Assign, Assignment, ByAssignment, ByPerson, ByRelation, ByShift, ByUnit, Charges, Circle, CreateRelation,
    CreateUnit, DeclareEmergency, Edges, EdgesQuery, EndShift, EnterMember, FindEdges, FindRooms,
    FindStaffUnits, GetCircle, GetEmergency, ListMine, ListShifts, ListUnits, ListUnplaced, Member,
    MoveRelation, MyCharges, MyUnits, NewEmergency, NewRelation, NewShift, NewUnit, Paging, Place, Relation,
    RelationKind, RelationState, RoomChange, RoomsQuery, SetRoom, Shift, ShiftCharges, StaffQuery,
    StartShift, Transition, Unassign, Unit, UnplacedQuery, codes,
};
use testkit::{House, on_every_engine};

const HERE: u128 = 0xA;
const ELSEWHERE: u128 = 0xB;
const ROSE: u128 = 1;
const MARA: u128 = 2;
const NURSE: u128 = 3;
const THERAPIST: u128 = 4;
const ADMIN: u128 = 5;
const STRANGER: u128 = 6;
const OTHER_RESIDENT: u128 = 7;
const COLLEAGUE: u128 = 8;
const GUARDIAN: u128 = 9;
const DAY: Duration = Duration::from_secs(86_400);
const NAME: ServiceName = ServiceName::RelationshipManagement;

/// The service with some members of two organisations.
struct Relations {
    house: House,
    clock: Arc<ManualClock>,
    routes: Vec<&'static str>,
}

async fn everywhere() -> Vec<Relations> {
    let mut all = Vec::new();
    for stores in on_every_engine() {
        let clock = ManualClock::at(Timestamp::from_micros(1_700_000_000_000_000));
        let house = House::new(stores, Sources::new(clock.clone(), SeededRandom::new(7)));
        let chassis = house.chassis(NAME);
        let running = RelationshipManagement::build((), chassis, ()).await.expect("builds");
        let routes = house.enter(NAME, &running);
        let relations = Relations { house, clock, routes };
        for (who, role, organization) in [
            (ROSE, Role::Resident, HERE),
            (OTHER_RESIDENT, Role::Resident, HERE),
            (MARA, Role::FamilyMember, HERE),
            (NURSE, Role::CareStaff, HERE),
            (THERAPIST, Role::HealthProvider, HERE),
            (ADMIN, Role::Admin, HERE),
            (STRANGER, Role::FamilyMember, ELSEWHERE),
            (COLLEAGUE, Role::CareStaff, HERE),
        ] {
            relations.enters(who, role, organization).await.expect("is entered");
        }
        all.push(relations);
    }
    all
}

impl Relations {
    async fn enters(&self, who: u128, role: Role, organization: u128) -> Result<Member, Problem> {
        let member = Member { person_id: person(who), role, organization_id: place(organization) };
        let path = ByPerson { person_id: person(who) };
        let auth = self.house.client(ServiceName::AuthRbac, NAME);
        auth.call::<EnterMember>(&self.house.nobody(), Call::path_and_body(path, member)).await
    }

    /// As a person, through the gateway.
    async fn call<O: Operation>(&self, who: u128, call: Call<O>) -> Result<O::Output, Problem> {
        let (role, organization) = match who {
            ROSE | OTHER_RESIDENT => (Role::Resident, HERE),
            NURSE | COLLEAGUE => (Role::CareStaff, HERE),
            THERAPIST => (Role::HealthProvider, HERE),
            ADMIN => (Role::Admin, HERE),
            STRANGER => (Role::FamilyMember, ELSEWHERE),
            _ => (Role::FamilyMember, HERE),
        };
        let context = self.house.person(person(who), role, place(organization), &[]);
        self.house.client(ServiceName::ApiGateway, NAME).call(&context, call).await
    }

    async fn relates(&self, who: u128, to: u128, kind: RelationKind) -> Result<Relation, Problem> {
        self.relates_until(who, to, kind, None).await
    }

    async fn relates_until(
        &self,
        who: u128,
        to: u128,
        kind: RelationKind,
        expires_at: Option<Timestamp>,
    ) -> Result<Relation, Problem> {
        let new = NewRelation {
            patient_id: person(ROSE),
            person_id: person(to),
            kind,
            expires_at,
            invited_by: None,
        };
        self.call::<CreateRelation>(who, Call::body(new)).await
    }

    async fn moves(&self, who: u128, relation: &Relation, state: RelationState) -> Result<Relation, Problem> {
        let path = ByRelation { relation_id: relation.relation_id };
        self.call::<MoveRelation>(who, Call::path_and_body(path, Transition { state })).await
    }

    /// What connects somebody with Rose, as a service that decides is told.
    async fn edges(&self, who: u128, role: Role) -> Edges {
        let query = EdgesQuery { actor: person(who), role, organization: place(HERE), patient: person(ROSE) };
        let chat = self.house.client(ServiceName::ChatHistory, NAME);
        chat.call::<FindEdges>(&self.house.nobody(), Call::body(query)).await.expect("answers")
    }

    async fn kinds(&self, who: u128, role: Role) -> Vec<EdgeKind> {
        self.edges(who, role).await.edges.into_iter().map(|edge| edge.kind).collect()
    }

    async fn opens(&self, name: &str) -> Unit {
        self.call::<CreateUnit>(ADMIN, Call::body(NewUnit { name: name.to_owned() })).await.expect("opens")
    }

    async fn assigns(
        &self,
        by: u128,
        who: u128,
        role: Role,
        unit: &Unit,
        until: Option<Timestamp>,
    ) -> Result<Assignment, Problem> {
        let assignment = Assignment { person_id: person(who), role, unit_id: unit.unit_id, until };
        self.call::<Assign>(by, Call::body(assignment)).await
    }

    fn after(&self, by: Duration) -> Timestamp {
        self.house.sources.now().plus(by)
    }
}

impl Relations {
    /// Whether somebody is on shift, and whom of theirs they answer for first.
    async fn duty(&self, who: u128) -> (bool, Vec<PersonId>) {
        let context = self.house.person(person(who), Role::CareStaff, place(HERE), &[]);
        let chat = self.house.client(ServiceName::ChatHistory, NAME);
        let told = chat.call::<MyCharges>(&context, Call::default()).await.expect("answers");
        assert_eq!(told.on_shift, told.shift_ends_at.is_some());
        let first = told.charges.into_iter().filter(|charge| charge.on_duty).map(|charge| charge.person_id);
        (told.on_shift, first.collect())
    }

    /// Whom somebody answers for, as chat-history is told when it asks for them.
    async fn charges(&self, who: u128, role: Role) -> Vec<PersonId> {
        let context = self.house.person(person(who), role, place(HERE), &[]);
        let chat = self.house.client(ServiceName::ChatHistory, NAME);
        let told = chat.call::<MyCharges>(&context, Call::default()).await.expect("answers");
        told.charges.into_iter().map(|charge| charge.person_id).collect()
    }
}

fn person(n: u128) -> PersonId {
    uuid::Uuid::from_u128(n).into()
}

fn place(n: u128) -> OrganizationId {
    uuid::Uuid::from_u128(n).into()
}

#[tokio::test]
async fn every_operation_of_the_contract_is_answered_and_no_other() {
    for relations in everywhere().await {
        let described: Vec<&str> = contract::operations().iter().map(|one| one.spec.name).collect();
        assert_eq!(relations.routes, described);
    }
}

#[tokio::test]
async fn an_edge_is_told_only_while_it_is_live() {
    for relations in everywhere().await {
        assert_eq!(relations.kinds(MARA, Role::FamilyMember).await, []);
        let until = relations.after(DAY);
        let kind = RelationKind::PrimaryFamily;
        let relation = relations.relates_until(ROSE, MARA, kind, Some(until)).await.expect("her own word");
        assert_eq!((relation.state, relation.expires_at), (RelationState::Active, Some(until)));
        let told = relations.edges(MARA, Role::FamilyMember).await.edges;
        assert_eq!((told.len(), told[0].kind, told[0].until), (1, EdgeKind::Family, Some(until)));
        assert_eq!(told[0].relation, Some(relation.relation_id));
        // Not in another role, and not to somebody else.
        assert_eq!(relations.kinds(MARA, Role::CareStaff).await, []);
        assert_eq!(relations.kinds(STRANGER, Role::FamilyMember).await, []);
        relations.moves(ROSE, &relation, RelationState::Suspended).await.expect("sets it aside");
        assert_eq!(relations.kinds(MARA, Role::FamilyMember).await, []);
        relations.moves(ROSE, &relation, RelationState::Active).await.expect("takes it up again");
        assert_eq!(relations.kinds(MARA, Role::FamilyMember).await, [EdgeKind::Family]);
        relations.clock.advance(DAY);
        assert_eq!(relations.kinds(MARA, Role::FamilyMember).await, [], "past its date");
        let listed = relations.call::<ListMine>(ROSE, Call::query(Paging::default())).await.expect("lists");
        assert_eq!(listed.items[0].state, RelationState::Expired, "and says so");
        let again = relations.relates(ROSE, MARA, kind).await.expect("what has run out can be entered anew");
        assert_eq!(relations.kinds(MARA, Role::FamilyMember).await, [EdgeKind::Family]);
        relations.moves(ROSE, &again, RelationState::Revoked).await.expect("ends it");
        assert_eq!(relations.kinds(MARA, Role::FamilyMember).await, []);
        let back = relations.moves(ROSE, &again, RelationState::Active).await.expect_err("ended is ended");
        assert!(back.is(codes::TRANSITION), "{back}");
    }
}

#[tokio::test]
async fn what_others_enter_waits_for_the_residents_word() {
    for relations in everywhere().await {
        let family = relations.relates(NURSE, MARA, RelationKind::PrimaryFamily).await.expect("is entered");
        assert_eq!(family.state, RelationState::Pending);
        assert_eq!(relations.kinds(MARA, Role::FamilyMember).await, []);
        // An admin may end it and may not confirm it in her place; another resident sees nothing there.
        let path = Call::path(ByPerson { person_id: person(ROSE) });
        let chat = relations.house.client(ServiceName::ChatHistory, NAME);
        let circle: Circle = chat.call::<GetCircle>(&relations.house.nobody(), path).await.expect("answers");
        assert!(circle.relations.is_empty());
        for (who, state) in [(ADMIN, RelationState::Active), (OTHER_RESIDENT, RelationState::Revoked)] {
            let refused = relations.moves(who, &family, state).await.expect_err("not theirs");
            assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
        }
        relations.moves(ROSE, &family, RelationState::Active).await.expect("her word");
        assert_eq!(relations.kinds(MARA, Role::FamilyMember).await, [EdgeKind::Family]);
        let treating = relations.relates(ADMIN, THERAPIST, RelationKind::PrimaryTherapist).await;
        assert_eq!(treating.expect("the organisation's to make").state, RelationState::Active);
        assert_eq!(relations.kinds(THERAPIST, Role::HealthProvider).await, [EdgeKind::Treating]);
        for (who, to, kind) in [
            (ROSE, STRANGER, RelationKind::PrimaryFamily),
            (ROSE, MARA, RelationKind::PrimaryTherapist),
            (ROSE, NURSE, RelationKind::SecondaryFamily),
        ] {
            let refused = relations.relates(who, to, kind).await.expect_err("does not fit");
            assert!(refused.is(api::codes::NOT_FOUND), "{refused}");
        }
        let twice = relations.relates(ROSE, MARA, RelationKind::PrimaryFamily).await.expect_err("is there");
        assert!(twice.is(codes::DUPLICATE), "{twice}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_patient_has_at_most_twenty_live_relations_also_of_requests_of_one_moment() {
    for relations in everywhere().await {
        for who in 100..119_u128 {
            relations.enters(who, Role::FamilyMember, HERE).await.expect("is entered");
            relations.relates(ROSE, who, RelationKind::SecondaryFamily).await.expect("is related");
        }
        let kinds = [
            RelationKind::PrimaryFamily,
            RelationKind::EmergencyContact,
            RelationKind::AuthorizedCaregiver,
            RelationKind::LegalGuardian,
        ];
        let [a, b, c, d] = kinds.map(|kind| relations.relates(ROSE, MARA, kind));
        let (a, b, c, d) = tokio::join!(a, b, c, d);
        let results = [a, b, c, d];
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
        for refused in results.iter().filter_map(|result| result.as_ref().err()) {
            assert!(refused.is(codes::TOO_MANY), "{refused}");
        }
        // All of them are told, page by page, oldest first.
        let mut after = None;
        let mut seen = Vec::new();
        loop {
            let limit = Some(kernel::PageLimit::try_from(7).expect("a page"));
            let call = Call::query(Paging { after, limit });
            let page = relations.call::<ListMine>(ROSE, call).await.expect("lists");
            assert!(page.items.len() <= 7);
            seen.extend(page.items.into_iter().map(|relation| relation.relation_id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let mut sorted = seen.clone();
        sorted.sort();
        sorted.dedup();
        assert_eq!((seen.len(), sorted), (20, seen));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_moves_of_one_moment_one_is_made() {
    for relations in everywhere().await {
        let relation = relations.relates(NURSE, MARA, RelationKind::PrimaryFamily).await.expect("is entered");
        let (yes, no) = tokio::join!(
            relations.moves(ROSE, &relation, RelationState::Active),
            relations.moves(ROSE, &relation, RelationState::Declined),
        );
        // Seen one after the other, the second finds a state from which it cannot go.
        assert!(yes.is_ok() != no.is_ok(), "one of them: {yes:?} {no:?}");
        let edges = relations.kinds(MARA, Role::FamilyMember).await;
        assert_eq!(!edges.is_empty(), yes.is_ok());
    }
}

#[tokio::test]
async fn staff_are_connected_with_those_who_live_where_they_work_while_they_do() {
    for relations in everywhere().await {
        let (garden, river) = (relations.opens("Garden floor").await, relations.opens("River floor").await);
        assert_eq!(relations.opens(" Garden floor ").await.unit_id, garden.unit_id, "one of a name");
        relations.assigns(ADMIN, ROSE, Role::Resident, &garden, None).await.expect("lives there");
        let until = relations.after(DAY);
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &garden, Some(until)).await.expect("works there");
        assert_eq!(relations.edges(NURSE, Role::CareStaff).await.unit, Some(garden.unit_id));
        assert_eq!(relations.kinds(NURSE, Role::CareStaff).await, [EdgeKind::Unit]);
        // A nurse moves residents within her own units alone.
        let away = relations.assigns(NURSE, ROSE, Role::Resident, &river, None).await.expect_err("not hers");
        assert!(away.is(api::codes::FORBIDDEN), "{away}");
        relations.assigns(ADMIN, ROSE, Role::Resident, &river, None).await.expect("moves");
        assert_eq!(relations.kinds(NURSE, Role::CareStaff).await, [], "a resident lives on one unit");
        relations.assigns(ADMIN, ROSE, Role::Resident, &garden, None).await.expect("moves back");
        assert_eq!(relations.kinds(NURSE, Role::CareStaff).await, [EdgeKind::Unit]);
        relations.clock.advance(DAY);
        assert_eq!(relations.kinds(NURSE, Role::CareStaff).await, [], "the assignment has ended");
        let mine = relations.call::<MyUnits>(NURSE, Call::default()).await.expect("lists");
        assert!(mine.items.is_empty());
        let units = relations.call::<ListUnits>(NURSE, Call::query(Paging::default())).await.expect("lists");
        let names: Vec<&str> = units.items.iter().map(|unit| unit.name.as_str()).collect();
        assert_eq!(names, ["Garden floor", "River floor"]);
        let past = relations.assigns(ADMIN, NURSE, Role::CareStaff, &garden, Some(until)).await;
        assert!(past.expect_err("a date in the past").is(api::codes::INVALID));
    }
}

#[tokio::test]
async fn an_admin_sees_where_staff_work_and_takes_them_off_a_unit_and_learns_of_no_resident() {
    for relations in everywhere().await {
        let (garden, river) = (relations.opens("Garden floor").await, relations.opens("River floor").await);
        relations.assigns(ADMIN, ROSE, Role::Resident, &garden, None).await.expect("lives there");
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &garden, None).await.expect("works there");
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &river, None).await.expect("works there too");
        relations.works(NURSE, &garden, 8).await.expect("is on shift");
        let works = async || {
            let people = [ROSE, NURSE, COLLEAGUE, STRANGER].map(person).to_vec();
            let call = Call::<FindStaffUnits>::body(StaffQuery { people });
            let found = relations.call(ADMIN, call).await.expect("is told").staff;
            found.into_iter().map(|one| (one.person_id, one.units.len())).collect::<Vec<_>>()
        };
        let mut wanted = vec![(person(NURSE), 2), (person(COLLEAGUE), 0)];
        wanted.sort_unstable();
        assert_eq!(works().await, wanted, "staff of the house alone, also who works nowhere yet");
        let off = async |who, unit: &Unit| {
            let path = ByAssignment { person_id: person(who), unit_id: unit.unit_id };
            relations.call::<Unassign>(ADMIN, Call::path(path)).await
        };
        assert!(off(ROSE, &garden).await.expect_err("she lives there").is(api::codes::NOT_FOUND));
        off(NURSE, &garden).await.expect("works there no more");
        assert!(off(NURSE, &garden).await.expect_err("once").is(api::codes::NOT_FOUND));
        assert_eq!(relations.kinds(NURSE, Role::CareStaff).await, [], "it ends at once");
        let of_unit = Call::<ListShifts>::path(ByUnit { unit_id: garden.unit_id });
        assert!(
            relations.call(ADMIN, of_unit).await.expect("lists").shifts.is_empty(),
            "and the shift with it"
        );
        let refused = relations.call::<Unassign>(
            NURSE,
            Call::path(ByAssignment { person_id: person(NURSE), unit_id: river.unit_id }),
        );
        assert!(refused.await.expect_err("no admin").is(api::codes::FORBIDDEN));
    }
}

#[tokio::test]
async fn staff_take_nobody_from_a_unit_where_they_do_not_work() {
    for relations in everywhere().await {
        let (garden, river) = (relations.opens("Garden floor").await, relations.opens("River floor").await);
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &river, None).await.expect("works there");
        relations.assigns(ADMIN, ROSE, Role::Resident, &garden, None).await.expect("lives elsewhere");
        let taken = relations.assigns(NURSE, ROSE, Role::Resident, &river, None).await.expect_err("not hers");
        assert!(taken.is(api::codes::FORBIDDEN), "{taken}");
        assert_eq!(relations.edges(NURSE, Role::CareStaff).await.unit, Some(garden.unit_id), "she stays");
        assert_eq!(relations.kinds(NURSE, Role::CareStaff).await, []);
        relations.assigns(NURSE, OTHER_RESIDENT, Role::Resident, &river, None).await.expect("lived nowhere");
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &garden, None).await.expect("works there too");
        relations
            .assigns(NURSE, ROSE, Role::Resident, &river, None)
            .await
            .expect("from unit to unit of hers");
    }
}

#[tokio::test]
async fn residents_without_a_unit_are_told_page_by_page_until_they_have_one() {
    for relations in everywhere().await {
        let auth = relations.house.client(ServiceName::AuthRbac, NAME);
        let unplaced = async |after| {
            let limit = Some(kernel::PageLimit::try_from(1).expect("a page"));
            let query = UnplacedQuery { organization: place(HERE), after, limit };
            let call = Call::<ListUnplaced>::body(query);
            auth.call(&relations.house.nobody(), call).await.expect("lists")
        };
        let first = unplaced(None).await;
        assert_eq!(first.items[0].person_id, person(ROSE), "no staff, no relatives, nobody of elsewhere");
        let second = unplaced(first.next).await;
        assert_eq!((second.items[0].person_id, second.next.is_none()), (person(OTHER_RESIDENT), true));
        let garden = relations.opens("Garden floor").await;
        relations.assigns(ADMIN, ROSE, Role::Resident, &garden, None).await.expect("lives there");
        assert_eq!(unplaced(None).await.items[0].person_id, person(OTHER_RESIDENT));
    }
}

#[tokio::test]
async fn an_accepted_invitation_weighs_as_much_as_the_word_of_whoever_invited() {
    for relations in everywhere().await {
        let auth = relations.house.client(ServiceName::AuthRbac, NAME);
        for (number, (by, to, role, kind, state)) in [
            (Some(ROSE), 20, Role::FamilyMember, RelationKind::PrimaryFamily, RelationState::Active),
            (Some(NURSE), 21, Role::FamilyMember, RelationKind::SecondaryFamily, RelationState::Pending),
            (Some(NURSE), 22, Role::FamilyMember, RelationKind::LegalGuardian, RelationState::Pending),
            (Some(ADMIN), 23, Role::FamilyMember, RelationKind::SecondaryFamily, RelationState::Pending),
            (Some(ADMIN), 24, Role::HealthProvider, RelationKind::CaseManager, RelationState::Active),
            (None, 25, Role::FamilyMember, RelationKind::SecondaryFamily, RelationState::Pending),
        ]
        .into_iter()
        .enumerate()
        {
            relations.enters(to, role, HERE).await.expect("is entered");
            let (patient_id, invited_by) = (person(ROSE), by.map(person));
            let new = NewRelation { patient_id, person_id: person(to), kind, expires_at: None, invited_by };
            let call = Call::<CreateRelation>::body(new.clone());
            let relation = auth.call(&relations.house.nobody(), call).await.expect("is entered");
            assert_eq!(relation.state, state, "case {number}");
            // Nobody borrows another's word.
            let borrowed = relations.call::<CreateRelation>(ADMIN, Call::body(new)).await;
            assert!(by.is_none() || borrowed.expect_err("borrowed").is(api::codes::FORBIDDEN));
        }
    }
}

#[tokio::test]
async fn a_person_never_changes_organisation() {
    for relations in everywhere().await {
        relations.enters(MARA, Role::FamilyMember, HERE).await.expect("the same again");
        let moved = relations.enters(MARA, Role::FamilyMember, ELSEWHERE).await;
        assert!(moved.expect_err("an edge would follow").is(api::codes::FORBIDDEN));
        relations.relates(ROSE, MARA, RelationKind::PrimaryFamily).await.expect("still here");
        let garden = relations.opens("Garden floor").await;
        let stranger = relations.assigns(ADMIN, STRANGER, Role::FamilyMember, &garden, None).await;
        assert!(stranger.expect_err("of another organisation").is(api::codes::NOT_FOUND));
    }
}

#[tokio::test]
async fn a_resident_without_a_unit_has_all_care_staff_and_one_with_a_unit_its_own() {
    for relations in everywhere().await {
        let (rose, other) = (person(ROSE), person(OTHER_RESIDENT));
        assert_eq!(
            relations.charges(NURSE, Role::CareStaff).await,
            [rose, other],
            "nobody is without anybody"
        );
        assert_eq!(relations.kinds(NURSE, Role::CareStaff).await, [EdgeKind::Unit]);
        assert_eq!(relations.kinds(MARA, Role::CareStaff).await, [], "only who is care staff");
        let (east, west) = (relations.opens("East").await, relations.opens("West").await);
        relations.assigns(ADMIN, ROSE, Role::Resident, &east, None).await.expect("assigns");
        assert_eq!(relations.charges(NURSE, Role::CareStaff).await, [other]);
        assert_eq!(relations.kinds(NURSE, Role::CareStaff).await, []);
        relations.assigns(ADMIN, OTHER_RESIDENT, Role::Resident, &west, None).await.expect("assigns");
        let until = Some(relations.after(DAY));
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &east, until).await.expect("assigns");
        assert_eq!(relations.charges(NURSE, Role::CareStaff).await, [rose]);
        relations.clock.advance(DAY);
        assert_eq!(relations.charges(NURSE, Role::CareStaff).await, [], "while the assignment lasts");
        // Those who treat answer for whom they treat, wherever they live.
        assert_eq!(relations.charges(THERAPIST, Role::HealthProvider).await, []);
        let treats =
            relations.relates(ADMIN, THERAPIST, RelationKind::PrimaryTherapist).await.expect("relates");
        assert_eq!(treats.state, RelationState::Active);
        assert_eq!(relations.charges(THERAPIST, Role::HealthProvider).await, [rose]);
    }
}

impl Relations {
    async fn works(&self, who: u128, unit: &Unit, hours: u64) -> Result<Shift, Problem> {
        let ends_at = self.after(Duration::from_secs(hours * 3_600));
        let new = NewShift { person_id: None, unit_id: unit.unit_id, starts_at: None, ends_at };
        self.call::<StartShift>(who, Call::body(new)).await
    }
}

#[tokio::test]
async fn who_is_on_shift_is_asked_first_and_everybody_while_nobody_is() {
    for relations in everywhere().await {
        let east = relations.opens("East").await;
        let rose = person(ROSE);
        relations.assigns(ADMIN, ROSE, Role::Resident, &east, None).await.expect("assigns");
        relations.assigns(ADMIN, OTHER_RESIDENT, Role::Resident, &east, None).await.expect("assigns");
        let refused = relations.works(NURSE, &east, 8).await.expect_err("does not work there");
        assert!(refused.is(codes::SHIFT), "{refused}");
        for who in [NURSE, COLLEAGUE] {
            relations.assigns(ADMIN, who, Role::CareStaff, &east, None).await.expect("assigns");
            let (on_shift, first) = relations.duty(who).await;
            assert!(!on_shift && first.contains(&rose), "nobody is on shift: everybody is asked");
        }
        let shift = relations.works(NURSE, &east, 8).await.expect("begins");
        let (on_shift, first) = relations.duty(NURSE).await;
        assert!(on_shift && first.contains(&rose));
        let context = relations.house.person(person(NURSE), Role::CareStaff, place(HERE), &[]);
        let chat = relations.house.client(ServiceName::ChatHistory, NAME);
        let told = chat.call::<MyCharges>(&context, Call::default()).await.expect("answers");
        assert_eq!(told.shift_ends_at, Some(shift.ends_at), "and until when");
        // A service is told the same where nothing can be asked in her name, and of nobody who is off shift.
        let in_its_name = async |who| {
            let context = CallContext::background(relations.house.sources.id());
            let path = ByPerson { person_id: person(who) };
            chat.call::<ShiftCharges>(&context, Call::path(path)).await.expect("answers")
        };
        assert_eq!(in_its_name(NURSE).await, told);
        assert_eq!(in_its_name(COLLEAGUE).await, Charges::default());
        assert_eq!(in_its_name(ROSE).await, Charges::default());
        assert_eq!(relations.duty(COLLEAGUE).await, (false, Vec::new()), "somebody else is there");
        assert_eq!(
            relations.charges(COLLEAGUE, Role::CareStaff).await.len(),
            2,
            "and still answers for them"
        );
        let list = |who| relations.call::<ListShifts>(who, Call::path(ByUnit { unit_id: east.unit_id }));
        assert_eq!(list(COLLEAGUE).await.expect("a list").shifts, std::slice::from_ref(&shift));
        assert!(list(MARA).await.is_err(), "a relative is not told");
        // Begun again it is one shift; another's is nobody's to end but an admin's.
        relations.works(NURSE, &east, 4).await.expect("begins anew");
        let end = |who, shift: &Shift| {
            relations.call::<EndShift>(who, Call::path(ByShift { shift_id: shift.shift_id }))
        };
        assert!(end(COLLEAGUE, &shift).await.expect_err("is another's").is(api::codes::NOT_FOUND));
        let now = list(NURSE).await.expect("a list").shifts;
        assert_eq!(now.len(), 1);
        end(ADMIN, &now[0]).await.expect("ends");
        assert!(!relations.duty(NURSE).await.0);
        assert_eq!(in_its_name(NURSE).await, Charges::default(), "ended early");
        assert!(relations.duty(COLLEAGUE).await.1.contains(&rose), "nobody is there again");
        // A shift of somebody who no longer works there keeps nobody from being asked.
        relations.works(NURSE, &east, 8).await.expect("begins");
        let over = Some(relations.after(Duration::from_secs(60)));
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &east, over).await.expect("assigns");
        relations.clock.advance(Duration::from_secs(61));
        assert!(relations.duty(COLLEAGUE).await.1.contains(&rose));
    }
}

#[tokio::test]
async fn a_shift_has_an_end_that_is_near_and_is_entered_for_others_by_an_admin_alone() {
    for relations in everywhere().await {
        let east = relations.opens("East").await;
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &east, None).await.expect("assigns");
        for hours in [0, 17] {
            assert!(relations.works(NURSE, &east, hours).await.expect_err("no shift").is(codes::SHIFT));
        }
        let later = |who, person_id| {
            let (starts_at, ends_at) = (relations.after(DAY / 2), relations.after(DAY));
            let new = NewShift { person_id, unit_id: east.unit_id, starts_at: Some(starts_at), ends_at };
            relations.call::<StartShift>(who, Call::body(new))
        };
        let nurse = Some(person(NURSE));
        assert!(later(COLLEAGUE, nurse).await.expect_err("not theirs").is(api::codes::FORBIDDEN));
        later(ADMIN, nurse).await.expect("is entered");
        assert!(!relations.duty(NURSE).await.0, "not before its time");
        relations.clock.advance(DAY / 2);
        assert!(relations.duty(NURSE).await.0);
        assert!(later(ADMIN, Some(person(ROSE))).await.expect_err("a resident").is(codes::SHIFT));
    }
}

#[tokio::test]
async fn a_room_is_said_by_those_who_work_there_told_to_one_service_and_left_with_the_unit() {
    for relations in everywhere().await {
        let (north, south) = (relations.opens("North").await, relations.opens("South").await);
        relations.assigns(ADMIN, ROSE, Role::Resident, &north, None).await.expect("lives there");
        relations.assigns(ADMIN, NURSE, Role::CareStaff, &north, None).await.expect("works there");
        relations.assigns(ADMIN, COLLEAGUE, Role::CareStaff, &south, None).await.expect("works elsewhere");
        let says = async |who: u128, whose: u128, room: Option<&str>| {
            let path = ByPerson { person_id: person(whose) };
            let body = RoomChange { room: room.map(api::Words::new) };
            relations.call(who, Call::<SetRoom>::path_and_body(path, body)).await.map(|_| ())
        };
        let found = async || {
            let call =
                Call::<FindRooms>::body(RoomsQuery { people: vec![person(ROSE), person(OTHER_RESIDENT)] });
            let client = relations.house.client(ServiceName::AuthRbac, NAME);
            let rooms = client.call(&relations.house.nobody(), call).await.expect("rooms").rooms;
            rooms.into_iter().map(|one| (one.person_id, one.room.into_exposed())).collect::<Vec<_>>()
        };
        assert_eq!(found().await, []);
        says(NURSE, ROSE, Some(" 12 B ")).await.expect("her unit");
        assert_eq!(found().await, [(person(ROSE), "12 B".to_owned())]);
        assert_eq!(says(COLLEAGUE, ROSE, Some("7")).await.expect_err("another unit").status, 403);
        assert_eq!(says(NURSE, OTHER_RESIDENT, Some("7")).await.expect_err("lives on none").status, 404);
        assert_eq!(says(NURSE, MARA, Some("7")).await.expect_err("no resident").status, 404);
        let long = "x".repeat(contract::ROOM_CHARS_MAX + 1);
        for wrong in ["", "  ", "1\n2", &long] {
            let refused = says(ADMIN, ROSE, Some(wrong)).await.expect_err("no room");
            assert_eq!(
                (refused.status, refused.code.to_string()),
                (422, codes::ROOM.to_string()),
                "{wrong:?}"
            );
        }
        assert_eq!(found().await, [(person(ROSE), "12 B".to_owned())], "what was refused changed nothing");
        relations.assigns(ADMIN, ROSE, Role::Resident, &north, None).await.expect("lives there already");
        assert_eq!(found().await, [(person(ROSE), "12 B".to_owned())], "who stays keeps the room");
        relations.assigns(ADMIN, ROSE, Role::Resident, &south, None).await.expect("moves");
        assert_eq!(found().await, [], "the room of another unit is none here");
        says(COLLEAGUE, ROSE, Some("3")).await.expect("theirs now");
        says(COLLEAGUE, ROSE, None).await.expect("taken away");
        assert_eq!(found().await, []);
        let many =
            Call::<FindRooms>::body(RoomsQuery { people: vec![person(ROSE); contract::ROOMS_MAX + 1] });
        let client = relations.house.client(ServiceName::AuthRbac, NAME);
        assert!(client.call(&relations.house.nobody(), many).await.is_err());
    }
}

/// A consent service that lets a representative read what is the patient's own, and gives nobody else anything.
async fn decide(_: Arc<()>, inbound: Inbound<Decide>) -> Answer<Decide> {
    let verdict = |question: &Question| {
        let represents = question.edges.iter().any(|edge| edge.kind == EdgeKind::Representative);
        let own = question.purpose == Purpose::Patient && question.action == Action::Read;
        Verdict {
            permit: represents && own,
            projection: None,
            obligations: Vec::new(),
            reasons: Vec::new(),
            minor: api::Minor::Unknown,
            epoch: 1,
            rules: "test".to_owned(),
        }
    };
    Ok(Reply::Json(Verdicts { verdicts: inbound.call.body.questions.iter().map(verdict).collect() }))
}

#[tokio::test]
async fn a_guardian_who_asks_in_the_patients_place_reads_of_an_emergency_and_a_mere_relative_does_not() {
    for relations in everywhere().await {
        let consent = Routes::new(ServiceName::Consent, Arc::new(())).on::<Decide, _, _>(decide);
        relations.house.enter(ServiceName::Consent, &Running::new(consent));
        relations.enters(GUARDIAN, Role::FamilyMember, HERE).await.expect("is entered");
        relations.relates(ADMIN, GUARDIAN, RelationKind::LegalGuardian).await.expect("relates");
        relations.relates(ROSE, MARA, RelationKind::PrimaryFamily).await.expect("relates");
        let new = NewEmergency {
            patient_id: person(ROSE),
            place: Place::AtHospital,
            contact_id: None,
            minutes: None,
        };
        relations.call::<DeclareEmergency>(NURSE, Call::body(new)).await.expect("a carer declares");
        let asks = async |who, purpose: Option<Purpose>| {
            let context = relations.house.person(person(who), Role::FamilyMember, place(HERE), &[]);
            let context = match purpose {
                Some(purpose) => context.purpose(purpose),
                None => context,
            };
            let call = Call::<GetEmergency>::path(ByPerson { person_id: person(ROSE) });
            relations.house.client(ServiceName::ApiGateway, NAME).call(&context, call).await
        };
        let told = asks(GUARDIAN, Some(Purpose::Patient)).await.expect("reads it");
        assert_eq!(told.place, Some(Place::AtHospital));
        assert!(told.declared_at.is_some() && told.contact.is_some());
        for (who, purpose) in [(GUARDIAN, None), (MARA, Some(Purpose::Patient)), (MARA, None)] {
            let refused = asks(who, purpose).await.expect_err("nothing was given to them");
            assert!(refused.is(api::codes::NOT_FOUND), "{who} {purpose:?} {refused}");
        }
    }
}
