//! How hard a text is to read: Flesch-Kincaid grade for English, INFLESZ (Szigriszt-Pazos) for Spanish.
//!
//! Both were made for texts of a hundred words; on a line of four, one long word decides everything. A line is
//! therefore judged as part of a reply: below ten words it is filled up with plain ones. Whole replies are judged
//! as they are.
//!
//! Both need syllables, and both are counted by rule rather than from a dictionary: a few words are off by
//! one, which is within what the formulas themselves can tell. A placeholder counts as one word of two
//! syllables, so that a line is judged before it is filled.

use super::text::{fold, sentences};

/// The hardest English that is accepted: a sixth-grade reader.
pub const GRADE_MAX: f64 = 6.0;
/// The hardest Spanish that is accepted: "easy" on the INFLESZ scale starts at 65.
pub const INFLESZ_MIN: f64 = 65.0;

/// A line is judged as if it had at least so many words.
const WORDS_MIN: f64 = 10.0;
/// Syllables of a plain English word, for filling up.
const PLAIN_EN: f64 = 1.35;
/// Syllables of a plain Spanish word, for filling up.
const PLAIN_ES: f64 = 1.8;

struct Counts {
    sentences: f64,
    words: f64,
    syllables: f64,
}

/// Flesch-Kincaid grade of an English text.
pub fn grade_en(text: &str) -> f64 {
    let counts = count(text, syllables_en, PLAIN_EN);
    0.39f64.mul_add(counts.words / counts.sentences, 11.8 * (counts.syllables / counts.words)) - 15.59
}

/// INFLESZ of a Spanish text; higher is easier.
pub fn inflesz_es(text: &str) -> f64 {
    let counts = count(text, syllables_es, PLAIN_ES);
    206.835 - 62.3 * (counts.syllables / counts.words) - counts.words / counts.sentences
}

#[expect(clippy::cast_precision_loss, reason = "counts of words in a line are small")]
fn count(text: &str, syllables: fn(&str) -> usize, plain: f64) -> Counts {
    let mut words = 0usize;
    let mut total = 0usize;
    for word in text.split(|letter: char| letter.is_whitespace() || matches!(letter, '—' | '-')) {
        if word.contains('{') {
            words += 1;
            total += 2;
            continue;
        }
        let letters: String = word.chars().filter(|letter| letter.is_alphanumeric()).collect();
        if letters.is_empty() {
            continue;
        }
        words += 1;
        total += syllables(&letters).max(1);
    }
    let missing = (WORDS_MIN - words as f64).max(0.0);
    Counts {
        sentences: sentences(text).len().max(1) as f64,
        words: words as f64 + missing,
        syllables: missing.mul_add(plain, total as f64),
    }
}

/// Syllables of an English word, by vowel groups with the silent endings taken off.
fn syllables_en(word: &str) -> usize {
    let letters: Vec<char> = word.chars().filter_map(fold).collect();
    if letters.iter().all(char::is_ascii_digit) {
        return letters.len();
    }
    let vowel = |letter: char| matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut groups = 0;
    let mut before = false;
    for (at, &letter) in letters.iter().enumerate() {
        let now = vowel(letter);
        // Two vowels that are mostly spoken apart: "quiet", "being", "idea", "radio", "piano".
        let apart = before
            && at > 0
            && matches!(
                (letters[at - 1], letter),
                ('i', 'e' | 'a' | 'o') | ('e', 'i' | 'a') | ('u', 'e' | 'a')
            )
            && !glides(&letters, at);
        if now && (!before || apart) {
            groups += 1;
        }
        before = now;
    }
    let text: String = letters.iter().collect();
    let silent_e = text.ends_with('e') && !text.ends_with("le") && !text.ends_with("ee");
    let silent_ed = text.ends_with("ed") && !text.ends_with("ted") && !text.ends_with("ded");
    let silent_es = text.ends_with("es")
        && !["ses", "zes", "ches", "shes", "ges", "xes", "ces", "les", "ies"]
            .iter()
            .any(|end| text.ends_with(end));
    if groups > 1 && (silent_e || silent_ed || silent_es) {
        groups -= 1;
    }
    groups
}

/// Whether the vowel pair that ends here is spoken as one: "friend", "special", "nation", "believe", "their".
fn glides(letters: &[char], at: usize) -> bool {
    let before = at.checked_sub(2).map(|earlier| letters[earlier]);
    let after = letters.get(at + 1).copied();
    match (letters[at - 1], letters[at]) {
        ('i', 'e') => {
            // "friend", "piece", "believe", "stories", "tried": one sound; "quiet", "diet": two.
            after != Some('t') || before == Some('r')
        }
        ('i', 'a' | 'o') => matches!(before, Some('t' | 'c' | 's' | 'g')),
        // "idea", "area": apart only at the end.
        ('e', 'a') => after.is_some(),
        ('e', 'i') => !matches!(after, Some('n')) || matches!(before, Some('v' | 'r' | 'c')),
        ('u', 'e' | 'a') => matches!(before, Some('q' | 'g')) || !matches!(after, Some('l' | 't')),
        _ => true,
    }
}

/// Syllables of a Spanish word: vowel groups, split at two strong vowels and at a stressed weak one.
fn syllables_es(word: &str) -> usize {
    let letters: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    if letters.iter().all(char::is_ascii_digit) {
        return letters.len();
    }
    let mut groups = 0;
    let mut previous: Option<char> = None;
    for (at, &letter) in letters.iter().enumerate() {
        if letter == 'u' && silent_u(&letters, at) {
            continue;
        }
        let ends_word = at + 1 == letters.len();
        let vowel = matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'á' | 'é' | 'í' | 'ó' | 'ú' | 'ü')
            || (letter == 'y' && ends_word);
        if !vowel {
            previous = if letter == 'h' { previous } else { None };
            continue;
        }
        let apart = previous.is_none_or(|earlier| {
            (strong(earlier) && strong(letter)) || matches!(letter, 'í' | 'ú') || matches!(earlier, 'í' | 'ú')
        });
        if apart {
            groups += 1;
        }
        previous = Some(letter);
    }
    groups
}

const fn strong(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'o' | 'á' | 'é' | 'ó')
}

/// The `u` of "que", "gui", which is not spoken.
fn silent_u(letters: &[char], at: usize) -> bool {
    let before = at.checked_sub(1).map(|earlier| letters[earlier]);
    let after = letters.get(at + 1).copied();
    match before {
        Some('q') => true,
        Some('g') => matches!(after, Some('e' | 'i' | 'é' | 'í')),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_syllables_are_counted_as_spoken() {
        for (word, count) in [
            ("quiet", 2),
            ("evening", 3),
            ("lived", 1),
            ("wanted", 2),
            ("people", 2),
            ("table", 2),
            ("friend", 1),
            ("being", 2),
            ("the", 1),
            ("missing", 2),
            ("breathe", 1),
            ("breathes", 1),
            ("piece", 1),
            ("nation", 2),
            ("music", 2),
            ("idea", 3),
            ("stories", 2),
            ("queen", 1),
            ("usual", 3),
        ] {
            assert_eq!(syllables_en(word), count, "{word}");
        }
    }

    #[test]
    fn spanish_syllables_are_counted_as_spoken() {
        for (word, count) in [
            ("día", 2),
            ("que", 1),
            ("guitarra", 3),
            ("ahora", 3),
            ("bien", 1),
            ("leer", 2),
            ("ciudad", 2),
            ("compañía", 4),
            ("hoy", 1),
            ("agua", 2),
            ("extraña", 3),
            ("oír", 2),
            ("quiere", 2),
        ] {
            assert_eq!(syllables_es(word), count, "{word}");
        }
    }

    #[test]
    fn plain_talk_is_easy_and_officialese_is_not() {
        assert!(grade_en("It is quiet here. I am glad you told me.") < GRADE_MAX);
        assert!(grade_en("Psychological deterioration necessitates professional intervention.") > GRADE_MAX);
        assert!(inflesz_es("Aquí estoy. Cuénteme lo que quiera.") > INFLESZ_MIN);
        assert!(
            inflesz_es("La intervención multidisciplinaria especializada resulta imprescindible.")
                < INFLESZ_MIN
        );
    }
}
