//! Advice as a cue: sensitivity, criterion, how far advice moves the criterion and how far it should.

use crate::statistics::Weights;
use crate::statistics::signal_detection::Cue;

use super::cue_counts::{Counts, CueTrials, Said};
use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample};

const UNAIDED: &[Said] = &[Said::Unaided];
const AIDED: &[Said] = &[Said::Nothing, Said::Act, Said::Close];
const ACT: &[Said] = &[Said::Act];
const CLOSE: &[Said] = &[Said::Close];
const CUED: &[Said] = &[Said::Act, Said::Close];
const ALL: &[Said] = &[Said::Unaided, Said::Act, Said::Close];

/// A number of one person's counts, or of all people's together.
struct Measure {
    id: &'static str,
    label: &'static str,
    formula: &'static str,
    /// What the advice said in the trials that enter.
    said: &'static [Said],
}

const D_PRIME: &str = "d' = z(H) - z(F)";
const CRITERION: &str = "c = -(z(H) + z(F)) / 2";

/// In the order of [`values`].
const MEASURES: [Measure; 11] = [
    Measure { id: "d-prime-unaided", label: "Sensitivity d' without advice", formula: D_PRIME, said: UNAIDED },
    Measure { id: "criterion-unaided", label: "Criterion c without advice", formula: CRITERION, said: UNAIDED },
    Measure { id: "d-prime-aided", label: "Sensitivity d' with advice", formula: D_PRIME, said: AIDED },
    Measure { id: "criterion-aided", label: "Criterion c with advice", formula: CRITERION, said: AIDED },
    Measure { id: "d-prime-advised-act", label: "Sensitivity d' at advice to act", formula: D_PRIME, said: ACT },
    Measure { id: "criterion-advised-act", label: "Criterion c at advice to act", formula: CRITERION, said: ACT },
    Measure { id: "d-prime-advised-close", label: "Sensitivity d' at advice to close", formula: D_PRIME, said: CLOSE },
    Measure { id: "criterion-advised-close", label: "Criterion c at advice to close", formula: CRITERION, said: CLOSE },
    Measure {
        id: "criterion-shift",
        label: "Observed shift of the criterion by advice",
        formula: "c at advice to close - c at advice to act",
        said: CUED,
    },
    Measure {
        id: "optimal-shift",
        label: "Shift of the criterion that the advice deserves",
        formula: "(ln(PD / PFA) - ln((1 - PD) / (1 - PFA))) / d' without advice, PD and PFA the shares of all attacks and of all \
                  harmless alerts for which advice says to act",
        said: ALL,
    },
    Measure {
        id: "over-trust-index",
        label: "Over-trust index: observed minus deserved shift, 0 is the weight that the advice deserves",
        formula: "observed shift - deserved shift",
        said: ALL,
    },
];

/// d' and c by arm and by what the advice said, the observed and the optimal shift (Meyer 2001), and the over-trust index, with the
/// log-linear correction (Hautus 1995): of all trials pooled, and as means over participants.
///
/// The pooled index is the headline. The correction pulls the criteria of somebody with a dozen aided trials together, and the
/// mean of such indices is far too low; pooled, there are enough trials. What pooling costs: differences between people in where they
/// put their criterion make the pooled d' smaller than theirs.
pub fn detection(sample: &Sample<'_>) -> Vec<Estimate> {
    let trials = CueTrials::new(sample);
    let even = sample.even();
    let everybody = trials.counts(&even);
    let cue = Counts::pooled(&everybody, &even).cue();
    let of_people: Vec<[Option<f64>; 11]> = everybody.iter().map(|counts| values(counts, cue)).collect();
    let pooled = |index: usize| {
        let measure = &MEASURES[index];
        let basis = basis(&trials, measure.said, |_| true);
        let notes = if measure.id == "over-trust-index" { vec![HEADLINE.to_owned()] } else { Vec::new() };
        measure.draft("", "pooled", "all trials pooled", basis, notes)
    };
    let averaged = |index: usize| {
        let measure = &MEASURES[index];
        let basis = basis(&trials, measure.said, |person| of_people[person][index].is_some());
        let notes = if measure.id == "over-trust-index" { vec![LOW.to_owned()] } else { Vec::new() };
        measure.draft("-per-participant", "per participant", "mean over participants", basis, notes)
    };
    let drafts = (0..MEASURES.len()).map(pooled).chain((0..MEASURES.len()).map(averaged)).collect();
    sample.jointly(drafts, |weights| {
        let everybody = trials.counts(weights);
        let pooled = Counts::pooled(&everybody, weights);
        let cue = pooled.cue();
        values(&pooled, cue).into_iter().chain(means(&everybody, cue, weights)).collect()
    })
}

const HEADLINE: &str =
    "the headline among the two indices: with few trials a person the mean of people's own is far too low";
const LOW: &str = "too low below about 100 aided trials a participant: there, read the pooled index";

impl Measure {
    fn draft(&self, suffix: &str, name: &str, over: &str, basis: Basis, notes: Vec<String>) -> Draft {
        Draft {
            id: format!("{}{suffix}", self.id),
            label: format!("{} (standard deviations of the evidence, {name})", self.label),
            unit: Unit::Deviations,
            method: format!("{over}: {}; rates with the log-linear correction, (count + 0.5) / (trials + 1)", self.formula),
            basis,
            undefined: "attacks or harmless alerts were not met in this way, d' without advice is not positive, or the advice was \
                        never wrong on one kind of alert"
                .into(),
            notes,
        }
    }
}

/// Every measure of somebody's counts; the advice's own rates are those of all its trials.
fn values(counts: &Counts, cue: Option<Cue>) -> [Option<f64>; 11] {
    let [unaided, aided, act, close] =
        [UNAIDED, AIDED, ACT, CLOSE].map(|said| counts.of(said).sensitivity_and_criterion().unzip());
    let observed = close.1.zip(act.1).map(|(close, act)| close - act);
    let optimal = cue.zip(unaided.0).and_then(|(cue, d_prime)| cue.optimal_shift(d_prime));
    let index = observed.zip(optimal).map(|(observed, optimal)| observed - optimal);
    [unaided.0, unaided.1, aided.0, aided.1, act.0, act.1, close.0, close.1, observed, optimal, index]
}

/// The means over the participants who have the number, by their weights.
fn means(everybody: &[Counts], cue: Option<Cue>, weights: &Weights) -> [Option<f64>; 11] {
    let mut sums = [(0.0, 0.0); 11];
    for (counts, weight) in everybody.iter().zip(&weights.participants).filter(|(_, weight)| **weight > 0.0) {
        for ((total, people), value) in sums.iter_mut().zip(values(counts, cue)) {
            if let Some(value) = value {
                *total += weight * value;
                *people += weight;
            }
        }
    }
    sums.map(|(total, people)| (people > 0.0).then(|| total / people))
}

fn basis(trials: &CueTrials, said: &[Said], enters: impl Fn(usize) -> bool) -> Basis {
    let mut basis = Basis::default();
    for (participant, item) in trials.trials(said).filter(|(participant, _)| enters(*participant)) {
        basis.participants.insert(participant);
        basis.items.insert(item);
        basis.trials += 1;
    }
    basis
}
