//! For whom a relative acts: by a document that two people verified, as far as it reaches and while it holds. Where that cannot
//! be read nobody is acted for, so that an outage shows a relative no more than was given to them as family.

use api::{Call, Category, Problem, Purpose};
use consent_api::{ListMandates, Mandate, RepresentationKind};
use kernel::{ErrorKind, PersonId};
use maud::{Markup, html};

use crate::component::panel::{self, Tone};
use crate::visit::Visit;
use crate::words::{Lang, acting as words, terms};

/// The documents that hold for whoever looks.
pub(super) struct Acting {
    mandates: Vec<Mandate>,
    /// Nobody could say whether there are any.
    unread: bool,
}

impl Acting {
    pub(super) async fn of(visit: &Visit) -> Self {
        match visit.call::<ListMandates>(Call::default()).await {
            Ok(found) => Self { mandates: found.mandates, unread: false },
            Err(problem) => Self { mandates: Vec::new(), unread: problem.status >= 500 },
        }
    }

    fn about(&self, patient: PersonId) -> impl Iterator<Item = &Mandate> {
        self.mandates.iter().filter(move |one| one.patient_id == patient)
    }

    /// For what something of a resident may be asked, what reaches furthest first: a document opens what is in it, and beside
    /// it a relative keeps what the resident gave them.
    pub(super) fn purposes(&self, patient: PersonId, category: Category) -> &'static [Purpose] {
        let reaches = self.about(patient).any(|one| one.scope.contains(&category));
        if reaches { &[Purpose::Patient, Purpose::Family] } else { &[Purpose::Family] }
    }

    /// The same where it is not known yet whose it is.
    pub(super) fn purposes_of_any(&self, category: Category) -> &'static [Purpose] {
        let reaches = self.mandates.iter().any(|one| one.scope.contains(&category));
        if reaches { &[Purpose::Patient, Purpose::Family] } else { &[Purpose::Family] }
    }

    /// Asks for something of a resident, for the first purpose for which it is not refused. With it comes the one that it was
    /// had for.
    pub(super) async fn first<T, Answer>(
        &self,
        (patient, category): (PersonId, Category),
        ask: impl Fn(Purpose) -> Answer,
    ) -> Result<(Purpose, T), Problem>
    where
        Answer: Future<Output = Result<T, Problem>>,
    {
        let mut last = Problem::new(api::codes::NOT_FOUND);
        for purpose in self.purposes(patient, category) {
            match ask(*purpose).await {
                Ok(found) => return Ok((*purpose, found)),
                Err(problem) if is_refusal(&problem) => last = problem,
                Err(problem) => return Err(problem),
            }
        }
        Err(last)
    }

    /// Says on a page that one acts for a resident, as what, and until when; nothing where one does not.
    pub(super) fn panels(&self, visit: &Visit, patient: PersonId, name: &str) -> Markup {
        let (lang, when) = (visit.language, visit.when());
        html! {
            @for one in self.about(patient) {
                section.panel.note {
                    p {
                        strong {
                            @match one.until {
                                Some(until) => (words::until(lang, name, kind(lang, one.kind), when.full(until))),
                                None => (words::open(lang, name, kind(lang, one.kind))),
                            }
                        }
                    }
                    p.small { (words::reaches(lang)) " " (list(lang, &one.scope)) "." }
                    @if one.may_consent { p.small { (words::may_consent(lang)) } }
                }
            }
        }
    }

    /// Says that nobody could tell for whom one acts.
    pub(super) fn away(&self, lang: Lang) -> Markup {
        html! { @if self.unread { (panel::panel(Tone::Warn, words::away(lang), words::away_text(lang))) } }
    }
}

/// Whether somebody was refused, which is another answer than none.
pub(super) fn is_refusal(problem: &Problem) -> bool {
    matches!(problem.error_kind(), ErrorKind::NotFound | ErrorKind::Forbidden)
}

const fn kind(lang: Lang, kind: RepresentationKind) -> &'static str {
    match kind {
        RepresentationKind::PowerOfAttorney => words::power_of_attorney(lang),
        RepresentationKind::Guardian => words::guardian(lang),
        RepresentationKind::Parent => words::parent(lang),
        RepresentationKind::Executor => words::executor(lang),
    }
}

fn list(lang: Lang, scope: &[Category]) -> String {
    let names: Vec<&str> = scope.iter().map(|one| terms::category(lang, *one)).collect();
    names.join(", ")
}
