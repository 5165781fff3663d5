//! `content`: what the companion can say, as one file under its digest, so that a turn can be replayed with the very
//! words it had after the binary was replaced.

use std::path::PathBuf;

use clap::Subcommand;

use super::{DATA_DIR, Failure, tell};

/// What the companion can say.
#[derive(Subcommand)]
pub(crate) enum Content {
    /// Writes the content of this binary into a directory, under its digest; what is there already stays
    Write {
        /// The directory
        #[arg(value_name = "DIR")]
        directory: PathBuf,
    },
    /// Says the digest of this binary's content
    Digest,
}

pub(crate) fn run(command: Content) -> Result<(), Failure> {
    match command {
        Content::Write { directory } => {
            let path = content::archive::write_embedded(&directory).map_err(|error| Failure {
                line: format!("{}: {error}", directory.display()),
                code: DATA_DIR,
            })?;
            tell(&path.display().to_string());
        }
        Content::Digest => tell(&content::library().digest().to_string()),
    }
    Ok(())
}
