//! The legal notice that this is an AI: at the start, after the time the law names, after days away. It is put
//! before the reply; nothing is put before the fixed lines of a crisis.

use content::model::Act;

use super::plan::{Effect, NoticeReason, Piece, Words};
use super::render::line;
use super::turn::Turn;

impl Turn<'_> {
    /// Why a notice is due, if one is.
    pub(super) fn notice_due(&self) -> Option<NoticeReason> {
        let law = self.library.jurisdiction(&self.input.place);
        let time = &self.input.time;
        let idle = time.days_since_last_use.is_some_and(|days| days >= law.notice_after_idle_days);
        let profile = &self.input.profile;
        // The laws speak of who is known to be a minor; nobody's age is guessed.
        let every = if profile.minor { law.notice_every_minutes_minor } else { law.notice_every_minutes };
        match time.minutes_since_notice {
            None if idle => Some(NoticeReason::Idle),
            None if law.notice_at_start => Some(NoticeReason::Start),
            Some(minutes) if minutes >= every => Some(NoticeReason::Interval),
            _ => None,
        }
    }

    /// Puts the notice first, when one is due.
    pub(super) fn put_notice(&mut self) {
        let Some(reason) = self.notice_due() else { return };
        let pool = match reason {
            NoticeReason::Start => "notice.start",
            NoticeReason::Idle => "notice.idle",
            NoticeReason::Interval | NoticeReason::Asked => "notice.again",
        };
        let line = line(pool, 1);
        self.reasons.push(format!("notice {reason:?}"));
        self.push(Piece {
            act: Act::DiscloseAi,
            words: Words::Line(line.clone()),
            fills: Vec::new(),
            asks: false,
            notice: true,
        });
        self.effects.push(Effect::Disclosed { reason, line });
    }
}
