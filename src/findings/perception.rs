//! What people believe about their speed, against what was measured.

use crate::measures::{Own, TrialRow};
use crate::statistics::Weights;

use super::estimate::{Estimate, Unit};
use super::models::is_aided;
use super::sample::{Basis, Draft, Sample};
use super::speed::{LogTimes, MODEL};

/// When the belief was asked for.
#[derive(Clone, Copy)]
enum When {
    Before,
    After,
}

impl When {
    fn id(self) -> &'static str {
        match self {
            Self::Before => "forecast",
            Self::After => "retrospective",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Before => "before the first alert",
            Self::After => "afterwards",
        }
    }

    fn log_ratio(self, own: &Own) -> Option<f64> {
        match self {
            Self::Before => own.beliefs.forecast.log_ratio(),
            Self::After => own.beliefs.retrospective.log_ratio(),
        }
    }
}

/// The gaps before and after, each in three units; believed changes; the plain answer.
pub fn perception(sample: &Sample<'_>) -> Vec<Estimate> {
    let mut estimates = Vec::new();
    for when in [When::Before, When::After] {
        estimates.extend(gaps(sample, when));
    }
    for when in [When::Before, When::After] {
        estimates.push(believed(sample, when));
    }
    estimates.push(stated(sample));
    estimates
}

/// A belief of each participant who has one.
pub struct Believed(Vec<(usize, f64)>);

impl Believed {
    /// Reads the belief from every participant's figures.
    pub fn of(sample: &Sample<'_>, value: impl Fn(&Own) -> Option<f64>) -> Self {
        let beliefs = sample.own.iter().enumerate();
        Self(beliefs.filter_map(|(participant, own)| Some((participant, value(own)?))).collect())
    }

    /// The beliefs less what was measured of every participant.
    pub fn minus(&self, measured: &[f64]) -> Self {
        Self(self.0.iter().map(|&(participant, value)| (participant, value - measured[participant])).collect())
    }

    /// Who has the belief.
    pub fn people(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(participant, _)| *participant)
    }

    /// The mean over participants by their weights; none where these are zero.
    pub fn mean(&self, weights: &Weights) -> Option<f64> {
        let weight: f64 = self.people().map(|participant| weights.participants[participant]).sum();
        let total: f64 = self.0.iter().map(|(participant, value)| weights.participants[*participant] * value).sum();
        (weight > 0.0).then(|| total / weight)
    }
}

/// The log gap g = ln(rho) - ln(rho'), the factor exp(g), and the points 100 (rho - rho'): rho is the measured ratio of aided to
/// unaided time of those who answered, rho' the geometric mean of the ratios that they believe (after Becker et al. 2025).
fn gaps(sample: &Sample<'_>, when: When) -> Vec<Estimate> {
    let believed = Believed::of(sample, |own| when.log_ratio(own));
    let mut answered = vec![false; sample.own.len()];
    believed.people().for_each(|participant| answered[participant] = true);
    let times = LogTimes::new(sample, |row: &TrialRow| answered[row.participant], &[is_aided]);
    let draft = |suffix: &str, label: &str, unit: Unit, formula: &str| Draft {
        id: format!("speed-gap-{}{suffix}", when.id()),
        label: format!("Speed gap, belief {}: {label}", when.words()),
        unit,
        method: format!(
            "{formula}; measured ratio rho from {MODEL}, of those who answered; believed ratio rho' as the geometric mean over \
             them of aided over unaided time for one alert"
        ),
        basis: Basis::of(&times.observations),
        undefined: unanswered(&believed, "the data can't tell the advice from participants, alerts and order"),
        notes: Vec::new(),
    };
    let drafts = vec![
        draft(
            "",
            "measured against believed time (log ratio, positive is over-estimated benefit)",
            Unit::Log,
            "ln(rho) - ln(rho')",
        ),
        draft("-factor", "factor by which the benefit is over-estimated", Unit::Factor, "rho / rho'"),
        draft(
            "-points",
            "measured minus believed change of time (percentage points)",
            Unit::Points,
            "100 (rho - rho')",
        ),
    ];
    sample.jointly(drafts, |weights| {
        let both = times.coefficient(0, weights).zip(believed.mean(weights));
        let of_both = |value: fn(f64, f64) -> f64| both.map(|(measured, believed)| value(measured, believed));
        vec![
            of_both(|measured, believed| measured - believed),
            of_both(|measured, believed| (measured - believed).exp()),
            of_both(|measured, believed| 100.0 * (measured.exp() - believed.exp())),
        ]
    })
}

/// The log gap afterwards alone, which a plan may declare primary.
pub fn retrospective_gap(sample: &Sample<'_>) -> Estimate {
    gaps(sample, When::After).remove(0)
}

/// The believed change of time, from two times and not from a percentage.
fn believed(sample: &Sample<'_>, when: When) -> Estimate {
    let believed = Believed::of(sample, |own| when.log_ratio(own));
    let draft = Draft {
        id: format!("believed-speed-{}", when.id()),
        label: format!("Believed change of time, {} (percent, positive is slower)", when.words()),
        unit: Unit::PercentChange,
        method: format!("geometric mean over participants of believed aided over unaided time, minus 1; {NO_ALERTS}"),
        basis: Basis::of_people(believed.people()),
        undefined: unanswered(&believed, ""),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| Some(100.0 * believed.mean(weights)?.exp_m1()))
}

/// The plain answer to "how did it change the time", on average.
fn stated(sample: &Sample<'_>) -> Estimate {
    let stated = Believed::of(sample, |own| own.beliefs.change_percent);
    let draft = Draft {
        id: "stated-speed-change".into(),
        label: "Stated change of time, afterwards (percent, positive is slower)".into(),
        unit: Unit::PercentChange,
        method: format!("mean over participants of the percentage that they named; {NO_ALERTS}"),
        basis: Basis::of_people(stated.people()),
        undefined: unanswered(&stated, ""),
        notes: Vec::new(),
    };
    sample.estimate(draft, |weights| stated.mean(weights))
}

/// What the two-way bootstrap means where only people answer.
pub const NO_ALERTS: &str = "only participants enter, so that drawing alerts anew changes nothing";

/// Why there is no value: because nobody answered, or for another reason.
pub fn unanswered(believed: &Believed, otherwise: &str) -> String {
    if believed.people().next().is_none() { "nobody answered the question".into() } else { otherwise.into() }
}
