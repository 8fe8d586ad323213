//! `verify`: checks the hash chains of a journal and names the first event that does not fit.

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::place::Place;
use crate::console::Console;
use crate::journal::{Record, verify};

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct Verify {
    #[command(flatten)]
    place: Place,
}

impl Verify {
    /// Checks every chain of the study.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let conduct = self.place.existing().await?;
        let records = conduct.journal.store().all_records(&conduct.study.id).await?;
        let mut chains = 0;
        for chain in records.chunk_by(|one: &Record, other: &Record| one.participant == other.participant) {
            verify(chain)?;
            chains += 1;
        }
        console.result(&if console.is_json() {
            json!({ "schema_version": 1, "chains": chains, "events": records.len(), "intact": true }).to_string()
        } else {
            format!("{chains} chains with {} events are intact", records.len())
        });
        Ok(())
    }
}
