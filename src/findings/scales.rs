//! Scores of instruments: by arm where they were asked after blocks, else of the whole session.

use crate::assignment::Arm;
use crate::measures::{Phase, Score};
use crate::statistics::Weights;

use super::estimate::{Estimate, Unit};
use super::perception::NO_ALERTS;
use super::sample::{Basis, Draft, Sample};

/// One subscale of an instrument, with what the participants scored.
struct Scale<'s> {
    instrument: &'s str,
    subscale: &'s str,
}

/// For each subscale: its mean score without and with advice and the difference, from the pages after blocks; its mean score before and
/// at the end, where it was asked then. Several blocks of an arm are averaged for each participant first.
pub fn scales(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut scales: Vec<Scale<'_>> = Vec::new();
    for score in &sample.scores {
        let is_known = |scale: &Scale<'_>| scale.instrument == score.instrument && scale.subscale == score.subscale;
        if !scales.iter().any(is_known) {
            scales.push(Scale { instrument: &score.instrument, subscale: &score.subscale });
        }
    }
    scales.iter().flat_map(|scale| scale.estimates(sample)).collect()
}

/// Everybody's mean score of those that `fits` picks; none for who has no score.
pub fn mean_scores(sample: &Sample<'_>, fits: impl Fn(&Score) -> bool) -> Vec<Option<f64>> {
    let mut sums = vec![(0.0, 0.0); sample.own.len()];
    for (score, value) in sample.scores.iter().filter(|score| fits(score)).filter_map(|one| Some((one, one.score?))) {
        sums[score.participant].0 += value;
        sums[score.participant].1 += 1.0;
    }
    sums.into_iter().map(|(total, count)| (count > 0.0).then(|| total / count)).collect()
}

impl Scale<'_> {
    fn estimates(&self, sample: &Sample<'_>) -> Vec<Estimate> {
        let of = |fits: &dyn Fn(&Score) -> bool| {
            mean_scores(sample, |score| {
                score.instrument == self.instrument && score.subscale == self.subscale && fits(score)
            })
        };
        let is_about = |score: &Score, arm: Arm| score.block.is_some_and(|block| block.arm == arm);
        let unaided = of(&|score| is_about(score, Arm::Unaided));
        let aided = of(&|score| is_about(score, Arm::Aided));
        let difference = aided.iter().zip(&unaided).map(|(aided, unaided)| Some((*aided)? - (*unaided)?)).collect();
        let mut columns = Vec::new();
        if aided.iter().chain(&unaided).any(Option::is_some) {
            columns.push(("unaided", "after blocks without advice", unaided));
            columns.push(("aided", "after blocks with advice", aided));
            columns.push(("difference", "with advice minus without", difference));
        }
        for (suffix, when, phase) in
            [("before", "before the trials", Phase::Background), ("final", "at the end", Phase::Final)]
        {
            let asked = of(&|score| score.phase == phase);
            if asked.iter().any(Option::is_some) {
                columns.push((suffix, when, asked));
            }
        }
        let told =
            |(suffix, when, scores): (&str, &str, Vec<Option<f64>>)| self.estimate(sample, suffix, when, &scores);
        columns.into_iter().map(told).collect()
    }

    fn estimate(&self, sample: &Sample<'_>, suffix: &str, when: &str, scores: &[Option<f64>]) -> Estimate {
        let people: Vec<(usize, f64)> =
            scores.iter().enumerate().filter_map(|(participant, score)| Some((participant, (*score)?))).collect();
        let draft = Draft {
            id: format!("score-{}-{}-{suffix}", plain(self.instrument), plain(self.subscale)),
            label: format!("Score of {}, {}, {when} (per participant)", self.instrument, self.subscale),
            unit: Unit::Score,
            method: format!("mean over participants of the score, blocks of an arm averaged first; {NO_ALERTS}"),
            basis: Basis::of_people(people.iter().map(|(participant, _)| *participant)),
            undefined: "nobody has a score in this arm, or in both".into(),
            notes: Vec::new(),
        };
        sample.estimate(draft, |weights: &Weights| {
            let weight: f64 = people.iter().map(|(who, _)| weights.participants[*who]).sum();
            let total: f64 = people.iter().map(|(who, score)| weights.participants[*who] * score).sum();
            (weight > 0.0).then(|| total / weight)
        })
    }
}

/// A name as a part of an id: small letters, digits and hyphens.
fn plain(name: &str) -> String {
    name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' }).collect()
}
