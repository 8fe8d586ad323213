//! What a check of a dataset found.

use serde::Serialize;

use crate::study::{AdviceSupply, Problem};

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Nothing speaks against the set.
    Passed,
    /// There is too little to judge by.
    NotJudged,
    /// Something to look at.
    Warned,
    /// The set should not be used as it is.
    Failed,
}

impl Outcome {
    /// How a leak ends: advice and alerts that an adviser and a queue gave can't be mended.
    pub fn of_leak(supply: AdviceSupply) -> Self {
        match supply {
            AdviceSupply::Written => Self::Failed,
            AdviceSupply::AsGiven => Self::Warned,
        }
    }

    /// The word that a person reads.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::NotJudged => "not judged",
            Self::Warned => "warning",
            Self::Failed => "failed",
        }
    }
}

/// One check's result.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which check: a stable name.
    pub check: &'static str,
    /// How it ended.
    pub outcome: Outcome,
    /// What was found, with its figures.
    pub message: String,
    /// Where, row by row.
    pub places: Vec<Problem>,
    /// What to do.
    pub hint: Option<String>,
}

impl Finding {
    /// A finding about the set as a whole.
    pub fn new(check: &'static str, outcome: Outcome, message: impl Into<String>) -> Self {
        Self { check, outcome, message: message.into(), places: Vec::new(), hint: None }
    }

    /// A check that passes where there is no place to show, and otherwise ends as `outcome`.
    pub fn of_places(check: &'static str, outcome: Outcome, places: Vec<Problem>, fine: &str, wrong: &str) -> Self {
        if places.is_empty() {
            return Self::new(check, Outcome::Passed, fine);
        }
        Self { places, ..Self::new(check, outcome, wrong) }
    }

    /// The same finding with advice on what to do, unless it passed.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = (self.outcome > Outcome::Passed).then(|| hint.into());
        self
    }
}
