//! Calibration and discrimination of confidence, laid out once and computed for many weights.

use super::calibration::{BINS, Calibration, CalibrationBin, bin_of, outcome};
use super::resampling::Weights;

/// A decision with the stated probability that it is right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stated {
    /// Index of the participant.
    pub participant: usize,
    /// Index of the item.
    pub item: usize,
    /// From 0 to 1.
    pub stated: f64,
    /// Whether it is right.
    pub correct: bool,
}

/// Decisions in ascending order of what was stated.
#[derive(Debug, Clone)]
pub struct StatedDecisions {
    ascending: Vec<Stated>,
}

/// Weighted sums over the decisions of a bin.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    weight: f64,
    stated: f64,
    correct: f64,
    stated_squared: f64,
    stated_correct: f64,
}

impl StatedDecisions {
    /// Lays the decisions out.
    pub fn new(mut decisions: Vec<Stated>) -> Self {
        decisions.sort_by(|a, b| {
            let key = |one: &Stated| (one.participant, one.item, one.correct);
            a.stated.total_cmp(&b.stated).then_with(|| key(a).cmp(&key(b)))
        });
        Self { ascending: decisions }
    }

    /// The decisions.
    pub fn decisions(&self) -> &[Stated] {
        &self.ascending
    }

    /// What [`calibration`](super::calibration()) says of decisions that count by whole weights: the Brier score with Murphy's
    /// parts and the terms within bins, from sums over ten bins. None where the weights are zero.
    pub fn calibration(&self, weights: &Weights) -> Option<Calibration> {
        let mut bins = [Sums::default(); BINS];
        for decision in &self.ascending {
            let weight = weights.of(decision.participant, decision.item);
            let correct = outcome(decision.correct);
            let sums = &mut bins[bin_of(decision.stated)];
            sums.weight += weight;
            sums.stated += weight * decision.stated;
            sums.correct += weight * correct;
            sums.stated_squared += weight * decision.stated * decision.stated;
            sums.stated_correct += weight * decision.stated * correct;
        }
        let total = |of: fn(&Sums) -> f64| bins.iter().map(of).sum::<f64>();
        let weight = total(|sums| sums.weight);
        if weight <= 0.0 {
            return None;
        }
        let (stated, accuracy) = (total(|sums| sums.stated) / weight, total(|sums| sums.correct) / weight);
        let over_bins = |of: &dyn Fn(&Sums, f64, f64) -> f64| {
            let met = bins.iter().filter(|sums| sums.weight > 0.0);
            met.map(|sums| of(sums, sums.stated / sums.weight, sums.correct / sums.weight)).sum::<f64>() / weight
        };
        let bin = |sums: &Sums| CalibrationBin {
            trials: sums.weight as usize,
            correct: sums.correct as usize,
            stated: sums.stated,
        };
        Some(Calibration {
            // An outcome is its own square.
            brier: total(|sums| sums.stated_squared - 2.0 * sums.stated_correct + sums.correct) / weight,
            reliability: over_bins(&|sums, stated, correct| sums.weight * (stated - correct).powi(2)),
            resolution: over_bins(&|sums, _, correct| sums.weight * (correct - accuracy).powi(2)),
            uncertainty: accuracy * (1.0 - accuracy),
            variance_within_bins: over_bins(&|sums, stated, _| sums.stated_squared - sums.stated * stated),
            covariance_within_bins: over_bins(&|sums, stated, _| 2.0 * (sums.stated_correct - stated * sums.correct)),
            expected_calibration_error: over_bins(&|sums, stated, correct| sums.weight * (stated - correct).abs()),
            over_confidence: stated - accuracy,
            bins: bins.map(|sums| bin(&sums)),
        })
    }

    /// AUROC2 as [`type_two_area`](super::signal_detection::type_two_area) has it, where a weight of n counts as n decisions.
    /// None where the decisions with weight are all right or all wrong.
    pub fn area(&self, weights: &Weights) -> Option<f64> {
        let (mut correct, mut wrong, mut ordered) = (0.0, 0.0, 0.0);
        for tied in self.ascending.chunk_by(|a, b| a.stated.total_cmp(&b.stated).is_eq()) {
            let (mut tied_correct, mut tied_wrong) = (0.0, 0.0);
            for decision in tied {
                let to = if decision.correct { &mut tied_correct } else { &mut tied_wrong };
                *to += weights.of(decision.participant, decision.item);
            }
            ordered += tied_correct * (wrong + tied_wrong / 2.0);
            correct += tied_correct;
            wrong += tied_wrong;
        }
        (correct * wrong > 0.0).then(|| ordered / (correct * wrong))
    }
}

#[cfg(test)]
mod tests {
    use super::super::calibration::calibration;
    use super::super::signal_detection::type_two_area;
    use super::*;

    #[test]
    fn whole_weights_count_as_equal_decisions() {
        for step in 1..30_usize {
            let decision = |index: usize| Stated {
                participant: index % 7,
                item: index / 7,
                stated: 0.5 + 0.1 * ((index * step) % 6) as f64,
                correct: index * index % (step + 2) < 2,
            };
            let decisions: Vec<Stated> = (0..70).map(decision).collect();
            let draw = |unit: usize| ((unit * step + unit) % 4) as f64;
            let weights = Weights { participants: (0..7).map(draw).collect(), items: (0..10).map(draw).collect() };
            let repeated =
                |one: &Stated| vec![(one.stated, one.correct); weights.of(one.participant, one.item) as usize];
            let written_out: Vec<(f64, bool)> = decisions.iter().flat_map(repeated).collect();
            let laid_out = StatedDecisions::new(decisions);
            let (found, expect) = (laid_out.calibration(&weights), calibration(&written_out));
            assert_eq!(found.is_some(), expect.is_some());
            if let Some((found, expect)) = found.zip(expect) {
                let parts = |c: &Calibration| {
                    [
                        c.brier,
                        c.reliability,
                        c.resolution,
                        c.uncertainty,
                        c.variance_within_bins,
                        c.covariance_within_bins,
                        c.expected_calibration_error,
                        c.over_confidence,
                    ]
                };
                for (part, other) in parts(&found).into_iter().zip(parts(&expect)) {
                    assert!((part - other).abs() < 1e-12, "{part} {other}");
                }
                assert_eq!(
                    found.bins.map(|bin| (bin.trials, bin.correct)),
                    expect.bins.map(|bin| (bin.trials, bin.correct))
                );
            }
            match (laid_out.area(&weights), type_two_area(&written_out)) {
                (Some(found), Some(expect)) => assert!((found - expect).abs() < 1e-12),
                (found, expect) => assert_eq!(found, expect),
            }
        }
    }
}
