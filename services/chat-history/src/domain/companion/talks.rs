//! What conversations were about, as it is remembered for a time. Gone by its day, by a word of the resident, or when room is
//! needed, the oldest first.

use std::time::Duration;

use api::Words;
use chat_history_api::{RememberedTalk, TALKS_MAX, TalkTopic};
use kernel::{ConversationId, Timestamp};

use super::document::{VALUE_CHARS_MAX, WORD_BYTES_MAX, push};

/// The most topics of one conversation, and the most that is kept as agreed in it.
const TOPICS_MAX: usize = 12;
const AGREED_MAX: usize = 8;

/// Where and when something is talked about.
#[derive(Clone, Copy)]
pub(super) struct Here {
    pub(super) conversation: ConversationId,
    pub(super) now: Timestamp,
    /// How long it is remembered; not at all when there is none.
    pub(super) kept_for: Option<Duration>,
}

/// Notes that a conversation was about something, on a day.
pub(super) fn talked(talks: &mut Vec<RememberedTalk>, topic: TalkTopic, day: u32, here: Here) {
    let Some(kept_for) = here.kept_for else { return };
    if topic.topic.len() > WORD_BYTES_MAX || topic.name.expose().chars().count() > VALUE_CHARS_MAX {
        return;
    }
    let expires_at = here.now.plus(kept_for);
    if let Some(talk) = talks.iter_mut().find(|talk| talk.conversation_id == here.conversation) {
        talk.day = day;
        talk.kept_at = here.now;
        talk.expires_at = expires_at;
        let known = talk.topics.iter().any(|known| known.topic == topic.topic);
        if !known && talk.topics.len() < TOPICS_MAX {
            talk.topics.push(topic);
        }
        return;
    }
    let talk = RememberedTalk {
        conversation_id: here.conversation,
        day,
        topics: vec![topic],
        agreed: Vec::new(),
        kept_at: here.now,
        expires_at,
    };
    push(talks, talk, TALKS_MAX);
}

/// Notes what was agreed in a conversation that is remembered.
pub(super) fn agreed(talks: &mut [RememberedTalk], what: &Words, here: Here) {
    let short = (1..=VALUE_CHARS_MAX).contains(&what.expose().chars().count());
    let talk = talks.iter_mut().find(|talk| talk.conversation_id == here.conversation);
    if let Some(talk) = talk.filter(|talk| short && talk.agreed.len() < AGREED_MAX)
        && !talk.agreed.contains(what)
    {
        talk.agreed.push(what.clone());
    }
}

/// Takes topics out, wherever they are; of what nothing is left is gone.
pub(super) fn forget(talks: &mut Vec<RememberedTalk>, topics: &[String]) {
    for talk in talks.iter_mut() {
        talk.topics.retain(|kept| !topics.contains(&kept.topic));
    }
    talks.retain(|talk| !talk.topics.is_empty());
}

/// Takes out what is over its time.
pub(super) fn expire(talks: &mut Vec<RememberedTalk>, now: Timestamp) {
    talks.retain(|talk| talk.expires_at > now);
}

#[cfg(test)]
mod tests {
    use kernel::Sources;

    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 3_600);

    fn topic(id: &str) -> TalkTopic {
        TalkTopic { topic: id.to_owned(), name: Words::new(id) }
    }

    #[test]
    fn a_conversation_is_one_entry_that_lasts_from_its_last_word_and_the_oldest_makes_room() {
        let sources = Sources::system();
        let mut here = Here { conversation: sources.id(), now: sources.now(), kept_for: Some(DAY * 90) };
        let mut talks = Vec::new();
        for id in ["music", "garden", "music"] {
            talked(&mut talks, topic(id), 7, here);
        }
        agreed(&mut talks, &Words::new("a walk"), here);
        agreed(&mut talks, &Words::new("a walk"), here);
        assert_eq!((talks.len(), talks[0].topics.len(), talks[0].agreed.len()), (1, 2, 1));
        here.now = here.now.plus(DAY);
        talked(&mut talks, topic("food"), 8, here);
        assert_eq!((talks[0].day, talks[0].expires_at), (8, here.now.plus(DAY * 90)));
        let first = talks[0].conversation_id;
        for _ in 0..TALKS_MAX {
            talked(&mut talks, topic("food"), 9, Here { conversation: sources.id(), ..here });
        }
        assert_eq!(talks.len(), TALKS_MAX);
        assert!(talks.iter().all(|talk| talk.conversation_id != first), "the oldest is gone");
        forget(&mut talks, &["food".to_owned()]);
        assert!(talks.is_empty(), "of what nothing is left is gone");
    }

    #[test]
    fn what_is_over_its_time_is_gone_and_nothing_is_kept_where_nothing_is_to_be() {
        let sources = Sources::system();
        let mut here = Here { conversation: sources.id(), now: sources.now(), kept_for: None };
        let mut talks = Vec::new();
        talked(&mut talks, topic("music"), 7, here);
        assert!(talks.is_empty());
        here.kept_for = Some(DAY);
        talked(&mut talks, topic("music"), 7, here);
        expire(&mut talks, here.now.plus(DAY - Duration::from_secs(1)));
        assert_eq!(talks.len(), 1);
        expire(&mut talks, here.now.plus(DAY));
        assert!(talks.is_empty());
        agreed(&mut talks, &Words::new("a walk"), here);
        assert!(talks.is_empty(), "what was agreed stays with the conversation that is remembered");
    }
}
