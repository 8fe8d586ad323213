//! How well the model of times fits, and how the alerts behaved: what a reviewer looks at first.

use serde::Serialize;
use statrs::distribution::{ContinuousCDF, Normal};

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::study::Inference;

use super::detail::Detail;
use super::models::Model;
use super::sample::Sample;

/// Residuals and alerts.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Diagnostics {
    /// Standardised residuals of the model of log times by arm, at evenly spaced ranks: quantile of the normal distribution, residual.
    pub residuals: Vec<(f64, f64)>,
    /// The alerts, from the one that most decide rightly without advice.
    pub items: Vec<ItemFacts>,
}

/// One alert.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ItemFacts {
    /// The alert's id.
    pub item: String,
    /// Whether it needs action; none where the data do not tell.
    pub needs_action: Option<bool>,
    /// Right decisions of all decisions without advice.
    pub unaided: (usize, usize),
    /// The same with right advice.
    pub right_advice: (usize, usize),
    /// The same with wrong advice.
    pub wrong_advice: (usize, usize),
    /// Whether all decisions without advice are alike: too easy or too hard, by the unaided arm alone.
    pub at_the_edge: bool,
}

/// Points of the picture of residuals.
const POINTS: usize = 60;
/// Fewer decisions without advice say nothing on whether an alert is too easy.
const FEW: usize = 4;

/// The diagnostics of a sample.
pub fn diagnostics(sample: &Sample<'_>, lacking: &[Detail]) -> Diagnostics {
    let mut items = items(sample);
    if lacking.contains(&Detail::Truth) {
        for facts in &mut items {
            facts.needs_action = None;
        }
    }
    Diagnostics { residuals: residuals(sample), items }
}

fn residuals(sample: &Sample<'_>) -> Vec<(f64, f64)> {
    if sample.plan.inference == Inference::Bootstrap {
        return Vec::new();
    }
    let modelled = sample.fitted(Model::TimeByArm);
    let (Ok(fit), Some(observed)) = (&modelled.fit, modelled.frame.numbers("log_time")) else { return Vec::new() };
    let Some(sd) = fit.residual_standard_deviation.filter(|sd| *sd > 0.0) else { return Vec::new() };
    let mut sorted: Vec<f64> =
        observed.iter().zip(fit.fitted_values()).map(|(value, fitted)| (value - fitted) / sd).collect();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len();
    let points = POINTS.min(count);
    let rank = |point: usize| if points > 1 { point * (count - 1) / (points - 1) } else { 0 };
    let place = |rank: usize| Normal::standard().inverse_cdf((rank as f64 + 0.5) / count as f64);
    (0..points).map(rank).map(|rank| (place(rank), sorted[rank])).collect()
}

fn items(sample: &Sample<'_>) -> Vec<ItemFacts> {
    let table = sample.table;
    let mut rows_of = vec![Vec::new(); table.items.len()];
    table.rows.iter().for_each(|row| rows_of[row.item].push(row));
    let mut facts: Vec<ItemFacts> = table
        .items
        .iter()
        .zip(rows_of)
        .filter_map(|(name, rows): (&String, Vec<&TrialRow>)| {
            let count = |takes: &dyn Fn(&TrialRow) -> bool| {
                let taken = || rows.iter().filter(|row| takes(row));
                (taken().filter(|row| row.correct()).count(), taken().count())
            };
            let unaided = count(&|row| row.arm == Arm::Unaided);
            Some(ItemFacts {
                item: name.clone(),
                needs_action: Some(rows.first()?.truth.needs_action()),
                unaided,
                right_advice: count(&|row| row.advice_correct() == Some(true)),
                wrong_advice: count(&|row| row.advice_correct() == Some(false)),
                at_the_edge: unaided.1 >= FEW && (unaided.0 == 0 || unaided.0 == unaided.1),
            })
        })
        .collect();
    let share = |facts: &ItemFacts| facts.unaided.0 as f64 / facts.unaided.1.max(1) as f64;
    facts.sort_by(|a, b| share(b).total_cmp(&share(a)).then_with(|| a.item.cmp(&b.item)));
    facts
}
