//! A panic in a process of its own, over words that must not be read anywhere.

use std::process::Command;

const CANARY: &str = "CANARY-4711-é";

/// Run by the test below, in a process of its own. By itself it shows nothing.
#[tokio::test]
async fn a_task_cuts_a_text_within_a_letter() {
    if std::env::args().any(|argument| argument == "--nocapture") {
        therapeutic_ai::panics::install();
    }
    let words = std::hint::black_box(CANARY).to_owned();
    let cut = tokio::spawn(async move { words[..words.len() - 1].len() });
    assert!(cut.await.expect_err("it panics").is_panic());
}

#[test]
fn a_panic_says_where_it_was_and_never_what_was_said() {
    let test = "panics::a_task_cuts_a_text_within_a_letter";
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).args(["--exact", test, "--nocapture"]).output().expect("runs");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    assert!(said.contains("a panic at therapeutic-ai/tests/it/panics.rs:"), "{said}");
    assert!(!said.contains("CANARY"), "{said}");
}

#[test]
fn the_program_installs_it_before_anything_else() {
    let main = include_str!("../../src/command/mod.rs");
    let main = main.split("pub fn main()").nth(1).expect("the program begins here");
    let first = main.lines().nth(1).expect("it does something").trim();
    assert_eq!(first, "crate::panics::install();");
}
