//! What studies of the planned size will be able to say: simulated, and analysed by the study's own plan.

use std::ops::Range;

use crate::commands::CommandError;
use crate::commands::outcomes::can_be_pooled;
use crate::findings::{Context, Estimate, HEADLINE, Precision, Replication, Scope, analyze, precision};
use crate::measures::Participation;
use crate::simulation::Team;
use crate::study::Study;

/// The planned size, and what it gives.
pub struct Sampling {
    /// Participants, in all conditions together.
    pub participants: u64,
    /// The seeds of the simulated studies.
    pub seeds: Range<u64>,
    /// Every analysis that the plan allows.
    pub scopes: Vec<Analysis>,
}

/// One analysis: of all conditions pooled, or of one.
pub struct Analysis {
    /// The condition's index; none where all are pooled.
    pub condition: Scope,
    /// The primary measure first, then the other headline estimates.
    pub precision: Vec<Precision>,
}

impl Sampling {
    /// Simulates one study for each seed.
    pub fn new(
        study: &Study,
        team: &Team,
        participants: u64,
        seeds: Range<u64>,
        done: impl Fn() + Sync,
    ) -> Result<Self, CommandError> {
        let scopes = scopes(study);
        let primary = study.plan.primary.id();
        let ids: Vec<&str> = [primary].into_iter().chain(HEADLINE.into_iter().filter(|id| *id != primary)).collect();
        let replication = Replication { study, team, participants, seeds: seeds.clone(), scopes: &scopes };
        let measured = precision(&replication, &ids, done)?;
        let analysis = |(&condition, precision)| Analysis { condition, precision };
        Ok(Self { participants, seeds, scopes: scopes.iter().zip(measured).map(analysis).collect() })
    }
}

/// All conditions pooled where they can be, and each by itself where there are several.
fn scopes(study: &Study) -> Vec<Scope> {
    let pooled = can_be_pooled(study).then_some(None);
    let single = (study.conditions.len() > 1).then(|| (0..study.conditions.len()).map(Some));
    pooled.into_iter().chain(single.into_iter().flatten()).collect()
}

/// The estimates of one simulated study, for their names and methods.
pub fn specimen(study: &Study, team: &Team, participants: u64, seed: u64) -> Result<Vec<Estimate>, CommandError> {
    let scopes = scopes(study);
    let replication = Replication { study, team, participants, seeds: seed..seed + 1, scopes: &scopes[..1] };
    let estimates =
        |study: &Study, everybody: &[Participation]| analyze(study, everybody, Context::default()).estimates;
    Ok(replication.run(estimates, || {})?.concat().concat())
}
