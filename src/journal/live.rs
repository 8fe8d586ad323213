//! A study that is being conducted: enrols participants and keeps each session's state beside the end of its chain.

use std::sync::Arc;

use jiff::Timestamp;

use super::assignments::Assignment;
use super::record::{Entry, Head, Origin, ParticipantId, Record};
use super::store::{JournalError, Seat, SeatState};
use super::token::new_token;
use super::{Journal, events};
use crate::assignment::{Counterbalance, Schedule, Stratum, least_filled};
use crate::session::{Event, Refusal, Sent, Sitting, cell_of, late_return, stratum_of};
use crate::study::{Page, Study};

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
    /// The first seats, as far as nothing more will happen in them. Whoever holds the lock takes a cell; others wait.
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
    /// When the last event was received.
    last_at: Timestamp,
}

impl Live {
    /// Seconds since the last event, by the server's clock.
    pub fn seconds_since_last(&self, now: Timestamp) -> f64 {
        now.duration_since(self.last_at).as_secs_f64()
    }
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
        let is_stratified = !self.study.stratify.is_empty();
        let mut settled = self.settled.lock().await;
        for _ in 0..TRIES {
            let place = |seats: &[&SeatState]| {
                let number = seats.len() as u64;
                (number, (!is_stratified).then(|| self.least_filled(seats, None, number, at)))
            };
            let (number, cell) = self.among_seats(&mut settled, place).await?;
            let seat = Seat { number, cell, stratum: None, participant: participant.clone() };
            let entry = Entry { client_id: None, event: Event::Enrolled { number, cell }, at, origin };
            match self.journal.enroll(&self.study.id, seat.clone(), token_hash.into(), None, vec![entry]).await {
                Ok(head) => {
                    let schedule = self.schedule(&seat);
                    return Ok(Live { seat, schedule, sitting: Sitting::default(), origin, head, last_at: at });
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
    pub async fn load(&self, mut seat: Seat) -> Result<Live, JournalError> {
        let records = self.journal.store().records(&self.study.id, &seat.participant).await?;
        let events = events(&records)?;
        let ids = records.iter().filter(|record| !record.erased).map(|record| record.client_id.as_str());
        seat.cell = cell_of(&events).or(seat.cell);
        seat.stratum = stratum_of(&events);
        let simulated = records.first().is_some_and(Record::is_simulated);
        Ok(Live {
            schedule: self.schedule(&seat),
            seat,
            sitting: Sitting::after(ids.zip(&events)),
            origin: if simulated { Origin::Simulated } else { Origin::Person },
            head: Head::of(&records),
            last_at: records.last().and_then(|record| record.at.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH),
        })
    }

    /// Takes what a participant sent. When it returns, everything that counts as saved is on disk.
    pub async fn submit(
        &self,
        live: &mut Live,
        sent: Vec<Sent>,
        at: Timestamp,
    ) -> Result<Vec<(String, Result<(), Refusal>)>, JournalError> {
        if live.seat.cell.is_some() {
            return self.submit_together(live, sent, at).await;
        }
        // The answers that give the cell may be among these, and what follows them is judged by the schedule of that cell.
        let mut outcomes = Vec::with_capacity(sent.len());
        for one in sent {
            outcomes.extend(self.submit_together(live, vec![one], at).await?);
        }
        Ok(outcomes)
    }

    async fn submit_together(
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
            let mut entries: Vec<Entry> = taken.entries.into_iter().map(entry).collect();
            if entries.is_empty() {
                return Ok(taken.outcomes);
            }
            let mut placed = live.seat.clone();
            let (study, participant) = (&self.study.id, &live.seat.participant);
            let written = match self.due_stratum(&placed, &entries) {
                None => self.journal.append(study, participant, &live.head, None, entries).await,
                Some(stratum) => {
                    let mut settled = self.settled.lock().await;
                    let assign = |seats: &[&SeatState]| self.assignment(seats, stratum, live.seat.number, at);
                    let assignment = self.among_seats(&mut settled, assign).await?;
                    let Assignment { stratum, cell, .. } = assignment.clone();
                    (placed.cell, placed.stratum) = (Some(cell), Some(stratum.clone()));
                    let event = Event::Assigned { stratum, cell };
                    sitting.apply_own(&event);
                    entries.push(entry((None, event)));
                    self.journal.append(study, participant, &live.head, Some(assignment), entries).await
                }
            };
            match written {
                Ok(head) => {
                    if placed != live.seat {
                        live.schedule = self.schedule(&placed);
                    }
                    (live.seat, live.sitting, live.head, live.last_at) = (placed, sitting, head, at);
                    return Ok(taken.outcomes);
                }
                Err(JournalError::Conflict) => *live = self.load(live.seat.clone()).await?,
                Err(error) => return Err(error),
            }
        }
        Err(JournalError::Conflict)
    }

    /// Writes down that the participant came back too late, where the study has a longest break and it was longer.
    pub async fn note_return(&self, live: &mut Live, at: Timestamp) -> Result<(), JournalError> {
        for _ in 0..TRIES {
            let away_min = u64::try_from(at.duration_since(live.last_at).as_mins()).unwrap_or(0);
            let late = late_return(&self.study, &live.schedule, live.sitting.progress(), away_min);
            let Some(event) = late else { return Ok(()) };
            let entry = Entry { client_id: None, event: event.clone(), at, origin: live.origin };
            match self.journal.append(&self.study.id, &live.seat.participant, &live.head, None, vec![entry]).await {
                Ok(head) => {
                    live.sitting.apply_own(&event);
                    (live.head, live.last_at) = (head, at);
                    return Ok(());
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

    /// The schedule of a seat; of one that has no cell yet, a schedule that nobody will follow: it is used up to the questions that
    /// give the cell, which are the same in all schedules.
    pub fn schedule(&self, seat: &Seat) -> Schedule {
        let cell = self.counterbalance.cell(seat.cell.unwrap_or(0));
        Schedule::new(&self.study, &self.counterbalance, cell, seat.number)
    }

    /// For each cell, how many of some seats count.
    pub fn fills<'s>(
        &self,
        seats: impl IntoIterator<Item = &'s SeatState>,
        counts: impl Fn(&SeatState) -> bool,
    ) -> Vec<usize> {
        let mut fills = vec![0; self.counterbalance.cells()];
        for cell in seats.into_iter().filter(|state| counts(state)).filter_map(|state| state.seat.cell) {
            fills[cell] += 1;
        }
        fills
    }

    /// The stratum in which a cell is due, where the questions that make it are among some entries.
    fn due_stratum(&self, seat: &Seat, entries: &[Entry]) -> Option<Stratum> {
        let stratum = |entry: &Entry| match &entry.event {
            Event::Answered { page: Page::Background, answers } => Stratum::of(&self.study, answers),
            _ => None,
        };
        entries.iter().find_map(stratum).filter(|_| seat.cell.is_none())
    }

    /// The next assignment: the least filled cell of the stratum.
    fn assignment(&self, seats: &[&SeatState], stratum: Stratum, number: u64, at: Timestamp) -> Assignment {
        let turn = seats.iter().filter(|state| state.seat.cell.is_some()).count() as u64;
        let cell = self.least_filled(seats, Some(&stratum), number, at);
        Assignment { turn, stratum, cell }
    }

    /// The least filled cell of a stratum, or of a study without strata.
    fn least_filled(&self, seats: &[&SeatState], stratum: Option<&Stratum>, number: u64, at: Timestamp) -> usize {
        let counts = |state: &SeatState| state.holds_place(at) && state.seat.stratum.as_ref() == stratum;
        let fills = self.fills(seats.iter().copied(), counts);
        least_filled(&self.counterbalance, &fills, self.study.seed, number)
    }

    /// What `find` finds among all seats. Those at the beginning in which nothing more will happen are read once.
    async fn among_seats<T>(
        &self,
        settled: &mut Vec<SeatState>,
        find: impl FnOnce(&[&SeatState]) -> T,
    ) -> Result<T, JournalError> {
        let open = self.journal.store().seats(&self.study.id, settled.len() as u64).await?;
        let seats: Vec<&SeatState> = settled.iter().chain(&open).collect();
        let found = find(&seats);
        settled.extend(open.into_iter().take_while(SeatState::is_settled));
        Ok(found)
    }
}
