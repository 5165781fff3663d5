//! The weights that ship, and the making of others.

use std::collections::HashSet;

use content_safety_api::Language;
use ngrams::train::Settings;

use crate::training::{Labelled, LineError, cross_validated, line, settings, train};
use crate::{ENGLISH, Reader, ReaderError, SPANISH, SocialAction, shipped, without_names};

/// What the weights of each language are made of.
const CASES: [(Language, &[&str]); 2] = [
    (Language::En, &[include_str!("../cases/en_a.tsv"), include_str!("../cases/en_b.tsv")]),
    (Language::Es, &[include_str!("../cases/es_a.tsv"), include_str!("../cases/es_b.tsv")]),
];
/// Rows of other writers, who saw none of those: never trained on.
const APART: [(Language, &str); 2] =
    [(Language::En, include_str!("../cases/en_c.tsv")), (Language::Es, include_str!("../cases/es_c.tsv"))];

fn rows(files: &[&str]) -> Vec<Labelled> {
    files.iter().flat_map(|file| file.lines()).map(|one| line(one).expect(one)).collect()
}

fn row(action: SocialAction, text: String) -> Labelled {
    Labelled { action, also: Vec::new(), ask: false, text }
}

/// Glad, sore and plain rows that share their small words.
fn easy() -> Vec<Labelled> {
    let things = ["soup", "bread", "garden", "window", "letter", "music", "river", "chair"];
    let mut rows = Vec::new();
    for one in things {
        for other in things {
            rows.push(row(SocialAction::Glad, format!("so lovely, the {one} and the {other}")));
            rows.push(row(SocialAction::Service, format!("always cold and late, the {one} and the {other}")));
            rows.push(row(SocialAction::Around, format!("there is the {one} beside the {other}")));
        }
    }
    rows
}

/// Few steps: these rows are easy, and tests run without optimisation.
fn few() -> Settings {
    Settings { steps: 8, ..settings() }
}

#[test]
fn a_name_is_of_one_action() {
    let names: HashSet<&str> = SocialAction::ALL.into_iter().map(SocialAction::name).collect();
    assert_eq!(names.len(), SocialAction::ALL.len());
    for action in SocialAction::ALL {
        assert_eq!(SocialAction::named(action.name()), Some(action));
        assert_eq!(serde_json::to_string(&action).expect("a name"), format!("\"{}\"", action.name()));
    }
    assert_eq!(SocialAction::named("gladness"), None);
}

#[test]
fn the_weights_that_ship_can_be_used_and_are_small() {
    for (language, bytes) in [(Language::En, ENGLISH), (Language::Es, SPANISH)] {
        let reader = shipped(language).expect("the compiled-in file");
        assert!(reader.rows() > 2_000, "{}", reader.rows());
        assert!(bytes.len() < 2 * 1024 * 1024, "{}", bytes.len());
        assert!(reader.read_message("").is_empty());
    }
}

#[test]
fn files_of_something_else_are_refused() {
    assert!(matches!(Reader::read(b"").err(), Some(ReaderError::Weights(_))));
    // The first letter of the first head: behind kind, counts and the length of its name.
    let mut renamed = ENGLISH.to_vec();
    renamed[15] ^= 1;
    assert_eq!(Reader::read(&renamed).err(), Some(ReaderError::Heads));
}

#[test]
fn each_action_has_rows_in_both_languages_and_no_sentence_stands_twice() {
    for (language, files) in CASES {
        let rows = rows(files);
        for action in SocialAction::ALL {
            let count = rows.iter().filter(|row| row.action == action).count();
            assert!(count >= 250, "{language:?} {}: {count}", action.name());
        }
        let mut seen = HashSet::new();
        for row in &rows {
            assert!(!row.also.contains(&row.action), "{}", row.text);
            assert!(seen.insert(row.text.to_lowercase()), "twice: {}", row.text);
        }
    }
}

#[test]
fn rows_of_writers_whom_the_weights_never_saw_are_read_as_they_were_meant() {
    for (language, file) in APART {
        let (reader, rows) = (shipped(language).expect("the compiled-in file"), rows(&[file]));
        let (mut right, mut sure, mut sure_right) = (0, 0, 0);
        for row in &rows {
            let read = reader.read_message(&without_names(&row.text, |_| false));
            let Some(best) = read.first() else { continue };
            let is_right = row.action == best.action || row.also.contains(&best.action);
            right += usize::from(is_right);
            sure += usize::from(best.share >= 0.45);
            sure_right += usize::from(is_right && best.share >= 0.45);
        }
        assert!(right * 10 >= rows.len() * 7, "{language:?}: {right} of {}", rows.len());
        assert!(
            sure * 2 >= rows.len() && sure_right * 100 >= sure * 88,
            "{language:?}: {sure_right} of {sure}"
        );
    }
}

#[test]
fn a_line_that_is_no_case_says_why() {
    assert_eq!(line("glad\tThe sun is out."), Err(LineError::Fields));
    assert_eq!(line("glad\t-\t "), Err(LineError::Fields));
    assert_eq!(line("merry\t-\tThe sun is out."), Err(LineError::Action("merry".to_owned())));
    assert_eq!(line("glad\tfond,merry\tThe sun is out."), Err(LineError::Action("merry".to_owned())));
    let read = line("glad\tfond,around\tThe sun is out.").expect("a case");
    assert_eq!(read.also, [SocialAction::Fond, SocialAction::Around]);
}

#[test]
fn what_was_labelled_is_learned_and_the_same_rows_give_the_same_bytes() {
    let weights = train(&easy(), &few()).write();
    assert_eq!(train(&easy(), &few()).write(), weights);
    let reader = Reader::read(&weights).expect("our own file");
    let read = reader.read_message("always cold and late, the lamp");
    assert_eq!(read.first().map(|share| share.action), Some(SocialAction::Service));
    assert!(read[0].share > 0.5, "{read:?}");
    assert!(read.windows(2).all(|pair| pair[0].share >= pair[1].share), "the likeliest first");
}

#[test]
fn what_a_sentence_may_be_taken_for_as_well_is_not_held_against_it() {
    let mut shared = easy();
    for row in &mut shared {
        if row.action == SocialAction::Glad {
            row.also.push(SocialAction::Around);
        }
    }
    let around = |rows: &[Labelled]| {
        let reader = Reader::read(&train(rows, &few()).write()).expect("our own file");
        let read = reader.read_message("so lovely, the bread and the letter");
        read.iter().find(|share| share.action == SocialAction::Around).map_or(0.0, |share| share.share)
    };
    assert!(around(&shared) > around(&easy()), "{} {}", around(&shared), around(&easy()));
}

#[test]
fn a_row_is_measured_by_weights_that_did_not_see_it() {
    // Five rows have the word: without the row that is measured it is in four at most, and has no weight.
    let mut rows = easy();
    let before = rows.len();
    rows.extend(
        ["soup", "bread", "river", "music", "chair"]
            .map(|thing| row(SocialAction::Grief, format!("the zyxwv {thing}"))),
    );
    let reader = Reader::read(&train(&rows, &few()).write()).expect("our own file");
    let grief = |read: &[crate::Share]| {
        read.iter().find(|share| share.action == SocialAction::Grief).map_or(0.0, |share| share.share)
    };
    let unseen = cross_validated(&rows, 5, &few());
    for (row, unseen) in rows.iter().zip(&unseen).skip(before) {
        let seen = grief(&reader.read_message(&row.text));
        assert!(seen > 0.0 && grief(unseen) < seen / 2.0, "{} {seen}", grief(unseen));
    }
}

#[test]
fn plain_sentences_do_what_they_plainly_do() {
    for (language, text, action) in [
        (Language::En, "Thank you for the chat, you are good company.", SocialAction::Praise),
        (
            Language::En,
            "You don't understand me at all, you keep saying the same thing.",
            SocialAction::Scold,
        ),
        (Language::En, "Good night then, I am off to bed.", SocialAction::Leaving),
        (
            Language::En,
            "The soup is cold every night and nobody does anything about it.",
            SocialAction::Service,
        ),
        (Language::En, "Nobody comes to see me and the days are so long.", SocialAction::Lonely),
        (Language::Es, "Gracias por la charla, usted me hace compañía.", SocialAction::Praise),
        (Language::Es, "Usted no entiende nada de lo que le digo.", SocialAction::Scold),
        (Language::Es, "Bueno, me voy a dormir, buenas noches.", SocialAction::Leaving),
        (Language::Es, "La sopa llega fría todas las noches.", SocialAction::Service),
        (Language::Es, "No viene nadie a verme y los días se hacen largos.", SocialAction::Lonely),
    ] {
        let read = shipped(language).expect("the compiled-in file").read_message(text);
        assert_eq!(read.first().map(|share| share.action), Some(action), "{text}: {read:?}");
    }
}
