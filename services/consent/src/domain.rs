//! The decision: the first step that speaks decides.

mod table;

use consent_api::{EdgeKind, Question, Reason, Verdict};

/// The version of the rules, as verdicts name it.
const RULES: &str = "default-table-1";

pub(crate) struct Domain;

impl Domain {
    pub(crate) fn decide(&self, question: &Question) -> Verdict {
        let verdict = |permit, step, code: &str| Verdict {
            permit,
            projection: None,
            obligations: Vec::new(),
            reasons: vec![Reason { step, code: code.to_owned() }],
            epoch: 0,
            rules: RULES.to_owned(),
        };
        if question.edges.is_empty() {
            return verdict(false, 2, "no_live_edge");
        }
        let kinds: Vec<EdgeKind> = question.edges.iter().map(|edge| edge.kind).collect();
        if table::permits(question, &kinds) {
            verdict(true, 8, "default_table")
        } else {
            verdict(false, 9, "default_deny")
        }
    }
}
