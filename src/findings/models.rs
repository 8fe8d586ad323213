//! The mixed models behind the headline: people and alerts both random, with the slopes that the data support.

use std::sync::OnceLock;

use crate::assignment::Arm;
use crate::measures::{TrialRow, TrialTable};
use crate::statistics::Family;
use crate::statistics::mixed::{
    Column, Estimate, Fit, Frame, JointEstimates, MixedModel, Scenario, raw_shares, score_difference,
};

use crate::study::Plan;

use super::detail::Detail;
use super::sample::indicator;

/// With more trials than this there is no mixed model in the findings; `overtrust fit` has no such limit.
pub const MOST_TRIALS: usize = 30_000;

/// Draws from the joint distribution of a logistic model's estimates.
pub const DRAWS: usize = 1000;

/// The models that the findings use, each fitted once a sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// Change of time with advice, right or wrong.
    TimeByArm,
    /// Change of time with right and with wrong advice.
    TimeByAdvice,
    /// Right decisions with advice, right or wrong.
    DecisionsByArm,
    /// Right decisions with right and with wrong advice.
    DecisionsByAdvice,
    /// The same for attacks alone.
    AttacksByAdvice,
    /// The same for harmless alerts alone.
    HarmlessByAdvice,
}

/// A name with what it stands for in a trial: 0 or 1.
pub type Predictor = (&'static str, fn(&TrialRow) -> bool);

/// What is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explained {
    /// The logarithm of active seconds; practice enters as ln(order). Trials that the deadline ended have no time.
    LogTime,
    /// Whether the decision is right on the primary axis.
    Correct,
}

/// Which random slopes a model starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slopes {
    /// One for every predictor, by participant and by alert (Barr et al. 2013).
    All,
    /// Intercepts alone: never the confirmatory model.
    None,
}

impl Model {
    /// All of them, in the order of their tables.
    pub const ALL: [Self; 6] = [
        Self::TimeByArm,
        Self::TimeByAdvice,
        Self::DecisionsByArm,
        Self::DecisionsByAdvice,
        Self::AttacksByAdvice,
        Self::HarmlessByAdvice,
    ];

    /// What it is for, as tables name it.
    pub fn title(self) -> &'static str {
        match self {
            Self::TimeByArm => "time by arm",
            Self::TimeByAdvice => "time by advice",
            Self::DecisionsByArm => "decisions by arm",
            Self::DecisionsByAdvice => "decisions by advice",
            Self::AttacksByAdvice => "attacks by advice",
            Self::HarmlessByAdvice => "harmless alerts by advice",
        }
    }

    /// What it explains.
    pub fn explained(self) -> Explained {
        match self {
            Self::TimeByArm | Self::TimeByAdvice => Explained::LogTime,
            _ => Explained::Correct,
        }
    }

    /// What it explains it by, against no advice.
    pub fn predictors(self) -> &'static [Predictor] {
        match self {
            Self::TimeByArm | Self::DecisionsByArm => &[("aided", is_aided)],
            _ => &[("right", is_right), ("wrong", is_wrong)],
        }
    }

    /// What the data have to tell for it.
    pub fn needs(self) -> &'static [Detail] {
        match self {
            Self::TimeByArm => &[Detail::Time],
            Self::TimeByAdvice => &[Detail::Time, Detail::Advice],
            Self::DecisionsByArm => &[],
            Self::DecisionsByAdvice => &[Detail::Advice],
            Self::AttacksByAdvice | Self::HarmlessByAdvice => &[Detail::Advice, Detail::Truth],
        }
    }

    /// Whether a trial enters.
    pub fn takes(self, row: &TrialRow) -> bool {
        let is_silent = is_aided(row) && row.advice.is_none();
        match self {
            Self::DecisionsByArm => true,
            Self::TimeByArm => row.decision_s().is_some(),
            Self::TimeByAdvice => row.decision_s().is_some() && !is_silent,
            Self::DecisionsByAdvice => !is_silent,
            Self::AttacksByAdvice => !is_silent && row.truth.needs_action(),
            Self::HarmlessByAdvice => !is_silent && !row.truth.needs_action() && row.decision.is_some(),
        }
    }

    /// Whether the declared simplification starts at its second step. Three correlated effects of people and three of alerts are twelve
    /// parameters of right and wrong decisions, seldom supported by a study's data, and their search takes twenty times as long.
    fn starts_without_correlations(self) -> bool {
        self.explained() == Explained::Correct && self.predictors().len() > 1
    }

    /// The seed of the draws of its estimates: each model has its own.
    pub fn seed(self, plan: &Plan) -> u64 {
        plan.seed.wrapping_add(self as u64)
    }

    /// Fits it with some slopes, and simplifies by the declared rule where the data do not support them.
    pub fn fit(self, table: &TrialTable, slopes: Slopes, plan: &Plan) -> Modelled {
        let rows: Vec<&TrialRow> = table.rows.iter().filter(|row| self.takes(row)).collect();
        let column = |value: &dyn Fn(&TrialRow) -> f64| rows.iter().map(|row| value(row)).collect::<Vec<_>>();
        let labels =
            |index: fn(&TrialRow) -> usize| -> Vec<String> { rows.iter().map(|row| index(row).to_string()).collect() };
        let is_ordered = rows.iter().all(|row| row.order.is_some());
        let order = column(&|row| row.log_order().unwrap_or(0.0));
        let has_practice = is_ordered && order.windows(2).any(|pair| pair[0].to_bits() != pair[1].to_bits());
        let response = column(&|row| match self.explained() {
            Explained::LogTime => row.log_time().unwrap_or(0.0),
            Explained::Correct => indicator(row.correct()),
        });
        let mut frame = Frame::new(rows.len())
            .with_labels("participant", &labels(|row| row.participant))
            .with_labels("item", &labels(|row| row.item))
            .with_numbers("log_order", order)
            .with_numbers(self.explained().column(), response);
        for (name, holds) in self.predictors() {
            frame = frame.with_numbers(name, column(&|row| indicator(holds(row))));
        }
        let fit = self.solve(&frame, slopes, has_practice);
        Modelled { model: self, frame, fit, seed: self.seed(plan), shares: OnceLock::new() }
    }

    fn solve(self, frame: &Frame, slopes: Slopes, has_practice: bool) -> Result<Fit, String> {
        let names: Vec<&str> = self.predictors().iter().map(|(name, _)| *name).collect();
        let predictors = names.join(" + ");
        let response = self.explained().column();
        let (practice, family) = match self.explained() {
            Explained::LogTime if has_practice => (" + log_order", Family::Gaussian),
            Explained::LogTime => ("", Family::Gaussian),
            Explained::Correct => ("", Family::Binomial),
        };
        let random = match slopes {
            Slopes::All => format!("1 + {predictors}"),
            Slopes::None => "1".into(),
        };
        let bar = if slopes == Slopes::All && self.starts_without_correlations() { "||" } else { "|" };
        let formula =
            format!("{response} ~ {predictors}{practice} + ({random} {bar} participant) + ({random} {bar} item)");
        if frame.rows() > MOST_TRIALS {
            return Err(format!("more than {MOST_TRIALS} trials, which a model with slopes takes too long for"));
        }
        let formula = formula.parse().map_err(|error| format!("{error}"))?;
        let fit = MixedModel::new(formula, family).simplified(frame).map_err(|error| error.to_string())?;
        if fit.evidence.converged { Ok(fit) } else { Err("the search for the estimates did not converge".into()) }
    }
}

/// A fitted model with its data.
#[derive(Debug)]
pub struct Modelled {
    /// Which one.
    pub model: Model,
    /// The data.
    pub frame: Frame,
    /// The fit, or why there is none.
    pub fit: Result<Fit, String>,
    /// The seed of the draws of its estimates.
    pub seed: u64,
    shares: OnceLock<Result<JointEstimates, String>>,
}

/// Whether advice was to be shown.
pub fn is_aided(row: &TrialRow) -> bool {
    row.arm == Arm::Aided
}

/// Whether right advice was shown.
pub fn is_right(row: &TrialRow) -> bool {
    row.advice_correct() == Some(true)
}

/// Whether wrong advice was shown.
pub fn is_wrong(row: &TrialRow) -> bool {
    row.advice_correct() == Some(false)
}

impl Explained {
    fn column(self) -> &'static str {
        match self {
            Self::LogTime => "log_time",
            Self::Correct => "correct",
        }
    }
}

impl Modelled {
    /// Marginal shares of right decisions without advice and with each predictor alone at 1, over the participants and alerts of
    /// the data and the random effects (g-computation).
    pub fn shares(&self) -> Result<&JointEstimates, String> {
        self.shares.get_or_init(|| self.compute_shares()).as_ref().map_err(Clone::clone)
    }

    fn compute_shares(&self) -> Result<JointEstimates, String> {
        if self.is_at_the_edge() {
            let counts: Vec<(usize, usize)> = self.states().map(|state| self.count(state)).collect();
            return raw_shares(&counts, self.units(), DRAWS, self.seed).ok_or("a condition has no trial".into());
        }
        let fit = self.fit.as_ref().map_err(Clone::clone)?;
        fit.marginal_means(&self.frame, &self.scenarios(), DRAWS, self.seed).map_err(|error| error.to_string())
    }

    /// No advice first, then one scenario a predictor.
    fn scenarios(&self) -> Vec<Scenario> {
        let predictors = self.model.predictors();
        let with = |set: Option<usize>| {
            let value = |index| indicator(set == Some(index));
            let settings: Vec<(&str, f64)> =
                predictors.iter().enumerate().map(|(index, (name, _))| (*name, value(index))).collect();
            Scenario::numbers(set.map_or("unaided", |index| predictors[index].0), &settings)
        };
        self.states().map(with).collect()
    }

    /// No advice, then each predictor alone.
    fn states(&self) -> impl Iterator<Item = Option<usize>> {
        std::iter::once(None).chain((0..self.model.predictors().len()).map(Some))
    }

    /// Whether all decisions of a state are alike, so that a logistic model has no finite estimate: then the raw shares stand.
    pub fn is_at_the_edge(&self) -> bool {
        self.states().any(|state| is_extreme(self.count(state)))
    }

    /// The difference of a state's share from that without advice where one of them is 0 or 1 in the data, so that a logistic model has
    /// no finite estimate: Newcombe's interval on as many trials as there are independent units. None where neither is.
    pub fn difference_at_the_edge(&self, predictor: usize, level: f64) -> Option<Estimate> {
        let (first, second) = (self.count(Some(predictor)), self.count(None));
        let is_needed = is_extreme(first) || is_extreme(second);
        is_needed.then(|| score_difference(first, second, self.units(), level)).flatten()
    }

    /// Right decisions of all decisions in a state.
    fn count(&self, state: Option<usize>) -> (usize, usize) {
        let Some(correct) = self.frame.numbers("correct") else { return (0, 0) };
        let predictors: Vec<&[f64]> =
            self.model.predictors().iter().filter_map(|(name, _)| self.frame.numbers(name)).collect();
        let holds =
            |row: usize| (0..predictors.len()).all(|index| (predictors[index][row] > 0.5) == (state == Some(index)));
        let rows: Vec<usize> = (0..correct.len()).filter(|&row| holds(row)).collect();
        (rows.iter().filter(|&&row| correct[row] > 0.5).count(), rows.len())
    }

    /// Participants or alerts, whichever are fewer.
    fn units(&self) -> usize {
        let levels = |column: &str| match self.frame.column(column) {
            Some(Column::Levels { levels, .. }) => levels.len(),
            _ => 0,
        };
        levels("participant").min(levels("item"))
    }
}

fn is_extreme((events, trials): (usize, usize)) -> bool {
    trials > 0 && (events == 0 || events == trials)
}
