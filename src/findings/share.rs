//! Pooled shares of trials: how often something happened where it could.

use crate::measures::TrialRow;
use crate::statistics::pooled_mean;

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};

/// A share by its definition.
pub struct Share {
    /// The name in files and links.
    pub id: &'static str,
    /// The name for people.
    pub label: &'static str,
    /// Numerator / denominator, in words.
    pub method: &'static str,
    /// Whether it happened in a trial; none where it could not happen.
    pub event: fn(&TrialRow) -> Option<bool>,
}

impl Share {
    /// The share over all participants and items.
    pub fn estimate(&self, sample: &Sample<'_>) -> Estimate {
        self.where_asked(sample, None)
    }

    /// The same, with what the design lacks, where it can't have any such trial.
    pub fn where_asked(&self, sample: &Sample<'_>, lacks: Option<&str>) -> Estimate {
        let events = sample.observe(|row| (self.event)(row).map(indicator));
        let draft = Draft {
            id: self.id.into(),
            label: format!("{} (pooled share)", self.label),
            unit: Unit::Proportion,
            method: format!("pooled: {}", self.method),
            basis: Basis::of_events(&events),
            undefined: lacks.unwrap_or("there was no such trial (0 of 0)").into(),
            notes: Vec::new(),
        };
        sample.estimate(draft, |weights| pooled_mean(&events, weights))
    }
}
