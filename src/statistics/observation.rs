//! One number that belongs to one participant and one item.

/// A value in the crossed table of participants and items.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation {
    /// Index of the participant.
    pub participant: usize,
    /// Index of the item.
    pub item: usize,
    /// What was observed; 0 or 1 for an event.
    pub value: f64,
}
