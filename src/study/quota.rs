//! How many alerts of each kind a pool of a study's alerts has to hold.

use super::alert::{AdviceKind, Alert};
use super::dataset::{AdviceSupply, Dataset};
use super::design::Design;
use super::study_file::Comparison;

/// Numbers of alerts by whether they need action and, where the advice is as given, whether it is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// `[to close, needs action]`, each `[advice not wrong by itself, advice given is wrong]`.
    counts: [[usize; 2]; 2],
}

impl Quota {
    /// What the alerts of one of the study's two pools have to be, drawn from `source`: as many that need action as the design
    /// says, and with advice as given also as many with wrong advice, misses and false alarms as evenly as the source and the
    /// design's direction allow. None where the source does not hold enough.
    pub fn of(dataset: &Dataset, source: &[usize], design: &Design, pool: usize) -> Option<Self> {
        let supply = dataset.advice_supply;
        let mut held = Self { counts: [[0; 2]; 2] };
        for &index in source {
            *held.slot(&dataset.alerts[index], supply) += 1;
        }
        let size = design.pools()[pool];
        let action = design.needing_action(size);
        let close = size - action;
        let quota = |misses: usize, false_alarms: usize| Self {
            counts: [[close - false_alarms, false_alarms], [action - misses, misses]],
        };
        // Within participants either pool is met with advice.
        let has_advice = pool == 1 || design.comparison == Comparison::Within;
        match supply {
            AdviceSupply::Written => Some(quota(0, 0)).filter(|quota| quota.is_held_by(&held)),
            AdviceSupply::AsGiven => {
                let wrong = if has_advice { design.wrong_advice_trials() } else { 0 };
                (0..=wrong.min(action))
                    .filter(|misses| wrong - misses <= close)
                    .filter(|&misses| misses == 0 || design.wrong_direction.includes(true))
                    .filter(|&misses| misses == wrong || design.wrong_direction.includes(false))
                    .map(|misses| quota(misses, wrong - misses))
                    .filter(|quota| quota.is_held_by(&held))
                    .min_by_key(|quota| quota.counts[1][1].abs_diff(quota.counts[0][1]))
            }
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
