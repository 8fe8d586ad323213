//! `verify`: checks the hash chains of a journal and names the first event that does not fit.

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::place::Place;
use crate::console::Console;
use crate::journal::Seat;
use crate::measures::gather;
use crate::session::Event;

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
        let gathered = gather(&conduct.journal, &conduct.study).await?;
        if gathered.participations.is_empty() {
            let message = format!("the journal holds nobody who took part in `{}`", conduct.study.id.0);
            return Err(CommandError::user(message, "is it the right study file, and the right --db?"));
        }
        for state in conduct.journal.store().seats(&conduct.study.id, 0).await? {
            let Seat { number, cell, participant } = state.seat;
            let enrolled = Event::Enrolled { number, cell };
            let found = gathered.participations.iter().find(|participation| participation.name == participant.0);
            if found.and_then(|participation| participation.events.first()) != Some(&enrolled) {
                let message = format!("the seat of participant {} does not match its first event", participant.0);
                return Err(CommandError::user(message, "the table `seats` was changed by hand"));
            }
        }
        let people = gathered.participations.len();
        let events: usize = gathered.participations.iter().map(|participation| participation.events.len()).sum();
        console.outcome(
            &format!("{people} chains with {events} events are intact\nhash  {}", gathered.data_hash),
            &json!({ "schema_version": 1, "chains": people, "events": events, "intact": true, "data_hash": gathered.data_hash }),
        );
        console.say("a copy of the hash, kept elsewhere, also shows a chain that was cut off or replaced");
        Ok(())
    }
}
