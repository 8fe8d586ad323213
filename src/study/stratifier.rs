//! The background questions by which a study can balance its cells within groups of participants.

/// A question whose answers make strata.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names in `NAMED` are the study file's")]
pub enum Stratifier {
    Role,
    Years,
    AiUse,
}

impl Stratifier {
    /// Every question with its name in study files, which is its id.
    pub const NAMED: [(&'static str, Self); 3] =
        [("role", Self::Role), ("years", Self::Years), ("ai-use", Self::AiUse)];

    /// The question's id.
    pub fn question(self) -> &'static str {
        Self::NAMED[self as usize].0
    }
}
