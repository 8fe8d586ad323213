//! What the results mean for operation: mistakes and hours at the organisation's own base rate and AI error rate.

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use serde::Serialize;

use crate::assignment::Arm;
use crate::measures::TrialRow;
use crate::statistics::mixed::JointEstimates;
use crate::statistics::quantile;
use crate::study::{Costs, Operation};

use super::break_even::{RAW_SHARES, cost};
use super::models::{DRAWS, Model};
use super::sample::Sample;

/// Where the costs of more draws than this share meet at no rate, an interval of the rates would leave them out.
const FEW_WITHOUT: f64 = 0.01;

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ranged {
    /// The estimate.
    pub value: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end of the interval.
    pub high: f64,
}

/// One measure without advice, with right advice and with wrong advice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct States<T> {
    /// Without advice.
    pub unaided: T,
    /// With right advice.
    pub right: T,
    /// With wrong advice.
    pub wrong: T,
}

/// What a study says about operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RollOut {
    /// Share of attacks that are closed.
    pub missed: States<Ranged>,
    /// Share of harmless alerts that are escalated.
    pub wasted: States<Ranged>,
    /// Mean active seconds an alert.
    pub seconds: States<Ranged>,
    /// Alerts that the projection is about.
    pub alerts: u64,
    /// Share of these that need action.
    pub needs_action_share: f64,
    /// Share of wrong suggestions; none where nobody said it, so that there is no projection.
    pub ai_error_rate: Option<f64>,
    /// What mistakes and minutes cost; none where nobody said it.
    pub costs: Option<Costs>,
    /// The projection, where the AI's error rate is known.
    pub projection: Option<Projection>,
    /// The AI error rate at which costs are the same with and without advice; none without prices, or where there is none.
    pub break_even_cost: Option<BreakEvenCost>,
    /// Share of such intervals that should cover the truth.
    pub level: f64,
    /// What was assumed.
    pub method: String,
    /// Draws of the nine numbers, in the order missed, wasted, seconds, each unaided, right, wrong: for recomputing.
    #[serde(skip)]
    pub draws: Vec<[f64; 9]>,
}

/// The AI error rate at which costs meet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BreakEvenCost {
    /// The rate, from 0 to 1.
    pub value: f64,
    /// Lower end of the interval; none where too many draws have no such rate.
    pub low: Option<f64>,
    /// Upper end of the interval.
    pub high: Option<f64>,
    /// Why there is no interval.
    pub note: Option<String>,
}

/// Sums over the projected alerts, without and with advice.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Projection {
    /// Attacks that are closed.
    pub missed_attacks: Compared,
    /// Harmless alerts that are escalated.
    pub wasted_escalations: Compared,
    /// Hours of work.
    pub analyst_hours: Compared,
    /// What mistakes and minutes cost, where there are prices.
    pub cost: Option<Compared>,
}

/// A sum without advice, with advice, and what advice adds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Compared {
    /// Without advice.
    pub unaided: Ranged,
    /// With advice.
    pub aided: Ranged,
    /// With minus without.
    pub added: Ranged,
}

/// The nine numbers of one draw, or of the estimates.
#[derive(Debug, Clone, Copy)]
struct World([f64; 9]);

impl World {
    /// One measure in a state: 0 unaided, 1 right, 2 wrong.
    fn of(&self, measure: usize, state: usize) -> f64 {
        self.0[3 * measure + state]
    }

    /// One measure with advice that is wrong in a share of alerts.
    fn aided(&self, measure: usize, error_rate: f64) -> f64 {
        (1.0 - error_rate) * self.of(measure, 1) + error_rate * self.of(measure, 2)
    }

    /// What an alert costs in a state.
    fn cost_in(&self, state: usize, costs: Costs, needs_action_share: f64) -> f64 {
        cost(costs, needs_action_share, self.of(0, state), self.of(1, state), self.of(2, state))
    }

    /// (U - E1) / (E0 - E1) of costs; none outside 0 to 1.
    fn break_even_cost(&self, operation: &Operation) -> Option<f64> {
        let costs = operation.costs?;
        let [unaided, right, wrong] = [0, 1, 2].map(|state| self.cost_in(state, costs, operation.needs_action_share));
        let rate = (unaided - right) / (wrong - right);
        (right < unaided && unaided < wrong).then_some(rate)
    }
}

/// The roll-out of a study, or why there is none.
pub fn roll_out(sample: &Sample<'_>) -> Result<RollOut, String> {
    let operation = &sample.plan.operation;
    let closed = sample.shares(Model::AttacksByAdvice).map_err(|why| format!("missed attacks: {why}"))?;
    let escalated = sample.shares(Model::HarmlessByAdvice).map_err(|why| format!("wasted escalations: {why}"))?;
    let seconds = seconds(sample).map_err(|why| format!("time: {why}"))?;
    // To six decimals, so that the script of the report counts with the very same numbers.
    let rounded = |number: f64| (number * 1e6).round() / 1e6;
    let world = |missed: &[f64], wasted: &[f64], seconds: &[f64]| {
        let all = [
            1.0 - missed[0],
            1.0 - missed[1],
            1.0 - missed[2],
            1.0 - wasted[0],
            1.0 - wasted[1],
            1.0 - wasted[2],
            seconds[0],
            seconds[1],
            seconds[2],
        ];
        World(all.map(rounded))
    };
    let here = world(&closed.values, &escalated.values, &seconds.values);
    let draws: Vec<World> = (0..DRAWS)
        .into_par_iter()
        .map(|draw| world(&closed.draws[draw], &escalated.draws[draw], &seconds.draws[draw]))
        .collect();
    let is_raw = [Model::AttacksByAdvice, Model::HarmlessByAdvice]
        .into_iter()
        .any(|model| sample.fitted(model).is_at_the_edge());
    let ranged = |place: usize| ranged(here.0[place], draws.iter().map(|world| world.0[place]), sample.plan.level);
    let states = |first: usize| States { unaided: ranged(first), right: ranged(first + 1), wrong: ranged(first + 2) };
    let mut roll_out = RollOut {
        missed: states(0),
        wasted: states(3),
        seconds: states(6),
        alerts: operation.alerts,
        needs_action_share: operation.needs_action_share,
        ai_error_rate: operation.ai_error_rate,
        costs: operation.costs,
        projection: None,
        break_even_cost: break_even_cost(here, &draws, operation, sample.plan.level),
        level: sample.plan.level,
        method: format!(
            "marginal shares from logistic mixed models of attacks and of harmless alerts; mean seconds without advice, times the ratios of a \
             linear mixed model of log times; the AI is taken to be wrong equally often on attacks and on harmless alerts, and its mistakes to be \
             like those of the study; {:.0} % intervals from {DRAWS} draws of the estimates{}",
            100.0 * sample.plan.level,
            if is_raw { format!("; {RAW_SHARES}") } else { String::new() }
        ),
        draws: draws.into_iter().map(|world| world.0).collect(),
    };
    roll_out.projection = operation.ai_error_rate.map(|rate| roll_out.projected(rate));
    Ok(roll_out)
}

impl RollOut {
    /// Sums over the alerts if a share `rate` of the suggestions, from 0 to 1, were wrong.
    pub fn projected(&self, rate: f64) -> Projection {
        let here = World(self.values());
        let ranged =
            |of: &dyn Fn(&World) -> f64| ranged(of(&here), self.draws.iter().map(|draw| of(&World(*draw))), self.level);
        let alerts = self.alerts as f64;
        let compared = |measure: usize, factor: f64| Compared {
            unaided: ranged(&|world| factor * world.of(measure, 0)),
            aided: ranged(&|world| factor * world.aided(measure, rate)),
            added: ranged(&|world| factor * (world.aided(measure, rate) - world.of(measure, 0))),
        };
        let costs = |costs: Costs| {
            let at = |world: &World, state| alerts * world.cost_in(state, costs, self.needs_action_share);
            let aided = |world: &World| (1.0 - rate) * at(world, 1) + rate * at(world, 2);
            Compared {
                unaided: ranged(&|world| at(world, 0)),
                aided: ranged(&aided),
                added: ranged(&|world| aided(world) - at(world, 0)),
            }
        };
        Projection {
            missed_attacks: compared(0, alerts * self.needs_action_share),
            wasted_escalations: compared(1, alerts * (1.0 - self.needs_action_share)),
            analyst_hours: compared(2, alerts / 3600.0),
            cost: self.costs.map(costs),
        }
    }

    /// The nine numbers, in the order of the draws.
    pub fn values(&self) -> [f64; 9] {
        let [missed, wasted, seconds] = [self.missed, self.wasted, self.seconds]
            .map(|states| [states.unaided.value, states.right.value, states.wrong.value]);
        let all = [missed, wasted, seconds];
        std::array::from_fn(|place| all[place / 3][place % 3])
    }
}

/// The rate at which costs meet. Draws in which they do not meet have no rate, and an interval of the others would say nothing about
/// them.
fn break_even_cost(here: World, draws: &[World], operation: &Operation, level: f64) -> Option<BreakEvenCost> {
    let value = here.break_even_cost(operation)?;
    let rates: Vec<f64> = draws.iter().filter_map(|world| world.break_even_cost(operation)).collect();
    let lacking = draws.len() - rates.len();
    if lacking as f64 > FEW_WITHOUT * draws.len() as f64 {
        let note = format!("no interval: in {lacking} of {} draws the costs meet at no error rate", draws.len());
        return Some(BreakEvenCost { value, low: None, high: None, note: Some(note) });
    }
    let Ranged { value, low, high } = ranged(value, rates.into_iter(), level);
    Some(BreakEvenCost { value, low: Some(low), high: Some(high), note: None })
}

/// The percentile interval of draws about an estimate.
fn ranged(value: f64, draws: impl Iterator<Item = f64>, level: f64) -> Ranged {
    let mut sorted: Vec<f64> = draws.filter(|draw| draw.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    let tail = (1.0 - level) / 2.0;
    let end = |share| quantile(&sorted, share).unwrap_or(value);
    Ranged { value, low: end(tail), high: end(1.0 - tail) }
}

/// Mean active seconds without advice, and times exp(b) with right and with wrong advice, with draws.
fn seconds(sample: &Sample<'_>) -> Result<JointEstimates, String> {
    let without_advice = sample.table.rows.iter().filter(|row| row.arm == Arm::Unaided);
    let unaided: Vec<f64> = without_advice.filter_map(TrialRow::decision_s).collect();
    if unaided.is_empty() {
        return Err("nobody worked without advice".into());
    }
    let mean = unaided.iter().sum::<f64>() / unaided.len() as f64;
    let fit = sample.fitted(Model::TimeByAdvice).fit.as_ref().map_err(Clone::clone)?;
    let place = |name: &str| fit.coefficients.iter().position(|coefficient| coefficient.name == name);
    let (right, wrong) = (place("right").ok_or("no right advice")?, place("wrong").ok_or("no wrong advice")?);
    let level = fit.coefficients[0].estimate;
    let names = ["unaided", "right", "wrong"].map(str::to_owned).into();
    Ok(JointEstimates::simulated(fit, names, DRAWS, sample.plan.seed, |parameters| {
        let coefficients = &parameters.coefficients;
        let base = mean * (coefficients[0] - level).exp();
        vec![base, base * coefficients[right].exp(), base * coefficients[wrong].exp()]
    }))
}

#[cfg(test)]
mod tests {
    use crate::study::Costs;

    use super::*;

    const WORLD: World = World([0.2, 0.1, 0.5, 0.3, 0.2, 0.6, 60.0, 45.0, 75.0]);

    fn operation() -> Operation {
        let costs = Costs { missed_attack: 1000.0, wasted_escalation: 50.0, analyst_minute: 1.0 };
        Operation { needs_action_share: 0.1, ai_error_rate: Some(0.25), alerts: 1000, costs: Some(costs) }
    }

    #[test]
    fn with_advice_is_a_mixture_of_right_and_wrong() {
        assert!((WORLD.aided(0, 0.25) - 0.2).abs() < 1e-12);
        assert!((WORLD.aided(2, 0.0) - 45.0).abs() < 1e-12 && (WORLD.aided(2, 1.0) - 75.0).abs() < 1e-12);
    }

    #[test]
    fn costs_meet_at_the_break_even_rate() {
        let operation = operation();
        let rate = WORLD.break_even_cost(&operation).expect("a rate");
        let costs = operation.costs.expect("prices");
        let cost = |state| WORLD.cost_in(state, costs, operation.needs_action_share);
        // Without advice: 0.1 * 0.2 * 1000 + 0.9 * 0.3 * 50 + 1 = 34.5.
        assert!((cost(0) - 34.5).abs() < 1e-9);
        assert!(((1.0 - rate) * cost(1) + rate * cost(2) - cost(0)).abs() < 1e-9);
        let worse = World([0.2, 0.3, 0.5, 0.3, 0.4, 0.6, 60.0, 65.0, 75.0]);
        assert_eq!(worse.break_even_cost(&operation), None, "it never pays");
        assert_eq!(WORLD.break_even_cost(&Operation { costs: None, ..operation }), None);
    }

    #[test]
    fn a_rate_that_many_draws_lack_has_no_interval() {
        let operation = operation();
        let better = World([0.2, 0.12, 0.5, 0.3, 0.2, 0.6, 60.0, 45.0, 75.0]);
        let never = World([0.2, 0.3, 0.5, 0.3, 0.4, 0.6, 60.0, 65.0, 75.0]);
        let found = |draws: &[World]| break_even_cost(WORLD, draws, &operation, 0.95).expect("a rate");
        let close = found(&[[WORLD; 50], [better; 50]].concat());
        assert!(close.low < close.high && close.high <= Some(1.0) && close.note.is_none(), "{close:?}");
        let wide = found(&[[WORLD; 50], [never; 50]].concat());
        assert_eq!((wide.value, wide.low, wide.high), (close.value, None, None));
        assert!(wide.note.is_some_and(|note| note.contains("in 50 of 100 draws")));
    }
}
