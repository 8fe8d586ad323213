//! One line of the journal, and the chain that ties it to the lines before it.

use crate::session::Event;

/// The name of a participant in the journal: random, or numbered where simulated.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ParticipantId(pub String);

/// Who caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A person at a browser, or the facilitator.
    Person,
    /// A synthetic analyst.
    Simulated,
}

impl Origin {
    /// The name in the journal.
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Simulated => "simulated",
        }
    }

    /// The origin with a name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Person, Self::Simulated].into_iter().find(|origin| origin.name() == name)
    }
}

/// An event that is not written yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The id that the sender made, so that sending again changes nothing; none for events that the server makes.
    pub client_id: Option<String>,
    /// What happened.
    pub event: Event,
    /// When the server received it.
    pub at: jiff::Timestamp,
    /// Who caused it.
    pub origin: Origin,
}

/// The end of a participant's chain: where the next event goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The number of events so far; the next event's `seq`.
    pub seq: i64,
    /// The hash of the last event, in hexadecimal; empty before the first.
    pub hash: String,
    /// Hash over what stays of all events so far when they are erased, in hexadecimal; empty before the first.
    pub outline: String,
}

impl Head {
    /// Before the first event.
    pub fn start() -> Self {
        Self { seq: 0, hash: String::new(), outline: String::new() }
    }

    /// The end of a chain with one more record.
    #[must_use]
    pub fn after(&self, record: &Record) -> Self {
        let seq = record.seq.to_string();
        let outline = hash_of(&[&self.outline, &seq, &record.kind, &record.at, &record.origin, &record.hash]);
        Self { seq: record.seq + 1, hash: record.hash.clone(), outline }
    }

    /// The end of a chain.
    pub fn of(records: &[Record]) -> Self {
        records.iter().fold(Self::start(), |head, record| head.after(record))
    }
}

/// A written event, exactly as stored; or its tombstone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The study's name.
    pub study: String,
    /// The participant's name.
    pub participant: String,
    /// Counted from 0 for each participant.
    pub seq: i64,
    /// The event's kind.
    pub kind: String,
    /// The event's payload, as JSON; empty where it was erased.
    pub payload: String,
    /// When the server received it, RFC 3339 in UTC.
    pub at: String,
    /// Who caused it.
    pub origin: String,
    /// The sender's id, or one made from `seq`; empty where it was erased.
    pub client_id: String,
    /// BLAKE3 over the previous hash and every other field as they were written, in hexadecimal. In a withdrawal the outline stands
    /// for the previous hash: it ties down what stays of the events that are erased.
    pub hash: String,
    /// Whether payload and client id were erased when the participant withdrew.
    pub erased: bool,
}

impl Record {
    /// The record that follows `head` in a participant's chain.
    pub fn after(head: &Head, study: &str, participant: &ParticipantId, entry: Entry) -> Self {
        let (kind, payload) = entry.event.to_parts();
        let previous = if entry.event.withdraws() { &head.outline } else { &head.hash };
        let mut record = Self {
            study: study.into(),
            participant: participant.0.clone(),
            seq: head.seq,
            kind,
            payload,
            at: entry.at.to_string(),
            origin: entry.origin.name().into(),
            client_id: entry.client_id.unwrap_or_else(|| format!("server-{}", head.seq)),
            hash: String::new(),
            erased: false,
        };
        record.hash = record.expected_hash(previous);
        record
    }

    /// The hash that the record has to have after a previous hash.
    pub fn expected_hash(&self, previous: &str) -> String {
        let seq = self.seq.to_string();
        hash_of(&[
            previous,
            &self.study,
            &self.participant,
            &seq,
            &self.kind,
            &self.payload,
            &self.at,
            &self.origin,
            &self.client_id,
        ])
    }

    /// The event that the record holds. A tombstone holds none that can be read.
    pub fn event(&self) -> Result<Event, serde_json::Error> {
        Event::from_parts(&self.kind, &self.payload)
    }

    /// Whether the participant withdrew with it, so that everything before is erased.
    pub fn withdraws(&self) -> bool {
        // Most records are of another kind, and need not be read to know it.
        matches!(self.kind.as_str(), "withdrew" | "debriefed") && self.event().is_ok_and(|event| event.withdraws())
    }

    /// Whether a synthetic analyst caused it.
    pub fn is_simulated(&self) -> bool {
        Origin::named(&self.origin) == Some(Origin::Simulated)
    }
}

/// BLAKE3 over some texts. Each goes in with its length before it, so that no two lists read alike.
fn hash_of(texts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
