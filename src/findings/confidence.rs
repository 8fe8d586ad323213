//! Whether stated confidence is worth anything: calibration and discrimination by arm and by correctness of the advice.

use serde::Serialize;

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::{BINS, Calibration, Stated, StatedDecisions, Weights};

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample};

/// Trials that are looked at apart.
struct Group {
    id: &'static str,
    with: &'static str,
    holds: fn(&TrialRow) -> bool,
}

const GROUPS: [Group; 4] = [
    Group { id: "unaided", with: "without advice", holds: |row| row.arm == Arm::Unaided },
    Group { id: "aided", with: "with advice", holds: |row| row.arm == Arm::Aided },
    Group { id: "right-advice", with: "with right advice", holds: |row| row.advice_correct() == Some(true) },
    Group { id: "wrong-advice", with: "with wrong advice", holds: |row| row.advice_correct() == Some(false) },
];

/// One number of a calibration.
struct Part {
    id: &'static str,
    label: &'static str,
    unit: Unit,
    formula: &'static str,
    of: fn(&Calibration) -> f64,
}

const PARTS: [Part; 8] = [
    Part {
        id: "brier-score",
        label: "Brier score of confidence (0 is best)",
        unit: Unit::Score,
        formula: "mean (q - y)^2",
        of: |found| found.brier,
    },
    Part {
        id: "calibration-error",
        label: "Expected calibration error of confidence (0 is best)",
        unit: Unit::Proportion,
        formula: "mean |mean q - mean y| over ten bins of equal width",
        of: |found| found.expected_calibration_error,
    },
    Part {
        id: "brier-reliability",
        label: "Reliability, a part of the Brier score (0 is best)",
        unit: Unit::Score,
        formula: "mean (mean q - mean y)^2 over bins",
        of: |found| found.reliability,
    },
    Part {
        id: "brier-resolution",
        label: "Resolution, a part of the Brier score (the more the better)",
        unit: Unit::Score,
        formula: "variance between bins of mean y",
        of: |found| found.resolution,
    },
    Part {
        id: "brier-uncertainty",
        label: "Uncertainty, a part of the Brier score",
        unit: Unit::Score,
        formula: "share right * share wrong",
        of: |found| found.uncertainty,
    },
    Part {
        id: "brier-variance-within",
        label: "Variance within bins, a part of the Brier score",
        unit: Unit::Score,
        formula: "mean (q - mean q of its bin)^2",
        of: |found| found.variance_within_bins,
    },
    Part {
        id: "brier-covariance-within",
        label: "Covariance within bins, a part of the Brier score",
        unit: Unit::Score,
        formula: "2 * mean (q - mean q of its bin) (y - mean y of its bin)",
        of: |found| found.covariance_within_bins,
    },
    Part {
        id: "over-confidence",
        label: "Over-confidence: stated minus actual share of right decisions (percentage points)",
        unit: Unit::Points,
        formula: "mean q - mean y",
        of: |found| 100.0 * found.over_confidence,
    },
];

/// The decisions whose stated confidence lies in one bin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ConfidenceBin {
    /// What the trials were: `unaided`, `aided`, `right-advice` or `wrong-advice`.
    pub trials_of: &'static str,
    /// Where the bin begins, from 0 to 1; it ends a tenth later.
    pub from: f64,
    /// How many decisions.
    pub trials: usize,
    /// How many of them were right.
    pub correct: usize,
    /// Mean stated probability of being right.
    pub mean_stated: f64,
}

/// Brier score, calibration error, Murphy's parts with the terms within bins, over-confidence and AUROC2 of each group of trials, pooled:
/// see [`Calibration`]. They need a stated confidence.
pub fn confidence(sample: &Sample<'_>) -> Vec<Estimate> {
    GROUPS.iter().flat_map(|group| group.estimates(sample)).collect()
}

/// The bins that hold any decision.
pub fn confidence_bins(sample: &Sample<'_>) -> Vec<ConfidenceBin> {
    let even = sample.even();
    let bins = |group: &Group| -> Vec<ConfidenceBin> {
        let Some(found) = group.stated(sample).calibration(&even) else { return Vec::new() };
        let bin = |(place, bin): (usize, &crate::statistics::CalibrationBin)| {
            Some(ConfidenceBin {
                trials_of: group.id,
                from: place as f64 / BINS as f64,
                trials: bin.trials,
                correct: bin.correct,
                mean_stated: bin.mean_stated()?,
            })
        };
        found.bins.iter().enumerate().filter_map(bin).collect()
    };
    GROUPS.iter().flat_map(bins).collect()
}

impl Group {
    fn stated(&self, sample: &Sample<'_>) -> StatedDecisions {
        let rows = sample.table.rows.iter().filter(|row| (self.holds)(row) && row.decision.is_some());
        let stated = |row: &TrialRow| {
            Some(Stated {
                participant: row.participant,
                item: row.item,
                stated: row.confidence? / 100.0,
                correct: row.correct(),
            })
        };
        StatedDecisions::new(rows.filter_map(stated).collect())
    }

    fn estimates(&self, sample: &Sample<'_>) -> Vec<Estimate> {
        let stated = self.stated(sample);
        let found = stated.calibration(&sample.even());
        let drafts = PARTS
            .iter()
            .map(|part| {
                let method = format!("{}; q the stated probability, y 1 if right and 0 if not", part.formula);
                self.draft(part.id, part.label, part.unit, method, &stated, found.as_ref())
            })
            .chain([self.draft(
                "auroc2",
                "AUROC2: right decisions made with more confidence than wrong ones (1/2 is chance)",
                Unit::Score,
                "share of pairs of a right and a wrong decision in which the right one had more confidence, ties one half".into(),
                &stated,
                None,
            )])
            .collect();
        sample.jointly(drafts, |weights: &Weights| {
            let found = stated.calibration(weights);
            let parts = PARTS.iter().map(|part| found.as_ref().map(part.of));
            parts.chain([stated.area(weights)]).collect()
        })
    }

    fn draft(
        &self,
        id: &str,
        label: &str,
        unit: Unit,
        method: String,
        stated: &StatedDecisions,
        found: Option<&Calibration>,
    ) -> Draft {
        let decisions = stated.decisions();
        let is_binned = id.starts_with("calibration");
        let bins = found.filter(|_| is_binned).map(|found| {
            let counts: Vec<String> = found.bins.iter().map(|bin| bin.trials.to_string()).collect();
            format!("trials in the bins from 0 to 1: {}; biased upward where they are few", counts.join(", "))
        });
        Draft {
            id: format!("{id}-{}", self.id),
            label: format!("{label}, {} (pooled)", self.with),
            unit,
            method,
            basis: Basis {
                participants: decisions.iter().map(|decision| decision.participant).collect(),
                items: decisions.iter().map(|decision| decision.item).collect(),
                trials: decisions.len(),
                fraction: None,
            },
            undefined: if decisions.is_empty() {
                format!("no confidence was stated {}", self.with)
            } else {
                format!("the decisions {} are all right or all wrong", self.with)
            },
            notes: bins.into_iter().collect(),
        }
    }
}
