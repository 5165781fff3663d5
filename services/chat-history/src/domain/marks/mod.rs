//! What was found in a message, and what people say about that: whether it was right, and what it should have been.

mod exporting;
mod row;

use api::{Action, CallContext, Opaque, Principal, Purpose};
use audit_trail::{ContextKey, EventBuilder, Word};
use chat_history_api::{
    AnalysisMark, AnalysisVersions, KeptMark, MARKED_SPANS_MAX, MARKS_MAX, MarkReason, MessageAnalysis,
    Speaker,
};
use content_safety_api::{CrisisCategory, CrisisFinding, IdentifierSpan, Level, Span};
use kernel::{ConversationId, MessageId, PersonId};
use serde::{Deserialize, Serialize};
use vault::PatientKey;

use super::sealing::{SealedMessage, open_mark, open_message, seal_mark};
use super::{Domain, Refused};
use crate::store::{ConversationRow, MarkRow, MessageRow};

/// Of an analysis what is looked at here. One that was kept without its identifiers, or before versions were, is read as well.
#[derive(Deserialize)]
pub(super) struct Analysed {
    #[serde(alias = "crisis_level")]
    level: Option<Level>,
    #[serde(default, alias = "crisis_categories")]
    categories: Option<Vec<CrisisCategory>>,
    #[serde(default)]
    findings: Vec<CrisisFinding>,
    #[serde(default)]
    identifiers: Vec<IdentifierSpan>,
    #[serde(default)]
    versions: AnalysisVersions,
}

impl Analysed {
    /// What was found in a message. Where no analysis was kept, its level and categories alone.
    fn of(sealed: &SealedMessage) -> Self {
        let found: Option<Self> = sealed.analysis.read();
        let mut found = found.unwrap_or_else(|| Self {
            level: None,
            categories: None,
            findings: Vec::new(),
            identifiers: Vec::new(),
            versions: AnalysisVersions::default(),
        });
        found.level = found.level.or(Some(sealed.level));
        found.categories = found.categories.or_else(|| Some(sealed.categories.clone()));
        // A place outside of the words is none.
        let length = length(sealed.content.expose());
        found.findings.retain(|finding| finding.span.end <= length);
        found.identifiers.retain(|identifier| identifier.span.end <= length);
        found
    }

    fn level(&self) -> Level {
        self.level.unwrap_or_default()
    }

    fn categories(&self) -> &[CrisisCategory] {
        self.categories.as_deref().unwrap_or_default()
    }
}

/// A mark as it is sealed: bound to its message by its place, and to who set it by what is in it.
#[derive(Serialize, Deserialize)]
pub(super) struct SealedMark {
    pub(super) by: PersonId,
    pub(super) mark: AnalysisMark,
    /// Of the analysis that was marked.
    pub(super) versions: AnalysisVersions,
}

/// How many code points a text has.
fn length(text: &str) -> u32 {
    u32::try_from(text.chars().count()).unwrap_or(u32::MAX)
}

impl Domain {
    /// What was found in a message, for those who may read it.
    pub(crate) async fn analysis(
        &self,
        context: &CallContext,
        by: &Principal,
        at: (ConversationId, MessageId),
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<MessageAnalysis, Refused> {
        let (row, stored, event) = self.judged(context, by, at, (purpose, event)).await?;
        if stored.speaker != Speaker::Resident || stored.after.redacted_at.is_some() {
            return Err(Refused::NotFound);
        }
        self.store.trail().read(event).await?;
        let key = self.vault.key(row.patient).await?;
        let found = Analysed::of(&open_message(&key, row.patient, &stored)?);
        let mark = self.mark_by(&key, &row, at.1, by.person).await?;
        Ok(MessageAnalysis {
            message_id: at.1,
            level: found.level(),
            categories: found.categories().to_vec(),
            findings: found.findings,
            identifiers: found.identifiers,
            versions: found.versions,
            mark,
        })
    }

    /// Marks what was found in a message. The same mark again changes nothing.
    pub(crate) async fn mark(
        &self,
        context: &CallContext,
        by: &Principal,
        at: (ConversationId, MessageId),
        mark: AnalysisMark,
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<KeptMark, Refused> {
        let (row, stored, event) = self.judged(context, by, at, (purpose, event)).await?;
        if stored.speaker != Speaker::Resident || stored.after.redacted_at.is_some() {
            return Err(Refused::NotMarkable);
        }
        let key = self.vault.key(row.patient).await?;
        let sealed = open_message(&key, row.patient, &stored)?;
        let found = Analysed::of(&sealed);
        check(&mark, &found, length(sealed.content.expose()))?;
        let before = self.mark_by(&key, &row, at.1, by.person).await?;
        if let Some(before) =
            before.as_ref().filter(|before| before.mark == mark && before.versions == found.versions)
        {
            return Ok(before.clone());
        }
        let now = self.sources.now();
        let versions = found.versions;
        let kept = SealedMark { by: by.person, mark, versions };
        let new = MarkRow {
            place: 0,
            message: at.1,
            by: by.person,
            role: by.role,
            sealed: seal_mark(&key, row.patient, at.1, &kept)?,
            at: now,
        };
        let verdict = Word::new(if kept.mark.right { "right" } else { "wrong" });
        let event = event.with(ContextKey::OUTCOME, verdict);
        if !self.store.keep_mark(&new, MARKS_MAX, event.into()).await? {
            return Err(Refused::NotMarkable);
        }
        self.metrics
            .compliance("chat-history", if kept.mark.right { "analysis_right" } else { "analysis_wrong" });
        let times = before.map_or(0, |before| before.times) + 1;
        Ok(KeptMark { mark: kept.mark, marked_at: now, times, versions: kept.versions })
    }

    /// A message that somebody may read, with the event of that.
    async fn judged(
        &self,
        context: &CallContext,
        by: &Principal,
        at: (ConversationId, MessageId),
        (purpose, event): (Purpose, EventBuilder),
    ) -> Result<(ConversationRow, MessageRow, EventBuilder), Refused> {
        let row = self.store.conversation(at.0).await?.ok_or(Refused::NotFound)?;
        let event = self.require(context, by, &row, Action::Read, purpose, event.resource_id(at.1)).await?;
        let stored = self.message_in(&row, at.1).await?;
        Ok((row, stored, event))
    }

    async fn mark_by(
        &self,
        key: &PatientKey,
        row: &ConversationRow,
        message: MessageId,
        by: PersonId,
    ) -> Result<Option<KeptMark>, Refused> {
        let Some((stored, times)) = self.store.mark_of(message, by).await? else { return Ok(None) };
        let SealedMark { mark, versions, .. } = open_mark(key, row.patient, &stored)?;
        Ok(Some(KeptMark { mark, marked_at: stored.at, times, versions }))
    }
}

/// What the words of a correction show, beside what is kept of the analysis before: the sound of the words stays, what was
/// read of danger and identifiers is of the words that stand there now.
pub(super) fn analysed_anew(before: &Opaque, found: &safety_rules::Screening) -> Opaque {
    let mut kept: serde_json::Map<String, serde_json::Value> = before.read().unwrap_or_default();
    for old in ["level", "categories", "identifiers", "phi_detected", "phi_categories", "history"] {
        kept.remove(old);
    }
    let mut put = |name: &str, value: serde_json::Value| kept.insert(name.to_owned(), value);
    put("crisis_level", serde_json::json!(found.level));
    put("crisis_categories", serde_json::json!(found.categories));
    put("findings", serde_json::json!(found.findings));
    put("risk", serde_json::json!(found.risk));
    put("versions", serde_json::json!({ "crisis": safety_rules::versions() }));
    Opaque::of(&kept)
}

/// Whether a mark says something that fits what was found, in words that long.
fn check(mark: &AnalysisMark, found: &Analysed, length: u32) -> Result<(), Refused> {
    let fits = if mark.right {
        *mark == AnalysisMark { right: true, ..AnalysisMark::default() }
    } else {
        !mark.reasons.is_empty() && once(&mark.reasons) && levels_fit(mark) && places_fit(mark, found, length)
    };
    if fits { Ok(()) } else { Err(Refused::Mark) }
}

fn levels_fit(mark: &AnalysisMark) -> bool {
    let Some(categories) = &mark.categories else { return true };
    // Whoever says that there was no danger names no kind of it.
    once(categories) && (mark.level != Some(Level::None) || categories.is_empty())
}

fn places_fit(mark: &AnalysisMark, found: &Analysed, length: u32) -> bool {
    let (wrong, missed) = (&mark.not_identifiers, &mark.missed_identifiers);
    let named = |span: &Span| found.identifiers.iter().any(|identifier| identifier.span == *span);
    let inside = |span: Span| span.start < span.end && span.end <= length;
    let about = mark.reasons.contains(&MarkReason::Identifiers);
    wrong.len() <= MARKED_SPANS_MAX
        && missed.len() <= MARKED_SPANS_MAX
        && (about || wrong.is_empty() && missed.is_empty())
        && once(wrong)
        && wrong.iter().all(named)
        && missed.iter().all(|one| inside(one.span) && !named(&one.span))
}

fn once<T: PartialEq>(list: &[T]) -> bool {
    list.iter().enumerate().all(|(at, one)| !list[..at].contains(one))
}

#[cfg(test)]
mod tests {
    use chat_history_api::MissedIdentifier;
    use content_safety_api::IdentifierClass;
    use safety_rules::{History, screen};

    use super::*;

    fn found() -> Analysed {
        let identifier = IdentifierSpan {
            span: Span::new(2, 6),
            class: IdentifierClass::Name,
            code: "phi.name".into(),
            confidence: 0.9,
        };
        Analysed {
            level: Some(Level::High),
            categories: Some(vec![CrisisCategory::SuicidalIdeation]),
            findings: Vec::new(),
            identifiers: vec![identifier],
            versions: AnalysisVersions::default(),
        }
    }

    fn wrong() -> AnalysisMark {
        AnalysisMark { reasons: vec![MarkReason::Identifiers], ..AnalysisMark::default() }
    }

    fn missed(start: u32, end: u32) -> AnalysisMark {
        let one = MissedIdentifier { span: Span { start, end }, class: IdentifierClass::Name };
        AnalysisMark { missed_identifiers: vec![one], ..wrong() }
    }

    #[test]
    fn a_mark_says_something_and_nothing_beside() {
        let right = AnalysisMark { right: true, ..AnalysisMark::default() };
        assert!(check(&right, &found(), 20).is_ok());
        for wrong in [
            AnalysisMark::default(),
            AnalysisMark { reasons: vec![MarkReason::Missed], ..right.clone() },
            AnalysisMark { level: Some(Level::Low), ..right.clone() },
            AnalysisMark { categories: Some(Vec::new()), ..right },
            AnalysisMark { reasons: vec![MarkReason::Missed, MarkReason::Missed], ..AnalysisMark::default() },
            AnalysisMark {
                level: Some(Level::None),
                categories: Some(vec![CrisisCategory::SelfHarm]),
                ..super::tests::wrong()
            },
            AnalysisMark {
                categories: Some(vec![CrisisCategory::SelfHarm, CrisisCategory::SelfHarm]),
                ..super::tests::wrong()
            },
        ] {
            assert!(matches!(check(&wrong, &found(), 20), Err(Refused::Mark)), "{wrong:?}");
        }
        let other = AnalysisMark {
            level: Some(Level::Low),
            categories: Some(vec![CrisisCategory::SelfHarm]),
            ..super::tests::wrong()
        };
        assert!(check(&other, &found(), 20).is_ok());
    }

    #[test]
    fn a_place_lies_in_the_text_and_is_what_it_is_said_to_be() {
        assert!(check(&missed(8, 20), &found(), 20).is_ok());
        for (start, end) in [(8, 21), (8, 8), (9, 8), (2, 6), (20, u32::MAX)] {
            assert!(check(&missed(start, end), &found(), 20).is_err(), "{start} to {end}");
        }
        let not = |span| AnalysisMark { not_identifiers: vec![span], ..wrong() };
        assert!(check(&not(Span::new(2, 6)), &found(), 20).is_ok());
        assert!(check(&not(Span::new(2, 5)), &found(), 20).is_err(), "nobody found that");
        let silent = AnalysisMark { reasons: vec![MarkReason::NotMeant], ..missed(8, 20) };
        assert!(check(&silent, &found(), 20).is_err(), "it is no reason");
        let one = missed(8, 20).missed_identifiers[0];
        let many = AnalysisMark { missed_identifiers: vec![one; MARKED_SPANS_MAX + 1], ..wrong() };
        assert!(check(&many, &found(), 20).is_err());
    }

    #[test]
    fn what_corrected_words_show_takes_the_place_of_what_was_found_before() {
        let before = Opaque::of(&serde_json::json!({
            "crisis_level": "high", "findings": [], "identifiers": [{"span": {"start": 0, "end": 4}, "class": "name",
            "code": "phi.name", "confidence": 0.9}], "emotion": {"kept": true},
            "versions": {"crisis": "old", "identifiers": "old"},
        }));
        let found = screen("I want to kill myself.", &History::default());
        let after = analysed_anew(&before, &found);
        let read: Analysed = after.read().expect("reads");
        assert_eq!((read.level(), read.findings.is_empty()), (found.level, false));
        assert!(read.identifiers.is_empty() && read.versions.identifiers.is_none());
        assert_ne!(read.versions.crisis.as_deref(), Some("old"));
        assert!(after.expose().contains("\"kept\""), "how it sounded stays");
    }
}
