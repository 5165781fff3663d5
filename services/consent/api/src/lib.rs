//! The contract of consent: who may see what about whom, why, and until when.
//!
//! The vocabulary of decisions (`Category`, `Action`, `Purpose`) stands in `api`, where every operation's
//! binding names it; it is re-exported here, as the words of this service.

mod consents;
mod decide;
mod terms;

pub use api::{Action, Category, Purpose};
pub use consents::{
    ByConsent, ByPatient, ConfirmedConsent, Consent, ConsentQuery, ConsentState, Epoch, GetEpoch,
    ListConsents, NewConsent, PreviewConsent, ReadBack, RecordConsent, RevokeConsent, codes,
};
pub use decide::{Decide, Edge, EdgeKind, Obligation, Question, Questions, Reason, Verdict, Verdicts};
pub use terms::{
    ActorSelector, Circumstance, Effect, Level, OrganizationClass, Period, Provision, Terms, TermsKind,
};

use api::Described;

/// All operations of consent.
pub fn operations() -> Vec<Described> {
    vec![
        Described::of::<Decide>(),
        Described::of::<PreviewConsent>(),
        Described::of::<RecordConsent>(),
        Described::of::<ListConsents>(),
        Described::of::<RevokeConsent>(),
        Described::of::<GetEpoch>(),
    ]
}
