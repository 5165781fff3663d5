//! `report`: what an operator reports for a year. Counts alone; who asks shows that they may by their token.

use std::path::PathBuf;

use crate::demo;
use crate::outside::Outside;
use crate::session::Session;
use anyhow::Context;
use api::{Call, CallContext, Scope, ServiceName, Words};
use chat_history_api::{CompanionReport, GetCompanionReport, YearQuery};
use clap::Subcommand;
use kernel::Sources;

use super::replay_turn::bearer;
use super::{Failure, configuration, demonstration, outside, say, tell};

/// Reports of a running installation.
#[derive(Subcommand)]
pub(crate) enum Report {
    /// Referrals to crisis lines in a year, and the protocols: what California's SB 243 asks for, then finer counts that are
    /// marked internal
    Companion(Companion),
}

/// The annual report on the companion.
#[derive(clap::Args)]
pub(crate) struct Companion {
    /// The calendar year, by the clocks of the residents
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(2000..=2199))]
    year: u16,
    /// As one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    officer: Officer,
}

/// Who asks, and where.
#[derive(clap::Args)]
pub(crate) struct Officer {
    /// A file with the access token of a compliance officer, `-` for standard input; without it the demonstration's asks
    #[arg(long, value_name = "FILE", requires = "url")]
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

pub(crate) async fn run(report: Report) -> Result<(), Failure> {
    let Report::Companion(asked) = report;
    let sources = Sources::system();
    let (context, outside) = officer(&asked.officer, &sources).await?;
    let call = Call::<GetCompanionReport>::query(YearQuery { year: asked.year });
    let report = outside.client(ServiceName::ChatHistory).call(&context, call).await;
    let report = report.map_err(anyhow::Error::from)?;
    if asked.json {
        tell(&serde_json::to_string_pretty(&report).map_err(anyhow::Error::from)?);
    } else {
        tell(text(&report).trim_end());
    }
    Ok(())
}

/// Who asks: whoever the token is of, or the demonstration's officer.
pub(crate) async fn officer(asked: &Officer, sources: &Sources) -> Result<(CallContext, Outside), Failure> {
    if let (Some(file), Some(url)) = (&asked.token, &asked.url) {
        let token = Words::new(bearer(file)?);
        let context = demo::signed_in(CallContext::background(sources.id()), &token)?;
        return Ok((context, outside(url, asked.authority.as_deref())?));
    }
    let config = configuration(None, asked.data_dir.clone())?;
    let (demo, url) = demonstration(&config.data_dir)?;
    let outside = outside(asked.url.as_deref().unwrap_or(&url), asked.authority.as_deref())?;
    let is_officer = |account: &&demo::Account| account.scopes.contains(&Scope::Compliance);
    let account =
        demo.accounts.iter().find(is_officer).context("there is no compliance officer to ask as")?;
    let session = Session::begin(&outside, sources, account, say).await;
    let context = session.context("the officer cannot sign in")?.context().await?;
    Ok((context, outside))
}

/// The report for people: first what is reported, then what stays in the house.
fn text(report: &CompanionReport) -> String {
    let statutory = &report.statutory;
    let mut text = format!(
        "Annual report on the companion, {}\n\n1. Referral notices to crisis lines in the year: {}\n",
        report.year, statutory.referral_notices
    );
    for (title, paragraphs) in [
        ("2. Protocol for detection", &statutory.detection_protocol),
        ("3. Protocol for response", &statutory.response_protocol),
    ] {
        text.push_str(&format!("\n{title}\n"));
        paragraphs.iter().for_each(|paragraph| text.push_str(&format!("   {paragraph}\n")));
    }
    let internal = &report.internal;
    text.push_str(&format!(
        "\nINTERNAL. Not for publication: small numbers may point to people.\nProtocol {}\n",
        internal.protocol
    ));
    for one in &internal.referrals {
        text.push_str(&format!(
            "{} {:<16} {:<6} {} {} minor {} {} protocol {}: {}\n",
            one.month,
            one.kind.name(),
            one.place,
            one.jurisdiction,
            one.channel.name(),
            one.minor.name(),
            one.detection,
            one.protocol.get(..12).unwrap_or(&one.protocol),
            one.count
        ));
    }
    for one in &internal.handoffs {
        text.push_str(&format!("{} alerts raised: {}\n", one.month, one.count));
    }
    let waited = internal.time_to_human;
    let median = waited.median_seconds.map_or_else(|| "none".to_owned(), |seconds| format!("{seconds} s"));
    text.push_str(&format!(
        "Time until a person had an alert, median: {median} (of {} alerts still kept; {} were taken up by nobody)\n",
        waited.of, waited.never
    ));
    text
}
