//! What several signs say together, within a message and across the last ones: a means and a wish, a question
//! about a high place after a loss, hopelessness that adds up.

use content_safety_api::{CrisisCategory, CrisisFinding, Facet, Level, Modifier, Span};

use crate::rules::{DOUBT, Sign};
use crate::screen::History;

/// Adds what signs amount to. Only ever adds findings: a level is raised by evidence, never lowered. Says whether what adds up is
/// no more than what every grief has: a death, tears, nobody there. That is a doubt.
pub(crate) fn compose(
    findings: &mut Vec<CrisisFinding>,
    signs: &mut Vec<Sign>,
    history: &History,
    no_plan: bool,
) -> bool {
    signs.sort_unstable();
    signs.dedup();
    let here = |sign: Sign| signs.contains(&sign);
    let near = |sign: Sign| signs.contains(&sign) || history.has(sign);
    let weight_here: u32 = signs.iter().map(|sign| sign.weight()).sum();
    let weight_near: u32 = weight_here
        + history.signs.iter().filter(|(sign, _)| !here(*sign)).map(|(sign, _)| sign.weight()).sum::<u32>();
    let own = own_level(findings);
    let danger = near(Sign::Ideation) || near(Sign::Burden) || near(Sign::Hopeless);
    let mut add = |code, category, level, facet| findings.push(summed(code, category, level, facet));
    let suicide = CrisisCategory::SuicidalIdeation;
    if here(Sign::MeansQuestion) && weight_near >= 1 {
        let level = if weight_near >= 3 { Level::High } else { Level::Medium };
        add("si.sum.means_question", suicide, level, Some(Facet::Method));
    }
    if here(Sign::Means) && (danger || weight_near > Sign::Means.weight()) {
        add("si.sum.means", suicide, Level::High, Some(Facet::Means));
    }
    if here(Sign::AtHand) && (here(Sign::Wish) || here(Sign::Ideation)) && own >= Level::Low {
        // A wish to die and, in the same message, what it could be done with.
        let level = if no_plan { Level::Medium } else { Level::High };
        add("si.sum.at_hand", suicide, level, Some(Facet::Means));
    }
    if (own >= Level::Low || near(Sign::Ideation)) && (here(Sign::Goodbye) || here(Sign::GivingAway)) {
        add("si.sum.farewell", suicide, Level::High, Some(Facet::Intent));
    }
    if here(Sign::Act) && (near(Sign::Ideation) || near(Sign::Wish) || weight_near >= 3) {
        add("si.sum.act", suicide, Level::High, Some(Facet::Intent));
    }
    if here(Sign::GivingAway) && weight_near > Sign::GivingAway.weight() {
        add("si.sum.giving_away", suicide, Level::Medium, None);
    }
    if own >= Level::Low && weight_near >= 3 && !no_plan {
        add("si.sum.wish", suicide, Level::Medium, None);
    }
    if own == Level::None && here(Sign::Envy) && (here(Sign::Death) || history.just(Sign::Death)) {
        // "She went very quick." "I would not mind that."
        add("si.sum.envy", suicide, Level::Low, None);
    }
    let adds_up = own == Level::None && weight_here >= 1 && weight_near >= 4;
    let mut seen = signs.iter().copied().chain(history.signs.iter().map(|(sign, _)| *sign));
    let heavy = seen.any(|sign| sign.weight() > 1);
    if adds_up && heavy {
        let spoken = near(Sign::Wish) || near(Sign::Ideation);
        let level = if weight_near >= 6 || spoken && !no_plan { Level::Medium } else { Level::Low };
        add("si.sum.signs", suicide, level, None);
    }
    if near(Sign::Eating) && here(Sign::Physical) && (here(Sign::Eating) || eating(findings)) {
        findings.push(summed("ed.sum.physical", CrisisCategory::EatingDisorder, Level::High, None));
    }
    adds_up && !heavy
}

/// A finding that no words say by themselves.
fn summed(code: &'static str, category: CrisisCategory, level: Level, facet: Option<Facet>) -> CrisisFinding {
    CrisisFinding {
        code: code.into(),
        category,
        level,
        base: level,
        span: Span::default(),
        modifiers: vec![Modifier::Accumulated],
        facet,
        confidence: 0.6,
    }
}

fn own_level(findings: &[CrisisFinding]) -> Level {
    findings
        .iter()
        .filter(|finding| finding.category == CrisisCategory::SuicidalIdeation)
        .filter(|finding| !finding.modifiers.contains(&Modifier::ThirdPerson))
        // A complaint of a bad day is a sign among signs.
        .filter(|finding| !finding.code.starts_with(DOUBT))
        .map(|finding| finding.level)
        .max()
        .unwrap_or_default()
}

fn eating(findings: &[CrisisFinding]) -> bool {
    findings
        .iter()
        .any(|finding| finding.category == CrisisCategory::EatingDisorder && finding.level > Level::None)
}

/// The figure where the weights alone hear a danger: above all that is not asked about, and at the foot of what was said.
pub(crate) fn risk_heard(share: f32) -> f32 {
    0.2 + 0.04 * share
}

/// One number that rises with the level and, within a level, with the evidence.
pub(crate) fn risk(level: Level, findings: &[CrisisFinding], signs: &[Sign], heard: f32) -> f32 {
    let (floor, room) = match level {
        Level::None => (0.0, 0.2),
        Level::Low => (0.2, 0.2),
        Level::Medium => (0.4, 0.2),
        Level::High => (0.6, 0.2),
        Level::Critical => (0.8, 0.2),
    };
    let points: u32 = findings.iter().map(|finding| finding.level as u32).sum::<u32>()
        + signs
            .iter()
            .filter(|sign| !matches!(sign, Sign::Game | Sign::Death | Sign::Partner))
            .map(|sign| sign.weight().max(1))
            .sum::<u32>();
    // Rises to the room without ever reaching it; what the weights hear takes its share of what is left.
    let points = f64::from(points.min(1_000));
    let told = points / (points + 12.0);
    let heard = f64::from(heard);
    #[expect(clippy::cast_possible_truncation, reason = "a figure between 0 and 1")]
    let risk = (floor + room * (1.0 - (1.0 - told) * (1.0 - heard))) as f32;
    risk
}
