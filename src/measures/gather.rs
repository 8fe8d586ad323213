//! From the journal to the participations that are measured, with what a report says of their origin.

use jiff::Timestamp;

use super::Participation;
use crate::assignment::Counterbalance;
use crate::journal::{Journal, JournalError, Record, events, verify};
use crate::session::{Event, cell_of};
use crate::study::{Page, Study};

/// Everything that the journal holds on a study.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// The participants, in the order of their enrolment.
    pub participations: Vec<Participation>,
    /// How many of them were simulated.
    pub simulated: usize,
    /// Events of the participants' chains, erased ones included.
    pub events: usize,
    /// Events of which only a tombstone stays.
    pub erased_events: usize,
    /// Participants whose events were erased.
    pub erased_participants: usize,
    /// First and last day of the data (UTC).
    pub days: Option<(String, String)>,
    /// Hash over the last links of all chains, the study's own included, in hexadecimal.
    pub data_hash: String,
    /// What differs from the files as they were at the first enrolment.
    pub deviations: Vec<String>,
    /// Whether the study was closed.
    pub closed: bool,
    /// Of those who finished and let their data be kept, how many answered the last questions only after the study was closed: they
    /// may have seen the results before.
    pub finished_after_close: usize,
}

/// Reads a study's participants. Every chain is verified on the way.
pub async fn gather(journal: &Journal, study: &Study) -> Result<Gathered, JournalError> {
    let mut gathered = Gathered::default();
    let mut hasher = blake3::Hasher::new();
    let mut numbered = Vec::new();
    journal.check_assignment(study).await?;
    let of_study = journal.study_records(&study.id).await?;
    verify(&of_study)?;
    let closed_at = of_study.iter().find(|record| matches!(record.event(), Ok(Event::StudyClosed))).and_then(received);
    for (participant, records) in journal.participants(&study.id).await? {
        verify(&records)?;
        gathered.simulated += usize::from(records.iter().any(Record::is_simulated));
        for record in records.iter().filter(|record| !record.erased) {
            gathered.see_day(&record.at);
        }
        let erased = records.iter().filter(|record| record.erased).count();
        gathered.events += records.len();
        gathered.erased_events += erased;
        gathered.erased_participants += usize::from(erased > 0);
        hasher.update(records.last().map_or("", |record| &record.hash).as_bytes());
        let events = events(&records)?;
        if let Some(closed_at) = closed_at
            && !events.iter().any(Event::withdraws)
        {
            let finished_at = records.iter().zip(&events).find(|(_, event)| is_finish(event));
            let finished_at = finished_at.and_then(|(record, _)| received(record));
            gathered.finished_after_close += usize::from(finished_at.is_some_and(|at| at > closed_at));
        }
        let number = match events.first() {
            Some(Event::Enrolled { number, .. }) => *number,
            _ => u64::MAX,
        };
        numbered.push((number, Participation { name: participant.0, events }));
    }
    numbered.sort_by_key(|(number, _)| *number);
    gathered.participations = numbered.into_iter().map(|(_, participation)| participation).collect();
    hasher.update(of_study.last().map_or("", |record| &record.hash).as_bytes());
    gathered.data_hash = hasher.finalize().to_hex().to_string();
    for event in events(&of_study)? {
        match event {
            Event::StudyOpened { study: file, dataset, plan, .. } => {
                let now = study.hashes;
                let pairs = [
                    ("study file", file, now.study),
                    ("dataset", dataset, now.dataset),
                    ("analysis plan", plan, now.plan),
                ];
                let changed = pairs.into_iter().filter(|(_, then, now)| *then != now.to_hex().to_string());
                gathered
                    .deviations
                    .extend(changed.map(|(what, ..)| format!("the {what} was changed after the first enrolment")));
            }
            Event::StudyClosed => gathered.closed = true,
            _ => {}
        }
    }
    Ok(gathered)
}

/// The participations in one of the study's conditions.
pub fn in_condition(study: &Study, participations: Vec<Participation>, condition: usize) -> Vec<Participation> {
    let counterbalance = Counterbalance::new(study);
    let is_in = |participation: &Participation| {
        cell_of(&participation.events).is_some_and(|cell| counterbalance.cell(cell).condition == condition)
    };
    participations.into_iter().filter(is_in).collect()
}

/// When the server received a record.
fn received(record: &Record) -> Option<Timestamp> {
    record.at.parse().ok()
}

/// Whether the last questions were answered with it.
fn is_finish(event: &Event) -> bool {
    matches!(event, Event::Answered { page: Page::Final, .. })
}

impl Gathered {
    /// Whether any participant was a person.
    pub fn has_people(&self) -> bool {
        self.participations.len() > self.simulated
    }

    fn see_day(&mut self, at: &str) {
        let day = at.get(..10).unwrap_or(at);
        match &mut self.days {
            None => self.days = Some((day.into(), day.into())),
            Some((first, last)) => {
                if day < first.as_str() {
                    *first = day.into();
                }
                if day > last.as_str() {
                    *last = day.into();
                }
            }
        }
    }
}
