//! Mirrors: what was told, said back from the smallest grammar that fits, and the feeling that was named.
//!
//! A wrong mirror costs more than ten bland ones: none of these says more than stands in the words. What a message does is the
//! one thing that is guessed where nothing better is known (`action`), by lines that fit whatever was told.

use content::measure::{GRADE_MAX, INFLESZ_MIN, grade_en, inflesz_es};
use content::model::{Act, Do, Feeling, Relation, Tone, UserAct};
use content::pattern::NoSpans;
use content::text::tokens;
use content_safety_api::{EmotionLabel, Language, Level};
use safety_rules::ladder::Stage;

use super::action::{FEW_WORDS, PERHAPS, SURE};
use super::memory::parts;
use super::mourning::GRIEF;
use super::plan::{Fill, Words};
use super::reading::{FrameHit, frame};
use super::state::{hash, noted};
use super::turn::Turn;

/// The same words of the resident are not mirrored again within so many turns.
const MIRROR_TURNS: u32 = 8;
/// So many turns pass between two echoes.
const ECHO_TURNS: u32 = 1;
/// What was touched so many turns ago is still what the talk is about.
const CONTEXT_TURNS: u32 = 1;
/// The least score of an inferred feeling.
const INFERRED_MIN: f32 = 0.6;
/// A message of at most so many words gets a short line of company.
pub(super) const SHORT_WORDS: usize = 3;
/// In at most so many words a hard topic is what a message is about.
const HARD_WORDS: usize = 5;
/// In so many words more is told of somebody than a name.
const TOLD_WORDS: usize = 8;
/// A message of at least so many words tells several things.
const LONG_WORDS: usize = 12;
/// An answer to an open question of at most so many words is no new story.
const ANSWER_WORDS: usize = 4;
/// What is never taken for the answer to a light question, in either language: body, blood and end.
const GRAVE: &[&str] = &[
    "blood", "bleeding", "bled", "end", "ending", "over", "dead", "die", "dying", "death", "kill", "pain",
    "hurt", "hurts", "sangre", "sangro", "fin", "final", "acabar", "muerte", "muerto", "muerta", "morir",
    "morirme", "matar", "dolor", "duele",
];
/// What nothing can be said back of, in at most so many words, is met in as few.
const BRIEF_WORDS: usize = 7;

impl<'a> Turn<'a> {
    /// Mirrors what was told. `accompanied` says that another line follows, so that silence is no danger.
    pub(super) fn reflect_content(&mut self, accompanied: bool) {
        let bare = match self.reading.bare() {
            // A no that turns nothing down is only a word.
            Some(UserAct::No) if !self.asked_just() => Some("presence.short"),
            Some(UserAct::No) => Some("no.loose"),
            Some(UserAct::Unsure) => Some("unsure"),
            Some(UserAct::Decline) => Some("declined"),
            Some(_) => Some("presence.short"),
            None => None,
        };
        if let Some(pool) = bare {
            if pool != "presence.short" || accompanied || !self.go_back() {
                self.line(pool, &[]);
            }
            return;
        }
        let passing = self.is_passing_topic();
        // Of a long message its own words say more than what one of its clauses does.
        let long = self.reading.words >= LONG_WORDS && !self.is_hard_clause();
        // A thing in a sentence is seldom what it is about.
        let few = self.reading.words < FEW_WORDS;
        if self.mirror_name()
            || self.mirror_statement()
            || self.mirror_death()
            || self.meet_action(SURE)
            || self.mirror_strong_clause()
            || self.reading.words <= SHORT_WORDS && (self.mirror_words(false) || self.mirror_thing())
            || self.is_plainly_hard() && self.mirror_topic()
            || self.meet_action(PERHAPS)
            || long && (self.mirror_words(false) || self.mirror_told())
            || self.mirror_words(false)
            || self.is_in_grief() && self.mirror_any_told()
            || self.mirror_of_the_dead()
            || self.has_mentioned()
                && (self.reading.words >= TOLD_WORDS && self.mirror_any_told() || self.mirror_mention())
            || self.mirror_told()
            || self.mirror_clause(false)
            || few && self.mirror_thing()
            || (!passing && self.mirror_topic())
            || self.mirror_mention()
            || self.mirror_clause(true)
            || (passing && self.mirror_topic())
            || self.mirror_any_told()
            || self.mirror_manner()
            || self.mirror_words(true)
            || self.mirror_detail()
            || self.mirror_thing_again()
            || self.mirror_again()
            || self.mirror_answer()
            || self.mirror_context()
            || self.mirror_clause_plainly()
            || !accompanied && self.hear_out()
            || accompanied
        {
            return;
        }
        // A feeling is more than a word of company.
        if self.feeling().is_some() {
            self.reflect_feeling();
            return;
        }
        let short = self.is_brief();
        self.line(if short { "presence.short" } else { "presence" }, &[]);
    }

    /// Whether a word is enough where nothing can be said back. While a danger stands it is not: "yes" and "all right" agree.
    pub(super) fn is_brief(&self) -> bool {
        let calm = self.state.ladder.as_ref().is_none_or(|ladder| ladder.stage == Stage::StepDown);
        if !calm || self.reading.foretells() {
            return false;
        }
        let light = self.reading.tone(self.library) != Tone::Hard && self.reading.feelings.is_empty();
        (light || self.reading.words <= BRIEF_WORDS) && self.is_fresh("presence.short")
    }

    /// Whether the last reply asked something.
    pub(super) fn asked_just(&self) -> bool {
        self.state.last.iter().any(|piece| piece.asks)
    }

    pub(super) fn mirror_statement(&mut self) -> bool {
        let Some(hit) = self.reading.statement().cloned() else { return false };
        // "We had bread and dripping": the thing says more than that there was bread.
        let vague = matches!(hit.id.as_str(), "had_thing" | "others_made") && self.reading.thing.is_some();
        // "The whole block cooked for us when my husband was ill" is told of the block.
        let tone = frame(self.library, &hit.id).map(|frame| frame.tone);
        // "Elsie. Dead nine year" is no mere name.
        let grave = self.reading.folded.iter().any(|word| GRAVE.contains(&word.as_str()));
        let odd = tone
            .is_some_and(|tone| tone != Tone::Plain && (self.is_at_odds(tone) || self.leans_from(tone)))
            || grave && hit.id == "their_name";
        let met = !vague && !odd && self.mirror(&hit);
        // "Susan. She is in New Zealand now": a name is not all that was told.
        if met && matches!(hit.id.as_str(), "their_name" | "called_so") && self.reading.words >= TOLD_WORDS {
            self.mirror_any_told();
        }
        met
    }

    /// A name by itself that was told before comes back as whose it is, and warmly when that is somebody who died.
    fn mirror_name(&mut self) -> bool {
        let Some((name, who)) = self.name_alone() else {
            // "Elsie. Dead nine year" is no mere name.
            let grave = self.reading.folded.iter().any(|word| GRAVE.contains(&word.as_str()));
            return !grave && self.mirror_named();
        };
        let pool = if self.is_dead(&format!("{who} {name}")) { "name.dead" } else { "name.told" };
        let fills = [("name", name), ("who", who)].map(|(slot, text)| Fill { slot: slot.to_owned(), text });
        self.can_echo() && self.is_fresh_with(pool, &fills) && self.line(pool, &fills)
    }

    /// "Pat", in answer to who that was.
    fn mirror_named(&mut self) -> bool {
        let who = self.state.last.iter().any(|piece| {
            let Words::Line(line) = &piece.words else { return false };
            let text = self.library.line(line, self.language()).unwrap_or_default();
            piece.asks && ["Who ", "¿Quién", "¿A quién"].iter().any(|start| text.starts_with(start))
        });
        // "The wife hated it." "Pat."
        let kin = self
            .state
            .topic
            .as_ref()
            .is_some_and(|(topic, turn)| topic == "family" && self.state.turn.saturating_sub(*turn) <= 1);
        let named = |said: &&str| (who || kin) && self.means_nothing(said);
        let Some(said) = self.lone_name().filter(named) else { return false };
        let fills = [Fill { slot: "name".to_owned(), text: said.to_owned() }];
        let pool = "frame.their_name";
        self.can_echo() && self.is_fresh_with(pool, &fills) && self.line(pool, &fills)
    }

    /// A message that is one word with a capital.
    pub(super) fn lone_name(&self) -> Option<&'a str> {
        let said = self.input.text.trim().trim_end_matches(['.', '!', ',']);
        (said.starts_with(char::is_uppercase) && said.chars().all(char::is_alphabetic)).then_some(said)
    }

    /// A message that is a known name and no more, and who that is: "Jessie", "your friend".
    fn name_alone(&self) -> Option<(String, String)> {
        let said = self.lone_name()?;
        let kin = self.state.told.iter().rev().filter(|told| told.relation == Relation::Kin);
        let known = kin.map(|told| parts(&told.value)).find(|(_, name)| *name == Some(said));
        if let Some((Some(_), Some(name))) = known {
            let whole = self.state.told.iter().rev().find(|told| told.value.ends_with(name))?;
            return Some((name.to_owned(), whole.value.strip_suffix(name)?.trim().to_owned()));
        }
        // "I had the cat." "Marmalade."
        let name = self.means_nothing(said);
        self.last_animal().filter(|_| name).map(|animal| (said.to_owned(), animal))
    }

    /// Whether a lone word is no word that means something, as "Died" does.
    fn means_nothing(&self, said: &str) -> bool {
        let (lexicon, word) = (self.library.lexicon(self.language()), said.to_lowercase());
        self.reading.topics.is_empty()
            && self.reading.thing.is_none()
            && self.reading.feelings.is_empty()
            && self.reading.statement().is_none()
            && self.reading.bare().is_none()
            && !lexicon.common.has(&word)
            && !lexicon.people.has(&word)
            && !GRAVE.contains(&word.as_str())
    }

    /// A few words that answer the question which was just asked are taken as that.
    fn mirror_answer(&mut self) -> bool {
        // Who mourns has told something, however short.
        self.is_short_answer()
            && !self.is_in_grief()
            && self.is_fresh("answer.short")
            && self.line("answer.short", &[])
    }

    /// Whether a few words answer the open question of the last reply.
    pub(super) fn is_short_answer(&self) -> bool {
        let asked = self.state.last.iter().any(|piece| piece.asks && piece.act == Act::AskOpen);
        let grave = self.reading.folded.iter().any(|word| GRAVE.contains(&word.as_str()));
        asked
            && !grave
            && self.level() == Level::None
            && self.reading.act() == UserAct::Tell
            && self.reading.words <= ANSWER_WORDS
            && self.reading.feelings.is_empty()
            && self.reading.tone(self.library) != Tone::Hard
            && !self.input.text.contains('?')
    }

    /// Says a few of the resident's own words back. Not what is hard, which asks for more than its words; not three times in
    /// a row, nor to somebody who complained: an echo of everything is a parrot.
    pub(super) fn mirror_words(&mut self, tail: bool) -> bool {
        let Some(said) = self.reading.echo.clone().filter(|said| said.tail == tail) else { return false };
        let text = said.text;
        let hard = self.reading.tone(self.library) == Tone::Hard || !self.reading.feelings.is_empty();
        let pool = "frame.echo";
        let lately = |key: &[u8]| {
            noted(&self.state.seen, hash(&[key]))
                .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= ECHO_TURNS)
        };
        let before = lately(b"echo first");
        let often = lately(b"echo second");
        let told = self.reading.act() == UserAct::Tell
            && self.can_echo()
            // What is told of who died is worth its words.
            && (self.is_in_grief() || self.is_most_of_it(&text))
            && self.is_fit_to_say(&text);
        // "His radio", "the window" of the snow: the lesser half of what was said.
        let lesser = tail
            && self.reading.language == Language::En
            && (self.reading.other || self.reading.thing.as_ref().is_some_and(|thing| !thing.about));
        if hard
            || often
            || lesser
            || tail && self.is_sore()
            || self.has_just_echoed()
            || !told
            || self.state.complained.is_some()
        {
            return false;
        }
        // "Le ha puesto esto su sobrina" says more than "su sobrina".
        if tail && self.language() == Language::Es && self.mirror_told() {
            return true;
        }
        // It may stand alone, so it has to be easy alone.
        if !self.is_easy(&text) {
            return false;
        }
        let fills = [Fill { slot: "echo".to_owned(), text }];
        // The same words are not echoed twice.
        if !self.is_fresh_with(pool, &fills) || !self.line(pool, &fills) {
            return false;
        }
        let key = if before { b"echo second".as_slice() } else { b"echo first" };
        self.state.note_line(hash(&[key]));
        self.note_echo();
        true
    }

    /// Whether words of the resident's would be right in the companion's mouth: what no line may hold, no echo does.
    pub(super) fn is_fit_to_say(&self, text: &str) -> bool {
        let tokens = tokens(text);
        let lints = self.library.lints(self.language());
        !lints
            .iter()
            .any(|(pattern, _)| (0..tokens.len()).any(|at| pattern.match_at(&tokens, at, &NoSpans).is_some()))
    }

    /// Whether a text is as easy as a reply has to be (L1).
    pub(super) fn is_easy(&self, text: &str) -> bool {
        match self.language() {
            Language::En => grade_en(text) <= GRADE_MAX,
            Language::Es => inflesz_es(text) >= INFLESZ_MIN,
        }
    }

    pub(super) fn has_mentioned(&self) -> bool {
        self.reading.frames.iter().any(|hit| hit.id == "mention_person")
    }

    pub(super) fn mirror_mention(&mut self) -> bool {
        // Of all that a long message tells, a thing that it names is seldom what it is about.
        let long = self.reading.words >= LONG_WORDS;
        let named = |id: &str| id == "mention_person" || id.starts_with("mention") && !long;
        let Some(hit) = self.reading.frames.iter().find(|hit| named(&hit.id)).cloned() else {
            return false;
        };
        // Who complains of a lost gown is not asked about the daughter who gave it.
        if self.is_sore() {
            return false;
        }
        // "He called me Mama Zoila": the resident's own name is nobody else.
        let own = self.state.slot("name.name");
        if own.is_some() && hit.fills.first().map(|fill| fill.text.as_str()) == own {
            return false;
        }
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
        if lately || (living && self.is_gone(hit)) {
            return false;
        }
        let pool = format!("frame.{}", hit.id);
        // A mention may stand alone with a long word, so it has to be easy alone.
        let mention = hit.id.starts_with("mention") || hit.id == "their_name";
        if !(if mention { self.line_filled(&pool, &hit.fills) } else { self.line(&pool, &hit.fills) }) {
            return false;
        }
        self.state.note_line(key);
        true
    }

    /// Whether a few words say of what is hard: "I cannot sleep".
    fn is_plainly_hard(&self) -> bool {
        let topic = self.reading.topics.first().and_then(|topic| self.library.topic(topic));
        self.reading.words <= HARD_WORDS && topic.is_some_and(|topic| topic.tone == Tone::Hard)
    }

    pub(super) fn mirror_topic(&mut self) -> bool {
        // A topic has few lines; when they are used up the next may do, and company is better than an echo.
        // In a story of a life a word such as "winter" is not what it is about.
        let story =
            self.top_flow().is_some_and(|flow| flow.steps.iter().any(|step| step.acts.contains(&Do::Keep)));
        if story && self.reading.tone(self.library) != Tone::Hard {
            return false;
        }
        let first = self.reading.topics.first().and_then(|id| self.library.topic(id));
        // A word in it says one thing, and the whole of it another: "his cold hands, and how he made me laugh".
        if first.is_some_and(|topic| {
            !self.is_about(topic)
                || self.is_at_odds(topic.tone)
                || self.leans_from(topic.tone) && !GRIEF.contains(&topic.id.as_str())
        }) {
            return false;
        }
        // What is named in passing does not make a message be about it: "he would whistle to the dogs".
        let aside = self.names_in_passing() || self.is_sore();
        if aside && first.is_some_and(|topic| topic.tone != Tone::Hard) {
            return false;
        }
        // Who says that they are tired of walking is not told that walking is good.
        let heavy = self.reading.feelings.first().is_some_and(|feeling| !feeling.is_good());
        if heavy && first.is_some_and(|topic| topic.tone != Tone::Hard) {
            return false;
        }
        // What somebody who mourns tells of bread or flowers is told of who died; and what ails is what they died of.
        if self.is_in_grief() && first.is_some_and(|topic| self.is_beside_grief(topic)) {
            return self.tells_of_the_dead() && self.is_fresh("mourn") && self.line("mourn", &[]);
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

    /// Whether the message names a thing that it is not about.
    pub(super) fn names_in_passing(&self) -> bool {
        self.reading.thing.as_ref().is_some_and(|thing| !thing.about)
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
        let current = self.state.topic.as_ref().is_none_or(|(last, turn)| {
            *last == topic && self.state.turn.saturating_sub(*turn) <= CONTEXT_TURNS
        });
        // What names a person or a thing is about that.
        let other =
            self.reading.thing.is_some() || self.reading.frames.iter().any(|hit| !hit.fills.is_empty());
        hard && current
            && !other
            && self.reading.words > SHORT_WORDS
            && self.is_fresh(&pool)
            && self.line(&pool, &[])
    }

    /// Whether a pool has a line that has rested.
    pub(super) fn is_fresh(&self, pool: &str) -> bool {
        self.is_fresh_with(pool, &[])
    }

    /// The same, with what its placeholders take.
    pub(super) fn is_fresh_with(&self, pool: &str, fills: &[Fill]) -> bool {
        let chooser = self.chooser();
        chooser.choose(pool, fills).is_some_and(|chosen| chosen.fresh)
    }

    pub(super) fn reflect_feeling(&mut self) {
        if let Some(feeling) = self.feeling() {
            self.line(feeling.pool(), &[]);
        }
    }

    /// The feeling to mirror: one that was named, else one that the mirrored words carry, else an inferred one
    /// where the law allows that.
    pub(super) fn feeling(&self) -> Option<Feeling> {
        if let Some(feeling) = self.reading.feelings.first() {
            return Some(*feeling);
        }
        // Where the law bars it, nothing is inferred at all, not even from a loss that is told.
        let carried = self
            .reading
            .statement()
            .filter(|_| self.may_infer())
            .and_then(|hit| frame(self.library, &hit.id)?.feeling);
        carried.or_else(|| self.grief_begun()).or_else(|| self.inferred())
    }

    /// A death told without a name ("She died in the spring") is met with feeling where its flow begins.
    fn grief_begun(&self) -> Option<Feeling> {
        let begins = self.state.top().is_some_and(|frame| frame.heard <= 1);
        let grief = self.reading.topics.first().is_some_and(|topic| GRIEF.contains(&topic.as_str()));
        (begins && grief && self.may_infer()).then_some(Feeling::Grieving)
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
