//! How a concrete thing is met: said back, asked about by its class, or pointed at again by a pronoun.

use content::model::{Tone, UserAct};
use content_safety_api::{Language, Level};

use super::mourning::GRIEF;
use super::plan::Fill;
use super::render::fill_in;
use super::spanish_verbs::may_be_verb;
use super::thing::{Thing, article, is_one_of};
use super::turn::Turn;

/// A pronoun reaches back so many turns to a thing.
const AGAIN_TURNS: u32 = 3;
/// Years that were counted belong to work that is named within so many turns.
const SPAN_TURNS: u32 = 2;
/// After something hard is told, who mourns is not asked about things for so many turns.
const GRIEF_TURNS: u32 = 3;
/// What makes a place the place where somebody is.
const MOVES: &str = "went moved lives live is emigrated works settled gone vive viven esta estan trabaja trabajan mudo mudaron emigro fue fueron";
/// What says that something is not possible, and not that it is not wanted.
const CANNOT: &str = "cant cannot couldnt wont wouldnt puedo pude podia";
/// What points at a thing that was named before.
const MANY_EN: &str = "them those";
const MANY_ES: &str = "los las esos esas";
/// What comes before "it" where that is a thing.
const HAVING: &str = "kept keep made make wore sold lost bought found have had ate eat love loved liked miss open opened \
    read carried carry played see got";

impl Turn<'_> {
    /// Keeps the thing that was named last, and the years that were counted last, for this conversation alone.
    pub(super) fn learn_thing(&mut self) {
        if let Some(span) = self.years() {
            self.state.set_slot("last.years", &span, (0, 0));
        }
        // "I had the cat." "Marmalade": that is its name.
        if self.lone_name().is_some() && self.last_animal().is_some() {
            self.reading.thing = None;
        }
        if let Some(thing) = self.reading.thing.clone() {
            self.state.set_slot("last.thing", &thing.noun, (0, 0));
        }
    }

    /// "Thirty one years": the words of a number before "years".
    fn years(&self) -> Option<String> {
        let words = &self.reading.folded;
        let unit = if self.reading.language == Language::En { "years" } else { "anos" };
        let at = words.iter().position(|word| word == unit)?;
        let counted = |word: &&String| {
            is_one_of(word, super::manner::COUNTED) || word.parse::<u32>().is_ok_and(|count| count < 100)
        };
        let count = words[..at].iter().rev().take_while(counted).count();
        let said = words[at - count..at].join(" ");
        let unit = if self.reading.language == Language::En { "years" } else { "años" };
        (count > 0).then(|| format!("{said} {unit}"))
    }

    /// Whether the message may be met by the thing in it: nothing hard, nothing that was asked, no danger, and none before
    /// it in the conversation. Nobody can know why somebody who thought of dying names a thing.
    fn may_meet_thing(&self) -> bool {
        self.can_echo()
            && self.level() == Level::None
            && !self.is_after_risk()
            && self.reading.act() == UserAct::Tell
            && self.reading.feelings.is_empty()
            && self.reading.tone(self.library) != Tone::Hard
            && self.input.screening.level < Level::Medium
            && !self.is_sore()
            && !self.has_just_mourned()
            && !self.reading.foretells()
    }

    /// Whether a death was what was told some turns ago, in this flow or another.
    fn has_just_mourned(&self) -> bool {
        let near = |turn: u32| self.state.turn.saturating_sub(turn) <= GRIEF_TURNS;
        self.mourns()
            && !self.is_in_grief()
            && self
                .state
                .topic
                .as_ref()
                .is_some_and(|(topic, turn)| GRIEF.contains(&topic.as_str()) && near(*turn))
    }

    /// Says the thing back, or something that is true of all such things.
    pub(super) fn mirror_thing(&mut self) -> bool {
        let Some(thing) = self.reading.thing.clone().filter(|_| self.may_meet_thing()) else {
            return false;
        };
        // "I cannot see the clock" is no word against the clock.
        let words = &self.reading.folded;
        let cannot = words.iter().any(|word| is_one_of(word, CANNOT))
            || words.windows(2).any(|pair| is_one_of(&pair[0], "could can") && pair[1] == "not");
        // "I have not been in the sea for years" turns nothing down.
        let since = words
            .windows(2)
            .any(|pair| pair[0] == "not" && is_one_of(&pair[1], "been seen had eaten touched"));
        // "No glasses on": an aid is missing, and not disliked.
        if thing.denied && (cannot || since || thing.class == "aid") {
            return false;
        }
        if thing.denied {
            let fills = [Fill { slot: "thing".to_owned(), text: thing.bare }];
            return self.line_filled("thing.not", &fills);
        }
        if !thing.about {
            return self.mirror_their_place(&thing);
        }
        // "We had a table for them": how a chair should be is said of one that is there.
        if thing.class == "furniture" && self.tells_of_before() {
            return false;
        }
        // While a death is talked of, what was cooked or worn is told of who died, and an egg is no matter for a word about eggs.
        if self.is_in_grief() {
            let dead = !self.reading.other && self.tells_of_the_dead();
            return dead && self.is_fresh("mourn") && self.line("mourn", &[]);
        }
        if self.mirror_span(&thing) {
            return true;
        }
        let fills = [Fill { slot: "thing".to_owned(), text: thing.said }];
        self.line_filled(&format!("thing.{}", thing.class), &fills)
    }

    /// "He went to Australia": where somebody else is, and not what one saw there.
    fn mirror_their_place(&mut self, thing: &Thing) -> bool {
        let moves = |word: &String| is_one_of(word, MOVES);
        let own = self.reading.folded.iter().any(|word| matches!(word.as_str(), "i" | "we" | "me" | "us"));
        let it = self
            .reading
            .folded
            .first()
            .is_some_and(|word| matches!(word.as_str(), "it" | "its" | "that" | "thats"));
        let theirs = thing.class == "journey" && thing.named && !own && !it;
        // Nobody hears from the dead, and of old times nobody knows here who still lives.
        if !theirs || self.mourns() || !self.reading.folded.iter().any(moves) {
            return false;
        }
        let fills = [Fill { slot: "thing".to_owned(), text: thing.bare.clone() }];
        self.is_fresh_with("their.place", &fills) && self.line_filled("their.place", &fills)
    }

    /// "Forty years of chimneys": years that were just counted, and the work that they were years of.
    fn mirror_span(&mut self, thing: &Thing) -> bool {
        // "Fifty years with the bricklayer" is another thing than being one.
        let work = thing.class != "trade"
            && self.library.thing_classes().iter().any(|class| class.id == thing.class && class.work);
        let span = self.state.slots.iter().find(|slot| slot.name == "last.years");
        let recent = span.filter(|slot| self.state.turn.saturating_sub(slot.turn) <= SPAN_TURNS).cloned();
        let Some(span) = recent.filter(|_| work && thing.said == thing.bare) else { return false };
        let fills = [("span", span.value), ("thing", thing.bare.clone())]
            .map(|(slot, text)| Fill { slot: slot.to_owned(), text });
        let said = self.line_filled("thing.span", &fills);
        if said {
            self.state.slots.retain(|slot| slot.name != "last.years");
        }
        said
    }

    /// What a class has to say beside an echo.
    pub(super) fn speak_of_thing(&mut self) -> bool {
        let Some(thing) = self.reading.thing.clone().filter(|thing| {
            // The bags that somebody carried are no keepsake for being said.
            thing.about && !thing.denied && thing.class != "keepsake" && self.may_meet_thing()
        }) else {
            return false;
        };
        self.line_beside(&format!("thing.{}", thing.class), &[])
    }

    /// A pronoun alone, where a thing was named shortly before.
    pub(super) fn mirror_thing_again(&mut self) -> bool {
        if self.reading.thing.is_some() || !self.may_meet_thing() {
            return false;
        }
        let words = &self.reading.folded;
        let english = self.reading.language == Language::En;
        let many = words.iter().any(|word| is_one_of(word, if english { MANY_EN } else { MANY_ES }));
        // "Los nacimientos" is an article, "los hacía" is not.
        let pronoun = |pair: &[String]| {
            is_one_of(&pair[0], "los las") && may_be_verb(&pair[1]) || is_one_of(&pair[0], "esos esas")
        };
        let many = if english { many } else { words.windows(2).any(pronoun) };
        let one = words.windows(2).any(|pair| pair[1] == "it" && is_one_of(&pair[0], HAVING));
        let Some((thing, plural)) = self.last_thing() else { return false };
        // "Them" may be people who were spoken of since.
        let turn =
            |name: &str| self.state.slots.iter().find(|slot| slot.name == name).map_or(0, |slot| slot.turn);
        let people = turn("last.person") >= turn("last.thing")
            || words.iter().any(|word| matches!(word.as_str(), "people" | "who" | "gente" | "quien"));
        if people || !(if plural { many } else { one }) {
            return false;
        }
        let fills = [Fill { slot: "thing".to_owned(), text: thing }];
        self.line_filled("thing.again", &fills)
    }

    /// The thing that was named some turns ago, with its article.
    fn last_thing(&self) -> Option<(String, bool)> {
        let slot = self.state.slots.iter().find(|slot| slot.name == "last.thing")?;
        let ago = self.state.turn.saturating_sub(slot.turn);
        let form = self.library.lexicon(self.language()).concrete.form(&slot.value)?;
        let article = match self.language() {
            Language::En => "the",
            Language::Es => article(form.gender, form.many),
        };
        (1..=AGAIN_TURNS).contains(&ago).then(|| (format!("{article} {}", form.text), form.many))
    }

    /// The question of the thing's class; `None` where none may be asked of it.
    pub(super) fn ask_thing(&mut self) -> bool {
        // Who mourns is not asked about a shoe.
        let grieves = self.mourns()
            && self.state.topic.as_ref().is_some_and(|(topic, turn)| {
                let hard = self.library.topic(topic).is_some_and(|topic| topic.tone == Tone::Hard);
                hard && self.state.turn.saturating_sub(*turn) <= GRIEF_TURNS
            });
        // A table that stood there then is not asked about as one that is there.
        let then = self.reading.thing.as_ref().is_some_and(|thing| thing.class == "furniture")
            && self.tells_of_before();
        // A bus inspector is not asked what became of the bus.
        let job = self.reading.statement().is_some_and(|hit| hit.id == "was_job");
        // What somebody else did with it is not asked about as if it were one's own.
        let theirs = self.reading.other && self.reading.thing.is_some();
        if grieves || job || then || theirs || !self.may_meet_thing() {
            return false;
        }
        let place = |piece: &super::plan::Piece| matches!(&piece.words, super::plan::Words::Line(line) if line.pool == "their.place");
        if self.pieces.iter().any(place) {
            return self.line_beside("their.place.ask", &[]);
        }
        let class = match &self.reading.thing {
            Some(thing) => Some(thing.class.clone()).filter(|_| thing.about && !thing.denied),
            None => self.last_class(),
        };
        class.is_some_and(|class| self.line_beside(&format!("ask.thing.{class}"), &[]))
    }

    /// A line of a pool, where the reply stays easy with it.
    pub(super) fn line_beside(&mut self, pool: &str, fills: &[Fill]) -> bool {
        let chooser = self.chooser();
        let Some(chosen) = chooser.choose(pool, fills).filter(|chosen| chosen.fresh) else { return false };
        let text = self.library.line(&chosen.line, self.language()).unwrap_or_default();
        let reply = format!("{} {}", self.said.join(" "), fill_in(text, fills, self.language()));
        let easy = self.is_easy(&reply);
        if easy {
            self.push_line(&chosen.line, fills);
        }
        easy
    }

    /// The animal that was named in the message before this one, with its article.
    pub(super) fn last_animal(&self) -> Option<String> {
        let slot = self.state.slots.iter().find(|slot| slot.name == "last.thing")?;
        let before = self.state.turn.saturating_sub(slot.turn) <= 1;
        let form = self.library.lexicon(self.language()).concrete.form(&slot.value)?;
        let animal = before && form.class == "animal" && !form.many;
        animal.then(|| self.last_thing().map(|(said, _)| said)).flatten()
    }

    /// The class that the last question was about, when this message answers it.
    fn last_class(&self) -> Option<String> {
        let slot = self.state.slots.iter().find(|slot| slot.name == "last.thing")?;
        let form = self.library.lexicon(self.language()).concrete.form(&slot.value)?;
        let asked = |piece: &super::plan::Piece| matches!(&piece.words, super::plan::Words::Line(line) if line.pool.starts_with("ask.thing."));
        if !self.state.last.iter().any(asked) {
            return None;
        }
        let near = self.state.turn.saturating_sub(slot.turn) <= 1;
        (near && self.is_short_answer()).then(|| form.class.clone())
    }

    /// A line of a pool that takes these words where it is easy with them, else one without.
    pub(super) fn line_filled(&mut self, pool: &str, fills: &[Fill]) -> bool {
        self.line_with_words(pool, fills) || self.line_beside(pool, &[])
    }

    /// A line of a pool that takes these words, where it is easy with them.
    pub(super) fn line_with_words(&mut self, pool: &str, fills: &[Fill]) -> bool {
        let chooser = self.chooser();
        let words = fills.iter().all(|fill| !fill.text.is_empty());
        let filled = chooser.choose_filled(pool, fills).filter(|_| words).filter(|chosen| {
            let text = self.library.line(&chosen.line, self.language()).unwrap_or_default();
            chosen.fresh && self.is_easy(&fill_in(text, fills, self.language()))
        });
        if let Some(chosen) = &filled {
            self.push_line(&chosen.line, fills);
        }
        filled.is_some()
    }
}
