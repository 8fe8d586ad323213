//! `close`: ends a study, so that its outcomes may be looked at; written to the journal.

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use super::CommandError;
use super::place::Place;
use crate::console::Console;

/// Arguments of `close`. What is closed can't be opened again.
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
        let seats = conduct.journal.store().seats(&conduct.study.id, 0).await?;
        let finished = seats.iter().filter(|state| state.is_kept()).count();
        let text = if closed_now {
            format!("closed for good, and written to the journal: {finished} of {} enrolled have finished", seats.len())
        } else {
            "it was closed before".to_owned()
        };
        console.outcome(&text, &json!({ "schema_version": 1, "closed_now": closed_now }));
        console.say(&format!("next: overtrust report {} --db {}", self.place.study.display(), self.place.url()));
        Ok(())
    }
}
