//! Talk to the companion: `cargo run -p engine --release --example talk -- es 7`. One line of the resident on standard
//! input, the reply and why it was chosen on standard output. The number stands for the conversation, whose replies
//! are worded by it. Staff have acknowledged an alert three turns after it was raised.

use std::io::{self, BufRead, Write};

use content_safety_api::Language;
use engine::story::{Setup, Talk};

/// Staff are there so many turns after an alert.
const STAFF_TURNS: u32 = 3;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let language = match arguments.next().as_deref() {
        Some("es") => Language::Es,
        _ => Language::En,
    };
    let conversation = arguments.next().and_then(|number| number.parse().ok()).unwrap_or(1);
    let mut talk = Talk::with(content::library(), language, conversation);
    let (input, mut output) = (io::stdin().lock(), io::stdout().lock());
    // As in the product: the companion speaks first, to somebody who was here yesterday.
    let opening = talk.open();
    writeln!(output, "{}\n    [{}; {}]", opening.text, lines(&opening), opening.reasons())?;
    for line in input.lines() {
        let line = line?;
        let said = talk.say(&line);
        writeln!(output, "> {line}\n{}\n    [{}; {}]", said.text, lines(&said), said.reasons())?;
        if said.state.ladder.as_ref().is_some_and(|ladder| u32::from(ladder.turn) >= STAFF_TURNS) {
            talk.set(&Setup::Acknowledged, language);
        }
    }
    Ok(())
}

/// The lines that a reply is made of, by their ids.
fn lines(said: &engine::story::Said) -> String {
    let ids = said.plan.pieces.iter().map(|piece| match &piece.words {
        engine::Words::Line(line) => line.to_string(),
        _ => format!("{:?}", piece.act),
    });
    ids.collect::<Vec<_>>().join(" + ")
}
