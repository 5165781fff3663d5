//! `content`: what the companion can say. As one file under its digest, so that a turn can be replayed with the very
//! words it had after the binary was replaced; and as a list, for those who review it.

use std::path::PathBuf;

use clap::Subcommand;
use content::LineRef;
use content::measure::{grade_en, inflesz_es};
use content_safety_api::Language;
use serde::Serialize;

use super::{DATA_DIR, Failure, tell};

/// What the companion can say.
#[derive(Subcommand)]
pub(crate) enum Content {
    /// Writes the content of this binary into a directory, under its digest; what is there already stays
    Write {
        /// The directory
        #[arg(value_name = "DIR")]
        directory: PathBuf,
    },
    /// Says the digest of this binary's content
    Digest,
    /// Lists all that can be said for review, with how hard it is to read and who reviewed it: the lines of the talk, those of a
    /// crisis, the cards
    Lines {
        /// In one language alone: `en` or `es`
        #[arg(long)]
        language: Option<Speech>,
        /// One JSON object a line instead of fields with tabs between them
        #[arg(long)]
        json: bool,
    },
}

/// A language of the content.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Speech {
    /// English
    En,
    /// Spanish
    Es,
}

impl From<Speech> for Language {
    fn from(speech: Speech) -> Self {
        match speech {
            Speech::En => Self::En,
            Speech::Es => Self::Es,
        }
    }
}

/// Something that is said.
#[derive(Debug, Serialize)]
struct Said<'a> {
    /// `line`, `crisis` or `card`.
    kind: &'static str,
    /// Where it stands: a pool and a number, the id of a crisis line, a card and its part.
    id: String,
    /// What it does.
    act: String,
    language: Language,
    /// How hard it is: the grade of Flesch and Kincaid in English (6 at most), INFLESZ in Spanish (65 at least, higher is easier).
    reading: f64,
    /// Who reviewed it; of most nobody has.
    reviewer: Option<&'a str>,
    text: &'a str,
}

pub(crate) fn run(command: Content) -> Result<(), Failure> {
    match command {
        Content::Write { directory } => {
            let path = content::archive::write_embedded(&directory).map_err(|error| Failure {
                line: format!("{}: {error}", directory.display()),
                code: DATA_DIR,
            })?;
            tell(&path.display().to_string());
        }
        Content::Digest => tell(&content::library().digest().to_string()),
        Content::Lines { language, json } => {
            for said in all_said(language.map(Language::from)) {
                tell(&if json { serde_json::to_string(&said).unwrap_or_default() } else { fields(&said) });
            }
        }
    }
    Ok(())
}

fn fields(said: &Said<'_>) -> String {
    let Said { kind, id, act, language, reading, reviewer, text } = said;
    let reviewer = reviewer.unwrap_or("nobody yet");
    format!("{kind}\t{id}\t{act}\t{}\t{reading:.1}\t{reviewer}\t{text}", code(*language))
}

const fn code(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Es => "es",
    }
}

/// All that can be said, in one language or in all.
fn all_said(wanted: Option<Language>) -> Vec<Said<'static>> {
    let languages = [Language::En, Language::Es].into_iter().filter(|one| wanted.is_none_or(|it| it == *one));
    languages.flat_map(|language| lines(language).chain(crisis(language)).chain(cards(language))).collect()
}

fn lines(language: Language) -> impl Iterator<Item = Said<'static>> {
    let library = content::library();
    library.pools().iter().flat_map(move |pool| {
        library.numbers(&pool.id).filter_map(move |number| {
            let line = LineRef { pool: pool.id.clone(), number };
            let text = library.line(&line, language)?;
            let id = format!("{}/{number}", pool.id);
            Some(said("line", id, format!("{:?}", pool.act), language, (None, text)))
        })
    })
}

fn crisis(language: Language) -> impl Iterator<Item = Said<'static>> {
    safety_rules::ladder::all_lines().map(move |line| {
        let act = format!("{:?}", line.part);
        said("crisis", line.id.to_owned(), act, language, (None, line.text(language)))
    })
}

fn cards(language: Language) -> impl Iterator<Item = Said<'static>> {
    content::library().cards().iter().flat_map(move |card| {
        let words = card.lines.of(language);
        let parts = [
            ("name", &words.name),
            ("permission", &words.permission),
            ("opening", &words.opening),
            ("close", &words.close),
            ("follow_up", &words.follow_up),
        ];
        let steps = words.steps.iter().map(|step| ("step", step));
        parts.into_iter().chain(steps).map(move |(part, text)| {
            let id = format!("{}.{part}", card.id);
            said("card", id, format!("{:?}", card.intent), language, (card.reviewer.as_deref(), text))
        })
    })
}

fn said<'a>(
    kind: &'static str,
    id: String,
    act: String,
    language: Language,
    (reviewer, text): (Option<&'a str>, &'a str),
) -> Said<'a> {
    let reading = match language {
        Language::En => grade_en(text),
        Language::Es => inflesz_es(text),
    };
    Said { kind, id, act, language, reading, reviewer, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reviewer_gets_every_line_of_the_talk_of_a_crisis_and_of_the_cards_once_and_none_is_hard_to_read() {
        let library = content::library();
        let lines: usize = library.pools().iter().map(|pool| library.numbers(&pool.id).count()).sum();
        for language in [Language::En, Language::Es] {
            let all = all_said(Some(language));
            let of = |kind: &str| all.iter().filter(|said| said.kind == kind).count();
            assert_eq!(of("line"), lines);
            assert_eq!(of("crisis"), safety_rules::ladder::all_lines().count());
            assert!(of("card") > 5 * library.cards().len());
            assert!(all.iter().all(|said| said.language == language && !said.text.is_empty()));
            let unread = all.iter().filter(|said| said.kind != "line" && said.reviewer.is_some()).count();
            assert_eq!(unread, 0, "nobody has reviewed any yet, and the list says so");
        }
        assert_eq!(all_said(None).len(), all_said(Some(Language::En)).len() * 2);
        let one = &all_said(Some(Language::En))[0];
        assert_eq!(fields(one).split('\t').count(), 7, "{}", fields(one));
    }
}
