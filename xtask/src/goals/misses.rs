//! What was read wrongly, as a text for people: by task and class how many and why, with ids, never a word of a row.

use std::fmt::Write;

use serde::Deserialize;

use super::Run;

/// Rows of one class that were read wrongly for one reason, as `eval --misses` tells them.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Miss {
    pub(crate) task: String,
    pub(crate) class: String,
    pub(crate) reason: String,
    pub(crate) count: usize,
    pub(crate) of: usize,
    pub(crate) ids: Vec<String>,
}

/// All misses as one text.
pub(super) fn written(all: &[Run]) -> String {
    let mut text = String::from(
        "# What is read wrongly, by class\n\nCounts, computed reasons and the first ids; no row is quoted. A row is in several \
         groups where several of its labels are missed.\n",
    );
    let mut task = "";
    for miss in all.iter().flat_map(|run| &run.ours.misses) {
        if miss.task != task {
            task = &miss.task;
            let _ = write!(
                text,
                "\n## {task}\n\n| class | of | missed | why | ids |\n| --- | --: | --: | --- | --- |\n"
            );
        }
        let more = if miss.count > miss.ids.len() { " …" } else { "" };
        let (Miss { class, of, count, reason, .. }, ids) = (miss, miss.ids.join(" "));
        let _ = writeln!(text, "| {class} | {of} | {count} | {reason} | {ids}{more} |");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Measured;
    use super::super::table::Rows;
    use super::*;

    #[test]
    fn each_task_has_one_table_and_each_reason_a_line() {
        let miss = |task: &str, class: &str, count| Miss {
            task: task.to_owned(),
            class: class.to_owned(),
            reason: "nothing found; digits".to_owned(),
            count,
            of: 9,
            ids: vec!["a-1".to_owned(), "a-2".to_owned()],
        };
        let misses =
            vec![miss("identifiers", "MRN", 2), miss("identifiers", "SSN", 5), miss("severity", "high", 2)];
        let ours = Measured { misses, ..Measured::default() };
        let text = written(&[Run { kind: "phi", rows: Rows::Rules, ours, peers: Vec::new() }]);
        assert_eq!(text.matches("\n## ").count(), 2);
        assert!(text.contains("| MRN | 9 | 2 | nothing found; digits | a-1 a-2 |"));
        assert!(text.contains("| SSN | 9 | 5 | nothing found; digits | a-1 a-2 … |"));
    }
}
