//! Something that was said in a conversation: who, when, the words, and what they rest on.

use chat_history_api::{Ending, Message, Speaker};
use content_safety_api::Language;
use maud::{Markup, html};

use crate::when::When;
use crate::words::{Lang, tag, talk};

/// From whose place a conversation is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eye {
    /// The resident's own.
    Own,
    /// Somebody else's, who may read it.
    Reader,
}

/// A message of a conversation.
pub(crate) fn message(message: &Message, eye: Eye, lang: Lang, when: &When<'_>) -> Markup {
    let by = speaker(message.speaker, eye, lang);
    let cut = message.ending == Some(Ending::Cut);
    bubble(
        &Bubble {
            class: class(message.speaker, eye),
            by,
            at: Some((message.created_at.to_string(), when.time(message.created_at))),
            text: message.content.expose(),
            language: message.language,
            cites: &message.citations,
            state: cut.then(|| talk::cut(lang)),
        },
        lang,
    )
}

/// What a bubble shows.
pub(crate) struct Bubble<'a> {
    pub(crate) class: &'static str,
    pub(crate) by: &'a str,
    /// The instant for machines, and for people.
    pub(crate) at: Option<(String, String)>,
    pub(crate) text: &'a str,
    pub(crate) language: Language,
    pub(crate) cites: &'a [String],
    pub(crate) state: Option<&'a str>,
}

/// A list item with words in it.
pub(crate) fn bubble(bubble: &Bubble<'_>, lang: Lang) -> Markup {
    let foreign = (bubble.language != lang).then(|| tag(bubble.language));
    html! {
        li class={ "said " (bubble.class) } {
            p.by {
                span { (bubble.by) }
                @if let Some((machine, human)) = &bubble.at {
                    ", " time datetime=(machine) { (human) }
                }
            }
            p.text lang=[foreign] { (bubble.text) }
            @if !bubble.cites.is_empty() {
                ul.cites { @for source in bubble.cites { li { (talk::source(lang, source)) } } }
            }
            @if let Some(state) = bubble.state { p.state { (state) } }
        }
    }
}

const fn class(speaker: Speaker, eye: Eye) -> &'static str {
    match (speaker, eye) {
        (Speaker::Resident, Eye::Own) => "own",
        (Speaker::Staff, _) => "staff",
        (Speaker::Resident, Eye::Reader) | (Speaker::Companion, _) => "other",
    }
}

const fn speaker(speaker: Speaker, eye: Eye, lang: Lang) -> &'static str {
    match (speaker, eye) {
        (Speaker::Resident, Eye::Own) => talk::you(lang),
        (Speaker::Resident, Eye::Reader) => talk::resident(lang),
        (Speaker::Companion, _) => talk::companion(lang),
        (Speaker::Staff, _) => talk::staff(lang),
    }
}
