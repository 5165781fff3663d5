//! `replay-turn`: computes a stored turn again, byte for byte, from its record and the words beside it. It says `same`,
//! or what differs first; it never prints a word of either.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::data_dir::contents_in;
use crate::demo;
use crate::outside::Outside;
use crate::session::Session;
use anyhow::Context;
use api::{Call, CallContext, Role, ServiceName, Words};
use chat_history_api::{
    ByConversation, GetTranscript, GetTurnRecord, KeptTurn, ListConversations, Paging, TranscriptQuery,
    TurnByIds,
};
use engine::TurnRecord;
use kernel::{ConversationId, ErrorKind, Sources, TurnId};

use super::{Failure, NO_INPUT, NOT_INTACT, configuration, demonstration, outside, read_text, say, tell};

/// The longest token that is read, in bytes.
const TOKEN_BYTES_MAX: u64 = 16 * 1024;

/// Computes a stored turn again and compares it byte for byte.
#[derive(clap::Args)]
pub(crate) struct ReplayTurn {
    /// The turn
    #[arg(value_name = "ID")]
    turn: TurnId,
    /// Its conversation; the resident's own are looked through when absent
    #[arg(long, value_name = "ID")]
    conversation: Option<ConversationId>,
    /// A directory of older contents, each under its digest: for turns of before the words were changed. Without it those
    /// that the data directory has kept
    #[arg(long, value_name = "DIR")]
    contents: Option<PathBuf>,
    /// A file with the access token of somebody who may read the conversation, `-` for standard input; without it the
    /// demonstration's resident reads
    #[arg(long, value_name = "FILE", requires = "url", requires = "conversation")]
    token: Option<PathBuf>,
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
    let contents = asked.contents.unwrap_or_else(|| contents_in(&config.data_dir));
    let sources = Sources::system();
    let (mut reader, outside) = match (&asked.token, &asked.url) {
        (Some(file), Some(url)) => {
            let token = Words::new(bearer(file)?);
            let context = demo::signed_in(CallContext::background(sources.id()), &token)?;
            (Reader::Token(context), outside(url, asked.authority.as_deref())?)
        }
        _ => {
            let (demo, url) = demonstration(&config.data_dir)?;
            let outside = outside(asked.url.as_deref().unwrap_or(&url), asked.authority.as_deref())?;
            let account = demo.account(Role::Resident).context("there is no resident to read as")?;
            let session = Session::begin(&outside, &sources, account, say).await;
            (Reader::Resident(session.context("the resident cannot sign in")?), outside)
        }
    };
    let conversation = match asked.conversation {
        Some(conversation) => conversation,
        None => find(&outside, &mut reader, asked.turn).await?,
    };
    let path = TurnByIds { conversation_id: conversation, turn_id: asked.turn };
    let client = outside.client(ServiceName::ChatHistory);
    let kept = client.call::<GetTurnRecord>(&reader.context().await?, Call::path(path)).await;
    let kept = kept.map_err(|problem| match problem.error_kind() {
        ErrorKind::NotFound => missing("there is no such turn to read"),
        _ => anyhow::Error::from(problem).into(),
    })?;
    compare(&kept, &contents).map_err(|line| Failure { line, code: NOT_INTACT })?;
    tell("same");
    Ok(())
}

/// Who reads the turn.
enum Reader {
    /// The demonstration's resident.
    Resident(Session),
    /// Whoever the token is of, until it ends.
    Token(CallContext),
}

impl Reader {
    async fn context(&mut self) -> anyhow::Result<CallContext> {
        match self {
            Self::Resident(session) => session.context().await,
            Self::Token(context) => Ok(context.clone()),
        }
    }
}

/// A token from a file or standard input: never an argument, which others on the machine could see.
pub(super) fn bearer(file: &Path) -> Result<String, Failure> {
    let token = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin().take(TOKEN_BYTES_MAX))
            .map_err(|error| missing(&format!("cannot read standard input: {error}")))?
    } else {
        read_text(file)?
    };
    Ok(token.trim().to_owned())
}

fn missing(line: &str) -> Failure {
    Failure { line: line.to_owned(), code: NO_INPUT }
}

/// The conversation of a turn among the reader's own, the newest first.
async fn find(outside: &Outside, reader: &mut Reader, turn: TurnId) -> Result<ConversationId, Failure> {
    let client = outside.client(ServiceName::ChatHistory);
    let mut after = None;
    loop {
        let paging = Paging { after: after.take(), ..Paging::default() };
        let page = client.call::<ListConversations>(&reader.context().await?, Call::query(paging)).await;
        let page = page.map_err(anyhow::Error::from)?;
        for conversation in &page.items {
            if holds(outside, reader, conversation.conversation_id, turn).await? {
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
    reader: &mut Reader,
    conversation_id: ConversationId,
    turn: TurnId,
) -> Result<bool, Failure> {
    let client = outside.client(ServiceName::ChatHistory);
    let mut query = TranscriptQuery::default();
    loop {
        let call = Call::path_and_query(ByConversation { conversation_id }, query);
        let page = client.call::<GetTranscript>(&reader.context().await?, call).await;
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
fn compare(kept: &KeptTurn, contents: &Path) -> Result<(), String> {
    let Some(record) = &kept.record else {
        return Err(
            "the turn has no record: it is open, was not answered by the engine, or was redacted".to_owned()
        );
    };
    let record: TurnRecord =
        record.read().ok_or_else(|| "the record is of another version of the engine".to_owned())?;
    let older = if record.content == content::library().digest() {
        None
    } else {
        let (digest, there) = (record.content, contents.display());
        let older = content::archive::load(contents, digest);
        Some(older.map_err(|error| {
            format!("{error} (it spoke with the content {digest}; looked for in {there})")
        })?)
    };
    let library = older.as_ref().unwrap_or_else(|| content::library());
    record.recompute(kept.message.expose(), library).map_err(|error| error.to_string())?;
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
    use api::Opaque;

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
        assert!(compare(&kept(None), Path::new("contents")).expect_err("no record").contains("no record"));
        let strange = Opaque::of(&serde_json::json!({ "plan": 3 }));
        assert!(
            compare(&kept(Some(strange)), Path::new("contents"))
                .expect_err("not one")
                .contains("another version")
        );
    }
}
