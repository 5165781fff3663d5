//! A relative who was given nothing until an emergency, and staff who declare one.

use api::{Call, Problem, Role, codes};
use consent_api::{ConfirmedConsent, Level, NewConsent, PreviewConsent, RecordConsent, Terms};
use e2e::TestPlatform;
use relationship_management_api::{
    ByEmergency, ByPerson, DeclareEmergency, EmergencyNotice, EndEmergency, GetEmergency,
    GetStandingEmergency, NewEmergency, Place, StandingEmergency,
};

async fn asks(mara: &e2e::Person<'_>, about: kernel::PersonId) -> Result<EmergencyNotice, Problem> {
    mara.call::<GetEmergency>(Call::path(ByPerson { person_id: about })).await
}

async fn stands(nora: &e2e::Person<'_>, about: kernel::PersonId) -> StandingEmergency {
    let call = Call::<GetStandingEmergency>::path(ByPerson { person_id: about });
    nora.call(call).await.expect("staff of the unit are told")
}

pub(crate) async fn emergency_only_opens_when_staff_declare_and_closes_when_they_end_it(
    platform: &TestPlatform,
) {
    let rose = platform.person(Role::Resident).await;
    let mara = platform.person(Role::FamilyMember).await;
    let nora = platform.person(Role::CareStaff).await;
    let (patient_id, person_id) = (rose.id, mara.id);
    let (level, care) = (Level::EmergencyOnly, Vec::new());
    let terms = Terms::Family { person_id, level, transcripts: false, crisis_notices: false, care };
    let new = NewConsent::of(terms);
    let read = rose.call::<PreviewConsent>(Call::body(new.clone())).await.expect("says it back");
    let confirmed = ConfirmedConsent { consent: new, digest: read.digest };
    rose.call::<RecordConsent>(Call::body(confirmed)).await.expect("records");
    let before = asks(&mara, patient_id).await.expect_err("there is none");
    assert!(before.is(codes::NOT_FOUND), "{before}");
    let new =
        NewEmergency { patient_id, place: Place::OnTheWayToHospital, contact_id: None, minutes: Some(30) };
    let refused = mara.call::<DeclareEmergency>(Call::body(new.clone())).await.expect_err("no staff");
    assert!(refused.is(codes::FORBIDDEN), "{refused}");
    let declared = nora.call::<DeclareEmergency>(Call::body(new)).await.expect("declares");
    assert_eq!(stands(&nora, patient_id).await.emergency, Some(declared.clone()));
    let whole = Call::<GetStandingEmergency>::path(ByPerson { person_id: patient_id });
    let refused = mara.call(whole).await.expect_err("what was given to her and no more");
    assert!(refused.is(codes::FORBIDDEN), "{refused}");
    let told = asks(&mara, patient_id).await.expect("is told");
    assert_eq!(told.place, Some(Place::OnTheWayToHospital));
    assert_eq!(told.contact.map(|contact| contact.person_id), Some(nora.id));
    assert_eq!(told.declared_at, None, "the fact, where, and whom to call: no more was given");
    let path = ByEmergency { emergency_id: declared.emergency_id };
    let ended = nora.call::<EndEmergency>(Call::path(path)).await.expect("ends it");
    assert!(ended.ends_at < declared.ends_at);
    let after = asks(&mara, patient_id).await.expect_err("it is over");
    assert!(after.is(codes::NOT_FOUND), "{after}");
    assert_eq!(stands(&nora, patient_id).await.emergency, None);
}
