//! The last resort before a bare word of listening: the clause itself, turned to the listener. "They put me in with two
//! others" is "They put you in with two others, then."
//!
//! It needs no construction, so it has to be clean: whole to the end of its clause, or to a place or a time that may be
//! left out; negation kept; nothing grave, nothing that labels somebody, no demand on the companion. It supposes no feeling.

use content::Compiled;
use content::model::{Tone, UserAct};
use content::text::{Token, word_count};
use content_safety_api::{Language, Level, Span};

use super::clause::{is_asked, is_grave, is_grave_word, parted};
use super::clause_words::{Turned, is_one_of};
use super::contractions::contraction;
use super::mirror::SHORT_WORDS;
use super::plan::{Fill, Piece, Words};
use super::spans::byte_spans;
use super::state::{hash, noted};
use super::told_es::{self, told_es};
use super::turn::Turn;

/// So many replies lie between two of these.
const REST_TURNS: u32 = 2;
/// So many words in a row are a copy (E1 of the rubric).
const COPIED_WORDS: usize = 6;
/// Who complained is not given their own words back for so many turns.
const COMPLAINED_TURNS: u32 = 6;
/// What a clause hangs on that stands right before it.
const HINGES: &str = "that what how why who where which when while as than since until because if unless whether though so before     after till and but or nor like say said says think thought know knew suppose hope wish believe reckon swear bet";
/// What says that something was not so.
const DENIED: &str = "not no never nobody nothing cannot nunca nadie nada ni";
/// Clauses that say nothing of what is told.
const SAYS_NOTHING: [&str; 4] = ["you do not know", "you cannot say", "usted no sabe", "no sabe"];
/// A clause that is said back for its own sake has so many words at least.
const CLAUSE_WORDS: usize = 4;
/// The most words of what is no clause.
const PART_WORDS: usize = 6;
/// What no clause is said back with: worth, despair and ends, what is only supposed, and what an answer to the companion is.
const NEVER: &str = "wets wetting soils soiled pee peed wee nappy nappies diaper incontinent hiv dementia thief witch pill pills tablet tablets medicine dose end ended ending finished point anymore longer \
    enough useless worthless nobodys burden coward failure rubbish nuisance trouble ashamed fault blame alone \
    lonely unwanted forgotten wish if suppose maybe perhaps might dunno understand heh hm hmm mm ok okay yes \
    yeah yep aye nope nah hello hi what why how which lie lied liar steal stole drunk prison hospital \
    wound wounded bomb bombed war shelled whatever etc lol promise god bitter despair hopeless dark nothing \
    meant mean matter matters cry cried crying scared afraid frightened";
/// What a part does not begin with: it hangs on something that is not said.
const HANGING: &str = "thats that who whom whose as than because since until unless though although while when where \
    if so or nor look listen wait hold hang let come put give get but and to of am is are was were be been has \
    have had do does did will would could should can must as like not only just well right now then here there";
/// Who a clause begins with.
const SUBJECTS: &str = "i we he she they it you one ive weve im hes shes theyre youre its nobody everybody everyone somebody someone";
/// What "you" does when it stands for anybody: "you could stand a spoon in it".
const ANYBODY: &str =
    "find get hear see smell could had got took went saw heard knew put made paid used never always";
/// What "I am" may be followed by without naming what somebody is.
const PLAIN_STATE: &str = "all in at on from up here there the by near past nearly almost ninety eighty \
    seventy sixty fifty used";
/// What somebody who cannot do it is not told.
const UNABLE: &str = "go take do bear cope stand face carry live be stay keep handle sleep eat stop help think breathe feel \
    move walk trust forgive forget manage wait";
/// What "it was" is not said back with.
const POINTING: &str = "not so hard hell terrible awful horrible mine me him her them that this all good bad fine nice lovely \
    gone it too there here time wrong right";
/// What somebody may be told that they are not.
const NO_LABEL: &str = "a an one much for from religious musical tidy fussy keen fond used at in on";
/// Where a clause may be cut: a place or a time that follows.
const CUTS: &str = "in on at into from with under over down through behind across round near every about like \
    when until after before who to for by";
/// What a clause that was cut does not end with.
const OPEN: &str = "is are was were be been am worse better more less than up down over not no never very too \
    so and or to of";
/// What says little without what follows it: "you go from Monday to Thursday" is no "you go".
const HANGS_ON: &str = "go goes going went gone get gets getting got come comes coming came put puts take takes took taken make \
    makes made start starts started begin begins began end ends ended let lets find finds found look looks looked live \
    lives lived sit sits sat lie lies lay stand stands stood keep keeps kept give gives gave bring brings brought turn turns \
    turned run runs ran walk walked stay stays stayed set talk talked think thought hear heard see saw seen fall fell wait \
    waited call called show showed ask asked send sent do done did have had use used grow grew work worked day";
/// What may stand at the end of a clause and holds nothing of it.
const TRAILING: [&str; 17] = [
    "in the end",
    "at the end",
    "you know",
    "you see",
    "of course",
    "in the end mind",
    "mind",
    "really",
    "anyway",
    "though",
    "look",
    "as well",
    "too",
    "all the same",
    "at first",
    "dear",
    "love",
];
/// What may not be left out.
const KEPT: &str = "not no never nothing nobody without but if unless until except when only hardly";

/// The clause of a message that can be said back: of several the last, for what was said last is what somebody is at.
pub(super) fn told(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    tokens: &[Token],
    identifiers: &[Span],
) -> Option<String> {
    if is_grave(tokens) {
        return None;
    }
    let tokens = parted(text, language, tokens);
    let turned =
        Turned { text, language, lexicon, tokens: &tokens, identifiers: byte_spans(text, identifiers) };
    let telling = Telling { text, tokens: &tokens, turned: &turned };
    let mut ranges = telling.ranges();
    // "No, mine": the word before it answers, and the rest is what is told.
    ranges.retain(|(from, to)| *to > from + 1 || !is_one_of(&tokens[*from].text, "no yes aye oh"));
    // A Spanish verb says by itself of whom it is told.
    if language == Language::Es {
        let whole = told_es(text, lexicon, &tokens, &turned.identifiers, &ranges);
        return whole.or_else(|| {
            let joined = joined(&tokens, &ranges);
            told_es(text, lexicon, &tokens, &turned.identifiers, &joined).filter(|_| joined.len() > 1)
        });
    }
    let alone = ranges.len() == 1;
    let clause = ranges.iter().rev().find_map(|(from, to)| telling.clause(*from, *to));
    // "Ceilings, cornices, you name it": of what is listed the first.
    clause.or_else(|| {
        let first = ranges.first().and_then(|(from, to)| telling.part(*from, *to));
        let listed = alone
            || ranges.first().is_some_and(|(from, to)| *to > from + 1 || ranges.len() > 2)
                && ranges.iter().all(|(from, to)| !telling.begins(*from, *to));
        first.filter(|_| listed)
    })
}

/// Of every clause of a message the one that says most, for where the one that it is about cannot be said back: one thing that was
/// told is more than a word of listening.
pub(super) fn told_of_all(
    text: &str,
    language: Language,
    lexicon: &Compiled,
    tokens: &[Token],
    identifiers: &[Span],
) -> Option<String> {
    if is_grave(tokens) {
        return None;
    }
    let tokens = parted(text, language, tokens);
    let turned =
        Turned { text, language, lexicon, tokens: &tokens, identifiers: byte_spans(text, identifiers) };
    let telling = Telling { text, tokens: &tokens, turned: &turned };
    let ranges = telling.ranges();
    let said = if language == Language::Es {
        let joined = joined(&tokens, &ranges);
        let whole = told_es(text, lexicon, &tokens, &turned.identifiers, &ranges);
        whole.or_else(|| told_es(text, lexicon, &tokens, &turned.identifiers, &joined))
    } else {
        let own = ranges.iter().flat_map(|(from, to)| telling.own_starts(*from, *to));
        // "She said I only married her because she had the right change": without its reason it says another thing.
        let whole = |(_, to): &(usize, usize)| {
            let next = tokens[*to..].iter().find(|token| !token.is_end());
            next.is_none_or(|token| !is_one_of(&token.text, "because cos if unless until till than that"))
        };
        let clauses = ranges.iter().copied().chain(own).filter(whole);
        let said = clauses.filter_map(|(from, to)| telling.clause(from, to));
        said.max_by_key(|said| word_count(said))
    };
    said.filter(|said| {
        word_count(said) >= CLAUSE_WORDS && !SAYS_NOTHING.iter().any(|words| said.starts_with(words))
    })
}

/// What "y" joins in long messages without a comma, as clauses of their own; nothing where something in it weighs.
fn joined(tokens: &[Token], ranges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    if tokens.iter().any(|token| is_one_of(&token.text, told_es::NEVER)) {
        return Vec::new();
    }
    let mut parts = Vec::new();
    for (from, to) in ranges {
        let mut start = *from;
        for at in *from + 2..to.saturating_sub(2) {
            let opens = is_one_of(&tokens[at + 1].text, told_es::SUBJECTS)
                || is_one_of(&tokens[at + 1].text, told_es::CLITICS)
                || is_one_of(&tokens[at + 1].text, "yo nosotros nosotras ahi alli alla luego despues ya no");
            if is_one_of(&tokens[at].text, "y pero") && opens {
                parts.push((start, at));
                start = at + 1;
            }
        }
        parts.push((start, *to));
    }
    parts
}

struct Telling<'a> {
    text: &'a str,
    tokens: &'a [Token],
    turned: &'a Turned<'a>,
}

impl Telling<'_> {
    /// The clauses, without the small words before them.
    fn ranges(&self) -> Vec<(usize, usize)> {
        let mut ranges = Vec::new();
        let mut from = 0;
        for at in 0..=self.tokens.len() {
            if !self.tokens.get(at).is_none_or(Token::is_end) {
                continue;
            }
            // `parted` marks what opens a clause; the last that does is its first word.
            let start = (from..at).rev().find(|at| self.tokens[*at].opens).unwrap_or(from);
            let end = self.without_trailing(start, at);
            if start < end && !is_asked(self.text, self.tokens, at) {
                ranges.push((start, end));
            }
            from = at + 1;
        }
        ranges
    }

    /// Where one's own doing begins behind a time or a place: "one winter we got snowed in".
    fn own_starts(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let own =
            |at: &usize| is_one_of(self.word(*at), "i we ive weve") && !is_one_of(self.word(*at - 1), HINGES);
        (from + 2..to.saturating_sub(2)).filter(own).map(|at| (at, to)).collect()
    }

    /// Whether somebody does something in a stretch of words.
    fn begins(&self, from: usize, to: usize) -> bool {
        to > from + 1 && is_one_of(self.word(from), SUBJECTS) && self.word(from) != "you"
    }

    /// Where a clause ends, without the words that hold nothing of it.
    fn without_trailing(&self, from: usize, to: usize) -> usize {
        let ends = |words: &&&str| {
            let count = words.split(' ').count();
            to > from + count + 1
                && words.split(' ').rev().enumerate().all(|(back, word)| self.word(to - 1 - back) == word)
        };
        TRAILING.iter().find(ends).map_or(to, |words| to - words.split(' ').count())
    }

    /// A clause with its subject, whole or without the place or time at its end.
    fn clause(&self, from: usize, to: usize) -> Option<String> {
        let people = |at: usize| self.turned.lexicon.people.has(self.word(at));
        let named = self.turned.lexicon.names.has(self.word(from)) && self.tokens[from].capital;
        let owned = is_one_of(self.word(from), "my our") && people(from + 1);
        // Who does it: "we", "mother", "Doreen", "my dad".
        let short = contraction(self.text, self.tokens, from).is_some();
        let who = if is_one_of(self.word(from), SUBJECTS) || short || named || people(from) {
            1
        } else if owned {
            2
        } else {
            0
        };
        let pronoun = who > 0;
        let noun = is_one_of(self.word(from), "the a an my our his her their");
        let short = to < from + 3 && !(pronoun && to == from + 2 && self.word(from + 1) != "see");
        if short || !(pronoun || noun) || self.is_heavy(from, to) || self.is_gossip(from) {
            return None;
        }
        let said = |from: usize, to: usize| {
            self.may_be_said(from, to).then(|| self.turned.clause(from, to)).flatten()
        };
        let cut = (from + who.max(1) + 2..to)
            .rev()
            .filter(|at| pronoun && self.may_cut(*at))
            .filter(|at| !(*at..to).any(|at| is_one_of(self.word(at), KEPT)))
            // "He went off" of "he went off to his own face" is another thing.
            .filter(|at| *at > from + 3 || !is_one_of(self.word(from + 1), "went goes came comes got"))
            .filter(|at| !is_one_of(self.word(at - 1), OPEN));
        said(from, to)
            .or_else(|| cut.into_iter().find_map(|at| said(from, at)))
            .or_else(|| self.had(from, to))
    }

    /// Whether it says what somebody is, who is named or pointed at: "Doreen is a thief", "the nurse is a witch". What would be
    /// a label is not agreed with, and "my time has come" is no small talk.
    fn is_gossip(&self, from: usize) -> bool {
        let lexicon = self.turned.lexicon;
        let named = lexicon.names.has(self.word(from)) || lexicon.people.has(self.word(from));
        let behind =
            lexicon.people.has(self.word(from + 1)) || lexicon.jobs.end_at(self.tokens, from + 1).is_some();
        let led = is_one_of(self.word(from), "the a an my our his her their that this");
        let is = if named {
            from + 1
        } else if led && behind {
            from + 2
        } else {
            return led && is_one_of(self.word(from + 1), "time days hour turn end");
        };
        is_one_of(self.word(is), "is are was were isnt arent wasnt werent")
            && !is_one_of(self.word(is + 1), PLAIN_STATE)
            && lexicon.jobs.end_at(self.tokens, is + 1).is_none()
    }

    /// Whether what follows here may be left out: "to a christening" may, "to go" may not.
    fn may_cut(&self, at: usize) -> bool {
        let article = "a an the my our his her their some";
        let next = self.word(at + 1);
        // "Put the kettle on for two", "fetch me in": what belongs to the verb stays.
        let particle = next.is_empty() || next == "." || is_one_of(next, CUTS) || is_one_of(next, "of");
        is_one_of(self.word(at), CUTS)
            && !particle
            && !is_one_of(self.word(at - 1), HANGS_ON)
            // "She is the one who hums."
            && self.word(at - 1) != "one"
            && (!is_one_of(self.word(at), "to for by") || is_one_of(next, article))
    }

    /// "She has the house up for sale": what somebody has can stand without who has it.
    fn had(&self, from: usize, to: usize) -> Option<String> {
        let has = is_one_of(self.word(from), "i we he she they")
            && is_one_of(self.word(from + 1), "has had have")
            && is_one_of(self.word(from + 2), "a an the my our his her their two three four five some");
        let short = to > from + 3 && to <= from + 2 + PART_WORDS && !is_one_of(self.word(to - 1), OPEN);
        (has && short).then(|| self.turned.clause(from + 2, to)).flatten()
    }

    /// A few words that are all of a message: "boy and a girl", "not famous".
    fn part(&self, from: usize, to: usize) -> Option<String> {
        // "No, mine" answers with its second word; a lone "no" and a "not" before a name are other things.
        let short = to <= from + PART_WORDS;
        let first = self.word(from);
        let hangs = is_one_of(first, HANGING) && !(first == "not" && to > from + 1 && to <= from + 3);
        // A single word with a capital may be a place or a surname.
        let capital = self.tokens[from].capital && !self.turned.lexicon.names.has(first);
        let word = to > from + 1 || first.len() > 2 && !is_one_of(first, SUBJECTS) && !capital;
        // "Still arent" hangs on what was said before it.
        let open = is_one_of(
            self.word(to - 1),
            "me i us over arent isnt wasnt werent dont didnt doesnt cant wont havent hasnt not",
        ) || is_one_of(first, "no never none");
        // "I see" answers, and tells nothing.
        let verbal = is_one_of(first, SUBJECTS) && to <= from + 2;
        // "Late not bad" sets one word against another.
        let inner = (from + 1..to).any(|at| self.word(at) == "not");
        let fits = short
            && !inner
            && !verbal
            && word
            && !hangs
            && !open
            && !self.is_heavy(from, to)
            && self.may_be_said(from, to);
        // "Broke my collar bone at Hemsworth": without the place.
        let cut = (from + 2..to)
            .rev()
            .filter(|at| {
                // "The woman" of "the woman across the hall shouts" is the lesser half.
                !is_one_of(first, SUBJECTS)
                    && !is_one_of(first, "the a an my our his her their")
                    && !is_one_of(self.word(at - 1), OPEN)
                    && self.may_cut(*at)
            })
            .find_map(|at| self.turned.clause(from, at));
        fits.then(|| self.turned.clause(from, to).or(cut)).flatten()
    }

    /// Whether a clause holds what is not said back, wherever it stands in it.
    fn is_heavy(&self, from: usize, to: usize) -> bool {
        // "You cannot get that work now" is of anybody; "I cannot" is a want.
        let (first, second) = (self.word(from), self.word(from + 1));
        let anybody = first == "you"
            && is_one_of(second, "cant cannot")
            && is_one_of(self.word(from + 2), "get buy find");
        (from..to).any(|at| is_one_of(self.word(at), NEVER) && !(anybody && at == from + 1))
            || is_one_of(self.word(to - 1), "over")
    }

    /// Whether nothing in these words would be wrong to hear back.
    fn may_be_said(&self, from: usize, to: usize) -> bool {
        let (first, second, third) = (self.word(from), self.word(from + 1), self.word(from + 2));
        // "I am a fool" labels; "I am ninety" and "I was at the window" do not. Of others it may be gossip.
        let short = is_one_of(first, "im hes shes theyre");
        let state = if short { second } else { third };
        let be = short && !is_one_of(state, "got been had") || is_one_of(second, "am are is was were");
        // "I am not religious" says what somebody is not, and "I am not well" how they are.
        let not = state == "not" && is_one_of(self.word(from + if short { 2 } else { 3 }), NO_LABEL);
        // "He is a judge now": a trade is no label.
        let trade = first != "i"
            && self.turned.lexicon.jobs.end_at(self.tokens, from + if short { 1 } else { 2 }).is_some();
        let label = be
            && !trade
            && is_one_of(first, "i we im he she they hes shes theyre")
            && !is_one_of(state, PLAIN_STATE)
            && !not;
        let own = "do dont cant cannot";
        let anybody =
            first != "you" || is_one_of(second, ANYBODY) || is_one_of(second, own) && self.forgets(from);
        let inner = (from + 1..to).any(|at| is_one_of(self.word(at), "you your yours yourself"));
        // "It is not" points at what was said before, and holds nothing.
        let pointing =
            is_one_of(first, "it its") && (to < from + 3 || to == from + 3 && is_one_of(state, POINTING));
        // "I want my door shut" is a wish; "I want to" and "I want it over" are more than that.
        let wish = is_one_of(second, "want need") && is_one_of(third, "my the a an some");
        // "You did", "they are": a verb that only helps points at what was said before.
        let helping = to == from + 2
            && is_one_of(
                second,
                "did do does is are am was were had has have can could will would shall should",
            );
        let wants = first == "i"
            && !wish
            && is_one_of(
                second,
                "want need mean think thought feel felt know knew hope wonder believe said say",
            );
        // Of what somebody cannot do only what is small is said back.
        let cannot = is_one_of(second, "cant cannot") && is_one_of(third, UNABLE);
        !(label || cannot || !anybody || inner || pointing || helping || wants)
    }

    /// "You do not forget the two."
    fn forgets(&self, from: usize) -> bool {
        (from + 2..from + 4).any(|at| is_one_of(self.word(at), "forget get see find buy"))
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }
}

impl Turn<'_> {
    /// Says the clause back, where nothing else meets what was told: at most every other reply, and not after an echo.
    pub(super) fn mirror_told(&mut self) -> bool {
        let Some(said) = self.reading.told.clone() else { return false };
        let key = hash(&[b"told back"]);
        let lately = noted(&self.state.seen, key)
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) < REST_TURNS);
        let answers = matches!(self.reading.act(), UserAct::Yes | UserAct::No);
        let told = self.reading.act() == UserAct::Tell || answers;
        // What is said to the companion, or asked of it, is no telling: "you went on and on", "don't let on".
        let words = &self.reading.folded;
        let to_whom = words.iter().any(|word| is_one_of(word, "you your youre u"))
            || words.first().is_some_and(|word| is_one_of(word, "dont never please let just remember"));
        let free = !lately && told && !to_whom && self.is_most_of_it(&said) && self.may_say_back(&said);
        let fills = [Fill { slot: "said".to_owned(), text: said }];
        let pool = "frame.told";
        if !free || !self.is_fresh_with(pool, &fills) || !self.line_filled(pool, &fills) {
            return false;
        }
        self.state.note_line(key);
        self.note_echo();
        true
    }

    /// Says some clause of the message back, where nothing else meets it and a word of listening is all that is left. A question
    /// to the companion has no clause to give.
    pub(super) fn mirror_any_told(&mut self) -> bool {
        let Some(said) = self.reading.told_of_all.clone() else { return false };
        let told = self.reading.act() == UserAct::Tell && !self.input.text.contains('?');
        let fills = [Fill { slot: "said".to_owned(), text: said.clone() }];
        // Beside a death only what is told of then is told for its own sake.
        let beside = (self.is_in_grief() || self.has_mourned()) && !self.tells_of_then();
        // "I did not notice when she went": what was not done then is no small thing there.
        let denied =
            self.is_in_grief() && said.split(' ').any(|word| is_one_of(&word.to_lowercase(), DENIED));
        let free = told && !beside && !denied && self.may_say_back(&said);
        if !free || !self.is_fresh_with("frame.told", &fills) || !self.line_with_words("frame.told", &fills) {
            return false;
        }
        self.state.note_line(hash(&[b"told back"]));
        self.note_echo();
        true
    }

    /// Whether a clause of the resident's may be said back now: nothing in it weighs, and the last reply was no echo.
    pub(super) fn may_say_back(&self, said: &str) -> bool {
        let light = self.can_echo()
            && self.reading.feelings.is_empty()
            && self.reading.tone(self.library) != Tone::Hard
            && (self.level() == Level::None || self.danger_rests());
        let complained = self
            .state
            .complained
            .is_some_and(|turn| self.state.turn.saturating_sub(turn) <= COMPLAINED_TURNS);
        let means = self.reading.folded.iter().any(|word| self.library.is_means(word, self.language()));
        let copied =
            word_count(said) >= COPIED_WORDS && self.input.text.to_lowercase().contains(&said.to_lowercase());
        light && !complained && !means && !copied && !self.has_just_echoed() && self.is_fit_to_say(said)
    }

    /// A few words that are no sentence, where they may not be said back just now: one more piece of what is told.
    pub(super) fn mirror_detail(&mut self) -> bool {
        let words = &self.reading.folded;
        let sentence = words.first().is_none_or(|word| is_one_of(word, SUBJECTS))
            || words
                .iter()
                .any(|word| is_one_of(word, "is are was were am has have had do does did not no never"));
        let light = self.reading.told.is_some()
            && self.can_echo()
            && self.reading.act() == UserAct::Tell
            && self.reading.words <= PART_WORDS
            && self.reading.feelings.is_empty()
            && self.reading.tone(self.library) != Tone::Hard
            && self.level() == Level::None
            && self.state.complained.is_none();
        let pool = "clause.detail";
        light
            && !sentence
            && self.reading.language == Language::En
            && self.is_fresh(pool)
            && self.line_beside(pool, &[])
    }

    /// A plain question in the place of a bare word of listening, where none was asked lately: it shows that more is welcome.
    pub(super) fn ask_for_a_word(&mut self) {
        let bare = |piece: &Piece| matches!(&piece.words, Words::Line(line) if line.pool == "presence.short");
        let spoken: Vec<usize> = (0..self.pieces.len()).filter(|at| !self.pieces[*at].notice).collect();
        let [only] = spoken.as_slice() else { return };
        let light = bare(&self.pieces[*only])
            && self.reading.act() == UserAct::Tell
            && self.reading.tone(self.library) != Tone::Hard
            && self.reading.feelings.is_empty()
            && self.level() == Level::None
            && !self.input.text.contains('?')
            && !self.reading.folded.iter().any(|word| is_grave_word(word));
        let free = !self.asked_lately() && !self.is_in_grief() && self.state.complained.is_none();
        let pool = if self.tells_of_before() { "ask.then" } else { "ask.short" };
        if !(light && free && self.state.balance > 0 && self.is_fresh(pool)) {
            return;
        }
        let at = *only;
        self.pieces.remove(at);
        self.said.remove(at);
        self.line(pool, &[]);
    }

    /// Whether the last reply said the resident's words back: a second in a row would be a parrot.
    /// Of a word or two there is little else to say back, so there it takes two.
    pub(super) fn has_just_echoed(&self) -> bool {
        let before = |key: &[u8]| {
            noted(&self.state.seen, hash(&[key])).is_some_and(|turn| turn + 1 == self.state.turn)
        };
        before(b"echoed") && (self.reading.words > SHORT_WORDS || before(b"echoed twice"))
    }

    /// Notes that this reply says the resident's words back.
    pub(super) fn note_echo(&mut self) {
        let key = hash(&[b"echoed"]);
        if noted(&self.state.seen, key).is_some_and(|turn| turn + 1 == self.state.turn) {
            self.state.note_line(hash(&[b"echoed twice"]));
        }
        self.state.note_line(key);
    }
}
