//! Whether people with advice do better than the better of the two alone.

use crate::assignment::Arm;
use crate::statistics::{ItemWeight, StandardisedDifference, pooled_mean};

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};

/// Complementary performance (Bansal et al. 2021): accuracy with advice minus the better of accuracy without advice and of the advice
/// itself, on the alerts that were met both ways, each weighted by its trials with advice. Trials without any advice in an aided
/// block do not enter. None where no alert was met both ways.
pub fn complementarity(sample: &Sample<'_>) -> Vec<Estimate> {
    let team = sample.observe(|row| row.advice.map(|_| indicator(row.correct())));
    let alone = sample.observe(|row| (row.arm == Arm::Unaided).then(|| indicator(row.correct())));
    let over_people = StandardisedDifference::new(team, alone, ItemWeight::First);
    let mut met = vec![false; sample.table.items.len()];
    over_people.first.iter().for_each(|row| met[row.item] = true);
    let over_advice = sample.observe(|row| {
        let advice = row.advice_correct().filter(|_| met[row.item])?;
        Some(indicator(row.correct()) - indicator(advice))
    });
    let even = sample.even();
    let accuracy = pooled_mean(&over_people.first, &even);
    let differences = over_people.value(&even).zip(pooled_mean(&over_advice, &even));
    let counted = accuracy.zip(differences).map(|(team, (people, advice))| {
        let [team, people, advice] = [team, team - people, team - advice].map(|share| 100.0 * share);
        format!("right: {team:.1} % with advice, {people:.1} % without, {advice:.1} % of the advice itself")
    });
    let biased = "the better of two estimates is estimated too high where they are close, and complementarity too low"
        .to_owned();
    let dropped = (over_people.items_dropped > 0)
        .then(|| format!("{} alerts were not met both ways and do not enter", over_people.items_dropped));
    let draft = Draft {
        id: "complementarity".into(),
        label: "Complementarity: right decisions beyond the better of people and advice alone (percentage points)".into(),
        unit: Unit::Points,
        method: "share right with advice, minus the larger of the share right without advice and the share of right advice, on \
                 the same alerts, weighted by trials with advice"
            .into(),
        basis: Basis::of(over_people.first.iter().chain(&over_people.second)),
        undefined: "no alert was met both with and without advice".into(),
        notes: counted.into_iter().chain(dropped).chain([biased]).collect(),
    };
    let better = |weights: &_| Some(100.0 * over_people.value(weights)?.min(pooled_mean(&over_advice, weights)?));
    vec![sample.estimate(draft, better)]
}
