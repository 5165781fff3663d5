//! What was shown that the law wants kept: the notice that this is an AI, and help that was named. No words of anybody's.

use std::collections::BTreeSet;

use api::{Authentication, Call, CallContext, Minor, Problem, Role};
use audit_trail::FrameKind;
use chat_history_api::{
    Channel, CountReferral, NoticeReason, Referral, ReferralKind, RefusedReferral, ShownNotice,
};
use content::Digest;
use engine::{Effect, Plan, Words};
use kernel::Timestamp;
use safety_rules::Help;

use super::asking::Here;
use super::outcome::Telling;
use super::{Companion, Message, telling};

impl Companion {
    /// Refuses a message, and counts the help that went out before that.
    pub(super) fn refuse(&self, message: &Message, problem: &Problem, named: &Named, told: &Telling) {
        telling::refuse(told, problem);
        let by = match &message.caller.authentication {
            Authentication::Verified(by) | Authentication::Expired(by) => by,
            // Nobody knows whose resident that was.
            Authentication::Absent | Authentication::Invalid => return,
        };
        // Who is refused is told of by nobody.
        let shown = referral(&self.here, named, Minor::Unknown, message.received)
            .filter(|_| by.role == Role::Resident);
        if let Some(referral) = shown {
            let refused =
                RefusedReferral { turn_id: self.sources.id(), organization_id: by.organization, referral };
            // Who sends more than they may must not fill the journal, which is there for those in danger.
            let limited = message.edge_refusal.as_deref() == Some(api::codes::RATE_LIMITED.name());
            self.count(refused, !limited);
        }
    }

    /// Counts help that was named in a message that is not stored: at chat-history, or by the journal once that is back.
    pub(crate) fn count(&self, refused: RefusedReferral, journaled: bool) {
        let metrics = self.metrics.clone();
        let Ok(permit) = self.counting.clone().try_acquire_owned() else {
            return metrics.compliance("ai-gateway", "crisis_referral_uncounted");
        };
        let (chat, journal) = (self.chat.clone(), self.journal.clone());
        let context = CallContext::background(self.sources.id());
        self.tasks.run(async move {
            let _permit = permit;
            let counted = chat.call(&context, Call::<CountReferral>::body(refused.clone())).await.is_ok();
            if counted {
                return;
            }
            let kept = match serde_json::to_vec(&refused) {
                Ok(record) if journaled => journal.append(FrameKind::Crisis, record).await.is_ok(),
                _ => false,
            };
            if !kept {
                metrics.compliance("ai-gateway", "crisis_referral_uncounted");
            }
        });
    }
}

/// The kinds of help that were named so far with a message.
pub(super) type Named = BTreeSet<ReferralKind>;

/// The help that goes with a message as buttons, before anything else is known of it.
pub(super) fn named(resources: &[ai_gateway_api::Resource]) -> Named {
    resources.iter().filter_map(|resource| Help::of_resource(&resource.id)).map(kind).collect()
}

/// The same, with what a reply names in its words.
pub(super) fn named_in(plan: &Plan) -> Named {
    let fixed = plan.pieces.iter().filter_map(|piece| match &piece.words {
        Words::Fixed { id, .. } => Help::of_line(id),
        _ => None,
    });
    fixed.map(kind).collect()
}

/// What is to be counted; none where no help was named.
pub(super) fn referral(here: &Here, kinds: &Named, minor: Minor, at: Timestamp) -> Option<Referral> {
    if kinds.is_empty() {
        return None;
    }
    let library = content::library();
    Some(Referral {
        kinds: kinds.iter().copied().collect(),
        place: here.place.clone(),
        jurisdiction: library.jurisdiction(&here.place).id.clone(),
        channel: Channel::Written,
        minor,
        protocol: library.protocol_digest().to_string(),
        detection: safety_rules::RULES_VERSION.to_owned(),
        at,
    })
}

/// The notices that stand in a reply, by what the engine says it disclosed.
pub(super) fn notices(here: &Here, plan: &Plan, effects: &[Effect], at: Timestamp) -> Vec<ShownNotice> {
    let library = content::library();
    let shown = effects.iter().filter_map(|effect| match effect {
        Effect::Disclosed { reason, line } => Some((*reason, line)),
        _ => None,
    });
    shown
        .map(|(why, line)| ShownNotice {
            reason: reason(why),
            line: line.to_string(),
            // A notice has no placeholder: what is in the catalogue is what was shown.
            text: Digest::of(library.line(line, plan.language).unwrap_or_default().as_bytes()).to_string(),
            content: library.digest().to_string(),
            jurisdiction: library.jurisdiction(&here.place).id.clone(),
            at,
        })
        .collect()
}

/// Counts at once; more are told as a metric, and are not counted.
pub(crate) const COUNTING_MAX: usize = 64;

const fn kind(help: Help) -> ReferralKind {
    match help {
        Help::CrisisLine => ReferralKind::CrisisLine,
        Help::HelpLine => ReferralKind::HelpLine,
        Help::EmergencyNumber => ReferralKind::EmergencyNumber,
    }
}

const fn reason(why: engine::NoticeReason) -> NoticeReason {
    match why {
        engine::NoticeReason::Start => NoticeReason::Start,
        engine::NoticeReason::Interval => NoticeReason::Interval,
        engine::NoticeReason::Idle => NoticeReason::Idle,
        engine::NoticeReason::Asked => NoticeReason::Asked,
    }
}
