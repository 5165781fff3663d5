//! What the engine is asked with, and the help that goes with a message.

use api::Words;
use content_safety_api::{EmotionAnalysis, EmotionScore, EmotionStage, Span};
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use kernel::{ConversationId, Timestamp, TurnId};
use safety_rules::ladder::LadderState;
use safety_rules::{Place, Screening};

use engine::{Consent, Input, Profile, TimeFacts};

/// Where the residents are: whose numbers are right, and what time it is for them.
pub(crate) struct Here {
    /// The jurisdiction.
    pub(crate) place: String,
    /// The zone of their clocks.
    pub(crate) zone: TimeZone,
}

impl Here {
    /// The day there, in days since 1970.
    fn day(&self, now: Timestamp) -> u32 {
        let days = (self.civil(now).date() - date(1970, 1, 1)).get_days();
        u32::try_from(days).unwrap_or(0)
    }

    /// The hour there, 0 to 23.
    fn hour(&self, now: Timestamp) -> u8 {
        u8::try_from(self.civil(now).hour()).unwrap_or(12)
    }

    /// The minute of that hour.
    fn minute(&self, now: Timestamp) -> u8 {
        u8::try_from(self.civil(now).minute()).unwrap_or(0)
    }

    /// The instant at which clocks there show an hour, so many days after today; not before now.
    pub(super) fn at(&self, now: Timestamp, days: u8, hour: u8) -> Timestamp {
        let date = self.civil(now).date().saturating_add(jiff::Span::new().days(i64::from(days)));
        let hour = i8::try_from(hour.min(23)).unwrap_or(0);
        // An hour that the clocks leave out is the one after it.
        let zoned = date.at(hour, 0, 0, 0).to_zoned(self.zone.clone());
        zoned.map_or(now, |at| Timestamp::from_micros(at.timestamp().as_microsecond())).max(now)
    }

    fn civil(&self, now: Timestamp) -> DateTime {
        let instant =
            jiff::Timestamp::from_microsecond(now.as_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.zone.to_datetime(instant)
    }
}

/// From this share on the companion may name a feeling that weights hear. There they name a hard one on 38 of the 7,973 calm
/// English sentences that the crisis weights are made of (the lexicon before them: 31), and 86 % of hard ones are right on comments
/// that they did not see (the lexicon: 55 %).
const SURE: f32 = 0.95;

/// What of a reading of emotions the engine is given: who calls a feeling by name must be surer than who counts them.
pub(super) fn surely_heard(read: &EmotionAnalysis) -> Vec<EmotionScore> {
    let sure = |scored: &&EmotionScore| read.stage == EmotionStage::Lexicon || scored.score >= SURE;
    read.labels.iter().filter(sure).copied().collect()
}

/// The input of a turn, as far as it is known without asking anybody.
pub(super) fn input(
    here: &Here,
    turn: TurnId,
    conversation: ConversationId,
    text: Words,
    screening: Screening,
    now: Timestamp,
) -> Input {
    let text = text.into_exposed();
    let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    Input {
        turn,
        conversation,
        screening,
        emotions: Vec::new(),
        actions: Vec::new(),
        gist: None,
        action_weights: String::new(),
        // Until the analysis says which words are identifiers, all of them may be: nothing is said back.
        identifiers: if length == 0 { Vec::new() } else { vec![Span::new(0, length)] },
        text,
        profile: Profile::default(),
        time: TimeFacts {
            now,
            day: here.day(now),
            hour: here.hour(now),
            minute: Some(here.minute(now)),
            minutes_since_notice: None,
            days_since_last_use: None,
            session_minutes: 0,
            long_sessions_today: 0,
        },
        consent: Consent::default(),
        facts: Vec::new(),
        talks: Vec::new(),
        due: None,
        instrument: None,
        screener: None,
        declined: Vec::new(),
        daily_said: false,
        plan_kept: false,
        plan_offered: false,
        place: here.place.clone(),
        acknowledged: false,
        alert_waits: false,
        staff_reached: true,
    }
}

/// Help that is there now: for what the message shows, and for the danger that the conversation is about as long as it stands.
pub(super) fn resources(
    place: &str,
    screening: &Screening,
    ladder: Option<&LadderState>,
) -> Vec<ai_gateway_api::Resource> {
    safety_rules::shown(Place::parse(place), screening, ladder)
        .into_iter()
        .map(|resource| ai_gateway_api::Resource {
            id: resource.id.to_owned(),
            name: resource.name.to_owned(),
            kind: resource.kind.name().to_owned(),
            contact: resource.contact.map(str::to_owned),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use content_safety_api::EmotionLabel;

    use super::*;

    #[test]
    fn only_feelings_that_are_surely_heard_reach_the_engine() {
        let heard = |stage, scores: &[f32]| EmotionAnalysis {
            labels: scores
                .iter()
                .map(|score| EmotionScore { label: EmotionLabel::Sadness, score: *score })
                .collect(),
            basic: Vec::new(),
            valence: 0.0,
            arousal: 0.0,
            dominance: 0.0,
            stage,
        };
        assert!(surely_heard(&heard(EmotionStage::Linear, &[0.94, 0.6])).is_empty());
        assert_eq!(surely_heard(&heard(EmotionStage::Linear, &[0.96, 0.6])).len(), 1);
        // The lexicon's figures are no shares: the engine has its own limit for them.
        assert_eq!(surely_heard(&heard(EmotionStage::Lexicon, &[0.5])).len(), 1);
    }

    #[test]
    fn the_day_and_the_hour_are_those_of_the_residents_clocks() {
        let zone = TimeZone::get("America/New_York").expect("is compiled in");
        let here = Here { place: "us".to_owned(), zone };
        // 2026-11-27 02:30 in Greenwich is the evening before in New York.
        let late = Timestamp::from_micros(1_795_746_600_000_000);
        assert_eq!((here.day(late), here.hour(late)), (20_783, 21));
        let summer = Timestamp::from_micros(1_782_000_000_000_000);
        assert_eq!(here.hour(summer), 20, "with the summer's hour");
        // Tomorrow at nine there is two in the afternoon in Greenwich; what is past is now.
        assert_eq!(here.at(late, 1, 9).to_string(), "2026-11-27T14:00:00.000000Z");
        assert_eq!(here.at(late, 0, 9), late);
    }
}
