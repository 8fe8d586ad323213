//! Simulated studies of one size, one for each seed, each analysed as a real one would be.

use std::ops::Range;

use rayon::prelude::*;

use super::analyze::families_of;
use super::estimate::Estimate;
use crate::assignment::Counterbalance;
use crate::measures::{Participation, in_condition};
use crate::session::Refusal;
use crate::simulation::{Cohort, Team, run_in_memory};
use crate::study::Study;

/// Whose data are analysed: those of one condition by its index in the study's list, or of all conditions pooled.
pub type Scope = Option<usize>;

/// What is simulated, and how often.
#[derive(Debug, Clone)]
pub struct Replication<'a> {
    /// The study.
    pub study: &'a Study,
    /// What its analysts are like.
    pub team: &'a Team,
    /// Analysts in each study, in all conditions together.
    pub participants: u64,
    /// One study for each of these.
    pub seeds: Range<u64>,
    /// What is analysed of each study.
    pub scopes: &'a [Scope],
}

impl Replication<'_> {
    /// Simulates each study and analyses each scope of it. One list a study, in the order of the seeds; `done` is called after each study. The number of threads changes nothing.
    pub fn run<T: Send>(
        &self,
        analyze: impl Fn(&Study, &[Participation]) -> T + Sync,
        done: impl Fn() + Sync,
    ) -> Result<Vec<Vec<T>>, Refusal> {
        let Self { study, team, participants, .. } = *self;
        let counterbalance = Counterbalance::new(study);
        let one = |seed| {
            let cohort = Cohort::new(study, team.clone(), seed);
            let sessions = run_in_memory(study, &counterbalance, &cohort, participants)?;
            let name = |(number, events)| Participation { name: format!("simulated-{number}"), events };
            let everybody: Vec<Participation> = sessions.into_iter().enumerate().map(name).collect();
            let of_scope = |scope: &Scope| {
                let analysed = match scope {
                    None => everybody.clone(),
                    Some(condition) => in_condition(study, everybody.clone(), *condition),
                };
                analyze(study, &analysed)
            };
            let found = self.scopes.iter().map(of_scope).collect();
            done();
            Ok(found)
        };
        self.seeds.clone().into_par_iter().map(one).collect()
    }

    /// For each scope and each named estimate, what the studies found of it; studies in which it has no value are left out.
    pub fn outcomes(&self, ids: &[&str], done: impl Fn() + Sync) -> Result<Vec<Vec<Vec<Outcome>>>, Refusal> {
        let of_study = |study: &Study, participations: &[Participation]| {
            let estimates = families_of(study, participations, ids);
            ids.iter().map(|id| Outcome::of(&estimates, id)).collect::<Vec<_>>()
        };
        let studies = self.run(of_study, done)?;
        let column = |scope: usize, id: usize| studies.iter().filter_map(|study| study[scope][id]).collect();
        let of_scope = |scope| (0..ids.len()).map(|id| column(scope, id)).collect();
        Ok((0..self.scopes.len()).map(of_scope).collect())
    }
}

/// What one study found of one estimate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// The estimate.
    pub value: f64,
    /// Its interval; missing where every replicate of the resampling agreed.
    pub interval: Option<(f64, f64)>,
}

impl Outcome {
    fn of(estimates: &[Estimate], id: &str) -> Option<Self> {
        let estimate = estimates.iter().find(|estimate| estimate.id == id)?;
        Some(Self { value: estimate.value?, interval: estimate.low.zip(estimate.high) })
    }

    /// Whether the interval holds a value; none without an interval.
    pub fn holds(&self, value: f64) -> Option<bool> {
        self.interval.map(|(low, high)| (low..=high).contains(&value))
    }

    /// The width of the interval.
    pub fn width(&self) -> Option<f64> {
        self.interval.map(|(low, high)| high - low)
    }
}
