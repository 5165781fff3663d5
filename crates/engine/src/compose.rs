//! Replies from pieces: [reflection] + [validation or affirmation] + [question or offer or nothing].
//!
//! The reflection comes from the smallest grammar that fits; without one from the topic; without that it is a
//! plain line of company. At most sixty words, three sentences and one question.

use content::model::{Act, Do, Feeling, Tone, UserAct};
use content::text::{sentences, word_count};
use content_safety_api::EmotionLabel;

use super::choose::Chooser;
use super::plan::{Effect, Fill, Piece, Words};
use super::reading::{FrameHit, frame};
use super::state::{hash, noted};
use super::turn::{SENTENCES_MAX, Turn, WORDS_MAX, WORDS_SIMPLE_MAX};

/// The same words of the resident are not mirrored again within so many turns.
const MIRROR_TURNS: u32 = 8;
/// The least score of an inferred feeling.
const INFERRED_MIN: f32 = 0.6;
/// A message of at most so many words gets a short line of company.
const SHORT_WORDS: usize = 3;
/// Human contact is suggested at most once in so many turns.
const HUMAN_REST_TURNS: u32 = 5;
/// Topics that are asked about only when they are one's own.
const OF_ONES_OWN: [&str; 9] =
    ["illness", "pain", "sleep", "early_waking", "tablets", "falls", "hearing", "forgetting", "doctor"];
/// Topics of mourning.
const GRIEF: [&str; 3] = ["loss", "anniversary", "many_funerals"];
/// What stays a topic for so many turns after it was touched.
const TOPIC_TURNS: u32 = 2;

impl<'a> Turn<'a> {
    /// Says and does these things, in order.
    pub(super) fn perform(&mut self, acts: &[Do]) {
        let feels = acts.contains(&Do::ReflectFeeling) && self.feeling().is_some();
        let answers = acts.iter().any(|act| matches!(act, Do::ReflectContent));
        let others = acts.iter().any(|act| matches!(act, Do::Line(_)));
        for act in acts {
            match act {
                Do::ReflectContent => self.reflect_content(feels || others),
                Do::ReflectFeeling => self.reflect_feeling(),
                Do::Line(pool) => self.comfort(pool, answers),
                Do::AskTopic if (answers && self.gave_no()) || self.after_card() => {}
                Do::AskTopic => self.ask_topic(),
                Do::AskPermission => self.ask_permission(),
                Do::Card => self.tell_card(),
                Do::ChooseActivity(pool) => self.choose_activity(pool),
                Do::ChooseTime(pool) => self.choose_time(pool),
                Do::TimeShift(pool) => self.time_shift(pool),
                act => self.perform_within(act),
            }
        }
        if self.pieces.iter().all(|piece| piece.notice) {
            self.line("presence", &[]);
        }
        self.fit();
    }

    /// What only flows do.
    fn perform_within(&mut self, act: &Do) {
        match act {
            Do::Summarise(pool) => {
                self.summarise(pool);
            }
            Do::Tool(tool) => self.open_tool(*tool),
            Do::Choose { pool, from } => self.choose_from(pool, from),
            Do::ChooseOwn(pool) => self.choose_own(pool),
            Do::AskTheme => self.ask_theme(),
            Do::Keep => self.keep_message(),
            Do::SaveStory => self.save_story(),
            Do::AgreeMemory(agreed) => self.agree_memory(*agreed),
            Do::AgreeRitual => self.agree_ritual(),
            Do::EndRituals => self.effects.push(Effect::DailyEnded),
            Do::CheckedIn => self.check_in(),
            Do::FollowedUp => self.follow_up(),
            Do::RequestPerson => self.effects.push(Effect::PersonRequested),
            Do::StaffNote => {
                let why = self
                    .flow
                    .clone()
                    .map_or_else(|| self.rule.clone(), |(flow, step)| format!("{flow}.{step}"));
                self.effects.push(Effect::StaffNote(why));
            }
            Do::Ladder => self.start_ladder(),
            Do::InstrumentReason(pool) => self.instrument_reason(pool),
            Do::AskItem => self.ask_item(),
            Do::SkipItem => self.skip_item(),
            Do::PauseInstrument => self.pause_instrument(),
            Do::Score => self.tell_score(),
            // The rest is said by `perform`.
            _ => {}
        }
    }

    /// Mirrors what was told, if there is anything to mirror, and the feeling.
    pub(super) fn keep_company(&mut self) {
        if !self.mirror_statement() && !self.mirror_topic() {
            self.mirror_mention();
        }
        self.reflect_feeling();
    }

    /// Says a line of a pool; whether there was one.
    pub(super) fn line(&mut self, pool: &str, fills: &[Fill]) -> bool {
        let chooser = Chooser {
            library: self.library,
            state: &self.state,
            conversation: self.input.conversation,
            language: self.language(),
            said: &self.said,
        };
        let Some(chosen) = chooser.choose(pool, fills) else { return false };
        if !chosen.fresh {
            self.effects.push(Effect::PoolExhausted(pool.to_owned()));
        }
        let Some(declared) = self.library.pool(pool) else { return false };
        if pool == "human.suggest" && self.human_rests() {
            return false;
        }
        self.push(Piece {
            act: declared.act,
            words: Words::Line(chosen.line),
            fills: fills.to_vec(),
            asks: declared.asks,
            notice: declared.notice,
        });
        if declared.act == Act::AskPermission && pool != "resume" {
            self.pause_offers();
        }
        if declared.act == Act::ConnectHuman {
            self.state.human = Some(self.state.turn);
        }
        true
    }

    /// Human contact is suggested at most once in five turns.
    pub(super) fn human_rests(&self) -> bool {
        self.state.human.is_some_and(|turn| self.state.turn.saturating_sub(turn) < HUMAN_REST_TURNS)
    }

    /// Whether a death was told in this conversation.
    pub(super) fn mourns(&self) -> bool {
        !self.state.gone.is_empty()
    }

    /// Whether the last reply was a card's end, and this is a word of assent: there is nothing more to ask.
    fn after_card(&self) -> bool {
        let card = self.state.window.last().is_some_and(|done| done.acts.contains(&Act::Step));
        card && self.reading.bare() == Some(UserAct::Yes)
    }

    /// Whether a question was just turned down or left open: the next may wait.
    pub(super) fn gave_no(&self) -> bool {
        matches!(self.reading.bare(), Some(UserAct::No | UserAct::Unsure | UserAct::Decline))
    }

    /// A line of a pool; comfort is measured by what was told. It is not for good news, nor for a mere "yes".
    fn comfort(&mut self, pool: &str, answers: bool) {
        let comforts = matches!(pool, "normalise" | "affirm" | "affirm.good");
        if !comforts || !answers {
            self.line(pool, &[]);
            return;
        }
        if self.reading.bare().is_some() {
            return;
        }
        let fitting = match self.reading.tone(self.library) {
            Tone::Hard if pool == "affirm.good" => "affirm",
            Tone::Hard => pool,
            // Who mourns is not praised for a good story.
            Tone::Good if self.mourns() => "presence",
            Tone::Good => "affirm.good",
            Tone::Plain => "presence",
        };
        // Company is said once a reply.
        let said = self
            .pieces
            .iter()
            .any(|piece| matches!(&piece.words, Words::Line(line) if line.pool.starts_with("presence")));
        if fitting != "presence" || !said {
            self.line(fitting, &[]);
        }
    }

    /// Mirrors what was told. `accompanied` says that another line follows, so that silence is no danger.
    fn reflect_content(&mut self, accompanied: bool) {
        let bare = match self.reading.bare() {
            Some(UserAct::No) => Some("no.loose"),
            Some(UserAct::Unsure) => Some("unsure"),
            Some(UserAct::Decline) => Some("declined"),
            Some(_) => Some("presence.short"),
            None => None,
        };
        if let Some(pool) = bare {
            self.line(pool, &[]);
            return;
        }
        let passing = self.is_passing_topic();
        if self.mirror_statement()
            || (!passing && self.mirror_topic())
            || self.mirror_mention()
            || (passing && self.mirror_topic())
            || self.mirror_context()
            || accompanied
        {
            return;
        }
        // A feeling is more than a word of company.
        if self.feeling().is_some() {
            self.reflect_feeling();
            return;
        }
        let short = self.reading.words <= SHORT_WORDS;
        self.line(if short { "presence.short" } else { "presence" }, &[]);
    }

    fn mirror_statement(&mut self) -> bool {
        let Some(hit) = self.reading.statement().cloned() else { return false };
        self.mirror(&hit)
    }

    fn mirror_mention(&mut self) -> bool {
        let Some(hit) = self.reading.frames.iter().find(|hit| hit.id.starts_with("mention")).cloned() else {
            return false;
        };
        self.mirror(&hit)
    }

    /// Says a span back, unless it was just said back, or the words speak of the dead as living.
    fn mirror(&mut self, hit: &FrameHit) -> bool {
        if !self.can_echo() {
            return false;
        }
        let key = mirror_hash(hit);
        let lately = noted(&self.state.seen, key)
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= MIRROR_TURNS);
        let living = matches!(
            hit.id.as_str(),
            "visit" | "no_visit" | "far" | "worried_about" | "proud_of" | "ill" | "expects"
        );
        if lately || (living && self.is_gone(hit)) || !self.line(&format!("frame.{}", hit.id), &hit.fills) {
            return false;
        }
        self.state.note_line(key);
        true
    }

    fn mirror_topic(&mut self) -> bool {
        // A topic has few lines; when they are used up the next may do, and company is better than an echo.
        // In a story of a life a word such as "winter" is not what it is about.
        let story =
            self.top_flow().is_some_and(|flow| flow.steps.iter().any(|step| step.acts.contains(&Do::Keep)));
        if story && self.reading.tone(self.library) != Tone::Hard {
            return false;
        }
        // One of another weight would turn away from what was told.
        let tone = self.reading.topics.first().and_then(|id| self.library.topic(id)).map(|topic| topic.tone);
        let same = |id: &&String| self.library.topic(id).map(|topic| topic.tone) == tone;
        let topics = self.reading.topics.iter().filter(same);
        let pools: Vec<String> = topics.map(|topic| format!("topic.{topic}")).collect();
        if pools.iter().any(|pool| self.is_fresh(pool) && self.line(pool, &[])) {
            return true;
        }
        // Grief has more to say than a topic has lines.
        let grief = self.reading.topics.first().is_some_and(|topic| GRIEF.contains(&topic.as_str()));
        grief && self.is_fresh("mourn") && self.line("mourn", &[])
    }

    /// A topic that is only touched, such as "family", says less than the person who is named.
    fn is_passing_topic(&self) -> bool {
        let topic = self.reading.topics.first().and_then(|topic| self.library.topic(topic));
        topic.is_some_and(|topic| topic.tone == Tone::Plain)
    }

    /// What the running flow is about, when the message itself gives nothing to mirror and is no mere word.
    fn mirror_context(&mut self) -> bool {
        let Some(topic) = self.state.top().and_then(|frame| frame.topic.clone()) else { return false };
        let hard = self.library.topic(&topic).is_some_and(|topic| topic.tone == Tone::Hard);
        let pool = format!("topic.{topic}");
        // Only while nothing else came up since.
        let current = self.state.topic.as_ref().is_none_or(|(last, _)| *last == topic);
        hard && current && self.reading.words > SHORT_WORDS && self.is_fresh(&pool) && self.line(&pool, &[])
    }

    /// Whether a pool has a line that has rested.
    fn is_fresh(&self, pool: &str) -> bool {
        let chooser = Chooser {
            library: self.library,
            state: &self.state,
            conversation: self.input.conversation,
            language: self.language(),
            said: &self.said,
        };
        chooser.choose(pool, &[]).is_some_and(|chosen| chosen.fresh)
    }

    fn reflect_feeling(&mut self) {
        if let Some(feeling) = self.feeling() {
            self.line(feeling.pool(), &[]);
        }
    }

    /// The feeling to mirror: one that was named, else one that the mirrored words carry, else an inferred one
    /// where the law allows that.
    fn feeling(&self) -> Option<Feeling> {
        if let Some(feeling) = self.reading.feelings.first() {
            return Some(*feeling);
        }
        // Where the law bars it, nothing is inferred at all, not even from a loss that is told.
        let carried = self
            .reading
            .statement()
            .filter(|_| self.may_infer())
            .and_then(|hit| frame(self.library, &hit.id)?.feeling);
        carried.or_else(|| self.inferred())
    }

    fn may_infer(&self) -> bool {
        self.library.jurisdiction(&self.input.place).emotion_inference
    }

    fn inferred(&self) -> Option<Feeling> {
        if !self.may_infer() || !self.reading.tells() {
            return None;
        }
        let tone = self.reading.tone(self.library);
        let best = self.input.emotions.iter().max_by(|one, other| one.score.total_cmp(&other.score))?;
        let feeling = feeling_of(best.label)?;
        let agrees = match tone {
            Tone::Hard => !feeling.is_good(),
            Tone::Good => feeling.is_good(),
            Tone::Plain => true,
        };
        (best.score >= INFERRED_MIN && agrees).then_some(feeling)
    }

    /// The topic of this message, else the one of the last messages.
    pub(super) fn topic(&self) -> Option<&str> {
        let first = self.reading.topics.first().map(String::as_str);
        let carried = self.frame_topic();
        // What the words say outweighs what they touch: a grandson who became a doctor is no visit to one.
        let hard =
            first.and_then(|topic| self.library.topic(topic)).is_some_and(|topic| topic.tone == Tone::Hard);
        let both_hard = hard && self.reading.tone(self.library) == Tone::Hard;
        let current = if both_hard { first.or(carried) } else { carried.or(first) };
        current.or_else(|| {
            let (topic, turn) = self.state.topic.as_ref()?;
            (self.state.turn.saturating_sub(*turn) <= TOPIC_TURNS).then_some(topic.as_str())
        })
    }

    /// The topic that the mirrored statement belongs to.
    pub(super) fn frame_topic(&self) -> Option<&'a str> {
        let library = self.library;
        self.reading.statement().and_then(|hit| frame(library, &hit.id)?.topic.as_deref())
    }

    pub(super) fn ask_topic(&mut self) {
        if self.reading.act() == UserAct::Ask && self.reading.topics.is_empty() {
            return;
        }
        // A feeling that is told now is not answered with a question about what was talked of before.
        let stale = self.reading.topics.is_empty() && self.frame_topic().is_none();
        // Nor is what was only touched before asked about as if it were what is told now.
        let carried = |topic: &&str| {
            !stale
                || self.reading.feelings.is_empty()
                    && self.library.topic(topic).is_some_and(|topic| topic.tone == Tone::Hard)
        };
        let topic = self.topic().filter(carried).map(str::to_owned);
        // A person who is named says more than that it is about family.
        let family = topic.as_deref() == Some("family")
            && self.reading.frames.iter().any(|hit| hit.id == "mention_person");
        if family && self.line("ask.person", &[]) {
            return;
        }
        // An ailment of somebody else is not asked about as if it were one's own.
        let topic = topic.filter(|topic| !self.reading.other || !OF_ONES_OWN.contains(&topic.as_str()));
        // What was stated hard, and has no topic of its own, is not asked about by a word in it.
        let own = self.reading.statement().and_then(|hit| frame(self.library, &hit.id));
        let topic =
            topic.filter(|_| own.is_none_or(|frame| frame.tone != Tone::Hard || frame.topic.is_some()));
        if let Some(topic) = topic
            && self.line(&format!("ask.{topic}"), &[])
        {
            return;
        }
        let named = self.reading.frames.iter().any(|hit| hit.id == "mention_person");
        let pool = match self.reading.tone(self.library) {
            _ if self.reading.bare().is_some() => "ask.start",
            Tone::Plain if named && self.is_fresh("ask.person") => "ask.person",
            _ if self.reading.words <= SHORT_WORDS => "ask.short",
            Tone::Good => "ask.good",
            Tone::Hard if self.mourns() => "ask.mourning",
            Tone::Hard => "ask.open",
            Tone::Plain => "ask.plain",
        };
        self.line(pool, &[]);
    }

    /// Takes away what is too much: first comfort, then the feeling, then the mirror; never the question.
    fn fit(&mut self) {
        let most = if self.input.profile.simple { WORDS_SIMPLE_MAX } else { WORDS_MAX };
        loop {
            let spoken: Vec<usize> = (0..self.pieces.len()).filter(|&at| !self.pieces[at].notice).collect();
            let words: usize = spoken.iter().map(|&at| word_count(&self.said[at])).sum();
            let count: usize = spoken.iter().map(|&at| sentences(&self.said[at]).len()).sum();
            if (words <= most && count <= SENTENCES_MAX) || spoken.len() <= 1 {
                return;
            }
            let Some(at) = spoken.into_iter().min_by_key(|&at| keep(&self.pieces[at])) else { return };
            if keep(&self.pieces[at]) == KEPT {
                return;
            }
            self.pieces.remove(at);
            self.said.remove(at);
        }
    }
}

/// What is never taken away.
const KEPT: u8 = 9;

/// How much a piece matters when a reply is too long.
fn keep(piece: &Piece) -> u8 {
    match piece.act {
        _ if piece.asks || !matches!(piece.words, Words::Line(_)) => KEPT,
        Act::Normalise => 1,
        Act::Affirm => 2,
        Act::ReflectFeeling => 3,
        Act::ReflectContent => 4,
        _ => KEPT,
    }
}

/// What was mirrored, whatever the wording.
fn mirror_hash(hit: &FrameHit) -> u32 {
    let fills: Vec<&[u8]> = hit.fills.iter().map(|fill| fill.text.as_bytes()).collect();
    let mut parts = vec![b"mirror".as_slice(), hit.id.as_bytes()];
    parts.extend(fills);
    hash(&parts)
}

/// The feeling of a label of the analysis, where a pool answers to it.
const fn feeling_of(label: EmotionLabel) -> Option<Feeling> {
    Some(match label {
        EmotionLabel::Sadness | EmotionLabel::Disappointment => Feeling::Sad,
        EmotionLabel::Grief => Feeling::Grieving,
        EmotionLabel::Fear => Feeling::Afraid,
        EmotionLabel::Nervousness => Feeling::Worried,
        EmotionLabel::Anger | EmotionLabel::Annoyance => Feeling::Angry,
        EmotionLabel::Remorse => Feeling::Guilty,
        EmotionLabel::Confusion => Feeling::Confused,
        EmotionLabel::Joy | EmotionLabel::Amusement | EmotionLabel::Excitement => Feeling::Glad,
        EmotionLabel::Gratitude => Feeling::Grateful,
        EmotionLabel::Pride => Feeling::Proud,
        EmotionLabel::Relief => Feeling::Calm,
        _ => return None,
    })
}
