//! A study that is being conducted: enrols participants and keeps each session's state beside the end of its chain.

use std::sync::Arc;

use jiff::Timestamp;

use super::record::{Entry, Head, Origin, ParticipantId, Record};
use super::store::{JournalError, Seat, SeatState};
use super::token::new_token;
use super::{Journal, events};
use crate::assignment::{Counterbalance, Schedule, least_filled};
use crate::session::{Event, Refusal, Sent, Sitting};
use crate::study::Study;

/// How often something is tried again when another process wrote in between.
const TRIES: usize = 8;

/// A study with its journal.
#[derive(Debug)]
pub struct Conduct {
    /// The study.
    pub study: Arc<Study>,
    /// Its counterbalancing.
    pub counterbalance: Counterbalance,
    /// Where everything is written.
    pub journal: Journal,
    /// The first seats, as far as nothing more will happen in them. Whoever holds the lock enrols; others wait.
    settled: tokio::sync::Mutex<Vec<SeatState>>,
}

/// One session in progress.
#[derive(Debug)]
pub struct Live {
    /// The participant's seat.
    pub seat: Seat,
    /// Everything the participant will see.
    pub schedule: Schedule,
    /// The state of the session.
    pub sitting: Sitting,
    origin: Origin,
    head: Head,
}

impl Conduct {
    /// Conducts a study on a journal, unless the journal holds another study of this name.
    pub async fn open(study: Study, journal: Journal) -> Result<Self, JournalError> {
        journal.check_assignment(&study).await?;
        let counterbalance = Counterbalance::new(&study);
        Ok(Self { study: Arc::new(study), counterbalance, journal, settled: tokio::sync::Mutex::default() })
    }

    /// Enrols a participant in the least filled cell, unless the study is closed.
    pub async fn enroll(&self, token_hash: &str, at: Timestamp, origin: Origin) -> Result<Live, JournalError> {
        self.journal.open_study(&self.study, at, origin).await?;
        if self.journal.is_closed(&self.study.id).await? {
            return Err(JournalError::StudyClosed);
        }
        let participant = ParticipantId(new_token()?);
        let mut settled = self.settled.lock().await;
        for _ in 0..TRIES {
            let open = self.journal.store().seats(&self.study.id, settled.len() as u64).await?;
            let number = (settled.len() + open.len()) as u64;
            let fills = self.fills(settled.iter().chain(&open), |state| state.holds_place(at));
            settled.extend(open.into_iter().take_while(SeatState::is_settled));
            let cell = least_filled(&self.counterbalance, &fills, self.study.seed, number);
            let seat = Seat { number, cell, participant: participant.clone() };
            let entry = Entry { client_id: None, event: Event::Enrolled { number, cell }, at, origin };
            match self.journal.enroll(&self.study.id, seat.clone(), token_hash.into(), vec![entry]).await {
                Ok(head) => {
                    let schedule = self.schedule(&seat);
                    return Ok(Live { seat, schedule, sitting: Sitting::default(), origin, head });
                }
                // Somebody took the number, or the same link was opened twice at the same time.
                Err(JournalError::Conflict) => {
                    if let Some(seat) = self.journal.store().seat_by_token(&self.study.id, token_hash).await? {
                        return self.load(seat).await;
                    }
                }
                Err(error) => return Err(error),
            }
        }
        Err(JournalError::Conflict)
    }

    /// Loads a session from the journal.
    pub async fn load(&self, seat: Seat) -> Result<Live, JournalError> {
        let records = self.journal.store().records(&self.study.id, &seat.participant).await?;
        let events = events(&records)?;
        let ids = records.iter().filter(|record| !record.erased).map(|record| record.client_id.as_str());
        let simulated = records.first().is_some_and(Record::is_simulated);
        Ok(Live {
            schedule: self.schedule(&seat),
            seat,
            sitting: Sitting::after(ids.zip(&events)),
            origin: if simulated { Origin::Simulated } else { Origin::Person },
            head: Head::of(&records),
        })
    }

    /// Takes what a participant sent. When it returns, everything that counts as saved is on disk.
    pub async fn submit(
        &self,
        live: &mut Live,
        sent: Vec<Sent>,
        at: Timestamp,
    ) -> Result<Vec<(String, Result<(), Refusal>)>, JournalError> {
        for _ in 0..TRIES {
            let mut sitting = live.sitting.clone();
            let taken = sitting.take(&self.study, &live.schedule, sent.clone());
            let origin = live.origin;
            let entry = |(client_id, event)| Entry { client_id, event, at, origin };
            let entries: Vec<Entry> = taken.entries.into_iter().map(entry).collect();
            if entries.is_empty() {
                return Ok(taken.outcomes);
            }
            match self.journal.append(&self.study.id, &live.seat.participant, &live.head, entries).await {
                Ok(head) => {
                    live.head = head;
                    live.sitting = sitting;
                    return Ok(taken.outcomes);
                }
                Err(JournalError::Conflict) => *live = self.load(live.seat.clone()).await?,
                Err(error) => return Err(error),
            }
        }
        Err(JournalError::Conflict)
    }

    /// Reads a session again where another process has written to its chain.
    pub async fn refresh(&self, live: &mut Live) -> Result<(), JournalError> {
        let length = self.journal.store().length(&self.study.id, &live.seat.participant).await?;
        if length != live.head.seq {
            *live = self.load(live.seat.clone()).await?;
        }
        Ok(())
    }

    /// The schedule of a seat.
    pub fn schedule(&self, seat: &Seat) -> Schedule {
        Schedule::new(&self.study, &self.counterbalance, self.counterbalance.cell(seat.cell), seat.number)
    }

    /// For each cell, how many of some seats count.
    pub fn fills<'s>(
        &self,
        seats: impl IntoIterator<Item = &'s SeatState>,
        counts: impl Fn(&SeatState) -> bool,
    ) -> Vec<usize> {
        let mut fills = vec![0; self.counterbalance.cells()];
        for state in seats.into_iter().filter(|state| counts(state)) {
            fills[state.seat.cell] += 1;
        }
        fills
    }
}
