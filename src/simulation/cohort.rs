//! What all synthetic analysts of a run share: how each alert differs from others of its tier.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

use super::profile::Team;
use crate::study::Study;

/// A run's analysts and alerts.
#[derive(Debug, Clone)]
pub struct Cohort {
    /// The kinds of analysts.
    pub team: Team,
    /// How each alert of the dataset differs, in standard deviations.
    pub alerts: Vec<AlertEffect>,
    /// The run's seed.
    pub seed: u64,
}

/// How an alert differs from others of its tier, in standard normal deviations that a profile's spreads scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlertEffect {
    /// Of the probability of a right own verdict.
    pub ability: f64,
    /// Of the time.
    pub time: f64,
    /// Of the effect of advice on the time.
    pub advice: f64,
}

impl Cohort {
    /// Draws a run's alerts from its seed.
    pub fn new(study: &Study, team: Team, seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let mut draw = || StandardNormal.sample(&mut rng);
        let effect = |_| AlertEffect { ability: draw(), time: draw(), advice: draw() };
        let alerts = study.dataset.alerts.iter().map(effect).collect();
        Self { team, alerts, seed }
    }

    /// What one participant tends to say on a construct, a standard normal deviate. It has a generator of its own, so that a study
    /// that asks more gets the same decisions.
    pub fn tendency(&self, number: u64, construct: &str) -> f64 {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.seed.to_le_bytes()).update(&number.to_le_bytes()).update(construct.as_bytes());
        StandardNormal.sample(&mut ChaCha8Rng::from_seed(*hasher.finalize().as_bytes()))
    }

    /// The generator of one participant.
    pub fn generator(&self, number: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(number + 1);
        rng
    }
}
