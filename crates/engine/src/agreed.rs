//! What is agreed within a flow: times, daily things, a chapter that is kept, how the day is.

use content::model::{Ritual, TimeWord, Tone, Tool, UserAct};

use super::plan::{Effect, LocalTime, Mood, Since};
use super::turn::Turn;

/// The most messages of a chapter.
const CHAPTER_MAX: usize = 8;

impl Turn<'_> {
    /// Opens a tool; with what and when settled, a reminder is one to keep.
    pub(super) fn open_tool(&mut self, tool: Tool) {
        self.tool = Some(tool);
        if tool != Tool::Reminder {
            return;
        }
        let slot = |name: &str| self.state.slot(name).map(str::to_owned);
        let word = self.state.slot("pick.time").and_then(time_word);
        // One idea alone was not chosen; it is what there is.
        let what = slot("plan.activity").or_else(|| slot("plan.one"));
        if let (Some(what), Some(said), Some(word)) = (what, slot("plan.time"), word) {
            let at = self.local_time(word);
            self.effects.push(Effect::Reminder { what, said, at });
        }
    }

    /// What a plan is called when it is asked about: an idea in the resident's own words is not said back.
    pub(super) fn plan_name(&self) -> Option<String> {
        let own = self.state.slot("plan.own").is_some() || self.state.slot("plan.activity").is_none();
        if own && self.state.slot("plan.one").is_some() {
            return Some(self.library.lexicon(self.language()).own_idea.clone());
        }
        self.state.slot("plan.activity").map(str::to_owned)
    }

    /// A time of the day as an hour where the resident is.
    const fn local_time(&self, word: TimeWord) -> LocalTime {
        let hour = self.input.time.hour;
        match word {
            TimeWord::Soon if hour >= 23 => LocalTime { days: 1, hour: 0 },
            TimeWord::Soon => LocalTime { days: 0, hour: hour + 1 },
            TimeWord::AfterLunch => LocalTime { days: 0, hour: 13 },
            TimeWord::ThisEvening => LocalTime { days: 0, hour: 18 },
            TimeWord::TomorrowMorning => LocalTime { days: 1, hour: 9 },
            TimeWord::TomorrowAfternoon => LocalTime { days: 1, hour: 13 },
        }
    }

    /// Something small for each day, at its hour.
    pub(super) fn agree_ritual(&mut self) {
        let ritual = self.state.slot("pick.ritual");
        let ritual = Ritual::ALL.into_iter().find(|known| Some(known.name()) == ritual);
        let hour = match self.state.slot("pick.daypart") {
            Some("morning") => Some(9),
            Some("noon") => Some(13),
            Some("evening") => Some(19),
            _ => None,
        };
        if let (Some(ritual), Some(hour)) = (ritual, hour) {
            self.effects.push(Effect::Daily { ritual, hour });
        }
    }

    /// The day, as it was called.
    pub(super) fn check_in(&mut self) {
        let mood = match self.state.slot("pick.mood") {
            Some("good") => Mood::Good,
            Some("middling") => Mood::Middling,
            Some("hard") => Mood::Hard,
            _ => return,
        };
        self.effects.push(Effect::CheckedIn(mood));
    }

    /// How it is since a crisis, as it was called.
    pub(super) fn follow_up(&mut self) {
        let since = match self.state.slot("pick.since") {
            Some("better") => Since::Better,
            Some("worse") => Since::Worse,
            // What is unclear counts as not better.
            _ => Since::Same,
        };
        self.effects.push(Effect::FollowedUp(since));
    }

    /// This message belongs to the chapter, when it tells something.
    pub(super) fn keep_message(&mut self) {
        let turn = self.input.turn;
        let tells = self.reading.bare().is_none() && self.reading.act() == UserAct::Tell;
        if let Some(frame) = self.state.stack.last_mut().filter(|_| tells)
            && frame.told.len() < CHAPTER_MAX
            && frame.told.last() != Some(&turn)
        {
            frame.told.push(turn);
        }
    }

    /// The chapter is kept, in the resident's own words.
    pub(super) fn save_story(&mut self) {
        // Something hard is asked about as it is, not as a chapter.
        if self.reading.tells() && self.reading.tone(self.library) == Tone::Hard {
            return self.ask_topic();
        }
        let theme = self.state.slot("pick.theme").map(str::to_owned);
        if let Some(frame) = self.state.stack.last_mut() {
            let turns = std::mem::take(&mut frame.told);
            self.effects.push(Effect::SaveStory { theme, turns });
        }
    }

    /// A question about the theme that was chosen.
    pub(super) fn ask_theme(&mut self) {
        // Something hard is asked about as it is, not as a chapter.
        if self.reading.tells() && self.reading.tone(self.library) == Tone::Hard {
            return self.ask_topic();
        }
        let theme = self.state.slot("pick.theme").map(|theme| format!("ask.{theme}"));
        if !theme.is_some_and(|pool| self.line(&pool, &[])) {
            self.line("story.more", &[]);
        }
    }
}

/// The time that a choice stands for.
fn time_word(value: &str) -> Option<TimeWord> {
    TimeWord::ALL.into_iter().find(|word| format!("{word:?}") == value)
}
