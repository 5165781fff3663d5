//! Replies from pieces: [reflection] + [validation or affirmation] + [question or offer or nothing].
//!
//! The reflection comes from the smallest grammar that fits; without one from the topic; without that it is a
//! plain line of company. At most sixty words, three sentences and one question.

use content::model::{Act, Do, Feeling, Tone, UserAct};
use content::text::{sentences, word_count};
use content_safety_api::Language;

use super::action::{PERHAPS, SURE};
use super::choose::Chooser;
use super::mirror::SHORT_WORDS;
use super::plan::{Effect, Fill, Piece, Words};
use super::reading::{OF_ONES_OWN, frame};
use super::turn::{SENTENCES_MAX, Turn, WORDS_MAX, WORDS_SIMPLE_MAX};

/// Human contact is suggested at most once in so many turns.
const HUMAN_REST_TURNS: u32 = 5;
/// What stays a topic for so many turns after it was touched.
const TOPIC_TURNS: u32 = 1;
/// What is said of the way things go rather than of any thing.
const MANNERS: [&str; 6] = ["seen_to", "saying", "so_it_is", "getting_by", "few_words", "laughs"];
/// Words that tell of what was.
const PAST: &str = "was were had did went came made used gave took kept told said got ran sold bought left lost sang knew stood \
    sat drove spent met taught slept brought sent felt wore threw caught rode fell rang wrote ate won built grew found \
    swept shook sewed knitted then era eran fue fueron tenia teniamos habia iba ibamos";
/// Words that tell of what is.
const PRESENT: &str = "is are am has have its hes shes theyre im ive does dont doesnt now today here es son esta estan hay \
    tiene tengo hoy ahora aqui";
/// Words that tell of what is still to come: of that nobody is asked how it was.
const AHEAD: &str = "will ill shall gonna tomorrow later soon manana luego ire hare vere pedire preguntare";
/// And for so many where an idea is asked for.
const ASKED_TOPIC_TURNS: u32 = 2;
/// A question that fits anything is asked only when none was in so many replies.
const GENERAL_REST_TURNS: usize = 3;

impl<'a> Turn<'a> {
    /// Says and does these things, in order.
    pub(super) fn perform(&mut self, acts: &[Do]) {
        let feels = acts.contains(&Do::ReflectFeeling) && self.feeling().is_some();
        let answers = acts.iter().any(|act| matches!(act, Do::ReflectContent));
        let others = acts.iter().any(|act| matches!(act, Do::Line(_)));
        self.asks_leave = acts.contains(&Do::AskPermission);
        for act in acts {
            match act {
                Do::ReflectContent => self.reflect_content(feels || others),
                Do::ReflectFeeling => self.reflect_feeling(),
                // "I asked you what time it is" can be answered now.
                Do::Line(pool) if pool == "asked.before" && self.asks_the_hour() => self.tell_the_time(),
                Do::Line(pool) => self.comfort(pool, answers),
                Do::AskTopic if (answers && self.gave_no()) || self.after_card() => {}
                Do::AskTopic => self.ask_topic(),
                Do::AskPermission => self.ask_permission(),
                Do::Card => self.tell_card(),
                Do::ChooseActivity(pool) => self.choose_activity(pool),
                Do::ChooseTime(pool) => self.choose_time(pool),
                Do::TimeShift(pool) => self.time_shift(pool),
                Do::TellTime => self.tell_the_time(),
                act => self.perform_within(act),
            }
        }
        if self.pieces.iter().all(|piece| piece.notice) {
            self.line("presence", &[]);
        }
        // An echo that stands alone is half an answer.
        let echo = |piece: &Piece| matches!(&piece.words, Words::Line(line) if line.pool == "frame.echo");
        let spoken: Vec<&Piece> = self.pieces.iter().filter(|piece| !piece.notice).collect();
        if matches!(spoken.as_slice(), [piece] if echo(piece)) && !self.is_in_grief() {
            self.speak_of_thing();
        }
        if answers {
            self.ask_beside_clause();
            self.ask_for_a_word();
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
            Do::OfferedPlan => self.effects.push(Effect::PlanOffered),
            Do::CheckedIn => self.check_in(),
            Do::FollowedUp => self.follow_up(),
            Do::RequestPerson => self.request_person(),
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
        // Some turns after a danger was spoken of, what plainly tells of something else is met by what it does.
        let rests = self.danger_rests() && !self.may_mean_the_danger();
        let met = self.mirror_statement()
            || self.meet_action(SURE)
            || rests && self.mirror_strong_clause()
            || self.meet_action(PERHAPS)
            || rests && self.mirror_clause(false)
            || self.mirror_words(false)
            || self.mirror_thing()
            || rests && self.mirror_clause(true)
            || self.mirror_topic()
            || self.mirror_mention()
            || rests && self.mirror_told()
            || self.mirror_words(true)
            || self.mirror_again()
            || self.mirror_manner()
            || rests && self.mirror_clause_plainly();
        if !met && self.reading.words > SHORT_WORDS {
            self.line(if self.is_brief() { "presence.short" } else { "presence" }, &[]);
        }
        self.reflect_feeling();
    }

    /// Chooses lines for this reply.
    pub(super) fn chooser(&self) -> Chooser<'_> {
        Chooser {
            library: self.library,
            state: &self.state,
            conversation: self.input.conversation,
            language: self.language(),
            said: &self.said,
        }
    }

    /// Says a line of a pool; whether there was one.
    pub(super) fn line(&mut self, pool: &str, fills: &[Fill]) -> bool {
        let chooser = self.chooser();
        let Some(chosen) = chooser.choose(pool, fills) else { return false };
        if !chosen.fresh {
            self.effects.push(Effect::PoolExhausted(pool.to_owned()));
        }
        let Some(declared) = self.library.pool(pool) else { return false };
        if pool == "human.suggest" && self.human_rests() {
            return false;
        }
        if declared.act == Act::AskPermission && self.is_after_risk() && !self.is_asked_for() {
            return false;
        }
        self.push_line(&chosen.line, fills);
        if declared.act == Act::AskPermission && pool != "resume" {
            self.pause_offers();
        }
        if declared.act == Act::ConnectHuman {
            self.state.human = Some(self.state.turn);
        }
        true
    }

    /// Says this line.
    pub(super) fn push_line(&mut self, line: &content::LineRef, fills: &[Fill]) {
        let Some(declared) = self.library.pool(&line.pool) else { return };
        self.push(Piece {
            act: declared.act,
            words: Words::Line(line.clone()),
            fills: fills.to_vec(),
            asks: declared.asks,
            notice: declared.notice,
        });
    }

    /// Whether the running flow, or something of this message, was asked for.
    fn is_asked_for(&self) -> bool {
        self.state.top().is_some_and(|frame| frame.asked)
            || self.reading.does(UserAct::AskAdvice)
            || self.is_wish()
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
        // A no to nothing is only a word.
        let pool = if pool == "no.loose" && !self.asked_just() { "presence.short" } else { pool };
        // What it eats or whom it loves has an answer of its own: none.
        let pool = if pool == "self" && self.asks_of_its_life() { "self.not" } else { pool };
        // "I didnt" turns nothing down: it tells.
        if pool == "presence.short" && self.reading.act() == UserAct::No && self.mirror_told() {
            return;
        }
        if pool == "close" && self.close_by_name() || pool == "greet.first" && self.greet_by_name() {
            return;
        }
        let comforts = matches!(pool, "normalise" | "affirm" | "affirm.good");
        if !comforts || !answers {
            self.line(pool, &[]);
            return;
        }
        if self.reading.bare().is_some() {
            return;
        }
        // A name is thanked for, and is no story.
        if self.reading.statement().is_some_and(|hit| hit.id == "name") && self.mirrors() > 0 {
            return;
        }
        let fitting = match self.reading.tone(self.library) {
            // That it is normal to feel so is no answer to a story, nor to what surely is light.
            Tone::Hard
                if self.reading.feelings.is_empty()
                    && (self.does_tell_a_story() || self.is_at_odds(Tone::Hard)) =>
            {
                "presence"
            }
            Tone::Hard if pool == "affirm.good" => "affirm",
            Tone::Hard => pool,
            // Who mourns is not praised for a good story.
            Tone::Good if self.mourns() || self.reading.other || self.names_in_passing() => "presence",
            // What was met by what its sentence does was met.
            Tone::Good if self.is_hard_clause() || self.has_met_clause() => "presence",
            Tone::Good => "affirm.good",
            Tone::Plain => "presence",
        };
        // What was mirrored stands by itself; company after each of them is a tic.
        let easy = self.is_easy(&self.said.join(" "));
        let answered = self
            .pieces
            .iter()
            .any(|piece| matches!(&piece.words, Words::Line(line) if line.pool == "answer.short"));
        if fitting == "presence" && (self.mirrors() > 0 || answered) && easy {
            return;
        }
        // Company is said once a reply.
        let said = self
            .pieces
            .iter()
            .any(|piece| matches!(&piece.words, Words::Line(line) if line.pool.starts_with("presence") || line.pool == "mourn"));
        let brief = fitting == "presence" && self.is_brief();
        // Beside a mirror, praise has to leave the reply easy.
        if self.mirrors() > 0 && fitting == "affirm.good" {
            self.line_beside(fitting, &[]);
            return;
        }
        let unmet = fitting == "presence" && !said && self.mirrors() == 0;
        if unmet && self.hear_out() {
            return;
        }
        if fitting != "presence" || !said {
            self.line(if brief { "presence.short" } else { fitting }, &[]);
        }
    }

    /// A greeting to somebody who says their name with theirs.
    fn greet_by_name(&mut self) -> bool {
        let named = self.reading.frames.iter().find(|hit| hit.id == "name");
        let Some(fills) = named.map(|hit| hit.fills.clone()) else { return false };
        self.is_fresh_with("welcome.hello", &fills) && self.line("welcome.hello", &fills)
    }

    /// Goodbye, by the name that was told in this conversation; it is used there and hardly anywhere else.
    fn close_by_name(&mut self) -> bool {
        let Some(name) = self.state.slot("name.name").map(str::to_owned) else { return false };
        self.is_fresh_with("close.name", &[Fill { slot: "name".to_owned(), text: name.clone() }])
            && self.line("close.name", &[Fill { slot: "name".to_owned(), text: name }])
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
            // What names a thing or a person of its own is not about what was told before.
            let other = self.reading.thing.is_some() || !self.reading.frames.is_empty();
            // An idea that is asked for is for what was told shortly before.
            let asked = self.reading.does(UserAct::AskAdvice);
            let most = if asked { ASKED_TOPIC_TURNS } else { TOPIC_TURNS };
            let near = self.state.turn.saturating_sub(*turn) <= most;
            ((asked || !other) && near).then_some(topic.as_str())
        })
    }

    /// The topic that the mirrored statement belongs to.
    pub(super) fn frame_topic(&self) -> Option<&'a str> {
        let library = self.library;
        self.reading.statement().and_then(|hit| frame(library, &hit.id)?.topic.as_deref())
    }

    /// What cannot be answered is not left standing alone.
    fn stand_by(&mut self) {
        if self.pieces.iter().all(|piece| piece.notice) {
            self.line("presence.short", &[]);
        }
    }

    /// Asks about what was told, unless this reply asks something already.
    pub(super) fn ask_topic(&mut self) {
        if self.pieces.iter().any(|piece| piece.asks && !piece.notice) {
            return;
        }
        if self.reading.act() == UserAct::Ask && self.reading.topics.is_empty() {
            return self.stand_by();
        }
        self.ask_of_what_was_told();
    }

    fn ask_of_what_was_told(&mut self) {
        // A question has to be earned: first what was told is met, and not each reply asks.
        let bare = self.reading.bare().is_some();
        let asked = self.state.last.iter().any(|piece| piece.asks);
        let met = self.mirrors() > 0;
        if self.state.balance + self.mirrors() <= 0 || (!met && !bare && asked) {
            return;
        }
        // A name is thanked for, how somebody gets by is met; neither is asked about as if it were a thing.
        let said = self
            .reading
            .statement()
            .is_some_and(|hit| hit.id == "name" || MANNERS.contains(&hit.id.as_str()));
        if said
            || (self.has_met_death() && self.line("died.ask", &[]))
            || (!self.is_in_grief() && (self.ask_of_action() || self.ask_clause() || self.ask_thing()))
        {
            return;
        }
        if bare && self.go_back() {
            return;
        }
        let topic = self.topic_to_ask().map(str::to_owned);
        // A person who is named says more than that it is about family.
        let named = self.has_named();
        let family = topic.as_deref() == Some("family") && named;
        if family && self.ask_person() {
            return;
        }
        let topic = topic.filter(|topic| self.may_ask_of(topic));
        if let Some(topic) = topic {
            let pool = format!("ask.{topic}");
            let alone = self.pieces.iter().all(|piece| piece.notice);
            if if alone { self.line(&pool, &[]) } else { self.line_beside(&pool, &[]) } {
                return;
            }
        }
        let Some(pool) = self.general_question() else { return };
        let any = matches!(pool, "ask.then" | "ask.now");
        // A question that nothing was met before is a form.
        if !any && !met && !bare && !self.pieces.iter().all(|piece| piece.notice) {
            return;
        }
        // One that fits anything is seldom asked: it holds nothing of what was said.
        let general = any || matches!(pool, "ask.plain" | "ask.short" | "ask.good");
        if general && self.asked_lately() || pool == "ask.person" && self.ask_person() {
            return;
        }
        self.line(pool, &[]);
    }

    /// Whether a topic of the message is what it is about, and may be asked about.
    fn may_ask_of(&self, topic: &str) -> bool {
        let known = self.library.topic(topic);
        let hard = known.is_some_and(|topic| topic.tone == Tone::Hard);
        let light = known.is_some_and(|topic| topic.tone != Tone::Hard);
        // What is only named in passing is not asked about, nor what was taken away by a pleasant word in it.
        let passing = self.names_in_passing() && light || self.is_hard_clause() && !hard;
        // Who tells of good afternoons then is not asked which part of them is hard.
        let story = self.does_tell_a_story() && hard;
        // An ailment of somebody else is not asked about as if it were one's own.
        let others = self.reading.other && OF_ONES_OWN.contains(&topic);
        let beside = self.is_in_grief() && known.is_some_and(|topic| self.is_beside_grief(topic));
        // What was stated hard, and has no topic of its own, is not asked about by a word in it.
        let own = self.reading.statement().and_then(|hit| frame(self.library, &hit.id));
        let stated = own.is_none_or(|frame| {
            frame.topic.is_some() || (frame.tone != Tone::Hard && !frame.slots.is_empty())
        });
        !passing && !story && !others && !beside && stated
    }

    /// Asks about the person whom the message names, by that name.
    fn ask_person(&mut self) -> bool {
        // A line that names somebody by that alone invites already.
        let named =
            |piece: &Piece| matches!(&piece.words, Words::Line(line) if line.pool == "frame.mention_person");
        if self.pieces.iter().any(named) || self.is_sore() {
            return true;
        }
        let hit = self.reading.frames.iter().find(|hit| hit.id == "mention_person");
        let Some(fills) = hit.map(|hit| hit.fills.clone()) else { return false };
        self.can_echo() && self.line_beside("ask.person", &fills)
    }

    /// Whether the message tells of what was, in words that are surely past.
    pub(super) fn tells_of_before(&self) -> bool {
        let english = self.reading.language == Language::En;
        let ends: &[&str] = if english { &["ed"] } else { &["aba", "aban", "abamos"] };
        self.says(PAST)
            || self
                .reading
                .folded
                .iter()
                .any(|word| word.len() > 4 && ends.iter().any(|end| word.ends_with(end)))
    }

    /// Whether a verb of what was stands in it, and not only an ending that may be a feeling's: "it keeps me worried".
    pub(super) fn tells_a_story(&self) -> bool {
        self.says(PAST)
    }

    fn says(&self, words: &str) -> bool {
        let listed = |word: &String| words.split_ascii_whitespace().any(|one| one == word);
        self.reading.folded.iter().any(listed)
    }

    /// The topic that may be asked about. A feeling that is told now is not answered with a question about what was talked
    /// of before, nor is what was only touched before asked about as if it were what is told now.
    fn topic_to_ask(&self) -> Option<&str> {
        let stale = self.reading.topics.is_empty() && self.frame_topic().is_none();
        // "Malta.": what was just said back is not followed by a question about what was said before it.
        let own = self.pieces.iter().any(
            |piece| matches!(&piece.words, Words::Line(line) if line.pool == "frame.told" || line.pool == "frame.echo"),
        );
        self.topic().filter(|topic| {
            !stale
                || !own
                    && self.reading.feelings.is_empty()
                    && self.library.topic(topic).is_some_and(|topic| topic.tone == Tone::Hard)
        })
    }

    /// Whether the reply names somebody whom the message mentions: "that person" is then who it is.
    fn has_named(&self) -> bool {
        self.reading.frames.iter().filter(|hit| hit.id == "mention_person").any(|hit| {
            let last = hit.fills.first().and_then(|fill| fill.text.split(' ').next_back());
            last.is_some_and(|last| self.said.iter().any(|said| said.contains(last)))
        })
    }

    /// Whether one of the last replies asked.
    pub(super) fn asked_lately(&self) -> bool {
        let asks =
            |act: &Act| matches!(act, Act::AskOpen | Act::AskChoice | Act::AskPermission | Act::Clarify);
        self.state.window.iter().rev().take(GENERAL_REST_TURNS).any(|done| done.acts.iter().any(asks))
    }

    /// The question that fits where no topic has one.
    fn general_question(&self) -> Option<&'static str> {
        let named = self.reading.frames.iter().any(|hit| hit.id == "mention_person");
        let tone = self.reading.tone(self.library);
        // What is said back is not asked about but as what was: "the gardener is out" has no story that went on.
        let echoed = self
            .pieces
            .iter()
            .any(|piece| matches!(&piece.words, Words::Line(line) if line.pool == "frame.told"));
        // Who is tired is not kept up with a question; and in grief what is told beside it is not mourned.
        let tired = self.reading.feelings.first() == Some(&Feeling::Tired) && self.reading.topics.is_empty();
        let beside = self.is_in_grief() && tone != Tone::Hard && !self.tells_of_before();
        if self.reading.bare().is_none() && (tired || beside || echoed && !self.tells_of_before()) {
            return None;
        }
        let pool = match tone {
            _ if self.reading.bare().is_some() => "ask.start",
            Tone::Plain | Tone::Hard if self.is_in_grief() && (named || self.reading.words > SHORT_WORDS) => {
                "ask.mourning"
            }
            Tone::Plain
                if named
                    && (self.reading.words <= SHORT_WORDS
                        || !self.tells_of_before()
                        || !self.is_fresh("ask.then")) =>
            {
                "ask.person"
            }
            Tone::Plain | Tone::Good
                if self.tells_of_before() && !self.says(AHEAD) && self.is_fresh("ask.then") =>
            {
                "ask.then"
            }
            _ if self.reading.words <= SHORT_WORDS => "ask.short",
            // What nothing was met of is not asked how it suits.
            _ if self.mirrors() == 0 => "ask.short",
            Tone::Plain if self.says(PRESENT) && self.is_fresh("ask.now") => "ask.now",
            Tone::Good => "ask.good",
            Tone::Hard if self.mourns() => "ask.mourning",
            Tone::Hard => "ask.open",
            Tone::Plain => "ask.plain",
        };
        // A death is not asked about as a story is.
        let light = matches!(pool, "ask.then" | "ask.now" | "ask.plain" | "ask.short" | "ask.good");
        (!light || !self.is_in_grief()).then_some(pool)
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
