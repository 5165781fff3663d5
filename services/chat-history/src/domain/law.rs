//! What the law on companions asks to be kept: notices as events, counts of the help that was named, and the report of a year.

use api::{Minor, Principal};
use audit_trail::{AuditEvent, ContextKey, EventBuilder, EventType, Word};
use chat_history_api::{
    Channel, CompanionReport, HandoffCount, InternalReport, Referral, ReferralKind, RefusedReferral,
    ShownNotice, StatutoryReport,
};
use content::model::ProtocolPart;
use content_safety_api::Language;
use jiff::civil::date;
use jiff::tz::TimeZone;
use kernel::{Timestamp, TypedId};
use safety_rules::Help;
use safety_rules::ladder::LadderStep;

use super::{Domain, Refused};
use crate::store::{Counted, MessageRow};

/// Where residents are, as the law has it.
pub(crate) struct Law {
    /// The state, as it is configured.
    pub(crate) place: String,
    /// The profile that holds there.
    pub(crate) jurisdiction: &'static str,
}

impl Law {
    /// The law of a place.
    pub(crate) fn of(place: &str) -> Self {
        let place = place.to_ascii_lowercase();
        let jurisdiction = content::library().jurisdiction(&place).id.as_str();
        Self { place, jurisdiction }
    }

    /// Whether the companion may do more there than keep company and find people.
    pub(super) fn lets_more_than_company(&self) -> bool {
        content::library().jurisdiction(&self.place).therapeutic
    }
}

impl Domain {
    /// The event of a step, and one for each notice that was shown in it: they are kept together or not at all.
    pub(super) fn with_notices(
        &self,
        event: AuditEvent,
        by: &Principal,
        stands_in: &MessageRow,
        notices: &[ShownNotice],
    ) -> Vec<AuditEvent> {
        let (request, recorder) = (event.request_id, self.store.trail().recorder());
        let word = |text: &str| Word::parse(text).unwrap_or(Word::new("unsaid"));
        let mut events = vec![event];
        events.extend(notices.iter().map(|notice| {
            let shown = recorder
                .event(EventType::Notification, Word::new("show"), Word::new("ai_notice"))
                .user(by.person)
                .role(by.role)
                .organization(by.organization)
                .session(by.session)
                .concerning(by.person)
                .resource_id(stands_in.message)
                .with(ContextKey::CONVERSATION, stands_in.conversation.uuid())
                .with(ContextKey::REASON_CODE, word(notice.reason.name()))
                .with(ContextKey::JURISDICTION, word(&notice.jurisdiction))
                .with(ContextKey::LINE, word(&notice.line.replace('/', ".")))
                .with(ContextKey::TEXT, word(&notice.text))
                .with(ContextKey::CONTENT, word(&notice.content))
                .with(ContextKey::SHOWN, notice.at.as_micros());
            match request {
                Some(request) => shown.request(request).build(),
                None => shown.build(),
            }
        }));
        events
    }

    /// Help that was named, with the month that it counts for.
    pub(super) fn counted(&self, referral: Referral) -> Counted {
        let month = self.month(referral.at);
        Counted { referral, month }
    }

    /// The month of an instant, `YYYY-MM`, by the clocks of the residents.
    pub(super) fn month(&self, at: Timestamp) -> String {
        let instant =
            jiff::Timestamp::from_microsecond(at.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        instant.to_zoned(self.zone.clone()).strftime("%Y-%m").to_string()
    }

    /// The help that is named about corrected words, by its buttons and by what the companion says; none where none is.
    pub(super) fn named(
        &self,
        lines: &[safety_rules::Resource],
        said: Option<&LadderStep>,
        minor: Minor,
    ) -> Option<Counted> {
        let shown = lines.iter().filter_map(|line| Help::of_resource(line.id));
        let said = said.into_iter().flat_map(LadderStep::line_ids).filter_map(Help::of_line);
        let mut kinds: Vec<ReferralKind> = shown.chain(said).map(kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        (!kinds.is_empty()).then(|| {
            self.counted(Referral {
                kinds,
                place: self.law.place.clone(),
                jurisdiction: self.law.jurisdiction.to_owned(),
                channel: Channel::Written,
                minor,
                protocol: content::library().protocol_digest().to_string(),
                detection: safety_rules::RULES_VERSION.to_owned(),
                at: self.sources.now(),
            })
        })
    }

    /// Counts help that was named before a message was refused.
    pub(crate) async fn count_refused(&self, refused: RefusedReferral) -> Result<(), Refused> {
        let RefusedReferral { turn_id, organization_id, referral } = refused;
        let counted = self.counted(referral);
        self.store.count_refused(turn_id, organization_id, &counted, self.sources.now()).await?;
        Ok(())
    }

    /// What an organisation reports for a year.
    pub(crate) async fn companion_report(
        &self,
        by: &Principal,
        year: u16,
        event: EventBuilder,
    ) -> Result<CompanionReport, Refused> {
        let bounds = year_of(year, &self.zone).ok_or(Refused::Year)?;
        let (first, last) = (format!("{year}-01"), format!("{year}-12"));
        let (organization, months) = (by.organization, (first.as_str(), last.as_str()));
        let protocol = content::library().protocol();
        let referral_notices = self.store.crisis_lines(organization, months).await?;
        let referrals = self.store.referral_counts(organization, months).await?;
        let handoffs = self.store.handoffs(organization, months).await?;
        let time_to_human = self.store.time_to_human(organization, bounds).await?;
        self.store.trail().read(event).await?;
        Ok(CompanionReport {
            year,
            statutory: StatutoryReport {
                referral_notices,
                detection_protocol: protocol.part(ProtocolPart::Detection, Language::En).to_vec(),
                response_protocol: protocol.part(ProtocolPart::Response, Language::En).to_vec(),
            },
            internal: InternalReport {
                marked: "internal".to_owned(),
                protocol: content::library().protocol_digest().to_string(),
                referrals,
                handoffs: handoffs.into_iter().map(|(month, count)| HandoffCount { month, count }).collect(),
                time_to_human,
            },
        })
    }
}

const fn kind(help: Help) -> ReferralKind {
    match help {
        Help::CrisisLine => ReferralKind::CrisisLine,
        Help::HelpLine => ReferralKind::HelpLine,
        Help::EmergencyNumber => ReferralKind::EmergencyNumber,
    }
}

/// The first instant of a year, and that of the next; none for a year that nothing was counted in.
fn year_of(year: u16, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
    let begins = |year: u16| {
        let midnight = date(i16::try_from(year).ok()?, 1, 1).at(0, 0, 0, 0);
        let instant = midnight.to_zoned(zone.clone()).ok()?.timestamp();
        Some(Timestamp::from_micros(instant.as_microsecond()))
    };
    if !(2_000..2_200).contains(&year) {
        return None;
    }
    Some((begins(year)?, begins(year + 1)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_begins_where_the_residents_are() {
        let zone = TimeZone::get("America/New_York").expect("is compiled in");
        let (first, next) = year_of(2026, &zone).expect("a year");
        assert_eq!(first.to_string(), "2026-01-01T05:00:00.000000Z");
        assert_eq!(next.to_string(), "2027-01-01T05:00:00.000000Z");
        for year in [0, 1999, 2200, u16::MAX] {
            assert!(year_of(year, &zone).is_none(), "{year}");
        }
    }
}
