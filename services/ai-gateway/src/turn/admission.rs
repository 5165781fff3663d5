//! Whoever may refuse a turn: who sends it, what the edge found, what the message is, and the deciders. With danger in
//! the message nobody of them is waited for longer than a line may wait.

use std::sync::Arc;

use ai_gateway_api::codes;
use api::{Authentication, CallContext, Minor, Principal, Problem, Role};
use audit_trail::{EventType, Word};
use chat_history_api::TurnDecision;
use content_safety_api::{CombinedAnalysis, Level};
use decision::{Actor, Ask, Decision};

use super::{Companion, Message, is_outage, patience};

/// The longest message, in bytes.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;

/// What the deciders agreed to.
pub(crate) struct Allowed {
    /// By what, for the turn's event.
    pub(crate) decision: TurnDecision,
    /// Whether the platform may remember anything of the resident.
    pub(super) memory: bool,
    /// Whether the resident is a minor.
    pub(crate) minor: Minor,
}

/// What came of asking the deciders.
pub(super) enum Admitted {
    /// They agreed.
    Yes(Arc<Principal>, Allowed),
    /// Nobody was there to decide on the message of a resident whose token holds. With danger in it, it is kept sealed
    /// until somebody decides (ADR 0013); otherwise it is refused for this.
    Undecided(Arc<Principal>, Problem),
}

impl Companion {
    /// Who sends it, if nothing stands against it, and what the analysis found meanwhile.
    pub(super) async fn admit(
        &self,
        message: &Message,
        level: Level,
    ) -> Result<(Admitted, Option<CombinedAnalysis>), Problem> {
        let by = match &message.caller.authentication {
            Authentication::Verified(by) => by.clone(),
            Authentication::Expired(_) => return Err(Problem::new(api::codes::TOKEN_EXPIRED)),
            Authentication::Absent | Authentication::Invalid => {
                return Err(Problem::new(api::codes::UNAUTHENTICATED));
            }
        };
        if by.role != Role::Resident {
            return Err(Problem::new(api::codes::FORBIDDEN));
        }
        let allowed = async {
            if message.content.expose().trim().is_empty() {
                return Err(Problem::new(codes::EMPTY).field("content", "has no words in it"));
            }
            if message.content.len() > MESSAGE_BYTES_MAX {
                return Err(Problem::new(codes::TOO_LONG).field("content", "is at most 65536 bytes"));
            }
            if let Some(code) = &message.edge_refusal {
                return Err(edge_problem(code));
            }
            let deciding = self.allowed(&message.context, &by);
            if level == Level::None {
                return deciding.await;
            }
            tokio::time::timeout(patience::DECIDERS_IN_DANGER, deciding)
                .await
                .unwrap_or_else(|_| Err(Problem::new(api::codes::TIMED_OUT)))
        };
        let (allowed, analysis) = tokio::join!(allowed, self.analysis(message));
        match allowed {
            Ok(allowed) => Ok((Admitted::Yes(by, allowed), analysis)),
            // Whether there is danger in it may hang on where the conversation stands: a plain yes on the ladder.
            Err(problem) if is_outage(&problem) => Ok((Admitted::Undecided(by, problem), analysis)),
            Err(problem) => Err(problem),
        }
    }

    /// Relations and consent, decided now. What is denied leaves its event; what is allowed leaves it with the turn.
    pub(crate) async fn allowed(&self, context: &CallContext, by: &Principal) -> Result<Allowed, Problem> {
        let ask = Ask {
            actor: Actor::Person(by),
            patient: by.person,
            action: api::Action::Write,
            category: api::Category::ChatTranscripts,
            purpose: api::Purpose::Patient,
            edges: Vec::new(),
            author: None,
            // What is about to be said: a restriction that ended before does not bind it.
            recorded_at: Some(self.sources.now()),
        };
        let platform =
            Ask { actor: Actor::Platform(by.organization), purpose: api::Purpose::Treatment, ..ask.clone() };
        // Not remembering is no reason not to talk.
        let remember = Ask {
            action: api::Action::UseInPrompt,
            category: api::Category::RememberedFacts,
            ..platform.clone()
        };
        let decided = self.decider.decide_all(context, &[ask, platform, remember]).await;
        let decided = decided.map_err(|_| Problem::new(api::codes::UNAVAILABLE))?;
        let [own, platform, remember] =
            <[Decision; 3]>::try_from(decided).map_err(|_| Problem::new(api::codes::INTERNAL))?;
        if let Some(denied) = [&own, &platform].into_iter().find(|decision| !decision.permit) {
            self.record_denial(context, by, denied).await?;
            return Err(Problem::new(codes::NOT_AGREED));
        }
        let (minor, memory) = (own.minor, remember.permit);
        Ok(Allowed { decision: turn_decision(own), memory, minor })
    }

    async fn record_denial(
        &self,
        context: &CallContext,
        by: &Principal,
        denied: &Decision,
    ) -> Result<(), Problem> {
        let word = |text: &str| Word::parse(text).unwrap_or(Word::new("denied"));
        let event = self
            .recorder
            .event(EventType::Turn, Word::new("open"), Word::new("turn"))
            .user(by.person)
            .role(by.role)
            .organization(by.organization)
            .session(by.session)
            .request(context.request_id)
            .concerning(by.person)
            .decided(word(&denied.reason), Word::parse(&denied.policy_hash), u32::try_from(denied.epoch).ok())
            .denied(word(&denied.reason));
        self.journal.record(event).await.map_err(|_| Problem::new(api::codes::UNAVAILABLE))
    }
}

impl Admitted {
    /// Who sent it.
    pub(super) fn by(&self) -> &Principal {
        match self {
            Self::Yes(by, _) | Self::Undecided(by, _) => by,
        }
    }

    /// Why nobody decided, if nobody did.
    pub(super) const fn undecided(&self) -> Option<&Problem> {
        match self {
            Self::Yes(..) => None,
            Self::Undecided(_, problem) => Some(problem),
        }
    }

    /// What decided, for the turn's event.
    pub(super) fn decision(&self) -> Option<TurnDecision> {
        match self {
            Self::Yes(_, allowed) => Some(allowed.decision.clone()),
            Self::Undecided(..) => None,
        }
    }

    /// Whether who sent it is a minor; where nobody decided, nobody knows.
    pub(super) const fn minor(&self) -> Minor {
        match self {
            Self::Yes(_, allowed) => allowed.minor,
            Self::Undecided(..) => Minor::Unknown,
        }
    }

    /// Whether anything may be remembered; where nobody decided, nothing is.
    pub(super) const fn may_remember(&self) -> bool {
        matches!(self, Self::Yes(_, Allowed { memory: true, .. }))
    }
}

fn turn_decision(decision: Decision) -> TurnDecision {
    TurnDecision { reason: decision.reason, policy_hash: decision.policy_hash, epoch: decision.epoch }
}

/// What the edge found, as the problem it would have been.
fn edge_problem(code: &str) -> Problem {
    let known = api::codes::ALL.iter().chain(auth_rbac_codes()).find(|known| known.name() == code);
    // What this version does not know is a refusal, not an outage.
    Problem::new(known.copied().unwrap_or(api::codes::FORBIDDEN))
}

/// The one code of auth-rbac that the edge passes on.
const fn auth_rbac_codes() -> &'static [kernel::ErrorCode] {
    const SESSION_ENDED: kernel::ErrorCode =
        kernel::ErrorCode::new("auth.session_ended", kernel::ErrorKind::Unauthenticated);
    &[SESSION_ENDED]
}
