//! What every estimate starts from, and how a statistic becomes an estimate with its evidence.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::measures::{Own, Score, SelfReport, TrialRow, TrialTable};
use crate::statistics::mixed::JointEstimates;
use crate::statistics::{Draw, Observation, Resampled, Resampling, Weights};
use crate::study::{Inference, Plan};

use super::estimate::{Estimate, Role, Unit};
use super::headline::Beside;
use super::models::{Model, Modelled, Slopes};

/// The analysed data with the plan that says how intervals are made.
#[derive(Debug)]
pub struct Sample<'a> {
    /// The analysed trials.
    pub table: &'a TrialTable,
    /// All trials that the participants were shown; the same names and indices.
    pub shown: &'a TrialTable,
    /// Each participant's own figures over the analysed trials.
    pub own: Vec<Own>,
    /// Scores of the instruments that were asked.
    pub scores: Vec<Score>,
    /// Level, seed and replicates.
    pub plan: &'a Plan,
    models: [OnceLock<Modelled>; Model::ALL.len()],
}

/// An estimate before it has numbers.
#[derive(Debug)]
pub struct Draft {
    /// The name in files and links.
    pub id: String,
    /// The name for people, with the unit.
    pub label: String,
    /// The unit.
    pub unit: Unit,
    /// What is computed, in words.
    pub method: String,
    /// What it is computed from.
    pub basis: Basis,
    /// Why there is no value, if there is none.
    pub undefined: String,
    /// What has to be said about it.
    pub notes: Vec<String>,
}

/// What an estimate is computed from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Basis {
    /// Participants that enter.
    pub participants: BTreeSet<usize>,
    /// Items that enter.
    pub items: BTreeSet<usize>,
    /// Trials that enter.
    pub trials: usize,
    /// Events and opportunities, for a proportion.
    pub fraction: Option<(f64, f64)>,
}

/// Below this many participants or items a percentile interval may be too narrow.
const FEW: usize = 8;
/// A narrower interval is one value with rounding errors.
const ROUNDING: f64 = 1e-12;
/// With a larger share of undefined replicates there is no interval.
const MOSTLY_DEFINED: f64 = 0.5;

impl<'a> Sample<'a> {
    /// A sample with everybody's own figures.
    pub fn new(table: &'a TrialTable, shown: &'a TrialTable, reports: &[SelfReport], plan: &'a Plan) -> Self {
        let own = Own::of_all(table, reports);
        Self { table, shown, own, scores: Vec::new(), plan, models: Default::default() }
    }

    /// A mixed model of the analysed trials, fitted when it is first asked for.
    pub fn fitted(&self, model: Model) -> &Modelled {
        self.models[model as usize].get_or_init(|| self.fit(model))
    }

    /// Fits all mixed models that the plan asks for, side by side. Those that are fitted already stay.
    pub fn fit_models(&self) {
        if self.plan.inference == Inference::MixedModels {
            let missing = |model: &Model| self.models[*model as usize].get().is_none();
            let fit = |model| (model, self.fit(model));
            let fitted: Vec<(Model, Modelled)> = Model::ALL.into_par_iter().filter(missing).map(fit).collect();
            for (model, modelled) in fitted {
                self.models[model as usize].get_or_init(|| modelled);
            }
        }
    }

    fn fit(&self, model: Model) -> Modelled {
        model.fit(self.table, Slopes::All, self.plan)
    }

    /// The marginal shares of right decisions of a model: without advice, then with each of its predictors.
    pub fn shares(&self, model: Model) -> Result<&JointEstimates, String> {
        if self.plan.inference == Inference::Bootstrap {
            return Err("the plan asks for no mixed models".into());
        }
        self.fitted(model).shares()
    }

    /// The same with the scores of instruments.
    #[must_use]
    pub fn with_scores(self, scores: Vec<Score>) -> Self {
        Self { scores, ..self }
    }

    /// The analysed trials for which `value` is defined.
    pub fn observe(&self, value: impl Fn(&TrialRow) -> Option<f64>) -> Vec<Observation> {
        let observe =
            |row: &TrialRow| Some(Observation { participant: row.participant, item: row.item, value: value(row)? });
        self.table.rows.iter().filter_map(observe).collect()
    }

    /// Computes a statistic with even weights and its interval with drawn ones.
    pub fn estimate(&self, draft: Draft, statistic: impl Fn(&Weights) -> Option<f64> + Sync) -> Estimate {
        self.jointly(vec![draft], |weights| vec![statistic(weights)]).remove(0)
    }

    /// Several statistics from the same draws, in the order of the drafts: as each would be alone, in one pass.
    pub fn jointly(
        &self,
        drafts: Vec<Draft>,
        statistics: impl Fn(&Weights) -> Vec<Option<f64>> + Sync,
    ) -> Vec<Estimate> {
        let values = statistics(&self.even());
        let joint = values.iter().any(Option::is_some).then(|| self.resampling().joint(&statistics));
        let told = |(index, (draft, value)): (usize, (Draft, Option<f64>))| {
            let value = value.filter(|value| value.is_finite());
            let joint = joint.as_ref().filter(|_| value.is_some());
            let resampled = joint.map(|joint| joint.derived(|values| values[index]));
            let people_alone = (value.is_some() && draft.id == self.plan.primary.id())
                .then(|| self.resampling().participants_only(|weights| statistics(weights)[index]));
            self.told(draft, value, resampled.as_ref(), people_alone.as_ref())
        };
        drafts.into_iter().zip(values).enumerate().map(told).collect()
    }

    /// Everybody and everything once.
    pub fn even(&self) -> Weights {
        Weights::even(self.table.participants.len(), self.table.items.len())
    }

    fn resampling(&self) -> Resampling {
        Resampling {
            participants: self.table.participants.len(),
            items: self.table.items.len(),
            draw: Draw::Multinomial,
            replicates: self.plan.replicates,
            seed: self.plan.seed,
        }
    }

    fn told(
        &self,
        draft: Draft,
        value: Option<f64>,
        resampled: Option<&Resampled>,
        people_alone: Option<&Resampled>,
    ) -> Estimate {
        let mut notes = draft.notes;
        let mut interval = None;
        let mut p = None;
        if let Some(resampled) = resampled {
            notes.extend(self.warnings(&draft.basis));
            interval = self.interval(resampled, &mut notes);
            p = interval.and_then(|_| resampled.p_value()).filter(|_| draft.unit.is_difference());
        } else {
            notes.insert(0, format!("undefined: {}", draft.undefined));
        }
        Estimate {
            id: draft.id,
            label: draft.label,
            unit: draft.unit,
            value,
            low: interval.map(|(low, _)| low),
            high: interval.map(|(_, high)| high),
            level: self.plan.level,
            role: Role::Exploratory,
            p,
            p_adjusted: None,
            numerator: draft.basis.fraction.map(|(numerator, _)| numerator),
            denominator: draft.basis.fraction.map(|(_, denominator)| denominator),
            participants: draft.basis.participants.len(),
            items: draft.basis.items.len(),
            trials: draft.basis.trials,
            method: format!("{}; {}", draft.method, self.interval_method()),
            notes,
            beside: people_alone.and_then(|resampled| self.people_alone(value, resampled)).into_iter().collect(),
        }
    }

    fn interval_method(&self) -> String {
        format!(
            "{} % percentile interval from {} replicates of the two-way (pigeonhole) bootstrap over participants and alerts, \
             seed {}",
            percent(self.plan.level),
            self.plan.replicates,
            self.plan.seed
        )
    }

    fn interval(&self, resampled: &Resampled, notes: &mut Vec<String>) -> Option<(f64, f64)> {
        let share = resampled.undefined_share();
        if share > 0.0 {
            let count = resampled.undefined;
            notes.push(format!("undefined in {count} of {} replicates", self.plan.replicates));
        }
        if share > MOSTLY_DEFINED {
            notes.push("no interval: most replicates are undefined".into());
            return None;
        }
        let (low, high) = resampled.interval(self.plan.level)?;
        if high - low < ROUNDING {
            notes.push(
                "no interval: resampling gives the same value every time, which says nothing about the rest".into(),
            );
            return None;
        }
        Some((low, high))
    }

    /// An interval over participants alone takes the alerts for the whole world, and is said only beside the other.
    fn people_alone(&self, value: Option<f64>, resampled: &Resampled) -> Option<Beside> {
        let (low, high) = resampled.interval(self.plan.level)?;
        let method = "for these very alerts: percentile interval with participants resampled alone".into();
        Some(Beside { method, value, low: Some(low), high: Some(high) })
    }

    /// Who does not enter, and whether there is enough to resample.
    fn warnings(&self, basis: &Basis) -> Vec<String> {
        let mut notes = Vec::new();
        let absent = self.table.participants.len() - basis.participants.len();
        if absent > 0 {
            notes.push(format!("{absent} of {} participants do not enter", self.table.participants.len()));
        }
        if basis.participants.len() < FEW {
            notes.push(format!("fewer than {FEW} participants: the interval may be narrower than it should be"));
        }
        if (1..FEW).contains(&basis.items.len()) {
            notes.push(format!("fewer than {FEW} alerts: the interval may be narrower than it should be"));
        }
        notes
    }
}

impl Basis {
    /// The participants, items and trials of observations.
    pub fn of<'o>(observations: impl IntoIterator<Item = &'o Observation>) -> Self {
        let mut basis = Self::default();
        for observation in observations {
            basis.participants.insert(observation.participant);
            basis.items.insert(observation.item);
            basis.trials += 1;
        }
        basis
    }

    /// Events among opportunities.
    pub fn of_events(events: &[Observation]) -> Self {
        let numerator = events.iter().fold(0.0, |sum, event| sum + event.value);
        Self { fraction: Some((numerator, events.len() as f64)), ..Self::of(events) }
    }

    /// Participants who said something; no trial enters.
    pub fn of_people(participants: impl IntoIterator<Item = usize>) -> Self {
        Self { participants: participants.into_iter().collect(), ..Self::default() }
    }
}

/// A share in percent, with at most one decimal.
fn percent(share: f64) -> f64 {
    (share * 1000.0).round() / 10.0
}

/// 1 for what holds, 0 for what does not.
pub fn indicator(holds: bool) -> f64 {
    if holds { 1.0 } else { 0.0 }
}
