//! What happened: append-only, hash-chained events, of which a withdrawal leaves tombstones.

mod assignments;
mod chain;
mod erasure;
mod live;
mod record;
mod store;
mod token;
mod writer;

pub use assignments::Assignment;
pub use chain::{Broken, verify};
pub use live::{Conduct, Live};
pub use record::{Entry, Head, Origin, ParticipantId, Record};
pub use store::{JournalError, RECENTLY_ACTIVE, Seat, SeatState, Store};
pub use token::{hash_token, new_join_code, new_token};

use std::collections::BTreeMap;

use tokio::sync::{mpsc, oneshot};

use crate::assignment::fingerprint;
use crate::session::Event;
use crate::study::{Study, StudyId};

/// The name under which the journal keeps what happened to a study itself.
const STUDY_ITSELF: &str = "study";

/// A journal that can be written and read. Clones share the writer.
#[derive(Debug, Clone)]
pub struct Journal {
    store: Store,
    queue: mpsc::Sender<writer::Job>,
}

impl Journal {
    /// Opens the journal in a database, making its tables where they are not there yet.
    pub async fn open(url: &str) -> Result<Self, JournalError> {
        let store = Store::connect(url).await?;
        let queue = writer::start(store.clone());
        Ok(Self { store, queue })
    }

    /// What can be read besides the chains.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Appends to a participant's chain after `head` and, where a cell is due, gives it: all or nothing. When it returns, the entries
    /// are on disk; `Conflict` says that the chain had grown or that somebody else was given a cell in between, and that nothing was
    /// written. A withdrawal erases what stands before it, in the same transaction.
    pub async fn append(
        &self,
        study: &StudyId,
        participant: &ParticipantId,
        head: &Head,
        assignment: Option<Assignment>,
        entries: Vec<Entry>,
    ) -> Result<Head, JournalError> {
        let (records, head) = chain_up(study, participant, head, entries);
        let assignment = assignment.map(|assignment| (study.clone(), participant.clone(), assignment));
        self.write(None, assignment, records).await?;
        Ok(head)
    }

    /// Takes a seat and writes the first entries of its chain, with its cell where the session is of a stratified study and is written
    /// as a whole: all or nothing.
    pub async fn enroll(
        &self,
        study: &StudyId,
        seat: Seat,
        token_hash: String,
        assignment: Option<Assignment>,
        entries: Vec<Entry>,
    ) -> Result<Head, JournalError> {
        let (records, head) = chain_up(study, &seat.participant, &Head::start(), entries);
        let assignment = assignment.map(|assignment| (study.clone(), seat.participant.clone(), assignment));
        self.write(Some((study.clone(), seat, token_hash)), assignment, records).await?;
        Ok(head)
    }

    /// Writes the hashes of a study's files down, if nobody did so before.
    pub async fn open_study(&self, study: &Study, at: jiff::Timestamp, origin: Origin) -> Result<(), JournalError> {
        let opened = Event::StudyOpened {
            study: study.hashes.study.to_hex().to_string(),
            dataset: study.hashes.dataset.to_hex().to_string(),
            plan: study.hashes.plan.to_hex().to_string(),
            assignment: fingerprint(study).to_hex().to_string(),
        };
        let entry = Entry { client_id: None, event: opened, at, origin };
        let itself = ParticipantId(STUDY_ITSELF.into());
        if self.store.length(&study.id, &itself).await? > 0 {
            return Ok(());
        }
        match self.append(&study.id, &itself, &Head::start(), None, vec![entry]).await {
            Ok(_) | Err(JournalError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Refuses a study whose participants would now get other schedules than when they enrolled.
    pub async fn check_assignment(&self, study: &Study) -> Result<(), JournalError> {
        let now = fingerprint(study).to_hex().to_string();
        let events = self.study_events(&study.id).await?;
        let then = events.iter().find_map(|event| match event {
            Event::StudyOpened { assignment, .. } => Some(assignment),
            _ => None,
        });
        if then.is_some_and(|then| *then != now) { Err(JournalError::StudyChanged(study.id.0.clone())) } else { Ok(()) }
    }

    /// Closes a study, which is logged. False where it was closed before.
    pub async fn close_study(&self, study: &StudyId, at: jiff::Timestamp) -> Result<bool, JournalError> {
        if self.is_closed(study).await? {
            return Ok(false);
        }
        let itself = ParticipantId(STUDY_ITSELF.into());
        let head = Head::of(&self.study_records(study).await?);
        let entry = Entry { client_id: None, event: Event::StudyClosed, at, origin: Origin::Person };
        self.append(study, &itself, &head, None, vec![entry]).await?;
        Ok(true)
    }

    /// Whether a study was closed.
    pub async fn is_closed(&self, study: &StudyId) -> Result<bool, JournalError> {
        Ok(self.study_events(study).await?.contains(&Event::StudyClosed))
    }

    /// What happened to a study itself: opened, closed.
    pub async fn study_events(&self, study: &StudyId) -> Result<Vec<Event>, JournalError> {
        events(&self.study_records(study).await?)
    }

    /// The records of what happened to a study itself.
    pub async fn study_records(&self, study: &StudyId) -> Result<Vec<Record>, JournalError> {
        self.store.records(study, &ParticipantId(STUDY_ITSELF.into())).await
    }

    /// Every participant's records, by name.
    pub async fn participants(&self, study: &StudyId) -> Result<BTreeMap<ParticipantId, Vec<Record>>, JournalError> {
        let mut participants: BTreeMap<ParticipantId, Vec<Record>> = BTreeMap::new();
        for record in self.store.all_records(study).await? {
            if record.participant != STUDY_ITSELF {
                participants.entry(ParticipantId(record.participant.clone())).or_default().push(record);
            }
        }
        Ok(participants)
    }

    async fn write(
        &self,
        seat: Option<(StudyId, Seat, String)>,
        assignment: Option<(StudyId, ParticipantId, Assignment)>,
        records: Vec<Record>,
    ) -> Result<(), JournalError> {
        let (acknowledge, answer) = oneshot::channel();
        let job = writer::Job { seat, assignment, records, acknowledge };
        self.queue.send(job).await.map_err(|_| JournalError::Closed)?;
        answer.await.map_err(|_| JournalError::Closed)?
    }
}

/// The events of some records. What was erased is passed over: of a participant who withdrew, the enrolment and the withdrawal are
/// known and nothing else.
pub fn events(records: &[Record]) -> Result<Vec<Event>, JournalError> {
    records
        .iter()
        .filter(|record| !record.erased)
        .map(|record| {
            record.event().map_err(|source| JournalError::Payload {
                participant: record.participant.clone(),
                seq: record.seq,
                source,
            })
        })
        .collect()
}

fn chain_up(study: &StudyId, participant: &ParticipantId, head: &Head, entries: Vec<Entry>) -> (Vec<Record>, Head) {
    let mut head = head.clone();
    let mut records = Vec::with_capacity(entries.len());
    for entry in entries {
        let record = Record::after(&head, &study.0, participant, entry);
        head = head.after(&record);
        records.push(record);
    }
    (records, head)
}
