//! Replies from pieces: [reflection] + [validation or affirmation] + [question or offer or nothing].
//!
//! The reflection comes from the smallest grammar that fits; without one from the topic; without that it is a
//! plain line of company. At most sixty words, three sentences and one question.

use content::model::{Act, Do, Feeling, Tone};
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
const SHORT_WORDS: usize = 4;
/// What stays a topic for so many turns after it was touched.
const TOPIC_TURNS: u32 = 4;

impl Turn<'_> {
    /// Says and does these things, in order.
    pub(super) fn perform(&mut self, acts: &[Do]) {
        let feels = acts.contains(&Do::ReflectFeeling) && self.feeling().is_some();
        let others = acts.iter().any(|act| matches!(act, Do::Line(_)));
        for act in acts {
            match act {
                Do::ReflectContent => self.reflect_content(feels || others),
                Do::ReflectFeeling => self.reflect_feeling(),
                Do::Line(pool) => {
                    self.line(pool, &[]);
                }
                Do::AskTopic => self.ask_topic(),
                Do::AskPermission => self.ask_permission(),
                Do::Card => self.tell_card(),
                Do::ChooseActivity(pool) => self.choose_activity(pool),
                Do::ChooseTime(pool) => self.choose_time(pool),
                Do::Summarise(pool) => self.summarise(pool),
                Do::TimeShift(pool) => self.time_shift(pool),
                Do::Tool(tool) => self.open_tool(*tool),
            }
        }
        if self.pieces.iter().all(|piece| piece.notice) {
            self.line("presence", &[]);
        }
        self.fit();
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
        self.push(Piece {
            act: declared.act,
            words: Words::Line(chosen.line),
            fills: fills.to_vec(),
            asks: declared.asks,
            notice: declared.notice,
        });
        if declared.act == Act::ConnectHuman {
            self.state.human = Some(self.state.turn);
        }
        true
    }

    /// Mirrors what was told. `accompanied` says that another line follows, so that silence is no danger.
    fn reflect_content(&mut self, accompanied: bool) {
        if self.mirror_statement() || self.mirror_topic() || self.mirror_mention() {
            return;
        }
        if accompanied {
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
        let living = matches!(hit.id.as_str(), "visit" | "no_visit" | "far" | "worried_about" | "proud_of" | "ill" | "expects");
        if lately || (living && self.is_gone(hit)) || !self.line(&format!("frame.{}", hit.id), &hit.fills) {
            return false;
        }
        self.state.note_line(key);
        true
    }

    fn mirror_topic(&mut self) -> bool {
        let Some(topic) = self.reading.topics.first().cloned() else { return false };
        let pool = format!("topic.{topic}");
        // A topic has few lines; when they are used up, company is better than an echo.
        if self.is_fresh(&pool) { self.line(&pool, &[]) } else { false }
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
        let carried = self.reading.statement().and_then(|hit| frame(self.library, &hit.id)?.feeling);
        carried.or_else(|| self.inferred())
    }

    fn inferred(&self) -> Option<Feeling> {
        if !self.library.jurisdiction(&self.input.place).emotion_inference || !self.reading.tells() {
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
        let carried = self.reading.statement().and_then(|hit| frame(self.library, &hit.id)?.topic.as_deref());
        let current = self.reading.topics.first().map(String::as_str).or(carried);
        current.or_else(|| {
            let (topic, turn) = self.state.topic.as_ref()?;
            (self.state.turn.saturating_sub(*turn) <= TOPIC_TURNS).then_some(topic.as_str())
        })
    }

    fn ask_topic(&mut self) {
        let topic = self.topic().map(str::to_owned);
        if let Some(topic) = topic
            && self.line(&format!("ask.{topic}"), &[])
        {
            return;
        }
        let good = self.reading.tone(self.library) == Tone::Good;
        self.line(if good { "ask.good" } else { "ask.open" }, &[]);
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
