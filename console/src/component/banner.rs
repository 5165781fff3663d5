//! Whose page it is, for what it is read, and until when: over every page about one resident, on paper too.

use api::Purpose;
use maud::{Markup, html};

use crate::words::{Lang, staff, terms};

/// When the right to look ends.
#[derive(Clone, Copy)]
pub(crate) enum Until {
    /// With the alert that somebody answers.
    AlertCloses,
    /// When the resident says so, or whoever looks is not their carer or relative any more. The platform keeps no date of it.
    Changed,
}

/// Who a page is about. The platform keeps no date of birth, so that there is none to tell two of one name apart by.
pub(crate) struct Banner<'a> {
    pub(crate) name: &'a str,
    /// Where they live, as far as it is known.
    pub(crate) unit: Option<String>,
    /// For what it is read, and until when that holds.
    pub(crate) why: Option<(Purpose, Until)>,
}

impl Banner<'_> {
    /// Where the name is the heading of the page.
    pub(crate) fn headed(&self, lang: Lang) -> Markup {
        self.around(&html! { h1 { (self.named()) } }, lang)
    }

    /// Before the heading of a page that has another.
    pub(crate) fn show(&self, lang: Lang) -> Markup {
        self.around(&html! { p { strong { (self.named()) } } }, lang)
    }

    fn named(&self) -> Markup {
        html! { (self.name) @if let Some(unit) = &self.unit { ", " (unit) } }
    }

    fn around(&self, who: &Markup, lang: Lang) -> Markup {
        html! {
            section.patient aria-label=(staff::banner(lang)) {
                (who)
                @if let Some((purpose, until)) = self.why {
                    p.small {
                        strong { (staff::reading_as(lang, terms::purpose(lang, purpose))) } ". "
                        @match until {
                            Until::AlertCloses => (staff::until_closed(lang)),
                            Until::Changed => (staff::until_changed(lang)),
                        }
                    }
                }
            }
        }
    }
}
