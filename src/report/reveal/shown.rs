//! What of an estimate may be shown to a room: nothing that is about fewer than five people.

use crate::findings::{Estimate, FEWEST_PEOPLE, Findings};
use crate::report::certainty::PILOT_PEOPLE;
use crate::report::numbers::{count, finite};
use crate::report::reading::{Direction, Reading, estimate};

/// An estimate as a room sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Shown {
    /// It has a value, about enough people.
    Known(Reading),
    /// It is about so few people that they could be recognised.
    TooFew(usize),
    /// It has no value.
    Missing,
}

impl Shown {
    /// What may be shown of an estimate.
    pub fn of(estimate: &Estimate) -> Self {
        match finite(estimate.value) {
            None => Self::Missing,
            Some(_) if estimate.participants < FEWEST_PEOPLE => Self::TooFew(estimate.participants),
            Some(value) => Self::Known(Reading { value, interval: finite(estimate.low).zip(finite(estimate.high)) }),
        }
    }

    /// What may be shown of the estimate of that id.
    pub fn named(findings: &Findings, id: &str) -> Self {
        estimate(findings, id).map_or(Self::Missing, Self::of)
    }

    /// The reading, where it may be shown.
    pub fn known(self) -> Option<Reading> {
        if let Self::Known(reading) = self { Some(reading) } else { None }
    }

    /// Which way it points, where it may be shown and has an interval.
    pub fn direction(self) -> Option<Direction> {
        self.known()?.direction()
    }
}

/// A count of trials as a room sees it: (events, opportunities), where enough people are behind it and there were opportunities.
pub fn fraction(estimate: &Estimate) -> Option<(usize, usize)> {
    Shown::of(estimate).known()?;
    let (events, all) = finite(estimate.numerator).zip(finite(estimate.denominator))?;
    Some((events.round() as usize, all.round() as usize))
}

/// A fraction in words: `33 of 72`.
pub fn of((events, all): (usize, usize)) -> String {
    format!("{events}\u{a0}of\u{a0}{all}")
}

/// Why a number is not shown.
pub fn too_few(people: usize) -> String {
    format!(
        "At least five people are needed, so that nobody is recognised; there {} {people} so far.",
        if people == 1 { "is" } else { "are" }
    )
}

/// Whether a screen has to be taken with care, and why.
pub fn caution(findings: &Findings) -> Option<String> {
    let people = findings.flow.analysed;
    (people < PILOT_PEOPLE)
        .then(|| format!("{} are few: take it as a hint, not as a proof.", count(people, "person", "people")))
}
