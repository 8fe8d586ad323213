//! How many alerts of each kind a half of a study's alerts has to give.

use super::alert::{AdviceKind, Alert};
use super::dataset::{AdviceSupply, Dataset};

/// Numbers of alerts by whether they need action and, where the advice is as given, whether it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// `[to close, needs action]`, each `[advice not wrong by itself, advice given is wrong]`.
    counts: [[usize; 2]; 2],
}

impl Quota {
    /// What `trials` alerts of a half have to be: as many to act on as to close, and with advice as given also `wrong` of them with
    /// wrong advice, misses and false alarms as evenly as the half allows. None where it does not hold enough.
    pub fn of(dataset: &Dataset, half: &[usize], trials: usize, wrong: usize) -> Option<Self> {
        let supply = dataset.advice_supply;
        let mut held = Self { counts: [[0; 2]; 2] };
        for &index in half {
            *held.slot(&dataset.alerts[index], supply) += 1;
        }
        let action = trials / 2;
        let close = trials - action;
        let quota = |misses: usize, false_alarms: usize| Self {
            counts: [[close - false_alarms, false_alarms], [action - misses, misses]],
        };
        match supply {
            AdviceSupply::Written => Some(quota(0, 0)).filter(|quota| quota.is_held_by(&held)),
            AdviceSupply::AsGiven => (0..=wrong.min(action))
                .filter(|misses| wrong - misses <= close)
                .map(|misses| quota(misses, wrong - misses))
                .filter(|quota| quota.is_held_by(&held))
                .min_by_key(|quota| quota.counts[1][1].abs_diff(quota.counts[0][1])),
        }
    }

    /// Takes one of an alert's kind, where some are left.
    pub fn take(&mut self, alert: &Alert, supply: AdviceSupply) -> bool {
        let slot = self.slot(alert, supply);
        let is_left = *slot > 0;
        *slot = slot.saturating_sub(1);
        is_left
    }

    fn slot(&mut self, alert: &Alert, supply: AdviceSupply) -> &mut usize {
        let given_wrong =
            supply == AdviceSupply::AsGiven && alert.advice.iter().any(|advice| advice.kind() == AdviceKind::Wrong);
        &mut self.counts[usize::from(alert.needs_action())][usize::from(given_wrong)]
    }

    fn is_held_by(&self, held: &Self) -> bool {
        self.counts.iter().flatten().zip(held.counts.iter().flatten()).all(|(wanted, held)| wanted <= held)
    }
}
