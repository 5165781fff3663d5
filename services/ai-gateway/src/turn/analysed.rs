//! What is kept sealed with a message of what was read in it: the level that stands in it has its evidence beside it.

use api::Opaque;
use content_safety_api::CombinedAnalysis;
use identifiers::{Tail, detected_after};
use safety_rules::Screening;

/// An analysis with what is spread over the messages before: "my number is 212", and then "555 0147". Whoever made it had the
/// words alone.
pub(super) fn behind(analysis: &CombinedAnalysis, tail: &Tail, text: &str) -> CombinedAnalysis {
    let mut whole = analysis.clone();
    let safety = &mut whole.safety;
    safety.identifiers = detected_after(tail, text, std::mem::take(&mut safety.identifiers)).here;
    safety.phi_detected = !safety.identifiers.is_empty();
    safety.phi_categories = safety.identifiers.iter().map(|found| found.class).collect();
    safety.phi_categories.sort_unstable();
    safety.phi_categories.dedup();
    whole
}

/// The analysis as it is kept. Danger is as the rules read it here, with the conversation before the message: by that the turn
/// was decided. Whoever is asked for the rest reads the words by themselves, and may see another danger or none. Without their
/// answer the rest is absent, and the version of the rules is there all the same.
pub(super) fn kept(analysis: Option<&CombinedAnalysis>, screening: &Screening) -> Opaque {
    let Some(analysis) = analysis else {
        return Opaque::of(&serde_json::json!({
            "crisis_detected": screening.level > content_safety_api::Level::None,
            "crisis_level": screening.level,
            "crisis_categories": screening.categories,
            "risk": screening.risk,
            "findings": screening.findings,
            "versions": { "crisis": safety_rules::versions() },
        }));
    };
    let mut kept = analysis.clone();
    let safety = &mut kept.safety;
    safety.crisis_detected = screening.level > content_safety_api::Level::None;
    safety.crisis_level = screening.level;
    safety.crisis_categories.clone_from(&screening.categories);
    safety.risk = screening.risk;
    safety.findings.clone_from(&screening.findings);
    safety.versions.crisis = safety_rules::versions();
    Opaque::of(&kept)
}

#[cfg(test)]
mod tests {
    use content_safety_api::{CrisisFinding, IdentifierClass};
    use safety_rules::{History, screen};
    use serde_json::{Value, json};

    use super::*;

    /// As content-safety answers that read the words by themselves, and found nothing.
    fn calm() -> CombinedAnalysis {
        let answer = json!({
            "crisis_detected": false, "crisis_level": "none", "crisis_categories": [], "phi_detected": true,
            "phi_categories": ["name"], "recommended_action": "none", "escalation_required": false,
            "safety_score": 1.0, "risk": 0.0, "findings": [],
            "identifiers": [{"span": {"start": 0, "end": 4}, "class": "name", "code": "phi.name", "confidence": 0.9}],
            "language": {"code": "eng", "supported": true},
            "versions": {"crisis": "another", "identifiers": "i", "emotion": "e", "guidelines": "g", "stages": ["rules"]},
        });
        serde_json::from_str(&answer.to_string()).expect("an analysis")
    }

    #[test]
    fn what_is_spread_over_messages_is_an_identifier_of_the_one_that_ends_it() {
        let mut alone = calm();
        alone.safety.identifiers.clear();
        let mut tail = Tail::default();
        assert_eq!(behind(&alone, &tail, "555 0147").safety.identifiers, []);
        tail.push("my number is 212");
        let whole = behind(&alone, &tail, "555 0147").safety;
        assert_eq!(whole.identifiers[0].span.of("555 0147"), Some("555 0147"));
        assert!(whole.phi_detected && whole.phi_categories == [IdentifierClass::Phone]);
    }

    #[test]
    fn the_evidence_that_is_kept_is_of_the_level_that_stands_in_the_message() {
        let screening = screen("Rosa, I am going to kill myself tonight", &History::default());
        assert!(screening.level.needs_human());
        for analysis in [None, Some(&calm())] {
            let kept: Value = kept(analysis, &screening).read().expect("JSON");
            assert_eq!(kept["crisis_level"], json!(screening.level));
            assert_eq!(kept["versions"]["crisis"], json!(safety_rules::versions()));
            let findings: Vec<CrisisFinding> =
                serde_json::from_str(&kept["findings"].to_string()).expect("findings");
            assert_eq!(findings, screening.findings);
            assert_eq!(kept["identifiers"].is_array(), analysis.is_some());
            assert_eq!(kept["versions"]["identifiers"], json!(analysis.map(|_| "i")));
        }
    }
}
