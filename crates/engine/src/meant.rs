//! What is said about the companion's own last words: "yes what?", "what's that you follow", "Deseos?". It is no answer and
//! no story. The words were not clear, and that is owned; what the resident had been telling comes first again.

use content::model::{Act, UserAct};
use content_safety_api::Language;

use super::clause_words::is_one_of;
use super::plan::{Piece, Words};
use super::render;
use super::turn::Turn;

/// Who asks back does so in at most so many words.
const ASK_BACK_WORDS: usize = 6;
/// What may stand in it beside words of the reply.
const BESIDE: &str = "yes you that thats is are was it its right so and eh huh the a an to of on in with did do does mean meant \
    que como dice ha dicho eso es lo si y pues pero el la los las de a en por le se me quiere decir esta con al";
/// What asks back.
const ASKING: &str = "what whats which que como cual mande";
/// Who the companion is called when it is spoken to.
const SPOKEN_TO: &str = "you your yours yourself youre usted tu ti contigo maquina aparato vos";
/// Who says so did not understand.
const UNCLEAR: &str = "understand follow entiendo entendi sigo";
/// What is asked of anybody's opinion or knowledge, and not of what the companion is: "do you reckon", "¿usted cree?".
const SUPPOSES: &str =
    "think reckon suppose believe guess know happen crees cree sabes sabe sabras sabra supone supones opinas";
/// So many words make a question of something else beside that.
const SUPPOSED_WORDS: usize = 6;
/// What only somebody with a life does.
const LIFE_EN: &str =
    "like love enjoy eat drink sleep dream pray dance cook knit swim smoke ride drive wear grow fancy get";
/// The same in Spanish, of whom one speaks to.
const LIFE_ES: &str = "come comes bebe bebes duerme duermes gusta gustan reza rezas baila bailas cocina cocinas suena suenas \
    fuma fumas hambre frio novia novio nietos";
/// Spanish speaks to somebody with the verb alone.
const SPOKEN_TO_ES: [(&str, &str); 6] =
    [("le", "parece"), ("me", "esta"), ("me", "estas"), ("me", "toma"), ("me", "entiende"), ("me", "oye")];

impl Turn<'_> {
    /// Whether the message asks what the last reply was about: a few words, all of them the reply's own or such as ask back.
    /// A reply that asked something is asked back about its question, which is then put again.
    pub(super) fn asks_back(&self) -> bool {
        let plain = |piece: &Piece| {
            !piece.asks
                && matches!(piece.words, Words::Line(_))
                && piece.act != Act::Step
                && piece.act != Act::Close
        };
        let last = &self.state.last;
        if last.is_empty() || !last.iter().all(plain) {
            return false;
        }
        let said: String = last
            .iter()
            .filter_map(|piece| render::words(piece, self.language(), self.library, self.input.packs()))
            .collect::<Vec<_>>()
            .join(" ");
        let said: Vec<String> = content::text::tokens(&said).into_iter().map(|token| token.text).collect();
        let words: Vec<&String> = self.reading.folded.iter().filter(|word| word.as_str() != ".").collect();
        let asks =
            self.input.text.trim_end().ends_with('?') || words.iter().any(|word| is_one_of(word, ASKING));
        let quoted = |word: &str| said.iter().any(|one| one == word) && !is_one_of(word, BESIDE);
        let known = |word: &&&String| quoted(word) || is_one_of(word, BESIDE) || is_one_of(word, ASKING);
        let quotes = words.iter().any(|word| quoted(word));
        // A plain "pardon?" has the last words said again; "I don't follow you" after a line that fits anything has not.
        if self.reading.act() == UserAct::AskTime {
            return false;
        }
        let again = self.reading.act() == UserAct::Repeat;
        if again && self.said_little() && words.iter().any(|word| is_one_of(word, UNCLEAR)) {
            return true;
        }
        asks && !again
            && (1..=ASK_BACK_WORDS).contains(&words.len())
            && words.iter().filter(known).count() == words.len()
            && (quotes
                || words.len() > 1 && self.said_little() && words.iter().any(|word| is_one_of(word, ASKING)))
    }

    /// Whether the last reply was a word of listening, or nothing that bears being said again.
    fn said_little(&self) -> bool {
        self.state.last.iter().all(|piece| {
            let Words::Line(line) = &piece.words else { return false };
            let general = [
                "presence",
                "does.",
                "clause.",
                "told.",
                "answer.short",
                "heard",
                "meant",
                "yes.loose",
                "no.loose",
            ];
            general.iter().any(|pool| line.pool.starts_with(pool))
        })
    }

    /// Whether a question is put to the companion itself, and to no knowledge of the world.
    pub(super) fn asks_of_companion(&self) -> bool {
        let words = &self.reading.folded;
        let own = words.windows(2).any(|pair| pair[0] == "am" && pair[1] == "i");
        // "Can they take your house off you", "would you tell me the time": of the world.
        let world = words.iter().any(|word| is_one_of(word, "they"))
            || words.windows(2).any(|pair| pair[0] == "tell" && pair[1] == "me");
        self.reading.act() == UserAct::Ask
            && !own
            && !world
            && !self.asks_an_opinion()
            && (words.iter().any(|word| is_one_of(word, SPOKEN_TO))
                || words
                    .windows(2)
                    .any(|pair| SPOKEN_TO_ES.iter().any(|(one, two)| pair[0] == *one && pair[1] == *two)))
    }

    /// Whether it is asked what only somebody with a life does: what it eats, whether it prays, who comes to see it.
    pub(super) fn asks_of_its_life(&self) -> bool {
        let words = &self.reading.folded;
        let english = words.windows(3).any(|words| {
            is_one_of(&words[0], "do did dont have")
                && words[1] == "you"
                && (words[2] == "ever" || is_one_of(&words[2], LIFE_EN))
        });
        let spanish = words.iter().any(|word| is_one_of(word, "usted tu ti vos te"))
            && words.iter().any(|word| is_one_of(word, LIFE_ES));
        let asks = matches!(self.reading.act(), UserAct::Ask | UserAct::AskSelf | UserAct::AskKnow);
        let asked = if self.reading.language == Language::En { english } else { spanish };
        asks && asked && self.input.text.contains('?')
    }

    /// Whether it is asked what the companion supposes or knows of something else.
    fn asks_an_opinion(&self) -> bool {
        let words = &self.reading.folded;
        let of_itself = words.iter().any(|word| is_one_of(word, "yourself ti saying decir digo even"));
        !of_itself
            && words.iter().filter(|word| word.as_str() != ".").count() >= SUPPOSED_WORDS
            && words.iter().any(|word| is_one_of(word, SUPPOSES))
    }
}
