//! How much work gets done in the time: right decisions an hour, and attacks found a minute with what they cost.

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::{Cells, Observation};
use crate::study::Verdict;

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample, indicator};
use super::share::Share;

/// A number of events in the time that all of an arm's trials took.
struct Rate {
    id: &'static str,
    label: &'static str,
    event: fn(&TrialRow) -> bool,
    /// Seconds in the unit of time.
    seconds: f64,
    /// The unit of time.
    per: &'static str,
    unit: Unit,
}

const RIGHT: Rate = Rate {
    id: "right-decisions-per-hour",
    label: "Right decisions per analyst hour",
    event: TrialRow::correct,
    seconds: 3600.0,
    per: "hour",
    unit: Unit::PerHour,
};

const FOUND: Rate = Rate {
    id: "attacks-found-per-minute",
    label: "Attacks found per analyst minute",
    event: |row| row.truth.needs_action() && row.correct(),
    seconds: 60.0,
    per: "minute",
    unit: Unit::PerMinute,
};

const ESCALATED: Rate = Rate {
    id: "false-escalations-per-minute",
    label: "Harmless alerts escalated per analyst minute",
    event: |row| !row.truth.needs_action() && row.decision.is_some_and(Verdict::needs_action),
    seconds: 60.0,
    per: "minute",
    unit: Unit::PerMinute,
};

const RECALL: [Share; 2] = [
    Share {
        id: "recall-unaided",
        label: "Recall: attacks found without advice",
        method: "attacks escalated / attacks, without advice",
        event: |row| (row.arm == Arm::Unaided && row.truth.needs_action()).then(|| row.correct()),
    },
    Share {
        id: "recall-aided",
        label: "Recall: attacks found with advice",
        method: "attacks escalated / attacks, with right or wrong advice at the seeded rate",
        event: |row| (row.arm == Arm::Aided && row.truth.needs_action()).then(|| row.correct()),
    },
];

/// Right decisions an hour by arm and their ratio; attacks found and harmless alerts escalated a minute, and recall, by arm.
pub fn throughput(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut estimates = RIGHT.both(sample);
    estimates.push(RIGHT.ratio(sample));
    for rate in [FOUND, ESCALATED] {
        estimates.extend(rate.both(sample));
    }
    estimates.extend(RECALL.iter().map(|share| share.estimate(sample)));
    estimates
}

impl Rate {
    fn both(&self, sample: &Sample<'_>) -> Vec<Estimate> {
        [Arm::Unaided, Arm::Aided].map(|arm| self.estimate(sample, arm)).into()
    }

    /// Events and active seconds of the arm's trials, in this order. What a deadline ended took its time too.
    fn tallied(&self, sample: &Sample<'_>, arm: Arm) -> [Vec<Observation>; 2] {
        [
            sample.observe(|row| (row.arm == arm && row.time_s.is_some()).then(|| indicator((self.event)(row)))),
            sample.observe(|row| row.time_s.filter(|_| row.arm == arm)),
        ]
    }

    /// Events / active time, both over all trials of the arm; none without a trial.
    fn estimate(&self, sample: &Sample<'_>, arm: Arm) -> Estimate {
        let observations = self.tallied(sample, arm);
        let basis = Basis::of(&observations[1]);
        let [events, seconds] = [0, 1].map(|index| observations[index].iter().map(|row| row.value).sum::<f64>());
        let with = if arm == Arm::Aided { "with advice" } else { "without advice" };
        let counted = format!("{events} in {:.1} {}s of active time", seconds / self.seconds, self.per);
        let draft = Draft {
            id: format!("{}-{}", self.id, arm.name()),
            label: format!("{} {with} (pooled)", self.label),
            unit: self.unit,
            method: format!("events / active {}s of all trials {with}, deadline expiries included", self.per),
            undefined: format!("there was no trial {with}"),
            notes: vec![counted],
            basis,
        };
        let cells = Cells::new(&observations);
        sample.estimate(draft, |weights| match cells.weighted_means(weights)[..] {
            [Some(events), Some(seconds)] => Some(self.seconds * events / seconds),
            _ => None,
        })
    }

    /// The aided rate over the unaided one.
    fn ratio(&self, sample: &Sample<'_>) -> Estimate {
        let [unaided, aided] = [Arm::Unaided, Arm::Aided].map(|arm| self.tallied(sample, arm));
        let draft = Draft {
            id: format!("{}-ratio", self.id),
            label: format!("{}, with advice over without (factor, pooled)", self.label),
            unit: Unit::Factor,
            method: format!("events per {} with advice / the same without", self.per),
            basis: Basis::of(unaided[1].iter().chain(&aided[1])),
            undefined: "the trials of an arm are missing, or no decision without advice was right".into(),
            notes: vec!["right and wrong advice at the seeded rate, which is not that of operation".into()],
        };
        let cells = Cells::new(&[unaided, aided].concat());
        sample.estimate(draft, |weights| match cells.weighted_means(weights)[..] {
            [Some(before), Some(before_s), Some(after), Some(after_s)] if before > 0.0 => {
                Some((after / after_s) / (before / before_s))
            }
            _ => None,
        })
    }
}
