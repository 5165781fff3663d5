//! A conversation as the rubric looks at it: messages with the replies to them, from a story or from a store.

use content::Library;
use content::model::{Act, Tone, UserAct};
use content_safety_api::{CrisisCategory, Language, Level, Modifier};
use kernel::Timestamp;
use safety_rules::ladder::LadderState;
use safety_rules::{History, Screening, screen};

use super::super::input::Input;
use super::super::plan::{CardPart, Route, Words};
use super::super::reading::{self, Reading};
use super::super::render;
use super::super::story::{Pair, Planted, Played, Said, Story, Talk, play};
use super::fixed;
use super::note::Note;
use super::stored::{StoredAlert, StoredEnding, StoredMessage, StoredSpeaker, StoredTranscript};

/// A session goes on while no more than so many minutes pass between two messages.
const SESSION_GAP_MINUTES: i64 = 30;
const MINUTE_MICROS: i64 = 60 * 1_000_000;
const DAY_MINUTES: i64 = 24 * 60;

/// A conversation to judge.
pub struct Conversation {
    /// The story's file and language, or the conversation's id.
    pub name: String,
    /// Its language.
    pub language: Language,
    /// What was said.
    pub exchanges: Vec<Exchange>,
    /// Whether each other name gave equal replies, with the number of the first message that did not.
    pub(super) names: Vec<Result<(), usize>>,
    /// Whether a story went as it is told; `None` for what is no story.
    pub(super) as_told: Option<bool>,
    /// The notes for staff: of an alert, or of those that a conversation led to.
    pub(super) notes: Vec<Note>,
}

/// A message and the reply to it.
pub struct Exchange {
    /// The number of the message, from 1.
    pub number: usize,
    /// The message; `None` where the companion spoke first.
    pub message: Option<String>,
    /// What today's rules find in it.
    pub screening: Screening,
    /// The graver of what was stored and what today's rules find.
    pub level: Level,
    /// The reply; `None` when there was none.
    pub reply: Option<Reply>,
    /// What the story's author knows that the message is.
    pub planted: Option<Planted>,
    /// Whether a fact that a story wants recalled was.
    pub recalled: Option<bool>,
    /// When the message came; in a story by its own clock.
    pub at: Timestamp,
    /// How many minutes the session has lasted.
    pub(super) session_minutes: u16,
    pub(super) reading: Reading,
    pub(super) inside: Option<Said>,
}

/// A reply.
#[derive(Clone)]
pub struct Reply {
    /// Its words without legal notices.
    pub text: String,
    /// All of its words.
    pub whole: String,
    /// Its language.
    pub language: Language,
    /// Which part of the platform spoke.
    pub route: Route,
    /// What it did, notices left out.
    pub acts: Vec<Act>,
    /// The policy row.
    pub rule: String,
    /// The flow that spoke.
    pub flow: Option<String>,
    /// The step that spoke.
    pub step: Option<String>,
    /// The lines, by id.
    pub lines: Vec<String>,
    /// What it rests on.
    pub citations: Vec<String>,
    /// How many questions it asks, notices left out.
    pub questions: usize,
    /// Whether a legal notice stands before it.
    pub notice: bool,
    /// Whether it was made whole.
    pub complete: bool,
    pub(super) fixed: Vec<fixed::Said>,
}

impl Conversation {
    /// A story as it was played.
    pub fn of_story(story: &Story, played: Played, library: &Library) -> Self {
        let language = played.language;
        let names = story.pairs.iter().map(|pair| same_with(story, pair, &played, library)).collect();
        let as_told = Some(played.wrong.is_empty());
        let name = format!("{} ({})", played.name, if language == Language::En { "en" } else { "es" });
        let exchanges = played
            .turns
            .into_iter()
            .map(|turn| Exchange {
                number: turn.number,
                message: turn.message,
                screening: turn.said.input.screening.clone(),
                level: turn.said.input.screening.level,
                reading: reading::read(&turn.said.input, turn.said.plan.language, library),
                reply: Some(Reply::of_plan(&turn.said, library)),
                planted: turn.planted,
                recalled: turn.recalled,
                at: turn.said.input.time.now,
                session_minutes: turn.said.input.time.session_minutes,
                inside: Some(turn.said),
            })
            .collect();
        Self { name, language, exchanges, names, as_told, notes: Vec::new() }
    }

    /// A transcript as it was stored.
    pub fn of_transcript(transcript: &StoredTranscript, library: &Library) -> Self {
        let language = transcript.language;
        let template = Talk::with(library, language, 1).template.clone();
        let mut history = History::default();
        let mut exchanges: Vec<Exchange> = Vec::new();
        let mut number = 1;
        let replies: Vec<&StoredMessage> =
            transcript.messages.iter().filter(|one| one.speaker == StoredSpeaker::Companion).collect();
        let greeting = transcript.messages.iter().take_while(|one| one.speaker != StoredSpeaker::Resident);
        for message in greeting.filter(|one| one.speaker == StoredSpeaker::Companion) {
            let reply = Some(Reply::of_stored(message, library));
            let mut greets = Exchange::stored(0, None, &template, &mut history, reply, language, library);
            greets.at = message.created_at;
            exchanges.push(greets);
        }
        for message in transcript.messages.iter().filter(|one| one.speaker == StoredSpeaker::Resident) {
            let answer = replies
                .iter()
                .find(|reply| reply.turn_id == message.turn_id && reply.place > message.place)
                .map(|reply| Reply::of_stored(reply, library));
            let said = Some(message.clone());
            let mut exchange =
                Exchange::stored(number, said, &template, &mut history, answer, language, library);
            exchange.goes_on(exchanges.last());
            exchanges.push(exchange);
            number += 1;
        }
        let name = transcript.conversation_id.to_string();
        Self { name, language, exchanges, names: Vec::new(), as_told: None, notes: Vec::new() }
    }

    /// The note of an alert; it holds no exchanges.
    pub fn of_alert(stored: &StoredAlert) -> Self {
        Self {
            name: stored.alert.alert_id.to_string(),
            language: Language::default(),
            exchanges: Vec::new(),
            names: Vec::new(),
            as_told: None,
            notes: vec![Note::alone(stored.note.clone())],
        }
    }

    /// The exchanges that answer a message.
    pub(super) fn answered(&self) -> impl Iterator<Item = (&Exchange, &Reply)> {
        self.exchanges
            .iter()
            .filter(|exchange| exchange.message.is_some())
            .filter_map(|exchange| exchange.reply.as_ref().map(|reply| (exchange, reply)))
    }

    /// The replies outside the crisis ladder and questionnaires: the words of both are not the companion's to choose.
    pub(super) fn talk(&self) -> impl Iterator<Item = (&Exchange, &Reply)> {
        self.answered().filter(|(_, reply)| reply.route != Route::Crisis && !reply.is_item())
    }
}

/// Whether a story with another name gives replies that differ by the name alone.
fn same_with(story: &Story, pair: &Pair, played: &Played, library: &Library) -> Result<(), usize> {
    let other = play(&story.renamed(pair), played.language, library);
    let (name, renamed) = (pair.name.of(played.language), pair.other.of(played.language));
    for (one, two) in played.turns.iter().zip(&other.turns) {
        if one.said.text.replace(name.as_str(), renamed) != two.said.text {
            return Err(one.number);
        }
    }
    Ok(())
}

impl Exchange {
    fn stored(
        number: usize,
        message: Option<StoredMessage>,
        template: &Input,
        history: &mut History,
        reply: Option<Reply>,
        language: Language,
        library: &Library,
    ) -> Self {
        let text = message.as_ref().map_or("", |message| message.content.as_str());
        let screening = screen(text, history);
        *history = screening.history.clone();
        let mut input = template.clone();
        text.clone_into(&mut input.text);
        input.screening = screening.clone();
        let stored = message.as_ref().map_or(Level::None, |message| message.level);
        Self {
            number,
            level: screening.level.max(stored),
            reading: reading::read(&input, language, library),
            at: message.as_ref().map_or(Timestamp::from_micros(0), |message| message.created_at),
            session_minutes: 0,
            message: message.map(|message| message.content),
            screening,
            reply,
            planted: None,
            recalled: None,
            inside: None,
        }
    }

    /// A stored message belongs to the session of the one before it, unless much time lies between.
    fn goes_on(&mut self, before: Option<&Self>) {
        let Some(before) = before else { return };
        let passed = self.minutes_since(before);
        if passed <= SESSION_GAP_MINUTES {
            let passed = u16::try_from(passed).unwrap_or(0);
            self.session_minutes = before.session_minutes.saturating_add(passed);
        }
    }

    /// How many minutes after another this message came.
    pub(super) fn minutes_since(&self, before: &Self) -> i64 {
        (self.at.as_micros() - before.at.as_micros()) / MINUTE_MICROS
    }

    /// How many days after another this message came, by the day of a story, else by its time.
    pub(super) fn days_since(&self, before: &Self) -> i64 {
        match (&self.inside, &before.inside) {
            (Some(now), Some(then)) => i64::from(now.input.time.day) - i64::from(then.input.time.day),
            _ => self.minutes_since(before) / DAY_MINUTES,
        }
    }

    /// What the resident does with the message.
    pub(super) fn does(&self, act: UserAct) -> bool {
        self.reading.does(act)
    }

    /// Whether the message is told as something hard.
    pub(super) fn is_hard(&self, library: &Library) -> bool {
        self.reading.tells() && self.reading.tone(library) == Tone::Hard
    }

    /// The ladder that led this turn.
    pub(super) fn ladder(&self) -> Option<CrisisCategory> {
        let reply = self.reply.as_ref().filter(|reply| reply.route == Route::Crisis)?;
        let state = self.inside.as_ref().and_then(|said| said.state.ladder.as_ref());
        state
            .map(|ladder| ladder.category)
            .or_else(|| fixed::category(&reply.fixed))
            .or_else(|| self.screening.primary())
    }

    /// Whether all danger that was found is somebody else's.
    pub(super) fn is_about_another(&self) -> bool {
        let mut found =
            self.screening.findings.iter().filter(|finding| finding.level > Level::None).peekable();
        found.peek().is_some() && found.all(|finding| finding.modifiers.contains(&Modifier::ThirdPerson))
    }

    /// The level that the ladder stands at after this turn, as far as it can be known.
    pub(super) fn ladder_level(&self) -> Level {
        let state = self.inside.as_ref().and_then(|said| said.state.ladder.as_ref());
        state.map_or(self.level, |ladder| ladder.level)
    }

    /// The level of the kind of danger that the ladder is about: another kind before it may have been graver.
    pub(super) fn own_level(&self) -> Level {
        let state = self.inside.as_ref().and_then(|said| said.state.ladder.as_ref());
        state.map_or(self.level, LadderState::own_level)
    }
}

impl Reply {
    /// Whether it puts an item of a questionnaire, in words that are not the companion's.
    pub(super) fn is_item(&self) -> bool {
        self.lines.iter().any(|line| line.starts_with("item."))
    }

    fn of_plan(said: &Said, library: &Library) -> Self {
        let plan = &said.plan;
        let spoken: Vec<_> = plan.pieces.iter().filter(|piece| !piece.notice).collect();
        let packs = said.input.packs();
        let words: Vec<String> =
            spoken.iter().filter_map(|piece| render::words(piece, plan.language, library, packs)).collect();
        let id = |words: &Words| match words {
            Words::Line(line) => line.to_string(),
            Words::Fixed { id, .. } => id.clone(),
            Words::Card { card, part } => match part {
                CardPart::Permission => format!("card.{card}.permission"),
                CardPart::Opening => format!("card.{card}.opening"),
                CardPart::Step(number) => format!("card.{card}.step.{number}"),
                CardPart::Close => format!("card.{card}.close"),
                CardPart::FollowUp => format!("card.{card}.follow_up"),
            },
            Words::Item { instrument, version, item, .. } => format!("item.{instrument}.{version}.{item}"),
        };
        let text = words.join(" ");
        Self {
            fixed: if plan.route == Route::Crisis { fixed::lines(&text) } else { Vec::new() },
            text,
            whole: said.text.clone(),
            language: plan.language,
            route: plan.route,
            acts: plan.acts().collect(),
            rule: plan.rule.clone(),
            flow: plan.flow.as_ref().map(|(flow, _)| flow.clone()),
            step: plan.flow.as_ref().map(|(_, step)| step.clone()),
            notice: plan.pieces.iter().any(|piece| piece.notice && piece.act == Act::DiscloseAi),
            lines: spoken.iter().map(|piece| id(&piece.words)).collect(),
            citations: plan.citations.iter().map(|citation| citation.title.clone()).collect(),
            questions: spoken.iter().filter(|piece| piece.asks).count(),
            complete: true,
        }
    }

    fn of_stored(message: &StoredMessage, library: &Library) -> Self {
        let mut text = message.content.clone();
        let (mut lines, mut disclosed) = (Vec::new(), false);
        for id in &message.line_ids {
            let line = content::LineRef::try_from(id.clone()).ok();
            let notice = line.filter(|line| library.pool(&line.pool).is_some_and(|pool| pool.notice));
            let discloses = |line: &content::LineRef| {
                library.pool(&line.pool).is_some_and(|pool| pool.act == Act::DiscloseAi)
            };
            disclosed |= notice.as_ref().is_some_and(discloses);
            match notice.and_then(|line| library.line(&line, message.language)) {
                Some(words) => text = text.replacen(words, "", 1).trim().to_owned(),
                None => lines.push(id.clone()),
            }
        }
        let route = message.route.unwrap_or(Route::Guided);
        Self {
            fixed: if route == Route::Crisis { fixed::lines(&text) } else { Vec::new() },
            questions: text.matches('?').count(),
            text,
            whole: message.content.clone(),
            language: message.language,
            route,
            acts: message.acts.clone(),
            rule: message.rule.clone().unwrap_or_default(),
            flow: message.flow.clone(),
            step: message.step.clone(),
            notice: disclosed,
            lines,
            citations: message.citations.clone(),
            complete: message.ending.is_none_or(|ending| ending == StoredEnding::Complete),
        }
    }

    /// Whether an act is among what it did.
    pub(super) fn did(&self, act: Act) -> bool {
        self.acts.contains(&act)
    }

    /// Whether a line of a pool is among it.
    pub(super) fn says(&self, pool: &str) -> bool {
        self.lines.iter().any(|line| line.rsplit_once('/').is_some_and(|(of, _)| of == pool))
    }
}
