//! meta-d': whether confidence uses what the decisions used, for people with trials enough.

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::signal_detection::{MINIMUM_TRIALS, MetaD, Padding, Ratings, fit_meta_d};

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample};

/// meta-d' and M-ratio (Maniscalco & Lau 2012) by arm: means over the participants who can be fitted.
pub fn metacognition(sample: &Sample<'_>) -> Vec<Estimate> {
    [Arm::Unaided, Arm::Aided].into_iter().flat_map(|arm| of_arm(sample, arm)).collect()
}

/// With more different confidences than this, tenths are the levels: every cell is padded, and each level is one more criterion to fit.
const MOST_LEVELS: usize = 11;

/// Each person is fitted once, with every cell padded; below [`MINIMUM_TRIALS`] trials a fit is refused. The levels are the stated
/// percentages that occur in the arm, or their tenths where these are many.
fn of_arm(sample: &Sample<'_>, arm: Arm) -> Vec<Estimate> {
    let everybody = ratings(sample, arm);
    let stated = everybody.iter().filter(|ratings| ratings.trials() > 0).count();
    let few = everybody.iter().filter(|ratings| (1..MINIMUM_TRIALS).contains(&ratings.trials())).count();
    let fits: Vec<(usize, MetaD)> = everybody
        .iter()
        .enumerate()
        .filter_map(|(participant, ratings)| Some((participant, fit_meta_d(ratings, Padding::EveryCell).ok()?)))
        .filter(|(_, fit)| fit.converged)
        .collect();
    let with = if arm == Arm::Aided { "with advice" } else { "without advice" };
    let draft = |id: &str, label: &str, unit: Unit| {
        Draft {
        id: format!("{id}-{}", arm.name()),
        label: format!("{label} {with} (per participant)"),
        unit,
        method: "mean over participants of a maximum likelihood fit with padded cells; each person is fitted once, so that drawing \
                 alerts anew changes nothing"
            .into(),
        basis: Basis {
            trials: fits.iter().map(|(_, fit)| fit.trials).sum(),
            ..Basis::of_people(fits.iter().map(|(participant, _)| *participant))
        },
        undefined: match (stated, few) {
            (0, _) => format!("no confidence was stated {with}"),
            (_, 0) => "nobody's decisions are better than chance with confidence that varies".into(),
            _ => format!("{few} of {stated} participants have fewer than {MINIMUM_TRIALS} trials with a confidence {with}"),
        },
        notes: vec![format!("{few} participants with fewer than {MINIMUM_TRIALS} trials are refused")],
    }
    };
    let drafts = vec![
        draft("meta-d-prime", "meta-d' (standard deviations of the evidence)", Unit::Deviations),
        draft("m-ratio", "M-ratio, meta-d' / d' (1 where confidence uses what decisions use)", Unit::Factor),
    ];
    sample.jointly(drafts, |weights| {
        let weight: f64 = fits.iter().map(|(participant, _)| weights.participants[*participant]).sum();
        let mean = |of: fn(&MetaD) -> f64| {
            let total: f64 = fits.iter().map(|(who, fit)| weights.participants[*who] * of(fit)).sum();
            (weight > 0.0).then(|| total / weight)
        };
        vec![mean(|fit| fit.meta_d), mean(|fit| fit.m_ratio)]
    })
}

/// Everybody's counts by response and confidence, from the surest "close" to the surest "act".
fn ratings(sample: &Sample<'_>, arm: Arm) -> Vec<Ratings> {
    let rated: Vec<(&TrialRow, bool, f64)> = sample
        .table
        .rows
        .iter()
        .filter(|row| row.arm == arm)
        .filter_map(|row| Some((row, row.decision?.needs_action(), row.confidence?)))
        .collect();
    let level_of = |confidence: f64, is_coarse: bool| {
        if is_coarse { (confidence / 10.0).floor().min(9.0) } else { confidence }
    };
    let levels = |is_coarse: bool| {
        let mut levels: Vec<f64> = rated.iter().map(|(_, _, confidence)| level_of(*confidence, is_coarse)).collect();
        levels.sort_by(f64::total_cmp);
        levels.dedup();
        levels
    };
    let is_coarse = levels(false).len() > MOST_LEVELS;
    let levels = levels(is_coarse);
    let none = Ratings { noise: vec![0; 2 * levels.len()], signal: vec![0; 2 * levels.len()] };
    let mut everybody = vec![none; sample.table.participants.len()];
    for (row, yes, confidence) in rated {
        let level = levels.partition_point(|other| *other < level_of(confidence, is_coarse));
        let cell = if yes { levels.len() + level } else { levels.len() - 1 - level };
        let ratings = &mut everybody[row.participant];
        let counts = if row.truth.needs_action() { &mut ratings.signal } else { &mut ratings.noise };
        counts[cell] += 1;
    }
    everybody
}
