//! A sentence that must be found nowhere, and the search for it in every form in which it could lie about.

use std::path::Path;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

/// What a resident says. In lower case, so that text made small is found too.
pub const CANARY: &str = "the heron of lake quillby sings at seven";
/// A word of it that stands in nothing else here: a part of the sentence is found by it.
const RARE_WORD: &str = "quillby";

/// The search.
#[derive(Debug)]
pub struct Search {
    needles: AhoCorasick,
    forms: Vec<&'static str>,
}

/// A place and a form in which the sentence lies open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub place: String,
    /// In which form.
    pub form: &'static str,
}

impl Default for Search {
    fn default() -> Self {
        let (forms, needles): (Vec<_>, Vec<_>) = forms().into_iter().unzip();
        // Text made large or small is the same text; in base64 that finds a little more than there is, never less.
        let mut builder = AhoCorasick::builder();
        let needles = builder.ascii_case_insensitive(true).build(needles).expect("a few short needles");
        Self { needles, forms }
    }
}

impl Search {
    /// Where the sentence lies in some bytes: also where they hold other bytes as hex, as dumps of tables do.
    pub fn bytes(&self, place: &str, bytes: &[u8]) -> Option<Found> {
        let found = self.needles.find(bytes)?;
        Some(Found { place: place.to_owned(), form: self.forms[found.pattern().as_usize()] })
    }

    /// Every file below a folder in which it lies, by content or by name, and how many files there are.
    ///
    /// # Panics
    /// When a file cannot be read.
    pub fn folder(&self, folder: &Path) -> (Vec<Found>, usize) {
        let (mut found, mut files) = (Vec::new(), 0);
        let mut waiting = vec![folder.to_owned()];
        while let Some(next) = waiting.pop() {
            for entry in std::fs::read_dir(&next).expect("a folder") {
                let path = entry.expect("an entry").path();
                found.extend(self.bytes("a name", path.as_os_str().as_encoded_bytes()));
                if path.is_dir() {
                    waiting.push(path);
                } else if path.is_file() {
                    files += 1;
                    let bytes = std::fs::read(&path).expect("reads");
                    found.extend(self.bytes(&path.display().to_string(), &bytes));
                }
            }
        }
        (found, files)
    }
}

/// The sentence in every form that is looked for, by name: what a negative test plants.
pub fn forms() -> Vec<(&'static str, Vec<u8>)> {
    let mut forms = Vec::new();
    for text in [CANARY, RARE_WORD] {
        let wide = |to: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(to).collect::<Vec<u8>>();
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        forms.push(("hex of UTF-8", hex(text.as_bytes())));
        forms.push(("hex of UTF-16 LE", hex(&little)));
        forms.push(("hex of UTF-16 BE", hex(&big)));
        forms.push(("UTF-8", text.as_bytes().to_vec()));
        forms.push(("UTF-16 LE", little));
        forms.push(("UTF-16 BE", big));
    }
    forms.push(("an address", CANARY.replace(' ', "%20").into_bytes()));
    forms.push(("a form", CANARY.replace(' ', "+").into_bytes()));
    for (name, engine) in [("base64", &STANDARD), ("base64 of addresses", &URL_SAFE)] {
        for skip in 0..3 {
            // The last group depends on what follows.
            let encoded = engine.encode(&CANARY.as_bytes()[skip..]).into_bytes();
            let encoded = encoded[..encoded.len() - 4].to_vec();
            forms.push((name, encoded.clone()));
            forms.push(("hex of base64", hex(&encoded)));
        }
    }
    forms
}

fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_search_finds_every_form_between_other_bytes_and_no_other_sentence() {
        let search = Search::default();
        for (name, form) in forms() {
            let around = [&[0_u8, 255][..], &form, &[7]].concat();
            assert!(search.bytes("planted", &around).is_some(), "{name}");
        }
        let shouted = CANARY.to_uppercase();
        assert!(search.bytes("planted", shouted.as_bytes()).is_some());
        for before in ["", "x", "xy", "xyz"] {
            let encoded = STANDARD.encode(format!("{before}{CANARY} and more"));
            let found = search.bytes("planted", encoded.as_bytes()).expect("at every alignment");
            assert_eq!(found.form, "base64");
        }
        assert_eq!(search.bytes("elsewhere", b"the heron of another lake sings at seven"), None);
    }

    #[test]
    fn a_file_is_found_by_its_content_and_by_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let search = Search::default();
        std::fs::create_dir(folder.path().join("below")).expect("a folder in it");
        std::fs::write(folder.path().join("below/clean"), "nothing").expect("writes");
        assert_eq!(search.folder(folder.path()), (Vec::new(), 1));
        std::fs::write(folder.path().join("below/planted"), CANARY).expect("writes");
        std::fs::write(folder.path().join("quillby.txt"), "nothing").expect("writes");
        let (found, files) = search.folder(folder.path());
        assert_eq!((found.len(), files), (2, 3), "{found:?}");
    }
}
