//! What the trained weights hear: a second reader beside the rules, for what no list of turns of speech can hold. It may
//! raise a level and never lowers one.
//!
//! Rules say why; weights say how much a text is like what people say in danger. So they speak only where they are sure, on
//! more than a bare answer, and never against a rule: where a rule saw the words and explained them away (a film, a past
//! that is over), or graded them, the weights are silent.

use std::sync::LazyLock;

use content_safety_api::{CrisisCategory, CrisisFinding, Level, Modifier, Span};
use ngrams::{Model, Text, probability};

use crate::training::{DANGER, HEADS, KINDS, LEVELS, WRITTEN, category};

/// The file that `therapeutic-ai train crisis` writes; `weights/crisis.md` is its card.
const FILE: &[u8] = include_bytes!("../weights/crisis.ngrams");

/// From here one soft question is asked, where it may be about wanting to live. In stories of ordinary days one turn in a
/// hundred reaches it, and half of these should.
const ASK: f32 = 0.85;
/// The same of a few words, which are like many things: "it is on the wall".
const ASK_FEW: f32 = 0.96;
/// From here, of more than a few words, a person is told.
const TELL: f32 = 0.98;
/// The same of emergencies of the body: told from calm talk best of all kinds, and the one where minutes count.
const TELL_OF_BODY: f32 = 0.97;
/// Up to here words are few.
const FEW: usize = 5;
/// How sure the next level must be, given that there is danger.
const LEVEL: f32 = 0.5;
/// Fewer words say too little: "yes", "the knife", "not today".
const WORDS_MIN: usize = 3;
/// A longer text is read in pieces as long as what the weights learned from.
const PIECE_WORDS: usize = 60;
/// From here a text is written rather than said, and the heads of posts read it too.
const WRITTEN_WORDS: usize = 60;
/// At most so many words are pointed at.
const POINTED_WORDS: usize = 12;

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    let model = Model::read(FILE).ok()?;
    // A file of other heads would be read as what it is not.
    model.heads().eq(HEADS).then_some(model)
});

/// Whether the weights that were compiled in can be used: what health asks.
pub fn weights_ready() -> bool {
    MODEL.is_some()
}

/// What the weights hear in a message.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    /// How sure they are that anything is wrong, 0 to 1.
    pub(crate) danger: f32,
    /// For a long text: how sure that its writer is at least low, medium, high. All 0 otherwise.
    pub(crate) written: [f32; 3],
    finding: Option<CrisisFinding>,
}

/// Listens to a text.
pub(crate) fn hear(text: &Text) -> Heard {
    let Some(model) = &*MODEL else { return Heard::default() };
    let words = text.words().len();
    if words < WORDS_MIN {
        return Heard::default();
    }
    let mut heard = Heard::default();
    let mut gravest: Option<(usize, usize, Vec<f32>)> = None;
    for (from, to) in pieces(text) {
        let shares: Vec<f32> =
            model.scores(&model.vector(text, from, to)).into_iter().map(probability).collect();
        if shares[DANGER] > heard.danger {
            heard.danger = shares[DANGER];
            gravest = Some((from, to, shares));
        }
    }
    if words >= WRITTEN_WORDS {
        let scores = model.scores(&model.vector(text, 0, words));
        for (share, score) in heard.written.iter_mut().zip(&scores[WRITTEN]) {
            *share = probability(*score);
        }
    }
    let ask = if words <= FEW { ASK_FEW } else { ASK };
    if let Some((from, to, shares)) = gravest.filter(|(_, _, shares)| shares[DANGER] >= ask) {
        heard.finding = finding(model, text, (from, to), &shares);
    }
    heard
}

/// Pieces of whole sentences, each as long as is learned from; a text of usual length is one.
fn pieces(text: &Text) -> Vec<(usize, usize)> {
    let words = text.words().len();
    if words <= PIECE_WORDS {
        return vec![(0, words)];
    }
    let (mut pieces, mut from, mut last) = (Vec::new(), 0, 0);
    for begin in text.sentences().chain([words]) {
        if begin - from > PIECE_WORDS && last > from {
            pieces.push((from, last));
            from = last;
        }
        // A sentence without an end is cut where the words are enough.
        while begin - from > 2 * PIECE_WORDS {
            pieces.push((from, from + PIECE_WORDS));
            from += PIECE_WORDS;
        }
        last = begin;
    }
    pieces.push((from, words));
    pieces
}

fn finding(model: &Model, text: &Text, (from, to): (usize, usize), shares: &[f32]) -> Option<CrisisFinding> {
    let head = KINDS.max_by(|a, b| shares[*a].total_cmp(&shares[*b]))?;
    let category = category(head)?;
    let of_life = matches!(category, CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm);
    let of_body = category == CrisisCategory::MedicalEmergency;
    let sure = shares[DANGER] >= if of_body { TELL_OF_BODY } else { TELL } && text.words().len() > FEW;
    let level = LEVELS
        .take_while(|level| sure && shares[*level] >= LEVEL)
        .last()
        .map_or(Level::Low, |level| Level::ALL[level + 1]);
    // Without a rule that says why, a person looks in within the shift; only minutes of the body are more.
    let level = if of_body { level } else { level.min(Level::Medium) };
    if level == Level::Low && !of_life {
        return None;
    }
    Some(CrisisFinding {
        code: code(category, level).into(),
        category,
        level,
        base: level,
        span: pointed(text, from, &model.shares(text, from, to, DANGER)),
        modifiers: if HEADS[head] == "third_party_concern" {
            vec![Modifier::ThirdPerson]
        } else {
            Vec::new()
        },
        facet: None,
        confidence: shares[DANGER],
    })
}

const fn code(category: CrisisCategory, level: Level) -> &'static str {
    match category {
        // A doubt: heard, and one soft question.
        CrisisCategory::SuicidalIdeation | CrisisCategory::SelfHarm if matches!(level, Level::Low) => {
            "si.doubt.weights"
        }
        CrisisCategory::SuicidalIdeation => "si.weights",
        CrisisCategory::SelfHarm => "sh.weights",
        CrisisCategory::MedicalEmergency => "me.weights",
        CrisisCategory::AbuseNeglect => "an.weights",
        CrisisCategory::HarmToOthers => "ho.weights",
        CrisisCategory::Psychosis => "ps.weights",
        CrisisCategory::EatingDisorder => "ed.weights",
        CrisisCategory::InabilityToCare => "ic.weights",
    }
}

/// The stretch of words that weighed most: what a person is shown as the reason.
fn pointed(text: &Text, from: usize, shares: &[f32]) -> Span {
    let most = POINTED_WORDS.min(shares.len());
    let (mut best, mut sum, mut start) = ((f32::MIN, 0, 0), 0.0_f32, 0);
    for (at, share) in shares.iter().enumerate() {
        // The heaviest run (Kadane), held to a readable length.
        if sum <= 0.0 || at - start >= most {
            (sum, start) = (0.0, at);
        }
        sum += share;
        if sum > best.0 {
            best = (sum, start, at);
        }
    }
    match (text.words().get(from + best.1), text.words().get(from + best.2)) {
        (Some(first), Some(last)) => Span::new(first.start, last.end),
        _ => Span::default(),
    }
}

impl Heard {
    /// One figure, 0 to 1, for the order of messages: of a long text what its writing is like, of a short one what is said.
    pub(crate) fn risk(&self) -> f32 {
        let written = self.written.iter().sum::<f32>() / 3.0;
        if written > 0.0 { written } else { self.danger }
    }

    /// Adds what was heard where no rule found anything, and where it raises the level of the last messages: what stands
    /// already needs no second alarm. Where a rule read the words, as danger or as harmless, the rule knows better.
    pub(crate) fn add_to(&self, findings: &mut Vec<CrisisFinding>, before: Level) {
        if findings.is_empty() {
            findings.extend(self.finding.iter().filter(|heard| heard.level > before).cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weights_that_ship_can_be_used() {
        assert!(weights_ready());
    }

    #[test]
    fn what_no_rule_reads_is_heard_and_asked_about_once() {
        let text = "I have put my affairs straight and there is nothing to keep me now";
        let heard = hear(&Text::new(text));
        assert!(heard.danger >= ASK);
        let mut findings = Vec::new();
        heard.add_to(&mut findings, Level::None);
        assert_eq!((findings[0].level, findings[0].code.as_ref()), (Level::Low, "si.doubt.weights"));
        assert!(findings[0].span.of(text).is_some_and(|words| !words.is_empty()), "it points at words");
        let screening = crate::screen(text, &crate::History::default());
        assert_eq!(screening.level, Level::Low, "the rules alone hear nothing here");
        assert!(screening.history.signs.is_empty());
        let again = crate::screen(text, &screening.history);
        assert_eq!(again.level, Level::None, "what stands needs no second question");
        assert!(again.risk > 0.1, "and is heard all the same");
    }

    #[test]
    fn where_a_rule_read_the_words_the_weights_are_silent() {
        let heard = hear(&Text::new("I have put my affairs straight and there is nothing to keep me now"));
        for said in ["No, I have no thoughts of suicide.", "I wish I was dead."] {
            let mut findings = crate::screen(said, &crate::History::default()).findings;
            assert!(!findings.is_empty(), "{said}");
            let read = findings.len();
            heard.add_to(&mut findings, Level::None);
            assert_eq!(findings.len(), read, "{said}");
        }
    }

    #[test]
    fn calm_talk_and_bare_answers_are_left_alone() {
        for text in [
            "el nieto vino y jugamos al dominó toda la tarde",
            "Yesterday I watched the ducks",
            "kill",
            "the end",
            "",
        ] {
            let mut findings = Vec::new();
            hear(&Text::new(text)).add_to(&mut findings, Level::None);
            assert!(findings.is_empty(), "{text}: {findings:?}");
        }
    }

    #[test]
    fn no_weight_lowers_a_level() {
        for text in ["I want to kill myself.", "Me quiero morir.", "She fell and does not wake up."] {
            let alone = crate::screen(text, &crate::History::default());
            assert!(alone.level > Level::None);
            let more = crate::screen(
                &format!("{text} The soup was good and my son came."),
                &crate::History::default(),
            );
            assert!(more.level >= alone.level, "{text}");
        }
    }

    #[test]
    fn a_long_text_is_cut_at_its_sentences_and_nothing_is_left_out() {
        for text in
            ["so. ".repeat(500), "so ".repeat(1000), format!("{}. End.", "a ".repeat(70)), "one two".into()]
        {
            let text = Text::new(&text);
            let pieces = pieces(&text);
            assert_eq!(pieces.first().map(|piece| piece.0), Some(0));
            assert_eq!(pieces.last().map(|piece| piece.1), Some(text.words().len()));
            assert!(pieces.windows(2).all(|two| two[0].1 == two[1].0));
            assert!(pieces.iter().all(|(from, to)| to - from <= 2 * PIECE_WORDS && to > from), "{pieces:?}");
        }
    }

    #[test]
    fn what_is_pointed_at_is_the_heaviest_stretch() {
        let text = Text::new("the soup was fine but I cannot go on like this");
        let mut shares = vec![-0.1_f32; 11];
        for at in 5..9 {
            shares[at] = 0.5;
        }
        let span = pointed(&text, 0, &shares);
        assert_eq!(span.of("the soup was fine but I cannot go on like this"), Some("I cannot go on"));
    }
}
