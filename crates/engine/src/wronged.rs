//! What somebody is told to do to who tells it: "she hides my food", "they take my things", "he laughs at me". It is never said
//! back, where it would be agreed with or passed on, and never asked about as if it were gossip. The rules for abuse and
//! neglect have read it before; what they leave is answered by lines that take it seriously.

use content::Compiled;
use content::text::Token;
use content_safety_api::Language;

use super::clause_words::is_one_of;

/// Somebody else who does it, in one word.
const OTHERS: &str =
    "he she they hes shes theyre someone somebody everyone everybody people nobody who others";
/// Who leads a noun that does it: "the one opposite", "my son", "that girl".
const LEADS: &str = "the that this one my our some a an another his her their";
/// How far behind its subject such a verb stands.
const REACH: usize = 4;
/// Verbs that wrong by what they take, with "my" behind them.
const TAKING: &str = "hide hides hid hidden hiding steal steals stole stolen stealing pinch pinches pinched nick nicks nicked \
    rob robs robbed swipe swiped pocket pockets pocketed eat eats ate eating drink drinks drank wear wears wearing \
    rummage rummages rummaged";
/// Verbs of everyday help too, which wrong only by what they are about.
const HANDLING: &str = "take takes took taken taking keep keeps kept use uses used open opens opened read reads throw throws threw \
    thrown move moves moved spend spends spent";
/// What is one's own and nobody's to take.
const OWN: &str = "things thing food money purse wallet clothes letters letter post ring rings watch jewellery jewelry biscuits \
    chocolate chocolates sweets cake slippers glasses stick frame bag handbag coat jumper cardigan blanket phone telephone \
    paper papers cheque chequebook bank wages photos photographs savings pension card cards cigarettes keys radio remote parcel diary drawers belongings";
/// Verbs that wrong with "me" right behind them.
const TO_ME: &str = "ignore ignores ignored mock mocks mocked tease teases teased bully bullies bullied insult insults insulted \
    humiliate humiliates humiliated cheat cheats cheated";
/// Verbs that wrong with "at me".
const AT_ME: &str = "laugh laughs laughed laughing sneer sneers sneered shout shouts shouted shouting swear swears swore swearing \
    scream screams screamed yell yells yelled spit spits spat snap snaps snapped snigger sniggers sniggered";

/// Whether a message tells of such a thing.
pub(super) fn is_wronged(language: Language, lexicon: &Compiled, tokens: &[Token]) -> bool {
    let reading = Reading { lexicon, tokens };
    language == Language::En && (0..tokens.len()).any(|at| reading.wrongs(at))
}

struct Reading<'a> {
    lexicon: &'a Compiled,
    tokens: &'a [Token],
}

impl Reading<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    /// Whether the verb of such a thing stands here, with who does it before it and to whom behind it.
    fn wrongs(&self, at: usize) -> bool {
        let verb = self.word(at);
        let (next, after) = (self.word(at + 1), self.word(at + 2));
        // "Goes through my drawers", "talks behind my back".
        let mine = |at: usize| is_one_of(self.word(at), "my our") && is_one_of(self.word(at + 1), OWN);
        let through = is_one_of(verb, "goes go went going rummages") && next == "through" && mine(at + 2);
        let all = at + 1 + usize::from(is_one_of(next, "all away"));
        let taken = is_one_of(verb, TAKING) && is_one_of(self.word(all), "my our")
            || is_one_of(verb, HANDLING) && mine(all)
            // "He wears my slippers" does; "he ate my dinner for me" and "he drank my health" do not.
            || through;
        let to_me = is_one_of(verb, TO_ME) && is_one_of(next, "me us");
        let at_me = is_one_of(verb, AT_ME) && next == "at" && is_one_of(after, "me us");
        (taken || to_me || at_me) && self.is_done_by_another(at) && !self.is_fond(at)
    }

    /// Whether somebody else is who does it: the nearest subject before the verb, within the sentence.
    fn is_done_by_another(&self, verb: usize) -> bool {
        let from = verb.saturating_sub(REACH);
        let start =
            self.tokens[from..verb].iter().rposition(Token::is_end).map_or(from, |end| from + end + 1);
        let denied = self.tokens[start..verb].iter().any(|token| self.lexicon.negations.has(&token.text));
        let own =
            self.tokens[start..verb].iter().rposition(|token| is_one_of(&token.text, "i we ive im you"));
        let other = (start..verb).rposition(|at| {
            is_one_of(self.word(at), OTHERS)
                || self.lexicon.people.has(self.word(at))
                || self.lexicon.names.has(self.word(at))
                || self.lexicon.jobs.end_at(self.tokens, at).is_some()
                || is_one_of(self.word(at), LEADS) && at + 1 < verb
        });
        !denied && other.is_some() && own <= other
    }

    /// "He ate my dinner and we laughed", "she laughs at me, we are like that": fondness is told beside it.
    fn is_fond(&self, verb: usize) -> bool {
        self.tokens[verb..].iter().any(|token| {
            is_one_of(
                &token.text,
                "laughed fun joke joking kindly bless wedding birthday cheeky bugger jokes lovely",
            ) && !self.tokens[verb].text.starts_with("laugh")
        })
    }
}
