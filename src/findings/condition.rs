//! What a participant met an item with.

/// Whether a trial had advice, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// No advice.
    Unaided,
    /// Right advice.
    Right,
    /// Wrong advice.
    Wrong,
}
