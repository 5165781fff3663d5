//! The weights that ship, and the making of others.

use content_safety_api::{BasicEmotion, EmotionLabel};
use ngrams::Hashed;
use ngrams::train::{ROWS_MIN, Settings};

use crate::training::{Labelled, cross_validated, settings, train};
use crate::{HEADS, Heard, LIMITS, Reader, ReaderError, WEIGHTS, shipped};

fn row(text: String, label: EmotionLabel) -> Labelled {
    Labelled { text, labels: vec![label], basic: vec![label.basic()] }
}

/// Glad, sad and plain rows that share their small words.
fn rows() -> Vec<Labelled> {
    let things = ["soup", "bread", "garden", "window", "letter", "music", "river", "chair"];
    let mut rows = Vec::new();
    for one in things {
        for other in things {
            rows.push(row(format!("so glad about the {one} and the {other}"), EmotionLabel::Joy));
            rows.push(row(format!("it makes me weep, the {one} and the {other}"), EmotionLabel::Sadness));
            rows.push(row(format!("there is the {one} beside the {other}"), EmotionLabel::Neutral));
        }
    }
    rows
}

/// Few steps: these rows are easy, and tests run without optimisation.
fn few() -> Settings {
    Settings { steps: 8, ..settings() }
}

#[test]
fn the_heads_are_the_labels_and_the_basic_emotions() {
    let labels = EmotionLabel::ALL.iter().map(|label| label.name().to_owned());
    let basic = BasicEmotion::ALL.iter().map(|label| format!("basic_{}", label.name()));
    assert_eq!(labels.chain(basic).collect::<Vec<_>>(), HEADS);
}

#[test]
fn the_weights_that_ship_can_be_used_and_are_small() {
    let reader = shipped().expect("the compiled-in files");
    assert!(reader.rows() > 10_000);
    assert!(WEIGHTS.len() < 8 * 1024 * 1024, "{}", WEIGHTS.len());
}

#[test]
fn files_of_something_else_are_refused() {
    assert!(matches!(Reader::read(b"", LIMITS), Err(ReaderError::Weights(_))));
    assert!(matches!(Reader::read(WEIGHTS, ""), Err(ReaderError::Limits(_))));
    // The first letter of the first head: behind kind, counts and the length of its name.
    let mut renamed = WEIGHTS.to_vec();
    renamed[15] ^= 1;
    assert_eq!(Reader::read(&renamed, LIMITS).err(), Some(ReaderError::Heads));
}

#[test]
fn what_was_labelled_is_learned_and_the_same_rows_give_the_same_bytes() {
    let trained = train(&rows(), &few());
    let (weights, limits) = (trained.model.write(), trained.limits.write());
    let again = train(&rows(), &few());
    assert_eq!((again.model.write(), again.limits.write()), (weights.clone(), limits.clone()));
    let reader = Reader::read(&weights, &limits).expect("our own files");
    let heard = reader.hear(&Hashed::new("so glad about the lamp"));
    assert_eq!((heard.labels[0].label, heard.basic[0].label), (EmotionLabel::Joy, BasicEmotion::Joy));
    assert!(heard.labels[0].score > 0.5, "{heard:?}");
}

#[test]
fn what_stands_in_fewer_than_five_rows_has_no_weight() {
    assert!(settings().rows_min >= ROWS_MIN);
    let knows = |rows: &[Labelled]| {
        let trained = train(rows, &few());
        let reader = Reader::read(&trained.model.write(), &trained.limits.write()).expect("our own files");
        reader.knows(&Hashed::new("Evangeline"))
    };
    let mut rare = rows();
    rare.extend(
        ["is gone", "wrote", "sang", "left"]
            .map(|what| row(format!("Evangeline {what}"), EmotionLabel::Sadness)),
    );
    assert!(!knows(&rare), "four have it");
    // A caller who asks for less gets no less.
    let loose = train(&rare, &Settings { rows_min: 1, ..few() });
    let loose = Reader::read(&loose.model.write(), &loose.limits.write()).expect("our own files");
    assert!(!loose.knows(&Hashed::new("Evangeline")));
    rare.push(row("Evangeline came".to_owned(), EmotionLabel::Joy));
    assert!(knows(&rare), "five have it");
}

#[test]
fn a_row_is_measured_by_weights_that_did_not_see_it() {
    // Five rows have the word: without the row that is measured it is in four at most, and has no weight.
    let mut rows = rows();
    let before = rows.len();
    rows.extend(
        ["soup", "bread", "river", "music", "chair"]
            .map(|thing| row(format!("the zyxwv {thing}"), EmotionLabel::Grief)),
    );
    let grief = |heard: &Heard| {
        heard
            .labels
            .iter()
            .find(|scored| scored.label == EmotionLabel::Grief)
            .map_or(0.0, |scored| scored.score)
    };
    let trained = train(&rows, &few());
    let reader = Reader::read(&trained.model.write(), &trained.limits.write()).expect("our own files");
    let unseen = cross_validated(&rows, 5, &few());
    for (row, unseen) in rows.iter().zip(&unseen).skip(before) {
        let seen = grief(&reader.hear(&Hashed::new(&row.text)));
        assert!(seen > 0.0 && grief(unseen) < seen / 2.0, "{} {seen}", grief(unseen));
    }
    let right = |at: usize| unseen[at].labels.iter().any(|scored| rows[at].labels.contains(&scored.label));
    let learned = (0..before).filter(|at| right(*at)).count();
    assert!(learned * 10 > before * 9, "{learned} of {before}: what rows share is learned from the others");
    assert_eq!(unseen, cross_validated(&rows, 5, &few()));
}

#[test]
fn plain_sentences_sound_like_what_they_say() {
    let reader = shipped().expect("the compiled-in files");
    for (text, label, basic) in [
        ("Thank you so much for the tea.", EmotionLabel::Gratitude, BasicEmotion::Joy),
        ("I am scared of the dark.", EmotionLabel::Fear, BasicEmotion::Fear),
        ("I was so sad when they left.", EmotionLabel::Sadness, BasicEmotion::Sadness),
        ("I'm so sorry, please forgive me.", EmotionLabel::Remorse, BasicEmotion::Sadness),
        ("This is disgusting.", EmotionLabel::Disgust, BasicEmotion::Disgust),
        ("I love this so much!", EmotionLabel::Love, BasicEmotion::Joy),
        ("Why is the door open?", EmotionLabel::Curiosity, BasicEmotion::Surprise),
    ] {
        let heard = reader.hear(&Hashed::new(text));
        assert!(heard.labels.iter().any(|scored| scored.label == label), "{text}: {:?}", heard.labels);
        assert!(heard.basic.iter().any(|scored| scored.label == basic), "{text}: {:?}", heard.basic);
    }
}
