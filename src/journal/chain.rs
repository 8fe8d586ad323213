//! Checks the chains of a journal and names the first event that does not fit.

use super::erasure::ENROLLED;
use super::record::{Head, Record};

/// The first event of a participant that breaks the chain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the chain of participant {participant} breaks at event {seq} ({kind}): {reason}")]
pub struct Broken {
    /// Whose chain.
    pub participant: String,
    /// The event's number.
    pub seq: i64,
    /// The event's kind.
    pub kind: String,
    /// What does not fit.
    pub reason: &'static str,
}

/// Checks one participant's records, in order. Tombstones are accepted where the chain ends in a withdrawal, whose hash ties down
/// what stays of them.
pub fn verify(records: &[Record]) -> Result<Head, Broken> {
    let erased = records.iter().any(|record| record.erased);
    let withdrew = records.last().is_some_and(Record::withdraws);
    let mut head = Head::start();
    for (place, record) in records.iter().enumerate() {
        let is_last = place + 1 == records.len();
        let checked = if record.seq != head.seq {
            Err("an event before it is missing")
        } else if record.erased {
            check_tombstone(record, withdrew)
        } else if erased && withdrew && !is_last && record.kind != ENROLLED {
            Err("it was left over when the events around it were erased")
        } else {
            check_event(record, &head, erased)
        };
        checked.map_err(|reason| Broken {
            participant: record.participant.clone(),
            seq: record.seq,
            kind: record.kind.clone(),
            reason,
        })?;
        head = head.after(record);
    }
    Ok(head)
}

/// The hash of a tombstone can't be computed any more and is taken as it is.
fn check_tombstone(record: &Record, withdrew: bool) -> Result<(), &'static str> {
    if !withdrew {
        return Err("it was erased, and the participant did not withdraw");
    }
    if record.kind == ENROLLED {
        return Err("it was erased, and an enrolment never is");
    }
    if !record.payload.is_empty() || !record.client_id.is_empty() {
        return Err("it is marked as erased and still says something");
    }
    Ok(())
}

fn check_event(record: &Record, head: &Head, erased: bool) -> Result<(), &'static str> {
    let follows = |previous: &str| record.hash == record.expected_hash(previous);
    if record.withdraws() {
        // A withdrawal from before there were tombstones follows the previous hash, as every other event does.
        return if follows(&head.outline) || !erased && follows(&head.hash) {
            Ok(())
        } else {
            Err("its content, or what stays of the events before it, was changed")
        };
    }
    if !follows(&head.hash) {
        return Err("its content or its predecessor was changed");
    }
    if record.event().is_err() { Err("its payload can't be read") } else { Ok(()) }
}
