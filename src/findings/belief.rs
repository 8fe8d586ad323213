//! What people believe of something against what it was: on average, and person by person.

use crate::measures::{TrialRow, TrialTable};
use crate::statistics::{Weights, rank_correlation, slope};

use super::estimate::{Estimate, Unit};
use super::sample::{Basis, Draft, Sample};

/// With fewer participants a rank correlation says nothing.
const FEWEST_FOR_RANKS: usize = 3;

/// One person's belief, and the trials that say what is so.
#[derive(Debug, Clone)]
pub struct Believer {
    /// Index of the participant.
    pub participant: usize,
    /// What is believed, or said, in the unit of the actual value.
    pub believed: f64,
    /// Item and value of each trial; their mean is the actual value.
    pub trials: Vec<(usize, f64)>,
    /// Of those whose mean is taken from it, where the actual value is a difference.
    pub less: Option<Vec<(usize, f64)>>,
}

/// A belief of many, with the words for it.
pub struct Belief<'t> {
    /// What the ids begin with.
    pub id: &'t str,
    /// What it is about, in the label.
    pub about: &'t str,
    /// Believed and actual value, in words.
    pub method: &'t str,
    /// Why nobody has both.
    pub undefined: &'t str,
    /// Those who have both.
    pub people: Vec<Believer>,
}

impl Believer {
    /// Item and value of those of somebody's trials that have a value.
    pub fn values(own: &[&TrialRow], value: impl Fn(&TrialRow) -> Option<f64>) -> Vec<(usize, f64)> {
        own.iter().filter_map(|row| Some((row.item, value(row)?))).collect()
    }

    /// The actual value under the items' weights; none where no trial has weight.
    fn actual(&self, weights: &Weights) -> Option<f64> {
        let less = self.less.as_ref().map_or(Some(0.0), |trials| mean(trials, weights));
        Some(mean(&self.trials, weights)? - less?)
    }
}

impl Belief<'_> {
    /// Mean over participants of believed minus actual share, in points.
    pub fn bias(&self, sample: &Sample<'_>, id: &str, label: &str) -> Estimate {
        let draft = Draft {
            id: id.into(),
            label: format!("{label} (percentage points, per participant)"),
            unit: Unit::Points,
            method: format!("mean over participants of believed minus actual; {}", self.method),
            basis: self.basis(),
            undefined: self.undefined.into(),
            notes: Vec::new(),
        };
        sample.estimate(draft, |weights| {
            let (mut total, mut people) = (0.0, 0.0);
            for (weight, believed, actual) in self.pairs(weights) {
                total += weight * (believed - actual);
                people += weight;
            }
            (people > 0.0).then(|| 100.0 * total / people)
        })
    }

    /// Spearman's correlation and the least-squares slope of believed on actual, over participants.
    pub fn tracking(&self, sample: &Sample<'_>) -> Vec<Estimate> {
        let (rank, slope) = (format!("{}-tracking", self.id), format!("{}-tracking-slope", self.id));
        let drafts = vec![
            self.tracked(rank, "rank correlation of believed and actual", Unit::Correlation),
            self.tracked(slope, "slope of believed on actual (1 tracks in full)", Unit::Factor),
        ];
        let figures = Figures::of(&self.people, &sample.even());
        sample.jointly(drafts, |weights| figures.rank_and_slope(weights).into())
    }

    /// The slope alone.
    pub fn slope(&self, sample: &Sample<'_>) -> Estimate {
        let id = format!("{}-tracking-slope", self.id);
        let draft = self.tracked(id, "slope of believed on actual (1 tracks in full)", Unit::Factor);
        let figures = Figures::of(&self.people, &sample.even());
        sample.estimate(draft, |weights| figures.rank_and_slope(weights)[1])
    }

    /// The rank correlation alone, of what was said and what was done.
    pub fn correlation(&self, sample: &Sample<'_>) -> Estimate {
        let draft = self.tracked(self.id.to_owned(), "rank correlation", Unit::Correlation);
        let figures = Figures::of(&self.people, &sample.even());
        sample.estimate(draft, |weights| figures.rank_and_slope(weights)[0])
    }

    fn tracked(&self, id: String, what: &str, unit: Unit) -> Draft {
        Draft {
            id,
            label: format!("{}: {what}", self.about),
            unit,
            method: format!(
                "over participants; {}; each person's figures are of the alerts that they met, so that drawing alerts anew changes \
                 nothing",
                self.method
            ),
            basis: self.basis(),
            undefined: match self.people.len() {
                0 => self.undefined.into(),
                few if few < FEWEST_FOR_RANKS => {
                    format!("{few} of the {FEWEST_FOR_RANKS} participants that it takes have both")
                }
                _ => "one of the two does not vary between participants".into(),
            },
            notes: Vec::new(),
        }
    }

    /// Weight, belief and actual value of those with weight.
    fn pairs(&self, weights: &Weights) -> impl Iterator<Item = (f64, f64, f64)> {
        let present = self.people.iter().map(|one| (weights.participants[one.participant], one));
        let pair = |(weight, one): (f64, &Believer)| Some((weight, one.believed, one.actual(weights)?));
        present.filter(|(weight, _)| *weight > 0.0).filter_map(pair)
    }

    fn basis(&self) -> Basis {
        let trials = || self.people.iter().flat_map(|one| one.trials.iter().chain(one.less.iter().flatten()));
        Basis {
            participants: self.people.iter().map(|one| one.participant).collect(),
            items: trials().map(|(item, _)| *item).collect(),
            trials: trials().count(),
            fraction: None,
        }
    }
}

/// Actual and believed figures of each person, over the trials that they had: a belief about twelve alerts is about these twelve.
struct Figures {
    people: Vec<usize>,
    pairs: Vec<(f64, f64)>,
}

impl Figures {
    fn of(people: &[Believer], even: &Weights) -> Self {
        let figures =
            people.iter().filter_map(|one| Some((one.participant, (rounded(one.actual(even)?), one.believed))));
        let (people, pairs) = figures.unzip();
        Self { people, pairs }
    }

    /// None with too few people, or where one of the figures does not vary.
    fn rank_and_slope(&self, weights: &Weights) -> [Option<f64>; 2] {
        if self.people.len() < FEWEST_FOR_RANKS {
            return [None; 2];
        }
        let weights: Vec<f64> = self.people.iter().map(|person| weights.participants[*person]).collect();
        let rank = rank_correlation(&self.pairs, &weights);
        [rank, rank.and_then(|_| slope(&self.pairs, &weights))]
    }
}

/// Everybody's trials, in the order of the participants.
pub fn by_person(table: &TrialTable) -> Vec<Vec<&TrialRow>> {
    let mut people = vec![Vec::new(); table.participants.len()];
    table.rows.iter().for_each(|row| people[row.participant].push(row));
    people
}

/// Twelve decimals: means that are equal but for the order of their sum are equal.
fn rounded(value: f64) -> f64 {
    (value * 1e12).round() / 1e12
}

fn mean(trials: &[(usize, f64)], weights: &Weights) -> Option<f64> {
    let (mut total, mut weight) = (0.0, 0.0);
    for (item, value) in trials {
        total += weights.items[*item] * value;
        weight += weights.items[*item];
    }
    (weight > 0.0).then(|| total / weight)
}
