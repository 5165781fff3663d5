//! One mark as a row of a data set: the words made general, everything that is said by places moved along, and nothing of
//! whom it is. Pure.

use api::{Role, Words};
use chat_history_api::{
    AnalysisMark, MARKED_SPANS_MAX, MarkedPlace, MarkedRow, MissedIdentifier, PlaceVerdict, PredictedAnalysis,
};
use content_safety_api::{IdentifierSpan, Language};
use identifiers::{EarlierPiece, Generalised, Tail, detect_after, generalise_traced, remains};

use super::{Analysed, SealedMark};

/// What an identifier that a person named is known by.
const BY_A_PERSON: &str = "marked";

/// What a row is made of.
pub(super) struct Source<'a> {
    /// The words of the message.
    pub(super) text: &'a str,
    /// What the resident said before it, oldest first, and the message after it: a number may be spread over several.
    pub(super) before: &'a [String],
    pub(super) after: Option<&'a str>,
    pub(super) language: Language,
    pub(super) found: &'a Analysed,
    pub(super) mark: &'a SealedMark,
    pub(super) role: Role,
    /// What anybody says was overlooked in this message.
    pub(super) missed: &'a [MissedIdentifier],
}

/// The row, or nothing where an identifier could remain in it.
pub(super) fn row(source: &Source<'_>, id: [u8; 16], this_year: i16) -> Option<MarkedRow> {
    let identifiers = identifiers_of(source);
    let general = generalise_traced(source.text, &identifiers, this_year);
    if remains(source.text, &general) {
        return None;
    }
    let (found, mark) = (source.found, &source.mark.mark);
    let mut findings = found.findings.clone();
    for finding in &mut findings {
        finding.span = general.place(finding.span);
    }
    let (level, categories) = match mark.right {
        true => (Some(found.level()), Some(found.categories().to_vec())),
        false => (mark.level, mark.categories.clone()),
    };
    let mut reasons = mark.reasons.clone();
    reasons.sort_unstable();
    let places = places(found, mark, &general);
    Some(MarkedRow {
        id: id.iter().map(|byte| format!("{byte:02x}")).collect(),
        text: Words::new(general.text),
        source: "marks".to_owned(),
        language: source.language,
        level,
        categories,
        right: mark.right,
        reasons,
        marked_by: source.role,
        predicted: PredictedAnalysis {
            level: found.level(),
            categories: found.categories().to_vec(),
            findings,
        },
        identifiers: places,
        versions: source.mark.versions.clone(),
    })
}

/// Everything that is replaced: what the rules of today find, with what was said around it, what was found then, and what
/// people say was overlooked. What a person calls no identifier is replaced all the same: it may be somebody's.
fn identifiers_of(source: &Source<'_>) -> Vec<IdentifierSpan> {
    let mut tail = Tail::default();
    source.before.iter().for_each(|said| tail.push(said));
    let mut all = detect_after(&tail, source.text).here;
    if let Some(after) = source.after {
        tail.push(source.text);
        let ends_later =
            detect_after(&tail, after).before.into_iter().filter(|piece| piece.messages_back == 1);
        all.extend(ends_later.map(|EarlierPiece { span, class, .. }| by_rule(span, class, "phi.across")));
    }
    all.extend(source.found.identifiers.iter().cloned());
    all.extend(source.missed.iter().map(|one| by_rule(one.span, one.class, BY_A_PERSON)));
    all
}

fn by_rule(
    span: content_safety_api::Span,
    class: content_safety_api::IdentifierClass,
    code: &'static str,
) -> IdentifierSpan {
    IdentifierSpan { span, class, code: code.into(), confidence: 1.0 }
}

fn places(found: &Analysed, mark: &AnalysisMark, general: &Generalised) -> Vec<MarkedPlace> {
    let said = |span| match mark.not_identifiers.contains(&span) {
        true => PlaceVerdict::Wrong,
        false => PlaceVerdict::Found,
    };
    let known = found.identifiers.iter().map(|one| (one.span, one.class, said(one.span)));
    let missed = mark.missed_identifiers.iter().take(MARKED_SPANS_MAX);
    let all = known.chain(missed.map(|one| (one.span, one.class, PlaceVerdict::Missed)));
    let mut places: Vec<MarkedPlace> =
        all.map(|(span, class, verdict)| MarkedPlace { span: general.place(span), class, verdict }).collect();
    places.sort_by_key(|place| place.span);
    places
}

#[cfg(test)]
mod tests {
    use chat_history_api::{AnalysisVersions, MarkReason};
    use content_safety_api::{CrisisFinding, IdentifierClass, Level, Span};
    use identifiers::detect;
    use kernel::Sources;
    use safety_rules::{History, screen};

    use super::*;

    fn at(text: &str, words: &str) -> Span {
        let start = text[..text.find(words).expect("is there")].chars().count();
        let point = |at: usize| u32::try_from(at).expect("is short");
        Span::new(point(start), point(start + words.chars().count()))
    }

    fn analysed(text: &str) -> Analysed {
        let screening = screen(text, &History::default());
        Analysed {
            level: Some(screening.level),
            categories: Some(screening.categories),
            findings: screening.findings,
            identifiers: detect(text),
            versions: AnalysisVersions { crisis: Some("rules 1".to_owned()), identifiers: None },
        }
    }

    fn sealed(mark: AnalysisMark) -> SealedMark {
        let versions = AnalysisVersions { crisis: Some("rules 1".to_owned()), identifiers: None };
        SealedMark { by: Sources::system().id(), mark, versions }
    }

    fn right() -> SealedMark {
        sealed(AnalysisMark { right: true, ..AnalysisMark::default() })
    }

    fn source<'a>(text: &'a str, found: &'a Analysed, mark: &'a SealedMark) -> Source<'a> {
        Source {
            text,
            before: &[],
            after: None,
            language: Language::En,
            found,
            mark,
            role: Role::CareStaff,
            missed: &mark.mark.missed_identifiers,
        }
    }

    fn made(text: &str, mark: &SealedMark) -> Option<MarkedRow> {
        row(&source(text, &analysed(text), mark), [7; 16], 2026)
    }

    #[test]
    fn a_right_mark_gives_the_level_and_the_evidence_at_its_place_without_names() {
        let text = "Señora Carmen Ruiz knows: I want to kill myself. Call 212-555-0147.";
        let row = made(text, &right()).expect("a row");
        assert!(
            !row.text.expose().contains("Carmen") && !row.text.expose().contains("555"),
            "{:?}",
            row.text
        );
        assert_eq!(
            (row.level, row.predicted.level),
            (Some(Level::High).max(row.level), row.level.expect("is known"))
        );
        let CrisisFinding { span, .. } = row.predicted.findings[0];
        let evidence = span.of(row.text.expose()).expect("inside");
        assert!("I want to kill myself".contains(evidence) && evidence.contains("kill"), "{evidence}");
        for place in &row.identifiers {
            let there = place.span.of(row.text.expose()).expect("inside");
            assert!(there.starts_with('[') && there.ends_with(']'), "{there}");
            assert_eq!(place.verdict, PlaceVerdict::Found);
        }
        assert_eq!(row.id, "07".repeat(16));
    }

    #[test]
    fn what_a_person_found_is_replaced_and_what_they_call_no_identifier_too() {
        let text = "I saw Rose at the quill house and quillborna waved.";
        let span = at(text, "quillborna");
        let mark = sealed(AnalysisMark {
            reasons: vec![MarkReason::Missed, MarkReason::Identifiers],
            level: Some(Level::Low),
            not_identifiers: detect(text).iter().map(|one| one.span).collect(),
            missed_identifiers: vec![MissedIdentifier { span, class: IdentifierClass::Name }],
            ..AnalysisMark::default()
        });
        let row = made(text, &mark).expect("a row");
        assert!(
            !row.text.expose().contains("quillborna") && !row.text.expose().contains("Rose"),
            "{:?}",
            row.text
        );
        assert_eq!((row.right, row.level, &row.categories), (false, Some(Level::Low), &None));
        assert_eq!(row.reasons, [MarkReason::Missed, MarkReason::Identifiers]);
        let last = row.identifiers.last().expect("the overlooked one");
        assert_eq!(last.verdict, PlaceVerdict::Missed);
        assert!(row.identifiers.iter().any(|place| place.verdict == PlaceVerdict::Wrong));
    }

    #[test]
    fn a_row_in_which_an_identifier_remains_is_none() {
        let text = "They say quillborna here, and quillborna there.";
        let first = MissedIdentifier { span: at(text, "quillborna"), class: IdentifierClass::Name };
        let mark = sealed(AnalysisMark {
            reasons: vec![MarkReason::Identifiers],
            missed_identifiers: vec![first],
            ..AnalysisMark::default()
        });
        assert_eq!(made(text, &mark), None, "the second is the same name");
        let found = analysed(text);
        let nothing = Source { missed: &[], ..source(text, &found, &mark) };
        assert!(row(&nothing, [7; 16], 2026).is_some(), "nobody knows that it is one");
    }

    #[test]
    fn what_others_say_was_overlooked_is_replaced_in_every_row() {
        let text = "The girl is called quillborna.";
        let others = [MissedIdentifier { span: at(text, "quillborna"), class: IdentifierClass::Name }];
        let (found, mark) = (analysed(text), right());
        let row =
            row(&Source { missed: &others, ..source(text, &found, &mark) }, [7; 16], 2026).expect("a row");
        assert!(!row.text.expose().contains("quillborna"));
        assert!(
            row.identifiers.iter().all(|place| place.verdict != PlaceVerdict::Missed),
            "this mark does not say it"
        );
    }

    #[test]
    fn a_number_that_is_spread_over_messages_goes_too() {
        let (found, mark) = (analysed("555 0147"), right());
        let before = ["My telephone number is 212".to_owned()];
        let spread = Source { before: &before, ..source("555 0147", &found, &mark) };
        let ended = row(&spread, [7; 16], 2026).expect("a row");
        assert!(!ended.text.expose().contains("0147"), "{:?}", ended.text);
        let text = "My telephone number is 212";
        let (found, mark) = (analysed(text), right());
        let begun = Source { after: Some("555 0147"), ..source(text, &found, &mark) };
        let begun = row(&begun, [7; 16], 2026).expect("a row");
        assert!(!begun.text.expose().contains("212"), "{:?}", begun.text);
    }
}
