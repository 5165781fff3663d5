//! Something that was said in a conversation: who, when, the words, and what they rest on.

use api::Purpose;
use chat_history_api::{ByMessage, Ending, Message, Speaker};
use content_safety_api::Language;
use kernel::{ConversationId, MessageId};
use maud::{Markup, html};

use super::source;
use crate::page::judging;
use crate::when::When;
use crate::words::{Lang, judging as judging_words, said as own_words, tag, talk};

/// Where staff read conversations.
const STAFF: &str = "/staff/conversations";

/// From whose place a conversation is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Eye {
    /// The resident's own; with the conversation, where they can do something about what was said.
    Own(Option<ConversationId>),
    /// The resident's own, where they look back at one message: a link leads to it.
    Back(ConversationId),
    /// Somebody else's, who may read it: where conversations are read, which one, and for what.
    Reader(Option<(&'static str, ConversationId, Purpose)>),
}

/// A message of a conversation.
pub(crate) fn message(message: &Message, eye: Eye, lang: Lang, when: &When<'_>) -> Markup {
    message_by(message, eye, speaker(message.speaker, eye, lang), lang, when)
}

/// A message with the name of who said it.
pub(crate) fn message_by(message: &Message, eye: Eye, by: &str, lang: Lang, when: &When<'_>) -> Markup {
    message_with(message, (eye, by), more(message, eye, lang), lang, when)
}

/// A message with the name of who said it, and with what can be done about it.
pub(crate) fn message_with(
    message: &Message,
    (eye, by): (Eye, &str),
    more: Option<(String, &str)>,
    lang: Lang,
    when: &When<'_>,
) -> Markup {
    let state = match (message.redacted_at, message.edited_at, message.ending) {
        (Some(_), _, _) => Some(own_words::taken_back(lang)),
        (None, Some(_), _) => Some(own_words::corrected(lang)),
        (None, None, Some(Ending::Cut)) => Some(talk::cut(lang)),
        (None, None, _) => None,
    };
    bubble(
        &Bubble {
            // Nothing leads to a message on the page to talk on, which is to stay light.
            id: matches!(eye, Eye::Reader(_) | Eye::Back(_)).then(|| format!("m-{}", message.message_id)),
            class: class(message.speaker, eye),
            by,
            at: Some((message.created_at.to_string(), when.time(message.created_at))),
            text: message.content.expose(),
            language: message.language,
            cites: &message.citations,
            state,
            more,
        },
        lang,
    )
}

/// What a bubble shows.
pub(crate) struct Bubble<'a> {
    /// What links lead to.
    pub(crate) id: Option<String>,
    pub(crate) class: &'static str,
    pub(crate) by: &'a str,
    /// The instant for machines, and for people.
    pub(crate) at: Option<(String, String)>,
    pub(crate) text: &'a str,
    pub(crate) language: Language,
    pub(crate) cites: &'a [String],
    pub(crate) state: Option<&'a str>,
    /// Where something can be done about it, and what.
    pub(crate) more: Option<(String, &'a str)>,
}

/// What can be done about a message, one thing of each: a resident says what they think of a reply, and corrects words of
/// their own or takes them back; whoever reads looks at what stood there before.
fn more(message: &Message, eye: Eye, lang: Lang) -> Option<(String, &'static str)> {
    let conversation = match eye {
        Eye::Own(conversation) => conversation?,
        Eye::Back(conversation) => conversation,
        Eye::Reader(read) => {
            let (place, conversation, purpose) = read?;
            if message.edited_at.is_none() {
                let at = ByMessage { conversation_id: conversation, message_id: message.message_id };
                // Whoever answers for a resident judges what was found; a relative reads.
                let judged = message.speaker == Speaker::Resident && message.redacted_at.is_none();
                let staff = judged && place == STAFF;
                return staff.then(|| (judging::link(&at, purpose, None), judging_words::link(lang)));
            }
            let place =
                format!("{place}/{conversation}/{}/before?purpose={}", message.message_id, purpose.name());
            return Some((place, own_words::stood(lang)));
        }
    };
    match message.speaker {
        Speaker::Companion => {
            let label = match message.feedback {
                Some(known) if known.helpful => own_words::was_helpful(lang),
                Some(_) => own_words::was_not(lang),
                None => own_words::opinion(lang),
            };
            Some((opinion_place(conversation, message.message_id), label))
        }
        Speaker::Resident if message.redacted_at.is_none() => {
            Some((own_place(conversation, message.message_id), own_words::own_words(lang)))
        }
        Speaker::Resident | Speaker::Staff => None,
    }
}

/// Where a resident says what they think of a reply.
pub(crate) fn opinion_place(conversation: ConversationId, message: MessageId) -> String {
    format!("/talk/said/{conversation}/{message}/opinion")
}

/// Where a resident corrects words of their own, or takes them back.
pub(crate) fn own_place(conversation: ConversationId, message: MessageId) -> String {
    format!("/talk/said/{conversation}/{message}/correct")
}

/// The quiet line below a message.
pub(crate) fn more_line(place: &str, label: &str, at: Option<&str>) -> Markup {
    html! {
        p.more { a href=(place) { (label) @if let Some(at) = at { span.hide { ", " (at) } } } }
    }
}

/// A list item with words in it.
pub(crate) fn bubble(bubble: &Bubble<'_>, lang: Lang) -> Markup {
    let foreign = (bubble.language != lang).then(|| tag(bubble.language));
    html! {
        li id=[bubble.id.as_deref()] class={ "said " (bubble.class) } {
            p.by {
                span { (bubble.by) }
                @if let Some((machine, human)) = &bubble.at {
                    ", " time datetime=(machine) { (human) }
                }
            }
            p.text lang=[foreign] dir="auto" { (bubble.text) }
            (source::list(bubble.cites, lang))
            @if let Some(state) = bubble.state { p.state { (state) } }
            @if let Some((place, label)) = &bubble.more {
                (more_line(place, label, bubble.at.as_ref().map(|(_, human)| human.as_str())))
            }
        }
    }
}

/// Where a reply will stand that is on its way: shown by the script when it takes a moment.
pub(crate) fn waiting(lang: Lang) -> Markup {
    html! { li.said.other.waiting aria-busy="true" { p.text { (talk::answering(lang)) } } }
}

/// How a speaker's bubble looks: the resident's, the companion's and staff's are told apart by more than their names.
pub(crate) const fn class(speaker: Speaker, eye: Eye) -> &'static str {
    match (speaker, eye) {
        (Speaker::Resident, Eye::Own(_) | Eye::Back(_)) => "own",
        (Speaker::Staff, _) => "staff",
        (Speaker::Resident, Eye::Reader(_)) => "theirs",
        (Speaker::Companion, _) => "other",
    }
}

/// What a speaker is called.
pub(crate) const fn speaker(speaker: Speaker, eye: Eye, lang: Lang) -> &'static str {
    match (speaker, eye) {
        (Speaker::Resident, Eye::Own(_) | Eye::Back(_)) => talk::you(lang),
        (Speaker::Resident, Eye::Reader(_)) => talk::resident(lang),
        (Speaker::Companion, _) => talk::companion(lang),
        (Speaker::Staff, _) => talk::staff(lang),
    }
}
