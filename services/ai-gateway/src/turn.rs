//! One turn, in the order of DESIGN §1. The order is the safety: rules first, then whoever may refuse, then the
//! store, then the words.
//!
//! `shown` is what the law wants kept of it, `admission` is who may refuse, `asking` what the engine is asked with, `kept` what is kept of the resident, `keeping` the two steps at the store and
//! what stands in for them, `telling` what goes out, `effects` what becomes of what the engine orders, `patience` how
//! long anything may take.

mod admission;
mod analysed;
mod asking;
mod effects;
mod findings;
mod keeping;
mod kept;
mod outcome;
mod patience;
mod saved;
mod shown;
mod telling;
mod undelivered;

use std::sync::Arc;
use std::time::Duration;

use ai_gateway_api::BegunConversation;
use api::{Call, CallContext, Caller, Client, Minor, Opaque, Principal, Problem, Words};
use audit_trail::{Journal, Recorder};
use chassis::{Metrics, Tasks};
use chat_history_api::{
    ByConversation, CompanionChange, NewConversation, OpenConversation, ReadKnown, ReadState, ReferralKind,
    ShownNotice, TurnDecision, TurnOpening, TurnState,
};
use content_safety_api::{AnalyzeCombined, CombinedAnalysis, Language, Level, TextToReadWhole};
use decision::Decider;
use engine::Input;
use instruments::Pack;
use kernel::{ConversationId, MessageId, Sources, TurnId};
use safety_rules::{History, Screening, screen};
use tokio::sync::Semaphore;

use self::admission::Admitted;
use self::asking::{input, surely_heard};
use self::keeping::Waits;
use self::outcome::Telling;
use self::saved::Saved;
use self::shown::Named;

pub(crate) use self::asking::Here;
pub(crate) use self::keeping::{Journaled, Record};
pub(crate) use self::outcome::{Told, collect};
pub(crate) use self::shown::COUNTING_MAX;
pub(crate) use self::undelivered::Undelivered;

/// The companion over what it needs.
pub(crate) struct Companion {
    pub(crate) here: Here,
    pub(crate) chat: Client,
    pub(crate) safety: Client,
    pub(crate) decider: Decider,
    pub(crate) journal: Journal,
    pub(crate) recorder: Recorder,
    pub(crate) undelivered: Undelivered,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) sources: Sources,
    pub(crate) tasks: Tasks,
    /// Counts of help that was named before a refusal, at once: a flood of refused messages is no flood of writes.
    pub(crate) counting: Arc<Semaphore>,
    /// The questionnaires whose words are installed.
    pub(crate) packs: Vec<Pack>,
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

impl Computed {
    /// Whether somebody may be in danger: by the words, by an answer on the ladder, or because the ladder leads.
    fn is_danger(&self) -> bool {
        self.opening.level > Level::None
            || self.opening.alert.is_some()
            || self.decided.plan.route == engine::Route::Crisis
    }
}

/// What the engine decided.
struct Decided {
    saved: Saved,
    plan: engine::Plan,
    record: Opaque,
    reply: String,
    /// What it changes of what is kept of the resident.
    changes: Vec<CompanionChange>,
    /// The level of the conversation after the turn.
    level: Level,
    /// Whether a person of the staff writes in the conversation: then nothing of this is said.
    silent: bool,
    /// The notices that stand in it.
    notices: Vec<ShownNotice>,
    /// When the notice was last given before it, for a reply that does not go out.
    noticed_before: Option<kernel::Timestamp>,
}

/// What a turn is computed from, beside the message.
struct Grounds<'a> {
    screening: Screening,
    state: Option<&'a TurnState>,
    saved: Option<Saved>,
    analysis: Option<&'a CombinedAnalysis>,
    decision: Option<TurnDecision>,
    may_remember: bool,
    /// Whether who sent it is a minor.
    minor: Minor,
    ids: (TurnId, MessageId),
    key: &'a str,
    /// The help that went out with the message already.
    named: &'a Named,
}

/// Whether an alert of this turn reaches anybody now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StaffReached {
    Yes,
    No,
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
        let allowed = self.allowed(context, by).await?;
        let last = self.last_use(context).await?;
        let known = self.chat.call(context, Call::<ReadKnown>::default()).await?;
        let now = self.sources.now();
        let id: TurnId = self.sources.id();
        let conversation: ConversationId = self.sources.id();
        let screening = screen("", &History::default());
        let mut input = input(&self.here, id, conversation, Words::default(), screening, now);
        input.profile.language = language;
        input.profile.minor = allowed.minor == Minor::Yes;
        input.time.days_since_last_use = last.map(|at| days(now.since(at)));
        kept::inform(&mut input, &known, allowed.memory, &self.packs);
        staff_beside(&mut input, &known);
        let (state, plan, effects) = engine::open(&input, content::library());
        let saved = Saved::begun(state, &effects, now);
        let greeting = Words::new(self.words(&plan, &input));
        let new = NewConversation {
            language: plan.language,
            greeting: greeting.clone(),
            engine_state: saved.to_json(),
            plan: telling::summary(&plan),
            changes: kept::changes(&effects, &self.here, &input),
            notices: shown::notices(&self.here, &plan, &effects, now),
        };
        let opened = self.chat.call(context, Call::<OpenConversation>::body(new)).await?;
        Ok(BegunConversation { id: opened.conversation_id, greeting, choices: plan.choices })
    }

    /// When the resident last said something, in any conversation.
    async fn last_use(&self, context: &CallContext) -> Result<Option<kernel::Timestamp>, Problem> {
        const LAST: kernel::PageLimit = kernel::PageLimit::of(1);
        let query = chat_history_api::Paging { patient_id: None, after: None, limit: Some(LAST) };
        let page = self.chat.call(context, Call::<chat_history_api::ListConversations>::query(query)).await?;
        Ok(page.items.first().map(|conversation| conversation.last_active_at))
    }

    /// Answers a message. What is told goes to `told`; whoever reads it may go away at any time.
    pub(crate) async fn answer(self: Arc<Self>, message: Message, told: Telling) {
        // 1. The rules, in process, with no I/O: nothing has been asked of anybody yet.
        let first = screen(message.content.expose(), &History::default());
        let named = self.tell_safety(&told, &first, None);
        if named.contains(&ReferralKind::CrisisLine) {
            self.metrics.compliance("ai-gateway", "crisis_referral_shown");
        }
        // 2. Whoever may refuse. A refusal ends the turn; the help lines are out already.
        let (admitted, analysis) = match self.admit(&message, first.level).await {
            Ok(admitted) => admitted,
            Err(problem) => return self.refuse(&message, &problem, &named, &told),
        };
        self.take(&message, (first.level, named), &admitted, analysis.as_ref(), &told).await;
    }

    /// The turn of a message that nobody refused.
    async fn take(
        &self,
        message: &Message,
        (mut shown, mut named): (Level, Named),
        admitted: &Admitted,
        analysis: Option<&CombinedAnalysis>,
        told: &Telling,
    ) {
        let ids = (self.sources.id::<TurnId>(), self.sources.id::<MessageId>());
        let mut key = message.context.idempotency_key.clone().unwrap_or_else(|| ids.0.to_string());
        for attempt in 0..=patience::RETRIES {
            // 3. Where the conversation stands, or the top of the ladder.
            let state = self.state(message).await;
            if let Some(problem) = state.as_ref().err().filter(|problem| !is_outage(problem)) {
                return self.refuse(message, problem, &named, told);
            }
            let known = state.as_ref().ok();
            let saved = self.saved(message, known);
            let screening = self.heard(message, (saved.as_ref(), analysis), (&mut shown, &mut named), told);
            let (named, decision, may_remember) = (&named, admitted.decision(), admitted.may_remember());
            let analysis = analysis.map(|analysis| whole(analysis, saved.as_ref(), message));
            let grounds = Grounds {
                screening,
                state: known,
                saved,
                analysis: analysis.as_ref(),
                decision,
                may_remember,
                minor: admitted.minor(),
                ids,
                key: &key,
                named,
            };
            if let Some(undecided) = admitted.undecided() {
                return self.undecided(message, (admitted.by(), undecided), &grounds, told).await;
            }
            let mut computed = self.compute(message, &grounds, StaffReached::Yes);
            let last = attempt == patience::RETRIES;
            let problem = match (&state, computed.is_danger()) {
                (Err(problem), false) => return self.refuse(message, problem, named, told),
                (_, danger) => {
                    if danger && last {
                        // It goes on so fast that it is never met: a danger is kept wherever it stands by then.
                        computed.opening.expected_version = None;
                    }
                    // 4. Stored in one atomic step, or in danger written down.
                    match self.store(message, &computed).await {
                        Ok(opened) => return self.reply(message, computed, opened, told).await,
                        Err(problem) => problem,
                    }
                }
            };
            if problem.is(chat_history_api::codes::VERSION) && !last {
                continue;
            }
            if !computed.is_danger() {
                return self.refuse(message, &problem, named, told);
            }
            if problem.is(chat_history_api::codes::KEY_REUSED) && !last {
                // Two messages under one key are a mistake of the client's, and no reason to lose the second.
                key = ids.0.to_string();
                continue;
            }
            if is_outage(&problem) {
                let computed = self.compute(message, &grounds, StaffReached::No);
                return self.write_down(message, admitted.by(), computed, Waits::Store, told).await;
            }
            return self.stored_already(message, &computed, &problem, told);
        }
    }

    /// A message that nobody was there to decide on: with danger in it it is written down, otherwise refused.
    async fn undecided(
        &self,
        message: &Message,
        (by, problem): (&Principal, &Problem),
        grounds: &Grounds<'_>,
        told: &Telling,
    ) {
        let computed = self.compute(message, grounds, StaffReached::No);
        if computed.is_danger() {
            self.write_down(message, by, computed, Waits::Decision, told).await;
        } else {
            self.refuse(message, problem, grounds.named, told);
        }
    }

    /// What the rules hear in a message after all that was said before it, and an encoder beside them, where the analysis had
    /// one (ADR 17). What is graver than was told is told, with its help; and so is the help for a danger that stands.
    fn heard(
        &self,
        message: &Message,
        (saved, analysis): (Option<&Saved>, Option<&CombinedAnalysis>),
        (shown, named): (&mut Level, &mut Named),
        told: &Telling,
    ) -> Screening {
        let history = saved.map(Saved::history).unwrap_or_default();
        let later = analysis.map_or(&[][..], |analysis| &analysis.safety.findings);
        let screening = screen(message.content.expose(), &history).raised(later);
        let engine = saved.and_then(Saved::engine);
        let ladder = engine.and_then(|state| state.ladder.as_ref()).filter(|ladder| ladder.is_open());
        if screening.level > *shown {
            *shown = screening.level;
            named.extend(self.tell_safety(told, &screening, ladder));
        } else if ladder.is_some() && *shown == Level::None {
            // Nothing new, and the danger that was told before stands: its help stays in sight. It was counted when it
            // was told.
            self.tell_safety(told, &screening, ladder);
        }
        screening
    }

    /// What the conversation stands on: what is not delivered yet, or what is stored; without words that were taken back,
    /// and at no lower level than is stored.
    fn saved(&self, message: &Message, known: Option<&TurnState>) -> Option<Saved> {
        let mut saved = self.undelivered.of(message.conversation, known).or_else(|| known.map(Saved::of))?;
        if let Some(state) = known {
            let at = state.risen.as_ref().map_or(message.received, |risen| risen.at);
            saved.rise(state.level, at);
            if let Some(risen) = &state.risen {
                saved.take_up(risen, state.language);
            }
            if state.words_changed {
                saved.forget_words();
            }
        }
        Some(saved)
    }

    /// A plan in words. The words of a questionnaire's item are its pack's.
    fn words(&self, plan: &engine::Plan, input: &Input) -> String {
        engine::render_with(plan, content::library(), input.packs())
    }

    /// Identifiers and emotion. Without an answer the turn goes on: danger was looked for already, and no word of
    /// the message is said back.
    async fn analysis(&self, message: &Message) -> Option<CombinedAnalysis> {
        let text = TextToReadWhole { text: message.content.clone(), ..TextToReadWhole::default() };
        let context = message.context.clone().as_service();
        let asked = self.safety.call(&context, Call::<AnalyzeCombined>::body(text));
        tokio::time::timeout(patience::ANALYSIS, asked).await.ok().and_then(Result::ok)
    }

    async fn state(&self, message: &Message) -> Result<TurnState, Problem> {
        let path = ByConversation { conversation_id: message.conversation };
        let asked = self.chat.call(&message.context, Call::<ReadState>::path(path));
        tokio::time::timeout(patience::STATE, asked)
            .await
            .unwrap_or_else(|_| Err(Problem::new(api::codes::TIMED_OUT)))
    }

    /// What the engine is asked with: everything that is known of the message and around it.
    fn asked(&self, message: &Message, grounds: &Grounds<'_>, staff: StaffReached) -> Input {
        let received = message.received;
        let (state, saved) = (grounds.state, grounds.saved.as_ref());
        let mut input = input(
            &self.here,
            grounds.ids.0,
            message.conversation,
            message.content.clone(),
            grounds.screening.clone(),
            received,
        );
        input.profile.minor = grounds.minor == Minor::Yes;
        input.staff_reached = staff == StaffReached::Yes;
        if let Some(saved) = saved {
            input.time.minutes_since_notice = saved.minutes_since_notice(received);
            input.time.session_minutes = saved.session_minutes(received);
            input.time.days_since_last_use = saved.days_since_last_use(received);
        }
        if let Some(state) = state {
            kept::inform(&mut input, &state.known, grounds.may_remember, &self.packs);
            staff_beside(&mut input, &state.known);
        }
        // A screener's words go into the record of the turn, so only where the ladder may lead.
        let before = saved.and_then(Saved::engine);
        if engine::may_screen(before, &input.screening, content::library()) {
            input.screener = self.packs.iter().find(|pack| pack.is_screener()).cloned();
        }
        input.acknowledged = state.is_some_and(|state| state.acknowledged);
        input.alert_waits = state.is_some_and(|state| state.alert_waits);
        input.read_actions(before, content::library());
        if let Some(analysis) = grounds.analysis {
            input.identifiers = analysis.safety.identifiers.iter().map(|found| found.span).collect();
            input.emotions = analysis.emotion.as_ref().map(surely_heard).unwrap_or_default();
        }
        input
    }

    fn compute(&self, message: &Message, grounds: &Grounds<'_>, staff: StaffReached) -> Computed {
        let received = message.received;
        let Grounds { screening, state, saved, analysis, decision, ids: (turn, id), key, .. } = grounds;
        let input = self.asked(message, grounds, staff);
        let counted = saved.as_ref().is_some_and(|saved| saved.counted_long(received));
        let before = saved.as_ref().and_then(Saved::engine);
        let outcome = engine::turn(before, &input, content::library());
        let record = engine::TurnRecord::of(before, &input, content::library(), &outcome);
        let (after, plan, effects) = outcome;
        effects::count(&effects, &self.metrics);
        let reply = self.words(&plan, &input);
        let answered = findings::answered(saved.as_ref(), &after, *id);
        let mut opening = TurnOpening {
            turn_id: *turn,
            message_id: *id,
            expected_version: state.map(|state| state.version),
            words_forgotten: state.is_some_and(|state| state.words_changed),
            content: message.content.clone(),
            language: screening.language.unwrap_or(plan.language),
            level: screening.level,
            conversation_level: Some(after.level.level)
                .filter(|level| state.is_none_or(|state| *level > state.level)),
            categories: screening.categories.clone(),
            analysis: analysed::kept(*analysis, screening),
            received_at: received,
            alert: effects::alert(screening, after.ladder.as_ref(), &effects),
            findings: findings::of(&after, &answered),
            decision: decision.clone(),
            referral: None,
        };
        let history = screening.history.clone();
        let level = after.level.level;
        // What is not said was never asked: the engine stands where it stood.
        let silent = staff == StaffReached::Yes && state.is_some_and(|state| state.taken_over);
        let mut changes = kept::changes(&effects, &self.here, &input);
        changes.extend(kept::became_long(&input, counted));
        let noticed_before = saved.as_ref().and_then(Saved::noticed_at);
        let mut named = grounds.named.clone();
        let decided = match (silent, before) {
            (true, Some(before)) => {
                let stood = saved.as_ref().map(|saved| saved.answered().to_vec()).unwrap_or_default();
                let next = Saved::next(saved.as_ref(), before.clone(), history, &[], received);
                let saved = next.answering(stood).said(saved.as_ref(), message.content.expose());
                let (record, reply, changes) = (Opaque::default(), String::new(), Vec::new());
                let notices = Vec::new();
                Decided { saved, plan, record, reply, changes, level, silent, notices, noticed_before }
            }
            _ => {
                named.extend(shown::named_in(&plan));
                let notices = shown::notices(&self.here, &plan, &effects, received);
                let next = Saved::next(saved.as_ref(), after, history, &effects, received);
                let saved = next.answering(answered).said(saved.as_ref(), message.content.expose());
                let (record, silent) = (Opaque::of(&record), false);
                Decided { saved, plan, record, reply, changes, level, silent, notices, noticed_before }
            }
        };
        opening.referral = shown::referral(&self.here, &named, grounds.minor, received);
        Computed { opening, key: (*key).to_owned(), decided }
    }
}

/// An analysis with what is spread over this message and those before it.
fn whole(analysis: &CombinedAnalysis, saved: Option<&Saved>, message: &Message) -> CombinedAnalysis {
    saved.map_or_else(
        || analysis.clone(),
        |saved| analysed::behind(analysis, saved.tail(), message.content.expose()),
    )
}

/// A questionnaire that is not asked of somebody alone is asked where a person of the staff said that they are with them.
fn staff_beside(input: &mut Input, known: &chat_history_api::Known) {
    if let Some(instrument) = &mut input.instrument {
        instrument.staff_near = known.staff_beside;
    }
}

/// Whether a peer did not answer, rather than refused.
fn is_outage(problem: &Problem) -> bool {
    problem.status >= 500
}

fn days(since: Duration) -> u16 {
    u16::try_from(since.as_secs() / 86_400).unwrap_or(u16::MAX)
}
