//! Checks the chains of a journal and names the first event that does not fit.

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

/// Checks one participant's records, in order.
pub fn verify(records: &[Record]) -> Result<Head, Broken> {
    let mut head = Head::start();
    for record in records {
        let broken = |reason| {
            Err(Broken { participant: record.participant.clone(), seq: record.seq, kind: record.kind.clone(), reason })
        };
        if record.seq != head.seq {
            return broken("an event before it is missing");
        }
        if record.hash != record.expected_hash(&head.hash) {
            return broken("its content or its predecessor was changed");
        }
        if record.event().is_err() {
            return broken("its payload can't be read");
        }
        head = record.head();
    }
    Ok(head)
}
