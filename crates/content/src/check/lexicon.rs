//! The lexicons: every topic, frame, feeling and act has its patterns in each language, and all can be read.

use std::collections::{BTreeMap, BTreeSet};

use super::super::model::{Feeling, Lexicon, TimeWord, UserAct};
use super::super::text::folded;
use super::{Context, Faults};

/// Acts that are not told by a pattern.
const BY_FORM: [UserAct; 5] = [UserAct::Tell, UserAct::Ask, UserAct::Choose, UserAct::Number, UserAct::Empty];

pub(super) fn check(context: &Context<'_>, faults: &mut Faults<'_>) {
    faults.unique("topic", context.source.topics.iter().map(|topic| topic.id.as_str()));
    faults.unique("frame", context.source.frames.iter().map(|frame| frame.id.as_str()));
    for frame in &context.source.frames {
        if frame.topic.as_deref().is_some_and(|topic| !context.has_topic(topic)) {
            faults.add(&format!("frame {}", frame.id), "its topic does not exist");
        }
    }
    for (language, lexicon) in [("en", &context.source.lexicon.en), ("es", &context.source.lexicon.es)] {
        acts(language, lexicon, faults);
        topics(context, language, lexicon, faults);
        frames(context, language, lexicon, faults);
        feelings(language, lexicon, faults);
        words(language, lexicon, faults);
    }
}

/// Acts that are told by a pattern; every language has each of them.
const BY_PATTERN: [UserAct; 70] = [
    UserAct::AskSent,
    UserAct::AskTold,
    UserAct::AskDeed,
    UserAct::AskRemind,
    UserAct::AskMeal,
    UserAct::AskLater,
    UserAct::AskPlay,
    UserAct::AskWorld,
    UserAct::AskKnow,
    UserAct::AskAddress,
    UserAct::AskTell,
    UserAct::AskJoke,
    UserAct::Joked,
    UserAct::TellsJoke,
    UserAct::SaidBefore,
    UserAct::AskedBefore,
    UserAct::SpeakUp,
    UserAct::AskSchedule,
    UserAct::AskMind,
    UserAct::AskWhy,
    UserAct::AskDay,
    UserAct::AskView,
    UserAct::Yes,
    UserAct::No,
    UserAct::Unsure,
    UserAct::Decline,
    UserAct::Correct,
    UserAct::Repeat,
    UserAct::Stop,
    UserAct::OtherTopic,
    UserAct::PersonPlease,
    UserAct::AskWhom,
    UserAct::AskAi,
    UserAct::AskMemory,
    UserAct::Forget,
    UserAct::Thanks,
    UserAct::Goodbye,
    UserAct::Complain,
    UserAct::Greet,
    UserAct::GoOn,
    UserAct::AskAdvice,
    UserAct::AskMedical,
    UserAct::AskMoney,
    UserAct::AskSelf,
    UserAct::AskPrivacy,
    UserAct::AskHelp,
    UserAct::AskThere,
    UserAct::AskWords,
    UserAct::AskTime,
    UserAct::AskNice,
    UserAct::Romance,
    UserAct::WishCalm,
    UserAct::WishStory,
    UserAct::WishCall,
    UserAct::WishSolve,
    UserAct::WishSleep,
    UserAct::WishDaily,
    UserAct::EndDaily,
    UserAct::WishQuestions,
    UserAct::AskHow,
    UserAct::AskNormal,
    UserAct::AskEase,
    UserAct::AskFaith,
    UserAct::Apologise,
    UserAct::NeedHelp,
    UserAct::AskWhere,
    UserAct::Fine,
    UserAct::Enough,
    UserAct::SpeakEnglish,
    UserAct::SpeakSpanish,
];

fn acts(language: &str, lexicon: &Lexicon, faults: &mut Faults<'_>) {
    let item = format!("lexicon {language} acts");
    let mut seen = BTreeSet::new();
    for act in &lexicon.acts {
        seen.insert(act.act);
        for text in act.whole.iter().chain(&act.within) {
            faults.pattern(&item, text);
        }
        if act.whole.is_empty() && act.within.is_empty() {
            faults.add(&item, format!("{:?} has no pattern", act.act));
        }
        if BY_FORM.contains(&act.act) {
            faults.add(&item, format!("{:?} is told by its form", act.act));
        }
    }
    for act in BY_PATTERN {
        if !seen.contains(&act) {
            faults.add(&item, format!("{act:?} is missing"));
        }
    }
}

fn topics(context: &Context<'_>, language: &str, lexicon: &Lexicon, faults: &mut Faults<'_>) {
    let item = format!("lexicon {language} topics");
    same_keys(&item, context.source.topics.iter().map(|topic| &topic.id), &lexicon.topics, faults);
    for (topic, patterns) in &lexicon.topics {
        for text in patterns {
            if faults.pattern(&item, text).is_some_and(|pattern| !pattern.captures().is_empty()) {
                faults.add(&item, format!("`{topic}`: a topic captures nothing: {text}"));
            }
        }
    }
}

fn frames(context: &Context<'_>, language: &str, lexicon: &Lexicon, faults: &mut Faults<'_>) {
    let item = format!("lexicon {language} frames");
    same_keys(&item, context.source.frames.iter().map(|frame| &frame.id), &lexicon.frames, faults);
    for frame in &context.source.frames {
        let wanted: BTreeSet<_> = frame.slots.iter().copied().collect();
        for text in lexicon.frames.get(&frame.id).into_iter().flatten() {
            let Some(pattern) = faults.pattern(&item, text) else { continue };
            let found: BTreeSet<_> = pattern.captures().into_iter().collect();
            if found != wanted {
                faults.add(&item, format!("`{}` captures {wanted:?}, not {found:?}: {text}", frame.id));
            }
        }
    }
}

fn same_keys<'a>(
    item: &str,
    wanted: impl Iterator<Item = &'a String>,
    found: &BTreeMap<String, Vec<String>>,
    faults: &mut Faults<'_>,
) {
    let wanted: BTreeSet<&String> = wanted.collect();
    for id in &wanted {
        if found.get(*id).is_none_or(Vec::is_empty) {
            faults.add(item, format!("`{id}` has no pattern"));
        }
    }
    for id in found.keys() {
        if !wanted.contains(id) {
            faults.add(item, format!("`{id}` does not exist"));
        }
    }
}

fn feelings(language: &str, lexicon: &Lexicon, faults: &mut Faults<'_>) {
    let item = format!("lexicon {language} feelings");
    for feeling in Feeling::ALL {
        let patterns = lexicon.feelings.get(&feeling).map_or(&[][..], Vec::as_slice);
        if patterns.len() < 4 {
            faults.add(&item, format!("{feeling:?} has {} patterns, at least 4", patterns.len()));
        }
        for text in patterns {
            faults.pattern(&item, text);
        }
    }
}

/// Word lists hold folded words only: an accent or a capital would never match.
fn words(language: &str, lexicon: &Lexicon, faults: &mut Faults<'_>) {
    let item = format!("lexicon {language} words");
    for time in TimeWord::ALL {
        if lexicon.times.get(&time).is_none_or(String::is_empty) {
            faults.add(&item, format!("no word for {time:?}"));
        }
    }
    if lexicon.own_idea.trim().is_empty() {
        faults.add(&item, "an idea of one's own has no name");
    }
    let activities = lexicon.activities.iter().flat_map(|(plain, noun)| [plain, noun]);
    let lists = [
        &lexicon.negations,
        &lexicon.others,
        &lexicon.selves,
        &lexicon.adjectives,
        &lexicon.people,
        &lexicon.things,
        &lexicon.body,
        &lexicon.jobs,
        &lexicon.names,
        &lexicon.common,
        &lexicon.fillers,
    ];
    for list in lists {
        let mut seen = BTreeSet::new();
        for word in list {
            if !seen.insert(word) {
                faults.add(&item, format!("`{word}` is there twice"));
            }
        }
    }
    let keys = lexicon.owners.keys().chain(lexicon.whens.keys());
    for word in lists.into_iter().flatten().chain(activities).chain(keys) {
        if folded(word) != *word || word.trim() != word || word.contains('\'') || word.is_empty() {
            faults.add(&item, format!("`{word}` is not folded"));
        }
    }
}
