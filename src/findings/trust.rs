//! Trust: in how good the AI is, and whether those who say that they trust also follow.

use crate::measures::{Phase, Score, TrialRow};
use crate::study::Instrument;

use super::belief::{Belief, Believer, by_person};
use super::estimate::Estimate;
use super::sample::{Sample, indicator};
use super::scales::mean_scores;
use super::tracking::believers_of_counts;

/// Trust calibration, and trust against reliance. Trust and reliance dissociate: neither stands for the other.
pub fn trust(sample: &Sample<'_>) -> Vec<Estimate> {
    vec![
        calibration(sample),
        against(sample, "trust-agreement", "Trust against agreement with advice", TrialRow::followed),
        against(sample, "trust-over-reliance", "Trust against following wrong advice", |row| {
            row.followed().filter(|_| row.advice_correct() == Some(false))
        }),
    ]
}

/// Believed minus actual accuracy of the AI: 1 - the believed number of wrong advices / advices shown, against the share that was right.
fn calibration(sample: &Sample<'_>) -> Estimate {
    let wrong = believers_of_counts(sample, |own| own.beliefs.advice_wrong, TrialRow::advice_correct);
    let people = wrong.into_iter().map(|one| Believer { believed: 1.0 - one.believed, ..one }).collect();
    let belief = Belief {
        id: "trust-calibration",
        about: "Trust calibration",
        method: "believed accuracy of the AI as 1 - believed number of wrong advices / advices shown, actual as the share right",
        undefined: "nobody said how many advices were wrong",
        people,
    };
    let label = "Trust calibration: believed minus actual accuracy of the AI";
    belief.bias(sample, "trust-calibration", label)
}

/// Rank correlation over participants of the trust score with a share of trials.
fn against(sample: &Sample<'_>, id: &str, about: &str, event: impl Fn(&TrialRow) -> Option<bool>) -> Estimate {
    let total = |score: &Score| score.instrument == "trust" && score.subscale == Instrument::TOTAL;
    let last = mean_scores(sample, |score| total(score) && score.phase == Phase::Final);
    let blocks = mean_scores(sample, |score| total(score) && score.phase == Phase::Block);
    let scores = last.into_iter().zip(blocks).map(|(last, blocks)| last.or(blocks));
    let people = by_person(sample.table);
    let believer = |(participant, score): (usize, Option<f64>)| {
        let trials = Believer::values(&people[participant], |row| event(row).map(indicator));
        let believed = score.filter(|_| !trials.is_empty())?;
        Some(Believer { participant, believed, trials, less: None })
    };
    Belief {
        id,
        about,
        method: "total of the instrument `trust`, at the end or else over the blocks, and the share of a participant's trials",
        undefined: "nobody answered the instrument `trust`",
        people: scores.enumerate().filter_map(believer).collect(),
    }
    .correlation(sample)
}
