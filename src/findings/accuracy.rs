//! What advice does to decisions, against the same alerts without advice.

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::{ItemWeight, Observation, StandardisedDifference};
use crate::study::Inference;

use super::estimate::{Estimate, Unit};
use super::headline::{change_of_share, headline, reversed};
use super::models::{Model, is_aided, is_right, is_wrong};
use super::sample::{Basis, Draft, Sample, indicator};

/// Accuracy with advice, with right and with wrong advice, and the attributable bias: marginal differences of logistic mixed models,
/// people and alerts both random; beside them the raw differences on the same alerts.
pub fn accuracy(sample: &Sample<'_>) -> Vec<Estimate> {
    let estimates = contrasts(sample);
    if sample.plan.inference == Inference::Bootstrap {
        return estimates.into();
    }
    let change = |model, predictor| change_of_share(sample.fitted(model), predictor, sample.plan.level);
    let answers = [
        change(Model::DecisionsByArm, 0),
        change(Model::DecisionsByAdvice, 0),
        change(Model::DecisionsByAdvice, 1),
        change(Model::DecisionsByAdvice, 1).map(reversed),
    ];
    estimates.into_iter().zip(answers).map(|(estimate, answer)| headline(estimate, answer)).collect()
}

/// The raw differences, with intervals from the bootstrap.
fn contrasts(sample: &Sample<'_>) -> [Estimate; 4] {
    [
        overall(sample),
        Contrast::by_advice("accuracy-right-advice", "Right decisions added by right advice", "with right advice")
            .estimate(sample, is_right, TrialRow::correct),
        Contrast::by_advice("accuracy-wrong-advice", "Right decisions added by wrong advice", "with wrong advice")
            .estimate(sample, is_wrong, TrialRow::correct),
        attributable_bias(sample),
    ]
}

/// The raw difference of all advice.
pub fn overall(sample: &Sample<'_>) -> Estimate {
    let contrast = Contrast {
        id: "accuracy-effect",
        label: "Right decisions added by advice",
        condition: "with advice",
        weight: ItemWeight::Both,
        notes: vec!["right and wrong advice at the seeded rate, which is not that of operation".into()],
    };
    contrast.estimate(sample, is_aided, TrialRow::correct)
}

/// The raw difference of wrong advice, counted in wrong decisions.
pub fn attributable_bias(sample: &Sample<'_>) -> Estimate {
    let label = "Attributable bias: wrong decisions added by wrong advice";
    let contrast = Contrast::by_advice("attributable-bias", label, "with wrong advice");
    contrast.estimate(sample, is_wrong, |row| !row.correct())
}

/// A comparison of a condition with the same items unaided.
struct Contrast {
    id: &'static str,
    label: &'static str,
    condition: &'static str,
    weight: ItemWeight,
    notes: Vec<String>,
}

impl Contrast {
    fn by_advice(id: &'static str, label: &'static str, condition: &'static str) -> Self {
        Self { id, label, condition, weight: ItemWeight::First, notes: Vec::new() }
    }

    /// 100 Σ n (share in the condition - share unaided) / Σ n over the items that were met both ways.
    fn estimate(
        self,
        sample: &Sample<'_>,
        enters: impl Fn(&TrialRow) -> bool,
        event: impl Fn(&TrialRow) -> bool,
    ) -> Estimate {
        let first = sample.observe(|row| enters(row).then(|| indicator(event(row))));
        let second = sample.observe(|row| (row.arm == Arm::Unaided).then(|| indicator(event(row))));
        let difference = StandardisedDifference::new(first, second, self.weight);
        let weighted_by = match self.weight {
            ItemWeight::First => format!("trials {}", self.condition),
            ItemWeight::Both => "all its trials".into(),
        };
        let counted = format!(
            "{} {}, {} unaided on the same alerts",
            fraction(&difference.first),
            self.condition,
            fraction(&difference.second)
        );
        let dropped = (difference.items_dropped > 0)
            .then(|| format!("{} alerts were not met both ways and do not enter", difference.items_dropped));
        let draft = Draft {
            id: self.id.into(),
            label: format!("{}, same alerts (percentage points)", self.label),
            unit: Unit::Points,
            method: format!(
                "share {} minus share unaided on the same alert, averaged over alerts weighted by {weighted_by}",
                self.condition
            ),
            basis: Basis::of(difference.first.iter().chain(&difference.second)),
            undefined: format!("no alert was met both {} and unaided", self.condition),
            notes: [counted].into_iter().chain(dropped).chain(self.notes).collect(),
        };
        sample.estimate(draft, |weights| difference.value(weights).map(|difference| 100.0 * difference))
    }
}

fn fraction(events: &[Observation]) -> String {
    format!("{} of {}", events.iter().map(|event| event.value).sum::<f64>(), events.len())
}
