//! Weights are trained, and the safety analysis is measured, from the command line.

use std::path::Path;

use crate::process::{fails, run};

fn written(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("writes");
    path.to_str().expect("UTF-8").to_owned()
}

/// Rows enough that some n-grams stand in five of them.
fn authored() -> String {
    let things = ["bread", "garden", "window", "letter", "music", "river"];
    let row = |thing: &str| {
        format!(
            "none\tnone\tI like the {thing} today\nlow\tsuicidal_ideation\tno more of the {thing} for me\n"
        )
    };
    things.iter().map(|thing| row(thing)).collect()
}

#[test]
fn the_same_rows_give_the_same_weights_and_a_wrong_row_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = written(folder.path(), "rows.tsv", &authored());
    let out = |name: &str| folder.path().join(name).to_str().expect("UTF-8").to_owned();
    let (first, second) = (out("first"), out("second"));
    let told: Vec<Vec<u8>> = [&first, &second]
        .map(|out| run(&["train", "crisis", "--out", out, &rows]))
        .into_iter()
        .map(|done| {
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            done.stdout
        })
        .collect();
    assert!(
        String::from_utf8_lossy(&told[0]).starts_with("12 rows"),
        "{}",
        String::from_utf8_lossy(&told[0])
    );
    assert_eq!(told[0], told[1], "the digest too");
    assert_eq!(std::fs::read(&first).expect("is there"), std::fs::read(&second).expect("is there"));
    let wrong = written(folder.path(), "wrong.tsv", "none\tnone\tsoup\ngrave\tnone\tsoup\n");
    let (code, line) = fails(&["train", "crisis", "--out", &first, &wrong]);
    assert_eq!((code, line.lines().count()), (66, 1), "{line}");
    assert!(line.contains("wrong.tsv:2") && line.contains("grave") && !line.contains("soup"), "{line}");
}

#[test]
fn labelled_rows_are_measured_and_each_gets_its_prediction_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = written(
        folder.path(),
        "scenarios.jsonl",
        "{\"id\": \"a\", \"text\": \"I want to kill myself. Ring 212-555-0147.\", \"category\": \"suicide\"}\n\
         {\"id\": \"b\", \"user_turns\": [\"Good morning.\", \"The soup was good.\"], \"category\": \"none\"}\n",
    );
    let predictions = folder.path().join("told.jsonl");
    let told =
        run(&["eval", "scenarios", &rows, "--json", "--predictions", predictions.to_str().expect("UTF-8")]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let report: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let figures = report["together"]["figures"].as_array().expect("figures");
    let acute =
        figures.iter().find(|figure| figure["name"] == "acute scenarios that alarm").expect("is there");
    assert_eq!((&acute["share"]["value"], &acute["reached"]), (&1.0.into(), &true.into()));
    let lines = std::fs::read_to_string(&predictions).expect("is there");
    let lines: Vec<serde_json::Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!((&lines[0]["id"], &lines[1]["id"]), (&"a".into(), &"b".into()));
    assert_eq!(lines[0]["spans"], serde_json::json!([{"s": 28, "e": 40, "cls": "PHONE"}]));
    assert_eq!((&lines[0]["level"], &lines[1]["level"]), (&"high".into(), &"none".into()));
    assert!(!String::from_utf8_lossy(&told.stdout).contains("soup"), "no row is printed");
    // A goal that is missed ends with one where a release is asked for.
    let calm = written(
        folder.path(),
        "calm.jsonl",
        "{\"text\": \"I want to kill myself.\", \"label\": \"benign\"}\n",
    );
    let (code, line) = fails(&["eval", "benign", &calm, "--release"]);
    assert_eq!(code, 1);
    assert!(line.contains("idioms"), "{line}");
    let broken = written(folder.path(), "broken.jsonl", "{\"text\": \"soup\"}\n{\"text\": \n");
    let (code, line) = fails(&["eval", "phi", &broken]);
    assert_eq!((code, line.lines().count()), (66, 1), "{line}");
    assert!(line.contains("broken.jsonl:2"), "{line}");
}

#[test]
fn weights_of_emotions_are_the_same_twice_and_are_measured_on_rows_that_they_did_not_see() {
    let folder = tempfile::tempdir().expect("a folder");
    let things =
        ["bread", "garden", "window", "letter", "music", "river", "chair", "lamp", "kettle", "field"];
    let row = |thing: &str| {
        format!(
            "{{\"text\": \"so glad about the {thing}\", \"goemotions\": [\"joy\"], \"ekman\": [\"joy\"]}}\n\
             {{\"text\": \"I weep for the {thing}\", \"goemotions\": [\"sadness\"], \"ekman\": [\"sadness\"]}}\n"
        )
    };
    let rows = written(folder.path(), "rows.jsonl", &things.map(row).concat());
    let made = ["first", "second"].map(|name| {
        let out = folder.path().join(name);
        std::fs::create_dir(&out).expect("a folder");
        let done = run(&["train", "emotion", &rows, "--out", out.to_str().expect("UTF-8")]);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let read = |file: &str| std::fs::read(out.join(file)).expect("is there");
        (done.stdout, read("emotion.ngrams"), read("emotion.limits.tsv"))
    });
    assert_eq!(made[0], made[1], "the digests too");
    let predictions = folder.path().join("told.jsonl");
    let predictions = predictions.to_str().expect("UTF-8");
    let told = run(&["eval", "emotion", &rows, "--folds", "5", "--json", "--predictions", predictions]);
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let report: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let classes = report["together"]["labels"].as_array().expect("labels");
    assert_eq!(classes.len(), 28);
    let sadness = classes.iter().find(|class| class["name"] == "sadness").expect("is there");
    // What rows share is learned from the others: the shipped weights know nothing of these rows' labels.
    assert_eq!((&sadness["rows"], &sadness["recall"]), (&10.into(), &1.0.into()));
    let lines = std::fs::read_to_string(predictions).expect("is there");
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().expect("a line")).expect("JSON");
    let heard = first["goemotions"].as_array().expect("labels");
    assert!(heard.contains(&"joy".into()) && !heard.contains(&"gratitude".into()), "{first}");
    assert!(first["ekman"].as_array().expect("labels").contains(&"joy".into()), "{first}");
    let (code, line) = fails(&["eval", "crisis", &rows, "--folds", "5"]);
    assert_eq!((code, line.lines().count()), (66, 1), "{line}");
    let bare = written(folder.path(), "bare.jsonl", "{\"text\": \"soup\"}\n");
    let (code, line) = fails(&["train", "emotion", &bare, "--out", folder.path().to_str().expect("UTF-8")]);
    assert_eq!(code, 66);
    assert!(line.contains("bare.jsonl:1") && !line.contains("soup"), "{line}");
}
