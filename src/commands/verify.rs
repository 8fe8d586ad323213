//! `verify`: checks the hash chains of a journal and names the first event that does not fit.

use clap::Args;
use serde_json::json;

use super::CommandError;
use super::place::Place;
use crate::console::Console;
use crate::journal::Seat;
use crate::measures::{Gathered, gather};
use crate::session::{Event, cell_of, stratum_of};

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
            let Seat { number, cell, stratum, participant } = state.seat;
            let is_stratified = !conduct.study.stratify.is_empty();
            let enrolled = Event::Enrolled { number, cell: cell.filter(|_| !is_stratified) };
            let found = gathered.participations.iter().find(|participation| participation.name == participant.0);
            let events = found.map_or(&[][..], |participation| &participation.events);
            // Of a participant who withdrew the stratum is erased in both places, and the cell that it led to only in the chain.
            let fits = stratum_of(events) == stratum && (stratum.is_none() || cell_of(events) == cell);
            if events.first() != Some(&enrolled) || !fits {
                let message = format!("the seat of participant {} does not match its first event", participant.0);
                return Err(CommandError::user(message, "the table `seats` or `assignments` was changed by hand"));
            }
        }
        let Gathered { events, erased_events, erased_participants, data_hash, .. } = &gathered;
        let chains = gathered.participations.len();
        let erased = match erased_events {
            0 => String::new(),
            _ => {
                format!("\nerased  {erased_events} of these events, of {erased_participants} participants who withdrew")
            }
        };
        console.outcome(
            &format!("{chains} chains with {events} events are intact{erased}\nhash  {data_hash}"),
            &json!({
                "schema_version": 1,
                "chains": chains,
                "events": events,
                "erased_events": erased_events,
                "erased_participants": erased_participants,
                "intact": true,
                "data_hash": data_hash,
            }),
        );
        console.say("a copy of the hash, kept elsewhere, also shows a chain that was cut off or replaced");
        Ok(())
    }
}
