//! The second stage with an encoder that stands in for one.

use super::*;
use crate::domain::{Text, analyze};
use safety_rules::History;
use std::sync::atomic::AtomicUsize;

/// An encoder whose meaning is which of a few words a text has: enough to tell near from far.
#[derive(Debug)]
struct StandIn {
    calibration: Calibration,
    /// How often it has been asked, and which of these it fails.
    asked: AtomicUsize,
    fails: std::ops::Range<usize>,
    hangs: bool,
}

/// What it knows; the last place is for texts with none of these.
const KNOWN: [&str; 7] = ["tablets", "enough", "feet", "face", "soup", "sleep", "wake"];

impl StandIn {
    fn new(like: f32) -> Self {
        let calibration = Calibration { like, head: None };
        Self { calibration, asked: AtomicUsize::new(0), fails: 0..0, hangs: false }
    }

    fn vector(text: &str) -> Vec<f32> {
        let text = text.to_lowercase();
        let mut vector: Vec<f32> =
            KNOWN.iter().map(|word| f32::from(u8::from(text.contains(word)))).collect();
        vector.push(if vector.iter().sum::<f32>() > 0.0 { 0.0 } else { 1.0 });
        vector
    }
}

#[async_trait]
impl Encoder for StandIn {
    fn version(&self) -> &'static str {
        "stand-in 1"
    }

    fn calibration(&self) -> Calibration {
        self.calibration.clone()
    }

    async fn encode(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, EncoderError> {
        let asked = self.asked.fetch_add(1, Relaxed);
        if self.fails.contains(&asked) && self.hangs {
            std::future::pending::<()>().await;
        }
        if self.fails.contains(&asked) {
            return Err(EncoderError::Unavailable);
        }
        Ok(texts.iter().map(|text| Self::vector(text)).collect())
    }
}

async fn loaded(encoder: StandIn) -> Arc<Second> {
    let second = Arc::new(Second::new(Arc::new(encoder), Tasks::default()));
    second.begin();
    tried(&second).await;
    second
}

/// Waits until nobody loads it.
async fn tried(second: &Second) {
    while second.loading.load(Relaxed) {
        tokio::task::yield_now().await;
    }
}

fn first(text: &str) -> SafetyAnalysis {
    analyze(Text::admit(text).expect("admitted"), &History::default(), &identifiers::Tail::default())
}

async fn both(second: &Arc<Second>, text: &str) -> (SafetyAnalysis, SafetyAnalysis) {
    let before = first(text);
    let mut after = before.clone();
    second.hear(text, &mut after).await;
    (before, after)
}

#[tokio::test]
async fn what_is_like_a_prototype_raises_the_level_with_its_reason() {
    let second = loaded(StandIn::new(0.9)).await;
    let (before, after) = both(&second, "The tablets in my drawer will be enough by Sunday week.").await;
    assert!(before.crisis_level < Level::High, "{before:?}");
    assert_eq!(after.crisis_level, Level::High);
    assert!(after.crisis_detected && after.escalation_required && after.risk > before.risk);
    assert_eq!(after.crisis_categories.first(), Some(&CrisisCategory::SuicidalIdeation));
    let reason = after.findings.first().expect("a finding");
    assert_eq!((&*reason.code, reason.level), ("encoder.like", Level::High));
    assert!((after.safety_score + after.risk - 1.0).abs() < 1e-6);
    assert_eq!(after.versions.stages, ["rules", "linear", "encoder stand-in 1"]);
    assert_eq!(second.check(), Ok(()));
}

#[tokio::test]
async fn what_is_nearer_to_a_calm_prototype_or_far_from_all_is_left_alone() {
    let second = loaded(StandIn::new(0.9)).await;
    for calm in ["My feet hurt from the new shoes.", "The soup needs salt.", "tablets tablets"] {
        let (before, after) = both(&second, calm).await;
        assert_eq!((after.crisis_level, after.findings), (before.crisis_level, before.findings), "{calm}");
    }
}

#[tokio::test]
async fn it_never_lowers_what_the_rules_read_whatever_it_says() {
    let second = loaded(StandIn::new(-1.0)).await;
    for text in [
        "I want to kill myself, and the soup is cold.",
        "I have had enough of tablets.",
        "feet",
        "I wish I was dead",
    ] {
        let (before, after) = both(&second, text).await;
        assert!(after.crisis_level >= before.crisis_level && after.risk >= before.risk, "{text}");
        assert!(before.findings.iter().all(|found| after.findings.contains(found)), "{text}");
        assert!(before.crisis_categories.iter().all(|one| after.crisis_categories.contains(one)), "{text}");
    }
}

#[tokio::test]
async fn the_head_alone_is_a_reason_for_one_question_and_for_no_more() {
    let mut encoder = StandIn::new(2.0);
    let mut weights = vec![-4.0; KNOWN.len() + 1];
    weights[5] = 9.0;
    encoder.calibration.head = Some(Head { weights, bias: 0.0, from: 0.9 });
    let second = loaded(encoder).await;
    let (before, after) = both(&second, "Sleep, the long one, is what there is left.").await;
    assert_eq!((before.crisis_level, after.crisis_level), (Level::None, Level::Low));
    assert_eq!(after.findings.first().map(|found| &*found.code), Some("encoder.heard"));
    assert!(!after.escalation_required);
    assert_eq!(both(&second, "The soup was good.").await.1.crisis_level, Level::None);
}

#[tokio::test]
async fn an_encoder_that_fails_or_hangs_changes_nothing_and_health_says_so() {
    for hangs in [false, true] {
        let second = loaded(StandIn { fails: 1..usize::MAX, hangs, ..StandIn::new(0.9) }).await;
        let (before, after) = both(&second, "The tablets in my drawer will be enough by Sunday week.").await;
        assert_eq!(before, after);
        assert!(second.check().is_err());
    }
}

#[tokio::test]
async fn an_encoder_that_could_not_be_loaded_is_tried_again_with_the_next_message() {
    let second = loaded(StandIn { fails: 0..1, ..StandIn::new(0.9) }).await;
    assert_eq!(second.check(), Err("the encoder is not loaded"));
    let (before, after) = both(&second, "I want to kill myself.").await;
    assert_eq!(before, after, "meanwhile the first stage stands");
    tried(&second).await;
    let (_, heard) = both(&second, "The soup needs salt.").await;
    assert_eq!(heard.versions.stages.len(), 3);
    assert_eq!(second.check(), Ok(()));
}

#[tokio::test]
async fn vectors_that_cannot_be_used_are_refused() {
    let wrong = StandIn {
        calibration: Calibration { like: 0.9, head: Some(Head { weights: vec![1.0], bias: 0.0, from: 0.5 }) },
        ..StandIn::new(0.9)
    };
    assert_eq!(SecondStage::load(Arc::new(wrong)).await.err(), Some(EncoderError::Vectors));
    assert_eq!(unit(vec![f32::NAN, 1.0], 2), Err(EncoderError::Vectors));
    assert_eq!(unit(vec![0.0, 0.0], 2), Err(EncoderError::Vectors));
    assert_eq!(unit(vec![1.0], 2), Err(EncoderError::Vectors));
}

#[test]
fn every_line_of_the_prototypes_can_be_read_and_calm_ones_stand_beside_the_grave_ones() {
    let all: Vec<_> = prototypes().collect::<Result<_, _>>().expect("a whole file");
    let calm = all.iter().filter(|(danger, _)| danger.is_none()).count();
    assert!(calm >= 20 && all.len() - calm >= 40, "{calm} of {}", all.len());
    let texts: std::collections::BTreeSet<&str> = all.iter().map(|(_, text)| *text).collect();
    assert_eq!(texts.len(), all.len(), "each once");
}
