//! Many synthetic analysts at once: into a journal, or straight into memory.

use indicatif::ProgressBar;
use rayon::prelude::*;
use tokio::task::JoinSet;

use super::cohort::Cohort;
use super::play::play;
use crate::assignment::{Counterbalance, least_filled};
use crate::journal::{Conduct, Entry, JournalError, Origin, ParticipantId, Seat, SeatState, hash_token, new_token};
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
    let fills = conduct.fills(&seats, SeatState::is_kept);
    let cells = take_cells(&conduct.study, &conduct.counterbalance, fills, first..first + participants);
    for batch in cells.chunks(BATCH) {
        let played: Vec<_> = tokio::task::block_in_place(|| {
            batch
                .par_iter()
                .map(|&(number, cell)| play(&conduct.study, &conduct.counterbalance, cohort, number, cell))
                .collect()
        });
        let mut writes = JoinSet::new();
        for (&(number, cell), entries) in batch.iter().zip(played) {
            let entries = entries?;
            if number == 0 {
                conduct.journal.open_study(&conduct.study, entries[0].at, Origin::Simulated).await?;
            }
            let participant = ParticipantId(format!("{NAME}{:05}", number + 1));
            let seat = Seat { number, cell, participant };
            let token_hash = hash_token(&new_token()?);
            let (journal, study) = (conduct.journal.clone(), conduct.study.id.clone());
            writes.spawn(async move { journal.enroll(&study, seat, token_hash, entries).await });
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
    let cells = take_cells(study, counterbalance, vec![0; counterbalance.cells()], 0..participants);
    let events = |entries: Vec<Entry>| entries.into_iter().map(|entry| entry.event).collect();
    cells.into_iter().map(|(number, cell)| play(study, counterbalance, cohort, number, cell).map(events)).collect()
}

/// The cell of each new participant, as each would get it on arriving when the one before has finished.
fn take_cells(
    study: &Study,
    counterbalance: &Counterbalance,
    mut fills: Vec<usize>,
    numbers: std::ops::Range<u64>,
) -> Vec<(u64, usize)> {
    numbers
        .map(|number| {
            let cell = least_filled(counterbalance, &fills, study.seed, number);
            fills[cell] += 1;
            (number, cell)
        })
        .collect()
}
