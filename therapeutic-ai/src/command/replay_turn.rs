//! `replay-turn`: computes a stored turn again, byte for byte, from its record and the words beside it. It says `same`,
//! or what differs first; it never prints a word of either.

use std::path::{Path, PathBuf};

use crate::outside::Outside;
use crate::session::Session;
use anyhow::Context;
use api::{Call, Role, ServiceName};
use chat_history_api::{
    ByConversation, GetTranscript, GetTurnRecord, KeptTurn, ListConversations, Paging, TranscriptQuery,
    TurnByIds,
};
use engine::{ReplayError, TurnRecord};
use kernel::{ConversationId, ErrorKind, Sources, TurnId};

use super::{Failure, NO_INPUT, NOT_INTACT, configuration, demonstration, outside, say, tell};

/// Computes a stored turn again and compares it byte for byte.
#[derive(clap::Args)]
pub(crate) struct ReplayTurn {
    /// The turn
    #[arg(value_name = "ID")]
    turn: TurnId,
    /// Its conversation; the resident's own are looked through when absent
    #[arg(long, value_name = "ID")]
    conversation: Option<ConversationId>,
    /// A directory of older contents, each under its digest: for turns of before the words were changed
    #[arg(long, value_name = "DIR")]
    contents: Option<PathBuf>,
    /// The data directory of the demonstration
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// The gateway, where it is not the one of the demonstration
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The authority that signed the gateway's certificate (PEM), where it is the platform's own
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
}

pub(crate) async fn run(asked: ReplayTurn) -> Result<(), Failure> {
    let config = configuration(None, asked.data_dir)?;
    let (demo, url) = demonstration(&config.data_dir)?;
    let sources = Sources::system();
    let outside = outside(asked.url.as_deref().unwrap_or(&url), asked.authority.as_deref())?;
    let account = demo.account(Role::Resident).context("there is no resident to read as")?;
    let mut session =
        Session::begin(&outside, &sources, account, say).await.context("the resident cannot sign in")?;
    let conversation = match asked.conversation {
        Some(conversation) => conversation,
        None => find(&outside, &mut session, asked.turn).await?,
    };
    let path = TurnByIds { conversation_id: conversation, turn_id: asked.turn };
    let client = outside.client(ServiceName::ChatHistory);
    let kept = client.call::<GetTurnRecord>(&session.context().await?, Call::path(path)).await;
    let kept = kept.map_err(|problem| match problem.error_kind() {
        ErrorKind::NotFound => missing("there is no such turn to read"),
        _ => anyhow::Error::from(problem).into(),
    })?;
    compare(&kept, asked.contents.as_deref()).map_err(|line| Failure { line, code: NOT_INTACT })?;
    tell("same");
    Ok(())
}

fn missing(line: &str) -> Failure {
    Failure { line: line.to_owned(), code: NO_INPUT }
}

/// The conversation of a turn among the reader's own, the newest first.
async fn find(outside: &Outside, session: &mut Session, turn: TurnId) -> Result<ConversationId, Failure> {
    let client = outside.client(ServiceName::ChatHistory);
    let mut after = None;
    loop {
        let paging = Paging { after: after.take(), ..Paging::default() };
        let page = client.call::<ListConversations>(&session.context().await?, Call::query(paging)).await;
        let page = page.map_err(anyhow::Error::from)?;
        for conversation in &page.items {
            if holds(outside, session, conversation.conversation_id, turn).await? {
                return Ok(conversation.conversation_id);
            }
        }
        after = page.next;
        if after.is_none() {
            return Err(missing("there is no such turn to read"));
        }
    }
}

async fn holds(
    outside: &Outside,
    session: &mut Session,
    conversation_id: ConversationId,
    turn: TurnId,
) -> Result<bool, Failure> {
    let client = outside.client(ServiceName::ChatHistory);
    let mut query = TranscriptQuery::default();
    loop {
        let call = Call::path_and_query(ByConversation { conversation_id }, query);
        let page = client.call::<GetTranscript>(&session.context().await?, call).await;
        let page = page.map_err(anyhow::Error::from)?;
        if page.messages.iter().any(|message| message.message.turn_id == turn) {
            return Ok(true);
        }
        if page.next.is_none() {
            return Ok(false);
        }
        query = TranscriptQuery { after: page.next };
    }
}

/// Whether a kept turn comes out the same; what differs first otherwise.
fn compare(kept: &KeptTurn, contents: Option<&Path>) -> Result<(), String> {
    let Some(record) = &kept.record else {
        return Err(
            "the turn has no record: it is open, was not answered by the engine, or was redacted".to_owned()
        );
    };
    let record: TurnRecord =
        record.read().ok_or_else(|| "the record is of another version of the engine".to_owned())?;
    let older = match contents.filter(|_| record.content != content::library().digest()) {
        Some(directory) => {
            Some(content::archive::load(directory, record.content).map_err(|error| error.to_string())?)
        }
        None => None,
    };
    let library = older.as_ref().unwrap_or_else(|| content::library());
    record.recompute(kept.message.expose(), library).map_err(|error| match error {
        ReplayError::Content => {
            format!("{error}: it was {}, and this program holds {}", record.content, library.digest())
        }
        error => error.to_string(),
    })?;
    // A model may have worded the reply; then the plan is what can be compared.
    let worded = record.plan.route == engine::Route::Generated;
    let said = kept.reply.as_ref().map(|reply| reply.expose().to_owned());
    match said {
        Some(said) if !worded && said != record.reply(library) => {
            Err("the words of the reply are not those that were decided".to_owned())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::{Opaque, Words};

    fn kept(record: Option<Opaque>) -> KeptTurn {
        let id = "01900000-0000-7000-8000-000000000001";
        let json = serde_json::json!({
            "conversation_id": id, "turn_id": id, "message_id": id, "message": "hello", "reply": "Hello.",
        });
        let kept: KeptTurn = serde_json::from_value(json).expect("a kept turn");
        KeptTurn { record, message: Words::new("hello"), ..kept }
    }

    #[test]
    fn a_turn_without_a_record_or_with_a_strange_one_is_never_the_same() {
        assert!(compare(&kept(None), None).expect_err("no record").contains("no record"));
        let strange = Opaque::of(&serde_json::json!({ "plan": 3 }));
        assert!(compare(&kept(Some(strange)), None).expect_err("not one").contains("another version"));
    }
}
