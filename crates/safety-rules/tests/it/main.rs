//! What holds of the crisis rules as their users see them: over every authored case, under disguise, in both languages and in
//! speech that mixes them; and that every case says who reviewed it.

mod cases;
mod disguise;
mod languages;
mod never_lower;

use content_safety_api::{CrisisCategory, Level};
use safety_rules::{History, Screening, screen};

fn read(text: &str) -> Screening {
    screen(text, &History::default())
}

fn level(text: &str) -> Level {
    read(text).level
}

/// The lines of a file of expectations that must show danger, or must show none.
fn expected(dangerous: bool) -> impl Iterator<Item = &'static str> {
    let files = [
        include_str!("../../cases/crisis.txt"),
        include_str!("../../cases/passing.txt"),
        include_str!("../../cases/calm.txt"),
    ];
    files.into_iter().flat_map(str::lines).filter_map(move |line| {
        let (head, text) = line.split_once(" | ")?;
        let shows = !head.starts_with("=none") && !head.starts_with("<=");
        (shows == dangerous).then_some(text)
    })
}

/// The rows of `cases/authored`: language, level, category, sentence.
fn authored() -> impl Iterator<Item = (&'static str, Level, &'static str, &'static str)> {
    const FILES: [(&str, &str); 13] = [
        ("en", include_str!("../../cases/authored/en_america.tsv")),
        ("en", include_str!("../../cases/authored/en_chat.tsv")),
        ("en", include_str!("../../cases/authored/en_grief.tsv")),
        ("en", include_str!("../../cases/authored/en_isles.tsv")),
        ("en", include_str!("../../cases/authored/en_plain.tsv")),
        ("en", include_str!("../../cases/authored/en_talk.tsv")),
        ("en", include_str!("../../cases/authored/en_wide.tsv")),
        ("es", include_str!("../../cases/authored/es.tsv")),
        ("es", include_str!("../../cases/authored/es_chat.tsv")),
        ("es", include_str!("../../cases/authored/es_grief.tsv")),
        ("es", include_str!("../../cases/authored/es_plain.tsv")),
        ("es", include_str!("../../cases/authored/es_talk.tsv")),
        ("es", include_str!("../../cases/authored/es_wide.tsv")),
    ];
    FILES.into_iter().flat_map(|(language, file)| {
        file.lines().map(move |line| {
            let mut fields = line.splitn(3, '\t');
            let mut next = || fields.next().expect("a level, a category and a sentence");
            let (name, category, text) = (next(), next(), next());
            let level = Level::ALL.iter().find(|level| level.name() == name).expect("a level");
            (language, *level, category, text)
        })
    })
}

const fn categories() -> &'static [CrisisCategory] {
    CrisisCategory::ALL
}
