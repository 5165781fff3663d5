//! What every line must hold to.

use std::collections::BTreeSet;

use super::{
    about, articles, care, charts, consents, day, deeds, docs, family, fits, handover, holds, memories,
    passkeys, profile, questionnaires, record, said, shell, sign_in, staff, talk, terms, time, week,
};

type Lines = &'static [(&'static str, &'static str, &'static str)];

/// What residents, families and whoever is signed out read.
const CARE: [(&str, Lines); 25] = [
    ("acting", super::acting::ALL),
    ("articles", articles::ALL),
    ("about", about::ALL),
    ("care", care::ALL),
    ("consents", consents::ALL),
    ("day", day::ALL),
    ("days", super::days::ALL),
    ("deeds", deeds::ALL),
    ("door", super::door::ALL),
    ("handing", super::handing::ALL),
    ("family", family::ALL),
    ("found", super::found::ALL),
    ("memories", memories::ALL),
    ("passkeys", passkeys::ALL),
    ("plan", super::plan::ALL),
    ("profile", profile::ALL),
    ("questionnaires", questionnaires::ALL),
    ("record", record::ALL),
    ("said", said::ALL),
    ("shell", shell::ALL),
    ("sign_in", sign_in::ALL),
    ("signing", super::signing::ALL),
    ("talk", talk::ALL),
    ("tools", super::tools::ALL),
    ("week", week::ALL),
];
const WORK: [(&str, Lines); 11] = [
    ("charts", charts::ALL),
    ("emergency", super::emergency::ALL),
    ("fits", fits::ALL),
    ("docs", docs::ALL),
    ("handover", handover::ALL),
    ("holds", holds::ALL),
    ("judging", super::judging::ALL),
    ("room", super::room::ALL),
    ("staff", staff::ALL),
    ("terms", terms::ALL),
    ("time", time::ALL),
];

fn everything() -> impl Iterator<Item = (&'static str, &'static str, &'static str, &'static str)> {
    let lists = CARE.into_iter().chain(WORK);
    lists.flat_map(|(list, lines)| lines.iter().map(move |(id, en, es)| (list, *id, *en, *es)))
}

fn variables(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
}

#[test]
fn both_languages_have_every_line_with_the_same_variables() {
    for (list, id, en, es) in everything() {
        assert!(!en.trim().is_empty() && !es.trim().is_empty(), "{list}.{id} is empty");
        assert_eq!(variables(en), variables(es), "{list}.{id}");
        assert!(en == en.trim() && es == es.trim(), "{list}.{id} has spaces around it");
    }
    assert!(everything().count() > 300, "the lists are read");
}

#[test]
fn spanish_is_no_copy_of_the_english() {
    // Words that are the same in both, names of languages and forms without words of their own.
    const SAME: [&str; 6] =
        ["docs.raw", "about.english", "about.spanish", "shell.docs", "record.own_line", "time.minutes"];
    for (list, id, en, es) in everything() {
        let name = format!("{list}.{id}");
        let same = SAME.contains(&name.as_str()) || name == "time.hours";
        assert!(en != es || same, "{name}: {en}");
    }
}

#[test]
fn care_copy_is_short_and_plain() {
    const BANNED: [&str; 14] = [
        "click",
        "invalid",
        "oops",
        "sorry",
        "user",
        "patient",
        "submit",
        "session expired",
        "error",
        "haga clic",
        "inválid",
        "usuario",
        "tú ",
        " tu ",
    ];
    for (list, lines) in CARE {
        for (id, en, es) in lines {
            for text in [en, es] {
                let longest =
                    text.split_inclusive(['.', '?', ':']).map(|one| one.split_whitespace().count()).max();
                assert!(longest.unwrap_or(0) <= 20, "{list}.{id} has a sentence of {longest:?} words");
                assert!(!text.contains('!') && !text.contains('¡'), "{list}.{id} shouts");
                let plain = format!(" {} ", text.to_lowercase());
                for word in BANNED {
                    assert!(!plain.contains(word), "{list}.{id} says {word:?}");
                }
            }
        }
    }
}

#[test]
fn nobody_is_said_to_be_coming() {
    // What a person of the staff does is told by the platform with their name; no line of ours promises it.
    const PROMISES: [&str; 8] = [
        "is coming",
        "on the way to you",
        "will come",
        "help is coming",
        "viene en camino",
        "va a venir",
        "ya viene",
        "has been told",
    ];
    for (list, id, en, es) in everything() {
        for text in [en, es] {
            for promise in PROMISES {
                assert!(!text.to_lowercase().contains(promise), "{list}.{id} promises: {text}");
            }
        }
    }
}

/// The sources of pages and components.
fn templates() -> Vec<(std::path::PathBuf, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for folder in ["page", "component"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default().to_owned();
            found.push((path, code));
        }
    }
    assert!(found.len() > 20, "the templates are read");
    found
}

#[test]
fn no_words_stand_in_templates() {
    for (path, code) in templates() {
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for literal in line.split('"').skip(1).step_by(2) {
                let mut letters = literal.chars();
                let capital = letters.next().is_some_and(char::is_uppercase);
                let word = capital && letters.next().is_some_and(char::is_lowercase);
                let ours = literal.starts_with("Codes: ") || literal.starts_with("Content-");
                assert!(!word || ours, "{}: {literal:?} belongs to the words", path.display());
            }
        }
    }
}

#[test]
fn nothing_in_a_template_runs_or_styles_by_itself() {
    for (path, code) in templates() {
        for forbidden in ["PreEscaped", "style=", "onclick", "onsubmit", "onload", "hx-on", "javascript:"] {
            assert!(!code.contains(forbidden), "{}: {forbidden}", path.display());
        }
    }
}

/// The values of a theme: a block of the tokens' style sheet.
fn theme(selector: &str) -> std::collections::HashMap<String, String> {
    let sheet = include_str!("../../assets/css/tokens.css");
    let start = sheet.find(selector).unwrap_or_else(|| panic!("{selector} is there")) + selector.len();
    let block = sheet[start..].split('}').next().unwrap_or_default();
    let declared =
        block.split(';').filter_map(|one| one.trim().trim_start_matches('{').trim().split_once(':'));
    declared.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned())).collect()
}

fn luminance(hex: &str) -> f64 {
    let channel = |place: usize| {
        let value = u8::from_str_radix(&hex[place..place + 2], 16).expect("a colour");
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

fn ratio(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_pair_of_colours_has_enough_contrast_in_all_themes() {
    const TEXT: [(&str, &str); 17] = [
        ("--ink", "--bg"),
        ("--ink", "--surface"),
        ("--ink", "--mine"),
        ("--ink", "--danger-bg"),
        ("--muted", "--bg"),
        ("--muted", "--surface"),
        ("--brand", "--bg"),
        ("--brand", "--surface"),
        ("--on-brand", "--brand"),
        ("--danger", "--danger-bg"),
        ("--danger", "--surface"),
        ("--danger", "--bg"),
        ("--on-danger", "--danger-fill"),
        ("--warn", "--warn-bg"),
        ("--warn", "--surface"),
        ("--ok", "--ok-bg"),
        ("--ok", "--surface"),
    ];
    const PARTS: [(&str, &str); 7] = [
        ("--chart-1", "--surface"),
        ("--chart-2", "--surface"),
        ("--chart-3", "--surface"),
        ("--line", "--bg"),
        ("--line", "--surface"),
        ("--danger-fill", "--surface"),
        ("--focus", "--focus-ink"),
    ];
    let base = theme(":root {\ncolor-scheme: light;");
    for selector in [
        ":root {\ncolor-scheme: light;",
        ":root[data-theme=\"dark\"] {",
        ":root[data-theme=\"contrast\"] {",
        "@media (prefers-contrast: more) {\n:root:not([data-theme]) {",
    ] {
        let own = theme(selector);
        let of = |name: &str| own.get(name).or_else(|| base.get(name)).expect("a token").clone();
        for (pairs, least) in [(&TEXT[..], 4.5), (&PARTS[..], 3.0)] {
            for (one, other) in pairs {
                let found = ratio(&of(one), &of(other));
                assert!(found >= least, "{selector}: {one} on {other} is {found:.2}, less than {least}");
            }
        }
    }
}

#[test]
fn a_theme_that_was_chosen_is_the_one_that_the_system_would_choose() {
    let system = theme("@media (prefers-color-scheme: dark) {\n:root:not([data-theme]) {");
    let chosen = theme(":root[data-theme=\"dark\"] {");
    assert!(chosen.len() > 10);
    assert_eq!(system, chosen);
}

#[test]
fn one_is_said_as_one() {
    use super::Lang;
    for lang in [Lang::En, Lang::Es] {
        let pairs = [
            (staff::turns(lang, 1), staff::turns(lang, 2)),
            (staff::passed_on(lang, 1), staff::passed_on(lang, 2)),
            (talk::messages(lang, 1), talk::messages(lang, 2)),
            (docs::found(lang, 1), docs::found(lang, 2)),
            (shell::busy_text(lang, 1), shell::busy_text(lang, 2)),
        ];
        for (one, two) in pairs {
            assert!(two.contains('2') && !one.contains('2'), "{one} / {two}");
            assert_ne!(one.replace('1', "2"), two, "the noun goes with its number");
        }
    }
    assert_eq!(staff::passed_on(Lang::En, 1), "Passed on once");
    assert_eq!(talk::messages(Lang::Es, 1), "1 mensaje");
    assert_eq!(talk::messages(Lang::En, 0), "0 messages");
}
