//! Many synthetic analysts at once: into a journal, or straight into memory.

use std::collections::HashMap;

use indicatif::ProgressBar;
use rayon::prelude::*;
use tokio::task::JoinSet;

use super::cohort::Cohort;
use super::play::{play, stratum_ahead};
use crate::assignment::{Counterbalance, Stratum, least_filled};
use crate::journal::{Assignment, Conduct, Entry, JournalError, Origin, ParticipantId, Seat, hash_token, new_token};
use crate::session::{Event, Refusal};
use crate::study::Study;

/// Why a simulation stopped.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The journal failed.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The session refused what an analyst did.
    #[error("the session refused a synthetic analyst: {0}")]
    Refused(#[from] Refusal),
    /// The journal holds participants who came through the server.
    #[error("participants have joined through the server already")]
    Occupied,
    /// The system gave no randomness for links.
    #[error("the system gave no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    /// A task ended early.
    #[error("a task ended early: {0}")]
    Task(#[from] tokio::task::JoinError),
}

/// How the names of synthetic participants begin.
const NAME: &str = "simulated-";
/// Participants that are made and written together.
const BATCH: usize = 64;

/// Enrols synthetic analysts and writes their sessions to the journal. Each session is written as a whole.
pub async fn run(
    conduct: &Conduct,
    cohort: &Cohort,
    participants: u64,
    progress: &ProgressBar,
) -> Result<(), SimulationError> {
    let seats = conduct.journal.store().seats(&conduct.study.id, 0).await?;
    if conduct.journal.is_closed(&conduct.study.id).await? {
        return Err(JournalError::StudyClosed.into());
    }
    if seats.iter().any(|state| !state.seat.participant.0.starts_with(NAME)) {
        return Err(SimulationError::Occupied);
    }
    let first = seats.len() as u64;
    let assigned = seats.iter().filter(|state| state.seat.cell.is_some()).count() as u64;
    let mut fills = Fills::default();
    for seat in seats.iter().filter(|state| state.is_kept()).map(|state| &state.seat) {
        fills.add(&conduct.counterbalance, seat.stratum.clone(), seat.cell);
    }
    let places = take_cells(&conduct.study, &conduct.counterbalance, cohort, fills, first..first + participants)?;
    for batch in places.chunks(BATCH) {
        let played: Vec<_> = tokio::task::block_in_place(|| {
            batch
                .par_iter()
                .map(|place| play(&conduct.study, &conduct.counterbalance, cohort, place.number, place.cell))
                .collect()
        });
        let mut writes = JoinSet::new();
        for (place, entries) in batch.iter().cloned().zip(played) {
            let (Place { number, cell, stratum }, entries) = (place, entries?);
            if number == 0 {
                conduct.journal.open_study(&conduct.study, entries[0].at, Origin::Simulated).await?;
            }
            let participant = ParticipantId(format!("{NAME}{:05}", number + 1));
            let token_hash = hash_token(&new_token()?);
            let (journal, study) = (conduct.journal.clone(), conduct.study.id.clone());
            let turn = assigned + (number - first);
            writes.spawn(async move {
                let given_now = Some(cell).filter(|_| stratum.is_none());
                let seat = Seat { number, cell: given_now, stratum: None, participant };
                let assignment = stratum.map(|stratum| Assignment { turn, stratum, cell });
                journal.enroll(&study, seat, token_hash, assignment, entries).await
            });
        }
        while let Some(written) = writes.join_next().await {
            written??;
            progress.inc(1);
        }
    }
    Ok(())
}

/// The sessions of synthetic analysts, with nothing written: one list of events a participant.
pub fn run_in_memory(
    study: &Study,
    counterbalance: &Counterbalance,
    cohort: &Cohort,
    participants: u64,
) -> Result<Vec<Vec<Event>>, Refusal> {
    let places = take_cells(study, counterbalance, cohort, Fills::default(), 0..participants)?;
    let events = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.event).collect();
    let played = |place: Place| play(study, counterbalance, cohort, place.number, place.cell).map(events);
    places.into_iter().map(played).collect()
}

/// Where a synthetic analyst goes.
#[derive(Debug, Clone)]
struct Place {
    number: u64,
    cell: usize,
    stratum: Option<Stratum>,
}

/// How full each cell is, by stratum; without strata all are in one.
#[derive(Debug, Default)]
struct Fills(HashMap<Option<Stratum>, Vec<usize>>);

impl Fills {
    fn of(&mut self, counterbalance: &Counterbalance, stratum: Option<Stratum>) -> &mut Vec<usize> {
        self.0.entry(stratum).or_insert_with(|| vec![0; counterbalance.cells()])
    }

    fn add(&mut self, counterbalance: &Counterbalance, stratum: Option<Stratum>, cell: Option<usize>) {
        if let Some(cell) = cell {
            self.of(counterbalance, stratum)[cell] += 1;
        }
    }
}

/// The place of each new participant, as each would get it on arriving when the one before has finished.
fn take_cells(
    study: &Study,
    counterbalance: &Counterbalance,
    cohort: &Cohort,
    mut fills: Fills,
    numbers: std::ops::Range<u64>,
) -> Result<Vec<Place>, Refusal> {
    numbers
        .map(|number| {
            let stratum = stratum_ahead(study, counterbalance, cohort, number)?;
            let fills = fills.of(counterbalance, stratum.clone());
            let cell = least_filled(counterbalance, fills, study.seed, number);
            fills[cell] += 1;
            Ok(Place { number, cell, stratum })
        })
        .collect()
}
