//! The statistics of a simulated study that the resampling methods use: the same as in the findings.

use super::study::{Quantity, SimulatedStudy, Trial};
use crate::findings::condition::Condition;
use crate::findings::sample::indicator;
use crate::statistics::{
    DeleteOne, FixedEffects, ItemWeight, Observation, StandardError, StandardisedDifference, Weights,
    one_way_standard_error, two_way_standard_error,
};

/// A statistic of a study under any weights.
pub struct Statistic {
    participants: usize,
    items: usize,
    trials: Vec<Trial>,
    quantity: Quantity,
    layout: Layout,
}

enum Layout {
    Regression(FixedEffects),
    Difference(StandardisedDifference),
}

impl Statistic {
    /// Lays a quantity out on a study.
    pub fn new(study: &SimulatedStudy, quantity: Quantity) -> Self {
        Self::of(study.size.participants, study.size.items, study.trials.clone(), quantity)
    }

    fn of(participants: usize, items: usize, trials: Vec<Trial>, quantity: Quantity) -> Self {
        let layout = layout(&trials, quantity);
        Self { participants, items, trials, quantity, layout }
    }

    /// Its value; none where the weights leave nothing to compare.
    pub fn value(&self, weights: &Weights) -> Option<f64> {
        match &self.layout {
            Layout::Regression(regression) => regression.coefficients(weights)?.first().copied(),
            Layout::Difference(difference) => difference.value(weights),
        }
    }

    /// Everybody and everything once.
    pub fn even(&self) -> Weights {
        Weights::even(self.participants, self.items)
    }

    fn without_participants(&self) -> Option<DeleteOne> {
        DeleteOne::participants(0..self.participants, &self.even(), |weights| self.value(weights))
    }

    /// The jackknife's standard error over participants and items.
    pub fn two_way(&self) -> Option<StandardError> {
        let even = self.even();
        let items = DeleteOne::items(0..self.items, &even, |weights| self.value(weights))?;
        let enters =
            |trial: &&Trial| self.quantity != Quantity::AttributableBias || trial.condition != Condition::Right;
        let cells = self.trials.iter().filter(enters).map(|trial| (trial.participant, trial.item));
        let cells = DeleteOne::cells(cells, |participant, item| {
            let rest = self.trials.iter().filter(|trial| (trial.participant, trial.item) != (participant, item));
            Self::of(self.participants, self.items, rest.copied().collect(), self.quantity).value(&even)
        })?;
        two_way_standard_error(&self.without_participants()?, &items, &cells)
    }

    /// The jackknife's standard error over participants alone.
    pub fn one_way(&self) -> Option<StandardError> {
        one_way_standard_error(&self.without_participants()?)
    }
}

fn layout(trials: &[Trial], quantity: Quantity) -> Layout {
    let observe = |keep: &dyn Fn(&Trial) -> bool, value: &dyn Fn(&Trial) -> f64| -> Vec<Observation> {
        let observation =
            |trial: &Trial| Observation { participant: trial.participant, item: trial.item, value: value(trial) };
        trials.iter().filter(|trial| keep(trial)).map(observation).collect()
    };
    let unaided = |trial: &Trial| !trial.is_aided();
    match quantity {
        Quantity::Speed => {
            let aided = trials.iter().map(|trial| indicator(trial.is_aided())).collect();
            Layout::Regression(FixedEffects::new(&observe(&|_| true, &|trial| trial.log_time), &[aided]))
        }
        Quantity::Accuracy => {
            let correct = |trial: &Trial| indicator(trial.correct);
            let aided = observe(&Trial::is_aided, &correct);
            Layout::Difference(StandardisedDifference::new(aided, observe(&unaided, &correct), ItemWeight::Both))
        }
        Quantity::AttributableBias => {
            let wrong = |trial: &Trial| indicator(!trial.correct);
            let misled = observe(&|trial| trial.condition == Condition::Wrong, &wrong);
            Layout::Difference(StandardisedDifference::new(misled, observe(&unaided, &wrong), ItemWeight::First))
        }
    }
}
