//! `close`: ends a study, so that its outcomes may be looked at; written to the journal.

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::CommandError;
use super::place::Place;
use crate::console::Console;

/// Arguments of `close`.
#[derive(Debug, Args)]
pub struct Close {
    #[command(flatten)]
    place: Place,
}

impl Close {
    /// Closes the study.
    pub async fn run(&self, console: Console) -> Result<(), CommandError> {
        let conduct = self.place.existing().await?;
        let closed_now = conduct.journal.close_study(&conduct.study.id, Timestamp::now()).await?;
        let text = if closed_now { "closed, and written to the journal" } else { "it was closed before" };
        console.outcome(text, &json!({ "schema_version": 1, "closed_now": closed_now }));
        console.say(&format!("next: overtrust report {} --db {}", self.place.study.display(), self.place.url()));
        Ok(())
    }
}
