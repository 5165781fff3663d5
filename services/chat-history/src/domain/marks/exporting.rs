//! Marks as a data set without identifiers: only of residents who allow that use, and only what no identifier remains in.

use std::collections::HashMap;
use std::str::FromStr;

use api::{Action, CallContext, Category, Principal, Purpose};
use audit_trail::{ContextKey, EventBuilder};
use chat_history_api::{
    EXPORT_DAYS_MAX, EXPORT_PURPOSES, LeftOut, MarkedRow, MarkedRows, MarksQuery, MissedIdentifier,
};
use decision::{Actor, Ask};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use kernel::{ConversationId, Cursor, OrganizationId, Page, PersonId, Timestamp};
use vault::PatientKey;

use super::super::sealing::{open_mark, open_message};
use super::super::{Domain, Refused};
use super::row::{Source, row};
use super::{Analysed, SealedMark};
use crate::store::{ConversationRow, MarkRow, Marked, MessageRow};

/// So many messages before a marked one are read with it: a number may be spread over them.
const BEFORE: i64 = 4;
/// The most people whose marks on one message are looked at for what was overlooked in it.
const OTHERS_MAX: i64 = 100;

/// A mark with what it is on.
struct OnMessage {
    mark: MarkRow,
    message: MessageRow,
    conversation: ConversationRow,
}

impl Domain {
    /// A page of the data set. What cannot be decided on now is an error: nothing of anybody goes out.
    pub(crate) async fn export_marks(
        &self,
        context: &CallContext,
        by: &Principal,
        query: &MarksQuery,
        purpose: Purpose,
        named: impl Fn() -> EventBuilder,
    ) -> Result<MarkedRows, Refused> {
        if !EXPORT_PURPOSES.contains(&purpose) {
            return Err(Refused::ExportPurpose);
        }
        let bounds = days(&query.from, &query.to, &self.zone).ok_or(Refused::ExportDays)?;
        let limit = query.limit.unwrap_or_default();
        let after = match &query.after {
            Some(cursor) => cursor.place().parse().map_err(|_| Refused::ExportDays)?,
            None => 0,
        };
        let rows = self.store.marks(&Marked { organization: by.organization, bounds, after, limit }).await?;
        let page = Page::from_rows(rows, limit, |row| Cursor::new(row.place));
        let marked = self.on_messages(page.items, by.organization).await?;
        let allowed = self.consented(context, by.organization, &marked, purpose).await?;
        let (mut rows, mut left_out) = (Vec::new(), LeftOut::default());
        let mut of: Vec<PersonId> = Vec::new();
        for one in &marked {
            if !allowed.get(&one.conversation.conversation).copied().unwrap_or_default() {
                left_out.not_allowed += 1;
                continue;
            }
            match self.exported(one).await? {
                Ok(row) => {
                    rows.push(row);
                    if !of.contains(&one.conversation.patient) {
                        of.push(one.conversation.patient);
                    }
                }
                Err(why) => left_out += why,
            }
        }
        // Their names are random: this order says nothing of the one in which they were said or marked.
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let whole = named().with(ContextKey::COUNT, i64::from(count));
        let each = of.into_iter().map(|patient| named().phi_of(patient, Category::ChatTranscripts));
        self.store.trail().read_all(std::iter::once(whole).chain(each).map(Into::into).collect()).await?;
        Ok(MarkedRows { rows, left_out, next: page.next })
    }

    /// The messages that marks are on. What was destroyed meanwhile is no more there.
    async fn on_messages(
        &self,
        marks: Vec<MarkRow>,
        organization: OrganizationId,
    ) -> Result<Vec<OnMessage>, Refused> {
        let mut found = Vec::with_capacity(marks.len());
        let mut known: HashMap<ConversationId, ConversationRow> = HashMap::new();
        for mark in marks {
            let Some(message) = self.store.message(mark.message).await? else { continue };
            let conversation = match known.get(&message.conversation) {
                Some(row) => row.clone(),
                None => {
                    let Some(row) = self.store.conversation(message.conversation).await? else { continue };
                    known.insert(row.conversation, row.clone());
                    row
                }
            };
            if conversation.organization == organization {
                found.push(OnMessage { mark, message, conversation });
            }
        }
        Ok(found)
    }

    /// Of which conversations the resident allows the export for a purpose. The platform asks: the officer reads nothing of
    /// it, and what goes out says of nobody whose it is.
    async fn consented(
        &self,
        context: &CallContext,
        organization: OrganizationId,
        marked: &[OnMessage],
        purpose: Purpose,
    ) -> Result<HashMap<ConversationId, bool>, Refused> {
        let mut asked: Vec<&ConversationRow> = Vec::new();
        for one in marked {
            if !asked.iter().any(|row| row.conversation == one.conversation.conversation) {
                asked.push(&one.conversation);
            }
        }
        let asks: Vec<Ask<'_>> = asked
            .iter()
            .map(|row| Ask {
                actor: Actor::Platform(organization),
                patient: row.patient,
                action: Action::Export,
                category: Category::ChatTranscripts,
                purpose,
                edges: Vec::new(),
                author: None,
                recorded_at: Some(row.started_at),
            })
            .collect();
        let mut allowed = HashMap::with_capacity(asked.len());
        for (rows, asks) in asked.chunks(decision::ASKS_MAX).zip(asks.chunks(decision::ASKS_MAX)) {
            let decisions = self.decider.decide_all(context, asks).await?;
            allowed.extend(
                rows.iter().zip(decisions).map(|(row, decision)| (row.conversation, decision.permit)),
            );
        }
        Ok(allowed)
    }

    /// One mark as a row, or why it is none.
    async fn exported(&self, one: &OnMessage) -> Result<Result<MarkedRow, LeftOut>, Refused> {
        let OnMessage { mark, message, conversation } = one;
        let patient = conversation.patient;
        // Whose key was destroyed has taken everything back.
        let key = match message.after.redacted_at {
            None => self.vault.find_key(patient).await?,
            Some(_) => None,
        };
        let Some(key) = key else { return Ok(Err(LeftOut { taken_back: 1, ..LeftOut::default() })) };
        if message.after.edited_at.is_some_and(|at| at > mark.at) {
            return Ok(Err(LeftOut { corrected: 1, ..LeftOut::default() }));
        }
        let sealed = open_message(&key, patient, message)?;
        let opened = open_mark(&key, patient, mark)?;
        let missed = self.overlooked(&key, patient, message).await?;
        let (before, after) = self.said_around(&key, patient, message).await?;
        let source = Source {
            text: sealed.content.expose(),
            before: &before,
            after: after.as_deref(),
            language: sealed.language,
            found: &Analysed::of(&sealed),
            mark: &opened,
            role: mark.role,
            missed: &missed,
        };
        let made = row(&source, self.sources.bytes(), self.this_year());
        Ok(made.ok_or(LeftOut { identifiers: 1, ..LeftOut::default() }))
    }

    /// What anybody says was overlooked in the words as they stand.
    async fn overlooked(
        &self,
        key: &PatientKey,
        patient: PersonId,
        message: &MessageRow,
    ) -> Result<Vec<MissedIdentifier>, Refused> {
        let mut all = Vec::new();
        for stored in self.store.marks_on(message.message, OTHERS_MAX).await? {
            if message.after.edited_at.is_some_and(|at| at > stored.at) {
                continue;
            }
            let SealedMark { mark, .. } = open_mark(key, patient, &stored)?;
            all.extend(mark.missed_identifiers);
        }
        Ok(all)
    }

    /// What the resident said before a message, oldest first, and after it.
    async fn said_around(
        &self,
        key: &PatientKey,
        patient: PersonId,
        message: &MessageRow,
    ) -> Result<(Vec<String>, Option<String>), Refused> {
        let beside = async |before, most| {
            let rows = self.store.said_beside(message.conversation, message.place, (before, most)).await?;
            // What was taken back says nothing more. What cannot be read is an error: an identifier may begin in it, and
            // go on in the words that would go out.
            let stand = rows.iter().filter(|row| row.after.redacted_at.is_none());
            let said = stand.map(|row| open_message(key, patient, row));
            said.map(|sealed| Ok(sealed?.content.expose().to_owned()))
                .collect::<Result<Vec<String>, Refused>>()
        };
        let mut before = beside(true, BEFORE).await?;
        before.reverse();
        Ok((before, beside(false, 1).await?.pop()))
    }

    fn this_year(&self) -> i16 {
        let instant = jiff::Timestamp::from_microsecond(self.sources.now().as_micros()).unwrap_or_default();
        instant.to_zoned(self.zone.clone()).year()
    }
}

/// The first moment of a day and the first after another; `None` when they are no days, in no order, or too far apart.
fn days(from: &str, to: &str, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let (from, to) = (Date::from_str(from).ok()?, Date::from_str(to).ok()?);
    let next = to.tomorrow().ok()?;
    let length = from.until(next).ok()?.get_days();
    if !(1..=i32::from(EXPORT_DAYS_MAX)).contains(&length) {
        return None;
    }
    let begins = |day: Date| {
        let instant = day.to_zoned(zone.clone()).ok()?.timestamp();
        Some(Timestamp::from_micros(instant.as_microsecond()))
    };
    Some((begins(from)?, begins(next)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_residents_and_no_more_than_a_year() {
        let zone = TimeZone::get("America/New_York").expect("is compiled in");
        let (first, end) = days("2026-11-26", "2026-11-26", &zone).expect("a day");
        assert_eq!(first.to_string(), "2026-11-26T05:00:00.000000Z");
        assert_eq!(end.to_string(), "2026-11-27T05:00:00.000000Z");
        assert!(days("2025-11-27", "2026-11-27", &zone).is_some());
        for (from, to) in [
            ("2025-11-25", "2026-11-27"),
            ("2026-11-27", "2026-11-26"),
            ("soon", "2026-11-27"),
            ("2026-11-26", ""),
        ] {
            assert!(days(from, to, &zone).is_none(), "{from} to {to}");
        }
    }
}
