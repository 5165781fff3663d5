//! The common ways: what most people would say first, in both languages. The other files grew out of what is said indirectly
//! or was missed once; these were written after rows of plain speech (`cases/authored/*_common*.tsv`), a kind of danger a file.

mod abuse;
mod body;
mod calm;
mod needs;
mod others;
mod suicide;

use super::Rule;

/// The rules.
pub(crate) fn rules() -> impl Iterator<Item = &'static Rule> {
    [suicide::RULES, body::RULES, abuse::RULES, needs::RULES, others::RULES, calm::RULES]
        .into_iter()
        .flatten()
}
