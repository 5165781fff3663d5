//! Folds what people and evaders type to plain lower-case letters, one original code point at a time.
//!
//! Every folded letter keeps the index of the code point it came from, so that a finding points at the words
//! as they were written: ligatures, full-width forms, accents, Cyrillic look-alikes and zero-width marks
//! change how many letters there are.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A folded character and the code point of the original text that it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Folded {
    /// The plain letter or mark.
    pub ch: char,
    /// The code point of the original that it stands for.
    pub at: u32,
}

/// Folds a text. The result has at most eighteen characters per code point (the longest compatibility form).
pub fn fold(text: &str) -> Vec<Folded> {
    let mut out = Vec::with_capacity(text.len());
    for (at, ch) in (0_u32..).zip(text.chars()) {
        if ch.is_ascii() {
            out.push(Folded { ch: ch.to_ascii_lowercase(), at });
        } else {
            fold_wide(ch, at, &mut out);
        }
    }
    out
}

fn fold_wide(ch: char, at: u32, out: &mut Vec<Folded>) {
    if is_invisible(ch) {
        return;
    }
    if let Some(quote) = plain_punctuation(ch) {
        out.push(Folded { ch: quote, at });
        return;
    }
    decompose_compatible(ch, |part| {
        if is_combining_mark(part) || is_invisible(part) {
            return;
        }
        for lower in part.to_lowercase() {
            // Lower-casing can itself bring a mark (the dotted capital I).
            if !is_combining_mark(lower) {
                out.push(Folded { ch: look_alike(lower), at });
            }
        }
    });
}

/// Characters that take no room: joiners, direction marks, soft hyphen, variation selectors, fillers, tags.
fn is_invisible(ch: char) -> bool {
    matches!(ch,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{E0000}'..='\u{E0FFF}')
}

/// Typographic quotes, dashes and dots as their plain forms.
fn plain_punctuation(ch: char) -> Option<char> {
    Some(match ch {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{02BC}' | '\u{2032}' | '\u{00B4}' | '\u{FF07}' => '\'',
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' | '\u{00AB}' | '\u{00BB}' | '\u{2033}' => '"',
        '\u{2010}' | '\u{2011}' | '\u{00B7}' | '\u{2022}' => '-',
        '\u{2012}'..='\u{2015}' => ';',
        '\u{2026}' => '.',
        '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ' ',
        '\u{2028}' | '\u{2029}' | '\u{0085}' => '\n',
        // Spanish opening marks stand where a sentence begins, and on no new line.
        '\u{00BF}' | '\u{00A1}' => '\r',
        _ => return None,
    })
}

/// Letters of other scripts that look like Latin ones, and a few that no compatibility form reaches. A word
/// written wholly in Cyrillic or Greek becomes nonsense, which matches nothing and harms nothing.
fn look_alike(ch: char) -> char {
    match ch {
        'а' | 'α' | 'ɑ' | 'ⱥ' => 'a',
        'в' | 'ь' | 'β' | 'ƀ' | 'ɓ' => 'b',
        'с' | 'ϲ' | 'ƈ' | 'ȼ' => 'c',
        'ԁ' | 'đ' | 'ɖ' | 'ɗ' => 'd',
        'е' | 'ε' | 'є' | 'ɛ' | 'ə' | 'ɇ' => 'e',
        'ғ' | 'ƒ' => 'f',
        'ɡ' | 'ɢ' | 'ǥ' => 'g',
        'һ' | 'н' | 'ħ' | 'η' => 'h',
        'і' | 'ι' | 'ı' | 'ɩ' | 'ӏ' | 'ɨ' => 'i',
        'ј' | 'ɉ' => 'j',
        'к' | 'κ' | 'ƙ' => 'k',
        'ł' | 'ḷ' | 'ɫ' => 'l',
        'м' | 'ɱ' => 'm',
        'п' | 'ո' | 'ɲ' | 'ŋ' => 'n',
        'о' | 'ο' | 'ø' | 'σ' | 'ө' | 'օ' | 'ɵ' => 'o',
        'р' | 'ρ' | 'þ' => 'p',
        'г' | 'я' | 'ɾ' => 'r',
        'ѕ' | 'ʂ' => 's',
        'т' | 'τ' | 'ŧ' | 'ƭ' => 't',
        'υ' | 'μ' | 'ʉ' | 'ս' => 'u',
        'ν' | 'ѵ' | 'ʋ' => 'v',
        'ѡ' | 'ω' | 'ԝ' | 'ш' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'γ' | 'ү' => 'y',
        'ʐ' | 'ƶ' => 'z',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        fold(text).into_iter().map(|folded| folded.ch).collect()
    }

    #[test]
    fn accents_case_width_and_look_alikes_fold_to_plain_letters() {
        assert_eq!(plain("Él está ｔｉｒｅｄ ﬁne"), "el esta tired fine");
        assert_eq!(plain("кіll ѕuісіdе"), "kill suicide");
        assert_eq!(plain("𝖐𝖎𝖑𝖑 𝓶𝓮"), "kill me");
        assert_eq!(plain("su\u{200B}i\u{00AD}ci\u{FEFF}de"), "suicide");
        assert_eq!(plain("e\u{301}l"), "el");
    }

    #[test]
    fn each_folded_letter_points_at_its_code_point() {
        let folded = fold("👵🏽 ﬁ\u{200B}x");
        let at: Vec<u32> = folded.iter().map(|folded| folded.at).collect();
        assert_eq!(folded.iter().rev().take(3).map(|folded| folded.ch).collect::<String>(), "xif");
        assert_eq!(at[at.len() - 3..], [3, 3, 5]);
    }
}
