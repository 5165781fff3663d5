//! What the resident does with a message: one act or several, the strongest first.

use content::model::{Feeling, Tone, UserAct};
use content::pattern::NoSpans;
use content_safety_api::Language;

use super::clause_words::is_one_of;
use super::reading::{FrameHit, Reader, trimmed};

/// A wish is turned by a negation so many words before it.
const WISH_NEGATION_WORDS: usize = 2;
/// An answer is followed by something that is told when so many words come after it.
const REST_WORDS: usize = 4;
/// In a message of at most so many words a question about the companion is what it asks.
const BESIDE_WORDS: usize = 18;
/// Thanks with at most so many words are what the message is.
const THANKS_WORDS: usize = 14;

/// So many words may follow a question that is put all the same.
const ADDED_WORDS: usize = 9;
/// How a question for a fact begins.
const FACTS: [&str; 34] = [
    "how long",
    "how many",
    "how much",
    "how far",
    "how do",
    "how does",
    "what time",
    "what day",
    "what is the",
    "whats the",
    "where is",
    "where are",
    "where can",
    "when is",
    "when are",
    "when does",
    "when do",
    "when will",
    "who do i",
    "who can i",
    "who is the",
    "which day",
    "cuanto",
    "cuanta",
    "cuantos",
    "cuantas",
    "a que hora",
    "que dia",
    "cuando",
    "donde",
    "como se",
    "con quien",
    "a quien",
    "quien puede",
];

impl Reader<'_> {
    pub(super) fn acts(
        &self,
        found: bool,
        words: usize,
        frames: &[FrameHit],
        feelings: &[Feeling],
        topics: &[String],
    ) -> Vec<UserAct> {
        if words == 0 {
            return vec![UserAct::Empty];
        }
        let (from, to) = trimmed(self.tokens, self.lexicon);
        let end = self.tokens.len() - self.tokens.iter().rev().take_while(|token| token.is_end()).count();
        let whole = &self.lexicon.acts_whole;
        if let Some(act) = whole.whole(self.tokens, 0, end).or_else(|| whole.whole(self.tokens, from, to)) {
            return vec![*act];
        }
        if words <= BESIDE_WORDS && self.asks_who_this_is() {
            return vec![UserAct::AskAi];
        }
        let (within, marked) = self.within();
        let mut acts: Vec<UserAct> =
            self.lexicon.act_order.iter().filter(|act| within.contains(act)).copied().collect();
        let mut beside = false;
        if let Some((act, rest)) = self.first_clause().filter(|(act, _)| !acts.contains(act)) {
            acts.push(act);
            beside = rest >= REST_WORDS;
        }
        // A thank-you or a yes before something that is told does not make the message one.
        let statement = frames.iter().any(|frame| !frame.id.starts_with("mention"));
        let told = beside || statement || !feelings.is_empty() || (found && words > 6) || words > 9;
        // Thanks come first unless something weighs more than the thanks.
        let thanks =
            acts.contains(&UserAct::Thanks) && !statement && feelings.is_empty() && words <= THANKS_WORDS;
        if told && thanks {
            acts.retain(|act| *act != UserAct::Thanks);
            acts.insert(0, UserAct::Thanks);
        } else if told {
            // "I knew what time it was" asks nothing; with its mark it is a question, whatever is told beside it.
            let (strong, light): (Vec<_>, Vec<_>) =
                acts.into_iter().partition(|act| !is_light(*act) || marked && *act == UserAct::AskTime);
            acts = strong;
            acts.push(UserAct::Tell);
            acts.extend(light);
        }
        if acts.first().is_none_or(|act| *act == UserAct::Tell) && self.asks(statement, feelings, topics) {
            acts.insert(0, UserAct::Ask);
        }
        if let Some(number) = self.number(from, to) {
            acts.insert(0, number);
        }
        if acts.is_empty() {
            acts.push(UserAct::Tell);
        }
        acts
    }

    /// The acts that stand somewhere in the message, and whether a question is marked as one.
    fn within(&self) -> (Vec<UserAct>, bool) {
        let marked = self.input.text.contains(['?', '¿']);
        // "Hay misa hoy" and "va a llover" are questions in Spanish by their mark alone.
        let told = |act: UserAct| act == UserAct::AskWorld && self.language == Language::Es && !marked;
        let found = self.lexicon.acts_within.find(self.tokens, &NoSpans).into_iter();
        // "I do not want to breathe" is no wish for it.
        let unwished = |from: usize, act: UserAct| {
            let before = self.sentence_before(from, WISH_NEGATION_WORDS);
            is_wish(act) && before.iter().any(|token| self.lexicon.negations.has(&token.text))
        };
        let declined = |from: usize, act: UserAct| act == UserAct::PersonPlease && self.is_declined(from);
        let holds = |from, act| !told(act) && !unwished(from, act) && !declined(from, act);
        let acts = found.filter(|(matched, act)| holds(matched.from, **act));
        (acts.map(|(_, act)| *act).collect(), marked)
    }

    /// Whether what stands here is said not to be wanted: "I don't need the nurse", "you need not call anybody". Only a no right
    /// before it counts, with no comma between: "No, I need the nurse" asks for one.
    fn is_declined(&self, from: usize) -> bool {
        const DENIED: [&str; 9] =
            ["dont", "not", "never", "didnt", "wont", "neednt", "no", "nunca", "tampoco"];
        const LINKS: [&str; 8] = ["need", "have", "want", "to", "really", "hace", "falta", "que"];
        let mut at = from;
        for _ in 0..=3 {
            let Some(before) = at.checked_sub(1) else { return false };
            let (token, next) = (&self.tokens[before], &self.tokens[at]);
            let between = self.input.text.get(token.end..next.start).unwrap_or(",");
            if token.is_end() || between.contains(',') {
                return false;
            }
            if DENIED.contains(&token.text.as_str()) {
                return true;
            }
            if !LINKS.contains(&token.text.as_str()) {
                return false;
            }
            at = before;
        }
        false
    }

    /// Whether a sentence of a short message asks who or what this is, whatever stands beside it: "I am deaf. Who is that?" The
    /// answer to that is owed before any other.
    fn asks_who_this_is(&self) -> bool {
        let whole = &self.lexicon.acts_whole;
        let mut from = 0;
        for (at, token) in self.tokens.iter().enumerate() {
            if token.is_end() {
                if at > from && whole.whole(self.tokens, from, at) == Some(&UserAct::AskAi) {
                    return true;
                }
                from = at + 1;
            }
        }
        from < self.tokens.len() && whole.whole(self.tokens, from, self.tokens.len()) == Some(&UserAct::AskAi)
    }

    /// What the words before the first comma are by themselves: "No, my son did that."
    /// With it, how many words follow.
    fn first_clause(&self) -> Option<(UserAct, usize)> {
        let comma = self.input.text.find(',')?;
        let to = self.tokens.iter().take_while(|token| token.end <= comma).count();
        // "Well, ..." is no answer.
        if self.tokens[..to].iter().all(|token| self.lexicon.fillers.has(&token.text)) {
            return None;
        }
        let act = self.lexicon.acts_whole.whole(self.tokens, 0, to)?;
        let rest = self.tokens[to..].iter().filter(|token| !token.is_end()).count();
        is_light(*act).then_some((*act, rest))
    }

    fn number(&self, from: usize, to: usize) -> Option<UserAct> {
        let alone = to == from + 1 && self.tokens[from].text.chars().all(|letter| letter.is_ascii_digit());
        alone.then_some(UserAct::Number)
    }

    /// Whether something is asked that no other act names, and nothing is told beside it.
    fn asks(&self, statement: bool, feelings: &[Feeling], topics: &[String]) -> bool {
        let end = self.tokens.len() - self.tokens.iter().rev().take_while(|token| token.is_end()).count();
        let ends = self.input.text.trim_end().ends_with('?') && !self.is_tag(end);
        let hard = topics
            .first()
            .and_then(|topic| self.library.topic(topic))
            .is_some_and(|topic| topic.tone == Tone::Hard);
        (ends && !statement || self.asks_for_a_fact() || self.wants_to_know()) && !hard && feelings.is_empty()
    }

    /// "I only want to know if England are batting" asks, though it has no mark of a question.
    fn wants_to_know(&self) -> bool {
        const ASKED: &str =
            "if whether what who when where how which si que quien cuando donde como cual cuanto";
        const WANTED: &str = "want wanted like need quiero quisiera queria gustaria";
        let word = |at: usize| self.tokens.get(at).map_or("", |token| token.text.as_str());
        let knows = |at: usize| matches!(word(at), "know" | "saber") && is_one_of(word(at + 1), ASKED);
        (0..self.tokens.len()).any(|at| {
            let before = self.sentence_before(at, WISH_NEGATION_WORDS);
            let wanted = before.iter().any(|token| is_one_of(&token.text, WANTED));
            let wants = self.sentence_before(at, 2 * WISH_NEGATION_WORDS);
            let denied = wants.iter().any(|token| self.lexicon.negations.has(&token.text));
            knows(at) && wanted && !denied
        })
    }

    /// Whether somebody asks for a fact and adds a word: "How long do you boil an egg? They do them like golf balls here." What
    /// answers itself is a riddle.
    fn asks_for_a_fact(&self) -> bool {
        let text = &self.input.text;
        let Some((before, rest)) = text.rsplit_once('?') else { return false };
        let from = before.rfind(['.', '!', '?', '\n']).map_or(0, |at| at + 1);
        let words = |text: &str| content::text::tokens(text).into_iter().filter(|token| !token.is_end());
        let asked: Vec<String> = words(&before[from..]).map(|token| token.text).collect();
        let added: Vec<String> = words(rest).map(|token| token.text).collect();
        let asks = FACTS.iter().any(|fact| {
            let fact: Vec<&str> = fact.split(' ').collect();
            let heads = asked.iter().position(|word| !is_one_of(word, "and so but well y pero oiga pues"));
            heads.is_some_and(|at| asked[at..].iter().take(fact.len()).eq(fact.iter()))
        });
        let answered =
            added.first().is_some_and(|word| is_one_of(word, "because cos cause to porque pues para"));
        asks && asked.len() > 3 && added.len() <= ADDED_WORDS && !answered
    }
}

impl super::turn::Turn<'_> {
    /// "Buenas noches" opens an evening talk as well as it ends one: at its very beginning it is a greeting. "Good night" only
    /// ever parts.
    pub(super) fn greet_at_night(&mut self) {
        let evening = greets_at_night(&self.reading.folded);
        if self.state.turn <= 1 && evening && self.reading.act() == UserAct::Goodbye {
            self.reading.acts[0] = UserAct::Greet;
        } else if self.state.turn <= 1 && begins_at_night(&self.reading.folded) {
            // "Buenas noches, no puedo dormir" tells something.
            self.reading.acts.retain(|act| *act != UserAct::Goodbye);
            if self.reading.acts.is_empty() {
                self.reading.acts.push(UserAct::Tell);
            }
        }
    }
}

/// How somebody is called to behind a greeting.
const CALLED: &str = "senor senora senorita joven seno";

/// Whether these words are those of the night, and no more than to whom they are said.
pub(super) fn greets_at_night(words: &[String]) -> bool {
    let said: Vec<&str> = words.iter().map(String::as_str).filter(|word| *word != ".").collect();
    let called = |word: &&str| is_one_of(word, CALLED);
    begins_at_night(words) && said[2..].iter().all(called)
}

fn begins_at_night(words: &[String]) -> bool {
    words.len() >= 2 && words[0] == "buenas" && words[1] == "noches"
}

/// Acts that wish for something that a flow does.
const fn is_wish(act: UserAct) -> bool {
    matches!(
        act,
        UserAct::WishCalm
            | UserAct::WishSleep
            | UserAct::WishStory
            | UserAct::WishSolve
            | UserAct::WishCall
            | UserAct::WishDaily
            | UserAct::WishQuestions
    )
}

/// Acts that often stand beside something that is told.
const fn is_light(act: UserAct) -> bool {
    matches!(
        act,
        UserAct::Thanks
            | UserAct::Yes
            | UserAct::No
            | UserAct::Unsure
            | UserAct::Greet
            | UserAct::GoOn
            | UserAct::Repeat
            | UserAct::Decline
            | UserAct::AskHelp
            | UserAct::AskTime
    )
}
