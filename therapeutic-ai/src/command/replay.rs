//! `replay`: plays recorded conversations through the running gateway as throwaway residents, and tells what came
//! of each turn.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::demo::{self, Demo};
use crate::outside::Outside;
use crate::session::Session;
use ai_gateway_api::{
    BeginConversation, ByConversation, NewConversation, NewMessage, SendMessage, TurnEvent,
};
use anyhow::{Context, Result, bail};
use api::{Call, CallContext, Problem, Role, ServiceName, Words};
use auth_rbac_api::{AdmitResident, Login, NewResident, SignIn};
use chat_history_api::{AlertQuery, ListAlerts, Route};
use content_safety_api::Level;
use indicatif::{ProgressBar, ProgressStyle};
use kernel::{ConversationId, Sources};
use serde::{Deserialize, Serialize};

use super::{Failure, NO_INPUT, configuration, demonstration, outside, read_text, say, tell};

/// How often one request is tried again when it is asked to wait.
const WAITS_MAX: u32 = 60;

/// Plays recorded conversations through the running gateway.
#[derive(clap::Args)]
pub(crate) struct Replay {
    /// Conversations, one JSON object a line, with `user_turns`
    file: PathBuf,
    /// The data directory of the demonstration
    #[arg(long, value_name = "DIR", conflicts_with_all = ["url", "credentials"])]
    data_dir: Option<PathBuf>,
    /// The gateway, where it runs elsewhere
    #[arg(long, value_name = "URL", requires = "credentials")]
    url: Option<String>,
    /// A `demo.json` of that installation
    #[arg(long, value_name = "FILE", requires = "url")]
    credentials: Option<PathBuf>,
    /// The authority that signed the gateway's certificate (PEM), where it is the platform's own
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
    /// How many residents talk at once
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=512))]
    residents: u16,
    /// Appends the id of each acknowledged message, synced
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// One line of JSON instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Deserialize)]
struct Recorded {
    user_turns: Vec<String>,
}

/// What came of everything.
#[derive(Default, Serialize)]
struct Summary {
    conversations: u64,
    turns: u64,
    errors: u64,
    by_level: BTreeMap<&'static str, u64>,
    by_route: BTreeMap<&'static str, u64>,
    risk_turns: u64,
    risk_turns_with_fixed_script: u64,
    alert_events: u64,
    p50_ms: f64,
    p99_ms: f64,
    audit_verified: Option<bool>,
}

/// What one turn was.
struct TurnSeen {
    level: Level,
    route: Option<Route>,
    reply: String,
    took: Duration,
}

struct Player {
    outside: Outside,
    sources: Sources,
    queue: Mutex<VecDeque<Recorded>>,
    journal: Option<Mutex<std::fs::File>>,
    bar: ProgressBar,
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    summary: Summary,
    took_ms: Vec<f64>,
    conversations: HashSet<ConversationId>,
}

pub(crate) async fn run(replay: Replay) -> Result<(), Failure> {
    let summary = play(&replay).await?;
    let failed = summary.errors > 0 || summary.audit_verified == Some(false);
    if replay.json {
        tell(&serde_json::to_string(&summary).map_err(anyhow::Error::from)?);
    } else {
        table(&summary);
    }
    if failed {
        return Err(Failure {
            line: "not every turn was answered, or the log is not intact".to_owned(),
            code: 1,
        });
    }
    Ok(())
}

async fn play(replay: &Replay) -> Result<Summary, Failure> {
    let (demo, url, data_dir) = installation(replay)?;
    let recorded = read(&replay.file)?;
    let sources = Sources::system();
    let outside = outside(&url, replay.authority.as_deref())?;
    let nurse = demo.account(Role::CareStaff).context("there is no nurse to admit residents")?;
    let mut nurse =
        Session::begin(&outside, &sources, nurse, say).await.context("the nurse cannot sign in")?;
    let turns: usize = recorded.iter().map(|conversation| conversation.user_turns.len()).sum();
    let bar = ProgressBar::new(turns as u64);
    bar.set_style(
        ProgressStyle::with_template("{wide_bar} {pos}/{len} turns, {elapsed}, {eta} left")
            .map_err(anyhow::Error::from)?,
    );
    let player = Arc::new(Player {
        outside,
        sources,
        queue: Mutex::new(recorded.into()),
        journal: replay.journal.as_deref().map(open_journal).transpose()?,
        bar,
        seen: Mutex::default(),
    });
    let mut residents = tokio::task::JoinSet::new();
    for number in 0..replay.residents {
        // Who cannot be admitted is an error of the summary; the others talk.
        match admit(&player, &mut nurse, &demo, number).await {
            Ok(resident) => {
                residents.spawn(talk(player.clone(), resident));
            }
            Err(error) => player.failed(&error),
        }
    }
    while let Some(ended) = residents.join_next().await {
        ended.map_err(anyhow::Error::from)?;
    }
    player.bar.finish_and_clear();
    let alert_events = count_alert_events(&player, &mut nurse).await.unwrap_or_else(|error| {
        player.failed(&error);
        0
    });
    let mut seen = player.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let mut took = std::mem::take(&mut seen.took_ms);
    took.sort_by(f64::total_cmp);
    let mut summary = std::mem::take(&mut seen.summary);
    summary.p50_ms = percentile(&took, 50);
    summary.p99_ms = percentile(&took, 99);
    summary.alert_events = alert_events;
    summary.audit_verified = data_dir.map(|data_dir| audit_logging::verify(&data_dir).is_intact());
    Ok(summary)
}

fn installation(replay: &Replay) -> Result<(Demo, String, Option<PathBuf>), Failure> {
    if let (Some(url), Some(credentials)) = (&replay.url, &replay.credentials) {
        let demo = serde_json::from_str(&read_text(credentials)?);
        let line = format!("{} is no `demo.json`", credentials.display());
        return Ok((demo.map_err(|_| Failure { line, code: NO_INPUT })?, url.clone(), None));
    }
    let config = configuration(None, replay.data_dir.clone())?;
    let (demo, url) = demonstration(&config.data_dir)?;
    Ok((demo, url, Some(config.data_dir)))
}

fn read(file: &Path) -> Result<Vec<Recorded>, Failure> {
    let (text, mut recorded) = (read_text(file)?, Vec::new());
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = || format!("{}: line {} has no readable `user_turns`", file.display(), number + 1);
        let one = serde_json::from_str(line);
        recorded.push(one.map_err(|_| Failure { line: wrong(), code: NO_INPUT })?);
    }
    Ok(recorded)
}

fn open_journal(path: &Path) -> Result<Mutex<std::fs::File>> {
    let file = std::fs::OpenOptions::new().create(true).append(true).open(path);
    Ok(Mutex::new(file.with_context(|| format!("cannot write {}", path.display()))?))
}

/// A call that waits when it is told to.
async fn patient<T, F: Future<Output = Result<T, Problem>>>(call: impl Fn() -> F) -> Result<T, Problem> {
    for _ in 0..WAITS_MAX {
        match call().await {
            Err(problem) if problem.status == 429 => tokio::time::sleep(as_told(&problem)).await,
            other => return other,
        }
    }
    call().await
}

/// How long a refusal says to wait.
fn as_told(problem: &Problem) -> Duration {
    Duration::from_secs(u64::from(problem.retry_after_s.unwrap_or(1)))
}

/// A throwaway resident of the demonstration's unit, with a tablet: no password is hashed.
async fn admit(player: &Player, nurse: &mut Session, demo: &Demo, number: u16) -> Result<String> {
    let nurse = nurse.context().await?;
    let client = player.outside.client(ServiceName::AuthRbac);
    let admitted = patient(|| {
        let new = NewResident {
            name: Words::new(format!("Throwaway {number}")),
            unit_id: demo.unit_id,
            device_name: "replay".to_owned(),
        };
        let context = CallContext { request_id: player.sources.id(), ..nurse.clone() };
        let client = client.clone();
        async move { client.call::<AdmitResident>(&context, Call::body(new)).await }
    });
    Ok(admitted.await.context("a resident cannot be admitted")?.device.into_exposed())
}

/// Signs in with a tablet; its secret is spent and the next one kept.
async fn sign_in(player: &Player, device: &mut String) -> Result<CallContext> {
    let client = player.outside.client(ServiceName::AuthRbac);
    let context = CallContext::background(player.sources.id());
    let tokens = patient(|| {
        let given = SignIn { device: Some(Words::new(device.clone())), ..SignIn::default() };
        let (client, context) = (client.clone(), context.clone());
        async move { client.call::<Login>(&context, Call::body(given)).await }
    });
    let tokens = tokens.await.context("a tablet cannot sign in")?;
    *device = tokens.device.context("a tablet gets its next secret")?.into_exposed();
    demo::signed_in(context, &tokens.access_token)
}

/// One resident plays conversations until there are none left. One that cannot be begun is an error, and the next one
/// is tried.
async fn talk(player: Arc<Player>, mut device: String) {
    loop {
        let next = player.queue.lock().unwrap_or_else(std::sync::PoisonError::into_inner).pop_front();
        let Some(conversation) = next else { return };
        match begin(&player, &mut device).await {
            Ok((context, id)) => {
                for words in &conversation.user_turns {
                    let turn = one_turn(&player, &context, id, words).await;
                    player.note(turn);
                }
            }
            Err(error) => player.failed(&error),
        }
    }
}

/// A conversation in a session of its own: an access token lives ten minutes.
async fn begin(player: &Player, device: &mut String) -> Result<(CallContext, ConversationId)> {
    let context = sign_in(player, device).await?;
    let client = player.outside.client(ServiceName::AiGateway);
    let begun = patient(|| {
        let (client, context) = (client.clone(), fresh(player, &context));
        async move { client.call::<BeginConversation>(&context, Call::body(NewConversation::default())).await }
    });
    let id = begun.await.context("a conversation cannot be begun")?.id;
    let mut seen = player.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    seen.summary.conversations += 1;
    seen.conversations.insert(id);
    Ok((context, id))
}

fn fresh(player: &Player, context: &CallContext) -> CallContext {
    CallContext { request_id: player.sources.id(), ..context.clone() }
}

async fn one_turn(
    player: &Player,
    context: &CallContext,
    id: ConversationId,
    words: &str,
) -> Result<TurnSeen> {
    for _ in 0..WAITS_MAX {
        match try_turn(player, context, id, words).await? {
            Tried::Answered(turn) => return Ok(turn),
            Tried::Wait(wait) => tokio::time::sleep(wait).await,
            Tried::Refused(code) => bail!("a turn was refused: {code}"),
        }
    }
    bail!("a turn was put off too often")
}

/// What came of one try.
enum Tried {
    Answered(TurnSeen),
    /// It is to be tried again after so long.
    Wait(Duration),
    /// With this code.
    Refused(String),
}

async fn try_turn(player: &Player, context: &CallContext, id: ConversationId, words: &str) -> Result<Tried> {
    let started = Instant::now();
    let call = Call::path_and_body(ByConversation { id }, NewMessage { content: Words::new(words) });
    let client = player.outside.client(ServiceName::AiGateway);
    let mut events = match client.stream::<SendMessage>(&fresh(player, context), call).await {
        Err(problem) if problem.status == 429 => return Ok(Tried::Wait(as_told(&problem))),
        other => other?,
    };
    let mut turn = TurnSeen { level: Level::None, route: None, reply: String::new(), took: Duration::ZERO };
    while let Some(event) = events.next().await {
        match event? {
            TurnEvent::Safety { level, .. } => turn.level = turn.level.max(level),
            TurnEvent::Accepted { message_id, .. } => player.acknowledged(message_id)?,
            TurnEvent::Delta { text } => turn.reply.push_str(text.expose()),
            // A stream that has begun cannot say how long: the limit of turns gives one back twice a second.
            TurnEvent::Done { code: Some(code), .. } if code == api::codes::RATE_LIMITED.name() => {
                return Ok(Tried::Wait(Duration::from_secs(1)));
            }
            TurnEvent::Done { code: Some(code), .. } => return Ok(Tried::Refused(code)),
            TurnEvent::Done { route, .. } => turn.route = route,
        }
    }
    turn.took = started.elapsed();
    Ok(Tried::Answered(turn))
}

impl Player {
    fn acknowledged(&self, id: kernel::MessageId) -> Result<()> {
        if let Some(journal) = &self.journal {
            let mut file = journal.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            writeln!(file, "{id}")?;
            file.sync_data()?;
        }
        Ok(())
    }

    /// Something that is not a turn went wrong: it is counted, told, and the rest goes on.
    fn failed(&self, error: &anyhow::Error) {
        self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).summary.errors += 1;
        self.bar.println(format!("error: {error:#}"));
    }

    fn note(&self, turn: Result<TurnSeen>) {
        self.bar.inc(1);
        let mut seen = self.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        seen.summary.turns += 1;
        let turn = match turn {
            Ok(turn) => turn,
            Err(error) => {
                seen.summary.errors += 1;
                self.bar.println(format!("error: {error:#}"));
                return;
            }
        };
        seen.took_ms.push(turn.took.as_secs_f64() * 1_000.0);
        *seen.summary.by_level.entry(turn.level.name()).or_default() += 1;
        let route = match turn.route {
            Some(Route::Crisis) => "crisis",
            Some(Route::Guided) => "guided",
            Some(Route::Grounded) => "grounded",
            Some(Route::Generated) => "generated",
            None => "none",
        };
        *seen.summary.by_route.entry(route).or_default() += 1;
        if turn.level.needs_human() {
            seen.summary.risk_turns += 1;
            if safety_rules::ladder::is_fixed_reply(turn.reply.trim()) {
                seen.summary.risk_turns_with_fixed_script += 1;
            }
        }
    }
}

/// The alert events of the conversations that were played.
async fn count_alert_events(player: &Player, nurse: &mut Session) -> Result<u64> {
    let nurse = nurse.context().await?;
    let client = player.outside.client(ServiceName::ChatHistory);
    let mine = player.seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner).conversations.clone();
    let mut after = None;
    let mut events = 0;
    loop {
        let limit = kernel::PageLimit::try_from(200).map_err(|error| anyhow::anyhow!(error))?;
        let query = AlertQuery { after: after.take(), limit: Some(limit) };
        let page = patient(|| {
            let (client, context, query) = (client.clone(), fresh(player, &nurse), query.clone());
            async move { client.call::<ListAlerts>(&context, Call::query(query)).await }
        });
        let page = page.await.context("the nurse cannot read the alerts")?;
        let own = page.items.iter().filter(|alert| mine.contains(&alert.conversation_id));
        events += own.map(|alert| alert.event_count).sum::<u64>();
        after = page.next;
        if after.is_none() {
            return Ok(events);
        }
    }
}

/// The value below which so many per cent lie, of sorted values.
fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(place).map_or(0.0, |value| (value * 100.0).round() / 100.0)
}

fn table(summary: &Summary) {
    let line = |name: &str, value: String| tell(&format!("{name:<32} {value}"));
    let counts = |counts: &BTreeMap<&str, u64>| {
        counts.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ")
    };
    line("conversations", summary.conversations.to_string());
    line("turns", summary.turns.to_string());
    line("errors", summary.errors.to_string());
    line("by level", counts(&summary.by_level));
    line("by route", counts(&summary.by_route));
    line("risk turns", summary.risk_turns.to_string());
    line("risk turns with a fixed script", summary.risk_turns_with_fixed_script.to_string());
    line("alert events", summary.alert_events.to_string());
    line("p50, p99", format!("{} ms, {} ms", summary.p50_ms, summary.p99_ms));
    let verified = match summary.audit_verified {
        Some(true) => "intact",
        Some(false) => "NOT intact",
        None => "not looked at (no data directory)",
    };
    line("audit log", verified.to_owned());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_of_the_values_themselves() {
        let values: Vec<f64> = (1..=100).map(f64::from).collect();
        assert!((percentile(&values, 50) - 50.0).abs() < 1e-9);
        assert!((percentile(&values, 99) - 99.0).abs() < 1e-9);
        assert!(percentile(&[], 99).abs() < 1e-9);
    }
}
