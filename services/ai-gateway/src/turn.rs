//! One turn, in the order of DESIGN §1. The order is the safety: rules first, then whoever may refuse, then the
//! store, then the words.

mod asking;
mod outcome;
mod saved;
mod telling;

use std::sync::Arc;
use std::time::Duration;

use ai_gateway_api::{BegunConversation, codes};
use api::{Authentication, Call, CallContext, Caller, Client, Opaque, Principal, Problem, Role, Words};
use audit_trail::Journal;
use chassis::{Metrics, Tasks};
use chat_history_api::{
    ByConversation, Delivery, NewConversation, OpenConversation, OpenTurn, OpenedTurn, ReadState,
    TurnOpening, TurnState,
};
use content_safety_api::{AnalyzeCombined, CombinedAnalysis, Language, Level, TextToReadWhole};
use decision::{Actor, Ask, Decider};
use kernel::{ConversationId, MessageId, Sources, TurnId};
use safety_rules::{History, Screening, screen};

use crate::engine;

use self::asking::{input, resources};
use self::outcome::Telling;
pub(crate) use self::outcome::{Told, collect};
use self::saved::Saved;

/// The state is read within this, or a crisis starts its ladder at the top (DESIGN §1).
const STATE_MAX: Duration = Duration::from_millis(150);
/// The full analysis is read within this, or the turn goes on without saying any of the message back.
const ANALYSIS_MAX: Duration = Duration::from_millis(300);
/// The longest message, in bytes.
const MESSAGE_BYTES_MAX: usize = 64 * 1024;
/// How often a turn is computed again because the conversation went on meanwhile.
const RETRIES: u32 = 2;

/// The companion over what it needs.
pub(crate) struct Companion {
    pub(crate) place: String,
    pub(crate) chat: Client,
    pub(crate) safety: Client,
    pub(crate) decider: Decider,
    pub(crate) journal: Journal,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) sources: Sources,
    pub(crate) tasks: Tasks,
}

/// A message that came in.
pub(crate) struct Message {
    pub(crate) conversation: ConversationId,
    pub(crate) content: Words,
    pub(crate) caller: Caller,
    pub(crate) context: CallContext,
    pub(crate) edge_refusal: Option<String>,
    pub(crate) received: kernel::Timestamp,
}

/// A turn that was computed and is about to be stored.
struct Computed {
    opening: TurnOpening,
    key: String,
    decided: Decided,
}

/// What the engine decided.
struct Decided {
    saved: Saved,
    plan: engine::Plan,
    record: Opaque,
    reply: String,
}

impl Companion {
    pub(crate) fn now(&self) -> kernel::Timestamp {
        self.sources.now()
    }

    /// Begins a conversation: greeting, and the notice that this is an AI.
    pub(crate) async fn begin(
        &self,
        context: &CallContext,
        by: &Principal,
        language: Option<Language>,
    ) -> Result<BegunConversation, Problem> {
        self.allowed(context, by).await?;
        let last = self.last_use(context).await?;
        let now = self.sources.now();
        let id: TurnId = self.sources.id();
        let conversation: ConversationId = self.sources.id();
        let screening = screen("", &History::default());
        let mut input = input(&self.place, id, conversation, Words::default(), screening, now);
        input.profile.language = language;
        input.time.days_since_last_use = last.map(|at| days(now.since(at)));
        let (state, plan, effects) = engine::open(&input, content::library());
        let saved = Saved::begun(state, &effects, now);
        let greeting = Words::new(engine::render(&plan, content::library()));
        let new = NewConversation {
            language: plan.language,
            greeting: greeting.clone(),
            engine_state: saved.to_json(),
        };
        let opened = self.chat.call(context, Call::<OpenConversation>::body(new)).await?;
        Ok(BegunConversation { id: opened.conversation_id, greeting })
    }

    /// When the resident last said something, in any conversation.
    async fn last_use(&self, context: &CallContext) -> Result<Option<kernel::Timestamp>, Problem> {
        let limit = kernel::PageLimit::try_from(1).map_err(|_| Problem::new(api::codes::INTERNAL))?;
        let query = chat_history_api::Paging { patient_id: None, after: None, limit: Some(limit) };
        let page = self.chat.call(context, Call::<chat_history_api::ListConversations>::query(query)).await?;
        Ok(page.items.first().map(|conversation| conversation.last_active_at))
    }

    /// Answers a message. What is told goes to `told`; whoever reads it may go away at any time.
    pub(crate) async fn answer(self: Arc<Self>, message: Message, told: Telling) {
        // 1. The rules, in process, with no I/O: nothing has been asked of anybody yet.
        let first = screen(message.content.expose(), &History::default());
        self.tell_safety(&told, &first);
        if first.level.needs_human() {
            self.metrics.compliance("ai-gateway", "crisis_referral_shown");
        }
        // 2. Whoever may refuse. A refusal ends the turn; the help lines are out already.
        let (by, undecided) = match (self.admit(&message).await, &message.caller.authentication) {
            (Ok(by), _) => (by, None),
            // Nobody was there to decide. With danger in it the store is asked before it is refused: when that is
            // gone too, no part of the platform is left to help, and this one must (ADR 0006).
            (Err(problem), Authentication::Verified(by))
                if is_outage(&problem) && first.level > Level::None && by.role == Role::Resident =>
            {
                (by.clone(), Some(problem))
            }
            (Err(problem), _) => return telling::refuse(&told, &problem),
        };
        // 3. Where the conversation stands, or the top of the ladder.
        let ids = (self.sources.id::<TurnId>(), self.sources.id::<MessageId>());
        let key = message.context.idempotency_key.clone().unwrap_or_else(|| ids.0.to_string());
        let analysis = self.analysis(&message).await;
        for attempt in 0..=RETRIES {
            let state = self.state(&message).await;
            if let Err(problem) = &state
                && (!is_outage(problem) || first.level == Level::None)
            {
                return telling::refuse(&told, problem);
            }
            if let (Some(problem), Ok(_)) = (&undecided, &state) {
                return telling::refuse(&told, problem);
            }
            let state = state.ok();
            let history = state.as_ref().map(|state| Saved::of(state).history()).unwrap_or_default();
            let screening = screen(message.content.expose(), &history);
            if screening.level > first.level {
                self.tell_safety(&told, &screening);
            }
            let computed = self.compute(&message, state.as_ref(), analysis.as_ref(), screening, ids, &key);
            // 4. Stored in one atomic step, or in a crisis written down.
            if undecided.is_some() {
                return self.without_store(&message, &by, computed, &told).await;
            }
            match self.store(&message, &computed).await {
                Ok(opened) => return self.reply(&message, computed, opened, &told).await,
                Err(problem) if problem.is(chat_history_api::codes::VERSION) && attempt < RETRIES => {}
                Err(problem) if is_outage(&problem) && computed.opening.level > Level::None => {
                    return self.without_store(&message, &by, computed, &told).await;
                }
                Err(problem) => return telling::refuse(&told, &problem),
            }
        }
    }

    /// Who sends it, if nothing stands against it.
    async fn admit(&self, message: &Message) -> Result<Arc<Principal>, Problem> {
        let bytes = message.content.len();
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
        if let Some(code) = &message.edge_refusal {
            return Err(edge_problem(code));
        }
        if message.content.expose().trim().is_empty() {
            return Err(Problem::new(codes::EMPTY).field("content", "has no words in it"));
        }
        if bytes > MESSAGE_BYTES_MAX {
            return Err(Problem::new(codes::TOO_LONG).field("content", "is at most 65536 bytes"));
        }
        self.allowed(&message.context, &by).await?;
        Ok(by)
    }

    /// Relations and consent, decided now.
    async fn allowed(&self, context: &CallContext, by: &Principal) -> Result<(), Problem> {
        let ask = Ask {
            actor: Actor::Person(by),
            patient: by.person,
            action: api::Action::Write,
            category: api::Category::ChatTranscripts,
            purpose: api::Purpose::Patient,
            edges: Vec::new(),
            author: None,
        };
        let platform =
            Ask { actor: Actor::Platform(by.organization), purpose: api::Purpose::Treatment, ..ask.clone() };
        let decided = self.decider.decide_all(context, &[ask, platform]).await;
        let decided = decided.map_err(|_| Problem::new(api::codes::UNAVAILABLE))?;
        if decided.iter().all(|decision| decision.permit) {
            Ok(())
        } else {
            Err(Problem::new(codes::NOT_AGREED))
        }
    }

    /// Identifiers and emotion. Without an answer the turn goes on: danger was looked for already, and no word of
    /// the message is said back.
    async fn analysis(&self, message: &Message) -> Option<CombinedAnalysis> {
        let text = TextToReadWhole { text: message.content.clone(), ..TextToReadWhole::default() };
        let context = message.context.clone().as_service();
        let asked = self.safety.call(&context, Call::<AnalyzeCombined>::body(text));
        tokio::time::timeout(ANALYSIS_MAX, asked).await.ok().and_then(Result::ok)
    }

    async fn state(&self, message: &Message) -> Result<TurnState, Problem> {
        let path = ByConversation { conversation_id: message.conversation };
        let asked = self.chat.call(&message.context, Call::<ReadState>::path(path));
        tokio::time::timeout(STATE_MAX, asked)
            .await
            .unwrap_or_else(|_| Err(Problem::new(api::codes::TIMED_OUT)))
    }

    fn compute(
        &self,
        message: &Message,
        state: Option<&TurnState>,
        analysis: Option<&CombinedAnalysis>,
        screening: Screening,
        (turn, id): (TurnId, MessageId),
        key: &str,
    ) -> Computed {
        let received = message.received;
        let saved = state.map(Saved::of);
        let mut input = input(
            &self.place,
            turn,
            message.conversation,
            message.content.clone(),
            screening.clone(),
            received,
        );
        if let Some(saved) = &saved {
            input.time.minutes_since_notice = saved.minutes_since_notice(received);
            input.time.session_minutes = saved.session_minutes(received);
        }
        if let Some(analysis) = analysis {
            input.identifiers = analysis.safety.identifiers.iter().map(|found| found.span).collect();
            input.emotions = analysis.emotion.as_ref().map(|read| read.labels.clone()).unwrap_or_default();
        }
        let before = saved.as_ref().and_then(Saved::engine);
        let outcome = engine::turn(before, &input, content::library());
        let record = engine::TurnRecord::of(before, &input, content::library(), &outcome);
        let (after, plan, effects) = outcome;
        let reply = engine::render(&plan, content::library());
        let alert = asking::alert(&screening, &effects);
        let language = screening.language.unwrap_or(plan.language);
        let opening = TurnOpening {
            turn_id: turn,
            message_id: id,
            expected_version: state.map(|state| state.version),
            content: message.content.clone(),
            language,
            level: screening.level,
            conversation_level: Some(after.level.level)
                .filter(|level| state.is_none_or(|state| *level > state.level)),
            categories: screening.categories.clone(),
            analysis: match analysis {
                Some(analysis) => Opaque::of(analysis),
                None => Opaque::of(&screening),
            },
            received_at: received,
            alert,
        };
        let history = screening.history;
        let saved = Saved::next(saved.as_ref(), after, history, &effects, received);
        let record = Opaque::of(&record);
        Computed { opening, key: key.to_owned(), decided: Decided { saved, plan, record, reply } }
    }

    async fn store(&self, message: &Message, computed: &Computed) -> Result<OpenedTurn, Problem> {
        let path = ByConversation { conversation_id: message.conversation };
        let context = message.context.clone().idempotency_key(&computed.key);
        let call = Call::<OpenTurn>::path_and_body(path, computed.opening.clone());
        self.chat.call(&context, call).await
    }

    /// A crisis with the store down: the message is written down, sealed, and the fixed lines are said.
    async fn without_store(&self, message: &Message, by: &Principal, computed: Computed, told: &Telling) {
        let Computed { opening, key, decided } = computed;
        let id = opening.message_id;
        let delivery = Delivery {
            patient_id: by.person,
            organization_id: by.organization,
            session_id: by.session,
            conversation_id: message.conversation,
            idempotency_key: key,
            closing: Some(self.closing(&decided, chat_history_api::Ending::Complete)),
            opening,
        };
        let kept = match serde_json::to_vec(&delivery) {
            Ok(record) => self.journal.append(audit_trail::FrameKind::Crisis, record).await.is_ok(),
            Err(_) => false,
        };
        if kept {
            telling::accepted(told, id, false);
        } else {
            tracing::error!("a crisis message could be neither stored nor journaled");
        }
        self.metrics.compliance("ai-gateway", "crisis_answered_without_store");
        self.tell_reply(told, &decided);
        telling::done(told, &decided, None, chat_history_api::Ending::Complete);
    }
}

/// What the edge found, as the problem it would have been.
fn edge_problem(code: &str) -> Problem {
    let known = api::codes::ALL.iter().chain(auth_rbac_codes()).find(|known| known.name() == code);
    Problem::new(known.copied().unwrap_or(api::codes::UNAVAILABLE))
}

/// The one code of auth-rbac that the edge passes on.
const fn auth_rbac_codes() -> &'static [kernel::ErrorCode] {
    const SESSION_ENDED: kernel::ErrorCode =
        kernel::ErrorCode::new("auth.session_ended", kernel::ErrorKind::Unauthenticated);
    &[SESSION_ENDED]
}

/// Whether a peer did not answer, rather than refused.
fn is_outage(problem: &Problem) -> bool {
    problem.status >= 500
}

fn days(since: Duration) -> u16 {
    u16::try_from(since.as_secs() / 86_400).unwrap_or(u16::MAX)
}
