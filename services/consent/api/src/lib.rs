//! The contract of consent: who may see what about whom, why, and until when.
//!
//! The vocabulary of decisions (`Category`, `Action`, `Purpose`) stands in `api`, where every operation's
//! binding names it; it is re-exported here, as the words of this service.

mod consents;
mod decide;
mod exchange;
mod representations;
mod restrictions;
mod terms;

pub use api::{Action, Category, Purpose};
pub use consents::{
    ByConsent, ByPatient, ConfirmedConsent, Consent, ConsentQuery, ConsentState, Epoch, ExpiringQuery,
    GetEpoch, ListConsents, ListExpiring, NewConsent, PreviewConsent, ReadBack, RecordConsent, RevokeConsent,
    codes,
};
pub use decide::{
    Decide, Edge, EdgeKind, LegalBasis, Obligation, Question, Questions, Reason, Verdict, Verdicts,
};
pub use exchange::{ExportConsent, FhirConsent, ImportConsent, Imported, Sight, View, ViewAs, ViewQuery};
pub use representations::{
    ByRepresentation, Day, EndRepresentation, EnterRepresentation, GetStanding, ListMandates,
    ListRepresentations, Mandate, Mandates, NewRepresentation, NewStanding, NewWithholding, PrivateFrom,
    Representation, RepresentationKind, RepresentationState, RepresentationsQuery, SetStanding, Standing,
    VerifyRepresentation, WithholdFromRepresentative, Withholding, WithholdingBasis,
};
pub use restrictions::{
    AnswerRequest, DeclineReason, ListRequests, RequestsQuery, RestrictionAnswer, TerminateRestriction,
};
pub use terms::{
    ActorSelector, Circumstance, Effect, Level, OrganizationClass, Period, Provision, Terms, TermsKind,
};

use api::Described;

/// All operations of consent.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<Decide>(),
        Described::of::<GetEpoch>(),
        Described::of::<PreviewConsent>(),
        Described::of::<RecordConsent>(),
        Described::of::<ListConsents>(),
        Described::of::<ListExpiring>(),
        Described::of::<RevokeConsent>(),
        Described::of::<ExportConsent>(),
        Described::of::<ImportConsent>(),
        Described::of::<ViewAs>(),
        Described::of::<ListRequests>(),
        Described::of::<AnswerRequest>(),
        Described::of::<TerminateRestriction>(),
        Described::of::<EnterRepresentation>(),
        Described::of::<VerifyRepresentation>(),
        Described::of::<WithholdFromRepresentative>(),
        Described::of::<EndRepresentation>(),
        Described::of::<ListRepresentations>(),
        Described::of::<ListMandates>(),
        Described::of::<SetStanding>(),
        Described::of::<GetStanding>(),
    ]
}
