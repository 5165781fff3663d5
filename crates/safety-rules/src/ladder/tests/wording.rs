//! What every line of the ladder must be: short, plain, enough of them, and nothing promised that is not kept.

use super::super::*;

#[test]
fn every_place_has_six_wordings_of_its_numbers() {
    for place in ["us", "ca", "gb", "ie", "es", "mx", "au", "nz", "any"] {
        for kind in ["ref", "emg"] {
            let prefix = format!("{kind}.{place}.");
            assert_eq!(all_lines().filter(|line| line.id.starts_with(&prefix)).count(), 6, "{prefix}");
        }
    }
}

#[test]
fn every_ladder_has_six_wordings_at_every_stage() {
    let of = |category: Option<CrisisCategory>, stage: Stage| {
        all_lines()
            .filter(|line| line.category == category && line.stage == stage)
            .filter(|line| !matches!(line.part, Part::Question(_)))
            .count()
    };
    for category in CrisisCategory::ALL {
        for stage in [Stage::Enter, Stage::Ask, Stage::Assess, Stage::Connect, Stage::Stay, Stage::StepDown] {
            assert!(of(Some(*category), stage) + of(None, stage) >= 6, "{category:?} {stage:?}");
        }
    }
}

#[test]
fn ids_are_unique_and_every_stage_has_six_wordings() {
    let mut ids: Vec<_> = all_lines().map(|line| line.id).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
    let suicide = |stage| {
        all_lines().filter(move |line| {
            line.stage == stage
                && line.category == Some(CrisisCategory::SuicidalIdeation)
                && !matches!(line.part, Part::Question(_))
        })
    };
    for stage in [Stage::Enter, Stage::Ask, Stage::Assess, Stage::Connect, Stage::Stay, Stage::StepDown] {
        assert!(suicide(stage).count() >= 6, "{stage:?}");
    }
    for category in CrisisCategory::ALL {
        let openings =
            all_lines().filter(|line| line.category == Some(*category) && line.part == Part::Opening);
        assert!(openings.count() >= 6, "{category:?}");
    }
}

#[test]
fn every_question_of_every_order_has_one_wording() {
    for category in CrisisCategory::ALL {
        for question in questions::order(*category) {
            assert!(all_lines().any(|line| line.part == Part::Question(*question)), "{question:?}");
        }
    }
}

/// Vowel groups, with a silent final e: close enough for short plain words.
fn syllables_en(word: &str) -> usize {
    let word: String = word.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    let vowel = |ch: char| "aeiouy".contains(ch);
    let chars: Vec<char> = word.chars().collect();
    let groups =
        (0..chars.len()).filter(|at| vowel(chars[*at]) && (*at == 0 || !vowel(chars[at - 1]))).count();
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    groups.saturating_sub(usize::from(silent)).max(1)
}

/// Vowels, less those that glide.
fn syllables_es(word: &str) -> usize {
    let chars: Vec<char> = word.to_lowercase().chars().collect();
    let vowel = |ch: char| "aeiouáéíóúü".contains(ch);
    let strong = |ch: char| "aeoáéóíú".contains(ch);
    let mut count = 0;
    for at in 0..chars.len() {
        if vowel(chars[at])
            && (at == 0 || !vowel(chars[at - 1]) || strong(chars[at]) && strong(chars[at - 1]))
        {
            count += 1;
        }
    }
    count.max(1)
}

fn measures(text: &str, syllables: fn(&str) -> usize) -> (f64, f64) {
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let sentences = text.matches(['.', '?', '!']).count().max(1);
    let all: usize = words.iter().map(|word| syllables(word)).sum();
    (words.len() as f64 / sentences as f64, all as f64 / words.len() as f64)
}

#[test]
fn every_line_is_short_and_plain_in_both_languages() {
    let mut hard = Vec::new();
    for line in all_lines() {
        let (words, syllables) = measures(line.en, syllables_en);
        let grade = 0.39 * words + 11.8 * syllables - 15.59;
        if grade > 6.0 {
            hard.push(format!("{} is at grade {grade:.1}: {}", line.id, line.en));
        }
        let (words, syllables) = measures(line.es, syllables_es);
        let ease = 206.835 - 62.3 * syllables - words;
        if ease < 65.0 {
            hard.push(format!("{} has ease {ease:.1}: {}", line.id, line.es));
        }
        for text in [line.en, line.es] {
            let short = text.split_whitespace().count() <= 25 && text.matches('?').count() <= 1;
            if !short || !text.ends_with(['.', '?']) {
                hard.push(format!("{} is too long or has no end: {text}", line.id));
            }
        }
    }
    assert!(hard.is_empty(), "{}", hard.join("\n"));
}

#[test]
fn no_line_promises_secrecy_diagnoses_or_claims_to_be_a_person() {
    let texts = all_lines().flat_map(|line| [(line.id, line.en), (line.id, line.es)]);
    let wrong: Vec<String> = texts
        .filter(|(_, text)| !crate::guard(text).is_empty())
        .map(|(id, text)| format!("{id}: {text} {:?}", crate::guard(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_line_claims_a_feeling_of_its_own() {
    const CLAIMS: &[&str] = &[
        "i am glad",
        "i am so glad",
        "i am sorry",
        "i am so sorry",
        "worries me",
        "i am worried",
        "i care",
        "i am listening",
        "matters to me",
        "me alegra",
        "siento que",
        "siento mucho",
        "me preocupa",
        "temo por",
        "me importa",
        "le escucho",
    ];
    for line in all_lines() {
        for text in [line.en, line.es].map(str::to_lowercase) {
            let claimed = CLAIMS.iter().find(|claim| text.contains(**claim));
            assert_eq!(claimed, None, "{}: {text}", line.id);
        }
    }
}

#[test]
fn a_reply_with_any_other_word_is_not_fixed() {
    let line = all_lines().next().expect("there are lines");
    assert!(is_fixed_reply(line.en) && is_fixed_line(line.es));
    assert!(!is_fixed_reply(&format!("{} Take two of the blue ones.", line.en)));
    assert!(!is_fixed_reply(""));
}
