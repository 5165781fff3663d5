//! `chat`: signs in and talks with the companion in the terminal, streaming.

use std::io::Write;
use std::path::PathBuf;

use crate::outside::Outside;
use crate::session::Session;
use ai_gateway_api::{
    BeginConversation, ByConversation, NewConversation, NewMessage, SendMessage, TurnEvent,
};
use anyhow::Context;
use api::{Call, CallContext, Role, ServiceName, Words};
use kernel::{ConversationId, Sources};

use super::{Failure, configuration, demonstration, outside, say, tell};

/// Talks with the companion as the resident of the demonstration.
#[derive(clap::Args)]
pub(crate) struct Chat {
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

pub(crate) async fn run(chat: Chat) -> Result<(), Failure> {
    let config = configuration(None, chat.data_dir)?;
    let (demo, url) = demonstration(&config.data_dir)?;
    let sources = Sources::system();
    let outside = outside(chat.url.as_deref().unwrap_or(&url), chat.authority.as_deref())?;
    let account =
        demo.account(Role::Resident).ok_or_else(|| anyhow::anyhow!("there is no resident to talk as"))?;
    let mut session =
        Session::begin(&outside, &sources, account, say).await.context("the resident cannot sign in")?;
    let client = outside.client(ServiceName::AiGateway);
    let begun = client
        .call::<BeginConversation>(&session.context().await?, Call::body(NewConversation::default()))
        .await
        .map_err(anyhow::Error::from)?;
    tell(&format!("(signed in as {}; an empty line ends the conversation)", account.name));
    tell(begun.greeting.expose());
    loop {
        prompt();
        let line = tokio::task::spawn_blocking(read_line).await.map_err(anyhow::Error::from)?;
        let line = line.map_err(anyhow::Error::from)?;
        if line.trim().is_empty() {
            break;
        }
        turn(&outside, &session.context().await?, begun.id, &line).await?;
    }
    Ok(())
}

/// A line off the terminal; empty at its end.
fn read_line() -> std::io::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn prompt() {
    let mut out = std::io::stdout();
    drop(write!(out, "> "));
    drop(out.flush());
}

async fn turn(
    outside: &Outside,
    context: &CallContext,
    id: ConversationId,
    line: &str,
) -> Result<(), Failure> {
    let call = Call::path_and_body(ByConversation { id }, NewMessage { content: Words::new(line) });
    let client = outside.client(ServiceName::AiGateway);
    let mut events = client.stream::<SendMessage>(context, call).await.map_err(anyhow::Error::from)?;
    let mut out = std::io::stdout();
    while let Some(event) = events.next().await {
        match event.map_err(anyhow::Error::from)? {
            TurnEvent::Safety { resources, .. } => {
                for resource in resources {
                    let contact = resource.contact.map_or_else(String::new, |contact| format!(": {contact}"));
                    tell(&format!("  [{}{contact}]", resource.name));
                }
            }
            TurnEvent::Accepted { stored: true, .. } => {}
            TurnEvent::Accepted { .. } => tell("  [kept for delivery: a part of the platform is down]"),
            TurnEvent::Delta { text } => {
                drop(write!(out, "{}", text.expose()));
                drop(out.flush());
            }
            TurnEvent::Done { taken_over: true, .. } => {
                tell("  [somebody of the care team writes in this conversation now]");
            }
            TurnEvent::Done { code, notice, citations, .. } => {
                tell("");
                for line in
                    notice.into_iter().chain(citations.into_iter().map(|source| format!("Source: {source}")))
                {
                    tell(&format!("  [{line}]"));
                }
                if let Some(code) = code {
                    tell(&format!("  [{code}]"));
                }
            }
        }
    }
    Ok(())
}
