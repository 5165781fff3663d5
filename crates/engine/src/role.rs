//! Whether an English message is about the thing that it names, or only names it in passing.
//!
//! "I sewed collars", "my hearing aid whistles", "bananas mostly" and "there was a pear tree" are about their things. The
//! window in "snow up to the window", and the shoes that somebody else mended, are not: a line for shoes would turn away
//! from what was told. Where it is not clear, the message is not about the thing.

use content::Compiled;
use content::text::Token;

/// The most words between who does something and the thing that it is done to.
const REACH_WORDS: usize = 6;
/// What may stand before a noun and still leave it the first thing of its clause.
const LEADING: &str = "the a an my our some any that those these this no more all just only oh and or well mostly then two \
    three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred dozen";
/// What may follow a noun that stands by itself.
const TRAILING: &str = "mostly only then really too again once now today later here mainly and or usually always though \
    mind for with of in up down on at by from under over all everywhere";
const OWNERS: &str = "my our";
const OWN: &str = "i we ive weve id wed im";
/// Whoever else does something.
const OTHERS: &str = "he she they it you one everybody everyone nobody people who hes shes theyre";
/// Verbs that begin a message whose "I" is left out.
const VERBS: &str = "had got made kept sold drove played wore sewed knitted baked grew ate have fancy like love liked loved \
    raced built worked was did taught sang danced bought cooked";
/// What leads away from what is done.
const AWAY: &str = "in on at to from of out up down by near with for like than under over into off round around about \
    through across behind beside until till when because that as after before";
/// Verbs that a place belongs to.
const PLACED: &str = "worked work working was were been lived live danced went go taught served started sewed drove sang \
    played trained";
/// Classes of what one works at, lives in or goes to.
const PLACES: &str = "workplace army building school outdoors water dance church journey vehicle tool trade needle shop \
    height";
/// What counts or measures before "of".
const MEASURES: &str =
    "bit lot cup pot plate bag box piece pair pound slice drop glass jar tin bowl plenty sort kind years";
/// How a message says that something was there.
const THERE: [&str; 10] = [
    "there was",
    "there were",
    "there is",
    "theres",
    "it was all",
    "it is all",
    "thats",
    "that was",
    "that is",
    "there used to be",
];
/// Classes of people: what they do is their doing.
const PEOPLE: &str = "trade neighbour";

fn is_one_of(word: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|one| one == word)
}

/// A thing where it stands: its adjectives, its noun, its class.
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) lexicon: &'a Compiled,
    pub(super) tokens: &'a [Token],
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) class: &'a str,
}

impl Place<'_> {
    /// Whether the message is about it.
    pub(super) fn is_about(&self) -> bool {
        let start = self.clause();
        let before: Vec<&str> =
            self.tokens[start..self.from].iter().map(|token| token.text.as_str()).collect();
        if before.iter().all(|word| is_one_of(word, LEADING)) {
            return self.stands_alone() || self.is_owned(&before);
        }
        self.is_there(&before) || self.is_own_doing(&before)
    }

    /// Where the clause begins that it stands in.
    fn clause(&self) -> usize {
        let ends = |at: &usize| {
            let (last, token) = (&self.tokens[at - 1], &self.tokens[*at]);
            last.is_end() || self.text[last.end..token.start].contains([',', ';', ':'])
        };
        (1..=self.from.min(self.tokens.len() - 1)).rev().find(ends).unwrap_or(0)
    }

    fn after(&self) -> &str {
        match self.tokens.get(self.to) {
            Some(next) if !next.is_end() => {
                let comma = self.text[self.tokens[self.to - 1].end..next.start].contains([',', ';', ':']);
                if comma { "" } else { next.text.as_str() }
            }
            _ => "",
        }
    }

    /// "Bananas mostly", "sheep on the hill": a noun that nothing is said of.
    fn stands_alone(&self) -> bool {
        let next = self.after();
        next.is_empty() || is_one_of(next, TRAILING)
    }

    /// "My hearing aid whistles."
    fn is_owned(&self, before: &[&str]) -> bool {
        let own = before.iter().any(|word| is_one_of(word, OWNERS));
        (own || is_one_of(self.class, "aid furniture")) && !is_one_of(self.class, PEOPLE)
    }

    /// "There was a pear tree", "that was the dance hall".
    fn is_there(&self, before: &[&str]) -> bool {
        let said: Vec<&str> =
            before.iter().copied().filter(|word| !is_one_of(word, "and but well oh so then")).collect();
        let said = said.join(" ");
        THERE.iter().any(|there| {
            said.strip_prefix(there)
                .is_some_and(|rest| rest.split_ascii_whitespace().all(|word| is_one_of(word, LEADING)))
        })
    }

    /// "I did the hens", "had a squeezebox once", "I worked in the mill".
    fn is_own_doing(&self, before: &[&str]) -> bool {
        let whose = before.iter().rposition(|word| {
            is_one_of(word, OWN)
                || is_one_of(word, OTHERS)
                || self.lexicon.people.has(word)
                || self.lexicon.names.has(word)
        });
        let start = match whose {
            Some(at) if is_one_of(before[at], OWN) => at + 1,
            Some(_) => return false,
            None if before.first().is_some_and(|word| is_one_of(word, VERBS)) => 0,
            None => return false,
        };
        let between = &before[start..];
        // "The shed I built": a noun before it may be what is done; here it is what stands after the verb.
        if between.is_empty() || between.len() > REACH_WORDS {
            return false;
        }
        between.iter().enumerate().all(|(at, word)| {
            let last = at.checked_sub(1).map_or("", |at| between[at]);
            !is_one_of(word, AWAY)
                || *word == "of" && is_one_of(last, MEASURES)
                || *word == "like" && (at == 0 || is_one_of(last, "do did would really"))
                || is_one_of(self.class, PLACES) && is_one_of(last, PLACED)
        })
    }
}
