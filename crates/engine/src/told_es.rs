//! The Spanish half of the last resort: a clause turned from the speaker to the listener. "Me mandó a la escuela de las
//! monjas" is "le mandó a la escuela", "nos llevaban al río" is "les llevaban al río", "mi padre tenía
//! abejas" is "su padre tenía abejas".
//!
//! Spanish says with the verb and with small pronouns who did it to whom, so a clause is turned only where its verb is
//! surely read, where each pronoun of the speaker's has one way to be turned, and where no second verb would have to be.
//! What comes behind "cuando", "que" or "porque", and a place or a number that is not said back, is left out with what
//! leads to it. Of what is not certain nothing is said.

use content::Compiled;
use content::text::Token;

use super::clause_words::is_one_of;
use super::spanish;
use super::spanish_verbs::{Person, Verb, may_be_verb, read};

/// The most words that are said back.
const WORDS_MAX: usize = 8;
/// The most words in a row that are said back as they were said.
const COPIED_MAX: usize = 5;
/// The most words of what is no clause.
const PART_WORDS: usize = 5;
/// Where in a clause its verb is looked for.
const VERB_WITHIN: usize = 7;

/// No clause that holds one of these is said back: death and harm, worth, despair, what is only supposed, the body, and
/// whatever speaks to the companion.
pub(super) const NEVER: &str = "orina orino mea caga sida vih demencia incontinente panal panales ladron ladrona roba robo roban bruja esconde escondio esconden morir muere murio muerto muerta muerte morirme matar suicidio enterrar enterraron entierro tumba acabar acabo \
    carga inutil estorbo tonta tonto tonteria fea feo loca loco idiota odio dios jesus usted ustedes tu tus ti te vos si ojala quiza \
    quizas supongo creo pienso pastilla pastillas pastis borracho borracha sexo desnudo desnuda bano mojada mojado dolor duele \
    duelen dolia sangre sueno sone prometo favor perdon gracias hola adios basta vale necesito mentira robar roban robaron culpa sola \
    solo soledad miedo triste tristeza enojada enojado ahorcar joder mierda puta carajo carcel preso presa guerra bomba \
    bombas hospital pega pego pegaba pegaban pegan grita gritaba gritan llorar lloro lloraba llora nada nadie peor \
    cancer ictus operaron caida cayo cai herida ataque abandono abandonaron olvidado olvidada verguenza \
    lastima pena rabia asco harto harta cansado cansada viste che dije digo";
/// What may open a clause before its verb and tells nobody who did it.
const OPENING: &str = "antes ahora siempre nunca todavia aun alli ahi aqui aca alla luego despues tambien ya entonces hoy ayer anoche \
    en a al de del con por desde durante cada todos todas los las el la un una noche tarde manana dia dias tarde tardes \
    noches mananas domingo domingos sabado sabados lunes martes miercoles jueves viernes verano veranos invierno \
    inviernos nina nino joven chica chico soltera soltero casa veces navidad navidades ano anos primavera otono medio \
    principio final madrugada mediodia pueblo campo";
/// Opens a clause with somebody or something that does it.
pub(super) const SUBJECTS: &str = "el ella ellos ellas mi mis nuestro nuestra nuestros nuestras la los las un una unos unas otro otra otros otras \
    cada todos todas uno una ese esa esos esas aquel aquella aquellos aquellas";
/// Behind these begins what is left out.
const CUTS: &str = "que cuando mientras porque aunque donde como quien quienes pero pues sino";
/// A "que" behind one of these belongs to it, and so it cannot be left out.
const TIED: &str = "mucho mucha poco poca nada algo lo el la los las mas menos mejor igual tan tanto tanta tener tenia tengo tenian tiene tienen hay habia antes despues para";
/// Verbs that hold what was said or thought.
const SAYING: &str = "dicho dice dicen dijo dijeron decia decian contado contaba pensaba creia creo sabia prometio explico pidio queria \
    quiere quieren querian mando manda pide espera esperaba";
/// What a "de" belongs to.
const HELD: &str = "lleno llena llenos llenas cerca lejos encima debajo dentro fuera detras delante enfrente alrededor cubierto cubierta \
    parte clase lado al reia reian rio rieron acordaba trataba";
/// What leads to something: where that is left out, this is too.
const LEADS: &str = "a al en de del con por para sin sobre desde hasta el la los las un una unos unas mi mis su sus y o e ni muy mas tan casi \
    entre contra lo este esta ese esa";
/// What begins a part that may be left out of a long clause.
const PARTS: &str = "de del a al en con por para desde sobre junto hasta entre";
/// What no clause ends with.
const OPEN_ENDS: &str = "el la los las lo un una unos unas mi mis su sus de del al a en con sin por para que y o e ni pero muy mas tan no \
    le les se me nos es son era eran esta estan estaba estaban fue fueron ser estar tiene tienen tenia tenian hay \
    quiere queria decia dice dijo ha han habia habian va van iba iban puede podia sabe sabia todo querian podian sabian debia debian pueden quieren tratar";
/// First persons beyond the first verb.
const OWN: &str =
    "yo me nos soy estoy tengo he hemos voy vamos fui hago hice puedo pude veo vi oi oigo vivo ando se";
/// What stands before a noun, so that what follows is no verb.
const BEFORE_NOUN: &str = "el un una unos unas mi mis su sus de del al a en con por para sin este ese cada otro otra muy mas dos tres \
    cuatro cinco seis y o";
/// Pronouns before a verb.
pub(super) const CLITICS: &str = "me nos se le les lo la los las";

/// The clause that can be said back, of these ranges the last that gives one; or a few words that are all of a message and
/// no clause: "con queso y mucho tomate".
pub(super) fn told_es(
    text: &str,
    lexicon: &Compiled,
    tokens: &[Token],
    identifiers: &[(usize, usize)],
    ranges: &[(usize, usize)],
) -> Option<String> {
    let telling = Telling { text, lexicon, tokens, identifiers };
    // Of several the one that says most, and of these the last.
    // "Mi hermana era la mayor. Me peinaba": whose doing it is stands before it, and the verb does not say.
    let either = |from: usize| {
        let next = tokens.get(from + 1).map_or("", |token| token.text.as_str());
        let imperfect = next.ends_with("aba") || next.ends_with("ia");
        let me = tokens.get(from).is_some_and(|token| token.text == "me");
        let named = |token: &Token| lexicon.people.has(&token.text) || lexicon.names.has(&token.text);
        me && imperfect && tokens[..from].iter().any(named)
    };
    let clause =
        ranges.iter().filter(|(from, _)| !either(*from)).filter_map(|(from, to)| telling.clause(*from, *to));
    let clause = clause.max_by_key(|said| content::text::word_count(said));
    let alone = ranges.first().filter(|_| ranges.len() == 1);
    clause.or_else(|| alone.and_then(|(from, to)| telling.part(*from, *to)))
}

/// What a message plainly tells, as the construction that says so, and where its clause ends.
pub(super) fn doing(text: &str, lexicon: &Compiled, tokens: &[Token]) -> Option<(&'static str, usize)> {
    let telling = Telling { text, lexicon, tokens, identifiers: &[] };
    let ends = |at: &usize| tokens.get(*at).is_none_or(Token::is_end);
    (0..=tokens.len()).filter(ends).find_map(|to| {
        let from = tokens[..to].iter().rposition(Token::is_end).map_or(0, |end| end + 1);
        let start = (from..to).rev().find(|at| tokens[*at].opens).unwrap_or(from);
        let parts = telling.parts(start, to)?;
        let then = parts.verb.is_then();
        // "Aquí hay un señor" says what is there.
        if parts.verb.said == "hay" {
            return None;
        }
        let id = match (parts.verb.is_own(), then) {
            (true, true) => "i_did",
            (false, true) => "they_did",
            (false, false) => "they_do",
            (true, false) => return None,
        };
        Some((id, to))
    })
}

struct Telling<'a> {
    text: &'a str,
    lexicon: &'a Compiled,
    tokens: &'a [Token],
    identifiers: &'a [(usize, usize)],
}

/// The parts of a clause, as places of its words.
struct Parts {
    /// Where it begins, behind "yo" and "a mí".
    start: usize,
    /// Where the pronouns of its verb begin.
    pronouns: usize,
    /// Its verb.
    at: usize,
    /// Where what is said back ends.
    end: usize,
    verb: Verb,
    /// Whether somebody else is named who does it.
    named: bool,
    /// Whether the speaker is.
    yo: bool,
    /// Whether it is said with a "sí".
    surely: bool,
}

impl Telling<'_> {
    fn clause(&self, from: usize, to: usize) -> Option<String> {
        let mut parts = self.parts(from, to)?;
        loop {
            if let Some(said) = self.said(&parts) {
                return Some(said);
            }
            // What is too long, or too much of a copy, ends before its last part.
            let part = (parts.at + 2..parts.end)
                .rev()
                .find(|at| self.is(*at, PARTS) && !(self.is(*at, "de del") && self.is(*at - 1, HELD)))?;
            if (part..parts.end).any(|at| self.is(at, "no nunca sin solo ni")) {
                return None;
            }
            parts.end = part - usize::from(self.is(part - 1, "y e o ni"));
            let part = parts.end;
            if self.is(part - 1, OPEN_ENDS) {
                return None;
            }
        }
    }

    /// A few words without a verb, with a noun among them that can be pictured.
    fn part(&self, from: usize, to: usize) -> Option<String> {
        let clean = (from..to).all(|at| {
            let led = at > from && self.is(at - 1, BEFORE_NOUN);
            self.is_plain(at)
                && !self.is(at, NEVER)
                && !self.is(at, OWN)
                && !self.is(at, CUTS)
                && !self
                    .is(at, "no si ni le les lo eso esto ese esa esta este asi bueno bien igual es era son")
                && (led || !may_be_verb(&self.raw(at)))
                && !self.raw(at).ends_with(['r', 'ó', 'é', 'í'])
                && !self.word(at).ends_with("mos")
        });
        let pictured =
            (from..to).any(|at| self.word(at).len() > 3 && !self.lexicon.common.has(self.word(at)));
        let called = self.is(to - 1, "senora senor hija hijo mija mijo joven guapa guapo mujer hombre");
        let verbal = (from..to).any(|at| {
            self.is(at, "y e") && self.is(at + 1, "la las lo los le me se")
                || self.is(at, "la las los") && self.word(at + 1).ends_with('o')
        });
        let clean = clean
            && !verbal
            && !called
            && !(from..to).any(|at| self.is(at, "nunca siempre ya nomas tampoco"));
        let fits = (2..=PART_WORDS).contains(&(to - from)) && !self.is(to - 1, OPEN_ENDS);
        (clean && pictured && fits)
            .then(|| (from..to).map(|at| self.turned(at)).collect::<Vec<_>>().join(" "))
    }

    /// These parts, turned; `None` unless they are clean and no mere copy.
    fn said(&self, parts: &Parts) -> Option<String> {
        let before = self.before(parts)?;
        let (usted, pronouns) = self.pronouns(parts)?;
        let after: Vec<String> =
            (parts.at + 1..parts.end).map(|at| self.after(parts, at)).collect::<Option<_>>()?;
        let verbal = [pronouns.as_slice(), std::slice::from_ref(&parts.verb.said)].concat();
        let listener = [(usted || parts.surely, "usted"), (parts.surely, "sí")];
        let listener: Vec<String> =
            listener.iter().filter(|(said, _)| *said).map(|(_, word)| (*word).to_owned()).collect();
        let whole = [listener.as_slice(), &before, &verbal, &after].concat();
        // "Bajaban los lobos hasta la puerta": the other order says it, and is no parrot's.
        let turned = [verbal.as_slice(), &before, &after].concat();
        let rest = [listener.as_slice(), &verbal, &after].concat();
        let simple = before.len() <= 2
            && (spanish::is_third(&parts.verb.said) || spanish::is_imperfect(&parts.verb.said));
        let other = match parts.named {
            true if simple => turned,
            true => whole.clone(),
            false => rest,
        };
        let fits = |said: &Vec<String>| {
            let least = if verbal.len() > 1 { 3 } else { 2 };
            let open = said.last().is_some_and(|word| is_one_of(word, OPEN_ENDS));
            (least.min(3)..=WORDS_MAX).contains(&said.len())
                && !open
                && self.copied(parts, said) <= COPIED_MAX
                && !said.iter().any(|word| is_one_of(word, "yo me nos mi mis conmigo nuestro nuestra"))
        };
        [whole, other].into_iter().find(fits).map(|said| said.join(" "))
    }

    /// Finds the verb of a clause, who does it, and where what is said back ends.
    fn parts(&self, from: usize, to: usize) -> Option<Parts> {
        // "Ya no sabe igual": a small word before a clause, and here half of what it says.
        let mut start = from - usize::from(from > 0 && self.is(from - 1, "ya") && self.is(from, "no"));
        if self.is(start, "a") && self.is(start + 1, "mi") && self.is(start + 2, "me") {
            start += 2;
        }
        let yo = self.is(start, "yo nosotros nosotras");
        start += usize::from(yo);
        // "Yo sí sabía", typed without its accent.
        let surely = yo && self.is(start, "si");
        start += usize::from(surely);
        let (at, verb) =
            (start..to.min(start + VERB_WITHIN)).find_map(|at| Some((at, self.verb(start, at)?)))?;
        let pronouns =
            (start..at).rev().take_while(|at| self.is(*at, CLITICS) || self.is(*at, "no nunca ya")).last();
        let pronouns = pronouns.unwrap_or(at);
        let opens = (start..pronouns).all(|at| self.is(at, OPENING));
        let named = start < pronouns && !opens;
        if named
            && (yo
                || verb.person != Person::Other && verb.person != Person::Either
                || !self.is_subject(start))
        {
            return None;
        }
        // "Otras me llama": what does not agree is misread.
        let plural = named
            && self.is(start, "los las unos unas ellos ellas otros otras mis todos todas nuestros nuestras");
        // "Le había contado": the speaker, or somebody else.
        let loose =
            verb.person == Person::Either && !(named || yo) && (pronouns..at).any(|at| self.is(at, "le les"));
        if plural && !verb.said.ends_with('n') || loose {
            return None;
        }
        let whole =
            (start..pronouns).all(|at| self.is_plain(at) && !self.is(at, NEVER) && !self.is(at, CUTS));
        let end = self.end(at, to)?;
        let being = is_one_of(&verb.said, "era fue es está estaba son eran");
        let doing = self.word(at + 1).ends_with("ando") || self.word(at + 1).ends_with("iendo");
        let label = being && !named && !doing && !self.is(at + 1, "un una el la los las de del en a al cosa");
        // "Tengo su sombrero" would be the listener's own.
        let theirs = (start..end).any(|at| self.is(at, "su sus"));
        let unclear =
            theirs && (verb.is_own() || (start..end).any(|at| self.is(at, "mi mis nuestro nuestra")));
        let parts = Parts { start, pronouns, at, end, verb, named, yo, surely };
        (whole && !label && !unclear).then_some(parts)
    }

    /// The verb at a place, where that is surely one.
    fn verb(&self, start: usize, at: usize) -> Option<Verb> {
        let before = (at > start).then(|| self.word(at - 1));
        let raw = self.raw(at);
        // "El picaba la carne": "él", as no noun looks so.
        let el = before == Some("el") && (spanish::is_imperfect(&raw) || spanish::is_third(&raw));
        if !el && before.is_some_and(|word| is_one_of(word, BEFORE_NOUN)) {
            return None;
        }
        let named = at > start && self.is_subject(start) && !(start..at).all(|at| self.is(at, OPENING));
        // "Hace un mes" says when.
        let ago = raw == "hace"
            && (at + 1..at + 4)
                .any(|at| self.is(at, "ano anos mes meses dia dias semana semanas tiempo rato mucho poco"));
        if ago {
            return None;
        }
        let pronoun = at > start + 1 && self.is(at - 2, "me nos se le les no");
        let article = !pronoun && before.is_some_and(|word| is_one_of(word, "la los las"));
        if article && may_be_noun(&raw) {
            return None;
        }
        let state = is_one_of(&raw, "esta estan")
            && self.is(at + 1, "en con de lejos cerca ahi aqui alli alla todavia como");
        if state && (named || at == start || self.is(at - 1, "no ya siempre ahora todavia aun")) {
            let said = if raw == "esta" { "está" } else { "están" };
            return Some(Verb { said: said.to_owned(), person: Person::Other });
        }
        let hacia = raw == "hacia"
            && !self.is(at + 1, "el la los las un una mi su donde abajo arriba adelante atras");
        if hacia {
            return Some(Verb { said: "hacía".to_owned(), person: Person::Either });
        }
        let denied = self.is(at.wrapping_sub(2), "ya") && before == Some("no");
        let sure = named && before.is_some_and(|word| is_one_of(word, "me nos le les se no")) || denied;
        let other = ["a", "e", "an", "en"].iter().any(|end| raw.ends_with(end)) && raw.chars().count() > 3;
        let moved = at > start + 1 && self.is(at - 2, "se") && before == Some("me");
        read(&raw, before, named || moved, self.word(at + 1))
            .or((sure && other).then_some(Verb { said: raw.clone(), person: Person::Other }))
    }

    /// Whether a clause begins here with whoever does what it tells.
    fn is_subject(&self, at: usize) -> bool {
        let name = self.lexicon.names.has(self.word(at)) && self.tokens[at].capital;
        self.is(at, SUBJECTS) || name
    }

    /// Where what is said back ends: before what hangs on "cuando" or "que", before a number or a name, and before a
    /// second verb; `None` where that cannot be left out.
    fn end(&self, verb: usize, to: usize) -> Option<usize> {
        let mut end = to;
        for at in verb + 1..to {
            let next = self
                .is(at + 1, "yo me se le les lo nos ella ellos ellas despues luego entonces ya no asi")
                || self.is(at + 1, "es son")
                || may_be_verb(&self.raw(at + 1));
            // "Camino hasta la reja y vuelvo": a second verb of the speaker's.
            let second = self.raw(verb).ends_with('o')
                && self.raw(at + 1).ends_with('o')
                && (at + 2 >= to || self.is(at + 2, LEADS));
            let joined = self.is(at, "y o e ni") && (next || second);
            if self.is(at, NEVER) {
                return None;
            }
            // "Me ha dicho la chica que": what was said belongs to it.
            let saying = self.is(at, "que") && (verb..at).any(|at| self.is(at, SAYING));
            if saying || self.is(at, CUTS) && self.is(at - 1, TIED) {
                return None;
            }
            if self.is(at, CUTS) || joined || !self.is_plain(at) {
                end = at;
                break;
            }
        }
        let left_out = (end..to).any(|at| self.is(at, "no nunca sin solo ni"));
        while end > verb + 1 && (end < to && self.is(end - 1, LEADS) || self.is(end - 1, "y o e ni")) {
            end -= 1;
        }
        // "Mi madre decía" says nothing without what she said.
        (!(left_out || end < to && end < verb + 2)).then_some(end)
    }

    /// What stands before the verb and its pronouns.
    fn before(&self, parts: &Parts) -> Option<Vec<String>> {
        (parts.start..parts.pronouns)
            .map(|at| {
                let own = self.is(at, "yo me nos te conmigo");
                let verbal = at + 1 == parts.pronouns && self.is(at, "el");
                (!own).then(|| if verbal { "él".to_owned() } else { self.turned(at) })
            })
            .collect()
    }

    /// The pronouns of the verb, turned; and whether the listener has to be named beside them.
    fn pronouns(&self, parts: &Parts) -> Option<(bool, Vec<String>)> {
        let words: Vec<&str> = (parts.pronouns..parts.at).map(|at| self.word(at)).collect();
        let third = |word: &&str| is_one_of(word, "le les lo la los las");
        let object = words.iter().any(third);
        let verb = &parts.verb;
        let mut said = Vec::new();
        for (place, word) in words.iter().enumerate() {
            let two = words.get(place + 1).is_some_and(|next| is_one_of(next, "lo la los las"));
            let after_se = place > 0 && words[place - 1] == "se";
            said.push(match *word {
                "me" if verb.person == Person::Own && !after_se => "se",
                "nos" if verb.person == Person::Ours && !after_se => "se",
                "me" | "nos" if verb.is_own() => return None,
                "me" if verb.person == Person::Either && !parts.named && !after_se => {
                    match spanish::own_or_others(&self.raw(parts.at))? {
                        true => "se",
                        false if two => "se",
                        false => "le",
                    }
                }
                "me" if two => "se",
                "me" => "le",
                "nos" if two => "se",
                "nos" => "les",
                other => other,
            });
        }
        // "Usted le llevó flores": without the listener it would be somebody else's doing.
        let usted = verb.person == Person::Own && object
            || parts.yo && matches!(verb.person, Person::Own | Person::Either);
        Some((usted, said.into_iter().map(str::to_owned).collect()))
    }

    /// A word behind the verb.
    fn after(&self, parts: &Parts, at: usize) -> Option<String> {
        let raw = self.raw(at);
        let others = parts.verb.person == Person::Other || parts.verb.person == Person::Either && parts.named;
        let own = parts.verb.is_own();
        for (end, selves, theirs) in [
            ("rme", "rse", "rle"),
            ("rnos", "rse", "rles"),
            ("ándome", "ándose", "ándole"),
            ("iéndome", "iéndose", "iéndole"),
            ("ándonos", "ándose", "ándoles"),
        ] {
            if let Some(stem) = raw.strip_suffix(end) {
                return (own || others).then(|| format!("{stem}{}", if own { selves } else { theirs }));
            }
        }
        if self.is(at, "conmigo") {
            return Some("con usted".to_owned());
        }
        let led = self.is(at - 1, BEFORE_NOUN) || self.is(at - 1, "la los las lo");
        let verb = may_be_verb(&raw) && !led;
        let alone = self.is(at, "mi") && (at + 1 == parts.end || self.is(at + 1, LEADS));
        if self.is(at, OWN) || verb || self.is(at, "esta este estas estos") {
            return None;
        }
        let he = self.is(at, "el")
            && (at + 1 == parts.end || self.is(at + 1, "el la los las un una y en a con por"));
        if he {
            return Some("él".to_owned());
        }
        if self.is(at, "nosotros nosotras") {
            return Some("ustedes".to_owned());
        }
        Some(if alone { "usted".to_owned() } else { self.turned(at) })
    }

    /// How many words in a row of what is said back stand so in the message.
    fn copied(&self, parts: &Parts, said: &[String]) -> usize {
        let said: Vec<String> = said.iter().map(|word| content::text::folded(word)).collect();
        let mut most = 0;
        for at in parts.start.saturating_sub(1)..parts.end {
            for place in 0..said.len() {
                let run = said[place..]
                    .iter()
                    .enumerate()
                    .take_while(|(step, word)| self.word(at + step) == word.as_str());
                most = most.max(run.count());
            }
        }
        most
    }

    /// The word, with the speaker's own turned to the listener.
    fn turned(&self, at: usize) -> String {
        super::echo::turn_es(self.word(at)).map_or_else(|| self.raw(at), str::to_owned)
    }

    /// The word as it should be written: in lower case but for a known name, with its accent.
    fn raw(&self, at: usize) -> String {
        let Some(token) = self.tokens.get(at) else { return String::new() };
        let raw = &self.text[token.start..token.end];
        if token.capital && self.lexicon.names.has(&token.text) {
            return raw.to_owned();
        }
        let opens = at == 0 || self.tokens[at - 1].is_end();
        let before = (!opens).then(|| self.word(at - 1));
        let lower = raw.to_lowercase();
        spanish::written(&lower, before).unwrap_or(lower)
    }

    /// No number, no identifier, no capital but a known first name or what opens the sentence.
    fn is_plain(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let inside = self.identifiers.iter().any(|(from, to)| *from < token.end && token.start < *to);
        let listed = self.lexicon.names.has(&token.text);
        let opens =
            at == 0 || self.tokens[at - 1].is_end() && self.tokens[at - 1].end > self.tokens[at - 1].start;
        let letters = token.text.chars().all(char::is_alphabetic);
        letters && (!inside || listed) && (!token.capital || opens || listed)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.text.as_str())
    }

    fn is(&self, at: usize, words: &str) -> bool {
        is_one_of(self.word(at), words)
    }
}

/// Whether a word may be a noun behind "la", "los" or "lo", which may be pronouns too.
fn may_be_noun(word: &str) -> bool {
    const SHORT: &str =
        "he hemos ha han di vi voy vamos tengo hice puse dio vio tuvo hizo trajo quiso puso iba";
    let verb = ["aba", "aban", "ían", "ó", "aron", "ieron", "é", "í"].iter().any(|end| word.ends_with(end));
    !(verb || spanish::is_imperfect(word) || is_one_of(word, SHORT))
}
