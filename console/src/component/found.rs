//! What was found in a message: evidence in the message's own words, what it was read as, and by which rules.

use chat_history_api::MessageAnalysis;
use content_safety_api::Modifier;
use maud::{Markup, html};

use super::alert;
use crate::words::{Lang, judging, terms};

/// So much evidence stands on a page.
const SHOWN: usize = 8;

/// The level, and under it the evidence. Without the words, where they may not be quoted, its kind alone.
pub(crate) fn evidence(found: &MessageAnalysis, text: Option<&str>, lang: Lang) -> Markup {
    html! {
        p { (alert::level(found.level, lang)) }
        @if found.findings.is_empty() { p { (judging::no_evidence(lang)) } }
        @else {
            ul.lines {
                @for one in found.findings.iter().take(SHOWN) {
                    @let (what, level) = (terms::crisis(lang, one.category), terms::level(lang, one.level));
                    @let words = text.and_then(|text| one.span.of(text)).filter(|words| !words.is_empty());
                    li {
                        p dir="auto" {
                            @match words {
                                Some(words) => (judging::evidence(lang, words, what, level)),
                                None => (judging::evidence_bare(lang, what, level)),
                            }
                        }
                        @if !one.modifiers.is_empty() {
                            p.small { (judging::read_as(lang, read_as(&one.modifiers, lang))) }
                        }
                    }
                }
            }
        }
        p.small {
            (judging::identifiers(lang, found.identifiers.len()))
            @if let Some(versions) = &found.versions.crisis { ". " (judging::made_by(lang, versions)) }
        }
    }
}

fn read_as(modifiers: &[Modifier], lang: Lang) -> String {
    modifiers.iter().map(|one| modifier(*one, lang)).collect::<Vec<_>>().join(", ")
}

const fn modifier(modifier: Modifier, lang: Lang) -> &'static str {
    match modifier {
        Modifier::Negated => judging::negated(lang),
        Modifier::Past => judging::past(lang),
        Modifier::Resolved => judging::resolved(lang),
        Modifier::Recent => judging::recent(lang),
        Modifier::Imminent => judging::imminent(lang),
        Modifier::ThirdPerson => judging::third_person(lang),
        Modifier::Quoted => judging::as_quoted(lang),
        Modifier::Fiction => judging::fiction(lang),
        Modifier::Idiom => judging::idiom(lang),
        Modifier::Hypothetical => judging::hypothetical(lang),
        Modifier::Question => judging::asked(lang),
        Modifier::Uncertain => judging::uncertain(lang),
        Modifier::Accumulated => judging::accumulated(lang),
    }
}
