//! Group commit: one task takes everything that waits into one transaction and acknowledges after the commit.

use tokio::sync::{mpsc, oneshot};

use super::assignments::{Assignment, insert_assignment};
use super::erasure::{empty_log, erase_before};
use super::record::{ParticipantId, Record};
use super::store::{JournalError, Seat, Store, insert_records, insert_seat};
use crate::study::StudyId;

/// Something to be written as a whole or not at all.
#[derive(Debug)]
pub struct Job {
    /// A seat to be taken, with the hash of its token.
    pub seat: Option<(StudyId, Seat, String)>,
    /// A cell to be given.
    pub assignment: Option<(StudyId, ParticipantId, Assignment)>,
    /// Records to be appended.
    pub records: Vec<Record>,
    /// Where the answer goes, after the commit.
    pub acknowledge: oneshot::Sender<Result<(), JournalError>>,
}

/// Jobs that wait in the queue before senders have to wait.
const QUEUE: usize = 1024;
/// Jobs in one transaction.
const GROUP: usize = 256;

/// Starts the writer of a store; it ends when the last sender is dropped.
pub fn start(store: Store) -> mpsc::Sender<Job> {
    let (sender, mut queue) = mpsc::channel(QUEUE);
    tokio::spawn(async move {
        let mut jobs = Vec::with_capacity(GROUP);
        while queue.recv_many(&mut jobs, GROUP).await > 0 {
            write_group(&store, std::mem::take(&mut jobs)).await;
        }
    });
    sender
}

/// Writes the jobs together; where one of them does not fit, each on its own, so that it fails alone. A database that fails, fails
/// for all.
async fn write_group(store: &Store, jobs: Vec<Job>) {
    let together = write(store, &jobs).await;
    for job in jobs {
        let result = match &together {
            Ok(()) => Ok(()),
            Err(JournalError::Conflict) => write(store, std::slice::from_ref(&job)).await,
            Err(error) => Err(JournalError::Unwritten(error.to_string())),
        };
        // A sender that no longer waits has given up; its job is written all the same.
        drop(job.acknowledge.send(result));
    }
}

/// Writes jobs in one transaction. A withdrawal among them erases what its participant's chain said before.
async fn write(store: &Store, jobs: &[Job]) -> Result<(), JournalError> {
    let mut transaction = store.begin().await?;
    for (study, seat, token_hash) in jobs.iter().filter_map(|job| job.seat.as_ref()) {
        if !insert_seat(&mut transaction, study, seat, token_hash).await? {
            return Err(JournalError::Conflict);
        }
    }
    for (study, participant, assignment) in jobs.iter().filter_map(|job| job.assignment.as_ref()) {
        if !insert_assignment(&mut transaction, study, participant, assignment).await? {
            return Err(JournalError::Conflict);
        }
    }
    let records: Vec<&Record> = jobs.iter().flat_map(|job| &job.records).collect();
    if !insert_records(&mut transaction, &records).await? {
        return Err(JournalError::Conflict);
    }
    let ends: Vec<&Record> = records.into_iter().filter(|record| record.withdraws()).collect();
    for end in &ends {
        erase_before(&mut transaction, end).await?;
    }
    transaction.commit().await?;
    if !ends.is_empty() {
        tokio::spawn(empty_log(store.clone()));
    }
    Ok(())
}
